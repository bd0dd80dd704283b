"""A voice: one language of an edition, speaking the piece's messages and the phrases."""

import datetime
from collections.abc import Mapping

import msgspec
from babel.dates import format_skeleton
from markupsafe import Markup, escape

from handbill.composing.breaking import prepared
from handbill.composing.pseudo import TRANSFORMS
from handbill.model.catalogs import Catalog
from handbill.model.claims import Claim
from handbill.model.content import Block, Message, Piece, SourceText, addressed
from handbill.model.findings import Finding
from handbill.model.languages import Language
from handbill.model.placeholders import filled
from handbill.model.regions import Hotline


class Utterance(msgspec.Struct, frozen=True):
    """One message as an edition says it."""

    address: str
    language: str
    text: str
    """The text before placeholders are filled."""


class Voice:
    """Says messages in one language, and keeps account of what it said."""

    def __init__(
        self, language: Language, catalog: Catalog | None, sources: Mapping[str, SourceText]
    ) -> None:
        self.language = language
        self._catalog = catalog
        self._sources = sources
        self._said: dict[str, str] = {}
        self._used: set[str] = set()
        self._missing: set[str] = set()
        self._unreviewed: set[str] = set()

    @property
    def tag(self) -> str:
        """Return the BCP 47 tag of the voice."""
        return self.language.tag

    @property
    def direction(self) -> str:
        """Return `ltr` or `rtl`."""
        return self.language.direction()

    def text(self, address: str) -> str:
        """Return a message's text in this language, and note that it was said."""
        text = self.read(address)
        if not self._is_own:
            translation = self._catalog.get(address) if self._catalog else None
            if translation is None:
                self._missing.add(address)
            elif not translation.reviewed:
                self._unreviewed.add(address)
        self._said[address] = text
        return text

    def read(self, address: str) -> str:
        """Return a message's text in this language, English where there is no translation."""
        self._used.add(address)
        english = self._sources[address].text
        if self.language.pseudo:
            return TRANSFORMS[self.language.pseudo](english)
        translation = self._catalog.get(address) if self._catalog else None
        return english if self._is_own or translation is None else translation.text

    @property
    def _is_own(self) -> bool:
        """Tell whether messages need no translation into this language."""
        return self.tag == "en" or self.language.pseudo is not None

    def say(self, address: str, values: Mapping[str, str] | None = None) -> Markup:
        """Return a message as a marked span, placeholders filled with escaped values."""
        ready = prepared(self.text(address), self.tag, self.language.breaking)
        content = filled(str(ready), {name: str(escape(v)) for name, v in (values or {}).items()})
        safe = Markup(content)  # noqa: S704  prepared text with escaped values
        return Markup('<span data-message="{}">{}</span>').format(address, safe)

    def plain(self, address: str, values: Mapping[str, str] | None = None) -> str:
        """Return a message as plain text, for titles and descriptions."""
        return filled(self.text(address), values or {})

    def utterances(self) -> tuple[Utterance, ...]:
        """Return every message said so far."""
        return tuple(
            Utterance(address, self.tag, text) for address, text in sorted(self._said.items())
        )

    def used(self) -> frozenset[str]:
        """Return the addresses of all messages that were looked at so far, said or not."""
        return frozenset(self._used)

    def is_draft(self) -> bool:
        """Tell whether a message said so far has not been reviewed."""
        return bool(self._unreviewed)

    def findings(self) -> list[Finding]:
        """Return what is wrong with the translations said so far."""
        missing = [
            Finding(
                "translation.missing",
                "error",
                f"The message '{address}' has no translation into {self.tag}. "
                f"Translate it in translations/{self.language.directory()}.",
                message_id=address,
            )
            for address in sorted(self._missing)
        ]
        if not self._unreviewed:
            return missing
        count = len(self._unreviewed)
        return [
            *missing,
            Finding(
                "translation.unreviewed",
                "warning",
                f"{count} messages in {self.tag} are drafts that nobody has reviewed, first "
                f"'{min(self._unreviewed)}'. Have a speaker review the catalog.",
                message_id=min(self._unreviewed),
            ),
        ]


def _day(day: str, language: Language) -> str:
    """Return a day of the year, `MM-DD`, as readers of a language write it."""
    if not day:
        return ""
    date = datetime.date.fromisoformat(f"2000-{day}")
    return str(format_skeleton("MMMMd", date, locale=language.locale()))


class PieceVoice(Voice):
    """A voice that knows the piece it speaks, for templates."""

    def __init__(
        self,
        language: Language,
        catalog: Catalog | None,
        sources: Mapping[str, SourceText],
        piece: Piece,
        hotline: Hotline,
        claims: Mapping[str, Claim],
    ) -> None:
        super().__init__(language, catalog, sources)
        self._piece = piece
        self._claims = claims
        self._date = Markup('<span class="figure">{}</span>').format(_day(piece.day, language))
        facts = ("free", "confidential", "anonymous")
        self._facts = {fact for fact in facts if getattr(hotline, fact) is True}
        self._addresses = {address for address, _ in addressed(piece)}

    def address(self, block: Block) -> str:
        """Return the address of a block's title."""
        return f"{self._piece.prefix}.{block.id}.title"

    def has(self, block: str, message: str) -> bool:
        """Tell whether the piece has this message."""
        return f"{self._piece.prefix}.{block}.{message}" in self._addresses

    def message(self, block: str, message: str, values: Mapping[str, str] | None = None) -> Markup:
        """Return one message of the piece, placeholders filled."""
        return self.say(
            f"{self._piece.prefix}.{block}.{message}", {"date": self._date, **(values or {})}
        )

    def short(self, block_id: str) -> list[Markup]:
        """Return a block's short form."""
        return [self._said_in(block_id, message) for message in self._in_role(block_id, "short")]

    def kept(self) -> list[Markup]:
        """Return all statements that are never dropped, short where they have a short form."""
        return [
            markup
            for block in self._piece.blocks
            if block.keep
            for markup in self.short(block.id) or self.items(block.id, len(block.messages))
        ]

    def items(self, block_id: str, most: int) -> list[Markup]:
        """Return a block's list items, most important first, at most `most`.

        Items that depend on a fact are left out where the main hotline's record lacks it.
        """
        usable = self._in_role(block_id, "item", "text")
        return [self._said_in(block_id, message) for message in usable[:most]]

    def texts(self, block_id: str, most: int) -> list[str]:
        """Return what `items` would say, as plain text, without saying it."""
        return [
            self.read(f"{self._piece.prefix}.{block_id}.{message.id}")
            for message in self._in_role(block_id, "item", "text")[:most]
        ]

    def _in_role(self, block_id: str, *roles: str) -> list[Message]:
        block = self._piece.block(block_id)
        return [
            message
            for message in (block.messages if block else ())
            if message.role in roles and (message.when is None or message.when in self._facts)
        ]

    def _said_in(self, block_id: str, message: Message) -> Markup:
        """Return a message with its claim's figure and source, where it states one."""
        if not message.claim:
            return self.message(block_id, message.id)
        claim = self._claims[message.claim]
        shown = claim.figure(self.tag)
        # Signs such as % keep to the digits' side; words follow the language's own direction.
        direction = self.direction if any(map(str.isalpha, shown)) else "ltr"
        figure = Markup('<bdi class="statistic" dir="{}">{}</bdi>').format(direction, shown)
        year = Markup('<span class="figure">{}</span>').format(claim.year)
        said = self.message(block_id, message.id, {"figure": figure, "year": year})
        source = self.say("claim.source", {"source": claim.source, "year": year})
        return Markup('{} <span class="source" data-size="imprint">{}</span>').format(said, source)
