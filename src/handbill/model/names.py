"""Finding the names nearest to a mistyped one."""

import difflib
from collections.abc import Iterable, Mapping
from typing import TypeVar

from handbill.model.faults import UnknownNameError

Item = TypeVar("Item")


def nearest(name: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Return the known names nearest to `name`, best first, upper and lower case alike."""
    by_folded = {known_name.casefold(): known_name for known_name in known}
    found = difflib.get_close_matches(name.casefold(), by_folded, n=most, cutoff=0.5)
    return tuple(by_folded[folded] for folded in found)


def look_up(kind: str, name: str, known: Mapping[str, Item]) -> Item:
    """Return `known[name]`, ignoring case.

    Raises:
        UnknownNameError: where nothing bears the name.
    """
    if name in known:
        return known[name]
    for known_name, item in known.items():
        if known_name.casefold() == name.casefold():
            return item
    raise UnknownNameError(kind, name, nearest(name, known))
