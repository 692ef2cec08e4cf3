"""Coverage of the conditions by the tests.

In: the outcome of a run of the tests over the whole program, all offices. Out: for each condition of each rule, how many tests
saw it true and how many false. Newly guaranteed: a condition read twice (in the law, at the office) is seen when either reading
is.

A condition is a test of a fact, or several with all, any or count. A negation is seen as what it negates, and one condition
alone in a list as itself: each is counted once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.analysis.edits import written
from engine.analysis.policytests import Subject
from engine.clauses.compiled import AtomSpec, FactTest
from engine.clauses.program import negative, positive
from engine.ground.records import dataclass
from engine.ground.spans import Span
from engine.linked.model import HERE, LAW, And, AtLeast, Condition, Is, Not, Or, Rule, Test
from engine.policy.model import Value
from engine.run.outcome import Outcome

Masks = tuple[int, int]
"""The lanes in which a condition holds, and those in which it does not."""


@dataclass(frozen=True, slots=True)
class ConditionCoverage:
    """One condition. at: where it stands in the `when` of its rule (`0/1`). true, false: how many tests saw it so."""

    rule: str
    at: str
    text: str
    true: int
    false: int
    span: Span

    @property
    def missing(self) -> tuple[str, ...]:
        """Verdicts never seen."""
        return tuple(verdict for verdict, seen in (("true", self.true), ("false", self.false)) if not seen)


@dataclass(frozen=True, slots=True)
class Conditions:
    """Every condition, in the order of the files."""

    conditions: tuple[ConditionCoverage, ...]

    @property
    def percent(self) -> float:
        """The share of verdicts seen."""
        wanted = 2 * len(self.conditions)
        return 100.0 * (wanted - sum(len(found.missing) for found in self.conditions)) / wanted if wanted else 100.0

    @property
    def missing(self) -> tuple[ConditionCoverage, ...]:
        """Conditions with a verdict never seen."""
        return tuple(found for found in self.conditions if found.missing)

    def seen(self, verdict: str) -> int:
        """How many conditions were seen so."""
        return sum(1 for found in self.conditions if verdict not in found.missing)


class Seen:
    """The lanes of an outcome in which conditions hold."""

    def __init__(self, subject: Subject, outcome: Outcome) -> None:
        self._subject, self._rails, self._full = subject, outcome.rails, (1 << outcome.lanes) - 1
        program = subject.compiled.program
        self._atoms = dict(zip(subject.compiled.atoms, program.atoms, strict=True))

    def masks(self, condition: Condition, reading: str = LAW) -> Masks:
        """The lanes in which a condition holds, and those in which it does not."""
        match condition:
            case Test():
                return self._test(condition)
            case Is():
                return self._is(condition, reading)
            case Not():
                true, false = self.masks(condition.child, reading)
                return false, true
            case And():
                return self._every([self.masks(child, reading) for child in condition.children])
            case Or():
                false, true = self._every([self.masks(child, reading)[::-1] for child in condition.children])
                return true, false
            case AtLeast():
                found = [self.masks(child, reading) for child in condition.children]
                true = self._at_least([mask for mask, _ in found], condition.count)
                return true, self._at_least([mask for _, mask in found], len(found) - condition.count + 1)

    def _every(self, found: Sequence[Masks]) -> Masks:
        true, false = self._full, 0
        for mask, opposite in found:
            true, false = true & mask, false | opposite
        return true, false

    def _at_least(self, masks: Sequence[int], count: int) -> int:
        """Lanes that stand in at least `count` of the masks."""
        levels = [self._full, *(0 for _ in range(count))]
        for mask in masks:
            for level in range(count, 0, -1):
                levels[level] |= levels[level - 1] & mask
        return levels[count]

    def _test(self, test: Test) -> Masks:
        specs: dict[AtomSpec, bool] = {FactTest(test.fact, test.checks): False}
        if test.checks == (("is", False),):
            specs[FactTest(test.fact, (("is", True),))] = True  # one atom may stand for both
        for spec, opposite in specs.items():
            if spec in self._atoms:
                at = self._atoms[spec]
                found = self._rails[positive(at)], self._rails[negative(at)]
                return (found[1], found[0]) if opposite else found
        return 0, 0

    def _is(self, condition: Is, reading: str) -> Masks:
        fact = self._subject.book.facts[condition.fact]
        reading = reading if fact.varies else LAW
        domain: tuple[Value, ...] = (True, False) if fact.type.kind == "boolean" else fact.values
        literals = {value: self._subject.compiled.value(fact.name, value, reading) for value in domain}
        if len(condition.values) == 1:
            literal = literals[condition.values[0]]
            return (0, self._full) if literal is None else (self._rails[literal], self._rails[literal ^ 1])
        inside, outside = self._full, self._full
        for value, literal in literals.items():
            refuted = self._full if literal is None else self._rails[literal ^ 1]
            inside, outside = (inside & refuted, outside) if value in condition.values else (inside, outside & refuted)
        return outside, inside


def conditions(subject: Subject, outcome: Outcome) -> Conditions:
    """What the lanes of an outcome saw of each condition."""
    seen = Seen(subject, outcome)
    found = [line for rule in subject.book.rules for line in _of_rule(rule, seen)]
    return Conditions(tuple(sorted(found, key=lambda line: (line.span.file, line.span.line, line.span.column, line.at))))


def _of_rule(rule: Rule, seen: Seen) -> Iterator[ConditionCoverage]:
    readings = (LAW, HERE) if rule.twice else (LAW,)
    for at, condition in nodes(rule.when):
        true = false = 0
        for reading in readings:
            mask, opposite = seen.masks(condition, reading)
            true, false = true | mask, false | opposite
        yield ConditionCoverage(rule.id, at, written(condition), true.bit_count(), false.bit_count(), condition.span)


def nodes(condition: Condition, at: str = "") -> Iterator[tuple[str, Condition]]:
    """The conditions that are counted, with their places."""
    match condition:
        case Test() | Is():
            yield at, condition
        case Not():
            yield from nodes(condition.child, at)
        case And() | Or() | AtLeast():
            if len(condition.children) > 1:
                yield at, condition
            for place, child in enumerate(condition.children):
                yield from nodes(child, f"{at}/{place}" if at else str(place))
