"""Previews: the editions of one language drawn with what cannot be printed, and marked."""

import datetime
import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from handbill.batch.expecting import expectation
from handbill.batch.jobs import fit_edition, job_of
from handbill.batch.preview_pictures import pictures
from handbill.batch.preview_reasons import addresses_in, errors_in, reasons_against
from handbill.batch.preview_texts import Reading, read_again
from handbill.batch.staleness import stale_numbers
from handbill.batch.wiring import composer_of, shelf_of
from handbill.composing.pages import Composition
from handbill.composing.preview_page import (
    PreviewEdition,
    PreviewHead,
    PreviewMessage,
    PreviewPages,
    anchor_of,
)
from handbill.library.catalogs import catalog_path
from handbill.library.library import Library
from handbill.model.catalogs import Catalog, Translation
from handbill.model.editions import Edition
from handbill.model.faults import InputError
from handbill.model.languages import (
    Language,
    canonical_tag,
    cldr_locale,
    language_name,
    native_name,
)
from handbill.model.names import look_up
from handbill.planning.selection import Selection, plan
from handbill.preflight.edition import check_edition
from handbill.preflight.reading import ReadFile
from handbill.preflight.shaping import Typefaces
from handbill.press.engine import Engine, EngineError
from handbill.press.fitting import Fitted
from handbill.press.fonts import font_file
from handbill.press.inspection import Overflow, overflows
from handbill.press.message_boxes import MessageBox, text_boxes
from handbill.press.printing import print_job


class Wish(msgspec.Struct, frozen=True):
    """What a preview shall show."""

    language: str
    folder: Path
    """The folder of translations whose catalog is under work."""
    pieces: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    region: str = "US"
    today: datetime.date = msgspec.field(default_factory=datetime.date.today)


class SupersededError(Exception):
    """Drawing was given up because something more urgent came."""


class _Memory(msgspec.Struct, frozen=True):
    """What is known of an edition since it was last fitted."""

    levels: tuple[int, ...]
    sizes: str
    overflowing: bool
    used: frozenset[str]
    """Addresses of the messages it says, at every level that was tried."""
    digest: str


class _Drawn(msgspec.Struct, frozen=True):
    """An edition on pages."""

    composition: Composition
    fitted: Fitted


class _PatientEngine(Engine):
    """An engine that asks before each layout whether it should still go on."""

    def __init__(self, roots: Iterable[Path]) -> None:
        super().__init__(tuple(roots))
        self.before: Callable[[], None] = lambda: None
        self.layouts = 0

    def lay_out(self, *arguments: Any) -> Any:
        """Return the laid-out document."""
        self.before()
        self.layouts += 1
        return super().lay_out(*arguments)


class Previewer:
    """Draws the editions of one language, again and again: one library, one engine."""

    def __init__(self, wish: Wish, library: Library) -> None:
        self.language = _language(wish.language, library)
        self.path = catalog_path(wish.folder, self.language)
        catalogs = dict(library.catalogs)
        self._wish = wish
        self._library = msgspec.structs.replace(library, catalogs=catalogs)
        self._catalogs = catalogs
        self.reading = Reading(None, {}, ())
        self._take(Reading(Catalog(self.language.tag, {}), {}, ()))
        self.editions, self.left_out = _planned(wish, self._library, self.language)
        self._composer = composer_of(self._library)
        self._engine = _PatientEngine(library.roots)
        self._faces = Typefaces(font_file)
        self._memories: dict[str, _Memory] = {}
        templates = {name: place.path for name, place in library.templates().items()}
        self.pages = PreviewPages(templates)

    def _take(self, reading: Reading) -> None:
        assert reading.catalog is not None  # noqa: S101  only sound catalogs are taken
        self._catalogs[self.language.tag] = reading.catalog
        self.reading = reading

    def read(self) -> tuple[Reading, list[Edition]]:
        """Read the catalog again; return it, and the editions that say a changed message.

        A catalog that cannot be used now changes nothing. Editions that were never drawn are
        not among those returned.
        """
        reading = read_again(self.path, self._library, self.language)
        if reading.catalog is None:
            return reading, []
        changed = reading.changed_since(self.reading)
        self._take(reading)
        return reading, [
            edition
            for edition in self.editions
            if edition.id in self._memories and self._memories[edition.id].used & changed
        ]

    def follow(self, older: "Previewer") -> list[Edition]:
        """Take over what an older previewer found; return the editions that look otherwise."""
        self._memories = dict(older._memories)  # noqa: SLF001  of the same class
        return [edition for edition in self.editions if self._looks_otherwise(edition)]

    def _looks_otherwise(self, edition: Edition) -> bool:
        memory = self._memories.get(edition.id)
        if memory is None:
            return True
        return _digest(self._composer.compose(edition, memory.levels)) != memory.digest

    @property
    def layouts(self) -> int:
        """Return how many layouts were made so far."""
        return self._engine.layouts

    def head(self) -> PreviewHead:
        """Return what is said of the whole language."""
        states = [text.state for text in self.reading.texts.values()]
        own = self.language.tag == "en" or self.language.pseudo
        return PreviewHead(
            tag=self.language.tag,
            english_name=language_name(self.language.tag, "en"),
            own_name=native_name(self.language.tag),
            direction=self.language.direction(),
            region=_region(self._wish.region),
            catalog="" if own else str(self.path),
            counts={state: states.count(state) for state in dict.fromkeys(states)},
            left_out=self.left_out,
        )

    def waiting(self, edition: Edition) -> PreviewEdition:
        """Return an edition that is not drawn yet."""
        layout = self._library.formats[edition.format]
        width, height = layout.trim(edition.paper)
        return PreviewEdition(
            anchor=anchor_of(edition.id),
            piece=_words(edition.piece),
            format=layout.title,
            size=f"{width:.0f} × {height:.0f} mm",
            drawn=False,
        )

    def draw(
        self, edition: Edition, *, quick: bool = False, go_on: Callable[[], bool] = lambda: True
    ) -> PreviewEdition:
        """Return an edition drawn; `quick` with the sizes found before, if they still fit.

        Raises:
            SupersededError: where `go_on` said no before all was done.
        """

        def ask() -> None:
            if not go_on():
                raise SupersededError

        self._engine.before = ask
        try:
            drawn = self._quick(edition) if quick else None
            exact = drawn is None
            drawn = drawn or self._fitted(edition)
            return self._shown(edition, drawn, exact=exact)
        except EngineError as error:
            reason = f"The layout engine could not set it: {error}"
            return msgspec.structs.replace(self.waiting(edition), reasons=(reason,), drawn=True)

    def _quick(self, edition: Edition) -> _Drawn | None:
        """Return the edition at the sizes found before; None where they do not fit any more."""
        memory = self._memories.get(edition.id)
        if memory is None:
            return None
        composition = self._composer.compose(edition, memory.levels)
        page = self._engine.page(composition.html)
        document = self._engine.lay_out(page, composition.styles, memory.sizes)
        found = overflows(document)
        if found and not memory.overflowing:
            return None
        return _Drawn(composition, Fitted(document, memory.sizes, tuple(found)))

    def _fitted(self, edition: Edition) -> _Drawn:
        """Return the edition fitted as `Workshop` does, but also where texts are missing."""
        composition = self._composer.compose(edition)
        used = set(addresses_in(composition, self.language.tag))

        def note(tried: Composition) -> None:
            used.update(addresses_in(tried, self.language.tag))

        composition, fitted = fit_edition(
            edition, composition, self._library, self._composer, self._engine, note
        )
        self._memories[edition.id] = _Memory(
            composition.levels,
            fitted.sizes,
            bool(fitted.overflows),
            frozenset(used),
            _digest(composition),
        )
        return _Drawn(composition, fitted)

    def _shown(self, edition: Edition, drawn: _Drawn, *, exact: bool) -> PreviewEdition:
        composition, fitted = drawn.composition, drawn.fitted
        job = job_of(edition, composition, self._library)
        tag = self.language.tag
        boxes = [_of_language(box, tag) for box in text_boxes(fitted.document)
                 if box.page - 1 in job.shown]  # fmt: skip
        said = [box.message_id for box in boxes if box.message_id]
        numbers = {name: number for number, name in enumerate(dict.fromkeys(said), 1)}
        reasons = reasons_against(composition, fitted, numbers, self.reading.texts, tag)
        if exact and not reasons:
            printed = print_job(self._engine, job, fitted)
            pdf = printed.pdf
            reasons = self._rejections(edition, composition, pdf)
        else:
            shown = fitted.document.copy([fitted.document.pages[n] for n in job.shown])
            pdf = self._engine.write(shown, accessible=False)
        return msgspec.structs.replace(
            self.waiting(edition),
            pictures=pictures(pdf, job.trim, boxes, numbers, job.shown),
            messages=self._messages(composition, fitted.overflows, numbers),
            reasons=reasons,
            exact=exact,
            drawn=True,
        )

    def _rejections(
        self, edition: Edition, composition: Composition, pdf: bytes
    ) -> tuple[str, ...]:
        """Return what preflight finds wrong with a finished file."""
        with ReadFile(pdf) as read:
            expected = expectation(edition, composition, self._library)
            found = check_edition(read, expected, self._faces)
        return errors_in([*found, *stale_numbers(edition, self._wish.today)])

    def _messages(
        self, composition: Composition, found: Iterable[Overflow], numbers: Mapping[str, int]
    ) -> tuple[PreviewMessage, ...]:
        said = {utterance.address: utterance.text for utterance in composition.utterances
                if utterance.language == self.language.tag}  # fmt: skip
        order = [*numbers, *sorted(said.keys() - numbers.keys())]
        over = {overflow.message_id: overflow.excess for overflow in found
                if overflow.language == self.language.tag}  # fmt: skip
        sources = self._library.sources()
        return tuple(
            PreviewMessage(
                number=numbers.get(name, 0),
                address=name,
                english=sources[name].text,
                translation=said.get(name, "") if text.state == "source" else text.translation,
                state=text.state,
                problem=text.problem,
                too_long=over.get(name, 0.0),
            )
            for name in order
            if (text := self.reading.texts.get(name))
        )


def _region(code: str) -> str:
    """Return what people call the country of a region, and its code."""
    country, code = code.upper().partition("-")[0], code.upper()
    return f"{cldr_locale('en').territories.get(country, country)} ({code})"


def _language(tag: str, library: Library) -> Language:
    """Return a language by its tag or folder.

    Raises:
        UnknownNameError: where the library does not know it.
    """
    return look_up("language", canonical_tag(tag), library.languages)


def _planned(
    wish: Wish, library: Library, language: Language
) -> tuple[list[Edition], tuple[str, ...]]:
    """Return the editions, as if nothing were missing in the catalog, and why others are not.

    Raises:
        InputError: where names are unknown.
    """
    whole = {name: Translation(text.text, reviewed=True)
             for name, text in library.sources().items()}  # fmt: skip
    shelf = shelf_of(library)
    shelf = msgspec.structs.replace(
        shelf, catalogs={**shelf.catalogs, language.tag: Catalog(language.tag, whole)}
    )
    selection = Selection(
        (wish.region,), wish.pieces, wish.formats, (language.tag,), outputs=("screen",)
    )
    editions, omissions = plan(selection, shelf)
    asked = [name.casefold() for name in wish.formats]
    if asked:
        editions.sort(key=lambda edition: asked.index(edition.format.casefold()))
    return editions, tuple(
        f"{_words(left.edition.piece)}, {left.edition.format}: {left.reason}" for left in omissions
    )


def _of_language(box: MessageBox, tag: str) -> MessageBox:
    """Return a box as one of no message where it speaks another language, as in finders."""
    return box if box.language == tag else msgspec.structs.replace(box, message_id="")


def _digest(composition: Composition) -> str:
    """Return what tells whether a composition would be laid out otherwise."""
    parts = (composition.html, composition.styles, composition.fit, composition.trim)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _words(name: str) -> str:
    """Return the id of a piece as words."""
    return name.replace("-", " ").capitalize()


def still_preview(
    previewer: Previewer, on_drawn: Callable[[PreviewEdition], None] = lambda _: None
) -> tuple[str, list[PreviewEdition]]:
    """Return the page of a whole preview, and the editions on it.

    Raises:
        InputError: where the catalog cannot be used as it is.
    """
    reading, _ = previewer.read()
    if reading.catalog is None:
        raise InputError(reading.faults)
    head, pages = previewer.head(), previewer.pages
    editions, parts = [], [pages.faults(reading.faults), pages.state(head)]
    for edition in previewer.editions:
        drawn = previewer.draw(edition)
        editions.append(drawn)
        parts.append(pages.edition(drawn, head))
        on_drawn(drawn)
    return pages.page(head, parts), editions
