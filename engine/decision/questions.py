"""Questions: untold inputs whose answer can still change something, the one that settles most first.

In: a reading, completions. Out: `Question`s. Newly guaranteed: where the completions of what a goal waits for can all be tried,
a question stands for it only if two of them, alike but for that answer, come out differently, or its answers leave open
different ends.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from math import prod

from engine.decision.goals import DECISION, open_goals, told_by
from engine.decision.grid import Grid
from engine.decision.hope import settling
from engine.decision.model import Question
from engine.decision.ranking import ranked
from engine.decision.settled import MOST_LANES, OUTCOME, Completions
from engine.run.reading import Reading

MOST_GRIDS = 4
"""Grids of up to 16,384 lanes that are tried for one decision."""


def questions(
    reading: Reading, completions: Completions, by_cases: Iterable[str] = (), ranks: Container[int] = DECISION
) -> tuple[Question, ...]:
    """Untold inputs that can still decide something. by_cases: what no answer can change. ranks: what is wanted of `RANKS`."""
    goals = {name: found for name, found in open_goals(reading, ranks).items() if name not in by_cases}
    only = completions.relevance.atoms(p for propositions in goals.values() for p in propositions)
    useless = set() if reading.conflicts else _useless(completions, goals, only)
    decides: dict[str, list[str]] = {}
    for name, propositions in goals.items():
        for fact in completions.relevance.inputs(propositions):
            if (name, fact) not in useless:
                decides.setdefault(fact, []).append(name)
    return ranked(completions, decides, goals, settling(completions, goals, only)) if decides else ()


def unknown(reading: Reading, completions: Completions, by_cases: Iterable[str] = ()) -> tuple[str, ...]:
    """What was answered "I do not know" and can still decide the outcome, in the order of the vocabulary."""
    goals = {name: found for name, found in open_goals(reading, range(len(OUTCOME))).items() if name not in by_cases}
    inputs = completions.relevance.inputs((p for found in goals.values() for p in found), asked=True) & reading.case.asked
    return tuple(name for name in reading.book.facts if name in inputs)


# what an answer changes ----------------------------------------------------------------------------------------------


def _useless(completions: Completions, goals: dict[str, list[int]], only: frozenset[int]) -> set[tuple[str, str]]:
    """(goal, input) where no answer to the input changes the goal, whatever the others are."""
    waits = {name: completions.relevance.inputs(propositions, asked=True) for name, propositions in goals.items()}
    found: set[tuple[str, str]] = set()
    for inputs in _merged(completions, only, {inputs for inputs in waits.values() if inputs})[:MOST_GRIDS]:
        grid = completions.grid(sorted(inputs), only)
        if grid is None:
            continue
        names = [name for name in goals if waits[name] and waits[name] <= inputs]
        literals = {name: told_by(completions.reading, name, goals[name]) for name in names}
        rails = grid.rails({literal for name in names for literal in literals[name]})
        for name in names:
            masks = [rails[literal] for literal in literals[name]]
            found |= {(name, fact) for fact in waits[name] if not _changes(grid, fact, masks)}
    return found


def _merged(completions: Completions, only: frozenset[int], sets: set[frozenset[str]]) -> list[frozenset[str]]:
    """Unions of sets of inputs whose completions can be tried in one grid, the smallest first."""
    sized = sorted((size, sorted(inputs)) for inputs in sets if (size := _size(completions, only, inputs)) is not None)
    found: list[frozenset[str]] = []
    for _, inputs in sized:
        wanted = frozenset(inputs)
        at = next((at for at, other in enumerate(found) if _size(completions, only, other | wanted) is not None), None)
        if at is None:
            found.append(wanted)
        else:
            found[at] |= wanted
    return found


def _size(completions: Completions, only: frozenset[int], inputs: Iterable[str]) -> int | None:
    """The number of lanes of a grid; None where it cannot be made."""
    sizes, names = [], list(inputs)
    if 2 ** len(names) > MOST_LANES:
        return None
    for name in names:
        found = completions.classes(name, only)
        if found is None:
            return None
        sizes.append(len(found.values))
    return size if (size := prod(sizes)) <= MOST_LANES else None


def _changes(grid: Grid, fact: str, masks: Iterable[int]) -> bool:
    """Whether lanes alike but for the input differ in one of the masks, or two answers to it leave other masks open."""
    at = next(at for at, column in enumerate(grid.columns) if column.fact == fact)
    masks, pairs = list(masks), list(_pairs(grid, at))
    return len(_left(grid, at, masks)) > 1 or any((mask ^ mask >> shift) & both for mask in masks for both, shift in pairs)


def _left(grid: Grid, at: int, masks: list[int]) -> set[tuple[tuple[bool, bool], ...]]:
    """What each answer leaves of the masks: in some lane, in every lane. An answer can tell by ruling out other answers."""
    every = (grid.lanes_of(at, value) & grid.possible for value in range(len(grid.columns[at].values)))
    return {tuple((bool(mask & lanes), mask & lanes == lanes) for mask in masks) for lanes in every if lanes}


def _pairs(grid: Grid, at: int) -> Iterator[tuple[int, int]]:
    """(lanes with one value that are possible, as they are with another; how many lanes further the other stands)."""
    count = len(grid.columns[at].values)
    for first in range(count):
        lanes = grid.lanes_of(at, first) & grid.possible
        for second in range(first + 1, count):
            shift = (second - first) * grid.strides[at]
            if both := lanes & grid.possible >> shift:
                yield both, shift
