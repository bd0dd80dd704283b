"""The command `handbill contact-sheet`."""

import os
import signal
from pathlib import Path

import click

from handbill.cli.options import json_option, workspace_option
from handbill.cli.output import people, print_json
from handbill.cli.progress import Progress
from handbill.model.formats import Variant
from handbill.planning.selection import Selection

_EPILOG = """\b
Examples:
  handbill contact-sheet -p self-help -o self-help.png
  handbill contact-sheet -f poster -l en -l ar -l km --thumbnail -o posters.png
  handbill contact-sheet --region DE -l de -l uk --ink-saver

\b
Exit status: 0 all editions are shown; 1 some were skipped, rejected or failed and
stand there in red with the reason; 2 wrong usage or unreadable input.
"""


@click.command(epilog=_EPILOG)
@click.option("-p", "--piece", "pieces", multiple=True, help="Piece, e.g. self-help; else all.")
@click.option("-f", "--format", "formats", multiple=True,
              help="Format, e.g. poster; else all that suit.")  # fmt: skip
@click.option("-l", "--language", "languages", multiple=True, default=("en", "ar"),
              show_default=True, help="Language, or several for one edition: es+en.")  # fmt: skip
@click.option("--region", default="US", show_default=True, help="Region the editions are for.")
@click.option("--paper", default="", help="letter, a4, ...; else the region's own.")
@click.option("--large-print", is_flag=True, help="Type of 18 pt and more.")
@click.option("--ink-saver", is_flag=True, help="White grounds.")
@click.option("--grey", is_flag=True, help="Greys instead of colours.")
@click.option("--thumbnail", is_flag=True,
              help="Each edition at 15 %: how a poster looks from three metres.")  # fmt: skip
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False),
              default=Path("contact-sheet.html"), show_default=True,
              help="File to write: .png, or .html for any number of editions.")  # fmt: skip
@click.option("-j", "--jobs", type=click.IntRange(1, 64), default=None,
              help="Processes at work; else the number of cores.")  # fmt: skip
@workspace_option
@json_option
def command(
    pieces: tuple[str, ...],
    formats: tuple[str, ...],
    languages: tuple[str, ...],
    region: str,
    paper: str,
    large_print: bool,
    ink_saver: bool,
    grey: bool,
    thumbnail: bool,
    out: Path,
    jobs: int | None,
    workspace: Path | None,
    as_json: bool,
) -> int:
    """Show all pieces, formats and languages as one picture, to review.

    A row for each piece and format, a column for each language; pages stand side by side as
    screen output has them. Editions that are not made have the reason in their place.
    """
    if out.suffix.lower() not in (".png", ".html"):
        raise click.UsageError(f"'{out}' ends with neither .png nor .html. Choose one of the two.")
    from handbill.press.fonts import isolate_fonts

    isolate_fonts()
    from handbill.batch.contact_sheets import (
        ContactSheetError,
        Wish,
        make_contact_sheet,
        plan_contact_sheet,
    )
    from handbill.library.library import load_library
    from handbill.press.captions import MissingFontError

    dresses: dict[Variant, bool] = {
        "grey": grey, "ink-saver": ink_saver, "large-print": large_print,
    }  # fmt: skip
    selection = Selection(
        regions=(region,),
        pieces=pieces,
        formats=formats,
        languages=languages,
        outputs=("screen",),
        paper=paper.lower(),
        variants=tuple(name for name, wanted in dresses.items() if wanted),
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        planned = plan_contact_sheet(
            Wish(selection, out, thumbnail), load_library(workspace, spare_faulty=True)
        )
        with Progress(len(planned.editions), quiet=as_json) as progress:
            report = make_contact_sheet(
                planned, workspace, jobs or os.cpu_count() or 1, progress.note
            )
    except (ContactSheetError, MissingFontError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        print_json(report)
    else:
        click.echo(out)
    left_out = report.summary.rejected + report.summary.failed + report.summary.skipped
    people().print(
        f"{len(report.editions) - left_out} of {len(report.editions)} editions are shown, "
        f"in {report.summary.seconds:.1f} s.",
        markup=False,
    )
    return 1 if left_out else 0
