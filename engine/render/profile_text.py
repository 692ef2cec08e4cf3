"""A profile as the text of a file.

In: a profile as plain values. Out: JSON, or YAML in block style. Newly guaranteed: what is read back is the same profile.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any


def profile_text(profile: Mapping[str, Any], name: str) -> str:
    """The text for a file of that name: YAML by its ending, else JSON."""
    if name.endswith((".yaml", ".yml")) and profile:
        return "\n".join(_block(profile, "")) + "\n"
    return json.dumps(profile, ensure_ascii=False, indent=2) + "\n"


def _block(node: Mapping[str, Any], indent: str) -> Iterator[str]:
    """A mapping in block style; what is inside a list is written as JSON, which YAML reads."""
    for key, value in node.items():
        if isinstance(value, Mapping) and value:
            yield f"{indent}{key}:"
            yield from _block(value, indent + "  ")
        else:
            yield f"{indent}{key}: {json.dumps(value, ensure_ascii=False)}"
