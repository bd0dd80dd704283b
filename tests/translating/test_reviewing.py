"""Reviewing a catalog: what waits, and that nothing but the reviewed entry changes."""

import datetime
from collections.abc import Iterator

import pytest

from handbill.library.catalogs import catalog_faults, catalog_of
from handbill.model.catalogs import Translation, mark_of
from handbill.model.content import SourceText
from handbill.model.glossary import Glossary
from handbill.translating.checking import Desk
from handbill.translating.reviewing import (
    Case,
    cases,
    with_back_translation,
    with_remark,
    with_review,
    with_translation,
)
from tests.library.workspaces import HEADER, catalog, changed, entry

TITLE, TITLE_TEXT, SPANISH = "a.headline.title", "You are not alone.", "No está solo."
CALL, CALL_TEXT, SPANISH_CALL = "call.phone", "Call %(number)s", "Llame al %(number)s"
SOURCES = {
    TITLE: SourceText(TITLE, TITLE_TEXT, (), {}),
    CALL: SourceText(CALL, CALL_TEXT, (), {"number": "911"}),
}
DESK = Desk(SOURCES, {}, Glossary())
DAY = datetime.date(2026, 2, 3)
MARK = mark_of(TITLE_TEXT, SPANISH)
REVIEWED_HEADER = changed(HEADER, "X-Review: draft", "X-Review: reviewed")

FULL = f"""\
# Second back-translation {MARK}: You are alone, not.
# Back-translation {MARK}: You are not alone.
# Back-translation 00000000: You are lonely.
# Note: Said to women as well.
#. TRANSLATORS: Reader: somebody.
#. Set very large.
#: content/pieces/a.toml
#, python-format, max-length:40
#| msgid "You're not alone."
"""


def case_of(text: str, address: str = TITLE) -> Case:
    return next(case for case in cases(text, "es", DESK) if case.address == address)


def two(above: str = "", header: str = HEADER) -> str:
    """Return a catalog of two entries, the first with comments or flags above it."""
    first = above + entry(TITLE, TITLE_TEXT, SPANISH)
    return catalog(first, entry(CALL, CALL_TEXT, SPANISH_CALL), header=header)


def translations(text: str) -> dict[str, Translation]:
    assert catalog_faults(text, "es", "", SOURCES, Glossary()) == []
    return catalog_of(text, "es", SOURCES).translations


def test_a_case_has_all_a_reviewer_needs() -> None:
    case = case_of(two(FULL))
    assert (case.english, case.text) == (TITLE_TEXT, SPANISH)
    assert case.notes == ("Reader: somebody.", "Set very large.")
    assert [(back.text, back.second) for back in case.back_translations] == [
        ("You are alone, not.", True),
        ("You are not alone.", False),
    ]
    assert case.remarks == ("Said to women as well.",)
    assert [problem.check for problem in case.problems] == ["back-translation"]


@pytest.mark.parametrize(
    ("above", "header", "waits"),
    [
        pytest.param("", HEADER, True, id="draft by the header"),
        pytest.param("", REVIEWED_HEADER, False, id="reviewed by the header"),
        pytest.param(f"# X-Review: reviewed {MARK} 2026-01-01\n", HEADER, False, id="reviewed"),
        pytest.param("# X-Review: reviewed 00000000\n", HEADER, True, id="stale"),
        pytest.param("# X-Review: reviewed 00000000\n", REVIEWED_HEADER, True,
                     id="stale in a reviewed catalog"),
        pytest.param("# X-Review: draft\n", REVIEWED_HEADER, True, id="draft by a comment"),
        pytest.param("#, reviewed\n", HEADER, False, id="reviewed by a flag"),
        pytest.param("#, draft\n", REVIEWED_HEADER, True, id="draft by a flag"),
        pytest.param(f"# X-Review: reviewed {MARK}\n#, draft\n", HEADER, True,
                     id="draft by a flag although reviewed by a comment"),
        pytest.param("#, fuzzy\n", REVIEWED_HEADER, True, id="fuzzy, so not printed"),
    ],
)  # fmt: skip
def test_what_waits_is_what_would_be_printed_as_a_draft_or_not_at_all(
    above: str, header: str, waits: bool
) -> None:
    text = two(above, header)
    printed = translations(text).get(TITLE)
    assert (TITLE in [case.address for case in cases(text, "es", DESK)]) is waits
    assert (printed is not None and printed.reviewed) is not waits


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(entry(TITLE, TITLE_TEXT, ""), id="untranslated"),
        pytest.param(entry(TITLE, TITLE_TEXT, "\u3000"), id="a wide space"),
        pytest.param(entry(TITLE, "You are alone.", SPANISH), id="the English changed"),
        pytest.param(entry("a.old.title", "Old.", "Viejo."), id="no such message"),
        pytest.param(f'#~ msgctxt "{TITLE}"\n#~ msgid "{TITLE_TEXT}"\n#~ msgstr "No."\n',
                     id="obsolete"),
        pytest.param("", id="nothing but a header"),
    ],
)  # fmt: skip
def test_what_is_never_printed_waits_for_nobody(text: str) -> None:
    assert list(cases(catalog(text), "es", DESK)) == []


def test_a_review_writes_mark_and_day_and_a_name_only_where_one_is_given() -> None:
    text = two()
    plain = with_review(text, case_of(text), DAY, "")
    named = with_review(text, case_of(text), DAY, "Ana M.")
    assert f"# X-Review: reviewed {MARK} 2026-02-03\nmsgctxt" in plain
    assert f"# X-Review: reviewed {MARK} 2026-02-03 by Ana M.\nmsgctxt" in named
    assert translations(plain)[TITLE].reviewed
    assert not translations(plain)[CALL].reviewed
    assert [case.address for case in cases(plain, "es", DESK)] == [CALL]


@pytest.mark.parametrize(
    "above",
    ["", "#, draft\n", "#, fuzzy\n", "#, fuzzy, draft, python-format\n",
     "# X-Review: draft\n", "# X-Review: reviewed 00000000\n# X-Review: draft\n", FULL],
)  # fmt: skip
@pytest.mark.parametrize("header", [HEADER, REVIEWED_HEADER])
def test_what_was_reviewed_counts_as_reviewed_whatever_stood_above(above: str, header: str) -> None:
    text = two(above, header)
    waiting = [case.address for case in cases(text, "es", DESK)]
    if TITLE not in waiting:
        return
    reviewed = with_review(text, case_of(text), DAY, "")
    assert translations(reviewed)[TITLE].reviewed
    assert TITLE not in [case.address for case in cases(reviewed, "es", DESK)]
    assert reviewed.count("X-Review: reviewed") == 1 + (header == REVIEWED_HEADER)
    assert "X-Review: draft" not in reviewed.replace(header, "")
    assert ("python-format" in reviewed) is ("python-format" in text)


def test_only_lines_about_the_review_change() -> None:
    text = two(f"{FULL}#, fuzzy\n# X-Review: draft\n")
    before, after = text.split("\n"), with_review(text, case_of(text), DAY, "").split("\n")
    assert set(before) - set(after) == {"#, fuzzy", "# X-Review: draft"}
    assert set(after) - set(before) == {f"# X-Review: reviewed {MARK} 2026-02-03"}
    kept = [line for line in after if line in before]
    assert kept == [line for line in before if line in after]


ODD = {
    "CRLF": two(FULL).replace("\n", "\r\n"),
    "CRLF in the header only": two(FULL).replace(HEADER, HEADER.replace("\n", "\r\n")),
    "CRLF in one entry only": two(FULL).replace(f'"{SPANISH}"\n', f'"{SPANISH}"\r\n'),
    "no line end at the end": two(FULL).rstrip("\n"),
    "address in two parts": two(FULL).replace(
        f'msgctxt "{TITLE}"', 'msgctxt ""\n"a.headline."\n"title"'
    ),
    "text in several lines": two(FULL).replace(f'"{SPANISH}"', '""\n"No está "\n"solo."'),
    "no empty line between entries": two().replace('\n\nmsgctxt "call', '\nmsgctxt "call'),
    "an obsolete entry right above": two('#~ msgid "Old."\n#~ msgstr "Viejo."\n'),
    "an obsolete entry of the address": two()
    + f'\n#~ msgctxt "{TITLE}"\n#~ msgid "Old."\n#~ msgstr "Viejo."\n',
    "comments in another order": two("#, python-format\n# Mine.\n#: a.toml\n"),
    "comments without a space": two("#Mine.\n#X-Review: draft\n"),
    "the address as an earlier text": two(f'#| msgctxt "{TITLE}"\n'),
    "the address in a text": catalog(
        entry(CALL, CALL_TEXT, SPANISH_CALL), entry(TITLE, TITLE_TEXT, SPANISH)
    ),
}


def pieces_of(text: str) -> Iterator[str]:
    """Yield the lines of a text with their ends, without those about the review."""
    for line in text.splitlines(keepends=True):
        if "X-Review" not in line or line.startswith('"'):
            yield line


@pytest.mark.parametrize("name", ODD)
def test_every_other_byte_of_a_catalog_stays(name: str) -> None:
    text = ODD[name]
    case = case_of(text)
    reviewed = with_review(text, case, DAY, "Ana")
    noted = with_remark(text, case, "Too long?")
    assert list(pieces_of(reviewed)) == list(pieces_of(text))
    assert translations(reviewed)[TITLE] == Translation(SPANISH, reviewed=True)
    assert noted.splitlines(keepends=True) != text.splitlines(keepends=True)
    assert "".join(
        line for line in noted.splitlines(keepends=True) if "Note: Too long?" not in line
    ) == text  # fmt: skip
    assert "Too long?" in case_of(noted).remarks
    if name in ("CRLF", "CRLF in one entry only"):
        assert ("Note: Too long?\r\n" in noted) is (name == "CRLF")


def test_reviewing_everything_twice_changes_nothing_more() -> None:
    text = two(FULL)
    for _ in range(2):
        for case in list(cases(text, "es", DESK)):
            text = with_review(text, case, DAY, "")
    assert list(cases(text, "es", DESK)) == []
    assert text.count("X-Review: reviewed ") == 2


@pytest.mark.parametrize(
    "remark",
    [
        f"X-Review: reviewed {MARK} 2026-02-03",
        "X-Review: reviewed",
        f"\nX-Review: reviewed {MARK}",
        f"fine\r\n# X-Review: reviewed {MARK}",
        f"fine\u2028X-Review: reviewed {MARK}",
        f"Back-translation {MARK}: You are not alone.",
        '"\nmsgstr "Hacked',
        "bell \x07, null \x00, escape \x1b[31m",
        "~ msgid",
        "\u202eelttil",
    ],
)
def test_a_note_stays_a_note_and_keeps_the_catalog_readable(remark: str) -> None:
    text = two()
    noted = with_remark(text, case_of(text), remark)
    assert len(noted.split("\n")) == len(text.split("\n")) + 1
    assert noted.isprintable() is False  # line ends
    assert all(sign.isprintable() or sign == "\n" for sign in noted)
    assert translations(noted) == translations(text)
    (case, *_) = cases(noted, "es", DESK)
    assert case.back_translations == ()
    assert len(case.remarks) == 1
    assert case.remarks[0] == " ".join(case.remarks[0].split())


@pytest.mark.parametrize(
    "above",
    ["", f"# X-Review: reviewed {MARK}1\n", "# X-Review: reviewed 00000000\n", "#, draft\n",
     "# X-Review: draft\n", "#, fuzzy\n# X-Review: draft\n"],
)  # fmt: skip
def test_a_changed_text_is_a_draft(above: str) -> None:
    header = HEADER if above in ("", f"# X-Review: reviewed {MARK}1\n") else REVIEWED_HEADER
    text = two(above, header)
    new = with_translation(text, case_of(text), 'No "está" solo\\sola.')
    assert translations(new)[TITLE] == Translation('No "está" solo\\sola.', reviewed=False)
    before, after = text.split("\n"), new.split("\n")
    assert [line for line in after if line not in before] == [
        'msgstr "No \\"está\\" solo\\\\sola."'
    ]


def test_a_text_changed_after_its_review_waits_again() -> None:
    text = two()
    reviewed = with_review(text, case_of(text), DAY, "")
    changed_text = reviewed.replace(SPANISH, "No estás solo.")
    case = case_of(changed_text)
    assert [problem.check for problem in case.problems] == ["review"]
    again = with_review(changed_text, case, DAY, "")
    assert again.count("X-Review: reviewed") == 1
    assert translations(again)[TITLE].reviewed


@pytest.mark.parametrize(
    ("above", "gone", "name"),
    [
        pytest.param("", (), "Back-translation", id="the first"),
        pytest.param(
            f"# Back-translation {MARK}: Alone? No.\n", (), "Second back-translation",
            id="the second",
        ),
        pytest.param(
            "# Back-translation 00000000: Old.\n# Second back-translation 00000000: Old.\n",
            ("Old.",), "Back-translation", id="instead of those of an older text",
        ),
        pytest.param(
            f"# Back-translation {MARK}: One.\n# Second back-translation {MARK}: Two.\n",
            ("Two.",), "Second back-translation", id="another second",
        ),
    ],
)  # fmt: skip
def test_what_a_reader_says_a_text_means_stands_beside_it(
    above: str, gone: tuple[str, ...], name: str
) -> None:
    before = two(f"# Note: Kept.\n{above}")
    after = with_back_translation(before, case_of(before), " Not  alone\nhe is. ")
    assert f"# {name} {MARK}: Not alone he is.\n" in after
    assert "# Note: Kept.\n" in after
    assert not any(word in after for word in gone)
    told = case_of(after).back_translations
    assert [back.text for back in told][-1] == "Not alone he is."
    assert translations(after) == translations(before)
