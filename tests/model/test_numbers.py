import phonenumbers
import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from handbill.model.numbers import (
    dialled_characters,
    digits_of,
    is_emergency_number,
    isolated,
    number_fault,
    printed_number,
    spelled_digits,
    telephone_uri,
)
from handbill.model.regions import Channel, NumberForm

COUNTRIES = sorted(phonenumbers.SUPPORTED_REGIONS)
KEYPAD = {
    "2": "ABC", "3": "DEF", "4": "GHI", "5": "JKL",
    "6": "MNO", "7": "PQRS", "8": "TUV", "9": "WXYZ",
}  # fmt: skip


def call(
    number: str, form: NumberForm = "national", *, written: str = "", letters: str = ""
) -> Channel:
    return Channel(kind="call", number=number, form=form, written=written, letters=letters)


@st.composite
def dialled_numbers(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a country and the digits of a valid number as people dial them there."""
    country = draw(st.sampled_from(COUNTRIES))
    kind = draw(
        st.sampled_from(
            (PhoneNumberType.TOLL_FREE, PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)
        )
    )
    example = phonenumbers.example_number_for_type(country, kind)
    if example is None:
        reject()
    digits = digits_of(phonenumbers.format_number(example, PhoneNumberFormat.NATIONAL))
    changed = draw(st.integers(0, 3))
    tail = "".join(draw(st.sampled_from("0123456789")) for _ in range(changed))
    number = digits[: len(digits) - changed] + tail
    assume(number_fault(call(number), country) is None)
    return country, number


@pytest.mark.parametrize(
    ("channel", "country", "reader", "printed"),
    [
        pytest.param(call("8883737888"), "US", "US", "(888) 373-7888", id="grouped at home"),
        pytest.param(call("18883737888"), "US", "US", "18883737888", id="ungrouped, not shortened"),
        pytest.param(
            call("18883737888", written="1-888-373-7888"),
            "US",
            "US",
            "1-888-373-7888",
            id="as its operator writes it",
        ),
        pytest.param(
            call("18883737888", written="1-888-373-7888"),
            "US",
            "MX",
            "+1 888-373-7888",
            id="international abroad",
        ),
        pytest.param(call("08000121700"), "GB", "GB", "0800 012 1700", id="leading zero at home"),
        pytest.param(
            call("08000116016"), "DE", "PL", "+49 800 0116016", id="no leading zero abroad"
        ),
        pytest.param(call("233733", "short"), "US", "MX", "233733", id="short code abroad"),
        pytest.param(call("*211", "star"), "US", "US", "*211", id="star code"),
        pytest.param(
            call("111247786", "universal", written="111-247-786"),
            "PK",
            "IN",
            "111-247-786",
            id="universal access number abroad",
        ),
        pytest.param(
            call("116016", "short", written="116 016"), "DE", "DE", "116 016", id="written short"
        ),
    ],
)
def test_a_number_is_printed_for_its_readers(
    channel: Channel, country: str, reader: str, printed: str
) -> None:
    assert printed_number(channel, country, reader) == printed


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(dialled_numbers())
def test_at_home_exactly_the_dialled_digits_are_printed(drawn: tuple[str, str]) -> None:
    country, number = drawn
    assert dialled_characters(printed_number(call(number), country, country)) == number


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(dialled_numbers(), st.sampled_from(COUNTRIES))
def test_abroad_the_printed_number_dials_the_same_line(drawn: tuple[str, str], reader: str) -> None:
    country, number = drawn
    assume(reader != country)
    printed = printed_number(call(number), country, reader)
    assert printed.startswith("+")
    assert telephone_uri(call(number), country) == f"tel:+{digits_of(printed)}"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(dialled_numbers(), st.sampled_from(COUNTRIES))
def test_printed_numbers_have_ascii_digits_only(drawn: tuple[str, str], reader: str) -> None:
    country, number = drawn
    printed = printed_number(call(number), country, reader)
    assert all(character.isascii() for character in printed if character.isdigit())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.from_regex(r"[0-9]{2,6}|[*#][0-9]{2,8}#?", fullmatch=True),
    st.sampled_from(COUNTRIES),
    st.sampled_from(COUNTRIES),
)
def test_short_and_star_codes_are_printed_as_they_are_everywhere(
    number: str, country: str, reader: str
) -> None:
    form: NumberForm = "star" if number[0] in "*#" else "short"
    assert number_fault(call(number, form), country) is None
    assert printed_number(call(number, form), country, reader) == number


@pytest.mark.parametrize(
    ("channel", "country", "part"),
    [
        pytest.param(call("0800 0116016"), "DE", "without spaces", id="grouped"),
        pytest.param(call("+498000116016"), "DE", "not a national number", id="plus sign"),
        pytest.param(call("٠٨٠٠١١٦٠١٦"), "DE", "not a national number", id="native digits"),
        pytest.param(call("12345"), "DE", "not a national number", id="too short for its form"),
        pytest.param(call("1" * 16), "US", "not a national number", id="too long for its form"),
        pytest.param(call("8883737888\n"), "US", "not a national number", id="line break"),
        pytest.param(call("1234567", "short"), "US", "not a short number", id="long short code"),
        pytest.param(call("211", "star"), "US", "not a star number", id="star code without star"),
        pytest.param(call("112247786", "universal"), "PK", "not a universal", id="not universal"),
        pytest.param(call("18883737888"), "GB", "not a valid telephone number in GB", id="abroad"),
        pytest.param(call("800120148"), "US", "digit by digit", id="a Polish number in the US"),
        pytest.param(call("188837378881"), "US", "digit by digit", id="a digit too many"),
        pytest.param(
            call("18883737888", written="1-888-337-3888"),
            "US",
            "'1-888-337-3888', which is not '18883737888' in groups. Use the same digits",
            id="written with exchanged digits",
        ),
        *(
            pytest.param(
                call("18883737888", written=written),
                "US",
                f"'written' is '{written}', which is not '18883737888' in groups.",
                id=f"written {name}",
            )
            for name, written in (
                ("with a digit more", "1-888-373-7888-8"),
                ("with native digits", "١-٨٨٨-٣٧٣-٧٨٨٨"),
                ("with a native digit more", "1-888-373-7888٣"),
                ("with a full-width digit more", "1-888-373-7888８"),
                ("with a superscript", "1-888-373-7888²"),
                ("with letters", "1-888-373-7888 HELP"),
                ("with a label", "tel: 1-888-373-7888"),
                ("with a letter for a digit", "1-888-373-788B"),
                ("with a control of direction", "\u202e1-888-373-7888"),
                ("on two lines", "1-888-373-7888\n"),
                ("with an asterisk", "1-888-373-7888*"),
            )
        ),
        pytest.param(
            call("18553527233", letters="855-FLA-SAVE"),
            "US",
            "spells 8553527283",
            id="vanity word of another number",
        ),
        pytest.param(
            call("18553527233", letters="FLA"),
            "US",
            "not the end of",
            id="vanity word in the midst",
        ),
        pytest.param(
            call("18553527233", letters="855-352-723٣"), "US", "'letters' is", id="native vanity"
        ),
        *(
            pytest.param(
                call("18553527233", letters=letters), "US", f"'letters' is '{letters}'", id=name
            )
            for name, letters in (
                ("vanity word of hyphens", "---"),
                ("vanity word of spaces", "  "),
                ("vanity word of signs", "(.)"),
            )
        ),
    ],
)
def test_a_number_that_cannot_be_right_is_a_fault(
    channel: Channel, country: str, part: str
) -> None:
    fault = number_fault(channel, country)
    assert fault is not None
    assert part in fault
    assert fault.endswith(".")


@pytest.mark.parametrize(
    ("channel", "country"),
    [
        pytest.param(call("8883737888"), "US", id="without the 1"),
        pytest.param(call("18883737888"), "US", id="with the 1"),
        pytest.param(call("18553527233", letters="855-FLA-SAFE"), "US", id="vanity word"),
        pytest.param(call("18004224453", letters="1-800-4-a-child"), "US", id="small letters"),
        pytest.param(call("08000116016", written="08000 116 016"), "DE", id="own grouping"),
        pytest.param(call("8883737888", written="(888) 373.7888"), "US", id="dots and parentheses"),
        pytest.param(call("*31#", "star", written="*31 #"), "DE", id="written star code"),
        pytest.param(call("*31#", "star"), "DE", id="star code with hash"),
        pytest.param(call("111247786", "universal"), "PK", id="universal"),
    ],
)
def test_a_number_that_fits_its_country_has_no_fault(channel: Channel, country: str) -> None:
    assert number_fault(channel, country) is None


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="23456789", min_size=1, max_size=12), st.data())
def test_vanity_letters_spell_their_keypad_digits(digits: str, data: st.DataObject) -> None:
    letters = "".join(data.draw(st.sampled_from(KEYPAD[digit])) for digit in digits)
    separator = data.draw(st.sampled_from(("", "-", " ", ".")))
    assert spelled_digits(separator.join(letters)) == digits
    assert spelled_digits(letters.lower()) == digits


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="0123456789-() ."))
def test_spelling_digits_gives_the_digits(text: str) -> None:
    assert spelled_digits(text) == digits_of(text)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="23456789", min_size=2, max_size=7), st.integers(0, 6), st.data())
def test_a_vanity_word_with_one_wrong_letter_is_a_fault(
    digits: str, position: int, data: st.DataObject
) -> None:
    place = position % len(digits)
    wrong = data.draw(st.sampled_from([digit for digit in KEYPAD if digit != digits[place]]))
    letters = [KEYPAD[digit][0] for digit in digits]
    letters[place] = KEYPAD[wrong][0]
    channel = call(f"*{digits}", "star", letters="".join(letters))
    assert number_fault(channel, "US") is not None


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text())
def test_dialled_characters_are_ascii_digits_star_and_hash(text: str) -> None:
    assert set(dialled_characters(text)) <= set("0123456789*#")
    assert digits_of(text) == dialled_characters(text).replace("*", "").replace("#", "")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(), st.sampled_from(COUNTRIES), st.sampled_from(("national", "short", "star")))
def test_any_text_as_number_is_judged_in_a_finished_sentence_or_accepted(
    number: str, country: str, form: NumberForm
) -> None:
    fault = number_fault(call(number, form), country)
    assert fault is None or fault.endswith(".")


@pytest.mark.parametrize(
    ("channel", "country", "uri"),
    [
        pytest.param(call("18883737888"), "US", "tel:+18883737888", id="national"),
        pytest.param(call("08000116016"), "DE", "tel:+498000116016", id="leading zero dropped"),
        pytest.param(call("911", "short"), "US", "tel:911", id="short"),
        pytest.param(call("*31#", "star"), "US", "tel:*31%23", id="hash escaped"),
        pytest.param(
            call("111247786", "universal", written="111-247-786"), "PK", "tel:111247786", id="UAN"
        ),
    ],
)
def test_the_telephone_uri_dials_the_number(channel: Channel, country: str, uri: str) -> None:
    assert telephone_uri(channel, country) == uri


@pytest.mark.parametrize(
    ("number", "country", "expected"),
    [
        pytest.param("911", "US", True, id="US 911"),
        pytest.param("112", "DE", True, id="DE 112"),
        pytest.param("190", "BR", True, id="BR 190"),
        pytest.param("190", "US", False, id="Brazil's police in the US"),
        pytest.param("9111", "US", False, id="one digit too many"),
    ],
)
def test_emergency_numbers_are_those_of_their_country(
    number: str, country: str, expected: bool
) -> None:
    assert is_emergency_number(number, country) is expected


def test_in_plain_text_a_number_is_isolated_from_the_writing_direction() -> None:
    assert isolated("1-888-373-7888") == "\u20661-888-373-7888\u2069"
