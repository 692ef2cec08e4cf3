"""Conditions with names resolved and matchers checked against the types of their facts.

In: a written condition. Out: a linked one, or None where it has a problem (reported).
Newly guaranteed: a test of an input or computed fact is a `Test` whose checks suit its type; a test of a derived fact is an
`Is` over values of its domain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.ground.nearest import nearest
from engine.linked import domains
from engine.linked.model import And, AtLeast, Condition, Fact, Is, Not, Operand, Or, Test
from engine.linked.names import Names
from engine.policy import model as written
from engine.policy.model import Value


@dataclass(frozen=True, slots=True)
class Linker:
    """Resolves conditions against the facts and groups of a set; groups: id -> members ever in it."""

    facts: Mapping[str, Fact]
    groups: Mapping[str, frozenset[str]]
    names: Names

    def condition(self, condition: written.Condition) -> Condition | None:
        """The condition, linked; None when any part of it has a problem."""
        match condition:
            case written.Test():
                return self._test(condition)
            case written.Not():
                child = self.condition(condition.child)
                return None if child is None else Not(child, condition.span)
            case written.All():
                children = self._children(condition.children)
                return None if children is None else And(children, condition.span)
            case written.AnyOf():
                children = self._children(condition.children)
                return None if children is None else Or(children, condition.span)
            case written.Count():
                return self._count(condition)

    def _children(self, conditions: tuple[written.Condition, ...]) -> tuple[Condition, ...] | None:
        linked = [self.condition(child) for child in conditions]
        complete = tuple(child for child in linked if child is not None)
        return complete if len(complete) == len(linked) else None

    def _count(self, condition: written.Count) -> Condition | None:
        children = self._children(condition.children)
        if not 1 <= condition.at_least <= len(condition.children):
            self.names.problems.add("PE334", condition.span, count=condition.at_least, available=len(condition.children))
            return None
        return None if children is None else AtLeast(condition.at_least, children, condition.span)

    def _test(self, test: written.Test) -> Condition | None:
        if not self.names.known("fact", test.fact, test.span):
            return None
        fact = self.facts[test.fact]
        checked = [self._check(fact, operator, operand, test) for operator, operand in test.checks]
        if not all(checked):
            return None
        if fact.origin == "derived":
            return Is(fact.name, self._allowed(fact, test), test.span)
        return Test(fact.name, test.checks, test.span)

    def _check(self, fact: Fact, operator: str, operand: Operand, test: written.Test) -> bool:
        allowed = domains.operators(fact)
        if operator not in allowed:
            kind = f"set of {fact.type.kind}" if fact.type.many else fact.type.kind
            code = "PE312" if allowed else "PE329"
            hint = "in: [...]" if operator == "is" and isinstance(operand, tuple) else ", ".join(allowed)
            self.names.problems.add(
                code, test.value_span, operator=operator, fact=fact.name, kind=kind, expected=hint,
                nearest=nearest(operator, allowed),
            )  # fmt: skip
            return False
        return self._check_operand(fact, operator, operand, test)

    def _check_operand(self, fact: Fact, operator: str, operand: Operand, test: written.Test) -> bool:
        problems = self.names.problems
        if operator in domains.AGO:
            return self._require(domains.is_duration(operand), "PE313", operand, "P3M, P15D, P1Y", test)
        if operator in domains.DAYS:
            return self._require(domains.is_date(operand), "PE313", operand, "YYYY-MM-DD", test)
        if operator in domains.BOUNDS:
            whole = isinstance(operand, int) and not isinstance(operand, bool)
            return self._require(whole, "PE313", operand, "42", test)
        if operator in (*domains.LISTS, *domains.SETS) and not isinstance(operand, tuple):
            return self.names.known("group", str(operand), test.value_span)
        values = operand if isinstance(operand, tuple) else (operand,)
        wrong = [value for value in values if not domains.accepts_value(fact, value)]
        for value in wrong:
            guess = nearest(str(value), fact.values)
            expected = domains.describe(fact)
            problems.add("PE311", test.value_span, value=_shown(value), fact=fact.name, expected=expected, nearest=guess)
        return not wrong

    def _require(self, fine: bool, code: str, operand: Operand, expected: str, test: written.Test) -> bool:
        if not fine:
            self.names.problems.add(code, test.value_span, value=str(operand), fact=test.fact, expected=expected)
        return fine

    def _allowed(self, fact: Fact, test: written.Test) -> tuple[Value, ...]:
        """The values of a derived fact that pass every check, in the order of its domain."""
        domain: tuple[Value, ...] = (True, False) if fact.type.kind == "boolean" else fact.values
        for operator, operand in test.checks:
            if isinstance(operand, str) and operator in domains.LISTS:
                members: tuple[Value, ...] = tuple(self.groups[operand])
            else:
                members = operand if isinstance(operand, tuple) else (operand,)
            keep = operator != "not_in"
            domain = tuple(value for value in domain if (value in members) == keep)
        return domain


def _shown(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
