"""Faults of what a screen reader needs."""

from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

from tests.preflight.mutants.planting import (
    Damage,
    Instructions,
    Mutant,
    edited,
    identifier,
    operation,
    rewritten,
    the_message,
    the_next,
)
from tests.preflight.mutants.samples import Sample


def _untagged(_: Sample, document: Any) -> None:
    del document.Root["/StructTreeRoot"]
    del document.Root["/MarkInfo"]


def _unmarked(_: Sample, block: Instructions) -> Instructions:
    """Take the marks off a text, so that it belongs to nothing."""
    return block[1:-1]


def _as_artifact(_: Sample, block: Instructions) -> Instructions:
    return [operation("BMC", pikepdf.Name("/Artifact")), *block[1:]]


def _elements(document: Any, kind: str) -> Iterator[Any]:
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == kind:
            yield item


def _without(*path: str) -> Damage:
    def change(_: Sample, document: Any) -> None:
        owner = document.Root
        for name in path[:-1]:
            owner = owner[name]
        del owner[path[-1]]

    return edited(change)


def _without_title(_: Sample, document: Any) -> None:
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        del metadata["dc:title"]
    del document.docinfo["/Title"]


def _with_file_name_as_title(_: Sample, document: Any) -> None:
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = "flyer_final_2.pdf"


def _without_alt(_: Sample, document: Any) -> None:
    for element in _elements(document, "/Figure"):
        del element["/Alt"]


def _without_heading(_: Sample, document: Any) -> None:
    for element in _elements(document, "/H1"):
        element.S = pikepdf.Name.P


def _level_skipped(_: Sample, document: Any) -> None:
    for element in _elements(document, "/H2"):
        element.S = pikepdf.Name.H3


def _in_language(tag: str) -> Callable[[Sample, Any], None]:
    def change(_: Sample, document: Any) -> None:
        for kind in ("/H2", "/P", "/L", "/Div"):
            for element in _elements(document, kind):
                if "/Lang" in element:
                    element.Lang = pikepdf.String(tag)

    return change


def _reordered(_: Sample, document: Any) -> None:
    """Let the structure tree name the parts of a page in the reverse order."""
    element = document.Root.StructTreeRoot
    while not (isinstance(element.K, pikepdf.Array) and len(element.K) > 1):
        element = element.K[0] if isinstance(element.K, pikepdf.Array) else element.K
    element.K = pikepdf.Array(list(element.K)[::-1])


def _items_reordered(_: Sample, document: Any) -> None:
    for element in _elements(document, "/L"):
        if len(element.K) > 1:
            element.K = pikepdf.Array(list(element.K)[::-1])


def _marks_exchanged(good: Sample, document: Any) -> None:
    """Let two texts bear each other's identifiers."""
    one, other = the_message(good), the_next(good)
    first, second = one.lines[0].marked, other.lines[0].marked
    page = document.pages[one.page]
    exchanged = {first: second, second: first}
    written = [_renumbered(each, exchanged) for each in pikepdf.parse_content_stream(page)]
    page.obj.Contents = document.make_stream(pikepdf.unparse_content_stream(written))


def _renumbered(instruction: Any, exchanged: dict[int, int]) -> Any:
    number = identifier(instruction)
    if number not in exchanged:
        return instruction
    marked = pikepdf.Dictionary(MCID=exchanged[number])
    return operation("BDC", instruction.operands[0], marked)


_TAGGED = ("en", "ar", "poster")

TAGS = (
    Mutant("tags removed", "tags.missing", edited(_untagged), _TAGGED),
    Mutant("one text without tag", "tags.missing", rewritten(the_message, _unmarked), _TAGGED),
    Mutant("one text tagged as decoration", "tags.missing", rewritten(the_message, _as_artifact),
           _TAGGED),
    Mutant("document's language removed", "lang.missing", _without("/Lang"), _TAGGED),
    Mutant("texts tagged in another language", "lang.missing", edited(_in_language("fr")),
           _TAGGED),
    Mutant("second language tagged as the first", "lang.missing", edited(_in_language("es")),
           ("two",)),
    Mutant("picture without text", "tags.missing", edited(_without_alt), ("poster",)),
    Mutant("title removed", "tags.missing", edited(_without_title), _TAGGED),
    Mutant("file name as title", "tags.missing", edited(_with_file_name_as_title), _TAGGED),
    Mutant("title not shown", "tags.missing",
           _without("/ViewerPreferences", "/DisplayDocTitle"), _TAGGED),
    Mutant("first heading removed", "tags.missing", edited(_without_heading), _TAGGED),
    Mutant("heading level left out", "tags.missing", edited(_level_skipped), _TAGGED),
    Mutant("order of reading reversed", "tags.missing", edited(_reordered), _TAGGED),
    Mutant("list items read in reverse", "tags.missing", edited(_items_reordered), _TAGGED),
    Mutant("texts read in one another's place", "tags.missing", edited(_marks_exchanged),
           _TAGGED),
)  # fmt: skip
