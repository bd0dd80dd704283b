"""The organization's slot: name, line, logo and contact, each marked for what it is."""

import base64
import datetime
import io
from typing import Any

import jinja2
import pytest
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup
from PIL import Image

from handbill.composing.organizations import contact_markup
from handbill.composing.voices import Voice
from handbill.library.shapes import darkness
from handbill.library.vectors import read_drawing, written
from handbill.model.organizations import Contact, Organization
from handbill.press.engine import Engine
from tests.composing.samples import ROOT, messages_in, shipped, spoken_in, visible

CHECKED = datetime.date(2026, 5, 4)
NUMBER = Contact(kind="call", number="2125550123", country="US", source="itself", checked=CHECKED)
PAGE = Contact(kind="web", address="https://example.org/aid/", source="itself", checked=CHECKED)
MAIL = Contact(kind="email", address="aid@example.org", source="itself", checked=CHECKED)

LOGO = b"""\
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  viewBox="0 0 200 100">
<style>.a { fill: navy }</style>
<defs>
<linearGradient id="g"><stop offset="0"/><stop offset="100%" stop-color="teal"/></linearGradient>
<pattern id="p" width="4" height="4" patternUnits="userSpaceOnUse"><path d="M0 0h2v2z"/></pattern>
<clipPath id="c"><circle cx="50" cy="50" r="40"/></clipPath>
<mask id="m"><rect width="200" height="100" fill="white"/></mask>
<symbol id="s" viewBox="0 0 10 10"><path d="M0 0a5 5 0 1110 0 5 5 0 01-10 0z"/></symbol>
</defs>
<g class="a" transform="translate(1 2) scale(.9),rotate(5 1 1)" clip-path="url(#c)">
<rect width="90%" height="90" rx="2" opacity="50%"/></g>
<use xlink:href="#s" x="5" y="5" width="20" height="20"/>
<polygon points="1,1 2-2.5.5 9" fill="url(#g)" mask="url('#m')"/>
<ellipse cx="9" cy="9" rx="4" ry="5" fill="url(#p) red" stroke="#123" stroke-dasharray="1,2"/>
<image width="9" height="9" href="data:image/png;base64,PICTURE"/>
</svg>
"""


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (20, 20), "#0b2a3c").save(file, "PNG")
    return base64.b64encode(file.getvalue())


def partner(**changes: Any) -> Organization:
    return Organization(
        **{"name": "Open <Door>", "id": "open-door", "logo_size": (2.0, 1.0)} | changes
    )


def voice(tag: str) -> Voice:
    library = shipped()
    return Voice(library.languages[tag], library.catalogs.get(tag), library.sources())


def box(organization: Organization, tag: str = "en", country: str = "US") -> str:
    """Return the slot as a format prints it."""
    environment = SandboxedEnvironment(
        loader=jinja2.FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    source = (
        '{% from "slots/organization.html.j2" import organization as box %}'
        "{{ box(organization, main, contact) }}"
    )
    return environment.from_string(source).render(
        organization=organization,
        main=voice(tag),
        contact=contact_markup(organization, country),
    )


@pytest.mark.parametrize(
    ("contact", "country", "markup"),
    [
        pytest.param(
            NUMBER, "US", '<bdi dir="ltr" class="number">(212) 555-0123</bdi>', id="at home"
        ),
        pytest.param(
            NUMBER, "MX", '<bdi dir="ltr" class="number">+1 212-555-0123</bdi>', id="abroad"
        ),
        pytest.param(
            PAGE, "US", '<bdi dir="ltr" lang="en" class="figure">example.org/aid</bdi>', id="page"
        ),
        pytest.param(
            MAIL, "US", '<bdi dir="ltr" lang="en" class="figure">aid@example.org</bdi>', id="mail"
        ),
    ],
)
def test_a_contact_is_marked_for_what_it_is(contact: Contact, country: str, markup: str) -> None:
    organization = partner(contact=contact)
    assert contact_markup(organization, country) == markup
    assert markup in box(organization, "ar", country)


@pytest.mark.parametrize("organization", [None, partner()])
def test_without_a_contact_there_is_no_markup(organization: Organization | None) -> None:
    assert contact_markup(organization, "US") == Markup()


def test_a_name_alone_stands_alone() -> None:
    html = box(partner())
    assert visible(html).split() == ["Open", "<Door>"]
    assert "<img" not in html
    assert messages_in(html) == []


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_everything_an_organization_gives_stands_in_its_box(tag: str) -> None:
    html = box(partner(line="Estamos & escuchamos.", line_language="es", contact=NUMBER), tag)
    assert "Open <Door>" in visible(html)
    assert '<p class="organization-line" lang="es" dir="ltr"' in html
    assert "Estamos & escuchamos." in visible(html)
    (contact,) = spoken_in(html)
    assert (contact.address, contact.language) == ("organization.contact", tag)
    assert contact.direction == ("rtl" if tag == "ar" else "ltr")


def test_a_line_without_a_language_is_in_the_page_s() -> None:
    html = box(partner(line="We listen."), "ar")
    assert 'class="organization-line" lang="ar" dir="rtl"' in html


def test_the_logo_is_described_by_the_name() -> None:
    html = box(partner(logo_data="data:image/png;base64,AA"))
    assert '<img class="logo" src="data:image/png;base64,AA" alt="Open &lt;Door&gt;">' in html


def test_the_engine_draws_a_logo_written_anew_without_a_word(engine: Engine) -> None:
    root, problems = read_drawing(LOGO.replace(b"PICTURE", picture()))
    assert problems == []
    assert darkness(root) > 0.9
    data = base64.b64encode(written(root).encode()).decode("ascii")
    html = box(partner(logo_data=f"data:image/svg+xml;base64,{data}", contact=NUMBER))
    page = engine.page(f'<html lang="en"><title>x</title><body>{html}</body></html>')
    document = engine.lay_out(page, ("img { width: 60px }",), "")
    assert engine.write(document, accessible=True).startswith(b"%PDF")
