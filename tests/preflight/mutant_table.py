"""Prints what preflight catches and what it lets pass: the tables of docs/preflight-proof.md.

Run as `python -m tests.preflight.mutant_table [--full] [--region XX] [--write PATH]`.
"""

import argparse
import datetime
import multiprocessing
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec

from handbill.batch.wiring import shelf_of
from handbill.library.library import load_library
from handbill.model.editions import Edition
from handbill.planning.selection import Selection, plan
from tests.preflight.mutants import MUTANTS
from tests.preflight.mutants.planting import Mutant
from tests.preflight.mutants.samples import CASES, bench, sample

REGIONS = ("US", "MX", "GB", "DE", "EG", "IN", "PH", "TH", "ZA", "BR")
"""The regions whose editions `--full` makes, as far as the directory has them."""

WORKERS = 2

COMMAND = "python -m tests.preflight.mutant_table"


class Outcome(msgspec.Struct, frozen=True):
    """What became of one fault planted in one sample."""

    mutant: str
    language: str
    caught: bool
    others: tuple[str, ...]
    """Other checks that found something wrong."""


class Tried(msgspec.Struct, frozen=True):
    """What preflight said of one good edition."""

    region: str
    language: str
    name: str
    made: bool
    """Whether it could be set at all; else its texts are too long for its format."""
    alarms: tuple[str, ...]


def outcome(mutant: Mutant, name: str) -> Outcome:
    """Return whether a planted fault is caught by the check meant for it."""
    checks = {each.check for each in mutant.caught(name) if each.severity == mutant.severity}
    return Outcome(
        mutant=mutant.name,
        language="+".join(sample(name).edition.languages),
        caught=mutant.check in checks,
        others=tuple(sorted(checks - {mutant.check})),
    )


def outcomes() -> Iterator[Outcome]:
    """Yield the outcome of every mutant in each of its samples."""
    for number, mutant in enumerate(MUTANTS, 1):
        _tell(f"{number}/{len(MUTANTS)} {mutant.name}")
        for name in mutant.samples:
            yield outcome(mutant, name)


def sampled() -> Iterator[Tried]:
    """Yield what preflight says of the samples."""
    for name in CASES:
        good = sample(name)
        alarms = [f"{each.check}: {each.message}" for each in good.findings
                  if each.severity == "error"]  # fmt: skip
        yield Tried(
            region=good.edition.region,
            language="+".join(good.edition.languages),
            name=good.edition.id,
            made=True,
            alarms=tuple(alarms),
        )


def editions(regions: Sequence[str]) -> list[Edition]:
    """Return every edition of some regions, in all their languages, for home and screen."""
    library = load_library(None)
    known = tuple(code for code in regions if code in library.regions)
    found, _ = plan(Selection(regions=known, outputs=("home", "screen")), shelf_of(library))
    return found


def tried(edition: Edition) -> Tried:
    """Return what preflight says of an edition."""
    made = bench().make(edition)
    errors = [f"{each.check}: {each.message}" for each in made.findings
              if each.severity == "error"]  # fmt: skip
    return Tried(
        region=edition.region,
        language="+".join(edition.languages),
        name=edition.id,
        made=made.pages > 0,
        alarms=tuple(dict.fromkeys(errors)),
    )


def every(regions: Sequence[str]) -> Iterator[Tried]:
    """Yield what preflight says of every edition of some regions."""
    wanted = editions(regions)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
        for number, result in enumerate(pool.map(tried, wanted, chunksize=4), 1):
            _tell(f"{number}/{len(wanted)} {result.name}")
            yield result


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def mutant_table(found: Sequence[Outcome]) -> str:
    """Return the table of mutants by language."""
    languages = list(dict.fromkeys(each.language for each in found))
    rows = []
    for mutant in MUTANTS:
        own = [each for each in found if each.mutant == mutant.name]
        cells = [_cell([each for each in own if each.language == tag]) for tag in languages]
        others = Counter(check for each in own for check in each.others)
        also = ", ".join(f"`{check}`" for check, _ in others.most_common(3))
        rows.append([mutant.name, f"`{mutant.check}`", *cells, also])
    return _table(["Fault", "Meant to catch it", *languages, "Also found by"], rows)


def _cell(own: Sequence[Outcome]) -> str:
    if not own:
        return "–"
    caught = sum(each.caught for each in own)
    if caught == len(own):
        return "caught"
    return "**by another**" if all(each.caught or each.others for each in own) else "**missed**"


def edition_table(found: Sequence[Tried]) -> str:
    """Return the table of good editions: passed and false alarms, by region and language."""
    languages = list(dict.fromkeys(each.language for each in found))
    counted: dict[tuple[str, str], list[Tried]] = defaultdict(list)
    for each in found:
        if each.made:
            counted[each.region, each.language].append(each)
    rows = [
        [region, *(_count(counted[region, tag]) for tag in languages)]
        for region in dict.fromkeys(each.region for each in found)
    ]
    return _table(["Region", *languages], rows)


def _count(own: Sequence[Tried]) -> str:
    if not own:
        return "–"
    alarmed = sum(bool(each.alarms) for each in own)
    return f"{len(own) - alarmed} / {alarmed}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def report(mutants: Sequence[Outcome], good: Sequence[Tried], command: str) -> str:
    """Return the page."""
    caught = sum(each.caught for each in mutants)
    stopped = sum(bool(each.others) for each in mutants if not each.caught)
    set_up = [each for each in good if each.made]
    alarmed = [each for each in set_up if each.alarms]
    unset = [each for each in good if not each.made]
    parts = [
        "# What preflight catches, and what it lets pass",
        f"Printed by `{command}` on {datetime.date.today().isoformat()}.",
        (
            f"- **{len(MUTANTS)} faults** planted by script in good editions, each in one or more "
            f"of them: {len(mutants)} damaged files. {caught} were caught by the check meant for "
            f"them, {stopped} more by another, {len(mutants) - caught - stopped} by none.\n"
            f"- **{len(set_up)} good editions**: {len(set_up) - len(alarmed)} passed, "
            f"{len(alarmed)} raised an error."
        ),
        "## Planted faults",
        (
            "A fault counts as caught where the check meant for it raises an error (a warning, "
            "where the check only warns). **By another**: another check stops the file. "
            "**Missed**: it would be printed. The damaged files are made in "
            "`tests/preflight/mutants`."
        ),
        mutant_table(mutants),
        "## Good editions",
        "Passed / refused by preflight, by region and language.",
        edition_table(good),
    ]
    if unset:
        parts.append(
            f"{len(unset)} more editions were refused before preflight, since a text is too long "
            f"for its box: {_listed(each.name for each in unset)}."
        )
    if alarmed:
        parts.append("### Refused by preflight")
        parts.append(
            "\n".join(f"- {each.name}: {each.alarms[0].replace('|', '/')}" for each in alarmed)
        )
    return "\n\n".join(parts) + "\n"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def main() -> None:
    """Print the tables, or write the page."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--full", action="store_true", help="make every edition of ten regions")
    parser.add_argument("--region", action="append", help="with --full: only this region")
    parser.add_argument("--write", type=Path, help="the page to write")
    options = parser.parse_args()
    good = list(every(options.region or REGIONS) if options.full else sampled())
    command = COMMAND + " --full" * options.full
    command += "".join(f" --region {code}" for code in options.region or ())
    page = report(list(outcomes()), good, command)
    if options.write:
        options.write.write_text(page, "utf-8")
    else:
        sys.stdout.write(page)


if __name__ == "__main__":
    main()
