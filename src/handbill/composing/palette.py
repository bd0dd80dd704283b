"""The palette: each colour's role, and the other dresses an edition can be made in."""

import re
from collections.abc import Collection
from functools import cache

from handbill.model.colors import luminance

ROLES = {
    "night": "#0b2a3c",
    "on-night": "#ffffff",
    "spark": "#ffc845",
    "teal": "#164a63",
    "glow": "#ffc845",
    "paper": "#f6f1e7",
    "ink": "#0b2a3c",
    "ember": "#b4431c",
    "rule": "transparent",
}
"""Grounds, what stands on them, and the one emphasis of a page; CSS custom properties."""

_INK_SAVER = {
    "night": "#ffffff",
    "on-night": "#0b2a3c",
    "spark": "#164a63",
    "glow": "#ffffff",
    "paper": "#ffffff",
    "rule": "#0b2a3c",
}
"""White grounds; lines tell the parts of the page apart."""

_INK_SAVER_ART = {
    "#0b2a3c": "#ffffff",
    "#113a50": "#eef2f4",
    "#0f3347": "#eef2f4",
    "#164a63": "#c3d0d7",
    "#1d5b78": "#dbe3e8",
    "#f6f1e7": "#ffffff",
}

_HEX = re.compile(r"#[0-9a-f]{6}\b")


def palette_style(variants: Collection[str], accent: str = "") -> str:
    """Return the style sheet of colours; `accent` replaces the ember of headings."""
    roles = ROLES | (_INK_SAVER if "ink-saver" in variants else {})
    if accent:
        roles |= {"ember": accent}
    shown = {name: recolored(color, variants) for name, color in roles.items()}
    return f":root {{ {' '.join(f'--{name}: {color};' for name, color in shown.items())} }}"


def recolored(text: str, variants: Collection[str]) -> str:
    """Return a text with each colour in it as grey, where the edition is made in grey."""
    return _HEX.sub(lambda found: grey(found[0]), text) if "grey" in variants else text


@cache
def grey(color: str) -> str:
    """Return the grey of the same relative luminance (WCAG 2.2)."""
    wanted = luminance(color)
    light = wanted * 12.92 if wanted <= 0.0031308 else 1.055 * wanted ** (1 / 2.4) - 0.055
    level = round(min(max(light, 0), 1) * 255)
    return f"#{level:02x}{level:02x}{level:02x}"


def drawing(svg: str, variants: Collection[str]) -> str:
    """Return a drawing in the dress of an edition."""
    if "ink-saver" in variants:
        svg = _HEX.sub(lambda found: _INK_SAVER_ART.get(found[0], found[0]), svg)
    return recolored(svg, variants)
