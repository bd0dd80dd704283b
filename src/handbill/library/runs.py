"""Run files, read like any other input: strictly, and every fault at once."""

import re
from collections.abc import Iterator
from pathlib import Path

from handbill.library.records import read_record
from handbill.library.roots import Place, read_text
from handbill.model.faults import Fault, InputError
from handbill.model.runs import Choices, Exclusion, RunFile

_REGIONS_TABLE = re.compile(r"^\s*\[?\s*regions\s*\.", re.MULTILINE)
_LISTS = ("regions", "pieces", "formats", "languages", "outputs")


def read_run(path: Path) -> RunFile:
    """Return what a run file asks for; its names are not looked up yet.

    Raises:
        InputError: where the file cannot be read or its form is wrong; carries every fault.
    """
    faults: list[Fault] = []
    place = Place(path.parent, path)
    if not path.exists():
        raise InputError([Fault(str(path), "", "There is no such file. Write the path of a run "
                          "file; docs/runs.md shows one.")])  # fmt: skip
    run = read_record(place, RunFile, faults)
    if run is None and _REGIONS_TABLE.search(read_text(place, []) or ""):
        message = (
            "'regions' lists the regions. What is otherwise for one of them stands in a table of "
            "its own: write [region.DE], without the s."
        )
        faults = [fault for fault in faults if fault.key != "regions"]
        faults.append(Fault(place.label, "regions", message))
    if run is not None:
        faults += [Fault(place.label, key, message) for key, message in _problems(run)]
    if run is None or faults:
        raise InputError(faults)
    return run


def _problems(run: RunFile) -> Iterator[tuple[str, str]]:
    for key, folder in (("out", run.out), ("workspace", run.workspace)):
        if not folder.isprintable():
            yield key, "The folder's name has signs that cannot be printed. Correct it."
    tables: list[tuple[str, Choices]] = [("", run)]
    tables += [(f"run[{index}].", entry) for index, entry in enumerate(run.run)]
    tables += [(f"region.{code}.", choices) for code, choices in run.region.items()]
    for prefix, table in tables:
        for name in _LISTS:
            if getattr(table, name, None) == ():
                message = 'The list is empty. Name at least one, write "all", or drop the key.'
                yield f"{prefix}{name}", message
    for prefix, entry in run.entries():
        if entry.regions is None and run.regions is None:
            key = f"{prefix}.regions" if prefix else "regions"
            yield key, 'No region is named. Write a list such as ["DE", "FR"], or "all".'
    for index, exclusion in enumerate(run.exclude):
        for problem in _exclusion_problems(exclusion):
            yield f"exclude[{index}]", problem


def _exclusion_problems(exclusion: Exclusion) -> Iterator[str]:
    given = [getattr(exclusion, name) for name in exclusion.__struct_fields__]
    if not any(value is not None for value in given):
        keys = ", ".join(exclusion.__struct_fields__)
        yield f"Nothing says what to leave out. Add one of {keys}."
    elif () in given:
        yield "A list is empty. Name what to leave out, or drop the key."
