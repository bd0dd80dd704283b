"""The command `handbill callsheet`."""

from pathlib import Path

import click

from handbill.cli.options import workspace_option
from handbill.library.library import load_library
from handbill.model.names import look_up

_EPILOG = """\b
Examples:
  handbill callsheet US
  handbill callsheet TH -w my-workspace -o out
  handbill callsheet US-FL --csv > calls.csv
"""


@click.command(epilog=_EPILOG)
@click.argument("region")
@click.option("-o", "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("out"),
              show_default=True, help="Folder to write to.")  # fmt: skip
@click.option("--csv", "as_csv", is_flag=True,
              help="Write one row for each channel to standard output instead.")  # fmt: skip
@workspace_option
def command(region: str, out: Path, as_csv: bool, workspace: Path | None) -> int:
    """Print what to ask when REGION's lines are confirmed by telephone, with space to write.

    Lines that are kept out of print are on it as well, and emergency numbers, which are
    confirmed by reading and never called. 'handbill directory confirm' takes the result.
    """
    from handbill.batch.callsheets import call_sheet_csv, print_call_sheet

    library = load_library(workspace, spare_faulty=True)
    record = look_up("region", region, library.regions)
    if as_csv:
        click.echo(call_sheet_csv(record).encode("utf-8"), nl=False)
        return 0
    from handbill.press.fonts import isolate_fonts

    isolate_fonts()
    from handbill.press.engine import EngineError

    try:
        click.echo(print_call_sheet(library, record, out))
    except EngineError as error:
        message = f"The layout engine could not set the call sheet of {record.code}: {error}"
        raise click.ClickException(message) from error
    return 0
