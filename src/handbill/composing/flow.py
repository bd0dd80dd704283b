"""The flow of a piece's blocks into the pages and columns of a format."""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

import msgspec

from handbill.model.content import Block, Piece
from handbill.model.formats import Page, Room

HEADING_WEIGHT = 1.25
"""Height of a heading's line against a line of text."""

BLOCK_GAP = 0.7
"""Space over a block, in lines."""

CHARACTERS = 28.0
"""Characters of average width in a line of a column, for weighing columns against each other."""

_KEPT = Room(most=2, least=1, after=1)
_SHORTENED_FROM = 2
"""From this setting on, kept statements are printed in their short form."""


class Taken(msgspec.Struct, frozen=True):
    """A block as a page takes it."""

    block: Block
    room: Room
    short: bool = False
    """Whether its short form is printed, without a title."""


def share_out(
    piece: Piece, pages: Sequence[Page], languages: int, *, crowded: bool = False
) -> list[tuple[Taken, ...]]:
    """Return what each page takes of the piece, in the piece's reading order.

    `crowded` pages, as large print is, may go down to one item of each list.

    Blocks go to pages by priority: the first page takes the most important ones. Pages that
    speak one language alone each begin anew, so that no language says less.
    """
    lists = sorted(
        (block for block in piece.blocks if block.id != "headline" and not block.keep),
        key=lambda block: block.priority,
    )
    kept = [block for block in piece.blocks if block.keep]
    given: dict[int | None, int] = {}
    shares = []
    for page in pages:
        rooms = page.rooms_for(multilingual=languages > 1)
        if crowded:
            rooms = tuple(msgspec.structs.replace(room, least=min(room.least, 1)) for room in rooms)
        start = given.get(page.voice, 0)
        given[page.voice] = start + len(rooms)
        taken = [Taken(block, room) for block, room in zip(lists[start:], rooms, strict=False)]
        if page.kept:
            taken += [
                Taken(block, _KEPT, short=page.kept == "short" and _has_short(block))
                for block in kept
            ]
        order = piece.blocks.index
        shares.append(tuple(sorted(taken, key=lambda one: order(one.block))))
    return shares


def at_level(share: Iterable[Taken], level: int) -> tuple[Taken, ...]:
    """Return what is printed of a share at a setting `level` steps tighter than planned."""
    printed = [
        msgspec.structs.replace(one, short=one.short or level >= _SHORTENED_FROM)
        if one.block.keep and _has_short(one.block)
        else one
        for one in share
    ]
    return tuple(one for one in printed if one.short or one.room.count(level) > 0)


def can_shorten(share: Iterable[Taken], level: int) -> bool:
    """Tell whether a share has a setting tighter than `level`."""
    return any(
        not one.short and level < _SHORTENED_FROM
        if one.block.keep and _has_short(one.block)
        else one.room.count(level) > min(one.room.least, one.room.most)
        for one in share
    )


def _has_short(block: Block) -> bool:
    return any(message.role == "short" for message in block.messages)


def in_columns(weights: Sequence[float], columns: int) -> list[tuple[int, int]]:
    """Return where each column begins and ends, so that the highest is as low as can be.

    Args:
        weights: the heights of the blocks in reading order, in lines.
        columns: how many columns there are; empty ones are left out.
    """
    count = min(columns, len(weights))
    if count <= 1:
        return [(0, len(weights))]
    best: tuple[float, tuple[int, ...]] | None = None
    for cuts in combinations(range(1, len(weights)), count - 1):
        bounds = (0, *cuts, len(weights))
        heights = [sum(weights[a:b]) for a, b in pairwise(bounds)]
        if best is None or max(heights) < best[0] - 0.01:
            best = (max(heights), bounds)
    bounds = best[1] if best else (0, len(weights))
    return list(pairwise(bounds))


def weight(title: str, items: Iterable[str]) -> float:
    """Return about how many lines a block takes in a column."""
    lines = math.ceil(_width(title) * HEADING_WEIGHT / CHARACTERS) * HEADING_WEIGHT if title else 0
    return BLOCK_GAP + lines + sum(math.ceil(_width(item) / CHARACTERS) for item in items)


def _width(text: str) -> float:
    """Return the width of a text in characters of average width."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    bare = sum(unicodedata.category(sign) in ("Mn", "Cf", "Me") for sign in text)
    return len(text) + wide - bare
