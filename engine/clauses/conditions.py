"""Conditions lowered to clauses: every and, or and count is a named proposition.

In: a linked condition and the reading in which it is read. Out: the two literals of its proposition.
Newly guaranteed: nothing is expanded to disjunctive normal form; one pair of clauses sets a rail of each node.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.clauses.builder import Builder, Signed, swap
from engine.clauses.compiled import FactTest
from engine.clauses.program import Origin
from engine.linked.model import And, AtLeast, Condition, Is, Not, Or, Test

IsLiteral = Callable[[Is, str], Signed]
"""Finds the literals of a test of a derived fact in a reading."""


def lower(condition: Condition, name: str, reading: str, builder: Builder, of_fact: IsLiteral) -> Signed:
    """The literals of the condition; `name` names its node if it needs one."""
    match condition:
        case Test():
            return _test(condition, builder)
        case Is():
            return of_fact(condition, reading)
        case Not():
            return swap(lower(condition.child, f"{name}/not", reading, builder, of_fact))
        case And() | Or():
            children = [lower(child, f"{name}/{at}", reading, builder, of_fact) for at, child in enumerate(condition.children)]
            if len(children) == 1:
                return children[0]
            conjunction = isinstance(condition, And)
            signed = children if conjunction else [swap(child) for child in children]
            node = _and(builder, name, signed)
            return node if conjunction else swap(node)
        case AtLeast():
            children = [lower(child, f"{name}/{at}", reading, builder, of_fact) for at, child in enumerate(condition.children)]
            return _at_least(builder, name, condition.count, children)


def _test(test: Test, builder: Builder) -> Signed:
    if test.checks == (("is", False),) and test.fact not in builder.rowless:
        return swap(builder.atom(FactTest(test.fact, (("is", True),))))
    return builder.atom(FactTest(test.fact, test.checks))


def _and(builder: Builder, name: str, children: list[Signed]) -> Signed:
    """and+ <- every child+; and- <- any child-. An or is the same with the rails swapped."""
    node, origin = builder.new(name), Origin("condition", name)
    builder.clause(node[0], [child[0] for child in children], origin)
    for child in children:
        builder.clause(node[1], [child[1]], origin)
    return node


def _at_least(builder: Builder, name: str, count: int, children: list[Signed]) -> Signed:
    """`(i, j)`: at least j of the first i children hold. (i, 0) is true and (0, j > 0) false without condition."""
    origin = Origin("condition", name)
    grid: dict[tuple[int, int], Signed] = {}
    for i in range(len(children) + 1):
        for j in range(max(0, count - len(children) + i), count + 1):  # the others cannot matter
            final = i == len(children) and j == count
            node = grid[i, j] = builder.new(name if final else f"{name}/count({i},{j})")
            if j == 0:
                builder.clause(node[0], (), origin)
            elif i == 0:
                builder.clause(node[1], (), origin)
            else:
                _count_clauses(builder, node, grid[i - 1, j], grid[i - 1, j - 1], children[i - 1], origin)
    return grid[len(children), count]


def _count_clauses(builder: Builder, node: Signed, same: Signed, fewer: Signed, child: Signed, origin: Origin) -> None:
    builder.clause(node[0], [same[0]], origin)
    builder.clause(node[0], [fewer[0], child[0]], origin)
    builder.clause(node[1], [same[1], fewer[1]], origin)
    builder.clause(node[1], [same[1], child[1]], origin)
