"""Every run a reader could dial is a candidate; dates, statistics and sizes are not."""

import datetime
import re
from typing import Literal

import phonenumbers
import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import assume, example, given, reject
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from handbill.model.numbers import digits_of
from handbill.model.regions import Channel, NumberForm
from handbill.preflight.phones import Known, candidates, known_ways, nearest, recorded

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def dialled(line: str) -> list[str]:
    return [candidate.dialled for candidate in candidates(line)]


@pytest.mark.parametrize(
    ("line", "digits"),
    [
        ("1-888-373-7888", "18883737888"),
        ("1.888.373.7888", "18883737888"),
        ("888·373·7888", "8883737888"),
        ("888‐373‑7888", "8883737888"),
        ("888–373−7888", "8883737888"),
        ("(888) 373 7888", "8883737888"),
        ("(888)373-7888", "8883737888"),
        ("+1 (888) 373-7888", "18883737888"),
        ("+49 30 1234567", "49301234567"),
        ("(+49) 30 1234567", "49301234567"),
        ("+49 (0)30 1234567", "49301234567"),
        ("00 49 (0)30 1234567", "0049301234567"),
        ("0 (212) 345 67 89", "02123456789"),
        ("8 (800) 200-01-22", "88002000122"),
        ("(8 (800) 200-01-22)", "88002000122"),
        ("(06 1) 234 5678", "0612345678"),
        ("+41.22.739.81.11", "41227398111"),
        ("0808/8000815", "08088000815"),
        ("030 / 1234567", "0301234567"),
        ("0211-123 4567 890", "02111234567890"),
        ("08000 116 016", "08000116016"),
        ("00 800 4567 8900", "0080045678900"),
        ("800 5533 000", "8005533000"),
        ("800 500 000", "800500000"),
        ("0800\N{NARROW NO-BREAK SPACE}116\N{NO-BREAK SPACE}016", "0800116016"),
        ("0800 1111", "08001111"),
        ("2022-3344", "20223344"),
        ("18883737888", "18883737888"),
        ("Tel08001234567", "08001234567"),
        ("8883737888b", "8883737888"),
        ("888-373-7888x123", "8883737888"),
        ("+380931234567", "380931234567"),
        ("tel:+18883737888", "18883737888"),
        ("wa.me/18883737888", "18883737888"),
        ("888-373-7888.Call", "8883737888"),
        ("at 888-373-7888 24/7", "8883737888"),
        ("1-888-373-7888 24 hours", "18883737888"),
        ("(1) 888-373-7888", "18883737888"),
        ("1) 888-373-7888", "8883737888"),
        ("( 888 373 7888 )", "8883737888"),
        ("113 000 000 00", "11300000000"),
        ("0900–1700", "09001700"),
    ],
)
def test_a_telephone_number_in_any_grouping_is_one_candidate(line: str, digits: str) -> None:
    (found,) = candidates(line)
    assert (found.dialled, found.short) == (digits, False)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Call 911.", "911"),
        ("(112)", "112"),
        ("1098", "1098"),
        ("116006", "116006"),
        ("116 006", "116006"),
        ("116-006", "116006"),
        ("116.006", "116006"),
        ("116 000", "116000"),
        ("118 000", "118000"),
        ("Text HELP to 233733", "233733"),
        ("39 19", "3919"),
        ("15-47", "1547"),
        ("9-1-1", "911"),
        ("11.61.11", "116111"),
        ("*211", "*211"),
        ("#144", "#144"),
        ("*211#", "*211#"),
        ("＊２１１", "*211"),
        ("No. 123", "123"),
        ("SOS 112", "112"),
        ("Emergency-1122", "1122"),
        ("112’yi arayın", "112"),
        ("112-es", "112"),
        ("911²", "911"),
        ("①911", "911"),
        ("9️⃣1️⃣1️⃣", "911"),
        ("100% 911", "911"),
        ("0 € 112", "112"),
        ("4.5 112", "112"),
        ("911.now", "911"),
        ("请访问example.org/help或拨打110", "110"),
        ("116117.de", "116117"),
    ],
)
def test_a_short_code_is_one_candidate(line: str, code: str) -> None:
    (found,) = candidates(line)
    assert (found.dialled, found.short) == (code, True)


@pytest.mark.parametrize(
    ("line", "digits"),
    [
        ("١٠٩٨", "1098"),
        ("۰۲۱–۱۲۳۴۵۶۷", "0211234567"),
        ("+٩٦٢ ٦ ٥٥٠ ١٢٣٤", "96265501234"),
        ("१०९८", "1098"),
        ("৯৯৯", "999"),
        ("โทร๑๑๙๑", "1191"),
        ("១២៨៨", "1288"),
        ("၁၉၉", "199"),
        ("༡༡༣", "113"),
        ("（０１２０）９９−７７７７", "0120997777"),
        ("拨打110报警", "110"),
        ("\N{LEFT-TO-RIGHT ISOLATE}٩١١\N{POP DIRECTIONAL ISOLATE}", "911"),
    ],
)
def test_digits_of_every_script_count(line: str, digits: str) -> None:
    assert dialled(line) == [digits]


@pytest.mark.parametrize(
    ("line", "digits"),
    [
        ("1-800-CALL-FBI", "18002255324"),
        ("1-888-3737-888", "18883737888"),
        ("1-855-BE-FREE-1", "18552337331"),
        ("800-FLOWERS", "8003569377"),
        ("855-FLA-SAFE", "8553527233"),
        ("866-DHS-2-ICE", "8663472423"),
        ("1-866-4USWAGE", "18664879243"),
        ("1-800-4-A-CHILD", "18004224453"),
        ("1-888-373-HELP", "18883734357"),
        ("1-800-CALL FBI", "18002255324"),
        ("1 800 CALL FBI NOW", "18002255324"),
        ("(800) FLOWERS", "8003569377"),
        ("(800-FLOWERS)", "8003569377"),
        ("1800RESPECT", "18007377328"),
        ("1-800-Flowers", "18003569377"),
        ("1-80-THE-LOST", "1808435678"),
        ("-866-4USWAGE", "8664879243"),
        ("CALL 911 NOW", "911"),
        ("0800 116 016 FREE", "0800116016"),
        ("365-days-a-year", "365"),
    ],
)
def test_letters_that_complete_a_number_are_spelled(line: str, digits: str) -> None:
    assert dialled(line) == [digits]


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("911 · 112", ["911", "112"]),
        ("911, 112; 110 | 119", ["911", "112", "110", "119"]),
        ("110、119", ["110", "119"]),
        ("911  112", ["911", "112"]),
        ("112 or 911", ["112", "911"]),
        ("112 ou 15/1122", ["112", "1122"]),
        ("911/112", ["911", "112"]),
        ("102/103/104", ["102", "103", "104"]),
        ("888-373-7888 / 911", ["8883737888", "911"]),
        ("888-373-7888 911", ["8883737888", "911"]),
        ("911 888-373-7888", ["911", "8883737888"]),
        ("1-888-373-7888 1-866-602-9448", ["18883737888", "18666029448"]),
        ("1-888-373-7888 (1-888-3737-888)", ["18883737888", "18883737888"]),
        ("1-888-373-7888 x 123", ["18883737888", "123"]),
        ("*67 888 373 7888", ["*67", "8883737888"]),
        ("0800 HELP NOW CALL 911", ["08004357669", "911"]),
        ("112 $100", ["112"]),
        ("911 112", ["911112"]),
        ("08000 121 700 0800 808 3733", ["0800012170008008083733"]),
    ],
)
def test_numbers_side_by_side_part_only_where_no_number_can_hide(
    line: str, numbers: list[str]
) -> None:
    assert dialled(line) == numbers


NOTHING_TO_DIAL = {
    "years": ("2026", "in 1987", "1990/91", "2025-26", "2020–2024", "1990 – 2020", "1990s",
              "2026-11", "พ.ศ. 2569", "2569年"),
    "dates": ("2026-11-21", "21.11.2026", "21.11.26", "11/21/2026", "11/21/26", "21. 11. 2026",
              "21 Nov 2026", "Nov 21, 2026", "Nov 21 2026", "21 de novembro de 2026",
              "2026年11月21日", "٢٠٢٦/١١/٢١", "۱۴۰۵/۰۸/۳۰", "21 พ.ย. 2569",
              "21 พฤศจิกายน พ.ศ. 2569", "๒๑/๑๑/๒๕๖๙", "2026-NOV-21", "٢١\u200f/١١\u200f/٢٠٢٦"),
    "times": ("8:00", "08:00–17:00", "08:30-17:30/18:00-20:00", "8.30–17.00", "08.30-17.00 Uhr",
              "8h30-17h00", "9-17", "10–22", "24/7", "7/24", "24 h"),
    "shares": ("40 %", "100%", "%100", "٪٤٠", "12,5 %"),
    "money": ("$100", "100 €", "US$ 1,000", "€ 1.000,00", "12 345,67 €", "1000 USD", "500 zł",
              "₹ 1,00,000", "Rs. 500"),
    "counts": ("27,600,000", "2,76,00,000", "1'000", "1’000’000", "٢٧٬٦٠٠٬٠٠٠", "27 600 000",
               "50 000", "50.000", "27.600.000", "281 600 000", "12 500", "1 500", "1,234.56",
               "200+", "300 million", "300万人", "18–25", "16-24"),
    "decimals": ("4.5", "27.6", "27,6", "112,5", "٢٧٫٦"),
    "sizes": ("210 × 297 mm", "210×297", "8.5 x 11 in", "85.6 × 54", "10 x 15 x 20 cm", "A4",
              "210 mm", "300 dpi", "100mm"),
    "sections and versions": ("§ 238", "§§ 232", "Art. 10", "Article 238", "1.2.3", "CC BY 4.0",
                              "2.18.0", "RFC 3966", "ISO 3166", "ISO/IEC 7810", "UN-1325"),
    "identifiers": ("3f2a91", "a1b2c3", "abc123", "12345678a", "v2", "v120.0.6099.109", "#164a63",
                    "U+2066", "COVID-19", "US-CA", "B2B", "2nd", "100th",
                    "Handbill · CC BY 4.0 · US en+es 3f2a91"),
    "addresses": ("humantraffickinghotline.org/123456", "a123456@example.org",
                  "https://example.org/a/1234567?x=888-373-7888", "www.example.org/1234567",
                  "1-800-flowers.com"),
    "few digits": ("12", "1 2", "15", "1. 2. 3."),
}  # fmt: skip


@pytest.mark.parametrize(
    "line", [pytest.param(line, id=f"{kind}: {line}")
             for kind, lines in NOTHING_TO_DIAL.items() for line in lines],
)  # fmt: skip
@pytest.mark.parametrize("frame", ["{}", "({}).", "see {} there"])
def test_what_says_what_it_is_raises_no_alarm(line: str, frame: str) -> None:
    assert candidates(frame.format(line)) == []


def test_a_candidate_says_where_it_stands() -> None:
    line = "ring \u200e(٠٨٠٠) ١١٦ ٠١٦ or *211."
    found = candidates(line)
    assert [candidate.text for candidate in found] == ["(٠٨٠٠) ١١٦ ٠١٦", "*211"]
    assert [line[each.start : each.end] for each in found] == [each.text for each in found]


@given(st.text(alphabet="0189 -–/.·()+*#%x:A٣年", max_size=40))
@example("(1(")
@example("+(+1")
def test_candidates_stand_in_order_and_hold_what_is_dialled(line: str) -> None:
    end = 0
    for candidate in candidates(line):
        assert candidate.start >= end
        end = candidate.end
        assert candidate.text == line[candidate.start : end]
        assert len(candidate.dialled) >= 3


@st.composite
def telephone_numbers(draw: st.DrawFn) -> PhoneNumber:
    """Draw a valid number of any region: an example with other last digits."""
    kind = draw(st.sampled_from(
        [PhoneNumberType.TOLL_FREE, PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE]
    ))  # fmt: skip
    region = draw(st.sampled_from(REGIONS))
    number = phonenumbers.example_number_for_type(region, kind)
    if number is None:
        reject()
    digits = number.national_number or 0
    number.national_number = digits - digits % 1000 + draw(st.integers(0, 999))
    assume(phonenumbers.is_valid_number(number))
    return number


@given(telephone_numbers(), st.sampled_from(["{}", "Call {} now", "({})", "打{}。"]))
def test_international_numbers_are_found_whole(number: PhoneNumber, frame: str) -> None:
    printed = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    assert dialled(frame.format(printed)) == [digits_of(printed)]


@given(telephone_numbers(), st.sampled_from(["{}", "Call {} now", "({})", "打{}。"]))
def test_national_numbers_are_found_whole(number: PhoneNumber, frame: str) -> None:
    printed = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    # Like a count (round, without a prefix), a date (New Caledonia), a year (some islands).
    assume(not printed.endswith(" 000") and number.country_code != 687)
    assume(len(digits_of(printed)) > 5)
    assert dialled(frame.format(printed)) == [digits_of(printed)]


@given(
    st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)),
    st.sampled_from(["en", "en_GB", "de", "fr", "ar", "th", "hi", "zh", "ja", "uk", "am", "km"]),
    st.sampled_from(["short", "medium", "long", "full"]),
    st.booleans(),
)
def test_dates_are_nothing_to_dial(
    date: datetime.date,
    language: str,
    length: Literal["short", "medium", "long", "full"],
    native: bool,
) -> None:
    text = format_date(date, length, locale=language)
    assert candidates(text.translate(ARABIC_DIGITS) if native else text) == []


@given(st.integers(1000, 10**9 - 1), st.sampled_from(["en", "hi", "ar", "ar_EG", "th", "de_CH"]))
def test_grouped_counts_are_nothing_to_dial(count: int, language: str) -> None:
    assert candidates(str(format_decimal(count, locale=language))) == []


@given(st.integers(1, 999_999), st.sampled_from(["de", "fr", "pl", "pt"]))
def test_counts_of_thousands_are_nothing_to_dial(thousands: int, language: str) -> None:
    # A toll-free prefix, slips of 116 000 and three full groups may be a telephone number.
    assume(not re.fullmatch("11.|1.6|.16", str(thousands)))
    assume(thousands < 100_000 or thousands % 10 == 0)
    assume(thousands // 1000 not in (800, 900))
    assert candidates(str(format_decimal(thousands * 1000, locale=language))) == []


def call(number: str, form: NumberForm = "national") -> Channel:
    return Channel(kind="call", number=number, form=form)


@pytest.mark.parametrize(
    ("channel", "country", "ways"),
    [
        pytest.param(
            call("18883737888"), "US", {"18883737888", "8883737888", "0018883737888"}, id="US"
        ),
        pytest.param(
            call("08000121700"), "GB",
            {"08000121700", "8000121700", "448000121700", "00448000121700"}, id="trunk zero",
        ),
        pytest.param(
            call("88002000122"), "RU",
            {"88002000122", "8002000122", "78002000122", "0078002000122"}, id="trunk eight",
        ),
        pytest.param(call("116016", "short"), "FR", {"116016"}, id="short"),
        pytest.param(call("*211", "star"), "US", {"*211"}, id="star"),
        pytest.param(call("111247786", "universal"), "PK", {"111247786"}, id="universal"),
    ],
)  # fmt: skip
def test_a_channel_may_be_dialled_in_its_ways(
    channel: Channel, country: str, ways: set[str]
) -> None:
    known = known_ways(channel, country)
    assert known[0] == channel.number
    assert sorted(known) == sorted(ways)


@given(telephone_numbers())
def test_every_printed_form_of_a_number_is_a_known_way(number: PhoneNumber) -> None:
    region = phonenumbers.region_code_for_number(number) or ""
    national = digits_of(phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))
    try:
        ways = known_ways(call(national), region)
    except phonenumbers.NumberParseException:
        reject()
    assume(phonenumbers.parse(national, region) == number)
    printed = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    assert {national, digits_of(printed), f"00{digits_of(printed)}"} <= set(ways)


def entry(channel: Channel, region: str, *, current: bool = True) -> Known:
    return Known(known_ways(channel, region), channel.number, "line", region, current, "")


DIRECTORY = [
    entry(call("18883737888"), "US"),
    entry(call("08000121700"), "GB"),
    entry(call("911", "short"), "US"),
    entry(call("116000", "short"), "GB", current=False),
    entry(call("116006", "short"), "GB"),
    entry(call("*211", "star"), "US"),
]


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("8883737888", ["18883737888"]),
        ("00448000121700", ["08000121700"]),
        ("911", ["911"]),
        ("211", []),
        ("8883737889", []),
    ],
)
def test_a_number_is_recorded_only_as_it_is_dialled(number: str, printed: list[str]) -> None:
    assert [known.printed for known in recorded(number, DIRECTORY)] == printed


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("18883737888", "18883737888"),
        ("18883373888", "18883737888"),
        ("8883738788", "18883737888"),
        ("0800121700", "08000121700"),
        ("0448000127100", "08000121700"),
        ("912", "911"),
        ("191", "911"),
        ("*212", "*211"),
        ("116007", "116006"),
        ("116000", "116000"),
        ("116060", "116006"),
        ("116003", "116006"),
        ("5551234567", None),
        ("112233", None),
        ("1" * 5000, None),
    ],
)
def test_the_nearest_number_is_the_one_with_fewest_slips(number: str, printed: str | None) -> None:
    found = nearest(number, DIRECTORY)
    assert (found.printed if found else None) == printed


def test_nothing_is_near_in_an_empty_directory() -> None:
    assert nearest("911", []) is None


@given(st.permutations("18883737888"), st.integers(0, 9))
def test_two_neighbours_that_changed_places_are_one_slip(order: list[str], place: int) -> None:
    number = "".join(order)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    known = Known((number,), number, "line", "US", current=True, reason="")
    assert nearest(swapped, [known]) is known
