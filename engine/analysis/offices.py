"""One case before every office, as lanes of one pass.

In: a case, the codes of offices, the whole program. Out: a reading for each office, and which of them say the same. Newly
guaranteed: offices are put together only where every literal agrees, apart from which office it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.clauses.compiled import Compiled, FactTest, InForce
from engine.facts.case import Case
from engine.facts.lanes import Reads, Variant, rails
from engine.linked.model import Rulebook
from engine.run import lanes
from engine.run.reading import Reading

HERE = "here="


def readings_at(book: Rulebook, compiled: Compiled, reads: Reads, case: Case, codes: Sequence[str]) -> list[Reading]:
    """The reading of the case at each of the offices."""
    variants = [Variant(forced=code) for code in codes]
    outcome = lanes.run(compiled.program, rails(book, compiled, reads, case, variants), len(variants))
    return [Reading(book, compiled, variant.of(case), outcome, lane) for lane, variant in enumerate(variants)]


def alike(readings: Sequence[tuple[Reading, Reading]]) -> list[list[int]]:
    """Positions of the readings (with presumptions, without) that say the same, in the order of the first of each."""
    if not readings:
        return []
    which = _which(readings[0][0].compiled)
    found: dict[tuple[bytes, bytes], list[int]] = {}
    for at, (shown, without) in enumerate(readings):
        found.setdefault((_apart(shown, which), _apart(without, which)), []).append(at)
    return list(found.values())


def _which(compiled: Compiled) -> list[int]:
    """Propositions that say which office it is, and nothing else."""
    circumstances = [p for p, spec in compiled.specs.items() if not isinstance(spec, FactTest | InForce)]
    return circumstances + [p for p, name in enumerate(compiled.program.names) if name.startswith(HERE)]


def _apart(reading: Reading, which: Sequence[int]) -> bytes:
    established = bytearray(reading.established)
    for proposition in which:
        established[2 * proposition] = established[2 * proposition + 1] = 0
    return bytes(established)
