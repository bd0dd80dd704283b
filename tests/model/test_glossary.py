"""Terms are found in English texts, and looked for in their translations."""

import pytest

from handbill.library.library import Library
from handbill.model.glossary import Glossary, GlossaryTerm, LanguageGlossary, TermTranslation

TERM = GlossaryTerm(
    "help-line", "help line", ("help line", "help lines"), messages=("a.b.here",)
)  # fmt: skip


@pytest.mark.parametrize(
    ("english", "used"),
    [
        ("Call a help line.", True),
        ("HELP LINE", True),
        ("Help lines are free.", True),
        ("a help line's staff", True),
        ("(help line)", True),
        ("“help line”", True),
        ("A self-help line", True),
        ("help-line", False),
        ("help liner", False),
        ("whelp line", False),
        ("help  line", False),
        ("Call this line.", False),
        ("", False),
    ],
)
def test_a_term_is_found_as_whole_words_in_any_case(english: str, used: bool) -> None:
    assert TERM.is_used("x.y.z", english) is used


def test_a_message_may_be_named_that_uses_the_term_in_other_words() -> None:
    assert TERM.is_used("a.b.here", "Call us.")
    assert not TERM.is_used("a.b.her", "Call us.")


@pytest.mark.parametrize("word", ["a.c", "a+", "(call", "[x]", "free*"])
def test_words_are_no_patterns(word: str) -> None:
    term = GlossaryTerm("t", word, (word,))
    assert term.is_used("", f"say {word} now")
    assert not term.is_used("", "abc aa call x freee")


def glossary(*forms: str, besides: tuple[str, ...] = ()) -> Glossary:
    said = TermTranslation("Hilfetelefon", forms, besides=besides)
    return Glossary(
        {"help-line": TERM, "call": GlossaryTerm("call", "call", ("call",))},
        languages={"de": LanguageGlossary({"help-line": said}, ("die",))},
    )


@pytest.mark.parametrize(
    ("text", "unused"),
    [
        ("Rufen Sie ein Hilfetelefon an.", []),
        ("Rufen Sie die HILFETELEFONE an.", []),
        ("Nutzen Sie unsere Beratungsstellen.", []),
        ("Rufen Sie an.", ["help-line"]),
        ("", ["help-line"]),
    ],
)
def test_a_translation_uses_a_term_in_any_of_its_forms(text: str, unused: list[str]) -> None:
    found = glossary("Hilfetelefon", "beratungsstelle")
    assert list(found.unused("de", "x.y.z", "Call a help line.", text)) == unused


def test_letters_with_two_cases_in_one_form_are_the_same() -> None:
    found = glossary("STRASSE")
    assert list(found.unused("de", "x.y.z", "A help line", "die Straße")) == []


@pytest.mark.parametrize(
    ("language", "address", "english"),
    [
        ("fr", "x.y.z", "Call a help line."),
        ("de", "x.y.z", "Be careful."),
        ("de", "x.y.besides", "Call a help line."),
        ("de", "x.y.z", "Call."),
    ],
)
def test_nothing_is_said_where_nothing_is_asked_for(
    language: str, address: str, english: str
) -> None:
    found = glossary("Hilfetelefon", besides=("x.y.besides",))
    assert list(found.unused(language, address, english, "Nichts.")) == []


def test_words_that_may_stand_twice_are_those_of_the_language() -> None:
    assert glossary().doubled("de") == {"die"}
    assert glossary().doubled("fr") == frozenset()


def test_every_shipped_term_is_found_in_its_own_words(library: Library) -> None:
    for term in library.glossary.terms.values():
        assert any(term.is_used("", word) for word in (term.term, *term.match)), term.id
        used = [one for one in library.sources().values() if term.is_used(one.address, one.text)]
        assert used != [], term.id
        assert set(term.messages) <= library.sources().keys(), term.id


def test_every_shipped_exception_names_a_message(library: Library) -> None:
    for tag, own in library.glossary.languages.items():
        for name, said in own.terms.items():
            assert set(said.besides) <= library.sources().keys(), (tag, name)
