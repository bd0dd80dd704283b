"""How long a run will take, and how that is reckoned."""

import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from handbill.batch.delivery import known_entries
from handbill.model.editions import Edition

Basis = Literal["manifest", "figures", "manifest and figures"]

FIGURES = {
    "door-hanger": 3.0,
    "flyer": 3.2,
    "folded-card": 2.5,
    "label-sheet": 1.2,
    "notice": 1.5,
    "poster": 2.6,
    "stall-sign": 1.6,
    "table-tent": 3.0,
    "tear-off": 2.1,
    "tri-fold": 3.0,
    "wallet-card": 2.3,
}
"""Seconds one core takes for an edition of a format, preflight included; docs/runs.md tells how
they were measured."""

OTHER_FORMATS = 2.5
"""Seconds for a format without a figure, such as a workspace's own."""

START = 3.0
"""Seconds until the worker processes have read everything."""

BASES: dict[Basis, str] = {
    "manifest": "from earlier editions in the output folder",
    "figures": "from the usual time for each format",
    "manifest and figures": "from earlier editions in the output folder, and for formats that are "
    "not there from their usual time",
}


class Estimate(msgspec.Struct, frozen=True):
    """A time, and how it was reckoned."""

    seconds: float
    basis: Basis


def estimate(editions: Sequence[Edition], folder: Path, jobs: int) -> Estimate:
    """Return how long editions will take with a number of processes.

    The seconds of earlier editions in the folder's manifest count, format by format; a format
    that is not there takes its usual time.
    """
    if not editions:
        return Estimate(0.0, "figures")
    known = _measured(folder)
    total = sum(
        known.get(edition.format) or FIGURES.get(edition.format, OTHER_FORMATS)
        for edition in editions
    )
    formats = {edition.format for edition in editions}
    basis: Basis = "manifest and figures"
    if formats <= known.keys():
        basis = "manifest"
    elif not formats & known.keys():
        basis = "figures"
    return Estimate(round(START + total / max(1, min(jobs, len(editions))), 1), basis)


def _measured(folder: Path) -> dict[str, float]:
    """Return the median of the seconds recorded for each format."""
    seconds: dict[str, list[float]] = {}
    for entry in known_entries(folder):
        parts = entry.id.rpartition("/")[2].split(".")
        if entry.seconds > 0 and len(parts) > 1:
            seconds.setdefault(parts[1], []).append(entry.seconds)
    return {layout: statistics.median(values) for layout, values in seconds.items()}
