from pathlib import Path

import pytest

from handbill.library.library import load_library
from handbill.model.faults import InputError
from tests.library.workspaces import (
    HOTLINE,
    REGION,
    US,
    built_in,
    changed,
    faults_of,
    fill,
    is_finished,
    only_fault,
)


def test_a_record_without_fault_is_read(tmp_path: Path) -> None:
    region = load_library(fill(tmp_path, {US: REGION})).regions["US"]
    assert region.code == "US"
    assert region.languages == ("en", "es")
    assert [entry.number for entry in region.emergency] == ["911"]
    (hotline,) = region.hotlines
    assert hotline.names == {"es": "Línea de Ejemplo"}
    assert [channel.kind for channel in hotline.channels] == ["call", "web"]


@pytest.mark.parametrize(
    ("old", "new", "key", "part"),
    [
        pytest.param(
            "[[emergency]]",
            'pepar = "a4"\n[[emergency]]',
            "pepar",
            "Did you mean 'paper'?",
            id="unknown key near a known one",
        ),
        pytest.param(
            "[[emergency]]",
            'zzzzz = "a4"\n[[emergency]]',
            "zzzzz",
            "Known: emergency, hotlines, languages, languages-source, paper, parent.",
            id="unknown key near nothing",
        ),
        pytest.param(
            "[[emergency]]",
            'code = "US"\n[[emergency]]',
            "code",
            "This key is not known. Known: emergency, hotlines",
            id="code typed and not taken from the name of the file",
        ),
        pytest.param(
            'written = "1-855',
            'writen = "1-855',
            "hotlines[0].channels[0].writen",
            "Did you mean 'written'?",
            id="unknown key deep inside",
        ),
        pytest.param(
            'number = "18553527233"',
            "number = 18553527233",
            "hotlines[0].channels[0].number",
            "Expected str, got int. Write a text in quotation marks",
            id="number without quotation marks",
        ),
        pytest.param(
            'languages = ["en", "es"]',
            'languages = "en"',
            "languages",
            "Expected array, got str. Write a list in brackets",
            id="text for a list",
        ),
        pytest.param(
            "checked = 2026-01-01",
            'checked = "yesterday"',
            "emergency[0].checked",
            "RFC3339",
            id="word for a date",
        ),
        pytest.param(
            "checked = 2026-01-01",
            "checked = 2026-01-01T10:00:00Z",
            "emergency[0].checked",
            "Write a date such as",
            id="time for a date",
        ),
        pytest.param(
            'confidence = "high"',
            'confidence = "certain"',
            "hotlines[0].confidence",
            "Invalid enum value 'certain'. Write one of high, medium, low.",
            id="word that is not a choice",
        ),
        pytest.param(
            'kind = "trafficking"',
            'kind = "traficking"',
            "hotlines[0].kind",
            "Write one of trafficking, child, missing-children, labour, violence, police-tip.",
            id="kind misspelt",
        ),
        pytest.param(
            'kind = "web"',
            'kind = "website"',
            "hotlines[0].channels[1].kind",
            "Write one of call, text, whatsapp, chat, relay, email, web.",
            id="channel that is not a choice",
        ),
        pytest.param(
            'confidence = "high"',
            'confidence = "high"\nserves = "men"',
            "hotlines[0].serves",
            "Write one of everyone, women, children.",
            id="people that are not a choice",
        ),
        pytest.param(
            'confidence = "high"',
            'confidence = "high"\nfree = "yes"',
            "hotlines[0].free",
            "Write true or false.",
            id="word for true",
        ),
        pytest.param(
            'sources = [{ url = "https://example.org/line" }]',
            'sources = "https://example.org/line"',
            "hotlines[0].sources",
            "Expected array",
            id="text for a list of tables",
        ),
        pytest.param(
            'name-language = "en"\n',
            "",
            "hotlines[0].name-language",
            "This key is missing. Add it.",
            id="missing key",
        ),
        pytest.param(
            '{ url = "https://example.org/line" }',
            '{ says = "A line." }',
            "hotlines[0].sources[0].url",
            "This key is missing. Add it.",
            id="source without URL",
        ),
        pytest.param(
            "https://example.org/line",
            "example.org/line",
            f"{HOTLINE}.sources[0].url",
            "Write it whole, with https://.",
            id="source without scheme",
        ),
        pytest.param(
            "https://example.org/line",
            "file:///etc/passwd",
            f"{HOTLINE}.sources[0].url",
            "is not the address of a page",
            id="source on a disk",
        ),
        pytest.param(
            "https://example.org/line",
            "",
            f"{HOTLINE}.sources[0].url",
            "is not the address of a page",
            id="source with empty URL",
        ),
        pytest.param(
            "https://example.org/line",
            "http://[",
            f"{HOTLINE}.sources[0].url",
            "'http://[' is not the address of a page.",
            id="source with half an address",
        ),
        pytest.param(
            "https://example.org/911",
            "http://[",
            "emergency[0].sources[0].url",
            "'http://[' is not the address of a page.",
            id="source of an emergency number with half an address",
        ),
        pytest.param(
            'services = ["general"]',
            "services = []",
            "emergency[0].services",
            'Name the services behind the number, e.g. ["general"].',
            id="emergency number without services",
        ),
        *(
            pytest.param(
                'languages = ["en"]\n',
                f'languages = ["en"]\nhours = [{{ days = {days}, {times} }}]\n',
                f"{HOTLINE}.channels[0].hours[0]",
                'Hours need days and times of day such as "09:00", from 00:00 to 23:59.',
                id=f"hours {name}",
            )
            for name, days, times in (
                ("that no clock shows", '["mon"]', 'opens = "25:99", closes = "26:00"'),
                ("that close at no time", '["mon"]', 'opens = "09:00", closes = "17:60"'),
                ("to 24:00", '["mon"]', 'opens = "09:00", closes = "24:00"'),
                ("of one digit", '["mon"]', 'opens = "9:00", closes = "17:00"'),
                ("with seconds", '["mon"]', 'opens = "09:00:00", closes = "17:00"'),
                ("in native digits", '["mon"]', 'opens = "٠٩:٠٠", closes = "17:00"'),
                ("left empty", '["mon"]', 'opens = "", closes = ""'),
                ("without days", "[]", 'opens = "09:00", closes = "17:00"'),
            )
        ),
        *(
            pytest.param(
                f"{table}\n",
                f"{table}\nrecheck-days = {days}\n",
                f"{key}.recheck-days",
                "A record must be checked again. Write at least 1 day.",
                id=f"checked again after {days} days ({table})",
            )
            for days in (0, -1)
            for table, key in (("[[emergency]]", "emergency[0]"), ("[[hotlines]]", HOTLINE))
        ),
        pytest.param(
            '[{ url = "https://example.org/911" }]',
            "[]",
            "emergency[0].sources",
            "Add at least one source.",
            id="emergency number without source",
        ),
        pytest.param(
            '[{ url = "https://example.org/line" }]',
            "[]",
            f"{HOTLINE}.sources",
            "Add at least one source.",
            id="hotline without source",
        ),
        pytest.param(
            "checked = 2026-01-01",
            "checked = 2999-01-01",
            "emergency[0].checked",
            "2999-01-01 lies in the future.",
            id="emergency number checked in the future",
        ),
        pytest.param(
            'checked = 2026-01-01\nconfidence = "high"',
            'checked = 2999-01-01\nconfidence = "high"',
            f"{HOTLINE}.checked",
            "2999-01-01 lies in the future.",
            id="hotline checked in the future",
        ),
        pytest.param(
            'number = "911"',
            'number = "9-1-1"',
            "emergency[0].number",
            "is not a short number",
            id="grouped emergency number",
        ),
        pytest.param(
            'number = "18553527233"\nwritten = "1-855-352-7233"\nletters = "855-FLA-SAFE"',
            'number = "0800116016"',
            f"{HOTLINE}.channels[0].number",
            "not a valid telephone number in US",
            id="number of another country",
        ),
        pytest.param(
            '"1-855-352-7233"',
            '"1-855-352-7223"',
            f"{HOTLINE}.channels[0].number",
            "'written' is '1-855-352-7223', which is not '18553527233' in groups.",
            id="written with another digit",
        ),
        pytest.param(
            '"1-855-352-7233"',
            '"1-855-352-7233 ٣"',
            f"{HOTLINE}.channels[0].number",
            "which is not '18553527233' in groups. Use the same digits with spaces, hyphens",
            id="written with a foreign digit more",
        ),
        pytest.param(
            '"855-FLA-SAFE"',
            '"---"',
            f"{HOTLINE}.channels[0].number",
            "'letters' is '---'",
            id="vanity word without letters",
        ),
        pytest.param(
            "FLA-SAFE",
            "FLA-SAVE",
            f"{HOTLINE}.channels[0].number",
            "spells 8553527283, not the end of '18553527233'",
            id="vanity word of another number",
        ),
        pytest.param(
            'number = "18553527233"\nwritten = "1-855-352-7233"\nletters = "855-FLA-SAFE"\n',
            "",
            f"{HOTLINE}.channels[0].number",
            "A call channel needs its number.",
            id="call without number",
        ),
        pytest.param(
            'address = "example.org"\n',
            "",
            f"{HOTLINE}.channels[1].address",
            "A web channel needs its address.",
            id="web without address",
        ),
        pytest.param(
            'confidence = "high"',
            'confidence = "high"\nprint = false',
            f"{HOTLINE}.reason",
            "needs a reason",
            id="kept out of print without reason",
        ),
        pytest.param(
            'confidence = "high"',
            'confidence = "low"',
            f"{HOTLINE}.confidence",
            "Add print = false and a reason.",
            id="low confidence in print",
        ),
        pytest.param(
            '["en", "es"]',
            '["en", "spanish"]',
            "languages",
            "'spanish' is not a language CLDR knows.",
            id="unknown language of the region",
        ),
        pytest.param(
            'name-language = "en"',
            'name-language = "en_US"',
            f"{HOTLINE}.names",
            "Write a BCP 47 tag such as pt-BR.",
            id="unknown language of a name",
        ),
        pytest.param(
            "{ es =",
            "{ espanol =",
            f"{HOTLINE}.names",
            "'espanol' is not a language",
            id="unknown language of another name",
        ),
        pytest.param(
            'languages = ["en"]\n',
            'languages = ["xx"]\n',
            f"{HOTLINE}.channels[0].languages",
            "'xx' is not a language",
            id="unknown language of a channel",
        ),
        pytest.param(
            'paper = "letter"',
            'paper = "foolscap"',
            "paper",
            "'foolscap' is not a known paper. Write one of letter, tabloid, a4, a3, a2, 18x24, "
            "avery-5029.",
            id="unknown paper",
        ),
        pytest.param(
            'paper = "letter"\n', "", "paper", "A country needs its usual paper.", id="no paper"
        ),
        pytest.param(
            'languages = ["en", "es"]\n\n',
            "",
            "languages",
            "A country needs the languages people there need.",
            id="no languages",
        ),
    ],
)
def test_each_fault_of_a_record_names_file_and_key_and_what_to_do(
    tmp_path: Path, old: str, new: str, key: str, part: str
) -> None:
    fault = only_fault(fill(tmp_path, {US: changed(REGION, old, new)}))
    assert fault.path == US
    assert fault.key == key
    assert part in fault.message
    assert is_finished(fault.message)


def test_a_hotline_without_channels_is_a_fault(tmp_path: Path) -> None:
    head, _, _ = REGION.partition("[[hotlines.channels]]")
    text = changed(head, 'kind = "trafficking"', 'kind = "trafficking"\nchannels = []')
    fault = only_fault(fill(tmp_path, {US: text}))
    assert (fault.path, fault.key) == (US, f"{HOTLINE}.channels")
    assert is_finished(fault.message)


def test_a_line_of_low_confidence_kept_out_of_print_with_a_reason_is_no_fault(
    tmp_path: Path,
) -> None:
    text = changed(
        REGION, 'confidence = "high"', 'confidence = "low"\nprint = false\nreason = "Unsure."'
    )
    assert not load_library(fill(tmp_path, {US: text})).regions["US"].hotlines[0].print


def test_an_id_used_twice_in_one_file_is_a_fault(tmp_path: Path) -> None:
    hotline = REGION[REGION.index("[[hotlines]]") :]
    fault = only_fault(fill(tmp_path, {US: f"{REGION}\n{hotline}"}))
    assert (fault.path, fault.key) == (US, "hotlines[1].id")
    assert fault.message == (
        "The id 'us-example' is already used in US.toml. Give each hotline an id of its own."
    )


def test_an_id_used_twice_in_a_subdivision_is_a_fault_even_where_it_replaces_its_parents(
    tmp_path: Path,
) -> None:
    hotline = REGION[REGION.index("[[hotlines]]") :]
    guam = "content/regions/US-GU.toml"
    text = f'parent = "US"\n\n{hotline}\n{hotline}'
    fault = only_fault(fill(tmp_path, {US: REGION, guam: text}))
    assert (fault.path, fault.key) == (guam, "hotlines[1].id")
    assert fault.message.startswith("The id 'us-example' is already used in ")


def test_an_id_used_in_two_regions_is_a_fault_naming_both_files(tmp_path: Path) -> None:
    guam, texas = "content/regions/US-GU.toml", "content/regions/US-TX.toml"
    text = f'parent = "US"\n\n{REGION[REGION.index("[[hotlines]]") :]}'
    fault = only_fault(fill(tmp_path, {guam: text, texas: text}))
    assert (fault.path, fault.key) == (texas, "hotlines[0].id")
    assert fault.message == (
        "The id 'us-example' is already used in US-GU.toml. Give each hotline an id of its own."
    )


COMPLETE = 'languages = ["en"]\npaper = "letter"\n'


@pytest.mark.parametrize(
    ("name", "text", "messages"),
    [
        pytest.param(
            "US-TX",
            'parent = "UU"\n',
            [
                'A subdivision needs its own country. Write parent = "US".',
            ],
            id="missing parent",
        ),
        pytest.param(
            "US-TX",
            'parent = "us"\n',
            [
                'A subdivision needs its own country. Write parent = "US".',
            ],
            id="parent in small letters",
        ),
        pytest.param(
            "FR",
            'parent = "QQQQ"\n',
            ["There is no region 'QQQQ'. Add its record, or remove 'parent'."],
            id="missing parent of a country",
        ),
        pytest.param(
            "US-TX",
            COMPLETE,
            ['A subdivision needs its own country. Write parent = "US".'],
            id="subdivision without parent",
        ),
        pytest.param(
            "US-TX",
            'parent = "MX"\n',
            ['A subdivision needs its own country. Write parent = "US".'],
            id="subdivision of a foreign country",
        ),
        pytest.param(
            "US-TX",
            f'parent = "DE"\n{COMPLETE}',
            ['A subdivision needs its own country. Write parent = "US".'],
            id="complete subdivision of a foreign country",
        ),
        pytest.param(
            "US-TX",
            'parent = "US-TX"\n',
            ['A subdivision needs its own country. Write parent = "US".'],
            id="subdivision of itself",
        ),
    ],
)
def test_a_region_with_a_wrong_parent_is_a_fault(
    tmp_path: Path, name: str, text: str, messages: list[str]
) -> None:
    path = f"content/regions/{name}.toml"
    faults = faults_of(fill(tmp_path, {path: text}))
    assert {(fault.path, fault.key) for fault in faults} == {(path, "parent")}
    assert [fault.message for fault in faults] == messages


@pytest.mark.parametrize("name", ["QQ", "ZZ", "419", "001", "us", "USA", "america", "U", "Ü1"])
def test_a_region_whose_name_is_no_country_is_a_fault(tmp_path: Path, name: str) -> None:
    path = f"content/regions/{name}.toml"
    fault = only_fault(fill(tmp_path, {path: COMPLETE}))
    assert (fault.path, fault.key) == (path, "")
    assert (
        fault.message == f"'{name}' is not an ISO 3166 code such as US or US-FL. Rename the file."
    )


def test_a_subdivision_takes_from_its_country_what_it_does_not_say(tmp_path: Path) -> None:
    own = changed(REGION[REGION.index("[[hotlines]]") :], "us-example", "us-tx-example")
    texas = f'parent = "US"\nlanguages = ["es"]\n\n{own}'
    library = load_library(fill(tmp_path, {US: REGION, "content/regions/US-TX.toml": texas}))
    region = library.regions["US-TX"]
    assert region.languages == ("es",)
    assert region.paper == "letter"
    assert region.emergency == library.regions["US"].emergency
    assert [hotline.id for hotline in region.hotlines] == ["us-tx-example", "us-example"]


def code_of(text: str, hotline_id: str, number: str) -> str:
    """Return a hotline with a short code."""
    return text + changed(
        changed(
            REGION[REGION.index("[[hotlines]]") : REGION.index("written")],
            'id = "us-example"',
            f'id = "{hotline_id}"',
        ),
        'number = "18553527233"',
        f'number = "{number}"\nform = "short"',
    )


def test_what_a_region_does_not_say_comes_from_parent_and_grandparent(tmp_path: Path) -> None:
    emergency = (
        '[[emergency]]\nnumber = "112"\nservices = ["general"]\nchecked = 2026-01-01\n'
        'sources = [{ url = "https://example.org/112" }]\n\n'
    )
    files = {
        "EU": code_of(f'paper = "a4"\nlanguages = ["en"]\n{emergency}', "eu-missing", "116000"),
        "FR": code_of('parent = "EU"\nlanguages = ["fr"]\n', "fr-child", "119"),
        "FR-75": code_of('parent = "FR"\n', "fr-75-violence", "3919"),
    }
    regions = load_library(
        fill(tmp_path, {f"content/regions/{code}.toml": text for code, text in files.items()})
    ).regions
    paris = regions["FR-75"]
    assert [hotline.id for hotline in paris.hotlines] == [
        "fr-75-violence",
        "fr-child",
        "eu-missing",
    ]
    assert (paris.paper, paris.languages) == ("a4", ("fr",))
    assert [entry.number for entry in paris.emergency] == ["112"]
    assert [hotline.id for hotline in regions["FR"].hotlines] == ["fr-child", "eu-missing"]
    assert [hotline.id for hotline in regions["EU"].hotlines] == ["eu-missing"]


@pytest.mark.parametrize("replacing", ["FR", "FR-75"])
def test_a_region_may_replace_a_hotline_of_the_regions_it_lies_in_by_its_id(
    tmp_path: Path, replacing: str
) -> None:
    files = {
        "EU": code_of('paper = "a4"\nlanguages = ["en"]\n', "eu-missing", "116000"),
        "FR": 'parent = "EU"\n',
        "FR-75": 'parent = "FR"\n',
    }
    files[replacing] = code_of(files[replacing], "eu-missing", "116111")
    regions = load_library(
        fill(tmp_path, {f"content/regions/{code}.toml": text for code, text in files.items()})
    ).regions
    numbers = {
        code: [hotline.channels[0].number for hotline in regions[code].hotlines] for code in files
    }
    replaced, kept = ["116111"], ["116000"]
    assert numbers == {
        "EU": kept,
        "FR": replaced if replacing == "FR" else kept,
        "FR-75": replaced,
    }


def test_a_subdivision_replaces_one_line_of_its_country_and_keeps_the_others(
    tmp_path: Path,
) -> None:
    texas = f'parent = "US"\n\n{REGION[REGION.index("[[hotlines]]") :]}'
    texas = changed(texas, "Example Line", "Texas Line")
    country = code_of(REGION, "us-other", "988")
    regions = load_library(
        fill(tmp_path, {US: country, "content/regions/US-TX.toml": texas})
    ).regions
    assert [(line.id, line.name) for line in regions["US-TX"].hotlines] == [
        ("us-example", "Texas Line"),
        ("us-other", "Example Line"),
    ]
    assert [line.name for line in regions["US"].hotlines] == ["Example Line", "Example Line"]


def test_a_fault_of_a_country_is_reported_once_and_not_for_its_subdivisions(
    tmp_path: Path,
) -> None:
    text = changed(built_in(US), 'number = "18883737888"', 'number = "18883737880"')
    faults = faults_of(fill(tmp_path, {US: text}))
    assert {fault.path for fault in faults} == {US}


@pytest.mark.parametrize(
    ("sources", "clean"), [pytest.param(1, False, id="one"), pytest.param(2, True, id="two")]
)
def test_an_emergency_number_that_libphonenumber_does_not_list_needs_two_sources(
    tmp_path: Path, sources: int, clean: bool
) -> None:
    pages = '[[emergency.sources]]\nurl = "https://example.org/"\n' * sources
    record = (
        'languages = ["fr"]\npaper = "a4"\n[[emergency]]\nnumber = "199"\n'
        f'services = ["police"]\nchecked = 2026-11-01\n{pages}'
    )
    folder = tmp_path / "content" / "regions"
    folder.mkdir(parents=True)
    (folder / "FR.toml").write_text(record, "utf-8")
    if clean:
        assert load_library(tmp_path).regions["FR"].emergency[0].number == "199"
    else:
        with pytest.raises(InputError, match="second source"):
            load_library(tmp_path)
