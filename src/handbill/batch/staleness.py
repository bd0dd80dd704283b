"""Numbers whose last check is too long ago."""

import datetime

from handbill.composing.slots import printed_emergency
from handbill.model.editions import Edition
from handbill.model.findings import Finding


def stale_numbers(edition: Edition, today: datetime.date) -> list[Finding]:
    """Return a warning for each record whose last check is longer ago than it allows."""
    records = [
        (line.hotline.id, line.hotline.checked, line.hotline.recheck_days) for line in edition.lines
    ]
    records += [
        (f"emergency number {entry.number}", entry.checked, entry.recheck_days)
        for entry in printed_emergency(edition.emergency)
    ]
    return [
        Finding(
            "number.stale",
            "warning",
            f"The record of {name} was last checked on {checked}, more than {days} days ago. "
            f"Confirm the number and set 'checked' in content/regions/{edition.region}.toml.",
        )
        for name, checked, days in records
        if (today - checked).days > days
    ]
