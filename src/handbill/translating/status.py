"""How far each language is: per piece, and what can be printed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import polib

from handbill.model.catalogs import Catalog, header_fields
from handbill.model.content import SourceText
from handbill.model.languages import english_name, native_name
from handbill.model.po_files import entries

Sheets = Mapping[tuple[str, str], frozenset[str]]
"""For each piece and format, the addresses of all messages that stand on it."""


class PieceStatus(msgspec.Struct, frozen=True):
    """A piece in one language."""

    piece: str
    messages: int
    translated: int
    fuzzy: int
    unreviewed: int
    percent: int
    printable: tuple[str, ...]
    """The formats whose every message is translated."""
    unprintable: tuple[str, ...]


class Blocking(msgspec.Struct, frozen=True):
    """The message whose translation would help most."""

    message: str
    english: str
    sheets: int
    """How many sheets lack it."""


class LanguageStatus(msgspec.Struct, frozen=True):
    """A language: sums over all pieces, and each of them."""

    language: str
    name: str
    native: str
    review: str
    """The header's `X-Review`."""
    messages: int
    translated: int
    fuzzy: int
    unreviewed: int
    percent: int
    sheets: int
    """Pieces times formats that exist."""
    printable: int
    """Those whose every message is translated; how long texts are is another matter."""
    blocking: Blocking | None
    pieces: tuple[PieceStatus, ...]


def source_status(sources: Mapping[str, SourceText], sheets: Sheets) -> LanguageStatus:
    """Return the status of English, which needs no translation."""
    return _status("en", "source", _Counts(dict.fromkeys(sources, True), frozenset()),
                   sources, sheets)  # fmt: skip


def catalog_status(
    text: str, catalog: Catalog, sources: Mapping[str, SourceText], sheets: Sheets
) -> LanguageStatus:
    """Return the status of a catalog.

    Args:
        text: the catalog's text, for what is marked as fuzzy.
        catalog: its translations that can be used.
        sources: all messages.
        sheets: what stands on which sheet.
    """
    usable = {address: one.reviewed for address, one in catalog.translations.items()}
    fuzzy = frozenset(
        entry.msgctxt for entry in entries(text) if _is_fuzzy(entry) and entry.msgctxt in sources
    )
    review = header_fields(text).get("X-Review", "")
    return _status(catalog.language, review, _Counts(usable, fuzzy), sources, sheets)


class _Counts(msgspec.Struct, frozen=True):
    usable: dict[str, bool]
    """Address of each usable translation, and whether it is reviewed."""
    fuzzy: frozenset[str]


def _status(
    tag: str,
    review: str,
    counts: _Counts,
    sources: Mapping[str, SourceText],
    sheets: Sheets,
) -> LanguageStatus:
    missing = set(sources) - set(counts.usable)
    by_piece: dict[str, list[str]] = {}
    for address, source in sources.items():
        by_piece.setdefault(source.piece, []).append(address)
    owners = {piece: _owner(piece, by_piece) for piece, _ in sheets}
    lacking = Counter(address for said in sheets.values() for address in said & missing)
    most = max(lacking, key=lambda address: (lacking[address], address), default="")
    translated = len(sources) - len(missing)
    return LanguageStatus(
        language=tag,
        name=english_name(tag),
        native=native_name(tag),
        review=review,
        messages=len(sources),
        translated=translated,
        fuzzy=len(counts.fuzzy),
        unreviewed=sum(not reviewed for reviewed in counts.usable.values()),
        percent=_percent(translated, len(sources)),
        sheets=len(sheets),
        printable=sum(not said & missing for said in sheets.values()),
        blocking=Blocking(most, sources[most].text, lacking[most]) if most else None,
        pieces=tuple(
            _piece(name, addresses, counts, sheets, owners)
            for name, addresses in sorted(by_piece.items())
        ),
    )


def _owner(piece: str, names: Iterable[str]) -> str:
    """Return the file of texts a piece is printed from; variants bear its name and their own."""
    own = (name for name in names if piece == name or piece.startswith(f"{name}-"))
    return max(own, key=len, default="")


def _piece(
    name: str,
    addresses: Sequence[str],
    counts: _Counts,
    sheets: Sheets,
    owners: Mapping[str, str],
) -> PieceStatus:
    usable = counts.usable
    translated = [address for address in addresses if address in usable]
    own: dict[str, bool] = {}
    for (piece, layout), said in sheets.items():
        if owners[piece] == name:
            # A format counts where every variant of the piece can be printed in it.
            own[layout] = own.get(layout, True) and said <= usable.keys()
    return PieceStatus(
        piece=name,
        messages=len(addresses),
        translated=len(translated),
        fuzzy=len(counts.fuzzy & set(addresses)),
        unreviewed=sum(not usable[address] for address in translated),
        percent=_percent(len(translated), len(addresses)),
        printable=tuple(sorted(layout for layout, whole in own.items() if whole)),
        unprintable=tuple(sorted(layout for layout, whole in own.items() if not whole)),
    )


def _percent(part: int, whole: int) -> int:
    """Return a share in per cent; 100 only where nothing is missing."""
    return 100 * part // whole if whole else 100


def _is_fuzzy(entry: polib.POEntry) -> bool:
    return bool(entry.fuzzy and not entry.obsolete and entry.msgstr)


README_BEGIN, README_END = "<!-- translations: begin -->", "<!-- translations: end -->"
"""Between these two lines the README has its table of languages."""


def readme_table(languages: Sequence[LanguageStatus]) -> str:
    """Return the table of languages in Markdown."""
    lines = [
        "| language | translated | reviewed | sheets wholly translated |",
        "|---|---|---|---|",
    ]
    for one in sorted(languages, key=lambda one: one.language):
        reviewed = one.translated - one.unreviewed
        lines.append(
            f"| {one.native} · {one.name} (`{one.language}`) | {one.percent} % | "
            f"{_percent(reviewed, one.messages)} % | {one.printable} of {one.sheets} |"
        )
    return "\n".join(lines)


def with_table(readme: str, table: str) -> str:
    """Return a README with its table of languages renewed.

    Raises:
        ValueError: where the two lines that mark the table are missing.
    """
    before, begin, rest = readme.partition(README_BEGIN)
    _, end, after = rest.partition(README_END)
    if not begin or not end:
        raise ValueError(f"The lines '{README_BEGIN}' and '{README_END}' are missing. Add them.")
    line_end = "\r\n" if "\r\n" in readme else "\n"
    renewed = line_end.join(["", *table.splitlines(), ""])
    return f"{before}{begin}{renewed}{end}{after}"
