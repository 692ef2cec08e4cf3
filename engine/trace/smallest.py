"""The smallest set of tests that carries a condition, or that makes it fail.

In: a linked condition and the literals established. Out: literals with the places of their tests, in source order.
Newly guaranteed: on the false rail an *and* takes its cheapest child, an *or* all of them, a count just enough of the cheapest;
the true rail is the dual; ties go by source order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.ground.records import dataclass
from engine.ground.spans import Span
from engine.linked.model import And, AtLeast, Condition, Is, Not, Or, Test

Signed = tuple[int, int] | None
"""The two literals of a test (established true, established false); None for a test that has no proposition."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """An established literal and the place of the test that reads it."""

    literal: int
    span: Span | None


def carrying(
    condition: Condition, rail: bool, literals: Callable[[Test | Is], Signed], established: bytearray
) -> tuple[Leaf, ...] | None:
    """The smallest set of established tests from which the condition's rail follows; None when it does not follow."""

    def walk(node: Condition, wanted: bool) -> tuple[Leaf, ...] | None:
        match node:
            case Test() | Is():
                signed = literals(node)
                literal = None if signed is None else signed[0 if wanted else 1]
                return (Leaf(literal, node.span),) if literal is not None and established[literal] else None
            case Not():
                return walk(node.child, not wanted)
            case And() | Or():
                found = [walk(child, wanted) for child in node.children]
                return _together(found) if isinstance(node, And) == wanted else _cheapest(found, 1)
            case AtLeast():
                found = [walk(child, wanted) for child in node.children]
                return _cheapest(found, node.count if wanted else len(found) - node.count + 1)

    return walk(condition, rail)


def _together(found: list[tuple[Leaf, ...] | None]) -> tuple[Leaf, ...] | None:
    whole: list[tuple[Leaf, ...]] = []
    for leaves in found:
        if leaves is None:
            return None
        whole.append(leaves)
    return _once(whole)


def _cheapest(found: list[tuple[Leaf, ...] | None], wanted: int) -> tuple[Leaf, ...] | None:
    """The `wanted` children with the fewest leaves, in source order."""
    established = [(len(leaves), at, leaves) for at, leaves in enumerate(found) if leaves is not None]
    if len(established) < wanted:
        return None
    chosen = sorted(sorted(established, key=lambda entry: entry[:2])[:wanted], key=lambda entry: entry[1])
    return _once(leaves for _, _, leaves in chosen)


def _once(groups: Iterable[tuple[Leaf, ...]]) -> tuple[Leaf, ...]:
    """Every literal once, at its first place."""
    kept: dict[int, Leaf] = {}
    for leaves in groups:
        for leaf in leaves:
            kept.setdefault(leaf.literal, leaf)
    return tuple(kept.values())
