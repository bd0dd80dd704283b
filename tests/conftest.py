"""What all tests share: one library, one engine with isolated fonts."""

import signal
import tomllib
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace

import pytest

from handbill.library import catalogs, records
from handbill.library.library import Library, load_library
from handbill.model import po_files
from handbill.model.wording import Problem, Wording, errors_of, problems_of
from handbill.press.fonts import isolate_fonts
from handbill.translating import checking

# Shells start background jobs with Ctrl-C ignored, and the programs under test inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Fontconfig reads its configuration once, so before anything imports WeasyPrint.
isolate_fonts()

from handbill.press.engine import Engine  # noqa: E402  after the fonts are isolated


@cache
def _errors(wording: Wording) -> tuple[Problem, ...]:
    return tuple(errors_of(wording))


@cache
def _problems(wording: Wording) -> tuple[Problem, ...]:
    return tuple(problems_of(wording))


@cache
def _faults(text: str, language: str) -> tuple[po_files.Place, ...]:
    return tuple(po_files.text_problems(text, language))


@pytest.fixture(autouse=True, scope="session")
def parsed_once() -> Iterator[None]:
    """Parse equal files once: tests read the whole library a thousand times."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(po_files, "_parsed", cache(po_files._parsed.__wrapped__))
        patch.setattr(catalogs, "text_problems", _faults)
        patch.setattr(catalogs, "errors_of", _errors)
        patch.setattr(checking, "problems_of", _problems)
        patch.setattr(records, "tomllib", SimpleNamespace(loads=cache(tomllib.loads)))
        yield


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="session")
def engine(library: Library) -> Engine:
    return Engine(library.roots)
