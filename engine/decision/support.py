"""Force, demand, confidence and presumptions of what was established.

In: readings of the run with presumptions and of the run without. Out: how strongly each literal stands, and on what.
Newly guaranteed: the confidence of a literal is the best, over its applicable clauses, of the weakest link in each.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from engine.clauses.compiled import FactTest
from engine.clauses.program import Clause, positive
from engine.facts.computed import arguments_of, find_row, inputs_below
from engine.ground.dates import Duration, add, parse_date
from engine.linked.model import CONFIDENCES, DEMANDS, FORCES, Rule, Rulebook
from engine.policy.model import Cite, Evidence
from engine.run.reading import Reading

FRESH = Duration(years=5)
"""How long a report is not stale."""


def strongest(names: Iterable[str], scale: tuple[str, ...]) -> str | None:
    """The first of the scale that is among the names."""
    return min(names, key=scale.index, default=None)


def force(rules: Iterable[Rule]) -> str | None:
    """The strongest force among rules."""
    return strongest((rule.force for rule in rules), FORCES)


def demand(rules: Iterable[Rule]) -> str | None:
    """The strongest demand among rules."""
    return strongest((rule.demand for rule in rules), DEMANDS)


def cites(rules: Iterable[Rule]) -> tuple[Cite, ...]:
    """The sources of rules, each once."""
    found = {(cite.source, cite.item): cite for rule in rules for cite in rule.cites}
    return tuple(found.values())


def stale(evidence: Evidence, as_of: datetime.date) -> bool:
    """Whether a report is undated or older than five years on the day of the decision."""
    seen = evidence.observed_on
    return seen is None or add(parse_date(seen), FRESH) < as_of


def rule_confidence(rule: Rule, as_of: datetime.date) -> str:
    """The confidence of a rule; low when its evidence is stale, at most medium for grade B."""
    if rule.evidence is None:
        return rule.confidence
    if stale(rule.evidence, as_of):
        return "low"
    return "medium" if rule.evidence.grade == "B" and rule.confidence == "high" else rule.confidence


class Confidence:
    """The confidence of established literals of a reading; only what stands below those asked for is looked at."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._levels: dict[int, int] = {}

    def of(self, literal: int | None) -> str:
        """The confidence of a literal: high, medium or low."""
        if literal is None or not self._reading.sound[literal]:
            return CONFIDENCES[0]
        if literal not in self._levels:
            self._settle(literal)
        return CONFIDENCES[self._levels[literal]]

    def _settle(self, literal: int) -> None:
        """Find the levels of all that the literal stands on, then its own; without recursion, for programs may be deep."""
        waiting = [literal]
        while waiting:
            at = waiting[-1]
            clauses = [] if at in self._levels else self._applicable(at)
            missing = [premise for clause in clauses for premise in clause.body if premise not in self._levels]
            if missing:
                waiting += missing
                continue
            waiting.pop()
            if at not in self._levels:
                self._levels[at] = self._level(at, clauses)

    def _applicable(self, literal: int) -> list[Clause]:
        sound = self._reading.sound
        clauses = self._reading.compiled.by_head.get(literal, ())
        return [clause for clause in clauses if all(sound[premise] for premise in clause.body)]

    def _level(self, literal: int, clauses: list[Clause]) -> int:
        """The best over the clauses of the weakest link in each."""
        spec = self._reading.compiled.specs.get(literal // 2)
        if isinstance(spec, FactTest):
            return self._rows(spec.fact)
        weakest = (max([self._own(clause), *(self._levels[premise] for premise in clause.body)]) for clause in clauses)
        return min(weakest, default=0)

    def _own(self, clause: Clause) -> int:
        """A rule used positively counts with its own confidence; a defeated one only with what defeats it."""
        origin = self._reading.compiled.program.origins[clause.why]
        if origin.kind != "rule" or clause.head != positive(clause.head // 2):
            return 0
        rule = self._reading.book.index.rule(origin.name)
        return CONFIDENCES.index(rule_confidence(rule, self._reading.case.as_of))

    def _rows(self, name: str) -> int:
        """The confidence of the weakest row of a table from which a fact was computed."""
        book: Rulebook = self._reading.book
        fact = book.facts.get(name)
        if fact is None or fact.origin != "computed":
            return 0
        below = max((self._rows(argument) for argument in arguments_of(fact)), default=0)
        key = [self._reading.truth.value(argument) for argument in arguments_of(fact)]
        if fact.function != "lookup" or fact.table is None or None in key:
            return below
        row = find_row(book.tables[fact.table], tuple(map(str, key)), self._reading.case.as_of)
        return max(below, CONFIDENCES.index(row.confidence) if row is not None and row.confidence in CONFIDENCES else 0)


def presumed_below(with_them: Reading, without: Reading, roots: Iterable[int]) -> frozenset[str]:
    """The presumed inputs at the leaves of all applicable clauses below the literals that rest on a presumption."""
    by_head, specs = with_them.compiled.by_head, with_them.compiled.specs
    found: set[str] = set()
    seen: set[int] = set()
    waiting = list(roots)
    while waiting:
        literal = waiting.pop()
        if literal in seen or not with_them.established[literal] or without.established[literal]:
            continue
        seen.add(literal)
        spec = specs.get(literal // 2)
        if isinstance(spec, FactTest):
            found |= inputs_below(with_them.book, spec.fact) & set(with_them.case.presumed)
        for clause in by_head.get(literal, ()):
            if all(with_them.established[premise] for premise in clause.body):
                waiting.extend(clause.body)
    return frozenset(found)
