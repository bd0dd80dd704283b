"""Contact sheets: many editions shown at once, to be reviewed."""

import msgspec


class ContactCell(msgspec.Struct, frozen=True):
    """One edition on a contact sheet, or why it is not there."""

    id: str
    piece: str
    format: str
    language: str
    """Its language or languages, for people: `Arabic (ar)`."""
    size: str
    """The flat piece in mm, for people; empty where it has none."""
    right_to_left: bool
    """Whether its pages follow one another from right to left."""
    page: tuple[float, float]
    """Width and height of a page in mm, as planned."""
    pages: int
    """How many pages it has, as planned."""
    density: float
    """How many dots an inch of a page takes."""
    verdict: str = ""
    """In one word what became of an edition that is not shown."""
    reason: str = ""
    """Why it is not shown."""

    @property
    def facts(self) -> str:
        """Return the second line of its caption; it is broken between its parts only."""
        parts = filter(None, (self.format, self.language, self.size))
        return "\N{NO-BREAK SPACE}· ".join(
            part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts
        )


class ContactSheet(msgspec.Struct, frozen=True):
    """A contact sheet: a row for each piece and format, a column for each language."""

    title: str
    facts: str
    columns: tuple[str, ...]
    rows: tuple[tuple[ContactCell, ...], ...]
