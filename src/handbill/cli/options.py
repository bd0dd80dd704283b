"""Options that several commands take."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

import click

from handbill.model.faults import UnknownNameError
from handbill.model.formats import LARGEST_OFFSET, WIDEST_EDGE, Printer
from handbill.model.names import look_up

workspace_option = click.option(
    "-w",
    "--workspace",
    type=click.Path(path_type=Path),
    help="Folder whose files win over the built-in ones ('handbill init' makes one).",
)
force_option = click.option(
    "--force", is_flag=True, help="Make also what has not changed since it was made."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


class OffsetType(click.ParamType[tuple[float, float]]):
    """Two lengths in mm, to the right and down: `0.5,-0.3mm`."""

    name = "RIGHT,DOWN"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        """Return the lengths in mm."""
        if isinstance(value, tuple):
            return value
        parts = str(value).strip().removesuffix("mm").split(",")
        try:
            right, down = (float(part.strip().removesuffix("mm")) for part in parts)
        except ValueError:
            self.fail(
                f"'{value}' is no offset. Write how far backs move to the right and down, "
                f"such as 0.5,-0.3mm.", param, ctx,
            )  # fmt: skip
        if not max(abs(right), abs(down)) <= LARGEST_OFFSET:
            self.fail(
                f"'{value}' is more than {LARGEST_OFFSET:g} mm. 'handbill calibrate' shows how "
                f"to measure it.", param, ctx,
            )  # fmt: skip
        return right, down


def printer_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what a printer does to sheets."""
    for option in (
        click.option("--printer", "printer_name", default="",
                     help="A printer of your workspace's content/printers.toml."),
        click.option("--printer-edge", type=click.FloatRange(0, WIDEST_EDGE), metavar="MM",
                     help="Width of the rim your printer cannot print on."),
        click.option("--offset-back", type=OffsetType(),
                     help="Moves backs onto their fronts, e.g. 0.5,-0.3mm; see calibrate."),
        click.option("--duplex", type=click.Choice(["long", "short"]), default=None,
                     help="The edge your printer turns sheets over; else the one that keeps "
                          "backs upright."),
    ):  # fmt: skip
        command = option(command)
    return command


def printer_of(
    known: Mapping[str, Printer],
    name: str,
    edge: float | None,
    duplex: Literal["long", "short"] | None,
    offset_back: tuple[float, float] | None,
) -> Printer:
    """Return the printer that is named, with what the command line says otherwise.

    Raises:
        UsageError: where the workspace has no printer of that name.
    """
    printer = Printer()
    if name:
        try:
            printer = look_up("printer", name, known)
        except UnknownNameError as error:
            hint = "content/printers.toml in your workspace names printers."
            raise click.UsageError(f"{error} {hint}") from error
    return Printer(
        printer.edge if edge is None else edge,
        printer.duplex if duplex is None else duplex,
        printer.offset_back if offset_back is None else offset_back,
    )
