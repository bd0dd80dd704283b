"""A workshop: everything one process needs to make editions."""

import datetime
import hashlib
import time
from pathlib import Path

import msgspec

from handbill.batch.expecting import expectation
from handbill.batch.jobs import fit_edition, job_of
from handbill.batch.keys import Keys
from handbill.batch.results import HotlineResult, Made
from handbill.batch.staleness import stale_numbers
from handbill.batch.tiles import expected_sheets, tiles_of
from handbill.batch.wiring import composer_of
from handbill.composing.pages import Composition
from handbill.composing.slots import printed_emergency
from handbill.composing.uses import Uses
from handbill.library.library import load_library
from handbill.model.editions import Edition
from handbill.model.findings import Finding
from handbill.model.numbers import printed_number
from handbill.preflight.checks.sheets import check_sheets
from handbill.preflight.edition import check_edition
from handbill.preflight.reading import ReadFile
from handbill.preflight.shaping import Typefaces
from handbill.press.engine import Engine, EngineError
from handbill.press.fitting import Fitted
from handbill.press.fonts import font_file
from handbill.press.inspection import Overflow
from handbill.press.printing import Printed, print_job

NAMED = 5
"""Missing messages that a reason names; the findings have all."""


class Workshop:
    """Makes editions one after the other: one library, one engine, one composer."""

    def __init__(self, workspace: Path | None, *, strict: bool, today: datetime.date) -> None:
        self._library = load_library(workspace, spare_faulty=True)
        self._composer = composer_of(self._library)
        self._engine = Engine(self._library.roots)
        self._faces = Typefaces(font_file)
        self._keys = Keys(self._library)
        self._uses: Uses | None = None
        self._strict = strict
        self._today = today

    def make(self, edition: Edition) -> Made:
        """Return the finished file of an edition, or what keeps it from being delivered."""
        started = time.perf_counter()
        self._uses = None
        try:
            printed, findings = self._print(edition)
        except EngineError as error:
            reason = f"The layout engine could not set this edition: {error}"
            return Made(edition, None, reason, (), 0, _seconds(started))
        if self._strict:
            findings = [_as_error(finding) for finding in findings]
        errors = [finding for finding in findings if finding.severity == "error"]
        data = printed.data if printed and not errors else None
        return Made(
            edition=edition,
            data=data,
            reason=_reason(errors),
            findings=tuple(findings),
            pages=printed.pages if printed else 0,
            seconds=_seconds(started),
            sha256=hashlib.sha256(data).hexdigest() if data else "",
            hotlines=_hotline_results(edition),
            emergency=tuple(entry.number for entry in printed_emergency(edition.emergency)),
            key=self._keys.key(edition, self._uses) if data and self._uses else "",
            uses=self._uses,
        )

    def _print(self, edition: Edition) -> tuple[Printed | None, list[Finding]]:
        composition = self._composer.compose(edition)
        if any(finding.severity == "error" for finding in composition.findings):
            return None, list(composition.findings)
        self._uses = composition.uses
        composition, fitted = fit_edition(
            edition, composition, self._library, self._composer, self._engine, self._note
        )
        findings = [*composition.findings, *stale_numbers(edition, self._today)]
        if fitted.overflows:
            return None, [*findings, *(_overflow_finding(one, edition) for one in fitted.overflows)]
        return self._finish(edition, composition, fitted, findings)

    def _note(self, tried: Composition) -> None:
        self._uses = self._uses | tried.uses if self._uses else tried.uses

    def _finish(
        self, edition: Edition, composition: Composition, fitted: Fitted, findings: list[Finding]
    ) -> tuple[Printed, list[Finding]]:
        printed = print_job(self._engine, job_of(edition, composition, self._library), fitted)
        expected = expectation(edition, composition, self._library)
        with ReadFile(printed.pdf) as read:
            findings += check_edition(read, expected, self._faces)
            tiles = tiles_of(edition, composition)
            if tiles is not None:
                with ReadFile(printed.data) as sheets:
                    findings += check_sheets(sheets, read, expected_sheets(tiles))
        return printed, findings


def _reason(errors: list[Finding]) -> str:
    """Return what keeps an edition from being delivered; missing messages in one sentence."""
    missing = [one.message_id or "" for one in errors if one.check == "translation.missing"]
    told = [one.message for one in errors if one.check != "translation.missing"]
    if len(missing) > 1:
        first, rest = missing[:NAMED], len(missing) - NAMED
        more = f" and {rest} more" if rest > 0 else ""
        told.append(
            f"{len(missing)} messages are not translated yet: {', '.join(first)}{more}. "
            f"'handbill translations preview' shows them on the page."
        )
    elif missing:
        told += [one.message for one in errors if one.check == "translation.missing"]
    return " ".join(dict.fromkeys(told))


def _overflow_finding(overflow: Overflow, edition: Edition) -> Finding:
    language = overflow.language or edition.languages[0]
    return Finding(
        "text.overflow",
        "error",
        f"The text of '{overflow.message_id or overflow.box_name}' ({language}) runs "
        f"{overflow.excess} mm over its box '{overflow.box_name}' on page {overflow.page} at the "
        f"smallest readable size. Shorten the translation, or choose a larger format.",
        page=overflow.page,
        box=overflow.box,
        message_id=overflow.message_id or None,
    )


def _hotline_results(edition: Edition) -> tuple[HotlineResult, ...]:
    country = edition.country
    return tuple(
        HotlineResult(
            id=line.hotline.id,
            channel=channel.kind,
            printed=printed_number(channel, country, country)
            if channel.number else channel.address,
            checked=line.hotline.checked,
            confidence=line.hotline.confidence,
        )
        for line in edition.lines
        for channel in line.channels
    )  # fmt: skip


def _as_error(finding: Finding) -> Finding:
    return msgspec.structs.replace(finding, severity="error")


def _seconds(started: float) -> float:
    return round(time.perf_counter() - started, 3)
