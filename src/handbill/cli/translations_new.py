"""The command `handbill translations new`."""

import contextlib
import datetime
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import msgspec
from babel import localedata

from handbill.cli.options import json_option, workspace_option
from handbill.cli.output import print_json
from handbill.cli.translations_options import (
    counted,
    folder_option,
    near_languages,
    needs_none,
    translations_folder,
)
from handbill.library.catalogs import catalog_path
from handbill.library.library import Library, load_library
from handbill.library.roots import built_in_root
from handbill.model.faults import Fault, InputError
from handbill.model.language_facts import sample_text, suggested_language
from handbill.model.languages import Language, canonical_tag, english_name, is_known_language
from handbill.model.scripts import script_of
from handbill.translating.extracting import read_places

_EPILOG = """\b
Examples:
  handbill translations new ka
  handbill translations new zh-Hant -w my-workspace

\b
After that: translate the file with any program for PO files, or export it as CSV; then
  handbill translations preview ka
  handbill translations check ka
  handbill make GE -l ka
"""


class NewLanguage(msgspec.Struct, frozen=True):
    """What became of a new language; the contract of `--json`."""

    language: str
    name: str
    catalog: str
    messages: int
    direction: str
    script: str
    plural_forms: str
    fonts: tuple[str, ...]
    missing_fonts: tuple[str, ...]
    missing_characters: str
    """Letters of the language that none of the fonts has."""
    breaking: str
    regions: tuple[str, ...]
    """Regions whose records name the language."""
    needs: tuple[str, ...]
    """What is still to be done, as finished sentences; empty where all is there."""


@click.command(epilog=_EPILOG)
@click.argument("language")
@folder_option
@workspace_option
@json_option
def new(language: str, folder: Path | None, workspace: Path | None, as_json: bool) -> int:
    """Make the catalog of a new LANGUAGE, and say what the language still needs.

    Writes translations/<locale>/LC_MESSAGES/handbill.po with the language's plural forms, adds
    the language to LINGUAS and, where it is not there yet, to content/languages.toml. Fonts,
    letters, direction and line breaking are tried on this machine. Where one of these files
    cannot be written, none is.
    """
    tag = canonical_tag(language)
    if not is_known_language(tag):
        raise click.UsageError(
            f"CLDR does not know '{language}'.{_near(language)} Write a BCP 47 tag such as ka, "
            f"pt-BR or zh-Hant."
        )
    library = load_library(workspace, with_catalogs=False)
    target = translations_folder(folder, workspace, writes=True)
    known = library.languages.get(tag)
    if tag == "en" or (known and known.pseudo):
        raise click.UsageError(needs_none(tag))
    chosen = known or suggested_language(tag)
    path = catalog_path(target, chosen)
    if path.exists():
        raise click.UsageError(f"{path} is there already. 'handbill translations check' reads it.")
    texts = _catalog_texts(chosen, path, library, target)
    if known is None:
        listed = _languages_file(target, workspace, tag)
        texts = {listed: _with_entry(chosen, listed), **texts}
    # All that may fail comes first: what is written below is whole.
    result = _result(chosen, path, library)
    _write_all(texts)
    if as_json:
        print_json(result)
    else:
        _tell(result, list(texts))
    return 0


def _near(name: str) -> str:
    tags = sorted(tag for tag in localedata.locale_identifiers() if "_" not in tag)
    return near_languages(name, tags) if len(name) > 3 else ""


def _languages_file(folder: Path, workspace: Path | None, tag: str) -> Path:
    """Return the languages.toml that a new language is added to."""
    root = workspace or built_in_root()
    if workspace is None and folder.resolve() != (root / "translations").resolve():
        raise click.UsageError(
            f"'{tag}' is in no languages.toml yet. Name the workspace that takes it with -w; "
            f"-t names only the folder of its catalog."
        )
    return root / "content" / "languages.toml"


def _catalog_texts(
    language: Language, path: Path, library: Library, folder: Path
) -> dict[Path, bytes]:
    """Return what the catalog and LINGUAS are to hold."""
    from handbill.translating.template import new_catalog, with_language

    places = read_places(folder / "places.toml")
    text = new_catalog(language, list(library.sources().values()), places, datetime.date.today())
    linguas = folder / "LINGUAS"
    listed = linguas.read_text("utf-8") if linguas.is_file() else ""
    return {
        path: text.encode(),
        linguas: with_language(listed, language.directory()).encode(),
    }


def _with_entry(language: Language, path: Path) -> bytes:
    """Return a languages.toml with one more language, all else as it is."""
    before = path.read_bytes().decode() if path.is_file() else ""
    fonts = ", ".join(f'"{family}"' for family in language.fonts)
    lines = [
        f"[languages.{language.tag}]",
        f"fonts = [{fonts}]",
        f"line-height = {language.line_height}",
        f"heading-line-height = {language.heading_line_height}",
    ]
    if language.breaking != "engine":
        lines.append(f'breaking = "{language.breaking}"')
    line_end = "\r\n" if "\r\n" in before else "\n"
    above = before.rstrip("\r\n") + 2 * line_end if before.strip() else before
    text = above + line_end.join([*lines, ""])
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = (
            f"No language can be added at the end ({error}). Write each language as "
            f"'[languages.TAG]' and its settings below."
        )
        raise InputError([Fault(str(path), "", message)]) from error
    return text.encode()


def _write_all(texts: Mapping[Path, bytes]) -> None:
    """Write files all or none: where one cannot be written, the others are as they were."""
    from handbill.batch.delivery import write_atomically

    before = {path: path.read_bytes() if path.is_file() else None for path in texts}
    folders = [folder for path in texts for folder in path.parents if not folder.exists()]
    try:
        for path, data in texts.items():
            write_atomically(path, data)
    except BaseException:
        for path, data_before in before.items():
            if data_before is None:
                path.unlink(missing_ok=True)
            elif path.read_bytes() != data_before:
                write_atomically(path, data_before)
        for folder in dict.fromkeys(folders):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def _result(language: Language, path: Path, library: Library) -> NewLanguage:
    from handbill.model.po_files import plural_forms
    from handbill.press.health import installed_families, language_fonts

    tag, sample = language.tag, sample_text(language.tag)
    (health,) = language_fonts({tag: language.fonts}, {tag: sample}, installed_families())
    regions = tuple(code for code, region in library.regions.items() if tag in region.languages)
    return NewLanguage(
        language=tag,
        name=english_name(tag),
        catalog=str(path),
        messages=len(library.sources()),
        direction=language.direction(),
        script=script_of(tag),
        plural_forms=plural_forms(tag),
        fonts=language.fonts,
        missing_fonts=health.missing_families,
        missing_characters=health.missing_characters,
        breaking=language.breaking,
        regions=regions,
        needs=(
            *_font_needs(health.missing_families, health.missing_characters, sample),
            *_other_needs(language, regions),
        ),
    )


def _font_needs(families: tuple[str, ...], characters: str, sample: str) -> Iterator[str]:
    if families:
        named = " and ".join(families)
        yield (
            f"{named} {'is' if len(families) == 1 else 'are'} not on this machine. Install the "
            f"font, or name another one in content/languages.toml."
        )
    if characters:
        letters = characters.replace(" ", "")
        more = f" and {len(letters) - 20} more" if len(letters) > 20 else ""
        yield (
            f"The fonts have no sign for {' '.join(letters[:20])}{more}. Name a font in "
            f"content/languages.toml that has them."
        )
    if not sample:
        yield "CLDR has no words to try the fonts with. Look at the preview with care."


def _other_needs(language: Language, regions: tuple[str, ...]) -> Iterator[str]:
    if language.breaking == "engine" and script_of(language.tag) in ("Tibt", "Lana", "Java"):
        yield "Nobody has tried where its lines may break. Look at the preview with care."
    if not regions:
        yield (
            f"No region's record names {language.tag} as a language of its people, so "
            f"'handbill make' prints it only where you ask with -l {language.tag}."
        )


def _tell(result: NewLanguage, written: list[Path]) -> None:
    direction = "right to left" if result.direction == "rtl" else "left to right"
    breaks = {
        "engine": "where the layout engine breaks them",
        "icu": "at words, found by ICU",
        "phrases": "between phrases",
    }[result.breaking]
    click.echo(f"Made {result.catalog}: {counted(result.messages, 'message')} to translate.")
    click.echo(f"{result.name} ({result.language}) is written {direction}, script {result.script}.")
    click.echo(f"It is set in {', '.join(result.fonts)}; lines end {breaks}.")
    missing = result.missing_fonts or result.missing_characters
    if not missing and sample_text(result.language):
        click.echo("These fonts have the letters of CLDR's words in the language.")
    click.echo(f"Plural forms: {result.plural_forms.rstrip(';')}; no message needs them today.")
    if result.regions:
        click.echo(f"Printed for: {', '.join(result.regions)}.")
    others = [str(path) for path in written if str(path) != result.catalog]
    click.echo(f"The language is now listed in {' and '.join(others)}.")
    for need in result.needs:
        click.echo(f"Still needed: {need}")
