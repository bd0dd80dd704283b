"""Pseudo-locales: English made strange, to find what only fits or only works in English."""

import re

_ACCENTED = str.maketrans(
    "AaBCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz",
    "ÅåßÇçÐðÉéĜĝĤĥÎîĴĵĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž",
)
_PADDING = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_KEEP = re.compile(r"(%\([a-z]+\)s|<[^>]+>)")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_RIGHT_TO_LEFT_OVERRIDE, _POP = "\u202e", "\u202c"


def accented(text: str) -> str:
    """Return the text with accents, in brackets and about 40 % longer (short texts 100 %)."""
    parts = (part if _KEEP.fullmatch(part) else part.translate(_ACCENTED)
             for part in _KEEP.split(text))  # fmt: skip
    wanted = len(text) * (1.0 if len(text) <= 10 else 0.4)
    padding: list[str] = []
    while sum(map(len, padding)) + len(padding) < wanted - 2:
        padding.append(_PADDING[len(padding) % len(_PADDING)])
    return "[" + " ".join(["".join(parts), *padding]) + "]"


def mirrored(text: str) -> str:
    """Return the text with each Latin word overridden to run from right to left."""
    return "".join(
        part if _KEEP.fullmatch(part)
        else _WORD.sub(lambda word: f"{_RIGHT_TO_LEFT_OVERRIDE}{word.group()}{_POP}", part)
        for part in _KEEP.split(text)
    )  # fmt: skip
