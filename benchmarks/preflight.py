"""How much of the time of making an edition preflight takes.

    python -m benchmarks.preflight

Prints the share for each format, of the checks of text and numbers and of all checks.
"""

import datetime
import io
import time
from collections import defaultdict

import pikepdf

from handbill.press.fonts import font_file, isolate_fonts

isolate_fonts()

from handbill.batch.expecting import expectation  # noqa: E402  after the fonts are isolated
from handbill.batch.wiring import composer_of, shelf_of  # noqa: E402  as above
from handbill.batch.workshop import Workshop  # noqa: E402  as above
from handbill.library.library import Library, load_library  # noqa: E402  as above
from handbill.model.editions import Edition  # noqa: E402  as above
from handbill.planning.selection import Selection, plan  # noqa: E402  as above
from handbill.preflight.checks.evidence import Evidence  # noqa: E402  as above
from handbill.preflight.checks.numbers import check_numbers  # noqa: E402  as above
from handbill.preflight.checks.texts import check_texts  # noqa: E402  as above
from handbill.preflight.edition import check_edition  # noqa: E402  as above
from handbill.preflight.reading import ReadFile  # noqa: E402  as above
from handbill.preflight.shaping import Typefaces  # noqa: E402  as above
from handbill.press.metadata import edition_of  # noqa: E402  as above

LANGUAGES = ("en", "ar", "hi", "zh-Hans")


def measure() -> dict[str, tuple[float, float, float]]:
    """Return seconds of making, of checking texts and numbers, and of all checks by format."""
    library = load_library()
    workshop = Workshop(None, strict=False, today=datetime.date.today())
    faces = Typefaces(font_file)
    selection = Selection(regions=("US",), languages=LANGUAGES)
    editions, _ = plan(selection, shelf_of(library))
    workshop.make(editions[0])
    totals: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for edition in editions:
        started = time.perf_counter()
        made = workshop.make(edition)
        making = time.perf_counter() - started
        if made.data is None:
            continue
        some, whole = _checking(library, edition, made.data, faces)
        for at, seconds in enumerate((making - whole, some, whole)):
            totals[edition.format][at] += seconds
    return {name: (total[0], total[1], total[2]) for name, total in totals.items()}


def _checking(
    library: Library, edition: Edition, data: bytes, faces: Typefaces
) -> tuple[float, float]:
    with pikepdf.open(io.BytesIO(data)) as document:
        record = edition_of(document) or {}
    composition = composer_of(library).compose(edition, tuple(record["levels"]))
    expected = expectation(edition, composition, library)
    started = time.perf_counter()
    with ReadFile(data) as read:
        evidence = Evidence(read, expected, faces)
        list(check_numbers(evidence))
        list(check_texts(evidence))
    some = time.perf_counter() - started
    started = time.perf_counter()
    with ReadFile(data) as read:
        check_edition(read, expected, faces)
    return some, time.perf_counter() - started


def main() -> None:
    """Print the shares."""
    print("format       texts and numbers / making   all checks / making")
    for name, (making, some, whole) in sorted(measure().items()):
        print(f"{name:12} {some / making:27.2f} {whole / making:21.2f}")


if __name__ == "__main__":
    main()
