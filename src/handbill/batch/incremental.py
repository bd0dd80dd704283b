"""What need not be made again: files whose key and checksum are as the manifest has them."""

import datetime
from pathlib import Path

import msgspec

from handbill.batch.delivery import ManifestEntry, is_whole, known_origins
from handbill.batch.keys import Keys
from handbill.batch.results import EditionResult, HotlineResult, edition_result
from handbill.batch.staleness import stale_numbers
from handbill.library.library import Library
from handbill.model.editions import Edition
from handbill.model.findings import Finding


class Current:
    """Tells which files of an output folder are what a run would make."""

    def __init__(
        self, folder: Path, library: Library, today: datetime.date, *, strict: bool
    ) -> None:
        self._folder, self._today, self._strict = folder, today, strict
        self._keys = Keys(library)
        self._known = known_origins(folder)

    def result(self, edition: Edition) -> EditionResult | None:
        """Return an edition as unchanged; None where it has to be made."""
        known = self._known.get(edition.id)
        if known is None:
            return None
        entry, uses = known
        if entry.path != edition.path or self._keys.key(edition, uses) != entry.key:
            return None
        if not is_whole(self._folder / entry.path, entry.sha256):
            return None
        findings = self._findings(edition, entry)
        if self._strict and findings:
            return None
        return msgspec.structs.replace(
            edition_result(edition, "unchanged"),
            pages=entry.pages,
            sha256=entry.sha256,
            hotlines=msgspec.convert(entry.hotlines, tuple[HotlineResult, ...]),
            emergency=entry.emergency or (),
            findings=findings,
        )

    def _findings(self, edition: Edition, entry: ManifestEntry) -> tuple[Finding, ...]:
        """Return what was found in a file; numbers grow stale while it lies there."""
        found = msgspec.convert(entry.findings, tuple[Finding, ...])
        kept = (finding for finding in found if finding.check != "number.stale")
        return (*stale_numbers(edition, self._today), *kept)
