"""After a save only what it changed is drawn anew: quickly first, then exactly."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handbill.batch.previewing import Previewer
from handbill.composing.preview_page import PreviewPages
from handbill.library.library import Library, load_library
from handbill.model.faults import Fault, InputError, UnknownNameError
from handbill.press import fitting
from handbill.studio.updating import Change, Outline, Part, Updater
from tests.batch.previews import break_off, catalog_at, folder_of, translate, wish_for

QUESTION = "self-help.questions.title"


@pytest.fixture(autouse=True, scope="module")
def coarse_fitting() -> Iterator[None]:
    """Fit in fewer steps: how fine the sizes are is tested elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fitting, "STEPS", 1)
        patch.setattr(Previewer, "_rejections", lambda *_: ())
        yield


CARDS = ("self-help", "bystander")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of(tmp_path_factory.mktemp("updating"), "ar")


@pytest.fixture(scope="module")
def pages(library: Library) -> PreviewPages:
    return PreviewPages({name: place.path for name, place in library.templates().items()})


@pytest.fixture(scope="module")
def started(library: Library, pages: PreviewPages, folder: Path) -> Updater:
    updater = Updater(wish_for(folder, *CARDS), lambda: library, lambda: pages)
    updater.start()
    drawn(updater)
    return updater


@pytest.fixture
def updater(started: Updater, folder: Path) -> Iterator[Updater]:
    """An updater that has drawn everything; the catalog is as it was before each test."""
    path = catalog_at(folder)
    before = path.read_bytes()
    yield started
    path.write_bytes(before)
    started.saved({path})
    drawn(started)


def drawn(updater: Updater) -> list[Part]:
    """Let an updater draw all that waits; return the editions in their order."""
    parts: list[Part] = []
    while updater.busy:
        parts += [part for part in parts_of(updater.step()) if part.edition]
    return parts


def parts_of(changes: list[Change]) -> list[Part]:
    return [change for change in changes if isinstance(change, Part)]


def names(parts: list[Part]) -> list[tuple[str, bool]]:
    return [(part.edition.split("/")[1].split(".")[0], part.exact) for part in parts]


def test_the_page_comes_first_and_the_pictures_one_by_one(
    library: Library, pages: PreviewPages, folder: Path
) -> None:
    wish = wish_for(folder, *CARDS, formats=("wallet-card", "poster"))
    updater = Updater(wish, lambda: library, lambda: pages)
    (outline,) = updater.start()
    assert isinstance(outline, Outline)
    waiting = [part for part in outline.parts if part.edition]
    assert len(waiting) == 4
    assert all("Waits to be drawn." in part.html for part in waiting)
    (first, progress) = parts_of(updater.step())
    assert first.edition.split(".")[1] == "wallet-card"
    assert "<img" in first.html
    assert "1 of 4 drawn" in progress.html


def test_a_save_draws_the_changed_edition_quickly_and_then_exactly(
    updater: Updater, folder: Path
) -> None:
    translate(catalog_at(folder), QUESTION, "نص")
    at_once = parts_of(updater.saved({catalog_at(folder)}))
    assert [part.id for part in at_once] == ["faults", "state", "progress"]
    after = drawn(updater)
    assert names(after) == [("self-help", False), ("self-help", True)]
    assert all(">نص<" in part.html for part in after)


def test_a_save_that_concerns_all_draws_all_quickly_before_any_exactly(
    updater: Updater, folder: Path
) -> None:
    translate(catalog_at(folder), "call.free", "نص")
    updater.saved({catalog_at(folder)})
    assert [exact for _, exact in names(drawn(updater))] == [False, False, True, True]


def test_a_save_that_changes_nothing_draws_nothing(updater: Updater, folder: Path) -> None:
    updater.saved({catalog_at(folder)})
    assert not updater.busy


def test_only_the_own_catalog_is_read_again(updater: Updater, folder: Path) -> None:
    assert updater.saved({catalog_at(folder, "ur")}) == []


def test_a_broken_catalog_shows_its_faults_over_the_old_pictures_until_the_next_save(
    updater: Updater, folder: Path
) -> None:
    path = catalog_at(folder)
    whole = path.read_bytes()
    break_off(path, QUESTION)
    (faults,) = parts_of(updater.saved({path}))
    assert faults.id == "faults"
    assert re.search(r"<b><bdi>line \d+</bdi></b>", faults.html)
    assert not updater.busy
    path.write_bytes(whole)
    mended = parts_of(updater.saved({path}))
    assert "line" not in mended[0].html
    assert not updater.busy


def test_a_catalog_that_is_gone_for_a_moment_recovers(updater: Updater, folder: Path) -> None:
    path = catalog_at(folder)
    whole = path.read_bytes()
    path.unlink()
    updater.saved({path})
    path.write_bytes(whole)
    updater.saved({path})
    assert all("cannot be printed" not in part.html for part in drawn(updater) if part.exact)


def test_a_new_save_comes_before_the_exact_pictures_of_the_last(
    updater: Updater, folder: Path
) -> None:
    translate(catalog_at(folder), QUESTION, "نص")
    updater.saved({catalog_at(folder)})
    updater.step()
    updater.hurry.set()
    assert updater.step() == []
    translate(catalog_at(folder), QUESTION, "نص آخر")
    updater.saved({catalog_at(folder)})
    after = drawn(updater)
    assert names(after) == [("self-help", False), ("self-help", True)]
    assert ">نص آخر<" in after[0].html


def test_faults_at_the_start_are_shown_and_the_next_save_starts_again(
    library: Library, pages: PreviewPages, folder: Path
) -> None:
    answers: Iterator[Library | InputError] = iter(
        [InputError([Fault("handbill.po", "line 7", "This line is odd.")]), library]
    )

    def load() -> Library:
        answer = next(answers)
        if isinstance(answer, InputError):
            raise answer
        return answer

    updater = Updater(wish_for(folder), load, lambda: pages)
    (outline,) = updater.start()
    assert isinstance(outline, Outline)
    assert outline.head is None
    assert "line 7" in outline.parts[0].html
    assert "This line is odd." in pages.page(None, [part.html for part in outline.parts])
    (outline,) = updater.saved({catalog_at(folder)})
    assert isinstance(outline, Outline)
    assert outline.head is not None


def test_a_catalog_that_is_broken_at_the_start_is_waited_for(
    library: Library, pages: PreviewPages, tmp_path: Path
) -> None:
    path = catalog_at(folder_of(tmp_path, "ar"))
    whole = path.read_bytes()
    break_off(path, QUESTION)
    updater = Updater(wish_for(tmp_path / "translations"), lambda: library, lambda: pages)
    (outline,) = updater.start()
    assert isinstance(outline, Outline)
    assert re.search(r"<b><bdi>line \d+</bdi></b>", outline.parts[0].html)
    assert not updater.busy
    path.write_bytes(whole)
    updater.saved({path})
    assert updater.busy


def test_names_that_nothing_bears_end_the_preview(
    library: Library, pages: PreviewPages, folder: Path
) -> None:
    with pytest.raises(UnknownNameError):
        Updater(wish_for(folder, language="arr"), lambda: library, lambda: pages).start()
    with pytest.raises(InputError):
        Updater(wish_for(folder, "selfhelp"), lambda: library, lambda: pages).start()


def test_saved_content_draws_only_the_editions_that_look_otherwise(
    pages: PreviewPages, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path, "ar")
    style = tmp_path / "templates/formats/wallet-card/style.css"
    updater = Updater(
        wish_for(folder, "self-help", formats=("wallet-card", "stall-sign")),
        lambda: load_library(tmp_path),
        lambda: pages,
    )
    updater.start()
    drawn(updater)
    built_in = load_library().templates()["formats/wallet-card/style.css"].path
    style.parent.mkdir(parents=True)
    style.write_text(built_in.read_text("utf-8") + "\n.title { color: black }\n", "utf-8")
    assert [part.id for part in parts_of(updater.saved({style}))] == ["faults", "state", "progress"]
    assert {part.edition.split(".")[1] for part in drawn(updater)} == {"wallet-card"}
    (tmp_path / "content").mkdir()
    odd = tmp_path / "content/phrases.toml"
    odd.write_text("not toml", "utf-8")
    (faults,) = parts_of(updater.saved({odd}))
    assert "phrases.toml" in faults.html
    assert not updater.busy


def test_nothing_is_drawn_twice_for_one_state_of_the_files(
    updater: Updater, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawings: list[bool] = []
    draw = Previewer.draw

    def counted(self: Previewer, *args: object, **options: object) -> object:
        drawings.append(bool(options["quick"]))
        return draw(self, *args, **options)  # type: ignore[arg-type]  # handed on as they are

    monkeypatch.setattr(Previewer, "draw", counted)
    translate(catalog_at(folder), QUESTION, "نص")
    updater.saved({catalog_at(folder)})
    updater.saved({catalog_at(folder)})
    drawn(updater)
    assert drawings == [True, False]
