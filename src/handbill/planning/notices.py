"""What a law asks of its notice, and why a notice cannot be printed."""

from collections.abc import Iterable

from handbill.model.content import Piece
from handbill.model.editions import Line
from handbill.model.formats import Format
from handbill.model.postings import MM_PER_INCH, Posting
from handbill.model.regions import Region

STATED = ("free", "confidential", "anonymous")
"""Elements that the first hotline's record must state as well."""


def suits(piece: Piece, region: Region, layout: Format) -> bool:
    """Tell whether a piece is meant for a region and a format at all."""
    if piece.posting is None:
        return not layout.postings and (not piece.formats or layout.id in piece.formats)
    return layout.postings and piece.posting.jurisdiction == region.code


def notice_lines(region: Region, posting: Posting) -> tuple[Line, ...]:
    """Return the lines whose numbers the law asks for, in its order."""
    known = {hotline.id: hotline for hotline in region.hotlines}
    lines = []
    for at, name in enumerate(posting.hotlines):
        hotline = known.get(name)
        if hotline is None or not hotline.print:
            continue
        kinds = ("call", "text") if posting.text_number and at == 0 else ("call",)
        channels = [channel for kind in kinds for channel in hotline.channels
                    if channel.kind == kind]  # fmt: skip
        if channels:
            lines.append(Line(hotline, tuple(channels)))
    return tuple(lines)


def notice_languages(posting: Posting) -> tuple[tuple[str, ...], ...]:
    """Return the languages of each sheet the law asks for; none where it leaves them open."""
    if not posting.languages:
        return ()
    if posting.separate:
        return tuple((tag,) for tag in posting.languages)
    return (posting.languages,)


def notice_paper(posting: Posting, layout: Format, usual: str) -> str:
    """Return the region's usual paper where the law allows it, else the smallest it allows."""
    if posting.paper:
        return posting.paper
    allowed = [paper for paper in layout.trims if _is_large_enough(layout.trim(paper), posting)]
    if usual in allowed or not allowed:
        return usual
    return min(allowed, key=lambda paper: min(layout.trim(paper)))


def _is_large_enough(trim: tuple[float, float], posting: Posting) -> bool:
    if posting.page is None:
        return True
    wanted = [side * MM_PER_INCH for side in posting.page]
    return all(side >= least - 0.01 for side, least in zip(sorted(trim), wanted, strict=True))


def reason_against_notice(
    posting: Posting,
    region: Region,
    lines: tuple[Line, ...],
    languages: Iterable[str],
    trim: tuple[float, float] | None,
) -> str | None:
    """Return why a notice cannot be printed, as finished sentences, None where it can."""
    law = f"{posting.instrument} ({posting.id})"
    if posting.jurisdiction != region.code:
        return f"{law} is a law of {posting.jurisdiction}, not of {region.code}."
    if not posting.own_design:
        return f"{law} allows no design of one's own. {posting.official_sheet}"
    if not posting.elements:
        return f"No duty to post a notice was found ({law}). {posting.note}".strip()
    if "report-police" in posting.elements:
        return (
            f"{law} asks for a police contact that is not in the directory. Record it with a "
            f"source, or post the official sheet."
        )
    if len(lines) < len(posting.hotlines) or not lines:
        return (
            f"{law} asks for numbers that are not in the directory or must not be printed. "
            f"'handbill hotlines {region.code}' shows what there is."
        )
    return _reason_against_sheet(posting, law, lines, tuple(languages), trim)


def _reason_against_sheet(
    posting: Posting,
    law: str,
    lines: tuple[Line, ...],
    languages: tuple[str, ...],
    trim: tuple[float, float] | None,
) -> str | None:
    missing = [tag for tag in posting.languages if tag not in languages]
    if missing and not posting.separate:
        return (
            f"{law} asks for {'+'.join(posting.languages)} on one sheet. Write "
            f"-l {'+'.join(posting.languages)}."
        )
    unstated = [
        fact
        for fact in STATED
        if fact in posting.elements and getattr(lines[0].hotline, fact) is not True
    ]
    if unstated:
        return (
            f"{law} asks the notice to say {', '.join(unstated)}, and the record of "
            f"{lines[0].hotline.id} does not. Confirm it with a source first."
        )
    if trim and not _is_large_enough(trim, posting):
        page = " × ".join(f"{side:g}" for side in posting.page or ())
        return f"{law} asks for {page} in at least. Choose a larger paper with --paper."
    return None
