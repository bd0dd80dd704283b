"""Faults of numbers."""

import io
import re
from typing import Any

import msgspec
import pikepdf

from handbill.model.editions import Edition
from tests.preflight.mutants.planting import (
    Color,
    Damage,
    Mutant,
    Planted,
    added,
    box_of,
    composed,
    drawing,
    drawn_over,
    edited,
    emptied,
    in_points,
    inside,
    moved,
    number_changed,
    number_markup,
    operation,
    overlay,
    picture,
    recolored,
    renumbered,
    resized,
    rewritten,
    the_emergency_number,
    the_number,
    written,
)
from tests.preflight.mutants.samples import (
    NUMBERED,
    Case,
    Sample,
    bench,
    ground,
    planned,
    reprinted,
)

_NATIVE = {"en": "٠١٢٣٤٥٦٧٨٩", "ar": "٠١٢٣٤٥٦٧٨٩", "ur": "۰۱۲۳۴۵۶۷۸۹", "hi": "०१२३४५६७८९"}

MISPRINT = "1-888-337-3888"
"""A misprint of the American line that the press has spread."""


def _native(good: Sample, number: str) -> str:
    return number.translate(str.maketrans("0123456789", _NATIVE[good.name]))


def _neighbours_swapped(number: str) -> str:
    pairs = [match.start() for match in re.finditer(r"(?=(\d)(?!\1)\d)", number)]
    at = pairs[-1]
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def _groups_exchanged(number: str) -> str:
    *before, last_but_one, last = number.split("-")
    return "-".join([*before, last, last_but_one])


def _bare(good: Sample, number: str) -> str:
    word = good.message.text.split()[0]
    return f'<span class="number" style="font-size: 12pt">{word} {number}</span>'


def _broken(_: Sample, number: str) -> str:
    half = number.rindex("-")
    return f'<bdi dir="ltr" class="number">{number[:half]}<br>{number[half:]}</bdi>'


def _beside(other: str) -> Damage:
    return number_changed(lambda _, number: f"{number_markup(number)} {number_markup(other)}")


def _of(country: str) -> Damage:
    """Return a change of the record: the right number of another country."""

    def damage(good: Sample) -> Planted:
        other = planned(Case(country, good.edition.piece, good.edition.format, "en"))
        record = _with_number(good.edition, other.lines[0].channels[0].number)
        return Planted(reprinted(good, bench().recomposed(good, record)), good.expected)

    return damage


def _with_number(edition: Edition, number: str) -> Edition:
    first, *others = edition.lines
    call, *channels = first.channels
    changed = msgspec.structs.replace(call, number=number, written="", letters="", form="short")
    line = msgspec.structs.replace(first, channels=(changed, *channels))
    return msgspec.structs.replace(edition, lines=(line, *others))


def _ratio(one: Color, other: Color) -> float:
    lights = sorted(
        sum(weight * (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
            for weight, c in zip((0.2126, 0.7152, 0.0722), color, strict=True))
        for color in (one, other)
    )  # fmt: skip
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _pale(good: Sample) -> Color:
    """Return the grey whose contrast with the number's ground is nearest to 4.6 : 1."""
    behind = ground(good, the_number(good))
    greys = ((level / 255, level / 255, level / 255) for level in range(256))
    return min(greys, key=lambda grey: abs(_ratio(grey, behind) - 4.6))


def _one_copy_covered(good: Sample, document: Any) -> None:
    page = document.pages[0]
    cells = good.expected.pages[0].cells
    cell = cells[7]
    paint = box_of(1, 1, 1)
    box = (cell.left + 3, cell.top + 24, cell.left + cell.width - 3, cell.top + 40)
    overlay(document, page, paint(document, page, in_points(page, box)))


def _one_copy_other(good: Sample, document: Any) -> None:
    """Set another number on one of the copies, as where an old sheet was patched."""
    html = good.composition.html.replace(good.number, MISPRINT, 1)
    _patched(document, reprinted(good, html), "/Page0")


def _one_strip_other(good: Sample, document: Any) -> None:
    """Set another number on one of the strips: it is the last on the pages."""
    before, _, after = good.composition.html.rpartition(good.number)
    _patched(document, reprinted(good, f"{before}{MISPRINT}{after}"), "/Page1")


def _patched(document: Any, patch: bytes, copy: str) -> None:
    with pikepdf.open(io.BytesIO(patch)) as other:
        form = document.copy_foreign(other.pages[0].obj.Resources.XObject[copy])
    page = document.pages[0]
    name = str(page.add_resource(form, pikepdf.Name.XObject))
    content = page.obj.Contents.read_bytes().decode("ascii")
    page.obj.Contents = document.make_stream(
        content.replace(f"{copy} Do", f"{name} Do", 1).encode("ascii")
    )


SLIPS = (
    Mutant("digits swapped with their neighbour", "number.order",
           renumbered(_neighbours_swapped), NUMBERED),
    Mutant("digit replaced", "number.missing",
           renumbered(lambda number: f"{number[:-1]}{(int(number[-1]) + 1) % 10}"), NUMBERED),
    Mutant("digit dropped", "number.missing", renumbered(lambda number: number[:-1]), NUMBERED),
    Mutant("digit doubled", "number.missing",
           renumbered(lambda number: number + number[-1]), NUMBERED),
    Mutant("groups exchanged", "number.order", renumbered(_groups_exchanged), NUMBERED),
    Mutant("groups reversed by right-to-left text", "number.order", number_changed(_bare),
           ("ar", "ur")),
    Mutant("number broken over two lines", "number.missing", number_changed(_broken), NUMBERED),
    Mutant("number in native digits", "number.missing",
           number_changed(lambda good, number: number_markup(_native(good, number))), NUMBERED),
    Mutant("number of another country", "number.missing", _of("GB"), NUMBERED),
    Mutant("number left out", "number.missing", number_changed(lambda _, __: ""), NUMBERED),
    Mutant("emergency number left out", "number.missing",
           rewritten(the_emergency_number, emptied), NUMBERED),
    Mutant("emergency number of another country", "number.missing",
           composed(lambda _, html: html.replace(">911<", ">112<")), NUMBERED),
    Mutant("number in one of ten copies changed", "number.missing", edited(_one_copy_other),
           ("sheet",)),
    Mutant("number on one strip changed", "number.missing", edited(_one_strip_other),
           ("strips",)),
)  # fmt: skip

STRANGERS = (
    Mutant("misprint beside the right number", "number.unknown", _beside(MISPRINT), NUMBERED),
    Mutant("vanity letters of another number", "number.unknown",
           _beside("1-888-373-SAFE"), NUMBERED),
    Mutant("international number added", "number.unknown", added("+44 20 7946 0958"), NUMBERED),
    Mutant("number written in a translation", "number.unknown", written("1-888-337-3888"),
           NUMBERED),
    Mutant("number in parentheses added", "number.unknown", added("(202) 555-0143"), NUMBERED),
    Mutant("number with dots added", "number.unknown", added("202.555.0143"), NUMBERED),
    Mutant("number in native digits added", "number.unknown",
           added(lambda good: _native(good, "202-555-0143")), NUMBERED),
    Mutant("short code added", "number.unknown", added("741741"), NUMBERED),
    Mutant("emergency number of another country added", "number.unknown", added("112"), NUMBERED),
)  # fmt: skip

HIDDEN = (
    Mutant("number under a white box", "color.contrast",
           drawn_over(the_number, box_of(1, 1, 1)), NUMBERED),
    Mutant("last digits under a white box", "color.contrast",
           drawn_over(the_number, box_of(1, 1, 1), (0.85, -0.2, 1.1, 1.2)), ("en", "ar")),
    Mutant("lower half of the number under a white box", "color.contrast",
           drawn_over(the_number, box_of(1, 1, 1), (-0.1, 0.5, 1.1, 1.1)), NUMBERED),
    Mutant("number under a picture", "color.contrast", drawn_over(the_number, picture), NUMBERED),
    Mutant("number under a drawing", "color.contrast", drawn_over(the_number, drawing), NUMBERED),
    Mutant("number white on white", "color.contrast",
           composed(lambda _, html: html, ".number { color: #ffffff; background: #ffffff }"),
           NUMBERED),
    Mutant("number in the colour of its ground", "color.contrast",
           rewritten(the_number, recolored(lambda good: ground(good, the_number(good)))),
           NUMBERED),
    Mutant("number at 4.6 : 1", "color.contrast",
           rewritten(the_number, recolored(_pale)), NUMBERED),
    Mutant("number outside the page", "number.missing", rewritten(the_number, moved(0, 400)),
           NUMBERED),
    Mutant("number cut by the edge", "number.missing", rewritten(the_number, moved(-30, 0)),
           ("en", "ar")),
    Mutant("number at 3 pt", "text.too-small", rewritten(the_number, resized(3)), NUMBERED),
    Mutant("number that is not drawn", "text.missing",
           rewritten(the_number, lambda _, block: inside(block, operation("Tr", 3))), NUMBERED),
    Mutant("number in one of ten copies covered", "color.contrast", edited(_one_copy_covered),
           ("sheet",)),
)  # fmt: skip

NUMBERS = (*SLIPS, *STRANGERS, *HIDDEN)
