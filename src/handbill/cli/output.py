"""What the commands share: tables, JSON, faults."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.table import Table

from handbill.model.faults import InputError, UnknownNameError
from handbill.model.names import nearest


def people() -> Console:
    """Return the console for people's messages: standard error, honouring NO_COLOR."""
    return Console(stderr=True, soft_wrap=True, highlight=False)


def print_json(value: Any) -> None:
    """Print a value as JSON on standard output."""
    click.echo(json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=1))


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table on standard output, as wide as it needs where it is not a terminal."""
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*row)
    if not console.is_terminal:
        console.width = 200
    console.print(table)


def near_names(name: str, known: Iterable[str]) -> str:
    """Return ' Did you mean ...?' for a mistyped name, or nothing."""
    near = nearest(name, known)
    return f" Did you mean {' or '.join(near)}?" if near else ""


def input_faults(error: BaseException) -> list[str] | None:
    """Return the lines that tell a person of unusable input, None for other errors."""
    if isinstance(error, InputError):
        count = len(error.faults)
        lines = [str(fault) for fault in error.faults]
        return [*lines, f"{count} fault{'s' if count != 1 else ''} found. Nothing was made."]
    if isinstance(error, UnknownNameError):
        return [str(error)]
    if isinstance(error, OSError) and error.filename:
        return [f"{error.filename}: {error.strerror}. Choose a folder that can be written."]
    return None
