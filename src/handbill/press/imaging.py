"""Pages as one picture, to send in a chat."""

import io

import pypdfium2
from PIL import Image

IMAGE_WIDTH = 1440
"""Width of one page of a picture in pixels: sharp on a phone, small enough to send."""

GAP = 24
"""Space between the pages of a picture, in pixels."""

_PAGE_GROUND = "#dcd6ca"


def picture(pages: bytes) -> bytes:
    """Return a PNG of all pages, one under the other."""
    document = pypdfium2.PdfDocument(pages)
    try:
        rendered = [
            page.render(scale=IMAGE_WIDTH / page.get_width()).to_pil().convert("RGB")
            for page in document
        ]
    finally:
        document.close()
    height = sum(image.height for image in rendered) + GAP * (len(rendered) - 1)
    whole = Image.new("RGB", (IMAGE_WIDTH, height), _PAGE_GROUND)
    top = 0
    for image in rendered:
        whole.paste(image, (0, top))
        top += image.height + GAP
    buffer = io.BytesIO()
    whole.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
