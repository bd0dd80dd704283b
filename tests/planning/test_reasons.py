"""Why an edition is left out: its format, its dress, its texts, or a finder without languages."""

from typing import Any

import msgspec
import pytest

from handbill.library.library import Library
from handbill.model.catalogs import Catalog
from handbill.model.content import Piece, addressed
from handbill.model.editions import Edition, Omission
from handbill.model.faults import Fault
from handbill.model.formats import Printer, Variant
from handbill.model.languages import Language
from handbill.model.regions import Region
from handbill.planning.finder import FEWEST, finder_languages, reason_without_finder
from handbill.planning.lines import printable_lines
from handbill.planning.selection import Selection, Shelf, plan
from tests.composing.samples import (
    BY_FORMAT,
    DISCREET,
    FORMATS,
    PIECES,
    SUITED,
    channel,
    hotline,
    region,
    shelf,
)

UNSUITED = [
    (piece, layout) for piece in PIECES for layout in FORMATS if (piece, layout) not in SUITED
]


def planned(at: Shelf | None = None, **changes: Any) -> tuple[list[Edition], list[Omission]]:
    asked: dict[str, Any] = {"regions": ("US",), "languages": ("en",), **changes}
    return plan(Selection(**asked), at or shelf())


def only(at: Shelf | None = None, **changes: Any) -> Edition:
    editions, omissions = planned(at, **changes)
    assert [omission.reason for omission in omissions] == []
    (edition,) = editions
    return edition


def reason(at: Shelf | None = None, **changes: Any) -> str:
    editions, omissions = planned(at, **changes)
    assert editions == []
    (omission,) = omissions
    assert omission.reason.endswith(".")
    return omission.reason


# The format.


@pytest.mark.parametrize(("piece", "layout"), UNSUITED)
def test_a_piece_in_a_format_that_does_not_suit_it_is_left_out_with_those_that_do(
    library: Library, piece: str, layout: str
) -> None:
    told = reason(pieces=(piece,), formats=(layout,))
    assert told.startswith(f"'{piece}' says too much or too little for '{layout}'.")
    assert told.endswith(f" It suits {', '.join(library.pieces[piece].formats)}.")


@pytest.mark.parametrize("piece", PIECES)
def test_what_does_not_suit_and_was_not_named_is_not_spoken_of(piece: str) -> None:
    editions, omissions = planned(pieces=(piece,))
    assert {(each.piece, each.format) for each in editions} == {
        pair for pair in SUITED if pair[0] == piece
    }
    assert omissions == []


@pytest.mark.parametrize("layout", FORMATS)
def test_a_format_named_alone_is_made_with_the_pieces_that_suit_it(layout: str) -> None:
    editions, omissions = planned(formats=(layout,))
    assert sorted(each.piece for each in editions) == BY_FORMAT[layout]
    assert omissions == []


def test_a_piece_that_names_no_formats_suits_all_but_those_for_notices(library: Library) -> None:
    pieces = {"free": msgspec.structs.replace(library.pieces["bystander"], id="free", formats=())}
    editions, omissions = planned(shelf(pieces=pieces))
    assert [each.format for each in editions] == [
        name for name in library.formats if name != "notice"
    ]
    assert omissions == []


# The dress.


@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("variant", ["ink-saver", "grey", "large-print", "tiled"])
def test_a_format_is_made_in_the_dresses_it_names_and_in_no_other(
    library: Library, layout: str, variant: Variant
) -> None:
    asked: dict[str, Any] = {
        "pieces": (BY_FORMAT[layout][0],),
        "formats": (layout,),
        "variants": (variant,),
    }
    if variant in library.formats[layout].variants:
        edition = only(**asked)
        assert edition.variants == (variant,)
        assert edition.stem.endswith(f".{variant}")
        assert edition.path.endswith(f".{variant}.pdf")
    else:
        told = reason(**asked)
        assert told == f"'{layout}' is not made with --{variant}. Leave it out."


def test_every_format_can_be_made_for_printers_that_must_save_ink_and_have_none_but_black(
    library: Library,
) -> None:
    for name in FORMATS:
        assert {"ink-saver", "grey"} <= set(library.formats[name].variants)


def test_all_dresses_that_a_format_is_not_made_in_are_named_at_once() -> None:
    told = reason(
        pieces=("self-help",), formats=("flyer",), variants=("tiled", "grey", "large-print")
    )
    assert told == "'flyer' is not made with --large-print and --tiled. Leave it out."


def test_dresses_stand_in_one_order_in_the_name() -> None:
    names = {
        only(pieces=("self-help",), formats=("poster",), variants=variants).id
        for variants in (("grey", "ink-saver"), ("ink-saver", "grey"))
    }
    assert names == {"US/self-help.poster.en.home.letter.grey.ink-saver"}


def test_an_undressed_edition_keeps_its_name() -> None:
    edition = only(pieces=("self-help",), formats=("poster",))
    assert edition.id == "US/self-help.poster.en.home.letter"
    assert (edition.variants, edition.tile) == ((), "")


@pytest.mark.parametrize(
    ("code", "paper", "tile", "chosen"),
    [
        ("US", "", "letter", "18x24"),
        ("DE", "", "a4", "a2"),
        ("US", "tabloid", "letter", "tabloid"),
        ("DE", "a3", "a4", "a3"),
    ],
)
def test_a_tiled_poster_is_larger_than_the_sheets_it_is_put_together_from(
    code: str, paper: str, tile: str, chosen: str
) -> None:
    edition = only(regions=(code,), pieces=("bystander",), formats=("poster",),
                   variants=("tiled",), paper=paper)  # fmt: skip
    assert (edition.paper, edition.tile) == (chosen, tile)


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_a_poster_that_needs_one_sheet_is_not_tiled(paper: str) -> None:
    told = reason(pieces=("bystander",), formats=("poster",), variants=("tiled",), paper=paper)
    assert told.startswith(f"A poster on {paper} needs no second sheet.")


@pytest.mark.parametrize("output", ["screen", "image"])
def test_only_sheets_are_tiled(output: Any) -> None:
    told = reason(
        pieces=("bystander",), formats=("poster",), variants=("tiled",), outputs=(output,)
    )
    assert told.startswith("Only -O home is put together from several sheets.")


def test_the_printer_is_handed_on_and_gives_no_other_name() -> None:
    printer = Printer(edge=4.2, duplex="short", offset_back=(0.5, -0.3))
    edition = only(pieces=("self-help",), formats=("flyer",), printer=printer)
    assert edition.printer == printer
    assert edition.id == only(pieces=("self-help",), formats=("flyer",)).id


# The texts.


def torn(library: Library, piece: str, *kept: str) -> Shelf:
    """Return a shelf whose Spanish catalog has of the texts of one piece only these."""
    spanish = library.catalogs["es"]
    texts = {address for address, _ in addressed(library.pieces[piece])} - set(kept)
    left = {name: one for name, one in spanish.translations.items() if name not in texts}
    return shelf(catalogs={**library.catalogs, "es": Catalog("es", left)})


@pytest.mark.parametrize("piece", ["bystander", "staff-hotel"])
def test_a_language_without_any_text_of_the_piece_is_left_out_with_their_number(
    library: Library, piece: str
) -> None:
    count = len(list(addressed(library.pieces[piece])))
    asked: dict[str, Any] = {"pieces": (piece,), "formats": ("poster",), "languages": ("es",)}
    told = reason(torn(library, piece), **asked)
    assert told.startswith(f"The catalog for Spanish (es) has no texts of '{piece}' yet: ")
    assert f" {count} of {count} are missing." in told
    assert reason(torn(library, piece), **{**asked, "languages": ("en+es",)}) == told
    other = "self-help"
    assert only(torn(library, piece), **{**asked, "pieces": (other,)}).piece == other


def test_texts_that_lack_only_in_part_are_an_error_of_the_finished_page(library: Library) -> None:
    some = torn(library, "bystander", "bystander.headline.title")
    assert only(some, pieces=("bystander",), formats=("poster",), languages=("es",))


@pytest.mark.parametrize("tag", ["en", "en-XA", "ar-XB", "en-XL", "km-XK"])
def test_languages_made_from_english_never_lack_texts(tag: str) -> None:
    edition = only(shelf(catalogs={}), pieces=("youth",), formats=("poster",), languages=(tag,))
    assert edition.languages == (tag,)


def test_the_staffs_language_is_the_regions_first() -> None:
    for code, tag in (("US", "en"), ("DE", "de"), ("JP", "ja"), ("BR", "pt-BR")):
        edition = only(regions=(code,), pieces=("bystander",), formats=("poster",))
        assert edition.staff_language == tag


def test_a_first_language_that_cldr_does_not_know_is_passed_over() -> None:
    place = region(hotline(), languages=("qqq", "es"))
    edition = only(shelf(regions={"US": place}), pieces=("bystander",), formats=("poster",))
    assert edition.staff_language == "es"


# The finder.


def answering(*languages: str, interpreters: bool = False, **changes: Any) -> Region:
    line = hotline(channels=(channel(languages=languages, interpreters=interpreters),))
    return region(line, **changes)


def found(library: Library, place: Region, known: tuple[str, ...]) -> tuple[str, ...]:
    piece, layout = library.pieces["language-finder"], library.formats["poster"]
    return finder_languages(place, printable_lines(place, piece, layout), known)


@pytest.mark.parametrize(
    ("spoken", "interpreters", "known", "languages"),
    [
        pytest.param(("en", "es"), False, ("ar", "en", "es"), ("en", "es"), id="what it answers"),
        pytest.param(("en",), True, ("ar", "de", "en"), ("en", "ar", "de"), id="interpreters"),
        pytest.param(("pt", "zh"), False, ("pt-BR", "zh-Hans", "de"), ("pt-BR", "zh-Hans"),
                     id="understood on the telephone"),
        pytest.param(("so", "ht"), False, ("en", "es"), (), id="no texts"),
        pytest.param((), False, ("en", "es"), (), id="nothing recorded"),
    ],
)  # fmt: skip
def test_a_finder_speaks_what_its_main_line_answers_in_and_has_texts(
    library: Library,
    spoken: tuple[str, ...],
    interpreters: bool,
    known: tuple[str, ...],
    languages: tuple[str, ...],
) -> None:
    place = answering(*spoken, interpreters=interpreters)
    assert found(library, place, known) == languages


def test_the_languages_most_needed_come_first_and_the_others_by_their_tag(
    library: Library,
) -> None:
    place = answering("en", interpreters=True, languages=("uk", "ht", "de"))
    known = ("fr", "am", "de", "uk")
    assert found(library, place, known) == ("uk", "de", "am", "fr")


def test_without_a_line_there_is_nothing_to_find() -> None:
    assert finder_languages(region(), (), ("en", "es")) == ()
    assert reason_without_finder((), ()) is None


def test_the_finder_of_an_edition_is_planned_with_the_languages_that_have_texts(
    library: Library,
) -> None:
    place = answering("en", interpreters=True)
    asked: dict[str, Any] = {"pieces": ("language-finder",), "formats": ("poster",)}
    whole = only(shelf(regions={"US": place}), **asked).finder
    assert not {"en-XA", "ar-XB", "en-XL", "km-XK"} & set(whole)
    assert {"en", "es"} <= set(whole) <= set(library.languages)
    without = torn(library, "language-finder")
    without = msgspec.structs.replace(without, regions={"US": place})
    assert set(whole) - set(only(without, **asked).finder) == {"es"}


def test_a_language_without_a_catalog_is_no_language_of_a_finder(library: Library) -> None:
    languages: dict[str, Language] = {
        **library.languages,
        "vi": msgspec.structs.replace(library.languages["es"], tag="vi"),
    }
    place = answering("en", interpreters=True, languages=("vi", "es"))
    asked = shelf(regions={"US": place}, languages=languages)
    finder = only(asked, pieces=("language-finder",), formats=("flyer",)).finder
    assert "vi" not in finder
    assert finder[0] == "es"


@pytest.mark.parametrize("spoken", [(), ("en",), ("so", "en", "ht")])
def test_a_finder_of_fewer_than_two_languages_is_left_out(spoken: tuple[str, ...]) -> None:
    asked = shelf(regions={"US": answering(*spoken)})
    told = reason(asked, pieces=("language-finder",), formats=("poster",))
    assert told.startswith("The record of us-line says that it answers in ")
    assert (", ".join(spoken) or "no language") in told
    assert f"fewer than {FEWEST} of these have texts" in told


def test_pieces_that_are_no_finders_speak_their_own_languages_only(library: Library) -> None:
    place = answering("en", interpreters=True)
    for piece in PIECES:
        if not library.pieces[piece].finder:
            layout = library.pieces[piece].formats[0]
            assert (
                only(shelf(regions={"US": place}), pieces=(piece,), formats=(layout,)).finder == ()
            )


# Variants of a piece.


def test_the_variants_of_a_piece_are_pieces_that_share_its_texts(library: Library) -> None:
    staff = library.texts["staff"]
    names = [f"staff-{variant}" for variant in staff.variants]
    assert names == ["staff-hotel", "staff-transport", "staff-health", "staff-school"]
    assert "staff" not in library.pieces
    for name, variant in zip(names, staff.variants, strict=True):
        piece: Piece = library.pieces[name]
        assert (piece.texts, piece.prefix, piece.variants) == ("staff", "staff", ())
        assert {block.variant for block in piece.blocks} == {"", variant}
        assert all(address.startswith("staff.") for address, _ in addressed(piece))
    said = {address for name in names for address, _ in addressed(library.pieces[name])}
    assert said == {address for address, _ in addressed(staff)}


def test_a_variant_is_asked_for_by_its_own_name() -> None:
    edition = only(pieces=("staff-hotel",), formats=("poster",))
    assert edition.id == "US/staff-hotel.poster.en.home.letter"


def test_discreet_pieces_are_those_that_someone_carries_in_secret() -> None:
    assert {"self-help", "youth"} <= set(DISCREET)
    assert not {"bystander", "staff-hotel", "world-day"} & set(DISCREET)


# Languages.


@pytest.mark.parametrize(("language", "fits"), [("en", True), ("hi", True), ("ur", False)])
def test_a_format_too_small_for_tall_lines_is_left_out_with_the_reason(
    language: str, fits: bool
) -> None:
    asked: dict[str, Any] = {
        "pieces": ("self-help",), "formats": ("label-sheet",), "languages": (language,),
    }  # fmt: skip
    if fits:
        assert only(**asked).languages == (language,)
    else:
        assert "too small for the tall lines of Urdu" in reason(**asked)


@pytest.mark.parametrize(("count", "more"), [(1, ""), (3, " There are 2 more.")])
def test_a_language_whose_catalog_has_faults_is_left_out_with_the_first(
    count: int, more: str
) -> None:
    whole = shelf()
    catalogs = {tag: one for tag, one in whole.catalogs.items() if tag != "es"}
    faults = [Fault("es.po", f"line {line}", "A digit was added.") for line in range(1, count + 1)]
    broken = shelf(catalogs=catalogs, faulty={"es": faults})
    asked: dict[str, Any] = {"pieces": ("self-help",), "formats": ("poster",)}
    told = reason(broken, languages=("es",), **asked)
    assert f"cannot be used. es.po: line 1: A digit was added.{more} 'handbill" in told
    assert "'handbill translations check es' shows all" in told
    assert only(broken, languages=("de",), **asked).languages == ("de",)
