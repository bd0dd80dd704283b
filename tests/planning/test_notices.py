"""Which notices can be planned, in which languages and on which paper, and why others cannot."""

from typing import Any

import msgspec
import pytest

from handbill.composing.sizes import canvas_of
from handbill.model.editions import Edition, Omission
from handbill.model.names import look_up
from handbill.model.postings import Posting
from handbill.planning.notices import (
    notice_languages,
    notice_lines,
    notice_paper,
    reason_against_notice,
)
from handbill.planning.selection import Selection, plan
from tests.composing.samples import CHECKED, SOURCE, channel, hotline, region, shelf, shipped

LETTER = (215.9, 279.4)


def law(**changes: Any) -> Posting:
    """Return a law that Handbill's notice can meet."""
    record: dict[str, Any] = {
        "id": "us-test",
        "jurisdiction": "US",
        "instrument": "Test Act",
        "year": 2020,
        "mandatory": "yes",
        "who": ("bars",),
        "sources": (SOURCE,),
        "checked": CHECKED,
        "confidence": "high",
        "page": (8.5, 11.0),
        "languages": ("en", "es"),
        "hotlines": ("us-line",),
        "elements": ("call",),
    }
    return Posting(**record | changes)


LINE = hotline(free=True)
PLACE = region(LINE)


def reason(
    posting: Posting,
    languages: tuple[str, ...] = ("en", "es"),
    trim: tuple[float, float] | None = LETTER,
    at: Any = PLACE,
) -> str | None:
    return reason_against_notice(posting, at, notice_lines(at, posting), languages, trim)


def planned(*regions: str, **changes: Any) -> tuple[list[Edition], list[Omission]]:
    return plan(Selection(regions=regions, **changes), shelf())


def only_omission(*regions: str, **changes: Any) -> Omission:
    editions, omissions = planned(*regions, **changes)
    assert editions == []
    (omission,) = omissions
    return omission


def test_a_notice_that_meets_its_law_has_no_reason_against_it() -> None:
    assert reason(law()) is None
    assert reason(law(elements=("call", "free", "confidential"))) is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"jurisdiction": "US-FL"}, "is a law of US-FL, not of US.", id="elsewhere"),
        pytest.param(
            {"own_design": False, "official_sheet": "Post the blue sheet."},
            "allows no design of one's own. Post the blue sheet.",
            id="official sheet",
        ),
        pytest.param(
            {"elements": (), "note": "Nothing was found."},
            "No duty to post a notice was found (Test Act (us-test)). Nothing was found.",
            id="no duty",
        ),
        pytest.param(
            {"elements": ("call", "report-police")}, "police contact", id="police contact"
        ),
        pytest.param({"hotlines": ()}, "'handbill hotlines US' shows", id="no number"),
        pytest.param(
            {"hotlines": ("us-line", "us-other")}, "'handbill hotlines US' shows", id="one of two"
        ),
        pytest.param({"languages": ("en", "fr")}, "Write -l en+fr.", id="language"),
        pytest.param(
            {"elements": ("free", "anonymous")}, "to say anonymous, and the record", id="unstated"
        ),
        pytest.param({"page": (11.0, 17.0)}, "asks for 11 × 17 in at least.", id="larger paper"),
    ],
)
def test_a_notice_that_cannot_meet_its_law_says_why(changes: dict[str, Any], said: str) -> None:
    told = reason(law(**changes))
    assert told is not None
    assert said in told
    assert "Test Act (us-test)" in told
    assert told.endswith(".")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(hotline(print=False, reason="It moved."), id="kept out of print"),
        pytest.param(hotline(channels=(channel(kind="text"),)), id="no telephone"),
    ],
)
def test_a_line_that_cannot_be_printed_keeps_the_notice_back(line: Any) -> None:
    told = reason(law(), at=region(line))
    assert told is not None
    assert "numbers that are not in the directory or must not be printed" in told


@pytest.mark.parametrize(
    ("page", "trim", "fits"),
    [
        ((8.5, 11.0), LETTER, True),
        ((8.5, 11.0), (279.4, 215.9), True),
        ((8.5, 11.0), (210.0, 297.0), False),
        ((8.5, 11.0), (279.4, 431.8), True),
        ((8.27, 11.69), LETTER, False),
        ((11.0, 17.0), LETTER, False),
        ((3.0, 5.0), LETTER, True),
        (None, (50.0, 50.0), True),
    ],
)
def test_paper_smaller_than_the_law_asks_for_is_left_out(
    page: tuple[float, float] | None, trim: tuple[float, float], fits: bool
) -> None:
    assert (reason(law(page=page), trim=trim) is None) is fits


@pytest.mark.parametrize(
    ("changes", "sheets"),
    [
        ({"languages": ()}, ()),
        ({"languages": ("en", "es")}, (("en", "es"),)),
        ({"languages": ("en", "es"), "separate": True}, (("en",), ("es",))),
        ({"languages": ("en",)}, (("en",),)),
    ],
)
def test_languages_share_a_sheet_unless_the_law_wants_them_apart(
    changes: dict[str, Any], sheets: tuple[tuple[str, ...], ...]
) -> None:
    assert notice_languages(law(**changes)) == sheets


def test_each_sheet_of_a_law_with_separate_sheets_has_one_of_its_languages() -> None:
    apart = law(separate=True)
    assert reason(apart, ("en",)) is None
    assert reason(apart, ("es",)) is None


def test_a_language_more_than_the_law_asks_for_is_allowed() -> None:
    assert reason(law(languages=("en",)), ("en", "ar")) is None


@pytest.mark.parametrize(
    ("changes", "usual", "paper"),
    [
        ({}, "letter", "letter"),
        ({}, "a4", "letter"),
        ({}, "a3", "a3"),
        ({"page": None}, "a4", "a4"),
        ({"page": (11.0, 17.0)}, "letter", "tabloid"),
        ({"page": (3.0, 5.0)}, "letter", "letter"),
        ({"page": (30.0, 40.0)}, "letter", "letter"),
        ({"paper": "tabloid"}, "letter", "tabloid"),
    ],
)
def test_the_usual_paper_is_taken_unless_the_law_asks_for_a_larger(
    changes: dict[str, Any], usual: str, paper: str
) -> None:
    assert notice_paper(law(**changes), shipped().formats["notice"], usual) == paper


def test_the_text_number_is_that_of_the_first_line_and_only_where_asked_for() -> None:
    text = channel(kind="text", number="233733", form="short")
    lines = (
        hotline(id="us-line", channels=(text, channel())),
        hotline(id="us-other", channels=(channel(), text)),
    )
    both = law(hotlines=("us-other", "us-line"))
    place = region(*lines)
    kinds = [
        [each.kind for each in line.channels]
        for line in notice_lines(place, msgspec.structs.replace(both, text_number=True))
    ]
    assert kinds == [["call", "text"], ["call"]]
    assert [len(line.channels) for line in notice_lines(place, both)] == [1, 1]
    assert [line.hotline.id for line in notice_lines(place, both)] == ["us-other", "us-line"]


# What is shipped.


@pytest.mark.parametrize(
    ("code", "name", "languages", "paper"),
    [
        ("US-FL", "us-fl", ("en", "es"), "letter"),
        ("US-CA", "us-ca", ("en", "es"), "tabloid"),
        ("US-NM", "us-nm", ("en", "es"), "letter"),
        ("US-HI", "us-hi", ("en",), "letter"),
        ("US-MD", "us-md-baltimore", ("en", "es"), "letter"),
    ],
)
def test_a_law_sets_languages_and_paper_where_nothing_is_asked_for(
    code: str, name: str, languages: tuple[str, ...], paper: str
) -> None:
    (edition,), omissions = planned(code, pieces=(f"posting-{name}",))
    assert omissions == []
    assert (edition.format, edition.languages, edition.paper) == ("notice", languages, paper)
    assert edition.emergency == ()


@pytest.mark.parametrize(
    ("code", "changes", "said"),
    [
        ("US-NJ", {"pieces": ("posting-us-nj",)}, "allows no design of one's own. Post the sign"),
        ("US-FL", {"pieces": ("posting-us-ca",)}, "is a law of US-CA, not of US-FL."),
        ("US-FL", {"pieces": ("posting-us-fl",), "languages": ("en",)}, "Write -l en+es."),
        ("US-FL", {"pieces": ("posting-us-fl",), "paper": "a4"}, "8.5 × 11 in at least"),
        ("ZA", {"pieces": ("posting-za",), "languages": ("en",)}, "No duty to post a notice"),
        ("US-FL", {"pieces": ("posting-us-fl",), "formats": ("poster",)}, "'poster' is a format"),
        ("US-FL", {"pieces": ("bystander",), "formats": ("notice",), "languages": ("en",)},
         "'notice' is a format for notices that laws ask for"),
    ],
)  # fmt: skip
def test_what_was_asked_for_by_name_and_cannot_be_printed_is_left_out_with_the_reason(
    code: str, changes: dict[str, Any], said: str
) -> None:
    omission = only_omission(code, **changes)
    assert said in omission.reason
    assert omission.reason.endswith(".")


def test_a_law_with_separate_sheets_is_planned_one_language_at_a_time() -> None:
    editions, omissions = planned("US-TX", pieces=("posting-us-tx-lodging",))
    every = [*editions, *(omission.edition for omission in omissions)]
    assert [edition.languages for edition in every] == [("en",), ("es",)]


def test_a_notice_on_its_long_side_is_composed_so() -> None:
    layout, postings = shipped().formats["notice"], shipped().postings
    assert canvas_of(layout, "letter", postings["us-nm"]) == (279.4, 215.9)
    assert canvas_of(layout, "letter", postings["us-fl"]) == (215.9, 279.4)


@pytest.mark.parametrize("code", ["US", "US-FL", "US-NJ", "US-MD", "DE", "BR"])
def test_unasked_notices_are_those_of_the_region_and_in_their_own_format(code: str) -> None:
    editions, omissions = planned(code)
    every = [*editions, *(omission.edition for omission in omissions)]
    pieces = shipped().pieces
    assert {edition.format == "notice" for edition in every if pieces[edition.piece].posting} <= {
        True
    }
    assert all(pieces[edition.piece].posting for edition in every if edition.format == "notice")
    laws = {law.jurisdiction for edition in every if (law := pieces[edition.piece].posting)}
    assert laws <= {code}


@pytest.mark.parametrize("code", ["US-FL", "DE"])
def test_other_pieces_are_planned_as_before(code: str) -> None:
    editions, _ = planned(code, pieces=("bystander",), languages=("en",))
    formats = [edition.format for edition in editions]
    assert sorted(formats) == sorted(shipped().pieces["bystander"].formats)


def test_no_piece_holds_the_texts_of_all_notices() -> None:
    pieces = shipped().pieces
    assert "posting" not in pieces
    assert look_up("piece", "posting-us-fl", pieces).texts == "posting"
