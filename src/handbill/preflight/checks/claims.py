"""The check of statistics: claim.unsourced."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from handbill.model.findings import Finding
from handbill.model.numbers import digits_of, plain_digits
from handbill.preflight.checks.evidence import Evidence
from handbill.preflight.expecting import ExpectedClaim
from handbill.preflight.numbers import digit_parts
from handbill.preflight.phones import candidates

_GROUPED = r"[0-9]{1,3}(?:[,.'’٬\u00a0\u202f ][0-9]{3})+|[0-9]+(?:[.,٫][0-9]+)?"
_LARGE = (
    "million|millions|billion|thousand|Million|Millionen|Milliarden|Mio|millón|millones|milhão|"
    "milhões|milliards|milion|miliony|milionów|млн|мільйон|мільйонів|миллион|миллионов|"
    "مليون|مليار|ملین|کروڑ|لاکھ|लाख|करोड़|मिलियन|ล้าน|លាន|ሚሊዮን|万|億|亿|萬"
)
"""Words that make a small figure a large one, in the languages there are catalogs for."""

_LATIN = "A-Za-zÀ-ɏ0-9"
"""What parts no words where it touches a figure; other scripts need no spaces there."""

_STATISTIC = re.compile(
    rf"(?<![{_LATIN}.,])({_GROUPED})\s*([%٪]|percent\b|(?:{_LARGE}))?(?![{_LATIN}])"
)


def figures(line: str) -> Iterator[str]:
    """Yield what a reader takes for a statistic: percentages, and figures of 100 and more.

    Smaller figures are ages, hours and steps, and stand in the English source as well.
    """
    for match in _STATISTIC.finditer(plain_digits(line)):
        figure, sign = match.groups()
        if sign or int(_bare(figure)) >= 100:
            yield match.group(0).strip()


def check_claims(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding for each statistic that no claim gives, or whose source is not named."""
    expected = evidence.expected
    known = {part for text in expected.figures for part in digit_parts(text)}
    text = " ".join(line.text for page in evidence.pages for line in page.lines)
    sourced = [
        way
        for claim in expected.claims
        if claim.source.casefold() in text.casefold()
        for way in claim.figures
    ]
    for page in evidence.pages:
        for line in page.lines:
            rest = _without_ways(without_numbers(line.text), (*sourced, *expected.figures))
            for figure in figures(rest):
                # A date or code of the edition excuses bare digits, never a share or a million.
                if _bare(figure) in known and figure[-1].isdigit():
                    continue
                claim = next((c for c in expected.claims if figure != _rest(figure, c)), None)
                if claim is None or claim.source.casefold() not in text.casefold():
                    wanted = f"its source, {claim.source}," if claim else "a claim it comes from"
                    yield Finding(
                        "claim.unsourced",
                        "error",
                        f"The figure '{figure}' on page {page.number} stands there without "
                        f"{wanted} on the sheet. Take it out, or print it with a claim of "
                        f"claims.toml.",
                        page=page.number,
                        box=line.box,
                    )


def without_numbers(line: str) -> str:
    """Return the line with everything blank that could be dialled; other checks judge it."""
    for candidate in candidates(line):
        line = line[: candidate.start] + " " * len(candidate.text) + line[candidate.end :]
    return line


def _without_ways(line: str, ways: Iterable[str]) -> str:
    """Return the line with each of these ways to write a figure blank."""
    line = plain_digits(line)
    for way in sorted(ways, key=len, reverse=True):
        # Characters that only turn directions leave no glyph.
        shown = "".join(sign for sign in plain_digits(way) if unicodedata.category(sign) != "Cf")
        words = r"\s*".join(map(re.escape, shown.split()))
        # A file may give reordered signs as Latin letters: they end no Khmer word.
        closed = rf"(?![{_LATIN}]|[.,]\d)" if re.search(rf"[{_LATIN}%٪]$", shown) else ""
        pattern = rf"(?<![{_LATIN}.,]){words}{closed}"
        line = re.sub(pattern, lambda found: " " * len(found[0]), line)
    return line


def _rest(figure: str, claim: ExpectedClaim) -> str:
    return _without_ways(figure, claim.figures)


def _bare(text: str) -> str:
    return digits_of(plain_digits(text))
