"""What preflight must find in an edition's file: told from its composition."""

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

import msgspec

from handbill.composing.pages import Composition
from handbill.composing.slots import printed_emergency
from handbill.library.library import Library
from handbill.model.editions import Edition
from handbill.model.formats import FitRange
from handbill.model.numbers import printed_number
from handbill.model.regions import NUMBERED_CHANNELS
from handbill.preflight.expecting import Cell, Expectation, ExpectedClaim, ExpectedPage, Passage
from handbill.preflight.shaping import split_by_direction
from handbill.press.imposition import Arrangement, arrangement_of

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
        self._utterances += "data-message" in given
        outer = self._open[-1]
        self._open.append(
            _Element(
                tag=tag,
                classes=(*outer.classes, *classes),
                language=given.get("lang", outer.language),
                right_to_left=given["dir"] == "rtl" if "dir" in given else outer.right_to_left,
                message_id=given.get("data-message", outer.message_id),
                utterance=self._utterances if "data-message" in given else outer.utterance,
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


def carried_numbers(edition: Edition) -> tuple[str, ...]:
    """Return every number the edition's call and emergency slots carry, as printed."""
    country = edition.country
    numbers = [
        printed_number(channel, country, country)
        for line in edition.lines
        for channel in line.channels
        if channel.kind in NUMBERED_CHANNELS
    ]
    numbers += [entry.number for entry in printed_emergency(edition.emergency)]
    return tuple(dict.fromkeys(numbers))


def cells(arrangement: Arrangement, *, back: bool) -> Iterator[Cell]:
    """Yield where the copies of a front or back stand on a sheet."""
    width, height = arrangement.cell
    turn = (270 if back else 90) if arrangement.turned else 0
    for place in arrangement.places(back=back, right_to_left=False):
        top = arrangement.sheet[1] - place.bottom - height
        yield Cell(place.left, top, width, height, turn)


def expectation(edition: Edition, composition: Composition, library: Library) -> Expectation:
    """Return what the file of a composed edition must hold, on sheets where it is imposed.

    Every number the edition carries is asked for on some page, whatever the templates print.
    """
    reader = _read(composition)
    arrangement = arrangement_of(
        composition.trim,
        edition.output,
        edition.paper,
        imposed=library.formats[edition.format].imposed,
    )
    pages = [
        ExpectedPage(
            passages=tuple(found),
            cells=tuple(cells(arrangement, back=index % 2 == 1))
            if arrangement
            else (Cell(0, 0, *composition.trim),),
            payloads=tuple(payloads),
        )
        for index, (found, payloads) in enumerate(zip(reader.pages, reader.payloads, strict=True))
    ]
    return Expectation(
        pages=tuple(pages),
        size=arrangement.sheet if arrangement else composition.trim,
        fonts=composition.fonts,
        safe=composition.safe,
        title=composition.title,
        tagged=edition.output == "screen",
        posting=library.pieces[edition.piece].posting,
        required=carried_numbers(edition),
        claims=tuple(
            ExpectedClaim(claim.written, claim.source)
            for claim in library.claims.values()
            if not claim.blocked
        ),
        figures=tuple(dict.fromkeys(reader.figures)),
    )
