"""Options that several commands take."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

LARGEST_OFFSET = 20.0
"""Largest offset of backs in mm: more is a wrong sheet, not a printer's play."""

workspace_option = click.option(
    "-w",
    "--workspace",
    type=click.Path(path_type=Path),
    help="Folder whose files win over the built-in ones ('handbill init' makes one).",
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
        click.option("--printer-edge", type=click.FloatRange(0, 20), default=0.0, metavar="MM",
                     help="Width of the rim your printer cannot print on."),
        click.option("--offset-back", type=OffsetType(), default=(0.0, 0.0),
                     help="Moves backs onto their fronts, e.g. 0.5,-0.3mm; see calibrate."),
        click.option("--duplex", type=click.Choice(["long", "short"]), default=None,
                     help="The edge your printer turns sheets over; else the one that keeps "
                          "backs upright."),
    ):  # fmt: skip
        command = option(command)
    return command
