"""The wheel carries content, templates and catalogs, and prints outside the checkout."""

import hashlib
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.cli.running import handbill

ROOT = Path(__file__).parents[1]
EDITION = ("make", "US", "-p", "self-help", "-f", "wallet-card", "-l", "ar", "-O", "screen")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(  # noqa: S603  the build tool
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("handbill-*.whl")
    return built


def test_the_wheel_carries_everything_that_is_printed(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder in ("content", "templates", "translations"):
        shipped = {
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / folder).rglob("*.*")
            if path.is_file()
        }
        assert shipped <= {name.removeprefix("handbill/data/") for name in names}
    assert "handbill/py.typed" in names
    assert any(name.endswith("licenses/LICENSE-CONTENT") for name in names)


def test_the_wheel_prints_the_same_pages_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    # The dependencies stand in this environment already; only the package comes from the wheel.
    packages = next(Path(sys.prefix).glob("lib/python3*/site-packages"))
    target = next(environment.glob("lib/python3*/site-packages"))
    zipfile.ZipFile(wheel).extractall(target)
    (target / "dependencies.pth").write_text(f"{packages}\n", "utf-8")
    subprocess.run(  # noqa: S603  the program under test
        [python, "-m", "handbill", *EDITION, "-o", tmp_path / "wheel"],
        check=True,
        capture_output=True,
        cwd=tmp_path,
    )
    handbill(*EDITION, "-o", str(tmp_path / "checkout"))
    assert digests(tmp_path / "wheel") == digests(tmp_path / "checkout")


def digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.pdf"))
    }
