"""Call sheets: what to ask when a region's lines are confirmed by telephone."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec
from babel.dates import format_date
from markupsafe import Markup

from handbill.composing.environment import environment_for
from handbill.composing.sizes import language_styles
from handbill.model.languages import Language, cldr_locale, language_name
from handbill.model.numbers import printed_number
from handbill.model.regions import Channel, EmergencyNumber, Hotline, Hours, Region, Source

COLUMNS = (
    "region", "id", "name", "operator", "channel", "number as dialled", "printed", "claims",
    "confidence", "checked", "answered", "right", "date", "by", "remarks",
)  # fmt: skip
"""The columns of a call sheet for spreadsheets; the last five are for the caller."""

LONGEST_ADDRESS = 64
"""Most characters of a source's address that are shown."""

_KINDS = {
    "trafficking": "help in human trafficking",
    "child": "help for children",
    "missing-children": "missing children",
    "labour": "rights of workers",
    "violence": "help against violence",
    "police-tip": "tips to the police",
}
_CHANNELS = {
    "call": "Call", "text": "Text message", "whatsapp": "WhatsApp", "chat": "Chat",
    "relay": "Relay for deaf callers", "email": "E-mail", "web": "Website",
}  # fmt: skip


class CallSheet(msgspec.Struct, frozen=True):
    """A call sheet, ready for the press."""

    html: str
    styles: tuple[str, ...]
    title: str
    paper: str


class Question(msgspec.Struct, frozen=True):
    """Something to ask, and what the record claims."""

    text: str
    claim: Markup | str
    """Empty where it claims nothing."""


class Way(msgspec.Struct, frozen=True):
    """One channel to try."""

    kind: str
    dialled: str
    """The digits to dial, or the address."""
    is_number: bool
    printed: str
    """The number as printed, where it looks different."""
    letters: str
    claims: str


class Link(msgspec.Struct, frozen=True):
    """A page that states the number."""

    url: str
    shown: str


class Block(msgspec.Struct, frozen=True):
    """A hotline on the sheet."""

    id: str
    name: Markup
    names: tuple[Markup, ...]
    """Its names in other languages, and who runs it."""
    kind: str
    kept_out: str
    """Why the line is not printed; empty where it is."""
    ways: tuple[Way, ...]
    questions: tuple[Question, ...]
    confidence: str
    checked: str
    sources: tuple[Link, ...]


class EmergencyBlock(msgspec.Struct, frozen=True):
    """An emergency number on the sheet."""

    number: str
    services: str
    checked: str
    sources: tuple[Link, ...]


def call_sheet(
    region: Region, languages: Mapping[str, Language], templates: Mapping[str, Path]
) -> CallSheet:
    """Return the call sheet of a region: every line, those kept out of print as well."""
    environment = environment_for(lambda name: templates[name].read_text("utf-8"))
    title = f"Call sheet: {_region_name(region)}"
    html = environment.get_template("callsheet.html.j2").render(
        title=title,
        region=region.code,
        blocks=[_block(hotline, region.country()) for hotline in region.hotlines],
        emergency=[_emergency_block(entry) for entry in region.emergency],
    )
    style = templates["styles/callsheet.css"].read_text("utf-8")
    return CallSheet(html, (language_styles(languages.values()), style), title, region.paper)


def _region_name(region: Region) -> str:
    country = cldr_locale("en").territories.get(region.country(), region.country())
    return country if region.code == region.country() else f"{country} ({region.code})"


def _block(hotline: Hotline, country: str) -> Block:
    return Block(
        id=hotline.id,
        name=_in_language(hotline.name, hotline.name_language),
        names=tuple(_names(hotline)),
        kind=hotline.kind.replace("-", " "),
        kept_out="" if hotline.print else hotline.reason,
        ways=tuple(
            _way(channel, country, asked=channel is hotline.call()) for channel in hotline.channels
        ),
        questions=tuple(_questions(hotline)),
        confidence=hotline.confidence,
        checked=_checked(hotline),
        sources=_links(hotline.sources),
    )


def _names(hotline: Hotline) -> list[Markup]:
    names = {name: _in_language(name, tag) for tag, name in hotline.names.items()}
    if hotline.operator:
        names.setdefault(hotline.operator, _in_language(hotline.operator, hotline.name_language))
    return list(names.values())


def _checked(hotline: Hotline) -> str:
    day = format_date(hotline.checked, "d MMMM y", locale="en")
    return f"{day}, by {hotline.confirmed_by}" if hotline.confirmed_by else day


def _in_language(text: str, language: str) -> Markup:
    """Return a name in the fonts and direction of its language.

    An operator's name has no language of its own: in Latin letters it is set as English.
    """
    if all(ord(character) < 0x250 or not character.isalpha() for character in text):
        language = "en"
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(
        language, cldr_locale(language).text_direction, text
    )


def _way(channel: Channel, country: str, *, asked: bool) -> Way:
    """Return a channel; what the record claims of one that is `asked` stands in the questions."""
    printed = printed_number(channel, country, country) if channel.number else ""
    return Way(
        kind=_CHANNELS[channel.kind],
        dialled=channel.number or channel.address,
        is_number=bool(channel.number),
        printed=printed if printed != channel.number else "",
        letters=channel.letters,
        claims="" if asked else _claims_of_channel(channel),
    )


def _claims_of_channel(channel: Channel) -> str:
    claims = [f"keyword {channel.keyword}"] if channel.keyword else []
    claims += [_hours(channel), _languages(channel)]
    claims += ["interpreters"] if channel.interpreters else []
    return " · ".join(filter(None, claims))


def _hours(channel: Channel) -> str:
    if channel.hours is None:
        return ""
    if isinstance(channel.hours, str):
        return {"always": "24 hours, 7 days", "daily": "every day, hours unknown"}[channel.hours]
    by_days: dict[tuple[str, ...], list[Hours]] = {}
    for span in channel.hours:
        by_days.setdefault(span.days, []).append(span)
    return "; ".join(
        f"{_days(days)} {', '.join(f'{span.opens}–{span.closes}' for span in spans)}"
        for days, spans in by_days.items()
    )


_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _days(days: tuple[str, ...]) -> str:
    first, last = _DAYS.index(days[0]), _DAYS.index(days[-1])
    if len(days) > 2 and days == _DAYS[first : last + 1]:
        return f"{days[0].title()}–{days[-1].title()}"
    return " ".join(day.title() for day in days)


def _languages(channel: Channel) -> str:
    return ", ".join(language_name(tag, "en") for tag in channel.languages)


def _questions(hotline: Hotline) -> list[Question]:
    call = hotline.call() or hotline.channels[0]
    return [
        Question("Right service, under this name?", _service(hotline)),
        Question("Is the call free?", _fact(hotline.free)),
        Question("Is it confidential?", _fact(hotline.confidential)),
        Question("May callers stay anonymous?", _fact(hotline.anonymous)),
        Question("When is it answered?", _hours(call)),
        Question("Which languages are spoken?", _languages(call)),
        Question("Are there interpreters?", "yes" if call.interpreters else ""),
        *_other_numbers(hotline),
    ]


def _service(hotline: Hotline) -> str:
    service = _KINDS[hotline.kind]
    told = hotline.serves == "everyone" or hotline.serves in service
    return service if told else f"{service}, for {hotline.serves}"


def _other_numbers(hotline: Hotline) -> list[Question]:
    """Return a question for each number to write to; where there is none, whether there is."""
    written = [channel for channel in hotline.channels if channel.kind in ("text", "whatsapp")]
    if not written:
        return [Question("Text or WhatsApp number?", "")]
    return [
        Question(
            f"Right {'WhatsApp' if channel.kind == 'whatsapp' else 'text'} number?",
            Markup('<b class="figure">{}</b>{}').format(
                channel.number, f" with {channel.keyword}" if channel.keyword else ""
            ),
        )
        for channel in written
    ]


def _fact(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _emergency_block(entry: EmergencyNumber) -> EmergencyBlock:
    return EmergencyBlock(
        number=entry.number,
        services=", ".join(entry.services),
        checked=format_date(entry.checked, "d MMMM y", locale="en"),
        sources=_links(entry.sources),
    )


def _links(sources: tuple[Source, ...]) -> tuple[Link, ...]:
    return tuple(
        Link(source.url, short_address(source.url) + (f" ({source.year})" if source.year else ""))
        for source in sources
    )


def short_address(url: str) -> str:
    """Return an address without what a reader does not need, its middle left out if long."""
    parts = urlsplit(url)
    host, path = parts.netloc.removeprefix("www."), unquote(parts.path.rstrip("/"))
    room = LONGEST_ADDRESS - len(host)
    if len(path) <= room:
        return host + path
    end = path[-max(room - 3, 12) :]
    # Words of the address stay whole where there are any.
    whole = re.sub(r"^[^/-]*[/-]", "", end)
    return f"{host}/…/{whole or end}"


def call_rows(region: Region) -> list[dict[str, str]]:
    """Return one row for each channel of each line, with empty cells for the caller.

    Emergency numbers are left out: a list to work through must not have anybody call them.
    """
    return [
        _call_row(hotline, channel, region)
        for hotline in region.hotlines
        for channel in hotline.channels
    ]


def _call_row(hotline: Hotline, channel: Channel, region: Region) -> dict[str, str]:
    country = region.country()
    facts = [fact for fact in ("free", "confidential", "anonymous") if getattr(hotline, fact)]
    kept_out = [] if hotline.print else [f"NOT PRINTED: {hotline.reason}"]
    claims = [*kept_out, *facts, *filter(None, [_claims_of_channel(channel)])]
    shown = printed_number(channel, country, country) if channel.number else channel.address
    return dict.fromkeys(COLUMNS, "") | {
        "region": region.code,
        "id": hotline.id,
        "name": hotline.name,
        "operator": hotline.operator,
        "channel": channel.kind,
        "number as dialled": channel.number or channel.address,
        "printed": shown,
        "claims": " · ".join(claims),
        "confidence": hotline.confidence,
        "checked": hotline.checked.isoformat(),
    }
