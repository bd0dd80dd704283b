"""A region's call sheet, from its record to the file."""

from pathlib import Path

from handbill.batch.delivery import write_atomically
from handbill.composing.callsheets import COLUMNS, call_rows, call_sheet
from handbill.library.exchange import csv_text
from handbill.library.library import Library
from handbill.model.papers import PAPERS
from handbill.model.regions import Region
from handbill.press.metadata import CALL_SHEET, with_edition


def print_call_sheet(library: Library, region: Region, folder: Path) -> Path:
    """Print a region's call sheet, and return its file below the folder.

    Raises:
        EngineError: where the engine warned.
        OSError: where the folder cannot be written.
    """
    # WeasyPrint is imported only here, after fonts are isolated.
    from handbill.press.engine import Engine  # noqa: PLC0415

    templates = {name: place.path for name, place in library.templates().items()}
    sheet = call_sheet(region, library.languages, templates)
    width, height = PAPERS[sheet.paper]
    engine = Engine(library.roots)
    page = engine.page(sheet.html)
    document = engine.lay_out(page, sheet.styles, f"@page {{ size: {width}mm {height}mm }}")
    path = folder / region.code / f"callsheet.{region.code}.pdf"
    pdf = engine.write(document, accessible=True)
    record = {"id": f"{region.code}/{CALL_SHEET}", "piece": CALL_SHEET, "region": region.code}
    write_atomically(path, with_edition(pdf, sheet.title, "en", record))
    return path


def call_sheet_csv(region: Region) -> str:
    """Return a region's call sheet for spreadsheets."""
    return csv_text(COLUMNS, call_rows(region))
