"""Small readers over located nodes of a document that its schema has accepted.

In: nodes. Out: typed leaves (texts, references, windows, values).
Newly guaranteed: nothing beyond types; a shape that the schema forbids raises `TypeError`, which is a bug of ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.document.nodes import Mapping, Node, Scalar, Sequence, plain
from engine.ground.spans import Span
from engine.policy.model import Cite, Ref, Text, Value, Window


def mapping(node: Node | None) -> Mapping:
    """The node as a mapping."""
    if not isinstance(node, Mapping):
        raise TypeError(f"a mapping was promised by the schema, found {node!r}")
    return node


def items(node: Node | None) -> tuple[Node, ...]:
    """The items of a sequence; none for an absent node; a lone node counts as one item."""
    if node is None:
        return ()
    return node.items if isinstance(node, Sequence) else (node,)


def entries(node: Node | None) -> Iterator[tuple[str, Span, Node]]:
    """Key, span of the key and value of each entry; none for an absent node."""
    if node is None:
        return
    for entry in mapping(node).entries:
        yield str(entry.key.value), entry.key.span, entry.value


def scalar(node: Node | None) -> Value:
    """The value of a scalar node."""
    if not isinstance(node, Scalar) or node.value is None or isinstance(node.value, float):
        raise TypeError(f"a scalar was promised by the schema, found {node!r}")
    return node.value


def string(node: Node | None) -> str:
    """The value of a scalar node, as text."""
    return str(scalar(node))


def maybe(node: Node | None) -> str | None:
    """The text of a scalar, or None where there is none."""
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return None
    return string(node)


def whole(node: Node | None) -> int | None:
    """An integer, or None where there is none."""
    if node is None:
        return None
    value = scalar(node)
    if not isinstance(value, int):
        raise TypeError(f"an integer was promised by the schema, found {value!r}")
    return value


def text(node: Node | None) -> Text:
    """A text in both languages; a lone string stands for both (ids of tests, mostly)."""
    if isinstance(node, Scalar):
        return Text(string(node), string(node))
    table = mapping(node)
    return Text(string(table.get("en")), string(table.get("fr")))


def maybe_text(node: Node | None) -> Text | None:
    """A text in both languages, or None."""
    return None if node is None else text(node)


def ref(node: Node) -> Ref:
    """A name with its place."""
    return Ref(string(node), node.span)


def refs(node: Node | None) -> tuple[Ref, ...]:
    """Names with their places."""
    return tuple(ref(item) for item in items(node))


def window(node: Node | None) -> Window:
    """A window of days; open where it is absent."""
    if node is None:
        return Window()
    table = mapping(node)
    return Window(maybe(table.get("from")), maybe(table.get("until")))


def cites(node: Node | None) -> tuple[Cite, ...]:
    """Sources cited: a name, or a mapping with `source` and `item`."""
    return tuple(_cite(item) for item in items(node))


def _cite(node: Node) -> Cite:
    if isinstance(node, Mapping):
        source = node.get("source")
        assert source is not None
        return Cite(string(source), maybe(node.get("item")), source.span)
    return Cite(string(node), None, node.span)


def raw(node: Node | None) -> object:
    """The plain value below a node."""
    return None if node is None else plain(node)
