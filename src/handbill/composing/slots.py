"""The slots: what the region's record fills in."""

import datetime

import msgspec
import segno
from babel.dates import format_date, format_time, get_day_names
from babel.lists import format_list
from markupsafe import Markup

from handbill.composing.palette import ROLES
from handbill.composing.voices import Voice
from handbill.model.content import Audience
from handbill.model.editions import Edition, Line
from handbill.model.formats import Strips
from handbill.model.languages import cldr_locale, language_name, native_name, same_speech
from handbill.model.numbers import isolated, printed_number, telephone_uri
from handbill.model.papers import POINTS_PER_MM
from handbill.model.regions import Channel, ChannelKind, Day, EmergencyNumber, Hotline, Hours

MOST_LANGUAGES_NAMED = 4
"""Most languages named where a line does not answer in the reader's."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class VoicedChannel(msgspec.Struct, frozen=True):
    """One channel as a voice presents it."""

    kind: ChannelKind
    text: Markup


class VoicedLine(msgspec.Struct, frozen=True):
    """A hotline as one voice presents it; empty markup where the record says nothing."""

    label: Markup
    channels: list[VoicedChannel]
    """The channels beside the main one."""
    facts: list[Markup]
    limited_hours: Markup
    """Opening hours, only where the line is not always open."""
    hint: Markup
    name: "OfficialName"


class OfficialName(msgspec.Struct, frozen=True):
    """A hotline's official name in one language."""

    language: str
    markup: Markup


class PrintedLine(msgspec.Struct, frozen=True):
    """A hotline as the edition prints it."""

    number: Markup
    uri: str
    letters: Markup
    voices: dict[str, VoicedLine]

    def names(self, voices: list[Voice]) -> list[OfficialName]:
        """Return the official name for these voices, each language once."""
        by_language = {
            name.language: name for name in (self.voices[voice.tag].name for voice in voices)
        }
        return list(by_language.values())


def number_markup(text: str) -> Markup:
    """Return a number that no bidi context and no line end can break."""
    return Markup('<bdi dir="ltr" class="number">{}</bdi>').format(text)


def figure_markup(value: object) -> Markup:
    """Return a figure that is no number to dial, marked as such."""
    return Markup('<span class="figure">{}</span>').format(value)


def citation_markup(instrument: str) -> Markup:
    """Return a law's name as it is cited, without the acts that changed it."""
    name = instrument.partition(" (")[0].partition(";")[0]
    return Markup('<bdi dir="ltr" lang="en" class="figure">{}</bdi>').format(name)


def present_line(
    line: Line, voices: dict[str, Voice], speakers: dict[str, Voice], country: str,
    audience: Audience,
) -> PrintedLine:  # fmt: skip
    """Return a hotline as the edition prints it.

    `speakers` are voices for the operators' languages, who say how to ask for an interpreter.
    """
    call = line.channels[0]
    return PrintedLine(
        number=number_markup(printed_number(call, country, country)),
        uri=telephone_uri(call, country),
        letters=Markup('<bdi dir="ltr" lang="en" class="figure">{}</bdi>').format(call.letters)
        if call.letters else Markup(),
        voices={
            tag: VoicedLine(
                label=voice.say(label_address(line.hotline, audience)),
                channels=_channel_texts(line, voice, country),
                facts=_facts(line.hotline, call, voice),
                limited_hours=Markup() if isinstance(call.hours, str) else _hours(call, voice),
                hint=_language_hint(call, voice, speakers),
                name=_official_name(line.hotline, voice.tag),
            )
            for tag, voice in voices.items()
        },
    )  # fmt: skip


def label_address(hotline: Hotline, audience: Audience) -> str:
    """Return the address of the phrase that says what kind of help a hotline gives."""
    if hotline.kind == "trafficking" and audience == "concerned":
        return "kind.trafficking-self"
    if hotline.kind == "violence" and hotline.serves == "women":
        return "kind.violence-women"
    return f"kind.{hotline.kind}"


def _official_name(hotline: Hotline, tag: str) -> OfficialName:
    name, language = hotline.name_in(tag)
    direction = cldr_locale(language).text_direction
    markup = Markup('<bdi lang="{0}" dir="{1}" class="figure">{2}</bdi>').format(
        language, direction, name
    )
    return OfficialName(language, markup)


def _channel_texts(line: Line, voice: Voice, country: str) -> list[VoicedChannel]:
    return [
        VoicedChannel(channel.kind, _channel_text(channel, voice, country))
        for channel in line.channels[1:]
    ]


def _channel_text(channel: Channel, voice: Voice, country: str) -> Markup:
    if channel.kind == "web":
        return _address_markup(channel.address)
    if channel.kind in ("chat", "email"):
        return voice.say(f"call.{channel.kind}", {"address": _address_markup(channel.address)})
    values: dict[str, str] = {"number": number_markup(printed_number(channel, country, country))}
    address = f"call.{'phone' if channel.kind == 'call' else channel.kind}"
    if channel.keyword:
        address = f"{address}-keyword"
        values["keyword"] = Markup('<bdi dir="ltr" lang="en">{}</bdi>').format(channel.keyword)
    text = voice.say(address, values)
    if channel.kind == "text" and channel.languages and not _answers(channel, voice.tag):
        return text + Markup(" ({})").format(_language_list(channel, voice))
    return text


def _address_markup(address: str) -> Markup:
    return Markup('<bdi dir="ltr" lang="en">{}</bdi>').format(address)


def _facts(hotline: Hotline, call: Channel, voice: Voice) -> list[Markup]:
    stated = (("free", hotline.free), ("confidential", hotline.confidential),
              ("anonymous", hotline.anonymous))  # fmt: skip
    facts = [voice.say("call.women")] if hotline.serves == "women" else []
    facts += [voice.say(f"call.{fact}") for fact, value in stated if value]
    hours = _hours(call, voice)
    return [*facts, hours] if hours else facts


def _hours(call: Channel, voice: Voice) -> Markup:
    if call.hours is None:
        return Markup()
    if isinstance(call.hours, str):
        return voice.say(f"hours.{call.hours}")
    by_days: dict[tuple[Day, ...], list[Hours]] = {}
    for hours in call.hours:
        by_days.setdefault(hours.days, []).append(hours)
    return Markup(" · ").join(_opening(days, spans, voice) for days, spans in by_days.items())


def _opening(days: tuple[Day, ...], spans: list[Hours], voice: Voice) -> Markup:
    locale = voice.language.locale()
    names = get_day_names("abbreviated", locale=locale)
    numbers = [_DAYS.index(day) for day in days]
    consecutive = numbers == list(range(numbers[0], numbers[-1] + 1)) and len(numbers) > 2
    shown = (
        f"{names[numbers[0]]}–{names[numbers[-1]]}"
        if consecutive
        else format_list([names[number] for number in numbers], locale=locale)
    )
    times = ", ".join(f"{_clock(span.opens, voice)}–{_clock(span.closes, voice)}" for span in spans)
    return Markup('<span class="hours">{} <bdi dir="ltr" class="figure">{}</bdi></span>').format(
        shown, times
    )


def _clock(moment: str, voice: Voice) -> str:
    locale = voice.language.locale()
    return format_time(datetime.time.fromisoformat(moment), "HH:mm", locale=locale)


def _answers(channel: Channel, tag: str) -> bool:
    return any(same_speech(spoken, tag) for spoken in channel.languages)


def _language_hint(call: Channel, voice: Voice, speakers: dict[str, Voice]) -> Markup:
    if not call.languages:
        return Markup()
    if _answers(call, voice.tag):
        return voice.say("language.direct")
    if call.interpreters:
        speaker = next((speakers[tag] for tag in call.languages if tag in speakers), None)
        if speaker is not None:
            return _interpreter_request(voice, speaker)
    return voice.say("language.only", {"languages": _language_list(call, voice)})


def _interpreter_request(voice: Voice, speaker: Voice) -> Markup:
    request = speaker.plain("language.request", {"language": language_name(voice.tag, speaker.tag)})
    markup = Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(
        speaker.tag, speaker.direction, request
    )
    return voice.say("language.interpreter", {"request": markup})


def _language_list(channel: Channel, voice: Voice) -> str:
    ordered = [channel.languages[0]]
    ordered += [tag for tag in channel.languages if tag == "en"]
    ordered += list(channel.languages)
    named = list(dict.fromkeys(ordered))[:MOST_LANGUAGES_NAMED]
    names = [language_name(tag, voice.tag) for tag in named]
    return str(format_list(names, locale=voice.language.locale()))


def emergency_texts(emergency: tuple[EmergencyNumber, ...], voice: Voice) -> list[Markup]:
    """Return one text per service; a general number stands alone."""
    return [
        voice.say(f"emergency.{service}", {"number": number_markup(entry.number)})
        for entry in printed_emergency(emergency)
        for service in (("general",) if "general" in entry.services else entry.services)
    ]


def printed_emergency(emergency: tuple[EmergencyNumber, ...]) -> tuple[EmergencyNumber, ...]:
    """Return the emergency numbers that `emergency_texts` prints."""
    general = tuple(entry for entry in emergency if "general" in entry.services)
    return general or emergency


def qr_data_uri(payload: str, dark: str = ROLES["ink"]) -> str:
    """Return a QR code (ISO/IEC 18004, level M, quiet zone of 4 modules) as an SVG data URI."""
    return str(
        segno.make(payload, error="m", micro=False).svg_data_uri(
            border=4, dark=dark, light="#ffffff", omitsize=True
        )
    )


def qr_description(number: str, voice: Voice) -> str:
    """Return the text read in place of the QR code."""
    return voice.plain("qr.alt", {"number": isolated(number)})


def language_row(edition: Edition) -> Markup:
    """Return the edition's languages by their own names, and by those of the region's readers.

    Who hands a sheet out must know what it is without reading it. A language finder names all
    its languages already.
    """
    if edition.finder:
        return Markup()
    return Markup(" · ").join(_row_name(tag, edition.staff_language) for tag in edition.languages)


def _row_name(tag: str, reader: str) -> Markup:
    own, known = native_name(tag), language_name(tag, reader)
    locale = cldr_locale(tag)
    shown = Markup('<bdi data-part="" lang="{}" dir="{}">{}</bdi>').format(
        tag, locale.text_direction, own
    )
    if same_speech(tag, reader) or own.casefold() == known.casefold():
        return shown
    direction = cldr_locale(reader).text_direction
    return shown + Markup(' <bdi data-part="" lang="{}" dir="{}">({})</bdi>').format(
        reader, direction, known
    )


DIGIT, HYPHEN, SPACE = 0.572, 0.322, 0.26
"""Advance widths of Noto Sans Bold's tabular digits, its hyphen and its space, in em."""

STRIP_LARGEST = 19.0
"""Largest type of the number on a strip to tear off, in pt."""

STRIP_MARGIN = 4.0
"""Free space at each end of a strip in mm."""

STRIP_LABEL = 10.5
"""Height of the two lines beside the number, with the margins, in mm."""


def strip_number_size(edition: Edition, strips: Strips | None) -> float:
    """Return the type size in pt at which the number fits along a strip; 0 without strips."""
    if strips is None:
        return 0.0
    call = edition.lines[0].channels[0]
    printed = printed_number(call, edition.country, edition.country)
    narrow = {"-": HYPHEN, "–": DIGIT, " ": SPACE}
    em = sum(narrow.get(sign, DIGIT) for sign in printed)
    room = (strips.length - 2 * STRIP_MARGIN) * POINTS_PER_MM
    return min(STRIP_LARGEST, room / em)


def strip_width(edition: Edition, strips: Strips | None) -> float:
    """Return the width in mm of a strip to tear off; 0 where the format has none."""
    if strips is None:
        return 0.0
    return strip_number_size(edition, strips) * 1.2 / POINTS_PER_MM + STRIP_LABEL


def checked_text(edition: Edition, voice: Voice) -> Markup:
    """Return the day on which the oldest number printed was last checked."""
    days = [line.hotline.checked for line in edition.lines]
    days += [entry.checked for entry in printed_emergency(edition.emergency)]
    date = format_date(min(days), format="medium", locale=voice.language.locale())
    marked = Markup('<span class="figure">{}</span>').format(date)
    return voice.say("imprint.checked", {"date": marked})
