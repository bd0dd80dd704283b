"""WeasyPrint, held strictly: no network, no file outside the roots, no warning unheard."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from handbill.press.tagging import languages_tagged

_LOGGER = logging.getLogger("weasyprint")


class EngineError(Exception):
    """The engine warned of something; its warnings are our errors."""

    def __init__(self, messages: Sequence[str]) -> None:
        self.messages = tuple(messages)
        super().__init__(" ".join(self.messages))


class RootsFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no type information
    """Fetches `data:` and files below the given roots; nothing else, and follows nowhere."""

    def __init__(self, roots: Sequence[Path]) -> None:
        super().__init__(
            allowed_protocols={"file", "data"}, allow_redirects=False, fail_on_errors=True
        )
        self._roots = tuple(root.resolve() for root in roots)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """Fetch a URL.

        Raises:
            ValueError: where the URL is not allowed.
        """
        parts = urlsplit(url)
        if parts.scheme == "file":
            path = Path(unquote(parts.path)).resolve()
            if parts.netloc or not any(path.is_relative_to(root) for root in self._roots):
                raise ValueError(f"{url} lies outside the library and the workspace.")
        elif parts.scheme != "data":
            raise ValueError(f"{url} may not be fetched: Handbill uses no network.")
        return super().fetch(url, headers)


class Engine:
    """One engine per process: one font configuration, each style sheet parsed once."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self._fetcher = RootsFetcher(roots)
        self._fonts = FontConfiguration()
        self._style = cache(self._parse_style)

    def _parse_style(self, text: str) -> weasyprint.CSS:
        return weasyprint.CSS(
            string=text, font_config=self._fonts, url_fetcher=self._fetcher, base_url="data:,"
        )

    def page(self, html: str) -> weasyprint.HTML:
        """Return parsed HTML."""
        return weasyprint.HTML(string=html, url_fetcher=self._fetcher, base_url="data:,")

    def lay_out(
        self, page: weasyprint.HTML, styles: Sequence[str], sizes: str
    ) -> weasyprint.Document:
        """Return the laid-out document.

        Raises:
            EngineError: where the engine warned.
        """
        with _strict():
            sheets = [self._style(text) for text in styles]
            sheets.append(weasyprint.CSS(string=sizes, font_config=self._fonts))
            return page.render(stylesheets=sheets, font_config=self._fonts)

    def write(self, document: weasyprint.Document, *, accessible: bool) -> bytes:
        """Return the document as PDF, PDF/UA-1 where `accessible`.

        A missing glyph is drawn as a box and is no error here: preflight finds it in the
        finished file.

        Raises:
            EngineError: where the engine warned of anything else.
        """
        options: dict[str, Any] = {"pdf_variant": "pdf/ua-1"} if accessible else {}
        with _strict(ignored=".notdef glyph rendered"), languages_tagged():
            return bytes(document.write_pdf(**options))


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _strict(ignored: str = "\0") -> Iterator[None]:
    collector = _Collector()
    propagated = _LOGGER.propagate
    _LOGGER.addHandler(collector)
    _LOGGER.propagate = False
    try:
        yield
    except FatalURLFetchingError as error:
        raise EngineError([f"{error}: {error.__cause__ or error.__context__}"]) from error
    finally:
        _LOGGER.removeHandler(collector)
        _LOGGER.propagate = propagated
    messages = [text for text in collector.messages if not text.startswith(ignored)]
    if messages:
        raise EngineError(messages)
