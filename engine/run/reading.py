"""Reading an outcome: values of facts, effective rules, conflicts.

In: a rulebook, its compiled program, a case and the outcome of a run. Out: `Reading`, which answers in the words of the
author. Newly guaranteed: what depends on a conflict is unknown; a conflict is told with the rules that make it.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.clauses.compiled import Compiled
from engine.clauses.program import negative, positive
from engine.facts.case import Case
from engine.facts.truth import Truth
from engine.ground.records import dataclass
from engine.linked.model import HERE, LAW, NATIONAL, Fact, Rule, Rulebook
from engine.policy.model import Value
from engine.run.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two values of one fact established, or a requirement both required and not: what, which values, which rules."""

    what: str
    values: tuple[Value, ...]
    rules: tuple[str, ...]
    stratum: int


class Reading:
    """Answers about one lane of an outcome."""

    def __init__(self, book: Rulebook, compiled: Compiled, case: Case, outcome: Outcome, lane: int = 0) -> None:
        self.book, self.compiled, self.case = book, compiled, case
        self.truth = Truth(book, case)
        program = compiled.program
        bit = 1 << lane
        self.established = bytearray(1 if rail & bit else 0 for rail in outcome.rails)
        both = [p for p in range(len(program.names)) if self.established[2 * p] and self.established[2 * p + 1]]
        several = self._several() if not both else []
        self.sound = self.established if not both and not several else self._sound(set(both) | set(several))
        self.conflicts = self._conflicts() if both or several else ()

    def _several(self) -> list[int]:
        """Propositions of facts with two values established (each then also has both rails, unless values are few)."""
        found = []
        for fact in self.book.derived():
            if fact.type.kind == "enum":
                for reading in (LAW, HERE) if fact.varies else (LAW,):
                    literals = [self.compiled.value(fact.name, value, reading) for value in fact.values]
                    true = [literal for literal in literals if literal is not None and self.established[literal]]
                    found += [literal // 2 for literal in true] if len(true) > 1 else []
        return found

    def _sound(self, tainted: set[int]) -> bytearray:
        """Literals that can be derived without any proposition in conflict."""
        sound = bytearray(len(self.established))
        for atom in self.compiled.program.atoms:
            for literal in (positive(atom), negative(atom)):
                sound[literal] = self.established[literal]
        for clause in self.compiled.program.clauses:
            if clause.head // 2 not in tainted and all(sound[premise] for premise in clause.body):
                sound[clause.head] = 1
        return sound

    def holds(self, literal: int | None) -> bool:
        """Whether a literal is established, apart from conflicts."""
        return literal is not None and bool(self.sound[literal])

    def rails(self, proposition: int | None) -> bool | None:
        """True, False, or None while open (or in conflict)."""
        if proposition is None:
            return None
        true, false = self.sound[positive(proposition)], self.sound[negative(proposition)]
        return None if true == false else bool(true)

    def value(self, fact: str, reading: str = LAW) -> Value | None:
        """The value of a derived fact, or None while it is open (or in conflict)."""
        found = self.book.facts[fact]
        if found.type.kind == "boolean":
            return self.rails(self.compiled.proposition(f"{fact}@here" if reading == HERE and found.varies else fact))
        values = [value for value in found.values if self.holds(self._literal(found, value, reading))]
        return values[0] if len(values) == 1 else None

    def _literal(self, fact: Fact, value: Value, reading: str) -> int | None:
        return self.compiled.value(fact.name, value, reading if fact.varies else LAW)

    def rule(self, rule: Rule, reading: str = LAW) -> bool | None:
        """Effective (True), defeated (False), or open."""
        reading = reading if rule.twice else LAW
        return self.rails(self.compiled.rule(rule.id, reading))

    def need(self, requirement: str, reading: str = HERE) -> bool | None:
        """Required, not required, or open."""
        return self.rails(self.compiled.need(requirement, reading))

    def step(self, step: str) -> bool | None:
        """Advised, not advised, or open."""
        return self.rails(self.compiled.proposition(f"step:{step}"))

    def verdict(self, rule: str, reading: str = LAW) -> bool | None:
        """Whether the rule of that id is effective, without reading the rule: a rule that does not vary has one proposition."""
        own = self.compiled.rule(rule, reading) if reading == HERE else None
        return self.rails(self.compiled.rule(rule) if own is None else own)

    def effective(self, rules: Iterable[str], reading: str = LAW) -> tuple[Rule, ...]:
        """Those of the rules, named by their ids, that are effective."""
        return tuple(self.book.index.rule(name) for name in rules if self.verdict(name, reading))

    def concluding(self, fact: str, value: Value, reading: str = LAW) -> tuple[Rule, ...]:
        """The effective rules that give the fact that value, at the office or in the law."""
        return tuple(
            rule
            for rule in self.effective(self.book.index.concluding(fact))
            if (fact, value) in rule.then and (reading == HERE or rule.layer == NATIONAL)
        )

    # conflicts -------------------------------------------------------------------------------------------------------

    def _conflicts(self) -> tuple[Conflict, ...]:
        """Conflicts of the lowest stratum; among requirements only where no fact is in conflict."""
        found = [conflict for fact in self.book.derived() for conflict in self._fact_conflicts(fact)]
        if not found:
            found = [conflict for name in self.book.requirements for conflict in self._need_conflicts(name)]
        lowest = min((conflict.stratum for conflict in found), default=0)
        return tuple(conflict for conflict in found if conflict.stratum == lowest)

    def _fact_conflicts(self, fact: Fact) -> list[Conflict]:
        domain: tuple[Value, ...] = (True, False) if fact.type.kind == "boolean" else fact.values
        found: dict[tuple[Value, ...], Conflict] = {}
        for reading in (LAW, HERE) if fact.varies else (LAW,):
            literals = [(value, self._literal(fact, value, reading)) for value in domain]
            values = tuple(value for value, literal in literals if literal is not None and self.established[literal])
            both = any(
                literal is not None and self.established[literal] & self.established[literal ^ 1] for _, literal in literals
            )
            if len(values) > 1 or both:
                rules = tuple(
                    rule.id
                    for rule in map(self.book.index.rule, self.book.index.concluding(fact.name))
                    for name, value in rule.then
                    if name == fact.name and value in values and self._fired(rule, LAW)
                )
                found[values] = Conflict(fact.name, values, rules, self.book.strata.get(fact.name, 0))
        return list(found.values())

    def _fired(self, rule: Rule, reading: str) -> bool:
        proposition = self.compiled.rule(rule.id, reading if rule.twice else LAW)
        return proposition is not None and bool(self.established[positive(proposition)])

    def _need_conflicts(self, name: str) -> list[Conflict]:
        for reading in (LAW, HERE):
            proposition = self.compiled.need(name, reading)
            if proposition is None or not (self.established[positive(proposition)] and self.established[negative(proposition)]):
                continue
            rules = tuple(
                rule.id for rule in self.book.rules if name in (*rule.require, *rule.not_required) and self._fired(rule, reading)
            )
            return [Conflict(name, (True, False), rules, max(self.book.strata.values(), default=0) + 1)]
        return []
