"""Representative values of untold inputs: one for each way in which the tests of the program can tell them apart.

In: a reading and an input. Out: values, or None where there are too many. Newly guaranteed: any two values that some atom
tells apart are represented apart.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from itertools import combinations

from engine.clauses.compiled import FactTest
from engine.facts.case import Told
from engine.facts.lanes import DAY, Reads, Variant
from engine.facts.matching import operand_set
from engine.facts.truth import Truth, domain
from engine.ground.dates import add, parse_date, parse_duration
from engine.linked.model import Fact
from engine.run.reading import Reading

CLASSES = 6
"""Members of an untold set that tests tell apart, beyond which its subsets are too many."""
ONE_DAY = datetime.timedelta(days=1)


def representatives(name: str, reading: Reading, reads: Reads) -> tuple[Told, ...] | None:
    """Values of an untold input such that every verdict pattern of its atoms occurs; None when that cannot be shown."""
    fact = reading.book.facts[name]
    atoms = reads.touching.get(name, [])
    specs = [spec for at in atoms if isinstance(spec := reading.compiled.atoms[at], FactTest)]
    if any(len(reads.atoms[at] - {name, DAY} - set(reading.case.told)) > 0 for at in atoms):
        return None
    candidates = _candidates(fact, specs, reading)
    if candidates is None:
        return None
    patterns: dict[tuple[object, ...], Told] = {}
    for value in candidates:
        truth = Truth(reading.book, Variant({name: value}).of(reading.case))
        patterns.setdefault(tuple(truth.atom(spec) for spec in specs), value)
    return tuple(patterns.values())


def _candidates(fact: Fact, specs: list[FactTest], reading: Reading) -> Iterable[Told] | None:
    if fact.type.many:
        return _sets(specs, reading)
    closed = domain(fact)
    if closed is not None:
        return closed
    if fact.type.kind == "date":
        return _days(fact.name, specs, reading)
    if fact.type.kind == "integer":
        bounds = {operand for spec in specs for _, operand in spec.checks if isinstance(operand, int)}
        return sorted({bound + shift for bound in bounds for shift in (-1, 0, 1)})
    return None


def _days(name: str, specs: list[FactTest], reading: Reading) -> list[Told] | None:
    """Days around each threshold, as told dates; None when a computed fact reads the date (its thresholds are elsewhere)."""
    if any(spec.fact != name for spec in specs):
        return _computed_days(reading)
    days = {reading.case.as_of}
    for spec in specs:
        for operator, operand in spec.checks:
            if operator == "within":
                days |= {add(reading.case.as_of, parse_duration(str(operand)))}
            elif operator.endswith("_ago"):
                days |= _ago(reading.case.as_of, str(operand))
            else:
                days.add(parse_date(str(operand)))
    return [day.isoformat() for day in sorted({day + shift * ONE_DAY for day in days for shift in (-1, 0, 1)})]


def _ago(day: datetime.date, duration: str) -> set[datetime.date]:
    """Days near the one whose `duration` ends on `day` (months have several lengths, so a few are tried)."""
    span = parse_duration(duration)
    length = add(day, span) - day
    start = day - length
    return {start + shift * ONE_DAY for shift in range(-4, 5)}


def _computed_days(reading: Reading) -> list[Told]:
    """For ages and validities: birthdays of every age, and the days around the decision."""
    day = reading.case.as_of
    days = {day + shift * ONE_DAY for shift in (-1, 0, 1)}
    for years in range(111):
        year = day.year - years
        if year > 1:
            birthday = day.replace(year=year, day=min(day.day, 28))
            days |= {birthday, birthday + ONE_DAY, birthday - 5 * ONE_DAY}
    return [found.isoformat() for found in sorted(days) if found <= day + ONE_DAY]


def _sets(specs: list[FactTest], reading: Reading) -> list[Told] | None:
    """Subsets of members, one member for each class that the operands tell apart, besides one outside of all."""
    operands: list[frozenset[object]] = []
    exact: set[object] = set()
    for spec in specs:
        found = _operands(spec, reading)
        if found is None:
            return None
        operands += found
        exact |= {member for (operator, _), members in zip(spec.checks, found, strict=True) for member in members
                  if operator == "has_all"}  # fmt: skip
    classes: dict[tuple[object, ...], str] = {}
    for member in sorted({str(member) for operand in operands for member in operand}):
        key = (*(member in operand for operand in operands), member if member in exact else None)
        classes.setdefault(key, member)
    if len(classes) > CLASSES:
        return None
    members = list(classes.values())
    return [subset for size in range(len(members) + 1) for subset in combinations(members, size)]


def _operands(spec: FactTest, reading: Reading) -> list[frozenset[object]] | None:
    """The sets that a test holds an untold set against, itself or through `any_of_group`; None for another function."""
    book, day = reading.book, reading.case.as_of
    fact = book.facts[spec.fact]
    if fact.origin != "computed":
        return [operand_set(operand, day, book.groups) for _, operand in spec.checks]
    if fact.function != "any_of_group" or book.facts[fact.of[0]].origin == "computed":
        return None
    return [operand_set(fact.of[1], day, book.groups) for _ in spec.checks]
