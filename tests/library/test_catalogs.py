import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handbill.library.library import load_library
from handbill.model.catalogs import Translation
from handbill.model.scripts import is_invisible
from handbill.model.wording import Wording, errors_of
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

BIDI_CONTROLS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
SHAPING = [
    ("de", "Vor\u00adsicht."),
    ("ru", "Осто\u00adрожно."),
    ("km", "សូម\u200bប្រយ័ត្ន។"),
    ("th", "ระ\u200bวัง"),
    ("ja", "注意\u200bして。"),
    ("hi", "क्\u200cष।"),
    ("ur", "می\u200cں"),
    ("hi", "क्\u200dष।"),
    ("ar", "ه\u200d"),
    ("es", "Cuida\u2060do."),
    ("am", "ጥን\u2060ቃቄ።"),
]
"""Invisible characters that shape words and line breaks and turn no direction."""


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
        pytest.param(entry(TITLE, TITLE_TEXT, "  "), id="spaces"),
        pytest.param(entry(TITLE, TITLE_TEXT, "\u00a0\u3000"), id="no-break and wide space"),
        pytest.param(entry(TITLE, TITLE_TEXT, "\\n\\t"), id="line break and tab"),
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
        pytest.param(
            f'msgctxt "{TITLE}"\nmsgid "{TITLE_TEXT}"\nmsgid_plural "{TITLE_TEXT}"\nmsgstr "No."\n',
            id="with plural and one text for it",
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
    ],
)
def test_a_catalog_must_say_whether_it_is_reviewed(tmp_path: Path, header: str) -> None:
    text = catalog(entry(TITLE, TITLE_TEXT, "No está solo."), header=header)
    fault = only_fault(fill(tmp_path, {ES: text}))
    assert (fault.path, fault.key) == (ES, "X-Review")
    assert fault.message == (
        "The header must say 'X-Review: draft' or 'X-Review: reviewed'. Add it."
    )


def test_a_review_in_a_comment_amid_the_header_does_not_count_and_breaks_it(
    tmp_path: Path,
) -> None:
    header = changed(HEADER, '"X-Review: draft\\n"', "# X-Review: draft")
    text = catalog(entry(TITLE, TITLE_TEXT, "No está solo."), header=header)
    line = header.splitlines().index('"MIME-Version: 1.0\\n"') + 1
    faults = faults_of(fill(tmp_path, {ES: text}))
    assert {fault.key for fault in faults} == {"X-Review", f"line {line}"}


REVIEW_LINE = '"X-Review: reviewed\\n"'


@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param(f"# {REVIEW_LINE}\n", id="comment of a message"),
        pytest.param(f"#. {REVIEW_LINE}\n", id="note to translators"),
        pytest.param(f'#~ msgid ""\n#~ msgstr ""\n#~ {REVIEW_LINE}\n', id="obsolete header"),
        pytest.param(
            f'msgctxt "a.b.c"\nmsgid ""\n{REVIEW_LINE}\nmsgstr ""\n{REVIEW_LINE}\n', id="message"
        ),
    ],
)
def test_a_review_stated_outside_the_header_counts_for_nothing(
    tmp_path: Path, elsewhere: str
) -> None:
    header = changed(HEADER, '"X-Review: draft\\n"\n', "")
    message = entry(TITLE, TITLE_TEXT, "No está solo.")
    text = catalog(message, elsewhere, header=header)
    assert only_fault(fill(tmp_path, {ES: text})).key == "X-Review"
    assert not spanish(tmp_path, catalog(message, elsewhere))[TITLE].reviewed


@pytest.mark.parametrize(
    ("declared", "fault"),
    [
        pytest.param("ISO-8859-1", True, id="Latin 1"),
        pytest.param("windows-1256", True, id="Windows"),
        pytest.param("CHARSET", True, id="never filled in"),
        pytest.param("utf-8", False, id="small letters"),
        pytest.param("UTF8", False, id="without hyphen"),
    ],
)
def test_a_catalog_is_read_as_utf_8_and_may_say_nothing_else(
    tmp_path: Path, declared: str, fault: bool
) -> None:
    header = changed(HEADER, "charset=UTF-8", f"charset={declared}")
    text = catalog(entry(TITLE, TITLE_TEXT, "No está solo."), header=header)
    if fault:
        found = only_fault(fill(tmp_path, {ES: text}))
        assert (found.path, found.key) == (ES, "Content-Type")
        assert found.message == f"The header says '{declared}'. Write charset=UTF-8."
    else:
        assert spanish(tmp_path, text)[TITLE].text == "No está solo."


def test_line_ends_of_windows_are_read(tmp_path: Path) -> None:
    message = changed(
        entry(TITLE, TITLE_TEXT, "No está solo."), '"No está solo."', '""\n"No está "\n"solo."'
    )
    header = changed(HEADER, "X-Review: draft", "X-Review: reviewed")
    text = catalog(message, header=header).replace("\n", "\r\n")
    assert spanish(tmp_path, text) == {TITLE: Translation("No está solo.", reviewed=True)}


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(entry(TITLE, TITLE_TEXT, "No está solo."), id="the same"),
        pytest.param(entry(TITLE, TITLE_TEXT, "No estás sola."), id="another translation"),
        pytest.param(entry(TITLE, "You are alone.", "Está solo."), id="old English"),
    ],
)
def test_a_message_that_stands_twice_is_a_fault_of_its_second_place(
    tmp_path: Path, again: str
) -> None:
    text = catalog(entry(TITLE, TITLE_TEXT, "No está solo."), again)
    lines = text.splitlines()
    second = len(lines) - lines[::-1].index(f'msgctxt "{TITLE}"')
    fault = only_fault(fill(tmp_path, {ES: text}))
    assert (fault.path, fault.key) == (ES, f"line {second}")
    assert fault.message == f"The message '{TITLE}' stands twice. Keep one."


def test_an_obsolete_message_may_stand_beside_the_present_one(tmp_path: Path) -> None:
    obsolete = "".join(
        f"#~ {line}\n" for line in entry(TITLE, TITLE_TEXT, "Está solo.").splitlines()
    )
    text = catalog(entry(TITLE, TITLE_TEXT, "No está solo."), obsolete)
    assert spanish(tmp_path, text)[TITLE].text == "No está solo."


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
        pytest.param("msgstr", "msgstring", id="misspelt keyword"),
        pytest.param("msgctxt", "Dear team,\nmsgctxt", id="letter to the team"),
        pytest.param('msgstr "No está solo."', 'msgstr "No está solo.', id="no quote at the end"),
        pytest.param('msgstr "No está solo."', "msgstr No está solo.", id="no quotes"),
        pytest.param(
            'msgstr "No está solo."', 'msgstr "No está "solo"."', id="quotes inside not escaped"
        ),
        pytest.param(
            'msgstr "No está solo."', 'msgstr "No est\\xe1 solo."', id="escape by hexadecimal code"
        ),
        pytest.param(
            'msgstr "No está solo."', 'msgstr "No est\\341 solo."', id="escape by octal code"
        ),
    ],
)
def test_what_is_no_catalog_is_a_fault_that_names_the_line(
    tmp_path: Path, old: str, new: str
) -> None:
    check_broken_line(
        tmp_path, old, new, "This line is not part of a catalog. Quote the whole text."
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("msgctxt", "<<<<<<< HEAD\nmsgctxt", id="begin"),
        pytest.param("msgctxt", "||||||| 0fda654\nmsgctxt", id="common ancestor"),
        pytest.param("msgid", "=======\nmsgid", id="midst"),
        pytest.param("msgstr", ">>>>>>> theirs\nmsgstr", id="end"),
    ],
)
def test_the_marks_of_a_merge_conflict_are_faults_that_say_so(
    tmp_path: Path, old: str, new: str
) -> None:
    message = "A merge conflict was left here. Choose one of the two texts."
    check_broken_line(tmp_path, old, new, message)


@pytest.mark.parametrize("sign", ["\u0007", "\u001b", "\u0085", "\u000b", "\u2028", "\r"])
def test_a_control_character_is_a_fault_of_its_line(tmp_path: Path, sign: str) -> None:
    message = "A control character or an odd line break stands here. Remove it."
    new = f'msgstr "No{sign} está solo."'
    check_broken_line(tmp_path, 'msgstr "No está solo."', new, message)


def check_broken_line(folder: Path, old: str, new: str, message: str) -> None:
    """Spoil the one entry of a catalog, and see its line refused with the message."""
    text = changed(entry(TITLE, TITLE_TEXT, "No está solo."), old, new)
    whole = catalog(text)
    broken = new.split("\n", maxsplit=1)[0]
    (number,) = (
        number for number, line in enumerate(whole.split("\n"), 1) if line.startswith(broken)
    )
    fault = only_fault(fill(folder, {ES: whole}))
    assert (fault.path, fault.key) == (ES, f"line {number}")
    assert fault.message == message


def test_every_line_that_is_no_part_of_a_catalog_is_reported(tmp_path: Path) -> None:
    text = catalog(
        "<<<<<<< HEAD",
        entry(TITLE, TITLE_TEXT, "No está solo."),
        "=======",
        entry(PHONE, PHONE_TEXT, "Llame al %(number)s"),
        ">>>>>>> theirs",
    )
    marks = [
        f"line {number}"
        for number, line in enumerate(text.splitlines(), 1)
        if line[:7] in {"<<<<<<<", "=======", ">>>>>>>"}
    ]
    faults = faults_of(fill(tmp_path, {ES: text}))
    assert sorted(fault.key for fault in faults) == sorted(marks)
    assert len(marks) == 3


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
        pytest.param(TITLE, TITLE_TEXT, "No ٩١١", "A digit was added", id="Arabic digit"),
        pytest.param(TITLE, TITLE_TEXT, "No ۱۵", "A digit was added", id="Persian digit"),
        pytest.param(TITLE, TITLE_TEXT, "No ११२", "A digit was added", id="Devanagari digit"),
        pytest.param(TITLE, TITLE_TEXT, "No ១", "A digit was added", id="Khmer digit"),
        pytest.param(TITLE, TITLE_TEXT, "No ๑", "A digit was added", id="Thai digit"),
        pytest.param(TITLE, TITLE_TEXT, "９１１", "A digit was added", id="full-width digit"),
        pytest.param(TITLE, TITLE_TEXT, "No ፩", "A digit was added", id="Ethiopic digit"),
        pytest.param(TITLE, TITLE_TEXT, "No está solo²", "A digit was added", id="superscript"),
        pytest.param(TITLE, TITLE_TEXT, "Solo ½", "A digit was added", id="fraction"),
        pytest.param(TITLE, TITLE_TEXT, "No ①", "A digit was added", id="circled digit"),
        pytest.param(TITLE, TITLE_TEXT, "No Ⅳ", "A digit was added", id="Roman numeral sign"),
        pytest.param(TITLE, TITLE_TEXT, "No al cien %", "A '%' stands outside", id="per cent"),
        pytest.param(TITLE, TITLE_TEXT, "No está %s.", "A '%' stands outside", id="unnamed"),
        pytest.param(
            PHONE, PHONE_TEXT, "%Llame al %(number)s", "A '%' stands outside", id="sign beside one"
        ),
        pytest.param(
            TITLE, TITLE_TEXT, "https://example.org", "A web address was added.", id="address"
        ),
        pytest.param(
            TITLE, TITLE_TEXT, "Véase HTTP://ejemplo", "A web address was added.", id="capitals"
        ),
        pytest.param(
            TITLE, TITLE_TEXT, "Véase www.ejemplo.org", "A web address was added.", id="www"
        ),
        pytest.param(
            TITLE, TITLE_TEXT, "No <!-- ¿tú? --> está solo.", "The markup differs", id="comment"
        ),
        pytest.param(
            TITLE, TITLE_TEXT, "No está solo. <!--", "The markup differs", id="comment never closed"
        ),
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
                f"The text holds an invisible character (U+{ord(control):04X}).",
                id=f"U+{ord(control):04X}",
            )
            for control in f"{BIDI_CONTROLS}\ufeff\ue000"
        ),
    ],
)
def test_an_unusable_translation_is_a_fault_naming_file_address_and_line(
    tmp_path: Path, address: str, english: str, translation: str, part: str
) -> None:
    text = catalog(entry(address, english, translation))
    fault = only_fault(fill(tmp_path, {ES: text}))
    line = text.splitlines().index(f'msgstr "{translation}"') + 1
    assert (fault.path, fault.key) == (ES, f"{address} (line {line})")
    assert part in fault.message
    assert is_finished(fault.message)


@pytest.mark.parametrize(
    "translation",
    [
        pytest.param("Llame al %(número)s", id="translated"),
        pytest.param("Llame al %(number)d", id="of another type"),
        pytest.param("Llame al %(Number)s", id="in capitals"),
        pytest.param("Llame al % (number)s", id="torn apart"),
    ],
)
def test_a_changed_placeholder_is_a_missing_one_and_a_stray_sign(
    tmp_path: Path, translation: str
) -> None:
    text = catalog(entry(PHONE, PHONE_TEXT, translation))
    faults = faults_of(fill(tmp_path, {ES: text}))
    assert [fault.message for fault in faults] == [
        "A '%' stands outside the placeholders. Copy placeholders from the English.",
        (
            "The placeholder %(number)s stands 0 times instead of 1. "
            "Copy it from the English as it is."
        ),
    ]
    assert {fault.key.split(" (")[0] for fault in faults} == {PHONE}


def test_all_problems_of_all_translations_are_reported(tmp_path: Path) -> None:
    text = catalog(
        entry(TITLE, TITLE_TEXT, "\u202e<b>No</b> 1"), entry(KEYWORD, KEYWORD_TEXT, "Envíe")
    )
    faults = faults_of(fill(tmp_path, {ES: text}))
    assert [fault.key.split(" ")[0] for fault in faults] == [KEYWORD] * 2 + [TITLE] * 3
    assert all(is_finished(fault.message) for fault in faults)


@pytest.mark.parametrize(
    ("language", "source", "translation"),
    [
        pytest.param("es", KEYWORD_TEXT, "Al %(number)s: %(keyword)s", id="another order"),
        pytest.param("es", "<b>Call</b> now", "Ahora <b>llame</b>", id="tags elsewhere"),
        pytest.param("es", "one<br>two", "uno<br>dos", id="line break kept"),
        pytest.param("es", TITLE_TEXT, "“No” – ¡está «solo»!", id="other punctuation"),
        pytest.param("fa", TITLE_TEXT, "شما تنها نیستید\u200c.", id="non-joiner"),
        pytest.param("es", "24 hours", "24 horas", id="digits of the English"),
        pytest.param("es", "100 % free", "100 % gratis", id="per cent sign of the English"),
        pytest.param(
            "fr", "See www.example.org", "Voir www.example.org", id="address of the English"
        ),
        *(
            pytest.param(language, "Be careful.", text, id=f"{language} {text!a}")
            for language, text in SHAPING
        ),
    ],
)
def test_a_translation_may_differ_in_everything_else(
    language: str, source: str, translation: str
) -> None:
    assert list(errors_of(Wording(source, translation, language))) == []


PLAIN_TEXTS = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp", "M"], max_codepoint=0x24F)
).map(lambda text: unicodedata.normalize("NFC", text))


@settings(deadline=None)
@given(PLAIN_TEXTS)
def test_a_text_is_a_usable_translation_of_itself(text: str) -> None:
    assume(not any(map(is_invisible, text)))
    assert list(errors_of(Wording(text, text, "en"))) == []


def problems(source: str, translation: str) -> dict[str, str]:
    return {one.check: one.message for one in errors_of(Wording(source, translation, "es"))}


@settings(deadline=None)
@given(st.text(), st.text())
def test_problems_of_any_two_texts_are_finished_sentences(source: str, translation: str) -> None:
    assert all(is_finished(message) for message in problems(source, translation).values())


@settings(deadline=None)
@given(st.text(), st.characters(categories=["Nd", "Nl", "No"]), st.integers(min_value=0))
def test_a_digit_of_any_script_put_anywhere_is_a_problem(
    text: str, digit: str, position: int
) -> None:
    place = position % (len(text) + 1)
    assert "digits" in problems(text, text[:place] + digit + text[place:])


@settings(deadline=None)
@given(st.text(), st.sampled_from(BIDI_CONTROLS), st.integers(min_value=0))
def test_a_bidi_control_put_anywhere_is_a_problem(text: str, control: str, position: int) -> None:
    place = position % (len(text) + 1)
    assert "invisible" in problems(text, text[:place] + control + text[place:])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(catalog(entry(TITLE, TITLE_TEXT, "No 1")), id="a text that is refused"),
        pytest.param("<<<<<<< HEAD\n", id="a file that cannot be read"),
    ],
)
def test_a_faulty_catalog_can_be_spared_for_the_sake_of_other_languages(
    tmp_path: Path, text: str
) -> None:
    library = load_library(fill(tmp_path, {ES: text}), spare_faulty=True)
    assert "es" not in library.catalogs
    assert "de" in library.catalogs
    assert {fault.path for fault in library.faulty["es"]} == {ES}
