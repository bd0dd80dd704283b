"""What fuzzing begins with: small catalogs, and the texts that have broken programs before."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from handbill.library.roots import built_in_root
from handbill.model.content import SourceText
from handbill.model.po_files import entries, entry_text

HOSTILE = (
    "<b>%(number)s</b>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "&lt;b&gt; &#60;i&#62; &rlm; &amp;", "<b onclick=x>y</b>", "</b><b>", "<!-- x -->", "<![CDATA[",
    "%(number)d", "%%(number)s", "{0.__class__}", "\u202e119\u202c", "\u3164", "e\u0301", "٩١١",
    "javascript:alert(1)", 'a\\\\\\"b', "\\n\\t\\r", "一一九", "<svg><style>", "&#x202e;",
)  # fmt: skip


def small_catalog(language: str, sources: Mapping[str, SourceText]) -> str:
    """Return the header and these messages of a shipped catalog."""
    folder = language.replace("-", "_")
    path = built_in_root() / "translations" / folder / "LC_MESSAGES" / "handbill.po"
    text = path.read_text("utf-8")
    header = text[: text.index("\n\n") + 1]
    chosen = [entry_text(entry) for entry in entries(text) if entry.msgctxt in sources]
    return "\n".join([header, *chosen])


def planted(catalog: str, text: str) -> str:
    """Return a catalog whose last translation begins with a text of any kind."""
    before, keyword, after = catalog.rpartition('msgstr "')
    return f"{before}{keyword}{text}{after}"


def fill(arguments: list[str], texts: Iterable[str]) -> None:
    """Put texts into the folder named on the command line, where it is empty."""
    folders = [Path(name) for name in arguments[1:] if not name.startswith("-")]
    if not folders:
        sys.exit("Name the folder that keeps what the fuzzer finds out.")
    folders[0].mkdir(parents=True, exist_ok=True)
    if any(folders[0].iterdir()):
        return
    for number, text in enumerate(texts):
        (folders[0] / f"catalog-{number}").write_bytes(bytes([number]) + text.encode())
    for number, text in enumerate(HOSTILE):
        (folders[0] / f"hostile-{number}").write_bytes(bytes([128 + number]) + text.encode())
