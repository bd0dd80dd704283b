"""What a save changes: which files are read again, what is drawn anew, and in which order.

Knows neither files' watchers nor browsers: it is told what was saved, and returns the parts of
the page that changed. All of it runs in one thread.
"""

import threading
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import msgspec

from handbill.batch.previewing import Previewer, SupersededError, Wish
from handbill.composing.preview_page import PreviewEdition, PreviewHead, PreviewPages
from handbill.library.library import Library
from handbill.model.editions import Edition
from handbill.model.faults import Fault, InputError

_TEXT_FILES = {".toml", ".j2", ".css", ".po"}
"""Endings of files whose contents stand in what is composed; others are drawings and logos."""


class Part(msgspec.Struct, frozen=True):
    """A part of the page that changed."""

    id: str
    """Id of the element it takes the place of."""
    html: str
    edition: str = ""
    """The edition it shows."""
    exact: bool = False
    """Whether it shows that edition as it would be printed."""


class Outline(msgspec.Struct, frozen=True):
    """What the page is made of; another outline is another page."""

    head: PreviewHead | None
    pages: PreviewPages
    parts: tuple[Part, ...]


Change = Part | Outline


class Updater:
    """Keeps a preview up to date.

    Quick pictures go before exact ones, and a save before both: drawing that is under way is
    given up when `hurry` is set, and taken up again later.
    """

    def __init__(
        self, wish: Wish, load: Callable[[], Library], fallback: Callable[[], PreviewPages]
    ) -> None:
        self._wish, self._load, self._fallback = wish, load, fallback
        self._previewer: Previewer | None = None
        self._quick: dict[str, Edition] = {}
        self._exact: dict[str, Edition] = {}
        self._drawn: set[str] = set()
        self.hurry = threading.Event()
        """Set by other threads: something was saved."""

    @property
    def busy(self) -> bool:
        """Return whether something is still to be drawn."""
        return bool(self._quick or self._exact)

    def start(self) -> list[Change]:
        """Read everything, and return the page with all pictures still to be drawn.

        Raises:
            InputError: where names were asked for that nothing bears.
            UnknownNameError: where the language is not known.
        """
        try:
            library = self._load()
        except InputError as error:
            return [_nothing_yet(self._fallback(), error.faults)]
        previewer = Previewer(self._wish, library)
        reading, _ = previewer.read()
        if reading.catalog is None:
            return [_nothing_yet(previewer.pages, reading.faults)]
        self._previewer = previewer
        self._drawn.clear()
        self._quick = {}
        self._exact = {edition.id: edition for edition in previewer.editions}
        return [self._outline(reading.faults)]

    def saved(self, paths: Collection[Path]) -> list[Change]:
        """Return what can be shown at once after these files were saved; `step` draws the rest."""
        self.hurry.clear()
        if self._previewer is None:
            return self.start()
        others = {path for path in paths if not self._is_catalog(path)}
        if others:
            return self._all_again(drawings=any(path.suffix not in _TEXT_FILES for path in others))
        return self._catalog_again() if self._previewer.path in paths else []

    def _is_catalog(self, path: Path) -> bool:
        """Tell whether a file is a catalog, of this language or of one that is not under work."""
        return path.suffix == ".po" and path.is_relative_to(self._wish.folder)

    def _catalog_again(self) -> list[Change]:
        previewer = self._needed()
        reading, editions = previewer.read()
        self._queue(editions)
        changes: list[Change] = [_faults(previewer.pages, reading.faults)]
        if reading.catalog is not None:
            changes.append(Part("state", previewer.pages.state(previewer.head())))
            if self._quick:
                changes.append(self._progress())
        return changes

    def _queue(self, editions: Iterable[Edition]) -> None:
        for edition in editions:
            if edition.id in self._drawn:
                self._quick[edition.id] = edition
            self._exact[edition.id] = edition

    def _all_again(self, *, drawings: bool) -> list[Change]:
        older = self._needed()
        try:
            previewer = Previewer(self._wish, self._load())
        except InputError as error:
            return [_faults(older.pages, error.faults)]
        reading, _ = previewer.read()
        if reading.catalog is None:
            return [_faults(older.pages, reading.faults)]
        otherwise = previewer.follow(older)
        known = {edition.id for edition in older.editions}
        self._previewer = previewer
        if {edition.id for edition in previewer.editions} != known or (
            previewer.head().left_out != older.head().left_out
        ):
            return self.start()
        self._queue(previewer.editions if drawings else otherwise)
        return [
            _faults(previewer.pages, reading.faults),
            Part("state", previewer.pages.state(previewer.head())),
            self._progress(),
        ]

    def step(self) -> list[Change]:
        """Draw one edition, the most urgent, and return it; nothing where it was given up."""
        previewer = self._needed()
        quick = bool(self._quick)
        waiting = self._quick if quick else self._exact
        edition = next(iter(waiting.values()))
        try:
            drawn = previewer.draw(edition, quick=quick, go_on=lambda: not self.hurry.is_set())
        except SupersededError:
            return []
        waiting.pop(edition.id)
        if drawn.exact:
            self._exact.pop(edition.id, None)
        self._drawn.add(edition.id)
        return [self._part(edition, drawn), self._progress()]

    def _outline(self, faults: Iterable[Fault]) -> Outline:
        previewer = self._needed()
        parts = [
            _faults(previewer.pages, faults),
            Part("state", previewer.pages.state(previewer.head())),
            self._progress(),
            *(self._part(edition, previewer.waiting(edition)) for edition in previewer.editions),
        ]
        return Outline(previewer.head(), previewer.pages, tuple(parts))

    def _part(self, edition: Edition, drawn: PreviewEdition) -> Part:
        previewer = self._needed()
        html = previewer.pages.edition(drawn, previewer.head())
        return Part(drawn.anchor, html, edition.id, drawn.drawn and drawn.exact)

    def _progress(self) -> Part:
        previewer = self._needed()
        total = len(previewer.editions)
        waiting = len(self._quick.keys() | self._exact.keys())
        return Part("progress", previewer.pages.progress(total - waiting, total))

    def _needed(self) -> Previewer:
        assert self._previewer is not None  # noqa: S101  `start` was called and succeeded
        return self._previewer


def _nothing_yet(pages: PreviewPages, faults: Iterable[Fault]) -> Outline:
    return Outline(None, pages, (_faults(pages, faults),))


def _faults(pages: PreviewPages, faults: Iterable[Fault]) -> Part:
    return Part("faults", pages.faults(list(faults)))
