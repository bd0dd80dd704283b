"""Call sheets ask what the records claim, and set every name as its language is set."""

import re
from typing import Any

import pytest

from handbill.composing.callsheets import LONGEST_ADDRESS, CallSheet, call_sheet, short_address
from handbill.model.papers import PAPERS
from handbill.model.regions import Channel, Hours, Region, Source
from handbill.press.engine import Engine
from tests.composing.samples import (
    REGIONS,
    channel,
    emergency,
    hotline,
    region,
    shipped,
    spoken_in,
    visible,
)


def sheet(record: Region) -> CallSheet:
    library = shipped()
    templates = {name: place.path for name, place in library.templates().items()}
    return call_sheet(record, library.languages, templates)


def words(record: Region) -> str:
    return re.sub(r"\s+", " ", visible(sheet(record).html))


def answers(**changes: Any) -> dict[str, str]:
    """Return what the sheet says the record says, by question."""
    rows = re.findall(
        r'<tr><th scope="row">([^<]*)</th><td class="(?:claim|open)">(.*?)</td>',
        sheet(region(hotline(**changes))).html,
    )
    return {question: visible(claim) for question, claim in rows}


@pytest.mark.parametrize(
    ("changes", "question", "claim"),
    [
        pytest.param({}, "Right service, under this name?", "help in human trafficking", id="kind"),
        pytest.param(
            {"kind": "violence", "serves": "women"}, "Right service, under this name?",
            "help against violence, for women", id="whom it serves",
        ),
        pytest.param(
            {"kind": "child", "serves": "children"}, "Right service, under this name?",
            "help for children", id="said once",
        ),
        pytest.param({"free": True}, "Is the call free?", "yes", id="free"),
        pytest.param({"free": False}, "Is the call free?", "no", id="not free"),
        pytest.param({}, "Is the call free?", "not recorded", id="cost unknown"),
        pytest.param({}, "Is it confidential?", "yes", id="confidential"),
        pytest.param({"anonymous": True}, "May callers stay anonymous?", "yes", id="anonymous"),
        pytest.param({}, "When is it answered?", "not recorded", id="hours unknown"),
        pytest.param(
            {"channels": (channel(hours="always"),)}, "When is it answered?", "24 hours, 7 days",
            id="always",
        ),
        pytest.param(
            {"channels": (channel(hours=(
                Hours(("mon", "tue", "wed"), "09:00", "12:00"),
                Hours(("mon", "tue", "wed"), "13:00", "17:00"),
                Hours(("sat", "sun"), "10:00", "12:00"),
            )),)}, "When is it answered?",
            "Mon–Wed 09:00–12:00, 13:00–17:00; Sat Sun 10:00–12:00", id="hours",
        ),
        pytest.param(
            {"channels": (channel(languages=("en", "zh-Hans")),)}, "Which languages are spoken?",
            "English, Chinese", id="languages",
        ),
        pytest.param(
            {"channels": (channel(interpreters=True),)}, "Are there interpreters?", "yes",
            id="interpreters",
        ),
        pytest.param({}, "Text or WhatsApp number?", "not recorded", id="no text number"),
        pytest.param(
            {"channels": (channel(), Channel("text", "233733", "short", keyword="HELP"))},
            "Right text number?", "233733 with HELP", id="text number",
        ),
        pytest.param(
            {"channels": (channel(), Channel("whatsapp", "18663472423"))},
            "Right WhatsApp number?", "18663472423", id="WhatsApp number",
        ),
    ],
)  # fmt: skip
def test_each_claim_of_the_record_is_asked_about(
    changes: dict[str, Any], question: str, claim: str
) -> None:
    assert answers(**changes)[question] == claim


def test_every_line_has_its_number_as_dialled_and_as_printed() -> None:
    text = words(region(hotline(channels=(channel(letters="888-3737-888"),), operator="Open Door")))
    assert "18883737888" in text
    assert "printed 1-888-373-7888 (888-3737-888)" in text
    assert "National Line" in text
    assert "Open Door" in text


def test_a_line_kept_out_of_print_is_marked_with_the_reason() -> None:
    text = words(region(hotline(print=False, reason="It has closed.")))
    assert "Not printed. It has closed." in text
    assert "Not printed." not in words(region(hotline()))


def test_who_confirmed_the_line_last_is_told() -> None:
    assert "4 May 2026, by A. O." in words(region(hotline(confirmed_by="A. O.")))


def test_emergency_numbers_are_confirmed_by_reading() -> None:
    text = words(region(hotline(), emergency=(emergency("112", "police", "fire"),)))
    assert "do not call, confirm by reading" in text
    assert re.search(r"112\s*do not call\s+Police, fire", text)
    assert "emergency" not in words(region(hotline(), emergency=())).split("Never call")[0]


def test_the_command_that_takes_the_result_is_named() -> None:
    text = words(region(hotline()))
    assert "handbill directory confirm ID --by NAME --on DATE -w WORKSPACE" in text
    assert "us-line" in text


@pytest.mark.parametrize(
    ("name", "language", "direction"),
    [
        pytest.param("المجلس القومي", "ar", "rtl", id="Arabic"),
        pytest.param("สายเด็ก 1387", "th", "ltr", id="Thai"),
        pytest.param("チャイルドライン", "ja", "ltr", id="Japanese"),
        pytest.param("আমার লাইন", "bn", "ltr", id="a language without fonts of its own"),
    ],
)
def test_names_are_set_in_their_own_language(name: str, language: str, direction: str) -> None:
    html = sheet(region(hotline(name=name, name_language=language, operator=name + "."))).html
    assert html.count(f'<bdi lang="{language}" dir="{direction}">{name}') == 2
    latin = sheet(region(hotline(name=name, name_language=language, operator="ILO"))).html
    assert '<bdi lang="en" dir="ltr">ILO</bdi>' in latin


def test_a_name_that_is_the_operators_as_well_stands_once() -> None:
    assert words(region(hotline(operator="Ours", names={"en": "Ours"}))).count("Ours") == 1


def test_what_records_say_is_never_markup() -> None:
    assert "&lt;b&gt;" in sheet(region(hotline(name="<b>", reason="<i>", print=False))).html
    assert "<i>" not in sheet(region(hotline(name="<b>", reason="<i>", print=False))).html


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.example.org/", "example.org"),
        ("https://example.org/misi%C3%B3n?id=1", "example.org/misión"),
        (
            "https://example.org/2024/01/a-very-long-headline-about-a-telephone-line-and-more",
            "example.org/…/long-headline-about-a-telephone-line-and-more",
        ),
    ],
)
def test_addresses_are_short(url: str, shown: str) -> None:
    assert short_address(url) == shown
    assert len(shown) <= LONGEST_ADDRESS


def test_the_whole_address_is_behind_the_short_one() -> None:
    url = "https://www.example.org/line?id=1&x=2"
    html = sheet(region(hotline(sources=(Source(url, 2024),)))).html
    assert '<a href="https://www.example.org/line?id=1&amp;x=2">example.org/line (2024)</a>' in html


@pytest.mark.parametrize("code", REGIONS)
def test_no_line_of_a_shipped_region_stands_on_two_pages(code: str, engine: Engine) -> None:
    record = shipped().regions[code]
    made = sheet(record)
    width, height = PAPERS[made.paper]
    document = engine.lay_out(
        engine.page(made.html), made.styles, f"@page {{ size: {width}mm {height}mm }}"
    )
    blocks = [
        box.element
        for page in document.pages
        for box in page._page_box.descendants()
        if box.element_tag == "article"
    ]
    assert len(blocks) == len(record.hotlines) + len(record.emergency)
    assert engine.write(document, accessible=True).startswith(b"%PDF")


def test_every_tag_is_closed() -> None:
    for code in REGIONS:
        assert spoken_in(sheet(shipped().regions[code]).html) == []
