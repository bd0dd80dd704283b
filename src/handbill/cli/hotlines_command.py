"""The command `handbill hotlines`."""

from pathlib import Path
from typing import Any

import click
import msgspec

from handbill.cli.options import json_option, workspace_option
from handbill.cli.output import print_json
from handbill.library.library import load_library
from handbill.model.languages import language_name
from handbill.model.names import look_up
from handbill.model.numbers import printed_number
from handbill.model.regions import Channel, Hotline, Region

_EPILOG = """\b
Examples:
  handbill hotlines US
  handbill hotlines MX --json
"""


@click.command(epilog=_EPILOG)
@click.argument("region")
@workspace_option
@json_option
def command(region: str, workspace: Path | None, as_json: bool) -> int:
    """Show every line recorded for REGION, printed or not, with what its sources say."""
    library = load_library(workspace, spare_faulty=True)
    record = look_up("region", region, library.regions)
    if as_json:
        print_json(_as_data(record))
        return 0
    for entry in record.emergency:
        click.echo(f"Emergency {entry.number} ({', '.join(entry.services)}), "
                   f"checked {entry.checked}")  # fmt: skip
        for source in entry.sources:
            click.echo(f"    {source.url}")
    for hotline in record.hotlines:
        click.echo("\n" + "\n".join(_described(hotline, record)))
    return 0


def _as_data(record: Region) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.to_builtins(record)
    country = record.country()
    for hotline, described in zip(record.hotlines, data["hotlines"], strict=True):
        for channel, entry in zip(hotline.channels, described["channels"], strict=True):
            if channel.number:
                entry["printed"] = printed_number(channel, country, country)
    return {"region": record.code, **data}


def _described(hotline: Hotline, record: Region) -> list[str]:
    state = "printed" if hotline.print else f"NOT PRINTED: {hotline.reason}"
    facts = [fact for fact in ("free", "confidential", "anonymous") if getattr(hotline, fact)]
    lines = [
        f"{hotline.name} [{hotline.id}]",
        f"    {hotline.kind}, {state}",
        f"    confidence {hotline.confidence}, checked {hotline.checked}",
    ]
    if hotline.serves != "everyone":
        lines.append(f"    serves {hotline.serves}")
    if facts:
        lines.append(f"    {', '.join(facts)}")
    lines += [f"    {_channel(channel, record.country())}" for channel in hotline.channels]
    lines += [f"    source: {source.url}" + (f" ({source.year})" if source.year else "")
              for source in hotline.sources]  # fmt: skip
    if hotline.note:
        lines.append(f"    note: {' '.join(hotline.note.split())}")
    return lines


def _channel(channel: Channel, country: str) -> str:
    what = printed_number(channel, country, country) if channel.number else channel.address
    parts = [f"{channel.kind} {what}"]
    if channel.languages:
        names = ", ".join(language_name(tag, "en") for tag in channel.languages)
        parts.append(f"answers in {names}" + (", interpreters" if channel.interpreters else ""))
    if channel.hours:
        hours = channel.hours if isinstance(channel.hours, str) else "; ".join(
            f"{' '.join(entry.days)} {entry.opens}-{entry.closes}" for entry in channel.hours
        )  # fmt: skip
        parts.append(f"open {hours}")
    return " · ".join(parts)
