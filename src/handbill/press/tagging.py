"""Languages in the structure tree: WeasyPrint tags elements, and leaves out their languages.

Wraps a private function of WeasyPrint, which is pinned to one version for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.pdf import tags


@contextmanager
def languages_tagged() -> Iterator[None]:
    """Give each structure element the language of its HTML element while PDFs are written.

    ISO 14289-1, 7.2 asks for the language of every run of text; ISO 32000-2, 14.9.2 lets a
    structure element declare it for all it holds.
    """
    original = tags._build_box_tree  # noqa: SLF001  no public way to the tags

    def with_language(box: Any, *arguments: Any) -> Iterator[Any]:
        shown = getattr(box, "_box", box)
        element = shown.element
        inner = shown.element_tag not in ("html", "body") if element is not None else False
        language = element.get("lang") if inner else None
        for tag in original(box, *arguments):
            if language:
                tag["Lang"] = pydyf.String(language)
            yield tag

    tags._build_box_tree = with_language  # noqa: SLF001  as above
    try:
        yield
    finally:
        tags._build_box_tree = original  # noqa: SLF001  as above
