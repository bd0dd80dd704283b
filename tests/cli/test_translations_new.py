"""`handbill translations new`: a catalog for a language nobody has set before."""

import json
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polib
import pytest

from handbill.batch import delivery
from handbill.cli import translations_new
from handbill.cli.main import main
from handbill.library.library import Library, load_library
from handbill.library.roots import built_in_root
from handbill.model.po_files import plural_forms, text_problems
from handbill.press import health
from tests.library.workspaces import is_finished

Ended = tuple[int, str, str]
Run = Callable[..., Ended]

LANGUAGES = ("ka", "he", "lo", "ti", "zh-Hant", "bo")


@pytest.fixture(autouse=True, scope="module")
def fonts_read_once() -> Any:
    """Read the letters of all fonts once: it takes a second."""
    families = health.installed_families()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(health, "installed_families", lambda: families)
        yield


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command on the workspace one stands in."""
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments: str) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main(["translations", "new", "-w", ".", *arguments])
        assert isinstance(ended.value.code, int)
        return (ended.value.code, *capsys.readouterr())

    return run_command


def files(folder: Path) -> dict[str, bytes]:
    """Return everything in a folder, folders as well."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


def catalog_of(tag: str) -> Path:
    return Path("translations") / tag.replace("-", "_") / "LC_MESSAGES/handbill.po"


@pytest.mark.parametrize(
    ("tag", "direction", "script", "font", "breaking"),
    [
        ("ka", "ltr", "Geor", "Noto Sans Georgian", "engine"),
        ("he", "rtl", "Hebr", "Noto Sans Hebrew", "engine"),
        ("lo", "ltr", "Laoo", "Noto Sans Lao", "icu"),
        ("ti", "ltr", "Ethi", "Noto Sans Ethiopic", "engine"),
        ("zh-Hant", "ltr", "Hant", "Noto Sans CJK TC", "phrases"),
        ("bo", "ltr", "Tibt", "Noto Sans Tibetan", "engine"),
    ],
)
def test_what_the_language_needs_is_found_and_all_of_it_can_be_loaded(
    run: Run, tmp_path: Path, library: Library,
    tag: str, direction: str, script: str, font: str, breaking: str,
) -> None:  # fmt: skip
    ended, out, err = run(tag, "--json")
    made = json.loads(out)
    assert (ended, err) == (0, "")
    assert set(made) == {
        "language", "name", "catalog", "messages", "direction", "script", "plural_forms",
        "fonts", "missing_fonts", "missing_characters", "breaking", "regions", "needs",
    }  # fmt: skip
    assert (made["language"], made["direction"], made["script"]) == (tag, direction, script)
    assert (made["fonts"][0], made["breaking"]) == (font, breaking)
    assert made["messages"] == len(library.sources())
    assert all(is_finished(need) for need in made["needs"])
    loaded = load_library(tmp_path)
    assert loaded.languages[tag].tag == tag
    assert loaded.languages[tag].fonts[0] == font
    assert loaded.languages[tag].breaking == breaking
    assert loaded.catalogs[tag].translations == {}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_catalog_is_empty_sound_and_in_the_order_of_the_template(
    run: Run, library: Library, tag: str
) -> None:
    run(tag)
    text = catalog_of(tag).read_text("utf-8")
    assert list(text_problems(text, tag)) == []
    made = polib.pofile(str(catalog_of(tag)))
    assert [entry.msgctxt for entry in made] == list(library.sources())
    assert {entry.msgstr for entry in made} == {""}
    assert made.metadata["Language"] == tag.replace("-", "_")
    assert made.metadata["X-Review"] == "draft"
    assert made.metadata["Plural-Forms"].rstrip(";") == plural_forms(tag).rstrip(";")


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")
@pytest.mark.parametrize("tag", LANGUAGES)
def test_gettexts_own_check_finds_nothing(run: Run, tag: str) -> None:
    run(tag)
    answer = subprocess.run(  # noqa: S603  a fixed program on a file just made
        ["msgfmt", "--check", "-o", "/dev/null", str(catalog_of(tag))],  # noqa: S607  as above
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (answer.returncode, answer.stderr) == (0, "")


def test_people_are_told_what_was_made_and_what_is_missing(run: Run) -> None:
    ended, out, err = run("bo")
    assert (ended, err) == (0, "")
    assert "Made translations/bo/LC_MESSAGES/handbill.po: " in out
    assert "The language is now listed in content/languages.toml and translations/LINGUAS." in out
    assert "Tibetan (bo) is written left to right, script Tibt." in out
    assert "Still needed: Noto Sans Tibetan is not on this machine. Install the font" in out
    assert "These fonts have the letters" not in out
    assert "Still needed: Nobody has tried where its lines may break." in out
    out = run("ka")[1]
    assert "These fonts have the letters of CLDR's words in the language." in out
    assert "Printed for: GE" in out
    assert "Still needed" not in out


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("en", "'en' is made from the English texts"),
        ("EN", "'en' is made from the English texts"),
        ("en-XA", "'en-XA' is made from the English texts"),
        ("ar_xb", "'ar-XB' is made from the English texts"),
        ("qqq", "CLDR does not know 'qqq'. Write a BCP 47 tag such as ka"),
        ("Georgian", "CLDR does not know 'Georgian'. Did you mean ka?"),
        ("georgan", "Did you mean ka?"),
        ("xq-Latn", "CLDR does not know 'xq-Latn'."),
        ("ka-ZZ", "CLDR does not know 'ka-ZZ'."),
        ("und", "CLDR does not know 'und'."),
        ("root", "CLDR does not know 'root'."),
        ("../ka", "CLDR does not know '../ka'."),
        ("ka/../..", "CLDR does not know"),
        ("", "CLDR does not know ''."),
        ("ka\n", "CLDR does not know"),
        ("-ka", "No such option"),
    ],
)
def test_what_is_no_language_to_translate_into_is_refused(
    run: Run, tmp_path: Path, name: str, told: str
) -> None:
    ended, out, err = run(name)
    assert (ended, out) == (2, "")
    assert told in err
    assert files(tmp_path) == {}


def test_an_existing_catalog_is_refused_and_untouched(run: Run, tmp_path: Path) -> None:
    run("ka")
    catalog_of("ka").write_text("somebody's work", "utf-8")
    before = files(tmp_path)
    ended, out, err = run("ka")
    assert (ended, out) == (2, "")
    assert "handbill.po is there already. 'handbill translations check' reads it." in err
    assert files(tmp_path) == before


def test_linguas_is_in_order_and_names_each_language_once(run: Run) -> None:
    for tag in ("zh-Hant", "ka", "he"):
        run(tag)
    linguas = Path("translations/LINGUAS")
    assert linguas.read_text("utf-8") == "he\nka\nzh_Hant\n"
    linguas.write_text("# Ours.\nka\nti\n", "utf-8")
    catalog_of("ka").unlink()
    run("ka")
    run("ti")
    assert linguas.read_text("utf-8") == "# Ours.\nka\nti\n"


KA = '[languages.ka]\nfonts = ["My Font"]\nline-height = 2.0\nheading-line-height = 2.0\n'


@pytest.mark.parametrize(
    ("before", "added"),
    [
        pytest.param(None, True, id="no file"),
        pytest.param(KA.replace(".ka", ".ti"), True, id="another language"),
        pytest.param(KA.replace(".ka", ".ti").replace("\n", "\r\n"), True, id="CRLF"),
        pytest.param(KA.replace(".ka", ".ti").rstrip("\n"), True, id="no line end"),
        pytest.param(KA.replace(".ka", ".ti") + "\n\n\n", True, id="empty lines at the end"),
        pytest.param(KA, False, id="the language"),
    ],
)
def test_languages_toml_gets_one_entry_and_keeps_the_others_as_they_are(
    run: Run, tmp_path: Path, before: str | None, added: bool
) -> None:
    path = tmp_path / "content/languages.toml"
    if before is not None:
        path.parent.mkdir()
        path.write_bytes(before.encode())
    ended, out, _ = run("ka")
    assert ended == 0
    text = path.read_bytes().decode()
    assert text.startswith((before or "").rstrip("\r\n"))
    assert ("listed in content/languages.toml" in out) is added
    if not added:
        assert text == before
    assert text.count("\r\n") in (0, text.count("\n"))
    assert ("\r\n" in text) is ("\r\n" in (before or ""))
    assert tomllib.loads(text)["languages"]["ka"]["fonts"] == (
        ["Noto Sans Georgian", "Noto Sans"] if added else ["My Font"]
    )
    assert load_library(tmp_path).catalogs["ka"].translations == {}


def test_a_languages_toml_that_takes_no_entry_is_told_and_nothing_is_written(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "content/languages.toml"
    path.parent.mkdir()
    path.write_text(
        'languages = { ti = { fonts = ["A"], line-height = 1.0, heading-line-height = 1.0 } }\n',
        "utf-8",
    )
    before = files(tmp_path)
    ended, out, err = run("ka")
    assert (ended, out) == (2, "")
    assert "content/languages.toml: No language can be added at the end" in err
    assert files(tmp_path) == before


@pytest.mark.parametrize("failing", ["languages.toml", "handbill.po", "LINGUAS"])
@pytest.mark.parametrize("error", [OSError(30, "Read-only file system"), KeyboardInterrupt()])
def test_nothing_is_half_written_where_one_file_cannot_be(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str, error: BaseException
) -> None:
    run("ti")
    before = files(tmp_path)
    write = delivery.write_atomically

    def fail(path: Path, data: bytes) -> None:
        if path.name == failing and b"ka" in data:
            if isinstance(error, OSError):
                error.filename = str(path)
            raise error
        write(path, data)

    monkeypatch.setattr(delivery, "write_atomically", fail)
    ended, out, err = run("ka")
    assert (ended, out) == (2 if isinstance(error, OSError) else 130, "")
    assert ("Read-only" if ended == 2 else "Nothing half-written was left behind.") in err
    assert files(tmp_path) == before
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert run("ka")[0] == 0


def test_nothing_is_written_where_the_language_cannot_be_looked_into(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error", "font.ttf")

    monkeypatch.setattr(health, "language_fonts", broken)
    assert run("ka")[0] == 2
    assert files(tmp_path) == {}


def test_a_folder_of_catalogs_alone_takes_no_unknown_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The entry would have to go into Handbill's own languages.toml, unasked."""
    before = (built_in_root() / "content/languages.toml").read_bytes()
    with pytest.raises(SystemExit) as ended:
        main(["translations", "new", "ka", "-t", str(tmp_path)])
    assert ended.value.code == 2
    assert "Name the workspace that takes it with -w" in capsys.readouterr().err
    assert files(tmp_path) == {}
    with pytest.raises(SystemExit) as ended:
        main(["translations", "new", "de", "-t", str(tmp_path)])
    assert ended.value.code == 0
    assert set(files(tmp_path)) == {"de", "de/LC_MESSAGES", "de/LC_MESSAGES/handbill.po",
                                    "LINGUAS"}  # fmt: skip
    assert (built_in_root() / "content/languages.toml").read_bytes() == before


def test_a_workspace_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["translations", "new", "ka", "-w", str(tmp_path / "nowhere")])
    assert ended.value.code == 2
    assert "There is no such folder. 'handbill init DIR' makes a workspace." in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("families", "characters", "sample", "told"),
    [
        ((), "", "abc", []),
        (("A",), "", "abc", ["A is not on this machine."]),
        (("A", "B"), "", "abc", ["A and B are not on this machine."]),
        ((), "xy", "abc", ["The fonts have no sign for x y."]),
        ((), "x" * 25, "abc", ["and 5 more."]),
        ((), "", "", ["CLDR has no words to try the fonts with."]),
    ],
)
def test_needs_of_fonts_are_finished_sentences(
    families: tuple[str, ...], characters: str, sample: str, told: list[str]
) -> None:
    needs = list(translations_new._font_needs(families, characters, sample))
    assert len(needs) == len(told)
    assert all(part in need for part, need in zip(told, needs, strict=True))
    assert all(is_finished(need) for need in needs)


def test_help_shows_examples(run: Run) -> None:
    assert "handbill translations new zh-Hant -w my-workspace" in run("--help")[1]
