"""The vocabulary: facts of every origin and combinations that cannot be.

In: documents of kind vocabulary and combinations. Out: `Fact` and `Combination` values.
Newly guaranteed: the type of a fact is a `FactType`, not a phrase.
"""

from __future__ import annotations

from engine.document.nodes import Mapping, Node, Scalar
from engine.ground.spans import Span
from engine.policy.conditions import condition
from engine.policy.model import Combination, Fact, FactType, Text, Value
from engine.policy.nodes import entries, items, mapping, maybe, maybe_text, ref, refs, scalar, string, text, whole

ORIGINS = ("input", "computed", "derived")


def facts(root: Mapping) -> tuple[Fact, ...]:
    """The facts that a vocabulary file declares, in its order."""
    found: list[Fact] = []
    for origin in ORIGINS:
        found.extend(_fact(name, span, mapping(node), origin) for name, span, node in entries(root.get(origin)))
    return tuple(found)


def combinations(root: Mapping) -> tuple[Combination, ...]:
    """The combinations that cannot be."""
    return tuple(_combination(mapping(item)) for item in items(root.get("combinations")))


def _combination(node: Mapping) -> Combination:
    name = node.get("id")
    assert name is not None
    return Combination(string(name), condition(node.get("never"), name.span), text(node.get("message")), name.span)


def fact_type(phrase: str, minimum: int | None = None, maximum: int | None = None) -> FactType:
    """`set of country`, `enum from table offices`, `list of document`, `date`... as a type."""
    many = phrase.startswith(("set of ", "list of "))
    kind = phrase.split(" of ", 1)[1] if many else phrase
    table = None
    if kind.startswith("enum from table "):
        kind, table = "enum", kind.removeprefix("enum from table ")
    return FactType(kind, many, table, minimum, maximum)


def _values(node: Node | None) -> tuple[tuple[str, Text | None], ...]:
    if isinstance(node, Mapping):
        return tuple((value, maybe_text(label)) for value, _, label in entries(node))
    return tuple((string(item), None) for item in items(node))


def _default(node: Mapping, origin: str, kind: str) -> Value | None:
    if origin != "derived":
        return None
    stated = node.get("default")
    if stated is None:
        return False if kind == "boolean" else None
    return scalar(stated)


def _fact(name: str, span: Span, node: Mapping, origin: str) -> Fact:
    kind = fact_type(string(node.get("type")), whole(node.get("min")), whole(node.get("max")))
    presumed, table = node.get("presumed"), node.get("table")
    return Fact(
        name=name,
        origin=origin,
        type=kind,
        values=_values(node.get("values")),
        label=maybe_text(node.get("label")),
        question=maybe_text(node.get("question")),
        help=maybe_text(node.get("help")),
        sensitive=_flag(node.get("sensitive")),
        changeable=maybe(node.get("changeable")) or "no",
        presumed=None if presumed is None else scalar(presumed),
        presumed_because=maybe_text(node.get("presumed_because")),
        function=maybe(node.get("function")),
        of=refs(node.get("of")),
        table=None if table is None else ref(table),
        column=maybe(node.get("column")),
        months=whole(node.get("months")),
        default=_default(node, origin, kind.kind),
        varies=_flag(node.get("varies")),
        span=span,
        places={key: value.span for key, _, value in entries(node)},
    )


def _flag(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.value is True
