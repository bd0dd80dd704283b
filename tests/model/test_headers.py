"""The header of a PO file: its fields, and nothing that only looks like them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbill.model.catalogs import header_fields

HEADER = """# A comment.
msgid ""
msgstr ""
"Language: fi\\n"
"X-Review: draft\\n"
"""


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        pytest.param(HEADER, {"Language": "fi", "X-Review": "draft"}, id="as usual"),
        pytest.param(
            HEADER.replace('msgstr ""\n"', 'msgstr "'),
            {"Language": "fi", "X-Review": "draft"},
            id="the first field beside the keyword",
        ),
        pytest.param(
            HEADER.replace(": ", ":"),
            {"Language": "fi", "X-Review": "draft"},
            id="no space after the colon",
        ),
        pytest.param(
            HEADER.replace("Language: fi", 'Lan"\n"guage: fi'),
            {"Language": "fi", "X-Review": "draft"},
            id="a field on two lines",
        ),
        pytest.param(
            HEADER.replace("fi\\n", "https://example.org\\n"),
            {"Language": "https://example.org", "X-Review": "draft"},
            id="a colon in the value",
        ),
        pytest.param(
            HEADER.replace("A comment.\n", "A comment.\n\n"),
            {"Language": "fi", "X-Review": "draft"},
            id="a blank line after the comment",
        ),
        pytest.param(
            f'{HEADER}\nmsgctxt "a"\nmsgid "b"\nmsgstr ""\n"X-Review: reviewed\\n"\n',
            {"Language": "fi", "X-Review": "draft"},
            id="a message that looks like one",
        ),
        pytest.param(HEADER.replace("msgid", "#~ msgid"), {}, id="obsolete"),
        pytest.param(HEADER.replace('msgid ""', 'msgid "x"'), {}, id="a message"),
        pytest.param("", {}, id="none"),
    ],
)
def test_the_fields_are_those_of_the_header_alone(text: str, fields: dict[str, str]) -> None:
    assert header_fields(text) == fields


NAMES = st.from_regex(r"[A-Z][a-z]*(-[A-Z][a-z]*)?", fullmatch=True)
VALUES = st.text(
    st.characters(min_codepoint=32, exclude_categories=["C", "Z"], exclude_characters='"\\')
)


@settings(deadline=None)
@given(st.dictionaries(NAMES, VALUES))
def test_every_field_is_found_in_its_order(fields: dict[str, str]) -> None:
    lines = [f'"{name}: {value}\\n"\n' for name, value in fields.items()]
    found = header_fields('msgid ""\nmsgstr ""\n' + "".join(lines))
    assert list(found.items()) == list(fields.items())


@settings(deadline=None)
@given(st.text())
def test_any_text_has_a_header_or_none(text: str) -> None:
    assert isinstance(header_fields(text), dict)
