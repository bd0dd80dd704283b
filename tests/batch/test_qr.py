"""A QR code on a page dials the number that stands beside it, and nothing else."""

import datetime
import io

import pytest
import zxingcpp
from PIL import Image

from handbill.batch.wiring import shelf_of
from handbill.batch.workshop import Workshop
from handbill.library.library import Library
from handbill.planning.selection import Selection, plan


@pytest.mark.parametrize(
    ("region", "piece", "language", "payload"),
    [
        pytest.param("US", "self-help", "ar", "tel:+18883737888", id="national"),
        pytest.param("UA", "self-help", "uk", "tel:1547", id="short-code"),
    ],
)
def test_the_code_on_a_poster_dials_the_main_number(
    library: Library, region: str, piece: str, language: str, payload: str
) -> None:
    selection = Selection((region,), (piece,), ("poster",), (language,), ("image",))
    (edition,), _ = plan(selection, shelf_of(library))
    made = Workshop(None, strict=False, today=datetime.date(2026, 11, 22)).make(edition)
    assert made.data is not None
    codes = zxingcpp.read_barcodes(Image.open(io.BytesIO(made.data)))
    assert [code.text for code in codes] == [payload]
