"""The command `handbill init`."""

from pathlib import Path

import click

_EPILOG = """\b
Examples:
  handbill init my-workspace
  handbill make US -w my-workspace --organization example
"""

_FILES = {
    "README.md": """\
# A Handbill workspace

Files here win over the built-in ones of the same name.

- `content/regions/US.toml` would replace the record of the United States.
- `content/organizations/example/organization.toml` is your organization; rename the folder.
- `translations/<locale>/LC_MESSAGES/handbill.po` replaces or adds a catalog.
- `templates/` may replace formats, styles and drawings.

Check it with `handbill check -w .`, print with `handbill make REGION -w .`.
""",
    "content/organizations/example/organization.toml": """\
# The partner who hands pieces out. Printed on pieces that are not discreet.
name = "Example Aid"
line = "We help people who are being exploited."
line-language = "en"
""",
    "content/regions/.keep": "",
    "templates/.keep": "",
    "translations/.keep": "",
}


@click.command(epilog=_EPILOG)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def command(folder: Path) -> int:
    """Make a workspace in FOLDER: your own content, templates and translations."""
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty. Choose a new folder.")
    for name, text in _FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    click.echo(f"Made a workspace. Read {folder / 'README.md'}, then: "
               f"handbill make US -w {folder} --organization example")  # fmt: skip
    return 0
