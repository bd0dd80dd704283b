"""Checking catalogs: everything that two texts, a glossary and a measured length can tell."""

from collections.abc import Iterator, Mapping

import msgspec
import polib

from handbill.model.catalogs import MessagePlace, back_translations_in, mark_of, review_in
from handbill.model.content import SourceText
from handbill.model.glossary import Glossary
from handbill.model.po_files import (
    comments_in,
    entries,
    header_advice,
    message_lines,
    shown,
    text_problems,
)
from handbill.model.scripts import is_blank
from handbill.model.wording import Problem, Weight, Wording, problems_of

LONGEST_ADDRESS = 100


class Remark(msgspec.Struct, frozen=True, order=True):
    """What a check says of one message, or of a whole catalog."""

    path: str
    line: int
    """Counted from 1; 0 where the whole file is meant."""
    language: str
    address: str
    """Of the message; empty where the file is meant."""
    check: str
    """Id of the check; docs/translation-checks.md explains each."""
    weight: Weight
    message: str
    format: str = ""
    """The format the text does not fit."""
    excess: float = 0.0
    """How far it runs over, in mm."""

    def __str__(self) -> str:
        """Return the remark as compilers write theirs."""
        parts = [f"{self.path}:{self.line}", self.weight, self.check, self.address, self.message]
        return ": ".join(filter(None, parts))


class Desk(msgspec.Struct, frozen=True):
    """What a checker has beside the catalog."""

    sources: Mapping[str, SourceText]
    places: Mapping[str, MessagePlace]
    glossary: Glossary


def check_catalog(text: str, path: str, language: str, desk: Desk) -> list[Remark]:
    """Return everything that is or may be wrong with a catalog's text, in the order of lines.

    A catalog that cannot be read has remarks on its lines only.
    """
    broken = [
        Remark(
            path, _line_number(where, text), language, "", "catalog", "error",
            _named(where, message),
        )
        for where, message in text_problems(text, language)
    ]  # fmt: skip
    if broken:
        return broken
    lines = message_lines(text)
    header = [
        Remark(
            path, _line_number(where, text), language, "", "plural-forms", "advice", message
        )
        for where, message in header_advice(text, language)
    ]  # fmt: skip
    return header + sorted(
        Remark(
            path,
            lines.get(entry.msgctxt, entry.linenum or 0),
            language,
            shown(entry.msgctxt or "", LONGEST_ADDRESS),
            problem.check,
            problem.weight,
            problem.message,
        )
        for entry in entries(text)
        if not entry.obsolete
        for problem in entry_problems(entry, language, desk)
    )


def _line_number(where: str, text: str) -> int:
    """Return the line of a place; a header's fields are looked for, what is missing is in 1."""
    if where.startswith("line "):
        return int(where.removeprefix("line "))
    lines = enumerate(text.split("\n"), 1)
    fields = (f'"{where}:', f'msgstr "{where}:')
    return next((number for number, line in lines if line.startswith(fields)), 1)


def _named(where: str, message: str) -> str:
    return message if where.startswith("line ") or not where else f"{where}: {message}"


def entry_problems(entry: polib.POEntry, language: str, desk: Desk) -> Iterator[Problem]:
    """Yield everything that is or may be wrong with an entry of a catalog."""
    source = desk.sources.get(entry.msgctxt or "")
    if source is None:
        text = "No such message exists. 'handbill translations update' sets it aside."
        yield Problem("outdated", "advice", text)
        return
    if entry.msgid != source.text:
        text = "The English has changed since. Run 'handbill translations update'."
        yield Problem("outdated", "advice", text)
        return
    if entry.msgid_plural or entry.msgstr_plural:
        text = "The message has no plural. Remove 'msgid_plural', and write one 'msgstr'."
        yield Problem("plural", "error", text)
        return
    if is_blank(entry.msgstr):
        return
    if entry.fuzzy:
        text = "The translation is marked as fuzzy and is not printed. Check it, remove the mark."
        yield Problem("fuzzy", "advice", text)
    yield from problems_of(
        Wording(
            source.text,
            entry.msgstr,
            language,
            names=desk.glossary.names,
            doubled=desk.glossary.doubled(language),
        )
    )
    yield from _term_problems(entry, source, language, desk.glossary)
    yield from _place_problems(entry, desk.places.get(source.address))
    yield from _reading_problems(entry)


def _term_problems(
    entry: polib.POEntry, source: SourceText, language: str, glossary: Glossary
) -> Iterator[Problem]:
    for name in glossary.unused(language, source.address, source.text, entry.msgstr):
        said = glossary.languages[language].terms[name]
        yield Problem(
            "glossary",
            "advice",
            f"The English says '{glossary.terms[name].term}'; the glossary has '{said.term}' for "
            f"it. Use that, or list the message under 'besides' in "
            f"content/glossary/{language}.toml.",
        )


def _place_problems(entry: polib.POEntry, place: MessagePlace | None) -> Iterator[Problem]:
    if place is not None and place.longest and len(entry.msgstr) > place.longest:
        yield Problem(
            "max-length",
            "advice",
            f"The text has {len(entry.msgstr)} characters; {place.longest} fit the "
            f"{place.tightest} for certain. Say it shorter if you can.",
        )


def _reading_problems(entry: polib.POEntry) -> Iterator[Problem]:
    mark, comments = mark_of(entry.msgid, entry.msgstr), comments_in(entry)
    review = review_in(comments)
    if any(back.mark != mark for back in back_translations_in(comments)):
        text = "The text changed after it was read back into English. Have it read again."
        yield Problem("back-translation", "advice", text)
    if review is not None and review.mark not in ("", mark):
        text = "The text changed after its review and counts as a draft. Have it reviewed again."
        yield Problem("review", "advice", text)
