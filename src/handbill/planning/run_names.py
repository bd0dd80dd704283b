"""The names of a run file, looked up; each fault with the key path it stands at."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import msgspec

from handbill.model.faults import Fault, UnknownNameError
from handbill.model.formats import Output, Printer, Variant
from handbill.model.names import look_up, nearest
from handbill.model.papers import PAPERS
from handbill.model.runs import ALL, Choices, Entry, Exclusion, Names, RunFile, names_of
from handbill.planning.selection import Shelf, language_tag

Find = Callable[[str, str], str]


class Exclude(msgspec.Struct, frozen=True):
    """An exclusion with names as the records bear them; an empty tuple matches everything."""

    key: str
    region: tuple[str, ...] = ()
    piece: tuple[str, ...] = ()
    format: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    """Language groups such as `ur` or `ur+en`."""
    output: tuple[Output, ...] = ()


class Resolver:
    """Looks up names as the records bear them, in upper and lower case, and notes faults."""

    def __init__(self, label: str, shelf: Shelf, printers: Mapping[str, Printer]) -> None:
        self.faults: list[Fault] = []
        self._label = label
        self._shelf = shelf
        self._printers = printers

    def note(self, key: str, message: str) -> None:
        """Note a fault at a key path."""
        self.faults.append(Fault(self._label, key, message))

    def choices(self, prefix: str, said: Choices) -> Choices:
        """Return choices as tuples of known names; an empty tuple means all that suit.

        A list with an unknown name becomes all, so that no other fault is made up for it.
        """
        shelf = self._shelf
        return Choices(
            pieces=self._names(join(prefix, "pieces"), "piece", said.pieces, shelf.pieces),
            formats=self._names(join(prefix, "formats"), "format", said.formats, shelf.formats),
            languages=self._listed(
                join(prefix, "languages"), "language", said.languages, self._group
            ),
            outputs=self._outputs(join(prefix, "outputs"), said.outputs),
            paper=self._paper(join(prefix, "paper"), said.paper),
            organization=self._organization(join(prefix, "organization"), said.organization),
            variants=self._variants(join(prefix, "variants"), said.variants),
            printer=self._printer(join(prefix, "printer"), said.printer),
        )

    def regions(self, prefix: str, entry: Entry) -> tuple[str, ...] | None:
        """Return the codes of an entry's regions, None where it names none."""
        if entry.regions == ALL:
            return tuple(sorted(self._shelf.regions))
        key = join(prefix, "regions")
        return self._names(key, "region", entry.regions, self._shelf.regions)

    def overrides(self, run: RunFile) -> dict[str, tuple[str, Choices]]:
        """Return what is otherwise for single regions: the key path and the choices, by code."""
        found: dict[str, tuple[str, Choices]] = {}
        for name, said in run.region.items():
            key = f"region.{name}"
            codes = self._names(key, "region", (name,), self._shelf.regions)
            choices = self.choices(key, said)
            for code in codes or ():
                if code in found:
                    self.note(key, f"'{code}' has another table, '{found[code][0]}'. Join them.")
                found[code] = (key, choices)
        return found

    def exclusions(self, run: RunFile) -> list[Exclude]:
        """Return the exclusions, each with its key path; noting those that stand twice."""
        found: dict[Exclude, str] = {}
        for index, said in enumerate(run.exclude):
            key = f"exclude[{index}]"
            exclude = self._exclude(key, said)
            if exclude in found:
                self.note(key, f"This is the same as '{found[exclude]}'. Remove one of them.")
            found.setdefault(exclude, key)
        return [msgspec.structs.replace(exclude, key=key) for exclude, key in found.items()]

    def _exclude(self, key: str, said: Exclusion) -> Exclude:
        shelf = self._shelf

        def find(kind: str, value: Names | None, known: Mapping[str, object]) -> tuple[str, ...]:
            names = names_of(value) or None
            return self._names(f"{key}.{kind}", kind, names, known) or ()

        groups = self._listed(
            f"{key}.language", "language", names_of(said.language) or None, self._group
        )
        return Exclude(
            key="",
            region=find("region", said.region, shelf.regions),
            piece=find("piece", said.piece, shelf.pieces),
            format=find("format", said.format, shelf.formats),
            language=groups or (),
            output=self._outputs(f"{key}.output", said.output) or (),
        )

    def _names(
        self, key: str, kind: str, value: Names | None, known: Mapping[str, object]
    ) -> tuple[str, ...] | None:
        by_name = {name: name for name in known}
        return self._listed(key, kind, value, lambda kind, name: look_up(kind, name, by_name))

    def _listed(
        self, key: str, kind: str, value: Names | None, find: Find
    ) -> tuple[str, ...] | None:
        if value is None or value == ALL:
            return None if value is None else ()
        before = len(self.faults)
        found = []
        for name in names_of(value):
            try:
                found.append(find(kind, name))
            except UnknownNameError as error:
                self.note(key, str(error))
        self._note_doubles(key, found)
        return tuple(dict.fromkeys(found)) if len(self.faults) == before else ()

    def _note_doubles(self, key: str, names: Iterable[str]) -> None:
        for name, count in Counter(names).items():
            if count > 1:
                self.note(key, f"'{name}' stands here {count} times. Once is enough.")

    def _group(self, kind: str, text: str) -> str:
        tags = [language_tag(kind, name, self._shelf.languages) for name in text.split("+")]
        return "+".join(dict.fromkeys(tags))

    def _outputs(
        self, key: str, value: Output | tuple[Output, ...] | None
    ) -> tuple[Output, ...] | None:
        if value is None:
            return None
        outputs: tuple[Output, ...] = (value,) if isinstance(value, str) else value
        self._note_doubles(key, outputs)
        return tuple(dict.fromkeys(outputs))

    def _variants(
        self, key: str, value: Variant | tuple[Variant, ...] | None
    ) -> tuple[Variant, ...] | None:
        if value is None:
            return None
        variants: tuple[Variant, ...] = (value,) if isinstance(value, str) else value
        self._note_doubles(key, variants)
        return tuple(sorted(set(variants)))

    def _paper(self, key: str, value: str | None) -> str | None:
        paper = value.lower() if value else value
        if paper and paper not in PAPERS:
            self.note(key, f"There is no paper named '{value}'. {_hint(paper, PAPERS)}")
            return ""
        return paper

    def _organization(self, key: str, value: str | None) -> str | None:
        if not value:
            return value
        found = self._names(key, "organization", (value,), self._shelf.organizations)
        return found[0] if found else ""

    def _printer(self, key: str, value: str | None) -> str | None:
        if not value:
            return value
        try:
            return look_up("printer", value, {name: name for name in self._printers})
        except UnknownNameError as error:
            hint = f"Did you mean {' or '.join(error.near)}? " if error.near else ""
            self.note(key, f"There is no printer named '{value}'. {hint}content/printers.toml in "
                           f"your workspace names printers.")  # fmt: skip
            return ""


def join(prefix: str, name: str) -> str:
    """Return the key path of a key in a table."""
    return f"{prefix}.{name}" if prefix else name


def _hint(name: str, known: Iterable[str]) -> str:
    near = nearest(name, known)
    guess = f"Did you mean {' or '.join(near)}? " if near else ""
    return f"{guess}Known: {', '.join(known)}."
