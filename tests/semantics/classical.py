"""A rulebook read classically: two truth values, rules fire or do not, what is not concluded is the default.

In: a rulebook and a complete case. Out: the value of anything, or `Conflict`, or `Open` where a gap is in effect.
Newly guaranteed: nothing is shared with the definition or the clauses but the truth of matchers, which have tests of their own.
"""

from __future__ import annotations

from engine.facts.case import Case
from engine.facts.truth import Truth
from engine.linked.model import HERE, LAW, NATIONAL, And, AtLeast, Condition, Is, Not, Or, Rule, Rulebook, Test
from engine.policy.model import Value


class Conflict(Exception):  # noqa: N818
    """Two values of one fact, or a requirement both asked and lifted."""


class Open(Exception):  # noqa: N818
    """A gap is in effect and nothing else settles the fact."""


class Classical:
    """Answers for one case."""

    def __init__(self, book: Rulebook, case: Case) -> None:
        self._book, self._case, self._truth = book, case, Truth(book, case)
        self._rules = {rule.id: rule for rule in book.rules}

    def holds(self, condition: Condition, reading: str) -> bool:
        """Whether the condition holds. Every part is looked at, so that what is open or in conflict shows."""
        match condition:
            case Test():
                verdict = self._truth.test(condition.fact, condition.checks)
                assert verdict is not None, f"{condition} is unknown in a complete case"
                return verdict
            case Is():
                return self.value(condition.fact, reading) in condition.values
            case Not():
                return not self.holds(condition.child, reading)
            case And() | Or() | AtLeast():
                count = sum([self.holds(child, reading) for child in condition.children])
                least = {And: len(condition.children), Or: 1}.get(type(condition), getattr(condition, "count", 0))
                return count >= least

    def effective(self, rule: Rule, reading: str) -> bool:
        """Whether the rule applies and nothing excepts it."""
        here = rule.layer == NATIONAL or self.here(rule.layer)
        inside = rule.applies.covers(self._case.as_of.isoformat())
        excepted = [self.effective(self._rules[other], reading) for other in rule.exceptions]
        return self.holds(rule.when, reading) and here and inside and not any(excepted)

    def value(self, name: str, reading: str) -> Value:
        """The value of a derived fact."""
        fact = self._book.facts[name]
        if reading == HERE and fact.varies:
            at_office = self._concluded(name, office=True)
            law = self.value(name, LAW)
            return _one(at_office) if at_office else law
        concluded = self._concluded(name, office=False)
        if concluded:
            return _one(concluded)
        if any(self.effective(rule, LAW) for rule in self._book.rules if name in rule.gap_facts):
            raise Open(name)
        assert fact.default is not None
        return fact.default

    def _concluded(self, name: str, *, office: bool) -> set[Value]:
        return {
            value
            for rule in self._book.rules
            for concluded, value in rule.then
            if concluded == name and (rule.layer != NATIONAL) == office and self.effective(rule, LAW)
        }

    def here(self, code: str) -> bool:
        """Whether the office is the competent one."""
        if self._case.forced is not None:
            return self._case.forced == code
        routed = self.value("office.routed", LAW) if "office.routed" in self._book.facts else "none"
        return routed == code if routed != "none" else self._case.place == frozenset((code,))

    def needed(self, requirement: str, reading: str) -> bool:
        """Whether the requirement is required."""
        national = self._asked(requirement, NATIONAL, reading)
        base = bool(national and _one(national))
        layers = self._book.offices if reading == HERE else ()
        office = {asked for code in layers for asked in self._asked(requirement, code, LAW)}
        return bool(_one(office)) if office else base

    def _asked(self, requirement: str, layer: str, reading: str) -> set[Value]:
        """True if some rule of the layer asks for it, False if some lifts it."""
        rules = [rule for rule in self._book.rules if rule.layer == layer and requirement in (*rule.require, *rule.not_required)]
        return {requirement in rule.require for rule in rules if self.effective(rule, reading)}

    def advised(self, step: str) -> bool:
        """Whether some rule advises the step."""
        rules = [rule for rule in self._book.rules if step in rule.advise]
        effective = [self.effective(rule, HERE if rule.layer == NATIONAL else LAW) for rule in rules]
        return any(effective)


def _one(values: set[Value]) -> Value:
    if len(values) > 1:
        raise Conflict
    return next(iter(values))
