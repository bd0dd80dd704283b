"""A file from elsewhere: its numbers are compared with the directory, its print is judged."""

import io
from collections.abc import Callable, Sequence

import pikepdf
import pytest
import segno
from pikepdf import Array, Dictionary, Name

from handbill.batch.wiring import directory_of
from handbill.library.library import Library
from handbill.model.findings import CHECKS, Finding
from handbill.preflight.phones import Known
from handbill.preflight.reading import MOST_PAGES, ReadFile
from handbill.preflight.stranger import Surroundings, check_stranger
from tests.preflight.samples import HELVETICA, by_hand, changed, saved, shown

TRAFFICKING = "1-888-373-7888"

DIRECTORY = (
    Known(("18883737888", "8883737888"), TRAFFICKING, "National Line", "US", True, ""),
    Known(("233733",), "233733", "National Line", "US", True, ""),
    Known(("911",), "911", "emergency number", "US", True, ""),
    Known(("08000121700",), "08000 121 700", "Modern Slavery Line", "GB", True, ""),
    Known(("999",), "999", "emergency number", "GB", True, ""),
    Known(("18005551234",), "1-800-555-1234", "Old Line", "US", False, "It moved."),
    Known(("18553527233",), "1-855-352-7233", "Florida Line", "US-FL", True, ""),
)

US = Surroundings("US", (), DIRECTORY)
ANYWHERE = Surroundings("", (), DIRECTORY)


def found(data: bytes, around: Surroundings = US, *ignored: str) -> list[Finding]:
    """Return findings, but those that every hand-made page has."""
    every = ("font.not-embedded", *ignored)
    with ReadFile(data) as read:
        return [finding for finding in check_stranger(read, around) if finding.check not in every]


def checks(data: bytes, around: Surroundings = US) -> list[str]:
    return [finding.check for finding in found(data, around)]


def only(findings: Sequence[Finding]) -> Finding:
    (finding,) = findings
    return finding


def test_a_sheet_with_recorded_numbers_is_good() -> None:
    assert found(shown(f"Call {TRAFFICKING}", "Text 233733", "In danger call 911")) == []


@pytest.mark.parametrize(
    "written",
    [
        TRAFFICKING, "1 888 373 7888", "888-373-7888", "(888) 373-7888", "1.888.373.7888",
        "+1 888 373 7888", "001 888 373 7888", "18883737888", "1-888-3737-888", "1-888-373-RUTT",
    ],
)  # fmt: skip
def test_a_recorded_number_is_known_in_every_written_form(written: str) -> None:
    known = Known(
        ("18883737888", "8883737888", "0018883737888"), TRAFFICKING, "National Line", "US", True, ""
    )
    assert found(shown(f"Call {written} now"), Surroundings("US", (), (known,))) == []


def test_the_real_directory_names_the_number_a_slip_away(library: Library) -> None:
    around = Surroundings("US", (), directory_of(library))
    finding = only(found(shown("Call 1-888-337-3888"), around))
    assert (finding.check, finding.severity, finding.page) == ("number.unknown", "error", 1)
    assert "'1-888-337-3888'" in finding.message
    assert "nearest recorded number is 1-888-373-7888 (National Human" in finding.message
    assert found(shown("Call 1-888-373-7888"), around) == []


@pytest.mark.parametrize(
    ("text", "around", "severity", "words"),
    [
        pytest.param("Call 1-888-337-3888", US, "error", "digit by digit", id="two slips"),
        pytest.param("Call 1-888-373-788", US, "error", TRAFFICKING, id="a digit lost"),
        pytest.param("Call 1-212-000-0000", US, "error", "Confirm it by telephone", id="none near"),
        pytest.param("Call 08000 121 700", US, "error",
                     "a number of GB (Modern Slavery Line), not one recorded for US",
                     id="of another region"),
        pytest.param("Call 999", US, "warning", "a number of GB", id="short, of another region"),
        pytest.param("Call 1-855-352-7233", US, "error", "a number of US-FL", id="of a part"),
        pytest.param("Call 1-800-555-1234", US, "error",
                     "recorded as Old Line and must not be printed: It moved.", id="kept back"),
        pytest.param("Call 1-800-555-1243", US, "error",
                     "Old Line), which must not be printed: It moved.", id="near one kept back"),
        pytest.param("Room 1234", US, "warning", "in no record for US", id="house number"),
        pytest.param("Call 1-888-337-3888", ANYWHERE, "error", "in no record. The nearest",
                     id="no region said"),
        pytest.param("Call 1-888-337-3888", Surroundings("US"), "error", "Confirm it",
                     id="empty directory"),
    ],
)  # fmt: skip
def test_a_number_of_no_record_is_named_with_what_to_do(
    text: str, around: Surroundings, severity: str, words: str
) -> None:
    finding = only(found(shown(text), around))
    assert (finding.check, finding.severity) == ("number.unknown", severity)
    assert words in finding.message
    assert finding.message.endswith(".")


@pytest.mark.parametrize(
    ("text", "around"),
    [
        pytest.param("Call 08000 121 700", ANYWHERE, id="any region where none is said"),
        pytest.param(f"Call {TRAFFICKING}", Surroundings("US-FL", ("US",), DIRECTORY),
                     id="the parent's"),
        pytest.param("Open 24/7 since 2024", US, id="hours and years"),
        pytest.param("Aged 12 to 17", US, id="ages"),
    ],
)  # fmt: skip
def test_what_is_right_raises_nothing(text: str, around: Surroundings) -> None:
    assert found(shown(text), around) == []


def test_each_number_is_named_once_with_its_place() -> None:
    finding = only(found(shown("Call 1-888-337-3888", "or 1 888 337 3888", pages=3)))
    assert finding.page == 1
    assert finding.box is not None
    left, top, right, bottom = finding.box
    assert left == pytest.approx(40 / 72 * 25.4, abs=1)
    assert top < 94 * 25.4 / 72 < bottom
    assert right > left + 35


def slanted(angle_matrix: str, x: int = 200, y: int = 300) -> bytes:
    content = f"BT /F1 14 Tf {angle_matrix} {x} {y} Tm (1-888-337-3888) Tj ET"
    return saved(by_hand(content.encode(), size=(420, 595)))


def _offset(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.MediaBox = Array([-900, -900, -480, -305])
    document.pages[0].obj.Contents = document.make_stream(
        b"BT /F1 14 Tf -800 -600 Td (1-888-337-3888) Tj ET"
    )


def _in_form(document: pikepdf.Pdf) -> None:
    form = document.make_stream(b"BT /F1 14 Tf 40 500 Td (1-888-337-3888) Tj ET")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 420, 595])
    form.Resources = Dictionary(Font=Dictionary(F1=HELVETICA))
    document.pages[0].obj.Resources.XObject = Dictionary(X=form)
    document.pages[0].obj.Contents = document.make_stream(b"/X Do")


def _inherited(document: pikepdf.Pdf) -> None:
    document.Root.Pages.Resources = document.pages[0].obj.Resources
    del document.pages[0].obj.Resources


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(slanted("0 1 -1 0"), id="on its side"),
        pytest.param(slanted("0 -1 1 0"), id="on the other side"),
        pytest.param(slanted("-1 0 0 -1"), id="upside down"),
        pytest.param(slanted("0.9999 0.0140 -0.0140 0.9999"), id="scanned askew"),
        pytest.param(slanted("0.9397 0.3420 -0.3420 0.9397"), id="on a slanted banner"),
        pytest.param(slanted("0.7071 0.7071 -0.7071 0.7071"), id="corner to corner"),
        pytest.param(changed(shown("1-888-337-3888"), lambda file: file.pages[0].rotate(
            90, relative=True)), id="page turned by the viewer"),
        pytest.param(changed(shown("1-888-337-3888"), lambda file: file.pages[0].rotate(
            180, relative=True)), id="page turned round"),
        pytest.param(changed(shown("x"), _offset), id="page that begins elsewhere"),
        pytest.param(changed(shown("x"), _in_form), id="in a form"),
        pytest.param(changed(shown("1-888-337-3888"), _inherited), id="inherited fonts"),
    ],
)  # fmt: skip
def test_a_wrong_number_is_found_however_it_stands(data: bytes) -> None:
    named = [finding for finding in found(data) if finding.check == "number.unknown"]
    assert TRAFFICKING in only(named).message


def picture_of(size: int = 40) -> Callable[[pikepdf.Pdf], None]:
    """Return a change that makes a page one dark picture."""

    def change(document: pikepdf.Pdf) -> None:
        picture = document.make_stream(bytes(size * size))
        picture.Subtype, picture.Width, picture.Height = Name.Image, size, size
        picture.BitsPerComponent, picture.ColorSpace = 8, Name.DeviceGray
        page = document.pages[0].obj
        page.Resources = Dictionary(XObject=Dictionary(X=picture))
        page.Contents = document.make_stream(b"q 400 0 0 500 10 10 cm /X Do Q")

    return change


def _outlines(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Contents = document.make_stream(b"0 g 40 500 m 60 520 l 80 490 l f")


@pytest.mark.parametrize("change", [picture_of(), _outlines], ids=["picture", "outlines"])
def test_a_page_without_text_cannot_be_compared(change: Callable[[pikepdf.Pdf], None]) -> None:
    finding = only(found(changed(shown("x"), change)))
    assert (finding.check, finding.severity, finding.page) == ("text.missing", "error", 1)
    assert "handbill hotlines" in finding.message


def test_an_empty_page_is_no_picture() -> None:
    assert found(changed(shown("Call 911", pages=1), lambda file: file.add_blank_page())) == []


def _note(document: pikepdf.Pdf, kind: str) -> None:
    look = document.make_stream(b"BT /F1 12 Tf 0 5 Td (1-888-337-3888) Tj ET")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 200, 20])
    look.Resources = Dictionary(Font=Dictionary(F1=HELVETICA))
    note = Dictionary(Type=Name.Annot, Subtype=Name(kind), Rect=Array([20, 400, 220, 420]), F=4,
                      AP=Dictionary(N=look))  # fmt: skip
    note = document.make_indirect(note)
    document.pages[0].obj.Annots = Array([note])
    document.Root.AcroForm = Dictionary(Fields=Array([note]))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("/FreeText", ["text.missing"]), ("/Widget", ["text.missing"]), ("/Link", [])],
)
def test_text_in_notes_and_form_fields_is_not_passed_over(kind: str, expected: list[str]) -> None:
    assert checks(changed(shown("Call 911"), lambda file: _note(file, kind))) == expected


@pytest.mark.parametrize(("size", "expected"), [(5.5, ["text.too-small"]), (6.0, []), (12.0, [])])
def test_tiny_type_is_a_warning(size: float, expected: list[str]) -> None:
    findings = found(shown("Help is free", size=size))
    assert [finding.check for finding in findings] == expected
    assert {finding.severity for finding in findings} <= {"warning"}


@pytest.mark.parametrize(
    ("color", "text", "expected"),
    [
        pytest.param("0 g", "Help is free", [], id="black"),
        pytest.param("0.42 g", "Help is free", [], id="grey enough"),
        pytest.param("0.6 g", "Help is free", ["warning"], id="faint"),
        pytest.param("0.42 g", "Call 911", ["warning"], id="a number needs more"),
        pytest.param("0.3 g", "Call 911", [], id="a number dark enough"),
        pytest.param("1 g", "Help is free", ["warning"], id="white on white"),
        pytest.param("3 Tr", "Help is free", ["warning"], id="never drawn"),
        pytest.param("3 Tr", "Call 911", ["error"], id="a number never drawn"),
    ],
)
def test_faint_type_is_found(color: str, text: str, expected: list[str]) -> None:
    findings = found(shown(text, size=16, prefix=color))
    assert {finding.check for finding in findings} <= {"color.contrast"}
    assert [finding.severity for finding in findings] == expected


def test_text_behind_a_drawing_cannot_be_seen() -> None:
    def cover(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        page.contents_add(document.make_stream(b"1 g 0 0 420 595 re f"))

    (finding,) = found(changed(shown("Call 911", size=20), cover))
    assert (finding.check, finding.severity) == ("color.contrast", "error")
    assert "cannot be seen" in finding.message


def _script(kind: str, *, inside: bool) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name(kind), JS=pikepdf.String("app.alert(1)"))
        document.Root.OpenAction = action if inside else document.make_indirect(action)

    return change


def _page_script(document: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    document.pages[0].obj.AA = Dictionary(O=action)


def _named_script(document: pikepdf.Pdf) -> None:
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([])))


def _attached(document: pikepdf.Pdf) -> None:
    document.attachments["prices.exe"] = b"MZ"


def _attached_to_a_note(document: pikepdf.Pdf) -> None:
    file = Dictionary(Type=Name.Filespec, EF=Dictionary(F=document.make_stream(b"MZ")))
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]))
    note.FS = file
    document.pages[0].obj.Annots = Array([note])


@pytest.mark.parametrize(
    "change",
    [
        *(
            pytest.param(_script(kind, inside=inside), id=f"{kind} {'' if inside else 'in'}direct")
            for kind in ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData")
            for inside in (True, False)
        ),
        pytest.param(_page_script, id="script of a page"),
        pytest.param(_named_script, id="named script"),
        pytest.param(_attached, id="attached file"),
        pytest.param(_attached_to_a_note, id="file in a note"),
    ],
)
def test_a_file_that_does_something_is_an_error(change: Callable[[pikepdf.Pdf], None]) -> None:
    finding = found(changed(shown("Call 911"), change))[0]
    assert (finding.check, finding.severity) == ("file.active", "error")


def _link(document: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=pikepdf.String("https://example.org"))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
    document.pages[0].obj.Annots = Array([note])


def test_a_link_does_nothing_by_itself() -> None:
    assert found(changed(shown("Call 911"), _link)) == []


def with_code(payload: str, module: float = 3) -> bytes:
    """Return a page with a QR code drawn as many small squares, sizes in pt."""
    buffer = io.BytesIO()
    segno.make(payload, error="m", micro=False).save(buffer, kind="pdf", scale=module, border=4)
    with pikepdf.open(buffer) as code:
        document = by_hand(b"", size=(420, 595))
        document.Root.Lang = pikepdf.String("en")
        form = document.copy_foreign(code.pages[0].as_form_xobject())
        document.pages[0].obj.Resources.XObject = Dictionary(X=form)
        document.pages[0].obj.Contents = document.make_stream(
            b"BT /F1 12 Tf 40 500 Td (Scan this) Tj ET q 1 0 0 1 100 100 cm /X Do Q"
        )
        return saved(document)


@pytest.mark.parametrize(
    ("payload", "severity", "words"),
    [
        pytest.param("https://bit.ly/abc", "warning", "counts its readers", id="shortener"),
        pytest.param("https://www.tinyurl.com/abc", "warning", "counts its readers", id="with www"),
        pytest.param("http://example.org", "warning", "without encryption", id="no encryption"),
        pytest.param("tel:+18883373888", "error", TRAFFICKING, id="a slip in the number"),
        pytest.param("sms:08000121700", "error", "a number of GB", id="of another region"),
        pytest.param("TEL:18005551234", "error", "must not be printed", id="kept back"),
    ],
)
def test_what_a_code_says_is_judged(payload: str, severity: str, words: str) -> None:
    finding = only(found(with_code(payload)))
    assert (finding.check, finding.severity) == ("qr.payload", severity)
    assert words in finding.message
    assert finding.box is not None


@pytest.mark.parametrize("payload", ["tel:+18883737888", "tel:911", "https://example.org/help"])
def test_a_good_code_raises_nothing(payload: str) -> None:
    assert found(with_code(payload)) == []


def test_a_code_on_a_page_without_text_or_pictures_is_read() -> None:
    def without_text(document: pikepdf.Pdf) -> None:
        document.pages[0].obj.Contents = document.make_stream(b"q 1 0 0 1 100 100 cm /X Do Q")

    data = changed(with_code("http://example.org"), without_text)
    assert "qr.payload" in checks(data)


def test_a_code_too_small_for_poor_cameras_is_a_warning() -> None:
    finding = only(found(with_code("https://example.org/help", 0.9)))
    assert (finding.check, finding.severity) == ("qr.unreadable", "warning")


def test_long_files_are_read_in_part_and_say_so() -> None:
    long = by_hand(b"")
    long.Root.Lang = pikepdf.String("en")
    long.pages.extend([long.pages[0]] * 99)
    finding = only(found(saved(long)))
    assert (finding.check, finding.severity) == ("page.size", "warning")
    assert f"100 pages; only the first {MOST_PAGES}" in finding.message


def test_a_file_without_language_and_with_foreign_fonts_is_only_warned_of() -> None:
    def forget(document: pikepdf.Pdf) -> None:
        del document.Root["/Lang"]

    with ReadFile(changed(shown("Call 911"), forget)) as read:
        findings = check_stranger(read, US)
    assert {(finding.check, finding.severity) for finding in findings} == {
        ("font.not-embedded", "warning"), ("lang.missing", "warning")}  # fmt: skip


@pytest.mark.parametrize(
    ("languages", "expected"),
    [((), []), (("en",), []), (("es", "en"), []), (("en-GB",), []), (("es",), ["lang.missing"])],
)
def test_the_language_declared_is_the_one_said(
    languages: tuple[str, ...], expected: list[str]
) -> None:
    assert checks(shown("Call 911"), Surroundings("US", (), DIRECTORY, languages)) == expected


def test_every_finding_is_a_finished_sentence_with_a_public_check() -> None:
    data = changed(with_code("http://bit.ly/a", 0.9), lambda file: _note(file, "/FreeText"))
    data = changed(data, _script("/Launch", inside=True))
    for finding in (*found(data), *found(shown("Call 1234567", size=5, prefix="0.9 g"))):
        assert finding.check in CHECKS
        assert finding.message.endswith(".")
