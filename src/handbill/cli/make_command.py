"""The command `handbill make`."""

import os
import signal
from pathlib import Path

import click

from handbill.batch.results import EditionResult, Report
from handbill.batch.running import Options, run
from handbill.batch.wiring import shelf_of
from handbill.cli.options import json_option, workspace_option
from handbill.cli.output import people, print_json
from handbill.cli.progress import Progress
from handbill.library.library import load_library
from handbill.model.formats import Output
from handbill.planning.selection import Selection, plan

_EPILOG = """\b
Examples:
  handbill make US MX
  handbill make US-FL -l es -l ar -p self-help -f wallet-card
  handbill make DE -l de+uk -f poster --paper a3 -O screen
  handbill make --all -p bystander -l en --json > report.json

\b
Exit status: 0 all delivered or unchanged; 1 some edition was skipped, rejected or
failed (the others are delivered); 2 wrong usage or unreadable input.
"""


@click.command(epilog=_EPILOG)
@click.argument("regions", nargs=-1, metavar="REGION...")
@click.option("--all", "all_regions", is_flag=True, help="All regions there are.")
@click.option("-p", "--piece", "pieces", multiple=True, help="Piece, e.g. self-help.")
@click.option("-f", "--format", "formats", multiple=True, help="Format, e.g. poster.")
@click.option("-l", "--language", "languages", multiple=True,
              help="Language, or several for one bilingual edition: es, es+en.")  # fmt: skip
@click.option("-O", "--output", "outputs", multiple=True, default=("home",), show_default=True,
              type=click.Choice(["home", "press", "screen", "image"]),
              help="home: office printer; screen: accessible PDF; image: PNG.")  # fmt: skip
@click.option("--paper", default="", help="letter, tabloid, a4 or a3; else the region's own.")
@click.option("--organization", default="", help="Partner who hands the pieces out.")
@click.option("-o", "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("out"),
              show_default=True, help="Folder to write to.")  # fmt: skip
@click.option("-j", "--jobs", type=click.IntRange(1, 64), default=None,
              help="Processes at work; else the number of cores.")  # fmt: skip
@workspace_option
@click.option("--strict", is_flag=True, help="Reject unreviewed translations and stale numbers.")
@json_option
def command(
    regions: tuple[str, ...],
    all_regions: bool,
    pieces: tuple[str, ...],
    formats: tuple[str, ...],
    languages: tuple[str, ...],
    outputs: tuple[Output, ...],
    paper: str,
    organization: str,
    out: Path,
    jobs: int | None,
    workspace: Path | None,
    strict: bool,
    as_json: bool,
) -> int:
    """Print editions for REGIONs: each piece, format and language asked for, or all that suit."""
    if all_regions == bool(regions):
        raise click.UsageError("Name at least one REGION, or write --all.")
    library = load_library(workspace)
    selection = Selection(
        regions=tuple(sorted(library.regions)) if all_regions else regions,
        pieces=pieces,
        formats=formats,
        languages=languages,
        outputs=tuple(dict.fromkeys(outputs)),
        paper=paper.lower(),
        organization=organization,
    )
    editions, omissions = plan(selection, shelf_of(library))
    options = Options(out, workspace, jobs or os.cpu_count() or 1, strict)
    # A run that is ended from outside stops like one that is ended by Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with Progress(len(editions), quiet=as_json) as progress:
        report = run(editions, omissions, options, progress.note)
    if as_json:
        print_json(report)
    else:
        _print_results(report, out)
    _tell_summary(report, out)
    summary = report.summary
    return 1 if summary.rejected or summary.failed or summary.skipped else 0


def _print_results(report: Report, out: Path) -> None:
    for result in report.editions:
        if result.status in ("delivered", "unchanged"):
            click.echo(out / result.path)


def _tell_summary(report: Report, out: Path) -> None:
    console = people()
    for reason, results in _by_reason(report).items():
        names = ", ".join(result.id for result in results[:3])
        more = f" and {len(results) - 3} more" if len(results) > 3 else ""
        console.print(f"{results[0].status}: {names}{more}: {reason}", markup=False)
    summary = report.summary
    counts = [
        f"{count} {status}"
        for status in ("delivered", "unchanged", "rejected", "failed", "skipped")
        if (count := getattr(summary, status))
    ]
    where = f" Look in {out}/." if summary.delivered or summary.unchanged else ""
    console.print(
        f"{', '.join(counts) or 'Nothing to do'} in {summary.seconds:.1f} s.{where}", markup=False
    )


def _by_reason(report: Report) -> dict[str, list[EditionResult]]:
    grouped: dict[str, list[EditionResult]] = {}
    for result in report.editions:
        if result.reason:
            grouped.setdefault(result.reason, []).append(result)
    return grouped
