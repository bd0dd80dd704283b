"""The manifest tells the truth at every instant, and two runs never write to one folder at once."""

import hashlib
import itertools
import json
import multiprocessing
import random
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import msgspec
import pytest

from handbill.batch import ledger
from handbill.batch.delivery import MANIFEST, PARTIAL, known_entries, write_atomically
from handbill.batch.ledger import Ledger, alone
from handbill.batch.results import EditionResult, edition_result
from handbill.model.editions import Edition

KILLS = 200
EDITIONS = 60


def edition(number: int) -> Edition:
    return Edition(f"R{number:02}", "piece", "format", ("en",), "home", "a4")


def write_all(folder: Path, round_: int) -> None:
    """Write every edition anew, as a run does, the manifest as often as can be."""
    ledger.PAUSE, ledger.SHARE = 0.0, 0.5
    with alone(folder, lambda: None):
        book = Ledger(folder)
        book.begin([edition(number) for number in range(EDITIONS)])
        for number in range(EDITIONS):
            data = f"{edition(number).id} {round_} {number}".encode() * 2000 + b"%%EOF"
            book.note(delivered(folder, number, data), None)
        book.end()


def delivered(folder: Path, number: int, data: bytes) -> EditionResult:
    write_atomically(folder / edition(number).path, data)
    return msgspec.structs.replace(
        edition_result(edition(number), "delivered"), sha256=hashlib.sha256(data).hexdigest()
    )


def problems_in(folder: Path) -> list[str]:
    """Return what is torn or untrue in an output folder."""
    torn = [
        f"torn: {path.name}"
        for path in folder.rglob("*.pdf")
        if not path.read_bytes().endswith(b"%%EOF")
    ]
    if (folder / MANIFEST).exists():
        json.loads((folder / MANIFEST).read_bytes())
    return torn + [f"untrue: {path}" for path in untrue_in(folder)]


def untrue_in(folder: Path) -> list[str]:
    """Return the files that are not what the manifest says."""
    return [
        entry.path
        for entry in known_entries(folder)
        if hashlib.sha256((folder / entry.path).read_bytes()).hexdigest() != entry.sha256
    ]


def test_a_run_killed_at_any_instant_leaves_whole_files_and_a_true_manifest(
    tmp_path: Path,
) -> None:
    chance = random.Random(7)  # noqa: S311  where to kill, no secret
    folder = tmp_path / "out"
    killed = 0
    forking = multiprocessing.get_context("fork")
    for round_ in range(KILLS):
        process = forking.Process(target=write_all, args=(folder, round_))
        process.start()
        # The kill comes after some number of files, not after some time.
        last = chance.randrange(EDITIONS)
        while process.is_alive() and not _is_of(folder, last, round_):
            pass
        process.kill()
        process.join()
        killed += process.exitcode == -signal.SIGKILL
        assert problems_in(folder) == []
    assert killed > KILLS * 0.9
    with alone(folder, lambda: None):
        assert not list(folder.rglob(f"{PARTIAL}*"))


def _is_of(folder: Path, number: int, round_: int) -> bool:
    try:
        with (folder / edition(number).path).open("rb") as file:
            return file.read(60).startswith(f"{edition(number).id} {round_} ".encode())
    except OSError:
        return False


def test_files_about_to_be_replaced_are_listed_apart_until_they_are(tmp_path: Path) -> None:
    book = Ledger(tmp_path)
    for number in (1, 2):
        book.note(delivered(tmp_path, number, b"old"), None)
    book.end()
    times = itertools.chain([0.0, 0.0], itertools.repeat(10.0))
    second = Ledger(tmp_path, now=times.__next__)
    second.begin([edition(1), edition(2)])
    assert known_entries(tmp_path) == []
    second.note(delivered(tmp_path, 1, b"new"), None)
    assert [entry.id for entry in known_entries(tmp_path)] == [edition(1).id]
    assert untrue_in(tmp_path) == []
    second.end()
    assert {entry.id for entry in known_entries(tmp_path)} == {edition(1).id, edition(2).id}


@pytest.mark.parametrize("replaced", [True, False])
def test_what_a_killed_run_left_unsettled_counts_where_it_is_still_there(
    tmp_path: Path, replaced: bool
) -> None:
    first = Ledger(tmp_path)
    first.note(delivered(tmp_path, 1, b"old"), None)
    first.end()
    Ledger(tmp_path).begin([edition(1)])  # and is killed
    if replaced:
        write_atomically(tmp_path / edition(1).path, b"new")
    Ledger(tmp_path).end()
    listed = [] if replaced else [edition(1).id]
    assert [entry.id for entry in known_entries(tmp_path)] == listed


def test_the_manifest_is_written_now_and_then_only(tmp_path: Path) -> None:
    times = iter([0.0, *[0.01] * 200])
    book = Ledger(tmp_path, now=lambda: next(times))
    book.note(delivered(tmp_path, 1, b"x"), None)
    assert len(known_entries(tmp_path)) == 1
    for number in range(2, 9):
        book.note(delivered(tmp_path, number, b"x"), None)
    assert len(known_entries(tmp_path)) == 1
    book.end()
    assert len(known_entries(tmp_path)) == 8


def test_a_second_run_on_a_folder_waits_and_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from handbill.batch.ledger import alone
        with alone(Path(sys.argv[1]), lambda: print("waiting", flush=True)):
            print("alone", flush=True)
    """)
    with alone(folder, lambda: pytest.fail("nobody else is there")):
        (folder / "a.txt").write_text("x", "utf-8")
        second = subprocess.Popen(  # noqa: S603  the program above
            [sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert second.stdout is not None
        assert second.stdout.readline() == "waiting\n"
    assert second.communicate()[0] == "alone\n"


def test_a_folder_made_for_nothing_is_taken_away(tmp_path: Path) -> None:
    with alone(tmp_path / "out", lambda: None):
        assert (tmp_path / "out").is_dir()
    assert not (tmp_path / "out").exists()


def test_leftovers_of_a_killed_run_are_cleared(tmp_path: Path) -> None:
    (tmp_path / "US").mkdir()
    left = tmp_path / "US" / f"{PARTIAL}abc"
    left.write_bytes(b"half")
    with alone(tmp_path, lambda: None):
        assert not left.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["US"]
