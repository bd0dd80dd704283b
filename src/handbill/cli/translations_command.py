"""The command `handbill translations`."""

from pathlib import Path

import click

from handbill.library.library import load_library
from handbill.translating.template import template_text, updated_catalog

_EPILOG = """\b
Examples:
  handbill translations extract
  handbill translations update
"""

folder_option = click.option(
    "-t",
    "--translations",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path("translations"),
    show_default=True,
    help="Folder of the catalogs.",
)


@click.group(epilog=_EPILOG)
def command() -> None:
    """Work on the catalogs of translations."""


@command.command()
@folder_option
def extract(folder: Path) -> int:
    """Write the template handbill.pot from pieces and phrases."""
    path = folder / "handbill.pot"
    path.write_text(template_text(load_library().sources().values()), "utf-8")
    click.echo(f"Wrote {path}.")
    return 0


@command.command()
@folder_option
def update(folder: Path) -> int:
    """Bring every catalog up to date with the messages; no translation is guessed or lost."""
    sources = list(load_library().sources().values())
    for path in sorted(folder.glob("*/LC_MESSAGES/handbill.po")):
        before = path.read_text("utf-8")
        after = updated_catalog(before, sources)
        if before != after:
            path.write_text(after, "utf-8")
        click.echo(f"{'Unchanged' if before == after else 'Updated'}: {path}")
    return 0
