"""Organizations: each fault is caught, and a logo keeps nothing but its picture."""

import base64
import datetime
import io
import re
import struct
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from handbill.library.library import load_library
from handbill.library.logos import LARGEST_FILES
from handbill.library.organizations import GROUNDS, read_organizations
from handbill.library.rasters import LARGEST_KEPT, read_raster
from handbill.library.roots import overlay
from handbill.library.styles import read_color
from handbill.model.faults import Fault
from handbill.model.organizations import Contact, Organization
from tests.library.workspaces import changed, fill, is_finished

FOLDER = "content/organizations/example-aid"
AID = f"{FOLDER}/organization.toml"

RECORD = """\
name = "Example Aid"
line = "We listen, 9:00–17:00, since 1998."
line-language = "en"
accent = "#8A1F5C"
logo = "logo.svg"

[contact]
kind = "call"
number = "2125550123"
country = "US"
source = "the organization itself"
checked = 2026-01-01
"""
"""A record without fault, with one of everything."""

CALL = 'kind = "call"\nnumber = "2125550123"\ncountry = "US"\n'

SVG = """\
<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="https://example.org/style.css"?>
<!-- drawn by hand -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:program="urn:program" program:file="C:\\logo.svg" width="100%" viewBox="0 0 200 100">
<title>Aid</title><metadata><program:note/></metadata>
<style type="text/css">/* ours */ .sea, #boat { fill: #0B2A3C !important; cursor: help }</style>
<defs><linearGradient id="sky"><stop offset="0" stop-color="navy"/>
<stop offset="100%" stop-color="#fff"/></linearGradient><path id="wave" d="M0 0L1.5.5-1e1,20z"/>
</defs>
<g class="sea" transform="translate(10,10) scale(2)"><use xlink:href="#wave" x="5"/></g>
<rect id="boat" width="50" height="50" rx="3"/>
<circle cx="150" cy="50" r="40" style="fill:url(#sky);stroke:rgb(10%,20%,30%);-x-y:z"/>
</svg>
"""


def svg(body: str, head: str = 'viewBox="0 0 200 100"') -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {head}>{body}</svg>'


RECT = '<rect width="200" height="100" fill="#0b2a3c"/>'


def png(
    size: tuple[int, int] = (400, 200), color: str = "#0b2a3c", ground: str = "#ffffff"
) -> bytes:
    """Return a picture of a disc on a ground."""
    image = Image.new("RGBA", size, ground)
    ImageDraw.Draw(image).ellipse((20, 20, size[0] - 20, size[1] - 20), fill=color)
    return saved(image)


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def reversed_logo() -> bytes:
    """Return a dark emblem with white letters beside it, and nothing behind them."""
    image = Image.new("RGBA", (400, 200), "#00000000")
    pen = ImageDraw.Draw(image)
    pen.rectangle((20, 60, 90, 130), fill="#0b2a3c")
    for left in range(110, 380, 40):
        pen.rectangle((left, 60, left + 20, 130), fill="white")
    return saved(image)


def badge() -> bytes:
    """Return white letters on a dark emblem with a white rim, and nothing behind that."""
    image = Image.new("RGBA", (400, 200), "#00000000")
    pen = ImageDraw.Draw(image)
    pen.rectangle((10, 10, 390, 190), fill="white")
    pen.rectangle((20, 20, 380, 180), fill="#0b2a3c")
    for left in range(60, 340, 40):
        pen.rectangle((left, 60, left + 20, 130), fill="white")
    return saved(image)


def claiming(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it is very large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        sum_ = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", sum_)

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(*part) for part in ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    )


def embedded(data: bytes, kind: str = "png") -> str:
    code = base64.b64encode(data).decode("ascii")
    return svg(f'<image width="9" height="9" href="data:image/{kind};base64,{code}"/>')


def read(
    workspace: Path, record: str = RECORD, **logos: str | bytes
) -> tuple[dict[str, Organization], list[Fault]]:
    """Read the organizations of a workspace; `svg` and `png` are files named `logo`."""
    files: dict[str, str | bytes] = {AID: record, f"{FOLDER}/logo.svg": SVG}
    files |= {f"{FOLDER}/logo.{ending}": file for ending, file in logos.items()}
    fill(workspace, files)
    faults: list[Fault] = []
    places = overlay((workspace,), "content/organizations", "*/organization.toml")
    return read_organizations(places, faults), faults


def faults(workspace: Path, record: str = RECORD, **logos: str | bytes) -> list[Fault]:
    return read(workspace, record, **logos)[1]


def logo_faults(workspace: Path, **logos: str | bytes) -> list[Fault]:
    (ending,) = logos
    return faults(workspace, changed(RECORD, "logo.svg", f"logo.{ending}"), **logos)


def drawn(organization: Organization) -> str:
    """Return the markup of a logo."""
    start = "data:image/svg+xml;base64,"
    assert organization.logo_data.startswith(start)
    return base64.b64decode(organization.logo_data.removeprefix(start)).decode()


def pixels(organization: Organization) -> Image.Image:
    start = "data:image/png;base64,"
    assert organization.logo_data.startswith(start)
    data = base64.b64decode(organization.logo_data.removeprefix(start))
    return Image.open(io.BytesIO(data), formats=("PNG",))


def test_a_whole_record_is_read(tmp_path: Path) -> None:
    found, wrong = read(tmp_path)
    assert wrong == []
    aid = found["example-aid"]
    assert (aid.id, aid.accent, aid.line_direction) == ("example-aid", "#8a1f5c", "ltr")
    assert aid.contact == Contact(
        kind="call",
        number="2125550123",
        country="US",
        source="the organization itself",
        checked=datetime.date(2026, 1, 1),
    )


def test_an_organization_is_read_with_its_logo_from_a_workspace(tmp_path: Path) -> None:
    fill(tmp_path, {AID: RECORD, f"{FOLDER}/logo.svg": SVG})
    assert load_library(tmp_path).organizations["example-aid"].logo_size == (200.0, 100.0)


def test_a_name_alone_is_enough(tmp_path: Path) -> None:
    found, wrong = read(tmp_path, 'name = "Example Aid"\n')
    assert wrong == []
    assert found["example-aid"] == Organization(name="Example Aid", id="example-aid")


@pytest.mark.parametrize(
    ("old", "new", "key", "part"),
    [
        pytest.param('"Example Aid"', '" "', "name", "The name is empty", id="empty name"),
        pytest.param(
            "Example Aid", "x" * 61, "name", "61 characters; there is room for 60", id="long name"
        ),
        pytest.param("Example", "Ex\\u202Eample", "name", "U+202E", id="name turned round"),
        pytest.param("Example", "Ex\\u0007ample", "name", "U+0007", id="control in the name"),
        pytest.param("Example", "Ex\\u200Bample", "name", "U+200B", id="sign not seen"),
        pytest.param("Example Aid", "Dial 112", "name", "'112' could be", id="number in the name"),
        pytest.param("We listen", "w" * 80, "line", "there is room for 80", id="long line"),
        pytest.param("We listen", "We\\u2066 listen", "line", "U+2066", id="line isolated"),
        pytest.param("We listen", "We\\u2028listen", "line", "U+2028", id="line parted"),
        pytest.param(
            "We listen", "Call (212) 555-0123", "line", "212) 555-0123", id="number in the line"
        ),
        pytest.param("We listen", "Call ٠١٢٣٤٥", "line", "'012345'", id="number in other digits"),
        pytest.param("We listen", "116 006", "line", "'116 006'", id="short code in the line"),
        pytest.param(
            'line-language = "en"', 'line-language = "xx"', "line-language", "CLDR", id="language"
        ),
        pytest.param(
            'line-language = "en"\n', "", "line-language", "needs its language", id="no language"
        ),
        pytest.param("#8A1F5C", "purple", "accent", "'purple' is no colour", id="colour by name"),
        pytest.param("#8A1F5C", "#8a1", "accent", "is no colour", id="colour in short"),
        pytest.param(
            "#8A1F5C", "#c2521c", "accent", "4.1 : 1 on the paper", id="accent pale on paper"
        ),
        pytest.param('"logo.svg"', '"../logo.svg"', "logo", "without a path", id="path upwards"),
        pytest.param('"logo.svg"', '"/etc/logo.svg"', "logo", "without a path", id="whole path"),
        pytest.param('"logo.svg"', '"a/logo.svg"', "logo", "without a path", id="path inside"),
        pytest.param('"logo.svg"', "'a\\logo.svg'", "logo", "without a path", id="backslash"),
        pytest.param('"logo.svg"', '".logo.svg"', "logo", "no name of a file", id="hidden"),
        pytest.param('"logo.svg"', '"logo.jpg"', "logo", "is no SVG or PNG", id="other kind"),
        pytest.param('"logo.svg"', '"other.svg"', "logo", "There is no file", id="no such file"),
        pytest.param(
            '"logo.svg"', f'"{"x" * 300}.svg"', "logo", "cannot be read", id="name too long"
        ),
        pytest.param("2125550123", "2125550", "contact.number", "not a valid", id="short number"),
        pytest.param("2125550123", "112", "contact.number", "not a national", id="short code"),
        pytest.param(
            "2125550123", "+12125550123", "contact.number", "Write only the digits", id="plus"
        ),
        pytest.param(
            'number = "2125550123"\n', "", "contact.number", "needs its number", id="none"
        ),
        pytest.param('"US"', '"GB"', "contact.number", "in GB", id="number of another country"),
        pytest.param('"US"', '"UK"', "contact.country", "'UK' is no ISO 3166-1", id="no country"),
        pytest.param('"US"', '"EU"', "contact.country", "'EU' is no ISO 3166-1", id="union"),
        pytest.param('country = "US"\n', "", "contact.country", "'' is no ISO", id="without"),
        pytest.param(
            'country = "US"\n',
            'country = "US"\naddress = "https://example.org"\n',
            "contact.address",
            "of the kind 'call' has no address",
            id="call with an address",
        ),
        pytest.param(
            CALL,
            'kind = "web"\naddress = "https://example.org"\nnumber = "2125550123"\n',
            "contact.number",
            "of the kind 'web' has no number",
            id="page with a number",
        ),
        pytest.param(CALL, 'kind = "web"\n', "contact.address", "needs its address", id="no page"),
        *(
            pytest.param(
                CALL,
                f'kind = "web"\naddress = "{address}"\n',
                "contact.address",
                "is no address of a page",
                id=f"page {address}",
            )
            for address in (
                "example.org",
                "http://example.org",
                "https://example.org/?a=b",
                "https://aid@example.org",
                "https://localhost/aid",
                "https://exаmple.org",
            )
        ),
        *(
            pytest.param(
                CALL,
                f'kind = "email"\naddress = "{address}"\n',
                "contact.address",
                "is no e-mail address",
                id=f"e-mail {address}",
            )
            for address in ("aid", "mailto:aid@example.org", "aid@example", "a b@example.org")
        ),
        pytest.param(
            CALL,
            f'kind = "email"\naddress = "{"x" * 60}@example.org"\n',
            "contact.address",
            "there is room for 60",
            id="long address",
        ),
        pytest.param(
            CALL,
            'kind = "web"\naddress = "https://wa.me/12125550123"\n',
            "contact.address",
            "'12125550123' could be dialled",
            id="number in an address",
        ),
        pytest.param('"the organization itself"', '" "', "contact.source", "Say who", id="source"),
        pytest.param(
            "2026-01-01", "2999-01-01", "contact.checked", "lies in the future", id="future"
        ),
    ],
)
def test_each_fault_of_a_record_names_file_and_key(
    tmp_path: Path, old: str, new: str, key: str, part: str
) -> None:
    (fault,) = faults(tmp_path, changed(RECORD, old, new))
    assert (fault.path, fault.key) == (AID, key)
    assert part in fault.message
    assert is_finished(fault.message)


def test_a_colour_pale_on_white_is_named_with_both_grounds(tmp_path: Path) -> None:
    wrong = faults(tmp_path, changed(RECORD, "#8A1F5C", "#ffc845"))
    assert [fault.key for fault in wrong] == ["accent", "accent"]
    assert all(color in str(wrong) for color in GROUNDS.values())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('kind = "call"', 'kind = "fax"', id="kind"),
        pytest.param('source = "the organization itself"\n', "", id="no source"),
        pytest.param("checked = 2026-01-01\n", "", id="no day"),
        pytest.param("checked = 2026-01-01\n", 'checked = 2026-01-01\nnote = "x"\n', id="key"),
    ],
)
def test_a_contact_that_is_none_is_a_fault(tmp_path: Path, old: str, new: str) -> None:
    found, wrong = read(tmp_path, changed(RECORD, old, new))
    assert found == {}
    assert [(fault.path, fault.key.split(".")[0]) for fault in wrong] == [(AID, "contact")]


def test_all_faults_of_an_organization_come_at_once(tmp_path: Path) -> None:
    record = RECORD
    for old, new in (("Example Aid", ""), ("#8A1F5C", "red"), ("2125550123", "1"),
                     ("2026-01-01", "2999-01-01"), ('line-language = "en"', "")):  # fmt: skip
        record = changed(record, old, new)
    wrong = faults(tmp_path, record, svg=svg('<script/><text>Aid</text><rect onclick="a()"/>'))
    assert sorted(fault.key for fault in wrong) == [
        "accent", "contact.checked", "contact.number", "line-language", "logo", "logo", "logo",
        "name",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "language"),
    [
        pytest.param("می‌شنویم", "fa", id="joiner of Persian"),
        pytest.param("Open 24/7, Mon – Fri 9-17", "en", id="hours"),
        pytest.param("Founded in 1998", "en", id="year"),
        pytest.param("सुनते हैं", "hi", id="marks"),
    ],
)
def test_words_that_are_no_numbers_stay(tmp_path: Path, line: str, language: str) -> None:
    record = f'name = "Aid"\nline = "{line}"\nline-language = "{language}"\n'
    found, wrong = read(tmp_path, record)
    assert wrong == []
    assert found["example-aid"].line == line


@pytest.mark.parametrize(
    ("contact", "country", "text", "numbers"),
    [
        pytest.param(CALL, "US", "(212) 555-0123", ("(212) 555-0123",), id="at home"),
        pytest.param(CALL, "MX", "+1 212-555-0123", ("+1 212-555-0123",), id="abroad"),
        pytest.param(
            'kind = "web"\naddress = "https://example.org/"\n', "US", "example.org", (), id="page"
        ),
        pytest.param(
            'kind = "email"\naddress = "aid@example.org"\n', "US", "aid@example.org", (), id="mail"
        ),
    ],
)
def test_a_contact_is_printed_as_readers_need_it(
    tmp_path: Path, contact: str, country: str, text: str, numbers: tuple[str, ...]
) -> None:
    found, wrong = read(tmp_path, changed(RECORD, CALL, contact))
    assert wrong == []
    assert found["example-aid"].contact_text(country) == text
    assert found["example-aid"].contact_numbers(country) == numbers


def test_without_a_contact_nothing_is_printed() -> None:
    assert Organization(name="Aid").contact_text("US") == ""
    assert Organization(name="Aid").contact_numbers("US") == ()


def test_a_drawing_is_written_anew_from_its_shapes(tmp_path: Path) -> None:
    found, wrong = read(tmp_path)
    assert wrong == []
    markup = drawn(found["example-aid"])
    assert found["example-aid"].logo_size == (200.0, 100.0)
    assert markup.startswith(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200" height="100">'
    )
    assert re.findall("<([a-zA-Z]+)", markup) == [
        "svg", "defs", "linearGradient", "stop", "stop", "path", "g", "use", "rect", "circle",
    ]  # fmt: skip
    for gone in ("program", "C:", "cursor", "class", "style", "<?", "<!--", "-x-y", "important"):
        assert gone not in markup
    assert set(re.findall("#[0-9a-f]{6}", markup)) == {"#0b2a3c", "#000080", "#ffffff", "#1a334c"}


def test_a_drawing_may_say_its_size_without_a_view_box(tmp_path: Path) -> None:
    drawing = svg(RECT, 'width="300px" height="150"')
    assert read(tmp_path, svg=drawing)[0]["example-aid"].logo_size == (300.0, 150.0)


@pytest.mark.parametrize(
    ("color", "read_as"),
    [
        pytest.param("NAVY", "#000080", id="name"),
        pytest.param("#0bf", "#00bbff", id="short"),
        pytest.param("rgb(18.04%, 20.4%, 0%)", "#2e3400", id="shares"),
        pytest.param("rgb(300 0 -4)", "#ff0000", id="out of range"),
        pytest.param("rgba(0,0,0,1)", "#000000", id="opaque"),
        pytest.param("rgba(0,0,0,.5)", "#808080", id="half seen through"),
        pytest.param("#00000080", "#7f7f7f", id="half in short"),
        pytest.param("hsl(120,100%,25%)", "#008000", id="hue"),
    ],
)
def test_colours_are_read_as_they_look_on_white(color: str, read_as: str) -> None:
    assert read_color(color) == read_as


def test_current_color_is_the_colour_around(tmp_path: Path) -> None:
    body = '<g color="#123456"><rect width="9" height="9" style="fill:currentColor"/></g>'
    found, wrong = read(tmp_path, svg=svg(body))
    assert wrong == []
    assert '<rect width="9" height="9" fill="#123456">' in drawn(found["example-aid"])


DOCTYPE = '<!DOCTYPE svg [<!ENTITY a "b">]>'
JPEG = saved(Image.new("RGB", (50, 50), "#0b2a3c"), "JPEG")


@pytest.mark.parametrize(
    ("drawing", "part"),
    [
        pytest.param(svg("<script>a()</script>"), "holds a script", id="script"),
        pytest.param(svg("<SCRIPT/>"), "holds a script", id="script in capitals"),
        pytest.param(
            svg('<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>'), "a script", id="foreign"
        ),
        pytest.param(svg("<metadata><script/></metadata>"), "a script", id="script in metadata"),
        pytest.param(svg('<rect onload="a()"/>'), "starts a script by 'onload'", id="handler"),
        pytest.param(svg("", 'viewBox="0 0 1 1" onload="a()"'), "'onload'", id="handler of all"),
        pytest.param(svg("<foreignObject/>"), "no drawing", id="foreign object"),
        pytest.param(svg("<animate/>"), "an animation", id="animation"),
        pytest.param(svg("<g><set/></g>"), "an animation", id="setting"),
        pytest.param(svg("<text>Aid</text>"), "Turn the text into paths", id="text"),
        pytest.param(svg('<a href="#x"/>'), "a link", id="link"),
        pytest.param(svg("<filter><feBlend/></filter>"), "an effect", id="effect"),
        pytest.param(svg("<marker/>"), "a marker", id="marker"),
        pytest.param(svg("<blink/>"), "<blink>, which is not known", id="unknown"),
        pytest.param(svg('<use href="a.svg#b"/>'), "outside the drawing", id="other file"),
        pytest.param(svg('<use href="https://example.org/#b"/>'), "outside", id="network"),
        pytest.param(svg('<image href="file:///etc/passwd"/>'), "outside", id="file"),
        pytest.param(svg('<image href="data:image/svg+xml;base64,AA"/>'), "outside", id="nested"),
        pytest.param(svg('<image href="javascript:a()"/>'), "outside", id="javascript"),
        pytest.param(svg('<rect fill="url(https://example.org/#a)"/>'), "outside", id="paint"),
        pytest.param(svg("<rect style=\"fill:URL( 'a.svg#b' )\"/>"), "outside", id="style"),
        pytest.param(svg('<rect cursor="url(a.cur)"/>'), "outside", id="cursor"),
        pytest.param(svg("<style>@import 'a.css';</style>"), "with '@'", id="import"),
        pytest.param(svg("<style>@font-face{}</style>"), "with '@'", id="font"),
        pytest.param(svg("<style>.a{fill:url(//b/c)}</style>"), "outside", id="style sheet"),
        pytest.param(svg("<style>g > .a{fill:red}</style>"), "'g > .a'", id="selector"),
        pytest.param(svg("<style>.a</style>"), "'.a', which is not understood", id="no rule"),
        pytest.param(svg("<style>" + ".a{}" * 1001 + "</style>"), "1000 rules", id="rules"),
        pytest.param(svg('<g xml:base="https://example.org/"/>'), "elsewhere", id="base"),
        pytest.param(DOCTYPE + svg(RECT), "DOCTYPE", id="document type"),
        pytest.param(svg("<g>"), "mismatched tag in line 1", id="not well-formed"),
        pytest.param(svg("&nbsp;"), "undefined entity", id="entity"),
        pytest.param("<svg/>", "is no SVG", id="without namespace"),
        pytest.param('<html xmlns="http://www.w3.org/1999/xhtml"/>', "is no SVG", id="page"),
        pytest.param("", "no element found", id="nothing"),
        pytest.param(svg(RECT, ""), "how large it is", id="no size"),
        pytest.param(svg(RECT, 'width="100%" height="100%"'), "how large", id="relative size"),
        pytest.param(svg(RECT, 'viewBox="0 0 0 9"'), "how large", id="no width"),
        pytest.param(svg(RECT, 'viewBox="0 0 1e99 nan"'), "how large", id="endless"),
        pytest.param(svg('<path d="M0 0 alert"/>'), "'d' in line 1", id="path"),
        pytest.param(svg('<g transform="matrix(1 2)"/>'), "'transform' in", id="transformation"),
        pytest.param(svg('<rect fill="sea"/>'), "'fill' in line 1 is 'sea'", id="colour"),
        pytest.param(svg('<rect width="wide"/>'), "'width' in line 1", id="length"),
        pytest.param(svg('<rect clip-path="a"/>'), "'clip-path' in line 1", id="clipping"),
        pytest.param(svg("<g>" * 60 + "</g>" * 60), "inside one another", id="deep"),
        pytest.param(svg("<g/>" * 10_001), "10,000 elements", id="many"),
        pytest.param(
            svg('<g id="a"><use href="#a"/></g>'), "'a' is drawn inside itself", id="circle"
        ),
        pytest.param(
            svg(
                '<pattern id="a"><path fill="url(#b)"/></pattern><pattern id="b" href="#a"/>'
                '<rect fill="url(#b)" width="1" height="1"/>'
            ),
            "drawn inside itself",
            id="circle of patterns",
        ),
        pytest.param(
            svg('<clipPath id="a" clip-path="url(#a)"/><g clip-path="url(#a)"/>'),
            "drawn inside itself",
            id="circle of clipping",
        ),
        pytest.param(
            svg(
                '<defs><linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/></defs>'
                '<rect width="9" height="9" fill="url(#a)"/>'
            ),
            "drawn inside itself",
            id="circle of gradients",
        ),
        pytest.param(
            svg(
                "<defs>"
                + "".join(
                    f'<g id="a{at}">' + f'<use href="#a{at + 1}"/>' * 10 + "</g>" for at in range(9)
                )
                + '</defs><use href="#a0"/>'
            ),
            "10,000 shapes",
            id="ten to the ninth",
        ),
        pytest.param(embedded(b"no picture"), "cannot be read as a PNG", id="broken picture"),
        pytest.param(embedded(JPEG), "cannot be read as a PNG", id="another kind"),
        pytest.param(embedded(claiming(60_000, 60_000)), "pixels", id="huge picture"),
        pytest.param(svg(""), "Only 0% of it", id="empty"),
        pytest.param(svg('<rect width="9" height="9" fill="#ffc845"/>'), "Only 0%", id="pale"),
        pytest.param(svg('<rect width="9" height="9" fill="white"/>'), "Only 0%", id="white"),
        pytest.param(svg('<g opacity=".2">' + RECT + "</g>"), "Only 0%", id="transparent"),
        pytest.param(svg('<g display="none">' + RECT + "</g>"), "Only 0%", id="not drawn"),
        pytest.param(svg("<defs>" + RECT + "</defs>"), "Only 0%", id="never used"),
        pytest.param(
            svg('<g fill="none" stroke="#eee">' + '<path d="M0 0"/>' * 20 + "</g>" + "<rect/>"),
            "Only 5%",
            id="mostly pale",
        ),
        pytest.param(embedded(png(color="#ffc845")), "Only 0%", id="pale picture"),
        pytest.param(svg(RECT, 'viewBox="0 0 90 10"'), "8 times as long", id="long"),
        pytest.param(svg(RECT + " " * 200_000), "bytes; at most 200,000", id="large"),
    ],
)
def test_each_fault_of_a_drawing_is_caught(tmp_path: Path, drawing: str, part: str) -> None:
    (fault,) = logo_faults(tmp_path, svg=drawing)
    assert (fault.path, fault.key) == (AID, "logo")
    assert part in fault.message
    assert is_finished(fault.message)


@pytest.mark.parametrize(
    "drawing",
    [
        pytest.param(svg('<rect width="9" height="9"/>'), id="black where nothing is said"),
        pytest.param(svg('<g fill="none" stroke="navy"><path d="M0 0h9"/></g>'), id="strokes"),
        pytest.param(svg(RECT + '<path d="M9 9h9" fill="#ffffff"/>' * 20), id="white on dark"),
        pytest.param(svg('<symbol id="a">' + RECT + '</symbol><use href="#a"/>'), id="symbol"),
        pytest.param(
            svg('<pattern id="a">' + RECT + '</pattern><rect fill="url(#a)"/>'), id="pattern"
        ),
        pytest.param(
            svg(
                '<defs><linearGradient id="a"><stop/></linearGradient>'
                '<radialGradient id="b" href="#a"/></defs><circle r="9" fill="url(#b) red"/>'
            ),
            id="gradient after another",
        ),
        pytest.param("\ufeff" + svg(RECT), id="byte-order mark"),
        pytest.param(embedded(png()), id="picture"),
        pytest.param(embedded(JPEG, "jpeg"), id="photograph"),
    ],
)
def test_good_drawings_pass(tmp_path: Path, drawing: str) -> None:
    assert logo_faults(tmp_path, svg=drawing) == []


@pytest.mark.parametrize(
    ("picture", "part"),
    [
        pytest.param(JPEG, "cannot be read as a PNG", id="another kind"),
        pytest.param(SVG, "cannot be read as a PNG", id="drawing"),
        pytest.param(b"", "cannot be read as a PNG", id="nothing"),
        pytest.param(png()[:-200], "cannot be read as a PNG", id="cut off"),
        pytest.param(png().replace(b"IDAT", b"IDAX"), "cannot be read as a PNG", id="broken"),
        pytest.param(claiming(4000, 4000), "Only 0% of it", id="too few pixels"),
        pytest.param(claiming(4001, 10), "At most 4000", id="too wide"),
        pytest.param(claiming(400, 60_000), "At most 4000", id="too high"),
        pytest.param(claiming(60_000, 60_000), "At most 4000", id="decompression bomb"),
        pytest.param(png((199, 150)), "199 pixels wide", id="too narrow"),
        pytest.param(png((1000, 110)), "8 times as long", id="long"),
        pytest.param(saved(Image.new("I;16", (400, 200))), "8 bits", id="16 bits"),
        pytest.param(png(color="#ffc845"), "Only 0% of it", id="pale"),
        pytest.param(png(color="#ffffff", ground="#00000000"), "Only 0% of it", id="white"),
        pytest.param(png(color="#0b2a3c20"), "Only 0% of it", id="transparent"),
        pytest.param(reversed_logo(), "White parts of it stand on nothing", id="reversed"),
        pytest.param(b"\x89PNG" + b"x" * 2_000_000, "at most 2,000,000", id="large"),
    ],
)
def test_each_fault_of_a_picture_is_caught(tmp_path: Path, picture: str | bytes, part: str) -> None:
    (fault,) = logo_faults(tmp_path, png=picture)
    assert (fault.path, fault.key) == (AID, "logo")
    assert part in fault.message
    assert is_finished(fault.message)


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(png(), id="on white"),
        pytest.param(png(ground="#00000000"), id="on nothing"),
        pytest.param(png(color="#ffffff", ground="#0b2a3c"), id="white on dark"),
        pytest.param(badge(), id="badge with a rim"),
        pytest.param(saved(Image.new("1", (400, 200))), id="black and white"),
        pytest.param(saved(Image.new("P", (400, 200))), id="palette"),
    ],
)
def test_good_pictures_pass(tmp_path: Path, picture: bytes) -> None:
    assert logo_faults(tmp_path, png=picture) == []


def test_a_picture_keeps_its_pixels_and_nothing_else(tmp_path: Path) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "somebody")
    image = Image.open(io.BytesIO(png((3000, 1500), ground="#00000000")))
    exif = Image.Exif()
    exif[0x010F] = "camera"
    record = changed(RECORD, "logo.svg", "logo.png")
    found, wrong = read(tmp_path, record, png=saved(image, pnginfo=notes, exif=exif, dpi=(72, 72)))
    assert wrong == []
    aid = found["example-aid"]
    assert aid.logo_size == (3000.0, 1500.0)
    kept = pixels(aid)
    assert (kept.size, kept.mode, kept.info) == ((LARGEST_KEPT, LARGEST_KEPT // 2), "RGB", {})
    assert (kept.getpixel((0, 0)), kept.getpixel((800, 400))) == ((255, 255, 255), (11, 42, 60))


def test_a_photograph_in_a_drawing_keeps_its_pixels_and_nothing_else() -> None:
    exif = Image.Exif()
    exif[0x010F] = "camera"
    raster = read_raster(saved(Image.new("RGB", (50, 50)), "JPEG", exif=exif), "jpeg")
    assert not isinstance(raster, str)
    assert b"camera" not in raster.data


def test_the_same_file_gives_the_same_logo(tmp_path: Path) -> None:
    record = changed(RECORD, "logo.svg", "logo.png")
    first, second = (read(tmp_path, record, png=png())[0]["example-aid"] for _ in range(2))
    assert first == second


@pytest.mark.parametrize("ending", sorted(LARGEST_FILES))
def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, ending: str) -> None:
    outside = tmp_path / f"outside{ending}"
    outside.write_bytes(png() if ending == ".png" else SVG.encode())
    workspace = fill(tmp_path / "workspace", {AID: changed(RECORD, "logo.svg", f"own{ending}")})
    (workspace / FOLDER / f"own{ending}").symlink_to(outside)
    (fault,) = faults(workspace, changed(RECORD, "logo.svg", f"own{ending}"))
    assert (fault.key, "is a link to another folder" in fault.message) == ("logo", True)


def test_a_link_that_leads_to_itself_and_a_folder_are_no_logos(tmp_path: Path) -> None:
    fill(tmp_path, {AID: RECORD, f"{FOLDER}/folder.svg/file": ""})
    (tmp_path / FOLDER / "own.svg").symlink_to("own.svg")
    for name in ("own.svg", "folder.svg"):
        (fault,) = faults(tmp_path, changed(RECORD, "logo.svg", name))
        assert fault.key == "logo"
        assert is_finished(fault.message)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param('<path d="' + "1" * 150_000 + '!"/>', id="digits"),
        pytest.param('<polygon points="' + "1 " * 70_000 + '!"/>', id="points"),
        pytest.param('<g transform="translate(' + "1" * 150_000 + '"/>', id="transformation"),
        pytest.param("<style>" + "/*" * 80_000 + "</style>" + RECT, id="comments"),
        pytest.param("<style>" + "a" * 180_000 + "</style>", id="rule"),
        pytest.param('<rect style="fill:red' + " " * 150_000 + 'x"/>', id="spaces"),
    ],
)
def test_no_drawing_takes_long_to_read(tmp_path: Path, body: str) -> None:
    started = time.process_time()
    logo_faults(tmp_path, svg=svg(body))
    assert time.process_time() - started < 5
