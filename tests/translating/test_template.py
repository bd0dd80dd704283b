import io
from pathlib import Path

import msgspec
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbill.library.library import load_library
from handbill.library.roots import built_in_root
from handbill.model.catalogs import MessagePlace
from handbill.model.content import SourceText
from handbill.model.faults import InputError
from handbill.translating.extracting import read_places
from handbill.translating.template import template, template_text, updated_catalog

TRANSLATIONS = built_in_root() / "translations"
CATALOGS = sorted(TRANSLATIONS.glob("*/LC_MESSAGES/handbill.po"))
SOURCES = tuple(load_library(with_catalogs=False).sources().values())
PLACES = read_places(TRANSLATIONS / "places.toml")

HEADER = """\
# Finnish messages of Handbill.
# Maija Meikäläinen, 2026.
#
msgid ""
msgstr ""
"Project-Id-Version: Handbill 0.1.0\\n"
"PO-Revision-Date: 2026-11-21 12:00+0000\\n"
"Last-Translator: Maija Meikäläinen\\n"
"Language: fi\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Review: reviewed\\n"
"""

LEAVE = SourceText("piece.questions.leave", "Are you afraid to leave?", ("Reader: you.",), {})
CALL = SourceText(
    "call.phone",
    "Call %(number)s",
    ("Instruction.", "Placeholders: number = 911."),
    {"number": "911"},
)
CHAT = SourceText("call.chat", "Chat", (), {})

FINNISH = f"""{HEADER}
#. TRANSLATORS: Reader: you.
msgctxt "piece.questions.leave"
msgid "Are you afraid to leave?"
msgstr "Pelkäätkö lähteä?"

#. TRANSLATORS: Instruction.
#. Placeholders: number = 911.
#, python-format
msgctxt "call.phone"
msgid "Call %(number)s"
msgstr "Soita %(number)s"
"""


def parsed(text: str) -> Catalog:
    return read_po(io.BytesIO(text.encode()), abort_invalid=True)


def translation(text: str, source: SourceText) -> str:
    message = parsed(text).get(source.text, source.address)
    assert message is not None
    assert isinstance(message.string, str)
    return message.string


def test_extracting_changes_no_byte_of_the_shipped_template() -> None:
    shipped = (TRANSLATIONS / "handbill.pot").read_bytes()
    assert template_text(SOURCES, PLACES).encode() == shipped


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_updating_changes_no_byte_of_a_shipped_catalog(path: Path) -> None:
    shipped = path.read_bytes()
    assert updated_catalog(shipped.decode(), SOURCES, PLACES).encode() == shipped


def test_the_template_has_every_message_once_untranslated_and_in_order() -> None:
    messages = [message for message in parsed(template_text(SOURCES, PLACES)) if message.id]
    assert [(message.context, message.id) for message in messages] == [
        (source.address, source.text) for source in SOURCES
    ]
    assert not any(message.string for message in messages)


def test_the_template_gives_translators_reader_note_and_placeholders() -> None:
    text = template_text([LEAVE, CALL], {})
    assert "#. TRANSLATORS: Reader: you.\nmsgctxt" in text
    assert (
        "#. TRANSLATORS: Instruction.\n#. Placeholders: number = 911.\n#, python-format\n"
        'msgctxt "call.phone"\n'
    ) in text


def test_only_messages_with_placeholders_are_marked_as_formats() -> None:
    marked = {message.context for message in template([LEAVE, CALL], {}) if message.python_format}
    assert marked == {"call.phone"}


def test_the_template_has_no_date() -> None:
    text = template_text([LEAVE], {})
    assert "Date" not in text
    assert text == template_text([LEAVE], {})


def test_an_up_to_date_catalog_keeps_every_byte() -> None:
    assert updated_catalog(FINNISH, [LEAVE, CALL], {}) == FINNISH


def test_a_new_message_is_added_empty_in_its_place() -> None:
    updated = updated_catalog(FINNISH, [LEAVE, CHAT, CALL], {})
    assert updated == FINNISH.replace(
        "\n#. TRANSLATORS: Instruction.",
        '\nmsgctxt "call.chat"\nmsgid "Chat"\nmsgstr ""\n\n#. TRANSLATORS: Instruction.',
    )


def test_messages_take_the_order_of_the_sources() -> None:
    updated = updated_catalog(FINNISH, [CALL, LEAVE], {})
    assert [message.context for message in parsed(updated) if message.id] == [
        CALL.address,
        LEAVE.address,
    ]
    assert updated_catalog(updated, [LEAVE, CALL], {}) == FINNISH


def test_a_message_whose_english_changed_is_left_untranslated_and_not_guessed() -> None:
    changed = msgspec.structs.replace(LEAVE, text="Are you afraid to leave now?")
    updated = updated_catalog(FINNISH, [changed, CALL], {})
    assert not translation(updated, changed)
    assert translation(updated, CALL) == "Soita %(number)s"
    assert "fuzzy" not in updated


def test_the_translation_of_a_message_that_is_gone_stays_as_obsolete() -> None:
    updated = updated_catalog(FINNISH, [CALL], {})
    assert '#~ msgid "Are you afraid to leave?"\n#~ msgstr "Pelkäätkö lähteä?"\n' in updated
    assert updated_catalog(updated, [CALL], {}) == updated


def test_the_same_english_at_another_address_is_another_message() -> None:
    other = msgspec.structs.replace(LEAVE, address="other.questions.leave")
    updated = updated_catalog(FINNISH, [LEAVE, other, CALL], {})
    assert translation(updated, LEAVE) == "Pelkäätkö lähteä?"
    assert not translation(updated, other)


def test_changed_notes_reach_the_translator_and_keep_the_translation() -> None:
    noted = msgspec.structs.replace(LEAVE, comments=("Reader: you.", "A job or a house."))
    updated = updated_catalog(FINNISH, [noted, CALL], {})
    assert "#. A job or a house.\n" in updated
    assert translation(updated, noted) == "Pelkäätkö lähteä?"


def test_header_and_comments_of_the_translator_stay() -> None:
    text = FINNISH.replace(
        "#. TRANSLATORS: Reader: you.", "# Teitittely?\n#. TRANSLATORS: Reader: you."
    )
    updated = updated_catalog(text, [LEAVE, CHAT, CALL], {})
    assert updated.startswith(HEADER)
    assert "# Teitittely?\n#. TRANSLATORS: Reader: you." in updated


def test_a_blank_line_after_the_comment_costs_no_header_field() -> None:
    text = FINNISH.replace('#\nmsgid ""', '#\n\nmsgid ""')
    assert text != FINNISH
    assert updated_catalog(text, [LEAVE, CALL], {}) == FINNISH


def test_a_field_without_space_after_its_colon_keeps_its_value() -> None:
    text = FINNISH.replace('"X-Review: reviewed', '"X-Review:reviewed')
    text = text.replace('"Last-Translator: ', '"Last-Translator:')
    assert updated_catalog(text, [LEAVE, CALL], {}) == FINNISH


@pytest.mark.parametrize(
    "comment",
    [
        pytest.param("# PROJECT by ORGANIZATION, YEAR", id="words that templates have"),
        pytest.param("# Finnish translations for PROJECT.", id="first line of a template"),
        pytest.param("# Copyright (C) YEAR ORGANIZATION", id="copyright of a template"),
        pytest.param("# FIRST AUTHOR <EMAIL@ADDRESS>, YEAR.", id="author of a template"),
        pytest.param("#   Indented, and ends with a space: ", id="spaces"),
        pytest.param("#No space", id="no space"),
        pytest.param("#", id="nothing"),
    ],
)
def test_the_comment_above_the_header_stays_word_for_word(comment: str) -> None:
    text = FINNISH.replace("# Maija Meikäläinen, 2026.\n", f"{comment}\n")
    assert text != FINNISH
    assert updated_catalog(text, [LEAVE, CALL], {}) == text


def test_a_catalog_without_comment_gets_none() -> None:
    text = FINNISH[FINNISH.index('msgid ""') :]
    assert updated_catalog(text, [LEAVE, CALL], {}) == text


def test_a_header_field_on_several_lines_is_kept_on_one() -> None:
    text = FINNISH.replace(
        '"Language: fi\\n"\n',
        '"Language: fi\\n"\n"Plural-Forms: nplurals=2; "\n"plural=(n != 1);\\n"\n',
    )
    updated = updated_catalog(text, [LEAVE, CALL], {})
    assert '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n' in updated
    assert updated_catalog(updated, [LEAVE, CALL], {}) == updated


def test_a_message_that_is_gone_and_was_never_translated_leaves_nothing_behind() -> None:
    text = FINNISH.replace('msgstr "Pelkäätkö lähteä?"', 'msgstr ""')
    updated = updated_catalog(text, [CALL], {})
    assert "Are you afraid to leave?" not in updated
    assert translation(updated, CALL) == "Soita %(number)s"


@pytest.mark.parametrize("flag", ["reviewed", "draft", "fuzzy"])
def test_flags_of_the_translator_stay(flag: str) -> None:
    text = FINNISH.replace(
        'msgctxt "piece.questions.leave"', f'#, {flag}\nmsgctxt "piece.questions.leave"'
    )
    assert updated_catalog(text, [LEAVE, CALL], {}) == text
    assert updated_catalog(text, [LEAVE, CHAT, CALL], {}).count(f"#, {flag}\n") == 1


def test_a_header_field_of_the_translators_own_stays() -> None:
    review = '"X-Review: reviewed\\n"\n'
    text = FINNISH.replace(review, f'{review}"X-Generator: Poedit 3: a\\n"\n')
    assert text != FINNISH
    assert updated_catalog(text, [LEAVE, CALL], {}) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(f"{FINNISH}\n<<<<<<< HEAD\n", "A merge conflict was left", id="conflict"),
        pytest.param(FINNISH + '\nmsgid "a"\nmsgid "b"\n', "cannot go on", id="broken entry"),
        pytest.param(
            FINNISH + '\nmsgctxt "call.phone"\nmsgid "Ring"\nmsgstr "Soi"\n',
            "'call.phone' stands twice",
            id="a message twice, of which one would be lost",
        ),
    ],
)
def test_a_file_that_is_no_catalog_is_not_rewritten(text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        updated_catalog(text, [LEAVE, CALL], {})


def test_the_place_of_a_message_is_told_and_its_length_is_a_flag() -> None:
    place = MessagePlace(("card",), 40, "card")
    updated = updated_catalog(FINNISH, [LEAVE, CALL], {CALL.address: place})
    assert "#, max-length:40, python-format\n" in updated
    assert "#. At most 40 characters fit for certain; tightest: card.\n" in updated
    wider = {CALL.address: MessagePlace(("card",), 50, "card")}
    assert "max-length:40" not in updated_catalog(updated, [LEAVE, CALL], wider)
    assert updated_catalog(updated, [LEAVE, CALL], {}) == FINNISH


def test_references_name_the_file_and_no_line() -> None:
    placed = msgspec.structs.replace(LEAVE, path="content/pieces/piece.toml")
    assert "\n#: content/pieces/piece.toml\n" in template_text([placed], {})


def test_line_ends_of_windows_become_those_of_gettext() -> None:
    assert updated_catalog(FINNISH.replace("\n", "\r\n"), [LEAVE, CALL], {}) == FINNISH


TEXTS = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=60
).filter(lambda text: bool(text.strip()))
MESSAGES = st.lists(TEXTS, min_size=1, max_size=5).map(
    lambda texts: [
        SourceText(f"piece.block.m{number}", text, (), {}) for number, text in enumerate(texts)
    ]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MESSAGES)
def test_any_texts_survive_the_template(sources: list[SourceText]) -> None:
    messages = [message for message in parsed(template_text(sources, {})) if message.id]
    assert [message.id for message in messages] == [source.text for source in sources]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MESSAGES, MESSAGES, st.data())
def test_updating_loses_no_translation_and_is_done_after_once(
    before: list[SourceText], after: list[SourceText], data: st.DataObject
) -> None:
    catalog = template(before, {})
    translations = {source: data.draw(TEXTS) for source in map(key_of, before)}
    lines = [HEADER.rstrip("\n")]
    for message in catalog:
        if message.id:
            assert message.context is not None
            message.string = translations[message.context, str(message.id)]
            lines.append(entry(message.context, str(message.id), str(message.string)))
    updated = updated_catalog("\n\n".join(lines) + "\n", after, {})
    assert updated_catalog(updated, after, {}) == updated
    for source in after:
        assert translation(updated, source) == translations.get(key_of(source), "")
    assert "fuzzy" not in {flag for message in parsed(updated) for flag in message.flags}


def key_of(source: SourceText) -> tuple[str, str]:
    return source.address, source.text


def entry(context: str, text: str, translated: str) -> str:
    return f'msgctxt "{context}"\nmsgid {quoted(text)}\nmsgstr {quoted(translated)}'


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def test_header_fields_take_the_order_of_gettext_and_others_keep_their_own() -> None:
    review = '"X-Review: reviewed\\n"\n'
    text = FINNISH.replace(review, "").replace('msgstr ""\n"', f'msgstr ""\n{review}"', 1)
    assert text != FINNISH
    assert updated_catalog(text, [LEAVE, CALL], {}) == FINNISH
