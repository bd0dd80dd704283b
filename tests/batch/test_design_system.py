"""What docs/design-system.md says a page must not look like, preflight finds."""

import datetime

import msgspec
import pytest
from docs import gallery

from handbill.batch.wiring import shelf_of
from handbill.batch.workshop import Workshop
from handbill.composing.pages import Composition
from handbill.model.editions import Edition
from handbill.planning.selection import Selection, plan

EXPECTED = {
    "the number as small as the rest": "text.too-small",
    "two weak colours on each other": "color.contrast",
    "words over the drawing": "text.overflow",
    "text up to the edge": "page.safe-area",
}


def test_every_picture_of_a_fault_has_its_check() -> None:
    assert set(gallery.DONTS) == set(EXPECTED)


@pytest.mark.parametrize("fault", EXPECTED)
def test_a_page_that_breaks_the_system_is_not_delivered(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = Workshop(None, strict=False, today=datetime.date(2026, 11, 21))
    chosen = Selection(("US",), ("bystander",), ("poster",), ("en",), ("screen",))
    (edition,), _ = plan(chosen, shelf_of(workshop._library))
    compose = workshop._composer.compose

    def faulty(edition: Edition, levels: tuple[int, ...] = ()) -> Composition:
        composition = compose(edition, levels)
        styles = (*composition.styles, gallery.DONTS[fault])
        return msgspec.structs.replace(composition, styles=styles)

    monkeypatch.setattr(workshop._composer, "compose", faulty)
    made = workshop.make(edition)
    assert made.data is None
    assert EXPECTED[fault] in {finding.check for finding in made.findings}
