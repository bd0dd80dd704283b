"""Whether an output folder is Handbill's to write to."""

from pathlib import Path

import msgspec

from handbill.batch.delivery import MANIFEST, Manifest, update_manifest
from handbill.batch.run_report import is_foreign_report
from handbill.model.faults import Fault


def folder_faults(folder: Path) -> list[Fault]:
    """Return why a run must not write to a folder; hidden files in it do not count.

    A folder is Handbill's where it does not exist, is empty, or has a manifest of Handbill's.
    """
    try:
        problem = _problem(folder)
    except OSError as error:
        problem = f"The folder cannot be read: {error.strerror}. Choose another."
    return [Fault(str(folder), "", problem)] if problem else []


def claim_folder(folder: Path) -> None:
    """Make the folder and its manifest, so that a run that is killed finds its folder again.

    Raises:
        OSError: where the folder cannot be written.
    """
    if not (folder / MANIFEST).exists():
        update_manifest(folder, [])


def _problem(folder: Path) -> str:
    if not folder.exists():
        return ""
    if not folder.is_dir():
        return "This is a file, not a folder to write to. Choose another name."
    names = [path.name for path in folder.iterdir() if not path.name.startswith(".")]
    if names and not _has_manifest(folder):
        return (
            f"The folder holds other files, such as '{min(names)}', and no {MANIFEST} of "
            f"Handbill's. Choose an empty folder or a new one."
        )
    if is_foreign_report(folder):
        return "Its report.html is not Handbill's and would be lost. Move it elsewhere."
    return ""


def _has_manifest(folder: Path) -> bool:
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (FileNotFoundError, IsADirectoryError, msgspec.MsgspecError, UnicodeDecodeError):
        return False
    return manifest.program.startswith("Handbill ")
