"""Goals: what a decision tells that is still open.

In: a reading. Out: open goals with the propositions that tell them; their ranks. Newly guaranteed: a goal is named once, by the
name of its fact, requirement or step.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from engine.decision.settled import OUTCOME, literals_of
from engine.linked.model import HERE, Rulebook
from engine.run.reading import Reading

RANKS = (*OUTCOME, "papers", "steps")
"""What is asked for first, to what is asked for last."""
DECISION = range(4)
"""The ranks of what a decision tells is open: steps are told, not asked for."""


def open_goals(reading: Reading, ranks: Container[int]) -> dict[str, list[int]]:
    """Of the ranks: open facts of the outcome, open requirements and open attributes at the office, open steps."""
    every = (*_outcome(reading), *_papers(reading), *(_steps(reading) if RANKS.index("steps") in ranks else ()))
    return {name: propositions for name, propositions in every if rank_of(reading.book, name) in ranks}


def _outcome(reading: Reading) -> Iterator[tuple[str, list[int]]]:
    for name in OUTCOME:
        if name in reading.book.facts and reading.value(name) is None:
            yield name, [literal // 2 for literal in literals_of(reading, name).values()]


def _papers(reading: Reading) -> Iterator[tuple[str, list[int]]]:
    for requirement in reading.book.requirements.values():
        needed = reading.need(requirement.id)
        proposition = reading.compiled.need(requirement.id)
        if needed is None and proposition is not None:
            yield requirement.id, [proposition]
        if needed is not False:
            for _, fact in requirement.attributes:
                if reading.value(fact, HERE) is None:
                    values = reading.book.facts[fact].values
                    found = [reading.compiled.value(fact, value, HERE) for value in values]
                    yield fact, [literal // 2 for literal in found if literal is not None]


def _steps(reading: Reading) -> Iterator[tuple[str, list[int]]]:
    for name in reading.book.steps:
        proposition = reading.compiled.proposition(f"step:{name}")
        if proposition is not None and reading.step(name) is None:
            yield name, [proposition]


def rank_of(book: Rulebook, goal: str) -> int:
    """The position of a goal in `RANKS`."""
    if goal in OUTCOME:
        return OUTCOME.index(goal)
    return RANKS.index("papers" if goal in book.requirements or goal in book.facts else "steps")


def told_by(reading: Reading, goal: str, propositions: Iterable[int]) -> list[int]:
    """The literals that tell what a goal comes to: of an enum its values, else both rails."""
    fact = reading.book.facts.get(goal)
    rails = (0,) if fact is not None and fact.type.kind == "enum" else (0, 1)
    return [2 * proposition + rail for proposition in propositions for rail in rails]
