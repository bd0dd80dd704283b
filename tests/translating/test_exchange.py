import ast
import csv
import io
import re
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from babel.messages.pofile import normalize, read_po
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import handbill.translating
from handbill.library.roots import built_in_root
from handbill.model.faults import Fault, InputError
from handbill.translating import exchange_csv, exchange_tool, exchange_xliff
from handbill.translating.exchange import Kind, Outcome, exported, incoming, merged
from handbill.translating.exchange_csv import plain_text, safe_cell
from handbill.translating.exchange_po import Entry, entries, unescaped, with_texts
from handbill.translating.exchange_units import Incoming, State, Unit, plain_lines, shown

ROOT = built_in_root()
LANGUAGES = ("de", "ar", "km")
KINDS: tuple[Kind, ...] = ("xliff", "csv")

PO = """\
# German messages.
# Jana Example, 2026.
msgid ""
msgstr ""
"Language: de\\n"
"Last-Translator: Jana Example\\n"
"X-Review: draft\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# Back-translation 0123abcd: Do you fear to leave?
# X-Review: reviewed 0123abcd 2026-11-21 by Jana
#. TRANSLATORS: Reader: you.
#. A job or a house.
#: content/pieces/leave.toml:3
#, reviewed
msgctxt "leave.title"
msgid "Are you afraid to leave?"
msgstr "Hast du Angst zu gehen?"

#, fuzzy, python-format
#| msgid "Ring %(number)s"
msgctxt "call.phone"
msgid "Call %(number)s"
msgstr "Ruf %(number)s an"

#~ msgctxt "old.title"
#~ msgid "Gone"
#~ msgstr "Weg"

msgctxt "formula"
msgid "- or +"
msgstr "=SUM(A1)"

msgctxt "lines"
msgid ""
"First\\n"
"second \\"quoted\\" and \\\\ a backslash"
msgstr ""
"Erste\\n"
"zweite \\"in Zeichen\\" und \\\\"

msgctxt "wrapped"
msgid "Wrapped"
msgstr ""
"Um"
"brochen"

msgctxt "empty"
msgid "Not done yet"
msgstr ""

msgctxt "plural"
msgid "One"
msgid_plural "%(count)s"
msgstr[0] "Eins"
msgstr[1] "Viele"

#~ msgid "At the end"
#~ msgstr "Am Ende"
"""
ADDRESSES = ["leave.title", "call.phone", "formula", "lines", "wrapped", "empty"]


def accept(_english: str, _text: str) -> list[str]:
    return []


def merge(po: str, found: list[Incoming], *, unfinished: bool = False) -> Outcome:
    return merged(po, "x.po", found, "back.csv", accept, unfinished=unfinished)


def one(address: str, english: str, text: str, state: State = "", place: str = "row 2") -> Incoming:
    return Incoming(Unit(place, address, state), english, text)


def came_back(po: str, data: bytes, *, unfinished: bool = False) -> Outcome:
    return merge(po, incoming(data, "back.csv", "de"), unfinished=unfinished)


def faults_of(error: InputError) -> list[tuple[str, str]]:
    return [(fault.key, fault.message) for fault in error.faults]


def is_finished(sentence: str) -> bool:
    return bool(re.search(r"[.?!]$|FILE$|==\d+\.\d+\.\d+$", sentence)) and sentence[0].isupper()


# The whole way, with the real converters


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shipped_catalog_comes_back_byte_for_byte(language: str, kind: Kind) -> None:
    raw = (ROOT / f"translations/{language}/LC_MESSAGES/handbill.po").read_bytes()
    back = incoming(exported(raw, "x.po", language, kind), "back", language)
    outcome = merge(raw.decode(), back)
    assert outcome.text.encode() == raw
    assert outcome.same == len(back) > 400
    assert (outcome.changes, outcome.refused, outcome.not_final) == ((), (), ())
    assert outcome.missing == 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("po", [PO, PO.replace("\n", "\r\n"), f"\ufeff{PO}"], ids=repr)
def test_comments_flags_previous_and_obsolete_texts_come_back(po: str, kind: Kind) -> None:
    outcome = came_back(po, exported(po.encode(), "x.po", "de", kind))
    assert outcome.text == po
    assert outcome.same == len(ADDRESSES)
    assert outcome.refused == outcome.not_final == ()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_one_changed_text_changes_one_line(language: str, kind: Kind) -> None:
    raw = (ROOT / f"translations/{language}/LC_MESSAGES/handbill.po").read_text("utf-8")
    entry = next(entry for entry in entries(raw, "x.po") if entry.address == "youth.headline.title")
    made = exported(raw.encode(), "x.po", language, kind).decode()
    assert made.count(entry.text) == 1
    back = incoming(made.replace(entry.text, "Ni\u200beu!").encode(), "back", language)
    outcome = merge(raw, back)
    assert outcome.text == raw.replace(f'msgstr "{entry.text}"', 'msgstr "Ni\u200beu!"')
    assert [change.address for change in outcome.changes] == ["youth.headline.title"]


@pytest.mark.parametrize("kind", KINDS)
def test_names_and_remarks_of_translators_stay_in_the_house(kind: Kind) -> None:
    made = exported(PO.encode(), "x.po", "de", kind).decode()
    assert "Jana" not in made
    assert "Back-translation" not in made
    assert "X-Review" not in made
    assert "Reader: you." in made
    assert "A job or a house." in made


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_catalog_gives_the_same_file(kind: Kind) -> None:
    assert exported(PO.encode(), "a.po", "de", kind) == exported(PO.encode(), "/b.po", "de", kind)


NASTY = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cc", "Cn"]),
        st.sampled_from("\n\t\"'\\=+-@,;<>&%\u200b\u200f\u2067\u2069\u00ad\ufeff\u2028\x85\u17d2"),
    ),
    min_size=1,
    max_size=30,
)


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(NASTY, NASTY), min_size=20, max_size=40), st.sampled_from(KINDS))
def test_any_texts_survive_the_converters(texts: list[tuple[str, str]], kind: Kind) -> None:
    po = "\n".join(
        f'msgctxt "m.{number}"\nmsgid {normalize(english, width=0)}\n'
        f"msgstr {normalize(text, width=0)}\n"
        for number, (english, text) in enumerate(texts)
    )
    back = incoming(exported(po.encode(), "x.po", "de", kind), "back", "de")
    assert [(found.english, found.text) for found in back] == texts
    assert [found.unit.address for found in back] == [f"m.{n}" for n in range(len(texts))]
    assert merge(po, back).text == po


def test_an_agencys_xliff_1_2_with_namespaces_and_inline_elements_is_read() -> None:
    text = """<?xml version="1.0"?>
<x:xliff version="1.2" xmlns:x="urn:oasis:names:tc:xliff:document:1.2" xmlns:y="own">
 <x:file original="a" source-language="en" target-language="de-DE" datatype="plaintext"><x:body>
  <x:group><x:trans-unit id="1" y:own="1">
   <x:source>A <x:g id="1">b</x:g></x:source>
   <x:seg-source><x:mrk mtype="seg" mid="0">A b</x:mrk></x:seg-source>
   <x:target state="final"><x:mrk mtype="seg" mid="0">Das ist</x:mrk> <x:bpt id="1">&lt;b&gt;\
</x:bpt>fett<x:ept id="1">&lt;/b&gt;</x:ept><x:x id="3"/><![CDATA[ & so]]></x:target>
   <x:alt-trans><x:target>nein</x:target></x:alt-trans>
   <x:context-group name="po-reference" purpose="location">
    <x:context context-type="sourcefile">a.b</x:context></x:context-group>
  </x:trans-unit></x:group>
 </x:body></x:file></x:xliff>"""
    assert incoming(text.encode(), "f.xlf", "de") == [
        one("a.b", "A b", "Das ist <b>fett</b> & so", "final", place="line 4")
    ]


# CSV: what spreadsheets do to it


def saved(data: bytes, delimiter: str, line_end: str, *, bom: bool, quoting: int) -> bytes:
    """Return a CSV as a spreadsheet writes it."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    buffer = io.StringIO(newline="")
    writer = csv.writer(
        buffer, delimiter=delimiter, lineterminator=line_end,
        quoting=csv.QUOTE_ALL if quoting else csv.QUOTE_MINIMAL,
    )  # fmt: skip
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig" if bom else "utf-8")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(("line_end", "bom", "quoting"), [("\r\n", True, 0), ("\n", False, 1)])
def test_a_spreadsheets_own_csv_is_accepted(
    delimiter: str, line_end: str, bom: bool, quoting: int
) -> None:
    made = exported(PO.encode(), "x.po", "de", "csv")
    data = saved(made, delimiter, line_end, bom=bom, quoting=quoting)
    assert came_back(PO, data).text == PO


def test_columns_may_be_moved_added_and_written_in_capitals() -> None:
    data = "Seen by;TRANSLATION (DE);note;English; Address \nme;Ja?;;Wrapped;wrapped\n;;;;\n"
    assert came_back(PO, data.encode()).text == PO.replace(
        'msgstr ""\n"Um"\n"brochen"', 'msgstr "Ja?"'
    )


def test_cells_that_begin_like_a_formula_are_text_in_the_spreadsheet_and_come_back() -> None:
    made = exported(PO.encode(), "x.po", "de", "csv").decode()
    assert '"\'=SUM(A1)"' in made
    assert '"\'- or +"' in made
    assert came_back(PO, made.encode()).text == PO
    # A spreadsheet drops the apostrophe when the cell is edited.
    assert came_back(PO, made.replace("'=SUM", "=SUM").encode()).text == PO


@given(NASTY)
@example("=1+1")
@example("'=1+1")
@example("''-x")
@example(" '\t@x")
@example("'quoted'")
def test_a_safe_cell_begins_no_formula_and_stands_for_one_text(text: str) -> None:
    cell = safe_cell(text)
    assert plain_text(cell) == text
    assert cell.lstrip()[:1] not in tuple("=+-@＝＋－＠") or not cell.strip()
    assert cell[:1] not in tuple("\t\r\n")


@given(NASTY, NASTY)
def test_two_texts_never_share_a_safe_cell(one_text: str, other: str) -> None:
    assert (safe_cell(one_text) == safe_cell(other)) == (one_text == other)


@pytest.mark.parametrize(
    ("text", "place", "part"),
    [
        pytest.param("address,english\na,b\n", "row 1", "'translation (de)' is missing", id="no"),
        pytest.param("", "row 1", "'address' is missing", id="nothing"),
        pytest.param(
            "address,english,translation (fr)\na,b,c\n", "row 1", "another language", id="French"
        ),
        pytest.param(
            "address,english,translation (de),English\na,b,c,d\n", "row 1", "twice", id="twice"
        ),
        pytest.param("address,english,translation (de)\n,,\n", "", "no rows", id="no rows"),
        pytest.param(
            "address,english,translation (de)\na,b,c,\n", "row 2", "4 cells for 3", id="many"
        ),
        pytest.param(
            'address,english,translation (de)\na,b,"c\n', "line 2", "not valid CSV", id="open quote"
        ),
        pytest.param(
            "address,english,translation (de)\na,b,#NAME?\n", "row 2", "calculated", id="formula"
        ),
    ],
)
def test_a_csv_that_cannot_be_read_is_refused(text: str, place: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        incoming(text.encode(), "back.csv", "de")
    assert any(key == place and part in said for key, said in faults_of(caught.value))
    assert all(is_finished(said) for _, said in faults_of(caught.value))


def test_all_faults_of_a_csv_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        incoming(b"english;note\na;b\n", "back.csv", "de")
    assert len(caught.value.faults) == 2
    text = "address,english,translation (de)\na,b,c,d\nc,d,Err:508\ne,f,g,,\n"
    with pytest.raises(InputError) as caught:
        incoming(text.encode(), "back.csv", "de")
    assert [key for key, _ in faults_of(caught.value)] == ["row 2", "row 3", "row 4"]


def test_empty_cells_that_a_spreadsheet_leaves_out_are_empty() -> None:
    back = incoming(b"address,english,translation (de)\na,b\nc\n", "back.csv", "de")
    assert [(found.english, found.text) for found in back] == [("b", ""), ("", "")]


def test_rows_of_a_csv_are_counted_as_spreadsheets_count_them() -> None:
    data = 'address,english,translation (de)\nlines,"a\r\nb","c\nd"\n\nempty,Not done yet,Ja\n'
    back = incoming(data.encode(), "back.csv", "de")
    assert [(found.unit.place, found.english) for found in back] == [
        ("row 2", "a\nb"),
        ("row 4", "Not done yet"),
    ]


@given(st.lists(st.tuples(NASTY, NASTY), max_size=8), st.sampled_from(",;\t"), st.booleans())
def test_rows_are_read_as_they_were_written(
    texts: list[tuple[str, str]], delimiter: str, crlf: bool
) -> None:
    headings = ["address", "english", "translation (de)"]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n" if crlf else "\n")
    rows = [[f"m.{n}", safe_cell(a), safe_cell(b)] for n, (a, b) in enumerate(texts)]
    writer.writerows([headings, *rows])
    faults: list[Fault] = []
    read = list(exchange_csv._rows(buffer.getvalue(), "f", "de", faults))
    assert faults == []
    assert [(unit.address, *cells) for unit, cells in read] == [
        (f"m.{n}", a, b) for n, (a, b) in enumerate(texts)
    ]


# XLIFF: what must not come in


def xliff(body: str, *, head: str = "", language: str = ' target-language="de"') -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<xliff version="1.1">\n'
        f'<file source-language="en" original="h"{language}>\n<body>\n{body}\n'
        "</body></file></xliff>"
    )


def unit(address: str, english: str, text: str, attributes: str = "") -> str:
    return (
        f"<trans-unit id='1'><source>{escape(english)}</source>"
        f"<target{attributes}>{escape(text)}</target><context-group purpose='location'>"
        f"<context context-type='sourcefile'>{address}</context></context-group></trans-unit>"
    )


UNIT = unit("wrapped", "Wrapped", "Neu")
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'


@pytest.mark.parametrize(
    ("text", "place", "part"),
    [
        pytest.param(xliff(UNIT, head=BOMB), "line 2", "DOCTYPE", id="entities"),
        pytest.param(
            xliff(UNIT, head='<!DOCTYPE x SYSTEM "file:///etc/passwd">'), "line 2", "DOCTYPE",
            id="external",
        ),
        pytest.param(xliff("<trans-unit>"), "line 6", "not valid XML", id="mismatch"),
        pytest.param(xliff("&unknown;"), "line 5", "not valid XML", id="entity"),
        pytest.param(xliff("\x01"), "line 5", "not valid XML", id="control"),
        pytest.param("<", "line 1", "not valid XML", id="end"),
        pytest.param(xliff(UNIT, language=' target-language="fr"'), "line 3", "'fr'", id="French"),
        pytest.param(xliff(UNIT, language=""), "line 3", "does not say", id="no language"),
        pytest.param(xliff(""), "", "no messages", id="nothing"),
        pytest.param('<xliff version="2.0"/>', "line 1", "not XLIFF 1", id="XLIFF 2"),
        pytest.param("<html/>", "line 1", "not XLIFF 1", id="HTML"),
        pytest.param(xliff("<g>" * 200 + "</g>" * 200), "line 5", "deep", id="deep"),
    ],
)  # fmt: skip
def test_an_xliff_that_cannot_be_read_is_refused(
    text: str, place: str, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr(exchange_xliff, "converted", never)
    with pytest.raises(InputError) as caught:
        incoming(text.encode(), "back.xlf", "de")
    assert any(key == place and part in said for key, said in faults_of(caught.value))
    assert all(is_finished(said) for _, said in faults_of(caught.value))


@pytest.mark.parametrize(
    ("tag", "language", "accepted"),
    [
        ("de", "de", True),
        ("de-DE", "de", True),
        ("pt_BR", "pt-BR", True),
        ("PT-br", "pt-BR", True),
        ("pt-PT", "pt-BR", False),
        ("pt", "pt-BR", False),
        ("deu", "de", False),
        ("", "de", False),
        ("zh-Hant", "zh-Hans", False),
    ],
)
def test_a_file_of_another_language_is_known(tag: str, language: str, accepted: bool) -> None:
    assert exchange_xliff._is_in(tag, language) is accepted


def test_a_file_with_two_languages_is_refused_at_each() -> None:
    text = xliff(UNIT).replace(
        "</file>", '</file>\n<file target-language="fr"/><file target-language="it"/>'
    )
    with pytest.raises(InputError) as caught:
        incoming(text.encode(), "back.xlf", "de")
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_not_utf_8_is_refused_with_the_line(encoding: str, kind: Kind) -> None:
    text = xliff(unit("a", "b", "ü")) if kind == "xliff" else "address\n\n\n\nü"
    with pytest.raises(InputError) as caught:
        incoming(text.encode(encoding), "back", "de")
    ((place, said),) = faults_of(caught.value)
    assert "not UTF-8" in said
    assert place == ("line 1" if encoding == "utf-16" else "line 5")


@given(st.lists(st.tuples(NASTY, NASTY), min_size=1, max_size=6))
def test_the_converter_is_given_the_texts_and_nothing_else(texts: list[tuple[str, str]]) -> None:
    def xml_text(text: str) -> str:
        return "".join(c for c in text if c not in "\ufffe\uffff")

    body = "\n".join(unit("a", xml_text(a), xml_text(b), " state='final'") for a, b in texts)
    root = exchange_xliff._tree(xliff(body, head="<!-- secret -->"), "f")
    found = list(exchange_xliff._trans_units(root))
    assert [exchange_xliff._unit(element).state for element in found] == ["final"] * len(texts)
    clean = exchange_xliff._clean(found, "de").decode()
    again = exchange_xliff._tree(clean, "f")
    for element, (english, text) in zip(again.iter("trans-unit"), texts, strict=True):
        assert element.findtext("source") == xml_text(english)
        assert element.findtext("target") == xml_text(text)
    assert "secret" not in clean
    assert "\x00" not in clean


@pytest.mark.parametrize(
    ("attributes", "state"),
    [
        ("", ""),
        (" state='translated'", "final"),
        (" state='signed-off'", "final"),
        (" state='final'", "final"),
        (" state='new'", "not final"),
        (" state='needs-translation'", "not final"),
        (" state='needs-review-translation'", "not final"),
        (" state='x-own'", "not final"),
    ],
)
def test_states_of_xliff(attributes: str, state: State) -> None:
    root = exchange_xliff._tree(xliff(unit("a", "b", "c", attributes)), "f")
    (element,) = exchange_xliff._trans_units(root)
    assert exchange_xliff._unit(element) == Unit("line 5", "a", state)


def test_nothing_is_called_approved_and_the_header_is_not_to_be_translated() -> None:
    made = exported(PO.encode(), "x.po", "de", "xliff").decode()
    assert 'approved="yes"' not in made
    assert made.count('translate="no"') == 1


def test_words_that_look_like_attributes_stay_in_texts() -> None:
    odd = '<trans-unit approved=\\"yes\\" restype=\\"x-gettext-domain-header\\"'
    po = f'msgctxt "a"\nmsgid "b"\nmsgstr "{odd}"\n'
    back = incoming(exported(po.encode(), "x.po", "de", "xliff"), "f", "de")
    assert merge(po, back).same == 1


# The catalog: one text replaced, everything else as it was


def test_entries_are_found_with_their_notes_and_flags() -> None:
    found = entries(PO, "x.po")
    assert [entry.address for entry in found] == ["", *ADDRESSES, "plural"]
    leave, call, *_ = found[1:]
    assert leave.notes == ("TRANSLATORS: Reader: you.", "A job or a house.")
    assert leave.references == ("content/pieces/leave.toml:3",)
    assert (leave.fuzzy, call.fuzzy, found[-1].plural) == (False, True, True)
    assert PO[leave.start : leave.end] == 'msgstr "Hast du Angst zu gehen?"'
    assert PO.splitlines()[leave.line - 1].startswith("msgid ")


def test_what_stands_above_an_obsolete_entry_belongs_to_no_other() -> None:
    po = '#, fuzzy\n#. old\n#~ msgid "a"\n#~ msgstr "b"\n\nmsgctxt "x"\nmsgid "y"\nmsgstr "z"\n'
    (entry,) = entries(po, "x.po")
    assert (entry.fuzzy, entry.notes) == (False, ())


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        ("<<<<<<< HEAD\n", ["line 1"]),
        ('msgid "a\nmsgstr "b"\n', ["line 1", "line 2"]),
        ('msgid "a"\nmsgid "b"\nmsgstr "c"\n', ["line 2"]),
        ('msgstr "c"\n', ["line 1"]),
        ('"loose"\n', ["line 1"]),
        ('msgid "a"\nmsgstr "b"\nmsgstr "c"\nwhat\n', ["line 3", "line 4"]),
    ],
)
def test_all_lines_that_are_no_part_of_a_catalog_are_named(lines: str, places: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        entries(lines, "x.po")
    assert [place for place, _ in faults_of(caught.value)] == places
    assert all(is_finished(said) for _, said in faults_of(caught.value))


COMMENTS = st.sampled_from(
    ["# Jana\n", "#\n", "#. note\n", "#: a.toml\n", "#, fuzzy\n", "#, fuzzy, python-format\n",
     '#| msgid "old"\n', '#~ msgid "gone"\n#~ msgstr "x"\n\n', "#, max-length:30\n"]
)  # fmt: skip


@st.composite
def catalogs(draw: st.DrawFn) -> tuple[str, list[tuple[str, str, str]]]:
    """Draw a catalog's text, and the address, English and translation of each entry."""
    texts = draw(st.lists(st.tuples(NASTY, st.one_of(st.just(""), NASTY)), min_size=1, max_size=6))
    parts, found = ['msgid ""\nmsgstr ""\n"Language: de\\n"\n'], []
    for number, (english, text) in enumerate(texts):
        comments = "".join(draw(st.lists(COMMENTS, max_size=4)))
        wrapped = draw(st.sampled_from([0, 20]))
        parts.append(
            f'{comments}msgctxt "m.{number}"\nmsgid {normalize(english, width=wrapped)}\n'
            f"msgstr {normalize(text, width=wrapped)}\n"
        )
        found.append((f"m.{number}", english, text))
    po = "\n".join(parts)
    return (po.replace("\n", "\r\n") if draw(st.booleans()) else po), found


@settings(deadline=None)
@given(catalogs())
def test_entries_are_what_babel_reads(drawn: tuple[str, list[tuple[str, str, str]]]) -> None:
    po, expected = drawn
    found = [entry for entry in entries(po, "x.po") if entry.source]
    assert [(entry.address, entry.source, entry.text) for entry in found] == expected
    babel = {m.context: m for m in read_po(io.BytesIO(po.encode()), abort_invalid=True) if m.id}
    for entry in found:
        assert (babel[entry.address].id, babel[entry.address].string) == (entry.source, entry.text)
        assert babel[entry.address].fuzzy == entry.fuzzy


@settings(deadline=None)
@given(catalogs(), st.data())
def test_a_change_reaches_its_entry_and_touches_nothing_else(
    drawn: tuple[str, list[tuple[str, str, str]]], data: st.DataObject
) -> None:
    po, known = drawn
    address, english, before = data.draw(st.sampled_from(known))
    after = data.draw(NASTY.filter(lambda text: bool(text.strip())))
    rest = [one(*other) for other in known if other[0] != address]
    outcome = merge(po, [*rest, one(address, english, after)])
    was = {entry.address: entry for entry in entries(po, "x.po")}
    now = {entry.address: entry for entry in entries(outcome.text, "x.po")}
    assert now[address].text == after
    assert {k: v.text for k, v in now.items() if k != address} == {
        k: v.text for k, v in was.items() if k != address
    }
    if before == after:
        assert outcome.text == po
        return
    assert not now[address].fuzzy
    start, end = was[address].start, was[address].end
    head = po[:start]
    for flags in reversed(was[address].flags):
        line = po[flags[0] : flags[1]]
        kept = line.replace("fuzzy, ", "") if "fuzzy, " in line else ""
        head = head[: flags[0]] + (kept if "fuzzy" in line else line) + head[flags[1] :]
    assert outcome.text.startswith(head)
    assert outcome.text.endswith(po[end:])
    assert merge(outcome.text, [*rest, one(address, english, after)]).text == outcome.text


@given(NASTY)
def test_escapes_are_undone(text: str) -> None:
    assert unescaped(normalize(f"x{text}", width=0).replace('"\n"', "")[1:-1].lstrip('"\n')) == (
        f"x{text}"
    )


def test_a_text_of_several_lines_is_written_as_gettext_breaks_it() -> None:
    outcome = merge(PO, [one("wrapped", "Wrapped", 'a "b"\nc\\')])
    assert 'msgstr ""\n"a \\"b\\"\\n"\n"c\\\\"\n\nmsgctxt "empty"' in outcome.text


def test_line_ends_of_the_catalog_are_kept() -> None:
    po = PO.replace("\n", "\r\n")
    changed = merge(po, [one("wrapped", "Wrapped", "a\nb")]).text
    assert "\n" not in changed.replace("\r\n", "")


def test_the_flag_fuzzy_goes_when_the_text_changes() -> None:
    changed = merge(PO, [one("call.phone", "Call %(number)s", "Wähl %(number)s")]).text
    assert changed == PO.replace("#, fuzzy, python-format", "#, python-format").replace(
        "Ruf %(number)s an", "Wähl %(number)s"
    )
    alone = PO.replace("#, fuzzy, python-format\n", "#, fuzzy\n")
    changed = merge(alone, [one("call.phone", "Call %(number)s", "Wähl %(number)s")]).text
    assert "fuzzy" not in changed
    assert "\n\n#| msgid" in changed


def test_a_fuzzy_text_that_an_xliff_calls_final_is_confirmed() -> None:
    same = one("call.phone", "Call %(number)s", "Ruf %(number)s an", "final")
    outcome = merge(PO, [same])
    assert outcome.text == PO.replace("fuzzy, ", "")
    assert [(change.before, change.after) for change in outcome.changes] == [
        ("Ruf %(number)s an", "Ruf %(number)s an")
    ]
    untouched = Incoming(Unit("row 2", "call.phone"), same.english, same.text)
    assert merge(PO, [untouched]).text == PO


def test_with_no_texts_nothing_changes() -> None:
    assert with_texts(PO, {}, entries(PO, "x.po")) == PO


# What is refused, message by message; the others come in


def refusals(*found: Incoming) -> list[tuple[str, str]]:
    outcome = merge(PO, [*found, one("empty", "Not done yet", "Fertig")])
    assert outcome.text == PO.replace('yet"\nmsgstr ""', 'yet"\nmsgstr "Fertig"')
    assert all(is_finished(fault.message) for fault in outcome.refused)
    return [(fault.key, fault.message) for fault in outcome.refused]


def test_an_unknown_address_is_refused_and_the_nearest_named() -> None:
    ((place, said),) = refusals(one("leave.titel", "Are you afraid to leave?", "x"))
    assert place == "leave.titel (row 2)"
    assert "Did you mean leave.title?" in said


def test_changed_english_is_refused() -> None:
    ((_, said),) = refusals(one("leave.title", "Are you afraid to go?", "x"))
    assert "The English in the file is not the catalog's" in said


def test_the_same_message_twice_with_different_texts_is_refused_and_with_the_same_taken() -> None:
    twice = [
        one("wrapped", "Wrapped", text, place=f"row {row}") for row, text in ((3, "A"), (9, "B"))
    ]
    found = refusals(*twice)
    assert [place for place, _ in found] == ["wrapped (row 3)", "wrapped (row 9)"]
    assert all("(row 3, row 9)" in said for _, said in found)
    assert merge(PO, [twice[0], twice[0]]).changes[0].after == "A"


def test_the_same_message_twice_counts_as_unfinished_if_either_does() -> None:
    twice = [one("wrapped", "Wrapped", "A", state) for state in ("final", "not final")]
    assert merge(PO, twice).changes == ()


def test_an_empty_text_replaces_none() -> None:
    ((_, said),) = refusals(one("wrapped", "Wrapped", " "))
    assert "empty" in said


def test_plural_messages_and_the_header_are_not_reached() -> None:
    assert len(refusals(one("plural", "One", "x"), one("", "", "Language: fr"))) == 2


def test_a_text_with_errors_is_refused_with_each() -> None:
    def problems(english: str, text: str) -> Iterator[str]:
        yield f"'{text}' is not '{english}'."
        yield "Write it anew."

    found = [one("wrapped", "Wrapped", "x")]
    outcome = merged(PO, "x.po", found, "back.csv", problems)
    assert outcome.text == PO
    assert [str(fault) for fault in outcome.refused] == [
        "back.csv: wrapped (row 2): 'x' is not 'Wrapped'. Write it anew."
    ]


def test_what_is_not_final_is_left_out_and_listed_unless_asked_for() -> None:
    found = [one("wrapped", "Wrapped", "Halb", "not final")]
    outcome = merge(PO, found)
    assert outcome.text == PO
    assert [fault.key for fault in outcome.not_final] == ["wrapped (row 2)"]
    assert "Halb" in merge(PO, found, unfinished=True).text


def test_messages_that_the_file_does_not_have_are_counted() -> None:
    assert merge(PO, [one("wrapped", "Wrapped", "Umbrochen")]).missing == len(ADDRESSES) - 1


@given(st.lists(st.tuples(st.sampled_from([*ADDRESSES, "x"]), NASTY, NASTY), max_size=6))
def test_whatever_comes_in_the_catalog_stays_a_catalog(found: list[tuple[str, str, str]]) -> None:
    outcome = merge(PO, [one(*row) for row in found])
    assert [entry.source for entry in entries(outcome.text, "x.po")] == [
        entry.source for entry in entries(PO, "x.po")
    ]
    assert outcome.text == PO or outcome.changes


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_shown_can_be_printed(text: str) -> None:
    assert shown(text).isprintable()


@given(st.text("\r\nab"))
def test_line_ends_are_made_one_kind(text: str) -> None:
    assert "\r" not in plain_lines(text)
    assert plain_lines(text).replace("\n", "") == text.replace("\r", "").replace("\n", "")


# Catalogs that cannot be sent


@pytest.mark.parametrize(
    ("po", "part"),
    [
        ('msgid ""\nmsgstr "Language: de"\n', "no messages"),
        ('msgid "a"\nmsgstr "b"\n', "no address"),
        ('msgctxt "x"\nmsgid "a"\nmsgstr "b"\n' * 2, "stands twice"),
        ('msgctxt "x"\nmsgid "a"\nmsgstr "b\\a"\n', "control character"),
        ('msgctxt "x y"\nmsgid "a"\nmsgstr "b"\n', "would not come back"),
    ],
)
def test_a_catalog_that_would_not_come_back_is_not_sent(po: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        exported(po.encode(), "x.po", "de", "xliff")
    assert part in str(caught.value)
    assert all(is_finished(said) for _, said in faults_of(caught.value))


# The tool


def test_a_missing_tool_is_told_with_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    monkeypatch.setattr(sysconfig, "get_path", lambda *_: "/nowhere")
    with pytest.raises(InputError, match="pip install translate-toolkit==") as caught:
        exported(PO.encode(), "x.po", "de", "csv")
    assert "/nowhere/python -m pip install" in str(caught.value)


def test_a_tool_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "po2csv"
    broken.write_text("#!/bin/sh\necho no room left >&2\nexit 3\n", "utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(InputError, match="no room left"):
        exported(PO.encode(), "x.po", "de", "csv")


def test_the_pinned_tool_is_the_one_in_the_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pin = f"translate-toolkit=={exchange_tool.VERSION}"
    assert project["optional-dependencies"]["exchange"] == [pin]
    assert pin in project["optional-dependencies"]["test"]
    assert pin in (ROOT / "constraints.txt").read_text("utf-8").splitlines()


def test_the_toolkit_is_never_imported() -> None:
    for path in Path(handbill.translating.__file__).parents[1].rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert "translate" not in {name.split(".")[0] for name in names}


def test_the_tools_catalog_has_the_notes_and_addresses_and_no_more() -> None:
    entry = Entry(3, "a.b", "c", "d", notes=("note",), references=("secret.toml",), fuzzy=True)
    made = exchange_tool.tool_catalog([entry], "pt-BR").decode()
    assert made == (
        'msgid ""\nmsgstr ""\n"Language: pt-BR\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        '#. note\n#: a.b\n#, fuzzy\nmsgctxt "a.b"\nmsgid "c"\nmsgstr "d"\n'
    )
