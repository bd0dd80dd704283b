"""A list that somebody brings, read as hotlines."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from handbill.library.exchange import FACTS, TEXTS, WAY_TEXTS, Row, parted
from handbill.model.faults import Fault


class Listed(msgspec.Struct, frozen=True):
    """A hotline of a list.

    Columns that the list lacks are absent from its tables; empty cells are None in them.
    """

    id: str
    table: dict[str, Any]
    """What the record says of the whole line, by its key."""
    channels: tuple[dict[str, Any], ...]
    sources: tuple[dict[str, Any], ...] | None
    """None where the list has no column of sources."""
    places: tuple[str, ...]
    """Where each channel stands in the list."""


def listed(rows: list[Row], region: str, name: str, faults: list[Fault]) -> list[Listed]:
    """Return the hotlines of a list's rows, after noting every cell that cannot be read."""
    by_id: dict[str, list[Row]] = {}
    for row in rows:
        if row.cells.get("region", "").upper() not in ("", region):
            message = f"The row is not for {region}. Import each region on its own."
            faults.append(Fault(name, row.place, message))
        if row.cells.get("id"):
            by_id.setdefault(row.cells["id"], []).append(row)
        else:
            message = "The column 'id' is empty. Give the line an id, such as ke-trafficking."
            faults.append(Fault(name, row.place, message))
    return [_Reader(name, faults).hotline(key, group) for key, group in by_id.items()]


class _Reader:
    """Reads cells, and notes those that cannot be read."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        self._name = name
        self._faults = faults

    def hotline(self, key: str, rows: list[Row]) -> Listed:
        self._note_contradictions(rows)
        self._note_repetitions(rows)
        first = rows[0]
        return Listed(
            id=key,
            table=dict(self._facts(first)),
            channels=tuple(dict(self._channel(row)) for row in rows),
            sources=self._sources(first) if "source" in first.cells else None,
            places=tuple(row.place for row in rows),
        )

    def _note(self, row: Row, message: str) -> None:
        self._faults.append(Fault(self._name, row.place, message))

    def _note_contradictions(self, rows: list[Row]) -> None:
        """Note cells of the whole line that differ from its first row; empty ones do not."""
        first = rows[0]
        whole = (*TEXTS, *FACTS, "names", "checked", "recheck-days", "source", "source-year",
                 "source-says")  # fmt: skip
        for row in rows[1:]:
            differing = [
                column
                for column in whole
                if row.cells.get(column) and row.cells[column] != first.cells.get(column, "")
            ]
            if differing:
                self._note(
                    row,
                    f"The row differs from {first.place} of the same id in "
                    f"{', '.join(differing)}. Write the same, or leave the cells empty.",
                )

    def _note_repetitions(self, rows: list[Row]) -> None:
        seen: dict[tuple[str, ...], Row] = {}
        for row in rows:
            way = tuple(row.cells.get(column, "") for column in ("channel", "number", "address"))
            if way in seen:
                self._note(row, f"The row repeats the channel of {seen[way].place}. Remove one.")
            seen.setdefault(way, row)

    def _facts(self, row: Row) -> Iterator[tuple[str, Any]]:
        cells = row.cells
        for column in TEXTS:
            if column in cells:
                yield column, cells[column] or None
        for column in FACTS:
            if column in cells:
                yield column, self._yes(row, column)
        if "names" in cells:
            yield "names", self._names(row)
        if "recheck-days" in cells:
            yield "recheck-days", self._whole(row, "recheck-days", cells["recheck-days"])
        if "checked" in cells:
            yield "checked", self._date(row)

    def _yes(self, row: Row, column: str) -> bool | None:
        text = row.cells[column].lower()
        answers = {"yes": True, "true": True, "no": False, "false": False, "": None}
        if text not in answers:
            self._note(row, f"'{text}' in column '{column}' is neither yes nor no. Write one.")
        return answers.get(text)

    def _names(self, row: Row) -> dict[str, str] | None:
        names = {}
        for part in parted(row.cells["names"]):
            tag, sign, name = part.partition("=")
            if part and not (sign and tag.strip() and name.strip()):
                self._note(
                    row,
                    f"'{part}' in column 'names' is no language and name. Write it such as "
                    f"'es=Línea Nacional'.",
                )
            names[tag.strip()] = name.strip()
        return {tag: name for tag, name in names.items() if name} or None

    def _whole(self, row: Row, column: str, text: str) -> int | None:
        if text and not (text.isascii() and text.isdigit()):
            self._note(row, f"'{text}' in column '{column}' is no whole number. Write one.")
            return None
        return int(text) if text else None

    def _date(self, row: Row) -> datetime.date | None:
        text = row.cells["checked"]
        try:
            return datetime.date.fromisoformat(text) if text else None
        except ValueError:
            message = f"'{text}' in column 'checked' is no date. Write one such as 2026-11-21."
            self._note(row, message)
            return datetime.date.min

    def _sources(self, row: Row) -> tuple[dict[str, Any], ...]:
        columns: dict[str, list[str]] = {
            key: parted(row.cells[column])
            for key, column in (("url", "source"), ("year", "source-year"), ("says", "source-says"))
            if column in row.cells
        }
        most = len(columns["url"])
        for key, parts in columns.items():
            if len(parts) > most:
                self._note(
                    row, f"There are more parts in 'source-{key}' than addresses in 'source'. "
                    f"Part both by ' | ' alike.",
                )  # fmt: skip
        return tuple(
            dict(self._source(row, columns, at)) for at in range(most) if columns["url"][at]
        )

    def _source(
        self, row: Row, columns: Mapping[str, list[str]], at: int
    ) -> Iterator[tuple[str, Any]]:
        for key, parts in columns.items():
            text = parts[at] if at < len(parts) else ""
            yield key, self._whole(row, "source-year", text) if key == "year" else text or None

    def _channel(self, row: Row) -> Iterator[tuple[str, Any]]:
        cells = row.cells
        yield "kind", cells.get("channel") or "call"
        for column in WAY_TEXTS:
            if column in cells:
                yield column, cells[column] or None
        if "languages" in cells:
            yield "languages", cells["languages"].replace(",", " ").split() or None
        if "interpreters" in cells:
            yield "interpreters", self._yes(row, "interpreters")
        if "hours" in cells:
            yield "hours", self._hours(row)

    def _hours(self, row: Row) -> Any:
        text = row.cells["hours"]
        if text in ("always", "daily", ""):
            return text or None
        spans = []
        for part in text.split(";"):
            *days, times = part.split() or [""]
            opens, dash, closes = times.replace("–", "-").partition("-")
            if not days or not dash:
                self._note(
                    row,
                    f"'{text}' in column 'hours' cannot be read. Write always, daily, or days and "
                    f"times such as 'mon tue 09:00-17:00; sat 10:00-14:00'.",
                )
                return None
            spans.append({"days": [day.lower() for day in days], "opens": opens, "closes": closes})
        return spans
