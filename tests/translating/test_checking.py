"""Checking catalogs: each planted fault is caught by its own check, and sound texts pass."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbill.library.catalogs import catalog_faults, catalog_of
from handbill.library.library import Library
from handbill.model.catalogs import MessagePlace
from handbill.model.content import SourceText
from handbill.model.glossary import Glossary
from handbill.model.wording import ADVICE as ADVICE_CHECKS
from handbill.model.wording import ERRORS as ERROR_CHECKS
from handbill.model.wording import Wording, errors_of
from handbill.translating.checking import Desk, Remark, check_catalog
from tests.composing.samples import TRANSLATED
from tests.library.workspaces import HEADER, changed, entry, is_finished
from tests.translating.planted import (
    ADVICE,
    ERRORS,
    PAPERS,
    PHONE,
    TITLE,
    Plant,
    shipped_text,
    spoiled,
)

READ_AGAIN = {"back-translation", "glossary"}
"""What any change of a text rightly calls for besides."""


@pytest.fixture(scope="module")
def desk(library: Library) -> Desk:
    return Desk(library.sources(), {}, library.glossary)


def remarks_on(text: str, language: str, desk: Desk) -> list[Remark]:
    return check_catalog(text, "handbill.po", language, desk)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_shipped_catalog_has_no_remark(language: str, desk: Desk) -> None:
    found = remarks_on(shipped_text(language), language, desk)
    assert [str(one) for one in found] == []


def name_of(plant: Plant) -> str:
    return f"{plant.check} {plant.language} {plant.text[:24]!a}"


@pytest.mark.parametrize("plant", ERRORS, ids=name_of)
def test_a_planted_error_is_caught_by_its_check_at_its_line(plant: Plant, desk: Desk) -> None:
    text, line = spoiled(plant.language, plant.address, plant.text)
    found = remarks_on(text, plant.language, desk)
    caught = {one.check: one for one in found if one.weight == "error"}
    assert plant.check in caught, [str(one) for one in found]
    assert set(caught) <= {plant.check, *plant.also}
    assert {(one.line, one.address) for one in found} == {(line, plant.address)}
    assert caught[plant.check].path == "handbill.po"
    assert caught[plant.check].language == plant.language
    assert all(is_finished(one.message) for one in found)


@pytest.mark.parametrize("plant", ADVICE, ids=name_of)
def test_a_planted_flaw_is_advised_on_at_its_line(plant: Plant, desk: Desk) -> None:
    text, line = spoiled(plant.language, plant.address, plant.text)
    found = remarks_on(text, plant.language, desk)
    assert {one.weight for one in found} == {"advice"}, [str(one) for one in found]
    assert {one.check for one in found} - READ_AGAIN == {plant.check} - READ_AGAIN
    assert plant.check in {one.check for one in found}
    assert {(one.line, one.address) for one in found} == {(line, plant.address)}
    assert all(is_finished(one.message) for one in found)


def test_every_check_of_wording_has_planted_faults_in_several_scripts() -> None:
    planted = Counter(plant.check for plant in [*ERRORS, *ADVICE])
    assert set(ERROR_CHECKS) | set(ADVICE_CHECKS) | {"glossary"} == set(planted)
    assert min(planted.values()) >= 3
    assert len(ERRORS) >= 60
    languages = {plant.language for plant in ERRORS}
    assert languages >= {"es", "ru", "ar", "ur", "hi", "th", "km", "am", "zh-Hans", "ja"}


OLD = "Back-translation 00000000: It was read in another wording."


def checks_on(text: str, language: str, desk: Desk) -> set[tuple[str, str, str]]:
    return {(one.check, one.weight, one.address) for one in remarks_on(text, language, desk)}


@pytest.mark.parametrize(
    ("old", "new", "check", "weight"),
    [
        pytest.param(
            f'msgctxt "{TITLE}"', 'msgctxt "self-help.headline.x"', "outdated", "advice", id="gone"
        ),
        pytest.param(
            'msgid "You are not alone."', 'msgid "You are."', "outdated", "advice", id="changed"
        ),
        pytest.param(
            'msgid "You are not alone."\n',
            'msgid "You are not alone."\nmsgid_plural "You are."\n',
            "plural",
            "error",
            id="plural",
        ),
        pytest.param(
            f'msgctxt "{TITLE}"', f'#, fuzzy\nmsgctxt "{TITLE}"', "fuzzy", "advice", id="fuzzy"
        ),
        pytest.param(
            f'msgctxt "{TITLE}"',
            f'# {OLD}\nmsgctxt "{TITLE}"',
            "back-translation",
            "advice",
            id="read before it changed",
        ),
        pytest.param(
            f'msgctxt "{TITLE}"',
            f'# X-Review: reviewed 00000000 2026-11-01 by A. B.\nmsgctxt "{TITLE}"',
            "review",
            "advice",
            id="reviewed before it changed",
        ),
    ],
)
def test_the_state_of_an_entry_is_told(
    old: str, new: str, check: str, weight: str, desk: Desk
) -> None:
    text = changed(shipped_text("es"), old, new)
    address = "self-help.headline.x" if "headline.x" in new else TITLE
    assert checks_on(text, "es", desk) == {(check, weight, address)}


def test_other_plural_forms_than_gettext_has_are_advised_on_and_keep_nothing_from_print(
    desk: Desk,
) -> None:
    text = shipped_text("pl").replace("Plural-Forms: nplurals=3;", "Plural-Forms: nplurals=4;")
    (remark,) = remarks_on(text, "pl", desk)
    assert (remark.check, remark.weight, remark.address) == ("plural-forms", "advice", "")
    assert text.split("\n")[remark.line - 1].startswith('"Plural-Forms:')


def test_a_text_longer_than_its_place_is_advised_on(desk: Desk) -> None:
    place = MessagePlace(("wallet-card",), 10, "wallet-card")
    narrow = Desk(desk.sources, {TITLE: place}, desk.glossary)
    (found,) = remarks_on(shipped_text("es"), "es", narrow)
    assert (found.check, found.weight, found.address) == ("max-length", "advice", TITLE)
    assert "10 fit the wallet-card" in found.message


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\u3164\u3164"])
def test_what_shows_nothing_counts_as_untranslated_and_needs_no_remark(
    text: str, desk: Desk
) -> None:
    spoilt, _ = spoiled("km", TITLE, text)
    assert remarks_on(spoilt, "km", desk) == []


def test_an_obsolete_entry_needs_no_remark(desk: Desk) -> None:
    obsolete = '\n#~ msgctxt "a.b.c"\n#~ msgid "Call"\n#~ msgstr "<script>911</script>"\n'
    assert remarks_on(shipped_text("es") + obsolete, "es", desk) == []


def test_the_address_of_an_unknown_message_is_safe_to_show(desk: Desk) -> None:
    text = f'\nmsgctxt "a\u202e{"b" * 200}"\nmsgid "x"\nmsgstr "y"\n'
    (found,) = remarks_on(shipped_text("es") + text, "es", desk)
    assert found.address.startswith("aU+202Eb")
    assert len(found.address) < 120


def test_a_remark_reads_as_those_of_compilers_do() -> None:
    remark = Remark("es/handbill.po", 7, "es", PHONE, "digits", "error", "A digit was added.")
    assert str(remark) == "es/handbill.po:7: error: digits: call.phone: A digit was added."


def using(glossary: Glossary, name: str, desk: Desk) -> list[str]:
    """Return the messages whose English uses a term."""
    term = glossary.terms[name]
    return [a for a, source in desk.sources.items() if term.is_used(a, source.text)]


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_term_is_missed_where_a_translation_says_something_else(
    language: str, desk: Desk
) -> None:
    glossary = desk.glossary
    terms = glossary.languages[language].terms
    assert set(terms) == set(glossary.terms)
    for name, said in terms.items():
        addresses = [a for a in using(glossary, name, desk) if a not in said.besides]
        assert addresses, f"no message says '{name}' in English"
        for address in addresses:
            english = desk.sources[address].text
            assert name in set(glossary.unused(language, address, english, "…"))
            for form in said.forms:
                assert name not in set(glossary.unused(language, address, english, form.upper()))


def test_a_message_listed_beside_a_term_may_say_it_otherwise(desk: Desk) -> None:
    address = "what-happens-when-you-call.limits.first"
    english = desk.sources[address].text
    assert "report" not in set(desk.glossary.unused("hi", address, english, "…"))
    assert "report" in set(desk.glossary.unused("ru", address, english, "…"))


def test_the_advice_on_a_term_names_the_word_and_the_file(desk: Desk) -> None:
    text, _ = spoiled("de", PAPERS, "Ihre Papiere sollen bei Ihnen bleiben.")
    (found,) = [one for one in remarks_on(text, "de", desk) if one.check == "glossary"]
    assert "'der Pass'" in found.message
    assert "content/glossary/de.toml" in found.message


TEXTS = {"a.b.c": SourceText("a.b.c", "Call %(number)s", (), {"number": "1"}),
         "a.b.d": SourceText("a.b.d", "You are not alone.", (), {})}  # fmt: skip
BITS = st.sampled_from(
    ["Llame %(number)s", "%(number)s", "<b>", "&lt;", "\\n", '\\"', "\\\\", '"\n"', '"\nmsgstr "',
     "911",
     "\u202e", "\u3164", "\u2028", "e\u0301", "а", "{0}", "%%", "www.a.org", "No.", " ", "\r"]
)  # fmt: skip
SPOILT = st.lists(st.one_of(BITS, st.text(max_size=5)), max_size=8).map("".join)
FLAGS = st.sampled_from(["", "fuzzy", "reviewed", "draft", "python-format, fuzzy"])


@settings(deadline=None, max_examples=200)
@given(SPOILT, SPOILT, FLAGS, st.text(max_size=20))
def test_no_text_breaks_the_check_or_gets_past_it(
    call: str, tell: str, flags: str, tail: str
) -> None:
    text = "\n".join(
        [HEADER, entry("a.b.c", "Call %(number)s", call, flags),
         entry("a.b.d", "You are not alone.", tell), tail]
    )  # fmt: skip
    found = check_catalog(text, "handbill.po", "es", Desk(TEXTS, {}, Glossary()))
    faults = catalog_faults(text, "es", "handbill.po", TEXTS, Glossary())
    assert all(one.line > 0 and is_finished(one.message) for one in found)
    if faults:
        assert any(one.weight == "error" for one in found)
        return
    for address, translation in catalog_of(text, "es", TEXTS).translations.items():
        wording = Wording(TEXTS[address].text, translation.text, "es")
        assert list(errors_of(wording)) == []


@settings(deadline=None)
@given(st.text(), st.sampled_from(["es", "ar", "zh-Hans", "km-XK"]))
def test_any_text_at_all_is_checked_and_refused(text: str, language: str) -> None:
    assert check_catalog(text, "handbill.po", language, Desk(TEXTS, {}, Glossary()))
    assert catalog_faults(text, language, "handbill.po", TEXTS, Glossary())
