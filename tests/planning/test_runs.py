"""A run file becomes editions, each once, and is checked as a whole before the first page."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest

from handbill.model.editions import Edition
from handbill.model.faults import Fault, InputError
from handbill.model.formats import Printer
from handbill.model.organizations import Organization
from handbill.model.runs import Choices, Entry, Exclusion, RunFile
from handbill.planning.runs import RunPlan, plan_run
from tests.composing.samples import PARTNER, REGIONS, select, shelf

PRINTERS = {"office": Printer(edge=4.0), "copy-shop": Printer(edge=6.0)}
OTHER = Organization(name="Other Aid", id="other-aid")
SMALL: dict[str, Any] = {
    "regions": ("US", "DE"), "pieces": ("bystander",), "formats": ("poster",), "languages": ("en",),
}  # fmt: skip


def planned(**keys: Any) -> RunPlan:
    organizations = {PARTNER.id: PARTNER, OTHER.id: OTHER}
    return plan_run(
        RunFile(**SMALL | keys), "run.toml", shelf(organizations=organizations), PRINTERS
    )


def faults(**keys: Any) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        planned(**keys)
    for fault in caught.value.faults:
        assert fault.path == "run.toml"
        assert fault.message.endswith((".", "?"))
    return caught.value.faults


def only_fault(**keys: Any) -> Fault:
    (fault,) = faults(**keys)
    return fault


def ids(editions: Sequence[Edition]) -> list[str]:
    return sorted(edition.id for edition in editions)


def test_a_run_is_planned_like_the_same_words_on_the_command_line() -> None:
    keys = {"pieces": ("self-help", "bystander"), "formats": ("poster", "flyer"),
            "languages": ("es+en", "ar"), "outputs": ("home", "screen")}  # fmt: skip
    plan = planned(regions=tuple(REGIONS), **keys)
    editions, omissions = select(*REGIONS, **keys)
    assert sorted(plan.editions, key=lambda one: one.id) == sorted(editions, key=lambda e: e.id)
    assert {left.edition.id: left.reason for left in plan.omissions} == {
        left.edition.id: left.reason for left in omissions
    }


def test_all_and_absent_mean_what_suits() -> None:
    absent = planned(regions=("MX",), pieces=None, formats=None, languages=None)
    word = planned(regions=("MX",), pieces="all", formats="all", languages="all")
    assert ids(word.editions) == ids(absent.editions) == ids(select("MX")[0])


def test_all_regions_are_all_there_are() -> None:
    regions = {one.region for one in planned(regions="all").editions}
    assert set(REGIONS) & regions
    assert len(regions) > 100


def test_one_name_needs_no_list_and_case_does_not_matter() -> None:
    plan = planned(regions="us", pieces="Bystander", formats="POSTER", languages="ES+en")
    assert ids(plan.editions) == ["US/bystander.poster.es+en.home.letter"]


def test_a_region_has_what_its_table_says_and_else_what_the_file_says() -> None:
    plan = planned(
        organization=PARTNER.id,
        region={"DE": Choices(organization=OTHER.id, formats="flyer", paper="a4")},
    )
    assert ids(plan.editions) == [
        "DE/bystander.flyer.other-aid.en.home.a4",
        f"US/bystander.poster.{PARTNER.id}.en.home.letter",
    ]


def test_a_region_can_go_back_to_no_organization() -> None:
    plan = planned(organization=PARTNER.id, region={"DE": Choices(organization="")})
    assert "DE/bystander.poster.en.home.a4" in ids(plan.editions)


def test_a_run_starts_from_the_keys_of_the_file_and_a_regions_table_wins() -> None:
    plan = planned(
        region={"DE": Choices(outputs="image")},
        run=(Entry(), Entry(regions=("US", "DE"), formats="flyer", outputs="screen")),
    )
    assert ids(plan.editions) == [
        "DE/bystander.flyer.en.image.a4",
        "DE/bystander.poster.en.image.a4",
        "US/bystander.flyer.en.screen.letter",
        "US/bystander.poster.en.home.letter",
    ]


def test_an_edition_that_two_runs_ask_for_is_made_once() -> None:
    plan = planned(run=(Entry(regions="US"), Entry(), Entry(languages=("ht",))))
    assert ids(plan.editions) == [
        "DE/bystander.poster.en.home.a4",
        "US/bystander.poster.en.home.letter",
    ]
    assert ids([left.edition for left in plan.omissions]) == [
        "DE/bystander.poster.ht.home.a4",
        "US/bystander.poster.ht.home.letter",
    ]


def test_the_same_edition_for_two_printers_is_a_fault() -> None:
    fault = only_fault(run=(Entry(printer="office"), Entry(regions="US", printer="copy-shop")))
    assert fault.key == "run[1]"
    assert "asked for in 'run[0]' as well" in fault.message


def test_variants_and_printer_reach_the_edition() -> None:
    (edition,) = planned(regions="US", variants=("large-print",), printer="OFFICE").editions
    assert edition.variants == ("large-print",)
    assert edition.printer == PRINTERS["office"]


FOUR: dict[str, Any] = {"pieces": ("self-help", "bystander"), "languages": ("es", "en", "es+en"),
                        "outputs": ("home", "screen")}  # fmt: skip


@pytest.mark.parametrize(
    ("exclusion", "is_out"),
    [
        pytest.param(Exclusion(region="de"), lambda e: e.region == "DE", id="region"),
        pytest.param(Exclusion(piece="self-help"), lambda e: e.piece == "self-help", id="piece"),
        pytest.param(Exclusion(output="screen"), lambda e: e.output == "screen", id="output"),
        pytest.param(Exclusion(language="es"), lambda e: "es" in e.languages, id="language"),
        pytest.param(
            Exclusion(language="en+es"), lambda e: len(e.languages) == 2, id="language-pair"
        ),
        pytest.param(
            Exclusion(region=("US", "DE"), piece="bystander", language="en", output="home"),
            lambda e: (e.piece, e.output) == ("bystander", "home") and "en" in e.languages,
            id="all-keys-together",
        ),
    ],
)
def test_what_matches_every_key_of_an_exclusion_is_left_out(
    exclusion: Exclusion, is_out: Any
) -> None:
    everything = planned(**FOUR).editions
    plan = planned(**FOUR, exclude=(exclusion,))
    assert ids(plan.editions) == ids([one for one in everything if not is_out(one)])
    assert plan.excluded == len(everything) - len(plan.editions) > 0


def test_what_is_excluded_needs_no_reason_any_more() -> None:
    plan = planned(languages=("en", "ht"), exclude=(Exclusion(language="ht"),))
    assert (plan.omissions, plan.excluded) == ([], 2)


@pytest.mark.parametrize(
    ("field", "bad", "near"),
    [
        ("pieces", "bystandr", "bystander"), ("formats", "postr", "poster"),
        ("languages", "es+zh-Hams", "zh-Hans"), ("organization", "open-dor", "open-door"),
        ("paper", "leter", "letter"), ("printer", "ofice", "office"), ("regions", "US-FX", "US-FL"),
    ],
)  # fmt: skip
def test_an_unknown_name_brings_the_nearest_wherever_it_stands(
    field: str, bad: str, near: str
) -> None:
    said: dict[str, Any] = {field: bad}
    places: list[tuple[dict[str, Any], str]] = [
        (said, field),
        ({"run": (Entry(**said),)}, f"run[0].{field}"),
    ]
    if field != "regions":
        places.append(({"region": {"DE": Choices(**said)}}, f"region.DE.{field}"))
    for keys, key in places:
        fault = only_fault(**keys)
        assert fault.key == key
        assert near in fault.message


@pytest.mark.parametrize("kind", ["region", "piece", "format", "language"])
def test_an_unknown_name_in_an_exclusion_is_a_fault(kind: str) -> None:
    said: dict[str, Any] = {kind: "nobody"}
    assert only_fault(exclude=(Exclusion(**said),)).key == f"exclude[0].{kind}"


@pytest.mark.parametrize(
    ("keys", "key", "words"),
    [
        pytest.param({"regions": ("US", "us")}, "regions", "'US' stands here 2", id="region"),
        pytest.param({"languages": ("es", "ES")}, "languages", "'es' stands", id="language"),
        pytest.param({"outputs": ("home", "home")}, "outputs", "'home' stands", id="output"),
        pytest.param(
            {"exclude": (Exclusion(region="US"), Exclusion(region=("us",)))}, "exclude[1]",
            "same as 'exclude[0]'", id="exclusion",
        ),
        pytest.param(
            {"region": {"de": Choices(), "DE": Choices()}}, "region.DE", "Join them", id="table"
        ),
        pytest.param(
            {"region": {"FR": Choices(organization=OTHER.id)}}, "region.FR",
            "'FR' is in no run", id="override-outside",
        ),
        pytest.param({"region": {"DEU": Choices()}}, "region.DEU", "DE", id="override-unknown"),
        pytest.param(
            {"exclude": (Exclusion(region="FR", format="poster"),)}, "exclude[0]",
            "None has the region FR.", id="idle-exclusion",
        ),
        pytest.param(
            {"region": {"DE": Choices(formats="flyer")},
             "exclude": (Exclusion(region="DE", format="poster"),)},
            "exclude[0]", "matches none of the 2 editions", id="idle-together",
        ),
        pytest.param(
            {"formats": ("poster", "label-sheet")}, "formats", "suits none of the pieces",
            id="format-without-piece",
        ),
        pytest.param(
            {"formats": "notice"}, "formats", "suits none of the pieces", id="notice-format"
        ),
        pytest.param(
            {"pieces": ("bystander", "youth"), "formats": "door-hanger"}, "pieces",
            "'youth' suits none of the formats", id="piece-without-format",
        ),
        pytest.param(
            {"formats": ("poster", "flyer"), "paper": "a3"}, "paper", "'flyer' is not laid out",
            id="paper",
        ),
        pytest.param(
            {"region": {"DE": Choices(formats="flyer")}, "paper": "a3"}, "paper", "'flyer' is not",
            id="paper-of-an-override",
        ),
        pytest.param(
            {"formats": "flyer", "variants": "large-print"}, "variants", "not made as",
            id="variant",
        ),
        pytest.param(
            {"variants": ("tiled",), "outputs": ("home", "screen")}, "outputs", "'home' only",
            id="tiled",
        ),
        pytest.param(
            {"formats": "flyer", "languages": "en+es+de"}, "languages", "more languages than any",
            id="languages",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_a_fault_before_the_first_page(
    keys: dict[str, Any], key: str, words: str
) -> None:
    fault = only_fault(**keys)
    assert fault.key == key
    assert words in fault.message


def test_all_faults_are_told_at_once() -> None:
    found = faults(
        regions=("US", "USA"),
        pieces="nothing",
        paper="a5",
        organization="nobody",
        exclude=(Exclusion(piece="nothing"),),
        region={"XX": Choices(formats="postr")},
        run=(Entry(), Entry(formats="notice", pieces="bystander")),
    )
    assert [fault.key for fault in found] == [
        "exclude[0].piece", "organization", "paper", "pieces", "region.XX", "region.XX.formats",
        "regions", "run[1].formats",
    ]  # fmt: skip


def test_an_unknown_name_makes_up_no_other_fault() -> None:
    for field, bad in product(("pieces", "formats", "regions"), ("nobody", ("nobody", "none"))):
        found = faults(**{field: bad}, region={"DE": Choices(organization=OTHER.id)})
        assert {fault.key for fault in found} == {field}
