"""The report shows every finding in its place, and nothing that a file's name could smuggle in."""

import html.parser
import io
import re
from pathlib import Path

import pytest
from PIL import Image

from handbill.model.findings import Box, Finding, Severity
from handbill.preflight.report import CheckedFile, PagePicture, grouped, printable, write_report

HOSTILE = "</bdi><script>alert(1)</script>\"'&{{ 7 * 7 }}<img src=x onerror=alert(1)>"


def picture(shade: int = 255, width: float = 100.0, height: float = 200.0) -> PagePicture:
    buffer = io.BytesIO()
    Image.new("L", (10, 20), shade).save(buffer, "PNG")
    return PagePicture(width, height, buffer.getvalue())


def finding(
    message: str = "A number is cut.",
    page: int | None = 1,
    box: Box | None = None,
    severity: Severity = "error",
) -> Finding:
    return Finding("number.missing", severity, message, page, box)


class Elements(html.parser.HTMLParser):
    """Collects each element with its attributes, and the texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def attributes(self, tag: str, kind: str = "") -> list[dict[str, str]]:
        return [
            attributes
            for name, attributes in self.found
            if name == tag and kind in attributes.get("class", "")
        ]

    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def reported(folder: Path, *files: CheckedFile) -> Elements:
    return Elements(write_report(files, folder).read_text("utf-8"))


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(tmp_path: Path) -> None:
    page = reported(tmp_path, CheckedFile("a.pdf", (finding(),), pictures=(picture(),)))
    policies = [entry["content"] for entry in page.attributes("meta") if "http-equiv" in entry]
    assert policies == ["default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"]
    assert page.attributes("html") == [{"lang": "en"}]
    assert not {tag for tag, _ in page.found} & {"script", "link", "iframe", "object"}
    assert not re.search(r"https?:|url\(|@import", (tmp_path / "index.html").read_text("utf-8"))


def test_the_summary_counts_files_and_findings(tmp_path: Path) -> None:
    text = reported(
        tmp_path,
        CheckedFile("clean.pdf"),
        CheckedFile("stale.pdf", (finding(severity="warning"),)),
        CheckedFile("cut.pdf", (finding(), finding(), finding(severity="note"))),
    ).text()
    assert "1 of 3 files must not be printed yet" in text
    assert "files checked 3 ok 2 errors 2 warning 1" in text
    assert text.index("cut.pdf") < text.index("stale.pdf") < text.index("clean.pdf")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param((), "No file was checked", id="none"),
        pytest.param((CheckedFile("a.pdf"),), "The file is ready to print", id="one"),
        pytest.param((CheckedFile("a"), CheckedFile("b")), "All 2 files are ready", id="two"),
    ],
)
def test_the_headline_says_what_to_do(
    files: tuple[CheckedFile, ...], said: str, tmp_path: Path
) -> None:
    assert said in reported(tmp_path, *files).text()


def test_a_box_stands_where_the_finding_is_and_bears_its_number(tmp_path: Path) -> None:
    findings = (
        finding("Late.", severity="warning", box=(0, 0, 50, 20)),
        finding("Cut.", box=(25.0, 50.0, 75.0, 100.0)),
    )
    page = reported(tmp_path, CheckedFile("a.pdf", findings, pictures=(picture(),)))
    cut, late = page.attributes("span", "mark")
    assert cut["style"] == "left:25.00%;top:25.00%;width:50.00%;height:25.00%"
    assert (cut["class"], late["class"]) == ("mark error", "mark warning")
    text = page.text()
    assert "1 2 Page 1" in text
    assert re.search(r"1 Error number\.missing page 1 Cut\. 2 Warning", text)


@pytest.mark.parametrize(
    ("box", "style"),
    [
        pytest.param((-10, -10, 500, 500), "left:0.00%;top:0.00%;width:100.00%;height:100.00%",
                     id="larger-than-the-page"),
        pytest.param((50, 100, 25, 50), "left:25.00%;top:25.00%;width:25.00%;height:25.00%",
                     id="turned-round"),
        pytest.param((float("nan"), 0, 1, 1), None, id="nowhere"),
    ],
)  # fmt: skip
def test_a_box_stays_on_its_page(box: Box, style: str | None, tmp_path: Path) -> None:
    page = reported(tmp_path, CheckedFile("a.pdf", (finding(box=box),), pictures=(picture(),)))
    assert [mark["style"] for mark in page.attributes("span", "mark")] == [style] * bool(style)


def test_only_pages_with_findings_are_shown(tmp_path: Path) -> None:
    pictures = (picture(10), picture(20), picture(30))
    page = reported(tmp_path, CheckedFile("a.pdf", (finding(page=2),), pictures=pictures))
    (image,) = page.attributes("img")
    assert image["alt"] == "Page 2 of a.pdf."
    assert (tmp_path / image["src"]).read_bytes() == pictures[1].png


@pytest.mark.parametrize("page", [None, 9])
def test_a_finding_without_a_page_comes_with_the_first(page: int | None, tmp_path: Path) -> None:
    file = CheckedFile("a.pdf", (finding(page=page, box=(1, 1, 2, 2)),), pictures=(picture(),))
    shown = reported(tmp_path, file)
    assert len(shown.attributes("img")) == 1
    assert shown.attributes("span", "mark") == []


def test_the_picture_says_which_findings_it_marks(tmp_path: Path) -> None:
    findings = (finding("a", box=(1, 1, 2, 2)), finding("b", box=(3, 3, 4, 4)))
    page = reported(tmp_path, CheckedFile("a.pdf", findings, pictures=(picture(),)))
    assert page.attributes("img")[0]["alt"] == "Page 1 of a.pdf, with findings 1, 2 marked."


def test_equal_findings_stand_once_with_their_count(tmp_path: Path) -> None:
    findings = tuple(finding(page=number) for number in range(1, 9))
    text = reported(tmp_path, CheckedFile("a.pdf", findings)).text()
    assert text.count("A number is cut.") == 1
    assert "pages 1, 2, 3, 4, 5 and 3 more 8 times" in text
    assert [group.count for group in grouped(findings)] == [8]


def test_names_and_messages_are_text_only(tmp_path: Path) -> None:
    file = CheckedFile(HOSTILE, (finding(HOSTILE),), edition=HOSTILE, pictures=(picture(),))
    page = reported(tmp_path, file, CheckedFile(HOSTILE, edition=HOSTILE))
    assert len(page.attributes("img")) == 1
    assert page.attributes("script") == []
    assert page.attributes("img")[0]["alt"] == f"Page 1 of {HOSTILE}."
    assert page.text().count("{{ 7 * 7 }}") == 5


def test_what_cannot_be_written_does_not_keep_the_report_from_being_written(
    tmp_path: Path,
) -> None:
    assert "a\N{REPLACEMENT CHARACTER}.pdf" in reported(tmp_path, CheckedFile("a\udcff.pdf")).text()
    assert printable("a\x1b[31m\nb\u00a0c") == "a\N{REPLACEMENT CHARACTER}[31m b\u00a0c"


def test_an_earlier_report_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    write_report([CheckedFile("a.pdf", (finding(),), pictures=(picture(10),))], tmp_path)
    former = next((tmp_path / "pages").iterdir())
    (tmp_path / "pages" / "mine.png").touch()
    (tmp_path / "mine.txt").touch()
    page = reported(tmp_path, CheckedFile("b.pdf", (finding(),), pictures=(picture(20),)))
    assert not former.exists()
    kept = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    assert kept == {"index.html", "mine.txt", "pages/mine.png", page.attributes("img")[0]["src"]}


def test_another_page_of_that_name_stays(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<h1>Our group</h1>", "utf-8")
    with pytest.raises(FileExistsError):
        write_report([CheckedFile("a.pdf")], tmp_path)
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["<h1>Our group</h1>"]


def test_a_former_report_cannot_name_files_outside_its_pictures(tmp_path: Path) -> None:
    index = write_report([], tmp_path / "report")
    (tmp_path / "mine.png").touch()
    index.write_text(index.read_text("utf-8") + '<img src="pages/../../mine.png">', "utf-8")
    write_report([], tmp_path / "report")
    assert (tmp_path / "mine.png").exists()
