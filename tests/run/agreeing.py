"""One question asked of both executors.

In: a program and initial literals. Out: the answer. Newly guaranteed: both executors gave it, and the firings derive
it.
"""

from __future__ import annotations

from engine.clauses.program import Program
from engine.run import lanes
from engine.run.firings import check_firings
from engine.run.forward import Forward
from engine.run.outcome import Firing, Outcome


def agree(program: Program, initial: set[int], forward: Forward | None = None) -> tuple[Outcome, tuple[Firing, ...]]:
    """Run both executors; their outcomes are one, and the firings hold."""
    outcome, firings = (forward or Forward(program)).run(sorted(initial))
    assert outcome == lanes.run(program, dict.fromkeys(initial, 1), 1)
    assert check_firings(program, initial, firings, outcome) is None
    derived = {literal for literal, rail in enumerate(outcome.rails) if rail} - initial
    assert sorted(firing.head for firing in firings) == sorted(derived)
    return outcome, firings
