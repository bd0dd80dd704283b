"""Each check catches the fault planted for it, and good pages raise none."""

from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest

from handbill.composing.slots import number_markup
from handbill.model.findings import CHECKS
from handbill.preflight.expecting import Cell, Expectation, ExpectedClaim
from handbill.press.engine import Engine
from handbill.press.metadata import with_edition
from tests.preflight.samples import WHOLE, changed, checks, findings, made, one_page, passage
from tests.press.samples import pdf

NUMBER = "+41 22 739 81 11"
NUMBERS = '.number { font-family: "Noto Sans" }'
"""As every format sets them, whatever the language around."""

LINE = passage(NUMBER, number=True)
EXPECTED = one_page(LINE)
SENTENCE = one_page(passage("Call"), LINE, passage("now"))
ARABIC = one_page(passage("اتصل على", "ar"), passage(NUMBER, "ar", number=True),
                  passage("الآن", "ar"))  # fmt: skip


def test_a_good_page_raises_nothing(engine: Engine) -> None:
    assert checks(made(engine, f"<p>Call {number_markup(NUMBER)} now</p>"), SENTENCE) == []


def test_a_number_isolated_in_right_to_left_text_raises_nothing(engine: Engine) -> None:
    body = f"<p>اتصل على {number_markup(NUMBER)} الآن</p>"
    assert checks(made(engine, body, NUMBERS, "ar"), ARABIC) == []


@pytest.mark.parametrize(
    ("body", "check"),
    [
        pytest.param("<p>Call now</p>", "number.missing", id="left-out"),
        pytest.param("<p>Call +41 22 739 81 12 now</p>", "number.missing", id="wrong-digit"),
        pytest.param("<p>Call +41 22 739 81 12 now</p>", "number.unknown", id="of-no-record"),
        pytest.param("<p>Call +41 22 739 81 1 now</p>", "number.missing", id="digit-dropped"),
        pytest.param("<p>Call +41 22 739 81 111 now</p>", "number.missing", id="digit-added"),
        pytest.param("<p>Call +41 22 739<br>81 11 now</p>", "number.missing",
                     id="broken-over-lines"),
        pytest.param("<p>Call +41 22 739 18 11 now</p>", "number.order", id="digits-swapped"),
        pytest.param("<p>Call 11 81 739 22 +41 now</p>", "number.order", id="groups-reversed"),
        pytest.param(
            f'<p>Call now</p><p style="position: absolute; top: -40mm">{NUMBER}</p>',
            "number.missing",
            id="outside",
        ),
    ],
)  # fmt: skip
def test_a_faulty_number_is_found(engine: Engine, body: str, check: str) -> None:
    assert check in checks(made(engine, body), SENTENCE)


def test_a_bare_number_in_right_to_left_text_is_found_in_the_wrong_order(engine: Engine) -> None:
    found = checks(made(engine, f"<p>اتصل على {NUMBER} الآن</p>", NUMBERS, "ar"), ARABIC)
    assert "number.order" in found


def test_a_number_the_edition_carries_must_stand_on_some_page(engine: Engine) -> None:
    expected = one_page(passage("Call now"), required=(NUMBER,))
    assert checks(made(engine, "<p>Call now</p>"), expected) == ["number.missing"]
    assert "number.missing" not in checks(made(engine, f"<p>Call now</p>{NUMBER}"), expected)


def test_a_number_must_stand_on_every_copy(engine: Engine) -> None:
    upper, lower = Cell(0, 0, 100, 30), Cell(0, 30, 100, 30)
    line = '<p style="position: absolute; left: 5mm; top: {}mm; margin: 0">' + NUMBER + "</p>"
    expected = one_page(LINE, cells=(upper, lower), safe=5.0)
    assert checks(made(engine, line.format(10)), expected) == ["number.missing", "text.missing"]
    assert checks(made(engine, line.format(10) + line.format(40)), expected) == []


def test_a_character_without_glyph_is_found(engine: Engine) -> None:
    assert "glyph.missing" in checks(made(engine, f"<p>{NUMBER} \U0001f9ff</p>"), EXPECTED)


def test_a_font_outside_the_list_is_found(engine: Engine) -> None:
    data = made(engine, f"<p>{NUMBER}</p><p style='font-family: Noto Serif'>x</p>")
    assert set(checks(data, EXPECTED)) == {"font.unexpected", "text.unexpected"}


def test_a_fallback_font_is_found(engine: Engine) -> None:
    found = checks(made(engine, f"<p>{NUMBER} ខ្មែរ</p>"), EXPECTED)
    assert set(found) == {"font.unexpected", "text.unexpected"}


def test_a_character_without_glyph_does_not_keep_texts_from_being_compared(
    engine: Engine,
) -> None:
    data = made(engine, f"<p>{NUMBER} \U0001f9ff</p><p>Hepl</p>")
    assert "text.missing" in checks(data, one_page(LINE, passage("Help")))
    assert all("lacks the very fonts" not in found.message for found in findings(data, EXPECTED))


def _wider(document: pikepdf.Pdf) -> None:
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and "/W" in item:
            item["/W"] = pikepdf.Array([0, 65535, 777])


def test_texts_that_cannot_be_compared_are_no_good_file(engine: Engine) -> None:
    """Else another version of a font, or a change of its widths, would hide every change."""
    (finding,) = (
        finding
        for finding in findings(changed(made(engine, "<p>Help</p>"), _wider), EXPECTED)
        if "lacks the very fonts" in finding.message
    )
    assert (finding.check, finding.severity) == ("text.missing", "error")


def _without_font_files(document: pikepdf.Pdf) -> None:
    for item in document.objects:
        for key in ("/FontFile2", "/FontFile3"):
            if isinstance(item, pikepdf.Dictionary) and key in item:
                del item[key]


def test_a_font_that_is_not_embedded_is_found(engine: Engine) -> None:
    data = changed(made(engine, f"<p>{NUMBER}</p>"), _without_font_files)
    assert "font.not-embedded" in checks(data, EXPECTED)


@pytest.mark.parametrize("left", [-1, 94, 97, 110])
def test_text_outside_the_page_is_found(engine: Engine, left: int) -> None:
    body = f'<p>{NUMBER}</p><p style="position: absolute; left: {left}mm; margin: 0">xxxx</p>'
    assert "text.overflow" in checks(made(engine, body), one_page(LINE, passage("xxxx")))


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(msgspec.structs.replace(EXPECTED, size=(100.0, 61.0)), id="height"),
        pytest.param(msgspec.structs.replace(EXPECTED, size=(94.0, 56.4)), id="scaled"),
        pytest.param(msgspec.structs.replace(EXPECTED, pages=EXPECTED.pages * 2), id="page-count"),
    ],
)
def test_a_page_of_another_size_or_count_is_found(engine: Engine, expected: Expectation) -> None:
    assert checks(made(engine, f"<p>{NUMBER}</p>"), expected) == ["page.size"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_turned_by_the_viewer_is_found(engine: Engine, turn: int) -> None:
    data = changed(
        made(engine, f"<p>{NUMBER}</p>"), lambda file: file.pages[0].rotate(turn, relative=True)
    )
    assert "page.size" in checks(data, EXPECTED)


def test_a_ground_that_does_not_reach_the_edges_is_found(engine: Engine) -> None:
    expected = msgspec.structs.replace(EXPECTED, ground=True)
    ground = '<div style="position: absolute; inset: {}; background: #eee; z-index: -1"></div>'
    body = f"{ground}<p>{NUMBER}</p>"
    assert checks(made(engine, body.format("0")), expected) == []
    assert checks(made(engine, body.format("3mm")), expected) == ["page.size"]


@pytest.mark.parametrize(
    ("left", "found"), [(8, []), (5, []), (4, ["page.safe-area"]), (1, ["page.safe-area"])]
)
def test_text_near_the_trim_edge_is_found(engine: Engine, left: float, found: list[str]) -> None:
    body = f'<p style="position: absolute; left: {left}mm; top: 20mm; margin: 0">Help</p>'
    assert checks(made(engine, body), one_page(passage("Help"), safe=5.0)) == found


@pytest.mark.parametrize(
    ("style", "found"),
    [
        pytest.param("", [], id="good"),
        pytest.param("font-size: 7.9pt", ["text.too-small"], id="small"),
        pytest.param("font-size: 7.96pt", [], id="rounded"),
        pytest.param("visibility: hidden", ["text.missing"], id="hidden"),
        pytest.param("color: #777", ["color.contrast"], id="faint"),
        pytest.param("color: #6e6e6e", [], id="grey enough"),
        pytest.param("color: white", ["color.contrast"], id="white on white"),
    ],
)
def test_a_text_that_cannot_be_read_is_found(engine: Engine, style: str, found: list[str]) -> None:
    body = f'<p style="{style}">Help is free</p>'
    assert checks(made(engine, body), one_page(passage("Help is free"))) == found


def test_numbers_need_more_contrast_than_texts(engine: Engine) -> None:
    body = f'<p style="color: #6e6e6e">{NUMBER}</p>'
    assert checks(made(engine, body), EXPECTED) == ["color.contrast"]


@pytest.mark.parametrize(
    ("color", "patch", "found"),
    [
        pytest.param("black", "#fff", [], id="no patch"),
        pytest.param("black", "#666", ["color.contrast"], id="grey patch"),
        pytest.param("black", "#222", ["color.contrast"], id="nearly black patch"),
        pytest.param("black", "#000", ["color.contrast"], id="black patch"),
        pytest.param("white", "#e8e8e8", ["color.contrast"], id="nearly white patch"),
    ],
)
def test_a_drawing_behind_the_end_of_a_line_is_not_averaged_away(
    engine: Engine, color: str, patch: str, found: list[str]
) -> None:
    far = "black" if color == "white" else "white"
    body = (
        f'<div style="position: absolute; inset: 0; background: linear-gradient(to right, '
        f'{far} 42mm, {patch} 42mm)"></div>'
        f'<p style="position: absolute; left: 10mm; top: 10mm; margin: 0; color: {color}">'
        f"Call this number now</p>"
    )
    assert checks(made(engine, body), one_page(passage("Call this number now"))) == found


def test_texts_printed_over_one_another_are_found(engine: Engine) -> None:
    lines = "".join(
        f'<p style="position: absolute; left: 10mm; top: 10mm; margin: 0">{word}</p>'
        for word in ("Help", "Free")
    )
    expected = one_page(passage("Help", box="one"), passage("Free", box="two"))
    assert "text.overflow" in checks(made(engine, lines), expected)


CLAIM = ExpectedClaim(("38 %", "38 percent", "38 of every 100"), "UNODC")


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        pytest.param(("38 % are children", "Source: UNODC"), [], id="with its source"),
        pytest.param(("38 % are children",), ["claim.unsourced"], id="without"),
        pytest.param(("38% are children", "Source: UNODC"), [], id="without the space"),
        pytest.param(("38 of every 100", "Source: UNODC"), [], id="in other words"),
        pytest.param(("3.8 % are children", "Source: UNODC"), ["claim.unsourced"], id="a tenth"),
        pytest.param(("38.5 % are children", "Source: UNODC"), ["claim.unsourced"], id="more"),
        pytest.param(("38 million", "Source: UNODC"), ["claim.unsourced"], id="another unit"),
        pytest.param(("138 % are children", "Source: UNODC"), ["claim.unsourced"], id="longer"),
        pytest.param(("39 % are children", "Source: UNODC"), ["claim.unsourced"], id="another"),
        pytest.param(("27,600,000 people", "Source: UNODC"), ["claim.unsourced"], id="unknown"),
        pytest.param(("Aged 12 to 17", "Open 24 hours"), [], id="small figures are none"),
        pytest.param(("As of 21.11.2026", "Since 2019"), [], id="dates the edition prints"),
    ],
)
def test_a_figure_stands_beside_its_source(
    engine: Engine, texts: tuple[str, ...], found: list[str]
) -> None:
    body = "".join(f"<p>{text}</p>" for text in texts)
    expected = one_page(*map(passage, texts), claims=(CLAIM,), figures=("21.11.2026", "2019"))
    assert [check for check in checks(made(engine, body), expected) if "claim" in check] == found


def _without_language(document: pikepdf.Pdf) -> None:
    del document.Root["/Lang"]


def test_a_file_without_language_is_found(engine: Engine) -> None:
    data = changed(made(engine, f"<p>{NUMBER}</p>"), _without_language)
    assert checks(data, EXPECTED) == ["lang.missing"]


def accessible(engine: Engine, body: str, language: str = "en") -> bytes:
    styles = 'body { font-family: "Noto Sans", "Noto Sans Arabic" } h1, p { font-size: 12pt }'
    pages = pdf(engine, body, styles, language, accessible=True)
    return with_edition(pages, "Test", language, {})


TAGGED: dict[str, Any] = {"tagged": True, "title": "Test"}


def test_an_accessible_file_raises_nothing(engine: Engine) -> None:
    data = accessible(engine, "<h1>Help</h1><p>It is free</p>")
    assert checks(data, one_page(passage("Help"), passage("It is free"), **TAGGED)) == []


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        pytest.param("<p>Help</p>", ["Help"], id="no heading"),
        pytest.param("<h1>Help</h1><h3>Free</h3>", ["Help", "Free"], id="heading left out"),
        pytest.param(
            '<h1>Help</h1><div style="position: relative; height: 20mm">'
            '<p style="position: absolute; top: 10mm">Free</p>'
            '<p style="position: absolute; top: 0">Call</p></div>',
            ["Help", "Call", "Free"],
            id="read in another order than seen",
        ),
    ],
)
def test_what_a_screen_reader_lacks_is_found(engine: Engine, body: str, texts: list[str]) -> None:
    expected = one_page(*map(passage, texts), **TAGGED)
    assert set(checks(accessible(engine, body), expected)) == {"tags.missing"}


def test_a_file_without_tags_is_found_where_they_are_promised(engine: Engine) -> None:
    expected = one_page(passage("Help"), **TAGGED)
    assert checks(made(engine, "<p>Help</p>"), expected) == ["tags.missing"]


@pytest.mark.parametrize(("tag", "found"), [("ar", []), ("en", ["lang.missing"])])
def test_text_tagged_in_another_language_is_found(
    engine: Engine, tag: str, found: list[str]
) -> None:
    data = accessible(engine, f'<h1>Help</h1><p lang="{tag}" dir="rtl">مجانًا</p>')
    assert checks(data, one_page(passage("Help"), passage("مجانًا", "ar"), **TAGGED)) == found


def test_every_finding_is_a_finished_sentence_with_a_public_check(engine: Engine) -> None:
    data = made(engine, "<p>Call 11 81 739 22 +41 ខ្មែរ \U0001f9ff 39 %</p>")
    expected = msgspec.structs.replace(
        SENTENCE, pages=SENTENCE.pages * 2, size=(1.0, 1.0), tagged=True, bleed=3.0, ground=True
    )
    found = findings(data, expected)
    assert len({finding.check for finding in found}) > 8
    for finding in found:
        assert finding.check in CHECKS
        assert finding.message.endswith(".")
        assert finding.severity == "error"


def test_every_check_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "checks.md").read_text("utf-8")
    assert [check for check in CHECKS if f"`{check}`" not in text] == []


def test_boxes_of_findings_lie_on_the_page_they_name(engine: Engine) -> None:
    body = '<p style="position: absolute; left: 20mm; top: 30mm; margin: 0">Call 911</p>'
    boxes = [finding.box for finding in findings(made(engine, body), one_page(cells=WHOLE))]
    assert boxes
    for box in boxes:
        assert box is not None
        assert box[0] == pytest.approx(20, abs=0.5)
        assert 30 < box[1] < box[3] < 37
