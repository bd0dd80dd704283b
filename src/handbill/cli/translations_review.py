"""The command `handbill translations review`."""

import datetime
from collections.abc import Iterable
from pathlib import Path

import click
from rich.columns import Columns
from rich.console import Console, Group
from rich.panel import Panel
from rich.text import Text

from handbill.batch.delivery import write_atomically
from handbill.cli.options import workspace_option
from handbill.cli.output import people
from handbill.cli.translations_options import (
    catalog_text,
    chosen_languages,
    counted,
    folder_option,
    translations_folder,
)
from handbill.library.catalogs import catalog_faults, catalog_path
from handbill.library.library import Library, load_library
from handbill.model.faults import Fault, InputError
from handbill.model.wording import Problem, Wording, errors_of
from handbill.translating.checking import Desk
from handbill.translating.extracting import read_places
from handbill.translating.reviewing import (
    Case,
    cases,
    plain_line,
    with_back_translation,
    with_remark,
    with_review,
    with_translation,
)

_EPILOG = """\b
Examples:
  handbill translations review uk
  handbill translations review uk -p self-help
  handbill translations review uk --by "Olha K."

\b
For each message: a accepts it, c changes it, b writes down what it says in English, n leaves a
note for others, s skips it, q ends.
What you decide is in the catalog at once; you may stop at any time. Without --by nobody is
named. A name given with --by becomes public with the catalog: use it only if that is safe.
A text you change is a draft until another person has reviewed it.

\b
Exit status: 0 all was shown, or you stopped; 2 wrong usage or unreadable input.
"""

_QUESTION = "[a]ccept  [c]hange  [b]ack-translate  [n]ote  [s]kip  [q]uit"
_WORDS = {"accept": "a", "change": "c", "back": "b", "note": "n", "skip": "s", "quit": "q"}
_LONGEST_NAME = 60


@click.command(epilog=_EPILOG)
@click.argument("language")
@folder_option
@workspace_option
@click.option("-p", "--piece", "pieces", multiple=True,
              help="Only this piece, e.g. self-help, or 'phrases'.")  # fmt: skip
@click.option("--by", "name", default="",
              help="Your name, or a made-up one, to be published with the catalog.")  # fmt: skip
def review(
    language: str, folder: Path | None, workspace: Path | None, pieces: tuple[str, ...], name: str
) -> int:
    """Go through what nobody has reviewed in a LANGUAGE, beside the English.

    Shows each text with its English, what translators were told, and what people who read only
    the translation said it means.
    """
    library = load_library(workspace, with_catalogs=False)
    target = translations_folder(folder, workspace, writes=True)
    (chosen,) = chosen_languages((language,), target, library.languages)
    _check_names(pieces, name, library)
    path = catalog_path(target, chosen)
    faults: list[Fault] = []
    text = catalog_text(target, path, faults)
    if text is not None:
        faults += catalog_faults(text, chosen.tag, str(path), library.sources(), library.glossary)
    if faults or text is None:
        raise InputError(faults)
    desk = Desk(library.sources(), read_places(target / "places.toml"), library.glossary)
    sources = library.sources()
    waiting = [
        case
        for case in cases(text, chosen.tag, desk)
        if not pieces or sources[case.address].piece in pieces
    ]
    if not waiting:
        among = f" of {', '.join(pieces)}" if pieces else ""
        click.echo(f"Nothing{among} waits for a review in {path}.")
        return 0
    done = _Session(path, text, chosen.tag, name, library).run(waiting)
    left = len(waiting) - done
    click.echo(
        f"{done} of {len(waiting)} reviewed."
        + (f" {counted(left, 'text')} still to be reviewed in {path}." if left else "")
    )
    return 0


def _check_names(pieces: tuple[str, ...], name: str, library: Library) -> None:
    known = {*library.texts, "phrases"}
    unknown = sorted(set(pieces) - known)
    if unknown:
        raise click.UsageError(
            f"There is no piece '{unknown[0]}'. There are {', '.join(sorted(known))}."
        )
    if len(name) > _LONGEST_NAME or any(not sign.isprintable() for sign in name):
        raise click.UsageError(
            f"--by takes one line of at most {_LONGEST_NAME} characters. Write a shorter name."
        )


def _typed(question: str) -> str:
    """Return a line a person typed, without letters that cannot be written as UTF-8."""
    given: str = click.prompt(question, default="", show_default=False)
    return given.encode("utf-8", "replace").decode().strip()


class _Session:
    """Walks through messages with a person at the terminal."""

    def __init__(self, path: Path, text: str, language: str, name: str, library: Library) -> None:
        self._path, self._text, self._language = path, text, language
        self._name = " ".join(name.split())
        self._names = library.glossary.names
        self._console = Console(highlight=False)

    def run(self, waiting: list[Case]) -> int:
        """Return how many messages were accepted."""
        accepted = 0
        for number, case in enumerate(waiting, 1):
            self._show(case, number, len(waiting))
            try:
                answer = self._ask(case)
            except click.Abort:
                click.echo()
                break
            if answer == "quit":
                break
            accepted += answer == "accepted"
        return accepted

    def _ask(self, case: Case) -> str:
        """Return what became of a message: accepted, changed, read back, noted, skipped, quit."""
        acts = {"a": self._accept, "c": self._change, "n": self._note, "b": self._read_back}
        while True:
            given = click.prompt(_QUESTION, default="s", show_default=False).strip().lower()
            letter = _WORDS.get(given, given)
            if letter in ("q", "s"):
                return "quit" if letter == "q" else "skipped"
            if letter not in acts:
                people().print("Type one of the letters a, c, b, n, s or q.", markup=False)
            elif done := acts[letter](case):
                return done

    def _accept(self, case: Case) -> str:
        if self._has_errors(case.problems):
            people().print("Such a text is never printed. Change it, or skip it.", markup=False)
            return ""
        today = datetime.date.today()
        self._save(with_review(self._text, case, today, self._name))
        return "accepted"

    def _note(self, case: Case) -> str:
        note = plain_line(_typed("Your note, one line; nothing to leave it"))
        if not note:
            return ""
        self._save(with_remark(self._text, case, note))
        return "noted"

    def _read_back(self, case: Case) -> str:
        said = plain_line(_typed("What the text says, in English; nothing to leave it"))
        if not said:
            return ""
        self._save(with_back_translation(self._text, case, said))
        return "read back"

    def _change(self, case: Case) -> str:
        new = _typed("The new text; nothing to leave it")
        if not new or new == case.text:
            return ""
        wording = Wording(case.english, new, self._language, names=self._names)
        if self._has_errors(errors_of(wording)):
            return ""
        self._save(with_translation(self._text, case, new))
        people().print("Saved as a draft: another person should review it.", markup=False)
        return "changed"

    def _has_errors(self, problems: Iterable[Problem]) -> bool:
        """Tell whether something keeps a text from being printed, and say what."""
        found = [problem for problem in problems if problem.weight == "error"]
        for problem in found:
            people().print(problem.message, markup=False, style="red")
        return bool(found)

    def _save(self, text: str) -> None:
        if self._path.read_bytes() != self._text.encode():
            raise click.ClickException(
                f"{self._path} was changed by another program meanwhile. Start the review again; "
                f"what you decided before is kept."
            )
        write_atomically(self._path, text.encode())
        self._text = text

    def _show(self, case: Case, number: int, total: int) -> None:
        sides = Columns(
            [
                Panel(Text(case.english), title="English", title_align="left"),
                Panel(Text(case.text), title=self._language, title_align="left"),
            ],
            equal=True,
            expand=True,
        )
        lines = [Text(note, style="dim") for note in case.notes if note]
        lines += [
            Text(f"{'Second reading' if back.second else 'Read back'}: {back.text}", style="cyan")
            for back in case.back_translations
        ] or [Text("Nobody has read this text back into English.", style="yellow")]
        lines += [Text(f"Note: {remark}") for remark in case.remarks]
        lines += [
            Text(f"{problem.weight}: {problem.message}", style="red") for problem in case.problems
        ]
        self._console.rule(f"{number} of {total}: {case.address}", align="left")
        self._console.print(Group(sides, *lines))
