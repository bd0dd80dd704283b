"""Extraction: what Babel finds by babel.cfg is what Handbill writes; templates hold no texts."""

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from handbill.library.library import Library
from handbill.library.roots import built_in_root
from handbill.model.catalogs import MessagePlace
from handbill.model.content import SourceText
from handbill.model.faults import InputError
from handbill.translating.extracting import (
    comments_of,
    extract_content,
    read_places,
    template_faults,
)
from handbill.translating.template import template_text

OPTIONS = ("-c", "TRANSLATORS:", "--sort-by-file", "--add-location=file", "--no-wrap")

PLACES = """\
[messages."self-help.headline.title"]
formats = ["flyer", "wallet-card"]
longest = 30
tightest = "wallet-card"

[messages."call.free"]
formats = ["flyer"]
"""


def babel(tree: Path) -> subprocess.CompletedProcess[str]:
    """Run `pybabel extract` in a tree; the template goes to its file `found.pot`."""
    program = [sys.executable, "-m", "babel.messages.frontend", "extract", "-F", "babel.cfg"]
    return subprocess.run(  # noqa: S603  Babel's own program
        [*program, *OPTIONS, "-o", "found.pot", "."],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tree with everything that holds texts, and with places measured."""
    folder = tmp_path_factory.mktemp("tree")
    for name in ("content", "templates"):
        shutil.copytree(built_in_root() / name, folder / name)
    shutil.copy(built_in_root() / "babel.cfg", folder)
    (folder / "translations").mkdir()
    (folder / "translations" / "places.toml").write_text(PLACES, "utf-8")
    return folder


def body(text: str) -> str:
    """Return a template without its header and without the lengths that only Handbill knows."""
    flags = re.sub(r"(?m)^#, max-length:\d+\n|, max-length:\d+", "", text)
    return flags.partition("\n\n")[2].strip()


def test_babel_extracts_the_template_that_handbill_writes(tree: Path, library: Library) -> None:
    answer = babel(tree)
    assert answer.returncode == 0, answer.stderr
    found = (tree / "found.pot").read_text("utf-8")
    places = read_places(tree / "translations" / "places.toml")
    written = template_text(library.sources().values(), places)
    assert "max-length:30" in written
    assert "#. Stands on: flyer, wallet-card.\n" in written
    assert body(found) == body(written)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("templates/odd.html.j2", "{% if %}", "Expected an expression"),
        ("content/pieces/odd.toml", "id = ", "Invalid value"),
        ("content/pieces/odd.toml", 'colour = "blue"', "unknown field"),
    ],
)
def test_babel_leaves_nothing_broken_out_in_silence(
    tree: Path, name: str, text: str, told: str
) -> None:
    (tree / name).write_text(text, "utf-8")
    try:
        answer = babel(tree)
    finally:
        (tree / name).unlink()
    assert answer.returncode != 0
    assert told in answer.stderr


def test_the_shipped_templates_hold_no_texts(library: Library) -> None:
    templates = {name: place.path for name, place in library.templates().items()}
    assert any(name.endswith(".html.j2") for name in templates)
    assert template_faults(templates) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<p>\n{{ _('Call') }}", "line 2: The text 'Call' stands in a template"),
        ("{{ gettext('Call') }}", "line 1: The text 'Call' stands in a template"),
        ("{% trans %}Call{% endtrans %}", "line 1: The text 'Call' stands in a template"),
        ("\n\n{% if %}", "line 3: The template has a syntax error: Expected"),
    ],
)
def test_a_text_in_a_template_and_a_broken_one_are_faults(
    tmp_path: Path, text: str, told: str
) -> None:
    path = tmp_path / "odd.html.j2"
    path.write_text(text, "utf-8")
    (fault,) = template_faults({"odd.html.j2": path, "odd.css": path})
    assert str(fault).startswith(f"templates/odd.html.j2: {told}")


def test_a_piece_gives_its_messages_in_order_with_what_translators_are_told() -> None:
    path = built_in_root() / "content/pieces/self-help.toml"
    with path.open("rb") as file:
        found = list(extract_content(file, (), (), {}))
    assert [number for number, *_ in found] == list(range(1, len(found) + 1))
    first = found[0]
    assert first[1:3] == ("pgettext", ("self-help.headline.title", "You are not alone."))
    assert first[3][0].startswith("TRANSLATORS: Reader: ")


def test_a_file_that_is_neither_piece_nor_phrases_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown field"):
        list(extract_content(io.BytesIO(b"colour = 1"), (), (), {}))


@pytest.mark.parametrize(
    ("comments", "place", "told"),
    [
        ((), None, []),
        (("Note.",), None, ["TRANSLATORS: Note."]),
        (
            ("Reader: you.", "Note."),
            MessagePlace(("flyer",), 30, "card"),
            [
                "TRANSLATORS: Reader: you.",
                "Stands on: flyer.",
                "At most 30 characters fit for certain; tightest: card.",
                "Note.",
            ],
        ),
        (("Note.",), MessagePlace(("flyer",)), ["TRANSLATORS: Stands on: flyer.", "Note."]),
        ((), MessagePlace(), []),
    ],
)
def test_translators_are_told_where_a_message_stands_after_who_reads_it(
    comments: tuple[str, ...], place: MessagePlace | None, told: list[str]
) -> None:
    source = SourceText("a.b.c", "Text", comments, {})
    assert comments_of(source, {"a.b.c": place} if place else {}) == told


def test_there_are_no_places_before_they_are_measured(tmp_path: Path) -> None:
    assert read_places(tmp_path / "places.toml") == {}


@pytest.mark.parametrize("text", ["messages = 1", "[messages.a]\nlonger = 3", "x", "\xff"])
def test_a_file_of_places_that_was_not_measured_is_a_fault(tmp_path: Path, text: str) -> None:
    path = tmp_path / "places.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError, match="'handbill translations measure' writes it"):
        read_places(path)
