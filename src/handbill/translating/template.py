"""The POT template and the catalogs, written as gettext's tools write them."""

import io
import itertools
from collections.abc import Iterable, Mapping

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from handbill import __version__
from handbill.model.catalogs import header_fields
from handbill.model.content import SourceText

_HEADER = """\
# Messages of Handbill: printed help against human trafficking.
# Copyright (C) 2026 Handbill contributors
# These texts are licensed CC BY 4.0.
#"""


def template(sources: Iterable[SourceText]) -> Catalog:
    """Return a catalog of all messages without translations."""
    catalog = Catalog(
        project="Handbill",
        version=__version__,
        copyright_holder="Handbill contributors",
        header_comment=_HEADER,
        fuzzy=False,
    )
    for source in sources:
        flags = {"python-format"} if source.placeholders else set()
        comments = [f"TRANSLATORS: {source.comments[0]}", *source.comments[1:]] if (
            source.comments
        ) else []  # fmt: skip
        catalog.add(source.text, context=source.address, auto_comments=comments, flags=flags)
    return catalog


def template_text(sources: Iterable[SourceText]) -> str:
    """Return the POT file's text; the same messages give the same text."""
    return _headed(template(sources), {}, _HEADER)


def updated_catalog(text: str, sources: Iterable[SourceText]) -> str:
    """Return a PO file's text with new messages added and changed ones left untranslated.

    Translations whose English stays are kept; no fuzzy guesses are made; the translator's
    header and comments stay.
    """
    text = text.replace("\r\n", "\n")
    catalog = read_po(io.BytesIO(text.encode()), abort_invalid=True)
    catalog.update(template(sources), no_fuzzy_matching=True)
    _restore_order(catalog, [source.address for source in sources])
    _drop_empty_leftovers(catalog)
    return _headed(catalog, header_fields(text), _comment(text))


def _drop_empty_leftovers(catalog: Catalog) -> None:
    for key, message in list(catalog.obsolete.items()):
        if not message.string:
            del catalog.obsolete[key]


def _comment(text: str) -> str:
    """Return the comment above a PO file's header, as it stands."""
    above = itertools.takewhile(lambda line: not line.startswith("msgid"), text.splitlines())
    return "\n".join(line for line in above if line.startswith("#"))


def _restore_order(catalog: Catalog, addresses: list[str]) -> None:
    place = {address: number for number, address in enumerate(addresses)}

    def order(message: Message) -> int:
        return place.get(message.context or "", -1) if message.id else -1

    ordered = sorted(catalog._messages.items(), key=lambda item: order(item[1]))  # noqa: SLF001  Babel keeps insertion order and offers no way to set it
    catalog._messages.clear()  # noqa: SLF001  as above
    catalog._messages.update(ordered)  # noqa: SLF001  as above


_FIXED = {
    "Project-Id-Version": f"Handbill {__version__}",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}


def _headed(catalog: Catalog, header: Mapping[str, str], comment: str) -> str:
    """Write a catalog with exactly these header fields, so that no run changes a date."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0, omit_header=True)
    fields = {**header, **_FIXED}
    lines = [f'"{key}: {value}\\n"' for key, value in fields.items()]
    top = "\n".join([*comment.splitlines(), 'msgid ""', 'msgstr ""', *lines])
    return f"{top}\n\n{buffer.getvalue().decode().strip()}\n"
