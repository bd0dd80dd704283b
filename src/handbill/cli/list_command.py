"""The command `handbill list`."""

from pathlib import Path
from typing import Any

import click

from handbill.batch.wiring import shelf_of
from handbill.cli.options import json_option, workspace_option
from handbill.cli.output import print_json, print_table
from handbill.library.library import Library, load_library
from handbill.model.languages import cldr_locale, language_name
from handbill.planning.selection import Selection, plan

_EPILOG = """\b
Examples:
  handbill list regions
  handbill list languages --json
  handbill list postings
  handbill list editions US-FL
"""

Rows = list[dict[str, Any]]


@click.command(name="list", epilog=_EPILOG)
@click.argument("kind", type=click.Choice(
    ["regions", "languages", "pieces", "formats", "organizations", "postings",
     "editions"]))  # fmt: skip
@click.argument("region", required=False)
@workspace_option
@json_option
def command(kind: str, region: str | None, workspace: Path | None, as_json: bool) -> int:
    """List what there is: regions, languages, pieces, formats, organizations, laws or editions.

    'editions' needs a REGION, and lists what 'handbill make REGION' would print.
    """
    if (kind == "editions") != (region is not None):
        raise click.UsageError("Write a REGION with 'editions', and with nothing else.")
    library = load_library(workspace, spare_faulty=True)
    rows = _editions(library, region) if region else _LISTS[kind](library)
    if as_json:
        print_json({kind: rows})
        return 0
    headings = list(rows[0]) if rows else []
    print_table(headings, [[_shown(value) for value in row.values()] for row in rows])
    return 0


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _regions(library: Library) -> Rows:
    return [
        {
            "code": code,
            "name": cldr_locale("en").territories.get(region.country(), code),
            "paper": region.paper,
            "printable": sum(hotline.print for hotline in region.hotlines),
            "of medium confidence": sum(
                hotline.print and hotline.confidence == "medium" for hotline in region.hotlines
            ),
            "emergency": [entry.number for entry in region.emergency],
            "languages": list(region.languages),
        }
        for code, region in sorted(library.regions.items())
    ]


def _languages(library: Library) -> Rows:
    wanted = {tag for region in library.regions.values() for tag in region.languages}
    tags = sorted(wanted | set(library.languages))
    return [_language(library, tag) for tag in tags]


def _language(library: Library, tag: str) -> dict[str, Any]:
    total = len(library.sources())
    language, catalog = library.languages.get(tag), library.catalogs.get(tag)
    translated = len(catalog.translations) if catalog else 0
    if tag == "en" or (language and language.pseudo):
        translated = total
    reviewed = sum(entry.reviewed for entry in catalog.translations.values()) if catalog else 0
    return {
        "tag": tag,
        "name": language_name(tag, "en"),
        "own name": language_name(tag, tag),
        "direction": language.direction() if language else cldr_locale(tag).text_direction,
        "translated": f"{translated}/{total}",
        "reviewed": f"{translated if tag == 'en' else reviewed}/{total}",
        "printable": translated == total,
    }


def _pieces(library: Library) -> Rows:
    return [
        {
            "id": piece.id,
            "audience": piece.audience,
            "headline": next(
                message.text
                for block in piece.blocks
                for message in block.messages
                if message.role == "title"
            ),
            "kinds of line": list(piece.kinds),
            "confidential lines only": piece.confidential,
            "discreet": piece.discreet,
        }
        for piece in library.pieces.values()
    ]


def _formats(library: Library) -> Rows:
    return [
        {
            "id": layout.id,
            "title": layout.title,
            "pages": len(layout.pages),
            "sizes": [f"{paper}:{width}×{height}mm"
                      for paper, (width, height) in layout.trims.items()],
            "several on a sheet": layout.imposed,
        }
        for layout in library.formats.values()
    ]  # fmt: skip


def _organizations(library: Library) -> Rows:
    return [
        {"id": organization.id, "name": organization.name, "line": organization.line}
        for organization in library.organizations.values()
    ]


def _postings(library: Library) -> Rows:
    return [
        {
            "id": posting.id,
            "region": f"{posting.jurisdiction} {posting.place}".strip(),
            "law": posting.instrument,
            "mandatory": posting.mandatory,
            "who must post": "; ".join(posting.who),
            "page": " × ".join(f"{side:g}" for side in posting.page or ()),
            "type": f"{posting.type_size:g} pt" if posting.type_size else "",
            "languages": list(posting.languages),
            "own design": posting.own_design,
            "confidence": posting.confidence,
        }
        for posting in library.postings.values()
    ]


def _editions(library: Library, region: str) -> Rows:
    editions, omissions = plan(Selection((region,)), shelf_of(library))
    rows = [{"id": edition.id, "status": "printable", "reason": ""} for edition in editions]
    rows += [
        {"id": left.edition.id, "status": "skipped", "reason": left.reason} for left in omissions
    ]
    return sorted(rows, key=lambda row: row["id"])


_LISTS = {
    "regions": _regions,
    "languages": _languages,
    "pieces": _pieces,
    "formats": _formats,
    "organizations": _organizations,
    "postings": _postings,
}
