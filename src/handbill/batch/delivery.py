"""Atomic delivery: the output folder holds whole files only, and a manifest that is true."""

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import msgspec

from handbill import __version__
from handbill.batch.results import EditionResult
from handbill.composing.uses import Uses

MANIFEST = "manifest.json"

PARTIAL = ".handbill-"
"""How the names of files begin that are being written."""


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
    seconds: float = 0.0
    """How long making it took when it was last written; 0 where that is not known."""
    key: str = ""
    """The key of the edition; empty where it is not known."""
    uses: str = ""
    """Where in the manifest's `uses` stands what it was made from."""


class Manifest(msgspec.Struct, frozen=True, omit_defaults=True):
    """What lies in an output folder."""

    program: str
    editions: list[ManifestEntry]
    uses: dict[str, Uses] = {}
    """What editions were made from; many share the same."""
    unsettled: list[ManifestEntry] = []
    """Files that a run was about to replace when it ended before its time: each is either still
    this one, or the new one."""


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that its name never shows anything but the old or the new whole.

    Raises:
        OSError: where the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, partial = tempfile.mkstemp(prefix=PARTIAL, dir=path.parent)
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


def write_if_changed(path: Path, data: bytes) -> bool:
    """Write a file unless it has these bytes already, and tell whether it was written.

    Raises:
        OSError: where the folder cannot be written.
    """
    if has_same_bytes(path, data):
        return False
    write_atomically(path, data)
    return True


class Origin(msgspec.Struct, frozen=True):
    """What a file was made from."""

    key: str
    uses: Uses


def update_manifest(
    folder: Path,
    results: Iterable[EditionResult],
    origins: Mapping[str, Origin] | None = None,
    unsettled: Collection[str] = (),
) -> None:
    """Write the manifest: this run's files, and earlier ones that are still there.

    Args:
        folder: the output folder.
        results: what became of editions since the manifest was written last.
        origins: what the files made now were made from, by their ids.
        unsettled: the ids of editions whose files may be replaced before it is written again.

    Raises:
        OSError: where the folder cannot be written.
    """
    former = _manifest(folder)
    entries = {entry.path: entry for entry in former.editions}
    # What a run left unsettled is true again where the file is the one that was to be replaced.
    for entry in former.unsettled:
        if entry.path not in entries and is_whole(folder / entry.path, entry.sha256):
            entries[entry.path] = entry
    uses = dict(former.uses)
    for result in results:
        if result.status in ("delivered", "unchanged"):
            origin = (origins or {}).get(result.id)
            entries[result.path] = _entry(result, entries.get(result.path), origin)
            if origin:
                uses[digest_of(origin.uses)] = origin.uses
    kept = [entries[path] for path in sorted(entries) if (folder / path).is_file()]
    named = sorted({entry.uses for entry in kept if entry.uses})
    manifest = Manifest(
        f"Handbill {__version__}",
        [entry for entry in kept if entry.id not in unsettled],
        {name: uses[name] for name in named},
        [entry for entry in kept if entry.id in unsettled],
    )
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
    write_if_changed(folder / MANIFEST, text)


def remove_others(folder: Path, wanted: Collection[str]) -> list[str]:
    """Remove the files of editions that are wanted no more, and return their paths.

    A file that somebody changed since is theirs and stays, and stays in the manifest.

    Raises:
        OSError: where a file cannot be removed.
    """
    removed = []
    for entry in known_entries(folder):
        path = folder / entry.path
        if entry.id in wanted or not is_whole(path, entry.sha256):
            continue
        path.unlink()
        removed.append(entry.path)
    if removed:
        update_manifest(folder, [])
    return removed


def is_whole(path: Path, sha256: str) -> bool:
    """Tell whether a file is there with the content that has this checksum."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def digest_of(uses: Uses) -> str:
    """Return a short name for what an edition was made from."""
    return hashlib.sha256(msgspec.json.encode(uses)).hexdigest()[:16]


def _manifest(folder: Path) -> Manifest:
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError):
        return Manifest("", [])


def known_origins(folder: Path) -> dict[str, tuple[ManifestEntry, Uses]]:
    """Return the files whose origin a manifest knows, by the ids of their editions."""
    manifest = _manifest(folder)
    return {
        entry.id: (entry, manifest.uses[entry.uses])
        for entry in manifest.editions
        if entry.key and entry.uses in manifest.uses
    }


def known_entries(folder: Path) -> list[ManifestEntry]:
    """Return what the manifest of a folder lists; nothing where none can be read."""
    return _manifest(folder).editions


def _entry(
    result: EditionResult, former: ManifestEntry | None, origin: Origin | None
) -> ManifestEntry:
    # A run that changes no file changes no manifest.
    same = former if former is not None and former.sha256 == result.sha256 else None
    return ManifestEntry(
        id=result.id,
        path=result.path,
        sha256=result.sha256,
        pages=result.pages,
        hotlines=msgspec.to_builtins(result.hotlines),
        findings=msgspec.to_builtins(result.findings),
        emergency=result.emergency,
        seconds=(same and same.seconds) or round(result.seconds, 2),
        key=origin.key if origin else same.key if same else "",
        uses=digest_of(origin.uses) if origin else same.uses if same else "",
    )
