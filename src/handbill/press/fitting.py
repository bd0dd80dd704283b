"""Fitting: the largest sizes at which every box of the pages holds its text."""

from collections.abc import Callable, Iterable, Mapping

import msgspec
import weasyprint

from handbill.model.formats import FitRange
from handbill.press.inspection import Overflow, line_counts, overflows

STEPS = 4
"""Halvings of each size range; the last step is 1/16 of the range."""

NARROWEST = 45.0
"""Most that a heading is narrowed to balance its lines, in percent of its box."""

BALANCED = ("title", "lead")
"""Classes whose lines are made about equally long."""


class Fitted(msgspec.Struct, frozen=True):
    """Pages laid out at the largest sizes that fit, or the overflow at the smallest."""

    document: weasyprint.Document
    sizes: str
    overflows: tuple[Overflow, ...]


Layout = Callable[[str], weasyprint.Document]
"""Lays the pages out with a style sheet of sizes."""


class _Search:
    """Searches sizes by halving, all groups at once: their boxes do not move one another."""

    def __init__(self, lay_out: Layout, fit: Mapping[str, FitRange], trim: str) -> None:
        self._lay_out = lay_out
        self._fit = fit
        self._trim = trim
        self._scale = dict.fromkeys(fit, 0.0)
        self._narrow = dict.fromkeys(BALANCED, 0.0)
        self.document = self._render(self._scale, self._narrow)
        self.misfits = overflows(self.document)

    def group(self, kind: str) -> str:
        return self._fit[kind].group or kind

    def sizes(self) -> str:
        return self._styles(self._scale, self._narrow)

    def raise_kinds(self, kinds: Iterable[str]) -> None:
        """Raise these kinds, one of each group, as far as they fit."""
        chosen = [kind for kind in kinds if self._fit[kind].largest > self._fit[kind].smallest]
        groups = {self.group(kind) for kind in chosen}
        if not groups:
            return
        low = dict.fromkeys(groups, 0.0)
        high = dict.fromkeys(groups, 1.0)
        trial = dict(high)
        for _ in range(STEPS + 1):
            scale = self._scale | {kind: trial[self.group(kind)] for kind in chosen}
            document = self._render(scale, self._narrow)
            tight = {overflow.group for overflow in overflows(document)}
            for group in groups:
                if group in tight:
                    high[group] = trial[group]
                else:
                    low[group] = trial[group]
            trial = {group: (low[group] + high[group]) / 2 for group in groups}
            if all(low[group] == 1.0 for group in groups):
                break
        self._scale |= {kind: low[self.group(kind)] for kind in chosen}

    def balance(self, lay_out: Layout) -> None:
        """Narrow headings as far as they keep their number of lines.

        `lay_out` lays out the pages that have headings; the others need not be tried.
        """
        start = lay_out(self._styles(self._scale, self._narrow))
        for name in BALANCED:
            wanted = line_counts(start, name)
            low, high = 0.0, NARROWEST
            for _ in range(STEPS if wanted else 0):
                trial = (low + high) / 2
                document = lay_out(self._styles(self._scale, self._narrow | {name: trial}))
                if line_counts(document, name) != wanted or overflows(document):
                    high = trial
                else:
                    low = trial
            self._narrow[name] = low
        self.document = self._render(self._scale, self._narrow)
        self.misfits = overflows(self.document)

    def _render(
        self, scale: Mapping[str, float], narrow: Mapping[str, float]
    ) -> weasyprint.Document:
        return self._lay_out(self._styles(scale, narrow))

    def _styles(self, scale: Mapping[str, float], narrow: Mapping[str, float]) -> str:
        variables = [
            f"--{kind}: {fit.smallest + (fit.largest - fit.smallest) * scale[kind]:.2f}{fit.unit};"
            for kind, fit in self._fit.items()
        ]
        variables += [f"--narrow-{name}: {percent:.1f}%;" for name, percent in narrow.items()]
        return f"{self._trim} :root {{ {' '.join(variables)} }}"


def fit_pages(
    lay_out: Layout,
    fit: Mapping[str, FitRange],
    trim: tuple[float, float],
    lay_out_headed: Layout | None = None,
) -> Fitted:
    """Return the pages at the largest sizes that fit.

    In each group the kinds grow one after the other, in the order the format names them, as
    far as room is left; at last headings are narrowed until their lines are about equally
    long, on the pages that have some (`lay_out_headed`). Where the smallest
    sizes do not fit, the overflow is returned instead.
    """
    page = f"@page {{ size: {trim[0]}mm {trim[1]}mm; margin: 0 }}"
    search = _Search(lay_out, fit, page)
    if not search.misfits:
        for rank in _ranks(fit, search.group):
            search.raise_kinds(rank)
        search.balance(lay_out_headed or lay_out)
    return Fitted(search.document, search.sizes(), tuple(search.misfits))


def misfits_at_smallest(
    lay_out: Layout, fit: Mapping[str, FitRange], trim: tuple[float, float]
) -> list[Overflow]:
    """Return what does not fit at the smallest readable sizes."""
    page = f"@page {{ size: {trim[0]}mm {trim[1]}mm; margin: 0 }}"
    return _Search(lay_out, fit, page).misfits


def _ranks(fit: Mapping[str, FitRange], group: Callable[[str], str]) -> list[list[str]]:
    """Return the first kinds of all groups, then the second, and so on."""
    members: dict[str, list[str]] = {}
    for kind in fit:
        members.setdefault(group(kind), []).append(kind)
    most = max(map(len, members.values()), default=0)
    return [
        [kinds[rank] for kinds in members.values() if rank < len(kinds)] for rank in range(most)
    ]
