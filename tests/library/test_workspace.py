import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbill.library.library import Library, load_library
from handbill.library.roots import LARGEST_FILE, built_in_root, overlay
from handbill.model.faults import InputError
from handbill.model.languages import Language
from handbill.model.organizations import Organization
from tests.library.workspaces import (
    ES,
    HEADER,
    HOTLINE,
    REGION,
    US,
    built_in,
    catalog,
    changed,
    entry,
    faults_of,
    fill,
    is_finished,
    only_fault,
)

PIECE = "content/pieces/self-help.toml"
PHRASES = "content/phrases.toml"
LANGUAGES = "content/languages.toml"
FLYER = "templates/formats/flyer/format.toml"
AID = "content/organizations/example-aid/organization.toml"

FRANCE = "content/regions/FR.toml"


def test_an_empty_workspace_changes_nothing(tmp_path: Path) -> None:
    over, alone = load_library(tmp_path), load_library()
    for name in Library.__struct_fields__:
        if name != "roots":
            assert getattr(over, name) == getattr(alone, name)


def test_a_workspace_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    with pytest.raises(InputError) as caught:
        load_library(folder)
    (fault,) = caught.value.faults
    assert fault.path == str(folder)
    assert is_finished(fault.message)


def test_a_file_is_no_workspace(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(InputError, match=r"There is no such folder\."):
        load_library(file)


def test_a_region_of_the_workspace_wins_and_leaves_the_others(tmp_path: Path) -> None:
    over, alone = load_library(fill(tmp_path, {US: REGION})), load_library()
    assert [hotline.id for hotline in over.regions["US"].hotlines] == ["us-example"]
    assert set(over.regions) == set(alone.regions)
    for code, region in alone.regions.items():
        assert (over.regions[code] == region) is (region.country() != "US")
    assert over.pieces == alone.pieces
    assert over.catalogs == alone.catalogs


def test_built_in_subdivisions_inherit_from_the_country_of_the_workspace(tmp_path: Path) -> None:
    florida = load_library(fill(tmp_path, {US: REGION})).regions["US-FL"]
    assert florida.languages == ("en", "es")
    assert "us-example" in {hotline.id for hotline in florida.hotlines}
    assert "us-trafficking" not in {hotline.id for hotline in florida.hotlines}


def test_a_workspace_adds_a_region(tmp_path: Path) -> None:
    text = 'paper = "a4"\nlanguages = ["fr"]\n'
    burundi = "content/regions/BI.toml"
    over, alone = load_library(fill(tmp_path, {burundi: text})), load_library()
    assert set(over.regions) - set(alone.regions) == {"BI"}


def test_a_piece_of_the_workspace_wins_and_its_changed_texts_lose_their_translations(
    tmp_path: Path,
) -> None:
    text = changed(built_in(PIECE), "Are you afraid to leave?", "Do you want to leave?")
    over, alone = load_library(fill(tmp_path, {PIECE: text})), load_library()
    assert over.sources()["self-help.questions.leave"].text == "Do you want to leave?"
    assert over.pieces["bystander"] == alone.pieces["bystander"]
    for tag, built_in_catalog in alone.catalogs.items():
        missing = set(built_in_catalog.translations) - set(over.catalogs[tag].translations)
        assert missing == {"self-help.questions.leave"}


def test_a_catalog_of_the_workspace_wins_and_leaves_the_others(tmp_path: Path) -> None:
    text = catalog(entry("self-help.headline.title", "You are not alone.", "No está solo."))
    over, alone = load_library(fill(tmp_path, {ES: text})), load_library()
    assert set(over.catalogs["es"].translations) == {"self-help.headline.title"}
    assert {tag for tag in alone.catalogs if over.catalogs[tag] != alone.catalogs[tag]} == {"es"}


def test_a_format_of_the_workspace_wins_and_leaves_the_others(tmp_path: Path) -> None:
    text = changed(built_in(FLYER), "Flyer, two sides", "Leaflet")
    over, alone = load_library(fill(tmp_path, {FLYER: text})), load_library()
    assert over.formats["flyer"].title == "Leaflet"
    assert over.formats["poster"] == alone.formats["poster"]


def test_a_template_of_the_workspace_wins_and_leaves_the_others(tmp_path: Path) -> None:
    over = load_library(fill(tmp_path, {"templates/styles/base.css": "p {}"})).templates()
    alone = load_library().templates()
    assert set(over) == set(alone)
    changed_names = {name for name in alone if over[name] != alone[name]}
    assert changed_names == {"styles/base.css"}
    assert over["styles/base.css"].root == tmp_path.resolve()


def test_an_organization_of_the_workspace_is_known_by_its_folder(tmp_path: Path) -> None:
    text = 'name = "Example Aid"\nline = "Estamos aquí."\nline-language = "es"\n'
    organizations = load_library(fill(tmp_path, {AID: text})).organizations
    assert organizations["example-aid"] == Organization(
        name="Example Aid", line="Estamos aquí.", line_language="es", id="example-aid"
    )


VIETNAMESE = """\
[languages.vi]
fonts = ["Noto Sans"]
line-height = 1.4
heading-line-height = 1.2
"""


def test_the_languages_of_the_workspace_stand_beside_the_built_in_ones(tmp_path: Path) -> None:
    title = entry("self-help.headline.title", "You are not alone.", "Bạn không đơn độc.")
    text = changed(catalog(title), "Language: es", "Language: vi")
    files = {LANGUAGES: VIETNAMESE, "translations/vi/LC_MESSAGES/handbill.po": text}
    over, alone = load_library(fill(tmp_path, files)), load_library()
    assert over.languages == {
        **alone.languages,
        "vi": Language(fonts=("Noto Sans",), line_height=1.4, heading_line_height=1.2, tag="vi"),
    }
    assert set(over.catalogs) == {*alone.catalogs, "vi"}
    assert over.catalogs["vi"].translations["self-help.headline.title"].text == "Bạn không đơn độc."
    assert {tag: over.catalogs[tag] for tag in alone.catalogs} == alone.catalogs


def test_a_language_of_the_workspace_wins_over_the_built_in_one(tmp_path: Path) -> None:
    text = VIETNAMESE.replace("languages.vi", "languages.es")
    over, alone = load_library(fill(tmp_path, {LANGUAGES: text})), load_library()
    assert over.languages["es"].line_height == pytest.approx(1.4)
    changed_tags = {tag for tag in over.languages if over.languages[tag] != alone.languages[tag]}
    assert changed_tags == {"es"}


def test_a_phrase_of_the_workspace_replaces_one_and_keeps_the_others(tmp_path: Path) -> None:
    text = (
        '[[phrases]]\nid = "call.phone"\ntext = "Ring %(number)s"\n'
        'placeholders = { number = "911" }\n'
    )
    over, alone = load_library(fill(tmp_path, {PHRASES: text})), load_library()
    assert over.phrases["call.phone"].text == "Ring %(number)s"
    changed_ids = {name for name in over.phrases if over.phrases[name] != alone.phrases[name]}
    assert changed_ids == {"call.phone"}
    assert list(over.sources()) == list(alone.sources())
    for tag, built_in_catalog in alone.catalogs.items():
        missing = set(built_in_catalog.translations) - set(over.catalogs[tag].translations)
        assert missing == {"call.phone"}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("content/regions/.US.toml", id="hidden file"),
        pytest.param("content/regions/US.toml~", id="editor's copy"),
        pytest.param("content/regions/notes.txt", id="another ending"),
        pytest.param("content/organizations/.git/organization.toml", id="hidden folder"),
        pytest.param("translations/README.md", id="file for people"),
    ],
)
def test_files_that_are_not_ours_are_left_alone(tmp_path: Path, name: str) -> None:
    assert load_library(fill(tmp_path, {name: "= nothing ="})).regions == load_library().regions


def write(content: bytes) -> Callable[[Path], None]:
    def prepare(path: Path) -> None:
        path.write_bytes(content)

    return prepare


def link_outside(path: Path) -> None:
    workspace = next(parent for parent in path.parents if parent.name == "workspace")
    outside = workspace.with_name("outside.toml")
    outside.write_text(REGION, "utf-8")
    path.symlink_to(outside)


UNREADABLE = [
    pytest.param(
        write('paper = "é"'.encode("latin-1")), "not UTF-8: line 1 (byte 10)", id="latin-1"
    ),
    pytest.param(write('paper = "a4"'.encode("utf-16")), "not UTF-8: line 1 (byte 1)", id="utf-16"),
    pytest.param(write(b"\xef\xbb\xbf" + REGION.encode()), "byte-order mark", id="byte-order mark"),
    pytest.param(write(b""), "The file is empty.", id="empty"),
    pytest.param(write(b"#" * 10_000_000), "The file has 10,000,000 bytes", id="10 MB"),
    pytest.param(write(b"#" * (LARGEST_FILE + 1)), "at most 2,097,152", id="one byte too many"),
    pytest.param(Path.mkdir, "This is not a file that can be read.", id="directory"),
    pytest.param(link_outside, "a link to a place outside the folder", id="link out"),
]

READ_FILES = [
    pytest.param(FRANCE, id="region"),
    pytest.param(PIECE, id="piece"),
    pytest.param(PHRASES, id="phrases"),
    pytest.param(LANGUAGES, id="languages"),
    pytest.param(FLYER, id="format"),
    pytest.param(AID, id="organization"),
    pytest.param(ES, id="catalog"),
]


@pytest.mark.parametrize("name", READ_FILES)
@pytest.mark.parametrize(("prepare", "part"), UNREADABLE)
def test_a_file_that_cannot_be_used_is_a_fault_naming_it(
    tmp_path: Path, name: str, prepare: Callable[[Path], None], part: str
) -> None:
    path = tmp_path / "workspace" / name
    path.parent.mkdir(parents=True)
    prepare(path)
    fault = only_fault(tmp_path / "workspace")
    assert (fault.path, fault.key) == (name, "")
    assert part in fault.message
    assert is_finished(fault.message)


def test_a_link_to_a_file_of_the_same_workspace_is_read(tmp_path: Path) -> None:
    fill(tmp_path, {US: REGION})
    (tmp_path / "content/regions/UM.toml").symlink_to(tmp_path / "shared.toml")
    fill(tmp_path, {"shared.toml": 'parent = "US"\n'})
    assert load_library(tmp_path).regions["UM"].paper == "letter"


def test_a_linked_folder_of_another_place_is_a_fault_for_each_of_its_files(
    tmp_path: Path,
) -> None:
    fill(tmp_path / "elsewhere", {"FR.toml": REGION, "NZ.toml": REGION})
    (tmp_path / "workspace/content").mkdir(parents=True)
    (tmp_path / "workspace/content/regions").symlink_to(tmp_path / "elsewhere")
    faults = faults_of(tmp_path / "workspace")
    assert [fault.path for fault in faults] == [FRANCE, "content/regions/NZ.toml"]
    assert all("outside" in fault.message for fault in faults)


def test_a_workspace_may_itself_be_a_link(tmp_path: Path) -> None:
    fill(tmp_path / "real", {US: REGION})
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert load_library(tmp_path / "link").regions["US"].hotlines[0].id == "us-example"


LINKS = pytest.mark.parametrize(
    "name",
    [
        pytest.param(FRANCE, id="region"),
        pytest.param(PIECE, id="piece"),
        pytest.param(PHRASES, id="phrases"),
        pytest.param(LANGUAGES, id="languages"),
    ],
)


@LINKS
def test_a_link_that_leads_nowhere_is_a_fault(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.symlink_to(tmp_path / "nothing.toml")
    fault = only_fault(tmp_path)
    assert (fault.path, fault.key) == (name, "")
    assert fault.message == (
        "This is not a file that can be read. Put a text file here, or remove it."
    )


@LINKS
def test_a_link_that_leads_to_itself_is_a_fault(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.symlink_to(path)
    fault = only_fault(tmp_path)
    assert (fault.path, fault.key) == (name, "")
    assert fault.message.startswith("The file cannot be read: ")
    assert fault.message.endswith(" Check its permissions and links.")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("name", READ_FILES)
def test_a_file_without_permission_to_read_it_is_a_fault(tmp_path: Path, name: str) -> None:
    fill(tmp_path, {name: "# Secret.\n"})
    (tmp_path / name).chmod(0)
    fault = only_fault(tmp_path)
    assert (fault.path, fault.key) == (name, "")
    assert fault.message == (
        "The file cannot be read: Permission denied. Check its permissions and links."
    )


@pytest.mark.parametrize("name", READ_FILES)
def test_a_file_that_the_system_refuses_to_open_is_a_fault(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, {name: "# Secret.\n"})
    opened = Path.open

    def refusing(path: Path, *arguments: Any, **options: Any) -> Any:
        if path == tmp_path / name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refusing)
    fault = only_fault(tmp_path)
    assert (fault.path, fault.key) == (name, "")
    assert fault.message == (
        "The file cannot be read: Permission denied. Check its permissions and links."
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param(FRANCE, 'paper = "a4', id="text without end"),
        pytest.param(FRANCE, "paper = a4", id="text without quotation marks"),
        pytest.param(FRANCE, "paper: a4", id="YAML"),
        pytest.param(FRANCE, 'paper = "a4"\npaper = "a3"', id="key twice"),
        pytest.param(FRANCE, "<<<<<<< HEAD\n", id="merge conflict"),
        pytest.param(FRANCE, "checked = 2026-02-30", id="day that does not exist"),
        pytest.param(PIECE, "[[blocks]", id="bracket left out"),
        pytest.param(PHRASES, 'text = "a\nb"', id="line break in a text"),
        pytest.param(FLYER, "[trims\n", id="table without end"),
        pytest.param(AID, "name", id="key without value"),
    ],
)
def test_invalid_toml_is_a_fault_that_names_the_place(tmp_path: Path, name: str, text: str) -> None:
    fault = only_fault(fill(tmp_path, {name: text}))
    assert (fault.path, fault.key) == (name, "")
    assert fault.message.startswith("The file is not valid TOML: ")
    assert "line" in fault.message or "end of document" in fault.message
    assert is_finished(fault.message)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("9" * 5_000, id="whole number of 5,000 digits"),
        pytest.param("[" * 5_000 + "]" * 5_000, id="5,000 lists in each other"),
        pytest.param("{ a = " * 5_000 + "1" + " }" * 5_000, id="5,000 tables in each other"),
    ],
)
@pytest.mark.parametrize("name", [FRANCE, PIECE, PHRASES, LANGUAGES, FLYER, AID])
def test_toml_too_large_for_the_reader_is_a_fault_and_no_crash(
    tmp_path: Path, name: str, value: str
) -> None:
    fault = only_fault(fill(tmp_path, {name: f"paper = {value}\n"}))
    assert (fault.path, fault.key) == (name, "")
    assert fault.message.startswith("The file is not valid TOML: ")
    assert is_finished(fault.message)


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        pytest.param(AID, 'name = "Aid"\nid = "aid"\n', "id", id="id of an organization"),
        pytest.param(FLYER, f'id = "flyer"\n{built_in(FLYER)}', "id", id="id of a format"),
        pytest.param(
            LANGUAGES, f'{VIETNAMESE}tag = "vi"\n', "languages.vi.tag", id="tag of a language"
        ),
    ],
)
def test_what_the_program_takes_from_a_name_or_does_not_use_is_no_key(
    tmp_path: Path, name: str, text: str, key: str
) -> None:
    fault = only_fault(fill(tmp_path, {name: text}))
    assert (fault.path, fault.key) == (name, key)
    assert fault.message.startswith("This key is not known. ")
    assert f"'{key}'" not in fault.message
    assert f" {key}," not in fault.message
    assert is_finished(fault.message)


@pytest.mark.parametrize(
    ("name", "old", "new", "key", "part"),
    [
        pytest.param(
            PIECE, 'id = "self-help"', 'id = "selfhelp"', "id", "must be the file's name", id="id"
        ),
        pytest.param(
            PIECE,
            'id = "leave"',
            'id = "Leave"',
            "blocks.questions.Leave",
            "small letters",
            id="message id in capitals",
        ),
        pytest.param(
            PIECE,
            'id = "leave"',
            'id = "papers"',
            "blocks.questions",
            "The id 'papers' stands 2 times.",
            id="message id twice",
        ),
        pytest.param(
            PIECE, 'id = "rights"', 'id = "questions"', "blocks", "stands 2 times", id="block twice"
        ),
        pytest.param(
            PIECE,
            '"Are you afraid to leave?"',
            '"Are you afraid to leave %(place)s?"',
            "blocks.questions.leave",
            "'%(place)s' is not declared.",
            id="placeholder of a piece not declared",
        ),
        pytest.param(
            PHRASES,
            'placeholders = { number = "911" }\n',
            "",
            "call.phone",
            "'%(number)s' is not declared. Add it",
            id="placeholder of a phrase not declared",
        ),
        pytest.param(
            PHRASES,
            'text = "Call %(number)s"',
            'text = "Call"',
            "call.phone",
            "'number' is declared and not used.",
            id="placeholder not used",
        ),
        pytest.param(
            PHRASES,
            'id = "call.text"',
            'id = "call.phone"',
            "phrases",
            "The id 'call.phone' stands 2 times. Give each its own.",
            id="phrase twice",
        ),
        pytest.param(
            PIECE,
            'kinds = ["trafficking", ',
            'kinds = ["police-tip", "trafficking", ',
            "kinds",
            "A piece for those concerned never prints a police tip line. Remove it.",
            id="police line for those concerned",
        ),
        pytest.param(
            PIECE,
            'audience = "concerned"',
            'audience = "everyone"',
            "audience",
            "Invalid enum value 'everyone'. Write one of concerned, bystander.",
            id="audience that is not a choice",
        ),
        *(
            pytest.param(
                LANGUAGES,
                "[languages.es]\n",
                f'[languages.{tag}]\nbreaking = "phrases"\nfonts = ["Noto Sans"]\n'
                "line-height = 1.3\nheading-line-height = 1.1\n\n[languages.es]\n",
                f"languages.{tag}.breaking",
                "Phrases are known for ja, th, zh-Hans, zh-Hant only. Use 'icu'.",
                id=f"phrases of {tag}",
            )
            for tag in ("lo", "ko", "zh")
        ),
        pytest.param(
            LANGUAGES,
            "[languages.es]\n",
            '[languages.es]\nbreaking = "words"\n',
            "languages.es.breaking",
            "Invalid enum value 'words'. Write one of engine, icu, phrases.",
            id="breaking that is not a choice",
        ),
        pytest.param(
            PIECE, '"child"]', '"children"]', "kinds", "'children'", id="kind of line unknown"
        ),
        pytest.param(
            LANGUAGES,
            "[languages.es]",
            '[languages.xx]\nfonts = ["Noto Sans"]\nline-height = 1.3\n'
            "heading-line-height = 1.1\n\n[languages.es]",
            "languages.xx",
            "CLDR does not know 'xx'. Write a BCP 47 tag",
            id="language unknown",
        ),
        pytest.param(
            FLYER, "a4 = [", "a5 = [", "trims.a5", "'a5' is not a known paper.", id="paper unknown"
        ),
        pytest.param(
            FLYER,
            "smallest = 17",
            "smallest = 71",
            "fit.headline",
            "'smallest' is above 'largest'.",
            id="sizes exchanged",
        ),
        pytest.param(
            FLYER,
            "smallest = 17",
            'smallest = "17"',
            "fit.headline.smallest",
            "Write a number such as 1.5.",
            id="size in quotation marks",
        ),
        pytest.param(
            FLYER,
            "most = 5",
            "mots = 5",
            "pages[0].rooms[0].mots",
            "most",
            id="unknown key in a room",
        ),
    ],
)
def test_each_fault_of_content_and_formats_names_file_and_key(
    tmp_path: Path, name: str, old: str, new: str, key: str, part: str
) -> None:
    fault = only_fault(fill(tmp_path, {name: changed(built_in(name), old, new)}))
    assert (fault.path, fault.key) == (name, key)
    assert part in fault.message
    assert is_finished(fault.message)


def test_all_faults_of_all_files_come_in_one_report(tmp_path: Path) -> None:
    region = changed(REGION, '"letter"', '"foolscap"')
    region = changed(region, "2026-01-01", "2999-01-01")
    region = changed(region, "FLA-SAFE", "FLA-SAVE")
    region = changed(region, '"high"', '"low"')
    files: dict[str, str | bytes] = {
        US: region,
        FRANCE: b"\xff",
        "content/regions/NZ.toml": 'peper = "a4"\nlanguages = "en"\n',
        "content/regions/US-TX.toml": 'languages = ["en"]\npaper = "a4"\n',
        "content/regions/IT.toml": "paper = ",
        PIECE: changed(built_in(PIECE), "to leave?", "to leave %(place)s?"),
        PHRASES: changed(built_in(PHRASES), 'id = "call.text"', 'id = "call.phone"'),
        LANGUAGES: built_in(LANGUAGES)
        + "[languages.xx]\nfonts = []\nline-height = 1\nheading-line-height = 1\n",
        AID: 'naem = "Example Aid"\n',
        FLYER: changed(built_in(FLYER), "a4 = [", "a5 = ["),
        ES: catalog(entry("self-help.headline.title", "You are not alone.", "Uno, 2")),
        "translations/ar/LC_MESSAGES/handbill.po": "<<<<<<< HEAD\n",
        "translations/vi/LC_MESSAGES/handbill.po": catalog(),
        "translations/de/LC_MESSAGES/handbill.po": catalog(
            header=changed(HEADER, 'es\\n"\n"X-Review', 'de\\n"\n"Review')
        ),
    }
    faults = faults_of(fill(tmp_path, files))
    found = {(fault.path, fault.key.split(" (line")[0]) for fault in faults}
    assert found == {
        (US, "paper"),
        (US, "emergency[0].checked"),
        (US, f"{HOTLINE}.channels[0].number"),
        (US, f"{HOTLINE}.confidence"),
        (FRANCE, ""),
        ("content/regions/NZ.toml", "peper"),
        ("content/regions/NZ.toml", "languages"),
        ("content/regions/US-TX.toml", "parent"),
        ("content/regions/IT.toml", ""),
        (PIECE, "blocks.questions.leave"),
        (PHRASES, "phrases"),
        (LANGUAGES, "languages.xx"),
        (AID, "naem"),
        (AID, "name"),
        (FLYER, "trims.a5"),
        (ES, "self-help.headline.title"),
        ("translations/ar/LC_MESSAGES/handbill.po", "line 1"),
        ("translations/ar/LC_MESSAGES/handbill.po", "header"),
        ("translations/vi/LC_MESSAGES/handbill.po", ""),
        ("translations/de/LC_MESSAGES/handbill.po", "X-Review"),
    }
    assert all(is_finished(fault.message) for fault in faults)
    assert list(faults) == sorted(faults)


def test_a_report_has_one_line_for_each_fault(tmp_path: Path) -> None:
    files = {FRANCE: 'papier = "a4"\n', "content/regions/NZ.toml": "paper = "}
    with pytest.raises(InputError) as caught:
        load_library(fill(tmp_path, files))
    lines = str(caught.value).splitlines()
    assert len(lines) == len(caught.value.faults)
    assert lines[0].startswith(f"{FRANCE}: papier: ")
    assert lines[1].startswith("content/regions/NZ.toml: The file is not valid TOML")


FOLDER_NAMES = st.sampled_from(("a.toml", "b.toml", "c.toml", "d.toml"))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=st.sets(FOLDER_NAMES), second=st.sets(FOLDER_NAMES))
def test_the_last_root_that_has_a_file_gives_it(
    tmp_path_factory: pytest.TempPathFactory, first: set[str], second: set[str]
) -> None:
    roots = (tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second"))
    for root, names in zip(roots, (first, second), strict=True):
        fill(root, {f"content/{name}": "" for name in names})
    found = overlay(roots, "content", "*.toml")
    assert list(found) == sorted(first | second)
    for name, place in found.items():
        assert place.root == roots[name in second]
        assert place.label == f"content/{name}"


def test_built_in_files_are_found_beside_the_program() -> None:
    assert {"content", "templates", "translations"} <= {
        path.name for path in built_in_root().iterdir()
    }
