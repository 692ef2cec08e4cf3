"""Whether a drawn profile can be: what the check of a profile would say, at the speed of thousands a second.

In: a rulebook, a day. Out: a test of told values. Newly guaranteed: what passes is no impossible combination, and every number
computed from it lies in its domain.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from engine.facts.case import Case, Told
from engine.facts.computed import NO_ROW, arguments_of, compute
from engine.facts.matching import ready, satisfies
from engine.facts.truth import Truth, Verdict
from engine.linked.model import And, AtLeast, Condition, Fact, Is, Not, Or, Rulebook, Test

Values = Mapping[str, Told]
Read = Callable[[Values], Told | None]
Holds = Callable[[Values], Verdict]
MOST = 100_000
"""Answers that are kept of one function or test."""


class Possible:
    """The test of one day."""

    def __init__(self, book: Rulebook, day: datetime.date) -> None:
        self._book, self._day, self._iso = book, day, day.isoformat()
        self._nothing = Truth(book, Case(day, {}))
        self._reads: dict[str, Read] = {}
        self._never = tuple(self._condition(combination.never) for combination in book.combinations)
        numbers = (book.facts[name] for name in book.index.facts("number"))
        self._bounds = tuple((self._read(fact.name), fact.type.minimum, fact.type.maximum) for fact in numbers)

    def __call__(self, told: Values) -> bool:
        """Whether a person could tell this."""
        for holds in self._never:
            if holds(told):
                return False
        for read, low, high in self._bounds:
            value = read(told)
            if isinstance(value, int) and not ((low is None or low <= value) and (high is None or value <= high)):
                return False
        return True

    def _read(self, name: str) -> Read:
        if name not in self._reads:
            fact = self._book.facts.get(name)
            self._reads[name] = (
                self._computed(fact) if fact is not None and fact.origin == "computed" else _teller(name, self._iso)
            )
        return self._reads[name]

    def _computed(self, fact: Fact) -> Read:
        readers = tuple(self._read(name) for name in arguments_of(fact))
        known: dict[tuple[Told, ...], Told] = {}

        def read(told: Values) -> Told | None:
            arguments = []
            for reader in readers:
                value = reader(told)
                if value is None:
                    return None
                arguments.append(value)
            key = tuple(arguments)
            if key not in known:
                if len(known) >= MOST:
                    known.clear()
                known[key] = NO_ROW if NO_ROW in key else compute(fact, key, self._book, self._day)
            return known[key]

        return read

    def _condition(self, condition: Condition) -> Holds:
        match condition:
            case Test():
                return self._test(condition)
            case Not():
                child = self._condition(condition.child)
                return lambda told: None if (found := child(told)) is None else not found
            case And() | Or() | AtLeast():
                children = tuple(self._condition(child) for child in condition.children)
                least = {And: len(children), Or: 1}.get(type(condition), getattr(condition, "count", 0))
                return _counting(children, least)
            case Is():
                raise TypeError(f"{condition.fact} is derived: linking refuses it here")

    def _test(self, test: Test) -> Holds:
        read, untold = self._read(test.fact), self._nothing.test(test.fact, test.checks)
        checks, groups, day = ready(test.checks, self._day, self._book.groups), self._book.groups, self._day
        known: dict[Told, bool] = {}

        def holds(told: Values) -> Verdict:
            value = read(told)
            if value is None:
                return untold
            if value not in known:
                if len(known) >= MOST:
                    known.clear()
                known[value] = satisfies(value, checks, day, groups)
            return known[value]

        return holds


def _teller(name: str, iso: str) -> Read:
    if name == "as_of":
        return lambda told: iso
    return lambda told: told.get(name)


def _counting(children: tuple[Holds, ...], least: int) -> Holds:
    """At least so many hold; it stops as soon as that cannot be."""

    def holds(told: Values) -> Verdict:
        sure, possible = 0, len(children)
        for child in children:
            verdict = child(told)
            if verdict:
                sure += 1
            elif verdict is False:
                possible -= 1
                if possible < least:
                    return False
        return True if sure >= least else None

    return holds
