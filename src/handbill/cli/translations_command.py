"""The command `handbill translations`."""

from pathlib import Path
from typing import Any

import click

from handbill.cli.lazy import LazyGroup
from handbill.cli.options import json_option, workspace_option
from handbill.cli.translations_options import folder_option, translations_folder

_EPILOG = """\b
Examples:
  handbill translations new ka           a catalog for Georgian
  handbill translations preview ka       see it in the real layouts
  handbill translations check ka         find what is wrong
  handbill translations status           see what can be printed in which language
  handbill translations review ka        go through what nobody has reviewed

\b
The way of a translation is told in docs/translating.md, in plain words.
"""

_COMMANDS = {
    "extract": ("translations_command", "extract", "Write the template handbill.pot."),
    "update": ("translations_command", "update", "Bring catalogs up to date with the messages."),
    "new": ("translations_new", "new", "Make the catalog of a new language."),
    "preview": ("translations_preview", "preview", "See the pages of a language, with ids."),
    "check": ("translations_check", "check", "Find what is wrong with translations."),
    "status": ("translations_status", "status", "Show how far each language is."),
    "review": ("translations_review", "review", "Go through what nobody has reviewed."),
    "export": ("translations_exchange", "export", "Write a catalog as XLIFF or CSV."),
    "import": ("translations_exchange", "import_", "Take translations from XLIFF or CSV."),
    "glossary": ("translations_glossary", "glossary", "Write the glossary as CSV and TBX."),
    "measure": ("translations_measure", "measure", "Measure how long each text may be."),
}


_EXTRACT_EPILOG = """\b
Examples:
  handbill translations extract
  handbill translations extract -w my-workspace
"""

_UPDATE_EPILOG = """\b
Examples:
  handbill translations update
  handbill translations update -t ../handbill-translations
"""


@click.group(cls=LazyGroup, epilog=_EPILOG, commands_in=_COMMANDS)
def command() -> None:
    """Work on the catalogs of translations."""


@click.command(epilog=_EXTRACT_EPILOG)
@folder_option
@workspace_option
@json_option
def extract(folder: Path | None, workspace: Path | None, as_json: bool) -> int:
    """Write the template handbill.pot from pieces and phrases.

    The same messages `pybabel extract -F babel.cfg` finds, in the same order.
    """
    from handbill.batch.delivery import write_if_changed
    from handbill.cli.output import print_json
    from handbill.library.library import load_library
    from handbill.model.faults import InputError
    from handbill.translating.extracting import read_places, template_faults
    from handbill.translating.template import template_text

    library = load_library(workspace, with_catalogs=False)
    templates = {name: place.path for name, place in library.templates().items()}
    faults = template_faults(templates)
    if faults:
        raise InputError(faults)
    target = translations_folder(folder, workspace, writes=True)
    path = target / "handbill.pot"
    text = template_text(library.sources().values(), read_places(target / "places.toml"))
    changed = write_if_changed(path, text.encode())
    if as_json:
        print_json({"path": str(path), "messages": len(library.sources()), "changed": changed})
    else:
        click.echo(f"{'Wrote' if changed else 'Unchanged:'} {path}")
    return 0


@click.command(epilog=_UPDATE_EPILOG)
@folder_option
@workspace_option
@json_option
def update(folder: Path | None, workspace: Path | None, as_json: bool) -> int:
    """Bring every catalog up to date with the messages; no translation is guessed or lost.

    What `msgmerge --previous --no-fuzzy-matching` does, except that flags such as max-length
    stay.
    """
    from handbill.batch.delivery import write_if_changed
    from handbill.cli.output import print_json
    from handbill.library.library import load_library
    from handbill.translating.extracting import read_places

    library = load_library(workspace, with_catalogs=False)
    target = translations_folder(folder, workspace, writes=True)
    places = read_places(target / "places.toml")
    updated = _updated(target, list(library.sources().values()), places)
    changed = {path: write_if_changed(path, text.encode()) for path, text in updated.items()}
    if as_json:
        entries = [{"path": str(path), "changed": done} for path, done in changed.items()]
        print_json({"catalogs": entries})
        return 0
    for path, done in changed.items():
        click.echo(f"{'Updated' if done else 'Unchanged'}: {path}")
    return 0


def _updated(folder: Path, sources: list[Any], places: Any) -> dict[Path, str]:
    """Return every catalog's new text; where one cannot be read, none is written."""
    from handbill.library.roots import Place, read_text
    from handbill.model.faults import Fault, InputError
    from handbill.translating.template import updated_catalog

    faults: list[Fault] = []
    found = {}
    for path in sorted(folder.glob("*/LC_MESSAGES/handbill.po")):
        text = read_text(Place(folder, path), faults)
        if text is None:
            continue
        try:
            found[path] = updated_catalog(text, sources, places)
        except InputError as error:
            faults += [Fault(str(path), fault.key, fault.message) for fault in error.faults]
    if faults:
        raise InputError(faults)
    return found
