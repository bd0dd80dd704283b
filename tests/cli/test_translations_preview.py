"""`handbill translations preview` writes a page, or shows one that follows each save."""

import subprocess
import sys
import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from handbill.batch import preview_texts
from handbill.batch.previewing import Wish
from handbill.cli.translations_preview import preview
from handbill.library.library import Library
from handbill.library.roots import built_in_root
from handbill.model.faults import InputError, UnknownNameError
from handbill.press import fitting
from handbill.studio import serving
from tests.batch.previews import catalog_at, folder_of, translate

CARD = ("-p", "self-help", "-f", "wallet-card")


@pytest.fixture(autouse=True, scope="module")
def read_once(library: Library) -> Iterator[None]:
    """Read the library once, and fit in fewer steps: both are tested elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(preview_texts, "library_for", lambda *_: library)
        patch.setattr(fitting, "STEPS", 1)
        yield


def run(*arguments: object) -> object:
    return preview.main([str(one) for one in arguments], standalone_mode=False)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("written")
    translations = folder_of(folder, "ar")
    translate(catalog_at(translations), "self-help.questions.title", "")
    assert run("ar", *CARD, "-t", translations, "-o", folder / "ar.html") == 0
    return (folder / "ar.html").read_text("utf-8")


def test_the_page_shows_the_edition_with_its_marks(written: str) -> None:
    assert "<title>Arabic · العربية – preview</title>" in written
    assert written.count('<img src="data:image/webp;base64,') == 2
    assert 'class="mark missing"' in written
    assert 'class="mark draft"' in written
    assert "Cannot be printed:" in written
    assert "<script" not in written


def test_the_file_and_what_cannot_be_printed_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "translations").mkdir()
    assert run("ar", *CARD, "-t", "translations") == 0
    told = capsys.readouterr()
    assert told.out == "ar.html\n"
    assert "1 edition is shown; 1 cannot be printed yet, the page says why." in told.err
    assert [path.name for path in tmp_path.glob("*.html")] == ["ar.html"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("ar", "-o", "page.pdf"), "does not end with .html"),
        (("ar", "--watch", "-o", "page.html"), "--watch writes no file"),
        (("ar", "-p", "five-actions", "-f", "stall-sign"), "Nothing of this choice"),
        (("ar", "-t", "nowhere"), "nowhere"),
    ],
)
def test_wrong_usage_is_told(arguments: tuple[str, ...], told: str) -> None:
    with pytest.raises(click.UsageError, match=told):
        run(*arguments)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("arr",), UnknownNameError),
        (("ar", "-p", "selfhelp"), InputError),
        (("ar", "--region", "QQ"), InputError),
    ],
)
def test_names_that_nothing_bears_are_told(
    arguments: tuple[str, ...], error: type[Exception]
) -> None:
    with pytest.raises(error):
        run(*arguments)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Wish]:
    """The wishes that were served; serving ends as soon as the page is ready."""
    wishes: list[Wish] = []

    def serve(wish: Wish, _workspace: object, _listener: object, on_ready: object) -> None:
        wishes.append(wish)
        assert callable(on_ready)
        on_ready("http://127.0.0.1:1/")

    monkeypatch.setattr(serving, "serve", serve)
    return wishes


@pytest.mark.parametrize("options", [(), ("--no-open",)])
def test_watching_prints_the_address_and_opens_the_browser_where_it_may(
    served: list[Wish], options: tuple[str, ...], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    opened: list[str] = []

    class AtOnce(threading.Thread):
        def start(self) -> None:
            self.run()

    monkeypatch.setattr(threading, "Thread", AtOnce)
    monkeypatch.setattr(webbrowser, "open", opened.append)
    folder = folder_of(tmp_path, "ar")
    assert run("ar", *CARD, "--watch", "-t", folder, *options) == 0
    told = capsys.readouterr()
    assert told.out == "http://127.0.0.1:1/\n"
    assert "Ctrl-C ends the preview." in told.err
    assert "The preview has ended." in told.err
    assert opened == ([] if options else ["http://127.0.0.1:1/"])
    assert served[0].folder == folder


def test_a_port_in_use_is_told() -> None:
    with serving.listener_at(0) as listener:
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(click.ClickException, match=f"Port {port} cannot be used"):
            run("ar", "--watch", "--no-open", "--port", port)


@pytest.mark.parametrize("own", [True, False])
def test_a_workspaces_translations_come_before_the_built_in_ones(
    served: list[Wish], tmp_path: Path, own: bool
) -> None:
    if own:
        (tmp_path / "translations").mkdir()
    run("ar", "--watch", "--no-open", "-w", tmp_path)
    assert served[0].folder == (tmp_path if own else built_in_root()) / "translations"


def test_the_command_imports_neither_the_layout_engine_nor_the_web_app() -> None:
    program = (
        "import sys, handbill.cli.translations_preview as p; p.preview.get_help(p.click.Context("
        "p.preview)); print([n for n in ('weasyprint', 'starlette', 'uvicorn', 'watchfiles') "
        "if n in sys.modules])"
    )
    answer = subprocess.run(  # noqa: S603  our own interpreter and text
        [sys.executable, "-c", program], capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert answer.stdout.strip() == "[]"
