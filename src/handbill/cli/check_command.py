"""The command `handbill check`."""

from pathlib import Path

import click

from handbill.cli.options import workspace_option
from handbill.library.library import load_library

_EPILOG = """\b
Examples:
  handbill check
  handbill check -w my-workspace
"""


@click.command(epilog=_EPILOG)
@workspace_option
def command(workspace: Path | None) -> int:
    """Check all content, templates and translations, and report every fault at once.

    Exit status 2 where a fault was found.
    """
    library = load_library(workspace)
    hotlines = {hotline.id for region in library.regions.values() for hotline in region.hotlines}
    click.echo(
        f"No fault in {len(library.regions)} regions, {len(hotlines)} hotlines, "
        f"{len(library.pieces)} pieces, {len(library.formats)} formats and "
        f"{len(library.catalogs)} catalogs of {len(library.sources())} messages."
    )
    return 0
