"""Many cases side by side: variants of one case as lanes.

In: a compiled program, a case and its variants (other told values, another day). Out: for each literal of an atom, the lanes
in which it is established. Newly guaranteed: only atoms that a variant can touch are settled again; lane k is exactly what
variant k alone would give.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from engine.clauses.compiled import AtomSpec, Compiled, FactTest, InForce
from engine.clauses.program import negative, positive
from engine.facts.case import Case, Told
from engine.facts.computed import arguments_of
from engine.facts.truth import Truth
from engine.ground.records import dataclass, field, replace
from engine.linked.model import Rulebook

DAY = "as_of"
PLACE = "office.place"


@dataclass(frozen=True, slots=True)
class Variant:
    """What differs from the case: values told in addition or instead, another day, another competent office."""

    told: Mapping[str, Told] = field(default_factory=dict)
    as_of: datetime.date | None = None
    forced: str | None = None

    def touches(self) -> frozenset[str]:
        """The facts (and the day, and the place) that it changes."""
        extra = ({DAY} if self.as_of else set()) | ({PLACE} if self.forced else set())
        return frozenset(self.told) | extra

    def of(self, case: Case) -> Case:
        """The case that it makes of a case."""
        return replace(
            case,
            told={**case.told, **self.told},
            as_of=self.as_of or case.as_of,
            forced=self.forced or case.forced,
        )


class Reads:
    """What each atom depends on: input facts, the day, the place."""

    def __init__(self, book: Rulebook, compiled: Compiled) -> None:
        self._book = book
        self._facts: dict[str, frozenset[str]] = {}
        self.atoms = tuple(self._atom(spec) for spec in compiled.atoms)
        self.touching: dict[str, list[int]] = {}
        for at, names in enumerate(self.atoms):
            for name in names:
                self.touching.setdefault(name, []).append(at)

    def _atom(self, spec: AtomSpec) -> frozenset[str]:
        if isinstance(spec, InForce):
            return frozenset((DAY,))
        if not isinstance(spec, FactTest):
            return frozenset((PLACE,))
        found = self.fact(spec.fact)
        return found | {DAY} if any(self._dated(operator, operand) for operator, operand in spec.checks) else found

    def _dated(self, operator: str, operand: object) -> bool:
        if operator in ("in", "not_in", "has_any", "has_all"):
            return isinstance(operand, str) and self._group_changes(operand)
        return operator.endswith("_ago") or operator == "within"

    def _group_changes(self, group: str) -> bool:
        return any(window.start or window.end for _, window in self._book.groups[group].members)

    def fact(self, name: str) -> frozenset[str]:
        """The input facts (and perhaps the day) that an input or computed fact depends on."""
        if name not in self._facts:
            self._facts[name] = self._fact(name)
        return self._facts[name]

    def _fact(self, name: str) -> frozenset[str]:
        fact = self._book.facts.get(name)
        if fact is None or fact.origin != "computed":
            return frozenset((name,))
        found: frozenset[str] = frozenset().union(*(self.fact(argument) for argument in arguments_of(fact)))
        dated = fact.function == "lookup" or (fact.function == "any_of_group" and self._group_changes(fact.of[1]))
        return found | {DAY} if dated else found


def rails(
    book: Rulebook,
    compiled: Compiled,
    reads: Reads,
    case: Case,
    variants: Sequence[Variant],
    only: frozenset[int] | None = None,
    known: Sequence[int] | None = None,
) -> dict[int, int]:
    """For each literal of an atom, the lanes (one a variant) in which the facts establish it.

    only: positions of the atoms to settle, where what depends on others is not asked; all of them by default. known: what
    a run of the case itself established, by literal, so that what no variant touches is not settled again.
    """
    every = (1 << len(variants)) - 1
    touched: dict[int, int] = {}
    for lane, variant in enumerate(variants):
        for at in _atoms(reads, variant.touches()):
            touched[at] = touched.get(at, 0) | 1 << lane
    base = Truth(book, case)
    truths = [Truth(book, variant.of(case)) for variant in variants]
    masks: dict[int, int] = {}
    for at, proposition in enumerate(compiled.program.atoms):
        if only is not None and at not in only:
            continue
        spec, own = compiled.atoms[at], touched.get(at, 0)
        shared = None if own == every else base.atom(spec) if known is None else _known(known, proposition)
        true = every & ~own if shared is True else 0
        false = every & ~own if shared is False else 0
        while own:
            bit = own & -own
            verdict = truths[bit.bit_length() - 1].atom(spec)
            true, false = (true | bit, false) if verdict else (true, false | bit) if verdict is False else (true, false)
            own ^= bit
        masks[positive(proposition)], masks[negative(proposition)] = true, false
    return {literal: mask for literal, mask in masks.items() if mask}


def _known(established: Sequence[int], proposition: int) -> bool | None:
    return True if established[positive(proposition)] else False if established[negative(proposition)] else None


def _atoms(reads: Reads, names: Iterable[str]) -> set[int]:
    return {at for name in names for at in reads.touching.get(name, ())}
