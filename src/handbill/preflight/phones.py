"""Numbers a reader could dial, found in lines of text, and the records nearest to them.

A false alarm costs a coordinator a minute, a missed wrong number may cost a life: 7 digits and
more are a candidate unless their form says what else they are, and groups that one space parts
are one number, since a wrong number could hide in `911 112` were it read as two.

Not candidates, though people could dial them: years from 1900 to 2099 and ranges of them,
numeric dates (also six digits such as `20.12.34`), amounts of money, counts grouped by commas
or apostrophes (so `110,119,120` without spaces) or ending in ` 000` (`12 500` too), decimals,
dotted counts below a million, short runs that touch Latin letters. Candidates, though they count:
bare figures of 3 to 6 digits (`365 days`), postal codes, ISBNs, years of other eras away from a
date, and counts grouped by spaces or dots, as in French or German, that do not end in 000.
Roman, Chinese (一一〇) and Ethiopic numerals, and letters alone (`*HELP`), are not read.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise

import msgspec
import phonenumbers
from phonenumbers import PhoneNumberFormat

from handbill.model.numbers import dialled_characters, digits_of, spelled_digits
from handbill.model.regions import Channel


class Candidate(msgspec.Struct, frozen=True):
    """A run of a line that a reader could take for a number to dial."""

    text: str
    """The run as it stands on the line."""
    dialled: str
    """The ASCII characters `0-9*#` a person would dial; vanity letters as keypad digits."""
    start: int
    end: int
    """Offset in the line behind the run; `start` is that of its first character."""
    short: bool
    """Whether it is a short code, of 3 to 6 digits or with a star; else a telephone number."""


class Known(msgspec.Struct, frozen=True):
    """A number of the directory."""

    dialled: tuple[str, ...]
    """Every way to dial it that a page may print, as in `known_ways`."""
    printed: str
    """How the directory prints it."""
    name: str
    """Name of the hotline or service."""
    region: str
    """Code of the region that records it."""
    current: bool
    """Whether it may be printed today."""
    reason: str
    """Why it may not be printed; empty where it may."""


class _Run(msgspec.Struct, frozen=True):
    """Digits and what parts them, on a plain line."""

    line: str
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.line[self.start : self.end]

    @property
    def digits(self) -> str:
        return digits_of(self.text)

    @property
    def is_whole(self) -> bool:
        """Whether it looks like all of a telephone number: ten digits in three groups."""
        return len(self.digits) >= 10 and len(re.findall(r"\d+", self.text)) >= 3

    @property
    def is_prefixed(self) -> bool:
        """Whether it begins as an international number or with a trunk zero."""
        return self.text.startswith(("+", "0", "(0", "(+"))

    def parts(self, separator: str) -> list["_Run"]:
        """Return the runs between the matches of a separator."""
        ends = accumulate(map(len, re.split(f"({separator})", self.text)), initial=self.start)
        return [_Run(self.line, start, end) for start, end in [*pairwise(ends)][::2]]


_SIGNS = dict(
    zip("‐‑−⁃﹣—―⁄∕․﹒•∙⋅・‧’‘ʼ٬٫٪‰∗⁎✱⁺﹢✕✖", "-----––//..·····'''',%%***++××", strict=True)
)
"""Signs that stand for one another between digits."""

_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_YEAR, _ANY_YEAR = r"(?:19|20)\d\d", r"(?:1[34]|19|20|2[4-6])\d\d"
"""Gregorian years; the same and Islamic, Persian and Buddhist years."""
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_DAY_MONTH = rf"(?:{_DAY}(?P<a>[-./]){_MONTH}|{_MONTH}(?P<b>[-./]){_DAY})(?:(?P=a)|(?P=b))"
_MONTH_DAY = rf"(?P<a>[-./])(?:{_DAY}(?P=a){_MONTH}|{_MONTH}(?P=a){_DAY})"
_CLOCK = r"(?:[01]?\d|2[0-4])\.[0-5][05]"

_AFTER = r"(?<![\d*#])(?<!\d[-–./,'·])(?<!\+\d )(?<!\+\d\d )(?<!\+\d\d\d )"
_BEFORE = r"(?!\d)(?![-–./,'·]\d)"
"""No digit and nothing that parts digits of one number stands there."""
_ALONE_AFTER, _ALONE_BEFORE = rf"{_AFTER}(?<![\d)] )(?<!\+)", rf"{_BEFORE}(?! \(?\d)"
"""As above, and no number one space away."""

_AMOUNT = r"(?:\d{1,3}(?:[,.']\d{3})+|\d{1,3}(?: \d{3})* 000|\d{1,6})(?:[,.]\d\d?)?"
_CODES = "USD|EUR|GBP|CHF|CAD|AUD|INR|PKR|JPY|CNY|BRL|PLN|UAH|RUB|THB|KHR|MXN|ZAR|ETB"
_MONEY = rf"(?:[$£¥€¢₠-⃀৳฿៛﷼]|\b(?:{_CODES}|Rs\.?|zł|Kč|kr|руб|грн)(?![^\W\d]))"
_ROUND = (
    # Free numbers, the European 116 000 and slips of it are no counts, though they look so.
    r"(?!(?:11\d|1\d6|\d16) 000(?! 000))(?!(?:1 )?[89]00 (?!000(?! ?[1-9])))"
    r"(?:[1-9]\d?(?P<a>[ .])(?:\d{3}(?P=a))*000|[1-9]\d\d(?P<b>[ .])(?:\d\d0(?P=b))*000)"
)
_MAGNITUDES = "[Mm]il[lh]|Mio|mln|млн|тыс|тис|billion|[Tt]housand|ล้าน|万|萬|亿|億|만|억|लाख|करोड़"
_HOURS = "h|hrs?|hours?|Std|Stunden|[Hh]eures?|horas?|ore|часов|часа|годин|घंटे|ชั่วโมง|小时|時間"
_LAW = r"§§? ?|\b[Aa]rt(?:\.|icle|ikel|[ií]culo|igo) ?|\b(?:[Ss]ection|[Cc]onvention) "
_THAI_MONTH = r"(?:\w+(?:คม|ยน|พันธ์)|[ก-ฮ]\S?\.[ก-ฮ]\.)"
_SIDE = r"\d{1,5}(?:[.,]\d+)?"

_EXCUSES = tuple(
    re.compile(pattern)
    for pattern in (
        # Identifiers, numbers of standards, sections of laws.
        r"\bU\+[0-9A-Fa-f]{4,6}\b|\b(?:ISO(?:/IEC)?|IEC|RFC|DIN|BCP)[ -]\d{1,5}(?:[-:]\d+)*(?!\d)",
        rf"(?:{_LAW})\d{{1,5}}{_BEFORE}",
        # Dates.
        rf"{_AFTER}(?:{_DAY_MONTH}{_ANY_YEAR}){_BEFORE}",
        rf"{_AFTER}(?:{_ANY_YEAR}{_MONTH_DAY}){_BEFORE}",
        rf"{_ALONE_AFTER}{_DAY_MONTH}\d\d{_ALONE_BEFORE}",
        rf"(?:(?<=[^\W\d_] )|(?<=[^\W\d_][.] )){_DAY} {_YEAR}{_ALONE_BEFORE}",
        rf"{_AFTER}{_DAY} ?{_THAI_MONTH} ?(?:พ\.ศ\. ?)?\d{{4}}(?!\d)",
        rf"[พค]\.ศ\. ?\d{{4}}{_BEFORE}|{_ALONE_AFTER}\d{{1,4}} ?[年년]",
        # Times, and being open day and night.
        r"(?<![\d:])\d\d?:[0-5]\d(?::[0-5]\d)?(?![\d:])",
        rf"{_ALONE_AFTER}{_CLOCK} ?[-–] ?{_CLOCK}{_ALONE_BEFORE}",
        rf"{_AFTER}(?:24/7|7/24|24/24|7/7){_BEFORE}|{_AFTER}24(?= ?(?:{_HOURS})(?!\w))",
        # Amounts and shares. A sign between two numbers may belong to either: it excuses none.
        rf"(?<!\d)(?:(?<!\d )(?:{_MONEY}|%) |{_MONEY}|%){_AMOUNT}{_BEFORE}",
        rf"{_AFTER}{_AMOUNT}(?:(?:{_MONEY}|%)(?!\d)| (?:{_MONEY}|%)(?! ?\d))",
        rf"{_ALONE_AFTER}\d{{1,3}}(?: \d{{3}})+(?:[,.]\d\d?)? ?(?:{_MONEY}|%)(?! ?\d)",
        # Counts and decimals.
        rf"{_ALONE_AFTER}\d{{1,4}}(?= ?(?:{_MAGNITUDES}))|{_ALONE_AFTER}\d{{1,6}}\+(?! ?\(?\d)",
        rf"{_AFTER}[1-9]\d{{0,2}}(?:(?:,\d\d)*(?:,\d{{3}})+|(?:'\d{{3}})+)(?:\.\d+)?{_BEFORE}",
        rf"{_ALONE_AFTER}(?:\d{{1,6}},\d{{1,2}}|{_ROUND}){_ALONE_BEFORE}",
        # Sizes.
        rf"(?<!\d[-–./ ])(?<![\d)]){_SIDE}(?: ?[×xX] ?{_SIDE})+(?![\d{_LATIN}])",
        rf"{_ALONE_AFTER}{_SIDE} ?(?:[mck]m|[dp]pi|gsm|kg|g/m|pt|px|°)(?![{_LATIN}])",
    )
)
"""What looks like a number to dial and has a form that says what else it is."""

_LABEL, _PATH = "[A-Za-z0-9-]*[A-Za-z][A-Za-z0-9-]*", r"[A-Za-z0-9._~:/?#\[\]@$&+=%-]*"
_ADDRESS = re.compile(
    r"(?!tel:|sms:|(?:https?://)?(?:wa\.me|api\.whatsapp\.com)/)"
    rf"(?:[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+|(?:[a-z]+://|www\.){_PATH}"
    rf"|(?<![A-Za-z0-9._-]){_LABEL}(?:\.{_LABEL})*\.[a-z]{{2,}}(?![A-Za-z0-9-])(?:/{_PATH})?)"
)
"""E-mail and web addresses; not those that dial."""

_STAR_CODE = re.compile(rf"(?<![\d*#{_LATIN}])[*#]{{1,2}}\d{{2,8}}(?:[*#]\d+)*#?(?![\d{_LATIN}])")

_FREE = r"(?:8(?:00|33|44|55|66|77|88)|0800|0808|08000|1800)"
"""Prefixes of free numbers, with which letters may stand in any case or behind a space."""
_VANITY = re.compile(
    r"(?<![A-Za-z0-9+*#@.])(?<![A-Za-z0-9]-)(?:"
    rf"(?:\+?1[-. ]|\+\d{{1,3}} |(?=[01(]))(?:\({_FREE}\)|{_FREE})(?:[ -]?[A-Z0-9]++)+"
    r"|(?:\+?1-\d\d|(?:\+?\d{1,3}[-. ])?(?:\(\d{3,5}\)|\d{3,5}))(?:-[A-Za-z0-9]++)+"
    r")(?![A-Za-z0-9])"
)

_GAP = re.compile(r"[-–./· ]|\)[-–./ ]?|[ -]?\(|\)? [-–/] ")
_LEAD = re.compile(r"(?:\((?:\+ ?)?|(?<!\d)\+ ?\(?)$")


def candidates(line: str) -> list[Candidate]:
    """Return the numbers to dial that a reader could see in a line, from left to right.

    The line has its characters in visual order, so that the digits of right-to-left languages
    stand as people dial them. One space parts words; two or more are a gap that ends a number.
    """
    text, origins = _plain_line(line)
    text = _veiled(text, [match.span() for match in _ADDRESS.finditer(text)])
    stars = ((*match.span(), match[0]) for match in _STAR_CODE.finditer(text))
    found = [*_vanity(text), *stars]
    text = _veiled(text, [(start, end) for start, end, _ in found])
    for excuse in _EXCUSES:
        text = _veiled(text, [match.span() for match in excuse.finditer(text)])
    runs = (part for run in _runs(text) for part in _parted(run) if _is_number(part))
    found += [(run.start, run.end, _dialled(run)) for run in runs]
    return [
        Candidate(line[start:end], dialled, start, end, dialled[0] in "*#" or len(dialled) < 7)
        for first, last, dialled in sorted(found)
        for start, end in [(origins[first], origins[last - 1] + 1)]
    ]


def _plain_line(line: str) -> tuple[str, list[int]]:
    """Return the line in ASCII digits and signs, and the offset each character comes from."""
    plain = [(sign, offset) for offset, character in enumerate(line) for sign in _plain(character)]
    return "".join(sign for sign, _ in plain), [offset for _, offset in plain]


@cache
def _plain(character: str) -> str:
    """Return the sign to read for a character; nothing for one that cannot be seen."""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    # Marks of keycaps and variation selectors would part the digits they stand on.
    if category in ("Cf", "Me") or "\ufe00" <= character <= "\ufe0f":
        return ""
    fullwidth = "\uff01" <= character <= "\uff5e"
    return chr(ord(character) - 0xFEE0) if fullwidth else _SIGNS.get(character, character)


def _veiled(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text with spans replaced by characters that end every number."""
    for start, end in spans:
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text


def _vanity(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and digits of the numbers that letters of the keypad complete."""
    for match in _VANITY.finditer(text):
        spelled = _without_words_behind(match[0])
        if _is_vanity(spelled):
            yield match.start(), match.start() + len(spelled), spelled_digits(spelled)


def _without_words_behind(text: str) -> str:
    """Return a vanity number up to the word that completes ten digits."""
    ends = [space.start() for space in re.finditer(" ", text)]
    return next((text[:end] for end in ends if len(spelled_digits(text[:end])) >= 10), text)


def _is_vanity(text: str) -> bool:
    head = re.split("[A-Za-z]", text, maxsplit=1)[0]
    letters = re.sub("[^A-Za-z]", "", text)
    return (
        len(letters) >= 3
        and len(digits_of(head)) < 8
        and len(spelled_digits(text)) >= 7
        and (letters.isupper() or re.search(rf"(?<!\d){_FREE}(?!\d)", head) is not None)
        and not re.match(rf"{_YEAR}\D", text)
    )


def _runs(text: str) -> list[_Run]:
    """Return the longest runs of groups of digits that only signs of numbers part."""
    runs: list[_Run] = []
    for group in re.finditer(r"\d+", text):
        if runs and _continues(runs[-1], text[runs[-1].end : group.start()]):
            runs[-1] = _Run(text, runs[-1].start, group.end())
        else:
            lead = _LEAD.search(text, max(0, group.start() - 3), group.start())
            runs.append(_Run(text, lead.start() if lead else group.start(), group.end()))
    opens = [run.text[0] == "(" and run.text.count("(") > run.text.count(")") for run in runs]
    return [
        _Run(text, run.start + opened, run.end) for run, opened in zip(runs, opens, strict=True)
    ]


def _continues(run: _Run, gap: str) -> bool:
    """Tell whether a number goes on behind a gap."""
    if not _GAP.fullmatch(gap):
        return False
    inside = run.text.count("(") > run.text.count(")")
    if "(" in gap:
        return len(run.digits) <= (4 if run.is_prefixed else 1)
    if ")" in gap and not inside:
        return False
    return len(gap) < 3 or (run.is_prefixed and len(run.digits) <= 6)


def _parted(run: _Run) -> list[_Run]:
    """Return the numbers a run consists of, where their signs leave no doubt."""
    small = len(run.digits) < 7
    if "/" in run.text and (small or re.fullmatch(r"[1-9]\d{2,5}(/[1-9]\d{2,5})+", run.text)):
        return [part for half in run.parts(" ?/ ?") for part in _parted(half)]
    if small:
        return run.parts("[ ·]") if re.search("[.·]", run.text) else [run]
    for left, right in pairwise(run.parts(" ")):
        before, rest = _Run(run.line, run.start, left.end), _Run(run.line, right.start, run.end)
        opened = before.is_prefixed or before.text[0] == "(" or len(before.digits) < 3
        if (left.is_whole and len(rest.digits) >= 3) or (right.is_whole and not opened):
            return [*_parted(before), *_parted(rest)]
    return [run]


def _is_number(run: _Run) -> bool:
    if len(run.digits) < 3 or _is_identifier(run) or _is_range(run.text):
        return False
    return len(run.digits) >= 7 or _is_short_code(run)


def _is_identifier(run: _Run) -> bool:
    """Tell whether the Latin letters that touch a run make it part of an identifier.

    A whole telephone number stays one behind a word (`Tel0800...`) or with an extension.
    """
    before = re.search(rf"[{_LATIN}\d]*[{_LATIN}]$", run.line[max(0, run.start - 20) : run.start])
    behind = re.match(rf"[{_LATIN}]+", run.line[run.end :])
    left = before[0] if before and run.text[0] != "+" else ""
    letters = left + (behind[0] if behind else "")
    if len(run.digits) < 7 or not letters:
        return bool(letters)
    if not run.text.isdigit():
        return left in ("v", "V")
    part = 0 < len(left) < 3 or re.search(r"\d", left)
    return len(run.digits) < 10 and bool(part or re.fullmatch("[0-9a-fA-F]+", letters))


def _is_short_code(run: _Run) -> bool:
    """Tell whether 3 to 6 digits may be a short code: no year, decimal, count or `UN-1325`."""
    if "." in run.text:
        return re.fullmatch(r"116\.\d{3}|\d\d(\.\d\d){2}", run.text) is not None
    other = rf"{_YEAR}|{_YEAR}[-–]{_MONTH}|{_MONTH}[-–]{_YEAR}|[1-9]\d? \d00"
    coded = re.search(r"\b[A-Z]{1,3}-$", run.line[max(0, run.start - 5) : run.start])
    return not coded and not re.fullmatch(other, run.text)


def _is_range(text: str) -> bool:
    """Tell whether a run goes from one figure to a greater one: years, hours or ages."""
    ends = re.fullmatch(r"(\d{1,4}) ?([-–/]) ?(\d{1,4})", text)
    if ends is None:
        return False
    first, last = int(ends[1]), int(ends[3])
    if re.fullmatch(_YEAR, ends[1]) and len(ends[3]) != 3:
        return 0 < last - (first if last > 99 else first % 100) <= 60
    rises = first < last < 100 and len(ends[3]) <= 2
    return rises and (ends[2] == "–" or last <= 24 or len(ends[1]) == 1)


def _dialled(run: _Run) -> str:
    """Return what to dial; with a country code, nobody dials the trunk zero of `+49 (0)30`."""
    text = run.text.replace("(0)", "") if run.text.startswith(("+", "(+", "00")) else run.text
    return digits_of(text)


def known_ways(channel: Channel, country: str) -> tuple[str, ...]:
    """Return every way to dial a channel's number that a page may print.

    These are the digits as recorded, in libphonenumber's national form, without the trunk
    prefix, and with the country code, alone and behind `00`; each once. Short, star and
    universal codes work as recorded only.

    Raises:
        NumberParseException: The number cannot be one of the country (ISO 3166-1).
    """
    if channel.form != "national":
        return (dialled_characters(channel.number),)
    parsed = phonenumbers.parse(channel.number, country)
    national = digits_of(phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL))
    whole = digits_of(phonenumbers.format_number(parsed, PhoneNumberFormat.E164))
    significant = phonenumbers.national_significant_number(parsed)
    return tuple(dict.fromkeys((channel.number, national, significant, whole, f"00{whole}")))


def recorded(dialled: str, directory: Sequence[Known]) -> list[Known]:
    """Return the numbers of the directory that are dialled so."""
    return [known for known in directory if dialled in known.dialled]


def nearest(dialled: str, directory: Sequence[Known]) -> Known | None:
    """Return the number of the directory that takes the fewest slips to become the one dialled.

    A digit wrong, missing or too many is a slip; so are two neighbours that changed places. Of
    equals, one that may be printed comes first. More slips than a third of the digits are none.
    """
    near = [
        (_slips(dialled, way), not known.current, place)
        for place, known in enumerate(directory)
        for way in known.dialled
        if 3 * abs(len(dialled) - len(way)) <= max(len(dialled), len(way))
    ]
    slips, _, place = min(near, default=(len(dialled), False, 0))
    return directory[place] if 3 * slips <= len(dialled) and near else None


@lru_cache(maxsize=2**16)
def _slips(one: str, other: str) -> int:
    """Return the Damerau-Levenshtein distance (optimal string alignment) of two numbers."""
    if not one or not other:
        return len(one) + len(other)
    swapped = one[:2] == other[1::-1] and len(one) > 1
    return min(
        _slips(one[1:], other) + 1,
        _slips(one, other[1:]) + 1,
        _slips(one[1:], other[1:]) + (one[0] != other[0]),
        _slips(one[2:], other[2:]) + 1 if swapped else len(one) + len(other),
    )
