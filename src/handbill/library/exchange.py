"""The directory in and out: CSV, JSON, and Open Referral's HSDS.

CSV and JSON have one row for each channel, with the same names as the records. HSDS-style JSON
follows the Human Services Data Specification 3.0 (https://docs.openreferral.org/): services
with phones, languages, schedules and attribution, for exchange with other directories.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from handbill.model.faults import Fault, InputError
from handbill.model.numbers import printed_number
from handbill.model.regions import Channel, Hotline, Region

COLUMNS = (
    "region", "id", "kind", "name", "name-language", "names", "operator", "channel", "number",
    "form", "written", "letters", "address", "keyword", "languages", "interpreters", "hours",
    "free", "confidential", "anonymous", "serves", "confidence", "checked", "confirmed-by",
    "recheck-days", "print", "reason", "source", "source-year", "source-says", "note",
)  # fmt: skip
r"""The columns of a row, in order.

Languages are parted by spaces, other lists by ` | `; `\|` stands for the sign itself.
"""

TEXTS = (
    "kind", "name", "name-language", "operator", "serves", "confidence", "confirmed-by",
    "reason", "note",
)  # fmt: skip
WAY_TEXTS = ("number", "form", "written", "letters", "address", "keyword")
FACTS = ("free", "confidential", "anonymous", "print")
"""Columns that are texts, texts of a channel, and yes or no."""
_PART = " | "
_FORMULA = re.compile(r"'*[=+\-@]")
"""A cell that a spreadsheet would take for a formula, or that looks like one made safe."""


def rows(regions: Mapping[str, Region]) -> list[dict[str, str]]:
    """Return one row for each channel of each hotline."""
    return [
        _row(code, hotline, channel)
        for code, region in sorted(regions.items())
        for hotline in region.hotlines
        for channel in hotline.channels
    ]


def _row(code: str, hotline: Hotline, channel: Channel) -> dict[str, str]:
    record, way = msgspec.to_builtins(hotline), msgspec.to_builtins(channel)
    values: dict[str, Any] = {
        **{key: record[key] for key in (*TEXTS, *FACTS)},
        **{key: way[key] for key in WAY_TEXTS},
        "region": code,
        "id": hotline.id,
        "names": _joined(f"{tag}={name}" for tag, name in hotline.names.items()),
        "channel": channel.kind,
        "form": channel.form if channel.number else "",
        "languages": " ".join(channel.languages),
        "interpreters": channel.interpreters or None,
        "hours": hours_text(channel),
        "checked": hotline.checked.isoformat(),
        "recheck-days": hotline.recheck_days,
        "source": _joined(source.url for source in hotline.sources),
        "source-year": _joined(str(source.year or "") for source in hotline.sources),
        "source-says": _joined(source.says for source in hotline.sources),
    }
    return {name: _cell(values[name]) for name in COLUMNS}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip()


def _joined(texts: Iterable[str]) -> str:
    return _PART.join(text.replace("|", r"\|") for text in texts)


def parted(text: str) -> list[str]:
    r"""Return the parts of a joined cell, `\|` read as the sign itself."""
    parts = re.split(r"(?<!\\)\|", text)
    return [part.replace(r"\|", "|").strip() for part in parts]


def hours_text(channel: Channel) -> str:
    """Return a channel's hours as one cell: `always`, `daily`, or days and times."""
    if channel.hours is None or isinstance(channel.hours, str):
        return channel.hours or ""
    return "; ".join(f"{' '.join(span.days)} {span.opens}-{span.closes}" for span in channel.hours)


def csv_text(columns: Iterable[str], found: Iterable[Mapping[str, str]]) -> str:
    """Return rows as CSV (RFC 4180), with an apostrophe before what would be a formula."""
    text = io.StringIO()
    writer = csv.DictWriter(text, tuple(columns), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(
        {name: f"'{cell}" if _FORMULA.match(cell) else cell for name, cell in row.items()}
        for row in found
    )
    return text.getvalue()


def to_csv(regions: Mapping[str, Region]) -> str:
    """Return the directory as CSV, UTF-8 when written."""
    return csv_text(COLUMNS, rows(regions))


def to_json(regions: Mapping[str, Region]) -> str:
    """Return the directory as a JSON list of rows."""
    return json.dumps(rows(regions), ensure_ascii=False, indent=1) + "\n"


def to_hsds(regions: Mapping[str, Region]) -> str:
    """Return the directory as HSDS-style JSON: services, those kept out of print as inactive."""
    services = [
        {key: value for key, value in _service(code, region, hotline).items() if value}
        for code, region in sorted(regions.items())
        for hotline in region.hotlines
    ]
    return json.dumps({"services": services}, ensure_ascii=False, indent=1) + "\n"


def _service(code: str, region: Region, hotline: Hotline) -> dict[str, Any]:
    channels = hotline.channels
    web = next((channel.address for channel in channels if channel.kind == "web"), "")
    return {
        "id": hotline.id,
        "name": hotline.name,
        "organization": {"name": hotline.operator or hotline.name},
        "status": "active" if hotline.print else "inactive",
        "url": f"https://{web}" if web and "://" not in web else web,
        "fees_description": "free" if hotline.free else "",
        "interpretation_services": "yes" if any(way.interpreters for way in channels) else "",
        "assured_date": hotline.checked.isoformat(),
        "phones": [
            _phone(f"{hotline.id}.{number}", channel, region.country())
            for number, channel in enumerate(channels, 1)
            if channel.number
        ],
        "languages": [
            {"code": tag} for tag in dict.fromkeys(tag for way in channels for tag in way.languages)
        ],
        "schedules": [{"description": text} for way in channels if (text := hours_text(way))],
        "service_areas": [{"name": code, "extent_type": "iso3166"}],
        "attributes": [{"label": "kind", "value": hotline.kind}],
        "metadata": [
            {"last_action_type": "source", "replacement_value": source.url}
            for source in hotline.sources
        ],
    }


def _phone(name: str, channel: Channel, country: str) -> dict[str, Any]:
    types = {"call": "voice", "relay": "tty"}
    phone = {
        "id": name,
        "number": printed_number(channel, country, "001"),
        "type": types.get(channel.kind, channel.kind),
        "description": f"Send {channel.keyword}." if channel.keyword else "",
        "languages": [{"code": tag} for tag in channel.languages],
    }
    return {key: value for key, value in phone.items() if value}


class Row(msgspec.Struct, frozen=True):
    """A row of a list that somebody brings."""

    place: str
    """Where it stands, as people count: `row 2` is the first below the headings."""
    cells: dict[str, str]


def read_rows(text: str, name: str) -> list[Row]:
    """Return the rows of a CSV or JSON file; those without a word are left out.

    Raises:
        InputError: where it is neither, or has columns that are not known; carries all faults.
    """
    stripped = text.lstrip("\ufeff").lstrip()
    faults: list[Fault] = []
    read = _json_rows if stripped.startswith(("[", "{")) else _csv_rows
    found = [row for row in read(stripped, name, faults) if any(row.cells.values())]
    faults += [
        Fault(name, key, f"There is no such column. Known: {', '.join(COLUMNS)}.")
        for key in {key for row in found for key in row.cells if key not in COLUMNS}
    ]
    if not found and not faults:
        message = "The file has no rows. 'handbill directory export' shows how one looks."
        faults.append(Fault(name, "", message))
    if faults:
        raise InputError(faults)
    return found


def _csv_rows(text: str, name: str, faults: list[Fault]) -> Iterator[Row]:
    heading = text.partition("\n")[0]
    # Spreadsheets part cells by semicolons where the comma marks decimals.
    delimiter = max(",;\t", key=heading.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = [cell.strip().lower() for cell in next(lines, [])]
        faults += [
            Fault(name, column, "The column is there twice. Remove one.")
            for column in {column for column in columns if columns.count(column) > 1}
        ]
        for number, line in enumerate(lines, 2):
            if any(cell.strip() for cell in line[len(columns) :]):
                message = (
                    f"The row has {len(line)} cells for {len(columns)} columns. Put cells with "
                    f"'{delimiter}' inside in quotation marks."
                )
                faults.append(Fault(name, f"row {number}", message))
            yield Row(f"row {number}", dict(zip(columns, map(_plain, line), strict=False)))
    except csv.Error as error:
        message = f"The file is not valid CSV: {error}. Export it anew, with quoted cells."
        faults.append(Fault(name, f"line {lines.line_num}", message))


def _plain(cell: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from calculating it."""
    stripped = cell.strip()
    return stripped[1:] if stripped.startswith("'") and _FORMULA.match(stripped) else stripped


def _json_rows(text: str, name: str, faults: list[Fault]) -> Iterator[Row]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"The file is not valid JSON: {error}. Mend it, or export anew."
        faults.append(Fault(name, "", message))
        return
    for number, entry in enumerate(data if isinstance(data, list) else [data], 1):
        plain = isinstance(entry, dict) and not any(
            isinstance(value, dict | list) for value in entry.values()
        )
        if isinstance(data, list) and plain:
            yield Row(f"entry {number}", {key: _cell(value) for key, value in entry.items()})
        else:
            message = "JSON must be a list of objects, each a row: column names and plain values."
            faults.append(Fault(name, f"entry {number}", message))
