"""Forward chaining with durable_rules: one decision, and every firing that made it.

In: a `Program`, then the literals of atoms that a profile establishes. Out: the `Outcome` and the firings in order.
Newly guaranteed: the outcome is the least fixpoint of the clauses, and each firing's premises were established before it;
both are checked at every decision, so that an incomplete answer of the library is an `EngineBug` and never an answer.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from engine.clauses.program import Program
from engine.run.durable_door import Ruleset
from engine.run.fusion import Conclusion, fuse
from engine.run.layout import START, Hash, Layout, fnv1a, lay_out
from engine.run.outcome import Firing, Outcome
from engine.run.problems import EngineBug, Limit, origin_of

__all__ = ["EngineBug", "Forward", "Limit"]

_numbers = itertools.count(1)


class Forward:
    """A program compiled for durable_rules: compile once, run often, from any thread."""

    def __init__(self, program: Program, *, hashing: Hash = fnv1a) -> None:
        self.program = program
        self._fused = fuse(program)
        self._layout: Layout = lay_out(program, self._fused, hashing)
        self._hashing = hashing
        self._atoms = frozenset(program.atoms)
        self._ruleset = Ruleset("policy", self._layout.definitions)
        self._rules = {name: rule for name, rule in zip(self._layout.definitions, self._layout.rules, strict=True)}
        self._texts = {literal: tuple(self._layout.facts[key] for key in keys)
                       for literal, keys in self._layout.keys.items()}

    def run(self, initial: Iterable[int]) -> tuple[Outcome, tuple[Firing, ...]]:
        """Decide one case. Firings do not mention the nodes of conditions whose rule did not fire."""
        decision = _Decision(self, self._initial(initial))
        self._ruleset.decide(self._sid(), self._layout.facts[START], decision.act)
        decision.finish()
        return Outcome(tuple(decision.established)), tuple(decision.firings)

    def _initial(self, initial: Iterable[int]) -> tuple[int, ...]:
        literals = tuple(dict.fromkeys(initial))
        for literal in literals:
            if literal // 2 not in self._atoms:
                raise Limit("PE606", f"literal {literal} is not of an atom")
        return literals

    def _sid(self) -> str:
        """A session of its own for each decision, whose state cannot be taken for a fact."""
        while True:
            sid = str(next(_numbers))
            if self._hashing(f"sid-{sid}") not in self._layout.hashes:
                return sid


class _Decision:
    """What has been established so far, and how."""

    def __init__(self, forward: Forward, initial: tuple[int, ...]) -> None:
        self.program = forward.program
        self.rules, self.texts, self.layout = forward._rules, forward._texts, forward._layout
        self.follow, self.hidden = forward._fused.follow, forward._fused.hidden
        self.established = [0] * (2 * len(self.program.names))
        self.firings: list[Firing] = []
        self.initial: tuple[int, ...] | None = initial
        self.facts: list[str] = []

    def act(self, name: str) -> list[str]:
        """A rule fired: establish what it concludes, and return the facts to assert because of it."""
        rule = self.rules[name]
        self.facts = [self.layout.facts[part] for part in rule.parts]
        if self.initial is not None:
            self._begin(self.initial)
            self.initial = None
        for conclusion in rule.conclusions:
            if not self.established[conclusion.head]:
                self._conclude(conclusion)
        return self.facts

    def _begin(self, initial: tuple[int, ...]) -> None:
        for literal in initial:
            self.established[literal] = 1
            self.facts += self.texts.get(literal, ())

    def _conclude(self, conclusion: Conclusion) -> None:
        """Establish a head that was not, and all that follows from it alone."""
        established = self.established
        for index in conclusion.clauses:
            clause = self.program.clauses[index]
            if not all(established[premise] for premise in clause.body):
                raise EngineBug("PE903", f"fired without its premises: {origin_of(self.program, index)}")
            established[clause.head] = 1
        self._record(conclusion.head, conclusion.clauses)
        todo = [conclusion.head]
        while todo:
            for head, index in self.follow[todo.pop()]:
                if not established[head]:
                    established[head] = 1
                    self._record(head, (index,))
                    todo.append(head)

    def _record(self, head: int, clauses: tuple[int, ...]) -> None:
        self.firings.append(Firing(head, clauses))
        self.facts += self.texts.get(head, ())

    def finish(self) -> None:
        """Complete the nodes that were fused away, and make sure that nothing else is missing."""
        established, hidden = self.established, self.hidden
        for index, clause in enumerate(self.program.clauses):
            if not established[clause.head] and all(established[premise] for premise in clause.body):
                if clause.head not in hidden:
                    raise EngineBug("PE901", f"not concluded: {self.program.literal_name(clause.head)},"
                                             f" {origin_of(self.program, index)}")
                established[clause.head] = 1
