"""A run file becomes editions, checked as a whole before the first page."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from handbill.model.content import Piece
from handbill.model.editions import Edition, Omission
from handbill.model.faults import Fault, InputError
from handbill.model.formats import Format, Printer
from handbill.model.runs import Choices, Names, RunFile, names_of
from handbill.planning.run_names import Exclude, Resolver, join
from handbill.planning.selection import Selection, Shelf, plan

Problem = tuple[str, str]
"""A key path and what is wrong there."""

_KINDS = ("region", "piece", "format", "language", "output")
"""The keys of an exclusion."""


class RunPlan(msgspec.Struct, frozen=True):
    """What a run file comes to."""

    editions: list[Edition]
    omissions: list[Omission]
    """What was asked for and cannot be made, with the reason."""
    excluded: int = 0
    """How many editions the file itself leaves out."""


class _Ask(msgspec.Struct, frozen=True):
    """What some regions of one run are asked for."""

    run: str
    regions: tuple[str, ...]
    choices: Choices
    keys: Mapping[str, str]
    """The key path that each choice was made at, by its name."""


def plan_run(run: RunFile, label: str, shelf: Shelf, printers: Mapping[str, Printer]) -> RunPlan:
    """Return the editions of a run file, each once, and those left out with the reason.

    Args:
        run: the file as it was read.
        label: the name of the file, for faults.
        shelf: what there is to choose from.
        printers: the printers of the workspace, by name.

    Raises:
        InputError: where names are unknown or cannot be met; carries all of them. Exclusions that
            match nothing are told once every name is right, since only then there is a plan.
    """
    resolver = Resolver(label, shelf, printers)
    asks = _asks(run, resolver)
    exclusions = resolver.exclusions(run)
    for ask in asks:
        for key, message in _impossible(ask, shelf):
            resolver.note(key, message)
    if resolver.faults:
        raise InputError(resolver.faults)
    editions, omissions, conflicts = _planned(asks, shelf, printers)
    everything = [*editions, *(left.edition for left in omissions)]
    problems = [*conflicts, *_idle(exclusions, everything)]
    if problems:
        raise InputError([Fault(label, key, message) for key, message in problems])
    kept = [edition for edition in editions if not _is_excluded(edition, exclusions)]
    left_out = [left for left in omissions if not _is_excluded(left.edition, exclusions)]
    return RunPlan(kept, left_out, len(everything) - len(kept) - len(left_out))


def _asks(run: RunFile, resolver: Resolver) -> list[_Ask]:
    defaults = resolver.choices("", run)
    overrides = resolver.overrides(run)
    usual = resolver.regions("", run) or ()
    asks: list[_Ask] = []
    for prefix, entry in run.entries():
        layers = [("", defaults)]
        regions = usual
        if entry is not run:
            layers.append((prefix, resolver.choices(prefix, entry)))
            regions = usual if entry.regions is None else resolver.regions(prefix, entry) or ()
        plain = tuple(code for code in regions if code not in overrides)
        if plain or not regions:
            asks.append(_ask(prefix, plain, layers))
        asks += [
            _ask(prefix, (code,), [*layers, overrides[code]])
            for code in regions
            if code in overrides
        ]
    if any(fault.key.endswith("regions") for fault in resolver.faults):
        return asks
    in_runs = {code for ask in asks for code in ask.regions}
    for code in sorted(set(overrides) - in_runs):
        message = f"'{code}' is in no run of this file. Add it to 'regions', or remove this table."
        resolver.note(overrides[code][0], message)
    return asks


def _ask(run: str, regions: tuple[str, ...], layers: Sequence[tuple[str, Choices]]) -> _Ask:
    """Return what the layers say together; the later ones win, key by key."""
    said = {
        name: (join(key, name), value)
        for key, choices in layers
        for name in Choices.__struct_fields__
        if (value := getattr(choices, name)) is not None
    }
    return _Ask(
        run=run,
        regions=regions,
        choices=Choices(**{name: value for name, (_, value) in said.items()}),
        keys={name: key for name, (key, _) in said.items()},
    )


def _impossible(ask: _Ask, shelf: Shelf) -> Iterator[Problem]:
    """Yield a fault for each name that no edition could ever be made for."""
    pieces = [shelf.pieces[name] for name in _asked(ask.choices.pieces, shelf.pieces)]
    formats = [shelf.formats[name] for name in _asked(ask.choices.formats, shelf.formats)]
    yield from _without_partner(ask, pieces, formats)
    named = formats if ask.choices.formats else []
    yield from _without_paper(ask, named)
    yield from _without_variant(ask, named)
    most = max((layout.languages for layout in formats), default=0)
    for group in names_of(ask.choices.languages):
        if group.count("+") >= most:
            names = ", ".join(layout.id for layout in formats)
            message = f"'{group}' has more languages than any format asked for holds ({names}: at "
            message += f"most {most}). Ask for fewer in one edition."
            yield ask.keys["languages"], message


def _asked(names: Names | None, known: Mapping[str, object]) -> tuple[str, ...]:
    return names_of(names) or tuple(known)


def _without_partner(
    ask: _Ask, pieces: Sequence[Piece], formats: Sequence[Format]
) -> Iterator[Problem]:
    names = ", ".join(piece.id for piece in pieces)
    lonely = [one for one in formats if not any(_fits(piece, one) for piece in pieces)]
    for layout in lonely if ask.choices.formats else ():
        message = f"'{layout.id}' suits none of the pieces asked for ({names}). Remove it, or add a"
        yield ask.keys["formats"], f"{message} piece that suits it."
    if lonely and ask.choices.formats:
        return
    for piece in pieces if ask.choices.pieces else ():
        if not any(_fits(piece, layout) for layout in formats):
            suited = ", ".join(piece.formats) or "the formats for notices"
            message = f"'{piece.id}' suits none of the formats asked for. It suits {suited}."
            yield ask.keys["pieces"], message


def _fits(piece: Piece, layout: Format) -> bool:
    if piece.posting is not None:
        return layout.postings
    return not layout.postings and (not piece.formats or layout.id in piece.formats)


def _without_paper(ask: _Ask, formats: Sequence[Format]) -> Iterator[Problem]:
    paper = ask.choices.paper
    for layout in formats if paper else ():
        if paper not in layout.trims:
            yield (
                ask.keys["paper"],
                (
                    f"'{layout.id}' is not laid out for the paper '{paper}'. It fits "
                    f"{', '.join(sorted(layout.trims))}. Give it a [[run]] of its own, or leave "
                    f"'paper' out."
                ),
            )


def _without_variant(ask: _Ask, formats: Sequence[Format]) -> Iterator[Problem]:
    for variant in ask.choices.variants or ():
        for layout in formats:
            if variant not in layout.variants:
                yield (
                    ask.keys["variants"],
                    (
                        f"'{layout.id}' is not made as '{variant}'. Give it a [[run]] of its own "
                        f"without it."
                    ),
                )
    if "tiled" in (ask.choices.variants or ()):
        for output in ask.choices.outputs or ():
            if output != "home":
                yield (
                    ask.keys["outputs"],
                    (
                        f"A tiled poster is made for 'home' only, not for '{output}'. Ask for "
                        f"'{output}' in a [[run]] of its own."
                    ),
                )


def _planned(
    asks: Sequence[_Ask], shelf: Shelf, printers: Mapping[str, Printer]
) -> tuple[list[Edition], list[Omission], list[Problem]]:
    """Return the editions and omissions of all runs, each once, and those asked for in two ways."""
    editions: dict[str, tuple[str, Edition]] = {}
    omissions: dict[str, Omission] = {}
    conflicts: list[Problem] = []
    for ask in asks:
        made, left_out = plan(_selection(ask, printers), shelf)
        for edition in made:
            run, first = editions.setdefault(edition.id, (ask.run, edition))
            if first != edition:
                message = f"'{edition.id}' is asked for in '{run}' as well, for another printer."
                conflicts.append((ask.run, f"{message} Ask for it once."))
        omissions |= {left.edition.id: left for left in left_out}
    return [edition for _, edition in editions.values()], list(omissions.values()), conflicts


def _selection(ask: _Ask, printers: Mapping[str, Printer]) -> Selection:
    choices = ask.choices
    outputs, variants = choices.outputs or "home", choices.variants or ()
    return Selection(
        regions=ask.regions,
        pieces=names_of(choices.pieces),
        formats=names_of(choices.formats),
        languages=names_of(choices.languages),
        outputs=(outputs,) if isinstance(outputs, str) else outputs,
        paper=choices.paper or "",
        organization=choices.organization or "",
        variants=(variants,) if isinstance(variants, str) else variants,
        printer=printers[choices.printer] if choices.printer else Printer(),
    )


def _is_excluded(edition: Edition, exclusions: Sequence[Exclude]) -> bool:
    return any(_matches(edition, exclude) for exclude in exclusions)


def _matches(edition: Edition, exclude: Exclude) -> bool:
    return all(_matches_key(edition, exclude, kind) for kind in _KINDS)


def _matches_key(edition: Edition, exclude: Exclude, kind: str) -> bool:
    wanted = getattr(exclude, kind)
    if not wanted:
        return True
    if kind == "language":
        return any(set(edition.languages) >= set(group.split("+")) for group in wanted)
    return getattr(edition, kind) in wanted


def _idle(exclusions: Sequence[Exclude], editions: Sequence[Edition]) -> Iterator[Problem]:
    """Yield a fault for each exclusion that matches nothing."""
    for exclude in exclusions:
        if any(_matches(edition, exclude) for edition in editions):
            continue
        strange = [
            f"{kind} {' or '.join(getattr(exclude, kind))}"
            for kind in _KINDS
            if not any(_matches_key(edition, exclude, kind) for edition in editions)
        ]
        why = f" None has the {', nor the '.join(strange)}." if strange else ""
        message = f"This exclusion matches none of the {len(editions)} editions asked for.{why}"
        yield exclude.key, f"{message} Correct it, or remove it."
