"""Makes the pictures of the README and of the design system, by the program itself.

Run `make gallery`. The pictures are made anew only when designs change.
"""

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec
import pypdfium2
from PIL import Image

from handbill.press.fonts import isolate_fonts

PICTURES = Path(__file__).parent / "pictures"

ROWS: dict[str, tuple[int, list[tuple[str, str, str]]]] = {
    "poster": (560, [("self-help", "poster", "en"), ("self-help", "poster", "ar"),
                     ("bystander", "poster", "zh-Hans")]),
    "flyer": (760, [("bystander", "flyer", "es"), ("self-help", "flyer", "km"),
                    ("self-help", "flyer", "es+en")]),
    "wallet-card": (420, [("self-help", "wallet-card", "en"), ("self-help", "wallet-card", "ur"),
                          ("bystander", "wallet-card", "de")]),
    "pieces": (400, [("youth", "poster", "en"), ("parents", "poster", "en"),
                     ("moving", "poster", "ar"), ("work-rights", "poster", "es"),
                     ("support", "poster", "th"), ("world-day", "poster", "fr")]),
    "formats": (520, [("bystander", "tear-off", "en"), ("self-help", "stall-sign", "am"),
                      ("bystander", "door-hanger", "de"), ("staff-hotel", "table-tent", "en"),
                      ("moving", "folded-card", "uk")]),
}  # fmt: skip
"""Height of each picture in pixels, and the editions in it: piece, format, languages."""

DONTS = {
    "the number as small as the rest": ".slot .line .number { font-size: var(--slot); }",
    "two weak colours on each other": ".call-box { color: #ffffff; }",
    "words over the drawing": ".headline-box { width: 88vw !important; }"
    " .title { font-size: 64pt !important; }",
    "text up to the edge": ".column-1.of-2 { inset-inline-start: 1vw !important; width: 47vw; }",
}
"""What a page must not look like, and the style rules that make it so."""

PREVIEWED = {"call.free": "", "kind.trafficking": "{0} {0}"}
"""What is changed in the catalog that the picture of a preview shows."""

GAP = 16


def main() -> None:
    """Print the editions as pictures and set those of each row side by side."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, (height, chosen) in ROWS.items():
            save([picture(Path(folder), *one) for one in chosen], height, PICTURES / f"{name}.png")
    isolate_fonts()
    save(faulty_pages(), 420, PICTURES / "dont.png")
    save([preview_page()], 1260, PICTURES / "preview.png")


def preview_page() -> Image.Image:
    """Return what a translator sees of a card in Urdu with a gap, a draft and a long text."""
    import weasyprint

    from handbill.batch.previewing import Previewer, Wish, still_preview
    from handbill.library.library import load_library
    from handbill.library.roots import built_in_root

    source = built_in_root() / "translations/ur"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "translations"
        catalog = Path(shutil.copytree(source, folder / "ur")) / "LC_MESSAGES/handbill.po"
        text = catalog.read_text("utf-8")
        for address, wanted in PREVIEWED.items():
            start = text.index('msgstr "', text.index(f'msgctxt "{address}"')) + len('msgstr "')
            end = text.index('"\n', start)
            text = text[:start] + wanted.format(text[start:end]) + text[end:]
        catalog.write_text(text, "utf-8")
        wish = Wish("ur", folder, ("bystander",), ("wallet-card",))
        page, _ = still_preview(Previewer(wish, load_library()))
    page = page.replace(str(folder), "translations")
    sheet = weasyprint.CSS(string="@page { size: 1280px 4000px; margin: 0 }")
    document = pypdfium2.PdfDocument(weasyprint.HTML(string=page).write_pdf(stylesheets=[sheet]))
    image: Image.Image = document[0].render(scale=96 / 72).to_pil().convert("RGB")
    document.close()
    return image.crop((0, 0, 1280, 1260))


def picture(folder: Path, piece: str, layout: str, language: str) -> Image.Image:
    """Return the picture of one edition."""
    command = [sys.executable, "-m", "handbill", "make", "US", "-p", piece, "-f", layout]
    subprocess.run(  # noqa: S603  our own program
        [*command, "-l", language, "-O", "image", "-o", str(folder)], check=True
    )
    path = folder / "US" / f"{piece}.{layout}.{language}.image.letter.png"
    return Image.open(io.BytesIO(path.read_bytes())).convert("RGB")


def faulty_pages() -> list[Image.Image]:
    """Return one good page, and the same page with each fault of `DONTS`."""
    from handbill.batch.wiring import composer_of, shelf_of
    from handbill.library.library import load_library
    from handbill.planning.selection import Selection, plan
    from handbill.press.engine import Engine
    from handbill.press.fitting import fit_pages

    library = load_library()
    chosen = Selection(("US",), ("bystander",), ("poster",), ("en",), ("screen",))
    (edition,), _ = plan(chosen, shelf_of(library))
    composition = composer_of(library).compose(edition, (2,))
    engine = Engine(library.roots)
    pictures = []
    for rules in ("", *DONTS.values()):
        faulty = msgspec.structs.replace(composition, styles=(*composition.styles, rules))
        page = engine.page(faulty.html)
        sizes = fit_pages(
            lambda text: engine.lay_out(page, composition.styles, text),  # noqa: B023  used at once
            composition.fit,
            composition.trim,
        ).sizes
        pdf = engine.write(engine.lay_out(page, faulty.styles, sizes), accessible=False)
        document = pypdfium2.PdfDocument(pdf)
        pictures.append(document[0].render(scale=1.5).to_pil().convert("RGB"))
        document.close()
    return pictures


def save(images: list[Image.Image], height: int, path: Path) -> None:
    """Save the pictures in a row, all of one height."""
    scaled = [
        image.resize((round(image.width * height / image.height), height)) for image in images
    ]
    width = sum(image.width for image in scaled) + GAP * (len(scaled) - 1)
    row = Image.new("RGB", (width, height), "#ffffff")
    left = 0
    for image in scaled:
        row.paste(image, (left, 0))
        left += image.width + GAP
    row.quantize(256).save(path, optimize=True)


if __name__ == "__main__":
    main()
