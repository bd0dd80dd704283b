"""The command `handbill translations glossary`."""

from pathlib import Path

import click

from handbill.batch.delivery import write_if_changed
from handbill.cli.options import workspace_option
from handbill.cli.translations_options import counted, folder_option, translations_folder
from handbill.library.library import load_library
from handbill.translating.glossary_files import glossary_csv, glossary_tbx

_EPILOG = """\b
Examples:
  handbill translations glossary

\b
The terms stand in content/glossary: en.toml holds them, a file each how a language says them.
"""


@click.command(epilog=_EPILOG)
@folder_option
@workspace_option
def glossary(folder: Path | None, workspace: Path | None) -> int:
    """Write the glossary as glossary.csv and glossary.tbx beside the catalogs.

    For spreadsheets, and for programs that translators work with.
    """
    found = load_library(workspace, with_catalogs=False).glossary
    target = translations_folder(folder, workspace, writes=True)
    texts = {"glossary.csv": glossary_csv(found), "glossary.tbx": glossary_tbx(found)}
    for name, text in texts.items():
        written = write_if_changed(target / name, text.encode())
        told = f"{counted(len(found.terms), 'term')}, {counted(len(found.names), 'name')}"
        click.echo(f"{'Wrote' if written else 'Unchanged:'} {target / name} ({told}).")
    return 0
