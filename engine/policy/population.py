"""Weights of a synthetic population, typed.

In: a document of kind population that its schema has accepted. Out: `Population`. Newly guaranteed: draws stand in their order;
weights are numbers, bands are pairs of whole numbers. What the names and values mean is for `engine.analysis.population`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.document.nodes import Mapping as MappingNode
from engine.document.nodes import Node, Sequence
from engine.ground.records import dataclass
from engine.ground.spans import Span
from engine.policy.model import Ref, Text, Value
from engine.policy.nodes import entries, items, mapping, raw, scalar, string, text

HOWS = ("weights", "share", "bands", "days_ago", "days_ahead", "aged", "same_as", "map", "place")
"""Ways to draw a value."""

Condition = tuple[Ref, tuple[Value, ...], tuple[int, int] | None]
"""A name drawn before; the values that fit, or the first and the last whole number that do."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to draw, where all conditions hold. how: one of `HOWS`, or None: nothing is told."""

    when: tuple[Condition, ...]
    how: str | None
    weights: tuple[tuple[str, float, Span], ...]
    bands: tuple[tuple[int, int, float], ...]
    share: float
    of: Ref | None
    to: Mapping[str, tuple[object, Span]]
    table: Ref | None


@dataclass(frozen=True, slots=True)
class Draw:
    """What is drawn, by the first choice that fits; told by that share of people. after, before: dates it lies between."""

    name: str
    choices: tuple[Choice, ...]
    told: float
    after: tuple[Ref, ...]
    before: tuple[Ref, ...]
    cites: tuple[str, ...]
    assumed: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Population:
    """The weights: draws in order. sources: what published figures are cited from."""

    name: str
    version: str
    title: Text
    sources: tuple[str, ...]
    draws: tuple[Draw, ...]


def population(root: MappingNode) -> Population:
    """The population of a document."""
    return Population(
        name=string(root.get("population")),
        version=string(root.get("version")),
        title=text(root.get("title")),
        sources=tuple(name for name, _, _ in entries(root.get("sources"))),
        draws=tuple(_draw(name, span, mapping(node)) for name, span, node in entries(root.get("draws"))),
    )


def _draw(name: str, span: Span, node: MappingNode) -> Draw:
    chosen = node.get("choose")
    choices = tuple(_choice(mapping(item)) for item in items(chosen)) if chosen is not None else (_choice(node),)
    return Draw(
        name=name,
        choices=choices,
        told=_number(node.get("told"), 1.0),
        after=_refs(node.get("after")),
        before=_refs(node.get("before")),
        cites=tuple(string(item) for item in items(node.get("cites"))),
        assumed=raw(node.get("assumed")) is True,
        span=span,
    )


def _choice(node: MappingNode) -> Choice:
    how = next((name for name in HOWS if node.get(name) is not None), None)
    found = node.get(how) if how is not None else None
    by = mapping(found).get("by") if how in ("map", "place") else found if how in ("aged", "same_as") else None
    table = mapping(found).get("table") if how == "place" else None
    return Choice(
        when=tuple(_conditions(node.get("when"))),
        how=how,
        weights=tuple((key, _number(item, 0), at) for key, at, item in entries(found)) if how == "weights" else (),
        bands=tuple(_band(key, item) for key, _, item in entries(found)) if how in ("bands", "days_ago", "days_ahead") else (),
        share=_number(found, 0) if how == "share" else 0.0,
        of=None if by is None else _ref(by),
        to={key: (raw(item), item.span) for key, _, item in entries(mapping(found).get("to"))} if how == "map" else {},
        table=None if table is None else _ref(table),
    )


def _conditions(node: Node | None) -> Iterator[Condition]:
    for name, span, wanted in entries(node):
        if isinstance(wanted, MappingNode):
            low, high = raw(wanted.get("from")), raw(wanted.get("to"))
            yield Ref(name, span), (), (low if isinstance(low, int) else -(10**9), high if isinstance(high, int) else 10**9)
        else:
            yield Ref(name, span), tuple(scalar(item) for item in items(wanted)), None


def _band(key: str, node: Node) -> tuple[int, int, float]:
    low, _, high = key.partition("-")
    return int(low), int(high or low), _number(node, 0)


def _number(node: Node | None, default: float) -> float:
    found = raw(node)
    return float(found) if isinstance(found, int | float) else default


def _refs(node: Node | None) -> tuple[Ref, ...]:
    return tuple(_ref(item) for item in (node.items if isinstance(node, Sequence) else () if node is None else (node,)))


def _ref(node: Node) -> Ref:
    return Ref(string(node), node.span)
