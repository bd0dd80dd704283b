"""A page is judged as ink: contrast as WCAG defines it, hidden letters, QR codes."""

import io
from collections.abc import Callable

import numpy as np
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pikepdf import Array

from handbill.model.findings import Box
from handbill.model.papers import POINTS_PER_MM
from handbill.preflight.raster import (
    DOTS_PER_INCH,
    MOST_PIXELS,
    Color,
    Look,
    Raster,
    relative_luminance,
)
from handbill.preflight.reading import ReadFile
from handbill.press.engine import Engine
from tests.preflight.samples import by_hand, made, saved

RASTER_TOLERANCE = 0.02
"""Colours have 256 levels in pixels."""


def rgb(code: str) -> Color:
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return (red, green, blue)


def raster_of(data: bytes) -> Raster:
    with ReadFile(data) as read:
        return read.pages[0].raster


def by_wcag(one: str, two: str) -> float:
    """Return the contrast ratio, step by step as WCAG 2.2 words it."""

    def luminance(code: str) -> float:
        linear = [
            channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
            for channel in rgb(code)
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(two)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def looked(code: str, ground: str) -> Look:
    """Return a look at a large letter of one colour on another."""
    pixels = np.zeros((60, 60, 3), np.uint8)
    pixels[:] = [round(channel * 255) for channel in rgb(ground)]
    pixels[20:40, 25:35] = [round(channel * 255) for channel in rgb(code)]
    return Look(pixels, (0, 0, 6, 6), 10, rgb(code))


PUBLISHED = [
    pytest.param("#000000", "#ffffff", 21.0, id="black on white"),
    pytest.param("#ffffff", "#000000", 21.0, id="white on black"),
    pytest.param("#767676", "#ffffff", 4.54, id="the lightest grey for text"),
    pytest.param("#777777", "#ffffff", 4.48, id="one level too light"),
    pytest.param("#595959", "#ffffff", 7.0, id="the lightest grey for numbers"),
    pytest.param("#ff0000", "#ffffff", 4.0, id="red on white"),
    pytest.param("#0000ff", "#ffffff", 8.59, id="blue on white"),
    pytest.param("#008000", "#ffffff", 5.13, id="green on white"),
    pytest.param("#ffff00", "#000000", 19.56, id="yellow on black"),
]


@pytest.mark.parametrize(("code", "ground", "ratio"), PUBLISHED)
def test_contrast_is_the_published_figure(code: str, ground: str, ratio: float) -> None:
    assert looked(code, ground).contrast()[0] == pytest.approx(ratio, abs=0.01)
    assert by_wcag(code, ground) == pytest.approx(ratio, abs=0.01)


@given(st.integers(0, 0xFFFFFF), st.integers(0, 0xFFFFFF))
def test_contrast_of_any_two_colours_is_what_wcag_says(one: int, two: int) -> None:
    code, ground = f"#{one:06x}", f"#{two:06x}"
    ratio = looked(code, ground).contrast()[0]
    assert ratio == pytest.approx(by_wcag(code, ground), rel=0.01) or ratio == 1


def test_luminance_of_black_and_white() -> None:
    lights = relative_luminance(np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]))
    assert lights.tolist() == pytest.approx([0, 1])


@pytest.mark.parametrize(
    ("code", "ground", "grey"),
    [
        pytest.param("#000000", "#ffffff", 21.0, id="black and white stay"),
        pytest.param("#ff0000", "#007400", 1.14, id="red and green fall together"),
        pytest.param("#0000ff", "#ffffff", 17.4, id="blue gets darker"),
    ],
)
def test_a_black_printer_gives_another_contrast(code: str, ground: str, grey: float) -> None:
    assert looked(code, ground).contrast()[1] == pytest.approx(grey, rel=0.05)


@pytest.mark.parametrize(("code", "ground", "ratio"), PUBLISHED)
def test_contrast_is_the_same_on_a_page_of_the_engine(
    engine: Engine, code: str, ground: str, ratio: float
) -> None:
    raster, box = shown(engine, code, f"background: {ground}")
    look = raster.look(box, rgb(code))
    assert look is not None
    assert look.contrast()[0] == pytest.approx(ratio, rel=RASTER_TOLERANCE)


def shown(engine: Engine, code: str, ground: str, over: str = "") -> tuple[Raster, Box]:
    """Return a page with a line of text, and the line's box with some ground around it."""
    body = (
        f'<div style="position: absolute; inset: 0; {ground}"></div>'
        f'<p style="position: absolute; left: 10mm; top: 10mm; color: {code}; margin: 0">'
        f"Call this number now</p>{over}"
    )
    with ReadFile(made(engine, body)) as read:
        boxes = [glyph.box for glyph in read.pages[0].glyphs]
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        box = (min(lefts) - 0.35, min(tops) - 0.35, max(rights) + 0.35, max(bottoms) + 0.35)
        return read.pages[0].raster, box


@pytest.mark.parametrize(
    ("code", "patch"), [("#555555", "#888888"), ("#000000", "#555555"), ("#ffffff", "#cccccc")]
)
def test_text_over_a_drawing_is_judged_at_its_worst_place(
    engine: Engine, code: str, patch: str
) -> None:
    # The patch lies behind the last fifth of the line.
    far = "#000000" if code == "#ffffff" else "#ffffff"
    ground = f"background: linear-gradient(to right, {far} 42mm, {patch} 42mm)"
    raster, box = shown(engine, code, ground)
    look = raster.look(box, rgb(code))
    assert look is not None
    assert look.contrast()[0] == pytest.approx(by_wcag(code, patch), rel=0.05)


def test_letters_in_the_colour_of_their_ground_have_no_contrast(engine: Engine) -> None:
    raster, box = shown(engine, "#ffffff", "background: white")
    look = raster.look(box, rgb("#ffffff"))
    assert look is not None
    assert look.contrast() == (1.0, 1.0)


@pytest.mark.parametrize(
    ("code", "over", "hidden"),
    [
        pytest.param("#000000", "", False, id="black"),
        pytest.param("#c00000", "", False, id="red"),
        pytest.param(
            "#000000",
            '<div style="position: absolute; left: 0; top: 0; width: 99mm; height: 30mm; '
            'background: white"></div>',
            True,
            id="covered",
        ),
        pytest.param(
            "#000000",
            '<div style="position: absolute; left: 0; top: 0; width: 99mm; height: 30mm; '
            'background: rgba(255, 255, 255, 0.6)"></div>',
            True,
            id="veiled",
        ),
    ],
)
def test_letters_that_are_covered_are_not_shown(
    engine: Engine, code: str, over: str, hidden: bool
) -> None:
    raster, box = shown(engine, code, "background: white", over)
    look = raster.look(box, rgb(code))
    assert look is not None
    assert (look.shown(box) < 0.02) is hidden


@pytest.mark.parametrize(
    "box",
    [
        pytest.param((200.0, 10.0, 210.0, 20.0), id="right of the page"),
        pytest.param((10.0, 90.0, 20.0, 95.0), id="below"),
        pytest.param((-30.0, 10.0, -20.0, 20.0), id="left"),
        pytest.param((10.0, 10.0, 10.0, 10.0), id="no extent"),
    ],
)
def test_there_is_nothing_to_look_at_outside_the_page(engine: Engine, box: Box) -> None:
    assert raster_of(made(engine, "<p>x</p>")).look(box, (0, 0, 0)) is None


def test_pages_are_rasterised_at_300_dots_per_inch(engine: Engine) -> None:
    raster = raster_of(made(engine, "<p>x</p>"))
    assert raster.pixels.shape == (709, 1182, 3)
    assert raster.dots_per_mm == pytest.approx(DOTS_PER_INCH / 25.4)


@pytest.mark.parametrize("size", [(14_400.0, 14_400.0), (1e6, 1e6), (1e5, 50.0)])
def test_huge_pages_are_rasterised_more_coarsely(size: tuple[float, float]) -> None:
    document = by_hand(b"")
    document.pages[0].obj.MediaBox = Array([0, 0, *size])
    raster = raster_of(saved(document))
    assert raster.pixels.size / 3 < MOST_PIXELS * 1.01


def qr(payload: str, module: float, border: int = 4, dark: str = "#000") -> str:
    """Return markup of a QR code with modules of a size in mm, 10 mm from the corner."""
    buffer = io.BytesIO()
    code = segno.make(payload, error="m", micro=False)
    code.save(buffer, kind="svg", border=border, scale=module, unit="mm", dark=dark, light="#fff")
    svg = buffer.getvalue().decode().split("?>", 1)[1]
    side = code.symbol_size(scale=1, border=border)[0] * module
    return (
        f'<div style="position: absolute; left: 10mm; top: 10mm; width: {side}mm; '
        f'height: {side}mm; line-height: 0">{svg}</div>'
    )


PAYLOAD = "tel:+18883737888"


@pytest.mark.parametrize("module", [0.4, 0.7, 1.0])
def test_a_code_is_read_in_its_place_with_its_modules(engine: Engine, module: float) -> None:
    raster = raster_of(made(engine, qr(PAYLOAD, module)))
    (code,) = raster.codes()
    side = 25 * module
    corner = 10 + 4 * module
    assert code.payload == PAYLOAD
    assert code.modules == 25
    assert code.side == pytest.approx(side, abs=module * 0.6)
    assert code.box[:2] == pytest.approx((corner, corner), abs=module * 0.6)
    assert raster.quiet_zone(code) == 4
    assert [copied.payload for copied in raster.copied_codes()] == [PAYLOAD]


def test_a_code_too_small_for_a_copy_is_still_read_by_a_good_camera(engine: Engine) -> None:
    raster = raster_of(made(engine, qr(PAYLOAD, 0.2)))
    assert [code.payload for code in raster.codes()] == [PAYLOAD]
    assert raster.copied_codes() == []


@pytest.mark.parametrize("free", [0, 1, 2, 3, 4])
def test_free_modules_around_a_code_are_counted(engine: Engine, free: int) -> None:
    body = (
        f'<div style="position: absolute; inset: 0; background: #000"></div>{qr(PAYLOAD, 1, free)}'
    )
    raster = raster_of(made(engine, body))
    for code in raster.codes():
        assert raster.quiet_zone(code) == free


def test_a_code_at_the_edge_of_the_page_has_no_free_modules(engine: Engine) -> None:
    body = qr(PAYLOAD, 1, 0).replace("left: 10mm; top: 10mm", "left: 1.2mm; top: 1.2mm")
    raster = raster_of(made(engine, body))
    for code in raster.codes():
        assert raster.quiet_zone(code) <= 1


def test_a_page_without_codes_has_none(engine: Engine) -> None:
    raster = raster_of(made(engine, "<p>Call 911</p>"))
    assert (raster.codes(), raster.copied_codes()) == ([], [])


Reader = Callable[[Raster], NDArray[np.uint8]]


@pytest.mark.parametrize(
    ("read", "shape"),
    [
        pytest.param(lambda raster: raster.grey, (709, 1182), id="grey"),
        pytest.param(lambda raster: raster.copied(), (355, 591), id="copied at 150 dpi"),
    ],
)
def test_a_page_can_be_seen_as_printers_give_it(
    engine: Engine, read: Reader, shape: tuple[int, int]
) -> None:
    assert read(raster_of(made(engine, "<p>x</p>"))).shape == shape


def test_a_picture_of_a_page_keeps_its_proportions(engine: Engine) -> None:
    assert raster_of(made(engine, "<p>x</p>")).picture(500).size == (500, 300)


def test_a_crop_is_the_pixels_of_its_place() -> None:
    black = b"0 g 20 30 40 10 re f"
    raster = raster_of(saved(by_hand(black)))
    mm = 1 / POINTS_PER_MM
    assert raster.crop((21 * mm, 61 * mm, 59 * mm, 69 * mm)).max() == 0
    assert raster.crop((62 * mm, 61 * mm, 80 * mm, 69 * mm)).min() == 255
