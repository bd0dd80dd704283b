"""What the commands on translations share: where catalogs are, and which are meant."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

import click

from handbill.cli.output import near_names
from handbill.library.roots import Place, built_in_root, read_text
from handbill.model.faults import Fault, InputError
from handbill.model.languages import Language, canonical_tag, is_known_language, language_name

folder_option = click.option(
    "-t",
    "--translations",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of the catalogs; else that of the workspace, or 'translations' here.",
)

_LONGEST_BARE_TAG = 3


def translations_folder(
    folder: Path | None, workspace: Path | None, *, writes: bool = False
) -> Path:
    """Return the folder of the catalogs that a command works on.

    The one that is named, that of the workspace, `translations` where one stands here, or, for
    commands that only read, Handbill's own.

    Raises:
        UsageError: where a command would write and no folder is meant.
    """
    if folder is not None:
        return folder
    if workspace is not None:
        return workspace / "translations"
    here = Path("translations")
    if writes and not here.is_dir():
        raise click.UsageError(
            "There is no folder 'translations' here. Name one with -t, or a workspace with -w; "
            "'handbill init DIR' makes one."
        )
    return here if here.is_dir() else built_in_root() / "translations"


def chosen_languages(
    names: tuple[str, ...], folder: Path, languages: dict[str, Language]
) -> list[Language]:
    """Return the languages that are named, each once, or all that have a catalog.

    Raises:
        UsageError: where a language has no catalog.
        InputError: where the language of a catalog is not known.
    """
    by_directory = {language.directory(): language for language in languages.values()}
    present = {
        path.parts[-3]: by_directory.get(path.parts[-3])
        for path in sorted(folder.glob("*/LC_MESSAGES/handbill.po"))
        if not path.parts[-3].startswith(".")
    }
    known = {language.tag: language for language in present.values() if language}
    if not names:
        unknown = sorted(name for name, language in present.items() if language is None)
        if unknown:
            message = "The language is not in languages.toml. Add it there first."
            raise InputError([Fault(f"{folder}/{name}", "", message) for name in unknown])
        return list(known.values())
    tags = list(dict.fromkeys(canonical_tag(name) for name in names))
    for name in names:
        if canonical_tag(name) not in known:
            raise click.UsageError(_without_catalog(name, folder, known, languages))
    return [known[tag] for tag in tags]


def _without_catalog(
    name: str, folder: Path, known: Iterable[str], languages: Mapping[str, Language]
) -> str:
    """Return what to tell where a language that is asked for has no catalog."""
    tag = canonical_tag(name)
    if tag == "en" or (tag in languages and languages[tag].pseudo):
        return needs_none(tag)
    told = f"There is no catalog for '{name}' in {folder}.{near_languages(name, known)}"
    told += f" There are: {', '.join(known) or 'none'}."
    if is_known_language(tag):
        told += f" 'handbill translations new {tag}' makes one."
    return told


def needs_none(tag: str) -> str:
    """Return what to tell of English, and of languages that nobody speaks."""
    return f"'{tag}' is made from the English texts in content/, and has no catalog to work on."


def near_languages(name: str, known: Iterable[str]) -> str:
    """Return ' Did you mean ...?' for a language mistyped or named in English, or nothing."""
    tags = list(known)
    if len(name) <= _LONGEST_BARE_TAG or "-" in name or "_" in name:
        return near_names(name, tags)
    named = {language_name(tag, "en").casefold(): tag for tag in reversed(tags)}
    found = difflib.get_close_matches(name.casefold(), named, n=1, cutoff=0.75)
    return f" Did you mean {named[found[0]]}?" if found else ""


def catalog_text(folder: Path, path: Path, faults: list[Fault]) -> str | None:
    """Return a catalog's text, or None after noting what keeps it from being read."""
    before = len(faults)
    text = read_text(Place(folder, path), faults)
    faults[before:] = [Fault(str(path), one.key, one.message) for one in faults[before:]]
    return text


def counted(number: int, what: str) -> str:
    """Return how many there are of something, such as `2 errors`."""
    return f"{number} {what}{'' if number == 1 else 's'}"


@contextmanager
def measuring() -> Iterator[None]:
    """Tell a person when a process that measures has died.

    Raises:
        ClickException: where it has.
    """
    try:
        yield
    except BrokenProcessPool as error:
        raise click.ClickException(
            "A process that lays out pages died, most likely for want of memory. Close other "
            "programs, and try again; nothing was written."
        ) from error
