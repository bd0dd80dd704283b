"""Figures of claims are written as readers write them, and mean what the record says."""

import datetime
import unicodedata
from typing import Any

import pytest

from handbill.library.library import Library
from handbill.model.claims import Claim
from tests.composing.samples import LANGUAGES


def claim(**value: Any) -> Claim:
    return Claim(
        id="own", statement="Some people called.", written=("12 of 100",),
        unit="hotline contacts", population="callers", year=2025, source="The Line",
        title="Report", url="https://example.org", checked=datetime.date(2026, 1, 1),
        confidence="high", **value,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "language", "figure"),
    [
        ({"percent": 38.0}, "en", "38%"),
        ({"percent": 38.0}, "de", "38\u00a0%"),
        ({"percent": 38.5}, "en", "38.5%"),
        ({"percent": 33.3}, "fr", "33,3\u202f%"),
        ({"percent": 0.7}, "en", "0.7%"),
        ({"percent": 7.0}, "ar", "7%"),
        ({"count": 27_600_000.0}, "en", "27.6 million"),
        ({"count": 27_600_000.0}, "de", "27,6\u00a0Millionen"),
        ({"count": 27_600_000.0}, "hi", "2.76 करोड़"),
        ({"count": 27_600_000.0}, "ja", "2760万"),
        ({"count": 3_300_000.0}, "ar", "3.3 مليون"),
        ({"count": 252_194.0}, "en", "252,194"),
        ({"count": 252_194.0}, "pl", "252\u00a0194"),
        ({"count": 252_194.0}, "hi", "2,52,194"),
        ({}, "es", "12 of 100"),
    ],
)
def test_a_figure_is_written_as_its_readers_write_it(
    value: dict[str, float], language: str, figure: str
) -> None:
    # Which of the spaces that do not break stands there is CLDR's business.
    assert claim(**value).figure(language).split() == figure.split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_have_plain_digits_and_nothing_that_leaves_no_glyph(
    library: Library, language: str
) -> None:
    for each in library.claims.values():
        shown = each.figure(language)
        assert all(sign in "0123456789" for sign in shown if unicodedata.category(sign) == "Nd")
        assert not any(unicodedata.category(sign) in ("Cf", "Cc") for sign in shown)


def test_the_english_figure_of_every_claim_that_may_be_printed_is_one_of_its_written_ways(
    library: Library,
) -> None:
    for each in library.claims.values():
        if not each.blocked:
            written = {"".join(way.split()) for way in each.written}
            assert "".join(each.figure("en").split()) in written, each.id
