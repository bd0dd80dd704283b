"""The command `handbill translations status`."""

from pathlib import Path

import click

from handbill.batch.delivery import write_atomically
from handbill.batch.measuring import Bench, library_of
from handbill.cli.options import json_option, workspace_option
from handbill.cli.output import people, print_json, print_table
from handbill.cli.translations_options import (
    catalog_text,
    chosen_languages,
    counted,
    folder_option,
    translations_folder,
)
from handbill.library.catalogs import catalog_faults, catalog_of, catalog_path
from handbill.model.faults import Fault
from handbill.model.languages import canonical_tag
from handbill.translating.status import (
    LanguageStatus,
    catalog_status,
    readme_table,
    source_status,
    with_table,
)

_EPILOG = """\b
Examples:
  handbill translations status
  handbill translations status uk           each piece of one language
  handbill translations status --json
  handbill translations status --readme README.md

\b
Exit status: 0 all was told; 1 a catalog cannot be read and is left out; 2 wrong usage.
"""


@click.command(epilog=_EPILOG)
@click.argument("languages", nargs=-1, metavar="[LANGUAGE]...")
@folder_option
@workspace_option
@click.option("--readme", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Renew the table of languages in this file instead of printing it.")  # fmt: skip
@json_option
def status(
    languages: tuple[str, ...],
    folder: Path | None,
    workspace: Path | None,
    readme: Path | None,
    as_json: bool,
) -> int:
    """Show how far each language is, per piece, and which message blocks most sheets.

    A sheet is a piece in a format, such as the self-help poster. It can be printed when each
    message on it is translated; whether the texts fit, 'handbill translations check' tells.
    """
    if readme is not None and (languages or as_json):
        raise click.UsageError("--readme writes the table of all languages. Give nothing beside.")
    faults: list[Fault] = []
    target = translations_folder(folder, workspace)
    found = _statuses(languages, target, workspace, faults)
    for fault in faults:
        click.echo(str(fault), err=True)
    if readme is not None:
        _renew(readme, found, complete=not faults)
    elif as_json:
        print_json({"languages": found})
    elif languages:
        for one in found:
            _print_pieces(one)
    else:
        _print_languages(found, target)
    return 1 if faults else 0


def _renew(readme: Path, found: list[LanguageStatus], *, complete: bool) -> None:
    """Renew the table of a README; as it was where a language would be left out."""
    if not complete:
        people().print(f"{readme} stays as it was: a catalog cannot be read.", markup=False)
        return
    before = readme.read_bytes()
    try:
        text = with_table(before.decode(), readme_table(found))
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{readme}: The file is not UTF-8. Save it as such.") from error
    except ValueError as error:
        raise click.ClickException(f"{readme}: {error}") from error
    if text.encode() == before:
        people().print(f"Unchanged: {readme}", markup=False)
    else:
        write_atomically(readme, text.encode())
        people().print(f"Renewed the table of languages in {readme}.", markup=False)


def _statuses(
    names: tuple[str, ...], folder: Path, workspace: Path | None, faults: list[Fault]
) -> list[LanguageStatus]:
    from handbill.batch.sheets_index import sheets_said

    library = library_of(Bench(workspace, folder))
    sources = library.sources()
    others = tuple(name for name in names if canonical_tag(name) != "en")
    chosen = chosen_languages(others, folder, library.languages) if others or not names else []
    sheets = sheets_said(library)
    found = [] if names and len(others) == len(names) else [source_status(sources, sheets)]
    for language in chosen:
        path = catalog_path(folder, language)
        text = catalog_text(folder, path, faults)
        if text is None:
            continue
        problems = catalog_faults(text, language.tag, str(path), sources, library.glossary)
        faults += problems
        if not problems:
            catalog = catalog_of(text, language.tag, sources)
            found.append(catalog_status(text, catalog, sources, sheets))
    return found


def _print_languages(found: list[LanguageStatus], folder: Path) -> None:
    print_table(
        ("language", "", "translated", "fuzzy", "drafts", "sheets", "blocks most sheets"),
        [
            (
                one.language,
                one.name,
                f"{one.translated} of {one.messages} ({one.percent} %)",
                str(one.fuzzy),
                str(one.unreviewed),
                f"{one.printable} of {one.sheets}",
                f"{one.blocking.message} ({one.blocking.sheets})" if one.blocking else "",
            )
            for one in found
        ],
    )
    told = "'handbill translations status LANGUAGE' shows each piece."
    if all(one.language == "en" for one in found):
        told = f"There is no catalog in {folder}. 'handbill translations new LANGUAGE' makes one."
    people().print(told, markup=False, style="dim")


def _print_pieces(one: LanguageStatus) -> None:
    click.echo(f"{one.name} ({one.language}): {one.native}")
    print_table(
        ("piece", "translated", "fuzzy", "drafts", "can be printed", "not yet"),
        [
            (
                piece.piece,
                f"{piece.translated} of {piece.messages} ({piece.percent} %)",
                str(piece.fuzzy),
                str(piece.unreviewed),
                ", ".join(piece.printable),
                ", ".join(piece.unprintable),
            )
            for piece in one.pieces
        ],
    )
    if one.blocking:
        click.echo(
            f"Translate '{one.blocking.message}' first: it is missing on "
            f"{counted(one.blocking.sheets, 'sheet')}. In English: “{one.blocking.english}”"
        )
