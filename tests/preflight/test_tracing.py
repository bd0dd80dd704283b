"""Each glyph is traced to where the printer draws it, whatever operators lead there."""

import math
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from handbill.model.papers import POINTS_PER_MM
from handbill.preflight.reading import ReadFile
from handbill.preflight.tracing import DEEPEST, IDENTITY, Matrix, Trace, Traced, times
from handbill.press.engine import Engine
from tests.preflight.samples import HELVETICA, by_hand, composite, made, saved, traced

HEIGHT = 100.0

finite = st.floats(-100, 100)
matrices = st.tuples(finite, finite, finite, finite, finite, finite)


def fixed(**widths: float) -> Dictionary:
    """Return Helvetica with widths in thousandths given letter by letter, else 600."""
    font = Dictionary(HELVETICA)
    font.FirstChar = 32
    font.Widths = Array([widths.get(chr(code), 600) for code in range(32, 127)])
    return font


FIXED = {"/Font": Dictionary(F1=fixed())}


def pens(trace: Trace) -> list[tuple[str, float, float]]:
    """Return characters and where the pen stands, in pt from the lower left corner."""
    return [
        (chr(glyph.glyph), round(glyph.x * POINTS_PER_MM, 3), rise(glyph)) for glyph in trace.glyphs
    ]


def rise(glyph: Traced) -> float:
    return round(HEIGHT - glyph.y * POINTS_PER_MM, 3)


def only(trace: Trace) -> Traced:
    (glyph,) = trace.glyphs
    return glyph


@given(matrices)
def test_the_identity_changes_nothing(matrix: Matrix) -> None:
    assert times(IDENTITY, matrix) == pytest.approx(matrix)
    assert times(matrix, IDENTITY) == pytest.approx(matrix)


@given(matrices, matrices, finite, finite)
def test_of_two_transformations_the_first_is_applied_first(
    one: Matrix, two: Matrix, x: float, y: float
) -> None:
    def applied(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = matrix
        return (a * x + c * y + e, b * x + d * y + f)

    expected = applied(two, *applied(one, x, y))
    assert applied(times(one, two), x, y) == pytest.approx(expected, rel=1e-6, abs=1e-4)


@pytest.mark.parametrize(
    ("operators", "expected"),
    [
        pytest.param("20 30 Td (ab) Tj", [("a", 20, 30), ("b", 26, 30)], id="Td Tj"),
        pytest.param(
            "20 30 Td (a) Tj 5 -10 Td (b) Tj", [("a", 20, 30), ("b", 25, 20)], id="Td from a line"
        ),
        pytest.param(
            "20 50 Td 0 -14 TD (a) Tj T* (b) Tj", [("a", 20, 36), ("b", 20, 22)], id="TD sets T*"
        ),
        pytest.param("14 TL 20 50 Td (a) Tj T* (b) Tj", [("a", 20, 50), ("b", 20, 36)], id="TL T*"),
        pytest.param("14 TL 20 50 Td (a) Tj (b) '", [("a", 20, 50), ("b", 20, 36)], id="'"),
        pytest.param(
            '14 TL 20 50 Td 3 2 (a b) "',
            [("a", 20, 36), (" ", 28, 36), ("b", 39, 36)],
            id='" with word and character space',
        ),
        pytest.param("2 0 0 2 20 30 Tm (ab) Tj", [("a", 20, 30), ("b", 32, 30)], id="Tm scaled"),
        pytest.param("0 1 -1 0 20 30 Tm (ab) Tj", [("a", 20, 30), ("b", 20, 36)], id="Tm turned"),
        pytest.param(
            "1 0 0 1 9 9 Tm 20 30 Td (a) Tj 1 0 0 1 5 6 Tm (b) Tj",
            [("a", 29, 39), ("b", 5, 6)],
            id="Tm replaces",
        ),
        pytest.param("20 30 Td [(a) 100 (b)] TJ", [("a", 20, 30), ("b", 25, 30)], id="TJ"),
        pytest.param("50 Tz 20 30 Td (ab) Tj", [("a", 20, 30), ("b", 23, 30)], id="Tz"),
        pytest.param(
            "50 Tz 20 30 Td [(a) 100 (b)] TJ", [("a", 20, 30), ("b", 22.5, 30)], id="Tz with TJ"
        ),
        pytest.param("3 Tc 20 30 Td (ab) Tj", [("a", 20, 30), ("b", 29, 30)], id="Tc"),
        pytest.param(
            "7 Tw 20 30 Td (a b) Tj", [("a", 20, 30), (" ", 26, 30), ("b", 39, 30)], id="Tw"
        ),
        pytest.param("20 30 Td (a) Tj ET BT (b) Tj", [("a", 20, 30), ("b", 0, 0)], id="BT again"),
    ],
)
def test_the_pen_follows_the_text_operators(
    operators: str, expected: list[tuple[str, float, float]]
) -> None:
    trace = traced(f"BT /F1 10 Tf {operators} ET".encode(), FIXED)
    assert pens(trace) == [(sign, round(x, 3), round(y, 3)) for sign, x, y in expected]


def test_glyphs_are_measured_from_the_upper_left_corner_in_mm() -> None:
    glyph = only(traced(b"BT /F1 10 Tf 20 30 Td (a) Tj ET", FIXED))
    assert (glyph.x, glyph.y) == pytest.approx((20 / POINTS_PER_MM, 70 / POINTS_PER_MM))
    assert glyph.step == pytest.approx((6 / POINTS_PER_MM, 0))


def test_a_page_that_does_not_begin_at_zero_is_measured_from_its_own_corner() -> None:
    document = by_hand(b"BT /F1 10 Tf 60 90 Td (a) Tj ET")
    document.pages[0].obj.MediaBox = Array([50, 40, 250, 140])
    with ReadFile(saved(document)) as read:
        glyph = only(read.pages[0].trace)
    assert (glyph.x, glyph.y) == pytest.approx((10 / POINTS_PER_MM, 50 / POINTS_PER_MM))


@pytest.mark.parametrize(
    ("content", "size"),
    [
        pytest.param("BT /F1 10 Tf (a) Tj ET", 10, id="plain"),
        pytest.param("BT /F1 1 Tf 9 0 0 9 0 0 Tm (a) Tj ET", 9, id="in Tm"),
        pytest.param("2 0 0 2 0 0 cm BT /F1 10 Tf (a) Tj ET", 20, id="in cm"),
        pytest.param("q 2 0 0 2 0 0 cm Q BT /F1 10 Tf (a) Tj ET", 10, id="cm undone"),
        pytest.param("0 1 -1 0 9 9 cm BT /F1 10 Tf (a) Tj ET", 10, id="turned"),
        pytest.param("3 0 0 1 0 0 cm BT /F1 10 Tf (a) Tj ET", 10, id="only wider"),
        pytest.param("1 0 0 -1 0 50 cm BT /F1 10 Tf 1 0 0 -1 0 9 Tm (a) Tj ET", 10, id="flipped"),
    ],
)
def test_the_size_is_the_one_that_is_seen(content: str, size: float) -> None:
    assert only(traced(content.encode())).size == pytest.approx(size)


def test_cm_is_applied_inside_the_cm_before_it() -> None:
    trace = traced(b"2 0 0 2 10 10 cm 1 0 0 1 5 5 cm BT /F1 10 Tf (a) Tj ET")
    assert pens(trace) == [("a", 20, 20)]


def test_rise_is_told_as_a_share_of_the_size_and_leaves_the_base_line() -> None:
    low, high = traced(b"BT /F1 10 Tf 20 30 Td (a) Tj 4 Ts (b) Tj ET", FIXED).glyphs
    assert (low.rise, high.rise) == pytest.approx((0, 0.4))
    assert low.y == high.y


@pytest.mark.parametrize(
    ("operators", "color"),
    [
        pytest.param("", (0, 0, 0), id="begins black"),
        pytest.param("0.5 g", (0.5, 0.5, 0.5), id="g"),
        pytest.param("1 0.5 0 rg", (1, 0.5, 0), id="rg"),
        pytest.param("/DeviceRGB cs 0 1 0 sc", (0, 1, 0), id="sc"),
        pytest.param("/DeviceRGB cs 0 1 0 scn", (0, 1, 0), id="scn"),
        pytest.param("1 0 0 rg /Pattern cs /P1 scn", (1, 0, 0), id="pattern keeps the last"),
        pytest.param("1 0 0 RG", (0, 0, 0), id="strokes are not fills"),
        pytest.param("q 1 0 0 rg Q", (0, 0, 0), id="undone"),
    ],
)
def test_the_fill_colour_is_known(operators: str, color: tuple[float, float, float]) -> None:
    glyph = only(traced(f"{operators} BT /F1 10 Tf (a) Tj ET".encode()))
    assert glyph.color == pytest.approx(color)


@pytest.mark.parametrize(
    "color", ["1 0 0 0", "0 0 0 1", "0.2 0.4 0 0.5", "0.8 0.5 0 0.5", "1 1 1 1", "0 0 0 0"]
)
def test_cmyk_is_the_colour_the_raster_shows(color: str) -> None:
    content = f"{color} k 0 0 200 100 re f BT /F1 10 Tf (a) Tj ET"
    with ReadFile(saved(by_hand(content.encode()))) as read:
        shown = read.pages[0].raster.pixels[9, 9] / 255
        assert only(read.pages[0].trace).color == pytest.approx(shown.tolist(), abs=0.01)


@pytest.mark.parametrize(
    ("mode", "visible"), [(0, True), (1, True), (2, True), (3, False), (4, True)]
)
def test_text_that_is_not_drawn_is_told_apart(mode: int, visible: bool) -> None:
    glyph = only(traced(f"BT /F1 10 Tf {mode} Tr (a) Tj ET".encode()))
    assert glyph.visible is visible


def test_each_placing_of_the_pen_begins_a_run() -> None:
    trace = traced(b"BT /F1 10 Tf 1 0 0 1 9 9 Tm (ab) Tj [(c) 9 (d)] TJ 1 0 0 1 9 30 Tm (e) Tj ET")
    runs = [glyph.run for glyph in trace.glyphs]
    assert runs[0] == runs[1] == runs[2] == runs[3] != runs[4]


PROPERTIES = {
    "/Properties": Dictionary(M=Dictionary(MCID=7, Lang=pikepdf.String("ar")), N=Dictionary())
}


@pytest.mark.parametrize(
    ("before", "after", "marked", "artifact", "language"),
    [
        pytest.param("", "", -1, False, "", id="unmarked"),
        pytest.param("/P <</MCID 4>> BDC", "EMC", 4, False, "", id="inline"),
        pytest.param("/P /M BDC", "EMC", 7, False, "ar", id="named"),
        pytest.param("/P /Unknown BDC", "EMC", -1, False, "", id="name nobody knows"),
        pytest.param("/P <</MCID 4>> BDC /Span <</Lang (ur)>> BDC", "EMC EMC", 4, False, "ur",
                     id="span inside"),
        pytest.param("/P /M BDC /N BMC", "EMC EMC", 7, False, "ar", id="BMC keeps what is around"),
        pytest.param("/P <</MCID 4>> BDC EMC", "", -1, False, "", id="ended"),
        pytest.param("/Artifact BMC", "EMC", -1, True, "", id="artifact"),
        pytest.param("/Artifact <</Type /Layout>> BDC", "EMC", -1, True, "", id="typed artifact"),
        pytest.param("/Artifact BMC /P <</MCID 4>> BDC", "EMC EMC", 4, True, "",
                     id="inside an artifact"),
        pytest.param("EMC EMC", "", -1, False, "", id="ended too often"),
    ],
)  # fmt: skip
def test_marked_content_is_known(
    before: str, after: str, marked: int, artifact: bool, language: str
) -> None:
    content = f"{before} BT /F1 10 Tf (a) Tj ET {after}"
    glyph = only(traced(content.encode(), PROPERTIES))
    assert (glyph.marked, glyph.artifact, glyph.spanning) == (marked, artifact, language)


@pytest.mark.parametrize(
    ("widths", "advances"),
    [
        pytest.param([1, Array([500, 250])], [500, 250, 1000], id="list of widths"),
        pytest.param([1, 2, 300], [300, 300, 1000], id="range of codes"),
        pytest.param([1, Array([500]), 2, 3, 300], [500, 300, 300], id="both"),
        pytest.param([], [1000, 1000, 1000], id="only the default"),
        pytest.param([1, 2], [1000, 1000, 1000], id="cut off"),
        pytest.param([1, 9_000_000, 300], [300, 300, 300], id="range beyond all codes"),
    ],
)
def test_widths_of_composite_fonts_are_read_in_both_forms(
    widths: list[Any], advances: list[float]
) -> None:
    trace = traced(
        b"BT /F1 10 Tf <000100020003> Tj ET", {"/Font": Dictionary(F1=composite(widths))}
    )
    assert [glyph.glyph for glyph in trace.glyphs] == [1, 2, 3]
    steps = [glyph.step[0] * POINTS_PER_MM * 100 for glyph in trace.glyphs]
    assert steps == pytest.approx(advances)


def test_words_are_not_spaced_in_composite_fonts() -> None:
    font = composite([1, Array([500] * 40)])
    trace = traced(b"BT /F1 10 Tf 9 Tw <00200021> Tj ET", {"/Font": Dictionary(F1=font)})
    assert trace.glyphs[1].x * POINTS_PER_MM == pytest.approx(5)


@pytest.mark.parametrize(
    ("font", "label"),
    [
        pytest.param(HELVETICA, "Helvetica", id="name alone"),
        pytest.param(composite([]), "Noto Sans Bold", id="family of the description"),
        pytest.param(
            Dictionary(
                Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/ABCDEF+Arial-BoldMT")
            ),
            "Arial Bold",
            id="subset tag",
        ),
        pytest.param(Dictionary(Type=Name.Font, Subtype=Name.Type3), "?", id="no name"),
    ],
)
def test_fonts_are_told_by_family_and_weight(font: Dictionary, label: str) -> None:
    (glyph, *_) = traced(b"BT /F1 10 Tf (ab) Tj ET", {"/Font": Dictionary(F1=font)}).glyphs
    assert glyph.font == label


def form(document: pikepdf.Pdf, content: bytes, **entries: Any) -> pikepdf.Stream:
    """Return a form object."""
    placed = document.make_stream(content)
    placed.Type, placed.Subtype = Name.XObject, Name.Form
    placed.BBox = Array([0, 0, 200, 100])
    for name, value in entries.items():
        placed[f"/{name}"] = value
    return placed


FONT = Dictionary(Font=Dictionary(F1=HELVETICA))


def traced_forms(document: pikepdf.Pdf, **forms: Any) -> Trace:
    document.pages[0].obj.Resources.XObject = Dictionary(**forms)
    with ReadFile(saved(document)) as read:
        return read.pages[0].trace


def test_forms_are_followed_with_their_matrices() -> None:
    document = by_hand(b"q 0 1 -1 0 100 10 cm /Outer Do Q /Outer Do")
    inner = form(document, b"BT /F1 10 Tf 1 2 Td (a) Tj ET", Resources=FONT,
                 Matrix=Array([2, 0, 0, 2, 0, 0]))  # fmt: skip
    outer = form(document, b"1 0 0 1 10 0 cm /Inner Do",
                 Resources=Dictionary(XObject=Dictionary(Inner=inner)))  # fmt: skip
    trace = traced_forms(document, Outer=outer)
    assert pens(trace) == [("a", 96, 22), ("a", 12, 4)]
    assert [glyph.size for glyph in trace.glyphs] == pytest.approx([20, 20])
    assert [(placed.name, placed.depth) for placed in trace.placed] == [
        ("/Outer", 0), ("/Inner", 1), ("/Outer", 0), ("/Inner", 1)]  # fmt: skip


def test_a_form_does_not_change_the_state_of_its_page() -> None:
    document = by_hand(b"BT /F1 10 Tf ET /Form Do BT (a) Tj ET")
    placed = form(document, b"5 0 0 5 9 9 cm 1 0 0 rg BT /F1 30 Tf ET", Resources=FONT)
    glyph = only(traced_forms(document, Form=placed))
    assert (glyph.size, glyph.color) == (10, (0, 0, 0))


def test_a_form_takes_the_colour_of_its_page() -> None:
    document = by_hand(b"1 0 0 rg /Form Do")
    placed = form(document, b"BT /F1 30 Tf (a) Tj ET", Resources=FONT)
    assert only(traced_forms(document, Form=placed)).color == (1, 0, 0)


def test_pictures_are_listed_with_where_they_stand() -> None:
    document = by_hand(b"q 40 0 0 30 20 10 cm /Picture Do Q")
    picture = document.make_stream(b"\0")
    picture.Subtype, picture.Width, picture.Height = Name.Image, 1, 1
    picture.BitsPerComponent, picture.ColorSpace = 8, Name.DeviceGray
    (placed,) = traced_forms(document, Picture=picture).placed
    assert (placed.kind, placed.matrix) == ("Image", (40, 0, 0, 30, 20, 10))


def test_forms_inside_themselves_are_followed_only_so_far() -> None:
    document = by_hand(b"/Form Do")
    placed = document.make_indirect(form(document, b"BT /F1 9 Tf (a) Tj ET /Form Do"))
    placed.Resources = Dictionary(Font=Dictionary(F1=HELVETICA), XObject=Dictionary(Form=placed))
    assert len(traced_forms(document, Form=placed).glyphs) == DEEPEST


def test_very_long_pages_are_cut_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handbill.preflight.tracing.MOST_GLYPHS", 5)
    cut = traced(b"BT /F1 10 Tf (abc) Tj (abc) Tj (abc) Tj ET")
    whole = traced(b"BT /F1 10 Tf (abc) Tj ET")
    assert (cut.complete, whole.complete) == (False, True)
    assert len(cut.glyphs) < 9


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("Q Q", id="restored too often"),
        pytest.param("/Nobody Do", id="unknown form"),
        pytest.param("BT (x) Tj ET", id="no font"),
        pytest.param("BT /Nobody 10 Tf (x) Tj ET", id="unknown font"),
    ],
)
def test_what_a_viewer_passes_over_is_passed_over(content: str) -> None:
    trace = traced(f"{content} BT /F1 10 Tf (a) Tj ET".encode())
    assert pens(trace) == [("a", 0, 0)]


def test_pages_of_the_engine_are_traced_where_they_are_seen(engine: Engine) -> None:
    body = "<p style='position: absolute; left: 10mm; top: 20mm; margin: 0'>HxH</p>"
    with ReadFile(made(engine, body)) as read:
        page = read.pages[0]
        for glyph, seen in zip(page.trace.glyphs, page.glyphs, strict=True):
            assert glyph.font == "Noto Sans"
            assert glyph.size == pytest.approx(12, abs=0.01)
            assert math.dist((glyph.x, glyph.y), (seen.box[0], seen.box[3])) < 0.5
