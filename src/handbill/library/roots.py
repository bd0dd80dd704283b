"""Where files come from: the built-in folders, and the user's workspace over them."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from handbill.model.faults import Fault

LARGEST_FILE = 2 * 1024 * 1024
"""Largest content or catalog file read, in bytes; the largest built-in one has about 60 kB."""


class Place(msgspec.Struct, frozen=True):
    """A file of one root."""

    root: Path
    path: Path

    @property
    def label(self) -> str:
        """Return the name people know the file by."""
        return self.path.relative_to(self.root).as_posix()


def built_in_root() -> Path:
    """Return the folder that holds the built-in content, templates and translations."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "data"
    return installed if installed.is_dir() else package.parents[1]


def roots(workspace: Path | None) -> tuple[Path, ...]:
    """Return the roots in rising order of precedence."""
    return (built_in_root(), workspace.resolve()) if workspace else (built_in_root(),)


def overlay(all_roots: tuple[Path, ...], folder: str, pattern: str) -> dict[str, Place]:
    """Return the files of a folder by their path below it; later roots win by name."""
    found: dict[str, Place] = {}
    for root in all_roots:
        base = root / folder
        for path in _files(base):
            relative = path.relative_to(base)
            if _matches(relative, pattern):
                found[relative.as_posix()] = Place(root, path)
    return dict(sorted(found.items()))


def _files(base: Path) -> Iterator[Path]:
    """Yield all files of a folder, broken links included, and folders named like files."""
    for folder, folders, names in os.walk(base):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        odd = [name for name in folders if "." in name or (Path(folder) / name).is_symlink()]
        for name in sorted([*names, *odd]):
            if not name.startswith("."):
                yield Path(folder) / name


def _matches(relative: Path, pattern: str) -> bool:
    if pattern.startswith("**/"):
        return relative.match(pattern.removeprefix("**/"))
    return len(relative.parts) == pattern.count("/") + 1 and relative.match(pattern)


def layers(all_roots: tuple[Path, ...], name: str) -> list[Place]:
    """Return a file of every root that has it, for files that are merged and not replaced."""
    places = [Place(root, root / name) for root in all_roots]
    return [place for place in places if place.path.exists() or place.path.is_symlink()]


def read_text(place: Place, faults: list[Fault]) -> str | None:
    """Return a file's text, or None after noting what keeps it from being read."""
    try:
        problem = next(_problems(place), None)
        if problem is None:
            return place.path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problem = (
            f"The file is not UTF-8: line {line} (byte {error.start + 1}) cannot be read. "
            f"Save it with the encoding UTF-8."
        )
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads to itself
        reason = error.strerror if isinstance(error, OSError) else str(error)
        problem = f"The file cannot be read: {reason}. Check its permissions and links."
    faults.append(Fault(place.label, "", problem))
    return None


def _problems(place: Place) -> Iterator[str]:
    resolved = place.path.resolve()
    if not resolved.is_relative_to(place.root.resolve()):
        yield (
            "The file is a link to a place outside the folder it stands in. "
            "Put the file itself here."
        )
    elif not resolved.is_file():
        yield "This is not a file that can be read. Put a text file here, or remove it."
    elif resolved.stat().st_size > LARGEST_FILE:
        yield (
            f"The file has {resolved.stat().st_size:,} bytes; at most {LARGEST_FILE:,} are read. "
            f"Split it, or remove what does not belong here."
        )
    elif resolved.stat().st_size == 0:
        yield "The file is empty. Fill it, or remove it."
    else:
        with resolved.open("rb") as file:
            if file.read(3) == b"\xef\xbb\xbf":
                yield (
                    "The file begins with a byte-order mark. Save it as UTF-8 without a "
                    "byte-order mark (BOM)."
                )
