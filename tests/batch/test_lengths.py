"""How long texts may be: stretched texts, boxes that run over, and the room that is measured."""

import math
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbill.batch import lengths
from handbill.batch.expecting import messages_by_box
from handbill.batch.lengths import (
    Measure,
    Measured,
    Ruler,
    TooLong,
    editions_in,
    editions_to_try,
    home_regions,
    places_of,
    stand_in_editions,
    stretched,
)
from handbill.batch.sheets_index import MEASURED, SAMPLE_REGIONS
from handbill.batch.wiring import composer_of
from handbill.library.library import Library
from handbill.model.catalogs import Catalog, MessagePlace, Translation
from handbill.model.editions import Edition
from handbill.model.placeholders import placeholders_in

# Stretching. ------------------------------------------------------------------------------------


@pytest.mark.parametrize("factor", [1.0, 1.15, 2.0, 3.0])
def test_every_english_text_reaches_its_length_and_keeps_its_placeholders(
    library: Library, factor: float
) -> None:
    for source in library.sources().values():
        longer = stretched(source.text, factor)
        assert longer.startswith(source.text)
        assert placeholders_in(longer) == placeholders_in(source.text)
        if any("%" not in word for word in source.text.split(" ")):
            assert len(longer) >= len(source.text) * factor
            longest = max(map(len, source.text.split(" ")))
            assert len(longer) <= math.ceil(len(source.text) * factor) + longest + 1


@pytest.mark.parametrize(
    ("text", "factor", "longer"),
    [
        ("Call us", 1.0, "Call us"),
        ("Call us", 0.5, "Call us"),
        ("Call us", 1.5, "Call us Call"),
        ("Call us", 2.0, "Call us Call us"),
        ("Call %(number)s", 2.0, "Call %(number)s Call Call Call Call"[:30]),
        ("%(number)s", 3.0, "%(number)s"),
        ("Help: %(a)s, %(b)s", 1.3, "Help: %(a)s, %(b)s Help:"),
        ("Say <b>no now</b> here", 1.4, "Say <b>no now</b> here Say here"),
        ("", 3.0, ""),
        (" ", 3.0, " "),
    ],
)
def test_a_text_is_stretched_by_saying_its_plain_words_again(
    text: str, factor: float, longer: str
) -> None:
    assert stretched(text, factor) == longer


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="ab %()sx<>", max_size=40), st.floats(1, 4))
def test_no_text_loses_its_placeholders_or_is_stretched_for_ever(text: str, factor: float) -> None:
    longer = stretched(text, factor)
    assert placeholders_in(longer) == placeholders_in(text)
    assert longer.startswith(text)
    assert longer.count("<") == text.count("<")


# What is laid out. ------------------------------------------------------------------------------


def test_every_language_is_tried_on_both_papers_in_every_piece_and_format(
    library: Library,
) -> None:
    for tag in library.catalogs:
        everywhere = editions_in(tag, library, MEASURED)
        wanted = {(one.piece, one.format) for one in everywhere if one.paper == "a4"}
        assert len(wanted) > 80
        tried = editions_to_try(tag, library)
        keys = [(one.piece, one.format, one.paper) for one in tried]
        assert len(keys) == len(set(keys))
        for paper in ("a4", "letter"):
            assert {one[:2] for one in keys if one[2] == paper} >= wanted, tag
        assert {one.languages for one in tried} == {(tag,)}


@pytest.mark.parametrize(
    ("tag", "regions"),
    [("de", ("US", "AT", "DE")), ("uk", ("US", "UA", "DE")), ("ru", ("US", "DE")),
     ("qqq", ("US", "DE"))],
)  # fmt: skip
def test_a_language_is_tried_where_it_is_at_home(
    library: Library, tag: str, regions: tuple[str, ...]
) -> None:
    assert home_regions(tag, library) == regions


def test_pieces_and_formats_may_be_chosen(library: Library) -> None:
    chosen = editions_to_try("de", library, pieces=("youth",), formats=("wallet-card", "poster"))
    assert {(one.piece, one.format) for one in chosen} == {
        ("youth", "wallet-card"), ("youth", "poster"),
    }  # fmt: skip


def test_the_regions_that_are_measured_are_there(library: Library) -> None:
    assert set(MEASURED) | set(SAMPLE_REGIONS) <= library.regions.keys()
    assert {library.regions[code].paper for code in MEASURED} == {"a4", "letter"}


# The ruler, on one wallet card. -----------------------------------------------------------------

LONG, TITLE = "youth.love.sex", "youth.love.title"


def card(library: Library, language: str = "de") -> Edition:
    (edition,) = editions_in(
        language, library, ("US",), pieces=("youth",), formats=("wallet-card",)
    )
    return edition


def saying(library: Library, texts: dict[str, str | None], language: str = "de") -> Library:
    """Return the library with other texts in a language; None takes one away."""
    catalog = library.catalogs[language]
    said = {**catalog.translations, **{
        address: Translation(text, reviewed=True) for address, text in texts.items() if text
    }}  # fmt: skip
    kept = {address: one for address, one in said.items() if texts.get(address, "") is not None}
    catalogs = {**library.catalogs, language: Catalog(language, kept)}
    return msgspec.structs.replace(library, catalogs=catalogs)


def longer(library: Library, times: int) -> dict[str, str | None]:
    return {LONG: " ".join([library.catalogs["de"].translations[LONG].text] * times)}


def in_german(
    library: Library,
    texts: dict[str, str | None],
    places: dict[str, MessagePlace] | None = None,
) -> list[TooLong]:
    """Return what is too long; lines for the staff, in English, may be pushed out as well."""
    found = Ruler(saying(library, texts)).too_long(card(library), places or {})
    assert {one.language for one in found} <= {"de", "en"}
    return [one for one in found if one.language == "de"]


@pytest.fixture(scope="module")
def overflow(library: Library) -> TooLong:
    (found,) = in_german(library, longer(library, 6))
    return found


def test_a_box_that_runs_over_is_told_with_message_format_and_millimetres(
    overflow: TooLong,
) -> None:
    assert msgspec.structs.replace(overflow, excess=0, box="") == TooLong(
        language="de", address=LONG, format="wallet-card", paper="letter", piece="youth",
        page=overflow.page, box="", excess=0,
    )  # fmt: skip
    assert overflow.box
    assert 1 < overflow.excess < 100


def test_a_longer_text_runs_over_no_less(library: Library, overflow: TooLong) -> None:
    (further,) = in_german(library, longer(library, 9))
    assert further.box == overflow.box
    assert further.excess >= overflow.excess


def test_shipped_texts_have_room(library: Library) -> None:
    assert Ruler(library).too_long(card(library), {}) == []


def test_the_message_longest_against_its_room_is_named(library: Library) -> None:
    places = {LONG: MessagePlace((), 10_000, "poster"), TITLE: MessagePlace((), 1, "poster")}
    (found,) = in_german(library, longer(library, 6), places)
    assert found.address == TITLE


def test_a_box_with_english_in_place_of_a_missing_text_is_not_told(library: Library) -> None:
    assert in_german(library, {**longer(library, 6), TITLE: None}) == []


def test_what_fits_in_another_region_is_not_told(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    ruler = Ruler(library)
    told = TooLong("de", LONG, "wallet-card", "letter", "youth", 1, "list", 2.0)
    tried: list[str] = []
    full = {"US", "US-CA"}

    def too_long(edition: Edition, _: object) -> list[TooLong]:
        tried.append(edition.region)
        assert (edition.piece, edition.paper) == ("youth", "letter")
        return [told] if edition.region in full else []

    monkeypatch.setattr(ruler, "too_long", too_long)
    assert ruler.too_long_everywhere(card(library), {}) == []
    assert tried == ["US", "US-CA", "US-GA"]
    full |= {"US-GA", "US-TX", "US-NY"}
    assert ruler.too_long_everywhere(card(library), {}) == [told]


# Measuring. -------------------------------------------------------------------------------------

FEW = (1.0, 1.5, 2.2, 3.0)


@pytest.fixture(scope="module")
def measure(library: Library) -> Iterator[Measure]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lengths, "STRETCHES", FEW)
        yield Measure(library)


@pytest.fixture(scope="module")
def measured(measure: Measure) -> Measured:
    return measure.measure(card(measure.library, "en-GB"))


def test_what_is_measured_stands_on_the_card(measured: Measured, library: Library) -> None:
    assert measured.format == "wallet-card"
    assert LONG in measured.stands
    assert measured.stands <= library.sources().keys()
    assert measured.room.keys() <= measured.stands
    for address, most in measured.room.items():
        english = len(library.sources()[address].text)
        assert english <= most < FEW[-1] * english


def test_a_text_that_takes_its_room_fits_beside_usual_ones_and_a_far_longer_one_does_not(
    measure: Measure, measured: Measured, library: Library
) -> None:
    sources = library.sources()
    usual = {address: stretched(source.text, 1.2) for address, source in sources.items()}

    def is_full(address: str, most: float) -> bool:
        """Tell whether the box of a message runs over when it has so many characters."""
        text = stretched(sources[address].text, most / len(sources[address].text))
        while len(text) > most:
            text = text.rpartition(" ")[0]
        said = {**usual, address: text}
        catalog = Catalog("en-GB", {
            name: Translation(words, reviewed=True) for name, words in said.items()
        })  # fmt: skip
        trial = msgspec.structs.replace(measure.library, catalogs={"en-GB": catalog})
        composition, overflows = Ruler(trial).set_small(card(trial, "en-GB"))
        boxes = messages_by_box(composition)
        return any(address in boxes.get((one.page, one.box_name), ()) for one in overflows)

    # Names of lines are left out where texts are long.
    limited = sorted(one for one in measured.room if not one.startswith("kind."))[:3]
    assert limited
    for address in limited:
        assert not is_full(address, measured.room[address])
        assert is_full(address, measured.room[address] * 6)


def test_the_room_of_a_message_is_the_least_of_all_formats(library: Library) -> None:
    found = places_of(
        [
            Measured("poster", frozenset({LONG, TITLE}), {}),
            Measured("wallet-card", frozenset({LONG}), {LONG: 70}),
            Measured("flyer", frozenset({LONG}), {LONG: 90}),
        ],
        library,
    )
    order = [name for name in library.formats if name in ("poster", "wallet-card", "flyer")]
    assert found[LONG] == MessagePlace(tuple(order), 70, "wallet-card")
    assert found[TITLE] == MessagePlace(("poster",), 0, "")
    assert list(found) == [address for address in library.sources() if address in (LONG, TITLE)]


def test_each_piece_and_format_is_measured(measure: Measure, library: Library) -> None:
    editions = stand_in_editions(measure.library)
    keys = {(one.piece, one.format) for one in editions}
    printed = {(one.piece, one.format) for one in editions_in("en", library)}
    assert keys >= {key for key in printed if key[0] != "language-finder"}
    assert {one.languages for one in editions} == {("en-GB",)}
    assert len({one.id for one in editions}) == len(editions)


def test_the_stand_in_composes_like_english(measure: Measure) -> None:
    edition = card(measure.library, "en-GB")
    composition = composer_of(measure.library).compose(edition)
    assert {one.check for one in composition.findings} <= {"translation.unreviewed"}
