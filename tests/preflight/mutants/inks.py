"""Faults of colours, of QR codes and of statistics."""

import re
from collections.abc import Callable
from typing import Any

import msgspec
import segno

from handbill.batch.staleness import stale_numbers
from handbill.composing.slots import qr_data_uri
from handbill.model.editions import Edition
from tests.preflight.mutants.planting import (
    Damage,
    Mutant,
    Planted,
    box_of,
    composed,
    edited,
    in_points,
    message_styled,
    overlay,
    recolored,
    rewritten,
    styled,
    the_message,
    written,
)
from tests.preflight.mutants.samples import TODAY, Sample, codes

_PALE = 0.62

COLORS = (
    Mutant("message in pale grey", "color.contrast",
           rewritten(the_message, recolored(lambda _: (_PALE, _PALE, _PALE))),
           ("en", "ar", "ur", "km")),
    Mutant("red on blue that vanishes in grey", "color.contrast",
           message_styled("color: #ff0000; background: #000028"), ("en", "ar")),
    Mutant("message over a drawing", "color.contrast",
           message_styled("background: linear-gradient(90deg, #ffffff, #3a5566 60%)"),
           ("en", "ar")),
)  # fmt: skip


def _coded(payload: str) -> Damage:
    return _with_code(lambda _: qr_data_uri(payload))


def _with_code(source: Callable[[str], str]) -> Damage:
    """Return a damage that replaces the QR code; `source` gives an address for its payload."""

    def change(good: Sample, html: str) -> str:
        payload = next(iter(good.expected.pages[0].codes))
        return re.sub(
            r'(<img class="qr" src=")[^"]*', lambda found: found[1] + source(payload), html
        )

    return composed(change)


def _inverted(payload: str) -> str:
    return str(
        segno.make(payload, error="m", micro=False).svg_data_uri(
            border=4, dark="#ffffff", light="#0b2a3c", omitsize=True
        )
    )


def _without_border(payload: str) -> str:
    return str(
        segno.make(payload, error="m", micro=False).svg_data_uri(
            border=0, dark="#0b2a3c", light="#ffffff", omitsize=True
        )
    )


def _covered(share: float) -> Damage:
    def change(good: Sample, document: Any) -> None:
        page = document.pages[0]
        left, top, right, bottom = codes(good.name)[0].box
        box = (left, top, left + share * (right - left), bottom)
        overlay(document, page, box_of(1, 1, 1)(document, page, in_points(page, box)))

    return edited(change)


CODES = (
    Mutant("QR code of another number", "qr.payload", _coded("tel:+18883373888"), ("poster",)),
    Mutant("QR code of a shortener", "qr.payload", _coded("http://bit.ly/3xYz"), ("poster",)),
    Mutant("QR code that sends a message", "qr.payload", _coded("sms:+18883737888"), ("poster",)),
    Mutant("QR code too small", "qr.unreadable", styled(".qr { width: 11mm; height: 11mm }"),
           ("poster",)),
    Mutant("QR code inverted", "qr.unreadable", _with_code(_inverted), ("poster",)),
    Mutant("QR code half covered", "qr.unreadable", _covered(0.5), ("poster",)),
    Mutant("QR code without quiet zone", "qr.unreadable", _with_code(_without_border),
           ("poster",)),
    Mutant("QR code left out", "qr.unreadable", styled(".qr { display: none }"), ("poster",)),
    Mutant("QR code stretched over its neighbours", "qr.unreadable",
           styled(".qr { transform: skewX(40deg) }"), ("poster",)),
)  # fmt: skip


def _aged(change: Callable[[Edition], Edition]) -> Damage:
    """Return a change of the record that the file does not show."""
    return lambda good: Planted(
        good.pdf, good.expected, tuple(stale_numbers(change(good.edition), TODAY))
    )


def _old_hotline(edition: Edition) -> Edition:
    first, *others = edition.lines
    hotline = msgspec.structs.replace(first.hotline, checked=TODAY.replace(year=TODAY.year - 1))
    line = msgspec.structs.replace(first, hotline=hotline)
    return msgspec.structs.replace(edition, lines=(line, *others))


def _old_emergency(edition: Edition) -> Edition:
    entries = tuple(
        msgspec.structs.replace(entry, checked=TODAY.replace(year=TODAY.year - 1))
        for entry in edition.emergency
    )
    return msgspec.structs.replace(edition, emergency=entries)


_STATED = ("en", "ar", "hi")

CLAIMS = (
    Mutant("share without its source", "claim.unsourced", written("38 %"), _STATED),
    Mutant("estimate without its source", "claim.unsourced", written("27.6 million"), _STATED),
    Mutant("statistic of no claim", "claim.unsourced", written("45%"), _STATED),
    Mutant("statistic of no claim in words", "claim.unsourced", written("50 million"), _STATED),
    Mutant("share whose digits stand in the number", "claim.unsourced", written("37 %"), _STATED),
    Mutant("statistic that is blocked", "claim.unsourced", written("30 million"), _STATED),
    Mutant("number checked too long ago", "number.stale", _aged(_old_hotline), ("en",), "warning"),
    Mutant("emergency number checked too long ago", "number.stale", _aged(_old_emergency),
           ("en",), "warning"),
)  # fmt: skip
