import pickle
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbill.model.faults import Fault, InputError, UnknownNameError
from handbill.model.names import look_up, nearest
from handbill.model.placeholders import filled, placeholders_in, stray_percent_signs

NAMES = st.from_regex(r"[a-z]+", fullmatch=True)
PLAIN_TEXTS = st.text().filter(lambda text: "%" not in text)


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        pytest.param("numbr", ["number", "name"], "number", id="letter left out"),
        pytest.param("us-ca", ["US-CA", "MX"], "US-CA", id="upper and lower case alike"),
        pytest.param("slef-help", ["bystander", "self-help"], "self-help", id="exchanged letters"),
    ],
)
def test_the_nearest_name_comes_first(name: str, known: list[str], expected: str) -> None:
    assert nearest(name, known)[0] == expected


def test_nothing_is_near_a_name_of_another_kind() -> None:
    assert nearest("zzzz", ["number", "name"]) == ()


@settings(deadline=None)
@given(st.text(), st.lists(st.text()), st.integers(1, 5))
def test_near_names_are_known_names_and_not_more_than_asked_for(
    name: str, known: list[str], most: int
) -> None:
    found = nearest(name, known, most)
    assert set(found) <= set(known)
    assert len(found) <= most


@settings(deadline=None)
@given(st.lists(NAMES, min_size=1, unique=True), st.data())
def test_a_known_name_is_nearest_to_itself(known: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(known))
    assert nearest(name, known)[0] == name


def test_looking_up_prefers_the_exact_name() -> None:
    assert look_up("region", "us", {"US": 1, "us": 2}) == 2


def test_looking_up_ignores_case() -> None:
    assert look_up("region", "us-ca", {"US-CA": 1}) == 1


def test_an_unknown_name_is_answered_with_the_nearest_and_the_list() -> None:
    with pytest.raises(UnknownNameError) as caught:
        look_up("piece", "self-hlep", {"self-help": 1, "bystander": 2})
    assert caught.value.near == ("self-help",)
    assert str(caught.value) == (
        "There is no piece named 'self-hlep'. Did you mean self-help? "
        "'handbill list pieces' shows all."
    )


def test_an_unknown_name_that_is_near_nothing_says_so() -> None:
    with pytest.raises(UnknownNameError, match=re.escape("No known name comes near it.")):
        look_up("region", "qqqq", {"US": 1})


def test_input_errors_list_each_fault_once_in_order() -> None:
    first, second = Fault("a.toml", "id", "Wrong."), Fault("b.toml", "", "Wrong.")
    error = InputError([second, first, second])
    assert error.faults == (first, second)
    assert str(error) == "a.toml: id: Wrong.\nb.toml: Wrong."


def test_input_errors_survive_the_way_between_processes() -> None:
    error = InputError([Fault("a.toml", "id", "Wrong.")])
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  it is our own
    assert copy.faults == error.faults
    assert str(copy) == str(error)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Call %(number)s", {"number": 1}, id="one"),
        pytest.param("%(keyword)s to %(number)s", {"keyword": 1, "number": 1}, id="two"),
        pytest.param("%(number)s, %(number)s", {"number": 2}, id="twice"),
        pytest.param("100 % (number)s %s %d {number}", {}, id="look-alikes"),
        pytest.param("%(number)", {}, id="unfinished"),
        pytest.param("", {}, id="empty"),
    ],
)
def test_named_placeholders_are_counted(text: str, expected: dict[str, int]) -> None:
    assert placeholders_in(text) == Counter(expected)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("Call %(number)s", 0, id="none"),
        pytest.param("100 %", 1, id="per cent"),
        pytest.param("%s %d %%", 4, id="unnamed and doubled"),
        pytest.param("%(number)d %(Number)s %(number s", 3, id="look-alikes"),
        pytest.param("%%(number)s%", 2, id="on both sides"),
        pytest.param("", 0, id="empty"),
    ],
)
def test_per_cent_signs_outside_placeholders_are_counted(text: str, count: int) -> None:
    assert stray_percent_signs(text) == count


@settings(deadline=None)
@given(st.text())
def test_every_per_cent_sign_is_of_a_placeholder_or_stray(text: str) -> None:
    assert stray_percent_signs(text) + placeholders_in(text).total() == text.count("%")


@settings(deadline=None)
@given(st.lists(st.tuples(PLAIN_TEXTS, NAMES)), PLAIN_TEXTS)
def test_every_placeholder_is_found(parts: list[tuple[str, str]], end: str) -> None:
    text = "".join(f"{plain}%({name})s" for plain, name in parts) + end
    assert placeholders_in(text) == Counter(name for _, name in parts)


@settings(deadline=None)
@given(st.lists(st.tuples(PLAIN_TEXTS, NAMES, st.text())), PLAIN_TEXTS)
def test_filling_replaces_placeholders_and_nothing_else(
    parts: list[tuple[str, str, str]], end: str
) -> None:
    values = {name: value for _, name, value in parts}
    text = "".join(f"{plain}%({name})s" for plain, name, _ in parts) + end
    assert filled(text, values) == (
        "".join(f"{plain}{values[name]}" for plain, name, _ in parts) + end
    )


@settings(deadline=None)
@given(NAMES, st.text())
def test_what_fills_a_placeholder_is_not_filled_again(name: str, rest: str) -> None:
    value = f"%({name})s{rest}"
    assert filled(f"%({name})s", {name: value}) == value


@settings(deadline=None)
@given(PLAIN_TEXTS)
def test_text_without_placeholders_stays_as_it_is(text: str) -> None:
    assert filled(text, {}) == text


def test_a_placeholder_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="number"):
        filled("Call %(number)s", {"keyword": "HELP"})
