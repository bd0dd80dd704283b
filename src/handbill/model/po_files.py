"""The text of a PO file: its lines, its header and its entries (GNU gettext manual, “PO Files”)."""

import copy
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

import polib
from babel.messages.plurals import get_plural

from handbill.model.catalogs import (
    DRAFT,
    REVIEWED,
    header_fields,
    header_pairs,
    is_reviewed,
    mark_of,
    review_in,
)
from handbill.model.languages import canonical_tag, cldr_locale

MOST_ENTRIES = 20_000
"""Entries read of one catalog; Handbill's own have some hundreds."""

MOST_PROBLEMS = 100
"""Lines named of one catalog; a file of another kind has a problem on each."""

_ENTRY_LINE = re.compile(
    r"(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d+\]) )?"
    r'"(?:[^"\\]|\\[nrt"\\])*"|\s*)'
)
_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})(?: .*)?")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Control characters and odd line breaks, at which programs part lines each in its own way."""
_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d+\])? "')
_BARE_MARK = re.compile(r"^#[~|]+[ \t]*$", re.MULTILINE)
_OBSOLETE_PREVIOUS = re.compile(r"^#~\|", re.MULTILINE)
_UNSPACED_COMMENT = re.compile(r"^(#[.:,|~]?+)(?=\S)", re.MULTILINE)
_LINE_OF_ERROR = re.compile(r"\(line (\d+)\)")
_EMPTY_COMMENT = re.compile(r"^# $", re.MULTILINE)

Place = tuple[str, str]
"""A line or a header field, and what is wrong there."""


def text_problems(text: str, language: str) -> Iterator[Place]:
    """Yield everything that keeps a text from being read as the catalog of a language."""
    yield from _header_problems(text, language)
    yield from body_problems(text)


def body_problems(text: str) -> Iterator[Place]:
    """Yield everything that keeps a text's entries from being read, whatever its header says."""
    found = list(islice(_line_problems(text), MOST_PROBLEMS))
    yield from found or islice(_entry_problems(text), MOST_PROBLEMS)


def _line_problems(text: str) -> Iterator[Place]:
    count = 0
    for number, ended in enumerate(text.split("\n"), 1):
        line = ended.removesuffix("\r")
        where = f"line {number}"
        if _CONFLICT.fullmatch(line):
            yield where, "A merge conflict was left here. Choose one of the two texts."
        elif _CONTROL.search(line):
            yield where, "A control character or an odd line break stands here. Remove it."
        elif not _ENTRY_LINE.fullmatch(line):
            yield where, "This line is not part of a catalog. Quote the whole text."
        count += line.startswith("msgid ")
        if count > MOST_ENTRIES:
            yield where, f"The catalog has more than {MOST_ENTRIES:,} entries. Remove the rest."
            return


def _header_problems(text: str, language: str) -> Iterator[Place]:
    fields = header_fields(text)
    lines = (line.strip() for line in text.split("\n"))
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if not fields or first != 'msgid ""':
        yield (
            "header",
            "The catalog does not begin with a header. Copy that of another language.",
        )
        return
    for name, count in Counter(name for name, _ in header_pairs(text)).items():
        if count > 1:
            yield shown(name), "The field stands twice in the header. Keep one."
    if fields.get("X-Review") not in (DRAFT, REVIEWED):
        yield (
            "X-Review",
            "The header must say 'X-Review: draft' or 'X-Review: reviewed'. Add it.",
        )
    charset = fields.get("Content-Type", "charset=UTF-8").rpartition("charset=")[2].strip()
    if charset.lower() not in ("utf-8", "utf8"):
        yield "Content-Type", f"The header says '{shown(charset)}'. Write charset=UTF-8."
    named = fields.get("Language", "")
    if named and canonical_tag(named) != language:
        yield (
            "Language",
            f"The header says '{shown(named)}', the folder is that of {language}. Correct one.",
        )


def header_advice(text: str, language: str) -> Iterator[Place]:
    """Yield what a header should say otherwise, although the catalog can be used."""
    forms = header_fields(text).get("Plural-Forms", "")
    if forms and _bare(forms) != _bare(plural_forms(language)):
        yield (
            "Plural-Forms",
            f"Gettext has '{plural_forms(language)}' for {language}. Write that.",
        )


def _bare(forms: str) -> str:
    """Return plural forms without what tools write in different ways."""
    return re.sub(r"[\s();]", "", forms)


def plural_forms(language: str) -> str:
    """Return the header field `Plural-Forms` of a language (Babel)."""
    return str(get_plural(cldr_locale(language)).plural_forms)


def shown(text: str, most: int = 40) -> str:
    """Return the beginning of a foreign text, safe to show in a terminal."""
    visible = "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text[:most])
    return f"{visible}…" if len(text) > most else visible


def _entry_problems(text: str) -> Iterator[Place]:
    try:
        found = _parsed(text)
    except ValueError as error:
        line = _LINE_OF_ERROR.search(str(error))
        yield (
            f"line {line[1]}" if line else "",
            "A catalog cannot go on like this. Write msgctxt, msgid and msgstr in this order.",
        )
        return
    lines = text.split("\n")
    seen = set()
    for entry in found:
        if entry.obsolete:
            continue
        key = (entry.msgctxt, entry.msgctxt or entry.msgid)
        if not entry.msgid:
            yield _begin(entry, lines), "The English is missing. Write it as msgid."
        elif key in seen:
            name = shown(entry.msgctxt or entry.msgid)
            yield _begin(entry, lines), f"The message '{name}' stands twice. Keep one."
        seen.add(key)


def _begin(entry: polib.POEntry, lines: list[str]) -> str:
    """Return the line of an entry's first keyword; polib has that of its first comment."""
    first = max(entry.linenum or 0, 1)
    numbers = range(first, len(lines) + 1)
    return f"line {next((n for n in numbers if _KEYWORD.match(lines[n - 1])), first)}"


def entries(text: str) -> list[polib.POEntry]:
    """Return the entries of a PO file's text in their order, without the header.

    Raises:
        ValueError: where the text is no catalog.
    """
    return [_own(entry) for entry in _parsed(text)]


def _own(entry: polib.POEntry) -> polib.POEntry:
    """Return a copy that may be changed."""
    own = copy.copy(entry)
    own.flags, own.occurrences = [*entry.flags], [*entry.occurrences]
    own.msgstr_plural = {**entry.msgstr_plural}
    return own


# Reading takes far longer than all else, and each catalog is read for its faults, then for use.
@lru_cache(maxsize=2)
def _parsed(text: str) -> tuple[polib.POEntry, ...]:
    readable = _BARE_MARK.sub("", text.replace("\r\n", "\n"))
    readable = _OBSOLETE_PREVIOUS.sub("#|", readable)
    readable = _UNSPACED_COMMENT.sub(r"\1 ", readable)
    try:
        # The line break at the end keeps a text from being taken for the name of a file.
        return tuple(polib.pofile(readable + "\n"))
    except (OSError, IndexError, UnicodeError) as error:
        raise ValueError(str(error)) from error


def entry_text(entry: polib.POEntry) -> str:
    """Return an entry as gettext's tools write it with `--no-wrap`."""
    return _EMPTY_COMMENT.sub("#", entry.__unicode__(wrapwidth=0))


def comments_in(entry: polib.POEntry) -> list[str]:
    """Return the lines that people, not programs, wrote above an entry."""
    return [line.strip() for line in entry.tcomment.split("\n")] if entry.tcomment else []


def is_entry_reviewed(entry: polib.POEntry, *, catalog: bool) -> bool:
    """Tell whether a text counts as reviewed: by its flags, its own review, or the `catalog`'s."""
    if REVIEWED in entry.flags or DRAFT in entry.flags:
        return REVIEWED in entry.flags
    review = review_in(comments_in(entry))
    return is_reviewed(review, mark_of(entry.msgid, entry.msgstr), catalog=catalog)


def message_lines(text: str) -> dict[str, int]:
    """Return the line on which each message's translation begins, by its address."""
    found: dict[str, int] = {}
    keyword, address = "", ""
    for number, line in enumerate(text.split("\n"), 1):
        match = _KEYWORD.match(line)
        if match:
            keyword = match[1]
        elif not line.startswith('"'):
            keyword = ""
        if keyword == "msgctxt":
            address += polib.unescape(line[line.index('"') + 1 : line.rindex('"')])
        elif keyword == "msgstr" and address:
            found.setdefault(address, number)
            address = ""
    return found
