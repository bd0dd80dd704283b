"""Translations as CSV, for people with a spreadsheet and nothing else."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from handbill.model.faults import Fault, InputError
from handbill.translating.exchange_po import Entry
from handbill.translating.exchange_tool import converted, tool_catalog
from handbill.translating.exchange_units import Unit, plain_lines, shown

ADDRESS, ENGLISH, NOTE = "address", "english", "note"

_DELIMITERS = (",", ";", "\t")
_FORMULA = re.compile(r"(?:'|\s)*[=+\-@＝＋－＠]|'*[\t\r\n]")
"""What spreadsheets calculate when a cell begins with it, behind any apostrophes and spaces."""
_CALCULATED = re.compile(r"#(NAME\?|VALUE!|REF!|DIV/0!|N/A|NUM!|NULL!)|Err:5\d\d")

_PADDING = "x" * 2000


def translation_column(language: str) -> str:
    """Return the heading over translations; it says which language a file is in."""
    return f"translation ({language})"


def safe_cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet calculates; `plain_text` undoes it.

    An apostrophe stands before what would begin a formula, and before texts that look like
    such a cell already, so that each cell stands for one text only.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def plain_text(cell: str) -> str:
    """Return the text that a cell of `safe_cell` stands for."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def csv_file(entries: Sequence[Entry], language: str) -> bytes:
    """Return a catalog as CSV that spreadsheets open: UTF-8 with its mark, CRLF, commas."""
    made = converted(
        "po2csv", tool_catalog(entries, language), ".po", ".csv",
        "--columnorder=location,source,target", "--no-escape-formulas",
    ).decode()  # fmt: skip
    notes = {entry.address: "\n".join(entry.notes) for entry in entries}
    rows = [[*row[:3], notes.get(row[0], "")] for row in _tool_rows(made)]
    headings = [ADDRESS, ENGLISH, translation_column(language), NOTE]
    return _written([headings, *([safe_cell(cell) for cell in row] for row in rows)]).encode(
        "utf-8-sig"
    )


def _tool_rows(text: str) -> list[list[str]]:
    """Return the rows of a CSV of the converter's below its headings."""
    lines = csv.reader(io.StringIO(text, newline=""), escapechar="\\", skipinitialspace=True)
    return list(lines)[1:]


def _written(rows: Iterable[Sequence[str]]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()


def csv_catalog(text: str, path: str, language: str) -> tuple[list[Unit], bytes]:
    """Return the units of a CSV, and the converter's catalog of them with units as references.

    Raises:
        InputError: where the file cannot be read; carries all faults.
    """
    faults: list[Fault] = []
    rows = list(_rows(text.removeprefix("\ufeff"), path, language, faults))
    if not rows and not faults:
        message = "The file has no rows below its headings. Export it anew, and fill it in."
        faults.append(Fault(path, "", message))
    if faults:
        raise InputError(faults)
    # The converter guesses delimiter and quotes from the first 1024 characters. A long heading
    # fills them, so that no translation is taken for a delimiter.
    table = [["location", "source", "target", _PADDING]]
    table += [[f"unit:{number}", *cells] for number, (_, cells) in enumerate(rows)]
    made = converted("csv2po", _written(table).encode(), ".csv", ".po", "--encoding=utf-8")
    return [unit for unit, _ in rows], made


def _rows(
    text: str, path: str, language: str, faults: list[Fault]
) -> Iterator[tuple[Unit, list[str]]]:
    """Yield a unit for each row that is not empty, with its English and translation."""
    wanted = (ADDRESS, ENGLISH, translation_column(language))
    lines = csv.reader(
        io.StringIO(text, newline=""), delimiter=_delimiter(text, wanted), strict=True
    )
    try:
        headings = [_heading(cell) for cell in next(lines, [])]
        problems = list(_heading_problems(headings, wanted))
        faults += [Fault(path, "row 1", problem) for problem in problems]
        if problems:
            return
        places = [headings.index(_heading(column)) for column in wanted]
        for number, row in enumerate(lines, 2):
            if any(cell.strip() for cell in row):
                yield from _unit(row, len(headings), places, (path, f"row {number}"), faults)
    except csv.Error as error:
        message = f"The file is not valid CSV: {error}. Save it anew, with quoted cells."
        faults.append(Fault(path, f"line {lines.line_num}", message))


def _unit(
    row: list[str],
    width: int,
    places: list[int],
    where: tuple[str, str],
    faults: list[Fault],
) -> Iterator[tuple[Unit, list[str]]]:
    """Yield a row's unit. Spreadsheets leave out empty cells at the end; more is never right."""
    padded = [*row, *[""] * width]
    address, english, text = (plain_lines(plain_text(padded[place])) for place in places)
    if len(row) > width:
        message = (
            f"The row has {len(row)} cells for {width} columns. Put cells with commas, "
            "semicolons or line breaks inside in quotation marks."
        )
    elif _CALCULATED.fullmatch(text):
        message = (
            f"The spreadsheet calculated the translation of '{shown(address)}' to '{text}'. "
            "Format the cell as text, and type the translation again."
        )
    else:
        yield Unit(where[1], address.strip()), [english, text]
        return
    faults.append(Fault(*where, message))


def _delimiter(text: str, wanted: Iterable[str]) -> str:
    """Return the delimiter by which the first row has most of the columns wanted."""

    def found(delimiter: str) -> int:
        first = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            headings = {_heading(cell) for cell in next(first, [])}
        except csv.Error:
            return 0
        return sum(_heading(column) in headings for column in wanted)

    return max(_DELIMITERS, key=found)


def _heading(cell: str) -> str:
    return " ".join(cell.lower().replace("_", "-").split())


def _heading_problems(headings: list[str], wanted: tuple[str, ...]) -> Iterator[str]:
    translation = wanted[2]
    others = [name for name in headings if name.startswith("translation (")]
    for column in wanted:
        name = _heading(column)
        if headings.count(name) > 1:
            yield f"The column '{column}' is there twice. Remove one."
        elif name not in headings and column == translation and others:
            yield (
                f"The file holds '{shown(others[0])}', another language than '{column}'. Import "
                "it as its own language, or send the right file."
            )
        elif name not in headings:
            yield (
                f"The column '{column}' is missing. Keep the first row as it was exported, and "
                "save with commas, semicolons or tabs between the cells."
            )
