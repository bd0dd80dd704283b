"""The folders follow the way of the data: who may import whom, and who may print."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import handbill

PACKAGE = Path(handbill.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
FOLDERS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))

MODEL = "model"
MIDDLE = {"library", "planning", "composing", "press", "preflight", "translating"}
MAY_IMPORT = {
    MODEL: {MODEL},
    **{folder: {folder, MODEL} for folder in MIDDLE},
    "batch": {"batch", MODEL, *MIDDLE},
}
"""The folders below each that it may stand on; those on top may import everything."""
ON_TOP = {"cli", "studio"}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()


def folder_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def imported(path: Path) -> Iterator[str]:
    """Yield the dotted name of everything a module imports, inside functions as well."""
    package = path.relative_to(PACKAGE.parent).parts[:-1]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            origin = ".".join((*base, node.module) if node.module else base)
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def folders_imported(path: Path) -> set[str]:
    """Return the folders of handbill a module imports from."""
    parts = (name.split(".") for name in imported(path))
    return {part[1] for part in parts if part[0] == "handbill" and len(part) > 1} & set(FOLDERS)


def test_every_folder_has_its_place_in_the_order() -> None:
    assert set(FOLDERS) <= set(MAY_IMPORT) | ON_TOP


@pytest.mark.parametrize(
    "path", [path for path in MODULES if folder_of(path) in MAY_IMPORT], ids=name_of
)
def test_a_module_imports_only_what_its_folder_stands_on(path: Path) -> None:
    assert folders_imported(path) <= MAY_IMPORT[folder_of(path)]


def printing_calls(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in ("print", "click.echo", "click.secho", "sys.stdout.write"):
                yield f"{called} in line {node.lineno}"


@pytest.mark.parametrize(
    "path", [path for path in MODULES if folder_of(path) not in ON_TOP], ids=name_of
)
def test_only_what_stands_on_top_prints(path: Path) -> None:
    assert list(printing_calls(path)) == []
    assert [name for name in imported(path) if name.split(".")[0] == "click"] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_the_model_reads_and_writes_nothing() -> None:
    doors = {"pathlib", "os", "io", "subprocess", "socket", "urllib", "shutil", "tempfile"}
    for path in MODULES:
        if folder_of(path) == MODEL:
            assert not doors & {name.split(".")[0] for name in imported(path)}
            assert "open" not in {
                ast.unparse(node.func)
                for node in ast.walk(tree_of(path))
                if isinstance(node, ast.Call)
            }


WEB_APP = {"starlette", "uvicorn", "watchfiles"}


@pytest.mark.parametrize(
    "path", [path for path in MODULES if folder_of(path) != "studio"], ids=name_of
)
def test_only_the_studio_is_a_web_app(path: Path) -> None:
    assert not WEB_APP & {name.split(".")[0] for name in imported(path)}


def test_the_studio_knows_no_commands() -> None:
    for path in MODULES:
        if folder_of(path) == "studio":
            assert "cli" not in folders_imported(path)


HEAVY = ("weasyprint", "starlette", "uvicorn", "watchfiles")


def test_the_command_line_starts_without_the_layout_engine_and_the_web_app() -> None:
    program = f"import sys, handbill.cli.main; print([n for n in {HEAVY} if n in sys.modules])"
    answer = subprocess.run(  # noqa: S603  our own interpreter and text
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"
