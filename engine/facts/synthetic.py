"""The mark of people who do not exist.

In: a seed and a number, or a profile. Out: the mark; the profile without it. Newly guaranteed: whoever reads a marked row sees
that it is synthetic, and it is decided like any other.
"""

from __future__ import annotations

from engine.document.nodes import Mapping, Node, Scalar
from engine.ground.records import replace

KEY = "id"
PREFIX = "SYNTHETIC-"


def mark(seed: int, number: int) -> str:
    """The id of one row."""
    return f"{PREFIX}{seed}-{number:07d}"


def mark_of(root: Node) -> str | None:
    """The mark of a profile; None for a real one."""
    found = root.get(KEY) if isinstance(root, Mapping) else None
    value = found.value if isinstance(found, Scalar) else None
    return value if isinstance(value, str) and value.startswith(PREFIX) else None


def unmarked(root: Node) -> Node:
    """The profile without its mark: any other `id` stays, and is refused like every key that is no fact."""
    if not isinstance(root, Mapping) or mark_of(root) is None:
        return root
    return replace(root, entries=tuple(entry for entry in root.entries if entry.name != KEY))
