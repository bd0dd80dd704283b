"""Editions: piece x format x region x language(s) x output x paper x organization."""

import msgspec

from handbill.model.formats import Output, Printer, Variant
from handbill.model.regions import Channel, EmergencyNumber, Hotline, country_of


class Line(msgspec.Struct, frozen=True):
    """A hotline as one edition prints it."""

    hotline: Hotline
    channels: tuple[Channel, ...]
    """The channels printed, the main one first."""


class Edition(msgspec.Struct, frozen=True):
    """One file to print."""

    region: str
    piece: str
    format: str
    languages: tuple[str, ...]
    output: Output
    paper: str
    organization: str = ""
    lines: tuple[Line, ...] = ()
    emergency: tuple[EmergencyNumber, ...] = ()
    staff_language: str = "en"
    """The region's first language: the language row names the others in it."""
    finder: tuple[str, ...] = ()
    """The languages a language finder speaks, besides the edition's own."""
    tile: str = ""
    """The paper of the sheets that a tiled poster is put together from."""
    variants: tuple[Variant, ...] = ()
    """The dress it is made in, in alphabetical order."""
    printer: Printer = Printer()
    """The printer its sheets are made for."""

    @property
    def id(self) -> str:
        """Return the name that no other edition of a run bears."""
        return f"{self.region}/{self.stem}"

    @property
    def country(self) -> str:
        """Return the ISO 3166-1 code of the country the edition is for."""
        return country_of(self.region)

    @property
    def stem(self) -> str:
        """Return the file name without its ending."""
        parts = [self.piece, self.format, "+".join(self.languages), self.output, self.paper]
        if self.organization:
            parts.insert(2, self.organization)
        parts += self.variants
        return ".".join(parts)

    @property
    def path(self) -> str:
        """Return the path of the file below the output folder."""
        return f"{self.id}.{'png' if self.output == 'image' else 'pdf'}"


class Omission(msgspec.Struct, frozen=True):
    """An edition that was asked for and cannot be made, with the reason."""

    edition: Edition
    reason: str
