"""Run files: what a coordinator asks for in one go."""

from handbill.model.formats import Output, Variant
from handbill.model.regions import Record

Names = str | tuple[str, ...]
"""One name, several, or the word `all`."""

ALL = "all"


class Choices(Record, frozen=True):
    """What to make for a region; None is not said here, so that a wider table decides."""

    pieces: Names | None = None
    formats: Names | None = None
    languages: Names | None = None
    """Language groups such as `es` or `es+en`; `all` are the languages of each region."""
    outputs: Output | tuple[Output, ...] | None = None
    paper: str | None = None
    """Empty: the region's own."""
    organization: str | None = None
    """Empty: none."""
    variants: Variant | tuple[Variant, ...] | None = None
    printer: str | None = None
    """A printer of the workspace; empty: none in particular."""


class Entry(Choices, frozen=True):
    """One run: its regions and what to make for them."""

    regions: Names | None = None


class Exclusion(Record, frozen=True):
    """Editions to leave out: those that match every key given."""

    region: Names | None = None
    piece: Names | None = None
    format: Names | None = None
    language: Names | None = None
    """`ur` matches every edition with Urdu in it, `ur+en` those with both."""
    output: Output | tuple[Output, ...] | None = None


class RunFile(Entry, frozen=True):
    """A run file: its own keys are what its runs start from."""

    out: str = ""
    """Folder to write to, from the folder of the run file."""
    workspace: str = ""
    """Workspace, from the folder of the run file."""
    strict: bool = False
    exclude: tuple[Exclusion, ...] = ()
    region: dict[str, Choices] = {}
    """What is otherwise for single regions, in every run."""
    run: tuple[Entry, ...] = ()
    """The runs, where there are several; without any, the file is one run."""

    def entries(self) -> tuple[tuple[str, Entry], ...]:
        """Return each run with the key path it has in the file, empty for the file itself."""
        several = tuple((f"run[{index}]", entry) for index, entry in enumerate(self.run))
        return several or (("", self),)


def names_of(value: Names | None) -> tuple[str, ...]:
    """Return one name or several as a tuple."""
    return (value,) if isinstance(value, str) else value or ()
