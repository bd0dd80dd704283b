"""Reviewing: message by message, with everything else of the catalog byte for byte as it was."""

import datetime
from collections.abc import Callable, Collection, Iterator

import msgspec

from handbill.model.catalogs import (
    DRAFT,
    REVIEWED,
    BackTranslation,
    Review,
    back_translations_in,
    header_fields,
    mark_of,
)
from handbill.model.po_files import comments_in, entries, is_entry_reviewed
from handbill.model.scripts import is_blank
from handbill.model.wording import Problem
from handbill.translating.checking import Desk, entry_problems
from handbill.translating.exchange_po import entries as entries_in_place
from handbill.translating.exchange_po import with_texts


class Case(msgspec.Struct, frozen=True):
    """A translation that nobody has reviewed, with what a reviewer needs to judge it."""

    address: str
    english: str
    text: str
    notes: tuple[str, ...]
    """What translators are told about the message."""
    back_translations: tuple[BackTranslation, ...]
    """Those of this very text."""
    remarks: tuple[str, ...]
    """What other people wrote beside it."""
    problems: tuple[Problem, ...]


def cases(text: str, language: str, desk: Desk) -> Iterator[Case]:
    """Yield the unreviewed translations of a catalog in its order."""
    whole = header_fields(text).get("X-Review") == REVIEWED
    for entry in entries(text):
        source = desk.sources.get(entry.msgctxt or "")
        comments = comments_in(entry)
        mark = mark_of(entry.msgid, entry.msgstr)
        if source is None or entry.msgid != source.text or entry.obsolete:
            continue
        # A fuzzy text is not printed, whatever else is said of it.
        if is_blank(entry.msgstr) or (not entry.fuzzy and is_entry_reviewed(entry, catalog=whole)):
            continue
        backs = back_translations_in(comments)
        told = {back.comment() for back in backs}
        yield Case(
            address=entry.msgctxt,
            english=entry.msgid,
            text=entry.msgstr,
            notes=tuple(entry.comment.removeprefix("TRANSLATORS: ").split("\n")),
            back_translations=tuple(back for back in backs if back.mark == mark),
            remarks=tuple(
                line.removeprefix("Note: ")
                for line in comments
                if line and line not in told and not _is_review(line)
            ),
            problems=tuple(entry_problems(entry, language, desk)),
        )


def with_review(text: str, case: Case, day: datetime.date, name: str) -> str:
    """Return the catalog with a translation marked as reviewed.

    What was said against it before goes: the flags `fuzzy` and `draft`, and an older review.

    Args:
        text: the catalog's text.
        case: what was reviewed.
        day: when.
        name: by whom, of people who want to be named; else empty.
    """
    review = Review(REVIEWED, mark_of(case.english, case.text), day.isoformat(), name)
    settled = _without_flags(text, case.address, {"fuzzy", DRAFT})
    return _with_comment(settled, case.address, review.comment(), instead_of=_is_own_review)


def with_remark(text: str, case: Case, remark: str) -> str:
    """Return the catalog with a remark of a reviewer beside a translation."""
    # The word before it keeps a remark from being read as a review or a back-translation.
    told = f"Note: {plain_line(remark)}"
    return _with_comment(text, case.address, told)


def with_back_translation(text: str, case: Case, said: str) -> str:
    """Return the catalog with what a reader says a translation means, in English.

    Back-translations of an older text go; beside one of this text it is the second.
    """
    mark = mark_of(case.english, case.text)
    made = BackTranslation(mark, plain_line(said), second=bool(case.back_translations))

    def is_outdated(line: str) -> bool:
        told = back_translations_in([line.removeprefix("#").strip()]) if _is_own(line) else ()
        return any(back.mark != mark or (back.second and made.second) for back in told)

    return _with_comment(text, case.address, made.comment(), instead_of=is_outdated)


def plain_line(text: str) -> str:
    """Return what a person typed as one line that a catalog can hold."""
    visible = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(visible.split())


def with_translation(text: str, case: Case, translation: str) -> str:
    """Return the catalog with another translation; it is a draft until somebody reviews it."""
    read = entries_in_place(text, "handbill.po")
    lines = {entry.line: translation for entry in read if entry.address == case.address}
    return with_texts(text, lines, read)


def _with_comment(
    text: str,
    address: str,
    comment: str,
    *,
    instead_of: Callable[[str], bool] = lambda _: False,
) -> str:
    """Return the catalog with a comment below the last one that people wrote of a message.

    Lines above the message that `instead_of` picks go.
    """
    lines = text.split("\n")
    top, at = _comments_of(text, address)
    line_end = "\r" if lines[at].endswith("\r") else ""
    above = [line for line in lines[top:at] if not instead_of(line)]
    place = max((n for n, line in enumerate(above, 1) if _is_own(line)), default=0)
    above.insert(place, f"# {comment}{line_end}")
    return "\n".join([*lines[:top], *above, *lines[at:]])


def _without_flags(text: str, address: str, flags: Collection[str]) -> str:
    lines = text.split("\n")
    top, at = _comments_of(text, address)
    above = [_line_without(line, flags) for line in lines[top:at]]
    kept = [line for line in above if line is not None]
    return "\n".join([*lines[:top], *kept, *lines[at:]])


def _line_without(line: str, flags: Collection[str]) -> str | None:
    """Return a comment without some flags; None where no flag is left in it."""
    if not line.startswith("#,"):
        return line
    found = [flag.strip() for flag in line[2:].split(",")]
    kept = [flag for flag in found if flag not in flags]
    if kept == found:
        return line
    return f"#, {', '.join(kept)}{line[len(line.rstrip()) :]}" if kept else None


def _comments_of(text: str, address: str) -> tuple[int, int]:
    """Return the numbers of the first comment above a message and of the line below the last."""
    lines = text.split("\n")
    read = entries_in_place(text, "handbill.po")
    at = next(entry.line for entry in read if entry.address == address) - 1
    while not lines[at].lstrip().startswith("msgctxt"):
        at -= 1
    top = at
    while top and lines[top - 1].startswith("#") and not lines[top - 1].startswith("#~"):
        top -= 1
    return top, at


def _is_own(line: str) -> bool:
    return line[:2] not in ("#.", "#:", "#,", "#|")


def _is_own_review(line: str) -> bool:
    return _is_own(line) and _is_review(line.removeprefix("#").strip())


def _is_review(comment: str) -> bool:
    return comment.startswith("X-Review:")
