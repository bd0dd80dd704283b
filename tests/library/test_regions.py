from pathlib import Path

import pytest

from handbill.library.library import load_library
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
            "Known: code, emergency, hotlines, languages",
            id="unknown key near nothing",
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
            "'certain'",
            id="word that is not a choice",
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
            "whose digits are not those of '18553527233'",
            id="written with another digit",
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
            "'foolscap' is not a known paper. Write one of letter, tabloid, a4, a3.",
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
    assert fault.message.startswith("The id 'us-example' is already used in content/regions/US")
    assert is_finished(fault.message)


def test_an_id_used_in_two_regions_is_a_fault_naming_both_files(tmp_path: Path) -> None:
    guam = "content/regions/US-GU.toml"
    hotline = REGION[REGION.index("[[hotlines]]") :]
    fault = only_fault(fill(tmp_path, {US: REGION, guam: f'parent = "US"\n\n{hotline}'}))
    assert {fault.path, fault.message.split(" is already used in ")[1].split(". ")[0]} == {US, guam}
    assert fault.key == "hotlines[0].id"
    assert is_finished(fault.message)


@pytest.mark.parametrize(
    ("name", "text", "key", "part"),
    [
        pytest.param(
            "US-TX", 'parent = "UU"\n', "parent", "There is no region 'UU'.", id="missing parent"
        ),
        pytest.param(
            "US-TX", 'parent = "us"\n', "parent", "Did you mean 'US'?", id="parent in small letters"
        ),
        pytest.param(
            "US-TX",
            'languages = ["en"]\npaper = "letter"\n',
            "parent",
            'A subdivision needs its country. Write parent = "US".',
            id="subdivision without parent",
        ),
        pytest.param(
            "QQ",
            'languages = ["en"]\npaper = "a4"\n',
            "",
            "'QQ' is not an ISO 3166-1 code. Rename the file.",
            id="no country",
        ),
        pytest.param(
            "united-states",
            'parent = "US"\n',
            "",
            "'united' is not an ISO 3166-1 code.",
            id="name for a code",
        ),
    ],
)
def test_a_region_out_of_place_is_a_fault(
    tmp_path: Path, name: str, text: str, key: str, part: str
) -> None:
    path = f"content/regions/{name}.toml"
    fault = only_fault(fill(tmp_path, {path: text}))
    assert (fault.path, fault.key) == (path, key)
    assert part in fault.message
    assert is_finished(fault.message)


def test_a_subdivision_takes_from_its_country_what_it_does_not_say(tmp_path: Path) -> None:
    own = changed(REGION[REGION.index("[[hotlines]]") :], "us-example", "us-tx-example")
    texas = f'parent = "US"\nlanguages = ["es"]\n\n{own}'
    library = load_library(fill(tmp_path, {US: REGION, "content/regions/US-TX.toml": texas}))
    region = library.regions["US-TX"]
    assert region.languages == ("es",)
    assert region.paper == "letter"
    assert region.emergency == library.regions["US"].emergency
    assert [hotline.id for hotline in region.hotlines] == ["us-tx-example", "us-example"]


def test_a_fault_of_a_country_is_reported_once_and_not_for_its_subdivisions(
    tmp_path: Path,
) -> None:
    text = changed(built_in(US), 'number = "18883737888"', 'number = "18883737880"')
    faults = faults_of(fill(tmp_path, {US: text}))
    assert {fault.path for fault in faults} == {US}
