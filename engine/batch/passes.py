"""A program over columns: its atoms as probes, its clauses as one pass.

In: a compiled program, what is wanted of it. Out: the rails of a chunk. Newly guaranteed: rows in which something contradicts
itself are told apart, since what depends on that is open there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.batch.probes import Probe, atom_probes
from engine.batch.slices import families, sliced
from engine.clauses.compiled import Compiled
from engine.facts.lanes import Reads
from engine.linked.model import Rulebook
from engine.run.lanes import Lanes


class Pass:
    """The part of a program that some propositions rest on; all of it where none are named."""

    def __init__(self, book: Rulebook, whole: Compiled, reads: Reads, wanted: Iterable[int] | None = None) -> None:
        self.compiled, self.kept = whole, frozenset(range(len(whole.program.names)))
        if wanted is not None:
            self.compiled, self.kept = sliced(whole, book, wanted)
        self._families = [family for family in families(whole, book) if family and family[0] // 2 in self.kept]
        self._lanes = Lanes(self.compiled.program)
        self.probes: Mapping[int, Probe] = atom_probes(whole, reads, (a for a in whole.program.atoms if a in self.kept))

    def run(self, verdicts: Mapping[int, tuple[int, int]], rows: int) -> tuple[int, ...]:
        """The rails of every literal, from those of the atoms."""
        initial = {2 * atom + rail: masks[rail] for atom, masks in verdicts.items() for rail in (0, 1)}
        return self._lanes.run(initial, rows).rails

    def contradicting(self, rails: tuple[int, ...]) -> int:
        """Rows in which some proposition is both, or a fact has two values."""
        found = 0
        for proposition in self.kept:
            found |= rails[2 * proposition] & rails[2 * proposition + 1]
        for family in self._families:
            seen = 0
            for literal in family:
                found |= seen & rails[literal]
                seen |= rails[literal]
        return found
