"""The proof of each literal, chosen after the fixpoint.

In: a reading. Out: for each established literal, the literals that it stands on.
Newly guaranteed: the choice does not depend on the executor. A rule stands on the smallest set of tests that carries or defeats
it; anything else on its clause with the fewest premises, ties by program order.
"""

from __future__ import annotations

from engine.clauses.compiled import FactTest, InForce, set_name
from engine.clauses.lower import live_values
from engine.clauses.program import Clause, Program, negative, positive
from engine.linked.model import LAW, NATIONAL, READINGS, Is, Rule, Test
from engine.policy.model import Value
from engine.run.reading import Reading
from engine.trace.smallest import Leaf, Signed, carrying

INNER = ("when:", "alternative:")
"""Names of propositions inside a condition: a proof goes through them to the tests below."""


class Proofs:
    """The premises of every established literal."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.book = reading, reading.book
        self.program: Program = reading.compiled.program
        self.chosen = self._choose()
        self._atoms = dict(zip(reading.compiled.atoms, reading.compiled.program.atoms, strict=True))
        self._rules = {rule.id: rule for rule in self.book.rules}
        self._of_rule: dict[int, tuple[Rule, str]] = {}
        for rule in self.book.rules:
            for name in READINGS if rule.twice else (LAW,):
                proposition = reading.compiled.rule(rule.id, name)
                if proposition is not None:
                    self._of_rule[proposition] = (rule, name)

    def _choose(self) -> dict[int, Clause]:
        chosen: dict[int, Clause] = {}
        established = self.reading.established
        for clause in self.program.clauses:
            if established[clause.head] and all(established[premise] for premise in clause.body):
                before = chosen.get(clause.head)
                if before is None or len(clause.body) < len(before.body):
                    chosen[clause.head] = clause
        return chosen

    def premises(self, literal: int) -> tuple[Leaf, ...]:
        """What an established literal stands on, in source order; nothing below a told fact."""
        of_rule = self._of_rule.get(literal // 2)
        if of_rule is not None:
            return self._rule_premises(*of_rule, effective=literal % 2 == 0)
        clause = self.chosen.get(literal)
        found: dict[int, Leaf] = {}
        for premise in clause.body if clause is not None else ():
            for leaf in self._leaves(premise):
                found.setdefault(leaf, Leaf(leaf, None))
        return tuple(found.values())

    def _leaves(self, literal: int) -> list[int]:
        """The literals outside conditions below a literal."""
        found: list[int] = []
        waiting = [literal]
        while waiting:
            current = waiting.pop()
            clause = self.chosen.get(current)
            if clause is not None and self.program.names[current // 2].startswith(INNER):
                waiting.extend(reversed(clause.body))
            else:
                found.append(current)
        return found

    # rules -------------------------------------------------------------------------------------------------------------

    def _rule_premises(self, rule: Rule, name: str, *, effective: bool) -> tuple[Leaf, ...]:
        """Everything that carries an effective rule; the smallest single reason that defeats another."""
        condition = carrying(rule.when, effective, lambda test: self._literals(test, name), self.reading.established)
        groups = [condition] if condition is not None else []
        groups += [(Leaf(literal, None),) for literal in self._circumstances(rule, name, effective=effective)]
        if effective:
            return tuple({leaf.literal: leaf for group in groups for leaf in group}.values())
        return min(groups, key=len, default=())

    def _circumstances(self, rule: Rule, name: str, *, effective: bool) -> list[int]:
        """Established literals of the window, of the office, and of the exceptions."""
        compiled = self.reading.compiled
        found: list[int | None] = []
        if rule.applies.start is not None or rule.applies.end is not None:
            found.append(self._atoms.get(InForce(rule.applies.start, rule.applies.end)))
        if rule.layer != NATIONAL:
            found.append(compiled.proposition(f"here={rule.layer}"))
        literals = [positive(p) if effective else negative(p) for p in found if p is not None]
        for other in rule.exceptions:
            shown = name if self._rules[other].twice else LAW
            proposition = compiled.rule(other, shown)
            if proposition is not None:
                literals.append(negative(proposition) if effective else positive(proposition))
        return [literal for literal in literals if self.reading.established[literal]]

    def _literals(self, test: Test | Is, name: str) -> Signed:
        return self._of_test(test) if isinstance(test, Test) else self._of_fact(test, name)

    def _of_test(self, test: Test) -> Signed:
        """The atom of a test; `is: false` may be the other rail of `is: true`."""
        proposition = self._atoms.get(FactTest(test.fact, test.checks))
        if proposition is not None:
            return positive(proposition), negative(proposition)
        if test.checks == (("is", False),):
            proposition = self._atoms.get(FactTest(test.fact, (("is", True),)))
        return None if proposition is None else (negative(proposition), positive(proposition))

    def _of_fact(self, test: Is, name: str) -> Signed:
        fact = self.book.facts[test.fact]
        shown = name if fact.varies else LAW
        if len(set(test.values)) == 1:
            literal = self.reading.compiled.value(fact.name, test.values[0], shown)
            return None if literal is None else (literal, literal ^ 1)
        domain: tuple[Value, ...] = (True, False) if fact.type.kind == "boolean" else live_values(self.book, fact.name)
        inside = tuple(value for value in domain if value in test.values)
        proposition = self.reading.compiled.proposition(set_name(fact.name, inside, shown))
        return None if proposition is None else (positive(proposition), negative(proposition))
