"""Drawings: SVG read without trust, and written anew from the shapes that it draws.

What could act, fetch, move, or need a font is refused with the line it stands in. What only a
drawing program reads (its notes, its own names, metadata) is left out. Style sheets become
attributes and colours become `#rrggbb`, so that the drawing can be made in grey as others are.
"""

import base64
import binascii
import html
import math
import re
from xml.parsers import expat

import msgspec

from handbill.library.rasters import read_raster
from handbill.library.styles import FETCHED, Rule, declared, read_color, read_rules

NAMESPACE = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

MOST_ELEMENTS, DEEPEST = 10_000, 50
"""Most elements, and most inside one another: the layout engine follows them by recursion."""

GRADIENTS = {"linearGradient", "radialGradient"}
SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
CONTAINERS = {"symbol", "clipPath", "mask", "pattern"}
"""What is drawn only where something else uses it."""
_KNOWN = {*CONTAINERS, *GRADIENTS, *SHAPES, "svg", "g", "defs", "use", "image", "stop", "style"}
_UNSEEN = {"title", "desc", "metadata"}

_PLAIN = "Export it again as plain SVG, without that"
_ACTIVE = {
    **dict.fromkeys(("script", "handler", "listener"), f"a script. {_PLAIN}"),
    **dict.fromkeys(
        ("foreignobject", "iframe", "audio", "video", "canvas", "embed"),
        f"something that is no drawing. {_PLAIN}",
    ),
}
"""Elements that are refused in every namespace: what each is, and what to do."""
_REFUSED = _ACTIVE | {
    **dict.fromkeys(
        ("animate", "animatetransform", "animatemotion", "animatecolor", "set", "discard"),
        f"an animation. {_PLAIN}",
    ),
    **dict.fromkeys(
        ("text", "tspan", "textpath", "tref"),
        "text, whose font is not here. Turn the text into paths",
    ),
    "a": f"a link. {_PLAIN}",
    "filter": f"an effect such as a shadow, which would not be printed. {_PLAIN}",
    "marker": "a marker, which would not be printed. Turn it into paths",
}
"""SVG's elements that are refused."""

# Possessive, so that no value takes longer than its length to match.
_NUMBER = r"[+-]?+(?>\d++\.?+\d*+|\.\d++)(?>[eE][+-]?\d{1,2})?+"
_LENGTH = rf"{_NUMBER}(?:px|pt|pc|mm|cm|in|%)?"
_ANGLE = rf"{_NUMBER}(?:px|deg|grad|rad|turn)?"
_TURN = "|".join(
    rf"{names}\s*+\(\s*+(?:{_ANGLE}[\s,]*+){{{count}}}\)"
    for names, count in (
        ("matrix", "6"),
        ("(?:translate|scale)[XY]?", "1,2"),
        ("rotate", "3"),
        ("(?:rotate|skew[XY])", "1"),
    )
)
_NAME = r"[\w.:-]+"
_REFERENCE = re.compile(rf"url\(\s*(['\"]?)#({_NAME})\1\s*\)\s*(.*)")

_KEPT = {
    "x y width height rx ry cx cy r fx fy fr x1 y1 x2 y2 offset": _LENGTH,
    "stroke-width stroke-dashoffset": _LENGTH,
    "stroke-miterlimit": _NUMBER,
    "opacity fill-opacity stroke-opacity stop-opacity": f"{_NUMBER}%?",
    "points": rf"(?:{_NUMBER}[\s,]*+)*+",
    "viewBox": rf"(?:{_NUMBER}[\s,]*+){{4}}",
    "stroke-dasharray transform-origin": rf"(?:{_LENGTH}[\s,]*+)++|none",
    "d": rf"(?:[MmLlHhVvCcSsQqTtAaZz\s,]|{_NUMBER})*+",
    "transform gradientTransform patternTransform": rf"(?:(?:{_TURN})[\s,]*+)*+|none",
    "fill-rule clip-rule stroke-linecap stroke-linejoin": r"[a-z]+",
    "display visibility overflow": r"[a-z-]+",
    "preserveAspectRatio": r"[A-Za-z]+(?: +[a-z]+)?",
    "gradientUnits patternUnits patternContentUnits": r"[A-Za-z]+",
    "clipPathUnits maskUnits maskContentUnits": r"[A-Za-z]+",
    "spreadMethod": "pad",
    "id": _NAME,
}
"""The attributes that are kept, and how their values must look; paints and addresses are apart."""
_PATTERNS = {
    name: re.compile(pattern) for names, pattern in _KEPT.items() for name in names.split()
}
_PAINTS = ("fill", "stroke", "stop-color")
_COVERS = ("clip-path", "mask")
_PICTURE = re.compile(r"data:image/(png|jpe?g);base64,(.*)", re.DOTALL)


class Node(msgspec.Struct):
    """An element that is drawn, or that others draw with."""

    tag: str
    line: int
    attributes: dict[str, str]
    children: list["Node"] = []
    dark: float | None = None
    """For a picture of pixels: the share of it that can be told apart on white."""


class DrawingError(Exception):
    """A drawing that cannot be read; says why and what to do."""


def read_drawing(data: bytes) -> tuple[Node, list[str]]:
    """Return a drawing without anything that is no drawing, and everything wrong with it.

    Raises:
        DrawingError: where it cannot be read to its end.
    """
    reader = _Reader()
    root = reader.read(data)
    fit = _fit(root.attributes)
    cleaner = _Cleaner(reader.rules)
    cleaner.clean(root, "#000000")
    root.attributes |= fit
    return root, list(dict.fromkeys([*reader.problems, *cleaner.problems]))


def drawing_size(root: Node) -> tuple[float, float]:
    """Return width and height of a drawing that was read."""
    _, _, width, height = map(float, re.findall(_NUMBER, root.attributes["viewBox"]))
    return width, height


def written(node: Node) -> str:
    """Return a drawing's markup."""
    given = {"xmlns": NAMESPACE} | node.attributes if node.tag == "svg" else node.attributes
    attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in given.items())
    inside = "".join(map(written, node.children))
    return f"<{node.tag}{attributes}>{inside}</{node.tag}>"


class _Reader:
    """Turns a file into nodes and style rules, without any of XML's declarations."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.rules: list[Rule] = []
        self._open: list[Node] = []
        self._root: Node | None = None
        self._skipped = self._count = 0
        self._style: list[str] | None = None
        self._parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = self._refuse_declarations
        self._parser.EntityDeclHandler = self._refuse_declarations
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def read(self, data: bytes) -> Node:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            raise DrawingError(
                f"It is no well-formed XML: {expat.ErrorString(error.code)} in line "
                f"{error.lineno}. Export it again as SVG."
            ) from error
        if self._root is None or self._root.tag != "svg":
            raise DrawingError("It is no SVG drawing. Export it again as SVG.")
        return self._root

    @property
    def _line(self) -> int:
        return self._parser.CurrentLineNumber

    def _refuse_declarations(self, *_: object) -> None:
        raise DrawingError(
            f"Line {self._line} declares a document type (DOCTYPE), which can hold anything. "
            f"Delete that declaration, or export the drawing again as plain SVG."
        )

    def _start(self, full_name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = full_name.rpartition(" ")
        own = namespace == NAMESPACE
        refused = self._note_refused("filter" if tag.startswith("fe") else tag.lower(), own=own)
        self._note_attributes(attributes)
        if self._skipped or refused or not own or tag in _UNSEEN:
            self._skipped += 1
            return
        if tag not in _KNOWN:
            self.problems.append(f"Line {self._line} has <{tag}>, which is not known. {_PLAIN}.")
        self._count += 1
        if len(self._open) >= DEEPEST or self._count > MOST_ELEMENTS:
            raise DrawingError(
                f"It has more than {MOST_ELEMENTS:,} elements, or more than {DEEPEST} inside one "
                f"another, up to line {self._line}. Simplify it."
            )
        plain = {name.removeprefix(f"{XLINK} "): value.strip()
                 for name, value in attributes.items()}  # fmt: skip
        node = Node(tag, self._line, plain)
        self._style = [] if tag == "style" else None
        if self._open and tag != "style":
            self._open[-1].children.append(node)
        self._root = self._root or node
        self._open.append(node)

    def _end(self, _: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        node = self._open.pop()
        if node.tag == "style" and self._style is not None:
            self._note_style("".join(self._style), node.line)
            self._style = None

    def _text(self, text: str) -> None:
        if self._style is not None and not self._skipped:
            self._style.append(text)

    def _note_refused(self, kind: str, *, own: bool) -> bool:
        what = (_REFUSED if own else _ACTIVE).get(kind)
        if what:
            self.problems.append(f"Line {self._line} holds {what}.")
        return bool(what)

    def _note_attributes(self, attributes: dict[str, str]) -> None:
        for full_name, value in attributes.items():
            namespace, _, name = full_name.rpartition(" ")
            if name.lower().startswith("on"):
                self.problems.append(f"Line {self._line} starts a script by '{name}'. {_PLAIN}.")
            elif name == "base":
                self.problems.append(f"Line {self._line} takes its files elsewhere. {_PLAIN}.")
            elif name == "href" and namespace in ("", XLINK):
                self._note_address(value.strip())
            elif not namespace and FETCHED.search(value):
                self._note_fetch()

    def _note_address(self, value: str) -> None:
        if not re.fullmatch(f"(?:#{_NAME})?", value) and not _PICTURE.fullmatch(value):
            self._note_fetch()

    def _note_fetch(self) -> None:
        self.problems.append(
            f"Line {self._line} asks for something outside the drawing. Put pictures into the "
            f"file itself, and take out all other addresses."
        )

    def _note_style(self, text: str, line: int) -> None:
        rules, problem = read_rules(text)
        self.rules += rules
        if problem:
            self.problems.append(
                f"The style sheet in line {line} {problem}. Set colours at the shapes themselves."
            )


def _fit(given: dict[str, str]) -> dict[str, str]:
    """Return how the drawing says its size, with a view box whatever it had.

    Raises:
        DrawingError: where it says no size.
    """
    sizes = [given.pop(name, "") for name in ("width", "height")]
    for name in ("x", "y", "preserveAspectRatio"):
        given.pop(name, None)
    box = given.pop("viewBox", "") or " ".join(["0 0", *(s.removesuffix("px") for s in sizes)])
    numbers = re.findall(_NUMBER, box)
    whole = _PATTERNS["viewBox"].fullmatch(box) and len(numbers) == 4
    if not whole or not all(0 < float(number) < math.inf for number in numbers[2:]):
        raise DrawingError("It does not say how large it is. Give <svg> a viewBox.")
    return {"viewBox": " ".join(numbers), "width": numbers[2], "height": numbers[3]}


class _Cleaner:
    """Leaves each node only the attributes that draw, with values that can be read."""

    def __init__(self, rules: list[Rule]) -> None:
        self.problems: list[str] = []
        self._rules = sorted(rules, key=lambda rule: rule.rank)

    def clean(self, node: Node, current: str) -> None:
        """Clean a node and those in it; `current` is the colour called `currentColor`."""
        given = dict(node.attributes)
        for rule in self._rules:
            if rule.applies(node.tag, node.attributes):
                given |= rule.values
        given |= declared(given.get("style", ""))
        current = self._color(node, "color", given.get("color", "inherit")) or current
        node.attributes = {}
        for name, value in given.items():
            if name == "href":
                self._link(node, value)
            elif name in _PAINTS:
                self._paint(node, name, current if value.lower() == "currentcolor" else value)
            elif name in _COVERS:
                self._cover(node, name, value)
            elif name in _PATTERNS and value != "inherit":
                if _PATTERNS[name].fullmatch(value):
                    node.attributes[name] = value
                else:
                    self._note_value(node, name, value)
        for child in node.children:
            self.clean(child, current)

    def _note_value(self, node: Node, name: str, value: str) -> None:
        if FETCHED.search(value):
            return  # Noted when it was read.
        shown = value if len(value) <= 30 else f"{value[:30]} …"
        self.problems.append(
            f"'{name}' in line {node.line} is '{shown}', which cannot be read. Export it again "
            f"as plain SVG."
        )

    def _paint(self, node: Node, name: str, value: str) -> None:
        if value in ("none", "transparent"):
            node.attributes[name] = "none"
        elif reference := _REFERENCE.fullmatch(value):
            node.attributes[name] = f"url(#{reference[2]})"
        elif color := self._color(node, name, value):
            node.attributes[name] = color

    def _cover(self, node: Node, name: str, value: str) -> None:
        if reference := _REFERENCE.fullmatch(value):
            node.attributes[name] = f"url(#{reference[2]})"
        elif value not in ("none", "inherit"):
            self._note_value(node, name, value)

    def _color(self, node: Node, name: str, value: str) -> str:
        """Return a colour as `#rrggbb`; empty where there is none of its own."""
        if value in ("inherit", "currentColor"):
            return ""
        try:
            return read_color(value)
        except ValueError:
            self._note_value(node, name, value)
            return ""

    def _link(self, node: Node, value: str) -> None:
        picture = _PICTURE.fullmatch(value)
        if picture is None:
            node.attributes["href"] = value
        elif node.tag == "image":
            self._picture(node, "png" if picture[1] == "png" else "jpeg", picture[2])

    def _picture(self, node: Node, kind: str, text: str) -> None:
        try:
            data = base64.b64decode("".join(text.split()), validate=True)
        except binascii.Error:
            data = b""
        raster = read_raster(data, "png" if kind == "png" else "jpeg")
        if isinstance(raster, str):
            self.problems.append(f"The picture in line {node.line} cannot be used: {raster}")
            return
        kept = base64.b64encode(raster.data).decode("ascii")
        node.attributes["href"] = f"data:{raster.mime};base64,{kept}"
        node.dark = raster.dark
