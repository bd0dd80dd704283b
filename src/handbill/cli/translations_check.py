"""The command `handbill translations check`."""

import re
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from handbill.batch.measuring import Bench, in_processes, library_of, measure_texts, open_ruler
from handbill.cli.options import json_option, workspace_option
from handbill.cli.output import people, print_json
from handbill.cli.progress import Steps
from handbill.cli.translations_options import (
    catalog_text,
    chosen_languages,
    counted,
    folder_option,
    measuring,
    translations_folder,
)
from handbill.library.catalogs import catalog_path
from handbill.library.library import Library, load_library
from handbill.model.faults import Fault
from handbill.model.languages import Language
from handbill.model.names import look_up
from handbill.model.po_files import message_lines
from handbill.translating.checking import Desk, Remark, check_catalog
from handbill.translating.extracting import read_places

if TYPE_CHECKING:
    from handbill.batch.lengths import TooLong

_EPILOG = """\b
Examples:
  handbill translations check
  handbill translations check ar ur --no-layout
  handbill translations check ka -p self-help -f wallet-card
  handbill translations check ka -w my-workspace --json

\b
Each line names the file, the line, 'error' or 'advice', the check, and the message. Errors keep
a text from being printed. docs/translation-checks.md explains every check.

\b
Exit status: 0 nothing is wrong, or only advice was given; 1 there are errors;
2 wrong usage or unreadable input.
"""

_LINE = re.compile(r"\bline (\d+)\b")


class _Layouts(msgspec.Struct, frozen=True):
    """Which layouts are tried; empty names stand for all."""

    languages: tuple[Language, ...]
    pieces: tuple[str, ...]
    formats: tuple[str, ...]


@click.command(epilog=_EPILOG)
@click.argument("languages", nargs=-1, metavar="[LANGUAGE]...")
@folder_option
@workspace_option
@click.option("-p", "--piece", "pieces", multiple=True,
              help="Set only this piece in its formats; texts are checked in all.")  # fmt: skip
@click.option("-f", "--format", "formats", multiple=True,
              help="Set only in this format; texts are checked in all.")  # fmt: skip
@click.option("--no-layout", is_flag=True,
              help="Leave out setting each text in each format, which takes about a "
                   "minute a language.")  # fmt: skip
@json_option
def check(
    languages: tuple[str, ...],
    folder: Path | None,
    workspace: Path | None,
    pieces: tuple[str, ...],
    formats: tuple[str, ...],
    no_layout: bool,
    as_json: bool,
) -> int:
    """Find what is wrong with translations: in the texts, and set in every format."""
    if no_layout and (pieces or formats):
        raise click.UsageError("--no-layout sets nothing. Leave it out, or leave out -p and -f.")
    library = load_library(workspace, with_catalogs=False)
    target = translations_folder(folder, workspace)
    pieces = tuple(look_up("piece", name, library.pieces).id for name in pieces)
    formats = tuple(look_up("format", name, library.formats).id for name in formats)
    chosen = chosen_languages(languages, target, library.languages)
    if not chosen:
        raise click.UsageError(
            f"There is no catalog in {target}. 'handbill translations new LANGUAGE' makes one."
        )
    places = read_places(target / "places.toml")
    desk = Desk(library.sources(), places, library.glossary)
    remarks: list[Remark] = []
    sound = []
    for language in chosen:
        found = _check_one(language, target, desk)
        remarks += found
        if all(one.weight != "error" for one in found):
            sound.append(language)
    if not no_layout:
        layouts = _Layouts(tuple(sound), pieces, formats)
        remarks += _too_long(layouts, Bench(workspace, target, places))
        if not pieces and not formats:
            # What has been set in every format is known to fit, or not.
            tried = {language.tag for language in sound}
            remarks = [
                one for one in remarks if one.check != "max-length" or one.language not in tried
            ]
        _tell_unset([language.tag for language in chosen if language not in sound])
    _tell(sorted(remarks), [language.tag for language in chosen], as_json=as_json)
    return 1 if any(one.weight == "error" for one in remarks) else 0


def _check_one(language: Language, folder: Path, desk: Desk) -> list[Remark]:
    path = catalog_path(folder, language)
    faults: list[Fault] = []
    text = catalog_text(folder, path, faults)
    if text is not None:
        return check_catalog(text, str(path), language.tag, desk)
    return [
        Remark(one.path, _line_in(one), language.tag, "", "file", "error", one.message)
        for one in faults
    ]


def _line_in(fault: Fault) -> int:
    """Return the line a fault of a file names; a byte-order mark stands on the first."""
    found = _LINE.search(fault.message)
    return int(found[1]) if found else int("byte-order mark" in fault.message)


def _too_long(layouts: _Layouts, bench: Bench) -> list[Remark]:
    """Return a remark for each text that a format has no room for."""
    from handbill.press.fonts import isolate_fonts

    isolate_fonts()
    from handbill.batch.lengths import TooLong, editions_to_try

    library = library_of(bench)
    editions = [
        edition
        for language in layouts.languages
        for edition in editions_to_try(
            language.tag, library, pieces=layouts.pieces, formats=layouts.formats
        )
    ]
    if layouts.languages:
        people().print(_told_before(len(editions), len(layouts.languages)), markup=False)
    # Some pages hold lines in other languages, for the staff who print them.
    asked = {language.tag for language in layouts.languages}
    worst: dict[tuple[str, str, str], TooLong] = {}
    with (
        measuring(),
        Steps(len(editions), "Setting texts") as steps,
        closing(in_processes(measure_texts, editions, open_ruler, bench, steps.step)) as found,
    ):
        for one in (one for many in found for one in many):
            key = (one.language, one.address, one.format)
            if one.language not in asked:
                continue
            if key not in worst or worst[key].excess < one.excess:
                worst[key] = one
    return list(_length_remarks(worst.values(), library, bench.folder))


def _told_before(sheets: int, languages: int) -> str:
    if not sheets:
        return "None of these pieces and formats is made for the languages: nothing is set."
    return (
        f"Setting the texts of {counted(sheets, 'sheet')} in {counted(languages, 'language')}; "
        f"--no-layout leaves that out."
    )


def _tell_unset(languages: list[str]) -> None:
    if languages:
        people().print(
            f"Not set, because of their errors: {', '.join(languages)}. Mend these, and check "
            f"again.",
            markup=False,
        )


def _length_remarks(found: "Iterable[TooLong]", library: Library, folder: Path) -> Iterable[Remark]:
    lines: dict[str, dict[str, int]] = {}
    for one in found:
        path = catalog_path(folder, library.languages[one.language])
        if one.language not in lines:
            lines[one.language] = message_lines(path.read_text("utf-8"))
        what = "Say this one shorter." if one.address else "No message stands in it: widen the box."
        yield Remark(
            path=str(path),
            line=lines[one.language].get(one.address, 0),
            language=one.language,
            address=one.address,
            check="length",
            # What no translator can mend keeps no catalog from being sound.
            weight="error" if one.address else "advice",
            message=f"On the {one.format} ({one.piece}, {one.paper}, page {one.page}) the texts of "
            f"the box '{one.box}' run {one.excess:.1f} mm over at the smallest readable size. "
            f"{what}",
            format=one.format,
            excess=one.excess,
        )


def _tell(remarks: list[Remark], languages: list[str], *, as_json: bool) -> None:
    counts = Counter(one.weight for one in remarks)
    if as_json:
        print_json(
            {
                "remarks": remarks,
                "summary": {
                    "languages": languages,
                    "errors": counts["error"],
                    "advice": counts["advice"],
                },
            }
        )
        return
    for one in remarks:
        click.echo(str(one))
    people().print(
        f"{counted(len(languages), 'catalog')} checked: {counted(counts['error'], 'error')}, "
        f"{counted(counts['advice'], 'piece')} of advice.",
        markup=False,
    )
