"""Organizations: the partners who hand pieces out, and how readers reach them."""

import datetime
from typing import ClassVar, Literal

from handbill.model.languages import cldr_locale
from handbill.model.numbers import printed_number
from handbill.model.regions import Channel, Record

ContactKind = Literal["call", "email", "web"]


class Contact(Record, frozen=True):
    """The one way to reach an organization that its pieces print."""

    kind: ContactKind
    source: str
    """Who or which page says so: an address, or a sentence such as `the organization itself`."""
    checked: datetime.date
    number: str = ""
    """The full national number, as digits people dial in `country`."""
    country: str = ""
    """ISO 3166-1 code of the country whose number it is."""
    address: str = ""
    """E-mail address, or the address of a page with `https://`."""

    def channel(self) -> Channel:
        """Return the contact as a channel, which is checked and printed as a hotline's is."""
        return Channel(kind=self.kind, number=self.number, address=self.address)

    def printed(self, country_of_edition: str) -> str:
        """Return the contact as readers in a country see it."""
        if self.kind == "call":
            return printed_number(self.channel(), self.country, country_of_edition)
        return self.address.removeprefix("https://").removesuffix("/")


class Organization(Record, frozen=True):
    """The partner who hands a piece out."""

    name: str
    line: str = ""
    """The organization's own line, printed as it is."""
    line_language: str = ""
    accent: str = ""
    """Colour, `#rrggbb`, in place of the one that headings have."""
    logo: str = ""
    """Name of a file in the organization's own folder, `.svg` or `.png`."""
    contact: Contact | None = None
    derived: ClassVar[frozenset[str]] = frozenset({"id", "logo_data", "logo_size"})
    id: str = ""
    """Taken from the folder's name."""
    logo_data: str = ""
    """The logo as a `data:` address, rebuilt from its file with nothing in it but the picture."""
    logo_size: tuple[float, float] = (0.0, 0.0)
    """Width and height of the logo in units of its own; only their ratio counts."""

    @property
    def line_direction(self) -> str:
        """Return `ltr` or `rtl`; empty where the line's language is not known."""
        return cldr_locale(self.line_language).text_direction if self.line_language else ""

    def contact_text(self, country_of_edition: str) -> str:
        """Return the contact as an edition for a country prints it; empty without one.

        A number is grouped nationally in its own country and internationally elsewhere.
        """
        return self.contact.printed(country_of_edition) if self.contact else ""

    def contact_numbers(self, country_of_edition: str) -> tuple[str, ...]:
        """Return the telephone number that an edition for a country prints, if there is one."""
        if self.contact is None or self.contact.kind != "call":
            return ()
        return (self.contact_text(country_of_edition),)
