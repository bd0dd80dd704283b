"""How long texts may be: every message set in every format it stands on.

The same layout as in making an edition, at the smallest readable sizes and with lists as short
as they may get: what runs over here, in one region after the other, cannot be printed.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

import msgspec

from handbill.batch.expecting import messages_by_box
from handbill.batch.jobs import tighter_levels
from handbill.batch.sheets_index import MEASURED, SAMPLE_REGIONS
from handbill.batch.wiring import composer_of, shelf_of
from handbill.composing.pages import Composition
from handbill.library.library import Library
from handbill.model.catalogs import Catalog, MessagePlace, Translation
from handbill.model.editions import Edition
from handbill.model.languages import same_speech
from handbill.model.placeholders import placeholders_in
from handbill.planning.selection import Selection, plan
from handbill.press.engine import Engine
from handbill.press.fitting import misfits_at_smallest
from handbill.press.inspection import Overflow

STRETCHES = (1.0, 1.15, 1.3, 1.45, 1.6, 1.8, 2.0, 2.3, 2.6, 3.0)
"""How much longer than English all texts are tried at once; what fits at the last has no limit."""

USUAL_STRETCH = 1.3
"""How much longer than English translations usually are, in a box of several texts."""

_ELSEWHERE = 3
"""Other regions in which a text that runs over is tried."""

_STAND_IN = "en-GB"
"""A language with Latin letters whose texts are made by stretching the English ones."""


class TooLong(msgspec.Struct, frozen=True):
    """A text that a format has no room for."""

    language: str
    address: str
    """The message that is longest against its room, of those in the box."""
    format: str
    paper: str
    piece: str
    page: int
    box: str
    excess: float
    """How far the texts of the box run over it, in mm."""


class Ruler:
    """Lays editions out at the smallest sizes."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._composer = composer_of(library)
        self._engine = Engine(library.roots)

    def set_small(self, edition: Edition) -> tuple[Composition, list[Overflow]]:
        """Return the tightest pages that hold as much as they can, and what they do not hold."""
        levels: tuple[int, ...] = ()
        while True:
            composition = self._composer.compose(edition, levels)
            page = self._engine.page(composition.html)
            lay_out = partial(self._engine.lay_out, page, composition.styles)
            found = misfits_at_smallest(lay_out, composition.fit, composition.trim)
            tighter = tighter_levels(composition.levels, found, composition.can_tighten)
            if tighter is None:
                return composition, found
            levels = tighter

    def too_long_everywhere(
        self, edition: Edition, places: Mapping[str, MessagePlace]
    ) -> list[TooLong]:
        """Return the texts of an edition that its format has no room for in other regions either.

        A region whose line has a long name, or two numbers, leaves less room than others: that
        is no fault of the texts.
        """
        found = self.too_long(edition, places)
        if found and any(not self.too_long(other, places) for other in self._elsewhere(edition)):
            return []
        return found

    def _elsewhere(self, edition: Edition) -> list[Edition]:
        """Return the same edition for some other regions, on the same paper."""
        others = editions_in(
            "+".join(edition.languages),
            self._library,
            (region for region in SAMPLE_REGIONS if region != edition.region),
            pieces=(edition.piece,),
            formats=(edition.format,),
        )
        return [other for other in others if other.paper == edition.paper][:_ELSEWHERE]

    def too_long(self, edition: Edition, places: Mapping[str, MessagePlace]) -> list[TooLong]:
        """Return the texts of an edition that its format has no room for."""
        composition, overflows = self.set_small(edition)
        boxes = messages_by_box(composition)
        found = []
        for overflow in overflows:
            language = overflow.language or edition.languages[0]
            said = {
                one.address: one.text for one in composition.utterances if one.language == language
            }
            inside = boxes.get((overflow.page, overflow.box_name), ())
            here = [address for address in inside if address in said]
            if all(self._is_translated(address, language) for address in here):
                found.append(
                    TooLong(
                        language=language,
                        address=self._longest(here, said, places) or overflow.message_id,
                        format=edition.format,
                        paper=edition.paper,
                        piece=edition.piece,
                        page=overflow.page,
                        box=overflow.box_name,
                        excess=overflow.excess,
                    )
                )
        return found

    def _is_translated(self, address: str, language: str) -> bool:
        """Tell whether a text is the language's own, and no English in place of a missing one."""
        catalog = self._library.catalogs.get(language)
        return catalog is None or catalog.get(address) is not None

    def _longest(
        self,
        addresses: Iterable[str],
        said: Mapping[str, str],
        places: Mapping[str, MessagePlace],
    ) -> str:
        """Return the message that is longest against the room it has."""
        sources = self._library.sources()

        def strain(address: str) -> float:
            place = places.get(address)
            room = place.longest if place and place.longest else len(sources[address].text) * 3
            return len(said[address]) / max(room, 1)

        return max(addresses, key=strain, default="")


def editions_in(
    language: str,
    library: Library,
    regions: Iterable[str] = MEASURED,
    *,
    pieces: tuple[str, ...] = (),
    formats: tuple[str, ...] = (),
) -> list[Edition]:
    """Return one edition in a language of every piece in every format, for the given regions.

    Pieces that no line of these regions may lead are left out. Where `pieces` or `formats` are
    named, only these.
    """
    selection = Selection(
        regions=tuple(regions),
        pieces=pieces,
        formats=formats,
        languages=(language,),
        outputs=("home",),
    )
    editions, _ = plan(selection, shelf_of(library))
    return editions


def editions_to_try(
    language: str,
    library: Library,
    *,
    pieces: tuple[str, ...] = (),
    formats: tuple[str, ...] = (),
) -> list[Edition]:
    """Return one edition in a language of every piece in every format on US paper and on A4."""
    regions = home_regions(language, library)
    found = editions_in(language, library, regions, pieces=pieces, formats=formats)
    first: dict[tuple[str, str, str], Edition] = {}
    for edition in found:
        first.setdefault((edition.piece, edition.format, edition.paper), edition)
    return list(first.values())


def home_regions(language: str, library: Library) -> tuple[str, ...]:
    """Return the regions in which a language is tried, the next for what the others cannot print.

    One on US paper, one where the language is at home on A4, and one that prints all pieces.
    """
    own = [
        code
        for code, region in library.regions.items()
        if region.languages
        and same_speech(region.languages[0], language)
        and region.paper == "a4"
        and region.hotlines
    ]
    return tuple(dict.fromkeys((MEASURED[0], *own[:1], MEASURED[1])))


def stretched(text: str, factor: float) -> str:
    """Return a text made `factor` times as long by saying its words again."""
    words = [word for word in text.split(" ") if word and not set(word) & set("%<>")]
    wanted = math.ceil(len(text) * factor)
    longer, at = text, 0
    while words and len(longer) < wanted:
        longer += " " + words[at % len(words)]
        at += 1
    return longer if placeholders_in(longer) == placeholders_in(text) else text


class Measured(msgspec.Struct, frozen=True):
    """What one edition tells of the room its messages have."""

    format: str
    stands: frozenset[str]
    """Addresses of the messages that stand on it."""
    room: dict[str, int]
    """How many characters each message may have; those without limit are absent."""


class Measure:
    """Finds how long texts may be, by stretching the English ones until they do not fit."""

    def __init__(self, library: Library) -> None:
        self._sources = library.sources()
        self._rulers = {factor: Ruler(self._stretched(library, factor)) for factor in STRETCHES}

    def _stretched(self, library: Library, factor: float) -> Library:
        texts = {
            address: Translation(stretched(source.text, factor), reviewed=True)
            for address, source in self._sources.items()
        }
        stand_in = msgspec.structs.replace(library.languages["en"], tag=_STAND_IN)
        return msgspec.structs.replace(
            library,
            languages={**library.languages, _STAND_IN: stand_in},
            catalogs={_STAND_IN: Catalog(_STAND_IN, texts)},
        )

    @property
    def library(self) -> Library:
        """Return the library that editions to measure are planned with."""
        return self._rulers[STRETCHES[0]]._library  # noqa: SLF001  its own part

    def measure(self, edition: Edition) -> Measured:
        """Return the room of each message of an edition in the stand-in language."""
        first = self._try(edition, 0)
        # Boxes do not move one another, so one layout tells of all of them.
        bounds = dict.fromkeys(first.boxes, (0, len(STRETCHES)))
        tried = {0: first}
        while open_ones := [span for span in bounds.values() if span[1] - span[0] > 1]:
            low, high = max(open_ones, key=lambda span: span[1] - span[0])
            middle = (low + high) // 2
            tried[middle] = self._try(edition, middle)
            full = tried[middle].full
            bounds = {
                box: (span[0], min(span[1], middle)) if box in full
                else (max(span[0], middle), span[1]) if span[1] > middle else span
                for box, span in bounds.items()
            }  # fmt: skip
        room: dict[str, int] = {}
        for box, (low, _) in bounds.items():
            if low < len(STRETCHES) - 1:
                for address, most in self._shares(first.boxes[box], STRETCHES[low]):
                    room[address] = min(most, room.get(address, most))
        stands = frozenset().union(*(one.stands for one in tried.values()))
        return Measured(edition.format, stands, room)

    def _shares(self, addresses: Iterable[str], stretch: float) -> Iterator[tuple[str, int]]:
        """Yield how many characters each message of a box may have, those with a limit only.

        The box holds its English texts made `stretch` times as long. A text may take what the
        others leave when these are as long as translations usually are.
        """
        lengths = {address: len(self._sources[address].text) for address in addresses}
        whole = sum(lengths.values())
        for address, length in lengths.items():
            left = stretch * whole - USUAL_STRETCH * (whole - length)
            most = max(stretch * length, left)
            if most < STRETCHES[-1] * length:
                yield address, math.floor(most)

    def _try(self, edition: Edition, step: int) -> "_Trial":
        composition, overflows = self._rulers[STRETCHES[step]].set_small(edition)
        return _Trial(
            messages_by_box(composition),
            {(overflow.page, overflow.box_name) for overflow in overflows},
            frozenset(one.address for one in composition.utterances if one.language == _STAND_IN),
        )


class _Trial(msgspec.Struct, frozen=True):
    boxes: dict[tuple[int, str], tuple[str, ...]]
    full: set[tuple[int, str]]
    stands: frozenset[str]


def stand_in_editions(library: Library) -> list[Edition]:
    """Return the editions that are measured, one for each piece, format and region."""
    many = editions_in(_STAND_IN, library)
    seen = {(edition.piece, edition.format) for edition in many}
    more = [
        edition
        for edition in editions_in(_STAND_IN, library, SAMPLE_REGIONS)
        if (edition.piece, edition.format) not in seen
        or (edition.piece == "bystander" and edition.format in ("wallet-card", "flyer"))
    ]
    return [*many, *(edition for edition in more if edition.region not in MEASURED)]


def places_of(measured: Iterable[Measured], library: Library) -> dict[str, MessagePlace]:
    """Return where each message stands and how long it may be."""
    order = list(library.formats)
    found: dict[str, tuple[set[str], list[tuple[int, str]]]] = {}
    for one in measured:
        for address in one.stands:
            formats, limits = found.setdefault(address, (set(), []))
            formats.add(one.format)
            if address in one.room:
                limits.append((one.room[address], one.format))
    return dict(_places(found, order, library))


def _places(
    found: Mapping[str, tuple[set[str], list[tuple[int, str]]]],
    order: list[str],
    library: Library,
) -> Iterator[tuple[str, MessagePlace]]:
    for address in library.sources():
        if address not in found:
            continue
        formats, limits = found[address]
        longest, tightest = min(limits, default=(0, ""))
        yield (
            address,
            MessagePlace(
                formats=tuple(sorted(formats, key=order.index)),
                longest=longest,
                tightest=tightest,
            ),
        )
