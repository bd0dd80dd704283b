"""Keys of editions: two editions with the same key have the same bytes.

A key covers everything that can change a byte of the file: the messages the edition looks at in
its languages, its lines and emergency numbers, its piece, format, styles and drawings, its
organization, its fonts, and the versions of the programs; and nothing else.
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

import handbill
from handbill.composing.uses import Uses, catalog_tag
from handbill.library.library import Library
from handbill.model.content import Piece, addressed
from handbill.model.editions import Edition, Line
from handbill.press.fonts import font_file
from handbill.press.health import system_libraries

_PROGRAMS = ("weasyprint", "babel", "budoux", "icu4py", "jinja2", "nh3", "phonenumbers", "pikepdf",
             "pydyf", "fonttools", "segno", "pillow", "pypdfium2")  # fmt: skip
"""The libraries whose versions may change a byte."""

_SHARED = ("document.html.j2", "blocks/", "slots/", "styles/")
_TOOLS = ("styles/preview.css", "styles/callsheet.css")
"""Templates every edition uses, and style sheets beside them that none does."""


class Keys:
    """Finds the keys of editions; what they have in common is read once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._sources = library.sources()
        self._templates = {name: place.path for name, place in library.templates().items()}
        self._piece = cache(self._piece_digest)
        self._format = cache(self._format_digest)
        self._shared = cache(self._shared_digest)
        self._organization = cache(self._organization_digest)
        self._art = cache(self._art_digest)
        self._language = cache(self._language_digest)
        self._message = cache(self._message_digest)
        self._programs = cache(self._programs_digest)
        self._claim = cache(self._claim_digest)

    def key(self, edition: Edition, uses: Uses) -> str:
        """Return the key of an edition: 64 hexadecimal digits.

        Args:
            edition: as it is planned now.
            uses: what it used when it was made.
        """
        own = [
            _digest(msgspec.json.encode(_printed(edition))),
            self._piece(edition.piece),
            self._format(edition.format),
            self._shared(),
            self._programs(),
            self._organization(edition.organization) if edition.organization else "",
            *(self._art(name) for name in sorted(uses.art)),
            *(self._language(tag) for tag in sorted(uses.languages)),
            *self._speakers(edition),
            *self._claims(edition, uses),
            *(
                self._message(tag, address)
                for tag, addresses in sorted(uses.messages.items())
                for address in sorted(addresses)
            ),
        ]
        return _digest("\n".join(own).encode())

    def _piece_digest(self, name: str) -> str:
        piece = self._library.pieces.get(name)
        return _digest(msgspec.json.encode(_without_texts(piece))) if piece else ""

    def _format_digest(self, name: str) -> str:
        record = self._library.formats.get(name)
        own = (one for one in self._templates if one.startswith(f"formats/{name}/"))
        return _digest(msgspec.json.encode(record)) + self._files(own)

    def _shared_digest(self) -> str:
        return self._files(
            name for name in self._templates if name.startswith(_SHARED) and name not in _TOOLS
        )

    def _art_digest(self, name: str) -> str:
        return self._files([f"art/{name}.svg"])

    def _files(self, names: Iterable[str]) -> str:
        found = ((name, self._templates.get(name)) for name in sorted(names))
        return _digest(
            b"".join(
                name.encode() + b"\0" + (path.read_bytes() if path else b"") for name, path in found
            )
        )

    def _organization_digest(self, name: str) -> str:
        return _digest(msgspec.json.encode(self._library.organizations.get(name)))

    def _language_digest(self, tag: str) -> str:
        language = self._library.languages.get(tag)
        if language is None:
            return ""
        fonts = [_font_digest(family, bold) for family in language.fonts for bold in (False, True)]
        return _digest(msgspec.json.encode(language) + "".join(fonts).encode())

    def _message_digest(self, tag: str, address: str) -> str:
        source = self._sources.get(address)
        catalog = self._library.catalogs.get(tag)
        said = catalog.get(address) if catalog else None
        return _digest(msgspec.json.encode((source.text if source else "", said)))

    def _speakers(self, edition: Edition) -> list[str]:
        """Return which languages speak for the lines: a new catalog may add one."""
        spoken = [tag for line in edition.lines for tag in line.channels[0].languages]
        return [catalog_tag(tag, self._library.catalogs) or "" for tag in spoken]

    def _programs_digest(self) -> str:
        versions = [f"{name} {version(name)}" for name in _PROGRAMS]
        system = [f"{one.name} {one.version}" for one in system_libraries()]
        return _digest("\n".join([*versions, *system, _own_sources()]).encode())

    def _claims(self, edition: Edition, uses: Uses) -> list[str]:
        """Return the claims behind the figures that the edition may print."""
        piece = self._library.pieces.get(edition.piece)
        used = {address for addresses in uses.messages.values() for address in addresses}
        stated = addressed(piece) if piece else ()
        names = {one.claim for address, one in stated if one.claim and address in used}
        return [self._claim(name) for name in sorted(names)]

    def _claim_digest(self, name: str) -> str:
        return _digest(msgspec.json.encode(self._library.claims.get(name)))


def _printed(edition: Edition) -> Edition:
    """Return an edition without what its records say to editors only."""
    return msgspec.structs.replace(edition, lines=tuple(map(_printed_line, edition.lines)))


def _printed_line(line: Line) -> Line:
    hotline = msgspec.structs.replace(line.hotline, sources=(), note="", reason="")
    return msgspec.structs.replace(line, hotline=hotline)


def _without_texts(piece: Piece) -> dict[str, Any]:
    """Return a piece's structure: its texts count one by one, where they are used."""
    bare: dict[str, Any] = msgspec.to_builtins(piece)
    for block in bare["blocks"]:
        for message in block["messages"]:
            message.pop("text", None)
            message.pop("note", None)
    bare["addresses"] = [address for address, _ in addressed(piece)]
    return bare


@cache
def _font_digest(family: str, bold: bool) -> str:
    found = font_file(family, bold)
    return _digest(found[0].read_bytes()) if found else ""


def _own_sources() -> str:
    """Return a digest of the program itself: a version number stays while it is being changed."""
    folder = Path(handbill.__file__).parent
    files = sorted(path for path in folder.rglob("*.py") if "cli" not in path.parts)
    return _digest(b"".join(path.read_bytes() for path in files))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
