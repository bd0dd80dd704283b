"""What all tests share: one library, one engine with isolated fonts."""

import pytest

from handbill.library.library import Library, load_library
from handbill.press.fonts import isolate_fonts

# Fontconfig reads its configuration once, so before anything imports WeasyPrint.
isolate_fonts()

from handbill.press.engine import Engine  # noqa: E402  after the fonts are isolated


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="session")
def engine(library: Library) -> Engine:
    return Engine(library.roots)
