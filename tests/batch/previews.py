"""A catalog under work, for testing previews."""

import re
import shutil
from pathlib import Path

import polib

from handbill.batch.previewing import Wish
from handbill.library.roots import built_in_root


def folder_of(tmp: Path, *languages: str) -> Path:
    """Return a folder of translations with a copy of these languages' catalogs."""
    folder = tmp / "translations"
    for language in languages:
        shutil.copytree(built_in_root() / "translations" / language, folder / language)
    return folder


def catalog_at(folder: Path, language: str = "ar") -> Path:
    return folder / language / "LC_MESSAGES" / "handbill.po"


def wish_for(folder: Path, *pieces: str, language: str = "ar",
             formats: tuple[str, ...] = ("wallet-card",)) -> Wish:  # fmt: skip
    return Wish(language, folder, pieces or ("self-help",), formats)


def translate(path: Path, address: str, text: str | None = None, *, flags: str = "") -> None:
    """Change one entry, as an editor does: the file is replaced by a new one."""
    catalog = polib.pofile(str(path))
    entry = next(entry for entry in catalog if entry.msgctxt == address)
    entry.msgstr = entry.msgstr if text is None else text
    entry.flags = flags.split()
    entry.tcomment = ""
    partial = path.with_suffix(".new")
    catalog.save(str(partial))
    partial.replace(path)


def break_off(path: Path, address: str) -> None:
    """Leave the quote of an entry's translation unclosed."""
    text = path.read_text("utf-8")
    start = text.index(f'msgctxt "{address}"')
    end = re.compile(r'^msgstr ".*"$', re.MULTILINE).search(text, start)
    assert end is not None
    path.write_text(text[: end.end() - 1] + text[end.end() :], "utf-8")
