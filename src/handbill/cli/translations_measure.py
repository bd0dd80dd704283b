"""The command `handbill translations measure`."""

import json
from contextlib import closing
from pathlib import Path

import click

from handbill.batch.delivery import write_atomically
from handbill.batch.measuring import Bench, in_processes, measure_room, open_measure
from handbill.cli.options import workspace_option
from handbill.cli.output import people
from handbill.cli.progress import Steps
from handbill.cli.translations_options import folder_option, measuring, translations_folder
from handbill.library.library import load_library
from handbill.model.catalogs import MessagePlace

_EPILOG = """\b
Examples:
  handbill translations measure
  handbill translations extract

\b
To be run after a change of formats or of English texts; it takes some minutes. The file is
written at the end: ended before, it stays as it was.
"""

_HEAD = """\
# Where each message stands, and how many characters fit wherever it stands, measured by setting
# longer and longer texts. Written by 'handbill translations measure'.
"""


@click.command(epilog=_EPILOG)
@folder_option
@workspace_option
def measure(folder: Path | None, workspace: Path | None) -> int:
    """Measure how long each text may be, in all formats, and write places.toml.

    All texts of a page are made longer together until a box is full: texts within these
    lengths fit together, whatever the region. The figures are hints for translators; the true
    test is 'handbill translations check'.
    """
    from handbill.press.fonts import isolate_fonts

    isolate_fonts()
    from handbill.batch.lengths import Measure, places_of, stand_in_editions

    library = load_library(workspace, with_catalogs=False)
    target = translations_folder(folder, workspace, writes=True)
    editions = stand_in_editions(Measure(library).library)
    told = f"Measuring {len(editions)} editions, which takes some minutes."
    people().print(told, markup=False)
    bench = Bench(workspace, target)
    with (
        measuring(),
        Steps(len(editions), "Measuring") as steps,
        closing(in_processes(measure_room, editions, open_measure, bench, steps.step)) as found,
    ):
        places = places_of(found, library)
    path = target / "places.toml"
    write_atomically(path, _toml(places).encode())
    click.echo(f"Wrote {path}: {len(places)} messages on {len(editions)} editions.")
    return 0


def _toml(places: dict[str, MessagePlace]) -> str:
    lines = [_HEAD]
    for address, place in places.items():
        lines += [f"[messages.{json.dumps(address)}]", f"formats = {json.dumps(place.formats)}"]
        if place.longest:
            lines += [f"longest = {place.longest}", f"tightest = {json.dumps(place.tightest)}"]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"
