"""The fonts the press may use, isolated from whatever else the machine has."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

FONT_FOLDERS = (
    Path("/usr/share/fonts/truetype/noto"),
    Path("/usr/share/fonts/opentype/noto"),
)
"""Where Debian's fonts-noto-core and fonts-noto-cjk put their files."""

FOLDERS_VARIABLE = "HANDBILL_FONTS"
"""Environment variable naming other font folders, separated as in PATH."""


def font_folders() -> tuple[Path, ...]:
    """Return the declared font folders that exist."""
    declared = os.environ.get(FOLDERS_VARIABLE)
    folders = map(Path, declared.split(os.pathsep)) if declared else FONT_FOLDERS
    return tuple(folder for folder in folders if folder.is_dir())


def isolate_fonts() -> None:
    """Make fontconfig in this process see the declared folders only.

    Must run before WeasyPrint is imported: fontconfig reads its configuration once.
    """
    folder = Path(tempfile.gettempdir()) / f"handbill-fontconfig-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    text = _configuration(font_folders(), folder / "cache")
    path = folder / "fonts.conf"
    if not path.is_file() or path.read_text("utf-8") != text:
        partial = folder / f"fonts.conf.{os.getpid()}"
        partial.write_text(text, "utf-8")
        partial.replace(path)
    os.environ["FONTCONFIG_FILE"] = str(path)


def _configuration(folders: Iterable[Path], cache: Path) -> str:
    listed = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders)
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig>{listed}<cachedir>{escape(str(cache))}</cachedir></fontconfig>\n"
    )
