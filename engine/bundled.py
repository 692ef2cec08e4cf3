"""Finds what is shipped beside the code. In: a kind, `policies` or `schemas`. Out: the folder that holds it.

An installed wheel carries them in `engine/_bundled/<kind>`. In a checkout they stand beside `engine/`, and are used
only if the pyproject.toml beside them is ours: never the `policies/` of whoever has a folder named engine.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # on the path of every run, and pathlib is not free
    from pathlib import Path

Kind = Literal["policies", "schemas"]
_OURS = r'(?m)^name\s*=\s*["\']policy-eval["\']\s*$'


def place(kind: Kind) -> str:
    """The shipped folder of that kind, by its name; FileNotFoundError where this installation has none."""
    package = os.path.dirname(os.path.realpath(__file__))
    installed = os.path.join(package, "_bundled", kind)
    if os.path.isdir(installed):
        return installed
    root = os.path.dirname(package)
    beside = os.path.join(root, kind)
    if os.path.isdir(beside) and _is_ours(os.path.join(root, "pyproject.toml")):
        return beside
    raise FileNotFoundError(f"policy-eval is installed without its {kind}; install it again")


def folder(kind: Kind) -> Path:
    """The same as a path."""
    from pathlib import Path

    return Path(place(kind))


def policies() -> Path:
    """The shipped policy folder."""
    return folder("policies")


def schemas() -> Path:
    """The shipped schemas."""
    return folder("schemas")


def _is_ours(pyproject: str) -> bool:
    # Read by a pattern: tomllib is not free either.
    try:
        with open(pyproject, encoding="utf-8", errors="replace") as file:
            return re.search(_OURS, file.read()) is not None
    except OSError:
        return False
