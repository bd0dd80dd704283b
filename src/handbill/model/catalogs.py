"""Catalogs of translations."""

from typing import Literal

import msgspec

ReviewState = Literal["draft", "reviewed"]


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
