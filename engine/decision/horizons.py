"""Days on which it changes what an untold answer can be, while nothing that is told changes its verdict.

In: a reading. Out: days. Newly guaranteed: between two neighbouring days of these and of `change_days`, the tests of one untold
input tell the same classes apart; so what holds in every case on the first of the days holds in every case up to the next one.
Not so where two durations of one untold date are of nearly the same length in different units (P3M and P90D): which is the
longer depends on the months, day after day.
"""

from __future__ import annotations

import copy
import datetime

from engine.clauses.compiled import FactTest
from engine.decision.completions import bounds_of, excluding
from engine.decision.days import candidate_days
from engine.decision.moments import days_of, edges
from engine.facts.computed import inputs_below
from engine.facts.lanes import DAY, Reads, Variant
from engine.facts.truth import Truth
from engine.ground.dates import parse_date
from engine.linked.model import Test
from engine.linked.walk import leaves
from engine.run.reading import Reading

FAR = datetime.timedelta(days=36_587)
"""A hundred years and some days: what two such days have in common among their candidates does not move with the day."""


def horizon_days(reading: Reading, reads: Reads) -> set[datetime.date]:
    """Days on which a test with the day of the decision in it passes a day that another test of the same untold date names."""
    days = _rows(reading)
    for name, fact in reading.book.facts.items():
        if fact.origin == "input" and fact.type.kind == "date" and name not in reading.case.told and name != DAY:
            days |= days_of_untold(name, reading, reads)
    return days


def days_of_untold(name: str, reading: Reading, reads: Reads) -> set[datetime.date]:
    """The days of one untold date."""
    specs = tests_of(name, reading, reads)
    days: set[datetime.date] = set()
    if any(DAY in reads.fact(spec.fact) or _moves(spec) for spec in specs):
        for day in _fixed(name, specs, reading):
            days |= _passing(name, day, specs, reading)
    return days


def _rows(reading: Reading) -> set[datetime.date]:
    """Days on which a table changes whose key is not told."""
    book, told = reading.book, reading.case.told
    windows = (
        row.window
        for name, fact in book.facts.items()
        if fact.function == "lookup" and inputs_below(book, name) - told.keys() - {DAY}
        for row in book.tables[fact.table or ""].rows
    )
    return edges(windows)


def tests_of(name: str, reading: Reading, reads: Reads) -> list[FactTest]:
    """Every test that reads an input: of rules, of impossible combinations, of the domains of numbers."""
    atoms = (reading.compiled.atoms[at] for at in reads.touching.get(name, ()))
    found = [spec for spec in atoms if isinstance(spec, FactTest)]
    for combination in excluding(reading):
        tests = (leaf for leaf in leaves(combination.never) if isinstance(leaf, Test))
        found += [FactTest(test.fact, test.checks) for test in tests if name in inputs_below(reading.book, test.fact)]
    return [*found, *bounds_of(name, reading, reads)]


def _moves(spec: FactTest) -> bool:
    return any(operator.endswith("_ago") or operator == "within" for operator, _ in spec.checks)


def _fixed(name: str, specs: list[FactTest], reading: Reading) -> set[str]:
    """Days that tests tell apart whatever the day of the decision."""
    day = reading.case.as_of
    other = day - FAR if day.year > datetime.MAXYEAR - 200 else day + FAR
    return set(candidate_days(name, specs, reading)) & set(candidate_days(name, specs, _on(reading, Variant(as_of=other))))


def _passing(name: str, value: str, specs: list[FactTest], reading: Reading) -> set[datetime.date]:
    """Days on which a test of the date would change if it were this one; and that day itself, before which it lies ahead."""
    with_it = _on(reading, Variant({name: value}))
    days = {parse_date(value)}
    for spec in specs:
        days |= days_of(spec, with_it)
    return days


def _on(reading: Reading, variant: Variant) -> Reading:
    """The reading of a changed case, for what is read of its answers alone."""
    found = copy.copy(reading)
    found.case = variant.of(reading.case)
    found.truth = Truth(reading.book, found.case)
    return found
