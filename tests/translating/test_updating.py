"""Updating is what GNU msgmerge does; msgfmt accepts everything Handbill writes."""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbill.library.library import Library
from handbill.library.roots import built_in_root
from handbill.model.catalogs import MessagePlace
from handbill.model.content import SourceText
from handbill.translating.template import template_text, updated_catalog
from tests.translating.planted import shipped_text

CATALOGS = sorted((built_in_root() / "translations").glob("*/LC_MESSAGES/handbill.po"))
MERGE = ("msgmerge", "--quiet", "--previous", "--no-fuzzy-matching", "--no-wrap")

HEADER = """\
# Finnish messages of Handbill.
#
msgid ""
msgstr ""
"Project-Id-Version: Handbill 0.1.0\\n"
"Language: fi\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Review: draft\\n"
"""

STAYS = SourceText("a.b.stays", "Are you afraid?", ("Reader: you.",), {}, "content/phrases.toml")
NEW = SourceText("a.b.new", 'Say "no" \\ or\nleave', (), {}, "content/phrases.toml")
FILLED = SourceText(
    "a.b.filled", "Call %(number)s", ("Note.",), {"number": "1"}, "content/pieces/a.toml"
)
SOURCES = (STAYS, NEW, FILLED)


def without_own_flags(text: str) -> str:
    """Return a catalog without the flags of Handbill, which gettext drops."""
    kept = []
    for line in text.split("\n"):
        if not line.startswith("#, "):
            kept.append(line)
            continue
        flags = [flag for flag in line[3:].split(", ")
                 if flag not in ("reviewed", "draft") and ":" not in flag]  # fmt: skip
        kept += [f"#, {', '.join(flags)}"] if flags else []
    return "\n".join(kept)


def merged(text: str, template: str) -> str:
    """Return what msgmerge makes of a catalog and a template."""
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder, "old.po"), Path(folder, "new.pot")
        old.write_text(text, "utf-8")
        new.write_text(template, "utf-8")
        answer = subprocess.run(  # noqa: S603  GNU's own program
            [*MERGE, old, new], capture_output=True, check=False
        )
    assert answer.returncode == 0, answer.stderr.decode()
    return answer.stdout.decode()


ENTRIES = {
    "kept": 'msgctxt "a.b.stays"\nmsgid "Are you afraid?"\nmsgstr "Pelkäätkö?"\n',
    "comments": '#unspaced\n##two\n#   three\n#\n# "four\nmsgctxt "a.b.stays"\n'
    'msgid "Are you afraid?"\nmsgstr "Pelkäätkö?"\n',
    "fuzzy with previous texts": '#, fuzzy\n#| msgctxt "a.b.old"\n#| msgid "Afraid?"\n'
    'msgctxt "a.b.stays"\nmsgid "Are you afraid?"\nmsgstr "Pelkäätkö?"\n',
    "previous text on lines": '#, fuzzy\n#| msgid ""\n#| "One\\n"\n#| "two"\n'
    'msgctxt "a.b.stays"\nmsgid "Are you afraid?"\nmsgstr "Pelkäätkö?"\n',
    "reviewed": '# Hm.\n#, reviewed\nmsgctxt "a.b.stays"\nmsgid "Are you afraid?"\nmsgstr "P?"\n',
    "fuzzy and a format": '#, fuzzy, python-format, draft\nmsgctxt "a.b.filled"\n'
    'msgid "Call %(number)s"\nmsgstr "Soita %(number)s"\n',
    "old hints, references and lengths": "#. TRANSLATORS: Old.\n#: content/old.toml\n"
    '#, max-length:7\nmsgctxt "a.b.stays"\nmsgid "Are you afraid?"\nmsgstr "P?"\n',
    "several lines": 'msgctxt "a.b.new"\nmsgid ""\n"Say \\"no\\" \\\\ or\\n"\n"leave"\n'
    'msgstr ""\n"Sano \\"ei\\" \\\\ tai\\n"\n"lähde"\n',
    "changed English": '# Note.\nmsgctxt "a.b.stays"\nmsgid "Afraid?"\nmsgstr "Pelkäätkö?"\n',
    "changed English of a fuzzy one": '# Note.\n#, fuzzy\n#| msgid "Scared?"\n'
    'msgctxt "a.b.stays"\nmsgid "Afraid?"\nmsgstr "Pelkäätkö?"\n',
    "gone": "# Note.\n#. TRANSLATORS: Hint.\n#: content/old.toml\n#, python-format\n"
    'msgctxt "a.b.gone"\nmsgid "Gone %(x)s"\nmsgstr "Poissa %(x)s"\n',
    "gone and never translated": '# Note.\nmsgctxt "a.b.never"\nmsgid "Gone"\nmsgstr ""\n',
    "obsolete": '# Note.\n#, fuzzy\n#~| msgctxt "a.b.older"\n#~| msgid "Older"\n'
    '#~ msgctxt "a.b.old"\n#~ msgid "Old"\n#~ msgstr "Vanha"\n',
    "obsolete on several lines": '#~ msgctxt "a.b.old"\n#~ msgid ""\n#~ "One\\n"\n#~ "two"\n'
    '#~ msgstr "Yksi"\n',
    "obsolete and wanted again": '# Note.\n#~ msgctxt "a.b.stays"\n#~ msgid "Are you afraid?"\n'
    '#~ msgstr "Pelkäätkö?"\n',
    "without address": 'msgid "Are you afraid?"\nmsgstr "Pelkäätkö?"\n',
    "fuzzy without translation": '#, fuzzy\n#| msgid "Afraid?"\nmsgctxt "a.b.stays"\n'
    'msgid "Are you afraid?"\nmsgstr ""\n',
    "previous text of one that is not fuzzy": '#| msgid "Afraid?"\nmsgctxt "a.b.stays"\n'
    'msgid "Are you afraid?"\nmsgstr "Pelkäätkö?"\n',
    "gone with its previous text": '#| msgid "Afraid?"\nmsgctxt "a.b.gone"\n'
    'msgid "Gone"\nmsgstr "Poissa"\n',
    "a split string": 'msgctxt ""\n"a.b."\n"stays"\nmsgid "Are you "\n"afraid?"\nmsgstr "P"\n"?"\n',
}
PLACES = {STAYS.address: MessagePlace(("card",), 40, "card")}


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_is_updated_as_msgmerge_does(name: str) -> None:
    text = f"{HEADER}\n{ENTRIES[name]}"
    ours = updated_catalog(text, SOURCES, PLACES)
    theirs = merged(text, template_text(SOURCES, PLACES))
    assert without_own_flags(ours) == theirs


def test_a_whole_catalog_is_updated_as_msgmerge_does() -> None:
    chosen = [one for name, one in ENTRIES.items()
              if name in ("fuzzy with previous texts", "fuzzy and a format", "several lines",
                          "gone", "gone and never translated", "obsolete")]  # fmt: skip
    text = "\n".join([HEADER, *chosen])
    ours = updated_catalog(text, SOURCES, {})
    assert without_own_flags(ours) == merged(text, template_text(SOURCES, {}))
    assert "#, fuzzy, draft, python-format\n" in ours


def test_spaces_at_the_end_and_empty_lines_before_a_comment_are_all_else_msgmerge_keeps() -> None:
    text = f"{HEADER}\n#\n# Note. \n{ENTRIES['kept']}"
    theirs = merged(text, template_text(SOURCES, {}))
    assert "\n#\n# Note. \n" in theirs
    ours = theirs.replace("\n#\n# Note. \n", "\n# Note.\n")
    assert updated_catalog(text, SOURCES, {}) == ours


def test_the_flags_that_msgmerge_drops_stay() -> None:
    text = f"{HEADER}\n{ENTRIES['reviewed']}"
    assert "#, reviewed, max-length:40\n" in updated_catalog(text, SOURCES, PLACES)


def spoiled_sources(sources: Sequence[SourceText]) -> list[SourceText]:
    """Return the messages with some gone, some changed, some new and some moved."""
    changed = [
        msgspec.structs.replace(one, text=f"{one.text} Now.") if number % 7 == 0 else one
        for number, one in enumerate(sources)
        if number % 11
    ]
    return [NEW, *reversed(changed[:20]), FILLED, *changed[20:]]


@pytest.mark.parametrize("language", ["es", "ur", "zh-Hans"])
def test_a_shipped_catalog_is_updated_as_msgmerge_does(language: str, library: Library) -> None:
    sources = spoiled_sources(tuple(library.sources().values()))
    text = shipped_text(language)
    ours = updated_catalog(text, sources, {})
    assert ours.count("\n#~ msgid") > 30
    assert without_own_flags(ours) == merged(text, template_text(sources, {}))


WORDS = st.text(st.sampled_from('aäß "\\\n。ل '), min_size=1, max_size=12)
ADDRESSED = st.dictionaries(st.sampled_from([f"a.b.m{n}" for n in range(4)]), WORDS, min_size=1)
REMARKS = st.lists(st.sampled_from(["# one", "#two", "#", "# \ttab", "#, fuzzy", "##"]), max_size=3)


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(ADDRESSED, ADDRESSED, st.data())
def test_any_catalog_is_updated_as_msgmerge_does(
    before: dict[str, str], after: dict[str, str], data: st.DataObject
) -> None:
    parts = [HEADER]
    for address, english in before.items():
        remarks = dict.fromkeys(data.draw(REMARKS))
        comments = [one for one in remarks if not one.startswith("#,")]
        if comments[:1] == ["#"]:
            del remarks["#"]
        text = data.draw(st.one_of(st.just(""), WORDS))
        entry = [*remarks, f'msgctxt "{address}"', f"msgid {quoted(english)}",
                 f"msgstr {quoted(text)}"]  # fmt: skip
        parts.append("\n".join(entry) + "\n")
    catalog = "\n".join(parts)
    sources = [SourceText(address, english, (), {}, "") for address, english in after.items()]
    ours = updated_catalog(catalog, sources, {})
    assert ours == merged(catalog, template_text(sources, {}))


@pytest.mark.parametrize(
    "path",
    [*CATALOGS, built_in_root() / "translations" / "handbill.pot"],
    ids=lambda path: path.parts[-3] if path.suffix == ".po" else "template",
)
def test_msgfmt_accepts_what_is_shipped(path: Path, tmp_path: Path) -> None:
    answer = subprocess.run(  # noqa: S603  GNU's own program
        ["msgfmt", "--check", "--output-file", tmp_path / "x.mo", path],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    # A template has no translator yet, and GNU warns of the header fields that name one.
    assert path.suffix == ".pot" or answer.stderr == ""
