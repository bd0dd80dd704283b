"""The English source is plain, and what is not is listed with the reason it stays."""

import re
import warnings
from functools import cache
from pathlib import Path

import pytest

from handbill.library.library import load_library

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # textstat finds its word lists by a deprecated module
    import textstat

ROOT = Path(__file__).resolve().parents[2]
HARDEST = 7.0
"""US school grade above which a text needs a reason to stay."""

AIM = 6.0


@cache
def grades() -> dict[str, float]:
    """Return the grade of each English text, placeholders filled with their examples."""
    found = {}
    for address, source in load_library().sources().items():
        text = source.text
        for name, example in source.placeholders.items():
            text = text.replace(f"%({name})s", example)
        found[address] = float(textstat.flesch_kincaid_grade(text))
    return found


@cache
def listed() -> dict[str, float]:
    """Return the texts of docs/source-review.md that have a reason, with their grades."""
    review = (ROOT / "docs/source-review.md").read_text("utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| ([0-9.]+) \| (\S.*) \|$", review, re.MULTILINE)
    return {address: float(grade) for address, grade, _ in rows}


def test_every_text_above_grade_seven_has_a_reason_to_stay() -> None:
    hard = {address: grade for address, grade in grades().items() if grade > HARDEST}
    assert hard == pytest.approx(listed(), abs=0.051)


@pytest.mark.parametrize("piece", sorted(load_library().texts))
def test_the_texts_of_a_piece_are_plain_on_average(piece: str) -> None:
    own = [grade for address, grade in grades().items() if address.startswith(f"{piece}.")]
    assert sum(own) / len(own) < AIM


def test_a_hard_text_is_seen() -> None:
    text = "Individuals experiencing exploitation may subsequently require multidisciplinary aid."
    assert textstat.flesch_kincaid_grade(text) > HARDEST
