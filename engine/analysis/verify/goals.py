"""The questions of verification, as literals of the program.

In: a rulebook and its program. Out: `Goal`s. Newly guaranteed: each question can be put to a proof and to a run alike, since it
asks for nothing but established literals.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import combinations

from engine.analysis.verify.model import Goal
from engine.clauses.compiled import Compiled
from engine.clauses.program import negative, positive
from engine.decision.decide import COMPLETE
from engine.ground.dates import parse_date
from engine.linked.model import LAW, NATIONAL, READINGS, Fact, Rule, Rulebook
from engine.policy.model import Value, Window

ENTITLEMENT, GROUND = "entitlement", "ground"


def height(goal: Goal, book: Rulebook) -> int:
    """What has a conflict below this height is left aside: a finding of its own. A rule that applies does so all the same."""
    if goal.wanted:
        return -1
    if goal.kind == "conflict" and "fact" in goal.about:
        return book.strata.get(goal.what, 0)
    return max(book.strata.values(), default=0) + 1


class Goals:
    """Makes the goals of one rulebook."""

    def __init__(self, book: Rulebook, compiled: Compiled) -> None:
        self.book, self.compiled = book, compiled

    def all(self) -> tuple[Goal, ...]:
        """Every question, those of a kind together."""
        return (*self.conflicts(), *self.rules(), *self.alternatives(), *self.exceptions(), *self.defaults(), *self.versions())

    # conflicts -------------------------------------------------------------------------------------------------------

    def conflicts(self) -> Iterator[Goal]:
        """Two values of a fact, or both rails of it or of a requirement; facts that others rest on first."""
        strata = self.book.strata
        for fact in sorted(self.book.derived(), key=lambda fact: strata.get(fact.name, 0)):
            found = dict.fromkeys(pair for reading in READINGS for pair in self._contradictions(fact, reading))
            if found:
                rules = self.book.index.concluding(fact.name)
                yield Goal("conflict", fact.name, False, tuple(found), rules=rules, about={"fact": fact.name})
        for name in self.book.requirements:
            needs = dict.fromkeys(self.compiled.need(name, reading) for reading in READINGS)
            pairs = tuple((positive(need), negative(need)) for need in needs if need is not None)
            if pairs:
                rules = (*self.book.index.requiring(name), *self.book.index.lifting(name))
                yield Goal("conflict", name, False, pairs, rules=rules, about={"requirement": name})

    def _contradictions(self, fact: Fact, reading: str) -> Iterator[tuple[int, ...]]:
        literals = [literal for _, literal in self._values(fact, reading)]
        if fact.type.kind == "boolean":
            yield tuple(sorted(literals))
            return
        yield from ((first, second) for first, second in combinations(literals, 2))
        yield from ((literal, literal ^ 1) for literal in literals)

    def _values(self, fact: Fact, reading: str = LAW) -> list[tuple[Value, int]]:
        domain: tuple[Value, ...] = (True, False) if fact.type.kind == "boolean" else fact.values
        pairs = [(value, self.compiled.value(fact.name, value, reading if fact.varies else LAW)) for value in domain]
        return [(value, literal) for value, literal in pairs if literal is not None]

    # rules -----------------------------------------------------------------------------------------------------------

    def rules(self) -> Iterator[Goal]:
        """Each rule is effective for someone; a gap rule applies to someone."""
        for rule in self.book.rules:
            if rule.kind == "gap":
                yield Goal("dead", rule.id, True, (self.premises(rule),), rules=(rule.id,), about={"rule": rule.id})
                continue
            found = dict.fromkeys(self.compiled.rule(rule.id, reading) for reading in READINGS)
            any_of = tuple((positive(proposition),) for proposition in found if proposition is not None)
            if rule.layer != NATIONAL:
                any_of = any_of[:1]
            yield Goal("dead", rule.id, True, any_of, rules=(rule.id,), about={"rule": rule.id})

    def alternatives(self) -> Iterator[Goal]:
        """Each document that satisfies a requirement on a condition does so for someone who is asked."""
        for requirement in self.book.requirements.values():
            need = self.compiled.need(requirement.id)
            for at, alternative in enumerate(requirement.any_of):
                own = self.compiled.proposition(f"alternative:{requirement.id}/{at}")
                if own is not None and need is not None:
                    name = f"{requirement.id} / {alternative.document}"
                    about = {"rule": name, "requirement": requirement.id}
                    yield Goal("dead", name, True, ((positive(own), positive(need)),), about=about)

    def premises(self, rule: Rule, reading: str = LAW) -> tuple[int, ...]:
        """What the rule asks for besides that no exception applies: its condition, its days, its office."""
        proposition = self.compiled.rule(rule.id, reading)
        assert proposition is not None
        if rule.kind != "gap":
            barred = set(self._barred(rule, reading))
            clause = self.compiled.by_head[positive(proposition)][0]
            return tuple(literal for literal in clause.body if literal not in barred)
        heads = self.compiled.by_head.get(negative(proposition), ())
        excepted = {literal ^ 1 for literal in self._barred(rule, reading)}
        return tuple(clause.body[0] ^ 1 for clause in heads if clause.body[0] not in excepted)

    def _barred(self, rule: Rule, reading: str) -> tuple[int, ...]:
        found = (self.compiled.rule(name, reading) for name in rule.exceptions)
        return tuple(negative(proposition) for proposition in found if proposition is not None)

    def exceptions(self) -> Iterator[Goal]:
        """Each exception that an author wrote meets the rule that it excepts; the order of a choose is none."""
        by_id = {rule.id: rule for rule in self.book.rules}
        for rule in self.book.rules:
            for name in rule.exceptions:
                other = by_id[name]
                if rule.case and other.case and {fact for fact, _ in rule.then} == {fact for fact, _ in other.then}:
                    continue
                readings = READINGS if rule.twice or other.twice else (LAW,)
                any_of = dict.fromkeys(self._meet(rule, other, reading) for reading in readings)
                yield Goal(
                    "exception", f"{name} / {rule.id}", True, tuple(any_of), rules=(name, rule.id),
                    about={"rule": name, "other": rule.id},
                )  # fmt: skip

    def _meet(self, rule: Rule, other: Rule, reading: str) -> tuple[int, ...]:
        reading = reading if rule.twice else LAW
        proposition = self.compiled.rule(other.id, reading if other.twice else LAW)
        assert proposition is not None
        return (*self.premises(rule, reading), positive(proposition))

    # defaults --------------------------------------------------------------------------------------------------------

    def defaults(self) -> Iterator[Goal]:
        """A ground is found and nothing says whether there is a right; or a right, and nothing says on what ground."""
        for left, found in ((ENTITLEMENT, GROUND), (GROUND, ENTITLEMENT)):
            if left in self.book.facts and found in self.book.facts and self.book.facts[left].default is not None:
                yield self._default(self.book.facts[left], self.book.facts[found])

    def _default(self, left: Fact, found: Fact) -> Goal:
        silent = self._silent(left)
        concluded = [(value, literal) for value, literal in self._values(found) if value != found.default]
        about = {"fact": left.name, "value": str(left.default), "other": found.name}
        rules = (*self.book.index.concluding(left.name), *self.book.index.concluding(found.name))
        return Goal("default", left.name, False, tuple((*silent, literal) for _, literal in concluded), rules=rules, about=about)

    def _silent(self, fact: Fact) -> tuple[int, ...]:
        """The fact has its default, and no rule says so."""
        assert fact.default is not None
        own = self.compiled.value(fact.name, fact.default)
        rules = (self.compiled.rule(name) for name in self.book.index.concluding(fact.name))
        return (*(() if own is None else (own,)), *(negative(rule) for rule in rules if rule is not None))

    # versions --------------------------------------------------------------------------------------------------------

    def versions(self) -> Iterator[Goal]:
        """Days between two versions of a rule on which nothing says what both say."""
        by_result: dict[tuple[str, str, Value], list[Rule]] = {}
        for rule in self.book.rules:
            for result in _results(rule):
                by_result.setdefault((rule.layer, *result), []).append(rule)
        for (_, kind, value), rules in by_result.items():
            for first, second in _successive(rules):
                goal = self._between(first, second, kind, value)
                if goal is not None:
                    yield goal

    def _between(self, first: Rule, second: Rule, kind: str, value: Value) -> Goal | None:
        assert first.applies.end is not None and second.applies.start is not None
        start, end = _shifted(first.applies.end, 1), _shifted(second.applies.start, -1)
        if self.book.decides.start is not None and end < self.book.decides.start:
            return None
        literals = {
            *self._without_days(first),
            *self._without_days(second),
            *self._barred(first, LAW),
            *self._barred(second, LAW),
        }
        about = {"rule": first.id, "other": second.id, "from": start, "until": end}
        name = f"{first.id} / {second.id}"
        return Goal(
            "versions", name, False, ((*sorted(literals), *self._unsaid(kind, value)),), Window(start, end),
            (second.id, first.id), about,
        )  # fmt: skip

    def _without_days(self, rule: Rule) -> tuple[int, ...]:
        """The condition of a rule with a window, and its office: its days apart."""
        first, _, *rest = self.premises(rule)
        return (first, *rest)

    def _unsaid(self, kind: str, value: Value) -> tuple[int, ...]:
        """Nothing concludes the fact (and no gap rule keeps it open), requires the paper or advises the step."""
        index, compiled = self.book.index, self.compiled
        if kind in self.book.facts:
            rules = index.concluding(kind)
            default = self.book.facts[kind].default
            own = None if default is None else compiled.value(kind, default)
        else:
            rules = (*index.requiring(str(value)), *index.lifting(str(value)), *index.advising(str(value)))
            own = None
        found = (compiled.rule(name) for name in rules)
        return (*(() if own is None else (own,)), *(negative(rule) for rule in found if rule is not None))


def _results(rule: Rule) -> Iterator[tuple[str, Value]]:
    """What a rule concludes: facts with their values, papers and steps."""
    if rule.kind == "gap" or (rule.applies.start is None and rule.applies.end is None):
        return
    yield from ((name, value) for name, value in rule.then if name != COMPLETE)
    yield from (("+paper", name) for name in rule.require)
    yield from (("-paper", name) for name in rule.not_required)
    yield from (("+step", name) for name in rule.advise)


def _successive(rules: list[Rule]) -> Iterator[tuple[Rule, Rule]]:
    """Pairs of which one ends and the other begins later, with days between."""
    for first in rules:
        for second in rules:
            end, start = first.applies.end, second.applies.start
            if end is not None and start is not None and _shifted(end, 1) < start:
                yield first, second


def _shifted(day: str, days: int) -> str:
    return (parse_date(day) + datetime.timedelta(days=days)).isoformat()
