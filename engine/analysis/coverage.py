"""Coverage of the rules by the tests.

In: a run of the tests over the whole program, all offices. Out: for each rule, how many tests saw it effective and how
many saw it defeated. Newly guaranteed: a rule read twice (in the law, at the office) is seen when either reading is.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.analysis.policytests import Subject
from engine.clauses.program import negative, positive
from engine.ground.spans import Span
from engine.linked.model import HERE, LAW
from engine.run.outcome import Outcome


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """One rule. A gap is never effective: only defeated counts for it."""

    rule: str
    layer: str
    kind: str
    effective: int
    defeated: int
    span: Span

    @property
    def wanted(self) -> int:
        """What is to be seen: both verdicts, or one for a gap."""
        return 1 if self.kind == "gap" else 2

    @property
    def seen(self) -> int:
        """What was seen of it."""
        return bool(self.defeated) + (bool(self.effective) if self.kind != "gap" else 0)

    @property
    def missing(self) -> tuple[str, ...]:
        """Verdicts never seen."""
        wanted = (("effective", self.effective), ("defeated", self.defeated))
        return tuple(name for name, count in wanted if not count and not (name == "effective" and self.kind == "gap"))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every rule, in the order of the files."""

    rules: tuple[RuleCoverage, ...]

    @property
    def percent(self) -> float:
        """The share of verdicts seen."""
        wanted = sum(rule.wanted for rule in self.rules)
        return 100.0 * sum(rule.seen for rule in self.rules) / wanted if wanted else 100.0

    @property
    def missing(self) -> tuple[RuleCoverage, ...]:
        """Rules with a verdict never seen."""
        return tuple(rule for rule in self.rules if rule.missing)

    def share(self, verdict: str) -> tuple[int, int]:
        """How many rules were seen so, of how many."""
        counted = [rule for rule in self.rules if verdict == "defeated" or rule.kind != "gap"]
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
        found.append(RuleCoverage(rule.id, rule.layer, rule.kind, effective.bit_count(), defeated.bit_count(), rule.span))
    return Coverage(tuple(sorted(found, key=lambda item: (item.span.file, item.span.line))))
