"""Faults that the check meant for them does not catch yet, and why; a test says when one does."""

_REASONS: tuple[tuple[str, tuple[str, ...], str], ...] = ()
"""Mutant, samples and reason; a good file that is refused goes by the name `good press file`."""

GAPS = {(mutant, name): reason for mutant, names, reason in _REASONS for name in names}
"""Reason by mutant and sample."""
