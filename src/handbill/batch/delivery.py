"""Atomic delivery: the output folder holds whole files only, and a manifest that is true."""

import os
import tempfile
from pathlib import Path

import msgspec

from handbill import __version__
from handbill.batch.results import EditionResult

MANIFEST = "manifest.json"


class ManifestEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the manifest says of one file."""

    id: str
    path: str
    sha256: str
    pages: int
    hotlines: list[dict[str, str]]
    findings: list[dict[str, object]]
    emergency: tuple[str, ...] | None = None
    """The emergency numbers printed; None in entries from before they were listed."""


class Manifest(msgspec.Struct, frozen=True):
    """What lies in an output folder."""

    program: str
    editions: list[ManifestEntry]


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that its name never shows anything but the old or the new whole.

    Raises:
        OSError: where the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, partial = tempfile.mkstemp(prefix=".handbill-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(partial).chmod(0o644)
        Path(partial).replace(path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise


def has_same_bytes(path: Path, data: bytes) -> bool:
    """Tell whether the file is there with exactly these bytes."""
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def update_manifest(folder: Path, results: list[EditionResult]) -> None:
    """Write the manifest: this run's files, and earlier ones that are still there.

    Raises:
        OSError: where the folder cannot be written.
    """
    entries = {entry.path: entry for entry in _known_entries(folder)}
    for result in results:
        if result.status in ("delivered", "unchanged"):
            entries[result.path] = _entry(result)
    kept = [entries[path] for path in sorted(entries) if (folder / path).is_file()]
    manifest = Manifest(f"Handbill {__version__}", kept)
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
    write_atomically(folder / MANIFEST, text)


def _known_entries(folder: Path) -> list[ManifestEntry]:
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest).editions
    except (OSError, msgspec.MsgspecError):
        return []


def _entry(result: EditionResult) -> ManifestEntry:
    return ManifestEntry(
        id=result.id,
        path=result.path,
        sha256=result.sha256,
        pages=result.pages,
        hotlines=msgspec.to_builtins(result.hotlines),
        findings=msgspec.to_builtins(result.findings),
        emergency=result.emergency,
    )
