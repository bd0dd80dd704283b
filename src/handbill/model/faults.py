"""Faults of the input: what is wrong, where, and how to mend it."""

from collections.abc import Iterable

import msgspec


class Fault(msgspec.Struct, frozen=True, order=True):
    """One fault of an input file."""

    path: str
    """The file, as the reader would name it."""
    key: str
    """The place inside the file: a key path, a message address or a line."""
    message: str
    """What is wrong and how to mend it, as finished sentences."""

    def __str__(self) -> str:
        place = f"{self.path}: {self.key}" if self.key else self.path
        return f"{place}: {self.message}"


class InputError(Exception):
    """Input that cannot be used; carries every fault found, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type["InputError"], tuple[tuple[Fault, ...]]]:
        return (InputError, (self.faults,))


class UnknownNameError(Exception):
    """A name asked for that nothing bears; carries the nearest known names."""

    def __init__(self, kind: str, name: str, near: tuple[str, ...]) -> None:
        self.kind, self.name, self.near = kind, name, near
        hint = f"Did you mean {' or '.join(near)}?" if near else "No known name comes near it."
        super().__init__(
            f"There is no {kind} named '{name}'. {hint} 'handbill list {kind}s' shows all."
        )
