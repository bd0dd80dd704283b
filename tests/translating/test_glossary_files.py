"""The glossary as CSV and TBX: whole, well-formed, and safe to open."""

import csv
import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from handbill.cli.translations_glossary import glossary as command
from handbill.library.library import Library
from handbill.library.roots import built_in_root
from handbill.model.glossary import Glossary, GlossaryTerm, LanguageGlossary, TermTranslation
from handbill.translating.exchange_csv import plain_text
from handbill.translating.glossary_files import glossary_csv, glossary_tbx

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FILES = {"glossary.csv": glossary_csv, "glossary.tbx": glossary_tbx}


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV, as somebody reads them in a spreadsheet."""
    assert text.startswith("\ufeff")
    found = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    return [{name: plain_text(cell) for name, cell in row.items()} for row in found]


def entries(text: str) -> dict[str, dict[str, str]]:
    """Return the terms of a TBX by entry and language, with the definition under ''."""
    root = ElementTree.fromstring(text)  # noqa: S314  just written
    assert (root.tag, root.get("type")) == ("martif", "TBX-Basic")
    found = {}
    for entry in root.iter("termEntry"):
        words = {str(one.get(LANG)): one.findtext("tig/term", "") for one in entry.iter("langSet")}
        found[str(entry.get("id"))] = {"": entry.findtext("descrip", ""), **words}
    return found


@pytest.fixture(scope="module")
def glossary(library: Library) -> Glossary:
    return library.glossary


def test_the_shipped_glossary_is_whole(glossary: Glossary) -> None:
    assert len(glossary.terms) == 40
    assert len(glossary.languages) == 15
    for language in glossary.languages.values():
        assert language.terms.keys() == glossary.terms.keys()


def test_both_files_hold_every_term_in_every_language(glossary: Glossary) -> None:
    table = {row["id"]: row for row in rows(glossary_csv(glossary)) if row["id"]}
    base = entries(glossary_tbx(glossary))
    assert list(table) == list(glossary.terms)
    assert list(base)[: len(table)] == list(glossary.terms)
    for name, term in glossary.terms.items():
        said = {tag: one.terms[name].term for tag, one in sorted(glossary.languages.items())}
        assert table[name] == {
            "id": name, "en": term.term, "note": term.note, "translate": "yes", **said,
        }  # fmt: skip
        assert base[name] == {"": term.note, "en": term.term, **said}
        assert all(said.values())


def test_names_are_marked_as_not_to_be_translated(glossary: Glossary) -> None:
    tags = ["en", *sorted(glossary.languages)]
    named = [row for row in rows(glossary_csv(glossary)) if not row["id"]]
    assert [row["en"] for row in named] == list(glossary.notes)
    assert "WhatsApp" in glossary.notes
    for row in named:
        assert row["translate"] == "no"
        assert {row[tag] for tag in tags} == {row["en"]}
    base = entries(glossary_tbx(glossary))
    for number, (name, note) in enumerate(glossary.notes.items(), 1):
        entry = base[f"name-{number}"]
        assert entry.pop("").casefold() == f"{note}. a name: it stays as it is.".casefold()
        assert entry == dict.fromkeys(tags, name)


HOSTILE = (
    'He said "stop"', "a,b;c\td", "a\nb", "<b>bold</b> & <!--", "]]>", "=1+1", "+1", "-1",
    "@SUM(A1)", '=HYPERLINK("http://x","y")', "'=1", " =1+1", "＝1", "'quoted'", "", "ሰላም",
    "\u202eabc", "😀",
)  # fmt: skip


def made_of(texts: tuple[str, ...]) -> Glossary:
    """Return a glossary in which these texts stand wherever a text may stand."""
    terms = {f"t{n}": GlossaryTerm(f"t{n}", text, ("x",), note=text)
             for n, text in enumerate(texts)}  # fmt: skip
    said = {name: TermTranslation(term.term, ("x",)) for name, term in terms.items()}
    notes = {text: text for text in texts if text}
    languages = {"de": LanguageGlossary(said), "km": LanguageGlossary({})}
    return Glossary(terms, frozenset(notes), notes, languages)


def test_hostile_terms_survive_in_both_files() -> None:
    made = made_of(HOSTILE)
    table = {row["id"]: row for row in rows(glossary_csv(made)) if row["id"]}
    base = entries(glossary_tbx(made))
    for number, text in enumerate(HOSTILE):
        row = table[f"t{number}"]
        assert (row["en"], row["note"], row["de"], row["km"]) == (text, text, text, "")
        entry = base[f"t{number}"]
        assert (entry.get("en", ""), entry[""], entry.get("de", "")) == (text, text, text)
        assert "km" not in entry


@pytest.mark.parametrize(
    "text", [text for text in HOSTILE if text.strip().startswith(tuple("=+-@＝"))]
)
def test_nothing_in_the_csv_is_calculated(text: str) -> None:
    cells = csv.reader(io.StringIO(glossary_csv(made_of((text,))), newline=""))
    for cell in (cell for row in list(cells)[1:] for cell in row if text in cell):
        assert cell == f"'{text}"


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x0b", "\uffff", "\udc80"])
def test_signs_that_no_xml_may_hold_are_left_out(sign: str) -> None:
    assert entries(glossary_tbx(made_of((f"a{sign}b",))))["t0"] == {
        "": "ab", "en": "ab", "de": "ab",
    }  # fmt: skip


def test_an_empty_glossary_gives_files_without_rows() -> None:
    assert rows(glossary_csv(Glossary())) == []
    assert entries(glossary_tbx(Glossary())) == {}


@pytest.mark.parametrize("name", FILES)
def test_the_shipped_files_are_what_the_command_writes(glossary: Glossary, name: str) -> None:
    shipped = (built_in_root() / "translations" / name).read_bytes().decode()
    assert shipped == FILES[name](glossary), (
        f"translations/{name} is old. Run 'handbill translations glossary'."
    )


def test_the_command_writes_both_files_once(tmp_path: Path, glossary: Glossary) -> None:
    def run() -> str:
        result = CliRunner().invoke(command, ["-t", str(tmp_path)], standalone_mode=False)
        assert result.return_value == 0
        return result.stdout

    told = f"({len(glossary.terms)} terms, {len(glossary.names)} names)."
    assert run().splitlines() == [f"Wrote {tmp_path / name} {told}" for name in FILES]
    for name, text in FILES.items():
        assert (tmp_path / name).read_bytes() == text(glossary).encode()
    assert run().splitlines() == [f"Unchanged: {tmp_path / name} {told}" for name in FILES]


def test_help_shows_an_example() -> None:
    assert "handbill translations glossary" in CliRunner().invoke(command, ["--help"]).output
