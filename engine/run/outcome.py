"""What a run establishes.

In: nothing (executors make these values). Out: `Outcome` (both rails of every proposition, one bit a lane) and
`Firing`. Newly guaranteed: every executor answers with the same type, so that their answers can be compared literal
by literal.
"""

from __future__ import annotations

from engine.ground.records import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """Literals established: bit `k` of `rails[literal]` is set when the literal is established in lane `k`."""

    rails: tuple[int, ...]
    lanes: int = 1

    def holds(self, literal: int, lane: int = 0) -> bool:
        """Whether the literal is established in the lane."""
        return bool(self.rails[literal] >> lane & 1)


@dataclass(frozen=True, slots=True)
class Firing:
    """One firing of the forward executor: a chain of clauses (today always one), in the order they took effect.

    `clauses` are indexes in `Program.clauses`; the last one concludes `head`.
    """

    head: int
    clauses: tuple[int, ...]
