"""A program over columns: its atoms as probes, its clauses as one pass.

In: a compiled program, what is wanted of it. Out: the rails of a chunk. Newly guaranteed: rows in which something contradicts
itself are told apart, since what depends on that is open there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from engine.batch.probes import Probe, atom_probes
from engine.batch.slices import families, sliced
from engine.clauses.compiled import Compiled
from engine.clauses.program import Clause
from engine.facts.lanes import Reads
from engine.linked.model import Rulebook
from engine.run.lanes import Lanes

MOST_PAIRS = 4_000
"""Pairs of clauses that are compared."""


class Pass:
    """The part of a program that some propositions rest on; all of it where none are named."""

    def __init__(self, book: Rulebook, whole: Compiled, reads: Reads, wanted: Iterable[int] | None = None) -> None:
        self.compiled, self.kept = whole, frozenset(range(len(whole.program.names)))
        if wanted is not None:
            self.compiled, self.kept = sliced(whole, book, wanted)
        program = self.compiled.program
        kept = [family for family in families(whole, book) if family and family[0] // 2 in self.kept]
        apart = Apart(program.clauses)
        self._doubtful = [
            (2 * proposition, 2 * proposition + 1)
            for proposition in sorted(self.kept.difference(program.atoms))
            if not apart(2 * proposition, 2 * proposition + 1)
        ]
        self._doubtful += [pair for family in kept for pair in combinations(family, 2) if not apart(*pair)]
        self._lanes = Lanes(self.compiled.program)
        self.probes: Mapping[int, Probe] = atom_probes(whole, reads, (a for a in whole.program.atoms if a in self.kept))

    def run(self, verdicts: Mapping[int, tuple[int, int]], rows: int) -> tuple[int, ...]:
        """The rails of every literal, from those of the atoms."""
        initial = {2 * atom + rail: masks[rail] for atom, masks in verdicts.items() for rail in (0, 1)}
        return self._lanes.run(initial, rows).rails

    def contradicting(self, rails: tuple[int, ...]) -> int:
        """Rows in which some proposition is both, or a fact has two values."""
        found = 0
        for one, other in self._doubtful:
            found |= rails[one] & rails[other]
        return found


class Apart:
    """Whether two literals can only be established together where something that they rest on is contradicted already.

    They are apart where any clause of one has a premise whose opposite is a premise of any clause of the other. The first thing
    that is contradicted in a row is then never such a pair: it is enough to look at all others.
    """

    def __init__(self, clauses: Iterable[Clause]) -> None:
        self._bodies: dict[int, list[frozenset[int]]] = {}
        self._opposites: dict[int, list[frozenset[int]]] = {}
        for clause in clauses:
            self._bodies.setdefault(clause.head, []).append(frozenset(clause.body))
            self._opposites.setdefault(clause.head, []).append(frozenset(premise ^ 1 for premise in clause.body))

    def __call__(self, one: int, other: int) -> bool:
        """False also where there are too many clauses to look at."""
        bodies, opposites = self._bodies.get(one, ()), self._opposites.get(other, ())
        if len(bodies) * len(opposites) > MOST_PAIRS:
            return False
        return not any(body.isdisjoint(opposite) for body in bodies for opposite in opposites)
