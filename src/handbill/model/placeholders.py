"""Named placeholders such as `%(number)s` in messages."""

import re
from collections import Counter
from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"%\(([a-z]+)\)s")

PLACEHOLDERS_AND_TAGS = re.compile(r"(%\([a-z]+\)s|<[^>]+>)")
"""What stays as it is where the words of a message are changed."""


def placeholders_in(text: str) -> Counter[str]:
    """Return how often each named placeholder stands in the text."""
    return Counter(_PLACEHOLDER.findall(text))


def without_placeholders(text: str) -> str:
    """Return the text with a space in the place of each named placeholder."""
    return _PLACEHOLDER.sub(" ", text)


def stray_percent_signs(text: str) -> int:
    """Return how many per cent signs stand outside named placeholders."""
    return _PLACEHOLDER.sub("", text).count("%")


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with each named placeholder replaced by its value.

    Raises:
        KeyError: where a placeholder has no value.
    """
    return _PLACEHOLDER.sub(lambda match: values[match.group(1)], text)
