"""Tracing a page's content: each glyph drawn, where, how large, in which font and colour.

Text cannot be read back from a PDF of a joined or stacked script: its characters are lost in
glyphs. The glyphs themselves are there, and this module lists them as the printer draws them
(ISO 32000-2, 9.4 and 8.10).
"""

from collections.abc import Iterator
from typing import Any

import msgspec
import pikepdf

from handbill.model.papers import POINTS_PER_MM
from handbill.preflight.raster import Color, printed_color

Matrix = tuple[float, float, float, float, float, float]
"""A transformation as in ISO 32000-2, 8.3.3."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

INVISIBLE = 3
"""Text rendering mode of text that is not drawn (ISO 32000-2, table 104)."""

DEEPEST = 12
"""Most forms inside forms that are followed: enough for every honest page."""

MOST_GLYPHS = 200_000
"""Most glyphs read from one page: a folded newspaper has fewer."""

MOST_PLACED = 20_000
"""Most forms and pictures read from one page: forms that each place ten others have no end."""


class Traced(msgspec.Struct, frozen=True):
    """A glyph as it is drawn.

    Lengths are mm from the upper left corner of the page, sizes pt.
    """

    font: str
    """Family and weight, e.g. `Noto Sans Bold`."""
    glyph: int
    """Glyph index in the font."""
    x: float
    """Where the pen stands."""
    y: float
    """Base line."""
    step: tuple[float, float]
    """How far the pen moves on."""
    size: float
    rise: float
    """Height of the glyph's origin over the base line, as a share of the size."""
    run: int
    """Number of the text run, counted through the page: what one Tm places."""
    marked: int
    """Marked-content identifier, -1 where the glyph belongs to none."""
    artifact: bool
    visible: bool
    color: Color
    spanning: str
    """Language of the marked content where its own property says so."""


class Placed(msgspec.Struct, frozen=True):
    """A form or picture placed on a page."""

    kind: str
    """`Form` or `Image`."""
    matrix: Matrix
    """From its own space to the page's, in pt."""
    name: str
    depth: int


class Trace(msgspec.Struct, frozen=True):
    """Everything that was found on a page."""

    glyphs: tuple[Traced, ...]
    placed: tuple[Placed, ...]
    complete: bool
    """Whether the whole page was read; very long pages are cut."""


class Face(msgspec.Struct, frozen=True):
    """A font as tracing needs it."""

    label: str
    """Family and weight."""
    wide: bool
    """Whether codes are two bytes."""
    widths: dict[int, float]
    default: float

    def width(self, code: int) -> float:
        """Return the advance of a code in thousandths of the type size."""
        return self.widths.get(code, self.default)


class _State(msgspec.Struct):
    matrix: Matrix
    text: Matrix = IDENTITY
    line: Matrix = IDENTITY
    face: Face | None = None
    size: float = 0.0
    character_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: float = 0.0
    color: Color = (0.0, 0.0, 0.0)

    def copy(self) -> "_State":
        return msgspec.structs.replace(self)


def times(one: Matrix, two: Matrix) -> Matrix:
    """Return the transformation that applies `one`, then `two`."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (
        a * g + b * i, a * h + b * j,
        c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def trace_page(page: pikepdf.Page, faces: dict[Any, Face]) -> Trace:
    """Return the glyphs and pictures of a page.

    `faces` remembers fonts read before, by object number.

    Raises:
        pikepdf.PdfError: where the page's content cannot be parsed.
    """
    return _Tracer(page, faces).trace()


class _Tracer:
    def __init__(self, page: pikepdf.Page, faces: dict[Any, Face]) -> None:
        self._page = page
        self._faces = faces
        self._height = float(page.mediabox[3])
        self._left = float(page.mediabox[0])
        self._glyphs: list[Traced] = []
        self._placed: list[Placed] = []
        self._run = 0
        self._marks: list[tuple[int, bool, str]] = []
        self._parsed: dict[Any, list[Any]] = {}

    def trace(self) -> Trace:
        self._read(self._page.obj, self._page, _State(IDENTITY), 0)
        return Trace(tuple(self._glyphs), tuple(self._placed), complete=not self._is_full)

    @property
    def _is_full(self) -> bool:
        return len(self._glyphs) >= MOST_GLYPHS or len(self._placed) >= MOST_PLACED

    def _read(self, owner: Any, content: Any, state: _State, depth: int) -> None:
        stack: list[_State] = []
        for operator, operands in self._instructions(owner, content):
            if self._is_full:
                return
            if operator == "q":
                stack.append(state.copy())
            elif operator == "Q" and stack:
                state = stack.pop()
            elif operator == "Do":
                self._place(owner, str(operands[0]), state, depth)
            elif operator in ("BDC", "BMC"):
                self._marks.append(self._mark(owner, operands))
            elif operator == "EMC" and self._marks:
                self._marks.pop()
            elif operator == "Tf":
                state.face = self._face(owner, str(operands[0]))
                state.size = float(operands[1])
            else:
                self._set(operator, operands, state)

    def _set(self, operator: str, operands: list[Any], state: _State) -> None:
        if operator == '"':
            state.word_space, state.character_space = float(operands[0]), float(operands[1])
        if operator in _NEW_LINES:
            _move(operator, operands, state)
            self._run += 1
        if operator in _SHOWING:
            self._show(operands[-1], state)
        elif operator in _COLORING:
            state.color = _color(operands) or state.color
        elif operator == "cm":
            state.matrix = times(_matrix(operands), state.matrix)
        elif operator in _SETTINGS:
            name, factor = _SETTINGS[operator]
            setattr(state, name, float(operands[0]) * factor)

    def _instructions(self, owner: Any, content: Any) -> list[Any]:
        key = owner.objgen
        if key not in self._parsed or key == (0, 0):
            self._parsed[key] = [
                (str(instruction.operator), list(instruction.operands))
                for instruction in pikepdf.parse_content_stream(content, _OPERATORS)
            ]
        return self._parsed[key]

    def _mark(self, owner: Any, operands: list[Any]) -> tuple[int, bool, str]:
        outer = self._marks[-1] if self._marks else (-1, False, "")
        artifact = outer[1] or str(operands[0]) == "/Artifact"
        properties = operands[1] if len(operands) > 1 else None
        if isinstance(properties, pikepdf.Name):
            named = owner.get("/Resources", {}).get("/Properties", {})
            properties = named.get(str(properties))
        if not isinstance(properties, pikepdf.Dictionary):
            return (outer[0], artifact, outer[2])
        number = int(properties.get("/MCID", outer[0]))
        return (number, artifact, str(properties.get("/Lang", outer[2])))

    def _place(self, owner: Any, name: str, state: _State, depth: int) -> None:
        matrix = state.matrix
        placed = owner.get("/Resources", {}).get("/XObject", {}).get(name)
        if placed is None or depth >= DEEPEST:
            return
        if placed.get("/Subtype") != "/Form":
            self._placed.append(Placed("Image", matrix, name, depth))
            return
        inner = matrix
        if "/Matrix" in placed:
            inner = times(_matrix(placed.Matrix), matrix)
        self._placed.append(Placed("Form", inner, name, depth))
        # A form starts with the graphics state of the place that invokes it (8.10.1).
        self._read(placed, placed, msgspec.structs.replace(state, matrix=inner), depth + 1)

    def _face(self, owner: Any, name: str) -> Face | None:
        font = owner.get("/Resources", {}).get("/Font", {}).get(name)
        if font is None:
            return None
        key = font.objgen
        if key not in self._faces or key == (0, 0):
            self._faces[key] = _read_face(font)
        return self._faces[key]

    def _show(self, operand: Any, state: _State) -> None:
        face = state.face
        if face is None:
            return
        parts = operand if isinstance(operand, pikepdf.Array) else [operand]
        for part in parts:
            if not isinstance(part, pikepdf.String):
                shift = -float(part) / 1000 * state.size * state.stretch
                state.text = times((1.0, 0.0, 0.0, 1.0, shift, 0.0), state.text)
                continue
            for code in _codes(bytes(part), wide=face.wide):
                self._draw(code, face, state)

    def _draw(self, code: int, face: Face, state: _State) -> None:
        advance = face.width(code) / 1000 * state.size + state.character_space
        if code == 32 and not face.wide:
            advance += state.word_space
        moved = times((1.0, 0.0, 0.0, 1.0, advance * state.stretch, 0.0), state.text)
        here, there = times(state.text, state.matrix), times(moved, state.matrix)
        height = (here[2] ** 2 + here[3] ** 2) ** 0.5
        number, artifact, language = self._marks[-1] if self._marks else (-1, False, "")
        self._glyphs.append(
            Traced(
                font=face.label,
                glyph=code,
                x=(here[4] - self._left) / POINTS_PER_MM,
                y=(self._height - here[5]) / POINTS_PER_MM,
                step=((there[4] - here[4]) / POINTS_PER_MM, (here[5] - there[5]) / POINTS_PER_MM),
                size=state.size * height,
                rise=state.rise / state.size if state.size else 0.0,
                run=self._run,
                marked=number,
                artifact=artifact,
                visible=state.mode != INVISIBLE,
                color=state.color,
                spanning=language,
            )
        )
        state.text = moved


_NEW_LINES = ("BT", "Tm", "Td", "TD", "T*", "'", '"')
_SHOWING = ("Tj", "TJ", "'", '"')
_COLORING = ("g", "rg", "k", "sc", "scn")
_SETTINGS = {
    "Tc": ("character_space", 1.0),
    "Tw": ("word_space", 1.0),
    "Tz": ("stretch", 0.01),
    "TL": ("leading", 1.0),
    "Ts": ("rise", 1.0),
    "Tr": ("mode", 1.0),
}
"""Operators that set one number of the text state, with its name and factor (9.3)."""

_OPERATORS = " ".join(
    ["q", "Q", "cm", "Do", "BDC", "BMC", "EMC", "ET", "Tf",
     *_NEW_LINES, *_SHOWING[:2], *_COLORING, *_SETTINGS]
)  # fmt: skip


def _move(operator: str, operands: list[Any], state: _State) -> None:
    """Place the pen for a text operator (ISO 32000-2, 9.4.2)."""
    if operator == "BT":
        state.text = state.line = IDENTITY
    elif operator == "Tm":
        state.text = state.line = _matrix(operands)
    else:
        shift = (0.0, -state.leading)
        if operator in ("Td", "TD"):
            shift = (float(operands[0]), float(operands[1]))
        if operator == "TD":
            state.leading = -shift[1]
        state.text = state.line = times((1.0, 0.0, 0.0, 1.0, *shift), state.line)


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(operand) for operand in operands)
    return (a, b, c, d, e, f)


def _color(operands: list[Any]) -> Color | None:
    """Return a fill colour, CMYK as it is rasterised."""
    numbers = [float(operand) for operand in operands if not isinstance(operand, pikepdf.Name)]
    if len(numbers) == 1:
        return (numbers[0], numbers[0], numbers[0])
    if len(numbers) == 3:
        return (numbers[0], numbers[1], numbers[2])
    if len(numbers) == 4:
        return printed_color(*numbers)
    return None


def _codes(data: bytes, *, wide: bool) -> Iterator[int]:
    if not wide:
        return iter(data)
    return (int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2))


def _read_face(font: Any) -> Face:
    if "/DescendantFonts" not in font:
        first = int(font.get("/FirstChar", 0))
        widths = {first + at: float(w) for at, w in enumerate(font.get("/Widths", []))}
        return Face(font_label(font), wide=False, widths=widths, default=500.0)
    descendant = font.DescendantFonts[0]
    return Face(
        font_label(font),
        wide=True,
        widths=_composite_widths(descendant.get("/W", [])),
        default=float(descendant.get("/DW", 1000)),
    )


def _composite_widths(entries: Any) -> dict[int, float]:
    """Return the widths of a composite font by code (ISO 32000-2, 9.7.4.3)."""
    widths: dict[int, float] = {}
    values = list(entries)
    at = 0
    while at + 1 < len(values):
        first = int(values[at])
        if isinstance(values[at + 1], pikepdf.Array):
            widths.update({first + n: float(w) for n, w in enumerate(values[at + 1])})
            at += 2
        elif at + 2 >= len(values):
            break
        else:
            last = min(int(values[at + 1]), first + 65535)
            widths.update(dict.fromkeys(range(first, last + 1), float(values[at + 2])))
            at += 3
    return widths


def font_label(font: Any) -> str:
    """Return family and weight of a font as its own description gives them."""
    descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = descendant.get("/FontDescriptor", {})
    name = str(descendant.get("/BaseFont", font.get("/BaseFont", "/?"))).lstrip("/")
    name = name.split("+")[-1]
    family = str(descriptor.get("/FontFamily", "")) or name.split("-")[0]
    return f"{family} Bold" if "bold" in name.lower() else family
