"""The single answers that may be otherwise, for one profile.

In: a reading, what is sought. Out: `Choices`: for each fact that matters to it the other values worth trying, and the days to
come. Newly guaranteed: two values that the tests of the goal, or impossible combinations, tell apart are never taken for one.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterable, Sequence
from functools import cached_property

from engine.analysis.whatif import WAIT, Goal
from engine.clauses.compiled import FactTest
from engine.decision.completions import bounds_of, candidates_of, in_domains
from engine.decision.moments import change_days
from engine.facts.case import Told
from engine.facts.computed import inputs_below
from engine.facts.lanes import DAY, Reads, Variant
from engine.facts.truth import Truth
from engine.ground.dates import Duration, add, parse_date
from engine.ground.records import dataclass, replace
from engine.linked.model import Fact, Test
from engine.linked.walk import leaves
from engine.run.reading import Reading

HORIZON = Duration(years=5)
"""How far ahead days are tried."""
MOST_DAYS = 48
LISTED = ("boolean", "enum")
"""Kinds of facts of which every value is named in an answer; of others (days, countries) one stands for its like."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One other value of a fact. members: all the values that the tests cannot tell from it (itself the first)."""

    fact: str
    value: Told
    members: tuple[Told, ...]
    kind: str
    changeable: str


class Choices:
    """What can be tried."""

    def __init__(self, reading: Reading, reads: Reads, goal: Goal, *, anything: bool, tells_only: bool = False) -> None:
        self.reading, self._reads, self._any, self._tells_only = reading, reads, anything, tells_only
        compiled = reading.compiled
        found = (compiled.value(goal.fact, value) for value in goal.values)
        self.literals = tuple(literal for literal in found if literal is not None)
        rails = (rail for literal in self.literals for rail in (literal, literal ^ 1))
        self.atoms: frozenset[int] = frozenset().union(*(compiled.atoms_below(rail) for rail in rails))
        self.untried: dict[str, None] = {}

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """Inputs that matter, in the order of the vocabulary."""
        read = {name for at in self.atoms for name in self._reads.atoms[at]}
        facts = self.reading.book.facts
        return tuple(name for name, fact in facts.items() if name in read and fact.origin == "input" and name != DAY)

    @cached_property
    def changes(self) -> dict[str, tuple[Choice, ...]]:
        """Other values of told facts that can change (of all of them, where anything may)."""
        if self._tells_only:
            return {}
        told, facts = self.reading.case.told, self.reading.book.facts
        names = (name for name in self._names if name in told and (self._any or facts[name].changeable != "no"))
        found = {name: self._of(facts[name], "change") for name in names}
        return {name: choices for name, choices in found.items() if choices}

    @cached_property
    def tells(self) -> dict[str, tuple[Choice, ...]]:
        """Values of facts that are not told."""
        names = (name for name in self._names if name not in self.reading.case.told)
        found = {name: self._of(self.reading.book.facts[name], "tell") for name in names}
        return {name: choices for name, choices in found.items() if choices}

    @cached_property
    def days(self) -> tuple[Choice, ...]:
        """Days to come on which something can change."""
        if self._tells_only:
            return ()
        as_of = self.reading.case.as_of
        last = add(as_of, HORIZON)
        days = [day for day in change_days(self.reading, self._reads, self.atoms) if as_of < day <= last]
        if len(days) > MOST_DAYS:
            self.untried[WAIT] = None
        return tuple(Choice(WAIT, day.isoformat(), (day.isoformat(),), "wait", "with_time") for day in days[:MOST_DAYS])

    def _of(self, fact: Fact, kind: str) -> tuple[Choice, ...]:
        without = self._untold(fact.name)
        specs = self._specs(fact.name)
        candidates = candidates_of(fact, [*specs, *bounds_of(fact.name, without, self._reads)], without)
        if candidates is None:
            self.untried[fact.name] = None
            return ()
        others = {name for spec in specs for name in inputs_below(self.reading.book, spec.fact)} - {fact.name, DAY}
        if not listed(fact) and others - set(self.reading.case.told):
            self.untried[fact.name] = None  # what is not told yet may tell more values apart
        now = self.reading.case.told.get(fact.name)
        classes = self._classes(fact, specs, candidates, without)
        same = self._pattern(fact.name, now, specs, without) if now is not None else None
        kept = [tuple(nearest(values, fact, now, without.case.as_of)) for key, values in classes.items() if key != same]
        return tuple(Choice(fact.name, values[0], values, kind, fact.changeable) for values in kept)

    def _untold(self, name: str) -> Reading:
        """The same reading, of the case that does not tell the fact: only what is told is asked of it."""
        found = copy.copy(self.reading)
        found.case = replace(found.case, told={key: value for key, value in found.case.told.items() if key != name})
        return found

    def _specs(self, name: str) -> list[FactTest]:
        """Tests of the goal and of impossible combinations that read the fact."""
        book, compiled = self.reading.book, self.reading.compiled
        touching = (compiled.atoms[at] for at in self._reads.touching.get(name, ()) if at in self.atoms)
        found = dict.fromkeys(spec for spec in touching if isinstance(spec, FactTest))
        for combination in book.combinations:
            for leaf in leaves(combination.never):
                if isinstance(leaf, Test) and name in inputs_below(book, leaf.fact):
                    found.setdefault(FactTest(leaf.fact, leaf.checks))
        return list(found)

    def _classes(
        self, fact: Fact, specs: Sequence[FactTest], candidates: Iterable[Told], without: Reading
    ) -> dict[tuple[object, ...], list[Told]]:
        """The candidates, by what the tests make of them."""
        found: dict[tuple[object, ...], list[Told]] = {}
        for value in candidates:
            key = self._pattern(fact.name, value, specs, without)
            if key is not None:
                found.setdefault(key, []).append(value)
        return found

    def _pattern(self, name: str, value: Told | None, specs: Sequence[FactTest], without: Reading) -> tuple[object, ...] | None:
        if value is None:
            return None
        truth = Truth(without.book, Variant({name: value}).of(without.case))
        if not in_domains(truth, self._reads, name, without):
            return None
        return tuple(truth.atom(spec) for spec in specs)


def listed(fact: Fact) -> bool:
    """Whether every value of the fact is named."""
    return fact.type.kind in LISTED and not fact.type.many


def nearest(values: list[Told], fact: Fact, now: Told | None, as_of: datetime.date) -> list[Told]:
    """Every value, where they are named; else the one that is least far from what is told, or from the day."""
    if listed(fact):
        return values
    if fact.type.kind == "date":
        here = parse_date(now) if isinstance(now, str) else as_of
        return [min(values, key=lambda value: abs((parse_date(str(value)) - here).days))]
    if fact.type.many:
        told = set(now) if isinstance(now, tuple) else set()
        return [min(values, key=lambda value: (len(told ^ set(value if isinstance(value, tuple) else (value,))), str(value)))]
    if fact.type.kind == "integer" and isinstance(now, int):
        return [min(values, key=lambda value: abs(int(value) - now if isinstance(value, int) else 0))]
    return values[:1]
