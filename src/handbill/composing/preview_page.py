"""The preview of one language as a page for browsers: pictures, marks on them, texts below."""

import base64
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec
from markupsafe import Markup, escape

from handbill import __version__
from handbill.composing.environment import environment_for
from handbill.model.faults import Fault

State = Literal["missing", "fuzzy", "unusable", "draft", "reviewed", "source"]

STATES: dict[State, tuple[str, str, str]] = {
    "missing": ("○", "missing", "There is no translation yet. The English stands in its place."),
    "fuzzy": ("?", "check again", "The English has changed since. The new English is shown."),
    "unusable": ("×", "cannot be used", "The translation has a mistake. The English is shown."),
    "draft": ("~", "draft", "Translated, and not yet read by a second speaker."),
    "reviewed": ("✓", "reviewed", "Translated, and read by a second speaker."),
    "source": ("·", "English", "The English text, or one that the program makes from it."),
}
"""Sign, name and explanation of each state, as people read them."""

TOO_LONG = ("!", "too long", "The text does not fit, even at the smallest size. Make it shorter.")

Side = Literal["left", "right", "above", "below", "corner"]
"""Where the number of a mark stands, so that it hides no other text."""

_PLACEHOLDER = re.compile(r"(%\([a-z]+\)s)")
_SHAPING = {"\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\n", "\t"}


class Mark(msgspec.Struct, frozen=True):
    """The place of one message on a picture."""

    number: int
    left: float
    """In percent of the picture, as the others."""
    top: float
    width: float
    height: float
    millimetres: tuple[float, float, float, float]
    """Left, upper, right and lower edge."""
    side: Side = "left"


class PreviewPicture(msgspec.Struct, frozen=True):
    """One page of an edition, drawn."""

    page: int
    webp: bytes
    width: int
    """How wide it is shown, in CSS pixels."""
    height: int
    marks: tuple[Mark, ...]

    @property
    def source(self) -> str:
        """Return the picture as a `data:` address."""
        return f"data:image/webp;base64,{base64.b64encode(self.webp).decode('ascii')}"


class PreviewMessage(msgspec.Struct, frozen=True):
    """One text of an edition, as the list below the pictures shows it."""

    number: int
    """The number on the picture; 0 where the text is in the file and not on a page."""
    address: str
    english: str
    translation: str
    """Empty where there is none."""
    state: State
    problem: str = ""
    """What keeps a translation from being used."""
    too_long: float = 0.0
    """How far it runs over its box, in mm."""

    @property
    def sign(self) -> str:
        """Return the sign of its state."""
        return TOO_LONG[0] if self.too_long else STATES[self.state][0]

    @property
    def told(self) -> str:
        """Return its state in words."""
        words = STATES[self.state][1]
        return f"{words}, too long by {self.too_long:.1f} mm" if self.too_long else words


class PreviewEdition(msgspec.Struct, frozen=True):
    """One edition of a preview."""

    anchor: str
    piece: str
    format: str
    size: str
    pictures: tuple[PreviewPicture, ...] = ()
    messages: tuple[PreviewMessage, ...] = ()
    reasons: tuple[str, ...] = ()
    """Why it cannot be printed; none where it can."""
    exact: bool = True
    """Whether the sizes of type were searched anew, and the page was checked."""
    drawn: bool = True

    def by_number(self) -> dict[int, PreviewMessage]:
        """Return the messages that stand on the pictures."""
        return {message.number: message for message in self.messages if message.number}


class PreviewHead(msgspec.Struct, frozen=True):
    """What a preview says of the whole language."""

    tag: str
    english_name: str
    own_name: str
    direction: str
    region: str
    catalog: str
    """The file of translations, as people know it."""
    counts: dict[State, int]
    left_out: tuple[str, ...] = ()
    """What was asked for and is not made at all, with the reason."""

    @property
    def title(self) -> str:
        """Return the title of the page."""
        same = self.own_name.casefold() == self.english_name.casefold()
        return self.english_name if same else f"{self.english_name} · {self.own_name}"

    @property
    def total(self) -> int:
        """Return how many texts the language has in all."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """Return how many texts are shown in the language."""
        return sum(self.counts.get(state, 0) for state in ("draft", "reviewed", "source"))


class Live(msgspec.Struct, frozen=True):
    """What a page needs to follow the changes."""

    nonce: str
    stream: str
    """Address of the stream of changes, from this page's state on."""


class PreviewPages:
    """Renders a preview and its parts; each part can be replaced alone, by its id."""

    def __init__(self, templates: Mapping[str, Path]) -> None:
        environment = environment_for(lambda name: templates[name].read_text("utf-8"))
        environment.filters |= {"visible": visible, "wording": wording}
        self._page = environment.get_template("preview.html.j2")
        self._parts = environment.get_template("preview-parts.html.j2").module
        self._style = templates["styles/preview.css"].read_text("utf-8")

    def edition(self, edition: PreviewEdition, head: PreviewHead) -> str:
        """Return the part that shows one edition."""
        return str(self._parts.edition(edition, head)).strip()  # type: ignore[attr-defined]  # a macro

    def state(self, head: PreviewHead) -> str:
        """Return the part that says how far the translation has come."""
        return str(self._parts.state(head)).strip()  # type: ignore[attr-defined]  # a macro

    def faults(self, faults: Sequence[Fault]) -> str:
        """Return the part that says what is wrong with the files; empty where nothing is."""
        return str(self._parts.faults(faults)).strip()  # type: ignore[attr-defined]  # a macro

    def progress(self, done: int, total: int) -> str:
        """Return the part that says how many editions are drawn."""
        return str(self._parts.progress(done, total)).strip()  # type: ignore[attr-defined]  # a macro

    def page(self, head: PreviewHead | None, parts: Sequence[str], live: Live | None = None) -> str:
        """Return the whole page around parts rendered before."""
        return self._page.render(
            head=head,
            parts=[Markup(part) for part in parts],  # noqa: S704  rendered by our own templates
            live=live,
            states=STATES,
            too_long=TOO_LONG,
            style=Markup(self._style),  # noqa: S704  our own style sheet, or the workspace's
            program=f"Handbill {__version__}",
        )


def visible(text: str) -> str:
    """Return a text whose invisible controls can be seen, and turn nothing around them."""
    return "".join(_shown(character) for character in text)


def wording(text: str) -> Markup:
    """Return a message as markup that shows it letter by letter, placeholders in their order."""
    parts = _PLACEHOLDER.split(text)
    return Markup().join(
        Markup('<bdi dir="ltr" class="placeholder">{}</bdi>').format(part) if number % 2
        else escape(visible(part))
        for number, part in enumerate(parts)
    )  # fmt: skip


def _shown(character: str) -> str:
    if character in _SHAPING or unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cs"):
        return character
    return f"⟨U+{ord(character):04X}⟩"


def anchor_of(name: str) -> str:
    """Return a name as the id of an element."""
    return "edition-" + re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")
