"""The command `handbill calibrate`."""

from pathlib import Path
from typing import Literal

import click

from handbill.cli.options import OffsetType
from handbill.cli.output import people
from handbill.model.formats import Printer

_EPILOG = """\b
Examples:
  handbill calibrate
  handbill calibrate --paper letter --duplex short
  handbill calibrate --offset-back 0.5,-0.3mm -o proof.pdf
"""


@click.command(epilog=_EPILOG)
@click.option("--paper", type=click.Choice(["a4", "letter"], case_sensitive=False), default="a4",
              show_default=True)  # fmt: skip
@click.option("--landscape", is_flag=True,
              help="A sheet that lies, for leaflets folded in three.")  # fmt: skip
@click.option("--duplex", type=click.Choice(["long", "short"]), default=None,
              help="The edge your printer turns sheets over; else the one that keeps backs "
                   "upright.")  # fmt: skip
@click.option("--offset-back", type=OffsetType(), default=(0.0, 0.0),
              help="Moves the back, e.g. 0.5,-0.3mm: a second sheet proves it.")  # fmt: skip
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False),
              default=Path("calibration.pdf"), show_default=True,
              help="File to write.")  # fmt: skip
def command(
    paper: str,
    landscape: bool,
    duplex: Literal["long", "short"] | None,
    offset_back: tuple[float, float],
    out: Path,
) -> int:
    """Make a sheet that shows how far your printer's backs miss their fronts.

    Print it on both sides at 100 %, hold it against the light, and read off what to write after
    --offset-back, --duplex and --printer-edge of 'handbill make'.
    """
    if out.suffix.lower() != ".pdf":
        raise click.UsageError(f"'{out}' does not end with .pdf. Name a PDF to write.")
    from handbill.press.fonts import isolate_fonts

    isolate_fonts()
    from handbill.batch.delivery import write_atomically
    from handbill.press.calibration import Calibration, calibration_plan, calibration_sheet
    from handbill.press.engine import Engine, EngineError

    wanted = Calibration(paper, landscape, Printer(duplex=duplex or "", offset_back=offset_back))
    try:
        write_atomically(out, calibration_sheet(Engine([]), wanted))
    except EngineError as error:
        message = f"The layout engine could not set the calibration sheet: {error}"
        raise click.ClickException(message) from error
    click.echo(out)
    people().print(
        f"Print it on both sides at 100 %, flipped on the {calibration_plan(wanted).duplex} edge, "
        f"and follow what it says.",
        markup=False,
    )
    return 0
