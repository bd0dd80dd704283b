"""Fuzzing the reader of catalogs: no bytes may break it, and no fault may pass it.

python fuzz/catalogs.py FOLDER -max_total_time=600
"""

import sys

import atheris

with atheris.instrument_imports(include=["polib", "handbill.model", "handbill.library.catalogs"]):
    from handbill.library.catalogs import catalog_faults, catalog_of
    from handbill.model.po_files import entries, entry_text, text_problems

from handbill.library.library import load_library
from handbill.model.faults import InputError
from handbill.model.wording import Wording, errors_of
from handbill.translating.checking import Desk, check_catalog
from handbill.translating.template import updated_catalog
from seeds import fill, planted, small_catalog

LANGUAGES = ("es", "ru", "ar", "ur", "hi", "th", "km", "am", "zh-Hans", "ja")
ADDRESSES = ("self-help.headline.title", "call.phone", "call.text-keyword")

LIBRARY = load_library(with_catalogs=False)
DESK = Desk(LIBRARY.sources(), {}, LIBRARY.glossary)
SOURCES = {address: DESK.sources[address] for address in ADDRESSES}


def try_bytes(data: bytes) -> None:
    """Read bytes as a catalog; the first chooses the language, and how the rest is meant."""
    if len(data) < 2:
        return
    language = LANGUAGES[data[0] % len(LANGUAGES)]
    text = data[1:].decode("utf-8", "surrogateescape")
    if data[0] >= 128:
        text = planted(small_catalog(language, SOURCES), text)
    try_catalog(text, language)


def try_catalog(text: str, language: str) -> None:
    """Put a text through everything that reads catalogs."""
    remarks = check_catalog(text, "handbill.po", language, DESK)
    faults = catalog_faults(text, language, "handbill.po", SOURCES, DESK.glossary)
    if list(text_problems(text, language)):
        assert faults, "a broken catalog has no fault"
        assert remarks, "a broken catalog has no remark"
        return
    try_entries(text)
    if faults:
        assert any(one.weight == "error" for one in remarks), "check finds less than the library"
        return
    for address, translation in catalog_of(text, language, SOURCES).translations.items():
        wording = Wording(
            SOURCES[address].text, translation.text, language, names=DESK.glossary.names
        )
        assert not list(errors_of(wording)), "an unusable text was let through"
    # Updating takes four times as long as all else, so only one text in four goes through it.
    if len(text) % 4 == 0:
        try_update(text)


def try_entries(text: str) -> None:
    """Write what was read, and read it again."""
    for entry in entries(text):
        (again,) = entries(f'msgid ""\nmsgstr ""\n\n{entry_text(entry)}')
        assert str(again) == str(entry), "an entry is not what was written"


def try_update(text: str) -> None:
    """Bring a catalog up to date twice: the second time changes nothing."""
    try:
        updated = updated_catalog(text, SOURCES.values(), {})
    except InputError:
        return
    assert updated_catalog(updated, SOURCES.values(), {}) == updated, "an update does not settle"


if __name__ == "__main__":
    fill(sys.argv, [small_catalog(language, SOURCES) for language in LANGUAGES])
    atheris.Setup(sys.argv, try_bytes)
    atheris.Fuzz()
