"""The slots: nothing is printed that the record does not say."""

import datetime
import re
from typing import Any

import msgspec
import pytest

from handbill.composing.slots import (
    DIGIT,
    SPACE,
    STRIP_LARGEST,
    PrintedLine,
    VoicedLine,
    checked_text,
    emergency_texts,
    label_address,
    language_row,
    number_markup,
    present_line,
    printed_emergency,
    qr_data_uri,
    qr_description,
    strip_number_size,
    strip_width,
)
from handbill.model.content import Audience
from handbill.model.editions import Edition, Line
from handbill.model.formats import Strips
from handbill.model.placeholders import filled
from handbill.model.regions import Channel, Day, EmergencyNumber, Hotline, Hours
from tests.composing.samples import (
    LANGUAGES,
    channel,
    edition,
    emergency,
    hotline,
    messages_in,
    region,
    shipped,
    visible,
    voice,
)

WEEKDAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri")
NUMBER = '<bdi dir="ltr" class="number">1-888-373-7888</bdi>'


def present(
    record: Hotline,
    *tags: str,
    speakers: tuple[str, ...] = ("en", "es"),
    country: str = "US",
    audience: Audience = "concerned",
) -> PrintedLine:
    return present_line(
        Line(record, record.channels),
        {tag: voice(tag) for tag in tags},
        {tag: voice(tag) for tag in speakers},
        country,
        audience,
    )


def voiced(record: Hotline, tag: str, **options: Any) -> VoicedLine:
    return present(record, tag, **options).voices[tag]


def answering(*languages: str, interpreters: bool = False) -> Hotline:
    return hotline(channels=(channel(languages=languages, interpreters=interpreters),))


FACTS: list[tuple[dict[str, Any], list[str]]] = [
    ({"confidential": None}, []),
    ({"confidential": False, "free": False, "anonymous": False}, []),
    ({"confidential": True}, ["call.confidential"]),
    ({"confidential": None, "free": True}, ["call.free"]),
    ({"confidential": None, "anonymous": True}, ["call.anonymous"]),
    ({"confidential": False, "free": True, "anonymous": None}, ["call.free"]),
    ({"free": True, "anonymous": True}, ["call.free", "call.confidential", "call.anonymous"]),
]


@pytest.mark.parametrize(
    ("record", "said"), FACTS, ids=["+".join(said) or "none" + str(n) for n, (_, said) in
                                    enumerate(FACTS)]
)  # fmt: skip
def test_facts_are_printed_only_when_the_record_says_so(
    record: dict[str, Any], said: list[str]
) -> None:
    facts = voiced(hotline(**record), "es").facts
    assert [address for fact in facts for address in messages_in(fact)] == said


@pytest.mark.parametrize(
    ("hours", "said"),
    [(None, []), ("always", ["hours.always"]), ("daily", ["hours.daily"])],
    ids=["unknown", "always", "daily"],
)
def test_hours_are_printed_only_when_the_record_says_so(hours: Any, said: list[str]) -> None:
    facts = voiced(hotline(confidential=None, channels=(channel(hours=hours),)), "es").facts
    assert [address for fact in facts for address in messages_in(fact)] == said


def test_the_hours_of_another_channel_are_not_those_of_the_telephone() -> None:
    text = channel(kind="text", number="233733", form="short", written="", hours="always")
    assert voiced(hotline(confidential=None, channels=(channel(), text)), "en").facts == []


@pytest.mark.parametrize(
    ("tag", "days", "shown"),
    [
        pytest.param("en", WEEKDAYS, "Mon–Fri 08:00–16:30", id="range-en"),
        pytest.param("es", WEEKDAYS, "lun–vie 08:00–16:30", id="range-es"),
        pytest.param("ja", WEEKDAYS, "月–金 08:00–16:30", id="range-ja"),
        pytest.param("ar", WEEKDAYS, "الاثنين–الجمعة 08:00–16:30", id="range-ar"),
        pytest.param("en", ("sat",), "Sat 08:00–16:30", id="one-day"),
        pytest.param("en", ("sat", "sun"), "Sat and Sun 08:00–16:30", id="two-days"),
        pytest.param("es", ("sat", "sun"), "sáb y dom 08:00–16:30", id="two-days-es"),
        pytest.param("en", ("mon", "wed", "fri"), "Mon, Wed, and Fri 08:00–16:30", id="apart"),
    ],
)
def test_hours_name_days_as_cldr_does(tag: str, days: Any, shown: str) -> None:
    hours = (Hours(days, "08:00", "16:30"),)
    (fact,) = voiced(hotline(confidential=None, channels=(channel(hours=hours),)), tag).facts
    assert visible(fact) == shown


def test_several_opening_hours_stand_in_one_list() -> None:
    hours = (Hours(WEEKDAYS, "08:00", "16:30"), Hours(("sat",), "09:00", "12:00"))
    (fact,) = voiced(hotline(confidential=None, channels=(channel(hours=hours),)), "en").facts
    assert visible(fact) == "Mon–Fri 08:00–16:30 · Sat 09:00–12:00"
    assert fact.count('<bdi dir="ltr" class="figure">') == 2


@pytest.mark.parametrize("tag", LANGUAGES)
def test_hours_and_dates_keep_western_digits(tag: str) -> None:
    hours = (Hours(WEEKDAYS, "08:00", "16:30"),)
    record = hotline(confidential=None, channels=(channel(hours=hours),))
    (fact,) = voiced(record, tag).facts
    checked = checked_text(edition_of(record), voice(tag))
    digits = [character for character in visible(fact + checked) if character.isdigit()]
    assert set(digits) <= set("0123456789")
    assert "0800" in "".join(digits)
    assert "2026" in "".join(digits)


@pytest.mark.parametrize(
    ("tag", "languages"),
    [
        pytest.param("es", ("en", "es"), id="the-same-tag"),
        pytest.param("pt-BR", ("pt",), id="pt-serves-pt-BR"),
        pytest.param("en-XA", ("en",), id="pseudo-locale-as-its-base"),
        pytest.param("zh-Hans", ("zh",), id="zh-serves-zh-Hans"),
    ],
)
def test_a_line_that_answers_in_the_readers_language_says_so(
    tag: str, languages: tuple[str, ...]
) -> None:
    for interpreters in (False, True):
        hint = voiced(answering(*languages, interpreters=interpreters), tag).hint
        assert messages_in(hint) == ["language.direct"]


def test_a_reader_asks_for_an_interpreter_in_the_operators_language() -> None:
    hint = voiced(answering("en", "es", interpreters=True), "ar").hint
    assert messages_in(hint) == ["language.interpreter"]
    assert '<bdi lang="en" dir="ltr">Arabic, please</bdi>' in hint


def test_the_request_is_spanish_where_the_operator_speaks_only_spanish() -> None:
    hint = voiced(answering("es", interpreters=True), "ar").hint
    wording = shipped().catalogs["es"].translations["language.request"].text
    request = filled(wording, {"language": "árabe"})
    assert f'<bdi lang="es" dir="ltr">{request}</bdi>' in hint


def test_the_request_keeps_the_direction_of_the_operators_language() -> None:
    hint = voiced(answering("ar", interpreters=True), "es", speakers=("ar",)).hint
    assert '<bdi lang="ar" dir="rtl">الإسبانية' in hint


@pytest.mark.parametrize(
    ("languages", "interpreters", "shown"),
    [
        pytest.param(("en",), False, "inglés", id="one"),
        pytest.param(("pl", "uk"), False, "polaco y ucraniano", id="two"),
        pytest.param(("so",), True, "somalí", id="nobody-to-word-the-request"),
        pytest.param(
            ("pl", "uk", "ru", "de", "en"),
            False,
            "polaco, inglés, ucraniano y ruso",
            id="the-first-and-english-before-the-rest",
        ),
    ],
)
def test_a_reader_learns_which_languages_are_answered_instead(
    languages: tuple[str, ...], interpreters: bool, shown: str
) -> None:
    hint = voiced(answering(*languages, interpreters=interpreters), "es").hint
    wording = shipped().catalogs["es"].translations["language.only"].text
    assert messages_in(hint) == ["language.only"]
    assert visible(hint) == filled(wording, {"languages": shown})


@pytest.mark.parametrize("interpreters", [False, True])
@pytest.mark.parametrize("tag", ["en", "es", "ar"])
def test_nothing_is_said_of_languages_that_the_record_does_not_know(
    tag: str, interpreters: bool
) -> None:
    assert voiced(answering(interpreters=interpreters), tag).hint == ""


def test_each_voice_gets_the_hint_for_its_own_readers() -> None:
    line = present(answering("en", interpreters=True), "en", "ar")
    assert messages_in(line.voices["en"].hint) == ["language.direct"]
    assert messages_in(line.voices["ar"].hint) == ["language.interpreter"]


@pytest.mark.parametrize(
    ("tag", "languages", "listed"),
    [
        pytest.param("es", ("en", "es"), "", id="answers-in-the-readers"),
        pytest.param("fr", ("en", "es"), " (anglais et espagnol)", id="answers-in-others"),
        pytest.param("fr", (), "", id="languages-unknown"),
    ],
)
def test_a_text_channel_names_its_languages_only_when_the_readers_is_not_among_them(
    tag: str, languages: tuple[str, ...], listed: str
) -> None:
    text = channel(kind="text", number="233733", form="short", written="", languages=languages)
    (shown,) = voiced(hotline(channels=(channel(), text)), tag).channels
    assert shown.kind == "text"
    wording = shipped().catalogs[tag].translations["call.text"].text
    assert visible(shown.text) == filled(wording, {"number": "233733"}) + listed


TEXT_WITH_KEYWORD = channel(kind="text", number="233733", form="short", written="", keyword="HELP")


@pytest.mark.parametrize(
    ("other", "address", "shown"),
    [
        pytest.param(TEXT_WITH_KEYWORD, "call.text-keyword", "Text HELP to 233733", id="keyword"),
        pytest.param(
            channel(kind="whatsapp"), "call.whatsapp", "WhatsApp: 1-888-373-7888", id="whatsapp"
        ),
        pytest.param(
            channel(kind="relay", number="711", form="short", written=""),
            "call.relay",
            "Deaf or hard of hearing: 711",
            id="relay",
        ),
        pytest.param(channel(), "call.phone", "Call 1-888-373-7888", id="second-telephone"),
        pytest.param(
            channel(kind="chat", number="", written="", address="example.org/chat"),
            "call.chat",
            "Chat: example.org/chat",
            id="chat",
        ),
        pytest.param(
            channel(kind="email", number="", written="", address="help@example.org"),
            "call.email",
            "Email: help@example.org",
            id="email",
        ),
    ],
)
def test_a_further_channel_is_worded_by_its_kind(other: Channel, address: str, shown: str) -> None:
    (voiced_channel,) = voiced(hotline(channels=(channel(), other)), "en").channels
    assert messages_in(voiced_channel.text) == [address]
    assert visible(voiced_channel.text) == shown


def test_a_web_address_stands_alone_from_left_to_right() -> None:
    web = channel(kind="web", number="", written="", address="example.org")
    (shown,) = voiced(hotline(channels=(channel(), web)), "ar").channels
    assert shown.text == '<bdi dir="ltr" lang="en">example.org</bdi>'


def test_a_keyword_stands_alone_from_left_to_right() -> None:
    (shown,) = voiced(hotline(channels=(channel(), TEXT_WITH_KEYWORD)), "ar").channels
    assert '<bdi dir="ltr" lang="en">HELP</bdi>' in shown.text
    assert '<bdi dir="ltr" class="number">233733</bdi>' in shown.text


@pytest.mark.parametrize(
    ("changes", "audience", "address"),
    [
        pytest.param({}, "concerned", "kind.trafficking-self", id="trafficking-concerned"),
        pytest.param({}, "bystander", "kind.trafficking", id="trafficking-bystander"),
        pytest.param({"kind": "violence"}, "concerned", "kind.violence", id="violence"),
        pytest.param(
            {"kind": "violence", "serves": "women"},
            "concerned",
            "kind.violence-women",
            id="violence-for-women",
        ),
        pytest.param(
            {"kind": "violence", "serves": "women"},
            "bystander",
            "kind.violence-women",
            id="violence-for-women-bystander",
        ),
        pytest.param(
            {"kind": "child", "serves": "children"}, "concerned", "kind.child", id="child"
        ),
        pytest.param({"kind": "police-tip"}, "bystander", "kind.police-tip", id="police-tip"),
    ],
)
def test_the_label_says_whom_the_line_helps(
    changes: dict[str, Any], audience: Audience, address: str
) -> None:
    record = hotline(**changes)
    assert label_address(record, audience) == address
    assert messages_in(voiced(record, "es", audience=audience).label) == [address]


@pytest.mark.parametrize("kind", ["trafficking", "child", "missing-children", "labour",
                                  "violence", "police-tip"])  # fmt: skip
@pytest.mark.parametrize("audience", ["concerned", "bystander"])
def test_every_kind_of_line_has_a_label(kind: str, audience: Audience) -> None:
    assert label_address(hotline(kind=kind), audience) in shipped().sources()


@pytest.mark.parametrize("tag", ["en", "ar", "ja", "ar-XB"])
def test_an_official_name_is_never_translated(tag: str) -> None:
    name = voiced(hotline(name="Help & Hope Line"), tag).name
    assert name.language == "en"
    assert name.markup == '<bdi lang="en" dir="ltr" class="figure">Help &amp; Hope Line</bdi>'


@pytest.mark.parametrize(
    ("names", "tag", "shown"),
    [
        pytest.param({"es": "Línea Nacional"}, "es", "Línea Nacional", id="the-readers"),
        pytest.param({"es": "Línea Nacional"}, "fr", "National Line", id="not-the-readers"),
        pytest.param({"pt": "Linha Nacional"}, "pt-BR", "Linha Nacional", id="pt-for-pt-BR"),
    ],
)
def test_an_official_name_recorded_in_the_readers_language_is_used(
    names: dict[str, str], tag: str, shown: str
) -> None:
    assert visible(voiced(hotline(names=names), tag).name.markup) == shown


def test_an_official_name_from_right_to_left_says_so() -> None:
    name = voiced(hotline(name="خط المساعدة", name_language="ar"), "en").name
    assert name.markup == '<bdi lang="ar" dir="rtl" class="figure">خط المساعدة</bdi>'


def test_a_name_shared_by_two_voices_stands_once() -> None:
    line = present(hotline(names={"es": "Línea Nacional"}), "fr", "de", "es")
    voices = [voice("fr"), voice("de"), voice("es")]
    assert [name.language for name in line.names(voices)] == ["en", "es"]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_number_stands_in_an_isolate_from_left_to_right(tag: str) -> None:
    text = channel(kind="text", number="233733", form="short", written="")
    line = present(hotline(channels=(channel(), text)), tag)
    assert line.number == NUMBER
    assert '<bdi dir="ltr" class="number">233733</bdi>' in line.voices[tag].channels[0].text


def test_a_number_is_escaped() -> None:
    assert number_markup("<1&2>") == '<bdi dir="ltr" class="number">&lt;1&amp;2&gt;</bdi>'


def test_letters_stand_beside_the_number_only_where_the_operator_prints_them() -> None:
    lettered = hotline(channels=(channel(letters="1-888-373-SUTU"),))
    assert (
        present(lettered, "ar").letters
        == '<bdi dir="ltr" lang="en" class="figure">1-888-373-SUTU</bdi>'
    )
    assert present(hotline(), "ar").letters == ""


@pytest.mark.parametrize(
    ("call", "country", "uri"),
    [
        pytest.param(channel(), "US", "tel:+18883737888", id="national"),
        pytest.param(channel(number="100", form="short", written=""), "BR", "tel:100", id="short"),
        pytest.param(
            channel(number="*4673", form="star", written=""), "US", "tel:*4673", id="star"
        ),
    ],
)
def test_the_line_is_dialled_by_its_uri(call: Channel, country: str, uri: str) -> None:
    assert present(hotline(channels=(call,)), "en", country=country).uri == uri


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_number_in_the_qr_description_is_isolated(tag: str) -> None:
    description = qr_description("1-888-373-7888", voice(tag))
    assert "\u20661-888-373-7888\u2069" in description
    assert description.count("\u2066") == description.count("\u2069") == 1
    assert "<" not in description


def test_the_qr_code_is_an_image_in_itself() -> None:
    source = qr_data_uri("tel:+18883737888")
    assert source.startswith("data:image/svg+xml")
    assert source == qr_data_uri("tel:+18883737888")
    assert source != qr_data_uri("tel:+18883737880")


GENERAL = emergency("112", "general")
POLICE, AMBULANCE = emergency("190", "police"), emergency("192", "ambulance")


@pytest.mark.parametrize(
    ("numbers", "said", "shown"),
    [
        pytest.param((GENERAL,), ["emergency.general"], ["Call 112"], id="general"),
        pytest.param(
            (POLICE, GENERAL, AMBULANCE), ["emergency.general"], ["Call 112"], id="general-alone"
        ),
        pytest.param(
            (POLICE, AMBULANCE),
            ["emergency.police", "emergency.ambulance"],
            ["Police 190", "Ambulance 192"],
            id="police-and-ambulance",
        ),
        pytest.param((), [], [], id="none"),
        pytest.param(
            (emergency("190", "police", "ambulance"),),
            ["emergency.police", "emergency.ambulance"],
            ["Police 190", "Ambulance 190"],
            id="one-number-of-two-services",
        ),
        pytest.param(
            (POLICE, emergency("193", "fire", "ambulance")),
            ["emergency.police", "emergency.fire", "emergency.ambulance"],
            ["Police 190", "Fire 193", "Ambulance 193"],
            id="the-second-of-two-services",
        ),
        pytest.param(
            (emergency("112", "police", "general", "fire"), AMBULANCE),
            ["emergency.general"],
            ["Call 112"],
            id="general-among-others-stands-alone",
        ),
    ],
)
def test_a_general_emergency_number_stands_alone_otherwise_each_service_has_its_own(
    numbers: tuple[EmergencyNumber, ...], said: list[str], shown: list[str]
) -> None:
    texts = emergency_texts(numbers, voice("en"))
    assert [address for text in texts for address in messages_in(text)] == said
    assert [visible(text) for text in texts] == shown
    printed = [entry.number for entry in printed_emergency(numbers)]
    assert printed == list(dict.fromkeys(text.rsplit(" ", 1)[1] for text in shown))
    assert all('<bdi dir="ltr" class="number">' in text for text in texts)


def edition_of(*hotlines: Hotline, numbers: tuple[EmergencyNumber, ...] = (GENERAL,)) -> Edition:
    return Edition(
        region="US",
        piece="self-help",
        format="poster",
        languages=("en",),
        output="home",
        paper="letter",
        lines=tuple(Line(record, record.channels) for record in hotlines),
        emergency=numbers,
    )


OLD, NEW = datetime.date(2026, 1, 2), datetime.date(2026, 9, 3)


@pytest.mark.parametrize(
    ("edition", "shown"),
    [
        pytest.param(
            edition_of(hotline(checked=NEW), hotline(checked=OLD)), "Jan 2, 2026", id="a-line"
        ),
        pytest.param(
            edition_of(hotline(checked=NEW), numbers=(emergency("112", "general", checked=OLD),)),
            "Jan 2, 2026",
            id="the-emergency-number",
        ),
        pytest.param(
            edition_of(
                hotline(checked=NEW),
                numbers=(
                    emergency("112", "general", checked=NEW),
                    emergency("190", "police", checked=OLD),
                ),
            ),
            "Sep 3, 2026",
            id="not-a-number-left-out",
        ),
    ],
)
def test_the_checked_date_is_that_of_the_oldest_record_printed(
    edition: Edition, shown: str
) -> None:
    assert visible(checked_text(edition, voice("en"))) == f"Numbers checked: {shown}"


def test_the_checked_date_is_written_as_the_reader_writes_dates() -> None:
    checked = checked_text(edition_of(hotline(checked=OLD)), voice("es"))
    assert "2 ene 2026" in visible(checked)


# The language row.


@pytest.mark.parametrize(
    ("languages", "staff", "row"),
    [
        pytest.param("es", "en", "español (Spanish)", id="one"),
        pytest.param("en", "en", "English", id="the region's own"),
        pytest.param("ar+en", "en", "العربية (Arabic) · English", id="two"),
        pytest.param("zh-Hans", "de", "简体中文 (Chinesisch)", id="told in the region's language"),
        pytest.param("pt-BR", "pt-BR", "português", id="a country's own variety"),
        pytest.param("de", "ar", "Deutsch (الألمانية)", id="told from right to left"),
    ],
)
def test_staff_read_what_a_sheet_is_without_reading_it(
    languages: str, staff: str, row: str
) -> None:
    asked = msgspec.structs.replace(edition("bystander", "poster", languages), staff_language=staff)
    assert visible(language_row(asked)) == row


def test_each_name_of_the_language_row_stands_in_its_language_and_direction() -> None:
    asked = msgspec.structs.replace(edition("bystander", "poster", "ur+es"), staff_language="ar")
    names = re.findall(r'<bdi data-part="" lang="([^"]+)" dir="([a-z]+)">', language_row(asked))
    assert names == [("ur", "rtl"), ("ar", "rtl"), ("es", "ltr"), ("ar", "rtl")]


def test_a_finder_has_no_row_of_the_languages_it_names_anyway() -> None:
    place = region(hotline(channels=(channel(languages=("en",), interpreters=True),)))
    finder = edition("language-finder", "poster", "en", at=place)
    assert finder.finder
    assert language_row(finder) == ""


# Strips to tear off.

STRIPS = Strips(page=2, length=62.0)


def stripped(written: str) -> Edition:
    place = region(hotline(channels=(channel(written=written),)))
    return edition("bystander", "tear-off", "en", at=place)


def test_a_number_on_a_strip_is_as_large_as_fits_along_it_and_never_larger_than_planned() -> None:
    usual, long = stripped("1-888-373-7888"), stripped("(1) 888 / 3 7 3 / 7 8 8 8")
    assert strip_number_size(usual, STRIPS) == STRIP_LARGEST
    size = strip_number_size(long, STRIPS)
    assert size < STRIP_LARGEST
    # 15 signs as wide as digits, and 10 spaces.
    assert size * (15 * DIGIT + 10 * SPACE) == pytest.approx((62.0 - 2 * 4.0) * 72 / 25.4)
    assert strip_width(long, STRIPS) < strip_width(usual, STRIPS)


def test_formats_without_strips_have_none() -> None:
    asked = edition("bystander", "poster", "en")
    assert (strip_number_size(asked, None), strip_width(asked, None)) == (0.0, 0.0)
