"""Colours: their luminance and contrast (WCAG 2.2, relative luminance and contrast ratio)."""

import re

HEX_COLOR = re.compile(r"#[0-9a-f]{6}")


def luminance(color: str) -> float:
    """Return the relative luminance of a colour written `#rrggbb`, from 0 to 1.

    Raises:
        ValueError: where the colour is not written so.
    """
    if not HEX_COLOR.fullmatch(color):
        raise ValueError(f"'{color}' is no colour. Write it as #rrggbb in small letters.")
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    lights = sorted((luminance(one), luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)
