"""`handbill translations check`: what it finds, how it says it, and how it ends."""

import json
import re
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, NoReturn

import pytest

from handbill.batch import measuring
from handbill.batch.measuring import Bench, in_processes, measure_texts, open_ruler
from handbill.cli import translations_check
from handbill.cli.main import main
from handbill.library.roots import built_in_root
from handbill.model.editions import Edition
from tests.library.workspaces import HEADER, catalog, changed, entry, is_finished

TITLE, TITLE_TEXT = "self-help.headline.title", "You are not alone."
SIGNS, SIGNS_TEXT = "call.phone", "Call %(number)s"
GOOD = entry(TITLE, TITLE_TEXT, "Sie sind nicht allein.")
ADVICE = entry(TITLE, TITLE_TEXT, "Sie sind nicht allein")
ERROR = entry(SIGNS, SIGNS_TEXT, "Rufen Sie 112 an: %(number)s")

Ended = tuple[int, str, str]
Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command on the catalogs below a folder of one's own, which one stands in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "translations").mkdir()

    def run_command(*arguments: str) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main(["translations", "check", "-t", "translations", *arguments])
        assert isinstance(ended.value.code, int)
        return (ended.value.code, *capsys.readouterr())

    return run_command


def header(directory: str) -> str:
    return changed(HEADER, "Language: es", f"Language: {directory}")


def write(folder: Path, directory: str, text: str | bytes) -> Path:
    path = folder / "translations" / directory / "LC_MESSAGES" / "handbill.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def german(folder: Path, *entries: str) -> Path:
    return write(folder, "de", catalog(*entries, header=header("de")))


def shipped(folder: Path, *directories: str) -> Path:
    """Copy shipped catalogs, and return the first."""
    for directory in directories:
        source = built_in_root() / "translations" / directory
        shutil.copytree(source, folder / "translations" / directory)
    return folder / "translations" / directories[0] / "LC_MESSAGES" / "handbill.po"


@pytest.mark.parametrize(
    ("entries", "code", "weights"),
    [
        pytest.param((GOOD,), 0, [], id="sound"),
        pytest.param((ADVICE,), 0, ["advice"], id="advice"),
        pytest.param((ERROR,), 1, ["error"], id="error"),
        pytest.param((ADVICE, ERROR), 1, ["advice", "error"], id="both"),
        pytest.param((entry(TITLE, TITLE_TEXT, ""),), 0, [], id="untranslated"),
        pytest.param((), 0, [], id="nothing but a header"),
    ],
)
def test_only_errors_make_the_command_fail(
    run: Run, tmp_path: Path, entries: tuple[str, ...], code: int, weights: list[str]
) -> None:
    german(tmp_path, *entries)
    ended, out, err = run("de", "--no-layout")
    assert ended == code
    assert [line.split(": ")[1] for line in out.splitlines()] == weights
    errors, advice = weights.count("error"), weights.count("advice")
    assert err == (
        f"1 catalog checked: {errors} error{'s' * (errors != 1)}, "
        f"{advice} piece{'s' * (advice != 1)} of advice.\n"
    )


def test_a_line_names_file_line_weight_check_address_and_what_to_do(
    run: Run, tmp_path: Path
) -> None:
    path = german(tmp_path, GOOD, ERROR)
    (line,) = run("--no-layout")[1].splitlines()
    found = re.fullmatch(r"(.+):(\d+): (error): (digits): (call\.phone): (.+)", line)
    assert found is not None
    assert (tmp_path / found[1]).samefile(path)
    assert path.read_text("utf-8").splitlines()[int(found[2]) - 1].startswith('msgstr "Rufen')
    assert is_finished(found[6])


def test_json_is_one_object_with_remarks_and_a_summary(run: Run, tmp_path: Path) -> None:
    path = german(tmp_path, ADVICE, ERROR)
    write(tmp_path, "pl", catalog(header=header("pl")))
    ended, out, err = run("--no-layout", "--json")
    found = json.loads(out)
    assert (ended, err) == (1, "")
    assert found["summary"] == {"languages": ["de", "pl"], "errors": 1, "advice": 1}
    assert set(found["remarks"][0]) == {
        "path", "line", "language", "address", "check", "weight", "message", "format", "excess",
    }  # fmt: skip
    assert [(one["line"], one["address"], one["check"]) for one in found["remarks"]] == [
        (13, TITLE, "ending"), (17, SIGNS, "digits"),
    ]  # fmt: skip
    assert {one["path"] for one in found["remarks"]} == {str(path.relative_to(tmp_path))}


def test_languages_are_checked_as_named_each_once_or_all(run: Run, tmp_path: Path) -> None:
    for directory in ("de", "pl", "pt_BR"):
        write(tmp_path, directory, catalog(header=header(directory)))

    def checked(*names: str) -> list[str]:
        found: list[str] = json.loads(run(*names, "--no-layout", "--json")[1])["summary"][
            "languages"
        ]
        return found

    assert checked() == ["de", "pl", "pt-BR"]
    assert checked("pt_BR", "DE", "de") == ["pt-BR", "de"]
    assert run("--no-layout")[2] == "3 catalogs checked: 0 errors, 0 pieces of advice.\n"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        pytest.param("dee", "There is no catalog for 'dee' in translations. Did you mean de?",
                     id="mistyped"),
        pytest.param("Polsh", "Did you mean pl?", id="mistyped English name"),
        pytest.param("German", "Did you mean de?", id="English name"),
        pytest.param("ka", "'handbill translations new ka' makes one.", id="none yet"),
        pytest.param("klingon", "There are: de, pl.", id="nothing like it"),
        pytest.param("../de", "There are: de, pl.", id="a path"),
        pytest.param("", "There is no catalog for ''", id="empty"),
        pytest.param("en", "'en' is made from the English texts", id="English"),
        pytest.param("en-xa", "'en-XA' is made from the English texts", id="pseudo-locale"),
    ],
)  # fmt: skip
def test_a_language_without_catalog_is_wrong_usage_and_the_nearest_are_named(
    run: Run, tmp_path: Path, name: str, told: str
) -> None:
    for directory in ("de", "pl"):
        write(tmp_path, directory, catalog(header=header(directory)))
    ended, out, err = run("de", name, "--no-layout")
    assert (ended, out) == (2, "")
    assert told in err
    assert "handbill list" not in err


BROKEN = catalog(GOOD, header=header("de")).encode()


@pytest.mark.parametrize(
    ("data", "line", "told"),
    [
        pytest.param(BROKEN.replace(b"allein", b"all\xe9in"), 13, "not UTF-8", id="Latin-1"),
        pytest.param(b"\xef\xbb\xbf" + BROKEN, 1, "byte-order mark", id="BOM"),
        pytest.param(BROKEN.replace(b'msgctxt "self', b'<<<<<<< HEAD\nmsgctxt "self'), 11,
                     "merge conflict", id="conflict marker"),
        pytest.param(BROKEN.replace(b"\n", b"\r\n").replace(b"allein", b"all\xe9in"), 13,
                     "not UTF-8", id="Latin-1 and CRLF"),
        pytest.param(BROKEN.replace(b'allein."', b"allein."), 13, "not part of a catalog",
                     id="no closing quote"),
        pytest.param(BROKEN.replace(b"allein", b"all\x07ein"), 13, "control character",
                     id="bell"),
        pytest.param(BROKEN + BROKEN[BROKEN.index(b"msgctxt"):], 14, "stands twice",
                     id="message twice"),
        pytest.param(b"", 0, "empty", id="empty"),
        pytest.param(BROKEN.replace(b"Language: de", b"Language: fr"), 5, "header says 'fr'",
                     id="of another language"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_an_error_on_its_line_and_the_others_are_checked(
    run: Run, tmp_path: Path, data: bytes, line: int, told: str
) -> None:
    write(tmp_path, "de", data)
    write(tmp_path, "pl", catalog(entry(TITLE, TITLE_TEXT, "Nie jesteś sam"), header=header("pl")))
    ended, out, _ = run("--no-layout")
    first, *others = out.splitlines()
    assert ended == 1
    assert first.startswith(f"translations/de/LC_MESSAGES/handbill.po:{line}: error: ")
    assert told in first
    assert is_finished(first.split(": ", 3)[3].removeprefix("Language: "))
    assert len(others) == 1
    assert ": advice: ending: " in others[0]


def test_a_catalog_that_leads_elsewhere_is_not_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.po").write_text(BROKEN.decode(), "utf-8")
    path = german(tmp_path)
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere.po")
    ended, out, _ = run("--no-layout")
    assert ended == 1
    assert "a link to a place outside" in out


def test_a_catalog_whose_language_is_unknown_is_told(run: Run, tmp_path: Path) -> None:
    german(tmp_path, GOOD)
    write(tmp_path, "tlh", catalog(header=header("tlh")))
    ended, _, err = run("--no-layout")
    assert ended == 2
    assert "translations/tlh: The language is not in languages.toml. Add it there first." in err
    assert run("de", "--no-layout")[0] == 0


def test_a_folder_without_catalogs_is_no_success(run: Run, tmp_path: Path) -> None:
    write(tmp_path, ".old", catalog(header=header("de")))
    ended, out, err = run()
    assert (ended, out) == (2, "")
    assert "There is no catalog in translations. 'handbill translations new LANGUAGE'" in err


def test_a_workspace_brings_its_own_catalogs_languages_and_texts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "ka", catalog(header=header("ka")))
    (tmp_path / "content").mkdir()
    (tmp_path / "content/languages.toml").write_text(
        '[languages.ka]\nfonts = ["Noto Sans Georgian"]\nline-height = 1.5\n'
        "heading-line-height = 1.3\n",
        "utf-8",
    )
    with pytest.raises(SystemExit) as ended:
        main(["translations", "check", "-w", str(tmp_path), "--no-layout", "--json"])
    assert ended.value.code == 0
    assert json.loads(capsys.readouterr().out)["summary"]["languages"] == ["ka"]
    (tmp_path / "content/languages.toml").write_text("[languages.ka\n", "utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["translations", "check", "-w", str(tmp_path), "--no-layout"])
    assert ended.value.code == 2
    assert "content/languages.toml" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-p", "selfhelp"), "There is no piece named 'selfhelp'. Did you mean self-help"),
        (("-f", "wallet"), "There is no format named 'wallet'. Did you mean wallet-card"),
        (("--no-layout", "-p", "youth"), "--no-layout sets nothing."),
        (("--no-layout", "-f", "poster"), "--no-layout sets nothing."),
        (("-t", "nowhere"), "nowhere"),
        (("-w", "nowhere"), "There is no such folder."),
    ],
)
def test_wrong_usage_is_told_before_any_work(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    german(tmp_path, GOOD)
    ended, out, err = run(*arguments)
    assert (ended, out) == (2, "")
    assert told in err


# The layout. -----------------------------------------------------------------------------------

CARD = ("-p", "youth", "-f", "wallet-card")
LONG = "youth.love.sex"


def lengthen(path: Path, address: str, length: int) -> None:
    """Make one message of a catalog about so long; from four times its English on is an error."""
    text = path.read_text("utf-8")
    start = text.index(f'msgctxt "{address}"')
    found = re.compile(r'^msgstr "(.*)"$', re.MULTILINE).search(text, start)
    assert found is not None
    longer = " ".join([found[1]] * length)[:length].rpartition(" ")[0]
    path.write_text(f'{text[: found.start()]}msgstr "{longer}"{text[found.end() :]}', "utf-8")


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> list[Edition]:
    """Lay out here, with one library for each language; return what was laid out."""
    seen: list[Edition] = []

    def one_by_one(
        work: Callable[[Edition], Any],
        editions: Iterable[Edition],
        open_bench: Callable[[Bench], None],
        bench: Bench,
        on_done: Callable[[str], None],
    ) -> Iterator[Any]:
        open_bench(bench)
        for edition in editions:
            seen.append(edition)
            yield work(edition)
            on_done(edition.id)

    monkeypatch.setattr(translations_check, "in_processes", one_by_one)
    monkeypatch.setattr(measuring, "_open", [])
    return seen


@pytest.mark.usefixtures("in_this_process")
def test_a_text_without_room_is_an_error_with_its_format_and_millimetres(
    run: Run, tmp_path: Path
) -> None:
    path = shipped(tmp_path, "de")
    lengthen(path, LONG, 320)
    ended, out, _ = run(*CARD, "--json")
    found = [one for one in json.loads(out)["remarks"] if one["check"] == "length"]
    assert ended == 1
    assert [(one["language"], one["address"], one["format"]) for one in found] == [
        ("de", LONG, "wallet-card")
    ]
    (remark,) = found
    assert remark["weight"] == "error"
    assert 1 < remark["excess"] < 100
    assert f"{remark['excess']:.1f} mm over" in remark["message"]
    assert is_finished(remark["message"])
    line = path.read_text("utf-8").splitlines()[remark["line"] - 1]
    assert line.startswith("msgstr ")
    assert len(line) > 80


def test_shipped_texts_have_room_and_only_what_was_asked_for_is_set(
    run: Run, tmp_path: Path, in_this_process: list[Edition]
) -> None:
    shipped(tmp_path, "de")
    ended, out, err = run(*CARD, "--json")
    assert ended == 0
    assert [one for one in json.loads(out)["remarks"] if one["check"] == "length"] == []
    assert {(one.piece, one.format, one.languages) for one in in_this_process} == {
        ("youth", "wallet-card", ("de",))
    }
    assert sorted(one.paper for one in in_this_process) == ["a4", "letter"]
    assert err == ("Setting the texts of 2 sheets in 1 language; --no-layout leaves that out.\n")


def test_catalogs_with_errors_are_not_set_and_that_is_told(
    run: Run, tmp_path: Path, in_this_process: list[Edition]
) -> None:
    german(tmp_path, GOOD, ERROR)
    ended, _, err = run(*CARD)
    assert ended == 1
    assert in_this_process == []
    assert "Not set, because of their errors: de. Mend these, and check again." in err


def test_english_in_place_of_missing_texts_is_not_measured(
    run: Run, tmp_path: Path, in_this_process: list[Edition]
) -> None:
    english = "Does a boyfriend or girlfriend want you to have sex for money?"
    german(
        tmp_path,
        entry("youth.headline.title", "Does it feel wrong?", "Fühlt es sich falsch an?"),
        entry(LONG, english, " ".join(["Will dein Freund, dass du Sex für Geld hast?"] * 6)),
    )
    ended, out, _ = run(*CARD)
    assert in_this_process != []
    assert ended == 0
    assert ": length: " not in out


def test_a_choice_that_is_never_printed_is_told(run: Run, tmp_path: Path) -> None:
    shipped(tmp_path, "de")
    ended, _, err = run("-p", "five-actions", "-f", "stall-sign")
    assert ended == 0
    assert "None of these pieces and formats is made for the languages: nothing is set." in err


def test_processes_find_the_same(run: Run, tmp_path: Path) -> None:
    lengthen(shipped(tmp_path, "de"), LONG, 320)
    ended, out, _ = run(*CARD)
    assert ended == 1
    assert f": error: length: {LONG}: On the wallet-card (youth, " in out


def test_processes_that_die_are_told_and_end_the_command(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Generator[None, None, None]:
        if tmp_path.is_dir():
            raise BrokenProcessPool("died")
        yield

    shipped(tmp_path, "de")
    monkeypatch.setattr(translations_check, "in_processes", broken)
    ended, out, err = run(*CARD)
    assert (ended, out) == (2, "")
    assert "A process that lays out pages died" in err


def test_ctrl_c_ends_the_processes_and_the_command(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended_processes = []

    class Process:
        def terminate(self) -> None:
            ended_processes.append(self)

    class Executor:
        def __init__(self, **_: object) -> None:
            children.append(Process())

        def submit(self, *_: object) -> object:
            return object()

        def shutdown(self, **_: object) -> None:
            pass

    def interrupted(_: object) -> NoReturn:
        raise KeyboardInterrupt

    children: list[Process] = [Process()]
    monkeypatch.setattr(measuring, "ProcessPoolExecutor", Executor)
    monkeypatch.setattr(measuring, "as_completed", interrupted)
    monkeypatch.setattr("multiprocessing.active_children", lambda: list(children))
    shipped(tmp_path, "de")
    ended, out, err = run(*CARD)
    assert (ended, out) == (130, "")
    assert err.endswith("Stopped. Nothing half-written was left behind.\n")
    assert ended_processes == children[1:]


def test_nothing_to_measure_starts_no_process() -> None:
    done: list[str] = []
    bench = Bench(None, Path("translations"))
    assert list(in_processes(measure_texts, [], open_ruler, bench, done.append)) == []


def test_help_shows_examples_and_what_the_exit_status_means(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["translations", "check", "--help"])
    told = capsys.readouterr().out
    assert "handbill translations check ar ur --no-layout" in told
    assert "Exit status: 0" in told
