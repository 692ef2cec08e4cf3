"""Many cases side by side: variants of one case as lanes.

In: a compiled program, a case and its variants (other told values, another day). Out: for each literal of an atom, the lanes
in which it is established. Newly guaranteed: only atoms that a variant can touch are settled again; lane k is exactly what
variant k alone would give.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from engine.clauses.compiled import AtomSpec, Compiled, FactTest, InForce
from engine.clauses.program import negative, positive
from engine.facts.case import Case, Told
from engine.facts.computed import arguments_of
from engine.facts.matching import Ready, ready, satisfies
from engine.facts.truth import Truth, Verdict
from engine.ground.records import dataclass, field, replace
from engine.linked.model import Rulebook

DAY = "as_of"
PLACE = "office.place"
MOST_SETTLED = 20_000
"""Verdicts that are kept; sets of countries are too many to keep all."""
Cell = tuple[tuple[str, Any], ...]
"""What some lanes have in common of what an atom reads: (fact, value) pairs, the day and the place among them."""


@dataclass(frozen=True, slots=True)
class Variant:
    """What differs from the case: values told in addition or instead, or not told, another day, another competent office."""

    told: Mapping[str, Told] = field(default_factory=dict)
    as_of: datetime.date | None = None
    forced: str | None = None
    untold: frozenset[str] = frozenset()
    """Facts that the case tells and the variant does not."""

    def pairs(self) -> Iterable[tuple[str, object]]:
        """What differs, each with its value; None where it is untold."""
        if not (self.untold or self.as_of or self.forced):
            return self.told.items()
        found: dict[str, object] = {**self.told, **dict.fromkeys(self.untold)}
        found |= {DAY: self.as_of} if self.as_of else {}
        found |= {PLACE: self.forced} if self.forced else {}
        return found.items()

    def of(self, case: Case) -> Case:
        """The case that it makes of a case."""
        told = {**case.told, **self.told}
        for name in self.untold:
            told.pop(name, None)
        return replace(case, told=told, as_of=self.as_of or case.as_of, forced=self.forced or case.forced)


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
        self.closed = tuple(self._closed(names) for names in self.atoms)
        self.settled: dict[tuple[int, Cell], tuple[Verdict]] = {}
        """Verdicts found so far of atoms that read one fact of listed values, whatever the case."""

    def _closed(self, names: frozenset[str]) -> bool:
        fact = self._book.facts.get(next(iter(names))) if len(names) == 1 else None
        return fact is not None and fact.type.kind in ("boolean", "enum", "country", "language")

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
    differing, base = _Differing(variants), Truth(book, case)
    settling = _Settling(book, reads, case, dated=differing.has(DAY))
    masks: dict[int, int] = {}
    for at, proposition in enumerate(compiled.program.atoms):
        if only is not None and at not in only:
            continue
        spec = compiled.atoms[at]
        true = false = 0
        for cell, lanes in differing.cells(reads.atoms[at], every):
            if cell:
                verdict = settling.verdict(at, spec, cell)
            else:
                verdict = base.atom(spec) if known is None else _known(known, proposition)
            if verdict:
                true |= lanes
            elif verdict is False:
                false |= lanes
        if true:
            masks[positive(proposition)] = true
        if false:
            masks[negative(proposition)] = false
    return masks


class _Settling:
    """Verdicts of atoms in cells; what has few values is settled once for all cases."""

    def __init__(self, book: Rulebook, reads: Reads, case: Case, *, dated: bool) -> None:
        self._book, self._reads, self._case, self._dated = book, reads, case, dated
        self._truths: dict[Cell, Truth] = {}
        self._ready: dict[int, tuple[tuple[str, Ready], ...]] = {}

    def verdict(self, at: int, spec: AtomSpec, cell: Cell) -> Verdict:
        """The verdict of an atom where the case differs in the cell."""
        if not self._reads.closed[at]:
            return self._found(at, spec, cell)
        settled, key = self._reads.settled, (at, cell)
        found = settled.get(key)
        if found is None:
            if len(settled) >= MOST_SETTLED:
                settled.clear()
            found = settled[key] = (self._found(at, spec, cell),)
        return found[0]

    def _found(self, at: int, spec: AtomSpec, cell: Cell) -> Verdict:
        truth = self._truths.get(cell)
        if truth is None:
            truth = self._truths[cell] = Truth(self._book, _of_cell(cell).of(self._case))
        if self._dated or not isinstance(spec, FactTest):
            return truth.atom(spec)
        told = truth.value(spec.fact)
        if told is None:
            return truth.atom(spec)
        day, groups = self._case.as_of, self._book.groups
        if at not in self._ready:  # many values are held against the same groups
            self._ready[at] = ready(spec.checks, day, groups)
        return satisfies(told, self._ready[at], day, groups)


class _Differing:
    """In which lanes each fact (or the day, or the place) has which other value than the case."""

    def __init__(self, variants: Sequence[Variant]) -> None:
        size = (len(variants) + 7) // 8
        found: dict[tuple[str, object], bytearray] = {}
        for lane, variant in enumerate(variants):
            at, bit = lane >> 3, 1 << (lane & 7)
            for pair in variant.pairs():
                lanes = found.get(pair)
                if lanes is None:
                    lanes = found[pair] = bytearray(size)
                lanes[at] |= bit
        self._lanes: dict[str, list[tuple[Any, int]]] = {}
        for (name, value), lanes in found.items():
            self._lanes.setdefault(name, []).append((value, int.from_bytes(lanes, "little")))
        self._kept: dict[tuple[str, ...], list[tuple[Cell, int]]] = {}

    def has(self, name: str) -> bool:
        """Whether some lane differs in that."""
        return name in self._lanes

    def cells(self, names: frozenset[str], every: int) -> list[tuple[Cell, int]]:
        """The lanes parted by what the names are in them; the empty cell is the case itself."""
        key = tuple(sorted(name for name in names if name in self._lanes))
        if key not in self._kept:
            cells: list[tuple[Cell, int]] = [((), every)]
            for name in key:
                cells = [found for cell in cells for found in self._parted(cell, name)]
            self._kept[key] = cells
        return self._kept[key]

    def _parted(self, cell: tuple[Cell, int], name: str) -> Iterator[tuple[Cell, int]]:
        pairs, lanes = cell
        for value, those in self._lanes[name]:
            both = lanes & those
            if both:
                lanes ^= both
                yield (*pairs, (name, value)), both
        if lanes:
            yield pairs, lanes


def _of_cell(cell: Cell) -> Variant:
    """The variant that differs in just that."""
    found = dict(cell)
    day, forced = found.pop(DAY, None), found.pop(PLACE, None)
    untold = frozenset(name for name, value in found.items() if value is None)
    return Variant({name: value for name, value in found.items() if value is not None}, day, forced, untold)


def _known(established: Sequence[int], proposition: int) -> bool | None:
    return True if established[positive(proposition)] else False if established[negative(proposition)] else None
