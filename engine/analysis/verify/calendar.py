"""Days and durations in integer arithmetic, exactly.

In: z3. Out: `Calendar`: dates as integers that keep their order. Newly guaranteed: every date is one of the calendar; comparisons
are those of `engine.ground.dates`, ends of month and leap years included.

A date is `32 * month + day`, months counted from the year 0. A date moved by n months, to the last day where there is no such
day, lies before another exactly when `date + 32 n` is less than the other: in the same month, what was cut off ends on its last
day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import z3

from engine.ground.dates import Duration, parse_date
from engine.ground.records import dataclass

Expr = Any
"""z3 has no types of its own to speak of."""
MONTH = 32
LONG = (0, 2, 4, 6, 7, 9, 11)
FEBRUARY = 1
BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
"""Days of a plain year before each month."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date: its order, and its parts. months: since the year 0."""

    order: Expr
    year: Expr
    month: Expr
    day: Expr
    months: Expr


def order_of(iso: str) -> int:
    """The integer of a day of the calendar."""
    day = parse_date(iso)
    return MONTH * (12 * day.year + day.month - 1) + day.day


class Calendar:
    """Makes dates; what must hold of them goes to a solver."""

    def __init__(self, solver: Expr) -> None:
        self._solver = solver
        self._made = 0

    def named(self, name: str) -> Day:
        """Any day from year 1 to 9999."""
        year, month, day = (z3.Int(f"{name}.{part}") for part in ("y", "m", "d"))
        made = self._day(year, month, day)
        self._solver.add(year >= 1, year <= 9999, month >= 0, month <= 11, day >= 1, day <= self._length(made))
        return made

    def value(self, model: Expr, day: Day) -> datetime.date:
        """The day in a model."""
        year, month, number = (model.eval(part, model_completion=True).as_long() for part in (day.year, day.month, day.day))
        return datetime.date(year, month + 1, number)

    def month_end(self, day: Day, months: int) -> Day:
        """The last day of a later month."""
        moved = self._moved(day, months)
        return self._day(moved.year, moved.month, self._length(moved))

    def before(self, day: Day, duration: Duration, other: Day) -> Expr:
        """Whether the day moved by the duration lies before another."""
        months = 12 * duration.years + duration.months
        if not duration.days:
            return day.order + MONTH * months < other.order
        return self._number(self._clamped(day, months)) + duration.days < self._number(other)

    def not_after(self, day: Day, duration: Duration, other: Day) -> Expr:
        """Whether the day moved by the duration lies before another, or is it."""
        months = 12 * duration.years + duration.months
        if duration.days:
            return self._number(self._clamped(day, months)) + duration.days <= self._number(other)
        ends = z3.And(day.months + months == other.months, other.day == self._length(other))
        return z3.Or(day.order + MONTH * months <= other.order, ends)

    def years(self, first: Day, second: Day, least: int) -> Expr:
        """Whether at least so many years are complete; a birthday of 29 February falls on 1 March."""
        return first.order + 12 * MONTH * least <= second.order

    def days(self, first: Day, second: Day, least: int) -> Expr:
        """Whether there are at least so many days from the first to the second."""
        return self._number(second) - self._number(first) >= least

    def _clamped(self, day: Day, months: int) -> Day:
        if not months:
            return day
        moved = self._moved(day, months)
        length = self._length(moved)
        return self._day(moved.year, moved.month, z3.If(day.day > length, length, day.day))

    def _moved(self, day: Day, months: int) -> Day:
        self._made += 1
        year, month = z3.Int(f"moved{self._made}.y"), z3.Int(f"moved{self._made}.m")
        self._solver.add(12 * year + month == day.months + months, month >= 0, month <= 11)
        return self._day(year, month, day.day)

    def _day(self, year: Expr, month: Expr, day: Expr) -> Day:
        months = 12 * year + month
        return Day(MONTH * months + day, year, month, day, months)

    def _length(self, day: Day) -> Expr:
        long = z3.Or([day.month == month for month in LONG])
        return z3.If(long, 31, z3.If(day.month == FEBRUARY, z3.If(_leap(day.year), 29, 28), 30))

    def _number(self, day: Day) -> Expr:
        """Days since the year 0."""
        past = day.year - 1
        start: Expr = z3.IntVal(BEFORE[0])
        for month, before in enumerate(BEFORE[1:], 1):
            start = z3.If(day.month == month, before, start)
        leap = z3.If(z3.And(day.month > FEBRUARY, _leap(day.year)), 1, 0)
        return 365 * past + past / 4 - past / 100 + past / 400 + start + leap + day.day


def _leap(year: Expr) -> Expr:
    return z3.And(year % 4 == 0, z3.Or(year % 100 != 0, year % 400 == 0))


def any_of(parts: Iterable[Expr]) -> Expr:
    """One of them, without needless nodes."""
    found = [part for part in parts if not z3.is_false(part)]
    return found[0] if len(found) == 1 else z3.Or(found) if found else z3.BoolVal(False)
