"""Keys of editions: what changes them, and that nothing else does."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from handbill.batch.keys import Keys
from handbill.batch.wiring import composer_of, shelf_of
from handbill.composing.uses import Uses
from handbill.library.library import Library, load_library
from handbill.library.roots import built_in_root
from handbill.model.catalogs import Catalog, Translation
from handbill.model.editions import Edition
from handbill.planning.selection import Selection, plan

Change = Callable[[Library], Library]
Expected = Callable[[Edition], bool]

MANY = 7
"""More steps than any page can be tightened by."""


def editions_of(library: Library) -> list[Edition]:
    selections = [
        Selection(regions=("US", "DE"), pieces=("self-help", "bystander", "world-day"),
                  formats=("wallet-card", "poster", "flyer"),
                  languages=("en", "de", "ur", "de+en")),
        Selection(regions=("US",), pieces=("language-finder",), formats=("flyer",),
                  languages=("en",)),
    ]  # fmt: skip
    return [edition for one in selections for edition in plan(one, shelf_of(library))[0]]


def uses_in(library: Library, editions: list[Edition]) -> dict[str, Uses]:
    """Return what editions use at all settings that fitting may try."""
    composer = composer_of(library)
    found = {}
    for edition in editions:
        first = composer.compose(edition)
        uses = first.uses
        for level in range(1, MANY):
            uses |= composer.compose(edition, (level,) * first.pages).uses
        found[edition.id] = uses
    return found


@pytest.fixture(scope="module")
def uses(library: Library) -> dict[str, Uses]:
    return uses_in(library, editions_of(library))


def keys_of(library: Library, uses: dict[str, Uses]) -> dict[str, str]:
    keys = Keys(library)
    return {one.id: keys.key(one, uses[one.id]) for one in editions_of(library)}


def replaced(field: str, name: str, **changes: Any) -> Change:
    def change(library: Library) -> Library:
        records = dict(getattr(library, field))
        records[name] = msgspec.structs.replace(records[name], **changes)
        return msgspec.structs.replace(library, **{field: records})

    return change


def with_translation(tag: str, address: str, text: str | None, *, reviewed: bool = False) -> Change:
    def change(library: Library) -> Library:
        old = library.catalogs[tag]
        own = {
            **old.translations,
            address: Translation(text or old.translations[address].text, reviewed),
        }
        return msgspec.structs.replace(
            library, catalogs={**library.catalogs, tag: Catalog(tag, own)}
        )

    return change


def with_number(region: str, hotline: str, number: str) -> Change:
    def change(library: Library) -> Library:
        def mended(line: Any) -> Any:
            channels = tuple(
                msgspec.structs.replace(one, number=number) if one.kind == "call" else one
                for one in line.channels
            )
            return msgspec.structs.replace(line, channels=channels) if line.id == hotline else line

        place = library.regions[region]
        lines = tuple(map(mended, place.hotlines))
        return replaced("regions", region, hotlines=lines)(library)

    return change


def with_note(region: str) -> Change:
    def change(library: Library) -> Library:
        lines = tuple(
            msgspec.structs.replace(line, sources=(), note="Called today.")
            for line in library.regions[region].hotlines
        )
        return replaced("regions", region, hotlines=lines)(library)

    return change


def with_english(piece: str, block: str, message: str, text: str) -> Change:
    def change(library: Library) -> Library:
        def reworded(record: Any) -> Any:
            blocks = tuple(
                msgspec.structs.replace(one, messages=tuple(
                    msgspec.structs.replace(each, text=text)
                    if (one.id, each.id) == (block, message) else each
                    for each in one.messages
                ))
                for one in record.blocks
            )  # fmt: skip
            return msgspec.structs.replace(record, blocks=blocks)

        whole = msgspec.structs.replace(
            library,
            pieces={**library.pieces, piece: reworded(library.pieces[piece])},
            texts={**library.texts, piece: reworded(library.texts[piece])},
        )
        # A catalog's translation of other English is no translation of this one.
        address = f"{piece}.{block}.{message}"
        return msgspec.structs.replace(
            whole,
            catalogs={
                tag: Catalog(tag, {k: v for k, v in one.translations.items() if k != address})
                for tag, one in whole.catalogs.items()
            },
        )

    return change


def speaks(tag: str) -> Expected:
    return lambda edition: tag in edition.languages or tag in edition.finder


CHANGES = [
    pytest.param(
        with_number("US", "us-trafficking", "18005550123"),
        lambda one: one.region == "US",
        id="a hotline's number",
    ),
    pytest.param(with_note("US"), lambda _: False, id="what only editors read of a hotline"),
    pytest.param(
        with_translation("de", "bystander.headline.title", "Stimmt hier etwas nicht?"),
        lambda one: one.piece == "bystander" and "de" in one.languages,
        id="a message of one piece",
    ),
    pytest.param(
        with_translation("ur", "bystander.headline.title", None, reviewed=True),
        lambda one: one.piece == "bystander" and "ur" in one.languages,
        id="the review of a message",
    ),
    pytest.param(
        with_translation("de", "youth.headline.title", "Anders"),
        lambda _: False,
        id="a message of a piece that is not printed",
    ),
    pytest.param(
        with_english("self-help", "questions", "leave", "Are you afraid to go?"),
        lambda one: one.piece == "self-help",
        id="an English text, whose translations are none any more",
    ),
    pytest.param(
        replaced("formats", "poster", safe=6.0),
        lambda one: one.format == "poster",
        id="a format",
    ),
    pytest.param(
        replaced("languages", "ur", line_height=2.3),
        lambda one: "ur" in one.languages or "ur" in one.finder,
        id="how a language is set",
    ),
    pytest.param(
        replaced("claims", "detected-children-2022", year=2023),
        # Pages in two languages have no room for figures.
        lambda one: one.piece == "world-day" and len(one.languages) == 1,
        id="a claim",
    ),
    pytest.param(
        replaced("pieces", "world-day", day="07-31"),
        lambda one: one.piece == "world-day",
        id="the day of a piece",
    ),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_a_change_gives_new_keys_to_exactly_the_editions_that_use_what_changed(
    library: Library, uses: dict[str, Uses], change: Change, expected: Expected
) -> None:
    before, after = keys_of(library, uses), keys_of(change(library), uses)
    assert after.keys() == before.keys()
    wanted = {one.id for one in editions_of(library) if expected(one)}
    assert {name for name in before if before[name] != after[name]} == wanted


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("formats/poster/style.css", lambda one: one.format == "poster"),
        ("blocks/blocks.html.j2", lambda _: True),
        ("styles/base.css", lambda _: True),
        ("styles/preview.css", lambda _: False),
        ("art/door.svg", lambda one: one.piece == "self-help" and (
            one.format != "wallet-card")),
    ],
)  # fmt: skip
def test_a_changed_template_gives_new_keys_to_exactly_the_editions_that_use_it(
    library: Library, uses: dict[str, Uses], tmp_path: Path, path: str, expected: Expected
) -> None:
    target = tmp_path / "templates" / path
    target.parent.mkdir(parents=True)
    text = (built_in_root() / "templates" / path).read_text("utf-8")
    target.write_text(text + ("{# #}" if path.endswith(".j2") else "\n"), "utf-8")
    before, after = keys_of(library, uses), keys_of(load_library(tmp_path), uses)
    wanted = {one.id for one in editions_of(library) if expected(one)}
    assert {name for name in before if before[name] != after[name]} == wanted


def test_keys_are_the_same_in_every_process_and_for_every_order(
    library: Library, uses: dict[str, Uses]
) -> None:
    assert keys_of(library, uses) == keys_of(load_library(), uses)
    turned = {
        name: Uses(dict(reversed(list(one.messages.items()))), one.art[::-1], one.languages[::-1])
        for name, one in uses.items()
    }
    assert keys_of(library, turned) == keys_of(library, uses)


def test_what_an_edition_used_survives_a_manifest(uses: dict[str, Uses]) -> None:
    for one in uses.values():
        assert msgspec.json.decode(msgspec.json.encode(one), type=Uses) == one


def test_editions_use_what_they_say(library: Library, uses: dict[str, Uses]) -> None:
    composer = composer_of(library)
    for edition in editions_of(library):
        said = {(one.language, one.address) for one in composer.compose(edition).utterances}
        used = {(tag, name) for tag, names in uses[edition.id].messages.items() for name in names}
        assert said <= used
