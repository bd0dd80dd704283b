"""The command `handbill preflight`."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.markup import escape

from handbill.cli.options import json_option, workspace_option
from handbill.cli.output import near_names, people, print_json, print_table
from handbill.cli.progress import Progress
from handbill.library.library import load_library
from handbill.model.findings import Finding
from handbill.model.languages import canonical_tag, is_known_language
from handbill.model.names import look_up
from handbill.model.postings import Posting
from handbill.preflight.report import CheckedFile, counted, grouped, printable, write_report
from handbill.preflight.sandbox import Outcome, run_each

_EPILOG = """\b
Examples:
  handbill preflight out/
  handbill preflight poster.pdf --region US --language es+en
  handbill preflight out/ --strict --report report
  handbill preflight notice.pdf --posting us-ca
  handbill preflight leaflet.pdf --json > findings.json

\b
Exit status: 0 no error found; 1 some file has an error; 2 wrong usage or no such file.
"""


@click.command(epilog=_EPILOG)
@click.argument("files", nargs=-1, required=True, metavar="PDF...", type=click.Path(path_type=Path))
@workspace_option
@click.option("--region", default="", help="Region that files are meant for, e.g. US-FL.")
@click.option("--language", "languages", multiple=True,
              help="Language that files are written in, or several: es, es+en.")  # fmt: skip
@click.option("--posting", default="", metavar="LAW",
              help="Law whose notice the files are meant to be, e.g. us-ca.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--report", "report", type=click.Path(path_type=Path, file_okay=False),
              help="Folder for a report with pictures of the pages.")  # fmt: skip
@json_option
@click.option("-j", "--jobs", type=click.IntRange(1, 64), default=None,
              help="Processes at work; else the number of cores.")  # fmt: skip
def command(
    files: tuple[Path, ...],
    workspace: Path | None,
    region: str,
    languages: tuple[str, ...],
    posting: str,
    strict: bool,
    report: Path | None,
    as_json: bool,
    jobs: int | None,
) -> int:
    """Check finished PDFs, Handbill's own and anybody's; of a folder, every PDF below it.

    A file that Handbill made names its edition itself. Of another file, say what region and
    languages it is meant for, so that its numbers and characters can be checked against them.
    """
    from handbill.batch.examining import Claimed, examine

    started = time.perf_counter()
    paths = _pdfs(files)
    code, tags, law = _known(workspace, region, languages, posting)
    claimed = Claimed(
        workspace=workspace,
        region=code or (law.jurisdiction if law else ""),
        languages=tags,
        posting=law.id if law else "",
        pictures=bool(report),
    )
    outcomes = run_each(
        examine, [(path, claimed) for path in paths], jobs=jobs or os.cpu_count() or 1
    )
    # A run that is ended from outside stops like one that is ended by Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    checked = []
    with _Checking(len(paths), quiet=as_json) as progress, contextlib.closing(outcomes):
        for path, outcome in zip(paths, outcomes, strict=True):
            file = _checked(path, outcome)
            checked.append(_as_strict(file) if strict else file)
            progress.note_file(checked[-1])
    if law:
        _tell_law(law)
    if as_json:
        print_json({"files": [_as_data(file) for file in checked]})
    else:
        _print_files(checked)
    index = write_report(checked, report) if report else None
    _tell_summary(checked, time.perf_counter() - started, index)
    return 0 if all(file.ok for file in checked) else 1


class _Checking(Progress):
    """Shows on standard error how far the checking has come."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        super().__init__(total, quiet=quiet)
        if self._bar and self._task is not None:
            self._bar.update(self._task, description="Checking")

    def note_file(self, file: CheckedFile) -> None:
        """Show that a file is done."""
        if self._bar and self._task is not None:
            self._bar.update(self._task, advance=1, description=escape(_name(file)))
        elif not self._quiet:
            self._console.print(f"{_state(file)} {_name(file)}", markup=False)


def _pdfs(files: Sequence[Path]) -> list[Path]:
    """Return the files named and those below the folders named, each once.

    Raises:
        click.UsageError: names everything that is not there, and each folder without a PDF.
    """
    found: list[Path] = []
    missing, empty = [], []
    for path in files:
        below = [path] if path.is_file() else _pdfs_below(path)
        found += below
        if not path.exists():
            missing.append(click.format_filename(path))
        elif not below:
            empty.append(click.format_filename(path))
    faults = []
    if missing:
        faults.append(f"There is no file {_listed(missing)}. Check the spelling.")
    if empty:
        faults.append(f"There is no PDF in {_listed(empty)}. Name a PDF or a folder that has some.")
    if faults:
        raise click.UsageError(" ".join(faults))
    return list(dict.fromkeys(found))


def _pdfs_below(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.rglob("*") if path.suffix.lower() == ".pdf" and path.is_file()
    )


def _listed(names: Sequence[str]) -> str:
    return " or ".join(f"'{printable(name)}'" for name in names)


def _known(
    workspace: Path | None, region: str, languages: Sequence[str], posting: str
) -> tuple[str, tuple[str, ...], Posting | None]:
    """Return the region's code, the languages' tags as they are usually written, and the law.

    Raises:
        UnknownNameError: where no region or law bears the name.
        click.UsageError: where some language is not known.
        InputError: where the workspace cannot be read.
    """
    # Read once here, so that a fault in it is not told anew for each file.
    library = load_library(workspace, spare_faulty=True)
    code = look_up("region", region, library.regions).code if region else ""
    names = [name.strip() for text in languages for name in text.split("+")]
    tags = {name: canonical_tag(name) for name in names}
    unknown = [
        f"There is no language '{name}'.{near_names(name, library.languages)}"
        for name, tag in tags.items()
        if tag not in library.languages and not is_known_language(tag)
    ]
    if unknown:
        raise click.UsageError(" ".join(unknown))
    law = look_up("posting", posting, library.postings) if posting else None
    return code, tuple(dict.fromkeys(tags.values())), law


def _checked(path: Path, outcome: Outcome) -> CheckedFile:
    name = click.format_filename(path)
    if outcome.fault:
        return CheckedFile(name, (Finding("file.unreadable", "error", printable(outcome.fault)),))
    file: CheckedFile = outcome.value
    findings = tuple(
        msgspec.structs.replace(finding, message=printable(finding.message))
        for finding in file.findings
    )
    return msgspec.structs.replace(file, path=name, findings=findings)


def _tell_law(law: Posting) -> None:
    """Tell what was measured against, on standard error: it is no result."""
    page = " × ".join(f"{side:g}" for side in law.page) + " in" if law.page else "any size"
    people().print(
        f"{law.instrument}, {law.jurisdiction} {law.place}".rstrip()
        + f": {page}, {f'{law.type_size:g} pt' if law.type_size else 'no type size'}, "
        f"{', '.join(law.languages) or 'no language named'}; confidence {law.confidence}, "
        f"checked {law.checked}. Sources: {', '.join(s.url for s in law.sources)}. "
        f"This is not legal advice.",
        markup=False,
    )


def _as_strict(file: CheckedFile) -> CheckedFile:
    findings = tuple(
        msgspec.structs.replace(finding, severity="error")
        if finding.severity == "warning"
        else finding
        for finding in file.findings
    )
    return msgspec.structs.replace(file, findings=findings)


def _as_data(file: CheckedFile) -> dict[str, Any]:
    return {"path": file.path, "ok": file.ok, "findings": msgspec.to_builtins(file.findings)}


def _state(file: CheckedFile) -> str:
    return "ok" if file.ok else "faulty"


def _name(file: CheckedFile) -> str:
    return printable(file.path)


def _print_files(files: Sequence[CheckedFile]) -> None:
    for file in files:
        click.echo(f"{_state(file):6}  {_name(file)}")
    rows = list(_rows(files))
    if rows:
        click.echo()
        print_table(("check", "severity", "page", "file", "message"), rows)


def _rows(files: Sequence[CheckedFile]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each thing found, however many pages and files it was found on."""
    names: dict[tuple[str, str, str], dict[str, None]] = {}
    for file in files:
        for finding in file.findings:
            key = (finding.check, finding.severity, finding.message)
            names.setdefault(key, {})[_name(file)] = None
    for group in grouped(finding for file in files for finding in file.findings):
        first, *others = names[group.check, group.severity, group.message]
        more = f" and {counted(len(others), 'more file')}" if others else ""
        cells = (group.check, group.severity, group.pages, first + more, group.message)
        yield tuple(escape(cell) for cell in cells)


def _tell_summary(files: Sequence[CheckedFile], seconds: float, index: Path | None) -> None:
    severities = [finding.severity for file in files for finding in file.findings]
    faulty = sum(not file.ok for file in files)
    counts = [f"{count} {state}" for state, count in
              (("ok", len(files) - faulty), ("faulty", faulty)) if count]  # fmt: skip
    counts += [
        counted(count, severity)
        for severity in ("error", "warning", "note")
        if (count := severities.count(severity))
    ]
    where = f" Open {click.format_filename(index)}." if index else ""
    people().print(
        f"{counted(len(files), 'file')} checked: {', '.join(counts)} in {seconds:.1f} s.{where}",
        markup=False,
    )
