"""Every format holds texts that are longer, mirrored, doubled or without spaces."""

import pytest

from handbill.batch.results import Made
from handbill.batch.wiring import shelf_of
from handbill.batch.workshop import Workshop
from handbill.library.library import Library
from handbill.planning.selection import Selection, plan
from handbill.press import fitting
from tests.batch.test_workshop import TODAY, errors
from tests.composing.samples import PSEUDO_LOCALES

HARDEST = [
    pytest.param("world-day", "door-hanger", id="door-hanger-with-statistics"),
    pytest.param("world-day", "flyer", id="flyer-with-statistics"),
    pytest.param("language-finder", "flyer", id="flyer-with-a-cell-for-each-language"),
    pytest.param("staff-transport", "folded-card", id="folded-card-with-two-kept-statements"),
    pytest.param("youth", "label-sheet", id="label-sheet-with-a-kept-statement"),
    pytest.param("posting-us-federal", "notice", id="notice"),
    pytest.param("parents", "poster", id="poster-with-a-long-headline"),
    pytest.param("language-finder", "poster", id="poster-with-a-cell-for-each-language"),
    pytest.param("youth", "stall-sign", id="stall-sign"),
    pytest.param("world-day", "table-tent", id="table-tent-with-statistics"),
    pytest.param("work-rights", "tear-off", id="tear-off-with-two-lines-on-a-strip"),
    pytest.param("bystander", "tri-fold", id="tri-fold-with-a-full-cover"),
    pytest.param("staff-hotel", "wallet-card", id="wallet-card-with-two-kept-statements"),
]
"""For each format the pieces that leave it the least room."""


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return Workshop(None, strict=False, today=TODAY)


@pytest.fixture(autouse=True)
def only_the_smallest_and_largest_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the sizes in between untried: whether a text fits does not depend on them."""
    monkeypatch.setattr(fitting, "STEPS", 0)


def made(workshop: Workshop, library: Library, piece: str, layout: str, language: str) -> Made:
    selection = Selection(("US",), (piece,), (layout,), (language,), ("screen",))
    (edition,), _ = plan(selection, shelf_of(library))
    return workshop.make(edition)


@pytest.mark.parametrize("language", PSEUDO_LOCALES)
@pytest.mark.parametrize(("piece", "layout"), HARDEST)
def test_a_format_holds_its_hardest_piece_in_every_pseudo_locale(
    workshop: Workshop, library: Library, piece: str, layout: str, language: str
) -> None:
    result = made(workshop, library, piece, layout, language)
    assert errors(result) == [], result.reason
    assert result.data is not None


def test_each_format_has_a_hardest_piece(library: Library) -> None:
    assert {case.values[1] for case in HARDEST} == set(library.formats)
