"""Which lines of a region a piece may print."""

from handbill.model.content import Audience, Piece
from handbill.model.editions import Line
from handbill.model.formats import Format
from handbill.model.regions import Channel, ChannelKind, Hotline, Region

MAIN_CHANNELS: dict[Audience, tuple[ChannelKind, ...]] = {
    # A visit to a web page leaves a trail on the reader's phone (techsafety.org), so pieces
    # for those concerned name none.
    "concerned": ("call", "text", "whatsapp", "relay"),
    "bystander": ("call", "text", "whatsapp", "relay", "web"),
}


def printable_lines(
    region: Region, piece: Piece, layout: Format, *, crowded: bool = False
) -> tuple[Line, ...]:
    """Return the lines an edition prints, one of each kind, in the piece's preference.

    The main line comes first with all the channels the format has room for; the others give
    their telephone only. Without a main line there are none.
    """
    most = 1 if crowded else layout.hotlines
    chosen: list[Line] = []
    for kind in piece.kinds:
        hotline = next(
            (hotline for hotline in region.hotlines
             if hotline.kind == kind and may_print(hotline, piece)
             and (chosen or may_lead(hotline, piece))),
            None,
        )  # fmt: skip
        if hotline is not None and len(chosen) < most:
            channels = _channels(hotline, piece, layout) if not chosen and not crowded else ()
            chosen.append(Line(hotline, channels or _telephone(hotline)))
    return tuple(chosen)


def may_lead(hotline: Hotline, piece: Piece) -> bool:
    """Tell whether the hotline may be the main one.

    An adult who is being exploited would reach the wrong service on a children's line.
    """
    return piece.minors or piece.audience != "concerned" or hotline.serves != "children"


def may_print(hotline: Hotline, piece: Piece) -> bool:
    """Tell whether the piece may print the hotline."""
    return (
        hotline.print
        and hotline.kind in piece.kinds
        and hotline.call() is not None
        and (hotline.confidential is True or not piece.confidential)
    )


def reason_without_line(region: Region, piece: Piece) -> str:
    """Return why no line of the region can be printed on the piece, as a finished sentence."""
    printable = [
        hotline for hotline in region.hotlines
        if hotline.kind in piece.kinds and hotline.print and hotline.call()
    ]  # fmt: skip
    allowed = [hotline for hotline in printable if may_print(hotline, piece)]
    if allowed:
        return (
            f"The confidential lines of {region.code} for '{piece.id}' ({_ids(allowed)}) serve "
            f"children; an adult would reach the wrong service. Add a line for adults."
        )
    if printable:
        return (
            f"No line of {region.code} for '{piece.id}' is recorded as confidential "
            f"({_ids(printable)}), and this piece prints only confidential lines. Add "
            f"'confidential = true' with a source where a page of the operator says so."
        )
    return (
        f"{region.code} has no printable telephone line of the kinds that '{piece.id}' needs "
        f"({', '.join(piece.kinds)}). 'handbill hotlines {region.code}' shows what there is."
    )


def _ids(hotlines: list[Hotline]) -> str:
    return ", ".join(sorted(hotline.id for hotline in hotlines))


def _channels(hotline: Hotline, piece: Piece, layout: Format) -> tuple[Channel, ...]:
    room = (layout.channels_discreet if piece.discreet else ()) or layout.channels
    wanted = [kind for kind in MAIN_CHANNELS[piece.audience] if kind in room]
    return tuple(channel for kind in wanted for channel in hotline.channels if channel.kind == kind)


def _telephone(hotline: Hotline) -> tuple[Channel, ...]:
    call = hotline.call()
    return (call,) if call else ()
