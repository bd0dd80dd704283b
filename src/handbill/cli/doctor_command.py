"""The command `handbill doctor`."""

import platform
from pathlib import Path

import click

from handbill import __version__
from handbill.cli.options import json_option, workspace_option
from handbill.cli.output import people, print_json, print_table
from handbill.library.library import Library, load_library

_EPILOG = """\b
Examples:
  handbill doctor
  handbill doctor --json
"""


@click.command(epilog=_EPILOG)
@workspace_option
@json_option
def command(workspace: Path | None, as_json: bool) -> int:
    """Check this machine: system libraries, and fonts for each language.

    Says which command mends what is missing. Exit status 1 where something is missing.
    """
    from handbill.press.fonts import font_folders
    from handbill.press.health import installed_families, language_fonts, system_libraries

    library = load_library(workspace, spare_faulty=True)
    libraries = system_libraries()
    languages = language_fonts(
        {tag: language.fonts for tag, language in library.languages.items()},
        _texts(library),
        installed_families(),
    )
    missing = [entry.package for entry in libraries if not entry.found]
    missing += [
        entry.package for entry in languages if entry.missing_families or entry.missing_characters
    ]
    packages = list(dict.fromkeys(missing))
    if as_json:
        print_json(
            {
                "ok": not packages,
                "program": __version__,
                "python": platform.python_version(),
                "font_folders": [str(folder) for folder in font_folders()],
                "libraries": libraries,
                "languages": languages,
                "mend": _mending(packages),
            }
        )
        return 1 if packages else 0
    click.echo(f"Handbill {__version__}, Python {platform.python_version()}")
    click.echo(f"Fonts from {', '.join(map(str, font_folders())) or 'no folder'}\n")
    print_table(
        ("library", "version", "needed for"),
        [(entry.name, entry.version or "MISSING", entry.needed_for) for entry in libraries],
    )
    click.echo()
    print_table(
        ("language", "fonts", "missing"),
        [
            (
                entry.language,
                ", ".join(entry.families),
                " ".join((*entry.missing_families, entry.missing_characters)).strip() or "nothing",
            )
            for entry in languages
        ],
    )
    click.echo()
    people().print(_mending(packages) or "Nothing is missing.", markup=False)
    return 1 if packages else 0


def _texts(library: Library) -> dict[str, str]:
    texts = {
        tag: "".join(entry.text for entry in catalog.translations.values())
        for tag, catalog in library.catalogs.items()
    }
    return {**texts, "en": "".join(source.text for source in library.sources().values())}


def _mending(packages: list[str]) -> str:
    if not packages:
        return ""
    return f"Run as root: apt-get install -y --no-install-recommends {' '.join(packages)}"
