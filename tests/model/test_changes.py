"""What changed between two directories, and exactly the files that it makes wrong."""

from typing import Any

import msgspec
import pytest

from handbill.model.changes import EMERGENCY, Carried, Change, Way, changes, outdated
from handbill.model.regions import Channel, Hotline, Region, inherit
from tests.composing.samples import channel, emergency, hotline, region

CALL = Way("call", "1-888-373-7888")
TEXT = Channel(kind="text", number="233733", form="short", keyword="HELP")
FILE = Carried("a.pdf", "US", (("us-line", CALL),), ("911",))


def changed(old: Hotline | None, new: Hotline | None) -> list[Change]:
    lines = ((old,) if old else (), (new,) if new else ())
    return changes({"US": region(*lines[0])}, {"US": region(*lines[1])})


def one(old: Hotline | None, new: Hotline | None) -> Change:
    (change,) = changed(old, new)
    return change


def reasons(file: Carried, found: list[Change]) -> tuple[str, ...]:
    return next((file.reasons for file in outdated([file], found)), ())


def test_equal_directories_have_no_changes() -> None:
    assert changed(hotline(), hotline()) == []


def test_another_number_is_named_with_the_one_that_stands_instead() -> None:
    new = hotline(channels=(channel(number="18663472423", written=""),))
    change = one(hotline(), new)
    assert change.gone == (CALL,)
    (reason,) = reasons(FILE, [change])
    assert reason.startswith("us-line: call 1-888-373-7888 is not printed any more; now call ")


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        pytest.param({"free": True}, {"free": None}, "free", id="no longer known to be free"),
        pytest.param({"anonymous": True}, {"anonymous": False}, "anonymous", id="not anonymous"),
        pytest.param({}, {"confidential": None}, "confidential", id="not confidential"),
        pytest.param({"serves": "everyone"}, {"serves": "women"}, "serves", id="serves fewer"),
        pytest.param({}, {"kind": "violence"}, "kind", id="another kind of help"),
        pytest.param({}, {"name": "New Line"}, "name", id="another name"),
        pytest.param({"names": {"es": "A"}}, {"names": {}}, "name", id="a name less"),
    ],
)
def test_what_a_record_no_longer_says_of_a_line_is_lost(
    old: dict[str, Any], new: dict[str, Any], lost: str
) -> None:
    change = one(hotline(**old), hotline(**new))
    assert [loss.what for loss in change.lost] == [lost]
    assert reasons(FILE, [change]) == (f"us-line: the record changed on {lost}",)


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        pytest.param({"hours": "always"}, {"hours": "daily"}, "hours", id="fewer hours"),
        pytest.param({"hours": "daily"}, {}, "hours", id="unknown hours"),
        pytest.param({"languages": ("en", "es")}, {"languages": ("en",)}, "languages", id="fewer"),
        pytest.param({"interpreters": True}, {}, "interpreters", id="no interpreters"),
    ],
)
def test_what_a_record_no_longer_says_of_a_channel_is_lost_on_files_with_that_channel(
    old: dict[str, Any], new: dict[str, Any], lost: str
) -> None:
    change = one(hotline(channels=(channel(**old), TEXT)), hotline(channels=(channel(**new), TEXT)))
    assert reasons(FILE, [change]) == (
        f"us-line: the record changed on {lost} of call 1-888-373-7888",
    )
    text_only = msgspec.structs.replace(FILE, lines=(("us-line", Way("text", "233733")),))
    assert reasons(text_only, [change]) == ()


def test_another_keyword_makes_files_with_the_text_number_wrong() -> None:
    new = msgspec.structs.replace(TEXT, keyword="INFO")
    change = one(hotline(channels=(TEXT,)), hotline(channels=(new,)))
    assert [loss.what for loss in change.lost] == ["keyword"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param({}, {"free": True}, id="a fact more"),
        pytest.param({}, {"names": {"es": "Línea"}}, id="a name more"),
        pytest.param({}, {"channels": (channel(), TEXT)}, id="a channel more"),
        pytest.param({}, {"channels": (channel(hours="always"),)}, id="hours become known"),
        pytest.param({}, {"channels": (channel(written=""),)}, id="digits grouped otherwise"),
        pytest.param({}, {"note": "Ask.", "confirmed_by": "A. O."}, id="what is never printed"),
    ],
)
def test_additions_make_no_file_wrong(old: dict[str, Any], new: dict[str, Any]) -> None:
    found = changed(hotline(**old), hotline(**new))
    assert not any(change.makes_wrong for change in found)
    assert reasons(FILE, found) == ()


def test_a_file_with_the_same_digits_grouped_otherwise_is_found() -> None:
    regrouped = msgspec.structs.replace(FILE, lines=(("us-line", Way("call", "(1888) 3737888")),))
    assert len(reasons(regrouped, changed(hotline(), None))) == 1


def test_a_line_kept_out_of_print_says_why() -> None:
    change = one(hotline(), hotline(print=False, reason="It has closed."))
    assert reasons(FILE, [change]) == (
        "us-line: call 1-888-373-7888 is not printed any more (It has closed)",
    )


def test_a_line_that_was_never_printed_changes_nothing() -> None:
    assert changed(hotline(print=False, reason="Old."), None) == []


def with_states(country: Region, *states: Region) -> dict[str, Region]:
    return {"US": country} | {state.code: inherit(state, country) for state in states}


def test_a_subdivision_is_wrong_only_where_it_inherits_what_changed() -> None:
    own = Region(code="US-FL", parent="US", hotlines=(hotline(operator="Florida"),))
    other = Region(code="US-GA", parent="US")
    moved = region(hotline(channels=(channel(number="18663472423", written=""),)))
    found = changes(with_states(region(hotline()), own, other), with_states(moved, own, other))
    assert [change.region for change in found] == ["US", "US-GA"]
    files = [msgspec.structs.replace(FILE, region=code) for code in ("US", "US-FL", "US-GA")]
    assert [bool(reasons(file, found)) for file in files] == [True, False, True]


@pytest.mark.parametrize(
    ("printed", "is_wrong"),
    [
        pytest.param(("191",), True, id="prints it"),
        pytest.param(("199",), False, id="prints another"),
        pytest.param((), False, id="prints none"),
        pytest.param(None, True, id="an older manifest that does not tell"),
    ],
)
def test_an_emergency_number_makes_the_files_wrong_that_print_it(
    printed: tuple[str, ...] | None, is_wrong: bool
) -> None:
    old = {"TH": region(code="TH", emergency=(emergency("191", "police"),))}
    new = {"TH": region(code="TH", emergency=(emergency("193", "police"),))}
    (change,) = changes(old, new)
    assert change.hotline == EMERGENCY
    file = Carried("a.pdf", "TH", (), printed)
    assert bool(reasons(file, [change])) == is_wrong
    assert reasons(msgspec.structs.replace(file, region="JP"), [change]) == ()


@pytest.mark.parametrize(
    ("after", "is_wrong"),
    [
        pytest.param(emergency("191", "fire"), True, id="another service"),
        pytest.param(emergency("191", "police", "fire"), False, id="one service more"),
        pytest.param(emergency("191", "general"), False, id="now for everything"),
    ],
)
def test_a_number_that_lost_a_service_makes_its_files_wrong(after: Any, is_wrong: bool) -> None:
    old = {"TH": region(code="TH", emergency=(emergency("191", "police"),))}
    found = changes(old, {"TH": region(code="TH", emergency=(after,))})
    assert bool(reasons(Carried("a.pdf", "TH", (), ("191",)), found)) == is_wrong


def test_a_region_taken_out_makes_all_its_files_wrong() -> None:
    found = changes({"US": region(hotline())}, {})
    assert len(reasons(FILE, found)) == 2
