"""Which lines a piece may print: the rules that keep a reader from harm."""

import re
from typing import Any

import msgspec
import pytest

from handbill.library.library import Library
from handbill.model.content import Piece
from handbill.model.regions import Hotline, Region
from handbill.planning.lines import printable_lines, reason_without_line
from tests.composing.samples import (
    FORMATS,
    PIECES,
    REGIONS,
    SUITED,
    channel,
    hotline,
    region,
)

WEB = channel(kind="web", number="", written="", address="example.org")
TEXT = channel(kind="text", number="233733", form="short", written="")
RELAY = channel(kind="relay", number="711", form="short", written="")
WHATSAPP = channel(kind="whatsapp", number="18883737888")


@pytest.fixture
def self_help(library: Library) -> Piece:
    return library.pieces["self-help"]


@pytest.fixture
def bystander(library: Library) -> Piece:
    return library.pieces["bystander"]


def printed(library: Library, piece: str, layout: str, *hotlines: Hotline) -> list[str]:
    lines = printable_lines(region(*hotlines), library.pieces[piece], library.formats[layout])
    return [line.hotline.id for line in lines]


UNFIT_FOR_SELF_HELP: dict[str, dict[str, Any]] = {
    "police-tip": {"kind": "police-tip"},
    "confidentiality-unknown": {"confidential": None},
    "not-confidential": {"confidential": False},
    "kept-out-of-print": {"print": False, "reason": "Its number is in doubt."},
    "children-only": {"kind": "child", "serves": "children"},
    "children-only-trafficking": {"serves": "children"},
    "nothing-to-telephone": {"channels": (TEXT,)},
    "kind-it-does-not-name": {"kind": "labour"},
}


@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("flaw", UNFIT_FOR_SELF_HELP.values(), ids=UNFIT_FOR_SELF_HELP)
def test_self_help_never_leads_with_an_unfit_line(
    library: Library, layout: str, flaw: dict[str, Any]
) -> None:
    assert printed(library, "self-help", layout, hotline(**flaw)) == []


@pytest.mark.parametrize("flaw", UNFIT_FOR_SELF_HELP.values(), ids=UNFIT_FOR_SELF_HELP)
def test_self_help_passes_over_an_unfit_line_to_a_fit_one(
    library: Library, flaw: dict[str, Any]
) -> None:
    unfit, fit = hotline(id="unfit", **flaw), hotline(id="fit", kind="violence")
    assert printed(library, "self-help", "poster", unfit, fit)[0] == "fit"


@pytest.mark.parametrize("code", REGIONS)
def test_pieces_for_those_concerned_are_safe_in_every_shipped_region(
    library: Library, code: str
) -> None:
    for name, layout in SUITED:
        piece = library.pieces[name]
        if piece.audience != "concerned":
            continue
        lines = printable_lines(library.regions[code], piece, library.formats[layout])
        for line in lines:
            assert line.hotline.kind != "police-tip"
            assert line.hotline.print
            assert line.hotline.confidential is True or not piece.confidential
            assert not {"web", "chat", "email"} & {channel.kind for channel in line.channels}
        assert not lines or piece.minors or lines[0].hotline.serves != "children"


CONCERNED = ("self-help", "youth", "moving", "work-rights", "support")


@pytest.mark.parametrize("name", CONCERNED)
def test_pieces_for_those_concerned_name_no_police_and_no_page(library: Library, name: str) -> None:
    piece = library.pieces[name]
    assert piece.audience == "concerned"
    assert "police-tip" not in piece.kinds
    place = region(
        hotline(channels=(channel(), WEB)), hotline(id="tip", kind="police-tip"),
        hotline(id="work", kind="labour", channels=(channel(), WEB)),
    )  # fmt: skip
    for layout in FORMATS:
        for line in printable_lines(place, piece, library.formats[layout]):
            assert line.hotline.kind != "police-tip"
            assert [each.kind for each in line.channels] == ["call"]


def test_self_help_prints_only_confidential_lines(self_help: Piece) -> None:
    assert self_help.audience == "concerned"
    assert self_help.confidential
    assert self_help.discreet


@pytest.mark.parametrize("code", REGIONS)
def test_shipped_editions_print_one_line_of_each_kind_that_the_piece_names(
    library: Library, code: str
) -> None:
    for name, layout in SUITED:
        piece, shape = library.pieces[name], library.formats[layout]
        lines = printable_lines(library.regions[code], piece, shape)
        kinds = [line.hotline.kind for line in lines]
        assert len(set(kinds)) == len(kinds), (name, layout)
        assert kinds == [kind for kind in piece.kinds if kind in kinds], (name, layout)
        assert len(lines) <= shape.hotlines, (name, layout)
        assert all(line.channels[0].kind == "call" for line in lines), (name, layout)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"kind": "police-tip"}, id="police-tip"),
        pytest.param({"confidential": None}, id="confidentiality-unknown"),
        pytest.param({"confidential": False}, id="not-confidential"),
        pytest.param({"kind": "child", "serves": "children"}, id="children-only"),
    ],
)
def test_bystander_may_lead_with_what_self_help_may_not(
    library: Library, changes: dict[str, Any]
) -> None:
    assert printed(library, "bystander", "poster", hotline(**changes)) == ["us-line"]


@pytest.mark.parametrize("piece", PIECES)
def test_a_line_kept_out_of_print_stands_on_no_piece(library: Library, piece: str) -> None:
    held_back = hotline(print=False, reason="Its number is in doubt.")
    assert printed(library, piece, "poster", held_back) == []


def test_a_line_without_a_telephone_is_not_printed(library: Library) -> None:
    assert printed(library, "bystander", "poster", hotline(channels=(TEXT, WEB))) == []


def test_a_childrens_line_may_stand_beside_a_line_for_adults(library: Library) -> None:
    child = hotline(id="child", kind="child", serves="children")
    assert printed(library, "self-help", "poster", child, hotline()) == ["us-line", "child"]


def test_a_childrens_line_leads_a_piece_for_readers_under_age_only(library: Library) -> None:
    child = hotline(id="child", kind="child", serves="children")
    assert printed(library, "youth", "poster", hotline(), child) == ["child", "us-line"]
    assert printed(library, "youth", "wallet-card", hotline(), child) == ["child"]
    for name in PIECES:
        piece = library.pieces[name]
        alone = printed(library, name, "poster", child)
        may = "child" in piece.kinds and (piece.minors or piece.audience == "bystander")
        assert alone == (["child"] if may else []), name


def test_only_the_first_line_of_a_kind_is_printed(library: Library) -> None:
    first, second = hotline(id="first"), hotline(id="second")
    assert printed(library, "bystander", "poster", first, second) == ["first"]


def test_the_pieces_preference_decides_and_not_the_order_of_the_record(library: Library) -> None:
    records = (
        hotline(id="violence", kind="violence"),
        hotline(id="tip", kind="police-tip"),
        hotline(id="trafficking"),
    )
    assert printed(library, "bystander", "poster", *records) == ["trafficking", "tip"]
    assert printed(library, "self-help", "poster", *records) == ["trafficking", "violence"]


def test_a_format_prints_no_more_lines_than_it_holds(library: Library) -> None:
    records = (hotline(id="trafficking"), hotline(id="violence", kind="violence"))
    assert printed(library, "self-help", "wallet-card", *records) == ["trafficking"]


@pytest.mark.parametrize(
    ("piece", "layout", "kinds"),
    [
        ("bystander", "poster", ["call", "text", "whatsapp", "relay", "web"]),
        ("bystander", "flyer", ["call", "text", "whatsapp", "relay", "web"]),
        ("bystander", "wallet-card", ["call"]),
        ("self-help", "poster", ["call", "text", "whatsapp", "relay"]),
        ("self-help", "flyer", ["call", "text", "whatsapp", "relay"]),
        ("self-help", "wallet-card", ["call", "text", "whatsapp"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_main_line_brings_the_channels_that_piece_and_format_take(
    library: Library, piece: str, layout: str, kinds: list[str]
) -> None:
    main = hotline(channels=(WEB, RELAY, WHATSAPP, TEXT, channel()))
    (line,) = printable_lines(region(main), library.pieces[piece], library.formats[layout])
    assert [channel.kind for channel in line.channels] == kinds


@pytest.mark.parametrize("layout", FORMATS)
def test_chat_and_email_are_printed_on_no_format(library: Library, layout: str) -> None:
    chat = channel(kind="chat", number="", written="", address="example.org/chat")
    email = channel(kind="email", number="", written="", address="help@example.org")
    main = hotline(channels=(chat, email, channel()))
    (line,) = printable_lines(region(main), library.pieces["bystander"], library.formats[layout])
    assert [channel.kind for channel in line.channels] == ["call"]


@pytest.mark.parametrize("code", REGIONS)
def test_a_wallet_card_carries_only_its_channels_in_every_shipped_region(
    library: Library, code: str
) -> None:
    card = library.formats["wallet-card"]
    for piece in library.pieces.values():
        room = card.channels_discreet if piece.discreet else card.channels
        for line in printable_lines(library.regions[code], piece, card):
            assert {channel.kind for channel in line.channels} <= set(room)


def test_further_lines_give_their_telephone_only(library: Library) -> None:
    second = hotline(id="second", kind="violence", channels=(TEXT, WEB, channel()))
    lines = printable_lines(
        region(hotline(), second), library.pieces["bystander"], library.formats["poster"]
    )
    assert [channel.kind for channel in lines[1].channels] == ["call"]


@pytest.mark.parametrize(
    ("hotlines", "words"),
    [
        pytest.param((), ["no printable telephone line", "trafficking"], id="no-line-at-all"),
        pytest.param(
            (hotline(kind="police-tip"),), ["no printable telephone line"], id="only-another-kind"
        ),
        pytest.param(
            (hotline(print=False, reason="In doubt."),),
            ["no printable telephone line"],
            id="held-back",
        ),
        pytest.param(
            (hotline(channels=(TEXT, WEB)),),
            ["no printable telephone line"],
            id="nothing-to-telephone",
        ),
        pytest.param(
            (hotline(channels=(TEXT,)), hotline(id="b", confidential=None)),
            ["(b)", "confidential = true"],
            id="the-only-confidential-one-has-no-telephone",
        ),
        pytest.param(
            (hotline(id="us-b", confidential=None), hotline(id="us-a", confidential=False)),
            ["(us-a, us-b)", "confidential = true"],
            id="none-confidential",
        ),
        pytest.param(
            (hotline(kind="child", serves="children"), hotline(id="b", confidential=None)),
            ["(us-line)", "serve children", "line for adults"],
            id="the-only-confidential-one-serves-children",
        ),
        pytest.param(
            (
                hotline(id="us-b", kind="child", serves="children"),
                hotline(id="us-a", serves="children"),
            ),
            ["(us-a, us-b)", "serve children", "line for adults"],
            id="all-confidential-ones-serve-children",
        ),
    ],
)
def test_the_reason_without_a_line_says_what_is_in_the_way(
    library: Library, self_help: Piece, hotlines: tuple[Hotline, ...], words: list[str]
) -> None:
    place = region(*hotlines)
    assert printable_lines(place, self_help, library.formats["poster"]) == ()
    reason = reason_without_line(place, self_help)
    assert is_finished(reason)
    assert "US" in reason
    assert [word for word in words if word not in reason] == []


@pytest.mark.parametrize("code", REGIONS)
def test_the_reason_is_true_in_every_shipped_region_without_a_line(
    library: Library, code: str
) -> None:
    place = library.regions[code]
    for piece in library.pieces.values():
        if not printable_lines(place, piece, library.formats["poster"]):
            reason = reason_without_line(place, piece)
            assert is_finished(reason)
            assert_true(reason, place, piece)


def assert_true(reason: str, place: Region, piece: Piece) -> None:
    fitting = [
        line
        for line in place.hotlines
        if line.kind in piece.kinds and line.print and line.call() is not None
    ]
    named = re.search(r"\(([^)]+)\)", reason)
    assert named
    if "serve children" in reason:
        confidential = [line for line in fitting if line.confidential]
        assert {line.serves for line in confidential} == {"children"}
        assert named[1].split(", ") == sorted(line.id for line in confidential)
    elif "recorded as confidential" in reason:
        assert fitting
        assert not any(line.confidential for line in fitting)
        assert named[1].split(", ") == sorted(line.id for line in fitting)
    else:
        assert fitting == []
        assert named[1].split(", ") == list(piece.kinds)


def test_a_young_reader_is_never_told_that_a_childrens_line_is_the_wrong_service(
    library: Library,
) -> None:
    unfit = region(hotline(kind="child", serves="children", confidential=None))
    reason = reason_without_line(unfit, library.pieces["youth"])
    assert "serve children" not in reason
    assert "confidential = true" in reason


def test_a_reason_names_the_piece(self_help: Piece, bystander: Piece) -> None:
    empty = region()
    assert "'self-help'" in reason_without_line(empty, self_help)
    assert "'bystander'" in reason_without_line(empty, bystander)


def test_a_piece_that_asks_for_no_confidentiality_prints_unconfidential_lines(
    library: Library, self_help: Piece
) -> None:
    open_piece = msgspec.structs.replace(self_help, confidential=False)
    lines = printable_lines(
        region(hotline(confidential=None)), open_piece, library.formats["poster"]
    )
    assert len(lines) == 1


def is_finished(text: str) -> bool:
    """Tell whether the text is made of whole sentences."""
    return text[0].isupper() and text.endswith(".") and "  " not in text and "None" not in text
