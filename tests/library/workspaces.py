"""Temporary workspaces over the built-in files."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from handbill.library.library import load_library
from handbill.library.roots import built_in_root
from handbill.model.faults import Fault, InputError

US = "content/regions/US.toml"
ES = "translations/es/LC_MESSAGES/handbill.po"

REGION = """\
paper = "letter"
languages = ["en", "es"]

[[emergency]]
number = "911"
services = ["general"]
checked = 2026-01-01
sources = [{ url = "https://example.org/911" }]

[[hotlines]]
id = "us-example"
kind = "trafficking"
name = "Example Line"
name-language = "en"
names = { es = "Línea de Ejemplo" }
checked = 2026-01-01
confidence = "high"
sources = [{ url = "https://example.org/line" }]

[[hotlines.channels]]
kind = "call"
number = "18553527233"
written = "1-855-352-7233"
letters = "855-FLA-SAFE"
languages = ["en"]

[[hotlines.channels]]
kind = "web"
address = "example.org"
"""
"""A region record without fault, with one of everything."""

HOTLINE = "hotlines[0] (us-example)"

HEADER = """\
# A catalog for tests.
#
msgid ""
msgstr ""
"Language: es\\n"
"X-Review: draft\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def built_in(name: str) -> str:
    """Return the text of a built-in file."""
    return (built_in_root() / name).read_text("utf-8")


def changed(text: str, old: str, new: str) -> str:
    """Return the text with the first `old` replaced, which must be there."""
    assert old in text
    return text.replace(old, new, 1)


def entry(context: str, english: str, translation: str, flags: str = "") -> str:
    """Return an entry of a PO file."""
    lines = [f"#, {flags}"] if flags else []
    lines += [f'msgctxt "{context}"', f'msgid "{english}"', f'msgstr "{translation}"']
    return "\n".join(lines) + "\n"


def catalog(*entries: str, header: str = HEADER) -> str:
    """Return the text of a PO file."""
    return "\n".join([header, *entries])


def fill(workspace: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a workspace and return it."""
    for name, content in files.items():
        path = workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return workspace


def faults_of(workspace: Path) -> tuple[Fault, ...]:
    """Return the faults with which a workspace is refused."""
    with pytest.raises(InputError) as caught:
        load_library(workspace)
    return caught.value.faults


def only_fault(workspace: Path) -> Fault:
    """Return the single fault with which a workspace is refused."""
    faults = faults_of(workspace)
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


def is_finished(message: str) -> bool:
    """Tell whether a message begins as a sentence and ends with a full stop.

    The one question allowed at the end is which known name was meant.
    """
    begins = message[:1].isupper() or message[:1].isdigit() or message[:1] in "'%"
    ends = message.endswith(".") or re.search(r"\. Did you mean '[^']+'\?$", message) is not None
    return begins and ends and message == message.strip()
