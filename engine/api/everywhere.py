"""One profile at every office.

In: a policy set, a case without and with presumptions, codes. Out: `Decided` for each set of offices that say the same.
Newly guaranteed: all offices are decided in one pass over the whole program; each is in one set.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.analysis.offices import alike, readings_at
from engine.api.decided import Decided
from engine.facts.case import Case
from engine.ground.records import replace

if TYPE_CHECKING:
    from engine.api.policyset import PolicySet

AtOffices = tuple[tuple[tuple[str, ...], Decided], ...]


def at_offices(policies: PolicySet, case: Case, shown: Case, codes: Sequence[str]) -> AtOffices:
    """Sets of offices that say the same, each with the decision made for its first office."""
    book, start = policies.book, policies.book.decides.start
    if start is not None and case.as_of.isoformat() < start:
        first = replace(case, forced=codes[0]), replace(shown, forced=codes[0])
        return ((tuple(codes), policies.decide_shown(*first, "lanes")),)
    compiled, reads = policies.compiled, policies.reads
    with_them = readings_at(book, compiled, reads, shown, codes)
    without = readings_at(book, compiled, reads, case, codes) if shown.presumed else with_them
    pairs = list(zip(with_them, without, strict=True))
    return tuple(
        (
            tuple(codes[at] for at in group),
            Decided(*pairs[group[0]], reads, (), "lanes", policies=policies, presume=shown is not case),
        )
        for group in alike(pairs)
    )
