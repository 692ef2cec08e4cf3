"""Forward chaining with durable_rules: one decision, and every firing that made it.

In: a `Program`, then the literals of atoms that a profile establishes. Out: the `Outcome` and the firings in order.
Newly guaranteed: the outcome is the least fixpoint of the clauses; every literal beyond the initial ones has exactly
one firing, whose premises were established before it. Both are checked at every decision: an incomplete answer of the
library is an `EngineBug` and never an answer.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from engine.clauses.program import Program
from engine.run.durable_door import Ruleset
from engine.run.hashing import Hash, fnv1a
from engine.run.outcome import Firing, Outcome
from engine.run.plan import Plan
from engine.run.plan import plan as make_plan
from engine.run.problems import EngineBug, Limit, origin_of

__all__ = ["EngineBug", "Forward", "Limit"]

_numbers = itertools.count(1)


class Forward:
    """A program compiled for durable_rules: compile once, run often, from any thread."""

    def __init__(self, program: Program, *, hashing: Hash = fnv1a, plan: Plan | None = None) -> None:
        """plan: what was kept of an earlier one for this program."""
        self.program = program
        self.plan = make_plan(program, hashing) if plan is None else plan
        self._follow, self._rules, self._facts = self.plan.follow, self.plan.rules, self.plan.facts
        self._atoms = frozenset(program.atoms)
        self._hashing = hashing
        self._ruleset = Ruleset("policy", self.plan.definitions)

    def run(self, initial: Iterable[int]) -> tuple[Outcome, tuple[Firing, ...]]:
        """Decide one case: what is established, and the firings in the order in which they took effect."""
        decision = _Decision(self, self._checked(initial))
        self._ruleset.decide(self._sid(), self.plan.start, decision.act)
        decision.check()
        return Outcome(tuple(decision.established)), tuple(decision.firings)

    def _checked(self, initial: Iterable[int]) -> tuple[int, ...]:
        literals = tuple(dict.fromkeys(initial))
        wrong = [literal for literal in literals if literal // 2 not in self._atoms]
        if wrong:
            raise EngineBug("PE905", f"literals {wrong}")
        return literals

    def _sid(self) -> str:
        """A session of its own for each decision, whose state cannot be taken for a fact."""
        while True:
            sid = str(next(_numbers))
            if self._hashing(f"sid-{sid}") not in self.plan.hashes:
                return sid


class _Decision:
    """What has been established so far, and how."""

    def __init__(self, forward: Forward, initial: tuple[int, ...]) -> None:
        self.program, self.forward, self.initial = forward.program, forward, initial
        self.established = [0] * (2 * len(self.program.names))
        self.firings: list[Firing] = []
        self.asserting: list[str] = []

    def act(self, name: str) -> list[str]:
        """A rule fired: fire its clauses, and return the facts to assert because of it."""
        clauses, parts = self.forward._rules[name]
        self.asserting = list(parts)
        for literal in self.initial:  # on the start rule, which is the first to fire
            self.established[literal] = 1
            self.asserting += self.forward._facts.get(literal, ())
        alone = [index for literal in self.initial for index in self.forward._follow.get(literal, ())]
        self.initial = ()
        for index in (*clauses, *alone):
            if not self.established[self.program.clauses[index].head]:
                self._fire(index)
        return self.asserting

    def _fire(self, index: int) -> None:
        """Establish a head that was not, and all that follows from it alone."""
        established, clauses, facts = self.established, self.program.clauses, self.forward._facts
        for premise in clauses[index].body:
            if not established[premise]:
                raise EngineBug("PE903", origin_of(self.program, index))
        todo = [index]
        for index in todo:
            head = clauses[index].head
            if not established[head]:
                established[head] = 1
                self.firings.append(Firing(head, (index,)))
                self.asserting += facts.get(head, ())
                todo += self.forward._follow.get(head, ())

    def check(self) -> None:
        """Make sure that nothing is missing: no clause has its premises established and not its head."""
        established = self.established
        for index, clause in enumerate(self.program.clauses):
            if not established[clause.head] and all(map(established.__getitem__, clause.body)):
                name = self.program.literal_name(clause.head)
                raise EngineBug("PE901", f"{name} is missing, {origin_of(self.program, index)}")
