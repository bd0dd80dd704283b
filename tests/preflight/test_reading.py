"""A file is opened once and read where it is seen; what is no PDF says so in a sentence."""

import pikepdf
import pytest
from pikepdf import Array

from handbill.preflight.reading import MOST_PAGES, Glyph, ReadFile, UnreadableError
from handbill.press.engine import Engine
from handbill.press.imposition import Canvas, impose
from tests.preflight.samples import by_hand, changed, made, saved, shown
from tests.press.plans import on_grid
from tests.press.samples import TRIM

MM = 72 / 25.4


def glyphs_of(data: bytes) -> tuple[Glyph, ...]:
    with ReadFile(data) as read:
        return read.pages[0].glyphs


def at(
    x: float, y: float, *, media: list[float] | None = None, crop: list[float] | None = None,
    turn: int = 0,
) -> bytes:  # fmt: skip
    """Return a page with a letter at a place in pt."""
    document = by_hand(f"BT /F1 10 Tf {x} {y} Td (H) Tj ET".encode())
    page = document.pages[0].obj
    page.MediaBox = Array(media or [0, 0, 200, 100])
    page.Rotate = turn
    if crop:
        page.CropBox = Array(crop)
    return saved(document)


@pytest.mark.parametrize(
    ("data", "corner"),
    [
        pytest.param(at(20, 30), (20, 70), id="plain"),
        pytest.param(at(70, 70, media=[50, 40, 250, 140]), (20, 70), id="begins elsewhere"),
        pytest.param(at(70, 70, media=[0, 0, 900, 900], crop=[50, 40, 250, 140]), (20, 70),
                     id="cropped"),
        pytest.param(at(70, 30, turn=90), (30, 70), id="turned by 90"),
        pytest.param(at(180, 70, turn=180), (20, 70), id="turned by 180"),
        pytest.param(at(130, 20, turn=270), (80, 70), id="turned by 270"),
    ],
)  # fmt: skip
def test_boxes_are_told_as_the_page_is_seen(data: bytes, corner: tuple[float, float]) -> None:
    (glyph,) = glyphs_of(data)
    assert glyph.inside
    near = min(
        max(abs(x * MM - corner[0]), abs(y * MM - corner[1]))
        for x in (glyph.box[0], glyph.box[2])
        for y in (glyph.box[1], glyph.box[3])
    )
    assert near < 1.5
    assert glyph.box[0] < glyph.box[2]
    assert glyph.box[1] < glyph.box[3]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(at(20, 30), id="plain"),
        pytest.param(at(70, 30, turn=90), id="turned by 90"),
        pytest.param(at(180, 70, turn=180), id="turned by 180"),
        pytest.param(at(130, 20, turn=270), id="turned by 270"),
        pytest.param(at(70, 70, media=[50, 40, 250, 140]), id="begins elsewhere"),
        pytest.param(at(70, 70, media=[0, 0, 900, 900], crop=[50, 40, 250, 140]), id="cropped"),
    ],
)
def test_boxes_lie_where_the_raster_has_ink(data: bytes) -> None:
    with ReadFile(data) as read:
        page = read.pages[0]
        left, top, right, bottom = page.glyphs[0].box
        around = (left - 0.3, top - 0.3, right + 0.3, bottom + 0.3)
        assert page.raster.crop(around).min() < 60
        page.raster.pixels.flags.writeable = True
        page.raster.crop(around)[:] = 255
        assert page.raster.pixels.min() == 255


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(at(-20, 30), id="left"),
        pytest.param(at(210, 30), id="right"),
        pytest.param(at(20, 110), id="above"),
        pytest.param(
            at(20, 30, media=[50, 0, 250, 100]), id="outside a page that begins elsewhere"
        ),
        pytest.param(
            at(20, 30, media=[0, 0, 900, 900], crop=[50, 40, 250, 140]), id="cropped away"
        ),
    ],
)
def test_glyphs_outside_the_page_are_told_apart(data: bytes) -> None:
    assert [glyph.inside for glyph in glyphs_of(data)] in ([False], [])


@pytest.mark.parametrize(
    ("matrix", "angle"),
    [
        ("1 0 0 1", 0),
        ("0 1 -1 0", 90),
        ("-1 0 0 -1", 180),
        ("0 -1 1 0", 270),
        ("0.7071 0.7071 -0.7071 0.7071", 45),
        ("0.9999 0.0131 -0.0131 0.9999", 0),
        ("0.9999 -0.0131 0.0131 0.9999", 0),
    ],
)
def test_the_direction_of_text_is_counted_anticlockwise(matrix: str, angle: int) -> None:
    content = f"BT /F1 10 Tf {matrix} 100 50 Tm (H) Tj ET".encode()
    assert [glyph.angle for glyph in glyphs_of(saved(by_hand(content)))] == [angle]


@pytest.mark.parametrize("matrix", ["1 0 0 1", "0 1 -1 0", "-1 0 0 -1", "0 -1 1 0"])
def test_text_runs_along_x_however_it_is_turned(matrix: str) -> None:
    content = f"BT /F1 10 Tf {matrix} 100 50 Tm (HH) Tj ET".encode()
    first, second = glyphs_of(saved(by_hand(content)))
    assert second.left - first.left == pytest.approx(7.22, abs=0.1)
    assert second.pen[0] == pytest.approx(first.pen[1], abs=0.1)
    assert first.base == pytest.approx(second.base)
    assert first.base == pytest.approx(first.bottom, abs=0.1)


def test_glyphs_know_their_size_and_colour() -> None:
    content = b"1 0.2 0 rg BT /F1 5 Tf 2 0 0 2 20 30 Tm (H) Tj ET"
    (glyph,) = glyphs_of(saved(by_hand(content)))
    assert glyph.size == pytest.approx(10)
    assert glyph.color == pytest.approx((1, 0.2, 0), abs=0.01)


def test_characters_that_nobody_can_name_are_counted() -> None:
    def lie(document: pikepdf.Pdf) -> None:
        codes = (
            b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> "
            b"endcodespacerange 1 beginbfrange <20> <7f> <D800> endbfrange endcmap end"
        )
        document.pages[0].obj.Resources.Font.F1.ToUnicode = document.make_stream(codes)

    with ReadFile(changed(shown("911"), lie)) as read:
        assert read.pages[0].glyphs == ()
        assert read.pages[0].unreadable_glyphs == 3
    with ReadFile(shown("911")) as read:
        assert read.pages[0].unreadable_glyphs == 0


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"", "The file is empty", id="empty"),
        pytest.param(b"Call 911", "The file is no PDF", id="text"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(99), "The file is no PDF", id="picture"),
        pytest.param(bytes(9_999), "The file is no PDF", id="zeros"),
        pytest.param(shown("x")[:300], "damaged or cut off", id="cut off"),
        pytest.param(b"%PDF-1.7\n", "damaged or cut off", id="head alone"),
        pytest.param(b"%PDF-1.7\n" + bytes(9_999), "damaged or cut off", id="rest lost"),
        pytest.param(saved(pikepdf.new()), "damaged or cut off", id="no pages"),
        pytest.param(
            changed(shown("x"), lambda _: None, encryption=pikepdf.Encryption("owner", "user")),
            "asks for a password",
            id="encrypted",
        ),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableError, match=sentence) as caught:
        ReadFile(data)
    assert str(caught.value).endswith(".")


def test_a_file_without_user_password_can_be_read() -> None:
    data = changed(shown("911"), lambda _: None, encryption=pikepdf.Encryption("owner", ""))
    assert [glyph.character for glyph in glyphs_of(data)] == ["9", "1", "1"]


@pytest.mark.parametrize("count", [1, 3, MOST_PAGES, MOST_PAGES + 1])
def test_pages_are_read_up_to_a_bound(count: int) -> None:
    with ReadFile(shown("x", pages=count)) as read:
        assert read.page_count == count
        assert len(read.pages) == min(count, MOST_PAGES)


def test_fonts_are_found_in_forms_as_well(engine: Engine) -> None:
    data = made(engine, "<p>x <b>y</b></p>")
    sheets = impose(data, on_grid(TRIM, (210, 297)), Canvas(TRIM, False))
    with ReadFile(data) as page, ReadFile(sheets) as sheet:
        assert page.fonts == sheet.fonts
        assert [(font.family, font.embedded, font.subset) for font in page.fonts] == [
            ("Noto Sans", True, True), ("Noto Sans", True, True)]  # fmt: skip


def test_forms_thousands_deep_are_no_error() -> None:
    document = by_hand(b"/X Do")
    inner: pikepdf.Object = document.make_stream(b"q Q")
    for _ in range(2_000):
        form = document.make_stream(b"/X Do", Type=pikepdf.Name.XObject)
        form.Subtype, form.BBox = pikepdf.Name.Form, Array([0, 0, 9, 9])
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
        inner = document.make_indirect(form)
    document.pages[0].obj.Resources.XObject = pikepdf.Dictionary(X=inner)
    with ReadFile(saved(document)) as read:
        assert read.pages[0].missing_glyphs == 0
        assert [font.name for font in read.fonts] == ["Helvetica"]


def test_language_and_title_are_those_the_document_declares(engine: Engine) -> None:
    with ReadFile(made(engine, "<p>x</p>", language="ar")) as read:
        assert (read.language, read.title) == ("ar", "Test")
    with ReadFile(saved(by_hand(b""))) as read:
        assert (read.language, read.title) == ("", "")


def test_sizes_and_boxes_are_told_in_mm(engine: Engine) -> None:
    with ReadFile(made(engine, "<p>x</p>")) as read:
        (page,) = read.pages
        assert (page.width, page.height) == pytest.approx(TRIM, abs=0.01)
        assert page.box("/MediaBox") == pytest.approx((0, 0, *TRIM), abs=0.01)
        assert page.box("/ArtBox") is None
