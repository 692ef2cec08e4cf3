"""Days that tests can tell apart, for an untold date.

In: a reading, a date fact, the tests that read it (directly or through computed facts). Out: candidate days.
Newly guaranteed: a day on each side of every threshold: durations and dates of direct tests, birthdays of the ages asked,
ends of months and of validities against the day of the decision and every known date that such a test compares with.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from engine.clauses.compiled import FactTest
from engine.facts.computed import arguments_of, inputs_below
from engine.ground.dates import add, parse_date, parse_duration
from engine.linked.model import Fact, Operand
from engine.run.reading import Reading

ONE_DAY = datetime.timedelta(days=1)
MONTH_SLACK = 2
"""Months tried on each side of an end of month."""


def candidate_days(name: str, specs: list[FactTest], reading: Reading) -> list[str]:
    """Days such that each way in which the tests can come out has one."""
    days = {reading.case.as_of}
    for spec in specs:
        if spec.fact == name:
            days |= _direct(spec.checks, reading.case.as_of)
        else:
            chain = list(_chain(spec.fact, name, reading))
            anchors = _anchors(chain, name, reading)
            days |= anchors
            for fact in chain:
                days |= _computed(fact, spec.checks, anchors)
    around = {moved for day in days for shift in (-1, 0, 1) if (moved := _shifted(day, shift)) is not None}
    return [day.isoformat() for day in sorted(around)]


def _anchors(chain: list[Fact], name: str, reading: Reading) -> set[datetime.date]:
    """The day of the decision and every known date beside the untold one in the chain: what it may be compared with."""
    beside = {argument for fact in chain for argument in arguments_of(fact)} - {name, *(fact.name for fact in chain)}
    known = {reading.truth.value(argument) for argument in beside if argument in reading.book.facts}
    dates = {parse_date(value) for value in known if isinstance(value, str) and _is_iso(value)}
    return {reading.case.as_of, *dates}


def _is_iso(text: str) -> bool:
    return len(text) == 10 and text[4] == "-" and text[7] == "-"


def _direct(checks: tuple[tuple[str, Operand], ...], as_of: datetime.date) -> set[datetime.date]:
    days: set[datetime.date] = set()
    for operator, operand in checks:
        if operator == "within":
            days.add(add(as_of, parse_duration(str(operand))))
        elif operator.endswith("_ago"):
            days |= _before(as_of, str(operand))
        elif isinstance(operand, str):
            days.add(parse_date(operand))
    return days


def _before(day: datetime.date, duration: str) -> set[datetime.date]:
    """Days near the one whose `duration` ends on `day`; months have several lengths, so a few are taken."""
    length = (add(day, parse_duration(duration)) - day).days
    return {moved for shift in range(-4, 5) if (moved := _shifted(day, shift - length)) is not None}


def _chain(outer: str, name: str, reading: Reading) -> Iterable[Fact]:
    """The computed facts between a tested one and the date."""
    fact = reading.book.facts[outer]
    if fact.origin != "computed" or name not in inputs_below(reading.book, outer):
        return
    yield fact
    for argument in arguments_of(fact):
        if argument in reading.book.facts:
            yield from _chain(argument, name, reading)


def _computed(fact: Fact, checks: tuple[tuple[str, Operand], ...], anchors: set[datetime.date]) -> set[datetime.date]:
    numbers = {operand for _, operand in checks if isinstance(operand, int) and not isinstance(operand, bool)}
    match fact.function:
        case "years_between":
            shifts = {number + extra for number in numbers for extra in (0, 1)}
            return {_years(anchor, sign * years) for anchor in anchors for years in shifts for sign in (-1, 1)}
        case "days_between":
            moved = {_shifted(anchor, sign * number) for anchor in anchors for number in numbers for sign in (-1, 1)}
            return {day for day in moved if day is not None}
        case "month_end_after":
            return {day for anchor in anchors for day in _months(anchor, fact.months or 0)}
        case _:
            return set()


def _years(day: datetime.date, years: int) -> datetime.date:
    year = min(max(day.year + years, 1), 9999)
    try:
        return day.replace(year=year)
    except ValueError:
        return datetime.date(year, 3, 1)


def _months(anchor: datetime.date, months: int) -> Iterable[datetime.date]:
    """First days of the months near the one that lies `months` before the anchor."""
    for back in range(months - MONTH_SLACK, months + MONTH_SLACK + 1):
        total = anchor.year * 12 + anchor.month - 1 - back
        if 12 <= total < 9999 * 12:
            yield datetime.date(total // 12, total % 12 + 1, 1)


def _shifted(day: datetime.date, days: int) -> datetime.date | None:
    try:
        return day + days * ONE_DAY
    except OverflowError:
        return None
