"""What preflight must find in an edition's file: told from its composition."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

import msgspec

from handbill.composing.pages import ORGANIZATION_BOX, Composition
from handbill.composing.slots import printed_emergency
from handbill.library.library import Library
from handbill.model.claims import Claim
from handbill.model.editions import Edition
from handbill.model.formats import FitRange
from handbill.model.languages import cldr_locale
from handbill.model.numbers import printed_number
from handbill.model.organizations import Organization
from handbill.model.regions import NUMBERED_CHANNELS
from handbill.preflight.expecting import (
    Cell,
    Expectation,
    ExpectedClaim,
    ExpectedPage,
    ExpectedPart,
    Passage,
)
from handbill.preflight.shaping import split_by_direction
from handbill.press.sheets import Placement, SheetPlan, plan_sheets

_VOID = ("img", "br", "meta")
_INLINE = ("span", "bdi", "b", "i", "br")


class _Element(msgspec.Struct, frozen=True):
    """What an open element says of the text in it."""

    tag: str = ""
    classes: tuple[str, ...] = ()
    language: str = "en"
    right_to_left: bool = False
    message_id: str = ""
    utterance: int = 0
    """Counts each place where a message is said, so that two voices are told apart."""
    box: str = ""
    group: str = ""
    block: int = 0
    size: str = ""


class _Passages(HTMLParser):
    """Collects the texts of a composed page, in the order of reading."""

    def __init__(self, floors: Mapping[str, float]) -> None:
        super().__init__(convert_charrefs=True)
        self._floors = floors
        self._open = [_Element()]
        self._blocks = 0
        self._utterances = 0
        self._in_body = False
        self.pages: list[list[Passage]] = []
        self.payloads: list[list[str]] = []
        self.figures: list[str] = []
        self._current: tuple[int, int] = (0, 0)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "data-payload" in given and self.pages:
            self.payloads[-1].append(given["data-payload"])
        if tag in _VOID:
            return
        classes = tuple(given.get("class", "").split())
        if "page" in classes:
            self.pages.append([])
            self.payloads.append([])
        if tag not in _INLINE:
            self._blocks += 1
        apart = "data-message" in given or "data-part" in given
        self._utterances += apart
        outer = self._open[-1]
        self._open.append(
            _Element(
                tag=tag,
                classes=(*outer.classes, *classes),
                language=given.get("lang", outer.language),
                right_to_left=given["dir"] == "rtl" if "dir" in given else outer.right_to_left,
                message_id=given.get("data-message", outer.message_id),
                utterance=self._utterances if apart else outer.utterance,
                box=given.get("data-box", outer.box),
                group=given.get("data-fit", outer.group),
                block=self._blocks if tag not in _INLINE else outer.block,
                size=given.get("data-size", outer.size),
            )
        )

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        element = self._open[-1]
        # Separators stand between texts and belong to none.
        text = " ".join(data.split()).strip("· ")
        if not text or not self.pages or not any(map(str.isalnum, text)):
            return
        segments = tuple(
            segment
            for segment in split_by_direction(
                text, element.language, right_to_left=element.right_to_left
            )
            if segment.text
        )
        if "figure" in element.classes:
            self.figures.append(text)
        is_number = "number" in element.classes
        key = (element.block, element.utterance)
        page = self.pages[-1]
        if page and not is_number and not page[-1].number and key == self._current:
            page[-1] = msgspec.structs.replace(page[-1], segments=(*page[-1].segments, *segments))
            return
        self._current = key
        page.append(
            Passage(
                message_id=element.message_id,
                language=element.language,
                segments=segments,
                floor=self._floor(element, is_number=is_number),
                box=element.box,
                number=text if is_number else "",
            )
        )

    def _floor(self, element: _Element, *, is_number: bool) -> float:
        named = element.size and (is_number or element.size != "number")
        kind = element.size if named else element.group
        return self._floors.get(kind, 0.0)


def _floors(fit: Mapping[str, FitRange]) -> dict[str, float]:
    """Return the smallest size of each group of kinds, and of the large numbers, in pt."""
    floors: dict[str, float] = {}
    for kind, span in fit.items():
        if span.unit and kind != "number":
            group = span.group or kind
            floors[group] = min(span.smallest, floors.get(group, span.smallest))
    if "number" in fit:
        floors["number"] = fit["number"].smallest
    return floors


def _read(composition: Composition) -> _Passages:
    reader = _Passages(_floors(composition.fit))
    reader.feed(composition.html)
    reader.close()
    return reader


def messages_by_box(composition: Composition) -> dict[tuple[int, str], tuple[str, ...]]:
    """Return the messages in each box of each page, by the page's number and the box's name."""
    found: dict[tuple[int, str], dict[str, None]] = {}
    for number, passages in enumerate(_read(composition).pages, 1):
        for passage in passages:
            if passage.box and passage.message_id:
                found.setdefault((number, passage.box), {})[passage.message_id] = None
    return {key: tuple(addresses) for key, addresses in found.items()}


def carried_numbers(edition: Edition, organization: Organization | None = None) -> tuple[str, ...]:
    """Return every number the edition's slots carry, as printed."""
    country = edition.country
    numbers = [
        printed_number(channel, country, country)
        for line in edition.lines
        for channel in line.channels
        if channel.kind in NUMBERED_CHANNELS
    ]
    numbers += [entry.number for entry in printed_emergency(edition.emergency)]
    numbers += organization.contact_numbers(country) if organization else ()
    return tuple(dict.fromkeys(numbers))


def _boxed_organization(
    edition: Edition, composition: Composition, library: Library
) -> Organization | None:
    """Return the partner whose contact the pages carry."""
    if ORGANIZATION_BOX not in composition.html:
        return None
    return library.organizations[edition.organization]


def _cell(place: Placement) -> Cell:
    return Cell(place.left, place.top, place.width, place.height, place.turn)


def sheets_of(edition: Edition, composition: Composition, library: Library) -> SheetPlan | None:
    """Return how an edition's pages stand on sheets; None where they stay single."""
    main = library.languages[edition.languages[0]]
    return plan_sheets(
        library.formats[edition.format],
        edition.output,
        edition.paper,
        pages=composition.pages,
        right_to_left=main.direction() == "rtl",
        strip=composition.strip,
        printer=edition.printer,
    )


def shown_pages(edition: Edition, composition: Composition, library: Library) -> tuple[int, ...]:
    """Return the pages that a screen shows, counted from 0: strips are for paper only."""
    strips = library.formats[edition.format].strips
    return tuple(
        number for number in range(composition.pages) if strips is None or number != strips.page - 1
    )


def _ways(claim: Claim, language: str) -> tuple[str, ...]:
    """Return how a claim's figure may be written on a page in a language.

    Words in joined scripts cannot be read back as letters; the digits beside them can.
    """
    figure = claim.figure(language)
    if cldr_locale(language).text_direction != "rtl":
        return (figure,)
    digits = re.findall(r"[0-9][0-9.,]*", figure)
    return (figure, *digits)


def _by_page(side: tuple[Placement, ...]) -> dict[int, tuple[Cell, ...]]:
    found: dict[int, tuple[Cell, ...]] = {}
    for place in side:
        found[place.page] = (*found.get(place.page, ()), _cell(place))
    return found


def expectation(edition: Edition, composition: Composition, library: Library) -> Expectation:
    """Return what the file of a composed edition must hold, on sheets where it is imposed.

    Every number the edition carries is asked for on some page, whatever the templates print.
    """
    reader = _read(composition)
    layout = library.formats[edition.format]
    strips = layout.strips
    sheets = sheets_of(edition, composition, library)
    sides = (
        [_by_page(side) for side in sheets.sides]
        if sheets
        else [{number: (Cell(0, 0, *composition.trim),)}
              for number in shown_pages(edition, composition, library)]
    )  # fmt: skip
    return Expectation(
        pages=tuple(
            ExpectedPage(
                tuple(
                    ExpectedPart(
                        tuple(reader.pages[page]),
                        cells,
                        tuple(reader.payloads[page]),
                        strips.safe if strips and page == strips.page - 1 else None,
                    )
                    for page, cells in side.items()
                )
            )
            for side in sides
        ),
        size=sheets.size if sheets else composition.trim,
        duplex=sheets.duplex if sheets else "long",
        offset_back=edition.printer.offset_back if sheets else (0.0, 0.0),
        # A tiled poster is cut out of its sheets.
        edge=edition.printer.edge if edition.output == "home" and not edition.tile else 0.0,
        ground=layout.ground and "ink-saver" not in edition.variants,
        fonts=composition.fonts,
        safe=composition.safe,
        title=composition.title,
        tagged=edition.output == "screen",
        posting=library.pieces[edition.piece].posting,
        required=carried_numbers(edition, _boxed_organization(edition, composition, library)),
        claims=tuple(
            ExpectedClaim(
                (*claim.written, *(way for tag in edition.languages for way in _ways(claim, tag))),
                claim.source,
            )
            for claim in library.claims.values()
            if not claim.blocked
        ),
        figures=tuple(dict.fromkeys(reader.figures)),
    )
