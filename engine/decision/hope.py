"""What answers can still settle, while something is not known.

In: completions of a reading in which questions were answered "I do not know". Out: for each input, the goals that it can help to
settle. Newly guaranteed: a goal is left out only if no answers to what may still be asked settle it, neither by derivation nor by
cases; an input, only if no derivation that settles the goal uses it.

Each lane holds values of what is not known; what may still be asked is taken to come out as one likes. A goal can be settled only
to a value that every lane can reach.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

from engine.decision.completions import Classes
from engine.decision.goals import told_by
from engine.decision.grid import Grid, Spread
from engine.decision.samples import places
from engine.decision.settled import Completions
from engine.ground.records import dataclass
from engine.run.lanes import fire

LANES = 512
"""Combinations of what is not known that are tried; fewer would leave more in hope, never less."""

Goals = Mapping[str, Sequence[int]]


def settling(completions: Completions, goals: Goals, only: frozenset[int]) -> dict[str, frozenset[str]]:
    """For each input that can help to settle something: the goals."""
    unknown = _unknown(completions, goals, only)
    reach = _reach(completions, unknown)
    settled: dict[int, int] = {}
    for at, (name, propositions) in enumerate(goals.items()):
        for literal in told_by(completions.reading, name, propositions):
            if reach.rails[literal] & reach.possible == reach.possible:
                settled[literal // 2] = settled.get(literal // 2, 0) | 1 << at
    wanted = _wanted(completions, settled, reach.rails)
    names = list(goals)
    return {fact: frozenset(name for at, name in enumerate(names) if mask >> at & 1) for fact, mask in wanted.items()}


def _unknown(completions: Completions, goals: Goals, only: frozenset[int]) -> list[Classes]:
    """The classes of what was answered "I do not know" and can matter."""
    asked = completions.reading.case.asked
    if not asked:
        return []
    inputs = completions.relevance.inputs((p for propositions in goals.values() for p in propositions), asked=True)
    found = (completions.classes(name, only) for name in sorted(inputs & asked))
    return [column for column in found if column is not None and column.values]


@dataclass(frozen=True, slots=True)
class Reach:
    """The lanes in which each literal can come to be established; the lanes that are possible."""

    rails: list[int]
    possible: int


def _reach(completions: Completions, unknown: list[Classes]) -> Reach:
    spread = _spread(completions, unknown)
    full, fixed, initial = spread.full, {column.fact for column in unknown}, spread.initial()
    rails = [full if held else 0 for held in completions.reading.established]
    for atom in completions.reading.compiled.program.atoms:
        if not rails[2 * atom] and not rails[2 * atom + 1]:
            free = not completions.relevance.read_by(atom) <= fixed
            for literal in (2 * atom, 2 * atom + 1):
                rails[literal] = full if free else initial.get(literal, full)
    fire(completions.residue.clauses, rails, full)
    return Reach(rails, spread.possible or full)


def _spread(completions: Completions, unknown: list[Classes]) -> Spread:
    """Every combination of what is not known, or samples of them."""
    if prod(len(column.values) for column in unknown) <= LANES:
        return Grid(completions.residue, unknown, completions.never)
    drawn = [places(len(column.values), column.fact, LANES) for column in unknown]
    return Spread(completions.residue, unknown, drawn, LANES, completions.never)


def _wanted(completions: Completions, settled: Mapping[int, int], rails: Sequence[int]) -> dict[str, int]:
    """For each input, the goals (a bit each) of which some derivation that can come about uses it."""
    reading = completions.reading
    established, wanted = reading.established, dict(settled)
    for head, body in reversed(completions.residue.clauses):
        mask = wanted.get(head // 2, 0)
        if mask and not established[head ^ 1] and all(rails[premise] for premise in body):
            for premise in body:
                wanted[premise // 2] = wanted.get(premise // 2, 0) | mask
    found: dict[str, int] = {}
    for atom in reading.compiled.program.atoms:
        if (mask := wanted.get(atom, 0)) and not established[2 * atom] and not established[2 * atom + 1]:
            for name in completions.relevance.read_by(atom):
                found[name] = found.get(name, 0) | mask
    return found
