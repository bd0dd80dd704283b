"""Makes the pictures of the README: one per format, by the program itself.

Run `make gallery`. The pictures are made anew only when designs change.
"""

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

PICTURES = Path(__file__).parent / "pictures"

EDITIONS = {
    "poster": [("self-help", "en"), ("self-help", "ar"), ("bystander", "zh-Hans")],
    "flyer": [("bystander", "es"), ("self-help", "km"), ("self-help", "es+en")],
    "wallet-card": [("self-help", "en"), ("self-help", "ur"), ("bystander", "de")],
}

HEIGHT = {"poster": 560, "flyer": 760, "wallet-card": 420}
GAP = 16


def main() -> None:
    """Print the editions as pictures and set those of each format side by side."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for layout, chosen in EDITIONS.items():
            images = [picture(Path(folder), layout, piece, tag) for piece, tag in chosen]
            save(images, HEIGHT[layout], PICTURES / f"{layout}.png")


def picture(folder: Path, layout: str, piece: str, language: str) -> Image.Image:
    """Return the picture of one edition."""
    command = [sys.executable, "-m", "handbill", "make", "US", "-p", piece, "-f", layout]
    subprocess.run(  # noqa: S603  our own program
        [*command, "-l", language, "-O", "image", "-o", str(folder)], check=True
    )
    path = folder / "US" / f"{piece}.{layout}.{language}.image.letter.png"
    return Image.open(io.BytesIO(path.read_bytes())).convert("RGB")


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


main()
