"""Twins: completions alike but for one answer, sampled.

In: completions, the goals, an input. Out: whether two of the sampled ones end differently. Newly guaranteed: "yes" is shown
by two completions that are possible; "no" proves nothing, and only delays a question.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.decision.completions import Classes
from engine.decision.grid import Spread
from engine.decision.samples import places
from engine.decision.settled import Completions

LANES = 1_024
"""Completions sampled, beside which a twin stands for each other value of the input."""


def differ(completions: Completions, columns: Sequence[Classes], fact: str, literals: Sequence[int]) -> bool:
    """Whether the input tells twins apart; with what is not known told to both, or to neither: an answer can rule out others."""
    asked = completions.reading.case.asked
    fewer = [column for column in columns if column.fact not in asked]
    return _differ(completions, columns, fact, literals) or (
        len(fewer) < len(columns) and _differ(completions, fewer, fact, literals)
    )


def _differ(completions: Completions, columns: Sequence[Classes], fact: str, literals: Sequence[int]) -> bool:
    count = next(len(column.values) for column in columns if column.fact == fact)
    every = (1 << LANES) - 1
    repeated = ((1 << LANES * count) - 1) // every
    spread_over = [
        [every << at * LANES for at in range(count)]
        if column.fact == fact
        else [mask * repeated for mask in places(len(column.values), column.fact, LANES)]
        for column in columns
    ]
    spread = Spread(completions.residue, columns, spread_over, LANES * count, completions.never)
    rails = spread.derived()
    found = [rails[literal] for literal in literals]
    for apart in range(1, count):
        both = spread.possible & spread.possible >> apart * LANES
        if both and any((mask ^ mask >> apart * LANES) & both for mask in found):
            return True
    return False
