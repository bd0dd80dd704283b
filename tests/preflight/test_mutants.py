"""Planted faults: every mutant is caught by the check meant for it, no good edition by any."""

from collections import Counter

import pytest

from handbill.model.findings import CHECKS
from tests.preflight.mutants import MUTANTS
from tests.preflight.mutants.gaps import GAPS
from tests.preflight.mutants.pages import press_like
from tests.preflight.mutants.planting import Mutant, written
from tests.preflight.mutants.samples import CASES, checked, sample

EXEMPT = {
    "translation.missing": "found before printing; tests/batch/test_workshop.py plants it",
    "translation.unreviewed": "a warning before printing; tests/batch/test_workshop.py plants it",
    "edition.unknown": "about files of other directories; not part of an edition's preflight",
    "file.unreadable": "about other people's files; not part of an edition's preflight",
    "file.active": "about other people's files; not part of an edition's preflight",
    **{check: "tests/preflight/test_postings.py plants it" for check in CHECKS
       if check.startswith("posting.")},
}  # fmt: skip
"""Checks without a mutant, and why."""


def planted() -> list[object]:
    return [
        pytest.param(
            mutant,
            name,
            id=f"{mutant.name}-{name}",
            marks=[pytest.mark.xfail(reason=GAPS[mutant.name, name])]
            if (mutant.name, name) in GAPS
            else [],
        )
        for mutant in MUTANTS
        for name in mutant.samples
    ]


@pytest.mark.parametrize(("mutant", "name"), planted())
def test_a_planted_fault_is_caught_by_the_check_meant_for_it(mutant: Mutant, name: str) -> None:
    found = mutant.caught(name)
    assert mutant.check in [each.check for each in found if each.severity == mutant.severity]


@pytest.mark.parametrize("name", CASES)
def test_a_good_edition_passes_without_an_error(name: str) -> None:
    assert [each for each in sample(name).findings if each.severity == "error"] == []


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name,
            marks=[pytest.mark.xfail(reason=GAPS["good press file", name])]
            if ("good press file", name) in GAPS
            else [],
        )
        for name in ("en", "ar", "poster")
    ],
)
def test_a_good_file_for_press_passes_without_an_error(name: str) -> None:
    made = press_like(sample(name))
    assert [each for each in checked(made.pdf, made.expected) if each.severity == "error"] == []


@pytest.mark.parametrize("name", ["en", "ar"])
def test_a_statistic_with_its_source_passes(name: str) -> None:
    made = written("27.6 million (ILO)")(sample(name))
    assert [each for each in checked(made.pdf, made.expected) if each.severity == "error"] == []


def test_every_check_has_a_mutant() -> None:
    assert set(CHECKS) - {mutant.check for mutant in MUTANTS} == set(EXEMPT)


def test_each_mutant_has_a_name_of_its_own() -> None:
    assert [name for name, count in Counter(m.name for m in MUTANTS).items() if count > 1] == []


def test_gaps_name_mutants_that_exist() -> None:
    known = {(mutant.name, name) for mutant in MUTANTS for name in mutant.samples}
    assert {gap for gap in GAPS if gap[0] != "good press file"} <= known
