"""Checks a record of firings against the clauses alone.

In: a program, the initial literals, the firings in order, the outcome. Out: the first firing that is no chain of
clauses with established premises, or whose head the outcome lacks; or nothing. Newly guaranteed (when nothing is
returned): each literal that a firing concludes has a derivation, and no executor needs to be trusted for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.clauses.program import Program
from engine.run.outcome import Firing, Outcome


def check_firings(program: Program, initial: Iterable[int], firings: Sequence[Firing], outcome: Outcome) -> Firing | None:
    """The first bad firing, if any; a second firing for one head is bad."""
    known = set(initial)
    for firing in firings:
        before = firing.head in known
        if before or not firing.clauses or not _chain(program, firing, known) or not outcome.holds(firing.head):
            return firing
    return None


def _chain(program: Program, firing: Firing, known: set[int]) -> bool:
    """Whether every clause has its premises known before it; adds what the clauses conclude to what is known."""
    for index in firing.clauses:
        clause = program.clauses[index]
        if not known.issuperset(clause.body):
            return False
        known.add(clause.head)
    return program.clauses[firing.clauses[-1]].head == firing.head
