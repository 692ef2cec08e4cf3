"""Walks over linked conditions.

In: a condition. Out: its tests, in source order. Newly guaranteed: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.linked.model import And, AtLeast, Condition, Is, Not, Or, Test


def leaves(condition: Condition) -> Iterator[Test | Is]:
    """The tests of a condition, in source order."""
    match condition:
        case Test() | Is():
            yield condition
        case Not():
            yield from leaves(condition.child)
        case And() | Or() | AtLeast():
            for child in condition.children:
                yield from leaves(child)


def facts_read(condition: Condition) -> set[str]:
    """The names of the facts that the condition reads."""
    return {leaf.fact for leaf in leaves(condition)}
