"""What is still open, and which untold inputs could settle it.

In: a reading. Out: goals with neither rail, the propositions below them, the inputs at the leaves.
Newly guaranteed: an input is named only if some clause that can still fire depends on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from engine.clauses.compiled import FactTest, OfficeSet, PlaceIs
from engine.facts.computed import inputs_below
from engine.facts.lanes import DAY
from engine.run.reading import Reading

PLACE_FACTS = ("residence.postcode", "residence.commune", "residence.department")


class Relevance:
    """What open propositions wait for; found in one pass over the clauses, for all of them."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._names: dict[str, int] = {}
        self._read: dict[int, frozenset[str]] = {}

    def inputs(self, propositions: Iterable[int], *, asked: bool = False) -> frozenset[str]:
        """The untold inputs that can still matter to open propositions; with those that were asked in vain, or without."""
        mask = 0
        for proposition in propositions:
            mask |= self._masks[proposition]
        left_out = frozenset() if asked else self._reading.case.asked
        return frozenset(name for name, at in self._names.items() if mask >> at & 1 and name not in left_out)

    @cached_property
    def _masks(self) -> list[int]:
        """For each open proposition the inputs below it, a bit each: premises stand before what is concluded from them."""
        established, compiled = self._reading.established, self._reading.compiled
        masks = [0] * len(compiled.program.names)
        for proposition in compiled.program.atoms:
            if not established[2 * proposition] and not established[2 * proposition + 1]:
                for name in self.read_by(proposition):
                    masks[proposition] |= 1 << self._names.setdefault(name, len(self._names))
        for clause in compiled.program.clauses:
            if established[clause.head] or established[clause.head ^ 1]:
                continue
            below = 0
            for premise in clause.body:
                if established[premise ^ 1]:
                    break  # it can no longer fire
                below |= 0 if established[premise] else masks[premise // 2]
            else:
                masks[clause.head // 2] |= below
        return masks

    def atoms(self, propositions: Iterable[int]) -> frozenset[int]:
        """Positions of the open atoms below open propositions: those that can still decide them."""
        established, program = self._reading.established, self._reading.compiled.program
        wanted = set(propositions)
        for clause in reversed(program.clauses):
            head, body = clause.head, clause.body
            if head // 2 not in wanted or established[head] or established[head ^ 1]:
                continue
            if not any(established[premise ^ 1] for premise in body):
                wanted.update(premise // 2 for premise in body)
        return frozenset(at for at, proposition in enumerate(program.atoms) if proposition in wanted)

    def read_by(self, proposition: int) -> frozenset[str]:
        """The untold inputs that an open atom waits for."""
        if proposition not in self._read:
            self._read[proposition] = frozenset(self._atom(proposition))
        return self._read[proposition]

    def _atom(self, proposition: int) -> set[str]:
        spec = self._reading.compiled.specs.get(proposition)
        if isinstance(spec, FactTest):
            inputs = inputs_below(self._reading.book, spec.fact)
            return {name for name in inputs if self._untold(name)}
        if isinstance(spec, PlaceIs | OfficeSet):
            return self._place()
        return set()

    def _untold(self, name: str) -> bool:
        fact = self._reading.book.facts.get(name)
        case = self._reading.case
        return fact is not None and fact.origin == "input" and name not in {DAY, *case.withheld} and name not in case.told

    def _place(self) -> set[str]:
        """The place is asked by postcode first, then (where a postcode has several offices) by commune."""
        case = self._reading.case
        told = [name for name in PLACE_FACTS if name in case.told]
        wanted = "residence.postcode" if not told else "residence.commune"
        return {wanted} if self._untold(wanted) else set()
