"""Plans of sheets for every shipped format, and what turning a sheet over does to them."""

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Literal, NamedTuple

from handbill.library.library import load_library
from handbill.model.formats import Format, Page, Printer
from handbill.press import sheets
from handbill.press.sheets import Placement, SheetPlan, arrange, plan_sheets

STRIP = 17.0
"""Width of a strip to tear off with a usual number, in mm."""

Point = tuple[float, float]


@cache
def formats() -> dict[str, Format]:
    return load_library().formats


class Case(NamedTuple):
    """A format on a paper, with the pages of one kind of edition."""

    layout: Format
    paper: str
    pages: tuple[Page, ...]
    right_to_left: bool

    @property
    def name(self) -> str:
        direction = "rtl" if self.right_to_left else "ltr"
        return f"{self.layout.id}-{self.paper}-{len(self.pages)}-{direction}"

    def plan(self, printer: Printer | None = None, strip: float = STRIP) -> SheetPlan | None:
        return plan_sheets(
            self.layout, "home", self.paper, pages=len(self.pages),
            right_to_left=self.right_to_left, strip=strip, printer=printer,
        )  # fmt: skip

    def placed(self, printer: Printer | None = None, strip: float = STRIP) -> SheetPlan:
        """Return the plan of a case that has one."""
        plan = self.plan(printer, strip)
        assert plan is not None
        return plan


def _kinds(layout: Format) -> Iterator[tuple[Page, ...]]:
    for discreet, count in product((False, True), range(1, layout.languages + 1)):
        yield layout.pages_for(discreet=discreet, languages=count)
    yield layout.pages_for(discreet=False, finder=True)


def _cases() -> Iterator[Case]:
    for layout in formats().values():
        lengths = {len(pages): pages for pages in _kinds(layout)}
        for paper, pages in product(layout.trims, lengths.values()):
            for right_to_left in (False, True):
                yield Case(layout, paper, pages, right_to_left)


CASES = list(_cases())
"""Every format on every paper of the shipped library, each number of pages, both directions."""

ON_SHEETS = [case for case in CASES if case.plan() is not None]
TWO_SIDED = [case for case in ON_SHEETS if len(case.placed().sides) == 2]


def corner(place: Placement, x: float, y: float) -> Point:
    """Return where a point of a panel lies on the sheet; `x` and `y` from 0 to 1 as it is read."""
    return {
        0: (place.left + x * place.width, place.top + y * place.height),
        90: (place.left + y * place.width, place.top + (1 - x) * place.height),
        180: (place.left + (1 - x) * place.width, place.top + (1 - y) * place.height),
        270: (place.left + (1 - y) * place.width, place.top + x * place.height),
    }[place.turn]


def turned_over(point: Point, size: Point, duplex: Literal["long", "short"]) -> Point:
    """Return where a point of a back lies as seen through the sheet from its front."""
    upright_edge_is_long = size[0] < size[1]
    if (duplex == "long") == upright_edge_is_long:
        return (size[0] - point[0], point[1])
    return (point[0], size[1] - point[1])


def behind(layout: Format) -> dict[int, int]:
    """Return, for each page of a front, the page that a reader finds behind it, from 0."""
    if not layout.sides:
        return {0: 1}
    front, back = layout.sides
    return {
        page - 1: other - 1
        for row, reverse in zip(front.rows, back.rows, strict=True)
        for page, other in zip(row, reversed(reverse), strict=True)
    }


def on_grid(trim: Point, sheet: Point, pages: int = 1) -> SheetPlan:
    """Return the plan of pages of this size on a sheet of any size, turned over its long edge."""
    grid = arrange(trim, sheet)
    sides = []
    for page in range(pages):
        flat = sheets._Flat((Placement(page, 0.0, 0.0, *trim),), ())
        placed, _ = sheets._side(flat, grid, trim, "across" if page % 2 else "")
        sides.append(tuple(placed))
    return SheetPlan(grid.sheet, tuple(sides), ((),) * pages, "long")
