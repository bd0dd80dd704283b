"""Fuzzing the sanitiser: whatever a message holds, a page gets `<b>`, `<i>`, `<br>` and text.

python fuzz/markup.py FOLDER -max_total_time=600
"""

import re
import sys
from typing import Literal

import atheris

with atheris.instrument_imports(include=["handbill.composing.breaking", "budoux"]):
    from handbill.composing.breaking import prepared

from seeds import HOSTILE, fill

LANGUAGES: tuple[tuple[str, Literal["engine", "icu", "phrases"]], ...] = (
    ("en", "engine"), ("pl", "engine"), ("ar", "engine"), ("km", "icu"),
    ("zh-Hans", "phrases"), ("ja", "phrases"), ("th", "phrases"),
)  # fmt: skip
ALLOWED = re.compile(r"</?(?:b|i)>|<br>|&(?:amp|lt|gt|quot|nbsp|#39|#34);|[^<>&]")


def try_bytes(data: bytes) -> None:
    """Prepare bytes as a message; the first chooses the language."""
    if not data:
        return
    language, breaking = LANGUAGES[data[0] % len(LANGUAGES)]
    markup = str(prepared(data[1:].decode("utf-8", "replace"), language, breaking))
    left = ALLOWED.sub("", markup)
    assert not left, f"{left!r} stands in {markup!r}"


if __name__ == "__main__":
    fill(sys.argv, HOSTILE)
    atheris.Setup(sys.argv, try_bytes)
    atheris.Fuzz()
