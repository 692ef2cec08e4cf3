"""Many decisions in one pass: a rail is an integer with one bit a lane.

In: a `Program` and the lanes in which each literal of an atom is established. Out: the `Outcome`, lane by lane. Newly
guaranteed: lane `k` is the least fixpoint of the clauses over what lane `k` was given, whatever the other lanes hold.

The clauses stand in topological order: one pass, a conjunction is an AND, alternatives are ORed.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.clauses.program import Program
from engine.run.outcome import Outcome

Plan = tuple[tuple[int, tuple[int, ...]], ...]


def run(program: Program, initial: Mapping[int, int], lanes: int) -> Outcome:
    """Decide `lanes` cases; `initial` maps literals of atoms to the lanes in which they hold."""
    full = (1 << lanes) - 1
    rails = [0] * (2 * len(program.names))
    for literal, mask in initial.items():
        rails[literal] = mask & full
    for clause in program.clauses:
        mask = full
        for premise in clause.body:
            mask &= rails[premise]
            if not mask:
                break
        else:
            rails[clause.head] |= mask
    return Outcome(tuple(rails), lanes)
