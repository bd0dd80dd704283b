"""Small pages for testing the press and preflight."""

import weasyprint

from handbill.model.formats import FitRange
from handbill.press.engine import Engine
from handbill.press.fitting import Fitted, fit_pages

BASE = """
body { margin: 0; font-family: "Noto Sans"; }
.box { position: absolute; left: 5mm; top: 5mm; width: 60mm; height: 30mm; }
.title { font-size: var(--body); padding-right: var(--narrow-title); margin: 0; }
.lead { padding-right: var(--narrow-lead); }
"""

TRIM = (100.0, 60.0)

SIZES = """
@page { size: 100mm 60mm; margin: 0 }
:root { --body: 10pt; --narrow-title: 0%; --narrow-lead: 0% }
"""


def page(body: str, language: str = "en", direction: str = "ltr") -> str:
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}">'
        f"<head><title>Test</title></head><body>{body}</body></html>"
    )


def fitted(engine: Engine, body: str, smallest: float = 8, largest: float = 20) -> Fitted:
    html = engine.page(page(body))
    fit = {"body": FitRange(smallest=smallest, largest=largest)}
    return fit_pages(lambda sizes: engine.lay_out(html, [BASE], sizes), fit, TRIM)


def document(
    engine: Engine, body: str, styles: str = "", language: str = "en", direction: str = "ltr"
) -> weasyprint.Document:
    html = engine.page(page(body, language, direction))
    return engine.lay_out(html, [BASE, styles], SIZES)


def pdf(engine: Engine, body: str, styles: str = "", language: str = "en", direction: str = "ltr",
        *, accessible: bool = False) -> bytes:  # fmt: skip
    made = document(engine, body, styles, language, direction)
    return engine.write(made, accessible=accessible)
