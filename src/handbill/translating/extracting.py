"""Extraction: messages from content files and templates, for Babel and for `extract`."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from babel.messages.extract import extract
from jinja2 import TemplateSyntaxError

from handbill.model.catalogs import MessagePlace, MessagePlaces
from handbill.model.content import Phrases, Piece, SourceText, source_texts
from handbill.model.faults import Fault, InputError

JINJA_OPTIONS = {"encoding": "utf-8", "silent": "false", "newstyle_gettext": "true",
                 "trimmed": "true"}  # fmt: skip
"""As in `babel.cfg`: a template with a syntax error is an error, never left out in silence."""


def extract_content(
    file: BinaryIO,
    keywords: Iterable[str],  # noqa: ARG001  Babel passes it
    comment_tags: Iterable[str],  # noqa: ARG001  Babel passes it
    options: Mapping[str, Any],
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """Yield the messages of a file of content: Babel's interface for extractors.

    The option `places` names the file that says where each message stands; see
    `handbill translations measure`.

    Raises:
        ValueError: where the file is no valid TOML, or holds neither a piece nor phrases.
    """
    data = tomllib.loads(file.read().decode("utf-8"))
    if "phrases" in data:
        texts = source_texts((), msgspec.convert(data, Phrases).phrases)
    else:
        texts = source_texts((msgspec.convert(data, Piece),), ())
    places = read_places(Path(options["places"])) if "places" in options else {}
    # Line numbers only order the messages of a file: references name the file alone.
    for number, source in enumerate(texts, 1):
        yield number, "pgettext", (source.address, source.text), comments_of(source, places)


def read_places(path: Path) -> dict[str, MessagePlace]:
    """Return where each message stands, by address; nothing where the file is missing.

    Raises:
        InputError: where the file is not what `handbill translations measure` writes.
    """
    if not path.is_file():
        return {}
    try:
        return msgspec.toml.decode(path.read_bytes(), type=MessagePlaces).messages
    except (msgspec.MsgspecError, ValueError) as error:
        message = f"The file cannot be read: {error}. 'handbill translations measure' writes it."
        raise InputError([Fault(path.name, "", message)]) from error


def comments_of(source: SourceText, places: Mapping[str, MessagePlace]) -> list[str]:
    """Return what translators are told about a message, a paragraph each."""
    comments = [*source.comments]
    place = places.get(source.address)
    if place is not None:
        at = 1 if comments and comments[0].startswith("Reader: ") else 0
        comments[at:at] = _told(place)
    if not comments:
        return []
    return [f"TRANSLATORS: {comments[0]}", *comments[1:]]


def _told(place: MessagePlace) -> Iterator[str]:
    if place.formats:
        yield f"Stands on: {', '.join(place.formats)}."
    if place.longest:
        yield f"At most {place.longest} characters fit for certain; tightest: {place.tightest}."


def template_faults(templates: Mapping[str, Path]) -> list[Fault]:
    """Return a fault for each text that stands in a template, and for each broken template.

    Texts belong into content, where they have an address, a note and a reader.

    Args:
        templates: the templates by their path below `templates/`.
    """
    return [
        fault
        for name, path in templates.items()
        if name.endswith(".html.j2")
        for fault in _faults_of(f"templates/{name}", path)
    ]


def _faults_of(label: str, path: Path) -> Iterator[Fault]:
    with path.open("rb") as file:
        try:
            for line, text, _, _ in extract("jinja2", file, options=JINJA_OPTIONS):
                message = (
                    f"The text {text!r} stands in a template, where it has no address. Put it "
                    f"into content/phrases.toml, and say it with voice.say('its address')."
                )
                yield Fault(label, f"line {line}", message)
        except TemplateSyntaxError as error:
            message = f"The template has a syntax error: {error.message}. Mend it."
            yield Fault(label, f"line {error.lineno}", message)
