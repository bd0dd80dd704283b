"""Reading PO files: what is refused and on which line, and what is read as it was written."""

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbill.model.po_files import (
    MOST_ENTRIES,
    MOST_PROBLEMS,
    comments_in,
    entries,
    entry_text,
    message_lines,
    plural_forms,
    shown,
    text_problems,
)
from tests.library.workspaces import HEADER, catalog, changed, entry, is_finished

GOOD = catalog(entry("a.b.c", "One", "Uno"), entry("a.b.d", "Two", "Dos"))


def places(text: str, language: str = "es") -> list[str]:
    return [where for where, _ in text_problems(text, language)]


def line_of(text: str, part: str) -> str:
    """Return the name of the last line that holds a part."""
    lines = text.split("\n")
    return f"line {max(number for number, line in enumerate(lines, 1) if part in line)}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GOOD, id="as usual"),
        pytest.param(GOOD.replace("\n", "\r\n"), id="line ends of Windows"),
        pytest.param(GOOD.rstrip("\n"), id="no line end at the end"),
        pytest.param(GOOD.replace('"Uno"', '""\n"U"\n"no"'), id="split strings"),
        pytest.param(GOOD.replace('"Uno"', r'"\"U\" \\ n\no"'), id="escapes"),
        pytest.param(GOOD + "\n#~\n#|\n#\n", id="marks with nothing behind them"),
        pytest.param(GOOD + '\n#~msgid "x"\n#~msgstr "y"\n', id="obsolete without space"),
        pytest.param(
            GOOD.replace('msgctxt "a.b.d"', '#note\n#.hint\n#:file\n#,fuzzy\nmsgctxt "a.b.d"'),
            id="comments without space",
        ),
        pytest.param(
            GOOD.replace('msgctxt "a.b.d"', '#| msgid ""\n#| "Old"\nmsgctxt "a.b.d"'),
            id="previous text",
        ),
        pytest.param(GOOD + '\n#~| msgid "p"\n#~ msgid "x"\n#~ msgstr "y"\n', id="obsolete"),
        pytest.param(
            GOOD.replace('"X-Review', '"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n"X-Review'),
            id="plural forms without brackets",
        ),
        pytest.param(
            GOOD.replace('"X-Review', '"Plural-Forms: nplurals=3; plural=(n%10);\\n"\n"X-Review'),
            id="other plural forms, which no message needs",
        ),
        pytest.param(GOOD.replace("Language: es", "Language: ES"), id="capitals of the language"),
    ],
)
def test_a_sound_text_has_no_problem(text: str) -> None:
    assert list(text_problems(text, "es")) == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        pytest.param("", "header", id="nothing"),
        pytest.param(entry("a.b.c", "One", "Uno"), "header", id="no header"),
        pytest.param(entry("a.b.c", "One", "Uno") + f"\n{HEADER}", "header", id="header later"),
        pytest.param(
            GOOD.replace('msgid ""', 'msgctxt "x"\nmsgid ""'), "header", id="header with address"
        ),
        pytest.param(GOOD.replace('msgid ""', '#~ msgid ""'), "header", id="obsolete header"),
        pytest.param(GOOD.replace("draft", "final"), "X-Review", id="another state"),
        pytest.param(
            GOOD.replace('"X-Review', '"X-Review: reviewed\\n"\n"X-Review'),
            "X-Review",
            id="two states",
        ),
        pytest.param(GOOD.replace("UTF-8", "KOI8-R"), "Content-Type", id="another encoding"),
        pytest.param(GOOD.replace("; charset=UTF-8", ""), "Content-Type", id="no encoding"),
        pytest.param(GOOD.replace("Language: es", "Language: ru"), "Language", id="Russian"),
    ],
)
def test_a_header_that_is_broken_is_named(text: str, where: str) -> None:
    assert places(text) == [where]


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(entry("a.b.c", "One", "Uno"), id="the same"),
        pytest.param(
            entry("a.b.c", "One", "Otro").replace('"a.b.c"', '""\n"a."\n"b.c"'), id="split string"
        ),
        pytest.param("# A note.\n#. x\n" + entry("a.b.c", "One", "Uno"), id="under comments"),
        pytest.param("#, fuzzy\n" + entry("a.b.c", "Once", "Uno"), id="fuzzy, of other English"),
    ],
)
def test_a_message_that_stands_twice_is_named_at_its_second_keyword(again: str) -> None:
    text = f"{GOOD}\n{again}"
    assert places(text) == [line_of(text, "msgctxt")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('msgctxt "a.b.d"', 'msgid "x"\nmsgctxt "a.b.d"', id="msgid without msgstr"),
        pytest.param('msgid "Two"', "", id="no msgid"),
        pytest.param('msgstr "Uno"', 'msgstr "Uno"\nmsgstr "Dos"', id="msgstr twice"),
        pytest.param('msgid "Two"', 'msgid "Two"\n#. note', id="comment amid a message"),
        pytest.param('msgid "Two"', 'msgid "Two"\n#~ #| x', id="odd mark"),
        pytest.param('msgid "Two"', 'msgid "Two"\n#| word', id="previous text without keyword"),
        pytest.param('msgid "Two"', 'msgid ""', id="no English"),
        pytest.param('msgstr "Dos"', 'msgstr "D"os"', id="quote"),
        pytest.param('msgstr "Dos"', 'msgstr "D\\x41s"', id="hexadecimal escape"),
        pytest.param('msgstr "Dos"', 'msgstr "D\\u202es"', id="Unicode escape"),
        pytest.param('msgstr "Dos"', 'msgstr "D\\101s"', id="octal escape"),
        pytest.param('msgstr "Dos"', 'msgstr "Dos\\"', id="escaped end"),
        pytest.param('msgstr "Dos"', '"Dos"\nmsgstr "x"\n\n"y"\nmsgstr "z"', id="loose strings"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(old: str, new: str) -> None:
    text = changed(GOOD, old, new)
    found = list(text_problems(text, "es"))
    first = text[: text.rindex(new or '\nmsgstr "Dos"')].count("\n") + 1
    assert found
    for where, message in found:
        assert first - 1 <= int(where.removeprefix("line ")) <= first + new.count("\n") + 4
        assert is_finished(message)


def test_line_ends_of_windows_change_no_line_number() -> None:
    text = changed(GOOD, 'msgstr "Dos"', "msgstr Dos")
    assert places(text.replace("\n", "\r\n")) == places(text) == [line_of(text, "msgstr Dos")]


def test_of_a_file_of_another_kind_only_the_first_lines_are_named() -> None:
    assert len(places("word;wort\n" * 50_000)) == MOST_PROBLEMS + 1


def test_more_entries_than_anybody_translates_are_refused_at_the_first_too_many() -> None:
    text = HEADER + "\n".join(
        f'\nmsgctxt "a.b.{number}"\nmsgid "x"\nmsgstr "y"' for number in range(100_000)
    )
    ((where, message),) = text_problems(text, "es")
    # The header is an entry as well, and each message has a blank line before its three.
    assert where == f"line {HEADER.count(chr(10)) + 4 * (MOST_ENTRIES - 1) + 3}"
    assert "20,000" in message


def test_a_message_of_a_megabyte_is_read() -> None:
    text = catalog(entry("a.b.c", "One", "ñ" * 1_000_000))
    assert list(text_problems(text, "es")) == []
    assert len(entries(text)[0].msgstr) == 1_000_000


@pytest.mark.parametrize("text", ["\u202e", "\x1b[2J", "\n", "a" * 100])
def test_what_is_shown_of_foreign_text_is_short_and_printable(text: str) -> None:
    assert shown(text).isprintable()
    assert len(shown(text)) <= 41


def test_foreign_text_in_a_header_is_shown_safely() -> None:
    text = GOOD.replace("Language: es", "Language: \u202efr")
    ((_, message),) = text_problems(text, "es")
    assert "U+202Efr" in message


@pytest.mark.parametrize(
    ("language", "forms"),
    [("es", "nplurals=2; plural=(n != 1);"), ("ja", "nplurals=1; plural=0;")],
)
def test_plural_forms_are_those_of_the_language(language: str, forms: str) -> None:
    assert plural_forms(language) == forms


def test_the_line_of_a_message_is_that_of_its_translation() -> None:
    text = GOOD.replace('msgid "One"', 'msgid ""\n"One"').replace('"a.b.d"', '""\n"a.b"\n".d"')
    lines = text.split("\n")
    assert message_lines(text) == {
        "a.b.c": lines.index('msgstr "Uno"') + 1,
        "a.b.d": lines.index('msgstr "Dos"') + 1,
    }
    assert message_lines(text.replace("\n", "\r\n")) == message_lines(text)


def test_people_s_comments_are_read_line_by_line() -> None:
    text = GOOD.replace('msgctxt "a.b.d"', '# One.\n#\n#Two. \n#. Not this.\nmsgctxt "a.b.d"')
    first, second = entries(text)
    assert comments_in(first) == []
    assert comments_in(second) == ["One.", "", "Two."]


def test_an_entry_that_is_changed_stays_as_it_was_for_the_next_reader() -> None:
    entries(GOOD)[0].flags.append("fuzzy")
    entries(GOOD)[0].msgstr = "x"
    assert (entries(GOOD)[0].flags, entries(GOOD)[0].msgstr) == ([], "Uno")


def test_text_that_names_a_file_is_not_taken_for_one() -> None:
    with pytest.raises(ValueError, match="line 1"):
        entries(__file__)


PRINTABLE = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], include_characters="\n"), min_size=1
)
COMMENTS = st.lists(
    st.from_regex(r"[A-Za-zäß#.:,~|][A-Za-zäß #.:,~|\"\\]*", fullmatch=True), max_size=3
)


@settings(deadline=None)
@given(PRINTABLE, PRINTABLE, PRINTABLE, COMMENTS, st.booleans(), st.booleans())
def test_an_entry_is_read_again_as_it_was_written(
    context: str, english: str, text: str, comments: list[str], fuzzy: bool, obsolete: bool
) -> None:
    written = polib.POEntry(
        msgctxt=context,
        msgid=english,
        msgstr=text,
        tcomment="\n".join(comment.rstrip() for comment in comments),
        flags=["fuzzy"] if fuzzy else [],
        previous_msgid=english if fuzzy else None,
        obsolete=obsolete,
    )
    (read,) = entries(f"{HEADER}\n{entry_text(written)}")
    assert (read.msgctxt, read.msgid, read.msgstr) == (context, english, text)
    assert (read.tcomment, read.fuzzy, bool(read.obsolete)) == (written.tcomment, fuzzy, obsolete)
    assert read.previous_msgid == written.previous_msgid
    assert entry_text(read) == entry_text(written)


PIECES = st.sampled_from(
    ['msgctxt "a"', 'msgid "b"', 'msgid ""', 'msgstr "c"', 'msgstr ""', 'msgstr[0] "d"',
     'msgid_plural "e"', '"f\\n"', "# g", "#. h", "#: i", "#, fuzzy", '#| msgid "j"', "#~", "#~|",
     '#~ msgid "k"', '#~ msgstr "l"', "", HEADER, "#|", '#| "m"', "##", "#=", "\r"]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=9))).map("\n".join))


@settings(deadline=None, max_examples=200)
@given(TEXTS, st.booleans())
def test_no_text_breaks_the_reader(text: str, headed: bool) -> None:
    whole = f"{HEADER}\n{text}" if headed else text
    found = list(text_problems(whole, "es"))
    assert all(is_finished(message) for _, message in found)
    try:
        read = entries(whole)
    except ValueError:
        assert found
        return
    message_lines(whole)
    if not found:
        for one in read:
            again = entries(f"{HEADER}\n{entry_text(one)}")
            assert [entry_text(each) for each in again] == [entry_text(one)]
