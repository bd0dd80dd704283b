"""`handbill contact-sheet` shows editions side by side, and why others are missing."""

import os
import signal
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.running import data, handbill

ROOT = Path(__file__).parents[2]
CARD = ("-p", "self-help", "-f", "wallet-card")
SIGN = ("-p", "self-help", "-f", "stall-sign")
RED = (0xB0, 0x1C, 0x1C)


class Grid(HTMLParser):
    """What a page shows, cell by cell, and what it would fetch."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.rows: list[list[list[dict[str, str]]]] = []
        self.tags: set[str] = set()
        self.fetched: list[str] = []
        self.directions: list[str] = []
        self.text = ""
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.fetched += [given[name] for name in ("src", "href", "srcset") if name in given]
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append([])
        elif tag == "img":
            self.rows[-1][-1].append(given)
        elif given.get("class") == "pages":
            self.directions.append(given["dir"])

    def handle_data(self, data: str) -> None:
        self.text += data


def has_color(picture: Image.Image, color: tuple[int, int, int]) -> bool:
    colors = picture.convert("RGB").getcolors(maxcolors=1 << 24) or []
    return color in {found for _, found in colors}


def test_a_picture_has_a_column_for_each_language(tmp_path: Path) -> None:
    result = handbill("contact-sheet", *CARD, "-o", "sheet.png", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, "sheet.png\n")
    assert "2 of 2 editions are shown" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.png"]
    with Image.open(tmp_path / "sheet.png") as picture:
        # Two columns of two pages, 88.9 mm wide at 144 dots to the inch.
        assert picture.width > 4 * 88.9 / 25.4 * 144
        assert not has_color(picture, RED)


def test_a_page_is_self_contained_and_shows_pages_in_the_order_of_reading(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "sheet.html"
    result = handbill("contact-sheet", *CARD, "-l", "ar", "-l", "es+en", "-o", str(path), "--grey")
    assert (result.returncode, result.stdout) == (0, f"{path}\n")
    grid = Grid(path)
    assert not grid.tags & {"script", "link", "iframe", "object", "form"}
    assert grid.fetched
    assert all(address.startswith("data:image/webp;base64,") for address in grid.fetched)
    ((arabic, spanish),) = grid.rows[1:]
    assert len(arabic) == len(spanish) == 2
    assert arabic[0]["alt"] == "self-help, wallet-card, Arabic (ar), page 1"
    assert grid.directions == ["rtl", "ltr"]
    assert "Spanish\xa0(es)\xa0+\xa0English\xa0(en)\xa0· 88.9\xa0×\xa050.8\xa0mm" in grid.text
    assert "2 editions: 2 shown · grey" in grid.text


def test_what_is_missing_has_its_reason_in_red_in_its_place(tmp_path: Path) -> None:
    arguments = ("contact-sheet", *SIGN, "-l", "en", "-l", "ht")
    page = handbill(*arguments, "-o", str(tmp_path / "sheet.html"))
    assert page.returncode == 1
    grid = Grid(tmp_path / "sheet.html")
    ((shown, missing),) = grid.rows[1:]
    assert (len(shown), len(missing)) == (1, 0)
    assert "Skipped" in grid.text
    assert "There is no catalog for Haitian Creole (ht) yet." in grid.text
    picture = handbill(*arguments, "-o", str(tmp_path / "sheet.png"), "--json")
    assert picture.returncode == 1
    with Image.open(tmp_path / "sheet.png") as image:
        assert has_color(image, RED)
    report = data(picture)
    assert (report["path"], report["rows"], report["columns"]) == (
        str(tmp_path / "sheet.png"), 1, 2,
    )  # fmt: skip
    assert {edition["status"] for edition in report["editions"]} == {"delivered", "skipped"}
    assert report["summary"]["skipped"] == 1


def test_an_edition_that_fails_leaves_the_others_and_its_reason(tmp_path: Path) -> None:
    style = "templates/formats/stall-sign/style.css"
    broken = tmp_path / "workspace" / style
    broken.parent.mkdir(parents=True)
    broken.write_text((ROOT / style).read_text("utf-8") + "p { float: above }\n", "utf-8")
    path = tmp_path / "sheet.html"
    result = handbill("contact-sheet", *SIGN, "-f", "wallet-card", "-l", "en",
                      "-w", str(tmp_path / "workspace"), "-o", str(path))  # fmt: skip
    assert result.returncode == 1
    grid = Grid(path)
    assert sorted(len(cell) for row in grid.rows[1:] for cell in row) == [0, 2]
    assert "Failed" in grid.text
    assert "The layout engine could not set this edition" in grid.text


def test_a_thumbnail_has_15_percent_of_the_actual_size(tmp_path: Path) -> None:
    path = tmp_path / "sheet.html"
    result = handbill("contact-sheet", *CARD, "-l", "en", "--thumbnail", "--paper", "a4",
                      "-o", str(path))  # fmt: skip
    assert result.returncode == 0
    grid = Grid(path)
    image = grid.rows[1][0][0]
    size = (round(85.6 / 25.4 * 96 * 0.15), round(54 / 25.4 * 96 * 0.15))
    assert int(image["width"]) == pytest.approx(size[0], abs=1)
    assert int(image["height"]) == pytest.approx(size[1], abs=1)
    assert "15 % of actual size" in grid.text


def test_the_same_choice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.png", "two.png"):
        handbill("contact-sheet", *SIGN, "-l", "en", "-o", str(tmp_path / name))
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        pytest.param(["-o", "sheet.pdf"], "neither .png nor .html", id="ending"),
        pytest.param(["-p", "selfhelp"], "Did you mean self-help", id="piece"),
        pytest.param(["-l", "zh-Hams"], "Did you mean zh-Hans", id="language"),
        pytest.param(["--region", "USA"], "Did you mean US", id="region"),
        pytest.param(["--paper", "leter"], "letter", id="paper"),
        pytest.param(["-f", "notice", "--region", "TH"], "Nothing of this choice", id="nothing"),
        pytest.param(["-o", "all.png"], "Choose fewer pieces", id="too-tall"),
    ],
)
def test_wrong_usage_ends_at_once_with_status_2_and_writes_nothing(
    arguments: list[str], hint: str, tmp_path: Path
) -> None:
    result = handbill("contact-sheet", *arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert hint in result.stderr
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_nothing_behind(tmp_path: Path, stop: signal.Signals) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    out = tmp_path / "sheet.html"
    command = [sys.executable, "-m", "handbill", "contact-sheet", "-f", "wallet-card", "-j", "1",
               "-o", str(out)]  # fmt: skip
    process = subprocess.Popen(  # noqa: S603  the program under test
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, env={**os.environ, "TMPDIR": str(temporary)},
    )  # fmt: skip
    assert process.stderr is not None
    assert process.stderr.readline().startswith("1 of ")
    os.kill(process.pid, stop)
    _, errors = process.communicate()
    assert process.returncode == 130
    assert "Nothing half-written" in errors
    assert not out.exists()
    assert [path.name for path in temporary.iterdir()] == [f"handbill-fontconfig-{os.getuid()}"]
