"""Faults of pages, sheets and files for press."""

import io
import re
from typing import Any

import msgspec
import pikepdf

from handbill.model.papers import POINTS_PER_MM
from handbill.preflight.expecting import ExpectedPage, ExpectedPart
from tests.preflight.mutants.planting import Damage, Mutant, Planted, edited
from tests.preflight.mutants.samples import Sample

BLEED = 3.0


def _transformed(page: Any, document: Any, matrix: str) -> None:
    page.contents_add(document.make_stream(f"q {matrix} cm".encode("ascii")), prepend=True)
    page.contents_add(document.make_stream(b"Q"))


def _scaled(share: float) -> Damage:
    """Return a damage as by 'fit to page': smaller, in the middle of the same paper."""

    def change(_: Sample, document: Any) -> None:
        for page in document.pages:
            across, up = ((1 - share) * float(side) / 2 for side in page.mediabox[2:])
            _transformed(page, document, f"{share} 0 0 {share} {across} {up}")

    return edited(change)


def _shifted(number: int, across: float, up: float) -> Damage:
    def change(_: Sample, document: Any) -> None:
        matrix = f"1 0 0 1 {across * POINTS_PER_MM} {up * POINTS_PER_MM}"
        _transformed(document.pages[number], document, matrix)

    return edited(change)


def _upside_down(_: Sample, document: Any) -> None:
    page = document.pages[1]
    width, height = (float(side) for side in page.mediabox[2:])
    _transformed(page, document, f"-1 0 0 -1 {width} {height}")


def _resized(_: Sample, document: Any) -> None:
    for page in document.pages:
        page.mediabox = [0, 0, 595.28, 841.89]


def _without_a_page(_: Sample, document: Any) -> None:
    del document.pages[-1]


def _with_a_page(_: Sample, document: Any) -> None:
    width, height = document.pages[0].mediabox[2:]
    document.add_blank_page(page_size=(float(width), float(height)))


def _rotated(_: Sample, document: Any) -> None:
    document.pages[0].rotate(90, relative=False)


def _cropped(_: Sample, document: Any) -> None:
    page = document.pages[0]
    width, height = (float(side) for side in page.mediabox[2:])
    page.cropbox = [20, 20, width - 20, height - 20]


def _sides_exchanged(_: Sample, document: Any) -> None:
    document.pages.reverse()


def _turned_like_fronts(good: Sample, document: Any) -> None:
    """Turn the copies of the back the same way as those of the front."""
    page = document.pages[1]
    cells = good.expected.pages[1].cells
    placed = [
        f"q 0 1 -1 0 {(cell.left + cell.width) * POINTS_PER_MM:.4f} "
        f"{float(page.mediabox[3]) - (cell.top + cell.height) * POINTS_PER_MM:.4f} cm /Page1 Do Q"
        for cell in cells
    ]
    page.obj.Contents = document.make_stream("\n".join(placed).encode("ascii"))


def _without_a_copy(_: Sample, document: Any) -> None:
    page = document.pages[0]
    content = page.obj.Contents.read_bytes().replace(b"/Page0 Do", b"", 1)
    page.obj.Contents = document.make_stream(content)


def _panels_exchanged(_: Sample, document: Any) -> None:
    page = document.pages[1]
    content = page.obj.Contents.read_bytes()
    for one, other in ((b"/Page1", b"/Page-"), (b"/Page2", b"/Page1"), (b"/Page-", b"/Page2")):
        content = content.replace(one, other)
    page.obj.Contents = document.make_stream(content)


def _without_the_last_strip(_: Sample, document: Any) -> None:
    page = document.pages[0]
    before, _, after = page.obj.Contents.read_bytes().rpartition(b"/Page1 Do")
    page.obj.Contents = document.make_stream(before + after)


def _face_upright(good: Sample, document: Any) -> None:
    """Draw the face that stands on its head as the other one stands."""
    page = document.pages[0]
    cell = good.expected.pages[0].cells[0]
    left, foot = cell.left, float(page.mediabox[3]) / POINTS_PER_MM - cell.top - cell.height
    matrix = f"1 0 0 1 {left * POINTS_PER_MM:.4f} {foot * POINTS_PER_MM:.4f} cm"
    content = page.obj.Contents.read_bytes().decode("ascii")
    changed = re.sub(r"-1 0 0 -1 [0-9.]+ [0-9.]+ cm", matrix, content)
    page.obj.Contents = document.make_stream(changed.encode("ascii"))


def _over_the_long_edge(_: Sample, document: Any) -> None:
    document.Root.ViewerPreferences.Duplex = pikepdf.Name.DuplexFlipLongEdge


def _over_the_short_edge(_: Sample, document: Any) -> None:
    document.Root.ViewerPreferences.Duplex = pikepdf.Name.DuplexFlipShortEdge


def _for_press(good: Sample) -> Planted:
    return Planted(good.pdf, msgspec.structs.replace(good.expected, bleed=BLEED))


def press_like(good: Sample) -> Planted:
    """Return a good file as for press: boxes declared, 3 mm of bleed, every colour in CMYK."""
    width, height = good.expected.size
    sheet = (width + 2 * BLEED, height + 2 * BLEED)
    with pikepdf.open(io.BytesIO(good.pdf)) as document:
        seen: set[Any] = set()
        for page in document.pages:
            _in_cmyk(page.obj, page, document, seen)
            _grown(page, document, sheet)
        buffer = io.BytesIO()
        document.save(buffer, deterministic_id=True)
    pages = tuple(
        ExpectedPage(tuple(_moved(part, BLEED) for part in page.parts))
        for page in good.expected.pages
    )
    expected = msgspec.structs.replace(good.expected, pages=pages, size=sheet, bleed=BLEED)
    return Planted(buffer.getvalue(), expected)


def _moved(part: ExpectedPart, by: float) -> ExpectedPart:
    return msgspec.structs.replace(
        part,
        cells=tuple(
            msgspec.structs.replace(cell, left=cell.left + by, top=cell.top + by)
            for cell in part.cells
        ),
    )


def _grown(page: Any, document: Any, sheet: tuple[float, float]) -> None:
    """Give a page its bleed: the ground is drawn once more, larger, behind the page."""
    width, height = (side * POINTS_PER_MM for side in sheet)
    edge = BLEED * POINTS_PER_MM
    _transformed(page, document, f"1 0 0 1 {edge} {edge}")
    ground = f"q 0 0 0 0.9 k 0 0 {width} {height} re f Q"
    page.contents_add(document.make_stream(f"/Artifact BMC {ground} EMC".encode()), prepend=True)
    page.mediabox = [0, 0, width, height]
    page.obj.BleedBox = pikepdf.Array([0, 0, width, height])
    page.obj.TrimBox = pikepdf.Array([edge, edge, width - edge, height - edge])


def _in_cmyk(owner: Any, content: Any, document: Any, seen: set[Any]) -> None:
    """Give every colour of a page or form, and of the forms it places, in CMYK."""
    written = [_converted(each) for each in pikepdf.parse_content_stream(content)]
    data = pikepdf.unparse_content_stream(written)
    if isinstance(owner, pikepdf.Stream):
        owner.write(data)
    else:
        owner.Contents = document.make_stream(data)
    for placed in owner.get("/Resources", {}).get("/XObject", {}).values():
        if placed.objgen not in seen and placed.get("/Subtype") == "/Form":
            seen.add(placed.objgen)
            _in_cmyk(placed, placed, document, seen)


def _converted(instruction: Any) -> Any:
    operator = {"rg": "k", "RG": "K"}.get(str(instruction.operator))
    if operator is None:
        return instruction
    channels = [float(operand) for operand in instruction.operands]
    # Inks are paler than light: dark colours get some black more, as a separation gives them.
    black = 1 - max(channels) * (0.8 if sum(channels) < 1.5 else 1)
    inks = [max(0.0, (1 - channel - black) / ((1 - black) or 1)) for channel in channels]
    return pikepdf.ContentStreamInstruction([*inks, black], pikepdf.Operator(operator))


def _with_little_bleed(good: Sample) -> Planted:
    made = press_like(good)
    with pikepdf.open(io.BytesIO(made.pdf)) as document:
        for page in document.pages:
            page.obj.BleedBox = page.obj.TrimBox
        buffer = io.BytesIO()
        document.save(buffer, deterministic_id=True)
    return Planted(buffer.getvalue(), made.expected)


_PAGES = ("en", "sheet")

PAGES = (
    Mutant("page scaled to 94 %", "page.size", _scaled(0.94), (*_PAGES, "poster")),
    Mutant("page scaled to 98 %", "page.size", _scaled(0.98), ("en", "poster")),
    Mutant("page of another paper", "page.size", edited(_resized), _PAGES),
    Mutant("page missing", "page.size", edited(_without_a_page), ("en",)),
    Mutant("page added", "page.size", edited(_with_a_page), ("en",)),
    Mutant("page rotated", "page.size", edited(_rotated), ("en",)),
    Mutant("page cropped", "page.size", edited(_cropped), ("en",)),
    Mutant("page moved by 5 mm", "page.size", _shifted(0, 5, 0), ("en",)),
    Mutant("front and back exchanged", "text.missing", edited(_sides_exchanged), _PAGES),
    Mutant("backs moved by 5 mm", "page.size", _shifted(1, 5, 0), ("sheet", "turned")),
    Mutant("backs moved by 2 mm", "page.size", _shifted(1, 0, 2), ("sheet", "turned")),
    Mutant("backs upside down", "page.size", edited(_upside_down), ("sheet", "turned")),
    Mutant("backs turned like fronts", "text.missing", edited(_turned_like_fronts),
           ("turned",)),
    Mutant("copy missing from a sheet", "text.missing", edited(_without_a_copy),
           ("sheet", "turned")),
    Mutant("panels exchanged", "text.missing", edited(_panels_exchanged), ("leaflet",)),
    Mutant("leaflet turned over its long edge", "page.size", edited(_over_the_long_edge),
           ("leaflet",)),
    Mutant("inside of a leaflet moved by 2 mm", "page.size", _shifted(1, 2, 0), ("leaflet",)),
    Mutant("strip missing", "number.missing", edited(_without_the_last_strip), ("strips",)),
    Mutant("face of a tent not on its head", "page.size", edited(_face_upright), ("tent",)),
    Mutant("sheet turned over its short edge", "page.size", edited(_over_the_short_edge),
           ("sheet", "turned")),
    Mutant("press file without boxes", "page.bleed", _for_press, ("sheet",)),
    Mutant("press file without bleed", "page.bleed", _with_little_bleed, ("en",)),
    Mutant("press file in RGB", "color.space", _for_press, ("en",)),
)  # fmt: skip
