"""The proof of each literal: one clause, chosen after the fixpoint.

In: a reading. Out: for each established literal, the clause that proves it.
Newly guaranteed: the choice does not depend on the executor. It is the cheapest clause whose premises are all established,
ties by program order; on the false rail of a condition this is the smallest set of conditions that failed (an *and* takes its
cheapest child, an *or* the sum).
"""

from __future__ import annotations

from engine.clauses.program import Clause, Program
from engine.run.reading import Reading

CONDITION = ("when:", "alternative:")
"""Names of propositions inside a condition: their cost is the sum of what is below. Anything else counts as one."""


class Proofs:
    """The chosen clause of every established literal."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.program: Program = reading.compiled.program
        inner = [name.startswith(CONDITION) for name in self.program.names]
        self.chosen: dict[int, Clause] = {}
        costs: dict[int, int] = {}
        established = reading.established
        for clause in self.program.clauses:
            if not established[clause.head] or not all(established[premise] for premise in clause.body):
                continue
            cost = sum(costs.get(premise, 1) if inner[premise // 2] else 1 for premise in clause.body)
            if clause.head not in costs or cost < costs[clause.head]:
                costs[clause.head] = cost
                self.chosen[clause.head] = clause
        self._inner = inner

    def leaves(self, literal: int) -> tuple[int, ...]:
        """The literals outside conditions on which a literal's chosen proof stands, in source order, each once.

        A literal of an atom, a fact, a rule is its own leaf.
        """
        found: dict[int, None] = {}
        waiting = [literal]
        while waiting:
            current = waiting.pop()
            clause = self.chosen.get(current)
            if self._inner[current // 2] and clause is not None:
                waiting.extend(reversed(clause.body))
            else:
                found.setdefault(current)
        return tuple(found)

    def premises(self, literal: int) -> tuple[int, ...]:
        """The leaves of the premises of the literal's chosen clause."""
        clause = self.chosen.get(literal)
        if clause is None:
            return ()
        found: dict[int, None] = {}
        for premise in clause.body:
            for leaf in self.leaves(premise):
                found.setdefault(leaf)
        return tuple(found)
