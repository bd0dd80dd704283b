"""Checks of what lies over a page or behind it: file.active, text.missing."""

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from handbill.model.findings import Finding
from handbill.preflight.reading import ReadFile, ReadPage

_ACTIONS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData")


def check_active(read: ReadFile) -> Iterator[Finding]:
    """Yield a finding where opening the file may run or send something."""
    names: Any = read.structure.Root.get("/Names", {})
    if "/JavaScript" in names or "/EmbeddedFiles" in names or any(map(_is_active, _parts(read))):
        yield Finding(
            "file.active",
            "error",
            "The file runs a script, starts a program or carries other files. Do not pass it "
            "on; print it to a new PDF.",
        )


def _is_active(part: Any) -> bool:
    return str(part.get("/S", "")) in _ACTIONS or "/EF" in part or "/XFA" in part


def _parts(read: ReadFile) -> Iterator[Any]:
    """Yield every dictionary of a file, those written inside others as well."""
    waiting: list[Any] = [*read.structure.objects]
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Dictionary):
            yield part
            inner = [part[key] for key in part.keys()]  # noqa: SIM118  pikepdf's are no mappings
        elif isinstance(part, pikepdf.Array):
            inner = [*part]
        else:
            continue
        waiting += [
            item for item in inner if isinstance(item, pikepdf.Object) and not item.is_indirect
        ]


def check_notes(pages: Sequence[ReadPage]) -> Iterator[Finding]:
    """Yield a finding where notes or form fields are printed with a page: they are not read."""
    for number, page in enumerate(pages, 1):
        if page.notes:
            yield Finding(
                "text.missing",
                "error",
                f"Page {number} carries {page.notes} notes or form fields, whose text is not "
                f"read here. Print the file to a new PDF and check that.",
                page=number,
            )
