"""Ways to damage a good edition: its HTML and CSS, or the finished PDF."""

import html as markup
import io
import re
from collections.abc import Callable
from typing import Any

import msgspec
import pikepdf

from handbill.model.findings import Box, Finding
from handbill.model.papers import POINTS_PER_MM
from handbill.preflight.expecting import Expectation
from tests.preflight.mutants.samples import (
    Sample,
    Spot,
    checked,
    expected_of,
    reprinted,
    sample,
    spots,
)

Color = tuple[float, float, float]


class Planted(msgspec.Struct, frozen=True):
    """A damaged edition."""

    pdf: bytes
    expected: Expectation
    findings: tuple[Finding, ...] = ()
    """What was found before the file was read."""


Damage = Callable[[Sample], Planted]


class Mutant(msgspec.Struct, frozen=True):
    """A fault that can be planted in good editions, and the check meant for it."""

    name: str
    check: str
    damage: Damage
    samples: tuple[str, ...]
    """Samples in which it must be caught."""
    severity: str = "error"

    def caught(self, name: str) -> list[Finding]:
        """Return what preflight finds once the fault is planted in a sample.

        Raises:
            ValueError: where planting changed nothing.
        """
        good = sample(name)
        planted = self.damage(good)
        if (planted.pdf, planted.expected) == (good.pdf, good.expected) and not planted.findings:
            raise ValueError(f"'{self.name}' changes nothing in '{name}'.")
        found = [*planted.findings, *checked(planted.pdf, planted.expected)]
        # A false alarm of the good edition would catch everything.
        return [each for each in found if each not in good.findings]


# Damage to what is composed.


def composed(change: Callable[[Sample, str], str], styles: str = "") -> Damage:
    """Return a damage to the HTML; `styles` come behind those of the format."""
    return lambda good: Planted(
        reprinted(good, change(good, good.composition.html), styles), good.expected
    )


def styled(styles: str) -> Damage:
    """Return a damage done by a style sheet alone."""
    return composed(lambda _, html: html, styles)


def message_changed(change: Callable[[Sample, str], str]) -> Damage:
    """Return a damage to the longest message of the lists; `change` gives its new markup."""

    def changed(good: Sample, html: str) -> str:
        return _with_message(html, good.message.message_id, lambda text: change(good, text))

    return composed(changed)


def _with_message(html: str, address: str, change: Callable[[str], str]) -> str:
    pattern = re.compile(rf'(<span data-message="{re.escape(address)}">)(.*?)(</span>)', re.DOTALL)
    found = pattern.search(html)
    if found is None:
        raise ValueError(f"The message '{address}' does not stand on the page.")
    text = change(markup.unescape(found[2]))
    return html[: found.start()] + found[1] + text + found[3] + html[found.end() :]


def message_styled(styles: str) -> Damage:
    """Return a damage to how the longest message of the lists is set."""
    return composed(
        lambda good, html: html.replace(
            f'<span data-message="{good.message.message_id}">',
            f'<span data-message="{good.message.message_id}" style="{styles}">',
            1,
        )
    )


def number_changed(change: Callable[[Sample, str], str]) -> Damage:
    """Return a damage to the number in the call slot; `change` gives its new markup."""

    def changed(good: Sample, html: str) -> str:
        return html.replace(number_markup(good.number), change(good, good.number), 1)

    return composed(changed)


def renumbered(change: Callable[[str], str]) -> Damage:
    """Return a damage to the digits in the call slot."""
    return number_changed(lambda _, number: number_markup(change(number)))


def number_markup(number: str) -> str:
    """Return the markup of a number as the slots set it."""
    return f'<bdi dir="ltr" class="number">{number}</bdi>'


def added(text: str | Callable[[Sample], str]) -> Damage:
    """Return a damage that sets a text in the place of the longest message's end."""
    return composed(lambda good, _: with_added(good, text if isinstance(text, str) else text(good)))


def with_added(good: Sample, text: str) -> str:
    """Return the HTML with a text in the place of the longest message's end."""
    return _with_message(
        good.composition.html,
        good.message.message_id,
        lambda message: f'{" ".join(message.split()[:3])} <bdi dir="ltr">{text}</bdi>',
    )


def written(text: str) -> Damage:
    """Return a damage to the translation itself: the page says what it is meant to say."""

    def damage(good: Sample) -> Planted:
        html = with_added(good, text)
        return Planted(reprinted(good, html), expected_of(good, html))

    return damage


# Damage to the finished file.


def edited(change: Callable[[Sample, Any], None]) -> Damage:
    """Return a damage to the finished PDF."""

    def damage(good: Sample) -> Planted:
        with pikepdf.open(io.BytesIO(good.pdf)) as document:
            change(good, document)
            buffer = io.BytesIO()
            document.save(buffer, deterministic_id=True)
        return Planted(buffer.getvalue(), good.expected)

    return damage


Choice = Callable[[Sample], Spot]


def the_number(good: Sample) -> Spot:
    """Return where the number in the call slot stands."""
    return next(spot for spot in spots(good.name) if spot.passage.number == good.number)


def the_emergency_number(good: Sample) -> Spot:
    """Return where the emergency number stands."""
    return next(spot for spot in spots(good.name) if spot.passage.number not in ("", good.number))


def the_message(good: Sample) -> Spot:
    """Return where the longest message of the lists stands."""
    return next(spot for spot in spots(good.name) if spot.passage == good.message)


def the_broken_message(good: Sample) -> Spot:
    """Return the first message set in two lines or more."""
    return next(
        spot
        for spot in spots(good.name)
        if len(spot.lines) > 1
        and len(spot.passage.segments) == 1
        and spot.lines[1].base > spot.lines[0].base + 1
    )


def the_next(good: Sample) -> Spot:
    """Return the passage that follows the longest message of the lists, or stands before it."""
    every = spots(good.name)
    at = every.index(the_message(good))
    follower = every[at + 1]
    return follower if follower.passage.box == every[at].passage.box else every[at - 1]


def drawn_over(
    choice: Choice, paint: Callable[[Any, Any, Box], str], share: Box = (0, 0, 1, 1)
) -> Damage:
    """Return a damage that paints over a passage, or over a share of its box."""

    def change(good: Sample, document: Any) -> None:
        spot = choice(good)
        page = document.pages[spot.page]
        left, top, right, bottom = spot.box
        wide, tall = right - left, bottom - top
        box = (
            left + share[0] * wide, top + share[1] * tall,
            left + share[2] * wide, top + share[3] * tall,
        )  # fmt: skip
        overlay(document, page, paint(document, page, in_points(page, box)))

    return edited(change)


def in_points(page: Any, box: Box) -> Box:
    """Return a box in mm from the upper left as left, bottom, width, height in pt."""
    height = float(page.mediabox[3])
    left, top, right, bottom = (edge * POINTS_PER_MM for edge in box)
    return (left, height - bottom, right - left, bottom - top)


def overlay(document: Any, page: Any, content: str) -> None:
    """Add content over everything else on a page."""
    page.contents_add(document.make_stream(b"q"), prepend=True)
    page.contents_add(document.make_stream(f"Q /Artifact BMC {content} EMC".encode("ascii")))


def box_of(red: float, green: float, blue: float) -> Callable[[Any, Any, Box], str]:
    """Return a painter of a plain box."""

    def paint(_: Any, __: Any, box: Box) -> str:
        return f"q {red} {green} {blue} rg {_rectangle(box)} re f Q"

    return paint


def picture(document: Any, page: Any, box: Box) -> str:
    """Paint a picture of stripes."""
    image = document.make_stream(bytes([230, 120, 60, 60, 120, 230] * 8))
    image.update(
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=4, Height=4,
            ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8,
        )
    )  # fmt: skip
    name = page.add_resource(image, pikepdf.Name.XObject)
    left, bottom, width, height = box
    return f"q {width} 0 0 {height} {left} {bottom} cm {name} Do Q"


def drawing(document: Any, page: Any, box: Box) -> str:
    """Paint a drawing: a form with a filled curve."""
    form = document.make_stream(
        b"0.2 0.4 0.3 rg -1 -1 12 12 re f 0.9 0.5 0.2 rg 0 0 m 5 15 10 15 10 0 c f"
    )
    form.update(
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[-1, -1, 11, 11],
        )
    )  # fmt: skip
    name = page.add_resource(form, pikepdf.Name.XObject)
    left, bottom, width, height = box
    return f"q {width / 10} 0 0 {height / 10} {left} {bottom} cm {name} Do Q"


def _rectangle(box: Box) -> str:
    return " ".join(f"{edge:.3f}" for edge in box)


Instructions = list[Any]


def rewritten(choice: Choice, change: Callable[[Sample, Instructions], Instructions]) -> Damage:
    """Return a damage to what draws the lines of a passage."""

    def damaged(good: Sample, document: Any) -> None:
        spot = choice(good)
        lines = {line.marked for line in spot.lines}
        rewrite(document, spot.page, lines, lambda block: change(good, block))

    return edited(damaged)


def rewrite(
    document: Any, page: int, marked: set[int], change: Callable[[Instructions], Instructions]
) -> None:
    """Change what stands between the operators that mark some content, those included."""
    target = document.pages[page]
    written: Instructions = []
    block: Instructions | None = None
    for instruction in pikepdf.parse_content_stream(target):
        if block is not None:
            block.append(instruction)
            if str(instruction.operator) == "EMC":
                written += change(block)
                block = None
        elif identifier(instruction) in marked:
            block = [instruction]
        else:
            written.append(instruction)
    target.obj.Contents = document.make_stream(pikepdf.unparse_content_stream(written))


def identifier(instruction: Any) -> int:
    """Return the identifier an instruction gives to what follows, -1 where it gives none."""
    if str(instruction.operator) != "BDC" or "/MCID" not in instruction.operands[1]:
        return -1
    return int(instruction.operands[1].MCID)


def operation(operator: str, *operands: Any) -> Any:
    """Return one instruction of a content stream."""
    return pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(operator))


def inside(block: Instructions, *first: Any) -> Instructions:
    """Return a block with instructions right before its text that hold for it alone."""
    opening, *body, closing = block
    at = next(index for index, each in enumerate(body) if str(each.operator) == "BT")
    # Texts behind may rely on a colour set in this block.
    colors = [each for each in body if str(each.operator) == "rg"]
    return [
        opening, operation("q"), *body[:at], *first, *body[at:], operation("Q"), *colors, closing,
    ]  # fmt: skip


def recolored(color: Callable[[Sample], Color]) -> Callable[[Sample, Instructions], Instructions]:
    """Return a change of a block's colour."""
    return lambda good, block: inside(block, operation("rg", *color(good)))


def moved(across: float, down: float) -> Callable[[Sample, Instructions], Instructions]:
    """Return a change of a block's place, in mm."""
    return lambda _, block: shifted(block, across, down)


def shifted(block: Instructions, across: float, down: float) -> Instructions:
    """Return a block moved by some mm; pages count px from their upper left corner."""
    scale = POINTS_PER_MM / 0.75
    return [
        operation(
            "Tm",
            *each.operands[:4],
            float(each.operands[4]) + across * scale,
            float(each.operands[5]) + down * scale,
        )
        if str(each.operator) == "Tm"
        else each
        for each in block
    ]


def resized(points: float) -> Callable[[Sample, Instructions], Instructions]:
    """Return a change of a block's type size."""
    return lambda _, block: [
        operation("Tf", each.operands[0], points / 0.75) if str(each.operator) == "Tf" else each
        for each in block
    ]


def emptied(_: Sample, block: Instructions) -> Instructions:
    """Take the text out of a block."""
    return [each for each in block if str(each.operator) not in ("Tj", "TJ")]
