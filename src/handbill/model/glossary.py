"""The glossary: how the terms that matter most are said in each language."""

import re
from collections.abc import Iterator
from functools import cache
from typing import ClassVar

from handbill.model.regions import Record


class GlossaryTerm(Record, frozen=True):
    """A term of the English texts."""

    id: str
    term: str
    match: tuple[str, ...]
    """The words by which it is found in English texts; whole words, without regard to case."""
    messages: tuple[str, ...] = ()
    """Addresses of messages that use it as well."""
    note: str = ""
    """What it means here, for translators."""

    def is_used(self, address: str, english: str) -> bool:
        """Tell whether a message uses the term."""
        return address in self.messages or bool(_pattern(self.match).search(english))


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    anyone = "|".join(map(re.escape, words))
    return re.compile(rf"(?<!\w)(?:{anyone})(?!\w)", re.IGNORECASE)


class GlossaryTerms(Record, frozen=True):
    """The file of terms."""

    terms: tuple[GlossaryTerm, ...]
    names: dict[str, str] = {}
    """Names that stay as they are in every language, with what they are."""


class TermTranslation(Record, frozen=True):
    """How a language says a term."""

    term: str
    forms: tuple[str, ...]
    """Stems or forms; a translation that holds one of them uses the term."""
    note: str = ""
    besides: tuple[str, ...] = ()
    """Addresses of messages that rightly say it in other words."""


class LanguageGlossary(Record, frozen=True):
    """The file of one language."""

    terms: dict[str, TermTranslation]
    """By the id of the term."""
    doubled: tuple[str, ...] = ()
    """Words that rightly stand twice in a row."""
    derived: ClassVar[frozenset[str]] = frozenset({"language"})
    language: str = ""
    """BCP 47 tag; the file's name."""


class Glossary(Record, frozen=True):
    """The terms, and how each language says them."""

    terms: dict[str, GlossaryTerm] = {}
    names: frozenset[str] = frozenset()
    notes: dict[str, str] = {}
    """What each name is."""
    languages: dict[str, LanguageGlossary] = {}

    def doubled(self, language: str) -> frozenset[str]:
        """Return the words that rightly stand twice in a row in a language."""
        own = self.languages.get(language)
        return frozenset(own.doubled) if own else frozenset()

    def unused(self, language: str, address: str, english: str, text: str) -> Iterator[str]:
        """Yield the ids of terms the English uses and its translation does not."""
        own = self.languages.get(language)
        folded = text.casefold()
        for name, said in own.terms.items() if own else ():
            if (
                self.terms[name].is_used(address, english)
                and address not in said.besides
                and not any(form.casefold() in folded for form in said.forms)
            ):
                yield name
