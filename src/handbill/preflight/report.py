"""The report of a preflight: one page for people, with pictures of the pages."""

import errno
import hashlib
import math
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import jinja2
import msgspec

from handbill import __version__
from handbill.model.findings import Box, Finding, Severity

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
_SIGN = '<meta name="generator" content="Handbill'
"""Stands in each report, so that no page of anyone else's is overwritten."""
_PICTURE = re.compile(r'"(pages/[0-9a-f]{32}\.png)"')
_MOST_PAGES = 5
"""How many page numbers are listed before the rest is counted."""


class PagePicture(msgspec.Struct, frozen=True):
    """How a page looks."""

    width: float
    """Width of the page in mm."""
    height: float
    """Height of the page in mm."""
    png: bytes


class CheckedFile(msgspec.Struct, frozen=True):
    """A file and what checking it found."""

    path: str
    findings: tuple[Finding, ...] = ()
    edition: str = ""
    """The id of the edition it claims to be, empty for a stranger's file."""
    pictures: tuple[PagePicture, ...] = ()
    """One for each page, or none."""

    @property
    def ok(self) -> bool:
        """Whether no error was found."""
        return all(finding.severity != "error" for finding in self.findings)


class FindingGroup(msgspec.Struct, frozen=True):
    """Findings that say the same."""

    check: str
    severity: Severity
    message: str
    count: int
    pages: str
    """The pages, counted from 1, as `1, 2 and 7 more`; empty where none is named."""
    findings: tuple[Finding, ...]


class _Mark(msgspec.Struct, frozen=True):
    number: int
    severity: Severity
    style: str


class _Sheet(msgspec.Struct, frozen=True):
    page: int
    source: str
    width: float
    height: float
    marks: tuple[_Mark, ...]
    numbers: tuple[int, ...]


class _Entry(msgspec.Struct, frozen=True):
    path: str
    edition: str
    ok: bool
    verdict: str
    groups: tuple[FindingGroup, ...]
    sheets: tuple[_Sheet, ...]


def write_report(files: Sequence[CheckedFile], folder: Path) -> Path:
    """Write `index.html` and `pages/*.png` to a folder and return the path of the page.

    An earlier report there is replaced; nobody's other files are touched.

    Raises:
        FileExistsError: where another `index.html` is in the folder.
        OSError: where the folder cannot be written.
    """
    index = folder / "index.html"
    former = _former_pictures(index)
    pictures: dict[str, bytes] = {}
    text = _page(tuple(_entry(file, pictures) for file in files))
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    # Pictures are named by their content: the former page stays whole until it is replaced.
    with tempfile.TemporaryDirectory(prefix=".handbill-", dir=folder) as partial:
        for name, png in pictures.items():
            _put(folder / name, png, Path(partial))
        _put(index, text.encode("utf-8", "replace"), Path(partial))
    for name in former - set(pictures):
        (folder / name).unlink(missing_ok=True)
    return index


def grouped(findings: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """Return findings that say the same together, errors first, else in their order."""
    same: dict[tuple[str, Severity, str], list[Finding]] = {}
    for finding in findings:
        same.setdefault((finding.check, finding.severity, finding.message), []).append(finding)
    groups = [
        FindingGroup(*key, len(members), _pages(members), tuple(members))
        for key, members in same.items()
    ]
    return tuple(sorted(groups, key=lambda group: _SEVERITIES.index(group.severity)))


def counted(count: int, noun: str) -> str:
    """Return a count with its noun: `1 error`, `2 errors`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def printable(text: str) -> str:
    """Return a text without what would steer a terminal or cannot be written as UTF-8."""
    return "".join(
        character
        if unicodedata.category(character) not in {"Cc", "Cs"}
        else (" " if character.isspace() else "\N{REPLACEMENT CHARACTER}")
        for character in text
    )


def _former_pictures(index: Path) -> set[str]:
    try:
        text = index.read_text("utf-8", "replace")
    except FileNotFoundError:
        return set()
    if _SIGN not in text:
        reason = "This page is not a report of Handbill's and was left as it is"
        raise FileExistsError(errno.EEXIST, reason, str(index))
    return set(_PICTURE.findall(text))


def _put(path: Path, data: bytes, partial: Path) -> None:
    written = partial / path.name
    written.write_bytes(data)
    written.replace(path)


def _page(entries: tuple[_Entry, ...]) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["printable"] = printable
    severities = [group.severity for entry in entries for group in entry.groups
                  for _ in group.findings]  # fmt: skip
    return environment.get_template("report.html.j2").render(
        version=__version__,
        faulty=[entry for entry in entries if not entry.ok],
        remarked=[entry for entry in entries if entry.ok and entry.groups],
        clean=[entry for entry in entries if not entry.groups],
        total=len(entries),
        ok=sum(entry.ok for entry in entries),
        errors=severities.count("error"),
        warnings=severities.count("warning"),
    )


def _entry(file: CheckedFile, pictures: dict[str, bytes]) -> _Entry:
    groups = grouped(file.findings)
    severities = [finding.severity for finding in file.findings]
    counts = [(severities.count(severity), severity) for severity in _SEVERITIES]
    return _Entry(
        path=file.path,
        edition=file.edition,
        ok=file.ok,
        verdict=", ".join(counted(count, severity) for count, severity in counts if count),
        groups=groups,
        sheets=_sheets(file, groups, pictures),
    )


def _sheets(
    file: CheckedFile, groups: tuple[FindingGroup, ...], pictures: dict[str, bytes]
) -> tuple[_Sheet, ...]:
    """Return the pages with findings; the first where none of the findings names a page."""
    if not groups:
        return ()
    named = {finding.page for finding in file.findings if finding.page is not None}
    existing = {number: picture for number, picture in enumerate(file.pictures, 1)
                if number in named} or dict(enumerate(file.pictures[:1], 1))  # fmt: skip
    return tuple(_sheet(number, existing[number], groups, pictures) for number in existing)


def _sheet(
    page: int, picture: PagePicture, groups: tuple[FindingGroup, ...], pictures: dict[str, bytes]
) -> _Sheet:
    source = f"pages/{hashlib.sha256(picture.png).hexdigest()[:32]}.png"
    pictures[source] = picture.png
    here = [
        (number, finding)
        for number, group in enumerate(groups, 1)
        for finding in group.findings
        if finding.page == page
    ]
    marks = [
        _Mark(number, finding.severity, style)
        for number, finding in here
        if finding.box and (style := _style(finding.box, picture))
    ]
    return _Sheet(
        page=page,
        source=source,
        width=picture.width,
        height=picture.height,
        marks=tuple(dict.fromkeys(marks)),
        numbers=tuple(dict.fromkeys(number for number, _ in here)),
    )


def _style(box: Box, picture: PagePicture) -> str:
    """Return where a box stands on the picture, kept within it; empty where it has no place."""
    sizes = (picture.width, picture.height)
    if not all(map(math.isfinite, (*box, *sizes))) or min(sizes) <= 0:
        return ""
    left, right = (_percent(edge, picture.width) for edge in sorted((box[0], box[2])))
    top, bottom = (_percent(edge, picture.height) for edge in sorted((box[1], box[3])))
    return f"left:{left:.2f}%;top:{top:.2f}%;width:{right - left:.2f}%;height:{bottom - top:.2f}%"


def _percent(edge: float, size: float) -> float:
    return min(max(edge / size, 0.0), 1.0) * 100


def _pages(findings: Iterable[Finding]) -> str:
    numbers = sorted({finding.page for finding in findings if finding.page is not None})
    listed = ", ".join(map(str, numbers[:_MOST_PAGES]))
    more = len(numbers) - _MOST_PAGES
    return f"{listed} and {more} more" if more > 0 else listed
