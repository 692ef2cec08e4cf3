"""The floors of the architecture hold: imports go down, each library has one door, modules say what they do."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
MODULES = sorted((ROOT / "engine").rglob("*.py"))
LONGEST_MODULE = 450


def test_imports_walk_one_way() -> None:
    """The contracts of pyproject.toml are kept."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_says_what_it_does() -> None:
    """Every module has a docstring."""
    silent = [str(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert silent == []


def test_rooms_are_small() -> None:
    """No module is longer than the limit."""
    long = [str(path) for path in MODULES if path.read_text("utf-8").count("\n") > LONGEST_MODULE]
    assert long == []
