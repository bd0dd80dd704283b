"""Pages: every shipped edition composes, says who speaks, and keeps what protects readers."""

import html
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from handbill.composing.pages import ORGANIZATION_BOX, Composer, Composition
from handbill.composing.sizes import language_styles
from handbill.model.catalogs import Catalog, Translation
from handbill.model.editions import Edition
from handbill.model.placeholders import filled
from handbill.model.regions import Region
from tests.composing.samples import (
    BILINGUAL,
    DISCREET,
    FINDERS,
    FORMATS,
    LANGUAGES,
    LAYOUT_LANGUAGES,
    ONE_OF_EACH,
    PARTNER,
    PIECES,
    PSEUDO_LOCALES,
    REGIONS,
    ROOT,
    SUITED,
    SUITED_IN,
    channel,
    composer,
    edition,
    has_room,
    hotline,
    messages_in,
    region,
    select,
    shipped,
    spoken_in,
    visible,
)

MANY = 7
"""More steps than any page can be tightened by."""

SPOKEN = [(piece, layout) for piece, layout in SUITED if piece not in FINDERS]
"""A finder speaks many languages, and every other piece those of its edition."""

MULTILINGUAL = [
    (piece, layout) for piece, layout in SPOKEN if layout in ("poster", "tri-fold", "folded-card")
]

BY_BYSTANDERS = [layout for piece, layout in SUITED if piece == "bystander"]

FACES = {layout: 2 if layout == "table-tent" else 1 for layout in FORMATS}
"""How often the imprint stands: on each face that is read alone."""


PAIRS = ("es+en", "en+ar", "ar+es", "km+zh-Hans", "ja+ur", "pt-BR+es")


def tightened(speaking: Composer, asked: Edition, level: int) -> Composition:
    """Compose with every page the same number of steps tighter than planned."""
    piece, layout = shipped().pieces[asked.piece], shipped().formats[asked.format]
    pages = layout.pages_for(
        discreet=piece.discreet, languages=len(asked.languages), finder=piece.finder
    )
    return speaking.compose(asked, (level,) * len(pages))


@pytest.fixture(scope="session")
def shipped_composer() -> Composer:
    return composer()


@pytest.fixture(scope="session")
def another_composer() -> Composer:
    return composer()


def one_line(layout: str, languages: str, organization: str = PARTNER.id) -> Edition:
    """Plan a bystander edition whose region has a single line."""
    place = region(hotline())
    return edition("bystander", layout, languages, at=place, organization=organization)


@pytest.mark.parametrize(
    ("piece", "layout", "language"),
    [(*pair, language) for pair in SUITED for language in LANGUAGES if has_room(pair[1], language)],
)
def test_every_shipped_edition_composes(
    shipped_composer: Composer, piece: str, layout: str, language: str
) -> None:
    composition = shipped_composer.compose(edition(piece, layout, language))
    assert [finding for finding in composition.findings if finding.severity == "error"] == []
    assert messages_in(composition.html)
    assert "%(" not in composition.html
    assert "<!--imprint-->" not in composition.html
    assert composition.html.count('<section class="page ') == composition.pages
    assert len(composition.panels) == len(composition.levels) == composition.pages
    assert set(re.findall(r"\d", visible(composition.html))) <= set("0123456789")


@pytest.mark.parametrize("language", LAYOUT_LANGUAGES)
@pytest.mark.parametrize(("piece", "layout"), SUITED)
def test_each_message_stands_in_its_language_and_direction(
    shipped_composer: Composer, piece: str, layout: str, language: str
) -> None:
    asked = edition(piece, layout, language)
    html = shipped_composer.compose(asked).html
    direction = shipped().languages[language].direction()
    assert f'<html lang="{language}" dir="{direction}">' in html
    standing = {(spoken.language, spoken.direction) for spoken in spoken_in(html)}
    known = {tag: shipped().languages[tag].direction() for tag in (language, *asked.finder)}
    assert standing == set(known.items())


def heads(piece: str) -> set[str]:
    """Return the addresses of which every edition of a piece says one in each language."""
    return {f"{prefix_of(piece)}.headline.{name}" for name in ("title", "neutral")}


def prefix_of(piece: str) -> str:
    return shipped().pieces[piece].prefix


def kept_in(piece: str) -> dict[str, set[str]]:
    """Return, for each statement that is never dropped, the messages that may say it."""
    return {
        block.id: {f"{prefix_of(piece)}.{block.id}.{message.id}" for message in block.messages}
        for block in shipped().pieces[piece].blocks
        if block.keep
    }


@pytest.mark.parametrize(
    ("piece", "layout", "pair"),
    [
        (piece, layout, pair)
        for piece, layout in BILINGUAL
        if piece not in FINDERS
        for pair in PAIRS
        if has_room(layout, pair)
    ],
)
def test_a_bilingual_edition_says_its_piece_in_both_languages(
    shipped_composer: Composer, piece: str, layout: str, pair: str
) -> None:
    first, second = pair.split("+")
    html = shipped_composer.compose(edition(piece, layout, pair)).html
    said: dict[str, set[str]] = {first: set(), second: set()}
    for spoken in spoken_in(html):
        assert spoken.direction == shipped().languages[spoken.language].direction()
        # The imprint and the organization speak the first language, and each language says
        # itself that it is a draft.
        if not spoken.address.startswith("imprint."):
            said[spoken.language].add(spoken.address)
        elif spoken.address != "imprint.draft":
            assert spoken.language == first
    for addresses in said.values():
        assert addresses & heads(piece)
        assert "emergency.general" in addresses
    first_language_only = {
        address for address in said[first] ^ said[second] if not address.startswith("language.")
    }
    # The outside of a wallet card says in one language what the line is for.
    assert {address.partition(".")[0] for address in first_language_only} <= {"qr", "kind"}
    assert layout == "wallet-card" or first_language_only <= {"qr.caption"}


@pytest.mark.parametrize("languages", ["es+en+ar", "ur+zh-Hans+km", "es+en+ar+zh-Hans"])
@pytest.mark.parametrize(("piece", "layout"), MULTILINGUAL)
def test_an_edition_in_three_or_four_languages_leaves_none_with_less(
    shipped_composer: Composer, piece: str, layout: str, languages: str
) -> None:
    html = shipped_composer.compose(edition(piece, layout, languages)).html
    tags = languages.split("+")
    said: dict[str, set[str]] = {tag: set() for tag in tags}
    for spoken in spoken_in(html):
        assert spoken.direction == shipped().languages[spoken.language].direction()
        said[spoken.language].add(spoken.address)
    for addresses in said.values():
        assert addresses & heads(piece)
        assert "emergency.general" in addresses
        assert all(addresses & statement for statement in kept_in(piece).values())
    own = {f"{prefix_of(piece)}."}
    texts = [{address for address in said[tag] if address.startswith(tuple(own))} for tag in tags]
    assert all(one == texts[0] for one in texts)


def test_a_bilingual_title_bears_both_headlines() -> None:
    composition = composer().compose(edition("bystander", "poster", "en+es"))
    spanish = shipped().catalogs["es"].translations["bystander.headline.title"].text
    assert composition.title == f"Does something seem wrong? / {spanish} – United States"
    assert f"<title>{composition.title}</title>" in composition.html


def partner_in(layout: str, html: str) -> str:
    """Return what the pages say of the organization: its own box, or its part of the imprint."""
    pattern = (
        r'<div class="box organization-box".*?</div>\s*</div>'
        if ORGANIZATION_BOX in html
        else r'<p class="imprint".*?</p>'
    )
    found: list[str] = re.findall(pattern, html, re.DOTALL)
    assert len(found) == FACES[layout]
    assert all(one == found[0] for one in found)
    return found[0]


@pytest.mark.parametrize("languages", ["es", "ar", "es+en", "en+ar"])
@pytest.mark.parametrize("layout", BY_BYSTANDERS)
def test_the_organization_stands_on_a_bystander_piece(
    shipped_composer: Composer, layout: str, languages: str
) -> None:
    html = shipped_composer.compose(one_line(layout, languages)).html
    told, boxed = partner_in(layout, html), ORGANIZATION_BOX in html
    assert PARTNER.name in told
    assert html.count(PARTNER.name) == FACES[layout]
    assert ("We listen." in told) is (boxed or shipped().formats[layout].licence)
    spoken = [one for one in spoken_in(html) if one.address == "organization.line"]
    first = languages.split("+", maxsplit=1)[0]
    direction = shipped().languages[first].direction()
    wanted = [] if boxed else [(first, direction)] * FACES[layout]
    assert [(one.language, one.direction) for one in spoken] == wanted


def test_formats_with_room_have_a_box_for_the_organization(shipped_composer: Composer) -> None:
    boxed = {
        layout
        for layout in BY_BYSTANDERS
        if ORGANIZATION_BOX in shipped_composer.compose(one_line(layout, "es")).html
    }
    assert boxed == {"flyer", "poster", "tri-fold"}


@pytest.mark.parametrize("code", REGIONS)
@pytest.mark.parametrize("layout", BY_BYSTANDERS)
def test_the_organization_stands_on_the_pages_in_every_shipped_region(
    shipped_composer: Composer, layout: str, code: str
) -> None:
    for languages in ("en", "es+en"):
        asked = edition("bystander", layout, languages, at=code, organization=PARTNER.id)
        told = partner_in(layout, shipped_composer.compose(asked).html)
        assert PARTNER.name in visible(told)


@pytest.mark.parametrize(
    ("piece", "layout", "languages"), [one for one in SUITED_IN if one[0] not in DISCREET]
)
def test_the_organization_stands_on_every_piece_that_is_not_discreet(
    shipped_composer: Composer, piece: str, layout: str, languages: str
) -> None:
    asked = edition(piece, layout, languages, organization=PARTNER.id)
    html = shipped_composer.compose(asked).html
    assert html.count(PARTNER.name) == FACES[layout]
    assert PARTNER.name in partner_in(layout, html)


def test_an_organization_without_a_line_gives_its_name_only() -> None:
    partner = msgspec.structs.replace(PARTNER, line="", line_language="")
    for layout in ("poster", "table-tent", "door-hanger"):
        html = composer(organization=partner).compose(one_line(layout, "es")).html
        assert PARTNER.name in html
        assert "We listen." not in html
        assert 'lang="en"></bdi>' not in html
        assert "organization-line" not in html


@pytest.mark.parametrize(
    ("piece", "layout", "languages"), [one for one in SUITED_IN if one[0] in DISCREET]
)
def test_a_discreet_piece_never_names_the_organization(
    shipped_composer: Composer, piece: str, layout: str, languages: str
) -> None:
    partnered = edition(piece, layout, languages, organization=PARTNER.id)
    # Whoever plans it otherwise names nobody either.
    for asked in (partnered, msgspec.structs.replace(partnered, organization=PARTNER.id)):
        composition = shipped_composer.compose(asked)
        assert PARTNER.name not in composition.html + composition.title
        assert PARTNER.line not in composition.html
        assert "organization-box" not in composition.html
        assert not any(name.startswith("organization.") for name in messages_in(composition.html))


@pytest.mark.parametrize("layout", BY_BYSTANDERS)
def test_without_an_organization_nobody_hands_the_piece_out(layout: str) -> None:
    html = composer().compose(one_line(layout, "es", organization="")).html
    assert "organization-box" not in html
    assert not any(name.startswith("organization.") for name in messages_in(html))


def test_an_organizations_words_are_escaped() -> None:
    partner = msgspec.structs.replace(PARTNER, name="A & <b>B</b>", line="<script>x()</script>")
    html = composer(organization=partner).compose(one_line("poster", "en")).html
    assert "A &amp; &lt;b&gt;B&lt;/b&gt;" in html
    assert "<script>" not in html


@pytest.mark.parametrize(("piece", "layout"), SUITED)
@pytest.mark.parametrize("language", LAYOUT_LANGUAGES)
def test_the_imprint_says_draft_where_a_translation_is_one(
    shipped_composer: Composer, piece: str, layout: str, language: str
) -> None:
    composition = shipped_composer.compose(edition(piece, layout, language))
    made_from_english = language in ("en", *PSEUDO_LOCALES) and piece not in FINDERS
    drafts = messages_in(composition.html).count("imprint.draft")
    warnings = {finding.check for finding in composition.findings}
    assert drafts == (0 if made_from_english else FACES[layout])
    assert warnings == (set() if made_from_english else {"translation.unreviewed"})
    assert len(composition.findings) == len({finding.message for finding in composition.findings})


@pytest.mark.parametrize(("pair", "drafts"), [("es+en", 1), ("en+es", 1), ("es+ar", 2)])
def test_each_draft_of_a_bilingual_edition_is_told(pair: str, drafts: int) -> None:
    composition = composer().compose(edition("self-help", "poster", pair))
    assert messages_in(composition.html).count("imprint.draft") == drafts
    assert len(composition.findings) == drafts


@pytest.mark.parametrize(
    ("piece", "layout", "pair", "marks"),
    [
        (piece, layout, pair, marks)
        for piece, layout in ONE_OF_EACH
        if (piece, layout) in BILINGUAL
        for pair, marks in [
            ("es+ar", [("es", "ltr"), ("ar", "rtl")]),
            ("ur+fr", [("ur", "rtl"), ("fr", "ltr")]),
            ("en+ar", [("ar", "rtl")]),
            ("ar+en", [("ar", "rtl")]),
        ]
        if has_room(layout, pair)
    ],
)
def test_the_draft_mark_of_each_language_stands_in_its_language_and_direction(
    shipped_composer: Composer, piece: str, layout: str, pair: str, marks: list[tuple[str, str]]
) -> None:
    html = shipped_composer.compose(edition(piece, layout, pair)).html
    found = [one for one in spoken_in(html) if one.address == "imprint.draft"]
    assert [(one.language, one.direction) for one in found] == marks * FACES[layout]
    for language, direction in marks:
        wording = shipped().catalogs[language].translations["imprint.draft"].text
        told = re.findall(
            rf'<bdi class="draft" lang="{language}" dir="{direction}">(.*?)</bdi>', html
        )
        assert [visible(mark) for mark in told] == [wording] * FACES[layout]


def changed(
    tag: str, change: Callable[[dict[str, Translation]], dict[str, Translation]]
) -> dict[str, Catalog]:
    """Return the shipped catalogs, one of them with its translations changed."""
    catalogs = shipped().catalogs
    return {**catalogs, tag: Catalog(tag, change(dict(catalogs[tag].translations)))}


def test_a_reviewed_catalog_leaves_no_word_of_a_draft() -> None:
    reviewed = changed("es", reviewed_but())
    composition = composer(reviewed).compose(edition("self-help", "flyer", "es"))
    assert "imprint.draft" not in messages_in(composition.html)
    assert composition.findings == ()


def reviewed_but(*drafts: str) -> Callable[[dict[str, Translation]], dict[str, Translation]]:
    """Return a change that leaves only these messages unreviewed."""
    return lambda known: {
        name: Translation(one.text, name not in drafts) for name, one in known.items()
    }


def interpreted(*languages: str) -> Region:
    """Return a region whose only line answers in these languages and has interpreters."""
    return region(hotline(channels=(channel(languages=languages, interpreters=True),)))


@pytest.mark.parametrize("layout", BY_BYSTANDERS)
def test_an_unreviewed_request_in_the_operators_language_is_found_and_told(layout: str) -> None:
    catalogs = {
        **changed("es", reviewed_but("language.request")),
        "fr": changed("fr", reviewed_but())["fr"],
    }
    asked = edition("bystander", layout, "fr", at=interpreted("es"))
    composition = composer(catalogs).compose(asked)
    assert "language.interpreter" in messages_in(composition.html)
    (finding,) = composition.findings
    assert (finding.check, finding.severity) == ("translation.unreviewed", "warning")
    assert finding.message_id == "language.request"
    assert " es " in finding.message
    assert messages_in(composition.html).count("imprint.draft") == FACES[layout]


def test_an_unreviewed_request_is_told_on_an_edition_in_english() -> None:
    asked = edition("bystander", "poster", "en", at=interpreted("es"))
    composition = composer().compose(asked)
    assert [finding.message_id for finding in composition.findings] == ["language.request"]
    assert [
        one.language for one in spoken_in(composition.html) if one.address == "imprint.draft"
    ] == ["en"]


def test_a_reviewed_request_leaves_no_word_of_a_draft() -> None:
    catalogs = changed("es", reviewed_but())
    composition = composer(catalogs).compose(
        edition("bystander", "poster", "en", at=interpreted("es"))
    )
    assert composition.findings == ()
    assert "imprint.draft" not in messages_in(composition.html)


def test_a_request_that_nobody_translated_is_an_error_of_the_edition() -> None:
    torn = changed(
        "es",
        lambda known: {name: one for name, one in known.items() if name != "language.request"},
    )
    asked = edition("bystander", "poster", "en", at=interpreted("es"))
    (finding,) = composer(torn).compose(asked).findings
    assert (finding.check, finding.severity) == ("translation.missing", "error")
    assert finding.message_id == "language.request"
    assert "into es." in finding.message


def test_a_draft_of_a_language_that_only_the_operator_speaks_and_nobody_reads_is_not_told() -> None:
    place = region(hotline(channels=(channel(languages=("es",)),)))
    composition = composer().compose(edition("bystander", "poster", "en", at=place))
    assert composition.findings == ()
    assert "imprint.draft" not in messages_in(composition.html)


@pytest.mark.parametrize("layout", ["flyer", "poster"])
def test_an_operator_of_portuguese_is_asked_in_portuguese(layout: str) -> None:
    asked = edition("bystander", layout, "es", at=interpreted("pt"))
    composition = composer().compose(asked)
    wording = shipped().catalogs["pt-BR"].translations["language.request"].text
    request = filled(wording, {"language": "espanhol"})
    assert f'<bdi lang="pt-BR" dir="ltr">{request}</bdi>' in composition.html
    assert ("language.request", "pt-BR") in {
        (utterance.address, utterance.language) for utterance in composition.utterances
    }


def test_the_first_language_of_the_operator_that_has_a_catalog_words_the_request() -> None:
    asked = edition("bystander", "poster", "es", at=interpreted("so", "zh", "pt"))
    html = composer().compose(asked).html
    wording = shipped().catalogs["zh-Hans"].translations["language.request"].text
    request = filled(wording, {"language": "西班牙语"})
    assert f'<bdi lang="zh-Hans" dir="ltr">{request}</bdi>' in html


def test_one_draft_among_reviewed_messages_is_told() -> None:
    address = "self-help.headline.title"
    mixed = changed("es", reviewed_but(address))
    composition = composer(mixed).compose(edition("self-help", "flyer", "es"))
    assert messages_in(composition.html).count("imprint.draft") == 1
    assert [finding.message_id for finding in composition.findings] == [address]


def test_a_message_without_translation_is_an_error_of_the_edition() -> None:
    address = "self-help.questions.leave"
    torn = changed(
        "es", lambda known: {name: one for name, one in known.items() if name != address}
    )
    composition = composer(torn).compose(edition("self-help", "poster", "es"))
    errors = [finding for finding in composition.findings if finding.severity == "error"]
    assert [error.message_id for error in errors] == [address]
    assert address in errors[0].message
    assert " es." in errors[0].message


@pytest.mark.parametrize(
    ("piece", "layout", "languages"), [one for one in SUITED_IN if one[:2] in ONE_OF_EACH]
)
def test_the_same_edition_gives_the_same_pages(
    shipped_composer: Composer,
    another_composer: Composer,
    piece: str,
    layout: str,
    languages: str,
) -> None:
    asked = edition(piece, layout, languages)
    first = shipped_composer.compose(asked)
    assert first == shipped_composer.compose(asked) == another_composer.compose(asked)


DIGESTS = """
import hashlib
from tests.composing.samples import composer, edition
whole = "".join(
    composer().compose(edition(piece, "flyer", languages)).html
    for piece in ("self-help", "bystander") for languages in ("ar", "es+fr")
)
print(hashlib.sha256(whole.encode()).hexdigest())
"""


def test_the_pages_do_not_depend_on_the_seed_of_hashing() -> None:
    digests = {
        subprocess.run(  # noqa: S603  our own interpreter and text
            [sys.executable, "-c", DIGESTS],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


STATING = [
    (piece, layout)
    for piece, layout in SUITED
    if any(block.keep for block in shipped().pieces[piece].blocks)
]


@pytest.mark.parametrize("language", ["en", "ar", "ja"])
@pytest.mark.parametrize(("piece", "layout"), STATING)
def test_a_tighter_page_never_loses_a_statement_of_safety(
    shipped_composer: Composer, piece: str, layout: str, language: str
) -> None:
    asked = edition(piece, layout, language)
    for level in range(MANY) if language == "en" else (0, 2, MANY):
        said = set(messages_in(tightened(shipped_composer, asked, level).html))
        for name, statement in kept_in(piece).items():
            assert said & statement, (level, name)


@pytest.mark.parametrize(
    ("piece", "layout", "pair"),
    [
        (piece, layout, pair)
        for piece, layout in STATING
        if (piece, layout) in BILINGUAL and piece not in FINDERS
        for pair in ("es+ar", "ur+zh-Hans", "en+km")
        if has_room(layout, pair)
    ],
)
def test_a_tighter_page_never_loses_a_statement_of_safety_in_either_language(
    shipped_composer: Composer, piece: str, layout: str, pair: str
) -> None:
    asked = edition(piece, layout, pair)
    for level in range(MANY) if pair == "es+ar" else (0, 2, MANY):
        spoken = spoken_in(tightened(shipped_composer, asked, level).html)
        for language in pair.split("+"):
            said = {one.address for one in spoken if one.language == language}
            for name, statement in kept_in(piece).items():
                assert said & statement, (language, level, name)


# What 'self-help' never drops is the number and the emergency number; its hints on safety are a
# list that a card has no room for.
@pytest.mark.parametrize("piece", [piece for piece in PIECES if piece != "self-help"])
def test_every_piece_has_a_statement_of_safety_that_is_never_dropped(piece: str) -> None:
    record, kept = shipped().pieces[piece], kept_in(piece)
    assert kept
    if record.audience == "bystander":
        assert {f"{record.prefix}.dont.confront", f"{record.prefix}.dont.short"} <= kept["dont"]
        if any(block.id.startswith("signs") for block in record.blocks):
            assert f"{record.prefix}.caveat.short" in kept["caveat"]


@pytest.mark.parametrize("pair", PAIRS[1:3])
@pytest.mark.parametrize("layout", BY_BYSTANDERS)
@pytest.mark.parametrize("code", REGIONS)
def test_bilingual_bystanders_are_warned_in_every_shipped_region(
    shipped_composer: Composer, code: str, layout: str, pair: str
) -> None:
    html = shipped_composer.compose(edition("bystander", layout, pair, at=code)).html
    for language in pair.split("+"):
        said = {one.address for one in spoken_in(html) if one.language == language}
        assert said & {"bystander.dont.confront", "bystander.dont.short"}
        assert said & {"bystander.caveat.proof", "bystander.caveat.short"}


@pytest.mark.parametrize(("piece", "layout", "languages"), SUITED_IN)
def test_a_tighter_page_never_loses_a_number(
    shipped_composer: Composer, piece: str, layout: str, languages: str
) -> None:
    numbers = {'class="number">1-888-373-7888</bdi>', 'class="number">911</bdi>'}
    asked = edition(piece, layout, languages, at=NATIONAL)
    for level in range(MANY):
        html = tightened(shipped_composer, asked, level).html
        assert {number for number in numbers if number not in html} == set(), level


NATIONAL = region(hotline(channels=(channel(languages=("en",), interpreters=True),)))


@pytest.mark.parametrize(("piece", "layout", "languages"), SUITED_IN)
def test_pages_say_less_and_less_until_they_cannot_be_tightened(
    shipped_composer: Composer, piece: str, layout: str, languages: str
) -> None:
    asked = edition(piece, layout, languages)
    before = shipped_composer.compose(asked)
    shorter = {
        f"{prefix_of(piece)}.{block.id}.{message.id}"
        for block in shipped().pieces[piece].blocks
        for message in block.messages
        if block.keep and message.role == "short"
    }
    for level in range(1, MANY):
        after = tightened(shipped_composer, asked, level)
        assert set(messages_in(after.html)) <= set(messages_in(before.html)) | shorter
        assert len(messages_in(after.html)) <= len(messages_in(before.html))
        for could, can in zip(before.can_tighten, after.can_tighten, strict=True):
            assert could or not can
        before = after
    assert not any(before.can_tighten)


def test_one_page_is_tightened_and_the_other_is_not(shipped_composer: Composer) -> None:
    asked = edition("self-help", "flyer", "es")
    sides = [
        [
            messages_in(side)
            for side in shipped_composer.compose(asked, levels).html.split("<section")
        ]
        for levels in ((0, 0), (2, 0), (0, 2))
    ]
    planned, tight_front, tight_back = sides
    assert len(tight_front[1]) < len(planned[1])
    assert tight_front[2] == planned[2]
    assert tight_back[1] == planned[1]
    assert len(tight_back[2]) < len(planned[2])


@pytest.mark.parametrize("code", REGIONS)
def test_a_number_is_never_printed_outside_an_isolate(
    shipped_composer: Composer, code: str
) -> None:
    pieces = PIECES if code == "US" else ["bystander", "language-finder", "self-help"]
    editions, _ = select(code, pieces=tuple(pieces), languages=("ar", "en"))
    for asked in editions:
        composition = shipped_composer.compose(asked)
        bare = re.sub(r"<bdi [^>]*>.*?</bdi>", "", composition.html)
        bare = re.sub("\u2066[^\u2069]*\u2069", "", bare)
        # Two digits in a row remain only in dates and in claims.
        checked = r'<span data-message="imprint.checked">.*?</span>'
        claimed = r'<(span|b) class="(figure|statistic)">[^<]*</\1>'
        assert re.findall(r"\d{2,}", visible(re.sub(f"{checked}|{claimed}", "", bare))) == []


@pytest.mark.parametrize("layout", ["flyer", "poster"])
def test_the_qr_code_is_described_with_an_isolated_number(layout: str) -> None:
    html = composer().compose(edition("self-help", layout, "ar")).html
    assert re.search('alt="[^"]*\u20661-888-373-7888\u2069[^"]*"', html)


OUTSIDE = {"wallet-card": (1,), "folded-card": (4, 1), "tri-fold": (6, 1), "label-sheet": (1,)}
"""The pages that anyone sees of what is carried folded, or lies about."""

CARRIED = [
    (piece, layout, languages)
    for piece, layout in SUITED
    for languages in ("en", "en+es", "en+es+ar")
    if piece in DISCREET and layout in OUTSIDE
    and len(languages.split("+")) <= shipped().formats[layout].languages
]  # fmt: skip


@pytest.mark.parametrize(("piece", "layout", "languages"), CARRIED)
def test_what_is_carried_in_secret_looks_harmless_from_outside(
    shipped_composer: Composer, piece: str, layout: str, languages: str
) -> None:
    html = shipped_composer.compose(edition(piece, layout, languages)).html
    pages = html.split('<section class="page ')
    for number in OUTSIDE[layout]:
        outside = visible(pages[number])
        assert not re.search("(?i)traffick|exploit|abuse|police|alone", outside)
        assert f"{piece}.headline.title" not in messages_in(pages[number])
    neutral = shipped().sources()[f"{piece}.headline.neutral"].text
    assert neutral in visible(pages[1])


@pytest.mark.parametrize(("piece", "layout", "languages"), SUITED_IN)
def test_no_page_is_left_bare(
    shipped_composer: Composer, piece: str, layout: str, languages: str
) -> None:
    html = shipped_composer.compose(edition(piece, layout, languages)).html
    pages = html.split('<section class="page ')[1:]
    assert [number for number, page in enumerate(pages, 1) if not messages_in(page)] == []


def test_a_line_of_unknown_facts_gets_no_promise(shipped_composer: Composer) -> None:
    place = region(hotline(confidential=None))
    html = shipped_composer.compose(edition("bystander", "poster", "en", at=place)).html
    promises = {"call.free", "call.confidential", "call.anonymous", "hours.always", "hours.daily"}
    assert not promises & set(messages_in(html))
    assert "language.direct" not in messages_in(html)


@pytest.mark.parametrize(
    ("layout", "paper", "trim"),
    [
        ("poster", "a4", (210.0, 297.0)),
        ("poster", "tabloid", (279.4, 431.8)),
        ("flyer", "letter", (139.7, 215.9)),
        ("wallet-card", "a4", (85.6, 54.0)),
    ],
)
def test_the_trim_follows_the_paper(layout: str, paper: str, trim: tuple[float, float]) -> None:
    asked = msgspec.structs.replace(edition("self-help", layout, "es"), paper=paper)
    assert composer().compose(asked).trim == trim


def test_a_larger_trim_allows_larger_type_and_never_smaller() -> None:
    asked = edition("self-help", "poster", "es")
    small = composer().compose(msgspec.structs.replace(asked, paper="a4")).fit
    large = composer().compose(msgspec.structs.replace(asked, paper="a3")).fit
    for kind, fit in small.items():
        if fit.unit:
            assert large[kind].smallest == pytest.approx(fit.smallest * 297 / 210)
            assert large[kind].largest == pytest.approx(fit.largest * 297 / 210)
        else:
            assert large[kind] == fit


def test_the_fonts_are_those_of_the_languages_on_the_page() -> None:
    fonts = composer().compose(edition("self-help", "poster", "km+ar")).fonts
    families = {family for names in fonts.values() for family in names}
    assert families == {"Noto Sans", "Noto Sans Khmer", "Noto Sans Arabic"}
    assert fonts["km"] == ("Noto Sans Khmer", "Noto Sans")


def test_each_language_is_set_in_its_fonts_and_line_height() -> None:
    styles = language_styles([shipped().languages["ur"]])
    assert (
        '[lang="ur"] { font-family: "Noto Nastaliq Urdu", "Noto Sans"; line-height: 2.2; }'
        in styles
    )
    assert '[lang="ur"].title { line-height: 2.4; }' in styles
    assert '[lang="ur"] { --tight: 2.2; }' in styles


TOOLS = ("callsheet", "preview", "preview-parts")
"""Templates of pages for editors and translators, in English like the program."""

TEMPLATES = sorted(
    path.relative_to(ROOT / "templates").as_posix()
    for path in (ROOT / "templates").glob("**/*.html.j2")
    if path.name.removesuffix(".html.j2") not in TOOLS
)
STYLES = sorted(path for path in (ROOT / "templates").glob("**/*.css") if path.stem not in TOOLS)
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
READ_ALOUD = re.compile(r'\b(?:alt|title|aria-label|placeholder)="([^"]*)"')
ALLOWED = {"slots/imprint.html.j2": {"Handbill", "CC BY 4.0"}}


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_holds_words_of_its_own(name: str) -> None:
    source = html.unescape(JINJA.sub("", (ROOT / "templates" / name).read_text("utf-8")))
    shown = re.sub(r"<[^>]*>", "\n", source) + "\n" + "\n".join(READ_ALOUD.findall(source))
    pieces = {piece.strip() for piece in re.split(r"[\n·]", shown)}
    worded = {piece for piece in pieces if any(letter.isalnum() for letter in piece)}
    assert worded <= ALLOWED.get(name, set())


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_style_sheet_writes_words(path: Path) -> None:
    written = re.findall(r"\bcontent:\s*([^;}]+)", path.read_text("utf-8"))
    words = [text for text in written if any(letter.isalnum() for letter in text)]
    assert [text for text in words if text.strip() != "none"] == []
