"""The POT template and the catalogs, written as gettext's tools write them."""

import datetime
import io
import itertools
from collections.abc import Iterable, Mapping

import polib
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from handbill import __version__
from handbill.model.catalogs import DRAFT, MessagePlace, header_fields
from handbill.model.content import SourceText
from handbill.model.faults import Fault, InputError
from handbill.model.languages import Language, english_name
from handbill.model.po_files import body_problems, entries, entry_text, plural_forms
from handbill.translating.extracting import comments_of

_HEADER = """\
# Messages of Handbill: printed help against human trafficking.
# Copyright (C) 2026 Handbill contributors
# These texts are licensed CC BY 4.0.
#"""

_FIXED = {
    "Project-Id-Version": f"Handbill {__version__}",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}

_ORDER = ("Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date",
          "Last-Translator", "Language-Team", "Language", *_FIXED)  # fmt: skip
"""The fields that gettext's tools put first, in their order; all others stay behind them."""


def template(sources: Iterable[SourceText], places: Mapping[str, MessagePlace]) -> Catalog:
    """Return a catalog of all messages without translations."""
    catalog = Catalog(
        project="Handbill",
        version=__version__,
        copyright_holder="Handbill contributors",
        header_comment=_HEADER,
        fuzzy=False,
    )
    for number, source in enumerate(sources, 1):
        flags = {"python-format"} if source.placeholders else set()
        place = places.get(source.address)
        if place is not None and place.longest:
            flags.add(f"max-length:{place.longest}")
        catalog.add(
            source.text,
            context=source.address,
            locations=[(source.path, number)] if source.path else [],
            auto_comments=comments_of(source, places),
            flags=flags,
        )
    return catalog


def template_text(sources: Iterable[SourceText], places: Mapping[str, MessagePlace]) -> str:
    """Return the POT file's text; the same messages give the same text."""
    return _headed(_body(sources, places), {}, _HEADER)


def _body(sources: Iterable[SourceText], places: Mapping[str, MessagePlace]) -> str:
    buffer = io.BytesIO()
    write_po(buffer, template(sources, places), width=0, omit_header=True, include_lineno=False)
    return buffer.getvalue().decode()


def updated_catalog(
    text: str, sources: Iterable[SourceText], places: Mapping[str, MessagePlace]
) -> str:
    """Return a PO file's text with new messages added and changed ones left untranslated.

    What `msgmerge --previous --no-fuzzy-matching --no-wrap` does, without losing flags:
    translations whose English stays are kept with their comments, flags and previous texts;
    what is gone stays as obsolete; no fuzzy guesses are made; the header stays. Unlike there,
    flags that gettext does not know stay; spaces at the end of a comment, and empty lines before
    it, do not.

    Raises:
        InputError: where the text is no catalog.
    """
    old = _entries(text)
    present_last = sorted(old, key=lambda entry: not entry.obsolete)
    known = {(entry.msgctxt, entry.msgid): entry for entry in present_last}
    merged = _entries(_headed(_body(sources, places), {}, _HEADER))
    kept = set()
    for entry in merged:
        key = (entry.msgctxt, entry.msgid)
        if key in known:
            _carry_over(known[key], entry)
            kept.add(key)
    left = [
        entry for entry in old
        if (entry.msgctxt, entry.msgid) not in kept and _has_translation(entry)
    ]  # fmt: skip
    for entry in left:
        _make_obsolete(entry)
    body = "\n".join(entry_text(entry) for entry in [*merged, *left])
    return _headed(body, header_fields(text), _comment(text))


def _entries(text: str) -> list[polib.POEntry]:
    faults = [Fault("handbill.po", where, message) for where, message in body_problems(text)]
    if faults:
        raise InputError(faults)
    return entries(text)


def _carry_over(old: polib.POEntry, entry: polib.POEntry) -> None:
    entry.msgstr, entry.tcomment = old.msgstr, old.tcomment
    own = [flag for flag in old.flags if not flag.endswith("format") and ":" not in flag]
    if old.fuzzy and old.msgstr:
        entry.previous_msgctxt = old.previous_msgctxt
        entry.previous_msgid = old.previous_msgid
    elif old.fuzzy:
        own.remove("fuzzy")
    entry.flags = [*own, *(flag for flag in entry.flags if flag not in own)]


def _has_translation(entry: polib.POEntry) -> bool:
    return bool(entry.msgstr or any(entry.msgstr_plural.values()))


def _make_obsolete(entry: polib.POEntry) -> None:
    entry.obsolete = True
    entry.comment, entry.occurrences = "", []


def _comment(text: str) -> str:
    """Return the comment above a PO file's header, as it stands."""
    above = itertools.takewhile(lambda line: not line.startswith("msgid"), text.splitlines())
    return "\n".join(line for line in above if line.startswith("#"))


def _headed(body: str, header: Mapping[str, str], comment: str) -> str:
    """Return a catalog with exactly these header fields, so that no run changes a date."""
    given = {**header, **_FIXED}
    fields = {key: given[key] for key in [*_ORDER, *given] if key in given}
    lines = [f'"{key}: {value}\\n"' for key, value in fields.items()]
    top = "\n".join([*comment.splitlines(), 'msgid ""', 'msgstr ""', *lines])
    return f"{top}\n\n{body.strip()}\n"


def new_catalog(
    language: Language,
    sources: Iterable[SourceText],
    places: Mapping[str, MessagePlace],
    today: datetime.date,
) -> str:
    """Return the PO file's text of a language that has none yet; plural forms are CLDR's."""
    name = english_name(language.tag)
    header = {
        "PO-Revision-Date": f"{today.isoformat()} 00:00+0000",
        "Last-Translator": "Handbill contributors",
        "Language-Team": name,
        "Language": language.directory(),
        "X-Review": DRAFT,
        "Plural-Forms": f"{plural_forms(language.tag).rstrip(';')};",
    }
    comment = _HEADER.replace("# Messages of", f"# {name} messages of")
    return _headed(_body(sources, places), header, comment)


def with_language(linguas: str, directory: str) -> str:
    """Return the text of a LINGUAS file with one more language, in alphabetical order."""
    lines = [line for line in linguas.splitlines() if line.strip()]
    comments = [line for line in lines if line.startswith("#")]
    named = sorted({directory, *(line for line in lines if not line.startswith("#"))})
    return "\n".join([*comments, *named]) + "\n"
