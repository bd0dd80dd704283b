"""The engine hears every warning and reaches nothing it should not."""

import os
from pathlib import Path

import pytest

from handbill.press.engine import Engine, EngineError
from handbill.press.fonts import font_folders, isolate_fonts
from tests.press.samples import document, pdf


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("http://example.org/a.png", id="network"),
        pytest.param("https://example.org/a.png", id="encrypted-network"),
        pytest.param("ftp://example.org/a.png", id="ftp"),
        pytest.param("file:///etc/passwd", id="file-outside"),
        pytest.param("file://host/etc/passwd", id="file-on-a-host"),
    ],
)
def test_addresses_outside_the_roots_are_refused(engine: Engine, address: str) -> None:
    with pytest.raises(EngineError, match=r"no network|outside|may not|Failed to load"):
        pdf(engine, f'<img src="{address}" alt="x">')


def test_a_link_out_of_the_roots_is_refused(tmp_path: Path) -> None:
    (tmp_path / "art.svg").symlink_to("/etc/passwd")
    engine = Engine([tmp_path])
    with pytest.raises(EngineError):
        pdf(engine, f'<img src="{(tmp_path / "art.svg").as_uri()}" alt="x">')


def test_a_style_the_engine_does_not_know_is_an_error(engine: Engine) -> None:
    with pytest.raises(EngineError, match="text-wrap"):
        document(engine, "<p>x</p>", "p { text-wrap: balance }")


def test_a_picture_without_description_is_an_error_in_accessible_files(engine: Engine) -> None:
    body = '<img src="data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22/>">'
    with pytest.raises(EngineError):
        pdf(engine, body, accessible=True)


def test_only_declared_folders_are_searched_for_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDBILL_FONTS", "/nowhere:/usr/share/fonts/truetype/noto")
    assert font_folders() == (Path("/usr/share/fonts/truetype/noto"),)


def test_isolating_fonts_writes_a_configuration_of_the_declared_folders(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "elsewhere")
    isolate_fonts()
    text = Path(os.environ["FONTCONFIG_FILE"]).read_text("utf-8")
    assert all(str(folder) in text for folder in font_folders())
    assert "/usr/local" not in text
