"""The commands `handbill translations export` and `import`: agencies, and people without tools."""

from collections.abc import Iterator
from pathlib import Path

import click

from handbill.cli.options import workspace_option
from handbill.cli.output import near_names
from handbill.cli.translations_options import folder_option, translations_folder
from handbill.model.catalogs import REVIEWED, header_fields
from handbill.translating.exchange import (
    Change,
    Kind,
    Outcome,
    Problems,
    decoded,
    exported,
    incoming,
    merged,
)
from handbill.translating.exchange_units import shown

_EXPORT_EPILOG = """\b
Examples:
  handbill translations export de --format xliff
  handbill translations export pt-BR --format csv -o for-ana.csv
  handbill translations export ka --format csv -w my-workspace
"""

_IMPORT_EPILOG = """\b
Examples:
  handbill translations import de handbill-de.xlf --dry-run
  handbill translations import pt-BR for-ana.csv
  handbill translations import ka handbill-ka.csv -w my-workspace
"""

_ENDINGS: dict[Kind, str] = {"xliff": "xlf", "csv": "csv"}


@click.command(epilog=_EXPORT_EPILOG)
@click.argument("language", metavar="LANG")
@click.option("--format", "kind", type=click.Choice(list(_ENDINGS)), required=True,
              help="xliff for agencies and their programs, csv for a spreadsheet.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=None,
              help="File to write; else handbill-LANG.xlf or handbill-LANG.csv.")  # fmt: skip
@folder_option
@workspace_option
def export(
    language: str, kind: Kind, output: Path | None, folder: Path | None, workspace: Path | None
) -> int:
    """Write the catalog of LANG as a file to send to a translator or an agency.

    Names and remarks of translators and reviewers stay here. No file is overwritten.
    """
    from handbill.batch.delivery import has_same_bytes, write_atomically

    path, tag = _catalog(translations_folder(folder, workspace), language)
    made = exported(path.read_bytes(), str(path), tag, kind)
    target = output or Path(f"handbill-{tag}.{_ENDINGS[kind]}")
    if target.exists() and not has_same_bytes(target, made):
        raise click.UsageError(
            f"'{target}' is there already, and may hold somebody's work. Choose another name "
            "with -o, or move it away."
        )
    write_atomically(target, made)
    where = f" -t {folder}" if folder else f" -w {workspace}" if workspace else ""
    click.echo(f"Wrote {target}. Bring it back: handbill translations import {tag} FILE{where}")
    return 0


@click.command("import", epilog=_IMPORT_EPILOG)
@click.argument("language", metavar="LANG")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Show the changes, and write nothing.")
@click.option("--with-unfinished", "unfinished", is_flag=True,
              help="Take also texts that an XLIFF calls not final.")  # fmt: skip
@folder_option
@workspace_option
def import_(
    language: str,
    file: Path,
    dry_run: bool,
    unfinished: bool,
    folder: Path | None,
    workspace: Path | None,
) -> int:
    """Bring the translations of FILE, XLIFF or CSV, into the catalog of LANG.

    Only texts that changed are written; everything else in the catalog stays as it is. Exit
    status 1 where texts were refused or left out.
    """
    from handbill.batch.delivery import write_atomically

    path, tag = _catalog(translations_folder(folder, workspace, writes=True), language)
    found = incoming(file.read_bytes(), str(file), tag)
    text = decoded(path.read_bytes(), str(path))
    problems = _problems_in(tag, workspace)
    outcome = merged(text, str(path), found, str(file), problems, unfinished=unfinished)
    if dry_run:
        for change in outcome.changes:
            _show(change)
    elif outcome.changes:
        write_atomically(path, outcome.text.encode())
    _tell(outcome, path, dry_run)
    if outcome.changes and _is_reviewed_as_a_whole(text):
        click.echo(
            "The header calls the whole catalog reviewed, these new texts too. Have them read by "
            "a second person before they are printed, or write 'X-Review: draft' there.",
            err=True,
        )
    return 1 if outcome.refused or outcome.not_final else 0


def _catalog(folder: Path, language: str) -> tuple[Path, str]:
    """Return a language's catalog and its tag, from the tag or the name of its folder."""
    known = {
        path.parts[-3].replace("_", "-"): path
        for path in sorted(folder.glob("*/LC_MESSAGES/handbill.po"))
    }
    asked = language.replace("_", "-").lower()
    for tag, path in known.items():
        if tag.lower() == asked:
            return path, tag
    raise click.UsageError(
        f"'{folder}' has no catalog for '{language}'.{near_names(language, known)} "
        f"There are: {', '.join(known) or 'none'}."
    )


def _problems_in(tag: str, workspace: Path | None) -> Problems:
    """Return what finds the errors of a translation into a language, as 'handbill check' does."""
    from handbill.library.glossary import read_glossary
    from handbill.library.roots import overlay, roots
    from handbill.model.wording import Wording, errors_of

    # Only the glossary is read: a library with faults may need just the texts that come in.
    places = overlay(roots(workspace), "content/glossary", "*.toml")
    names = read_glossary(places, frozenset(), []).names

    def problems(english: str, text: str) -> Iterator[str]:
        found = errors_of(Wording(english, text, tag, names=names))
        return (problem.message for problem in found)

    return problems


def _is_reviewed_as_a_whole(text: str) -> bool:
    return header_fields(text.replace("\r\n", "\n")).get("X-Review") == REVIEWED


def _show(change: Change) -> None:
    click.echo(change.address)
    if change.before == change.after:
        click.echo(f"  confirmed: {shown(change.after)}")
        return
    click.echo(f"  - {shown(change.before)}")
    click.echo(f"  + {shown(change.after)}")


def _tell(outcome: Outcome, path: Path, dry_run: bool) -> None:
    for fault in (*outcome.refused, *outcome.not_final):
        click.echo(str(fault), err=True)
    click.echo(
        f"Changed: {len(outcome.changes)}. The same: {outcome.same}. "
        f"Refused: {len(outcome.refused)}. Not final, left out: {len(outcome.not_final)}. "
        f"Not in the file: {outcome.missing}."
    )
    if dry_run:
        click.echo("Nothing was written, because of --dry-run.")
    elif outcome.changes:
        click.echo(f"Wrote {path}. Look at the changes in print before you hand them on.")
    else:
        click.echo(f"Nothing to write: {path} stays as it was.")
