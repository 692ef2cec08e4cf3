"""Explanations: proofs as trees, in the words of the author.

In: nothing (made by `engine.trace.explain`). Out: frozen trees. Newly guaranteed: leaves are tests of told values.
"""

from __future__ import annotations

from engine.ground.records import dataclass
from engine.ground.spans import Span
from engine.linked.model import Rule
from engine.policy.model import Row, Value
from engine.trace.values import Plain


@dataclass(frozen=True, slots=True)
class TestLine:
    """A test of an input or computed fact. verdict: True, False, or None (open). value: what was read; origin: from where.

    computed: for a computed fact, how it came about.
    """

    fact: str
    test: Plain
    value: Plain
    origin: str
    verdict: bool | None
    span: Span | None
    computed: ComputedLine | None


@dataclass(frozen=True, slots=True)
class ComputedLine:
    """A computed fact: its function, the values it was computed from, the row of a table."""

    fact: str
    function: str
    value: Plain
    of: tuple[tuple[str, Plain, str], ...]
    table: str | None
    row: Row | None


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule that concludes, or could have concluded, something.

    verdict: effective, defeated or open. because: for an effective rule all its conditions that carry the proof; for a
    defeated one the smallest set that failed; for an open one what is still open.
    """

    rule: Rule
    reading: str
    verdict: bool | None
    because: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FactLine:
    """A derived fact (or requirement, or step). value: what is established; None while open.

    is_not: a value that is refuted (then `value` is None). how: rule, default, closed, other_value, office, requirement, open,
    conflict, seen (already explained above).
    """

    kind: str
    fact: str
    value: Value | None
    is_not: Value | None
    reading: str
    how: str
    because: tuple[Line, ...]


Line = TestLine | RuleLine | FactLine
