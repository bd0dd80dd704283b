"""The edition inside its own PDF: XMP, so that a file can be checked without its history."""

import io
import json
from typing import Any

import pikepdf
from pikepdf.models.metadata import PdfMetadata

NAMESPACE = "https://handbill.example/ns/edition/1.0/"
"""XMP namespace of Handbill's own properties; a name, not an address."""

CALL_SHEET = "callsheet"
"""Stands in place of a piece in call sheets, which editors use and nobody hands out."""

PdfMetadata.register_xml_namespace(NAMESPACE, "handbill")


def edition_of(document: pikepdf.Pdf) -> dict[str, Any] | None:
    """Return the edition a file says it is; None where it is not one of Handbill's."""
    try:
        with document.open_metadata() as metadata:
            text = metadata.get("handbill:edition", "")
        record = json.loads(str(text)) if text else None
    except (ValueError, KeyError, pikepdf.PdfError):
        return None
    return record if isinstance(record, dict) else None


def with_edition(pdf: bytes, title: str, language: str, edition: dict[str, Any]) -> bytes:
    """Return the PDF with its title, language and edition declared; the same bytes each time."""
    document = pikepdf.open(io.BytesIO(pdf))
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = title
        metadata["handbill:edition"] = json.dumps(edition, ensure_ascii=False, sort_keys=True)
    document.docinfo["/Title"] = title
    document.Root.Lang = pikepdf.String(language)
    buffer = io.BytesIO()
    document.save(buffer, deterministic_id=True)
    return buffer.getvalue()
