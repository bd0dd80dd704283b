"""Shaping the expected texts a second time, to know the glyphs that must be on the page.

HarfBuzz turns each text into glyph indices with the same font files. The engine keeps the
indices of the whole font in its subsets, so that both lists can be compared one by one: in
scripts where nothing else can be, a glyph more, less or other is seen.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import groupby, pairwise
from pathlib import Path

import msgspec
import uharfbuzz
from fontTools.pens.recordingPen import RecordingPen

from handbill.preflight.expecting import Segment

FindFile = Callable[[str, bool], tuple[Path, int] | None]
"""Returns the file of a family, bold or not, and the index of the face in it."""

Token = tuple[str, int]
"""Font label and glyph index."""

Extents = tuple[float, float, float, float]
"""Left, top, right, bottom of a glyph's ink from its origin, as shares of the type size."""


RIGHT_TO_LEFT_OVERRIDE, POP_DIRECTION = "\u202e", "\u202c"
"""With these a pseudo-locale turns whole texts round."""


Outline = tuple[object, ...]
"""The strokes of a glyph, in units of its font."""


class Program:
    """A font as glyphs to draw.

    Raises:
        ValueError: where the data is no font.
    """

    def __init__(self, blob: uharfbuzz.Blob, index: int = 0) -> None:
        self._face = uharfbuzz.Face(blob, index)
        if not self._face.glyph_count:
            raise ValueError("The data is no font.")
        self._font = uharfbuzz.Font(self._face)
        self._extents: dict[int, Extents] = {}

    def outline(self, glyph: int) -> Outline:
        """Return a glyph's strokes."""
        pen = RecordingPen()
        self._font.draw_glyph_with_pen(glyph, pen)
        return tuple(pen.value)

    @cached_property
    def characters(self) -> frozenset[int]:
        """Return the code points it has glyphs for."""
        return frozenset(self._face.unicodes)

    def advance(self, glyph: int) -> float:
        """Return how far a glyph moves the pen, as a share of the type size."""
        return float(self._font.get_glyph_h_advance(glyph)) / float(self._face.upem)

    def has(self, glyph: int) -> bool:
        """Tell whether there is a glyph of this index."""
        return bool(glyph < self._face.glyph_count)

    def extents(self, glyph: int) -> Extents:
        """Return the ink box of a glyph."""
        if glyph not in self._extents:
            self._extents[glyph] = self._measured(glyph)
        return self._extents[glyph]

    def _measured(self, glyph: int) -> Extents:
        found = self._font.get_glyph_extents(glyph)
        if found is None:
            return (0.0, 0.0, 0.0, 0.0)
        upem = self._face.upem
        left, top = found.x_bearing / upem, -found.y_bearing / upem
        return (left, top, left + found.width / upem, top - found.height / upem)

    def shape(self, text: str, language: str, *, right_to_left: bool) -> list[tuple[int, int]]:
        """Return glyph indices in the order of reading, with the place of each in the text."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if right_to_left else "ltr"
        buffer.language = language
        uharfbuzz.shape(self._font, buffer)
        glyphs = [(info.codepoint, info.cluster) for info in buffer.glyph_infos]
        return glyphs[::-1] if right_to_left else glyphs


def _from_file(path: Path, index: int) -> Program:
    return Program(uharfbuzz.Blob.from_file_path(str(path)), index)


class Spelling(msgspec.Struct, frozen=True):
    """One way a segment may be set, as the glyphs with ink in the order of reading."""

    tokens: tuple[Token, ...]
    spaced: tuple[bool, ...] | None = None
    """Whether a space stands before each glyph; none where invisible characters part the text,
    which fonts draw as blanks too."""


class Typefaces:
    """The font files of this machine, and what texts become in them."""

    def __init__(self, find_file: FindFile) -> None:
        self._find_file = find_file
        self._faces: dict[str, Program | None] = {}
        self._spellings: dict[tuple[Segment, tuple[str, ...]], tuple[Spelling, ...]] = {}

    def spellings(self, segment: Segment, families: tuple[str, ...]) -> tuple[Spelling, ...]:
        """Return the ways the engine may set a segment: regular or bold, in its families."""
        key = (segment, families)
        if key not in self._spellings:
            # Slots set numbers and Latin names in the first family of Latin whatever stands
            # around them, so the order of families is tried both ways.
            orders = dict.fromkeys([families, families[::-1]])
            ways = [
                self._spelled(segment, order, bold=bold)
                for order in orders
                for bold in (False, True)
            ]
            self._spellings[key] = tuple(dict.fromkeys(way for way in ways if way.tokens))
        return self._spellings[key]

    def is_blank(self, token: Token) -> bool:
        """Tell whether a glyph leaves no ink."""
        left, top, right, bottom = self.extents(token)
        return left == right or top == bottom

    def extents(self, token: Token) -> Extents:
        """Return the ink box of a glyph; empty for fonts that this machine lacks."""
        face = self.program(token[0])
        return face.extents(token[1]) if face and face.has(token[1]) else (0.0, 0.0, 0.0, 0.0)

    def knows(self, label: str) -> bool:
        """Tell whether this machine has the font."""
        return self.program(label) is not None

    def advance(self, token: Token) -> float:
        """Return how far a glyph moves the pen, as a share of the type size."""
        face = self.program(token[0])
        return face.advance(token[1]) if face and face.has(token[1]) else 0.0

    def program(self, label: str) -> Program | None:
        """Return the font of this machine, None where it has none of that name."""
        if label not in self._faces:
            family = label.removesuffix(" Bold")
            found = self._find_file(family, label != family)
            self._faces[label] = _from_file(*found) if found else None
        return self._faces[label]

    def _spelled(self, segment: Segment, families: tuple[str, ...], *, bold: bool) -> Spelling:
        suffix = " Bold" if bold else ""
        found: list[tuple[Token, int]] = []
        start = 0
        for family, characters in groupby(
            segment.text, lambda character: self._family(character, families, suffix)
        ):
            face = self.program(family + suffix)
            if face is None:
                return Spelling(())
            text = "".join(characters)
            glyphs = face.shape(text, segment.language, right_to_left=segment.right_to_left)
            found += [((family + suffix, glyph), start + place) for glyph, place in glyphs]
            start += len(text)
        inked = [(token, place) for token, place in found if not self.is_blank(token)]
        # Nastaliq swallows some spaces; then nothing can be said of any.
        keeps_spaces = len(found) - len(inked) == sum(map(str.isspace, segment.text))
        return Spelling(
            tuple(token for token, _ in inked),
            _spaced(segment.text, [place for _, place in inked]) if keeps_spaces else None,
        )

    def _family(self, character: str, families: tuple[str, ...], suffix: str) -> str:
        for family in families:
            face = self.program(family + suffix)
            if face is not None and ord(character) in face.characters:
                return family
        return families[0]


def _spaced(text: str, places: list[int]) -> tuple[bool, ...] | None:
    if any(unicodedata.category(character) == "Cf" for character in text):
        return None
    return tuple(
        any(map(str.isspace, text[before:here]))
        for before, here in pairwise([places[0] if places else 0, *places])
    )


_STRONG = ("L", "R", "AL", "EN", "AN")
_OVERRIDDEN = re.compile(f"({RIGHT_TO_LEFT_OVERRIDE}[^{POP_DIRECTION}]*{POP_DIRECTION})")


def split_by_direction(text: str, language: str, *, right_to_left: bool) -> Iterable[Segment]:
    """Yield the stretches of a text that run in one direction.

    Signs between two directions belong to neither for sure (Unicode Annex 9 decides by what
    stands around), so they are left out.
    """
    if RIGHT_TO_LEFT_OVERRIDE in text:
        yield from _around_overrides(text, language, right_to_left=right_to_left)
        return
    strong: list[tuple[bool, int]] = [
        (kind in ("R", "AL"), at)
        for at, character in enumerate(text)
        if (kind := unicodedata.bidirectional(character)) in _STRONG
    ]
    whole = len({direction for direction, _ in strong}) < 2
    if not strong:
        yield Segment(text.strip(), language, right_to_left)
        return
    for direction, members in groupby(strong, lambda member: member[0]):
        places = [at for _, at in members]
        first, last = places[0], places[-1] + 1
        if direction == right_to_left:
            first = 0 if first == strong[0][1] else first
            last = len(text) if places[-1] == strong[-1][1] else last
        while last < len(text) and unicodedata.combining(text[last]):
            last += 1
        if any(unicodedata.category(character) != "Cf" for character in text[first:last]):
            yield Segment(text[first:last].strip(), language, direction, whole)


def _around_overrides(text: str, language: str, *, right_to_left: bool) -> Iterator[Segment]:
    """Yield the overridden stretches of a text, and the names and figures between them."""
    parts = _OVERRIDDEN.split(text)
    whole = not any(map(_has_direction, parts[::2]))
    turned = ""
    for part in parts:
        is_override = part.startswith(RIGHT_TO_LEFT_OVERRIDE)
        if is_override or not _has_direction(part):
            turned += part[1:-1] if is_override else part
            continue
        if turned.strip():
            yield Segment(turned.strip(), language, right_to_left=True, whole=whole)
        for segment in split_by_direction(part, language, right_to_left=right_to_left):
            yield msgspec.structs.replace(segment, whole=whole)
        turned = ""
    if turned.strip():
        yield Segment(turned.strip(), language, right_to_left=True, whole=whole)


def _has_direction(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in _STRONG for character in text)
