"""Pages of an edition as HTML and CSS."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from handbill.composing.slots import (
    PrintedLine,
    checked_text,
    citation_markup,
    emergency_texts,
    figure_markup,
    present_line,
    qr_data_uri,
    qr_description,
)
from handbill.composing.voices import PieceVoice, Utterance, Voice
from handbill.model.catalogs import Catalog
from handbill.model.content import Organization, Piece, SourceText
from handbill.model.editions import Edition
from handbill.model.findings import Finding
from handbill.model.formats import FitRange, Format, Page
from handbill.model.languages import Language, cldr_locale, same_speech
from handbill.model.numbers import printed_number
from handbill.model.postings import Posting

NUMBER_FONT = "Noto Sans"
"""Numbers are always set in this family, whatever the language around them."""


class Composition(msgspec.Struct, frozen=True):
    """An edition's pages, ready for the press."""

    html: str
    styles: tuple[str, ...]
    title: str
    trim: tuple[float, float]
    """Width and height of a page in mm."""
    pages: int
    fit: dict[str, FitRange]
    fonts: dict[str, tuple[str, ...]]
    """Families that may appear on the pages, by language."""
    safe: float
    """Distance from the trim edge that stays free of everything that matters, in mm."""
    utterances: tuple[Utterance, ...]
    findings: tuple[Finding, ...]
    levels: tuple[int, ...]
    """For each page, how many steps tighter than planned it is set."""
    can_tighten: tuple[bool, ...]
    """For each page, whether it could be set tighter still."""


class Composer:
    """Composes editions from content, templates and translations."""

    def __init__(
        self,
        pieces: Mapping[str, Piece],
        formats: Mapping[str, Format],
        languages: Mapping[str, Language],
        catalogs: Mapping[str, Catalog],
        organizations: Mapping[str, Organization],
        sources: Mapping[str, SourceText],
        templates: Mapping[str, Path],
    ) -> None:
        self._pieces, self._formats = pieces, formats
        self._languages, self._catalogs, self._sources = languages, catalogs, sources
        self._organizations, self._templates = organizations, templates
        self._text = cache(self._read_text)
        self._environment = SandboxedEnvironment(
            loader=jinja2.FunctionLoader(self._template_source),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {"figure": figure_markup, "citation": citation_markup}

    def compose(self, edition: Edition, levels: tuple[int, ...] = ()) -> Composition:
        """Return the pages of an edition.

        `levels` says for each page how many steps tighter than planned it is set: lists lose
        their least important items, drawings give their room to words.
        """
        piece, layout = self._pieces[edition.piece], self._formats[edition.format]
        voices = {tag: self._piece_voice(tag, piece, edition) for tag in edition.languages}
        pages = layout.pages_for(discreet=piece.discreet, bilingual=len(voices) > 1)
        levels = levels or (0,) * len(pages)
        speakers = self._speakers(edition, voices)
        body = self._body(
            edition, piece, layout, tuple(zip(pages, levels, strict=True)), voices, speakers
        )
        main = voices[edition.languages[0]]
        title = self._title(edition, voices, piece)
        languages = self._used_languages(edition)
        said = list({id(voice): voice for voice in [*voices.values(), *speakers.values()]}.values())
        return Composition(
            html=self._document(main, body, title),
            styles=(
                self._text("styles/base.css"),
                language_styles(languages),
                self._text(f"formats/{layout.id}/style.css"),
            ),
            title=title,
            trim=_trim(layout, edition.paper, piece.posting),
            pages=len(pages),
            fit=_lawful_fit(_scaled_fit(layout, edition.paper), piece.posting),
            fonts={language.tag: _families(language) for language in languages},
            safe=layout.safe,
            utterances=tuple(utterance for voice in said for utterance in voice.utterances()),
            findings=tuple(finding for voice in said for finding in voice.findings()),
            levels=levels,
            can_tighten=tuple(
                page.can_tighten(
                    level, {block.id for block in piece.blocks}, bilingual=len(voices) > 1
                )
                for page, level in zip(pages, levels, strict=True)
            ),
        )

    def _piece_voice(self, tag: str, piece: Piece, edition: Edition) -> PieceVoice:
        return PieceVoice(
            self._languages[tag],
            self._catalogs.get(tag),
            self._sources,
            piece,
            edition.lines[0].hotline,
        )

    def _speakers(self, edition: Edition, voices: Mapping[str, Voice]) -> dict[str, Voice]:
        """Return a voice for each language the operators speak that has a catalog."""
        speakers: dict[str, Voice] = {}
        for line in edition.lines:
            for spoken in line.channels[0].languages:
                tag = self._catalog_tag(spoken)
                if tag and spoken not in speakers:
                    speakers[spoken] = voices.get(tag) or Voice(
                        self._languages[tag], self._catalogs.get(tag), self._sources
                    )
        return speakers

    def _catalog_tag(self, spoken: str) -> str | None:
        """Return the language with a catalog that speakers of `spoken` understand."""
        tags = ("en", *self._catalogs)
        if spoken in tags:
            return spoken
        return next((tag for tag in tags if same_speech(tag, spoken)), None)

    def _body(
        self,
        edition: Edition,
        piece: Piece,
        layout: Format,
        pages: tuple[tuple[Page, int], ...],
        voices: dict[str, PieceVoice],
        speakers: dict[str, Voice],
    ) -> str:
        country = edition.country
        lines = [
            present_line(line, dict(voices), speakers, country, piece.audience)
            for line in edition.lines
        ]
        call = edition.lines[0].channels[0]
        context: dict[str, Any] = {
            "edition": edition,
            "piece": piece,
            "layout": layout,
            "voices": list(voices.values()),
            "main": voices[edition.languages[0]],
            "lines": lines,
            "emergency": {
                tag: emergency_texts(edition.emergency, voice) for tag, voice in voices.items()
            },
            "posting": piece.posting,
            "organization": None
            if piece.discreet or piece.posting
            else self._organization(edition),
            "art": self._art,
            "checked": {tag: checked_text(edition, voice) for tag, voice in voices.items()},
            "qr": self._qr(layout, lines[0], printed_number(call, country, country),
                           voices[edition.languages[0]]),
        }  # fmt: skip
        rendered = [self._page(layout, page, level, context) for page, level in pages]
        # The imprint is rendered last: what it says depends on what the page said before.
        code = hashlib.sha256("".join(rendered).encode()).hexdigest()[:6]
        drafts = [voice for voice in voices.values() if voice.is_draft()]
        if any(speaker.is_draft() for speaker in speakers.values()):
            drafts = drafts or [voices[edition.languages[0]]]
        imprint = self._environment.get_template("slots/imprint.html.j2").render(
            {**context, "code": code, "drafts": drafts}
        )
        return "".join(rendered).replace("<!--imprint-->", imprint)

    def _page(self, layout: Format, page: Page, level: int, context: dict[str, Any]) -> str:
        template = self._environment.get_template(f"formats/{layout.id}/{page.template}.html.j2")
        voices = context["voices"]
        spoken = voices if page.voice is None else [voices[page.voice]]
        return template.render({**context, "page": page, "fewer": level, "voices": spoken})

    def _qr(
        self, layout: Format, line: PrintedLine, number: str, voice: Voice
    ) -> dict[str, str] | None:
        if not layout.qr:
            return None
        return {
            "source": qr_data_uri(line.uri),
            "payload": line.uri,
            "alt": qr_description(number, voice),
        }

    def _organization(self, edition: Edition) -> Organization | None:
        return self._organizations[edition.organization] if edition.organization else None

    def _document(self, main: Voice, body: str, title: str) -> str:
        return self._environment.get_template("document.html.j2").render(
            language=main.tag,
            direction=main.direction,
            title=title,
            body=Markup(body),  # noqa: S704  rendered by autoescaping templates
        )

    def _title(self, edition: Edition, voices: dict[str, PieceVoice], piece: Piece) -> str:
        headlines = [voice.plain(f"{piece.prefix}.headline.title") for voice in voices.values()]
        locale = cldr_locale(edition.languages[0])
        country = locale.territories.get(edition.country, edition.region)
        return f"{' / '.join(headlines)} – {country}"

    def _used_languages(self, edition: Edition) -> tuple[Language, ...]:
        """Return every language that may stand on the pages, the readers' first."""
        tags = [*edition.languages, "en"]
        for line in edition.lines:
            tags += [line.hotline.name_in(tag)[1] for tag in edition.languages]
            tags += filter(None, map(self._catalog_tag, line.channels[0].languages))
        return tuple(self._languages[tag] for tag in dict.fromkeys(tags) if tag in self._languages)

    def _art(self, name: str) -> str:
        return self._templates[f"art/{name}.svg"].as_uri()

    def _read_text(self, name: str) -> str:
        return self._templates[name].read_text("utf-8")

    def _template_source(self, name: str) -> str | None:
        return self._text(name) if name in self._templates else None


def _families(language: Language) -> tuple[str, ...]:
    """Return every family that may set a language, and the numbers beside it."""
    return tuple(dict.fromkeys([*language.fonts, NUMBER_FONT]))


def language_styles(languages: Iterable[Language]) -> str:
    """Return the style sheet that sets each language in its fonts and line height."""
    rules = []
    for language in languages:
        families = ", ".join(f'"{family}"' for family in language.fonts)
        rules.append(
            f'[lang="{language.tag}"] {{ font-family: {families}; '
            f"line-height: {language.line_height}; }}\n"
            f'[lang="{language.tag}"].title {{ line-height: {language.heading_line_height}; }}'
        )
    return "\n".join(rules)


MUCH_LARGER = 1.2
"""From this ratio of trims on, a page is read from farther away: its floor grows too."""


def _trim(layout: Format, paper: str, posting: Posting | None) -> tuple[float, float]:
    width, height = layout.trim(paper)
    return (height, width) if posting and posting.landscape else (width, height)


PRINTER_MARGIN = 1.125
"""By how much a notice's type exceeds the law's: an office printer's 'fit to page' takes 6 %."""


def _lawful_fit(fit: dict[str, FitRange], posting: Posting | None) -> dict[str, FitRange]:
    """Return fit ranges that keep a law's smallest type sizes, with a margin for printers."""
    if posting is None:
        return fit
    floors = {"number": posting.number_size, "slot": posting.type_size, "body": posting.type_size,
              "headline": posting.type_size}  # fmt: skip
    floors["number"] = max(floors["number"] or 0.0, posting.type_size or 0.0) or None
    return {kind: _raised(span, floors.get(kind)) for kind, span in fit.items()}


def _raised(span: FitRange, law: float | None) -> FitRange:
    floor = max(span.smallest, (law or 0.0) * PRINTER_MARGIN)
    return msgspec.structs.replace(span, smallest=floor, largest=max(span.largest, floor))


def _scaled_fit(layout: Format, paper: str) -> dict[str, FitRange]:
    """Return the fit ranges for a paper: larger trims allow larger sizes, never smaller ones."""
    reference = min(min(trim) for trim in layout.trims.values())
    factor = min(layout.trim(paper)) / reference
    floor = factor if factor >= MUCH_LARGER else 1.0
    return {
        kind: msgspec.structs.replace(
            fit, smallest=fit.smallest * floor, largest=fit.largest * factor
        )
        if fit.unit
        else fit
        for kind, fit in layout.fit.items()
    }
