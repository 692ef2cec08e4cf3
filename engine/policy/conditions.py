"""Conditions: the `when` of a rule as a tree.

In: the node of a condition. Out: `Condition`. Newly guaranteed: every test is (fact, checks) with both places kept.
"""

from __future__ import annotations

from engine.document.nodes import Mapping, Node, Sequence
from engine.ground.spans import Span
from engine.policy.model import All, AnyOf, Condition, Count, Not, Test, Value
from engine.policy.nodes import entries, items, mapping, scalar, whole


def condition(node: Node | None, at: Span) -> Condition:
    """The condition that a mapping states; an absent one is the empty conjunction at `at`."""
    if node is None:
        return All((), at)
    children = tuple(_entry(key, span, value) for key, span, value in entries(node))
    return children[0] if len(children) == 1 else All(children, node.span)


def _entry(key: str, span: Span, value: Node) -> Condition:
    match key:
        case "any":
            return AnyOf(_children(value), span)
        case "all":
            return All(_children(value), span)
        case "not":
            return Not(condition(value, span), span)
        case "count":
            table = mapping(value)
            return Count(whole(table.get("at_least")) or 0, _children(table.get("of")), span)
        case _:
            return Test(key, _checks(value), span, _places(value))


def _children(node: Node | None) -> tuple[Condition, ...]:
    return tuple(condition(item, item.span) for item in items(node))


def _checks(node: Node) -> tuple[tuple[str, Value | tuple[Value, ...]], ...]:
    if isinstance(node, Mapping):
        return tuple((key, _operand(value)) for key, _, value in entries(node))
    return (("is", scalar(node)),)


def _places(node: Node) -> tuple[tuple[Span, tuple[Span, ...]], ...]:
    """Where each operator and the values of its operand stand."""
    if isinstance(node, Mapping):
        return tuple((span, tuple(item.span for item in items(value))) for _, span, value in entries(node))
    return ((node.span, (node.span,)),)


def _operand(node: Node) -> Value | tuple[Value, ...]:
    if isinstance(node, Sequence):
        return tuple(scalar(item) for item in node.items)
    return scalar(node)
