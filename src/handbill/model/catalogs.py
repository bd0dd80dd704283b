"""Catalogs of translations."""

import re

import msgspec

DRAFT, REVIEWED = "draft", "reviewed"
"""The states of the header field `X-Review`, and flags of single messages."""

_HEADER = re.compile(r'^msgid ""\nmsgstr "(?P<first>.*)"\n(?P<lines>(?:".*"\n?)*)', re.MULTILINE)


def header_fields(text: str) -> dict[str, str]:
    """Return the fields of a PO file's header in their order; of a field twice, the last."""
    header = _HEADER.search(text)
    if header is None:
        return {}
    lines = [header["first"], *(line[1:-1] for line in header["lines"].splitlines())]
    pairs = (field.partition(":") for field in "".join(lines).split("\\n"))
    return {name.strip(): value.strip() for name, colon, value in pairs if colon}


class Translation(msgspec.Struct, frozen=True):
    """The translation of one message."""

    text: str
    reviewed: bool


class Catalog(msgspec.Struct, frozen=True):
    """A language's translations by message address."""

    language: str
    translations: dict[str, Translation]

    def get(self, address: str) -> Translation | None:
        """Return the translation of a message, if there is a usable one."""
        return self.translations.get(address)
