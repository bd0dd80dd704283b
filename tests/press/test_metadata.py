"""A file says which edition it is, in the same bytes each time."""

import io
import json

import pikepdf

from handbill.press.engine import Engine
from handbill.press.metadata import with_edition
from tests.press.samples import pdf

EDITION = {"id": "US/self-help.poster.ar.screen.letter", "languages": ["ar"]}


def test_the_edition_is_read_back_from_the_file(engine: Engine) -> None:
    data = with_edition(pdf(engine, "<p>x</p>"), "لست وحدك", "ar", EDITION)
    with pikepdf.open(io.BytesIO(data)) as document, document.open_metadata() as metadata:
        assert json.loads(str(metadata["handbill:edition"])) == EDITION
        assert metadata["dc:title"] == "لست وحدك"
        assert str(document.Root.Lang) == "ar"


def test_accessible_files_stay_marked_as_accessible(engine: Engine) -> None:
    data = with_edition(pdf(engine, "<h1>x</h1>", accessible=True), "x", "en", EDITION)
    assert b"pdfuaid" in data or "pdfuaid" in _metadata(data)


def test_the_same_page_gives_the_same_bytes(engine: Engine) -> None:
    pages = pdf(engine, "<p>x</p>")
    assert with_edition(pages, "x", "en", EDITION) == with_edition(pages, "x", "en", EDITION)


def _metadata(data: bytes) -> str:
    with pikepdf.open(io.BytesIO(data)) as document:
        return bytes(document.Root.Metadata.read_bytes()).decode()
