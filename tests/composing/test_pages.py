"""Pages: every shipped edition composes, says who speaks, and keeps what protects readers."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from handbill.composing.pages import Composer, Composition, language_styles
from handbill.model.catalogs import Catalog, Translation
from handbill.model.editions import Edition
from handbill.model.placeholders import filled
from handbill.model.regions import Region
from tests.composing.samples import (
    DISCREET,
    FORMATS,
    LANGUAGES,
    PARTNER,
    PIECES,
    PSEUDO_LOCALES,
    REGIONS,
    ROOT,
    channel,
    composer,
    edition,
    hotline,
    messages_in,
    region,
    select,
    shipped,
    spoken_in,
    visible,
)

MANY = 12
"""More items than any list has to lose."""

PAIRS = ("es+en", "en+ar", "ar+es", "km+zh-Hans", "ja+ur", "pt-BR+es")


def tightened(speaking: Composer, asked: Edition, level: int) -> Composition:
    """Compose with every page the same number of steps tighter than planned."""
    return speaking.compose(asked, (level,) * speaking.compose(asked).pages)


@pytest.fixture(scope="session")
def shipped_composer() -> Composer:
    return composer()


def one_line(layout: str, languages: str, organization: str = PARTNER.id) -> Edition:
    """Plan a bystander edition whose region has a single line."""
    place = region(hotline())
    return edition("bystander", layout, languages, at=place, organization=organization)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("piece", PIECES)
def test_every_shipped_edition_composes(
    shipped_composer: Composer, piece: str, layout: str, language: str
) -> None:
    composition = shipped_composer.compose(edition(piece, layout, language))
    assert [finding for finding in composition.findings if finding.severity == "error"] == []
    assert messages_in(composition.html)
    assert "%(" not in composition.html
    assert "<!--imprint-->" not in composition.html
    assert composition.html.count('<section class="page ') == composition.pages
    assert set(re.findall(r"\d", visible(composition.html))) <= set("0123456789")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("piece", PIECES)
def test_each_message_stands_in_its_language_and_direction(
    shipped_composer: Composer, piece: str, layout: str, language: str
) -> None:
    html = shipped_composer.compose(edition(piece, layout, language)).html
    direction = shipped().languages[language].direction()
    assert f'<html lang="{language}" dir="{direction}">' in html
    standing = {(spoken.language, spoken.direction) for spoken in spoken_in(html)}
    assert standing == {(language, direction)}


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("piece", PIECES)
def test_a_bilingual_edition_says_its_piece_in_both_languages(
    shipped_composer: Composer, piece: str, layout: str, pair: str
) -> None:
    first, second = pair.split("+")
    html = shipped_composer.compose(edition(piece, layout, pair)).html
    said: dict[str, set[str]] = {first: set(), second: set()}
    for spoken in spoken_in(html):
        assert spoken.direction == shipped().languages[spoken.language].direction()
        # The imprint speaks the first language, and each language says itself that it is a draft.
        if not spoken.address.startswith("imprint."):
            said[spoken.language].add(spoken.address)
        elif spoken.address != "imprint.draft":
            assert spoken.language == first
    headline = "neutral" if piece in DISCREET and layout == "wallet-card" else "title"
    for addresses in said.values():
        assert f"{piece}.headline.{headline}" in addresses
        assert "emergency.general" in addresses
    first_language_only = {
        address for address in said[first] ^ said[second] if not address.startswith("language.")
    }
    assert first_language_only <= {"qr.caption"}


def test_a_bilingual_title_bears_both_headlines() -> None:
    composition = composer().compose(edition("bystander", "poster", "en+es"))
    spanish = shipped().catalogs["es"].translations["bystander.headline.title"].text
    assert composition.title == f"Does something seem wrong? / {spanish} – United States"
    assert f"<title>{composition.title}</title>" in composition.html


@pytest.mark.parametrize("languages", ["es", "ar", "es+en", "en+ar"])
@pytest.mark.parametrize("layout", FORMATS)
def test_the_organization_stands_on_a_bystander_piece(
    shipped_composer: Composer, layout: str, languages: str
) -> None:
    html = shipped_composer.compose(one_line(layout, languages)).html
    assert messages_in(html).count("organization.line") == 1
    assert html.count(PARTNER.name) == 1
    assert html.count('<bdi lang="en">We listen.</bdi>') == 1
    first = languages.split("+", maxsplit=1)[0]
    (spoken,) = [one for one in spoken_in(html) if one.address == "organization.line"]
    assert (spoken.language, spoken.direction) == (first, shipped().languages[first].direction())


@pytest.mark.parametrize("code", REGIONS)
@pytest.mark.parametrize("layout", FORMATS)
def test_the_organization_stands_in_the_imprint_in_every_shipped_region(
    shipped_composer: Composer, layout: str, code: str
) -> None:
    for languages in ("en", "es+en"):
        asked = edition("bystander", layout, languages, at=code, organization=PARTNER.id)
        html = shipped_composer.compose(asked).html
        (imprint,) = re.findall(r'<p class="imprint".*?</p>', html, re.DOTALL)
        assert "organization.line" in messages_in(imprint)
        assert PARTNER.name in visible(imprint)
        assert PARTNER.line in visible(imprint)


def test_an_organization_without_a_line_gives_its_name_only() -> None:
    partner = msgspec.structs.replace(PARTNER, line="", line_language="")
    html = composer(organization=partner).compose(one_line("poster", "es")).html
    assert PARTNER.name in html
    assert "We listen." not in html
    assert '<bdi lang="en"></bdi>' not in html


@pytest.mark.parametrize("languages", ["es", "es+en"])
@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("piece", DISCREET)
def test_a_discreet_piece_never_names_the_organization(
    shipped_composer: Composer, piece: str, layout: str, languages: str
) -> None:
    partnered = edition(piece, layout, languages, organization=PARTNER.id)
    composition = shipped_composer.compose(partnered)
    assert PARTNER.name not in composition.html + composition.title
    assert PARTNER.line not in composition.html
    assert "organization.line" not in messages_in(composition.html)


@pytest.mark.parametrize("layout", FORMATS)
def test_without_an_organization_nobody_hands_the_piece_out(layout: str) -> None:
    html = composer().compose(one_line(layout, "es", organization="")).html
    assert "organization.line" not in messages_in(html)


def test_an_organizations_words_are_escaped() -> None:
    partner = msgspec.structs.replace(PARTNER, name="A & <b>B</b>", line="<script>x()</script>")
    html = composer(organization=partner).compose(one_line("poster", "en")).html
    assert "A &amp; &lt;b&gt;B&lt;/b&gt;" in html
    assert "<script>" not in html


@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_imprint_says_draft_where_a_translation_is_one(
    shipped_composer: Composer, piece: str, layout: str, language: str
) -> None:
    composition = shipped_composer.compose(edition(piece, layout, language))
    made_from_english = language in ("en", *PSEUDO_LOCALES)
    drafts = messages_in(composition.html).count("imprint.draft")
    warnings = [finding.check for finding in composition.findings]
    assert drafts == (0 if made_from_english else 1)
    assert warnings == ([] if made_from_english else ["translation.unreviewed"])


@pytest.mark.parametrize(("pair", "drafts"), [("es+en", 1), ("en+es", 1), ("es+ar", 2)])
def test_each_draft_of_a_bilingual_edition_is_told(pair: str, drafts: int) -> None:
    composition = composer().compose(edition("self-help", "poster", pair))
    assert messages_in(composition.html).count("imprint.draft") == drafts
    assert len(composition.findings) == drafts


@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize(
    ("pair", "marks"),
    [
        ("es+ar", [("es", "ltr"), ("ar", "rtl")]),
        ("ur+fr", [("ur", "rtl"), ("fr", "ltr")]),
        ("en+ar", [("ar", "rtl")]),
        ("ar+en", [("ar", "rtl")]),
    ],
)
def test_the_draft_mark_of_each_language_stands_in_its_language_and_direction(
    shipped_composer: Composer, piece: str, layout: str, pair: str, marks: list[tuple[str, str]]
) -> None:
    html = shipped_composer.compose(edition(piece, layout, pair)).html
    found = [one for one in spoken_in(html) if one.address == "imprint.draft"]
    assert [(one.language, one.direction) for one in found] == marks
    for language, direction in marks:
        wording = shipped().catalogs[language].translations["imprint.draft"].text
        (mark,) = re.findall(
            rf'<bdi class="draft" lang="{language}" dir="{direction}">(.*?)</bdi>', html
        )
        assert visible(mark) == wording


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


@pytest.mark.parametrize("layout", FORMATS)
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
    assert messages_in(composition.html).count("imprint.draft") == 1


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


@pytest.mark.parametrize("languages", ["es", "ar+en"])
@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("piece", PIECES)
def test_the_same_edition_gives_the_same_pages(piece: str, layout: str, languages: str) -> None:
    asked = edition(piece, layout, languages)
    one, other = composer(), composer()
    assert one.compose(asked) == one.compose(asked) == other.compose(asked)


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


@pytest.mark.parametrize("level", range(MANY))
@pytest.mark.parametrize("layout", FORMATS)
def test_a_tighter_page_never_loses_a_safety_message(
    shipped_composer: Composer, layout: str, level: int
) -> None:
    for language in ("en", "ar", "ja"):
        asked = edition("bystander", layout, language)
        said = set(messages_in(tightened(shipped_composer, asked, level).html))
        assert said & {"bystander.caveat.proof", "bystander.caveat.short"}
        assert said & {"bystander.dont.confront", "bystander.dont.short"}


@pytest.mark.parametrize("level", range(MANY))
@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("pair", ["es+ar", "ur+zh-Hans", "en+km"])
def test_a_bilingual_bystander_learns_in_both_languages_what_proves_nothing_and_what_not_to_do(
    shipped_composer: Composer, layout: str, pair: str, level: int
) -> None:
    html = tightened(shipped_composer, edition("bystander", layout, pair), level).html
    for language in pair.split("+"):
        said = {one.address for one in spoken_in(html) if one.language == language}
        assert said & {"bystander.dont.confront", "bystander.dont.short"}
        # The card has no room for signs, which alone need the caveat.
        assert ("bystander.signs.papers" in said) is (layout != "wallet-card")
        if layout != "wallet-card":
            assert said & {"bystander.caveat.proof", "bystander.caveat.short"}


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("code", REGIONS)
def test_bilingual_bystanders_are_warned_in_every_shipped_region(
    shipped_composer: Composer, code: str, layout: str, pair: str
) -> None:
    html = shipped_composer.compose(edition("bystander", layout, pair, at=code)).html
    for language in pair.split("+"):
        said = {one.address for one in spoken_in(html) if one.language == language}
        assert said & {"bystander.dont.confront", "bystander.dont.short"}
        if any(address.startswith("bystander.signs.") for address in said):
            assert said & {"bystander.caveat.proof", "bystander.caveat.short"}


@pytest.mark.parametrize("level", range(MANY))
@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("piece", PIECES)
def test_a_tighter_page_never_loses_a_number(
    shipped_composer: Composer, piece: str, layout: str, level: int
) -> None:
    for languages in ("es", "es+ar"):
        html = tightened(shipped_composer, edition(piece, layout, languages), level).html
        numbers = ["1-888-373-7888", "911"]
        assert [number for number in numbers if f'class="number">{number}</bdi>' not in html] == []


@pytest.mark.parametrize("languages", ["es", "es+en"])
@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("piece", PIECES)
def test_pages_say_less_and_less_until_they_cannot_be_tightened(
    shipped_composer: Composer, piece: str, layout: str, languages: str
) -> None:
    asked = edition(piece, layout, languages)
    before = shipped_composer.compose(asked)
    for level in range(1, MANY):
        after = tightened(shipped_composer, asked, level)
        assert set(messages_in(after.html)) <= set(messages_in(before.html))
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
    editions, _ = select(code, languages=("ar", "en"))
    for asked in editions:
        composition = shipped_composer.compose(asked)
        bare = re.sub(r"<bdi [^>]*>.*?</bdi>", "", composition.html)
        bare = re.sub("\u2066[^\u2069]*\u2069", "", bare)
        # Two digits in a row remain only in dates.
        checked = r'<span data-message="imprint.checked">.*?</span>'
        assert re.findall(r"\d{2,}", visible(re.sub(checked, "", bare))) == []


@pytest.mark.parametrize("layout", ["flyer", "poster"])
def test_the_qr_code_is_described_with_an_isolated_number(layout: str) -> None:
    html = composer().compose(edition("self-help", layout, "ar")).html
    assert re.search('alt="[^"]*\u20661-888-373-7888\u2069[^"]*"', html)


def test_the_discreet_card_looks_harmless_from_outside(shipped_composer: Composer) -> None:
    html = shipped_composer.compose(edition("self-help", "wallet-card", "en")).html
    front = html.split('<section class="page ')[1]
    assert "Useful numbers" in visible(front)
    assert not re.search("(?i)traffick|exploit|police|alone", visible(front))


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


TEMPLATES = sorted(
    path.relative_to(ROOT / "templates").as_posix()
    for path in (ROOT / "templates").glob("**/*.html.j2")
    if path.name != "callsheet.html.j2"  # a tool for the editors, in English like the program
)
STYLES = sorted(
    path for path in (ROOT / "templates").glob("**/*.css") if path.name != "callsheet.css"
)
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
READ_ALOUD = re.compile(r'\b(?:alt|title|aria-label|placeholder)="([^"]*)"')
ALLOWED = {"slots/imprint.html.j2": {"Handbill", "CC BY 4.0"}}


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_holds_words_of_its_own(name: str) -> None:
    source = JINJA.sub("", (ROOT / "templates" / name).read_text("utf-8"))
    shown = re.sub(r"<[^>]*>", "\n", source) + "\n" + "\n".join(READ_ALOUD.findall(source))
    pieces = {piece.strip() for piece in re.split(r"[\n·]", shown)}
    worded = {piece for piece in pieces if any(letter.isalnum() for letter in piece)}
    assert worded <= ALLOWED.get(name, set())


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_style_sheet_writes_words(path: Path) -> None:
    written = re.findall(r"\bcontent:\s*([^;}]+)", path.read_text("utf-8"))
    assert [text for text in written if any(letter.isalnum() for letter in text)] == []
