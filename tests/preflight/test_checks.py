"""Each check catches the fault planted for it, and good pages raise none."""

import io
from pathlib import Path

import msgspec
import pikepdf
import pytest

from handbill.composing.slots import number_markup
from handbill.model.findings import CHECKS
from handbill.preflight.checks import Expectation, check_file
from handbill.preflight.reading import read_file
from handbill.press.engine import Engine
from handbill.press.metadata import with_edition
from tests.press.samples import pdf

NUMBER = "+41 22 739 81 11"
STYLES = 'p { font-size: 12pt } .ar { font-family: "Noto Sans Arabic", "Noto Sans" }'
EXPECTED = Expectation(
    numbers=(NUMBER,), copies=1, pages=1, size=(100.0, 60.0), fonts=("Noto Sans",)
)
ARABIC = msgspec.structs.replace(EXPECTED, fonts=("Noto Sans", "Noto Sans Arabic"))


def made(engine: Engine, body: str, styles: str = "", direction: str = "ltr") -> bytes:
    pages = pdf(engine, body, STYLES + styles, direction=direction)
    return with_edition(pages, "Test", "en", {})


def found(data: bytes, expected: Expectation = EXPECTED) -> list[str]:
    return [finding.check for finding in check_file(read_file(data), expected)]


def test_a_good_page_raises_nothing(engine: Engine) -> None:
    assert found(made(engine, f"<p>Call {number_markup(NUMBER)} now</p>")) == []


def test_a_number_isolated_in_right_to_left_text_raises_nothing(engine: Engine) -> None:
    body = f'<p class="ar">اتصل على {number_markup(NUMBER)} الآن</p>'
    assert found(made(engine, body, direction="rtl"), ARABIC) == []


@pytest.mark.parametrize(
    ("body", "check"),
    [
        pytest.param("<p>Call now</p>", "number.missing", id="left-out"),
        pytest.param("<p>Call +41 22 739 81 12</p>", "number.missing", id="wrong-digit"),
        pytest.param("<p>Call +41 22 739 81 1</p>", "number.missing", id="digit-dropped"),
        pytest.param("<p>Call +41 22 739 81 111</p>", "number.missing", id="digit-added"),
        pytest.param("<p>Call +41 22 739<br>81 11</p>", "number.missing", id="broken-over-lines"),
        pytest.param("<p>Call +41 22 739 18 11</p>", "number.order", id="digits-swapped"),
        pytest.param("<p>Call 11 81 739 22 +41</p>", "number.order", id="groups-reversed"),
        pytest.param(
            f'<p style="position: absolute; top: -40mm">{NUMBER}</p>',
            "number.missing",
            id="outside",
        ),
    ],
)
def test_a_faulty_number_is_found(engine: Engine, body: str, check: str) -> None:
    assert check in found(made(engine, body))


def test_a_bare_number_in_right_to_left_text_is_found_in_the_wrong_order(engine: Engine) -> None:
    body = f'<p class="ar">اتصل على {NUMBER} الآن</p>'
    assert found(made(engine, body, direction="rtl"), ARABIC) == ["number.order"]


def test_a_number_must_stand_on_every_copy(engine: Engine) -> None:
    expected = msgspec.structs.replace(EXPECTED, copies=2)
    assert found(made(engine, f"<p>{NUMBER}</p>"), expected) == ["number.missing"]
    assert found(made(engine, f"<p>{NUMBER}</p><p>{NUMBER}</p>"), expected) == []


def test_a_character_without_glyph_is_found(engine: Engine) -> None:
    checks = found(made(engine, f"<p>{NUMBER} \U0001f9ff</p>"))
    assert "glyph.missing" in checks


def test_a_font_outside_the_list_is_found(engine: Engine) -> None:
    checks = found(made(engine, f"<p>{NUMBER}</p><p style='font-family: Noto Serif'>x</p>"))
    assert checks == ["font.unexpected"]


def test_a_fallback_font_is_found(engine: Engine) -> None:
    assert found(made(engine, f"<p>{NUMBER} ខ្មែរ</p>")) == ["font.unexpected"]


def test_a_font_that_is_not_embedded_is_found(engine: Engine) -> None:
    with pikepdf.open(io.BytesIO(made(engine, f"<p>{NUMBER}</p>"))) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item:
                del item["/FontFile2"]
            if isinstance(item, pikepdf.Dictionary) and "/FontFile3" in item:
                del item["/FontFile3"]
        buffer = io.BytesIO()
        document.save(buffer)
    assert "font.not-embedded" in found(buffer.getvalue())


def test_text_outside_the_page_is_found(engine: Engine) -> None:
    body = f'<p>{NUMBER}</p><p style="position: absolute; left: 97mm; margin: 0">{"x" * 30}</p>'
    assert "text.overflow" in found(made(engine, body))


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(msgspec.structs.replace(EXPECTED, size=(100.0, 61.0)), id="height"),
        pytest.param(msgspec.structs.replace(EXPECTED, size=(94.0, 56.4)), id="scaled"),
        pytest.param(msgspec.structs.replace(EXPECTED, pages=2), id="page-count"),
    ],
)
def test_a_page_of_another_size_or_count_is_found(engine: Engine, expected: Expectation) -> None:
    assert found(made(engine, f"<p>{NUMBER}</p>"), expected) == ["page.size"]


def test_a_file_without_language_is_found(engine: Engine) -> None:
    with pikepdf.open(io.BytesIO(made(engine, f"<p>{NUMBER}</p>"))) as document:
        del document.Root["/Lang"]
        buffer = io.BytesIO()
        document.save(buffer)
    assert found(buffer.getvalue()) == ["lang.missing"]


def test_every_finding_is_a_finished_sentence_with_a_public_check(engine: Engine) -> None:
    data = made(engine, "<p>Call 11 81 739 22 +41 ខ្មែរ \U0001f9ff</p>")
    expected = msgspec.structs.replace(EXPECTED, pages=2, size=(1.0, 1.0))
    for finding in check_file(read_file(data), expected):
        assert finding.check in CHECKS
        assert finding.message.endswith(".")
        assert finding.severity == "error"


def test_every_check_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "checks.md").read_text("utf-8")
    assert [check for check in CHECKS if f"`{check}`" not in text] == []
