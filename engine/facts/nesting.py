"""A profile as people write it.

In: answers by the dotted names of their facts. Out: the same, nested (`person.age` within `person`). Newly guaranteed: the
order of the answers is kept; a set is a list, as in JSON.
"""

from __future__ import annotations

from collections.abc import Mapping


def nested(told: Mapping[str, object]) -> dict[str, object]:
    """The profile of the answers."""
    profile: dict[str, object] = {}
    for name, value in told.items():
        *groups, last = name.split(".")
        inner = profile
        for group in groups:
            below = inner.setdefault(group, {})
            assert isinstance(below, dict)  # groups hold facts, and no fact is a group
            inner = below
        inner[last] = list(value) if isinstance(value, tuple) else value
    return profile
