"""What is wrong with a told value.

In: a located value, or a text. Out: codes and arguments of problems. Newly guaranteed: nothing (pure questions).
"""

from __future__ import annotations

import re

from engine.document.nodes import Mapping, Node, Scalar, Sequence
from engine.ground.dates import parse_date
from engine.ground.problems import Term
from engine.linked.model import Fact
from engine.policy.model import Value

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
CODED = ("country", "language", "postcode", "commune")


MOST = 100
"""Problems told of one profile: beyond, it is something else than a profile, and nobody reads on."""


def whole(node: Node) -> Value | None:
    """The value of a scalar, 3.0 being 3 as in JSON; None for anything else."""
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    return value


def kind_of(node: Node) -> Term:
    """The kind of a value, as a word of the glossary."""
    if isinstance(node, Mapping):
        return Term("type.object")
    if isinstance(node, Sequence):
        return Term("type.array")
    if node.value is None or isinstance(node.value, bool):
        return Term("type.null" if node.value is None else "type.boolean")
    names = {int: "type.integer", float: "type.number", str: "type.string"}
    return Term(names[type(node.value)])


def day_problem(text: str) -> str | None:
    """The code for a text that is no day of the calendar: written otherwise, or a day that does not exist."""
    try:
        parse_date(text)
    except ValueError:
        return "PE519" if _DAY.fullmatch(text) else "PE505"
    return None


def code_of(fact: Fact, value: Value) -> str:
    """The code for a value outside the domain of a fact: of another kind, outside a list or a range, no code, no day."""
    kind = fact.type.kind
    if kind == "integer":
        return "PE504" if isinstance(value, int) and not isinstance(value, bool) else "PE502"
    if not isinstance(value, str):
        return "PE502"
    if kind == "date":
        return day_problem(value) or "PE505"
    return "PE510" if kind in CODED else "PE503" if kind == "enum" else "PE502"
