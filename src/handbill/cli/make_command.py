"""The command `handbill make`."""

import os
from pathlib import Path
from typing import Literal

import click

from handbill.batch.running import Options
from handbill.batch.wiring import shelf_of
from handbill.cli.options import (
    force_option,
    json_option,
    printer_of,
    printer_options,
    workspace_option,
)
from handbill.cli.output import print_json
from handbill.cli.results import carry_out, print_paths, status_of, tell_summary
from handbill.library.library import load_library
from handbill.model.formats import Output, Variant
from handbill.planning.selection import Selection, plan

_EPILOG = """\b
Examples:
  handbill make US MX
  handbill make US-FL -l es -l ar -p self-help -f wallet-card
  handbill make DE -l de+uk -f poster --paper a3 -O screen
  handbill make US -p youth -f tri-fold --duplex short --offset-back 0.5,-0.3mm
  handbill make DE -p bystander -f poster --paper a2 --tiled --ink-saver
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
@click.option(
    "--paper",
    default="",
    help="letter, tabloid, 18x24, a4, a3, a2, avery-5029; else the region's own.",
)
@click.option("--large-print", is_flag=True, help="Type of 18 pt and more.")
@click.option("--ink-saver", is_flag=True, help="White grounds.")
@click.option("--grey", is_flag=True, help="Greys instead of colours.")
@click.option("--tiled", is_flag=True,
              help="A large poster on several sheets, to be put together.")  # fmt: skip
@printer_options
@click.option("--organization", default="", help="Partner who hands the pieces out.")
@click.option("-o", "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("out"),
              show_default=True, help="Folder to write to.")  # fmt: skip
@click.option("-j", "--jobs", type=click.IntRange(1, 64), default=None,
              help="Processes at work; else the number of cores.")  # fmt: skip
@workspace_option
@force_option
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
    large_print: bool,
    ink_saver: bool,
    grey: bool,
    tiled: bool,
    duplex: Literal["long", "short"] | None,
    offset_back: tuple[float, float] | None,
    printer_edge: float | None,
    printer_name: str,
    organization: str,
    out: Path,
    jobs: int | None,
    workspace: Path | None,
    force: bool,
    strict: bool,
    as_json: bool,
) -> int:
    """Print editions for REGIONs: each piece, format and language asked for, or all that suit.

    What lies in the folder already, and would be the same, is left alone.
    """
    if all_regions == bool(regions):
        raise click.UsageError("Name at least one REGION, or write --all.")
    library = load_library(workspace, spare_faulty=True)
    dresses: dict[Variant, bool] = {
        "grey": grey, "ink-saver": ink_saver, "large-print": large_print, "tiled": tiled,
    }  # fmt: skip
    chosen = tuple(name for name, wanted in dresses.items() if wanted)
    selection = Selection(
        regions=tuple(sorted(library.regions)) if all_regions else regions,
        pieces=pieces,
        formats=formats,
        languages=languages,
        outputs=tuple(dict.fromkeys(outputs)),
        paper=paper.lower(),
        organization=organization,
        variants=chosen,
        printer=printer_of(library.printers, printer_name, printer_edge, duplex, offset_back),
    )
    editions, omissions = plan(selection, shelf_of(library))
    options = Options(out, workspace, jobs or os.cpu_count() or 1, strict, force)
    report = carry_out(editions, omissions, options, library, quiet=as_json)
    if as_json:
        print_json(report)
    else:
        print_paths(report, out)
    tell_summary(report, out)
    return status_of(report)
