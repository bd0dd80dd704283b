"""The command `handbill directory`: keep numbers true, bring lists in and out."""

import datetime
import re
from collections.abc import Iterable
from pathlib import Path

import click
import msgspec

from handbill.cli.options import json_option, workspace_option
from handbill.cli.output import people, print_json
from handbill.library.editing import confirm as confirm_record
from handbill.library.editing import own_hotlines, region_of, write_record
from handbill.library.exchange import read_rows, to_csv, to_hsds, to_json
from handbill.library.importing import Merged, merged
from handbill.library.library import load_library
from handbill.model.changes import Carried, Change, Way, changes, outdated
from handbill.model.faults import Fault, InputError
from handbill.model.names import look_up
from handbill.model.regions import Region

_EPILOG = """\b
Examples:
  handbill directory confirm us-trafficking --by "A. Okoye" -w my-workspace
  handbill directory diff built-in my-workspace --manifest out/manifest.json
  handbill directory import lines.csv --region KE --dry-run -w my-workspace
  handbill directory export DE PL --format csv > lines.csv
"""

_REQUIRED_WORKSPACE = click.option(
    "-w", "--workspace", "workspace", required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder whose record is written; 'handbill init DIR' makes one.",
)  # fmt: skip
_CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


@click.group(epilog=_EPILOG)
def command() -> None:
    """Keep the directory of hotlines true: confirm, compare, import, export."""


@command.command()
@click.argument("hotline")
@click.option("--by", required=True, help="Who called: a name or initials.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None,
              help="Day of the call; else today.")  # fmt: skip
@click.option("--wrong", default="", metavar="REASON",
              help="The line must not be printed any more, and why.")  # fmt: skip
@_REQUIRED_WORKSPACE
def confirm(
    hotline: str, by: str, on: datetime.datetime | None, wrong: str, workspace: Path
) -> int:
    """Note that somebody called HOTLINE and found its record right, or wrong.

    The rest of the record's file stays as it was. 'handbill callsheet REGION' prints what to
    ask.
    """
    day = on.date() if on else datetime.date.today()
    if day > datetime.date.today():
        raise click.UsageError(f"{day} lies in the future. Write the day of the call.")
    if not by.strip():
        raise click.UsageError("Nobody is named. Write who called: --by NAME.")
    library = load_library(workspace, spare_faulty=True)
    region = region_of(hotline, library.regions)
    path = confirm_record(workspace, region, hotline, by.strip(), day, wrong.strip())
    outcome = "must not be printed" if wrong.strip() else "is confirmed"
    click.echo(f"{hotline} {outcome} ({by.strip()}, {day}). Wrote {path}.")
    record = next(entry for entry in library.regions[region].hotlines if entry.id == hotline)
    if not (record.print or wrong.strip()):
        click.echo(f"It is still kept out of print: {record.reason}")
    return 0


@command.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("-m", "--manifest", "manifests", multiple=True,
              type=click.Path(path_type=Path, exists=True),
              help="manifest.json of printed editions, or its folder; else out/.")  # fmt: skip
@json_option
def diff(old: Path, new: Path, manifests: tuple[Path, ...], as_json: bool) -> int:
    """Tell what changed from OLD to NEW, and which printed editions that makes wrong.

    OLD and NEW are workspaces, or folders with content/regions; 'built-in' is the directory
    that came with Handbill. Exit status 1 where printed editions are wrong.
    """
    before, after = _regions(old), _regions(new)
    changed = changes(before, after)
    places = manifests or ((Path("out"),) if Path("out/manifest.json").is_file() else ())
    files = [file for place in places for file in _carried(place)]
    wrong = outdated(files, changed)
    unknown = [file.path for file in files if file.region not in {*before, *after}]
    if as_json:
        print_json({"changes": changed, "outdated": wrong, "unknown": unknown})
    else:
        lines = _lines(changed)
        for line in (*lines, *(f"pull {file.path}: {'; '.join(file.reasons)}" for file in wrong)):
            click.echo(line)
        _tell_outcome(len(lines), len(wrong), places, unknown)
    return 1 if wrong else 0


def _regions(place: Path) -> dict[str, Region]:
    if str(place) == "built-in":
        return load_library(spare_faulty=True).regions
    if not place.is_dir():
        raise click.UsageError(f"There is no folder '{place}'. Name a workspace, or 'built-in'.")
    return load_library(place, spare_faulty=True).regions


class _Printed(msgspec.Struct):
    id: str
    channel: str
    printed: str


class _Entry(msgspec.Struct):
    id: str
    path: str
    hotlines: tuple[_Printed, ...]
    emergency: tuple[str, ...] | None = None


class _Manifest(msgspec.Struct):
    editions: tuple[_Entry, ...]


def _carried(place: Path) -> list[Carried]:
    path = place / "manifest.json" if place.is_dir() else place
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=_Manifest)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        message = "This is no manifest of Handbill's. Name the manifest.json of an output folder."
        raise InputError([Fault(str(path), "", message)]) from error
    return [
        Carried(
            path=str(path.parent / entry.path),
            region=entry.id.split("/", maxsplit=1)[0],
            lines=tuple((line.id, Way(line.channel, line.printed)) for line in entry.hotlines),
            emergency=entry.emergency,
        )
        for entry in manifest.editions
    ]


def _lines(changed: Iterable[Change]) -> list[str]:
    """Return one line for each change, regions that inherit it beside the one that has it."""
    regions: dict[tuple[str, str], list[str]] = {}
    for change in changed:
        regions.setdefault((change.hotline, _described(change)), []).append(change.region)
    return [f"{', '.join(codes)} {name}: {text}" for (name, text), codes in regions.items()]


def _described(change: Change) -> str:
    parts = [f"no longer {' or '.join(map(str, change.gone))}"] if change.gone else []
    parts += [f"now {' or '.join(map(str, change.new))}"] if change.new else []
    parts += [
        f"changed on {lost.what}{f' of {lost.way}' if lost.way else ''}" for lost in change.lost
    ]
    parts += [f"kept out of print: {change.reason}"] if change.reason else []
    return "; ".join(parts)


def _tell_outcome(changed: int, wrong: int, places: tuple[Path, ...], unknown: list[str]) -> None:
    console = people()
    where = f" of {', '.join(map(str, places))}" if places else ""
    hint = "" if places else " No manifest was looked at; name one with --manifest."
    console.print(
        f"{_counted(changed, 'change')}; {_counted(wrong, 'printed edition')}{where} "
        f"wrong now.{hint}",
        markup=False,
    )
    if unknown:
        console.print(
            f"{_counted(len(unknown), 'printed edition')} could not be compared, because neither "
            f"directory has the region: {', '.join(unknown)}.",
            markup=False,
        )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--region", required=True, help="Region that the lines are for, e.g. KE.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@_REQUIRED_WORKSPACE
def import_(file: Path, region: str, dry_run: bool, workspace: Path) -> int:
    """Put an organization's own list into REGION's record: CSV or JSON, one row a channel.

    'handbill directory export' shows the columns. Rows are checked like any record: nothing is
    written while a fault is left.
    """
    code = region.upper()
    if not _CODE.fullmatch(code):
        raise click.UsageError(f"'{region}' is no ISO 3166 code. Write one such as KE or US-FL.")
    load_library(workspace, spare_faulty=True)
    try:
        # Not read_text: line ends inside a cell stay as they are.
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = "The file is not UTF-8. Save it with the encoding UTF-8."
        raise InputError([Fault(str(file), "", message)]) from error
    result = merged(workspace, code, read_rows(text, str(file)), str(file))
    for name, outcome in result.outcomes.items():
        click.echo(f"{outcome}: {name}")
    _finish_import(result, code, dry_run=dry_run)
    return 0


def _finish_import(result: Merged, code: str, *, dry_run: bool) -> None:
    console = people()
    if result.begun and "-" not in code:
        console.print(
            f"{code} had no record: it begins with CLDR's official languages and the usual paper. "
            f"Check them, and add emergency numbers with their sources.",
            markup=False,
        )
    if set(result.outcomes.values()) == {"unchanged"}:
        console.print("Nothing differs, nothing was written.", markup=False)
    elif dry_run:
        console.print(f"Nothing was written. Without --dry-run: {result.path}.", markup=False)
    else:
        write_record(result.path, result.text)
        console.print(
            f"Wrote {result.path}. 'handbill hotlines {code} -w WORKSPACE' shows it.", markup=False
        )


_FORMATS = {"csv": to_csv, "json": to_json, "hsds": to_hsds}


@command.command()
@click.argument("regions", nargs=-1, metavar="[REGION...]")
@click.option("--format", "kind", type=click.Choice(list(_FORMATS)), default="csv",
              show_default=True, help="hsds: Open Referral's Human Services Data.")  # fmt: skip
@workspace_option
def export(regions: tuple[str, ...], kind: str, workspace: Path | None) -> int:
    """Write the directory of REGIONs, or of all, to standard output.

    A region's rows are the lines that its own record has, not those it inherits.
    """
    library = load_library(workspace, spare_faulty=True)
    chosen = [look_up("region", name, library.regions) for name in regions]
    own = {
        region.code: msgspec.structs.replace(region, hotlines=own_hotlines(region, library.regions))
        for region in chosen or library.regions.values()
    }
    click.echo(_FORMATS[kind](own).encode("utf-8"), nl=False)
    return 0
