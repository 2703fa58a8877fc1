"""The walls of the house: layers, homes of libraries, no cycles, no Qt in the core."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "phototagger"
MAX_LINES = 500

HOMES = {
    "PySide6": ("phototagger.ui",),
    # Sending photos and downloading models have nothing in common but HTTP: the one never follows
    # a redirect and never keeps anything, the other does both.
    "requests": ("phototagger.core.tagging.client", "phototagger.core.models.download"),
    "piexif": ("phototagger.core.metadata._exif", "phototagger.core._exif_glance"),
    "PIL": ("phototagger.core.pixels", "phototagger.service.decode"),
    # The journal of writes is a file of its own: it must outlive the catalog, be written with
    # full durability, and be shared with the command line.
    "sqlite3": (
        "phototagger.core._catalog",
        "phototagger.core._catalog_file",
        "phototagger.core._catalog_snapshots",
        "phototagger.core._journal",
        "phototagger.core._thumbnail_store",
        # A cache of its own, in another folder: it may be lost, the catalog may not.
        "phototagger.core.learning.feature_cache",
    ),
    "platformdirs": ("phototagger.core.app_paths",),
    "starlette": ("phototagger.service",),
    "uvicorn": ("phototagger.service",),
    # The learner's arithmetic; loaded in its own process and by workers, never at the start.
    "numpy": ("phototagger.service", "phototagger.core.learning"),
    "onnxruntime": ("phototagger.service.network",),
    "pi_heif": ("phototagger.core._optional_formats", "phototagger.service.decode"),
    "keyring": ("phototagger.core.credentials",),
}

VALUES = tuple(
    f"phototagger.core.{name}"
    for name in (
        *("photo", "tags", "fields", "review", "review_changes", "errors", "natural_order"),
        *("vocabulary", "tag_pipeline", "tag_states"),
    )
)
UI_MAY_NOT = ("phototagger.service", "phototagger.cli", "phototagger.core._")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "manager", "handler", "base"}
QT_ESSENTIALS = {"QtCore", "QtGui", "QtWidgets", "QtSvg", "QtNetwork", "QtDBus", "QtTest"}


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imports_of(path: Path) -> Iterator[str]:
    """Yield what a file imports; ``from a import b`` yields a.b when that is a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            for alias in node.names:
                full = f"{module}.{alias.name}"
                yield full if full in MODULES or module == "PySide6" else module


def inside(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_at_its_home_only(library: str) -> None:
    strangers = [
        name
        for name, path in MODULES.items()
        if any(inside(i, (library,)) for i in imports_of(path)) and not inside(name, HOMES[library])
    ]
    assert not strangers


def test_values_import_values_only() -> None:
    for name in VALUES:
        ours = [i for i in imports_of(MODULES[name]) if i.startswith("phototagger")]
        assert all(i in VALUES for i in ours), f"{name} imports {ours}"


def test_the_core_knows_neither_service_nor_window() -> None:
    for name, path in MODULES.items():
        if inside(name, ("phototagger.core",)):
            for imported in imports_of(path):
                outer = ("phototagger.service", "phototagger.ui", "phototagger.app")
                assert not inside(imported, outer), f"{name} imports {imported}"


def test_the_service_needs_little_of_the_core() -> None:
    allowed = (
        "phototagger.core.tagging",
        "phototagger.core.tags",
        "phototagger.core.errors",
        "phototagger.core.models",
        "phototagger.resource_files",
        "phototagger.child_process",
        "phototagger.interpreter",
        "phototagger.service",
    )
    for name, path in MODULES.items():
        if inside(name, ("phototagger.service",)):
            for imported in imports_of(path):
                if imported.startswith("phototagger."):
                    assert inside(imported, allowed), f"{name} imports {imported}"


def test_the_window_uses_public_names_of_the_core() -> None:
    for name, path in MODULES.items():
        if inside(name, ("phototagger.ui",)):
            for imported in imports_of(path):
                assert not imported.startswith(UI_MAY_NOT), f"{name} imports {imported}"


def test_only_essential_qt_modules_are_imported() -> None:
    for name, path in MODULES.items():
        for imported in imports_of(path):
            if imported.startswith("PySide6."):
                assert imported.split(".")[1] in QT_ESSENTIALS, f"{name} imports {imported}"


def test_there_are_no_import_cycles() -> None:
    graph = {
        name: {i for i in imports_of(path) if i in MODULES and i != name}
        for name, path in MODULES.items()
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"cycle: {' → '.join((*trail, name))}"
        if name not in done:
            for imported in graph[name]:
                visit(imported, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_files_stay_small_and_are_named_after_an_idea() -> None:
    for name, path in MODULES.items():
        lines = len(path.read_text("utf-8").splitlines())
        assert lines <= MAX_LINES, f"{name} has {lines} lines"
        assert path.stem not in FORBIDDEN_NAMES


def test_every_module_says_what_it_is() -> None:
    for name, path in MODULES.items():
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), f"{name} has no docstring"


def test_broad_excepts_stand_at_the_job_boundary_only() -> None:
    """Elsewhere a broad except may clean up, but must raise again."""
    found = []
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                caught = node.type.id if isinstance(node.type, ast.Name) else ""
                swallows = not (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)
                if swallows and (node.type is None or caught in ("Exception", "BaseException")):
                    found.append(name)
    assert found == ["phototagger.core.jobs"]


def test_everything_but_the_window_works_without_qt() -> None:
    names = [n for n in MODULES if not inside(n, ("phototagger.ui",)) and "__main__" not in n]
    program = (
        "import sys, importlib\n"
        "sys.modules['PySide6'] = None\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


def test_the_program_starts_without_numpy() -> None:
    """It takes a tenth of a second to load, and the thread that paints never needs it."""
    program = "import sys, phototagger.app; sys.exit('numpy' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
