"""What a drawing draws: how much of it can be told apart on white, and that it ends."""

from collections.abc import Iterator

import msgspec

from handbill.library.rasters import DARK, SEEN
from handbill.library.styles import seen_on_white
from handbill.library.vectors import CONTAINERS, DEEPEST, GRADIENTS, SHAPES, DrawingError, Node
from handbill.model.colors import contrast

MOST_DRAWN = 10_000
"""Most elements drawn, each counted as often as it is used: a few that use one another could
be drawn for hours."""

_PAINTED = {"fill": "#000000", "stroke": "none", "fill-opacity": "1", "stroke-opacity": "1",
            "stroke-width": "1", "visibility": ""}  # fmt: skip
"""What elements take over from those around them, and what it is at first."""


class _Ink(msgspec.Struct, frozen=True):
    """How shapes are painted at one place of the drawing."""

    style: dict[str, str]
    opacity: float = 1.0
    depth: int = 0
    inside: frozenset[str] = frozenset()
    """Ids of what is being drawn, which must not be drawn inside itself."""

    def at(self, node: Node) -> "_Ink":
        own = {name: node.attributes[name] for name in _PAINTED if name in node.attributes}
        opacity = self.opacity * _share(node.attributes.get("opacity", "1"))
        return msgspec.structs.replace(
            self, style=self.style | own, opacity=opacity, depth=self.depth + 1
        )


def darkness(root: Node) -> float:
    """Return the share of a drawing's shapes that can be told apart on white.

    Raises:
        DrawingError: where the drawing would not end, or not soon.
    """
    found = list(_Walk(root).shapes())
    return sum(found) / len(found) if found else 0.0


class _Walk:
    """Follows a drawing as the layout engine will."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._drawn = 0
        self._named: dict[str, Node] = {}
        self._name(root)

    def _name(self, node: Node) -> None:
        self._named.setdefault(node.attributes.get("id", ""), node)
        for child in node.children:
            self._name(child)

    def shapes(self) -> Iterator[float]:
        """Yield for each thing painted what share of it can be told apart on white."""
        yield from self._visit(self._root, _Ink(_PAINTED))

    def _visit(self, node: Node, around: _Ink) -> Iterator[float]:
        self._drawn += 1
        ink = around.at(node)
        if self._drawn > MOST_DRAWN or ink.depth > 2 * DEEPEST:
            raise DrawingError(
                f"It draws more than {MOST_DRAWN:,} shapes, or too many inside one another. "
                f"Simplify it."
            )
        if node.attributes.get("display") == "none" or node.tag == "defs":
            return
        self._cover(node, ink)
        if node.tag == "use":
            yield from self._used(node.attributes.get("href", ""), ink)
        elif ink.style["visibility"] != "hidden":
            yield from self._painted(node, ink)
        if node.tag not in CONTAINERS:
            for child in node.children:
                yield from self._visit(child, ink)

    def _cover(self, node: Node, ink: _Ink) -> None:
        """Count what cuts a shape out: drawn by the engine, and seen by nobody."""
        for name in ("clip-path", "mask"):
            for _ in self._used(node.attributes.get(name, ""), ink):
                pass

    def _used(self, reference: str, ink: _Ink) -> Iterator[float]:
        """Yield what an element draws at a place where it is used."""
        target, name = self._target(reference, ink.inside)
        if target is None:
            return
        inside = msgspec.structs.replace(ink, inside=ink.inside | {name})
        if target.tag not in CONTAINERS:
            yield from self._visit(target, inside)
            return
        own = inside.at(target)
        self._cover(target, own)
        for child in target.children:
            yield from self._visit(child, own)
        if target.tag == "pattern" and not target.children:
            yield from self._used(target.attributes.get("href", ""), own)

    def _target(self, reference: str, inside: frozenset[str]) -> tuple[Node | None, str]:
        name = reference.removeprefix("url(").removesuffix(")").strip(" '\"").removeprefix("#")
        if name and name in inside:
            raise DrawingError(f"'{name}' is drawn inside itself. Export it again as plain SVG.")
        return (self._named.get(name) if name else None), name

    def _painted(self, node: Node, ink: _Ink) -> Iterator[float]:
        if node.tag == "image" and node.dark is not None:
            yield node.dark
        if node.tag not in SHAPES:
            return
        ways = ["fill"] if node.tag != "line" else []
        ways += ["stroke"] if float(ink.style["stroke-width"].rstrip("pxtcmin%")) else []
        for way in ways:
            paint = ink.style[way]
            opacity = ink.opacity * _share(ink.style[f"{way}-opacity"])
            target, _ = self._target(paint, ink.inside) if paint.startswith("url(") else (None, "")
            if target is not None and target.tag == "pattern":
                yield from self._used(paint, msgspec.structs.replace(ink, style=_PAINTED))
            elif target is not None and target.tag in GRADIENTS:
                yield from _mean(self._stops(target, opacity, ink.inside))
            elif not paint.startswith("url("):
                yield from _told_apart(paint, opacity)

    def _stops(self, gradient: Node, opacity: float, inside: frozenset[str]) -> list[float]:
        found = [
            share
            for stop in gradient.children
            for share in _told_apart(
                stop.attributes.get("stop-color", "#000000"),
                opacity * _share(stop.attributes.get("stop-opacity", "1")),
            )
        ]
        reference = gradient.attributes.get("href", "")
        target, name = self._target(reference, inside | {gradient.attributes.get("id", "")})
        if found or target is None:
            return found
        return self._stops(target, opacity, inside | {gradient.attributes.get("id", ""), name})


def _mean(shares: list[float]) -> Iterator[float]:
    if shares:
        yield sum(shares) / len(shares)


def _told_apart(color: str, opacity: float) -> Iterator[float]:
    """Yield 1 for a paint that can be told apart on white, 0 for a pale one, else nothing."""
    if color == "none":
        return
    channels = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    ratio = contrast(seen_on_white(channels, opacity), "#ffffff")
    if ratio >= SEEN:
        yield float(ratio >= DARK)


def _share(text: str) -> float:
    """Return an opacity, written as a number or in percent, from 0 to 1."""
    value = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    return min(max(value, 0.0), 1.0)
