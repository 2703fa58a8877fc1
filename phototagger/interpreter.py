"""How this program starts modules of its own as processes of their own."""

from __future__ import annotations

import os
import site
import sys
from pathlib import Path

import phototagger


def module_command(module: str, *arguments: str) -> tuple[str, ...]:
    """Return the command line that runs a module of ours.

    ``-P`` keeps a file called ``json.py`` in the current folder from becoming part of the child.
    """
    return (sys.executable, "-P", "-m", module, *arguments)


def module_environment() -> dict[str, str]:
    """Return the environment in which a module of ours is found, without secrets of ours."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PHOTOTAGGER_")
    }
    root = str(Path(phototagger.__file__).resolve().parents[1])
    if root not in (*site.getsitepackages(), site.getusersitepackages()):
        # A checkout: safe path mode would hide the package from the child.
        others = os.environ.get("PYTHONPATH")
        environment["PYTHONPATH"] = os.pathsep.join((root, others) if others else (root,))
    return environment
