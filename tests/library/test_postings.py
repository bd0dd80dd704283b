"""Laws that ask for notices are read with their sources; each notice holds what its law asks."""

import datetime
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

import pytest

from handbill.batch.wiring import shelf_of
from handbill.library.library import load_library
from handbill.library.postings import ALWAYS, MESSAGES, NOTICE
from handbill.library.roots import built_in_root
from handbill.model.content import Piece
from handbill.model.postings import ElementKind, Posting
from handbill.planning.selection import Selection, plan
from tests.library.workspaces import changed, fill, is_finished, only_fault

LIBRARY = load_library()
FILES = sorted(path.stem for path in (built_in_root() / "content" / "postings").glob("*.toml"))

WITHOUT_TEXT = {"report-police", "free-aid"}
"""What Handbill cannot print."""

LAW = """\
jurisdiction = "US"
instrument = "Test Act"
year = 2020
mandatory = "yes"
who = ["bars"]
page = [8.5, 11.0]
languages = ["en", "es"]
hotlines = ["us-trafficking"]
elements = ["call", "free"]
checked = 2026-01-01
confidence = "high"

[[sources]]
url = "https://example.org/act"
"""
"""A law without fault."""

TEST_LAW = "content/postings/us-test.toml"


def law_of(name: str) -> Posting:
    return LIBRARY.postings[name]


def notice_of(name: str) -> Piece:
    return LIBRARY.pieces[f"{NOTICE}-{name}"]


def addresses(piece: Piece) -> set[str]:
    return {f"{block.id}.{message.id}" for block in piece.blocks for message in block.messages}


def test_every_shipped_law_is_read() -> None:
    assert sorted(LIBRARY.postings) == FILES
    assert len(FILES) >= 25
    assert sum(law.own_design for law in LIBRARY.postings.values()) >= 15


@pytest.mark.parametrize("name", FILES)
def test_a_shipped_law_says_where_it_stands_and_when_it_was_checked(name: str) -> None:
    law = law_of(name)
    assert law.id == name
    assert law.instrument
    assert law.sources
    for source in law.sources:
        address = urlsplit(source.url)
        assert address.scheme in ("http", "https")
        assert "." in address.netloc
    assert datetime.date(2026, 1, 1) <= law.checked <= datetime.date(2027, 1, 1)
    assert 1990 < law.year <= law.checked.year


@pytest.mark.parametrize("name", FILES)
def test_the_hotlines_of_a_shipped_law_are_in_its_region(name: str) -> None:
    law = law_of(name)
    region = LIBRARY.regions.get(law.jurisdiction)
    known = {hotline.id for hotline in region.hotlines} if region else set()
    assert set(law.hotlines) <= known
    # Without a region nothing can be printed, so nothing may be asked for.
    assert region is not None or not law.elements


@pytest.mark.parametrize("name", FILES)
def test_a_notice_holds_a_text_for_each_thing_its_law_asks_for(name: str) -> None:
    law, notice = law_of(name), notice_of(name)
    held = addresses(notice)
    assert notice.posting == law
    assert "headline.title" in held
    if law.own_design and "report-police" not in law.elements:
        unmet = [
            element
            for element in law.elements
            if element not in WITHOUT_TEXT
            and not held & {*MESSAGES.get(element, ()), *replaced(element)}
        ]
        assert unmet == []
    assert ("law.required" in held) == (law.mandatory == "yes")


def replaced(element: ElementKind) -> tuple[str, ...]:
    """Return what stands in for a text where the law gives no name or number for it."""
    others = {"protected": ("protected.country",), "languages": ("facts.interpreters",)}
    return others.get(element, ())


@pytest.mark.parametrize("name", FILES)
def test_a_notice_says_nothing_its_law_does_not_ask_for(name: str) -> None:
    asked = {
        address
        for element in law_of(name).elements
        for address in (*MESSAGES.get(element, ()), *replaced(element))
    }
    assert addresses(notice_of(name)) <= asked | set(ALWAYS)


def test_every_text_a_law_may_ask_for_exists() -> None:
    wanted = {address for texts in MESSAGES.values() for address in texts} | set(ALWAYS)
    known = {
        address.removeprefix(f"{NOTICE}.")
        for address in LIBRARY.sources()
        if address.startswith(f"{NOTICE}.")
    }
    assert wanted <= known
    assert set(get_args(ElementKind)) - set(MESSAGES) == WITHOUT_TEXT


@pytest.mark.parametrize(
    ("name", "country"), [("us-ca", "US"), ("us-federal", "US"), ("br-mg", "BR"), ("za", "ZA")]
)
def test_a_law_is_one_of_a_country(name: str, country: str) -> None:
    assert law_of(name).country() == country


def test_a_workspace_adds_laws_with_their_notices(tmp_path: Path) -> None:
    library = load_library(fill(tmp_path, {TEST_LAW: LAW}))
    assert library.postings["us-test"].sources[0].url == "https://example.org/act"
    held = addresses(library.pieces["posting-us-test"])
    assert held == {"headline.title", "forced.call", "facts.free", "law.required"}
    assert "us-ca" in library.postings


@pytest.mark.parametrize(
    ("old", "new", "held", "lost"),
    [
        ('mandatory = "yes"', 'mandatory = "no"', "facts.free", "law.required"),
        ('"free"]', '"protected"]', "protected.country", "protected.place"),
        ('"free"]', '"protected"]\nplace-names = { en = "Ohio" }', "protected.place",
         "protected.country"),
        ('"free"]', '"languages"]', "facts.interpreters", "facts.languages"),
        ('"free"]', '"languages"]\nlanguages-count = 9', "facts.languages", "facts.interpreters"),
    ],
)  # fmt: skip
def test_a_notice_says_what_its_law_gives_words_for(
    tmp_path: Path, old: str, new: str, held: str, lost: str
) -> None:
    library = load_library(fill(tmp_path, {TEST_LAW: changed(LAW, old, new)}))
    found = addresses(library.pieces["posting-us-test"])
    assert held in found
    assert lost not in found


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        pytest.param('["en", "es"]', '["en", "xq"]', "languages", "'xq'", id="language"),
        pytest.param("year = 2020", 'year = 2020\nplace-names = { xq = "Ohio" }', "languages",
                     "'xq'", id="language of a name"),
        pytest.param("year = 2020", "year = 2020\nown-design = false", "official-sheet",
                     "Say which official sheet", id="no official sheet"),
        pytest.param("[8.5, 11.0]", "[11.0, 8.5]", "page", "The short side comes first.",
                     id="sides exchanged"),
    ],
)  # fmt: skip
def test_a_fault_of_a_law_is_reported_where_it_stands(
    tmp_path: Path, old: str, new: str, key: str, said: str
) -> None:
    fault = only_fault(fill(tmp_path, {TEST_LAW: changed(LAW, old, new)}))
    assert TEST_LAW in fault.path
    assert fault.key == key
    assert said in fault.message
    assert is_finished(fault.message)


@pytest.mark.parametrize(
    ("old", "new"),
    [('"us-trafficking"', '"us-nobody"'), ('"us-trafficking"', '"de-hilfetelefon"')],
)
def test_a_law_whose_hotline_is_not_recorded_is_read_and_its_notice_left_out(
    tmp_path: Path, old: str, new: str
) -> None:
    library = load_library(fill(tmp_path, {TEST_LAW: changed(LAW, old, new)}))
    editions, omissions = plan(Selection(("US",), ("posting-us-test",)), shelf_of(library))
    assert editions == []
    assert "numbers that are not in the directory" in omissions[0].reason


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('[[sources]]\nurl = "https://example.org/act"\n', "sources = []",
                     id="no source"),
        pytest.param('"free"]', '"fre"]', id="unknown element"),
        pytest.param("checked = 2026-01-01\n", "", id="no day"),
        pytest.param("page = [8.5, 11.0]", "page = [8.5]", id="one side"),
        pytest.param("year = 2020", "year = 2020\ntypesize = 16.0", id="unknown key"),
    ],
)  # fmt: skip
def test_a_law_that_cannot_be_used_is_refused(tmp_path: Path, old: str, new: str) -> None:
    fault = only_fault(fill(tmp_path, {TEST_LAW: changed(LAW, old, new)}))
    assert TEST_LAW in str(fault)
    assert is_finished(fault.message)
