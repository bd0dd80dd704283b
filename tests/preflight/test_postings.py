"""Notices that laws ask for: Handbill's own keep the law, and no fault of anybody's is missed."""

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest

from handbill.batch.examining import Claimed, examine
from handbill.batch.wiring import known_channels, shelf_of
from handbill.library.library import load_library
from handbill.model.findings import CHECKS, Finding
from handbill.model.papers import POINTS_PER_MM
from handbill.model.postings import Posting
from handbill.planning.selection import Selection, plan
from handbill.preflight.checks.postings import check_any_notice
from handbill.preflight.phones import Known
from handbill.preflight.reading import ReadFile
from tests.preflight.mutants.planting import (
    Damage,
    Mutant,
    Planted,
    added,
    edited,
    resized,
    rewritten,
    styled,
    the_message,
    the_number,
)
from tests.preflight.mutants.samples import CASES, Case, Sample, checked, sample
from tests.preflight.samples import by_hand, saved

LIBRARY = load_library()

LETTER, TABLOID, A4 = (612.0, 792.0), (792.0, 1224.0), (595.28, 841.89)
"""Papers in pt."""

FIT_TO_PAGE = 0.94
"""What an office printer's 'fit to page' makes of a page."""


def case(law: Posting) -> Case | None:
    """Return the edition of a law's notice in the languages it asks for, else in English."""
    if law.jurisdiction not in LIBRARY.regions:
        return None
    wanted = () if law.languages else ("en",)
    asked = Selection((law.jurisdiction,), (f"posting-{law.id}",), ("notice",), wanted, ("screen",))
    editions, _ = plan(asked, shelf_of(LIBRARY))
    return next(
        (
            Case(one.region, one.piece, one.format, "+".join(one.languages), one.output)
            for one in editions
            if set(one.languages) <= {"en", "es"}
        ),
        None,
    )


PRINTABLE = {name: found for name, law in LIBRARY.postings.items() if (found := case(law))}
"""The laws whose notice can be printed here."""


def law_of(name: str) -> Posting:
    return LIBRARY.postings[name]


def notice(name: str) -> Sample:
    """Return Handbill's own notice for a law, printed once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(CASES, name, PRINTABLE[name])
        return sample(name)


@cache
def numbers(name: str) -> tuple[Known, ...]:
    """Return the telephone number of each line a law asks for."""
    law = law_of(name)
    lines = {hotline.id: hotline for hotline in LIBRARY.regions[law.jurisdiction].hotlines}
    return tuple(
        known_channels(lines[wanted], law.jurisdiction, law.country())[0] for wanted in law.hotlines
    )


def judged(data: bytes, name: str, **changes: Any) -> list[Finding]:
    """Return what is found where a file is said to be the notice of a law."""
    law = msgspec.structs.replace(law_of(name), **changes)
    with ReadFile(data) as read:
        return list(check_any_notice(read, law, numbers(name)))


def errors(findings: list[Finding]) -> list[str]:
    return [f"{each.check}: {each.message}" for each in findings if each.severity == "error"]


def checks(findings: list[Finding]) -> set[str]:
    return {each.check for each in findings if each.severity == "error"}


def placed(data: bytes, size: tuple[float, float], scale: float) -> bytes:
    """Return a file whose page is set smaller or larger on another paper, in its middle."""
    with pikepdf.open(io.BytesIO(data)) as source:
        document = pikepdf.new()
        page = document.add_blank_page(page_size=size)
        form = document.copy_foreign(source.pages[0].as_form_xobject())
        name = page.add_resource(form, pikepdf.Name.XObject)
        wide, high = (float(edge) * scale for edge in source.pages[0].mediabox[2:])
        left, bottom = (size[0] - wide) / 2, (size[1] - high) / 2
        drawing = f"q {scale:.4f} 0 0 {scale:.4f} {left:.3f} {bottom:.3f} cm {name} Do Q"
        page.obj.Contents = document.make_stream(drawing.encode("ascii"))
        return saved(document)


def paper_of(good: Sample) -> tuple[float, float]:
    width, height = good.expected.size
    return (width * POINTS_PER_MM, height * POINTS_PER_MM)


def row(name: str, *values: Any) -> Any:
    """Return a row of a table of tests."""
    return pytest.param(*values, id=name)


# Handbill's own notices.


def test_laws_of_every_kind_can_be_printed() -> None:
    assert {"us-ca", "us-fl", "us-mi", "us-nm", "us-md-baltimore"} <= set(PRINTABLE)
    assert len(PRINTABLE) >= 15


@pytest.mark.parametrize("name", [row(f"good-{name}", name) for name in PRINTABLE])
def test_a_good_notice_passes_its_own_check_and_that_of_any_notice(name: str) -> None:
    good = notice(name)
    assert errors(list(good.findings)) == []
    assert errors(judged(good.pdf, name)) == []


@pytest.mark.parametrize("name", [row(f"smaller-{name}", name) for name in PRINTABLE])
def test_a_notice_made_smaller_on_its_paper_fails_and_still_keeps_the_type(name: str) -> None:
    good = notice(name)
    found = checked(placed(good.pdf, paper_of(good), FIT_TO_PAGE), good.expected)
    assert "page.size" in checks(found)
    assert not {"posting.type", "posting.number"} & checks(found), errors(found)


@pytest.mark.parametrize("name", ["us-ca", "us-fl", "us-hi", "us-nm", "us-pa"])
def test_a_notice_of_us_law_on_a4_fails(name: str) -> None:
    good = notice(name)
    size = A4[::-1] if law_of(name).landscape else A4
    scale = min(new / old for new, old in zip(size, paper_of(good), strict=True))
    data = placed(good.pdf, size, scale)
    assert "posting.page" in checks(checked(data, good.expected))
    assert "posting.page" in checks(judged(data, name))


def turned(_: Sample, document: Any) -> None:
    document.pages[0].obj.Rotate = 90


def on_upright_paper(good: Sample) -> Planted:
    return Planted(placed(good.pdf, LETTER, 612 / 792), good.expected)


def without(markup: str) -> Damage:
    """Return a damage that hides what a selector names, as a template without it would."""
    return styled(f"{markup} {{ display: none }}")


OWN = (
    ("posting.page", "page cut to 8.4 in", "us-fl",
     edited(lambda _, document: document.pages[0].obj.__setitem__(
         "/MediaBox", pikepdf.Array([0, 0, 8.4 * 72, 792])))),
    ("posting.page", "page cut to 10.9 in", "us-mi",
     edited(lambda _, document: document.pages[0].obj.__setitem__(
         "/MediaBox", pikepdf.Array([0, 0, 612, 10.9 * 72])))),
    ("posting.page", "small card made smaller", "us-md-baltimore",
     lambda good: Planted(placed(good.pdf, (2.9 * 72, 5 * 72), 0.34), good.expected)),
    ("posting.orientation", "turned by the viewer", "us-nm", edited(turned)),
    ("posting.orientation", "on upright paper", "us-nm", on_upright_paper),
    *(("posting.type", "text of 15 pt", name, rewritten(the_message, resized(15)))
      for name in ("us-ca", "us-fl")),
    ("posting.type", "text of 13 pt", "us-mi", rewritten(the_message, resized(13))),
    ("posting.type", "text of 11 pt", "us-md-baltimore", rewritten(the_message, resized(11))),
    ("posting.type", "small heading", "us-fl", styled(".headline-box * { font-size: 14pt }")),
    ("posting.type", "small label", "us-ca", styled(".call-box .label { font-size: 12pt }")),
    ("posting.type", "text not bold", "us-mi",
     styled(".bold .column p, .bold .column li { font-weight: 400 }")),
    ("posting.type", "label not bold", "us-mi", styled(".bold .slot p { font-weight: 400 }")),
    ("posting.number", "number of 29 pt", "us-md-baltimore", rewritten(the_number, resized(29))),
    ("posting.number", "number not bold", "us-md-baltimore",
     styled(".slot .number { font-weight: 400 }")),
    ("posting.number", "number of 13 pt", "us-mi", rewritten(the_number, resized(13))),
    ("posting.number", "number not bold", "us-mi", styled(".slot .number { font-weight: 400 }")),
    ("posting.number", "number of 15 pt", "us-ca", rewritten(the_number, resized(15))),
    ("posting.language", "no Spanish", "us-fl", without("[lang=es]")),
    ("posting.language", "no English", "us-ca", without(".page [lang=en]")),
    ("posting.language", "narrow column", "us-nm",
     styled(".column-2.of-2 { width: 26vw } .column-2 * { font-size: 9pt }")),
)  # fmt: skip
"""Faults of Handbill's own notices: the check meant for each, what it is, the law, the damage."""


@pytest.mark.parametrize(
    ("check", "name", "damage"),
    [row(f"{check}-{fault}-{name}", check, name, damage) for check, fault, name, damage in OWN],
)
def test_a_fault_of_an_own_notice_is_caught(check: str, name: str, damage: Damage) -> None:
    notice(name)
    assert check in checks(Mutant(check, check, damage, (name,)).caught(name))


OWN_AS_ANY = (
    ("posting.element", "nothing of freedom of charge", "us-ca",
     without('[data-message="posting.facts.free"]')),
    ("posting.element", "nothing of confidence", "us-nm",
     without('[data-message="posting.facts.confidential"]')),
    ("posting.content", "statistic", "us-ny-lodging", added("27.6 million (ILO)")),
    ("posting.number", "second number", "us-ca", without(".slot .more")),
)  # fmt: skip
"""Faults that tell in words: found where the file is said to be the notice of its law."""


@pytest.mark.parametrize(
    ("check", "name", "damage"),
    [
        row(f"{check}-{fault}-{name}", check, name, damage)
        for check, fault, name, damage in OWN_AS_ANY
    ],
)
def test_a_fault_of_an_own_notice_is_caught_as_anybodys(
    check: str, name: str, damage: Damage
) -> None:
    assert check in checks(judged(damage(notice(name)).pdf, name))


# Anybody's notices.

EN = (
    "Human trafficking is a crime. If you are forced to work, you can get help.",
    "You are protected under the laws of the state.",
    "The call is free, anonymous and confidential, 24 hours a day.",
    "Run by a nonprofit, in 160 languages, with services near you.",
)
ES = (
    "La trata de personas es un delito. Si te obligan a trabajar, puedes recibir ayuda.",
    "Estás protegido por las leyes del estado.",
    "La llamada es gratis, anónima y confidencial, las 24 horas.",
    "Sin fines de lucro, en 160 idiomas, con servicios cerca.",
)


def drawn(
    *texts: str, size: float = 17, page: tuple[float, float] = LETTER, small: str = ""
) -> bytes:
    """Return a notice as another program makes it."""

    def lines(texts: tuple[str, ...]) -> str:
        escaped = (text.replace("(", r"\(").replace(")", r"\)") for text in texts)
        return " ".join(f"({text}) Tj T*" for text in escaped)

    content = f"BT /F1 {size} Tf {size * 1.4} TL 20 {page[1] - 60} Td {lines(texts)} ET "
    content += f"BT /F1 8 Tf 10 TL 20 30 Td {lines((small,))} ET" if small else ""
    return saved(by_hand(content.encode("cp1252"), size=page))


def split(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return sentences in lines short enough for upright paper."""
    return tuple(
        " ".join(words[at : at + 7])
        for words in (text.split() for text in texts)
        for at in range(0, len(words), 7)
    )


def dials(name: str) -> tuple[str, ...]:
    return tuple(number.printed for number in numbers(name))


Draw = Callable[[str], bytes]


def whole(**options: Any) -> Draw:
    """Return a way to draw a notice that says all that laws ask for."""
    return lambda name: drawn(*split(EN + ES), *dials(name), **options)


def saying(*texts: str, **options: Any) -> Draw:
    return lambda name: drawn(*split(texts), *dials(name), **options)


def lacking(*words: str) -> Draw:
    """Return a way to draw a notice without the sentences that hold some words."""
    return saying(*(text for text in EN + ES if not any(word in text for word in words)))


LYING = LETTER[::-1]


@pytest.mark.parametrize(
    ("name", "draw"),
    [
        ("us-ca", whole()),
        ("us-ca", whole(page=TABLOID, size=24)),
        ("us-fl", whole()),
        ("us-mi", whole(size=14)),
        ("us-mi", whole(size=13.95)),
        ("us-nm", whole(page=LYING, size=12)),
        ("us-ny-poster", saying(*EN)),
        ("us-ny-lodging", saying("Help and services are near you. Call day and night.")),
        ("us-fl", whole(small="Printed by Open Door")),
    ],
)
def test_anybodys_good_notice_passes_without_an_error(name: str, draw: Draw) -> None:
    assert errors(judged(draw(name), name)) == []


ANY = (
    ("posting.page", "A4", "us-fl", whole(page=A4)),
    ("posting.page", "half a sheet", "us-ca", whole(page=(396, 612), size=16)),
    ("posting.page", "short paper", "us-mi", whole(page=(612, 780))),
    ("posting.orientation", "upright", "us-nm", whole()),
    ("posting.type", "text of 12 pt", "us-ca", whole(size=12)),
    ("posting.type", "text of 15 pt", "us-fl", whole(size=15)),
    ("posting.type", "text of 13 pt", "us-mi", whole(size=13)),
    ("posting.type", "fitted to page", "us-fl",
     lambda name: placed(whole(size=16)(name), LETTER, FIT_TO_PAGE)),
    ("posting.number", "none", "us-fl", lambda _: drawn(*split(EN + ES))),
    ("posting.number", "another line", "us-fl",
     lambda _: drawn(*split(EN + ES), numbers("us-mi")[0].printed)),
    ("posting.number", "one of two", "us-ca",
     lambda name: drawn(*split(EN + ES), dials(name)[0])),
    ("posting.number", "wrong digit", "us-mi",
     lambda name: drawn(*split(EN + ES), dials(name)[0][:-1] + "0")),
    ("posting.number", "small", "us-md-baltimore", whole(size=13, page=(500, 500))),
    ("posting.language", "English alone", "us-ca", saying(*EN)),
    ("posting.language", "Spanish alone", "us-ca", saying(*ES)),
    ("posting.language", "English alone", "us-fl", saying(*EN)),
    ("posting.element", "not protected", "us-fl", lacking("protected", "protegido")),
    ("posting.element", "forced by enforcement", "us-fl",
     saying("A line of law enforcement. You are protected.", *ES)),
    ("posting.element", "not free", "us-ca", lacking("free", "gratis")),
    ("posting.element", "not free in Spanish", "us-ca", lacking("gratis")),
    ("posting.element", "no crime", "us-nm", lacking("crime", "delito")),
    ("posting.element", "no nonprofit", "us-ny-poster", lacking("nonprofit")),
    ("posting.content", "count", "us-ny-lodging",
     saying("Help and services are near you.", "12,000 people were freed.")),
    ("posting.content", "share", "us-ny-lodging",
     saying("Help and services are near you.", "71 % are women.")),
    ("posting.design", "own design", "us-nj", whole()),
)  # fmt: skip
"""Faults of anybody's notices: the check meant for each, what it is, the law, the drawing."""


@pytest.mark.parametrize(
    ("check", "name", "draw"),
    [row(f"{check}-{fault}-{name}", check, name, draw) for check, fault, name, draw in ANY],
)
def test_a_fault_of_anybodys_notice_is_caught(check: str, name: str, draw: Draw) -> None:
    assert check in checks(judged(draw(name), name))


def said_to_be(folder: Path, data: bytes, name: str) -> set[str]:
    """Return what `handbill preflight FILE --posting LAW` finds that is an error."""
    path = folder / "notice.pdf"
    path.write_bytes(data)
    law = law_of(name)
    findings = examine(path, Claimed(region=law.jurisdiction, posting=name)).findings
    return checks([each for each in findings if each.check.startswith("posting.")])


CODE = "Text 233733"


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        pytest.param((*dials("us-ca"), CODE), set(), id="all numbers"),
        row("no text number", dials("us-ca"), {"posting.number"}),
        pytest.param((dials("us-ca")[0], CODE), {"posting.number"}, id="one line of two"),
        pytest.param((CODE,), {"posting.number"}, id="text number alone"),
    ],
)
def test_a_file_said_to_be_a_notice_must_have_the_numbers_its_law_asks_for(
    tmp_path: Path, texts: tuple[str, ...], found: set[str]
) -> None:
    assert said_to_be(tmp_path, drawn(*split(EN + ES), *texts), "us-ca") == found


def test_small_type_of_a_few_characters_is_a_warning() -> None:
    found = judged(whole(small="Printed by Open Door")("us-fl"), "us-fl")
    assert [(each.check, each.severity) for each in found] == [("posting.type", "warning")]


def test_what_a_law_leaves_open_is_not_asked_for() -> None:
    data = saying("Call for help", page=(300, 400), size=8)("us-federal")
    assert judged(data, "us-federal") == []


def test_every_check_of_notices_has_a_planted_fault() -> None:
    every = {check for check in CHECKS if check.startswith("posting.")}
    assert {check for check, *_ in ANY} == every
    assert {check for check, *_ in (*OWN, *OWN_AS_ANY)} == every - {"posting.design"}


@pytest.mark.parametrize("name", ["us-ca", "us-nj", "us-ny-lodging"])
def test_findings_name_the_law_and_end_as_sentences(name: str) -> None:
    found = judged(drawn("71 % are women.", size=6, page=(300, 200)), name)
    assert found
    for each in found:
        assert law_of(name).instrument in each.message
        assert each.message.endswith(".")
