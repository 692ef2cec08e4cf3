"""Conditions with names resolved and matchers checked against the types of their facts.

In: a written condition. Out: a linked one, or None where it has a problem (reported).
Newly guaranteed: a test of an input or computed fact is a `Test` whose checks suit its type; a test of a derived fact is an
`Is` over values of its domain.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.ground.nearest import nearest
from engine.ground.records import dataclass
from engine.ground.spans import Span
from engine.linked import domains
from engine.linked.model import And, AtLeast, Condition, Fact, Is, Not, Operand, Or, Test
from engine.linked.names import Names
from engine.policy import model as written
from engine.policy.model import Value

Places = tuple[Span, tuple[Span, ...]]
"""Where the operator of a check stands, and each value of its operand."""


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
        checked = [self._check(fact, check, places) for check, places in zip(test.checks, test.places, strict=True)]
        if not all(checked):
            return None
        if fact.origin == "derived":
            return Is(fact.name, self._allowed(fact, test), test.span)
        return Test(fact.name, test.checks, test.span)

    def _check(self, fact: Fact, check: tuple[str, Operand], places: Places) -> bool:
        operator, operand = check
        allowed = domains.operators(fact)
        if operator in allowed:
            return self._check_operand(fact, operator, operand, places)
        kind = f"set of {fact.type.kind}" if fact.type.many else fact.type.kind
        tests = [name for name in allowed if name != "is"]
        code = "PE329" if not allowed else "PE313" if operator == "is" else "PE312"
        example = _example(fact) if "is" in allowed else None
        self.names.problems.add(
            code, places[0], operator=operator, fact=fact.name, kind=kind, expected=tests or None, example=example,
            nearest=nearest(operator, tests),
        )  # fmt: skip
        return False

    def _check_operand(self, fact: Fact, operator: str, operand: Operand, places: Places) -> bool:
        if operator in (*domains.AGO, *domains.DAYS, *domains.BOUNDS):
            return True  # durations, days and whole numbers: the schema has seen to it
        if operator != "is" and not isinstance(operand, tuple):
            return self._check_group(fact, str(operand), places[1][0])
        values = operand if isinstance(operand, tuple) else (operand,)
        wrong = [at for at, value in enumerate(values) if not domains.accepts_value(fact, value)]
        for at in wrong:
            self.names.problems.add("PE311", places[1][at], "", **domains.wrong_value(fact, values[at]))
        return not wrong

    def _check_group(self, fact: Fact, group: str, span: Span) -> bool:
        """Whether the group exists and has values of the fact among its members."""
        if group not in self.names.kinds["group"] and domains.accepts_value(fact, group):
            self.names.problems.add("PE307", span, name=group, value=group)
            return False
        if not self.names.known("group", group, span):
            return False
        members = self.groups.get(group)
        if not members:
            return members is not None  # a group that is itself wrong was reported where it stands
        if any(domains.accepts_value(fact, member) for member in members):
            return True
        self.names.problems.add("PE342", span, group=group, fact=fact.name, expected=domains.describe(fact))
        return False

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


EXAMPLES = {
    "boolean": "true",
    "integer": "2",
    "date": "2026-01-31",
    "country": "FR",
    "language": "fr",
    "postcode": '"75019"',
    "commune": '"75056"',
}


def _example(fact: Fact) -> str:
    """A value of the fact, to show how one is written alone."""
    if fact.type.kind == "enum":
        return next(iter(fact.values), "...")
    return EXAMPLES[fact.type.kind]
