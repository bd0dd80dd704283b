import datetime
import re
import unicodedata
from functools import cache
from itertools import product
from urllib.parse import urlsplit

import pytest

from handbill.library.library import Library, load_library
from handbill.library.roots import built_in_root
from handbill.model.content import Piece, addressed
from handbill.model.formats import Format, Page
from handbill.model.languages import same_speech
from handbill.model.numbers import dialled_characters, is_emergency_number, printed_number
from handbill.model.papers import PAPERS
from handbill.model.placeholders import placeholders_in
from handbill.model.regions import NUMBERED_CHANNELS, EmergencyNumber, Hotline, Region, Source


@cache
def library() -> Library:
    return load_library()


def regions() -> list[Region]:
    return list(library().regions.values())


def hotlines() -> dict[str, Hotline]:
    return {hotline.id: hotline for region in regions() for hotline in region.hotlines}


def printed_hotlines() -> list[Hotline]:
    return [hotline for hotline in hotlines().values() if hotline.print]


def emergency_numbers() -> list[tuple[Region, EmergencyNumber]]:
    return [(region, number) for region in regions() for number in region.emergency]


each_region = pytest.mark.parametrize("region", regions(), ids=lambda region: region.code)
each_printed_hotline = pytest.mark.parametrize(
    "hotline", printed_hotlines(), ids=lambda hotline: hotline.id
)
each_format = pytest.mark.parametrize(
    "shape", library().formats.values(), ids=lambda shape: shape.id
)
each_catalog = pytest.mark.parametrize("tag", sorted(library().catalogs))


def states_a_page(source: Source) -> bool:
    parts = urlsplit(source.url)
    return parts.scheme in {"http", "https"} and "." in parts.netloc


def test_there_is_content_of_every_sort() -> None:
    assert len(regions()) >= 18
    assert printed_hotlines()
    assert {"self-help", "bystander"} <= set(library().pieces)
    assert {"flyer", "poster", "wallet-card"} <= set(library().formats)
    assert len(library().catalogs) >= 15


@each_printed_hotline
def test_every_printed_hotline_has_a_page_that_states_it(hotline: Hotline) -> None:
    assert hotline.sources
    assert all(states_a_page(source) for source in hotline.sources)


@each_printed_hotline
def test_every_printed_hotline_was_checked_on_a_day_that_has_been(hotline: Hotline) -> None:
    assert datetime.date(2020, 1, 1) <= hotline.checked <= datetime.date.today()
    assert hotline.recheck_days > 0


@each_printed_hotline
def test_no_printed_hotline_has_low_confidence(hotline: Hotline) -> None:
    assert hotline.confidence in {"high", "medium"}


@each_printed_hotline
def test_every_printed_hotline_can_be_reached(hotline: Hotline) -> None:
    assert any(channel.kind in NUMBERED_CHANNELS for channel in hotline.channels)


def test_every_hotline_kept_out_of_print_has_a_reason_in_whole_sentences() -> None:
    for hotline in hotlines().values():
        if not hotline.print:
            assert hotline.reason.endswith("."), hotline.id


@each_region
def test_every_number_is_printed_at_home_with_exactly_its_digits(region: Region) -> None:
    for hotline in region.hotlines:
        for channel in hotline.channels:
            if channel.number:
                printed = printed_number(channel, region.country(), region.country())
                assert dialled_characters(printed) == channel.number, hotline.id


def test_a_number_that_a_record_warns_of_is_in_no_channel() -> None:
    seen = set()
    for region in library().regions.values():
        warned = {
            "".join(filter(str.isdigit, number))
            for hotline in region.hotlines
            for number in re.findall(r"NEVER PRINT ([0-9-]{5,})", hotline.note)
        }
        numbers = {
            channel.number
            for hotline in region.hotlines
            for channel in hotline.channels
            if channel.number
        }
        assert not warned & (numbers | {number.removeprefix("1") for number in numbers})
        seen |= warned
    assert "233722" in seen


WITHOUT_EMERGENCY = {"AM", "DZ", "IQ", "IQ-AR", "LS", "MA", "NG", "UZ", "ZM"}
"""Regions for which no two sources agree on a number; their files say what was found."""


@each_region
def test_every_region_has_emergency_numbers_that_two_sources_give(region: Region) -> None:
    assert bool(region.emergency) == (region.code not in WITHOUT_EMERGENCY)
    for entry in region.emergency:
        listed = is_emergency_number(entry.number, region.country())
        assert listed or len({source.url for source in entry.sources}) >= 2, entry.number


@each_region
def test_every_emergency_number_says_whom_it_calls_and_where_that_stands(region: Region) -> None:
    for entry in region.emergency:
        assert entry.services
        assert entry.sources
        assert all(states_a_page(source) for source in entry.sources)
        assert entry.checked <= datetime.date.today()


@each_region
def test_every_region_has_paper_languages_and_their_origin(region: Region) -> None:
    assert region.paper in PAPERS
    assert region.languages
    assert len(set(region.languages)) == len(region.languages)
    parent = library().regions.get(region.parent)
    assert region.languages_source or (parent is not None and parent.languages_source)


@each_region
def test_every_subdivision_lies_in_its_parent(region: Region) -> None:
    if "-" in region.code:
        assert region.parent == region.country()


@pytest.mark.parametrize(
    "piece",
    [piece for piece in library().pieces.values() if piece.audience == "concerned"],
    ids=lambda piece: piece.id,
)
def test_pieces_for_those_concerned_print_no_police_line(piece: Piece) -> None:
    assert "police-tip" not in piece.kinds


def test_self_help_is_for_those_concerned_confidential_and_discreet() -> None:
    piece = library().pieces["self-help"]
    assert piece.audience == "concerned"
    assert piece.confidential
    assert piece.discreet


def test_the_words_of_pieces_never_call_people_victims() -> None:
    for piece in library().pieces.values():
        for address, message in addressed(piece):
            assert "victim" not in message.text.casefold(), address


def test_no_message_holds_a_digit_or_an_address() -> None:
    for address, source in library().sources().items():
        assert not any(unicodedata.category(character) == "Nd" for character in source.text), (
            address
        )
        assert not re.search(r"https?:|www\.|\w@\w|\w\.(org|com|gov|net)\b", source.text), address


def test_every_placeholder_comes_with_an_example() -> None:
    for address, source in library().sources().items():
        assert set(placeholders_in(source.text)) == set(source.placeholders), address
        assert all(source.placeholders.values()), address


def test_every_message_has_an_address_of_its_own() -> None:
    pieces = [address for piece in library().texts.values() for address, _ in addressed(piece)]
    addresses = [*pieces, *library().phrases]
    assert len(addresses) == len(set(addresses)) == len(library().sources())


@each_catalog
def test_every_catalog_is_complete(tag: str) -> None:
    assert set(library().catalogs[tag].translations) == set(library().sources())


@each_catalog
def test_every_catalog_declares_itself_a_draft(tag: str) -> None:
    catalog = library().catalogs[tag]
    directory = library().languages[tag].directory()
    text = (built_in_root() / f"translations/{directory}/LC_MESSAGES/handbill.po").read_text(
        "utf-8"
    )
    assert text.count('"X-Review: draft\\n"') == 1
    assert not any(translation.reviewed for translation in catalog.translations.values())


@each_catalog
def test_no_translation_holds_a_number_of_any_script(tag: str) -> None:
    for address, translation in library().catalogs[tag].translations.items():
        numeric = [c for c in translation.text if unicodedata.category(c) in {"Nd", "Nl", "No"}]
        assert not numeric, address


@each_catalog
def test_no_sentence_is_left_in_english(tag: str) -> None:
    for address, source in library().sources().items():
        if len(source.text.split()) > 3:
            assert library().catalogs[tag].translations[address].text != source.text, address


def test_every_language_but_english_and_the_pseudo_locales_has_a_catalog() -> None:
    written = {tag for tag, language in library().languages.items() if not language.pseudo}
    assert set(library().catalogs) == written - {"en"}


def test_the_list_of_languages_names_the_folders_of_the_catalogs() -> None:
    folder = built_in_root() / "translations"
    lines = (folder / "LINGUAS").read_text("utf-8").splitlines()
    listed = [line for line in lines if line and not line.startswith("#")]
    assert listed == sorted(path.name for path in folder.iterdir() if path.is_dir())


def test_every_font_family_of_the_styles_is_declared_in_the_file_of_languages() -> None:
    declared = {family for language in library().languages.values() for family in language.fonts}
    used = set()
    for name, place in library().templates().items():
        if name.endswith((".css", ".j2", ".svg")):
            text = place.path.read_text("utf-8")
            for value in re.findall(r"font(?:-family)?\s*[:=]\s*([^;}]+)", text):
                used |= set(re.findall(r'"([^"]+)"', value)) or {value}
    assert used
    assert used <= declared


def test_every_language_can_print_the_digits_in_the_font_of_numbers() -> None:
    assert all("Noto Sans" in language.fonts for language in library().languages.values())


def test_every_hotline_name_is_in_a_language_of_its_region_or_english() -> None:
    for region in regions():
        for hotline in region.hotlines:
            assert hotline.name_language == "en" or any(
                same_speech(hotline.name_language, tag) for tag in region.languages
            ), hotline.id


def test_every_format_has_the_papers_of_all_regions() -> None:
    papers = {region.paper for region in regions()}
    for shape in library().formats.values():
        assert papers <= set(shape.trims), shape.id


def every_page(shape: Format) -> set[Page]:
    """Return the pages of every kind of edition of a format."""
    finder = [True, False] if shape.pages_finder else [False]
    return {
        page
        for discreet, count, found in product((True, False), (1, 2, 3, 4), finder)
        if count <= shape.languages
        for page in shape.pages_for(discreet=discreet, languages=count, finder=found)
    }


@each_format
def test_every_page_of_a_format_has_its_template(shape: Format) -> None:
    templates = library().templates()
    for page in every_page(shape):
        assert f"formats/{shape.id}/{page.template}.html.j2" in templates


@each_format
def test_every_page_of_a_format_can_be_reached(shape: Format) -> None:
    declared = {
        *shape.pages, *shape.pages_discreet, *shape.pages_bilingual, *shape.pages_multilingual,
        *shape.pages_finder,
    }  # fmt: skip
    assert every_page(shape) == declared


@each_format
def test_every_room_of_a_format_is_filled_by_some_piece_that_suits_it(shape: Format) -> None:
    lists = [
        sum(block.id != "headline" and not block.keep for block in piece.blocks)
        for piece in library().pieces.values()
        if not piece.formats or shape.id in piece.formats
    ]
    for pages in (shape.pages, shape.pages_discreet, shape.pages_bilingual):
        for voice in {page.voice for page in pages}:
            rooms = sum(len(page.rooms) for page in pages if page.voice == voice)
            assert rooms <= max(lists)


def test_every_format_is_suited_by_some_piece_and_every_piece_by_some_format() -> None:
    suited = {name for piece in library().pieces.values() for name in piece.formats}
    assert suited == {shape.id for shape in library().formats.values() if not shape.postings}
    for piece in library().pieces.values():
        assert bool(piece.formats) != bool(piece.posting), piece.id


def test_every_motif_is_drawn() -> None:
    templates = library().templates()
    for piece in library().pieces.values():
        assert any(name.startswith(f"art/{piece.motif}") for name in templates), piece.id
