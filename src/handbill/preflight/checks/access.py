"""Checks of accessibility: tags.missing, lang.missing (ISO 14289-1, PDF/UA-1)."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pdfua
import pikepdf

from handbill.model.findings import Finding
from handbill.model.languages import base_language
from handbill.preflight.checks.evidence import Copy, Evidence, PageEvidence
from handbill.preflight.texts import Mark


class Tag(msgspec.Struct, frozen=True):
    """What the structure tree says of one piece of marked content."""

    order: int
    """Place in the order of reading."""
    language: str
    roles: tuple[str, ...]
    """Structure types from the root down."""


def check_language(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding where the document does not declare its language."""
    if not evidence.read.language:
        yield Finding(
            "lang.missing",
            "error",
            "The file does not declare its language, so screen readers guess it. Make it again.",
        )


def check_access(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding for each thing a screen reader needs and does not get."""
    root: Any = evidence.read.structure.Root
    if "/StructTreeRoot" not in root or not root.get("/MarkInfo", {}).get("/Marked", False):
        yield _missing("The file is not tagged, so screen readers guess its order.")
        return
    tags = _tags(evidence)
    for page in evidence.pages:
        own = {number: tag for (index, number), tag in tags.items() if index == page.number}
        yield from _check_marks(page, own)
        for copy in page.copies:
            yield from _check_order(page, copy, own)
            yield from _check_languages(page, copy, own)
    yield from _check_headings(tags)
    yield from _check_figures(evidence)
    yield from _check_title(evidence)
    yield from _second_opinion(evidence.read.data)


def _missing(message: str, page: int | None = None, message_id: str | None = None) -> Finding:
    return Finding(
        "tags.missing", "error", f"{message} Make it again.", page=page, message_id=message_id
    )


def _tags(evidence: Evidence) -> dict[tuple[int, int], Tag]:
    """Return the tag of each marked content by page number and identifier."""
    pages = {
        page.structure.obj.objgen: number for number, page in enumerate(evidence.read.pages, 1)
    }
    tags: dict[tuple[int, int], Tag] = {}

    def walk(element: Any, language: str, roles: tuple[str, ...], page: int, depth: int) -> None:
        if depth > 60:
            return
        if isinstance(element, pikepdf.Array):
            for kid in element:
                walk(kid, language, roles, page, depth + 1)
        elif isinstance(element, pikepdf.Dictionary):
            language = str(element.get("/Lang", language))
            if "/Pg" in element:
                page = pages.get(element.Pg.objgen, 0)
            if element.get("/Type") == "/MCR":
                tags[page, int(element.MCID)] = Tag(len(tags), language, roles)
            elif "/K" in element:
                role = (str(element.S),) if "/S" in element else ()
                walk(element.K, language, (*roles, *role), page, depth + 1)
        elif not isinstance(element, pikepdf.Object):
            tags[page, int(element)] = Tag(len(tags), language, roles)

    walk(evidence.read.structure.Root.StructTreeRoot, evidence.read.language, (), 0, 0)
    return tags


def _check_marks(page: PageEvidence, tags: dict[int, Tag]) -> Iterator[Finding]:
    spoken = {
        id(mark.traced) for copy in page.copies for found in copy.reading.found
        for mark in found.marks
    }  # fmt: skip
    loose = [
        glyph
        for glyph in page.read.trace.glyphs
        if (glyph.marked not in tags and not glyph.artifact)
        or (glyph.artifact and id(glyph) in spoken)
    ]
    if loose:
        yield _missing(
            f"{len(loose)} characters on page {page.number} stand in no tag, so they are not "
            f"read aloud.",
            page.number,
        )


def _check_order(page: PageEvidence, copy: Copy, tags: dict[int, Tag]) -> Iterator[Finding]:
    """Yield a finding where the tags' order is not the order in which the page is seen."""
    last = -1
    heights: dict[str, float] = {}
    for found in copy.reading.found:
        orders = [
            tags[mark.traced.marked].order for mark in found.marks if mark.traced.marked in tags
        ]
        if not orders:
            continue
        box = found.passage.box
        top = min(mark.base for mark in found.marks)
        if min(orders) < last or top < heights.get(box, top) - 0.5:
            name = found.passage.name
            yield _missing(
                f"'{name}' ({found.passage.language}) is read aloud at another place than it "
                f"is seen on page {page.number}.",
                page.number,
                found.passage.message_id or None,
            )
            return
        last = min(orders)
        heights[box] = top


def _check_languages(page: PageEvidence, copy: Copy, tags: dict[int, Tag]) -> Iterator[Finding]:
    for found in copy.reading.found:
        for segment, part in zip(found.passage.segments, found.parts, strict=True):
            told = {language for mark in part if (language := _told(mark, tags))}
            wrong = {tag for tag in told if base_language(tag) != base_language(segment.language)}
            if wrong:
                yield Finding(
                    "lang.missing",
                    "error",
                    f"'{segment.text}' on page {page.number} is in {segment.language} and "
                    f"tagged as '{min(wrong)}', so a screen reader mispronounces it. Make it "
                    f"again.",
                    page=page.number,
                    message_id=found.passage.message_id or None,
                )


def _told(mark: Mark, tags: dict[int, Tag]) -> str:
    tag = tags.get(mark.traced.marked)
    return mark.traced.spanning or (tag.language if tag else "")


def _check_headings(tags: dict[tuple[int, int], Tag]) -> Iterator[Finding]:
    levels = []
    for tag in sorted(tags.values(), key=lambda tag: tag.order):
        heading = next((role for role in tag.roles if role[1:2] == "H" and role[2:].isdigit()), "")
        if heading:
            levels.append(int(heading[2:]))
    if not levels or levels[0] != 1:
        yield _missing("The file has no first-level heading, so its subject cannot be found.")
        return
    highest = 1
    for level in levels:
        if level > highest + 1:
            yield _missing(f"A heading of level {level} follows one of level {highest}.")
            return
        highest = level


def _check_figures(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding for each picture without a text to be read in its place."""
    for element in evidence.read.structure.objects:
        if not isinstance(element, pikepdf.Dictionary) or element.get("/S") != "/Figure":
            continue
        if not str(element.get("/Alt", "")).strip():
            yield _missing("A picture has no text to be read in its place.")


def _check_title(evidence: Evidence) -> Iterator[Finding]:
    read = evidence.read
    root: Any = read.structure.Root
    if not read.title or (evidence.expected.title and read.title != evidence.expected.title):
        yield _missing(f"The file's title is '{read.title}', not its edition's.")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield _missing("The file does not ask viewers to show its title instead of its name.")


def _second_opinion(data: bytes) -> Iterator[Finding]:
    """Yield what the public checker `pdfua` finds.

    It covers 16 of the 106 rules of PDF/UA-1 that a machine can check
    (https://pypi.org/project/pdfua/).
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.pdf"
        path.write_bytes(data)
        report = pdfua.validate(str(path))
    for found in report.findings:
        severe = found.severity is pdfua.Severity.ERROR
        yield Finding(
            "tags.missing",
            "error" if severe else "warning",
            f"The checker pdfua finds {found.rule_id}: {found.message}",
            page=found.location.page if found.location else None,
        )
