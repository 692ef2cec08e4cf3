"""Coverage of the rules by the tests.

In: a run of the tests over the whole program, all offices. Out: for each rule, how many tests saw it effective and how
many saw it defeated. Newly guaranteed: a rule read twice (in the law, at the office) is seen when either reading is.
"""

from __future__ import annotations

from engine.analysis.policytests import Subject
from engine.clauses.program import negative, positive
from engine.ground.records import dataclass
from engine.ground.spans import Span
from engine.linked.model import HERE, LAW, NATIONAL, And, Rule
from engine.policy.model import Window
from engine.run.outcome import Outcome

EFFECTIVE, DEFEATED = "effective", "defeated"


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """One rule. wanted: the verdicts that tests should see (a gap is never effective, an unconditional rule never defeated)."""

    rule: str
    layer: str
    wanted: tuple[str, ...]
    effective: int
    defeated: int
    span: Span

    @property
    def missing(self) -> tuple[str, ...]:
        """Verdicts never seen."""
        seen = {EFFECTIVE: self.effective, DEFEATED: self.defeated}
        return tuple(verdict for verdict in self.wanted if not seen[verdict])


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every rule, in the order of the files."""

    rules: tuple[RuleCoverage, ...]

    @property
    def percent(self) -> float:
        """The share of verdicts seen."""
        wanted = sum(len(rule.wanted) for rule in self.rules)
        return 100.0 * (wanted - sum(len(rule.missing) for rule in self.rules)) / wanted if wanted else 100.0

    @property
    def missing(self) -> tuple[RuleCoverage, ...]:
        """Rules with a verdict never seen."""
        return tuple(rule for rule in self.rules if rule.missing)

    def share(self, verdict: str) -> tuple[int, int]:
        """How many rules were seen so, of how many."""
        counted = [rule for rule in self.rules if verdict in rule.wanted]
        return sum(1 for rule in counted if verdict not in rule.missing), len(counted)


def coverage(subject: Subject, outcome: Outcome) -> Coverage:
    """What the lanes of an outcome saw of each rule."""
    found = []
    for rule in subject.book.rules:
        propositions = {subject.compiled.rule(rule.id, reading) for reading in ((LAW, HERE) if rule.twice else (LAW,))}
        effective = defeated = 0
        for proposition in propositions - {None}:
            assert proposition is not None
            effective |= outcome.rails[positive(proposition)]
            defeated |= outcome.rails[negative(proposition)]
        found.append(RuleCoverage(rule.id, rule.layer, _wanted(rule), effective.bit_count(), defeated.bit_count(), rule.span))
    return Coverage(tuple(sorted(found, key=lambda item: (item.span.file, item.span.line))))


def _wanted(rule: Rule) -> tuple[str, ...]:
    """An office's rule is defeated elsewhere; a national one without condition, exceptions or end never is."""
    if rule.kind == "gap":
        return (DEFEATED,)
    unconditional = rule.when == And((), rule.when.span) and rule.applies == Window() and not rule.exceptions
    return (EFFECTIVE,) if unconditional and rule.layer == NATIONAL else (EFFECTIVE, DEFEATED)
