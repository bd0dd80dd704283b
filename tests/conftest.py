"""What all tests share: one library, one engine with isolated fonts."""

import io
import tomllib
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from handbill.library import catalogs, records
from handbill.library.library import Library, load_library
from handbill.press.fonts import isolate_fonts

# Fontconfig reads its configuration once, so before anything imports WeasyPrint.
isolate_fonts()

from handbill.press.engine import Engine  # noqa: E402  after the fonts are isolated


@cache
def _parsed(data: bytes) -> Catalog:
    return read_po(io.BytesIO(data), abort_invalid=True)


def _read_po(file: io.BytesIO, *, abort_invalid: bool) -> Catalog:
    assert abort_invalid
    return _parsed(file.getvalue())


_find_problems = catalogs.translation_problems


@cache
def _problems(source: str, translation: str) -> tuple[str, ...]:
    return tuple(_find_problems(source, translation))


@pytest.fixture(autouse=True, scope="session")
def parsed_once() -> Iterator[None]:
    """Parse equal files once: tests read the whole library a thousand times."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogs, "read_po", _read_po)
        patch.setattr(catalogs, "translation_problems", _problems)
        patch.setattr(records, "tomllib", SimpleNamespace(loads=cache(tomllib.loads)))
        yield


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="session")
def engine(library: Library) -> Engine:
    return Engine(library.roots)
