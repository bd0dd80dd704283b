"""A tiled poster is read back whole, and each fault planted in its sheets is found."""

import datetime
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest

from handbill.batch.examining import Claimed, examine
from handbill.batch.tiles import expected_sheets
from handbill.batch.wiring import shelf_of
from handbill.batch.workshop import Workshop
from handbill.library.library import Library
from handbill.model.editions import Edition
from handbill.model.findings import Box, Finding
from handbill.model.papers import PAPERS, POINTS_PER_MM
from handbill.planning.selection import Selection, plan
from handbill.preflight.checks.sheets import check_sheets, poster_of
from handbill.preflight.reading import Glyph, ReadFile, UnreadableError
from handbill.preflight.report import CheckedFile
from handbill.press import printing
from handbill.press.tiling import TilePlan, plan_tiles, tile
from tests.preflight.samples import HELVETICA, changed

TODAY = datetime.date(2026, 11, 22)

SHEETS = plan_tiles(PAPERS["18x24"], PAPERS["letter"])


@pytest.fixture(scope="module")
def edition(library: Library) -> Edition:
    selection = Selection(
        ("US",), ("bystander",), ("poster",), ("en",), paper="18x24", variants=("tiled",)
    )
    (made,), _ = plan(selection, shelf_of(library))
    return made


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return Workshop(None, strict=False, today=TODAY)


@pytest.fixture(scope="module")
def tiled(workshop: Workshop, edition: Edition) -> bytes:
    made = workshop.make(edition)
    assert made.data is not None, made.reason
    assert made.pages == len(SHEETS.tiles) == 8
    return made.data


def examined(folder: Path, data: bytes) -> CheckedFile:
    path = folder / "file.pdf"
    path.write_bytes(data)
    return examine(path, Claimed())


Errors = set[tuple[str, int | None]]
"""The checks that found an error, each with the sheet it was found on."""


def errors(checked: CheckedFile) -> Errors:
    return {(each.check, each.page) for each in checked.findings if each.severity == "error"}


@pytest.fixture(scope="module")
def poster(tiled: bytes) -> Iterator[ReadFile]:
    """Return the poster, open for reading: it is rasterised once."""
    with ReadFile(tiled) as sheets, ReadFile(poster_of(sheets)) as read:
        yield read


def sheet_findings(data: bytes, poster: ReadFile) -> list[Finding]:
    with ReadFile(data) as sheets:
        return list(check_sheets(sheets, poster, expected_sheets(SHEETS)))


def test_a_good_file_passes(tmp_path: Path, tiled: bytes) -> None:
    checked = examined(tmp_path, tiled)
    assert errors(checked) == set()
    assert checked.edition == "US/bystander.poster.en.home.18x24.tiled"


def test_the_same_poster_gives_the_same_sheets(
    workshop: Workshop, edition: Edition, tiled: bytes
) -> None:
    assert workshop.make(edition).data == tiled


@pytest.fixture(scope="module")
def digits(tiled: bytes) -> list[tuple[int, Box]]:
    """Return the digits of the call number that are seen whole: sheet from 0, place on it."""
    expected = expected_sheets(SHEETS)
    found = []
    with ReadFile(tiled) as read:
        for number, (page, sheet) in enumerate(zip(read.pages, expected.sheets, strict=True)):
            kept = sheet.inward(sheet.shown)
            found += [(number, glyph.box) for glyph in page.glyphs if is_seen(glyph, kept)]
    # Each as it is read: one number, its digits on two sheets.
    assert len({number for number, _ in found}) == 2
    return found


def is_seen(glyph: Glyph, kept: Box) -> bool:
    left, top, right, bottom = glyph.box
    return (
        glyph.character in "13788"
        and glyph.size > 90
        and kept[0] < left < right < kept[2]
        and kept[1] < top < bottom < kept[3]
    )


def painted(page: Any, document: pikepdf.Pdf, box: Box, color: str) -> None:
    left, top, right, bottom = (edge * POINTS_PER_MM for edge in box)
    height = float(page.mediabox[3])
    place = f"{left:.3f} {height - bottom:.3f} {right - left:.3f} {bottom - top:.3f}"
    page.contents_add(document.make_stream(f"q {color} rg {place} re f Q".encode()))


YELLOW = "1 0.78 0.27"


@pytest.mark.parametrize("at", [0, -1])
@pytest.mark.parametrize(
    ("share", "color"),
    [
        pytest.param((0.0, 0.0, 1.0, 1.0), YELLOW, id="a digit covered"),
        pytest.param((0.0, 0.0, 0.5, 1.0), YELLOW, id="half a digit covered"),
        pytest.param((0.0, 0.49, 1.0, 0.51), YELLOW, id="a digit cut through"),
        pytest.param((1.0, 0.0, 1.02, 1.0), "0 0 0", id="a line beside a digit"),
    ],
)
def test_what_is_painted_on_one_sheet_is_found_there(
    tiled: bytes, poster: ReadFile, digits: list[tuple[int, Box]], at: int, share: Box, color: str
) -> None:
    number, (left, top, right, bottom) = digits[at]
    wide, tall = right - left, bottom - top
    box = (
        left + share[0] * wide, top + share[1] * tall,
        left + share[2] * wide, top + share[3] * tall,
    )  # fmt: skip
    data = changed(tiled, lambda file: painted(file.pages[number], file, box, color))
    (finding,) = sheet_findings(data, poster)
    assert (finding.check, finding.page) == ("page.size", number + 1)
    # A stroke is found where it crosses what has another colour.
    assert finding.box is not None
    assert all(a > b for a, b in zip(finding.box[:2], (box[0] - 0.8, box[1] - 0.8), strict=True))
    assert all(a < b for a, b in zip(finding.box[2:], (box[2] + 0.8, box[3] + 0.8), strict=True))


def drawn_with(page: Any, document: pikepdf.Pdf, matrix: str) -> None:
    page.contents_add(document.make_stream(f"q {matrix} cm".encode()), prepend=True)
    page.contents_add(document.make_stream(b"Q"))


def scaled(document: pikepdf.Pdf) -> None:
    """Scale a sheet about its middle, as 'fit to page' does."""
    page = document.pages[2]
    width, height = float(page.mediabox[2]), float(page.mediabox[3])
    drawn_with(page, document, f"0.97 0 0 0.97 {0.015 * width:.3f} {0.015 * height:.3f}")


def exchanged(document: pikepdf.Pdf) -> None:
    second = document.pages[4]
    del document.pages[4]
    document.pages.insert(1, second)
    first = document.pages[2]
    del document.pages[2]
    document.pages.insert(4, first)


def missing(document: pikepdf.Pdf) -> None:
    del document.pages[3]


def doubled(document: pikepdf.Pdf) -> None:
    document.pages.append(document.pages[7])


def repeated(document: pikepdf.Pdf) -> None:
    del document.pages[3]
    document.pages.insert(3, document.pages[0])


def moved(document: pikepdf.Pdf) -> None:
    drawn_with(document.pages[5], document, "1 0 0 1 1.5 0")


def on_other_paper(document: pikepdf.Pdf) -> None:
    document.pages[6].mediabox = pikepdf.Array([0, 0, 841.89, 595.28])


def turned(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Rotate = 180


def with_text(document: pikepdf.Pdf) -> None:
    """Write a number in a margin that is cut off."""
    page = document.pages[1]
    page.obj.Resources.Font = pikepdf.Dictionary(Own=HELVETICA)
    page.contents_add(document.make_stream(b"BT /Own 9 Tf 30 40 Td (1-888-337-3888) Tj ET"))


def of_its_own(document: pikepdf.Pdf) -> None:
    """Give one sheet a poster of its own."""
    page = document.pages[5]
    forms = page.obj.Resources.XObject
    page.obj.Resources.XObject = pikepdf.Dictionary(
        {"/Poster": document.make_indirect(forms["/Poster"].copy())}
    )
    own = page.obj.Resources.XObject["/Poster"]
    assert own.objgen != forms["/Poster"].objgen


def flattened(document: pikepdf.Pdf) -> None:
    """Take the poster out of all sheets."""
    for page in document.pages:
        page.obj.Resources.XObject = pikepdf.Dictionary()


def with_note(document: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=pikepdf.Array([9, 9, 99, 30])
    )
    document.pages[2].obj.Annots = pikepdf.Array([document.make_indirect(note)])


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param(doubled, {("page.size", None)}, id="a sheet too many"),
        pytest.param(repeated, {("page.size", 4)}, id="a sheet in another's place"),
        pytest.param(moved, {("page.size", 6)}, id="a sheet moved by half a millimetre"),
        pytest.param(on_other_paper, {("page.size", 7)}, id="a sheet on other paper"),
        pytest.param(turned, {("page.size", 1)}, id="a sheet on its head"),
        pytest.param(with_text, {("text.unexpected", 2)}, id="a number in the margin"),
    ],
)
def test_each_fault_planted_in_a_sheet_is_found_on_it(
    tiled: bytes, poster: ReadFile, change: Callable[[pikepdf.Pdf], None], found: Errors
) -> None:
    findings = sheet_findings(changed(tiled, change), poster)
    assert {(each.check, each.page) for each in findings} == found


def a_digit_covered(document: pikepdf.Pdf) -> None:
    """Cover a digit of the number on one of the two sheets that show it."""
    painted(document.pages[5], document, (57, 149, 72, 176), YELLOW)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param(a_digit_covered, {("page.size", 6)}, id="a digit covered"),
        pytest.param(scaled, {("page.size", 3)}, id="a sheet scaled to 97 %"),
        pytest.param(exchanged, {("page.size", 2), ("page.size", 5)}, id="two exchanged"),
        pytest.param(missing, {("page.size", None)}, id="a sheet missing"),
        pytest.param(of_its_own, {("page.size", None)}, id="a sheet of another poster"),
        pytest.param(flattened, {("page.size", None)}, id="no poster"),
        pytest.param(with_note, {("text.missing", 3)}, id="a note laid over"),
    ],
)
def test_each_fault_planted_in_a_file_is_found_when_it_is_examined(
    tmp_path: Path, tiled: bytes, change: Callable[[pikepdf.Pdf], None], found: Errors
) -> None:
    checked = examined(tmp_path, changed(tiled, change))
    assert errors(checked) == found


def test_what_is_wrong_with_the_poster_itself_is_told_with_its_place_on_the_sheet(
    tmp_path: Path, tiled: bytes, digits: list[tuple[int, Box]]
) -> None:
    number, box = digits[-1]
    sheet = expected_sheets(SHEETS).sheets[number]

    def change(document: pikepdf.Pdf) -> None:
        poster = document.pages[0].obj.Resources.XObject["/Poster"]
        right, down = sheet.shown[0] - sheet.cut[0], sheet.shown[1] - sheet.cut[1]
        left, bottom = box[0] + right, SHEETS.poster[1] - box[3] - down
        place = (left, bottom, box[2] - box[0], box[3] - box[1])
        painting = " ".join(f"{edge * POINTS_PER_MM:.3f}" for edge in place)
        poster.write(
            b"q " + poster.read_bytes() + f" Q q {YELLOW} rg {painting} re f Q".encode("ascii")
        )

    checked = examined(tmp_path, changed(tiled, change))
    # The number reaches over two sheets; its middle tells which one is named.
    ((check, page),) = errors(checked)
    assert check == "color.contrast"
    assert page in {place + 1 for place, _ in digits}
    (finding,) = (each for each in checked.findings if each.severity == "error")
    assert " on the poster " in finding.message


def test_sheets_that_are_not_the_poster_are_not_delivered(
    workshop: Workshop, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def askew(pdf: bytes, wanted: TilePlan) -> bytes:
        return tile(pdf, msgspec.structs.replace(wanted, overlap=wanted.overlap + 1))

    monkeypatch.setattr(printing, "tile", askew)
    made = workshop.make(edition)
    assert made.data is None
    assert {each.check for each in made.findings if each.severity == "error"} == {"page.size"}


def test_sheets_for_a_printer_with_a_wide_rim_are_smaller(
    workshop: Workshop, edition: Edition, tmp_path: Path
) -> None:
    wide = msgspec.structs.replace(edition.printer, edge=19.0)
    made = workshop.make(msgspec.structs.replace(edition, printer=wide))
    assert made.data is not None, made.reason
    assert made.pages == len(plan_tiles(PAPERS["18x24"], PAPERS["letter"], 19.0).tiles) > 8
    assert errors(examined(tmp_path, made.data)) == set()


def test_the_poster_is_read_from_the_sheets_as_it_was_laid_out(
    tiled: bytes, poster: ReadFile
) -> None:
    (page,) = poster.pages
    assert (page.width, page.height) == pytest.approx(PAPERS["18x24"], abs=0.1)
    assert poster.language == "en"
    assert sheet_findings(tiled, poster) == []


def test_a_file_without_a_poster_cannot_be_read_as_one() -> None:
    empty = pikepdf.new()
    empty.add_blank_page()
    buffer = io.BytesIO()
    empty.save(buffer)
    with ReadFile(buffer.getvalue()) as read, pytest.raises(UnreadableError, match="one poster"):
        poster_of(read)
