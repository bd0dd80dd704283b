"""`handbill translations status`: how far each language is, and the table of the README."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from handbill.batch import sheets_index
from handbill.cli import translations_status
from handbill.cli.main import main
from handbill.library.catalogs import catalog_of
from handbill.library.library import Library, load_library
from handbill.library.roots import built_in_root
from handbill.model.catalogs import mark_of
from handbill.model.content import SourceText
from handbill.model.faults import Fault
from handbill.translating.status import (
    README_BEGIN,
    README_END,
    LanguageStatus,
    PieceStatus,
    Sheets,
    catalog_status,
    readme_table,
    source_status,
    with_table,
)
from tests.library.workspaces import HEADER, catalog, changed, entry, is_finished

# Counting, on a piece of two variants, a piece whose name begins alike, and phrases. -------------

TEXTS = {
    "call.free": "Free",
    "inn.headline.title": "Look twice.",
    "inn.signs.alone": "Is somebody never alone?",
    "inn.signs.bags": "Is there no luggage?",
    "inn-keeper.headline.title": "Ask once.",
}
FILES = {"call": "phrases", "inn": "pieces/inn", "inn-keeper": "pieces/inn-keeper"}
SOURCES = {
    address: SourceText(address, text, (), {}, f"content/{FILES[address.split('.')[0]]}.toml")
    for address, text in TEXTS.items()
}
SHEETS: Sheets = {
    ("inn-rural", "card"): frozenset({"call.free", "inn.headline.title"}),
    ("inn-rural", "poster"): frozenset({"call.free", "inn.headline.title", "inn.signs.alone"}),
    ("inn-town", "poster"): frozenset({"call.free", "inn.headline.title", "inn.signs.bags"}),
    ("inn-keeper", "poster"): frozenset({"call.free", "inn-keeper.headline.title"}),
}
ALL = {
    "call.free": "Gratis",
    "inn.headline.title": "Mire dos veces.",
    "inn.signs.alone": "¿Alguien nunca está solo?",
    "inn.signs.bags": "¿No hay equipaje?",
    "inn-keeper.headline.title": "Pregunte una vez.",
}


def made(
    texts: dict[str, str], above: dict[str, str] | None = None, header: str = HEADER
) -> LanguageStatus:
    """Return the status of a catalog with these texts, and comments or flags above them."""
    entries = [
        (above or {}).get(address, "") + entry(address, TEXTS.get(address, "Gone."), text)
        for address, text in texts.items()
    ]
    text = catalog(*entries, header=header)
    return catalog_status(text, catalog_of(text, "es", SOURCES), SOURCES, SHEETS)


def piece(status: LanguageStatus, name: str) -> PieceStatus:
    return next(one for one in status.pieces if one.piece == name)


def test_a_whole_catalog_can_be_printed_on_every_sheet() -> None:
    status = made(ALL)
    assert (status.language, status.name, status.native) == ("es", "Spanish", "español")
    assert (status.messages, status.translated, status.percent) == (5, 5, 100)
    assert (status.sheets, status.printable, status.blocking) == (4, 4, None)
    assert [one.piece for one in status.pieces] == ["inn", "inn-keeper", "phrases"]


@pytest.mark.parametrize(
    ("missing", "most", "sheets", "printable"),
    [
        pytest.param({"call.free"}, "call.free", 4, 0, id="a phrase of all"),
        pytest.param({"call.free", "inn.signs.bags"}, "call.free", 4, 0, id="more than another"),
        pytest.param({"inn.signs.bags"}, "inn.signs.bags", 1, 3, id="an item"),
        pytest.param({"inn.headline.title"}, "inn.headline.title", 3, 1, id="a title"),
    ],
)
def test_the_message_that_most_sheets_lack_is_named(
    missing: set[str], most: str, sheets: int, printable: int
) -> None:
    status = made({address: text for address, text in ALL.items() if address not in missing})
    assert status.blocking is not None
    assert (status.blocking.message, status.blocking.sheets) == (most, sheets)
    assert status.blocking.english == TEXTS[most]
    assert status.printable == printable


def test_a_message_on_no_sheet_blocks_none() -> None:
    text = catalog(*(entry(address, TEXTS[address], text) for address, text in ALL.items()))
    more = {**SOURCES, "inn.rare.case": SourceText("inn.rare.case", "Rare.", (), {}, "x/inn.toml")}
    status = catalog_status(text, catalog_of(text, "es", more), more, SHEETS)
    assert (status.percent, status.blocking, status.printable) == (83, None, 4)


def test_a_format_counts_where_every_variant_can_be_printed() -> None:
    whole = piece(made(ALL), "inn")
    assert (whole.printable, whole.unprintable) == (("card", "poster"), ())
    for lacking in ("inn.signs.alone", "inn.signs.bags"):
        partly = piece(made({key: text for key, text in ALL.items() if key != lacking}), "inn")
        assert (partly.printable, partly.unprintable) == (("card",), ("poster",))
        assert (partly.messages, partly.translated, partly.percent) == (3, 2, 66)


def test_a_piece_whose_name_goes_on_is_another_piece() -> None:
    status = made({key: text for key, text in ALL.items() if not key.startswith("inn-keeper")})
    assert piece(status, "inn").unprintable == ()
    assert piece(status, "inn-keeper").unprintable == ("poster",)


MARK = mark_of(TEXTS["call.free"], ALL["call.free"])
DRAFT_HEADER, REVIEWED_HEADER = HEADER, changed(HEADER, "X-Review: draft", "X-Review: reviewed")


@pytest.mark.parametrize(
    ("header", "above", "unreviewed"),
    [
        pytest.param(DRAFT_HEADER, "", 5, id="draft by the header"),
        pytest.param(REVIEWED_HEADER, "", 0, id="reviewed by the header"),
        pytest.param(DRAFT_HEADER, f"# X-Review: reviewed {MARK} 2026-01-31\n", 4,
                     id="reviewed by its mark"),
        pytest.param(DRAFT_HEADER, f"# X-Review: reviewed {MARK} 2026-01-31 by Ana\n", 4,
                     id="reviewed by its mark and a name"),
        pytest.param(DRAFT_HEADER, "# X-Review: reviewed 00000000 2026-01-31\n", 5,
                     id="stale mark in a draft"),
        pytest.param(REVIEWED_HEADER, "# X-Review: reviewed 00000000 2026-01-31\n", 1,
                     id="stale mark in a reviewed catalog"),
        pytest.param(REVIEWED_HEADER, f"# X-Review: draft {MARK}\n", 1,
                     id="draft in a reviewed catalog"),
        pytest.param(DRAFT_HEADER, "# Note: X-Review: reviewed\n", 5, id="a note"),
        pytest.param(DRAFT_HEADER, "#, reviewed\n", 4, id="reviewed by a flag"),
        pytest.param(REVIEWED_HEADER, "#, draft\n", 1, id="draft by a flag"),
    ],
)  # fmt: skip
def test_drafts_are_counted_by_mark_flag_and_header(
    header: str, above: str, unreviewed: int
) -> None:
    status = made(ALL, {"call.free": above}, header)
    assert status.unreviewed == unreviewed
    assert piece(status, "phrases").unreviewed == (unreviewed in (1, 5))
    assert status.review in ("draft", "reviewed")
    assert status.percent == 100


@pytest.mark.parametrize(
    ("above", "text", "fuzzy"),
    [
        pytest.param("#, fuzzy\n", "Gratis", 1, id="fuzzy"),
        pytest.param("#, fuzzy, python-format\n", "Gratis", 1, id="fuzzy with another flag"),
        pytest.param("#, fuzzy\n", "", 0, id="fuzzy and empty"),
        pytest.param("", "", 0, id="empty"),
    ],
)
def test_what_is_fuzzy_or_empty_counts_as_missing(above: str, text: str, fuzzy: int) -> None:
    status = made({**ALL, "call.free": text}, {"call.free": above})
    assert (status.translated, status.fuzzy, status.percent) == (4, fuzzy, 80)
    assert piece(status, "phrases").fuzzy == fuzzy
    assert status.printable == 0


def test_texts_of_messages_that_are_gone_count_nowhere() -> None:
    assert made({**ALL, "inn.old.title": "Viejo."}, {"inn.old.title": "#, fuzzy\n"}) == made(ALL)


def test_a_percentage_is_100_only_where_nothing_is_missing() -> None:
    many = {f"a.b.{n}": SourceText(f"a.b.{n}", str(n), (), {}, "x/a.toml") for n in range(1000)}
    text = catalog(*(entry(address, one.text, one.text) for address, one in many.items()
                     if address != "a.b.7"))  # fmt: skip
    assert catalog_status(text, catalog_of(text, "es", many), many, {}).percent == 99
    assert catalog_status(text, catalog_of(text, "es", {}), {}, {}).percent == 100


def test_english_is_always_whole() -> None:
    status = source_status(SOURCES, SHEETS)
    assert (status.language, status.percent, status.unreviewed) == ("en", 100, 0)
    assert (status.printable, status.blocking) == (4, None)


# The table of the README. -----------------------------------------------------------------------


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_table_is_renewed_between_its_marks_and_nowhere_else(line_end: str) -> None:
    above, below = f"# Title{line_end}{README_BEGIN}", f"{README_END}{line_end}The end."
    table = readme_table([made(ALL), source_status(SOURCES, SHEETS)])
    renewed = with_table(f"{above}{line_end}| old |{line_end}{below}", table)
    assert renewed.startswith(above + line_end)
    assert renewed.endswith(line_end + below)
    assert "| old |" not in renewed
    assert renewed.count("\n") - renewed.count("\r\n") == (0 if line_end == "\r\n" else 7)
    assert with_table(renewed, table) == renewed


def test_the_table_has_a_row_for_each_language_in_order() -> None:
    rows = readme_table([made(ALL, header=REVIEWED_HEADER), source_status(SOURCES, SHEETS)])
    assert rows.splitlines() == [
        "| language | translated | reviewed | sheets wholly translated |",
        "|---|---|---|---|",
        "| English · English (`en`) | 100 % | 100 % | 4 of 4 |",
        "| español · Spanish (`es`) | 100 % | 100 % | 4 of 4 |",
    ]
    assert "| 80 % | 0 % | 0 of 4 |" in readme_table([made({**ALL, "call.free": ""})])


@pytest.mark.parametrize(
    "text",
    ["", README_BEGIN, README_END, f"{README_END}\n{README_BEGIN}", "<!-- translations -->"],
)
def test_missing_marks_of_the_table_are_told(text: str) -> None:
    with pytest.raises(ValueError, match="are missing") as caught:
        with_table(text, "| table |")
    assert is_finished(str(caught.value))
    assert README_BEGIN in str(caught.value)
    assert README_END in str(caught.value)


# The command. -----------------------------------------------------------------------------------

Ended = tuple[int, str, str]
Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def sheets(library: Library) -> Sheets:
    return sheets_index.sheets_said(library)


@pytest.fixture
def run(
    tmp_path: Path,
    sheets: Sheets,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run the command on a German catalog of one text, in the folder that holds it."""
    monkeypatch.setattr(sheets_index, "sheets_said", lambda _: sheets)
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "de", entry("call.phone", "Call %(number)s", "Rufen Sie %(number)s an"))

    def run_command(*arguments: str) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main(["translations", "status", "-t", "translations", *arguments])
        assert isinstance(ended.value.code, int)
        return (ended.value.code, *capsys.readouterr())

    return run_command


def write(folder: Path, directory: str, *entries: str) -> Path:
    header = changed(HEADER, "Language: es", f"Language: {directory}")
    path = folder / "translations" / directory / "LC_MESSAGES/handbill.po"
    path.parent.mkdir(parents=True)
    path.write_text(catalog(*entries, header=header), "utf-8")
    return path


def test_json_holds_every_language_with_its_pieces(run: Run, library: Library) -> None:
    ended, out, err = run("--json")
    assert (ended, err) == (0, "")
    english, german = json.loads(out)["languages"]
    assert set(german) == {
        "language", "name", "native", "review", "messages", "translated", "fuzzy", "unreviewed",
        "percent", "sheets", "printable", "blocking", "pieces",
    }  # fmt: skip
    assert set(german["blocking"]) == {"message", "english", "sheets"}
    assert set(german["pieces"][0]) == {
        "piece", "messages", "translated", "fuzzy", "unreviewed", "percent", "printable",
        "unprintable",
    }  # fmt: skip
    assert (english["language"], english["percent"], english["blocking"]) == ("en", 100, None)
    assert (german["language"], german["translated"], german["unreviewed"]) == ("de", 1, 1)
    assert german["messages"] == english["messages"] == len(library.sources())


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ((), ["en", "de"]),
        (("de",), ["de"]),
        (("en",), ["en"]),
        (("EN",), ["en"]),
        (("de", "en", "DE"), ["en", "de"]),
    ],
)
def test_the_languages_named_are_told_each_once(
    run: Run, names: tuple[str, ...], told: list[str]
) -> None:
    ended, out, _ = run(*names, "--json")
    assert ended == 0
    assert [one["language"] for one in json.loads(out)["languages"]] == told


def test_the_table_tells_what_blocks_most_and_a_language_tells_its_pieces(run: Run) -> None:
    out, err = run()[1:]
    assert "1 of " in out
    assert "'handbill translations status LANGUAGE' shows each piece." in err
    out, err = run("de")[1:]
    assert out.startswith("German (de): Deutsch\n")
    assert "wallet-card" in out
    last = out.splitlines()[-1]
    assert last.startswith("Translate '")
    assert "In English: “" in last
    assert err == ""


def test_a_folder_without_catalogs_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ended, _, err = run("-t", "empty")
    assert ended == 0
    assert "There is no catalog in empty. 'handbill translations new LANGUAGE' makes one." in err


def test_a_language_without_catalog_is_wrong_usage(run: Run) -> None:
    ended, out, err = run("dee")
    assert (ended, out) == (2, "")
    assert "Did you mean de?" in err


def test_a_catalog_that_cannot_be_read_is_left_out_and_told(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "pl").write_bytes(b"\xff")
    ended, out, err = run("--json")
    assert ended == 1
    assert [one["language"] for one in json.loads(out)["languages"]] == ["en", "de"]
    assert err.startswith("translations/pl/LC_MESSAGES/handbill.po: The file is not UTF-8")


MARKED = f"# Title\n\n{README_BEGIN}\n{README_END}\n"


def test_the_readme_is_renewed_once(run: Run, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(MARKED, "utf-8")
    ended, out, err = run("--readme", "README.md")
    assert (ended, out) == (0, "")
    assert err == "Renewed the table of languages in README.md.\n"
    text, written = readme.read_text("utf-8"), readme.stat()
    assert "| Deutsch · German (`de`) | 0 % |" in text
    assert run("--readme", "README.md") == (0, "", "Unchanged: README.md\n")
    assert readme.read_text("utf-8") == text
    assert readme.stat().st_ino == written.st_ino


@pytest.mark.parametrize(
    ("data", "arguments", "ended", "told"),
    [
        pytest.param(b"# Title\n", (), 2, "are missing. Add them.", id="no marks"),
        pytest.param(b"\xff" + MARKED.encode(), (), 2, "The file is not UTF-8", id="Latin-1"),
        pytest.param(MARKED.encode(), ("de",), 2, "table of all languages", id="one language"),
        pytest.param(MARKED.encode(), ("--json",), 2, "table of all languages", id="JSON"),
    ],
)
def test_a_readme_that_cannot_be_renewed_stays_and_that_is_told(
    run: Run, tmp_path: Path, data: bytes, arguments: tuple[str, ...], ended: int, told: str
) -> None:
    readme = tmp_path / "README.md"
    readme.write_bytes(data)
    result = run("--readme", "README.md", *arguments)
    assert result[:2] == (ended, "")
    assert told in result[2]
    assert readme.read_bytes() == data


def test_no_language_falls_out_of_the_readme_because_its_catalog_is_broken(
    run: Run, tmp_path: Path
) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(MARKED, "utf-8")
    write(tmp_path, "pl").write_bytes(b"\xff")
    ended, _, err = run("--readme", "README.md")
    assert ended == 1
    assert "README.md stays as it was: a catalog cannot be read." in err
    assert readme.read_text("utf-8") == MARKED


def test_help_shows_examples(run: Run) -> None:
    assert "handbill translations status --readme README.md" in run("--help")[1]


# What is shipped. -------------------------------------------------------------------------------

PIECES = (
    "self-help", "bystander", "youth", "parents", "what-happens-when-you-call",
    "language-finder", "phrases",
)  # fmt: skip


@pytest.fixture(scope="module")
def shipped(sheets: Sheets) -> list[LanguageStatus]:
    faults: list[Fault] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets_index, "sheets_said", lambda _: sheets)
        folder = built_in_root() / "translations"
        found = translations_status._statuses((), folder, None, faults)
    assert faults == []
    return found


def test_sixteen_languages_are_shipped(shipped: list[LanguageStatus]) -> None:
    assert len(shipped) >= 16
    assert {"en", "es", "fr", "ar", "zh-Hans", "uk", "km", "am"} <= {
        one.language for one in shipped
    }


@pytest.mark.parametrize("name", PIECES)
def test_every_shipped_language_says_all_of_the_main_pieces(
    shipped: list[LanguageStatus], name: str
) -> None:
    assert {one.language: piece(one, name).percent for one in shipped} == {
        one.language: 100 for one in shipped
    }
    assert [one.language for one in shipped if piece(one, name).unprintable] == []


def test_the_sheets_of_a_language_depend_on_no_catalog(sheets: Sheets) -> None:
    assert {layout for name, layout in sheets if name == "language-finder"} == {"flyer", "poster"}
    assert sheets_index.sheets_said(load_library(with_catalogs=False)) == sheets


def test_every_message_on_a_sheet_has_a_source(sheets: Sheets, library: Library) -> None:
    assert frozenset().union(*sheets.values()) <= library.sources().keys()
    assert {layout for _, layout in sheets} == library.formats.keys()


def test_the_readme_of_the_repository_has_the_table_of_today(
    shipped: list[LanguageStatus],
) -> None:
    text = (built_in_root() / "README.md").read_text("utf-8")
    if README_BEGIN not in text or README_END not in text:
        pytest.fail(f"README.md lacks the lines '{README_BEGIN}' and '{README_END}'. Add them.")
    assert with_table(text, readme_table(shipped)) == text, (
        "The table of languages in README.md is old. Run 'handbill translations status --readme "
        "README.md'."
    )
