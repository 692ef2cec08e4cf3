"""Finds what is shipped beside the code. In: a kind, `policies` or `schemas`. Out: the folder that holds it.

An installed wheel carries them in `engine/_bundled/<kind>`. In a checkout they stand beside `engine/`, and are used
only if the pyproject.toml beside them is ours: never the `policies/` of whoever has a folder named engine.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

Kind = Literal["policies", "schemas"]
_OURS = re.compile(r'(?m)^name\s*=\s*["\']policy-eval["\']\s*$')


def folder(kind: Kind) -> Path:
    """The shipped folder of that kind; FileNotFoundError where this installation has none."""
    package = Path(__file__).resolve().parent
    installed = package / "_bundled" / kind
    if installed.is_dir():
        return installed
    beside = package.parent / kind
    if beside.is_dir() and _is_ours(package.parent / "pyproject.toml"):
        return beside
    raise FileNotFoundError(f"policy-eval is installed without its {kind}; install it again")


def policies() -> Path:
    """The shipped policy folder."""
    return folder("policies")


def schemas() -> Path:
    """The shipped schemas."""
    return folder("schemas")


def _is_ours(pyproject: Path) -> bool:
    # Read by a pattern: this is on the path of every run, and tomllib is not free.
    return pyproject.is_file() and _OURS.search(pyproject.read_text("utf-8", "replace")) is not None
