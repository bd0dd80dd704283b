"""Previews show every text with its state, also where nothing can be printed."""

import datetime
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from handbill.batch.preview_pictures import density_of, pictures
from handbill.batch.preview_texts import library_for, read_again
from handbill.batch.previewing import Previewer, SupersededError, Wish, still_preview
from handbill.batch.workshop import Workshop
from handbill.composing.preview_page import (
    Mark,
    PreviewEdition,
    PreviewHead,
    PreviewMessage,
    PreviewPages,
    PreviewPicture,
    State,
    visible,
)
from handbill.library.library import Library
from handbill.model.faults import Fault, InputError, UnknownNameError
from handbill.press import fitting
from tests.batch.previews import break_off, catalog_at, folder_of, translate, wish_for

QUESTION = "self-help.questions.title"


@pytest.fixture(autouse=True, scope="module")
def coarse_fitting() -> Iterator[None]:
    """Fit in fewer steps: how fine the sizes are is tested elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fitting, "STEPS", 1)
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path, "ar")


@pytest.fixture(scope="module")
def drawn_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of(tmp_path_factory.mktemp("drawn"), "ar")


@pytest.fixture(scope="module")
def previewer(library: Library, drawn_folder: Path) -> Previewer:
    """A previewer that has drawn three cards once; tests leave the catalog as they found it."""
    made = Previewer(wish_for(drawn_folder, "self-help", "bystander", "youth"), library)
    made.read()
    for edition in made.editions:
        made.draw(edition)
    return made


@pytest.fixture
def catalog(previewer: Previewer) -> Iterator[Path]:
    before = previewer.path.read_bytes()
    yield previewer.path
    previewer.path.write_bytes(before)
    previewer.read()


@pytest.mark.parametrize(
    ("text", "flags", "state"),
    [
        ("", "", "missing"),
        ("نص", "fuzzy", "fuzzy"),
        ("نص 24", "", "unusable"),
        ("نص <b>", "", "unusable"),
        ("نص", "draft", "draft"),
        ("نص", "reviewed", "reviewed"),
    ],
)
def test_each_message_has_the_state_that_the_catalog_gives_it(
    library: Library, folder: Path, text: str, flags: str, state: State
) -> None:
    path = catalog_at(folder)
    translate(path, QUESTION, text, flags=flags)
    reading = read_again(path, library, library.languages["ar"])
    assert reading.catalog is not None
    assert reading.texts[QUESTION].state == state
    assert reading.texts[QUESTION].translation == text
    assert (reading.catalog.get(QUESTION) is None) == (state in ("missing", "fuzzy", "unusable"))
    assert [fault.key for fault in reading.faults] == ([QUESTION] if state == "unusable" else [])


def test_a_translation_of_other_english_must_be_checked_again(
    library: Library, folder: Path
) -> None:
    path = catalog_at(folder)
    english = library.sources()[QUESTION].text
    text = path.read_text("utf-8")
    path.write_text(text.replace(f'msgid "{english}"', 'msgid "It was otherwise"'), "utf-8")
    reading = read_again(path, library, library.languages["ar"])
    assert reading.texts[QUESTION].state == "fuzzy"


def test_the_problem_of_a_translation_names_its_line(library: Library, folder: Path) -> None:
    path = catalog_at(folder)
    translate(path, QUESTION, "نص 24")
    (fault,) = read_again(path, library, library.languages["ar"]).faults
    lines = path.read_text("utf-8").splitlines()
    line = lines.index('msgstr "نص 24"') + 1
    assert f"(line {line})" in fault.message


@pytest.mark.parametrize("language", ["en", "ar-XB"])
def test_english_and_pseudo_locales_need_no_catalog(
    library: Library, tmp_path: Path, language: str
) -> None:
    reading = read_again(tmp_path / "none.po", library, library.languages[language])
    assert {text.state for text in reading.texts.values()} == {"source"}


def test_a_language_without_a_catalog_is_one_without_translations(
    library: Library, tmp_path: Path
) -> None:
    path = catalog_at(tmp_path / "translations")
    reading = read_again(path, library, library.languages["ar"])
    assert {text.state for text in reading.texts.values()} == {"missing"}


def cut_in_half(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b'msgstr "', len(data) // 2) + 10])


def conflict(path: Path) -> None:
    path.write_text(path.read_text("utf-8") + "\n<<<<<<< HEAD\n", "utf-8")


DAMAGES: list[Callable[[Path], object]] = [
    lambda path: break_off(path, QUESTION),
    conflict,
    cut_in_half,
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(path.read_bytes() + b"\xff\xfe"),
]


@pytest.mark.parametrize("damage", DAMAGES, ids=["quote", "conflict", "half", "empty", "bytes"])
def test_a_broken_catalog_changes_nothing_until_it_is_mended(
    previewer: Previewer, catalog: Path, damage: Callable[[Path], object]
) -> None:
    before = catalog.read_bytes()
    texts = previewer.reading.texts
    damage(catalog)
    reading, editions = previewer.read()
    assert reading.catalog is None
    assert reading.faults
    assert editions == []
    assert previewer.reading.texts is texts
    catalog.write_bytes(before)
    reading, editions = previewer.read()
    assert reading.faults == ()
    assert editions == []


@pytest.mark.parametrize("damage", DAMAGES[:3], ids=["quote", "conflict", "half"])
def test_faults_of_a_broken_catalog_name_the_line(
    previewer: Previewer, catalog: Path, damage: Callable[[Path], object]
) -> None:
    damage(catalog)
    reading, _ = previewer.read()
    assert any(fault.key.startswith("line ") for fault in reading.faults)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (QUESTION, ["self-help"]),
        ("bystander.headline.title", ["bystander"]),
        ("emergency.title", ["bystander", "self-help", "youth"]),
        ("parents.headline.title", []),
    ],
)
def test_a_changed_message_concerns_exactly_the_editions_that_say_it(
    previewer: Previewer, catalog: Path, address: str, expected: list[str]
) -> None:
    translate(catalog, address, "نص آخر")
    _, editions = previewer.read()
    assert sorted(edition.piece for edition in editions) == expected


def test_a_message_whose_review_changed_is_shown_anew(previewer: Previewer, catalog: Path) -> None:
    translate(catalog, QUESTION, flags="reviewed")
    _, editions = previewer.read()
    assert [edition.piece for edition in editions] == ["self-help"]


def test_an_equal_catalog_concerns_no_edition(previewer: Previewer, catalog: Path) -> None:
    catalog.write_bytes(catalog.read_bytes())
    assert previewer.read()[1] == []


def card(previewer: Previewer, piece: str = "self-help") -> PreviewEdition:
    (edition,) = [edition for edition in previewer.editions if edition.piece == piece]
    return previewer.draw(edition)


def test_every_message_is_listed_and_those_on_pages_have_a_mark(previewer: Previewer) -> None:
    shown = card(previewer)
    assert len(shown.pictures) == 2
    marks = [mark for picture in shown.pictures for mark in picture.marks]
    assert {mark.number for mark in marks} == set(shown.by_number())
    addresses = [message.address for message in shown.messages]
    assert QUESTION in addresses
    assert len(addresses) == len(set(addresses))
    for mark in marks:
        assert mark.left >= 0
        assert mark.left + mark.width <= 100
        assert mark.top + mark.height <= 100


def test_a_language_finder_marks_the_texts_of_the_one_language_only(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Previewer, "_rejections", lambda *_: ())
    wish = wish_for(folder, "language-finder", formats=("poster",))
    previewer = Previewer(wish, library)
    previewer.read()
    shown = previewer.draw(previewer.editions[0])
    marked = [mark.number for picture in shown.pictures for mark in picture.marks]
    # Each language says these; Arabic is the edition's own and says them once.
    assert len(marked) == len(set(marked)) == len(shown.by_number())


def test_the_exact_picture_is_that_of_the_file_that_is_delivered(previewer: Previewer) -> None:
    (edition,) = [edition for edition in previewer.editions if edition.piece == "self-help"]
    made = Workshop(None, strict=False, today=datetime.date.today()).make(edition)
    assert made.data is not None
    delivered = pictures(made.data, (88.9, 50.8), [], {}, (0, 1))
    shown = previewer.draw(edition)
    assert shown.reasons == ()
    assert [picture.webp for picture in shown.pictures] == [one.webp for one in delivered]


def test_a_quick_picture_takes_one_layout_and_the_sizes_found_before(
    previewer: Previewer, catalog: Path
) -> None:
    translate(catalog, QUESTION, "نص")
    _, (edition,) = previewer.read()
    before = previewer.layouts
    shown = previewer.draw(edition, quick=True)
    assert previewer.layouts == before + 1
    assert not shown.exact
    message = next(message for message in shown.messages if message.address == QUESTION)
    assert message.translation == "نص"


def test_a_text_that_does_not_fit_any_more_is_fitted_at_once(
    previewer: Previewer, catalog: Path
) -> None:
    translate(catalog, QUESTION, "نص طويل جدا " * 4)
    _, (edition,) = previewer.read()
    before = previewer.layouts
    shown = previewer.draw(edition, quick=True)
    assert previewer.layouts > before + 1
    assert shown.exact


def test_an_edition_with_a_missing_text_is_drawn_and_says_why_it_cannot_be_printed(
    previewer: Previewer, catalog: Path
) -> None:
    translate(catalog, "emergency.title", "")
    previewer.read()
    shown = card(previewer)
    (reason,) = shown.reasons
    message = next(one for one in shown.messages if one.address == "emergency.title")
    assert reason.startswith("1 of its ")
    assert f"(see {message.number})" in reason
    assert (message.state, message.english) == ("missing", "In danger now?")
    assert len(shown.pictures) == 2


def test_an_edition_with_a_text_too_long_is_drawn_and_names_the_text(
    previewer: Previewer, catalog: Path
) -> None:
    translate(catalog, "bystander.headline.title", "كلمات كثيرة في مكان صغير " * 6)
    previewer.read()
    shown = card(previewer, "bystander")
    message = next(one for one in shown.messages if one.address == "bystander.headline.title")
    assert message.too_long > 1
    assert message.sign == "!"
    assert any(
        reason.startswith(f"Text {message.number} is too long by {message.too_long:.1f} mm")
        for reason in shown.reasons
    )
    assert len(shown.pictures) == 2


def test_a_piece_without_any_translation_is_drawn_in_english(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "translations"
    folder.mkdir()
    page, (shown,) = still_preview(Previewer(wish_for(folder), library))
    assert shown.reasons[0] == "None of its texts has a translation that can be used."
    assert len(shown.pictures) == 2
    assert "Cannot be printed:" in page
    assert "0 of " in page


def test_drawing_is_given_up_when_something_more_urgent_comes(previewer: Previewer) -> None:
    answers = iter([True, True, False])
    with pytest.raises(SupersededError):
        previewer.draw(previewer.editions[0], go_on=lambda: next(answers))


def test_the_chosen_formats_come_in_the_order_they_were_chosen(
    library: Library, folder: Path
) -> None:
    wish = wish_for(folder, "self-help", "bystander", formats=("poster", "wallet-card"))
    formats = [edition.format for edition in Previewer(wish, library).editions]
    assert formats == ["poster", "poster", "wallet-card", "wallet-card"]


def test_unknown_names_are_told(library: Library, folder: Path) -> None:
    with pytest.raises(UnknownNameError):
        Previewer(wish_for(folder, language="arr"), library)
    with pytest.raises(InputError):
        Previewer(wish_for(folder, "self-hlep"), library)


def test_a_still_preview_of_a_broken_catalog_tells_its_faults(
    library: Library, folder: Path
) -> None:
    conflict(catalog_at(folder))
    with pytest.raises(InputError, match="line "):
        still_preview(Previewer(wish_for(folder), library))


def test_a_library_for_previews_is_read_whatever_the_catalog_is_like(tmp_path: Path) -> None:
    for language in ("ar", "de"):
        path = catalog_at(tmp_path / "translations", language)
        path.parent.mkdir(parents=True)
        path.write_text("broken", "utf-8")
    found = library_for(tmp_path, "ar").catalogs
    assert "ar" not in found
    assert "de" not in found
    assert "es" in found


class Page(HTMLParser):
    """The elements of a page, and everything it would fetch."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.handlers: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("src", "srcset", "action", "data") or (name == "href" and tag != "a"):
                self.fetched.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)

    def handle_data(self, data: str) -> None:
        self.text += data


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; --x: url(http://example.org/x)",
    "</style></textarea><svg onload=alert(1)>",
    "\u202egnp.exe\u202c \u2066x",
    "{{ 7*7 }}{% raw %}",
    "]]><!--",
]
HEAD = PreviewHead("ar", "Arabic", "العربية", "rtl", "US", "handbill.po", {"draft": 1})


@pytest.fixture(scope="module")
def templates(library: Library) -> PreviewPages:
    return PreviewPages({name: place.path for name, place in library.templates().items()})


def edition_with(text: str, state: State = "draft") -> PreviewEdition:
    picture = PreviewPicture(1, b"webp", 100, 50, (Mark(1, 1, 2, 3, 4, (1, 2, 3, 4)),))
    message = PreviewMessage(1, text, text, text, state, text, 1.5)
    return PreviewEdition("edition-1", text, text, text, (picture,), (message,), (text,))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_shown_and_never_become_markup(
    templates: PreviewPages, text: str
) -> None:
    def page_of(words: str) -> Page:
        parts = [templates.edition(edition_with(words), HEAD),
                 templates.faults([Fault(words, words, words)])]  # fmt: skip
        return Page(templates.page(HEAD, parts))

    page, harmless = page_of(text), page_of("words")
    assert page.tags == harmless.tags
    assert page.handlers == []
    assert all(address.startswith("data:") for address in page.fetched)
    assert visible(text) in page.text
    assert not {"\u202e", "\u2066"} & set(page.text)


@pytest.mark.parametrize("text", [f"{text} كلمة" for text in HOSTILE])
def test_hostile_texts_of_a_catalog_stay_texts(
    library: Library, templates: PreviewPages, folder: Path, text: str
) -> None:
    path = catalog_at(folder)
    translate(path, QUESTION, text, flags="fuzzy")
    found = read_again(path, library, library.languages["ar"]).texts[QUESTION]
    shown = edition_with(found.translation, found.state)
    page = Page(templates.page(HEAD, [templates.edition(shown, HEAD)]))
    assert "script" not in page.tags
    assert page.tags.count("img") == 1
    assert page.handlers == []


STATES: list[State] = ["missing", "fuzzy", "unusable", "draft", "reviewed", "source"]


def test_states_differ_without_colour(templates: PreviewPages) -> None:
    signs = {PreviewMessage(1, "a", "b", "c", state).sign for state in STATES}
    words = {PreviewMessage(1, "a", "b", "c", state).told for state in STATES}
    assert len(signs) == len(words) == len(STATES)
    too_long = PreviewMessage(1, "a", "b", "c", "draft", too_long=2.34)
    assert (too_long.sign, too_long.told) == ("!", "draft, too long by 2.3 mm")
    html = templates.edition(edition_with("a", "missing"), HEAD)
    assert 'class="mark missing too-long"' in html


def test_the_page_needs_nothing_else_and_names_the_language_in_both_languages(
    templates: PreviewPages,
) -> None:
    html = templates.page(HEAD, [templates.state(HEAD), templates.edition(edition_with("a"), HEAD)])
    page = Page(html)
    assert "script" not in page.tags
    assert all(address.startswith("data:") for address in page.fetched)
    assert "default-src 'none'" in html
    assert "<title>Arabic · العربية – preview</title>" in html
    assert '<bdi lang="ar" dir="rtl">العربية</bdi>' in html
    assert "1 of 1 texts" in page.text


def test_placeholders_are_read_from_left_to_right(templates: PreviewPages) -> None:
    html = templates.edition(edition_with("اتصل %(number)s"), HEAD)
    assert '<bdi dir="ltr" class="placeholder">%(number)s</bdi>' in html


def test_what_is_not_made_is_told_with_the_reason(library: Library, folder: Path) -> None:
    wish = Wish("ar", folder, ("five-actions",), ("stall-sign",))
    previewer = Previewer(wish, library)
    assert previewer.editions == []
    (told,) = previewer.head().left_out
    assert told.startswith("Five actions, stall-sign: ")


@pytest.mark.parametrize("pages", [1, 2, 3, 6])
def test_pages_stand_side_by_side_as_long_as_they_can_be_read(pages: int) -> None:
    page = (93.0, 216.0)
    width = page[0] / 25.4 * density_of(page, pages)
    assert min(pages, 3) * (width + 14) <= 1216
    assert width > 300
