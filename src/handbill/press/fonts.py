"""The fonts the press may use, isolated from whatever else the machine has."""

import os
import subprocess
import tempfile
from collections.abc import Iterable
from functools import cache
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
    # Fontconfig keeps what the rules made of each font, so other rules need another cache.
    text = _configuration(font_folders(), folder / "cache-2")
    path = folder / "fonts.conf"
    if not path.is_file() or path.read_text("utf-8") != text:
        partial = folder / f"fonts.conf.{os.getpid()}"
        partial.write_text(text, "utf-8")
        partial.replace(path)
    os.environ["FONTCONFIG_FILE"] = str(path)


@cache
def font_file(family: str, bold: bool) -> tuple[Path, int] | None:
    """Return the file fontconfig takes for a family, and the index of the face in it.

    None where the declared folders do not have the family.
    """
    pattern = family.replace("-", r"\-") + (":bold" if bold else ":regular")
    command = ["fc-match", "--format", "%{family}\t%{file}\t%{index}", pattern]
    answer = subprocess.run(  # noqa: S603  a fixed command; the pattern is one argument
        command,
        capture_output=True, text=True, check=False,
    ).stdout.split("\t")  # fmt: skip
    if len(answer) != 3 or family not in answer[0].split(","):
        return None
    return Path(answer[1]), int(answer[2]) & 0xFFFF


_BOLD = (
    '<match target="scan"><test name="style"><string>Bold</string></test>'
    '<edit name="weight" mode="assign"><const>bold</const></edit></match>'
)
"""Noto Nastaliq Urdu Bold says it is regular, and would set all Urdu text."""


def _configuration(folders: Iterable[Path], cache: Path) -> str:
    listed = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders)
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig>{listed}<cachedir>{escape(str(cache))}</cachedir>{_BOLD}</fontconfig>\n"
    )
