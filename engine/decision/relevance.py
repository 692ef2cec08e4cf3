"""What is still open, and which untold inputs could settle it.

In: a reading. Out: goals with neither rail, the propositions below them, the inputs at the leaves.
Newly guaranteed: an input is named only if some clause that can still fire depends on it.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.clauses.compiled import FactTest, OfficeSet, PlaceIs
from engine.facts.computed import inputs_below
from engine.run.reading import Reading

PLACE_FACTS = ("residence.postcode", "residence.commune", "residence.department")


class Relevance:
    """Walks down from open propositions."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._by_head, self._specs = reading.compiled.by_head, reading.compiled.specs

    def inputs(self, propositions: Iterable[int]) -> frozenset[str]:
        """The untold inputs that can still matter to open propositions."""
        established = self._reading.established
        seen: set[int] = set()
        found: set[str] = set()
        waiting = list(propositions)
        while waiting:
            proposition = waiting.pop()
            if proposition in seen or established[2 * proposition] or established[2 * proposition + 1]:
                continue
            seen.add(proposition)
            found |= self._atom(proposition)
            for literal in (2 * proposition, 2 * proposition + 1):
                for clause in self._by_head.get(literal, ()):
                    if not any(established[premise ^ 1] for premise in clause.body):
                        waiting.extend(premise // 2 for premise in clause.body)
        return frozenset(found)

    def _atom(self, proposition: int) -> set[str]:
        spec = self._specs.get(proposition)
        if isinstance(spec, FactTest):
            inputs = inputs_below(self._reading.book, spec.fact)
            return {name for name in inputs if self._askable(name)}
        if isinstance(spec, PlaceIs | OfficeSet):
            return self._place()
        return set()

    def _askable(self, name: str) -> bool:
        case = self._reading.case
        fact = self._reading.book.facts.get(name)
        return fact is not None and fact.origin == "input" and name not in case.told and name not in case.asked

    def _place(self) -> set[str]:
        """The place is asked by postcode first, then (where a postcode has several offices) by commune."""
        case = self._reading.case
        told = [name for name in PLACE_FACTS if name in case.told]
        wanted = "residence.postcode" if not told else "residence.commune"
        return {wanted} if self._askable(wanted) else set()
