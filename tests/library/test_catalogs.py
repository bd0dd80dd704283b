from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbill.library.catalogs import translation_problems
from handbill.library.library import load_library
from handbill.model.catalogs import Translation
from tests.library.workspaces import (
    ES,
    HEADER,
    catalog,
    changed,
    entry,
    faults_of,
    fill,
    is_finished,
    only_fault,
)

TITLE = "self-help.headline.title"
TITLE_TEXT = "You are not alone."
PHONE = "call.phone"
PHONE_TEXT = "Call %(number)s"
KEYWORD = "call.text-keyword"
KEYWORD_TEXT = "Text %(keyword)s to %(number)s"

BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def spanish(workspace: Path, text: str) -> dict[str, Translation]:
    """Return the Spanish translations of a workspace with this catalog."""
    return load_library(fill(workspace, {ES: text})).catalogs["es"].translations


def test_a_translation_is_found_by_its_address(tmp_path: Path) -> None:
    found = spanish(tmp_path, catalog(entry(TITLE, TITLE_TEXT, "No está solo.")))
    assert found == {TITLE: Translation("No está solo.", reviewed=False)}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(entry(TITLE, TITLE_TEXT, ""), id="empty"),
        pytest.param(entry(TITLE, TITLE_TEXT, "No está solo.", "fuzzy"), id="fuzzy"),
        pytest.param(entry(TITLE, "You are alone.", "Está solo."), id="the English changed"),
        pytest.param(entry("self-help.headline.titel", TITLE_TEXT, "No."), id="unknown address"),
        pytest.param(f'msgid "{TITLE_TEXT}"\nmsgstr "No está solo."\n', id="no address"),
        pytest.param(
            f'#~ msgctxt "{TITLE}"\n#~ msgid "{TITLE_TEXT}"\n#~ msgstr "No."\n', id="obsolete"
        ),
        pytest.param(
            f'msgctxt "{TITLE}"\nmsgid "{TITLE_TEXT}"\nmsgid_plural "{TITLE_TEXT}"\n'
            'msgstr[0] "No."\nmsgstr[1] "No."\n',
            id="with plural",
        ),
    ],
)
def test_what_is_no_translation_of_the_present_english_counts_as_missing(
    tmp_path: Path, text: str
) -> None:
    good = entry(PHONE, PHONE_TEXT, "Llame al %(number)s")
    assert set(spanish(tmp_path, catalog(text, good))) == {PHONE}


def test_a_faulty_translation_of_changed_english_is_no_fault(tmp_path: Path) -> None:
    old = entry(PHONE, "Call us at %(telephone)s", "Llame al %(telephone)s 112")
    assert spanish(tmp_path, catalog(old)) == {}


@pytest.mark.parametrize(
    ("header", "flags", "reviewed"),
    [
        pytest.param("draft", "", False, id="draft catalog"),
        pytest.param("reviewed", "", True, id="reviewed catalog"),
        pytest.param("draft", "reviewed", True, id="reviewed message of a draft"),
        pytest.param("reviewed", "draft", False, id="draft message of a reviewed catalog"),
        pytest.param("draft", "python-format, reviewed", True, id="beside another flag"),
    ],
)
def test_review_is_stated_for_the_catalog_and_where_it_differs_for_the_message(
    tmp_path: Path, header: str, flags: str, reviewed: bool
) -> None:
    text = catalog(
        entry(TITLE, TITLE_TEXT, "No está solo.", flags),
        header=changed(HEADER, "X-Review: draft", f"X-Review: {header}"),
    )
    assert spanish(tmp_path, text)[TITLE].reviewed is reviewed


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(changed(HEADER, '"X-Review: draft\\n"\n', ""), id="none"),
        pytest.param(changed(HEADER, "X-Review: draft", "X-Review: "), id="empty"),
        pytest.param(changed(HEADER, "X-Review: draft", "X-Review: done"), id="another word"),
        pytest.param(changed(HEADER, "X-Review: draft", "X-Review: reviewed?"), id="a question"),
        pytest.param(changed(HEADER, '"X-Review: draft\\n"', "# X-Review: draft"), id="comment"),
    ],
)
def test_a_catalog_must_say_whether_it_is_reviewed(tmp_path: Path, header: str) -> None:
    text = catalog(entry(TITLE, TITLE_TEXT, "No está solo."), header=header)
    fault = only_fault(fill(tmp_path, {ES: text}))
    assert fault.path == ES
    assert fault.key in {"X-Review", ""}
    assert is_finished(fault.message)


def test_a_catalog_of_a_language_that_is_not_declared_is_a_fault(tmp_path: Path) -> None:
    path = "translations/vi/LC_MESSAGES/handbill.po"
    fault = only_fault(fill(tmp_path, {path: catalog()}))
    assert (fault.path, fault.key) == (path, "")
    assert fault.message == "'vi' is not in languages.toml. Add the language there first."


def test_a_folder_named_as_a_tag_and_not_as_posix_names_it_is_a_fault(tmp_path: Path) -> None:
    path = "translations/pt-BR/LC_MESSAGES/handbill.po"
    fault = only_fault(fill(tmp_path, {path: catalog()}))
    assert fault.path == path
    assert "'pt-BR' is not in languages.toml" in fault.message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("msgctxt", "<<<<<<< HEAD\nmsgctxt", id="begin of a merge conflict"),
        pytest.param("msgid", "=======\nmsgid", id="midst of a merge conflict"),
        pytest.param("msgstr", ">>>>>>> theirs\nmsgstr", id="end of a merge conflict"),
        pytest.param("msgstr", "msgstring", id="misspelt keyword"),
        pytest.param("msgctxt", "Dear team,\nmsgctxt", id="letter to the team"),
    ],
)
def test_what_is_no_catalog_is_a_fault_that_names_the_line(
    tmp_path: Path, old: str, new: str
) -> None:
    text = changed(entry(TITLE, TITLE_TEXT, "No está solo."), old, new)
    fault = only_fault(fill(tmp_path, {ES: catalog(text)}))
    assert fault.path == ES
    assert fault.message.startswith("This is not a valid catalog: ")
    assert any(character.isdigit() for character in fault.message)
    assert is_finished(fault.message)


@pytest.mark.parametrize(
    ("address", "english", "translation", "part"),
    [
        pytest.param(
            PHONE,
            PHONE_TEXT,
            "Llame",
            "The placeholder %(number)s stands 0 times instead of 1.",
            id="placeholder left out",
        ),
        pytest.param(
            PHONE,
            PHONE_TEXT,
            "Llame al %(número)s",
            "The placeholder %(number)s stands 0 times",
            id="placeholder translated",
        ),
        pytest.param(
            PHONE,
            PHONE_TEXT,
            "Llame al %(number)d",
            "The placeholder %(number)s stands 0 times",
            id="placeholder of another type",
        ),
        pytest.param(
            PHONE,
            PHONE_TEXT,
            "%(number)s %(number)s",
            "stands 2 times instead of 1",
            id="placeholder twice",
        ),
        pytest.param(
            TITLE,
            TITLE_TEXT,
            "No está solo: %(number)s",
            "stands 1 times instead of 0",
            id="placeholder added",
        ),
        pytest.param(TITLE, TITLE_TEXT, "No está solo. 911", "A digit was added", id="digit added"),
        pytest.param(TITLE, TITLE_TEXT, "لست وحدك ٩١١", "A digit was added", id="Arabic digit"),
        pytest.param(TITLE, TITLE_TEXT, "آپ ۱۵", "A digit was added", id="Persian digit"),
        pytest.param(TITLE, TITLE_TEXT, "आप ११२", "A digit was added", id="Devanagari digit"),
        pytest.param(TITLE, TITLE_TEXT, "អ្នក ១", "A digit was added", id="Khmer digit"),
        pytest.param(TITLE, TITLE_TEXT, "คุณ ๑", "A digit was added", id="Thai digit"),
        pytest.param(TITLE, TITLE_TEXT, "９１１", "A digit was added", id="full-width digit"),
        pytest.param(
            TITLE, TITLE_TEXT, "<b>No</b> está solo.", "The markup differs", id="tag added"
        ),
        pytest.param(
            TITLE, TITLE_TEXT, "No<br>está solo.", "The markup differs", id="line break added"
        ),
        pytest.param(
            TITLE,
            TITLE_TEXT,
            "No <script>x</script>",
            "Use the same tags, each as often.",
            id="script added",
        ),
        pytest.param(
            TITLE,
            TITLE_TEXT,
            "No <img src=x onerror=y>",
            "The markup differs",
            id="picture added",
        ),
        *(
            pytest.param(
                TITLE,
                TITLE_TEXT,
                f"No {control}está solo.",
                "an invisible control of writing direction",
                id=f"U+{ord(control):04X}",
            )
            for control in BIDI_CONTROLS
        ),
    ],
)
def test_an_unusable_translation_is_a_fault_naming_file_address_and_line(
    tmp_path: Path, address: str, english: str, translation: str, part: str
) -> None:
    text = catalog(entry(address, english, translation))
    fault = only_fault(fill(tmp_path, {ES: text}))
    line = text.splitlines().index(f'msgid "{english}"')
    assert fault.path == ES
    assert fault.key in {f"{address} (line {number})" for number in (line, line + 1)}
    assert part in fault.message
    assert is_finished(fault.message)


def test_all_problems_of_all_translations_are_reported(tmp_path: Path) -> None:
    text = catalog(
        entry(TITLE, TITLE_TEXT, "\u202e<b>No</b> 1"), entry(KEYWORD, KEYWORD_TEXT, "Envíe")
    )
    faults = faults_of(fill(tmp_path, {ES: text}))
    assert [fault.key.split(" ")[0] for fault in faults] == [KEYWORD] * 2 + [TITLE] * 3
    assert all(is_finished(fault.message) for fault in faults)


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        pytest.param(KEYWORD_TEXT, "Al %(number)s: %(keyword)s", id="another order"),
        pytest.param("<b>Call</b> now", "Ahora <b>llame</b>", id="tags elsewhere"),
        pytest.param("one<br>two", "uno<br>dos", id="line break kept"),
        pytest.param("You are not alone.", "“No” – ¡está «solo»!", id="other punctuation"),
        pytest.param("You are not alone.", "شما تنها نیستید\u200c.", id="non-joiner"),
        pytest.param("24 hours", "24 horas", id="digits of the English"),
    ],
)
def test_a_translation_may_differ_in_everything_else(source: str, translation: str) -> None:
    assert list(translation_problems(source, translation)) == []


PLAIN_TEXTS = st.text().filter(lambda text: not set(text) & set(BIDI_CONTROLS))


@settings(deadline=None)
@given(PLAIN_TEXTS)
def test_a_text_is_a_usable_translation_of_itself(text: str) -> None:
    assert list(translation_problems(text, text)) == []


@settings(deadline=None)
@given(st.text(), st.text())
def test_problems_of_any_two_texts_are_finished_sentences(source: str, translation: str) -> None:
    assert all(is_finished(problem) for problem in translation_problems(source, translation))


@settings(deadline=None)
@given(st.text(), st.characters(categories=["Nd"]), st.integers(min_value=0))
def test_a_digit_of_any_script_put_anywhere_is_a_problem(
    text: str, digit: str, position: int
) -> None:
    place = position % (len(text) + 1)
    problems = list(translation_problems(text, text[:place] + digit + text[place:]))
    assert any("digit" in problem for problem in problems)


@settings(deadline=None)
@given(st.text(), st.sampled_from(BIDI_CONTROLS), st.integers(min_value=0))
def test_a_bidi_control_put_anywhere_is_a_problem(text: str, control: str, position: int) -> None:
    place = position % (len(text) + 1)
    problems = list(translation_problems(text, text[:place] + control + text[place:]))
    assert any("writing direction" in problem for problem in problems)
