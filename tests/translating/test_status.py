"""Status: what is counted for each language and piece, and the table of the README."""

import pytest

from handbill.library.catalogs import catalog_of
from handbill.model.content import SourceText
from handbill.translating.status import (
    README_BEGIN,
    README_END,
    LanguageStatus,
    catalog_status,
    readme_table,
    source_status,
    with_table,
)
from tests.library.workspaces import HEADER, catalog, changed, entry

FREE = SourceText("call.free", "Free", (), {}, "content/phrases.toml")
TITLE = SourceText("youth.headline.title", "Hey", (), {}, "content/pieces/youth.toml")
LEAD = SourceText("youth.headline.lead", "You", (), {}, "content/pieces/youth.toml")
STAFF = SourceText("staff.signs.one", "Sign", (), {}, "content/pieces/staff.toml")
SOURCES = {one.address: one for one in (FREE, TITLE, LEAD, STAFF)}
SHEETS = {
    ("youth", "card"): frozenset({FREE.address, TITLE.address}),
    ("youth", "poster"): frozenset({FREE.address, TITLE.address, LEAD.address}),
    ("staff-hotel", "poster"): frozenset({STAFF.address, FREE.address}),
    ("staff-school", "poster"): frozenset({STAFF.address}),
}
TEXT = catalog(
    entry(FREE.address, "Free", "Gratis", "reviewed"),
    entry(TITLE.address, "Hey", "Hola"),
    entry(LEAD.address, "You", "Tú", "fuzzy"),
    entry(STAFF.address, "Signs", "Señal"),
    '#, fuzzy\n#~ msgctxt "youth.headline.lead"\n#~ msgid "Old"\n#~ msgstr "Vieja"\n',
)


def status_of(text: str) -> LanguageStatus:
    return catalog_status(text, catalog_of(text, "es", SOURCES), SOURCES, SHEETS)


def test_a_language_is_counted_by_what_can_be_printed() -> None:
    found = status_of(TEXT)
    assert (found.language, found.name, found.native) == ("es", "Spanish", "español")
    assert (found.review, found.messages, found.translated) == ("draft", 4, 2)
    assert (found.fuzzy, found.unreviewed, found.percent) == (1, 1, 50)
    assert (found.sheets, found.printable) == (4, 1)


def test_a_piece_counts_its_own_messages_and_the_formats_that_lack_none() -> None:
    pieces = {one.piece: one for one in status_of(TEXT).pieces}
    assert sorted(pieces) == ["phrases", "staff", "youth"]
    youth = pieces["youth"]
    assert (youth.messages, youth.translated, youth.fuzzy, youth.unreviewed) == (2, 1, 1, 1)
    assert (youth.printable, youth.unprintable, youth.percent) == (("card",), ("poster",), 50)
    # Variants of a piece count as it: a format can be printed only if that of each can.
    assert (pieces["staff"].printable, pieces["staff"].percent) == ((), 0)
    assert pieces["phrases"].percent == 100


def test_the_message_that_most_sheets_lack_is_named() -> None:
    blocking = status_of(TEXT).blocking
    assert blocking is not None
    assert (blocking.message, blocking.english, blocking.sheets) == (STAFF.address, "Sign", 2)


def test_nothing_blocks_a_language_that_is_whole() -> None:
    text = catalog(*(entry(one.address, one.text, "Sí") for one in SOURCES.values()))
    found = status_of(changed(text, "X-Review: draft", "X-Review: reviewed"))
    assert (found.blocking, found.percent, found.unreviewed) == (None, 100, 0)
    assert found.printable == found.sheets == 4


def test_a_language_that_lacks_one_of_many_messages_is_not_at_100_per_cent() -> None:
    many = {f"a.b.{n}": SourceText(f"a.b.{n}", "x", (), {}, "content/pieces/a.toml")
            for n in range(1000)}  # fmt: skip
    text = catalog(*(entry(address, "x", "y") for address in list(many)[1:]))
    assert catalog_status(text, catalog_of(text, "es", many), many, {}).percent == 99


def test_english_is_whole() -> None:
    found = source_status(SOURCES, SHEETS)
    assert (found.language, found.review, found.percent) == ("en", "source", 100)
    assert (found.printable, found.unreviewed, found.blocking) == (4, 0, None)


def test_a_catalog_without_entries_is_at_nothing() -> None:
    found = status_of(HEADER)
    assert (found.translated, found.percent, found.printable) == (0, 0, 0)


def test_the_table_has_a_line_for_each_language_in_alphabetical_order() -> None:
    lines = readme_table([status_of(TEXT), source_status(SOURCES, SHEETS)]).split("\n")
    assert lines[2:] == [
        "| English · English (`en`) | 100 % | 100 % | 4 of 4 |",
        "| español · Spanish (`es`) | 50 % | 25 % | 1 of 4 |",
    ]


def test_the_readme_keeps_all_but_its_table() -> None:
    readme = f"# Title\n{README_BEGIN}\nold\n{README_END}\nEnd\n"
    renewed = with_table(readme, "| new |")
    assert renewed == f"# Title\n{README_BEGIN}\n| new |\n{README_END}\nEnd\n"
    assert with_table(renewed, "| new |") == renewed


@pytest.mark.parametrize("readme", ["", README_BEGIN, README_END, f"{README_END}{README_BEGIN}"])
def test_a_readme_without_place_for_the_table_is_an_error(readme: str) -> None:
    with pytest.raises(ValueError, match=r"are missing\. Add them"):
        with_table(readme, "| new |")
