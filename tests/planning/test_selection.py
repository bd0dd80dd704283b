"""A selection of names becomes editions, and a reason for each one left out."""

from itertools import pairwise
from typing import Any

import pytest

from handbill.library.library import Library
from handbill.model.editions import Edition, Omission
from handbill.model.faults import InputError
from handbill.planning.lines import reason_without_line
from handbill.planning.selection import Selection, plan
from tests.composing.samples import (
    BY_FORMAT,
    DISCREET,
    FINDERS,
    FORMATS,
    PARTNER,
    PIECES,
    PSEUDO_LOCALES,
    REGIONS,
    SUITED,
    hotline,
    region,
    select,
    shelf,
)

ONE: dict[str, Any] = {"pieces": ("self-help",), "formats": ("poster",), "languages": ("es",)}


def only_edition(*regions: str, **changes: Any) -> Edition:
    editions, omissions = select(*regions, **ONE | changes)
    assert omissions == []
    (edition,) = editions
    return edition


def only_omission(*regions: str, **changes: Any) -> Omission:
    editions, omissions = select(*regions, **ONE | changes)
    assert editions == []
    (omission,) = omissions
    assert omission.reason[0] in "'ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert omission.reason.endswith(".")
    return omission


def test_every_unknown_name_is_reported_at_once() -> None:
    with pytest.raises(InputError) as caught:
        select(
            "US-FX",
            "Atlantis",
            pieces=("self-hlep",),
            formats=("postr",),
            languages=("ess+xx-nope", "engl"),
            organization="open-dor",
            paper="a5",
        )
    message = str(caught.value)
    names = ["US-FX", "Atlantis", "self-hlep", "postr", "ess", "xx-nope", "engl", "open-dor", "a5"]
    assert [name for name in names if f"'{name}'" not in message] == []
    assert len(caught.value.faults) == len(names)


@pytest.mark.parametrize(
    ("changes", "kind", "near"),
    [
        pytest.param({"regions": ("US-FX",)}, "region", "US-FL", id="region"),
        pytest.param({"pieces": ("selfhelp",)}, "piece", "self-help", id="piece"),
        pytest.param({"formats": ("POSTERS",)}, "format", "poster", id="format"),
        pytest.param({"languages": ("pt-BRR",)}, "language", "pt-BR", id="language"),
        pytest.param({"languages": ("es+pt-BRR",)}, "language", "pt-BR", id="language-of-a-pair"),
        pytest.param({"organization": "opendoor"}, "organization", "open-door", id="organization"),
        pytest.param({"paper": "lettre"}, "paper", "letter", id="paper"),
    ],
)
def test_an_unknown_name_brings_the_nearest_known_one(
    changes: dict[str, Any], kind: str, near: str
) -> None:
    asked: dict[str, Any] = {"regions": ("US",), **ONE, **changes}
    with pytest.raises(InputError) as caught:
        plan(Selection(**asked), shelf())
    (fault,) = caught.value.faults
    assert f"no {kind} named" in fault.message
    assert near in fault.message
    assert fault.message.endswith(".")


@pytest.mark.parametrize("bad", ["", "es+", "+es", "es++en"], ids=repr)
def test_an_empty_language_is_an_unknown_one(bad: str) -> None:
    with pytest.raises(InputError, match="There is no language named ''"):
        select("US", **ONE | {"languages": (bad,)})


@pytest.mark.parametrize(
    ("regions", "changes"),
    [
        pytest.param(("us",), {}, id="region"),
        pytest.param(("US",), {"pieces": ("Self-Help",)}, id="piece"),
        pytest.param(("US",), {"formats": ("POSTER",)}, id="format"),
        pytest.param(("US",), {"languages": ("ES",)}, id="language"),
    ],
)
def test_names_are_found_in_upper_and_lower_case(
    regions: tuple[str, ...], changes: dict[str, Any]
) -> None:
    assert only_edition(*regions, **changes).id == "US/self-help.poster.es.home.letter"


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("ZH-hans", "zh-Hans"),
        ("PT-br", "pt-BR"),
        ("pt_BR", "pt-BR"),
        ("EN-xa", "en-XA"),
        ("Es+EN", "es+en"),
    ],
    ids=str,
)
def test_an_edition_writes_languages_as_declared(asked: str, written: str) -> None:
    assert "+".join(only_edition("US", languages=(asked,)).languages) == written


@pytest.mark.parametrize(
    ("tag", "name"),
    [("ht", "Haitian Creole"), ("vi", "Vietnamese"), ("so", "Somali"), ("zh-Hant", "Chinese")],
)
def test_a_language_that_cldr_knows_and_we_have_no_catalog_for_is_left_out(
    tag: str, name: str
) -> None:
    for asked in (tag, tag.upper(), tag.lower(), tag.replace("-", "_")):
        omission = only_omission("US", languages=(asked,))
        assert omission.edition.languages == (tag,)
        assert omission.reason.startswith(f"There is no catalog for {name} ({tag}) yet.")


def test_a_pair_with_a_language_without_catalog_is_left_out() -> None:
    assert "(ht)" in only_omission("US", languages=("es+ht",)).reason


def test_a_declared_language_whose_catalog_is_missing_is_left_out(library: Library) -> None:
    catalogs = {tag: catalog for tag, catalog in library.catalogs.items() if tag != "es"}
    editions, omissions = plan(Selection(regions=("US",), **ONE), shelf(catalogs=catalogs))
    assert editions == []
    assert omissions[0].reason.startswith("The catalog for Spanish (es) is missing")


@pytest.mark.parametrize("tag", ["en", *PSEUDO_LOCALES])
def test_english_and_pseudo_locales_need_no_catalog(tag: str) -> None:
    selection = Selection(regions=("US",), **ONE | {"languages": (tag,)})
    editions, omissions = plan(selection, shelf(catalogs={}))
    assert [edition.languages for edition in editions] == [(tag,)]
    assert omissions == []


MORE_THAN_ENOUGH = ("es", "en", "de", "zh-Hans", "uk")


@pytest.mark.parametrize("layout", FORMATS)
def test_a_format_holds_as_many_languages_as_it_says_and_no_more(
    library: Library, layout: str
) -> None:
    most = library.formats[layout].languages
    assert most == (4 if layout in ("poster", "tri-fold", "folded-card") else 2)
    # A finder names languages of its own.
    piece = next(name for name in BY_FORMAT[layout] if name not in FINDERS)
    asked = {"pieces": (piece,), "formats": (layout,)}
    full = only_edition("US", **asked, languages=("+".join(MORE_THAN_ENOUGH[:most]),))
    assert full.languages == MORE_THAN_ENOUGH[:most]
    omission = only_omission("US", **asked, languages=("+".join(MORE_THAN_ENOUGH[: most + 1]),))
    assert omission.reason.startswith(f"'{layout}' has room for at most {most} languages.")
    assert omission.edition.languages == MORE_THAN_ENOUGH[: most + 1]


def test_a_language_named_twice_counts_once() -> None:
    assert only_edition("US", languages=("es+es",)).languages == ("es",)
    assert only_edition("US", languages=("es", "ES", "es+es", "Es+eS")).languages == ("es",)
    assert only_edition("US", languages=("pt-BR", "pt_br", "PT-BR")).languages == ("pt-BR",)


def test_a_language_without_catalog_named_twice_is_left_out_once() -> None:
    assert only_omission("US", languages=("ht", "HT", "ht+HT")).edition.languages == ("ht",)


def test_the_order_of_two_languages_is_kept() -> None:
    assert only_edition("US", languages=("es+en",)).languages == ("es", "en")
    assert only_edition("US", languages=("en+es",)).languages == ("en", "es")


@pytest.mark.parametrize("paper", ["a3", "tabloid"])
@pytest.mark.parametrize("layout", ["flyer", "wallet-card"])
def test_a_paper_the_format_is_not_laid_out_for_is_left_out(layout: str, paper: str) -> None:
    reason = only_omission("US", formats=(layout,), paper=paper).reason
    assert reason.startswith(f"'{layout}' is not laid out for the paper '{paper}'.")
    assert "a4, letter" in reason


def test_press_output_is_left_out_and_the_others_are_made() -> None:
    editions, omissions = select("US", **ONE, outputs=("home", "press", "screen", "image"))
    assert [edition.output for edition in editions] == ["home", "screen", "image"]
    assert [omission.edition.output for omission in omissions] == ["press"]
    assert omissions[0].reason.startswith("Press output is not made")


def test_an_edition_without_a_line_is_left_out_with_the_reason(library: Library) -> None:
    place = region(hotline(confidential=None))
    selection = Selection(regions=("US",), **ONE)
    editions, omissions = plan(selection, shelf(regions={"US": place}))
    assert editions == []
    assert omissions[0].reason == reason_without_line(place, library.pieces["self-help"])


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        pytest.param(
            {"regions": ("US-FL",), "formats": ("wallet-card",), "languages": ("es+en",)},
            "US-FL/self-help.wallet-card.es+en.home.letter.pdf",
            id="bilingual-card",
        ),
        pytest.param(
            {"regions": ("US",), "pieces": ("bystander",)},
            "US/bystander.poster.es.home.letter.pdf",
            id="home",
        ),
        pytest.param(
            {"regions": ("DE",), "languages": ("uk",), "outputs": ("screen",), "paper": "a3"},
            "DE/self-help.poster.uk.screen.a3.pdf",
            id="screen-on-another-paper",
        ),
        pytest.param(
            {"regions": ("BR",), "languages": ("pt-BR",), "outputs": ("image",)},
            "BR/self-help.poster.pt-BR.image.a4.png",
            id="image",
        ),
    ],
)
def test_id_and_path_follow_the_published_pattern(changes: dict[str, Any], path: str) -> None:
    (edition,), omissions = plan(Selection(**ONE | changes), shelf())
    assert omissions == []
    assert edition.path == path
    assert edition.id == path.rsplit(".", 1)[0]


def test_an_organization_gives_its_editions_names_of_their_own() -> None:
    plain = only_edition("US", pieces=("bystander",))
    partnered = only_edition("US", pieces=("bystander",), organization=PARTNER.id)
    assert partnered.organization == PARTNER.id
    assert partnered.id != plain.id
    assert PARTNER.id in partnered.path


@pytest.mark.parametrize("asked", ["OPEN-DOOR", "Open-Door"])
def test_an_organization_is_found_in_upper_and_lower_case(asked: str) -> None:
    exact = only_edition("US", pieces=("bystander",), organization=PARTNER.id)
    assert only_edition("US", pieces=("bystander",), organization=asked) == exact


@pytest.mark.parametrize(
    ("piece", "layout"), [(piece, layout) for piece, layout in SUITED if piece in DISCREET]
)
def test_a_discreet_piece_is_the_same_edition_with_and_without_an_organization(
    piece: str, layout: str
) -> None:
    plain = only_edition("US", pieces=(piece,), formats=(layout,))
    assert only_edition("US", pieces=(piece,), formats=(layout,), organization=PARTNER.id) == plain
    assert plain.organization == ""


def test_naming_nothing_asks_for_all_that_suits(library: Library) -> None:
    editions, omissions = select("US")
    asked = [*editions, *(omission.edition for omission in omissions)]
    pairs = {(edition.piece, edition.format) for edition in asked}
    usual = {pair for pair in pairs if pair[1] != "notice"}
    assert usual == set(SUITED)
    made = {(edition.piece, edition.format) for edition in editions}
    assert made == {*SUITED, ("posting-us-federal", "notice")}
    assert pairs - usual == {
        ("posting-us-federal", "notice"),
        ("posting-us-federal-visa", "notice"),
    }
    assert {edition.languages for edition in asked if edition.format != "notice"} == {
        (tag,) for tag in library.regions["US"].languages
    }
    assert {edition.output for edition in asked} == {"home"}


@pytest.mark.parametrize("code", REGIONS)
def test_everything_asked_for_is_made_or_left_out_with_a_finished_reason(
    library: Library, code: str
) -> None:
    editions, omissions = select(code, outputs=("home", "press"), pieces=tuple(PIECES))
    asked = [*editions, *(omission.edition for omission in omissions)]
    languages = library.regions[code].languages
    assert len(asked) == len(SUITED) * len(languages) * 2
    assert len({edition.id for edition in asked}) == len(asked)
    assert all(omission.reason.endswith(".") for omission in omissions)
    assert all(edition.lines and edition.emergency for edition in editions)


def test_the_regions_paper_is_taken_unless_another_is_asked_for() -> None:
    assert only_edition("US").paper == "letter"
    assert only_edition("DE").paper == "a4"
    assert only_edition("US", paper="a4").paper == "a4"


def test_a_subdivision_prints_its_own_code_and_its_countrys_lines() -> None:
    edition = only_edition("US-FL", pieces=("bystander",))
    assert edition.region == "US-FL"
    assert [line.hotline.id for line in edition.lines] == [
        "us-trafficking",
        "us-fl-trafficking-tip",
    ]
    assert [entry.number for entry in edition.emergency] == ["911"]


def test_editions_follow_the_order_in_which_they_were_asked_for() -> None:
    editions, _ = select("US", "DE", **ONE | {"languages": ("fr", "es")})
    order = [(edition.region, edition.languages[0]) for edition in editions]
    assert order == [("US", "fr"), ("US", "es"), ("DE", "fr"), ("DE", "es")]


def test_regions_named_twice_are_made_once() -> None:
    editions, _ = select("US", "US", "DE", **ONE)
    assert all(one.id != other.id for one, other in pairwise(editions))
    assert len(editions) == 2


@pytest.mark.parametrize(
    ("regions", "changes"),
    [
        pytest.param(("US", "us", "Us"), {}, id="regions"),
        pytest.param(("US",), {"pieces": ("self-help", "SELF-HELP")}, id="pieces"),
        pytest.param(("US",), {"formats": ("Poster", "poster", "poster")}, id="formats"),
        pytest.param(("US",), {"languages": ("es", "ES")}, id="languages"),
    ],
)
def test_a_name_given_twice_in_other_capitals_makes_one_edition(
    regions: tuple[str, ...], changes: dict[str, Any]
) -> None:
    assert only_edition(*regions, **changes).id == "US/self-help.poster.es.home.letter"
