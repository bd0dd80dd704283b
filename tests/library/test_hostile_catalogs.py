"""Hostile catalogs: each is refused with its line, and nothing of it reaches a page."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from handbill.composing.pages import Composition
from handbill.library.catalogs import read_catalogs
from handbill.library.roots import LARGEST_FILE, Place
from handbill.model.catalogs import Catalog, Translation
from handbill.model.faults import Fault
from tests.composing.samples import composer, edition, shipped
from tests.library.workspaces import (
    ES,
    HEADER,
    catalog,
    entry,
    faults_of,
    fill,
    is_finished,
)
from tests.translating.planted import TITLE, shipped_text

TITLE_TEXT = "You are not alone."
PHONE, PHONE_TEXT = "call.phone", "Call %(number)s"
MARK = "zzz"
"""Stands in every hostile text, and in no other."""


def read(workspace: Path, language: str = "es") -> tuple[dict[str, Catalog], list[Fault]]:
    """Return the catalogs of a workspace over the shipped ones, and their faults."""
    library = shipped()
    faults: list[Fault] = []
    directory = library.languages[language].directory()
    name = f"{directory}/LC_MESSAGES/handbill.po"
    place = Place(workspace, workspace / "translations" / name)
    found = read_catalogs(
        {name: place}, library.languages, library.sources(), library.glossary, faults
    )
    others = {tag: one for tag, one in library.catalogs.items() if tag != language}
    return others | found, faults


def composed(catalogs: dict[str, Catalog], language: str = "es") -> Composition:
    """Return the card of a language, with these catalogs."""
    return composer(catalogs).compose(edition("self-help", "wallet-card", language))


def title(text: str) -> str:
    return catalog(entry(TITLE, TITLE_TEXT, text))


def phone(text: str) -> str:
    return catalog(entry(PHONE, PHONE_TEXT, text))


BROKEN: dict[str, bytes] = {
    "Latin 1": title("No está zzz.").encode("latin-1"),
    "UTF-16": title("No está zzz.").encode("utf-16"),
    "half a letter": title("No est\u00e1 zzz.").encode().replace(b"\xc3\xa1", b"\xc3"),
    "surrogate": title("No zzz.").encode().replace(b"zzz", b"zzz\xed\xa0\x80"),
    "overlong slash": title("No zzz.").encode().replace(b"zzz", b"zzz\xc0\xaf"),
    "byte-order mark": b"\xef\xbb\xbf" + title("No zzz.").encode(),
    "larger than any catalog": title("zzz" * LARGEST_FILE).encode(),
}
"""Files whose bytes are no text: read_text refuses them."""


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, data: bytes) -> None:
    catalogs, faults = read(fill(tmp_path, {ES: data}))
    (fault,) = faults
    assert fault.path == ES
    assert is_finished(fault.message)
    assert "es" not in catalogs
    assert MARK not in composed(catalogs).html


def test_bytes_that_are_not_utf_8_are_refused_with_their_line(tmp_path: Path) -> None:
    text = title("No está zzz.")
    line = text.split("\n").index('msgstr "No está zzz."') + 1
    _, (fault,) = read(fill(tmp_path, {ES: text.encode("latin-1")}))
    assert f"line {line} " in fault.message


HOSTILE: dict[str, str] = {
    "lone line end of old Macs": title("No zzz").replace(" zzz", "\rzzz"),
    "line separator": title("No\u2028zzz"),
    "paragraph separator": title("No\u2029zzz"),
    "next line": title("No\u0085zzz"),
    "form feed": title("No\u000czzz"),
    "escape sequence of terminals": title("No\u001b[2Jzzz"),
    "null": title("No\u0000zzz"),
    "message twice": title("No zzz") + "\n" + entry(TITLE, TITLE_TEXT, "No"),
    "message twice, split": title("No zzz")
    + f'\nmsgctxt ""\n"self-help."\n"headline.title"\nmsgid "{TITLE_TEXT}"\nmsgstr "No"\n',
    "message twice, once fuzzy": title("No zzz") + "\n" + entry(TITLE, TITLE_TEXT, "No", "fuzzy"),
    "no header": entry(TITLE, TITLE_TEXT, "No zzz"),
    "header at the end": entry(TITLE, TITLE_TEXT, "No zzz") + "\n" + HEADER,
    "header torn": title("No zzz").replace('msgstr ""\n"Language', 'msgstr "\n"Language'),
    "header twice": title("No zzz") + "\n" + HEADER,
    "header of another language": title("No zzz").replace("Language: es", "Language: fr"),
    "merge conflict": title("No zzz").replace(
        'msgstr "No zzz"', '<<<<<<< HEAD\nmsgstr "No"\n=======\nmsgstr "No zzz"\n>>>>>>> theirs'
    ),
    "30,000 entries": HEADER
    + "\n".join(f'\nmsgctxt "a.{n}"\nmsgid "x"\nmsgstr "zzz"' for n in range(30_000)),
    "tag": title("No <b>zzz</b>"),
    "script": title("No <script>zzz</script>"),
    "style": title("No <style>@import url(zzz);</style>"),
    "picture": title("No <img src=zzz onerror=zzz>"),
    "vector picture": title("No <svg/onload=zzz>"),
    "frame": title("No <iframe src=zzz>"),
    "attribute": title('No <b onmouseover=\\"zzz\\">x</b>'),
    "link": title("No <a href='zzz'>x</a>"),
    "comment": title("No <!-- zzz -->"),
    "section": title("No <![CDATA[zzz]]>"),
    "instruction": title("No <?zzz?>"),
    "end of the page": title("No </body></html>zzz"),
    "tag never closed": title("No zzz <img src="),
    "entity of a tag": title("No &lt;img&gt; zzz"),
    "entity of a digit": title("No &#x41; zzz"),
    "entity without semicolon": title("No &ltimg zzz"),
    "entity of a mark": title("No &rlm; zzz"),
    "script address": title("No javascript:zzz"),
    "script address in mixed letters": title("No JaVaScRiPt:zzz"),
    "data address": title("No data:text,zzz"),
    "address": title("No https://zzz"),
    "name of a site": title("No zzz.ejemplo.org"),
    "attribute access": phone("Llame %(number.__class__)s zzz"),
    "attribute access in braces": phone("Llame {0.__class__} zzz %(number)s"),
    "conversion": phone("Llame zzz %(number)d"),
    "write": phone("Llame zzz %n %(number)s"),
    "star": phone("Llame zzz %*s %(number)s"),
    "escaped placeholder": phone("Llame zzz %%(number)s"),
    "nested placeholder": phone("Llame zzz %(num%(number)sber)s"),
    "template expression": phone("Llame {{ config }} zzz %(number)s"),
    "template statement": phone("Llame {% raw %} zzz %(number)s"),
    "missing placeholder": phone("Llame zzz"),
    "another placeholder": phone("Llame zzz %(keyword)s"),
    "override of direction": phone("Llame \u202ezzz %(number)s\u202c"),
    "embedding": phone("Llame \u202bzzz %(number)s\u202c"),
    "isolate": phone("Llame \u2067zzz %(number)s\u2069"),
    "mark of direction": phone("Llame\u200f zzz %(number)s"),
    "mark of Arabic letters": phone("Llame\u061c zzz %(number)s"),
    "filler of Hangul": phone("Llame\u3164zzz %(number)s"),
    "halfwidth filler": phone("Llame\uffa0zzz %(number)s"),
    "empty Braille": phone("Llame\u2800zzz %(number)s"),
    "zero-width space": phone("Lla\u200bme zzz %(number)s"),
    "zero-width joiner": phone("Lla\u200dme zzz %(number)s"),
    "byte-order mark within": phone("Lla\ufeffme zzz %(number)s"),
    "tag characters": phone("Llame zzz\U000e0039\U000e0031\U000e0031 %(number)s"),
    "variation selector": phone("Llame zzz\ufe0f %(number)s"),
    "interlinear mark": phone("Llame \ufff9zzz\ufffb %(number)s"),
    "letter of Cyrillic": phone("Ll\u0430me zzz %(number)s"),
    "letter of Greek": phone("Ll\u03b1me zzz %(number)s"),
    "letter of mathematics": phone("Ll\U0001d41ame zzz %(number)s"),
    "wide letter": phone("Ll\uff41me zzz %(number)s"),
    "letter in parts": phone("Llama\u0301 zzz %(number)s"),
    "pile of marks": phone("Llame zzz\u0316\u0317\u0318\u0319 %(number)s"),
    "letters struck through": phone("L\u0336l\u0336ame zzz %(number)s"),
    "lost letter": phone("Ll\ufffdme zzz %(number)s"),
    "megabyte": phone("zzz" * 350_000 + "%(number)s"),
    "thousand quotes": title('\\"«“(' * 1_000 + "zzz"),
    "hexadecimal escape": title("No \\x41 zzz"),
    "Unicode escape": title("No \\u202e zzz"),
    "octal escape": title("No \\071 zzz"),
    "digits": title("No zzz 911"),
    "digits of Arabic": title("No zzz ٩١١"),
    "digits in circles": title("No zzz ⑨①①"),
    "digits of Han": title("No zzz 九一一"),
}
"""Texts that must be refused. All are Spanish, and mean something in HTML, in format strings, on
a terminal or to the eye."""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_catalog_is_refused_and_nothing_of_it_is_composed(
    tmp_path: Path, text: str
) -> None:
    catalogs, faults = read(fill(tmp_path, {ES: text}))
    lines = text.count("\n") + 1
    assert faults
    for fault in faults:
        assert fault.path == ES
        assert is_finished(fault.message)
        assert str(fault).isprintable()
        assert len(str(fault)) < 500
        number = re.search(r"line (\d+)", fault.key)
        assert fault.key in ("header", "Language") or number
        assert number is None or 1 <= int(number[1]) <= lines
    assert "es" not in catalogs
    assert MARK not in composed(catalogs).html


def test_a_workspace_with_a_hostile_catalog_is_not_loaded(tmp_path: Path) -> None:
    (fault,) = faults_of(fill(tmp_path, {ES: HOSTILE["script"]}))
    assert fault.key.startswith(f"{TITLE} (line ")


NEUTRAL: dict[str, str] = {
    "obsolete": title("No")
    + "".join(
        f"#~ {line}\n" for line in entry(PHONE, PHONE_TEXT, "<script>zzz</script>").splitlines()
    ),
    "fuzzy": title("No") + "\n" + entry(PHONE, PHONE_TEXT, "<script>zzz</script>", "fuzzy"),
    "comment": title("No").replace("msgctxt", "# <script>zzz</script> \u202e\nmsgctxt"),
    "hint": title("No").replace("msgctxt", "#. <script>zzz</script>\nmsgctxt"),
    "reference": title("No").replace("msgctxt", "#: javascript:zzz\nmsgctxt"),
    "flag": title("No").replace("msgctxt", "#, zzz, <script>\nmsgctxt"),
    "previous text": title("No").replace("msgctxt", '#| msgid "<script>zzz"\nmsgctxt'),
    "unknown message": title("No") + "\n" + entry("zzz.zzz", "Call", "<script>zzz 911</script>"),
    "header": title("No").replace("es\\n", 'es\\n"\n"X-Generator: <script>zzz</script>\\n'),
}
"""What programs and people keep in catalogs beside the texts that are printed."""


@pytest.mark.parametrize("text", NEUTRAL.values(), ids=NEUTRAL)
def test_what_is_no_translation_is_let_be_and_never_composed(tmp_path: Path, text: str) -> None:
    catalogs, faults = read(fill(tmp_path, {ES: text}))
    assert faults == []
    assert MARK not in composed(catalogs).html


def test_line_ends_of_windows_reach_no_page(tmp_path: Path) -> None:
    text = shipped_text("es").replace("\n", "\r\n")
    catalogs, faults = read(fill(tmp_path, {ES: text}))
    assert faults == []
    assert composed(catalogs).html == composed(dict(shipped().catalogs)).html


def test_a_blank_letter_in_place_of_a_translation_is_a_missing_translation(tmp_path: Path) -> None:
    catalogs, faults = read(fill(tmp_path, {ES: title("\u3164\u2800\u200b\u00a0")}))
    assert faults == []
    missing = [one for one in composed(catalogs).findings if one.check == "translation.missing"]
    assert TITLE in {one.message_id for one in missing}


class Tags(HTMLParser):
    """Notes every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, tuple[str, ...]]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, tuple(name for name, _ in attrs)))


def tags_in(document: str) -> set[tuple[str, tuple[str, ...]]]:
    reader = Tags()
    reader.feed(document)
    reader.close()
    return reader.found


SMUGGLED = [
    "<script>zzz</script>",
    "<img src=x onerror=zzz>",
    "<b onclick=zzz>x</b>",
    '"><svg onload=zzz>',
    "'><iframe src=zzz>",
    "</title><script>zzz</script>",
    "</span></div><form action=zzz>",
    "<style>*{display:none}</style>",
    "&lt;script&gt;zzz",
    "<math><mi//xlink:href='data:x,<script>zzz</script>'>",
    "{{ 7 * 7 }}{% raw %}",
]


@pytest.mark.parametrize("payload", SMUGGLED)
def test_even_past_the_check_no_tag_or_attribute_gets_onto_a_page(payload: str) -> None:
    shipped_page = composed(dict(shipped().catalogs))
    addresses = re.findall(r'data-message="([^"]+)"', shipped_page.html)
    texts = {
        address: Translation(f"{payload} {translation.text}", reviewed=True)
        for address, translation in shipped().catalogs["es"].translations.items()
        if address in addresses and "%" not in translation.text
    }
    hostile = composed(dict(shipped().catalogs) | {"es": Catalog("es", texts)})
    assert tags_in(hostile.html) - tags_in(shipped_page.html) <= {("b", ()), ("i", ()), ("br", ())}
    assert ("{{ 7 * 7 }}" in hostile.html) == ("{{ 7 * 7 }}" in payload)
