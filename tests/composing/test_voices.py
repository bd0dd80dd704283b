"""A voice says messages in one language and keeps account of what it said."""

import re
from typing import Any

import pytest
from markupsafe import Markup

from handbill.composing.voices import PieceVoice, Voice
from handbill.model.catalogs import Catalog
from handbill.model.content import Piece
from tests.composing.samples import (
    PSEUDO_LOCALES,
    TRANSLATED,
    catalog,
    hotline,
    messages_in,
    shipped,
    sources,
    visible,
    voice,
)

SOURCES = sources(
    piece__greeting="Welcome home.",
    piece__farewell="See you soon.",
    piece__number="Dial %(number)s to talk",
)


def speaking(tag: str, translations: Catalog | None = None) -> Voice:
    return Voice(shipped().languages[tag], translations, SOURCES)


def test_english_says_the_source_and_needs_no_catalog() -> None:
    english = speaking("en")
    assert visible(english.say("piece.greeting")) == "Welcome home."
    assert english.findings() == []
    assert not english.is_draft()


def test_a_language_says_its_translation() -> None:
    german = speaking("de", catalog("de", piece__greeting="Willkommen."))
    assert german.say("piece.greeting") == (
        '<span data-message="piece.greeting">Willkommen.</span>'
    )
    assert german.findings() == []


@pytest.mark.parametrize("translations", [catalog("de"), None], ids=["untranslated", "no-catalog"])
def test_a_missing_translation_is_an_error_that_names_message_and_language(
    translations: Catalog | None,
) -> None:
    german = speaking("de", translations)
    german.say("piece.greeting")
    (finding,) = german.findings()
    assert (finding.check, finding.severity) == ("translation.missing", "error")
    assert finding.message_id == "piece.greeting"
    assert "'piece.greeting'" in finding.message
    assert "into de." in finding.message
    assert "translations/de" in finding.message


def test_every_missing_translation_is_found_once_in_order() -> None:
    brazilian = speaking("pt-BR", catalog("pt-BR"))
    for address in ("piece.greeting", "piece.farewell", "piece.greeting"):
        brazilian.plain(address)
    found = brazilian.findings()
    assert [finding.message_id for finding in found] == ["piece.farewell", "piece.greeting"]
    assert "translations/pt_BR" in found[0].message


def test_unreviewed_translations_give_one_warning_with_their_count() -> None:
    drafts = catalog(
        "de", reviewed=False, piece__greeting="Willkommen.", piece__farewell="Bis bald."
    )
    german = speaking("de", drafts)
    german.say("piece.greeting")
    german.say("piece.farewell")
    (finding,) = german.findings()
    assert (finding.check, finding.severity) == ("translation.unreviewed", "warning")
    assert finding.message.startswith("2 messages in de ")
    assert finding.message_id == "piece.farewell"
    assert german.is_draft()


def test_a_draft_that_was_not_said_gives_no_warning() -> None:
    drafts = catalog("de", reviewed=False, piece__greeting="Willkommen.")
    german = speaking("de", drafts)
    assert german.findings() == []
    assert not german.is_draft()


def test_missing_and_unreviewed_are_both_reported() -> None:
    german = speaking("de", catalog("de", reviewed=False, piece__greeting="Willkommen."))
    german.say("piece.greeting")
    german.say("piece.farewell")
    assert [finding.check for finding in german.findings()] == [
        "translation.missing",
        "translation.unreviewed",
    ]


@pytest.mark.parametrize("tag", PSEUDO_LOCALES)
def test_a_pseudo_locale_misses_no_message_and_is_no_draft(tag: str) -> None:
    pseudo = Voice(shipped().languages[tag], None, shipped().sources())
    for address, source in shipped().sources().items():
        assert visible(pseudo.say(address, source.placeholders))
        assert pseudo.text(address) != source.text
    assert pseudo.findings() == []
    assert not pseudo.is_draft()


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_shipped_catalog_misses_no_message(tag: str) -> None:
    speaker = voice(tag)
    for address, source in shipped().sources().items():
        assert visible(speaker.say(address, source.placeholders))
    assert [finding for finding in speaker.findings() if finding.severity == "error"] == []


@pytest.mark.parametrize(
    ("translation", "printed"),
    [
        pytest.param("a <b>b</b> <i>c</i><br>d", "a <b>b</b> <i>c</i><br>d", id="allowed"),
        pytest.param("a<script>alert(1)</script>b", "ab", id="script"),
        pytest.param("a<style>p { color: red }</style>b", "ab", id="style-element"),
        pytest.param('<b onclick="steal()">a</b>', "<b>a</b>", id="onclick"),
        pytest.param('<i style="font-size: 99px">a</i>', "<i>a</i>", id="style-attribute"),
        pytest.param('<b class="x" id="y">a</b>', "<b>a</b>", id="class-and-id"),
        pytest.param('<a href="https://example.org">a</a>', "a", id="link"),
        pytest.param('a<img src="x" onerror="steal()">b', "ab", id="image"),
        pytest.param("a<!-- note -->b", "ab", id="comment"),
        pytest.param("<B>a</B>", "<b>a</b>", id="upper-case"),
        pytest.param("<b>a", "<b>a</b>", id="never-closed"),
        pytest.param("a & <", "a &amp; &lt;", id="escaped"),
    ],
)
def test_only_bold_italic_and_line_breaks_survive_in_a_translation(
    translation: str, printed: str
) -> None:
    german = speaking("de", catalog("de", piece__greeting=translation))
    assert german.say("piece.greeting") == f'<span data-message="piece.greeting">{printed}</span>'


def test_a_value_is_escaped_and_markup_is_kept() -> None:
    english = speaking("en")
    assert "Dial&nbsp;&lt;b&gt;1&lt;/b&gt; to" in english.say(
        "piece.number", {"number": "<b>1</b>"}
    )
    assert "Dial&nbsp;<b>1</b> to" in english.say("piece.number", {"number": Markup("<b>1</b>")})


def test_a_value_that_looks_like_a_placeholder_is_left_as_it_is() -> None:
    said = speaking("en").say("piece.number", {"number": "%(number)s"})
    assert visible(said) == "Dial %(number)s to talk"


def test_a_placeholder_without_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="number"):
        speaking("en").say("piece.number")


def test_plain_text_bears_no_mark() -> None:
    assert speaking("en").plain("piece.number", {"number": "112"}) == "Dial 112 to talk"


def test_a_voice_tells_what_it_said() -> None:
    german = speaking("de", catalog("de", piece__number="Wählen Sie %(number)s"))
    german.say("piece.number", {"number": "112"})
    german.say("piece.number", {"number": "110"})
    (utterance,) = german.utterances()
    assert (utterance.address, utterance.language) == ("piece.number", "de")
    assert utterance.text == "Wählen Sie %(number)s"


@pytest.mark.parametrize(
    ("tag", "direction"), [("en", "ltr"), ("ar", "rtl"), ("ur", "rtl"), ("ar-XB", "rtl")]
)
def test_a_voice_runs_in_the_direction_of_its_language(tag: str, direction: str) -> None:
    assert speaking(tag).direction == direction


def piece_voice(piece: Piece, **record: Any) -> PieceVoice:
    library = shipped()
    return PieceVoice(
        library.languages["en"], None, library.sources(), piece, hotline(**record), library.claims
    )


@pytest.mark.parametrize(
    ("record", "absent"),
    [
        pytest.param({"anonymous": True}, set(), id="both"),
        pytest.param({"anonymous": None}, {"name"}, id="anonymity-unknown"),
        pytest.param({"anonymous": False}, {"name"}, id="not-anonymous"),
        pytest.param({"confidential": None}, {"name", "private"}, id="confidentiality-unknown"),
        pytest.param({"confidential": False}, {"name", "private"}, id="not-confidential"),
    ],
)
def test_a_message_that_depends_on_a_fact_is_said_only_where_the_record_states_it(
    record: dict[str, Any], absent: set[str]
) -> None:
    items = piece_voice(shipped().pieces["self-help"], **record).items("call", 99)
    said = {address.rsplit(".", 1)[1] for item in items for address in messages_in(item)}
    assert {"name", "private"} - said == absent
    assert {"choose", "ask"} <= said


def test_the_most_important_items_come_first() -> None:
    items = piece_voice(shipped().pieces["self-help"]).items("questions", 2)
    assert [messages_in(item) for item in items] == [
        ["self-help.questions.leave"],
        ["self-help.questions.papers"],
    ]


def test_items_leave_out_titles_and_short_forms() -> None:
    speaker = piece_voice(shipped().pieces["bystander"])
    items = [address for item in speaker.items("dont", 99) for address in messages_in(item)]
    assert "bystander.dont.confront" in items
    assert not {"bystander.dont.title", "bystander.dont.short"} & set(items)
    assert messages_in(speaker.short("dont")[0]) == ["bystander.dont.short"]


def test_a_piece_without_the_block_says_nothing() -> None:
    speaker = piece_voice(shipped().pieces["self-help"])
    assert speaker.items("signs", 99) == []
    assert speaker.short("caveat") == []
    assert not speaker.has("signs", "title")
    assert speaker.has("questions", "title")


# Claims, days, and what is never dropped.


@pytest.mark.parametrize(
    ("tag", "figure", "direction"),
    [("en", "38%", "ltr"), ("de", "38 %", "ltr"), ("ar", "38%", "ltr"), ("ja", "38%", "ltr")],
)
def test_a_message_with_a_claim_says_its_figure_year_and_source(
    tag: str, figure: str, direction: str
) -> None:
    speaker = speaking_piece("world-day", tag)
    (said,) = (
        item for item in speaker.items("figures", 99) if "world-day.figures.children" in item
    )
    claim = shipped().claims["detected-children-2022"]
    assert f'<bdi class="statistic" dir="{direction}">' in said
    shown = visible(said)
    assert figure in shown
    assert shown.count(str(claim.year)) == 2
    assert claim.source in shown
    assert messages_in(said) == ["world-day.figures.children", "claim.source"]
    assert "%(" not in said


def test_a_large_figure_stands_in_the_direction_of_its_word() -> None:
    said = " ".join(speaking_piece("world-day", "ar").items("figures", 99))
    assert '<bdi class="statistic" dir="rtl">27.6 مليون</bdi>' in said.replace("\u00a0", " ")


def test_every_figure_of_a_message_comes_from_its_claim() -> None:
    for name, piece in shipped().texts.items():
        for block in piece.blocks:
            for message in block.messages:
                assert ("figure" in message.placeholders) == bool(message.claim), (name, message.id)
                assert not re.search("[0-9]", message.text), (name, message.id)


@pytest.mark.parametrize(
    ("tag", "day"),
    [("en", "July 30"), ("de", "30. Juli"), ("es", "30 de julio"), ("ja", "7月30日"),
     ("ar", "30 يوليو")],
)  # fmt: skip
def test_the_day_of_a_piece_is_written_as_its_readers_write_it(tag: str, day: str) -> None:
    lead = speaking_piece("world-day", tag).message("headline", "lead")
    assert day in visible(lead)
    assert '<span class="figure">' in lead


def test_what_is_never_dropped_is_said_short_where_it_has_a_short_form() -> None:
    short = speaking_piece("bystander", "en").kept()
    assert [messages_in(markup)[0] for markup in short] == [
        "bystander.caveat.short",
        "bystander.dont.short",
    ]


def test_what_is_never_dropped_is_said_whole_where_it_has_none() -> None:
    piece = shipped().pieces["language-finder"]
    assert [block.id for block in piece.blocks if block.keep] == ["staff"]
    (whole,) = speaking_piece("language-finder", "en").kept()
    assert messages_in(whole) == ["language-finder.staff.use"]


def test_weighing_a_text_does_not_count_as_saying_it() -> None:
    speaker = speaking_piece("bystander", "es")
    assert speaker.texts("signs", 2)
    assert speaker.utterances() == ()
    assert speaker.findings() == []


def test_the_variants_of_a_piece_say_the_texts_they_share() -> None:
    speaker = speaking_piece("staff-hotel", "en")
    assert messages_in(speaker.message("headline", "title")) == ["staff.headline.title"]
    assert speaker.items("signs-hotel", 99)
    assert speaker.items("signs-school", 99) == []
    assert not speaker.has("here-school", "title")


def speaking_piece(name: str, tag: str) -> PieceVoice:
    library = shipped()
    return PieceVoice(
        library.languages[tag],
        library.catalogs.get(tag),
        library.sources(),
        library.pieces[name],
        hotline(),
        library.claims,
    )
