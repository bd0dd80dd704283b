"""Options that several commands take."""

from pathlib import Path

import click

workspace_option = click.option(
    "-w",
    "--workspace",
    type=click.Path(path_type=Path),
    help="Folder whose files win over the built-in ones ('handbill init' makes one).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
