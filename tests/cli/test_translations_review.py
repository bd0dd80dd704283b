"""`handbill translations review`: a person at the terminal goes through what waits."""

import datetime
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner, Result

from handbill.batch.measuring import Bench, library_of
from handbill.batch.wiring import composer_of, shelf_of
from handbill.cli import translations_review
from handbill.cli.main import main
from handbill.cli.translations_review import review
from handbill.cli.translations_status import _statuses
from handbill.composing.pages import Composition
from handbill.library.library import load_library
from handbill.library.roots import built_in_root
from handbill.model.catalogs import mark_of
from handbill.model.faults import Fault, InputError
from handbill.planning.selection import Selection, plan
from tests.library.workspaces import HEADER, catalog, changed, entry

TITLE, ENGLISH, GERMAN = "self-help.headline.title", "You are not alone.", "Sie sind nicht allein."
CALL, CALL_ENGLISH, CALL_GERMAN = "call.phone", "Call %(number)s", "Rufen Sie %(number)s an"
MARK = mark_of(ENGLISH, GERMAN)
TODAY = datetime.date(2026, 2, 3)

Review = Callable[..., Result]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A German catalog of two drafts, in the folder one stands in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    header = changed(HEADER, "Language: es", "Language: de")
    text = catalog(
        f"# Back-translation {MARK}: You are not lonely.\n"
        "#. TRANSLATORS: Reader: [bold]somebody[/bold].\n" + entry(TITLE, ENGLISH, GERMAN),
        entry(CALL, CALL_ENGLISH, CALL_GERMAN),
        header=header,
    )
    found = tmp_path / "translations/de/LC_MESSAGES/handbill.po"
    found.parent.mkdir(parents=True)
    found.write_text(text, "utf-8")
    return found


@pytest.fixture
def answer(path: Path, monkeypatch: pytest.MonkeyPatch) -> Review:
    today = SimpleNamespace(date=SimpleNamespace(today=lambda: TODAY))
    monkeypatch.setattr(translations_review, "datetime", today)

    def run(typed: str, *arguments: str) -> Result:
        assert path.is_file()
        return CliRunner().invoke(
            review,
            ["de", "-t", "translations", *arguments],
            input=typed,
            standalone_mode=False,
        )

    return run


def lines_added(before: str, after: str) -> list[str]:
    return [line for line in after.splitlines() if line not in before.splitlines()]


@pytest.mark.parametrize(
    ("options", "by"),
    [((), ""), (("--by", "Olha K."), " by Olha K."), (("--by", "  Olha   K. "), " by Olha K."),
     (("--by", ""), "")],
)  # fmt: skip
def test_accepting_writes_mark_and_day_and_a_name_only_where_one_is_given(
    answer: Review, path: Path, options: tuple[str, ...], by: str
) -> None:
    before = path.read_text("utf-8")
    result = answer("a\ns\n", *options)
    assert result.return_value == 0
    after = path.read_text("utf-8")
    assert lines_added(before, after) == [f"# X-Review: reviewed {MARK} 2026-02-03{by}"]
    assert after.replace(f"# X-Review: reviewed {MARK} 2026-02-03{by}\n", "") == before
    assert "1 of 2 reviewed. 1 text still to be reviewed in translations/de/" in result.stdout


def test_a_person_sees_text_english_notes_and_back_translations(answer: Review) -> None:
    shown = answer("q\n").stdout
    for part in (ENGLISH, GERMAN, "Reader: [bold]somebody[/bold].", "You are not lonely.",
                 f"2 of 2: {TITLE}"):  # fmt: skip
        assert (part in shown) is (part != f"2 of 2: {TITLE}")
    assert "1 of 2: self-help.headline.title" in shown
    assert "Nobody has read this text back into English." in answer("s\nq\n").stdout


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("q\n", 0), ("quit\n", 0), ("", 0), ("\n\n", 0), ("skip\nS\n", 0), ("a\n", 1),
        ("accept\nq\n", 1), (" A \n a\n", 2), ("x\nhelp\na\nq\n", 1), ("n\n\nq\n", 0),
        ("n\n   \nq\n", 0), ("n\n", 0), ("c\n", 0), ("c\n\nq\n", 0), ("c\n  \nq\n", 0),
        (f"c\n{GERMAN}\nq\n", 0),
    ],
)  # fmt: skip
def test_stopping_anywhere_keeps_what_was_decided_and_nothing_else(
    answer: Review, path: Path, typed: str, kept: int
) -> None:
    before = path.read_text("utf-8")
    result = answer(typed)
    assert (result.exception, result.return_value) == (None, 0)
    assert len(lines_added(before, path.read_text("utf-8"))) == kept
    assert f"{kept} of 2 reviewed." in result.stdout
    assert ("still to be reviewed" in result.stdout) is (kept < 2)


def test_a_letter_that_means_nothing_is_told(answer: Review) -> None:
    assert "Type one of the letters a, c, b, n, s or q." in answer("y\nq\n").stderr


def test_a_back_translation_is_written_down_and_the_text_still_waits(
    answer: Review, path: Path
) -> None:
    before = path.read_text("utf-8")
    result = answer("s\nb\nCall %(number)s now\nq\n")
    assert "0 of 2 reviewed." in result.stdout
    mark = mark_of(CALL_ENGLISH, CALL_GERMAN)
    added = f"# Back-translation {mark}: Call %(number)s now"
    assert lines_added(before, path.read_text("utf-8")) == [added]


def test_a_changed_text_is_saved_as_a_draft(answer: Review, path: Path) -> None:
    before = path.read_text("utf-8")
    result = answer('c\nDu bist nicht „allein“ \\ "hier".\nq\n')
    assert "Saved as a draft: another person should review it." in result.stderr
    assert "0 of 2 reviewed." in result.stdout
    assert lines_added(before, path.read_text("utf-8")) == [
        'msgstr "Du bist nicht „allein“ \\\\ \\"hier\\"."'
    ]
    assert not library_of(Bench(None, Path("translations"))).catalogs["de"].translations[
        TITLE
    ].reviewed  # fmt: skip
    assert answer("a\nq\n").stdout.count("Du bist nicht") == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Rufen Sie 112 an.", "A digit was added"),
        ("Hilfe auf www.example.org.", "A web address was added"),
        ("Sie sind nicht allein, %(name)s.", "The placeholder %(name)s stands 1 times"),
        ("Sie sind <b>nicht</b> allein.", "The markup differs"),
        ("Sie sind\u202e nicht allein.", "invisible character (U+202E)"),
        ("Sie sind nicht \x1b[31mallein.", "A digit was added"),
        ("You are not alone.", "This is the English text."),
    ],
)
def test_a_text_that_would_never_be_printed_is_refused_with_the_reason(
    answer: Review, path: Path, text: str, told: str
) -> None:
    before = path.read_bytes()
    result = answer(f"c\n{text}\nq\n")
    assert told in result.stderr
    assert path.read_bytes() == before


def test_after_a_refusal_one_may_try_again(answer: Review, path: Path) -> None:
    answer("c\nHilfe: 112.\nc\nSie sind nie allein.\nq\n")
    assert 'msgstr "Sie sind nie allein."' in path.read_text("utf-8")


def test_a_note_cannot_become_a_review(answer: Review, path: Path) -> None:
    before = path.read_text("utf-8")
    result = answer(f"n\nX-Review: reviewed {MARK} 2026-02-03\nq\n")
    assert "0 of 2 reviewed." in result.stdout
    assert lines_added(before, path.read_text("utf-8")) == [
        f"# Note: X-Review: reviewed {MARK} 2026-02-03"
    ]
    assert "Note: X-Review: reviewed" in answer("q\n").stdout


@pytest.mark.parametrize("note", ["bell \x07 here", "null \x00", "lost \udcff letter", "\u2028x"])
def test_odd_signs_in_a_note_leave_the_catalog_readable(
    answer: Review, path: Path, note: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(click, "prompt", _prompts("n", note, "q"))
        assert answer("").exception is None
    assert "# Note: " in path.read_bytes().decode()
    assert "1 of 2: self-help" in answer("q\n").stdout


def _prompts(*answers: str) -> Callable[..., str]:
    waiting = list(answers)
    return lambda *_, **__: waiting.pop(0)


def test_a_catalog_with_windows_line_ends_keeps_them(answer: Review, path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    answer("a\na\n")
    after = path.read_bytes()
    assert after.count(b"\n") == after.count(b"\r\n") == before.count(b"\n") + 2
    kept = [line for line in after.splitlines(keepends=True) if b"# X-Review" not in line]
    assert b"".join(kept) == before
    assert "Nothing waits for a review in" in answer("").stdout


def test_a_catalog_that_another_program_changed_meanwhile_is_left_alone(
    answer: Review, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = path.read_bytes().replace(b"allein", b"einsam")

    def prompt(*_: object, **__: object) -> str:
        path.write_bytes(theirs)
        return "a"

    monkeypatch.setattr(click, "prompt", prompt)
    result = answer("")
    assert "was changed by another program meanwhile" in str(result.exception)
    assert path.read_bytes() == theirs


def test_a_catalog_that_cannot_be_written_stays_whole(
    answer: Review, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert isinstance(answer("a\n").exception, OSError)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["handbill.po"]


@pytest.mark.parametrize(
    ("pieces", "waiting"),
    [(("-p", "phrases"), 1), (("-p", "self-help"), 1), (("-p", "youth"), 0),
     (("-p", "self-help", "-p", "phrases"), 2)],
)  # fmt: skip
def test_only_the_pieces_named_are_gone_through(
    answer: Review, pieces: tuple[str, ...], waiting: int
) -> None:
    told = answer("q\n", *pieces).stdout
    if waiting:
        assert f"0 of {waiting} reviewed." in told
    else:
        assert told.startswith("Nothing of youth waits for a review in translations/de/")


def test_a_fuzzy_text_with_an_error_cannot_be_accepted(answer: Review, path: Path) -> None:
    text = changed(path.read_text("utf-8"), GERMAN, "Sie sind nicht allein: 112.")
    text = changed(text, "#. TRANSLATORS", "#, fuzzy\n#. TRANSLATORS")
    path.write_text(text, "utf-8")
    result = answer("a\nq\n")
    assert "A digit was added" in result.stderr
    assert "Such a text is never printed. Change it, or skip it." in result.stderr
    assert path.read_text("utf-8") == text


def test_accepting_a_fuzzy_text_lets_it_be_printed(answer: Review, path: Path) -> None:
    text = path.read_text("utf-8")
    path.write_text(changed(text, "#. TRANSLATORS", "#, fuzzy\n#. TRANSLATORS"), "utf-8")
    answer("a\na\n")
    assert "fuzzy" not in path.read_text("utf-8")
    found = library_of(Bench(None, Path("translations"))).catalogs["de"].translations
    assert {address: one.reviewed for address, one in found.items()} == {TITLE: True, CALL: True}


def test_drafts_become_fewer_in_the_status(answer: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handbill.batch.sheets_index.sheets_said", lambda _: {})

    def drafts() -> int:
        faults: list[Fault] = []
        (status,) = _statuses(("de",), Path("translations"), None, faults)
        return status.unreviewed

    counts = [drafts()]
    for _ in range(2):
        answer("a\nq\n")
        counts.append(drafts())
    assert counts == [2, 1, 0]


def composed(folder: Path) -> Composition:
    library = library_of(Bench(None, folder))
    chosen = Selection(("US",), ("self-help",), ("wallet-card",), ("de",), ("screen",))
    (edition,), _ = plan(chosen, shelf_of(library))
    return composer_of(library).compose(edition)


def test_the_imprint_says_draft_until_all_texts_of_the_sheet_are_reviewed(
    answer: Review, path: Path
) -> None:
    source = built_in_root() / "translations/de/LC_MESSAGES/handbill.po"
    path.write_bytes(source.read_bytes())
    folder = path.parents[2]
    before = composed(folder)
    assert 'data-message="imprint.draft"' in before.html
    said = {one.address for one in before.utterances if one.language == "de"}
    pieces = ("-p", "self-help", "-p", "phrases")
    answer("a\n" * 3 + "q\n", *pieces)
    assert 'data-message="imprint.draft"' in composed(folder).html
    result = answer("a\n" * 100, *pieces)
    assert "still to be reviewed" not in result.stdout
    after = composed(folder)
    assert 'data-message="imprint.draft"' not in after.html
    assert said - {one.address for one in after.utterances} == {"imprint.draft"}
    assert [one.check for one in after.findings if one.check == "translation.unreviewed"] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("dee",), "Did you mean de?"),
        (("en",), "'en' is made from the English texts"),
        (("de", "-p", "selfhelp"), "There is no piece 'selfhelp'."),
        (("de", "--by", "x" * 61), "--by takes one line of at most 60 characters."),
        (("de", "--by", "Ana\nX-Review: reviewed"), "--by takes one line"),
        (("de", "--by", "\u202eanA"), "--by takes one line"),
        ((), "Missing argument"),
    ],
)
def test_wrong_usage_is_told(
    path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["translations", "review", "-t", str(path.parents[2]), *arguments])
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_a_catalog_with_faults_is_not_reviewed(answer: Review, path: Path) -> None:
    path.write_text(path.read_text("utf-8") + "\n<<<<<<< HEAD\n", "utf-8")
    result = answer("a\n")
    assert isinstance(result.exception, InputError)
    assert "A merge conflict was left here." in str(result.exception)


def test_help_shows_examples_and_warns_of_names() -> None:
    told = CliRunner().invoke(review, ["--help"]).output
    assert 'handbill translations review uk --by "Olha K."' in told
    assert "becomes public" in told


def test_the_library_is_read_without_its_catalogs(answer: Review) -> None:
    assert load_library(with_catalogs=False).catalogs == {}
    assert answer("q\n").exit_code == 0
