"""Names of lines and what a region takes from its parent."""

import datetime

import pytest

from handbill.model.regions import Channel, Hotline, Region, Source, inherit


def hotline(hotline_id: str = "line", name: str = "Linha", **names: str) -> Hotline:
    return Hotline(
        id=hotline_id,
        kind="trafficking",
        name=name,
        name_language="en",
        channels=(Channel(kind="call", number="112", form="short"),),
        sources=(Source(url="https://example.org"),),
        checked=datetime.date(2026, 1, 1),
        confidence="high",
        names={tag.replace("_", "-"): text for tag, text in names.items()},
    )


@pytest.mark.parametrize(
    ("names", "reader", "found"),
    [
        pytest.param({"pt": "A", "pt_BR": "B"}, "pt-BR", ("B", "pt-BR"), id="the exact tag wins"),
        pytest.param({"pt_BR": "B", "pt": "A"}, "pt-BR", ("B", "pt-BR"), id="in either order"),
        pytest.param({"pt_BR": "B", "pt": "A"}, "pt", ("A", "pt"), id="and for the language alone"),
        pytest.param({"pt": "A"}, "pt-BR", ("A", "pt"), id="the language serves its countries"),
        pytest.param({"pt_PT": "C"}, "pt-BR", ("Line", "en"), id="another country does not"),
        pytest.param({"zh_Hant": "D"}, "zh-Hans", ("Line", "en"), id="another script does not"),
        pytest.param({"ar": "E"}, "ar-XB", ("E", "ar"), id="pseudo-locale"),
        pytest.param({"fil": "F"}, "fi", ("Line", "en"), id="common beginning"),
        pytest.param({}, "es", ("Line", "en"), id="its own name otherwise"),
    ],
)
def test_a_name_is_that_of_the_exact_language_or_of_the_language_alone(
    names: dict[str, str], reader: str, found: tuple[str, str]
) -> None:
    assert hotline(name="Line", **names).name_in(reader) == found


def test_a_region_puts_its_own_lines_first_and_replaces_those_of_the_same_id() -> None:
    parent = Region(
        code="US",
        paper="letter",
        languages=("en",),
        hotlines=(hotline("a", "A"), hotline("b", "B"), hotline("c", "C")),
    )
    child = Region(code="US-TX", hotlines=(hotline("d", "D"), hotline("b", "Own")))
    whole = inherit(child, parent)
    assert [(line.id, line.name) for line in whole.hotlines] == [
        ("d", "D"),
        ("b", "Own"),
        ("a", "A"),
        ("c", "C"),
    ]
    assert (whole.code, whole.paper, whole.languages) == ("US-TX", "letter", ("en",))
