"""Blocks flow into pages by priority, lose items first and statements of safety never."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbill.composing.flow import (
    Taken,
    at_level,
    can_shorten,
    in_columns,
    share_out,
    weight,
)
from handbill.model.content import Block, Message, Piece
from handbill.model.formats import Page, Room

TIGHTEST = 40
"""A level at which nothing is left to lose."""


def block(name: str, priority: int = 9, **fields: Any) -> Block:
    """Return a block with a title and three items."""
    messages = (
        Message("title", "Title", role="title"),
        *(Message(f"item-{number}", "Item") for number in range(3)),
    )
    return Block(name, messages, priority=priority, **fields)


def kept(name: str, *, short: bool = True) -> Block:
    """Return a statement of safety."""
    messages = [Message("whole", "Do not do this. It is dangerous.", role="text")]
    if short:
        messages.append(Message("short", "Do not do this.", role="short"))
    return Block(name, tuple(messages), keep=True)


def piece(*blocks: Block) -> Piece:
    return Piece(
        id="piece", audience="bystander", kinds=(), confidential=False, discreet=False,
        motif="door", blocks=(Block("headline", ()), *blocks),
    )  # fmt: skip


def page(*most: int, **fields: Any) -> Page:
    """Return a page with a room for each of these numbers of items."""
    rooms = tuple(Room(most=number, least=1) for number in most)
    return Page("page", rooms=rooms, **fields)


def names(shares: Sequence[Sequence[Taken]]) -> list[list[str]]:
    return [[one.block.id for one in share] for share in shares]


# Sharing out.


@pytest.mark.parametrize(
    ("pages", "shares"),
    [
        pytest.param([page(3)], [["a"]], id="the most important one"),
        pytest.param([page(3, 3)], [["b", "a"]], id="two, in the order of reading"),
        pytest.param([page(3), page(3)], [["a"], ["b"]], id="the first page has the first"),
        pytest.param([page(3, 3), page(3, 3)], [["b", "a"], ["c", "d"]], id="two each"),
        pytest.param([page(3, 3), page(3)], [["b", "a"], ["d"]], id="what has no room is left out"),
        pytest.param([page(3), page(3, 3, 3, 3)], [["a"], ["b", "c", "d"]], id="room to spare"),
        pytest.param([page(), page(3)], [[], ["a"]], id="a page without lists"),
    ],
)
def test_the_most_important_blocks_find_room_first_and_stand_in_the_order_of_reading(
    pages: list[Page], shares: list[list[str]]
) -> None:
    told = piece(block("b", 2), block("c", 4), block("a", 1), block("d", 3))
    assert names(share_out(told, pages, 1)) == shares


def test_blocks_of_one_priority_keep_their_order() -> None:
    told = piece(block("first"), block("second"), block("third"))
    assert names(share_out(told, [page(1), page(1), page(1)], 1)) == [
        ["first"], ["second"], ["third"],
    ]  # fmt: skip


def test_each_block_has_the_room_of_its_rank() -> None:
    told = piece(block("least", 3), block("most", 1), block("middle", 2))
    (share,) = share_out(told, [page(5, 4, 3)], 1)
    assert {one.block.id: one.room.most for one in share} == {"most": 5, "middle": 4, "least": 3}


def test_the_headline_is_in_no_list() -> None:
    shares = share_out(piece(block("a")), [page(3, 3, 3)], 1)
    assert names(shares) == [["a"]]


def test_statements_stand_where_the_page_says_and_nowhere_else() -> None:
    told = piece(block("signs", 1), kept("caveat"), block("do", 2), kept("dont"))
    shares = share_out(told, [page(3), page(3, kept="full"), page(kept="short")], 1)
    assert names(shares) == [["signs"], ["caveat", "do", "dont"], ["caveat", "dont"]]
    assert [[one.short for one in share] for share in shares] == [
        [False], [False, False, False], [True, True],
    ]  # fmt: skip


def test_statements_take_no_room_from_lists() -> None:
    told = piece(kept("first"), block("a", 1), kept("second"), block("b", 2))
    assert names(share_out(told, [page(3, 3, kept="short")], 1)) == [["first", "a", "second", "b"]]


def test_pages_that_speak_one_language_alone_each_begin_anew() -> None:
    told = piece(block("a", 1), block("b", 2), kept("dont"))
    pages = [
        page(3, voice=0, kept="short"),
        page(3, voice=1, kept="short"),
        page(3, voice=0),
        page(3, voice=1),
    ]
    assert names(share_out(told, pages, 2)) == [["a", "dont"], ["a", "dont"], ["b"], ["b"]]


def test_pages_of_all_languages_go_on_where_the_last_one_ended() -> None:
    told = piece(block("a", 1), block("b", 2))
    both = [Page("page", rooms=(Room(5), Room(5)), rooms_multilingual=(Room(2),)) for _ in range(2)]
    assert names(share_out(told, both, 1)) == [["a", "b"], []]
    shares = share_out(told, both, 2)
    assert names(shares) == [["a"], ["b"]]
    assert shares[0][0].room.most == 2


def test_a_page_of_one_voice_has_its_usual_rooms_in_every_edition() -> None:
    alone = Page("page", rooms=(Room(5),), rooms_multilingual=(Room(2),), voice=0)
    assert [one.room.most for one in share_out(piece(block("a")), [alone], 2)[0]] == [5]


def test_large_print_may_go_down_to_one_item_and_keeps_lists_that_may_be_dropped() -> None:
    told = piece(block("a", 1), block("b", 2))
    rooms = Page("page", rooms=(Room(5, 3), Room(3, 0)))
    plain, crowded = (share_out(told, [rooms], 1, crowded=large)[0] for large in (False, True))
    assert [one.room.least for one in plain] == [3, 0]
    assert [one.room.least for one in crowded] == [1, 0]
    assert [one.room.most for one in crowded] == [5, 3]


# Levels.


@pytest.mark.parametrize(
    ("room", "counts"),
    [
        pytest.param(Room(5, 2), [5, 4, 3, 2, 2, 2], id="one item a level"),
        pytest.param(Room(3, 0), [3, 2, 1, 0, 0], id="down to nothing"),
        pytest.param(Room(4, 2, after=2), [4, 4, 4, 3, 2, 2], id="later than others"),
        pytest.param(Room(2), [2, 2, 2], id="as many as planned"),
        pytest.param(Room(), [99, 99], id="without bounds"),
        pytest.param(Room(2, 4), [2, 2, 2], id="never more than most"),
    ],
)
def test_a_list_loses_its_least_important_items_first(room: Room, counts: list[int]) -> None:
    assert [room.count(level) for level in range(len(counts))] == counts


def test_a_list_that_came_down_to_nothing_is_no_longer_there() -> None:
    share = (Taken(block("a"), Room(3, 1)), Taken(block("b"), Room(2, 0)))
    printed = [[one.block.id for one in at_level(share, level)] for level in range(4)]
    assert printed == [["a", "b"], ["a", "b"], ["a"], ["a"]]


def test_statements_are_whole_at_first_and_short_from_the_second_level_on() -> None:
    share = share_out(piece(kept("dont")), [page(kept="full")], 1)[0]
    assert [at_level(share, level)[0].short for level in range(4)] == [False, False, True, True]


def test_statements_that_begin_short_stay_short() -> None:
    share = share_out(piece(kept("dont")), [page(kept="short")], 1)[0]
    assert [at_level(share, level)[0].short for level in range(4)] == [True] * 4


@pytest.mark.parametrize("form", ["full", "short"])
def test_a_statement_without_a_short_form_is_printed_whole_everywhere(form: Any) -> None:
    share = share_out(piece(kept("dont", short=False)), [page(kept=form)], 1)[0]
    for level in range(TIGHTEST):
        (one,) = at_level(share, level)
        assert not one.short
        assert one.room.count(level) >= 1


@pytest.mark.parametrize(
    ("taken", "levels"),
    [
        pytest.param(Taken(block("a"), Room(5, 3)), 2, id="a list"),
        pytest.param(Taken(block("a"), Room(4, 2, after=2)), 4, id="a list that waits"),
        pytest.param(Taken(block("a"), Room(2)), 0, id="a list as it is"),
        pytest.param(Taken(kept("a"), Room(2, 1, after=1)), 2, id="a statement"),
        pytest.param(Taken(kept("a"), Room(2, 1, after=1), short=True), 0, id="a short one"),
    ],
)
def test_a_share_can_be_shortened_until_its_last_level(taken: Taken, levels: int) -> None:
    """Levels at which it loses nothing must not stop it before those at which it does."""
    assert [can_shorten((taken,), level) for level in range(levels + 3)] == [
        level < levels for level in range(levels + 3)
    ]


# Columns.


@pytest.mark.parametrize(
    ("weights", "columns", "bounds"),
    [
        pytest.param([], 2, [(0, 0)], id="nothing"),
        pytest.param([3.0], 2, [(0, 1)], id="one block"),
        pytest.param([1.0, 1.0, 1.0], 1, [(0, 3)], id="one column"),
        pytest.param([4.0, 4.0], 2, [(0, 1), (1, 2)], id="one each"),
        pytest.param([6.0, 2.0, 2.0, 2.0], 2, [(0, 1), (1, 4)], id="a long one first"),
        pytest.param([2.0, 2.0, 2.0, 6.0], 2, [(0, 3), (3, 4)], id="a long one last"),
        pytest.param([5.0, 5.0, 5.0, 5.0, 5.0], 2, [(0, 2), (2, 5)], id="odd"),
        pytest.param([1.0, 1.0, 1.0, 1.0, 1.0, 1.0], 3, [(0, 2), (2, 4), (4, 6)], id="three"),
        pytest.param([1.0, 2.0], 4, [(0, 1), (1, 2)], id="more columns than blocks"),
    ],
)
def test_columns_are_as_even_as_they_can_be(
    weights: list[float], columns: int, bounds: list[tuple[int, int]]
) -> None:
    assert in_columns(weights, columns) == bounds


heights = st.lists(st.floats(0.5, 30), max_size=7)


@given(heights, st.integers(1, 4))
def test_columns_follow_one_another_and_hold_every_block_once(
    weights: list[float], columns: int
) -> None:
    found = in_columns(weights, columns)
    assert found[0][0] == 0
    assert found[-1][1] == len(weights)
    assert all(one[1] == other[0] for one, other in pairwise(found))
    assert len(found) == max(1, min(columns, len(weights)))
    assert all(start < end for start, end in found) or weights == []


@given(heights, st.integers(2, 3))
def test_no_other_cut_makes_the_highest_column_lower(weights: list[float], columns: int) -> None:
    def highest(bounds: list[tuple[int, int]]) -> float:
        return max(sum(weights[start:end]) for start, end in bounds)

    found = highest(in_columns(weights, columns))
    for cut in range(1, len(weights)):
        rest = in_columns(weights[cut:], columns - 1)
        shifted = [(start + cut, end + cut) for start, end in rest]
        assert found <= highest([(0, cut), *shifted]) + 0.02


def test_a_block_weighs_what_it_takes_in_lines() -> None:
    bare = weight("", [])
    assert weight("", ["x"]) == bare + 1
    assert weight("", ["x" * 28]) == bare + 1
    assert weight("", ["x" * 29]) == bare + 2
    assert weight("", ["x", "y"]) == bare + 2
    assert weight("Title", ["x"]) > weight("", ["x"]) + 1
    assert weight("Title " * 9, ["x"]) > weight("Title", ["x"])


def test_wide_signs_weigh_double_and_signs_over_others_nothing() -> None:
    assert weight("", ["漢" * 15]) == weight("", ["x" * 30])
    assert weight("", ["e\u0301" * 20]) == weight("", ["e" * 20])
    assert weight("", ["a\u200b" * 20]) == weight("", ["a" * 20])


# Whatever a piece and a format look like.

pieces = st.lists(
    st.tuples(st.booleans(), st.booleans(), st.integers(1, 9)), min_size=1, max_size=8
).map(
    lambda entries: piece(
        *(
            kept(f"b{at}", short=short) if keeps else block(f"b{at}", priority)
            for at, (keeps, short, priority) in enumerate(entries)
        )
    )
)
rooms = st.lists(
    st.builds(Room, st.integers(1, 6), st.integers(0, 6), st.integers(0, 3)), max_size=4
).map(tuple)
pages_of_all = st.lists(
    st.builds(
        Page,
        st.just("page"),
        rooms=rooms,
        rooms_multilingual=rooms,
        kept=st.sampled_from(["", "full", "short"]),
    ),
    min_size=1,
    max_size=5,
)


@given(pieces, pages_of_all, st.integers(1, 4), st.integers(0, 12), st.booleans())
def test_what_a_page_keeps_is_there_at_every_level_and_says_something(
    told: Piece, pages: list[Page], languages: int, level: int, crowded: bool
) -> None:
    shares = share_out(told, pages, languages, crowded=crowded)
    statements = [block.id for block in told.blocks if block.keep]
    for one, share in zip(pages, shares, strict=True):
        printed = [taken for taken in at_level(share, level) if taken.block.keep]
        assert [taken.block.id for taken in printed] == (statements if one.kept else [])
        for taken in printed:
            forms = {message.role for message in taken.block.messages}
            assert ("short" in forms) if taken.short else taken.room.count(level) >= 1


@given(pieces, pages_of_all, st.integers(1, 4))
def test_no_list_stands_twice_and_each_page_is_in_the_order_of_the_piece(
    told: Piece, pages: list[Page], languages: int
) -> None:
    shares = share_out(told, pages, languages)
    lists = [one.block.id for share in shares for one in share if not one.block.keep]
    assert len(lists) == len(set(lists))
    order = [block.id for block in told.blocks]
    for share in shares:
        places = [order.index(one.block.id) for one in share]
        assert places == sorted(places)
    # A list that found no room is no more important than one that did.
    ranks = {block.id: block.priority for block in told.blocks}
    left = {block.id for block in told.blocks if not block.keep} - set(lists) - {"headline"}
    if lists and left:
        assert max(ranks[name] for name in lists) <= min(ranks[name] for name in left)


@given(pieces, pages_of_all, st.integers(1, 4))
def test_every_level_says_no_more_than_the_one_before_until_none_is_tighter(
    told: Piece, pages: list[Page], languages: int
) -> None:
    for share in share_out(told, pages, languages):
        said = [
            [(one.block.id, one.short, one.short or one.room.count(level))
             for one in at_level(share, level)]
            for level in range(TIGHTEST)
        ]  # fmt: skip
        for level, (looser, tighter) in enumerate(pairwise(said)):
            before = {name: (short, count) for name, short, count in looser}
            for name, short, count in tighter:
                assert short or not before[name][0]
                assert short or count <= before[name][1]
            if tighter != looser:
                assert can_shorten(share, level)
        assert not can_shorten(share, TIGHTEST)
