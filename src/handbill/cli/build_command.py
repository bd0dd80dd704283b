"""The command `handbill build`."""

import datetime
import os
from pathlib import Path

import click

from handbill.batch.delivery import remove_others
from handbill.batch.estimating import BASES, estimate
from handbill.batch.folders import claim_folder, folder_faults
from handbill.batch.incremental import Current
from handbill.batch.ledger import alone
from handbill.batch.results import Report
from handbill.batch.run_report import Asked, write_run_report
from handbill.batch.running import Options
from handbill.batch.wiring import shelf_of
from handbill.cli.options import force_option, json_option, workspace_option
from handbill.cli.output import people, print_json
from handbill.cli.progress import spoken
from handbill.cli.results import carry_out, print_paths, status_of, tell_reasons, tell_summary
from handbill.library.library import Library, load_library
from handbill.library.runs import read_run
from handbill.model.faults import InputError
from handbill.model.runs import RunFile
from handbill.planning.runs import RunPlan, plan_run

_EPILOG = """\b
Examples:
  handbill build countries.toml --dry-run
  handbill build countries.toml -j 8
  handbill build countries.toml --prune     also removes what is asked for no more
  handbill build countries.toml --strict --json > report.json

\b
docs/runs.md shows run files. Exit status: 0 all delivered or unchanged; 1 some edition
was skipped, rejected or failed (the others are delivered); 2 wrong usage, or a fault in
the run file (nothing is made).
"""


@click.command(epilog=_EPILOG)
@click.argument("run_file", metavar="RUN.toml", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path, file_okay=False), default=None,
              help="Folder to write to; else the run file's, else out/ beside it.")  # fmt: skip
@click.option("-j", "--jobs", type=click.IntRange(1, 64), default=None,
              help="Processes at work; else the number of cores.")  # fmt: skip
@workspace_option
@force_option
@click.option("--prune", is_flag=True,
              help="Remove files of earlier runs that this run file does not ask for.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Reject unreviewed translations and stale numbers.")
@click.option("--dry-run", is_flag=True, help="List the editions and the time they will take.")
@json_option
def command(
    run_file: Path,
    out: Path | None,
    jobs: int | None,
    workspace: Path | None,
    force: bool,
    prune: bool,
    strict: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Print everything that RUN.toml asks for: regions, pieces, formats, languages, partners.

    The file is checked as a whole before the first page. The output folder gets a page
    report.html that tells what was made, what was not, and what to do.
    """
    run = read_run(run_file)
    beside = run_file.parent
    out = out or beside / (run.out or "out")
    workspace = workspace or (beside / run.workspace if run.workspace else None)
    options = Options(out, workspace, jobs or os.cpu_count() or 1, strict or run.strict, force)
    library = load_library(workspace, spare_faulty=True)
    plan = _checked(run, run_file, options, library)
    if dry_run:
        _tell_plan(plan, options, library, as_json=as_json)
        return 0
    claim_folder(out)
    report = carry_out(plan.editions, plan.omissions, options, library, quiet=as_json)
    if prune:
        _prune(out, plan)
    asked = Asked(
        label=run_file.name,
        run=run,
        workspace=str(workspace or ""),
        strict=options.strict,
        excluded=plan.excluded,
        when=datetime.datetime.now().astimezone(),
    )
    page = write_run_report(out, asked, report)
    return _told(report, out, page, as_json=as_json)


def _prune(out: Path, plan: RunPlan) -> None:
    asked_for = {one.id for one in plan.editions} | {one.edition.id for one in plan.omissions}
    with alone(out, lambda: None):
        removed = remove_others(out, asked_for)
    for path in removed:
        people().print(f"removed {path}", markup=False)


def _checked(run: RunFile, path: Path, options: Options, library: Library) -> RunPlan:
    """Return the plan of a run whose names and output folder are in order.

    Raises:
        InputError: with the faults of both.
    """
    faults = folder_faults(options.folder)
    try:
        plan = plan_run(run, path.name, shelf_of(library), library.printers)
    except InputError as error:
        raise InputError([*faults, *error.faults]) from error
    if faults:
        raise InputError(faults)
    return plan


def _tell_plan(plan: RunPlan, options: Options, library: Library, *, as_json: bool) -> None:
    current = Current(options.folder, library, datetime.date.today(), strict=options.strict)
    waiting = [
        edition for edition in plan.editions if options.force or current.result(edition) is None
    ]
    needed = estimate(waiting, options.folder, options.jobs)
    names = sorted(edition.id for edition in waiting)
    unchanged = len(plan.editions) - len(waiting)
    omissions = sorted((left.edition.id, left.reason) for left in plan.omissions)
    if as_json:
        print_json({
            "editions": names,
            "unchanged": unchanged,
            "omissions": [{"id": name, "reason": reason} for name, reason in omissions],
            "estimate": needed,
        })  # fmt: skip
        return
    for name in names:
        click.echo(name)
    tell_reasons(("skipped", name, reason) for name, reason in omissions)
    counts = [f"{len(names)} editions to make in {options.folder}/"]
    counts += [f"{unchanged} lie there unchanged"] if unchanged else []
    counts += [f"{len(omissions)} cannot be made"] if omissions else []
    counts += [f"{plan.excluded} excluded by the run file"] if plan.excluded else []
    people().print(f"{', '.join(counts)}. Nothing was made.", markup=False)
    if names:
        people().print(
            f"They will take about {spoken(needed.seconds)} with {options.jobs} at a time, "
            f"reckoned {BASES[needed.basis]}.", markup=False,
        )  # fmt: skip


def _told(report: Report, out: Path, page: Path, *, as_json: bool) -> int:
    if as_json:
        print_json(report)
    else:
        print_paths(report, out)
    tell_summary(report, out)
    people().print(f"{page} tells all of it.", markup=False)
    return status_of(report)
