"""Pages of an edition as HTML and CSS."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from markupsafe import Markup

from handbill.composing.environment import environment_for
from handbill.composing.flow import (
    Taken,
    at_level,
    can_shorten,
    in_columns,
    share_out,
    weight,
)
from handbill.composing.organizations import contact_markup
from handbill.composing.palette import ROLES, drawing, palette_style, recolored
from handbill.composing.sizes import canvas_of, fit_ranges, language_styles, panel_of
from handbill.composing.slots import (
    PrintedLine,
    checked_text,
    citation_markup,
    emergency_texts,
    figure_markup,
    language_row,
    present_line,
    qr_data_uri,
    qr_description,
    strip_number_size,
    strip_width,
)
from handbill.composing.uses import Uses, catalog_tag, messages_used
from handbill.composing.voices import PieceVoice, Utterance, Voice
from handbill.model.catalogs import Catalog
from handbill.model.claims import Claim
from handbill.model.content import Piece, SourceText
from handbill.model.editions import Edition
from handbill.model.findings import Finding
from handbill.model.formats import FitRange, Format, Page, Variant
from handbill.model.languages import Language, cldr_locale, native_name
from handbill.model.numbers import printed_number
from handbill.model.organizations import Organization

ORGANIZATION_BOX = 'data-box="organization"'
"""Marks the box of a partner; pages without one name the partner in the imprint."""

NUMBER_FONT = "Noto Sans"
"""Numbers are always set in this family, whatever the language around them."""


class Composition(msgspec.Struct, frozen=True):
    """An edition's pages, ready for the press."""

    html: str
    styles: tuple[str, ...]
    title: str
    trim: tuple[float, float]
    """Width and height in mm of the page each panel is laid out on."""
    panels: tuple[tuple[float, float], ...]
    """Width and height of each page's panel in mm: of the trim, the upper corner where lines
    begin."""
    strip: float
    """Width of a strip to tear off in mm; 0 where there are none."""
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
    uses: Uses
    """What it was made from."""


class Sheet(msgspec.Struct, frozen=True):
    """A page of an edition, and what it is filled with."""

    page: Page
    share: tuple[Taken, ...]
    level: int
    panel: tuple[float, float]
    strip_number: float
    """Type size in pt of the number on a strip to tear off."""

    @property
    def style(self) -> str:
        """Return the CSS custom properties of the panel's size."""
        width, height = self.panel
        number = f"; --strip-number: {self.strip_number:.2f}pt" if self.strip_number else ""
        return f"--w: {width:.3f}mm; --h: {height:.3f}mm{number}"


class Column(msgspec.Struct, frozen=True):
    """One column of a page: a voice and the blocks it speaks there."""

    voice: PieceVoice
    taken: tuple[Taken, ...]


class Composer:
    """Composes editions from content, templates and translations."""

    def __init__(
        self,
        pieces: Mapping[str, Piece],
        formats: Mapping[str, Format],
        languages: Mapping[str, Language],
        catalogs: Mapping[str, Catalog],
        organizations: Mapping[str, Organization],
        claims: Mapping[str, Claim],
        sources: Mapping[str, SourceText],
        templates: Mapping[str, Path],
    ) -> None:
        self._pieces, self._formats = pieces, formats
        self._languages, self._catalogs, self._sources = languages, catalogs, sources
        self._organizations, self._claims = organizations, claims
        self._templates = templates
        self._text = cache(self._read_text)
        self._drawn: set[str] = set()
        self._environment = environment_for(self._template_source)
        self._environment.filters |= {"figure": figure_markup, "citation": citation_markup}

    def compose(self, edition: Edition, levels: tuple[int, ...] = ()) -> Composition:
        """Return the pages of an edition.

        `levels` says for each page how many steps tighter than planned it is set: lists lose
        their least important items, drawings give their room to words.
        """
        piece, layout = self._pieces[edition.piece], self._formats[edition.format]
        self._drawn.clear()
        voices = {tag: self._piece_voice(tag, piece, edition) for tag in edition.languages}
        pages = layout.pages_for(
            discreet=piece.discreet, languages=len(voices), finder=piece.finder
        )
        levels = levels or (0,) * len(pages)
        speakers = self._speakers(edition, voices)
        finders = [
            self._finder(tag, piece, edition)
            for tag in edition.finder
            if tag not in edition.languages
        ]
        shares = share_out(piece, pages, len(voices), crowded="large-print" in edition.variants)
        strip = strip_width(edition, layout.strips)
        panels = [
            panel_of(layout, number, edition, strip, piece.posting)
            for number in range(1, len(pages) + 1)
        ]
        body = self._body(
            edition, piece, layout,
            [Sheet(*one, strip_number_size(edition, layout.strips))
             for one in zip(pages, shares, levels, panels, strict=True)],
            voices, speakers, finders,
        )  # fmt: skip
        main = voices[edition.languages[0]]
        title = self._title(edition, voices, piece)
        languages = self._used_languages(edition)
        heard = [*voices.values(), *speakers.values(), *finders]
        said = list({id(voice): voice for voice in heard}.values())
        return Composition(
            html=self._document(main, body, title),
            styles=(
                palette_style(edition.variants, self._accent(edition)),
                self._text("styles/base.css"),
                language_styles(languages),
                self._text(f"formats/{layout.id}/style.css"),
            ),
            title=title,
            trim=canvas_of(layout, edition.paper, piece.posting),
            panels=tuple(panels),
            strip=strip,
            pages=len(pages),
            fit=fit_ranges(layout, edition, piece.posting),
            fonts={language.tag: _families(language) for language in languages},
            safe=layout.safe,
            utterances=tuple(utterance for voice in said for utterance in voice.utterances()),
            findings=tuple(finding for voice in said for finding in voice.findings()),
            levels=levels,
            can_tighten=tuple(
                level < page.tighter or can_shorten(share, level)
                for page, share, level in zip(pages, shares, levels, strict=True)
            ),
            uses=Uses(
                messages_used(said),
                tuple(sorted(self._drawn)),
                tuple(sorted(language.tag for language in languages)),
            ),
        )

    def _piece_voice(self, tag: str, piece: Piece, edition: Edition) -> PieceVoice:
        return PieceVoice(
            self._languages[tag],
            self._catalogs.get(tag),
            self._sources,
            piece,
            edition.lines[0].hotline,
            self._claims,
        )

    def _finder(self, tag: str, piece: Piece, edition: Edition) -> PieceVoice:
        """Return a voice of a language finder, which speaks for readers of one more language."""
        return self._piece_voice(tag, piece, edition)

    def _accent(self, edition: Edition) -> str:
        organization = self._organization(edition)
        return organization.accent if organization else ""

    def _speakers(self, edition: Edition, voices: Mapping[str, Voice]) -> dict[str, Voice]:
        """Return a voice for each language the operators speak that has a catalog."""
        speakers: dict[str, Voice] = {}
        for line in edition.lines:
            for spoken in line.channels[0].languages:
                tag = catalog_tag(spoken, self._catalogs)
                if tag and spoken not in speakers:
                    speakers[spoken] = voices.get(tag) or Voice(
                        self._languages[tag], self._catalogs.get(tag), self._sources
                    )
        return speakers

    def _body(
        self,
        edition: Edition,
        piece: Piece,
        layout: Format,
        sheets: list[Sheet],
        voices: dict[str, PieceVoice],
        speakers: dict[str, Voice],
        finders: list[PieceVoice],
    ) -> str:
        country = edition.country
        heard: dict[str, Voice] = {voice.tag: voice for voice in [*voices.values(), *finders]}
        lines = [
            present_line(line, heard, speakers, country, piece.audience) for line in edition.lines
        ]
        call = edition.lines[0].channels[0]
        context: dict[str, Any] = {
            "edition": edition,
            "piece": piece,
            "layout": layout,
            "voices": list(voices.values()),
            "main": voices[edition.languages[0]],
            "finders": finders,
            "lines": lines,
            "row": language_row(edition),
            "native": native_name,
            "dress": " ".join(edition.variants),
            "emergency": {
                tag: emergency_texts(edition.emergency, voice) for tag, voice in voices.items()
            },
            "posting": piece.posting,
            "organization": self._organization(edition),
            "contact": contact_markup(self._organization(edition), country),
            "art": lambda name: self._art(name, edition.variants),
            "checked": {tag: checked_text(edition, voice) for tag, voice in voices.items()},
            "qr": self._qr(layout, edition, lines[0], printed_number(call, country, country),
                           voices[edition.languages[0]]),
        }  # fmt: skip
        rendered = [self._page(layout, sheet, context) for sheet in sheets]
        # The imprint is rendered last: what it says depends on what the page said before.
        code = hashlib.sha256(self._portable("".join(rendered)).encode()).hexdigest()[:6]
        drafts = [voice for voice in voices.values() if voice.is_draft()]
        if not drafts and any(finder.is_draft() for finder in finders):
            drafts = [voices[edition.languages[0]]]
        if any(speaker.is_draft() for speaker in speakers.values()):
            drafts = drafts or [voices[edition.languages[0]]]
        imprint = self._environment.get_template("slots/imprint.html.j2").render(
            {
                **context,
                "code": code,
                "drafts": drafts,
                "boxed": any(ORGANIZATION_BOX in page for page in rendered),
            }
        )
        return "".join(rendered).replace("<!--imprint-->", imprint)

    def _page(self, layout: Format, sheet: Sheet, context: dict[str, Any]) -> str:
        page = sheet.page
        template = self._environment.get_template(f"formats/{layout.id}/{page.template}.html.j2")
        voices = context["voices"]
        spoken = voices if page.voice is None else [voices[page.voice % len(voices)]]
        return template.render(
            {
                **context,
                "page": page,
                "fewer": sheet.level,
                "voices": spoken,
                "columns": _columns(sheet, spoken),
                "size": sheet.style,
            }
        )

    def _qr(
        self, layout: Format, edition: Edition, line: PrintedLine, number: str, voice: Voice
    ) -> dict[str, str] | None:
        if not layout.qr:
            return None
        return {
            "source": qr_data_uri(line.uri, recolored(ROLES["ink"], edition.variants)),
            "payload": line.uri,
            "alt": qr_description(number, voice),
        }

    def _organization(self, edition: Edition) -> Organization | None:
        """Return the partner whose name the pages bear; discreet pieces and notices bear none."""
        piece = self._pieces[edition.piece]
        if piece.discreet or piece.posting or not edition.organization:
            return None
        return self._organizations[edition.organization]

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
        tags = [*edition.languages, "en", *edition.finder, edition.staff_language]
        organization = self._organization(edition)
        if organization is not None and organization.line_language:
            tags.append(organization.line_language)
        for line in edition.lines:
            tags += [line.hotline.name_in(tag)[1] for tag in edition.languages]
            spoken = line.channels[0].languages
            tags += filter(None, (catalog_tag(one, self._catalogs) for one in spoken))
        return tuple(self._languages[tag] for tag in dict.fromkeys(tags) if tag in self._languages)

    def _art(self, name: str, variants: tuple[Variant, ...]) -> str:
        path = f"art/{name}.svg"
        self._drawn.add(name)
        if not variants:
            return self._templates[path].as_uri()
        svg = drawing(self._text(path), variants)
        return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")

    def _portable(self, html: str) -> str:
        """Return pages without the places of files, which differ from machine to machine."""
        for name, path in self._templates.items():
            if name.startswith("art/"):
                html = html.replace(path.as_uri(), name)
        return html

    def _read_text(self, name: str) -> str:
        return self._templates[name].read_text("utf-8")

    def _template_source(self, name: str) -> str | None:
        return self._text(name) if name in self._templates else None


def _columns(sheet: Sheet, voices: list[PieceVoice]) -> list[Column]:
    """Return the page's columns: one for each of several languages, else blocks shared out."""
    taken = at_level(sheet.share, sheet.level)
    if len(voices) > 1:
        return [Column(voice, taken) for voice in voices]
    voice = voices[0]
    weights = [
        weight(
            "" if one.short or one.block.title is None else voice.read(voice.address(one.block)),
            voice.texts(one.block.id, one.room.count(sheet.level)),
        )
        for one in taken
    ]
    bounds = in_columns(weights, sheet.page.columns)
    return [Column(voice, taken[start:end]) for start, end in bounds]


def _families(language: Language) -> tuple[str, ...]:
    """Return every family that may set a language, and the numbers beside it."""
    return tuple(dict.fromkeys([*language.fonts, NUMBER_FONT]))
