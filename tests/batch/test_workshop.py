"""A faulty edition is not written and says why; a good one passes all checks."""

import datetime
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pikepdf
import pytest

from handbill.batch.expecting import carried_numbers
from handbill.batch.results import Made
from handbill.batch.wiring import shelf_of
from handbill.batch.workshop import Workshop
from handbill.library.library import Library
from handbill.library.roots import built_in_root
from handbill.model.editions import Edition
from handbill.model.formats import Output
from handbill.planning.selection import Selection, plan
from handbill.preflight.numbers import occurrences, runs
from handbill.preflight.reading import ReadFile

TODAY = datetime.date(2026, 11, 22)


def edition(
    library: Library,
    region: str,
    piece: str,
    layout: str,
    languages: str,
    output: Output = "screen",
) -> Edition:
    selection = Selection((region,), (piece,), (layout,), (languages,), (output,))
    (made,), _ = plan(selection, shelf_of(library))
    return made


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return Workshop(None, strict=False, today=TODAY)


def errors(made: Made) -> list[str]:
    return [finding.check for finding in made.findings if finding.severity == "error"]


SPREAD = [
    ("US", "self-help", "wallet-card", "en", "home"),
    ("US", "self-help", "wallet-card", "ur", "home"),
    ("US", "self-help", "poster", "ar", "screen"),
    ("US", "self-help", "flyer", "es+en", "home"),
    ("US", "bystander", "flyer", "zh-Hans", "home"),
    ("US", "bystander", "poster", "en-XA", "screen"),
    ("US", "self-help", "flyer", "ar-XB", "screen"),
    ("US-FL", "bystander", "wallet-card", "es", "screen"),
    ("MX", "self-help", "poster", "es", "screen"),
    ("BR", "self-help", "wallet-card", "pt-BR", "screen"),
    ("CA", "self-help", "poster", "fr", "screen"),
    ("GB", "bystander", "wallet-card", "pl", "home"),
    ("DE", "self-help", "flyer", "de", "screen"),
    ("UA", "self-help", "wallet-card", "uk", "screen"),
    ("IN", "bystander", "poster", "hi", "screen"),
    ("PK", "bystander", "poster", "ur", "screen"),
    ("TH", "bystander", "wallet-card", "th", "screen"),
    ("ET", "self-help", "flyer", "am", "screen"),
    ("ZA", "self-help", "poster", "en", "screen"),
    ("PH", "bystander", "flyer", "en", "screen"),
    ("JP", "bystander", "wallet-card", "ja", "screen"),
    ("EG", "self-help", "wallet-card", "ar", "home"),
    ("TH", "bystander", "flyer", "km", "screen"),
    ("UA", "bystander", "poster", "ru", "screen"),
    ("CA", "bystander", "wallet-card", "fr+en", "screen"),
    ("MX", "self-help", "wallet-card", "es+en", "screen"),
]


@pytest.mark.parametrize(
    ("region", "piece", "layout", "languages", "output"),
    [pytest.param(*case, id="-".join(case)) for case in SPREAD],
)
def test_real_editions_carry_their_numbers_in_order_and_only_their_fonts(
    workshop: Workshop, library: Library, region: str, piece: str, layout: str, languages: str,
    output: Output,
) -> None:  # fmt: skip
    wanted = edition(library, region, piece, layout, languages, output)
    made = workshop.make(wanted)
    assert errors(made) == []
    assert made.data is not None
    with ReadFile(made.data) as read:
        found = [run for page in read.pages for run in runs(page.glyphs)]
        families = {font.family for font in read.fonts}
    for number in carried_numbers(wanted):
        assert occurrences(number, found) >= 1
    tags = {*wanted.languages, *(line.hotline.name_language for line in wanted.lines)}
    allowed = {family for tag in tags for family in library.languages[tag].fonts}
    assert families <= allowed


def test_the_same_edition_gives_the_same_bytes(workshop: Workshop, library: Library) -> None:
    outputs: tuple[Output, ...] = ("home", "screen", "image")
    for output in outputs:
        wanted = edition(library, "US", "self-help", "wallet-card", "ar", output)
        assert workshop.make(wanted).data == workshop.make(wanted).data


@pytest.mark.parametrize("languages", ["en", "ar", "es+en"])
def test_files_for_screens_are_tagged_and_say_title_language_and_pictures(
    workshop: Workshop, library: Library, languages: str
) -> None:
    made = workshop.make(edition(library, "US", "self-help", "poster", languages))
    assert made.data is not None
    with pikepdf.open(io.BytesIO(made.data)) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert root.Lang == languages.split("+", maxsplit=1)[0]
        assert root.ViewerPreferences.DisplayDocTitle
        assert document.docinfo["/Title"]
        metadata = root.Metadata.read_bytes()
        assert b"pdfuaid" in metadata
        elements = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"
        ]
        kinds = {str(element.S) for element in elements}
        assert {"/H1", "/H2", "/P", "/L", "/LI", "/Figure"} <= kinds
        figures = [element for element in elements if element.S == "/Figure"]
        assert all("\u2066" in str(figure.Alt) for figure in figures)


def test_a_picture_is_a_png_of_all_pages(workshop: Workshop, library: Library) -> None:
    made = workshop.make(edition(library, "US", "self-help", "wallet-card", "en", "image"))
    assert made.data is not None
    assert made.data.startswith(b"\x89PNG")


def test_unreviewed_translations_warn_and_strict_refuses_them(
    workshop: Workshop, library: Library
) -> None:
    wanted = edition(library, "US", "self-help", "wallet-card", "es")
    relaxed = workshop.make(wanted)
    assert [finding.check for finding in relaxed.findings] == ["translation.unreviewed"]
    assert relaxed.data is not None
    strict = Workshop(None, strict=True, today=TODAY).make(wanted)
    assert errors(strict) == ["translation.unreviewed"]
    assert strict.data is None


def test_old_records_are_stale(library: Library) -> None:
    later = Workshop(None, strict=False, today=datetime.date(2028, 1, 1))
    made = later.make(edition(library, "US", "self-help", "wallet-card", "en"))
    assert {finding.check for finding in made.findings} == {"number.stale"}
    assert {finding.severity for finding in made.findings} == {"warning"}
    assert made.data is not None


@pytest.fixture
def spanish_workshop(tmp_path: Path) -> Callable[[Callable[[str], str]], Workshop]:
    """Return a maker of workshops whose Spanish catalog has been changed."""

    def make(change: Callable[[str], str]) -> Workshop:
        source = built_in_root() / "translations/es/LC_MESSAGES/handbill.po"
        target = tmp_path / "translations/es/LC_MESSAGES/handbill.po"
        target.parent.mkdir(parents=True)
        shutil.copy(source, target)
        target.write_text(change(target.read_text("utf-8")), "utf-8")
        return Workshop(tmp_path, strict=False, today=TODAY)

    return make


def replaced(text: str, address: str, translation: str) -> str:
    head, _, tail = text.partition(f'msgctxt "{address}"')
    before, _, rest = tail.partition('msgstr "')
    return (
        f'{head}msgctxt "{address}"{before}msgstr "{translation}"{rest.partition(chr(10))[1]}'
        + (rest.partition("\n")[2])
    )


def test_a_message_without_translation_rejects_the_edition_and_names_it(
    spanish_workshop: Callable[[Callable[[str], str]], Workshop], library: Library
) -> None:
    workshop = spanish_workshop(lambda text: replaced(text, "self-help.questions.leave", ""))
    made = workshop.make(edition(library, "US", "self-help", "wallet-card", "es"))
    assert made.data is None
    (finding,) = [finding for finding in made.findings if finding.severity == "error"]
    assert (finding.check, finding.message_id) == (
        "translation.missing", "self-help.questions.leave")  # fmt: skip
    assert "es" in finding.message


def test_a_text_too_long_rejects_the_edition_with_message_and_language(
    spanish_workshop: Callable[[Callable[[str], str]], Workshop], library: Library
) -> None:
    long = "Una frase muy larga que no cabe de ninguna manera. " * 3

    def lengthened(text: str) -> str:
        for name in ("questions.title", "questions.leave", "questions.papers"):
            text = replaced(text, f"self-help.{name}", long)
        return replaced(text, "kind.trafficking-self", long)

    workshop = spanish_workshop(lengthened)
    made = workshop.make(edition(library, "US", "self-help", "wallet-card", "es"))
    assert made.data is None
    overflow = next(finding for finding in made.findings if finding.check == "text.overflow")
    assert overflow.box is not None
    assert overflow.page == 2
    assert "(es)" in overflow.message


def test_markup_in_a_translation_keeps_the_catalog_from_being_used(
    spanish_workshop: Callable[[Callable[[str], str]], Workshop], library: Library
) -> None:
    workshop = spanish_workshop(
        lambda text: replaced(text, "self-help.questions.leave", "<script>x</script>")
    )
    made = workshop.make(edition(library, "US", "self-help", "wallet-card", "es"))
    assert made.data is None
    assert {one.check for one in made.findings if one.severity == "error"} == {
        "translation.missing"
    }


def test_results_name_each_channel_with_its_number_and_date(
    workshop: Workshop, library: Library
) -> None:
    made = workshop.make(edition(library, "US", "self-help", "wallet-card", "en"))
    printed = [(line.id, line.channel, line.printed) for line in made.hotlines]
    assert printed == [
        ("us-trafficking", "call", "1-888-373-7888"),
        ("us-trafficking", "text", "233733"),
    ]
    assert msgspec.to_builtins(made.hotlines[0])["checked"] == "2026-11-21"
