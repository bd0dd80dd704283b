"""Runs the converters of the Translate Toolkit as programs of their own.

The toolkit is under the GPL; it is never imported. Its converters see only files that are
written here, never a file that somebody sent.
"""

import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.pofile import normalize

from handbill.model.faults import Fault, InputError
from handbill.translating.exchange_po import Entry

VERSION = "3.20.4"

_SECONDS = 120


def converted(tool: str, data: bytes, before: str, after: str, *options: str) -> bytes:
    """Return what a converter makes of a file with the ending `before`.

    Raises:
        InputError: where the tool is missing or fails.
    """
    program = _program(tool)
    with tempfile.TemporaryDirectory(prefix="handbill-") as folder:
        (Path(folder) / f"handbill{before}").write_bytes(data)
        names = [f"handbill{before}", f"converted{after}"]
        try:
            run = subprocess.run(  # noqa: S603  the pinned converter, with names of our own
                [program, "--progress=none", "--errorlevel=message", *options, *names],
                cwd=folder,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise InputError([Fault(tool, "", _failure(str(error)))]) from error
        made = Path(folder) / f"converted{after}"
        if run.returncode or not made.is_file():
            said = run.stderr.decode("utf-8", "replace").strip()
            raise InputError([Fault(tool, "", _failure(said or "it wrote nothing"))])
        return made.read_bytes()


def tool_catalog(entries: Iterable[Entry], language: str) -> bytes:
    """Return a catalog of nothing but what the converters are to see.

    They drop `msgctxt`, so that the address stands as a reference, which they keep. The
    comments of translators and reviewers, with their names, do not leave the house.
    """
    header = f"Language: {language}\nContent-Type: text/plain; charset=UTF-8\n"
    parts = [f'msgid ""\nmsgstr {normalize(header, width=0)}\n']
    parts += ["\n".join(_tool_entry(entry)) for entry in entries]
    return "\n".join(parts).encode()


def _tool_entry(entry: Entry) -> Iterator[str]:
    yield from (f"#. {note}" for note in entry.notes)
    yield f"#: {entry.address}"
    if entry.fuzzy:
        yield "#, fuzzy"
    yield f"msgctxt {normalize(entry.address, width=0)}"
    yield f"msgid {normalize(entry.source, width=0)}"
    yield f"msgstr {normalize(entry.text, width=0)}\n"


def _program(tool: str) -> Path:
    """Return the path of a converter, installed beside the Python that runs this."""
    folders = [
        Path(sys.executable).parent,
        *(Path(sysconfig.get_path("scripts", scheme)) for scheme in _schemes()),
    ]
    for folder in folders:
        for name in (tool, f"{tool}.exe"):
            if (folder / name).is_file():
                return folder / name
    message = (
        "This program is missing; exchanging translations needs the Translate Toolkit. "
        f"Install it: {sys.executable} -m pip install translate-toolkit=={VERSION}"
    )
    raise InputError([Fault(tool, "", message)])


def _schemes() -> tuple[str, ...]:
    return sysconfig.get_default_scheme(), sysconfig.get_preferred_scheme("user")


def _failure(said: str) -> str:
    return (
        f"The converter failed: {said.rstrip('.')}. Nothing was written. Export the file anew; "
        "if that is no help, install the converter anew: "
        f"{sys.executable} -m pip install --force-reinstall translate-toolkit=={VERSION}"
    )
