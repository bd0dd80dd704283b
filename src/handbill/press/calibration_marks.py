"""What a calibration sheet shows: crosses, scales and rulers, as SVG in mm.

Seen on the back, each front cross shines through. Its lines point to numbers on the back's
scales: by so much the back has to move to the right and down to fall on its front.
"""

from collections.abc import Callable, Iterable

INSET = 30.0
"""Distance of the corner crosses from both edges."""
FRONT_ARM = 17.0
"""Length of the four lines of a front cross: they reach beyond the back's scales."""
BACK_ARM = 4.5
RING = 3.0
"""Radius of the ring around each cross."""
REACH = 5
"""Scales run from minus to plus this many mm."""
LEVEL_AWAY, UPRIGHT_AWAY = 10.0, 8.0
"""Distance of the scales below and beside a cross from it."""
MOST_EDGE = 15
"""Widest rim that can be measured."""
CHECK_LINE = 100.0
"""Length of the line that shows whether the page was scaled."""

_BAR_STEP = 3.6
_BAR_END = 17.0
_TICK = 1.3
_FAN_END = 5.0
"""Where the line from a tick to its number ends: numbers stand farther apart than ticks."""
_LEVEL_FAN, _UPRIGHT_FAN = 3.3, 2.2
_FINE, _BOLD = 0.2, 0.35
_DIGIT = 0.572
"""Width of a digit of Noto Sans by its size."""
_NUMBER = 2.1
"""Size of the numbers of a scale."""


def crosses(size: tuple[float, float]) -> dict[str, tuple[float, float]]:
    """Return the place of each front cross by its letter; the centre's is empty."""
    width, height = size
    return {
        "A": (INSET, INSET),
        "B": (width - INSET, INSET),
        "C": (INSET, height - INSET),
        "D": (width - INSET, height - INSET),
        "": (width / 2, height / 2),
    }


def front_marks(size: tuple[float, float]) -> str:
    """Return crosses, rulers from the paper's edges, and a line of 100 mm."""
    width, height = size
    drawn = [
        _cross(x, y, FRONT_ARM) + _text(letter, x + 11, y - 7.5, 4.6, bold=True)
        for letter, (x, y) in crosses(size).items()
    ]
    drawn += [
        _edge_ruler(width / 2, lambda along, depth: (along, depth)),
        _edge_ruler(width / 2, lambda along, depth: (along, height - depth)),
        _edge_ruler(height / 2, lambda along, depth: (depth, along)),
        _edge_ruler(height / 2, lambda along, depth: (width - depth, along)),
        _check_line(width / 2, height * 0.74),
    ]
    return "".join(drawn)


def back_marks(size: tuple[float, float], *, turned: bool) -> str:
    """Return the crosses behind those of the front, each with its two scales.

    `turned` says that the page stands on its head in the file. A person who looks at the back
    sees it upright: what moves to the right in the file moves to the left there.
    """
    width, _ = size
    return "".join(
        _cross(width - x, y, BACK_ARM)
        + _text(letter, width - x - 11, y - 7.5, 4.6, bold=True)
        + _level_scale(width - x, y + LEVEL_AWAY, -1 if turned else 1)
        + _upright_scale(width - x + UPRIGHT_AWAY, y, -1 if turned else 1)
        for letter, (x, y) in crosses(size).items()
    )


def _cross(x: float, y: float, arm: float) -> str:
    return (
        _line(x - arm, y, x + arm, y)
        + _line(x, y - arm, x, y + arm)
        + f'<circle cx="{x:.3f}" cy="{y:.3f}" r="{RING}" fill="none" stroke="#000" '
        f'stroke-width="{_FINE}"/>'
    )


def _level_scale(x: float, y: float, sign: int) -> str:
    drawn = [_line(x - REACH, y, x + REACH, y)]
    for value, at in _values(sign):
        foot = (x + at * _LEVEL_FAN, y + _FAN_END)
        drawn.append(_lead(((x + at, y), (x + at, y + _TICK), foot), bold=value == 0))
        drawn.append(_number(value, x + at * _LEVEL_FAN, y + _FAN_END + 2.1))
    drawn += [_line(x + at + 0.5, y, x + at + 0.5, y + 0.8) for at in range(-REACH, REACH)]
    drawn.append(_arrow(x - REACH - 1.2, y, "right" if sign > 0 else "left"))
    return "".join(drawn)


def _upright_scale(x: float, y: float, sign: int) -> str:
    drawn = [_line(x, y - REACH, x, y + REACH)]
    for value, at in _values(sign):
        foot = (x + _FAN_END, y + at * _UPRIGHT_FAN)
        drawn.append(_lead(((x, y + at), (x + _TICK, y + at), foot), bold=value == 0))
        # Digits stand under one another, with room for a sign before them.
        drawn.append(_number(value, x + _FAN_END + 2.3, y + at * _UPRIGHT_FAN + 0.75))
    drawn += [_line(x, y + at + 0.5, x + 0.8, y + at + 0.5) for at in range(-REACH, REACH)]
    drawn.append(_arrow(x, y - REACH - 1.6, "down" if sign > 0 else "up"))
    return "".join(drawn)


def _values(sign: int) -> list[tuple[int, int]]:
    """Return the numbers of a scale, and the mm to the right or down at which each stands."""
    return [(sign * at, at) for at in range(-REACH, REACH + 1)]


def _number(value: int, x: float, y: float) -> str:
    """Return a number whose digit stands on `x`, its sign before it."""
    text = f"−{-value}" if value < 0 else str(value)
    return _text(text, x + _DIGIT * _NUMBER / 2, y, _NUMBER, anchor="end", bold=value == 0)


_HEADS = {
    "right": "0,-.8 1.6,0 0,.8",
    "left": "1.6,-.8 0,0 1.6,.8",
    "down": "-.8,0 .8,0 0,1.6",
    "up": "-.8,1.6 .8,1.6 0,0",
}


def _arrow(x: float, y: float, direction: str) -> str:
    """Return the word for where backs move, and an arrow to there, before `x` or above `y`."""
    if direction in ("right", "left"):
        head, word = (x - 1.6, y), _text(direction, x - 2.3, y + 0.7, 2.3, anchor="end")
    else:
        head, word = (x, y - 0.6), _text(direction, x - 1.4, y + 0.8, 2.3, anchor="end")
    return (
        f'<polygon transform="translate({head[0]:.3f} {head[1]:.3f})" '
        f'points="{_HEADS[direction]}"/>{word}'
    )


def _edge_ruler(middle: float, place: Callable[[float, float], tuple[float, float]]) -> str:
    """Return bars whose heads stand 1, 2, 3 … mm from the paper's edge."""
    drawn = []
    for depth in range(1, MOST_EDGE + 1):
        along = middle + (depth - (MOST_EDGE + 1) / 2) * _BAR_STEP
        drawn.append(_line(*place(along - 1.2, depth), *place(along + 1.2, depth), _BOLD))
        drawn.append(_line(*place(along, depth), *place(along, _BAR_END)))
        x, y = place(along, _BAR_END + 2)
        drawn.append(_text(str(depth), x, y + 0.75, 2.1))
    return "".join(drawn)


def _check_line(x: float, y: float) -> str:
    left = x - CHECK_LINE / 2
    drawn = [_line(left, y, left + CHECK_LINE, y, _BOLD)]
    for at in range(0, int(CHECK_LINE) + 1, 10):
        half = 3.0 if at in (0, int(CHECK_LINE)) else 1.2
        drawn.append(_line(left + at, y - half, left + at, y + half))
    drawn.append(_text(f"{CHECK_LINE:g} mm", x, y - 3, 3.4, bold=True))
    return "".join(drawn)


def _line(x1: float, y1: float, x2: float, y2: float, width: float = _FINE) -> str:
    return (
        f'<line x1="{x1:.3f}" y1="{y1:.3f}" x2="{x2:.3f}" y2="{y2:.3f}" stroke="#000" '
        f'stroke-width="{width}"/>'
    )


def _lead(points: Iterable[tuple[float, float]], *, bold: bool) -> str:
    """Return the line from a place on a scale to its number."""
    listed = " ".join(f"{x:.3f},{y:.3f}" for x, y in points)
    width = _BOLD if bold else _FINE
    return f'<polyline points="{listed}" fill="none" stroke="#000" stroke-width="{width}"/>'


def _text(
    text: str, x: float, y: float, size: float, *, anchor: str = "middle", bold: bool = False
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.3f}" y="{y:.3f}" font-size="{size}" text-anchor="{anchor}"{weight}>'
        f"{text}</text>"
        if text
        else ""
    )
