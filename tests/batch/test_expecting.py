"""What preflight expects is told from the composition, and independent of the press."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from handbill.batch.expecting import (
    _cell,
    _Passages,
    carried_numbers,
    expectation,
    sheets_of,
    shown_pages,
)
from handbill.batch.wiring import composer_of, directory_of, shelf_of
from handbill.library.library import Library
from handbill.model.editions import Edition
from handbill.model.formats import Output, Printer
from handbill.model.papers import POINTS_PER_MM
from handbill.planning.selection import Selection, plan
from handbill.preflight.expecting import Expectation, Passage
from handbill.preflight.reading import ReadFile
from handbill.press.imposition import Canvas, impose
from handbill.press.sheets import SheetPlan
from tests.preflight.samples import by_hand, saved
from tests.press.plans import ON_SHEETS, Case, corner, on_grid
from tests.press.samples import page

FLOORS = {"body": 9.0, "title": 14.0, "number": 16.0}


def passages(body: str, floors: Mapping[str, float] = FLOORS) -> list[Passage]:
    """Return the passages of one page with this markup."""
    reader = _Passages(floors)
    reader.feed(page(f'<section class="page">{body}</section>'))
    reader.close()
    (only,) = reader.pages
    return only


def texts(body: str) -> list[str]:
    return [passage.text for passage in passages(body)]


NUMBER = '<bdi dir="ltr" class="number">911</bdi>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<p>One</p><p>Two</p>", ["One", "Two"], id="paragraphs"),
        pytest.param("<p>One <b>two</b> three</p>", ["One two three"], id="inline elements"),
        pytest.param("<p>One<br>two</p>", ["One two"], id="line break"),
        pytest.param("<p>  One\n  two </p>", ["One two"], id="spaces"),
        pytest.param(f"<p>Call {NUMBER} now</p>", ["Call", "911", "now"], id="number inside"),
        pytest.param("<p>One · <span>Two</span></p>", ["One Two"], id="separators"),
        pytest.param("<p>·</p><p>—</p><p> </p>", [], id="signs alone"),
        pytest.param('<p><img src="x" alt="Never printed">One</p>', ["One"], id="pictures"),
        pytest.param("<p>Fish &amp; chips</p>", ["Fish & chips"], id="references"),
        pytest.param(
            '<p><span data-message="a">One</span> <span data-message="b">Two</span></p>',
            ["One", "Two"],
            id="two messages in a line",
        ),
    ],
)
def test_texts_are_expected_in_the_order_of_reading(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


def test_a_passage_knows_its_message_language_box_and_direction() -> None:
    body = (
        '<div data-box="call" lang="ar" dir="rtl"><p data-message="call.free">مجانًا</p>'
        '<p><span lang="en" dir="ltr">Hotline</span></p></div><p>Help</p>'
    )
    free, name, after = passages(body)
    assert (free.message_id, free.language, free.box) == ("call.free", "ar", "call")
    assert free.segments[0].right_to_left
    assert (name.message_id, name.language, name.box) == ("", "en", "call")
    assert not name.segments[0].right_to_left
    assert (after.language, after.box) == ("en", "")


def test_foreign_words_inside_a_message_keep_their_own_language() -> None:
    (passage,) = passages('<p data-message="m">Envíe <bdi lang="so">HELP</bdi> ya</p>')
    assert [segment.language for segment in passage.segments] == ["en", "so", "en"]
    assert passage.language == "en"


def test_numbers_are_passages_of_their_own() -> None:
    found = passages(f'<p data-message="m">Call {NUMBER} or {NUMBER} now</p>')
    assert [passage.number for passage in found] == ["", "911", "", "911", ""]
    assert {passage.message_id for passage in found} == {"m"}


@pytest.mark.parametrize(
    ("body", "floors"),
    [
        pytest.param('<p data-fit="body">One</p>', [9.0], id="group"),
        pytest.param("<p>One</p>", [0.0], id="no group"),
        pytest.param('<div data-fit="body"><p data-fit="title">One</p></div>', [14.0], id="inner"),
        pytest.param('<div data-fit="body"><p data-size="title">One</p></div>', [14.0],
                     id="own size"),
        pytest.param(f'<div data-fit="body"><p data-size="number">{NUMBER} free</p></div>',
                     [16.0, 9.0], id="large number, and text beside it"),
        pytest.param(f'<div data-fit="body"><p>{NUMBER}</p></div>', [9.0], id="number in a text"),
    ],
)  # fmt: skip
def test_the_smallest_size_is_the_formats(body: str, floors: list[float]) -> None:
    assert [passage.floor for passage in passages(body)] == floors


def test_payloads_and_figures_are_collected_page_by_page() -> None:
    reader = _Passages({})
    reader.feed(
        '<body><section class="page"><img data-payload="tel:911"><p>One</p></section>'
        '<section class="page"><p>since <span class="figure">2024</span></p></section></body>'
    )
    assert reader.payloads == [["tel:911"], []]
    assert reader.figures == ["2024"]
    assert [[passage.text for passage in found] for found in reader.pages] == [
        ["One"], ["since 2024"]]  # fmt: skip


def chosen(
    library: Library,
    region: str,
    piece: str,
    layout: str,
    languages: str,
    output: Output,
    **changes: Any,
) -> tuple[Edition, Expectation]:
    selection = Selection((region,), (piece,), (layout,), (languages,), (output,), **changes)
    (edition,), _ = plan(selection, shelf_of(library))
    composition = composer_of(library).compose(edition)
    return edition, expectation(edition, composition, library)


@pytest.mark.parametrize(
    ("layout", "output", "copies"),
    [("wallet-card", "home", 10), ("wallet-card", "screen", 1), ("poster", "home", 1)],
)
def test_a_page_is_expected_in_each_copy_on_its_sheet(
    library: Library, layout: str, output: Output, copies: int
) -> None:
    _, expected = chosen(library, "US", "self-help", layout, "en", output)
    assert {len(found.cells) for found in expected.pages} == {copies}
    width, height = expected.size
    for found in expected.pages:
        for cell in found.cells:
            assert min(cell.left, cell.top) >= -0.01
            assert cell.left + cell.width <= width + 0.01
            assert cell.top + cell.height <= height + 0.01


@pytest.mark.parametrize(
    ("layout", "sides"),
    [
        ("tri-fold", [[(1, 0), (1, 0), (1, 0)], [(1, 0), (1, 0), (1, 0)]]),
        ("folded-card", [[(5, 0), (5, 0)], [(5, 0), (5, 0)]]),
        ("table-tent", [[(1, 180), (1, 0)]]),
        ("tear-off", [[(1, 0), (11, 90)]]),
        ("flyer", [[(2, 90)], [(2, 270)]]),
    ],
)
def test_a_side_of_a_sheet_holds_the_parts_that_stand_on_it(
    library: Library, layout: str, sides: list[list[tuple[int, int]]]
) -> None:
    _, expected = chosen(library, "US", "bystander", layout, "en", "home")
    found = [
        sorted((len(part.cells), cell.turn) for part in page.parts for cell in part.cells[:1])
        for page in expected.pages
    ]
    assert found == [sorted(side) for side in sides]
    for side in expected.pages:
        assert all(part.passages for part in side.parts)
        assert side.bare_cells == ()


def test_a_number_is_expected_as_often_as_copies_carry_it(library: Library) -> None:
    _, sheet = chosen(library, "US", "moving", "label-sheet", "en", "home")
    assert sheet.pages[0].numbers == {"1-888-373-7888": 29, "911": 29}
    _, strips = chosen(library, "US", "bystander", "tear-off", "en", "home")
    (only,) = strips.pages
    main, strip = only.parts
    assert sum(passage.number == "1-888-373-7888" for passage in main.passages) == 1
    assert only.numbers["1-888-373-7888"] == 1 + len(strip.cells) == 12
    assert (main.safe, strip.safe) == (None, 2.0)
    assert strips.safe == 5.0


def test_codes_are_expected_as_often_as_copies_carry_them(library: Library) -> None:
    edition, expected = chosen(library, "US", "bystander", "flyer", "en", "home")
    assert expected.pages[0].codes == {}
    assert expected.pages[1].codes == {"tel:+18883737888": 2}
    assert edition.output == "home"


@pytest.mark.parametrize(("output", "pages"), [("screen", 1), ("image", 1), ("home", 1)])
def test_strips_are_for_paper_only(library: Library, output: Output, pages: int) -> None:
    edition, expected = chosen(library, "US", "bystander", "tear-off", "en", output)
    composition = composer_of(library).compose(edition)
    assert composition.pages == 2
    assert shown_pages(edition, composition, library) == (0,)
    assert len(expected.pages) == pages
    assert len(expected.pages[0].parts) == (2 if output == "home" else 1)


def test_panels_stay_single_pages_on_a_screen(library: Library) -> None:
    edition, expected = chosen(library, "US", "bystander", "tri-fold", "en", "screen")
    composition = composer_of(library).compose(edition)
    assert sheets_of(edition, composition, library) is None
    assert [len(page.parts) for page in expected.pages] == [1] * 6
    assert expected.size == composition.trim
    assert {cell.trim for page in expected.pages for cell in page.cells} == {composition.trim}


def test_the_printer_and_the_dress_are_told_to_preflight(library: Library) -> None:
    printer = Printer(edge=4.2, duplex="short", offset_back=(0.5, -0.3))
    _, expected = chosen(
        library, "US", "bystander", "wallet-card", "en", "home",
        printer=printer, variants=("ink-saver",),
    )  # fmt: skip
    assert (expected.edge, expected.duplex) == (4.2, "short")
    assert expected.offset_back == (0.5, -0.3)
    assert not expected.ground
    _, usual = chosen(library, "US", "bystander", "wallet-card", "en", "home")
    assert (usual.edge, usual.duplex, usual.offset_back) == (0.0, "long", (0.0, 0.0))
    assert usual.ground
    _, screen = chosen(
        library, "US", "bystander", "wallet-card", "en", "screen", printer=printer
    )  # fmt: skip
    assert (screen.edge, screen.offset_back) == (0.0, (0.0, 0.0))


def test_a_claim_may_be_written_as_the_editions_readers_write_it(library: Library) -> None:
    _, expected = chosen(library, "US", "world-day", "poster", "de", "home")
    (claim,) = (one for one in expected.claims if "27.6 million" in one.figures)
    assert claim.source == "ILO"
    assert any("27,6" in figure for figure in claim.figures)


@pytest.mark.parametrize("languages", ["en", "es", "ar", "es+en"])
def test_every_message_number_and_name_of_an_edition_is_expected(
    library: Library, languages: str
) -> None:
    edition, expected = chosen(library, "US", "self-help", "poster", languages, "screen")
    assert set(carried_numbers(edition)) <= set(expected.numbers)
    found = [passage for single in expected.pages for passage in single.passages]
    tags = set(languages.split("+"))
    assert tags <= {passage.language for passage in found}
    for tag in tags:
        spoken = {passage.message_id for passage in found if passage.language == tag}
        assert {"self-help.headline.title", "self-help.questions.leave"} <= spoken
    assert set(expected.fonts) >= tags
    assert expected.tagged
    assert all(passage.floor >= 6 for passage in found)


def test_only_screens_are_promised_tags(library: Library) -> None:
    assert not chosen(library, "US", "self-help", "poster", "en", "home")[1].tagged


def test_statistics_that_must_not_come_back_are_not_expected(library: Library) -> None:
    _, expected = chosen(library, "US", "self-help", "poster", "en", "home")
    allowed = {figure for claim in expected.claims for figure in claim.figures}
    assert "27.6 million" in allowed
    assert "30 million" not in allowed


def test_an_empty_edition_carries_no_numbers() -> None:
    edition = Edition("US", "self-help", "poster", ("en",), "home", "letter")
    assert carried_numbers(edition) == ()


@pytest.mark.parametrize(
    ("trim", "sheet", "turned"),
    [
        pytest.param((88.9, 50.8), (215.9, 279.4), False, id="upright"),
        pytest.param((100.0, 60.0), (130.0, 110.0), True, id="turned"),
    ],
)
@pytest.mark.parametrize("back", [False, True])
def test_cells_are_where_the_press_puts_the_copies(
    trim: tuple[float, float], sheet: tuple[float, float], turned: bool, back: bool
) -> None:
    plan = on_grid(trim, sheet, pages=2)
    found = [_cell(place) for place in plan.sides[back]]
    assert {cell.turn for cell in found} == {(270 if back else 90) if turned else 0}
    assert {cell.trim for cell in found} == {trim}
    corners = sorted(cell.outward(0, 0) for cell in found)
    landed = placed(plan, Canvas(trim, False), pages=2)[back]
    assert flat(corners) == pytest.approx(flat(landed), abs=0.01)


@pytest.mark.parametrize("case", ON_SHEETS, ids=lambda case: case.name)
def test_cells_of_every_format_are_where_the_press_puts_its_panels(case: Case) -> None:
    """Their first corners are where lines begin: on the right where these run from there."""
    plan = case.placed()
    canvas = Canvas(case.layout.canvas(case.paper), case.right_to_left)
    for side, landed in zip(plan.sides, placed(plan, canvas, len(case.pages)), strict=True):
        first = float(case.right_to_left)
        corners = sorted(corner(place, first, 0) for place in side)
        assert flat(corners) == pytest.approx(flat(landed), abs=0.01)
        for place in side:
            cell = _cell(place)
            assert cell.outward(first * cell.trim[0], 0) == pytest.approx(corner(place, first, 0))


def flat(points: Iterable[tuple[float, float]]) -> list[float]:
    """Return the coordinates of points in order, near ones alike."""
    ordered = sorted((round(x, 1), round(y, 1), x, y) for x, y in points)
    return [side for _, _, x, y in ordered for side in (x, y)]


def placed(plan: SheetPlan, canvas: Canvas, pages: int) -> list[list[tuple[float, float]]]:
    """Return where the first upper corners of panels land on each side of a sheet, in mm."""
    width, height = (side * POINTS_PER_MM for side in canvas.size)
    # The letter is narrower than the least that a panel differs from its canvas.
    left = width - 0.01 if canvas.right_to_left else 0
    mark = f"BT /F1 1 Tf {left} {height} Td (x) Tj ET".encode()
    single = by_hand(mark, size=(width, height))
    for _ in range(pages - 1):
        single.pages.append(single.pages[0])
    with ReadFile(impose(saved(single), plan, canvas)) as read:
        return [[(glyph.x, glyph.y) for glyph in side.trace.glyphs] for side in read.pages]


def test_the_directory_holds_every_number_and_why_some_are_kept_back(library: Library) -> None:
    known = directory_of(library)
    trafficking = next(
        entry for entry in known if (entry.region, entry.printed) == ("US", "1-888-373-7888")
    )
    assert {"18883737888", "8883737888"} <= set(trafficking.dialled)
    assert (trafficking.current, trafficking.reason) == (True, "")
    kept = [entry for entry in known if not entry.current]
    assert kept
    assert all(entry.reason for entry in kept)
    emergency = {entry.region for entry in known if entry.name == "emergency number"}
    assert emergency == {code for code, region in library.regions.items() if region.emergency}
    assert all(entry.dialled for entry in known)
