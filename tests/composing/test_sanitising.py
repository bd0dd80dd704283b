"""The sanitiser: whatever a message holds, a page gets b, i, br and text."""

import re
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handbill.composing.breaking import prepared

CASES: list[tuple[str, Literal["engine", "icu", "phrases"]]] = [
    ("en", "engine"), ("pl", "engine"), ("km", "icu"), ("zh-Hans", "phrases"), ("ja", "phrases"),
]  # fmt: skip
ALLOWED = re.compile(r"</?(?:b|i)>|<br>|&(?:amp|lt|gt|quot|nbsp|#39);|[^<>&]")
PIECES = st.sampled_from(
    ["<b>", "</b>", "<i>", "<br>", "<br/>", "<B>", "<b x=y>", "<script>", "</script>", "<style>",
     "<img src=x onerror=y>", "<!--", "-->", "<![CDATA[", "]]>", "<?", "<svg/onload=x>", "<", ">",
     "&", "&lt;", "&#60;", "&amp", "&#x3c", '"', "'", "%(number)s", " %(number)s", "<p", "</title>",
     "<math><mi>", "<template>", "<noscript>", "<plaintext>", "<textarea>", "\x00", "\u200b", "អ្នក",
     "你好", "あなた"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=6))).map("".join)


def foreign_to_pages(markup: str) -> str:
    """Return what stands in markup beside allowed tags, entities and plain signs."""
    return ALLOWED.sub("", markup)


@pytest.mark.parametrize(("language", "breaking"), CASES)
@settings(deadline=None, max_examples=60)
@given(text=TEXTS)
@example(text="<b onclick=x>y</b>")
@example(text="<script>x</script>&<&lt;b&gt;")
@example(text="<math><mi//xlink:href='data:x,<script>y</script>'>")
@example(text="<noscript><p title='</noscript><img src=x onerror=y>'>")
def test_no_message_gets_other_tags_attributes_or_bare_signs_onto_a_page(
    language: str, breaking: Literal["engine", "icu", "phrases"], text: str
) -> None:
    assert foreign_to_pages(prepared(text, language, breaking)) == ""


@pytest.mark.parametrize(("language", "breaking"), CASES)
def test_a_message_as_long_as_a_book_is_prepared(
    language: str, breaking: Literal["engine", "icu", "phrases"]
) -> None:
    text = "<i>" * 2_000 + "ñ <b " * 4_000 + "&" * 4_000
    assert foreign_to_pages(prepared(text, language, breaking)) == ""
