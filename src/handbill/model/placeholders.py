"""Named placeholders such as `%(number)s` in messages."""

import re
from collections import Counter
from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"%\(([a-z]+)\)s")


def placeholders_in(text: str) -> Counter[str]:
    """Return how often each named placeholder stands in the text."""
    return Counter(_PLACEHOLDER.findall(text))


def stray_percent_signs(text: str) -> int:
    """Return how many per cent signs stand outside named placeholders."""
    return _PLACEHOLDER.sub("", text).count("%")


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with each named placeholder replaced by its value.

    Raises:
        KeyError: where a placeholder has no value.
    """
    return _PLACEHOLDER.sub(lambda match: values[match.group(1)], text)
