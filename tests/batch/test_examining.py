"""Any file is examined to an end: its findings are told, and nothing it holds is an exception."""

import datetime
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from handbill.batch.examining import LARGEST_FILE, Claimed, examine
from handbill.batch.wiring import shelf_of
from handbill.batch.workshop import Workshop
from handbill.library.library import Library
from handbill.model.findings import CHECKS
from handbill.planning.selection import Selection, plan
from handbill.preflight.report import CheckedFile
from tests.preflight.samples import HELVETICA, by_hand, changed, composite, saved, shown

US = Claimed(region="US")


def examined(folder: Path, data: bytes, claimed: Claimed = US) -> CheckedFile:
    path = folder / "file.pdf"
    path.write_bytes(data)
    return examine(path, claimed)


def errors(checked: CheckedFile) -> list[str]:
    return [finding.check for finding in checked.findings if finding.severity == "error"]


@pytest.fixture(scope="module")
def card(library: Library) -> bytes:
    """Return a finished file of Handbill's own."""
    selection = Selection(("US",), ("self-help",), ("wallet-card",), ("en",), ("screen",))
    (edition,), _ = plan(selection, shelf_of(library))
    made = Workshop(None, strict=False, today=datetime.date(2026, 11, 22)).make(edition)
    assert made.data is not None
    return made.data


def test_a_file_of_handbills_own_is_good_and_says_which_edition_it_is(
    tmp_path: Path, card: bytes
) -> None:
    checked = examined(tmp_path, card)
    assert errors(checked) == []
    assert checked.edition == "US/self-help.wallet-card.en.screen.letter"
    assert checked.path == str(tmp_path / "file.pdf")


def test_pictures_are_taken_only_where_they_are_wanted_and_needed(
    tmp_path: Path, card: bytes
) -> None:
    wrong = shown("1-888-337-3888", pages=2)
    assert examined(tmp_path, wrong).pictures == ()
    (first, second) = examined(tmp_path, wrong, Claimed(region="US", pictures=True)).pictures
    assert first.png.startswith(b"\x89PNG")
    assert (first.width, first.height) == pytest.approx((148.2, 209.9), abs=0.1)
    assert second.png == first.png
    stale = {"number.stale"}
    mine = examined(tmp_path, card, Claimed(pictures=True))
    assert not mine.pictures or {finding.check for finding in mine.findings} <= stale


def _painted(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    page.contents_add(document.make_stream(b"Q q 1 1 1 rg 0 0 900 60 re f"))


def _another_text(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    page.obj.Resources.Font.Own = HELVETICA
    page.contents_add(document.make_stream(b"BT /Own 9 Tf 30 40 Td (1-888-337-3888) Tj ET"))


def _another_page(document: pikepdf.Pdf) -> None:
    document.pages.append(document.pages[0])


def _script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("x"))


def _note(document: pikepdf.Pdf) -> None:
    look = document.make_stream(b"BT /F1 9 Tf 0 2 Td (1-888-337-3888) Tj ET")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 90, 12])
    look.Resources = Dictionary(Font=Dictionary(F1=HELVETICA))
    note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([30, 30, 120, 42]), F=4,
                      AP=Dictionary(N=look))  # fmt: skip
    document.pages[0].obj.Annots = Array([document.make_indirect(note)])


@pytest.mark.parametrize(
    ("change", "check"),
    [
        pytest.param(_painted, "color.contrast", id="painted over"),
        pytest.param(_another_text, "number.unknown", id="a number added"),
        pytest.param(_another_page, "page.size", id="a page added"),
        pytest.param(_script, "file.active", id="a script added"),
        pytest.param(_note, "text.missing", id="a note laid over"),
    ],
)
def test_a_file_of_handbills_own_that_was_changed_is_found(
    tmp_path: Path, card: bytes, change: Callable[[pikepdf.Pdf], None], check: str
) -> None:
    checked = examined(tmp_path, changed(card, change))
    assert check in errors(checked)
    assert "edition.unknown" not in errors(checked)


def with_record(card: bytes, text: str) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["handbill:edition"] = text

    return changed(card, change)


def recorded(card: bytes, **fields: Any) -> bytes:
    with pikepdf.open(io.BytesIO(card)) as document, document.open_metadata() as metadata:
        record = json.loads(str(metadata["handbill:edition"]))
    return with_record(card, json.dumps({**record, **fields}))


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"region": "XX"}, id="region nobody knows"),
        pytest.param({"piece": "gone"}, id="piece that is gone"),
        pytest.param({"format": "gone"}, id="format that is gone"),
        pytest.param({"languages": ["xx"]}, id="language that is gone"),
        pytest.param({"organization": "gone"}, id="organization that is gone"),
        pytest.param({"paper": "papyrus"}, id="paper nobody knows"),
        pytest.param({"output": "smoke"}, id="output nobody knows"),
        pytest.param({"levels": [0]}, id="too few levels"),
        pytest.param({"levels": None}, id="no levels"),
        pytest.param({"levels": 10**9}, id="a number for levels"),
        pytest.param({"levels": ["x", "y"]}, id="levels that are no numbers"),
        pytest.param({"languages": 7}, id="languages that are no list"),
        pytest.param({"languages": []}, id="no language"),
        pytest.param({"region": ["US"]}, id="a list for a name"),
        pytest.param({"region": None, "id": 7}, id="nothing for a name"),
    ],
)
def test_an_edition_the_directory_does_not_make_is_checked_like_anybodys_file(
    tmp_path: Path, card: bytes, fields: dict[str, Any]
) -> None:
    checked = examined(tmp_path, recorded(card, **fields))
    first = checked.findings[0]
    assert (first.check, first.severity) == ("edition.unknown", "error")
    assert first.message.endswith("make it again, or throw it away.")


@pytest.mark.parametrize("level", [99, 10**30, -(10**9)])
def test_levels_nobody_set_are_no_exception(tmp_path: Path, card: bytes, level: int) -> None:
    assert examined(tmp_path, recorded(card, levels=[level, level])).edition


def test_a_wrong_number_is_found_in_an_edition_nobody_makes(tmp_path: Path, card: bytes) -> None:
    data = changed(recorded(card, format="gone"), _another_text)
    assert {"edition.unknown", "number.unknown"} <= set(errors(examined(tmp_path, data)))


@pytest.mark.parametrize("text", ["{", "[]", "7", '"x"', "null", "{}", "", "[" * 5_000])
def test_a_damaged_record_makes_a_file_anybodys(tmp_path: Path, card: bytes, text: str) -> None:
    checked = examined(tmp_path, with_record(card, text))
    assert checked.edition == ""
    assert "edition.unknown" not in errors(checked)


def _metadata(data: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.Metadata = document.make_stream(data)

    return change


def _metadata_number(document: pikepdf.Pdf) -> None:
    document.Root.Metadata = 7


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_metadata(b"<x:xmpmeta><<<>>"), id="no XML"),
        pytest.param(_metadata(b""), id="empty"),
        pytest.param(_metadata(bytes(999)), id="zeros"),
        pytest.param(_metadata(b"\xff\xfe<\0x\0"), id="half of UTF-16"),
        pytest.param(_metadata_number, id="a number"),
    ],
)
def test_damaged_metadata_is_no_obstacle(
    tmp_path: Path, change: Callable[[pikepdf.Pdf], None]
) -> None:
    checked = examined(tmp_path, changed(shown("1-888-337-3888"), change))
    assert errors(checked) == ["number.unknown"]


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [
        pytest.param(Claimed(region="US-FL"), [], id="the parent's number counts"),
        pytest.param(Claimed(region="US"), [], id="its own"),
        pytest.param(Claimed(region="GB"), ["number.unknown"], id="another region"),
        pytest.param(Claimed(), [], id="no region said"),
    ],
)
def test_numbers_are_compared_with_the_region_said(
    tmp_path: Path, claimed: Claimed, expected: list[str]
) -> None:
    assert errors(examined(tmp_path, shown("Call 1-888-373-7888"), claimed)) == expected


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"Call 911", id="text"),
        pytest.param(b"\x89PNG\r\n\x1a\n", id="picture"),
        pytest.param(shown("x")[:300], id="cut off"),
        pytest.param(saved(pikepdf.new()), id="no pages"),
        pytest.param(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>",
                     id="no page tree"),
        pytest.param(
            changed(shown("x"), lambda _: None, encryption=pikepdf.Encryption("owner", "user")),
            id="encrypted",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_finding(tmp_path: Path, data: bytes) -> None:
    (finding,) = examined(tmp_path, data).findings
    assert (finding.check, finding.severity) == ("file.unreadable", "error")
    assert finding.message.endswith(".")


def test_files_that_are_no_files_are_one_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handbill.batch.examining.LARGEST_FILE", 100)
    assert LARGEST_FILE > 1_000_000
    large = tmp_path / "large.pdf"
    large.write_bytes(shown("x"))
    for path in (tmp_path, tmp_path / "gone.pdf", large):
        (finding,) = examine(path, US).findings
        assert finding.check == "file.unreadable"


TEXT = b"BT /F1 12 Tf 20 50 Td (1-888-337-3888) Tj ET"


def hostile(change: Callable[[pikepdf.Pdf], object], content: bytes = TEXT) -> bytes:
    document = by_hand(content, size=(400, 300))
    change(document)
    return saved(document)


def page(document: pikepdf.Pdf) -> Any:
    return document.pages[0].obj


def keep(_document: pikepdf.Pdf) -> None:
    """Change nothing: the fault lies in the content."""


def form(document: pikepdf.Pdf, content: bytes, inner: pikepdf.Object | None = None) -> Any:
    made = document.make_stream(content)
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    made.Resources = Dictionary(Font=Dictionary(F1=HELVETICA))
    if inner is not None:
        made.Resources.XObject = Dictionary(X=inner)
    return document.make_indirect(made)


def itself(document: pikepdf.Pdf) -> None:
    made = form(document, b"/X Do " + TEXT)
    made.Resources.XObject = Dictionary(X=made)
    page(document).Resources.XObject = Dictionary(X=made)


def deep(document: pikepdf.Pdf) -> None:
    made = form(document, b"q Q")
    for _ in range(2_000):
        made = form(document, b"/X Do", made)
    page(document).Resources.XObject = Dictionary(X=made)


def font(value: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        page(document).Resources.Font.F1 = value() if callable(value) else value

    return change


def helvetica(**entries: Any) -> Dictionary:
    made = Dictionary(HELVETICA)
    for name, value in entries.items():
        made[f"/{name}"] = value
    return made


def wide(widths: list[Any], **entries: Any) -> Dictionary:
    made = composite(widths)
    for name, value in entries.items():
        if value is None:
            del made[f"/{name}"]
        else:
            made[f"/{name}"] = value
    return made


def undescribed() -> Dictionary:
    made = composite([])
    del made.DescendantFonts[0]["/FontDescriptor"]
    return made


def entry(name: str, value: Any = None) -> Callable[[pikepdf.Pdf], None]:
    """Return a change of an entry of the page; none removes it."""

    def change(document: pikepdf.Pdf) -> None:
        if value is None:
            del page(document)[name]
        else:
            page(document)[name] = value

    return change


def resource(name: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        page(document).Resources[name] = value

    return change


def root(name: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        document.Root[name] = value

    return change


HOSTILE = [
    pytest.param(hostile(itself, TEXT + b" /X Do"), id="form inside itself"),
    pytest.param(hostile(deep, TEXT + b" /X Do"), id="forms thousands deep"),
    pytest.param(hostile(font(helvetica(Widths=Array([pikepdf.String("x")] * 95), FirstChar=32))),
                 id="widths of letters"),
    pytest.param(hostile(font(helvetica(Widths=7, FirstChar=32))), id="widths no list"),
    pytest.param(hostile(font(helvetica(Widths=Array([1]), FirstChar=2**62))), id="huge FirstChar"),
    pytest.param(hostile(font(helvetica(FirstChar=pikepdf.String("x")))), id="odd FirstChar"),
    pytest.param(hostile(font(lambda: wide([0, 2**40, 500]))), id="endless range of widths"),
    pytest.param(hostile(font(lambda: wide([0, 65535]))), id="widths cut off"),
    pytest.param(hostile(font(lambda: wide([pikepdf.String("x"), 1, 2]))), id="codes of letters"),
    pytest.param(hostile(font(lambda: wide([], DescendantFonts=Array([])))), id="no descendant"),
    pytest.param(hostile(font(lambda: wide([], DescendantFonts=Dictionary()))), id="inner font"),
    pytest.param(hostile(font(lambda: wide([], Encoding=None))), id="no encoding"),
    pytest.param(hostile(font(undescribed)), id="no font descriptor"),
    pytest.param(hostile(font(7)), id="a number for a font"),
    pytest.param(hostile(font(Dictionary())), id="an empty font"),
    pytest.param(hostile(entry("/Resources")), id="no resources"),
    pytest.param(hostile(entry("/Contents")), id="no contents"),
    pytest.param(hostile(entry("/Contents", 7)), id="a number for contents"),
    pytest.param(hostile(entry("/Contents", Array([7, Array([])]))), id="odd list of contents"),
    pytest.param(hostile(entry("/MediaBox")), id="no size"),
    pytest.param(hostile(entry("/MediaBox", Array([0, 0, 1e9, 1e9]))), id="giant page"),
    pytest.param(hostile(entry("/MediaBox", Array([0, 0, 1e7, 1]))), id="giant strip"),
    pytest.param(hostile(entry("/MediaBox", Array([0, 0, 0, 0]))), id="page without extent"),
    pytest.param(hostile(entry("/MediaBox", Array([400, 300, 0, 0]))), id="page back to front"),
    pytest.param(hostile(entry("/MediaBox", Array([0, 0]))), id="half a size"),
    pytest.param(hostile(entry("/MediaBox", Array([pikepdf.String("x")] * 4))), id="odd size"),
    pytest.param(hostile(entry("/Rotate", 90)), id="turned"),
    pytest.param(hostile(entry("/Rotate", 45)), id="turned by half"),
    pytest.param(hostile(entry("/Rotate", pikepdf.String("x"))), id="turned by letters"),
    pytest.param(hostile(entry("/Annots", 7)), id="a number for notes"),
    pytest.param(hostile(entry("/Annots", Array([7]))), id="a number for a note"),
    pytest.param(hostile(resource("/Font", Array([]))), id="list of fonts"),
    pytest.param(hostile(resource("/XObject", Array([]))), id="list of forms"),
    pytest.param(hostile(resource("/XObject", Dictionary(X=7)), TEXT + b" /X Do"),
                 id="a number for a form"),
    pytest.param(hostile(root("/Names", 7)), id="a number for names"),
    pytest.param(hostile(root("/Lang", 7)), id="a number for the language"),
    pytest.param(hostile(root("/Deep", Array([]))), id="odd entry"),
    pytest.param(hostile(keep, b"BT /F1 12 Tf [" + b"(a) 1 " * 30_000 + b"] TJ ET " + TEXT),
                 id="very long array"),
    pytest.param(hostile(keep, b"1 " * 1_000_000 + b"rg " + TEXT), id="a million operands"),
    pytest.param(hostile(keep, b"[" * 50_000 + b"]" * 50_000 + b" TJ " + TEXT), id="deep array"),
    pytest.param(hostile(keep, b"q " * 100_000 + TEXT), id="never restored"),
    pytest.param(hostile(keep, b"Q EMC ET " * 999 + TEXT), id="restored too often"),
    pytest.param(hostile(keep, b"9" * 400 + b" 0 0 1 0 0 cm " + TEXT), id="giant matrix"),
    pytest.param(hostile(keep, b"1e99 0 0 1e99 0 0 cm BT /F1 1e300 Tf (911) Tj ET"), id="exponent"),
    pytest.param(hostile(keep, b"BT /F1 nan Tf inf nan Td (911) Tj ET"), id="no numbers"),
    pytest.param(hostile(keep, b"BT /F1 0 Tf (911) Tj ET BT /F1 9 Tf 0 0 0 0 9 9 Tm (911) Tj ET"),
                 id="type without size"),
    pytest.param(hostile(keep, b"(a) cm Tf BT 12 Tf (x) Td /a /b Td Do /x Do 3 Do TJ 1 2 Tm Tc sc"
                               b" scn /P scn BDC /A BDC BI ID EI \" ' T* ET"), id="odd operands"),
    pytest.param(hostile(keep, b"/P <</MCID (x) /Lang 7>> BDC " + TEXT + b" EMC"), id="odd mark"),
    pytest.param(hostile(keep, b"/P <</MCID 99999999999999999999>> BDC " + TEXT + b" EMC"),
                 id="giant mark"),
    pytest.param(hostile(keep, b"BT /F1 0.1 Tf 9 9 Td (" + b"1" * 9_000 + b") Tj ET"),
                 id="thousands of digits"),
    pytest.param(hostile(keep, b"\0\xff\x80)>>]}" * 99), id="no operators"),
]  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE)
def test_whatever_a_file_holds_there_are_findings_and_no_exception(
    tmp_path: Path, data: bytes
) -> None:
    checked = examined(tmp_path, data, Claimed(region="US", pictures=True))
    assert checked.findings
    for finding in checked.findings:
        assert finding.check in CHECKS
        assert finding.message.endswith(".")
        assert ": ." not in finding.message


STILL_READ = [
    "form inside itself", "forms thousands deep", "widths no list", "no resources",
    "giant page", "page back to front", "half a size", "turned", "a million operands",
    "deep array", "never restored", "restored too often", "odd mark", "odd entry",
]  # fmt: skip


@pytest.mark.parametrize(
    "data", [pytest.param(*case.values, id=str(case.id)) for case in HOSTILE
             if case.id in STILL_READ],
)  # fmt: skip
def test_a_wrong_number_is_not_hidden_by_what_viewers_pass_over(
    tmp_path: Path, data: bytes
) -> None:
    assert "number.unknown" in errors(examined(tmp_path, data))
