"""Styles inside drawings: rules for kinds of elements, classes and ids, and colours."""

import re
from collections.abc import Iterable

import msgspec
from PIL import ImageColor

FETCHED = re.compile(r"url\s*\((?!\s*['\"]?#)|image-set\s*\(", re.IGNORECASE)
"""What asks for something outside the drawing."""

MOST_RULES = 1000

_AMOUNT = r"([+-]?+(?>\d++\.?+\d*+|\.\d++)%?)"
_RGB = re.compile(
    rf"rgba?\(\s*{_AMOUNT}[\s,]+{_AMOUNT}[\s,]+{_AMOUNT}(?:[\s,/]+{_AMOUNT})?\s*\)", re.IGNORECASE
)
_SELECTOR = re.compile(r"([A-Za-z]+|\*)?(?:([.#])([\w:-]+))?")


class Rule(msgspec.Struct, frozen=True):
    """A rule for one kind of element, class or id."""

    tag: str
    sign: str
    """`.` for a class, `#` for an id, empty for all elements of the kind."""
    name: str
    values: dict[str, str]

    @property
    def rank(self) -> tuple[bool, bool, bool]:
        """Return what makes a rule win over others: the id, then the class, then the kind."""
        return self.sign == "#", self.sign == ".", self.tag not in ("", "*")

    def applies(self, tag: str, attributes: dict[str, str]) -> bool:
        """Tell whether the rule is for an element."""
        if self.tag not in ("", "*", tag):
            return False
        if self.sign == "#":
            return attributes.get("id") == self.name
        return not self.sign or self.name in attributes.get("class", "").split()


def read_rules(text: str) -> tuple[list[Rule], str]:
    """Return the rules of a style sheet, and what is wrong with it, if anything."""
    first, *others = text.split("/*")
    plain = first + "".join(other.partition("*/")[2] for other in others)
    if "@" in plain or FETCHED.search(plain):
        return [], "asks for something outside the drawing, or has rules that begin with '@'"
    rules: list[Rule] = []
    for part in plain.split("}"):
        selectors, opened, body = part.partition("{")
        for selector in map(str.strip, selectors.split(",")):
            found = _SELECTOR.fullmatch(selector)
            if not opened and not selector:
                continue
            if not opened or not selector or found is None:
                return [], f"has the rule '{selector[:30]}', which is not understood"
            tag, sign, name = (group or "" for group in found.groups())
            rules.append(Rule(tag, sign, name, declared(body)))
    return rules, f"has more than {MOST_RULES} rules" if len(rules) > MOST_RULES else ""


def declared(text: str) -> dict[str, str]:
    """Return the values that a style gives, by name."""
    pairs = (part.partition(":") for part in text.split(";") if ":" in part)
    return {name.strip().lower(): _unstressed(value.strip()) for name, _, value in pairs}


def _unstressed(value: str) -> str:
    if not value.lower().endswith("important"):
        return value
    return value[: -len("important")].rstrip().removesuffix("!").rstrip()


def read_color(text: str) -> str:
    """Return a colour as `#rrggbb`, as it looks on white where it can be seen through.

    Raises:
        ValueError: where there is no such colour.
    """
    if found := _RGB.fullmatch(text):
        channels = [_amount(part, 255) for part in found.groups()[:3]]
        opacity = _amount(found[4], 1) if found[4] else 1.0
    else:
        red, green, blue, *alpha = ImageColor.getrgb(text)
        channels, opacity = [red, green, blue], alpha[0] / 255 if alpha else 1.0
    return seen_on_white(channels, opacity)


def _amount(text: str, whole: float) -> float:
    value = float(text.rstrip("%")) * (whole / 100 if text.endswith("%") else 1)
    return min(max(value, 0.0), whole)


def seen_on_white(channels: Iterable[float], opacity: float) -> str:
    """Return how a colour with channels of 0 to 255 looks on white, as `#rrggbb`."""
    shown = (round(channel * opacity + 255 * (1 - opacity)) for channel in channels)
    return "#" + "".join(f"{channel:02x}" for channel in shown)
