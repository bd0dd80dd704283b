"""Each run of a second language is tagged with it, and WeasyPrint is left as it was."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from weasyprint.pdf import tags

from handbill.press.engine import Engine
from handbill.press.tagging import languages_tagged
from tests.press.samples import document, pdf

STYLES = 'body { font-family: "Noto Sans", "Noto Sans Arabic" }'


def leaves(data: bytes) -> list[tuple[int, str]]:
    """Return each piece of marked content with the language that holds for it."""
    found: list[tuple[int, str]] = []

    def walk(element: Any, language: str) -> None:
        if isinstance(element, pikepdf.Array):
            for kid in element:
                walk(kid, language)
        elif isinstance(element, pikepdf.Dictionary):
            language = str(element.get("/Lang", language))
            if "/MCID" in element:
                found.append((int(element.MCID), language))
            elif "/K" in element:
                walk(element.K, language)
        elif not isinstance(element, pikepdf.Object):
            found.append((int(element), language))

    with pikepdf.open(io.BytesIO(data)) as read:
        walk(read.Root.StructTreeRoot, str(read.Root.get("/Lang", "")))
    return found


def languages(data: bytes) -> list[str]:
    return [language for _, language in sorted(leaves(data))]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<h1>Help</h1><p>Free</p>", ["en", "en"], id="one language"),
        pytest.param('<h1>Help</h1><p lang="ar" dir="rtl">مجانًا</p>', ["en", "ar"], id="block"),
        pytest.param(
            '<h1>Help</h1><p>Say <span lang="es">ayuda</span> now</p>',
            ["en", "en", "es", "en"],
            id="run inside a line",
        ),
        pytest.param(
            '<h1>Help</h1><div lang="ar" dir="rtl"><p>اتصل <bdi lang="en" dir="ltr">HELP</bdi></p>'
            "</div><p>Free</p>",
            ["en", "ar", "en", "en"],
            id="run inside a block of another language",
        ),
        pytest.param(
            '<h1>Help</h1><ul lang="es"><li>Uno</li><li>Dos</li></ul>',
            ["en", "es", "es"],
            id="list",
        ),
    ],
)
def test_each_run_is_tagged_with_its_language(
    engine: Engine, body: str, expected: list[str]
) -> None:
    found = languages(pdf(engine, body, STYLES, accessible=True))
    without_signs = [language for language in found if language]
    assert [one for one, last in zip(without_signs, [None, *without_signs], strict=False)
            if one != last] == _changes(expected)  # fmt: skip


def _changes(found: list[str]) -> list[str]:
    return [one for one, last in zip(found, ["", *found], strict=False) if one != last]


def test_a_page_of_one_language_declares_it_once(engine: Engine) -> None:
    data = pdf(engine, "<h1>Help</h1><p>Free</p>", language="ar", accessible=True)
    with pikepdf.open(io.BytesIO(data)) as read:
        elements = [
            item
            for item in read.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"
        ]
        assert elements
        assert [element for element in elements if "/Lang" in element] == []


def test_files_without_tags_have_none(engine: Engine) -> None:
    data = pdf(engine, '<p lang="ar">مجانًا</p>', STYLES)
    with pikepdf.open(io.BytesIO(data)) as read:
        assert "/StructTreeRoot" not in read.Root


def test_weasyprint_is_left_as_it_was(engine: Engine) -> None:
    original = tags._build_box_tree
    with languages_tagged():
        assert tags._build_box_tree is not original
    assert tags._build_box_tree is original
    pdf(engine, "<h1>Help</h1>", accessible=True)
    assert tags._build_box_tree is original


def test_weasyprint_is_left_as_it_was_after_an_error(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = tags._build_box_tree
    made = document(engine, "<h1>Help</h1>")

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(made, "write_pdf", fail)
    with pytest.raises(ZeroDivisionError):
        engine.write(made, accessible=True)
    assert tags._build_box_tree is original


def test_an_error_inside_the_tags_is_not_swallowed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Iterator[Any]:
        raise ZeroDivisionError

    monkeypatch.setattr(tags, "_build_box_tree", fail)
    with pytest.raises(ZeroDivisionError):
        pdf(engine, "<h1>Help</h1>", accessible=True)
    assert tags._build_box_tree is fail


def test_the_same_page_gives_the_same_bytes(engine: Engine) -> None:
    body = '<h1>Help</h1><p lang="ar" dir="rtl">مجانًا</p>'
    first, second = (pdf(engine, body, STYLES, accessible=True) for _ in range(2))
    assert first == second
