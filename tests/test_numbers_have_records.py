"""No number is printed that has no record: only content/regions holds numbers to dial."""

import ast
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import handbill
from handbill.batch.wiring import directory_of
from handbill.library.library import load_library
from handbill.library.roots import built_in_root
from handbill.model.numbers import digits_of
from handbill.preflight.phones import candidates

ROOT = built_in_root()
PACKAGE = Path(handbill.__file__).parent

SHORTEST = 5
"""Recorded numbers with fewer digits, such as 112, are figures of other things as well."""

FILES = sorted(
    path
    for folder in ("content", "templates", "translations")
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and not path.is_relative_to(ROOT / "content" / "regions")
)
MODULES = sorted(PACKAGE.rglob("*.py"))

CITATIONS = re.compile(r"(?:instrument|url) = ")
"""Sections of laws and addresses of pages look like numbers, such as `44-4-1501`: there only a
recorded number counts."""

EXAMPLES = re.compile(r"placeholders = \{")
"""What stands for a placeholder where a translator reads it; pages put the record's number."""

SHAPES = re.compile(r' (?:d|points|viewBox|transform)="[^"]*"')
"""Coordinates of drawings."""


def name_of(path: Path) -> str:
    root = PACKAGE.parent if path.is_relative_to(PACKAGE) else ROOT
    return path.relative_to(root).as_posix()


@cache
def recorded() -> frozenset[str]:
    """Return every way to dial the numbers of all regions, the shortest left out."""
    return frozenset(
        way
        for known in directory_of(load_library())
        for way in known.dialled
        if len(digits_of(way)) >= SHORTEST
    )


def recorded_in(line: str) -> list[str]:
    return [found.text for found in candidates(line) if found.dialled in recorded()]


def numbers_in(line: str) -> list[str]:
    """Return the telephone numbers of a line, and the short codes that some region records."""
    return [
        found.text
        for found in candidates(line)
        if not found.short or found.dialled in recorded()
    ]  # fmt: skip


def held(path: Path) -> Iterator[str]:
    """Yield the numbers that a file of content, templates or translations holds."""
    text = path.read_text("utf-8")
    if path.suffix in (".po", ".pot"):
        for message in read_po(io.StringIO(text)):
            yield from numbers_in(str(message.id))
            yield from numbers_in(str(message.string))
        return
    for line in text.splitlines():
        if path.suffix == ".toml" and EXAMPLES.match(line):
            continue
        if path.suffix == ".toml" and CITATIONS.match(line):
            yield from recorded_in(line)
        else:
            yield from numbers_in(SHAPES.sub("", line) if path.suffix == ".svg" else line)


def literals(path: Path) -> Iterator[str]:
    """Yield the strings of a module that are no docstrings: those may show examples."""
    tree = ast.parse(path.read_text("utf-8"), filename=str(path))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield from node.value.splitlines()


def test_every_kind_of_file_is_looked_at() -> None:
    assert {path.suffix for path in FILES} >= {".toml", ".j2", ".css", ".svg", ".po", ".pot"}
    assert {"content/pieces/posting.toml", "content/phrases.toml"} <= set(map(name_of, FILES))
    assert len(recorded()) > 100


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_number_stands_outside_the_records_of_regions(path: Path) -> None:
    assert list(held(path)) == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_recorded_number_stands_in_the_program(path: Path) -> None:
    assert [number for line in literals(path) for number in recorded_in(line)] == []


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.toml", 'text = "Call 1-888-373-7888."', ["1-888-373-7888"]),
        ("a.toml", 'text = "Call 555-010-9999."', ["555-010-9999"]),
        ("a.toml", "# Text 233733 instead.", ["233733"]),
        ("a.toml", 'instrument = "Mont. Code 44-4-1501"', []),
        ("a.toml", 'instrument = "Act 1-888-373-7888"', ["1-888-373-7888"]),
        ("a.toml", 'placeholders = { number = "1-888-373-7888" }', []),
        ("a.j2", "<b>1-855-FLA-SAFE</b>", ["1-855-FLA-SAFE"]),
        ("a.css", ".a { width: 42.5vw; color: #112233 }", []),
        ("a.svg", '<text d="M1 2.3 45.6 789">1-888-373-7888</text>', ["1-888-373-7888"]),
        ("a.po", 'msgid "Call"\nmsgstr "٢٣٣٧٣٣"\n', ["٢٣٣٧٣٣"]),
        ("a.po", 'msgid "Call 233733"\nmsgstr ""\n', ["233733"]),
        ("a.po", '#. number = 233733\nmsgid "Call"\nmsgstr "Llame"\n', []),
    ],
)
def test_a_number_that_is_put_somewhere_is_found(
    tmp_path: Path, name: str, text: str, found: list[str]
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert list(held(path)) == found


def test_strings_of_the_program_are_told_from_docstrings(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text('"""Shows 233733."""\nA = "233733"\n"""As 233733."""\nB = f"{A} 1234567"\n')
    assert list(literals(path)) == ["233733", " 1234567"]
