"""What if, on random rulebooks: what is shown is so by the definition, minimal, and no single change is passed over."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, product

from hypothesis import given, note
from hypothesis import strategies as st

from engine.analysis.whatif import WAIT, ChangeSet, Goal, Held
from engine.analysis.whatif_run import Asked, what_if
from engine.decision.decide import decide
from engine.decision.model import Decision
from engine.facts.case import Case, Told
from engine.facts.lanes import Reads
from engine.ground.dates import parse_date
from engine.ground.records import replace
from engine.linked.model import LAW, Rulebook
from engine.policy.model import Value
from engine.run.reading import Reading
from tests.semantics.answers import Lowered, define, lowered, show
from tests.semantics.cases import any_cases
from tests.semantics.rulebooks import domain, rulebooks
from tests.semantics.vocabulary import VALUES

LIMIT = 1_000
LISTED = ("flag", "odd", "kind", "mood")
"""Inputs of which every value is named."""
Pairs = tuple[tuple[str, Told], ...]


@dataclass
class Made:
    """A decision of the lanes."""

    reading: Reading
    reads: Reads

    @property
    def decision(self) -> Decision:
        """As a person is told."""
        return decide(self.reading, self.reading, self.reads)


@dataclass
class World:
    """One book and one case."""

    program: Lowered
    case: Case
    goal: Goal

    def decided(self, case: Case) -> Made:
        """Decided by the lanes."""
        book, compiled = self.program.book, self.program.compiled
        return Made(Reading(book, compiled, case, self.program.run([case])), Reads(book, compiled))

    def again(self, told: Mapping[str, Told], as_of: datetime.date | None = None, held: Held | None = None) -> Made:
        """Decided with other answers."""
        return self.decided(self.changed((*told.items(), *(((WAIT, as_of.isoformat()),) if as_of else ()))))

    def changed(self, pairs: Pairs) -> Case:
        """The case with other answers."""
        told = {name: value for name, value in pairs if name != WAIT}
        day = next((parse_date(str(value)) for name, value in pairs if name == WAIT), self.case.as_of)
        return replace(self.case, told={**self.case.told, **told}, as_of=day)

    def reaches(self, pairs: Pairs) -> bool:
        """Whether the definition gives a wanted value, and no other."""
        found = define(self.program.book, self.changed(pairs)).fact(self.goal.fact, LAW)
        return any(found[value][0] and not found[value][1] for value in self.goal.values)


def concludes_twice(world: World, pairs: Pairs) -> bool:
    """Whether something is in conflict: then nothing is told of what depends on it."""
    return bool(world.decided(world.changed(pairs)).reading.conflicts)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A book, a case and a value that some fact does not have."""
    program = lowered(draw(rulebooks()))
    case = draw(any_cases())
    fact = draw(st.sampled_from([found for found in program.book.derived() if found.name.startswith("d")]))
    value: Value = draw(st.sampled_from(domain(fact)))
    return World(program, case, Goal(fact.name, (value,)))


def pairs_of(item: ChangeSet) -> list[Pairs]:
    """Every combination of the alternatives."""
    facts = [change.fact for change in item.changes]
    return [tuple(zip(facts, values, strict=True)) for values in product(*(change.values for change in item.changes))]


@given(worlds(), st.integers(1, 2))
def test_sets_reach_the_goal_and_no_part_of_them_does(world: World, most: int) -> None:
    note(show(world.program.book))
    decided = world.decided(world.case)
    found = what_if(decided, decided.reads, world.again, Asked(world.goal, anything=True, most=most, limit=LIMIT))
    if found.reached:
        assert world.reaches(())
        return
    for item in (*found.sets, *found.tells):
        for pairs in pairs_of(item)[:20]:
            assert world.reaches(pairs)
            assert all(world.case.told.get(name) != value for name, value in pairs)
            parts = [part for size in range(len(pairs)) for part in combinations(pairs, size)]
            assert not any(world.reaches(part) and not concludes_twice(world, part) for part in parts)
    assert all(item.cost <= after.cost for item, after in zip(found.sets, found.sets[1:], strict=False))


@given(worlds())
def test_no_single_change_is_passed_over(world: World) -> None:
    note(show(world.program.book))
    decided = world.decided(world.case)
    found = what_if(decided, decided.reads, world.again, Asked(world.goal, anything=True, most=1, limit=LIMIT))
    if found.reached:
        return
    singles = [item.changes[0] for item in (*found.sets, *found.tells)]
    shown = {(change.fact, value) for change in singles for value in change.values}
    for name in LISTED:
        for value in VALUES[name]:
            pairs = ((name, value),)
            if value != world.case.told.get(name) and world.reaches(pairs) and not concludes_twice(world, pairs):
                assert (name, value) in shown


def book_of(world: World) -> Rulebook:
    """The rulebook."""
    return world.program.book


@given(worlds())
def test_without_anything_only_what_can_change_is_changed(world: World) -> None:
    decided = world.decided(world.case)
    found = what_if(decided, decided.reads, world.again, Asked(world.goal, most=1, limit=LIMIT))
    assert all(change.kind == "wait" for item in found.sets for change in item.changes)
    assert all(book_of(world).facts[change.fact].changeable == "no" for item in found.tells for change in item.changes)
