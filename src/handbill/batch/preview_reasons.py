"""What keeps an edition of a preview from being printed, in words for translators."""

from collections.abc import Iterable, Mapping

from handbill.batch.preview_texts import FAULTY, Text
from handbill.composing.pages import Composition
from handbill.model.findings import Finding
from handbill.press.fitting import Fitted


def addresses_in(composition: Composition, tag: str) -> frozenset[str]:
    """Return the addresses of the messages that a composition says in a language."""
    return frozenset(
        utterance.address for utterance in composition.utterances if utterance.language == tag
    )


def reasons_against(
    composition: Composition,
    fitted: Fitted,
    numbers: Mapping[str, int],
    texts: Mapping[str, Text],
    tag: str,
) -> tuple[str, ...]:
    """Return what keeps a laid-out edition from being printed."""
    said = addresses_in(composition, tag)
    untranslated = sorted(
        numbers.get(name, 0) for name in said if name in texts and texts[name].state in FAULTY
    )
    reasons = []
    if untranslated:
        reasons.append(_untranslated(untranslated, len(said)))
    for overflow in fitted.overflows:
        number = numbers.get(overflow.message_id) if overflow.language == tag else None
        text = f"Text {number}" if number else f"A text in the box '{overflow.box_name}'"
        reasons.append(
            f"{text} is too long by {overflow.excess:.1f} mm, even at the smallest readable size. "
            f"Make it, or the texts around it, shorter."
        )
    rest = [finding for finding in composition.findings
            if finding.check != "translation.missing"]  # fmt: skip
    return (*reasons, *errors_in(rest))


def _untranslated(numbers: list[int], total: int) -> str:
    """Return the sentence that says which texts have no translation."""
    count = len(numbers)
    listed = ", ".join(str(number) for number in numbers if number)
    if count == total:
        return "None of its texts has a translation that can be used."
    verb = "has no translation" if count == 1 else "have no translation"
    where = f" (see {listed})" if listed and count <= 12 else ""
    return f"{count} of its {total} texts {verb} that can be used{where}."


def errors_in(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return what the errors among findings say, each once."""
    messages = (finding.message for finding in findings if finding.severity == "error")
    return tuple(dict.fromkeys(messages))
