"""Colours have roles; what stands on a ground can be read there, in every dress."""

import base64
import re
from itertools import product
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbill.composing.palette import ROLES, drawing, grey, palette_style, recolored
from handbill.model.colors import contrast, luminance
from handbill.model.formats import Variant
from tests.composing.samples import FORMATS, ROOT, composer, edition, shipped

READABLE = 4.5
"""Least contrast of text (WCAG 2.2, 1.4.3)."""

PAIRS = [
    ("on-night", "night"),
    ("spark", "night"),
    ("ink", "glow"),
    ("ink", "paper"),
    ("ember", "paper"),
    ("teal", "paper"),
]
"""What stands on which ground."""

DRESSES: list[tuple[Variant, ...]] = [(), ("ink-saver",), ("grey",), ("grey", "ink-saver")]

ART = sorted((ROOT / "templates/art").glob("*.svg"))
STYLES = [
    ROOT / "templates/styles/base.css",
    *sorted((ROOT / "templates/formats").glob("*/style.css")),
]
HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b")


def shown(dress: tuple[Variant, ...], accent: str = "") -> dict[str, str]:
    """Return the colour of each role as a style sheet gives it."""
    return dict(re.findall(r"--([a-z-]+): ([^;]+);", palette_style(dress, accent)))


def is_grey(color: str) -> bool:
    return color[1:3] == color[3:5] == color[5:7]


@pytest.mark.parametrize("dress", DRESSES, ids="+".join)
@pytest.mark.parametrize(("front", "ground"), PAIRS)
def test_what_stands_on_a_ground_can_be_read_there(
    front: str, ground: str, dress: tuple[Variant, ...]
) -> None:
    colors = shown(dress)
    assert contrast(colors[front], colors[ground]) >= READABLE


@pytest.mark.parametrize("dress", DRESSES, ids="+".join)
def test_every_dress_gives_every_role_a_color(dress: tuple[Variant, ...]) -> None:
    colors = shown(dress)
    assert set(colors) == set(ROLES)
    for color in colors.values():
        assert color == "transparent" or re.fullmatch("#[0-9a-f]{6}", color)


def test_the_usual_dress_is_the_palette_itself() -> None:
    assert shown(()) == ROLES


@pytest.mark.parametrize("dress", [dress for dress in DRESSES if "grey" in dress], ids="+".join)
def test_grey_has_no_color_and_keeps_each_color_as_light_as_it_was(
    dress: tuple[Variant, ...],
) -> None:
    plain = shown(tuple(variant for variant in dress if variant != "grey"))
    for role, color in shown(dress).items():
        assert color == "transparent" or is_grey(color)
        if color != "transparent":
            assert luminance(color) == pytest.approx(luminance(plain[role]), abs=0.005)


def test_an_ink_saver_prints_no_large_ground_and_lines_in_its_place() -> None:
    plain, saving = shown(()), shown(("ink-saver",))
    for ground in ("night", "glow", "paper"):
        assert saving[ground] == "#ffffff"
    assert plain["rule"] == "transparent"
    assert contrast(saving["rule"], "#ffffff") >= READABLE


@pytest.mark.parametrize("dress", DRESSES, ids="+".join)
def test_an_accent_takes_the_place_of_the_ember_alone(dress: tuple[Variant, ...]) -> None:
    plain, own = shown(dress), shown(dress, "#164a63")
    assert {role for role in plain if plain[role] != own[role]} == {"ember"}
    assert own["ember"] == (grey("#164a63") if "grey" in dress else "#164a63")


# Grey.

colors = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@given(colors)
def test_a_grey_has_equal_channels_and_no_other_is_nearer_in_luminance_by_a_level(
    color: str,
) -> None:
    found = grey(color)
    assert is_grey(found)
    level, wanted = int(found[1:3], 16), luminance(color)
    darker, lighter = (
        f"#{at:02x}{at:02x}{at:02x}" for at in (max(0, level - 1), min(255, level + 1))
    )
    assert luminance(darker) <= wanted <= luminance(lighter)
    assert grey(found) == found


@given(colors, colors)
def test_what_is_lighter_stays_lighter_in_grey(one: str, other: str) -> None:
    if luminance(one) <= luminance(other):
        assert luminance(grey(one)) <= luminance(grey(other))


@pytest.mark.parametrize(
    ("color", "level"),
    [("#000000", 0), ("#ffffff", 255), ("#808080", 128), ("#ff0000", 127), ("#0000ff", 76)],
)
def test_greys_of_known_colors(color: str, level: int) -> None:
    assert grey(color) == f"#{level:02x}{level:02x}{level:02x}"


def test_only_grey_changes_the_colors_of_a_text() -> None:
    text = "fill: #ffc845; id: #ffc8456; url(#glow) #0b2a3c"
    for dress in ((), ("ink-saver",), ("large-print",)):
        assert recolored(text, dress) == text
    assert recolored(text, ("grey",)) == (
        f"fill: {grey('#ffc845')}; id: #ffc8456; url(#glow) {grey('#0b2a3c')}"
    )


# Drawings and style sheets.


@pytest.mark.parametrize("path", ART, ids=lambda path: path.stem)
@pytest.mark.parametrize("dress", DRESSES, ids="+".join)
def test_every_drawing_is_made_in_every_dress(path: Path, dress: tuple[Variant, ...]) -> None:
    svg = path.read_text("utf-8")
    drawn = drawing(svg, dress)
    assert (drawn == svg) is (dress == ())
    assert len(HEX.findall(drawn)) == len(HEX.findall(svg))
    if "grey" in dress:
        assert all(map(is_grey, HEX.findall(drawn)))


@pytest.mark.parametrize("path", ART, ids=lambda path: path.stem)
def test_drawings_write_colors_in_the_one_way_that_dresses_know(path: Path) -> None:
    svg = path.read_text("utf-8")
    painted = re.findall(r'(?:fill|stroke|stop-color|flood-color|color)[=:]\s*"?([^";>]+)', svg)
    for paint in painted:
        assert re.fullmatch(r"#[0-9a-f]{6}|none|url\(#[a-z-]+\)|currentColor", paint), paint
    assert not re.search(r"rgba?\(|hsla?\(", svg)


@pytest.mark.parametrize("path", ART, ids=lambda path: path.stem)
def test_an_ink_saver_draws_on_white(path: Path) -> None:
    """What is large and dark in the usual dress is the night."""
    drawn = drawing(path.read_text("utf-8"), ("ink-saver",))
    dark = [color for color in HEX.findall(drawn) if luminance(color) < 0.1]
    assert dark == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.parent.name)
def test_style_sheets_take_their_colors_from_the_palette(path: Path) -> None:
    """Else a dress would not reach them; greys need none."""
    text = path.read_text("utf-8")
    assert all(len(color) == 7 and is_grey(color) for color in HEX.findall(text))
    assert not re.search(r"rgba?\(|hsla?\(", text)
    for value in re.findall(r"(?:^|[;{\s])(?:background|color|border[a-z-]*):([^;}]+)", text):
        used = re.findall(r"var\(--([a-z-]+)", value)
        words = re.sub(r"var\([^)]*\)", "", value).split()
        assert not {"black", "white", "red", "navy", "gray", "grey"} & set(words), value
        assert set(used) <= set(ROLES), value


@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("dress", [("ink-saver",), ("grey",), ("grey", "ink-saver")], ids="+".join)
def test_an_edition_is_composed_in_its_dress(layout: str, dress: tuple[Variant, ...]) -> None:
    piece = next(name for name in shipped().pieces if layout in shipped().pieces[name].formats)
    plain = edition(piece, layout, "en")
    dressed = msgspec.structs.replace(plain, variants=dress)
    usual, other = composer().compose(plain), composer().compose(dressed)
    assert usual.styles[1:] == other.styles[1:]
    assert usual.styles[0] == palette_style(())
    assert other.styles[0] == palette_style(dress)
    sections = re.findall(r'<section class="([^"]*)"', other.html)
    assert all(set(dress) <= set(classes.split()) for classes in sections)
    art = re.findall(r"url\('data:image/svg\+xml;base64,([^']+)'\)", other.html)
    assert len(art) == usual.html.count("background-image: url(")
    for data, wanted in product(art, dress):
        svg = base64.b64decode(data).decode()
        assert wanted != "grey" or all(map(is_grey, HEX.findall(svg)))
