"""Days on which a test can change while the facts told stay as they are.

In: a reading, and tests of its program. Out: days, in order. Newly guaranteed: between two neighbouring days of the list every
test has one verdict (windows of rules, of groups and of table rows, thresholds on told and computed dates, birthdays).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from engine.clauses.compiled import AtomSpec, FactTest, InForce
from engine.facts.case import Told
from engine.facts.computed import arguments_of, cell
from engine.facts.lanes import DAY, Reads
from engine.ground.dates import add, month_end_after, parse_date, parse_duration
from engine.linked.model import Fact, Rulebook
from engine.policy.model import Row, Window
from engine.run.reading import Reading

Days = set[datetime.date]
NEXT = datetime.timedelta(days=1)
LISTED = ("in", "not_in", "has_any", "has_all")
SLACK = 10
"""Days by which the length of a span of months can differ, depending on where it begins."""
LIFETIME = 60
"""Years on each side of the day, where every month counts."""


def change_days(reading: Reading, reads: Reads, only: frozenset[int] | None = None) -> list[datetime.date]:
    """Every day from the start of the period decided on at which an atom of this case can change, in order.

    only: positions of the atoms to look at; all of them by default. There is always one day: the first of the period.
    """
    days: Days = set()
    for at in reads.touching.get(DAY, ()):
        if only is None or at in only:
            days |= days_of(reading.compiled.atoms[at], reading)
    return from_the_start(days, reading.book)


def from_the_start(days: Iterable[datetime.date], book: Rulebook) -> list[datetime.date]:
    """The days of the period decided on, its first one included, in order."""
    start = parse_date(book.decides.start) if book.decides.start else datetime.date.min
    return sorted(day for day in {*days, start} if day >= start)


def days_of(spec: AtomSpec, reading: Reading) -> Days:
    """Days on which one atom can change."""
    if isinstance(spec, InForce):
        return edges([Window(spec.start, spec.end)])
    return _Moving(reading).test(spec) if isinstance(spec, FactTest) else set()


def edges(windows: Iterable[Window]) -> Days:
    """The first day of each window, and the first day after it."""
    days: Days = set()
    for window in windows:
        if window.start:
            days.add(parse_date(window.start))
        if window.end:
            days.add(after(parse_date(window.end)))
    return days


def last_day_before(date: datetime.date, duration: str) -> datetime.date:
    """The last day from which so long a time ends by the date."""
    span = parse_duration(duration)
    day = after(date, (date - add(date, span)).days + SLACK)
    while add(day, span) > date and day > datetime.date.min:
        day -= NEXT
    return day


def after(day: datetime.date, days: int = 1) -> datetime.date:
    """So many days later, within the calendar."""
    try:
        return day + days * NEXT
    except OverflowError:
        return datetime.date.max if days > 0 else datetime.date.min


class _Moving:
    """What the facts of one case can be as the day moves."""

    def __init__(self, reading: Reading) -> None:
        self._book, self._told, self._truth = reading.book, reading.case.told, reading.truth

    def test(self, spec: FactTest) -> Days:
        days = self._around([operand for operator, operand in spec.checks if operator in ("before", "from", "until", "is")], spec)
        dates = None
        for operator, operand in spec.checks:
            if isinstance(operand, str) and operator in LISTED:
                days |= edges(window for _, window in self._book.groups[operand].members)
            elif operator.endswith("_ago") or operator == "within":
                dates = self._dates(spec.fact) if dates is None else dates
                days |= {day for date in dates for day in _thresholds(date, operator, str(operand))}
        bounds = {bound for _, operand in spec.checks for bound in (operand if isinstance(operand, tuple) else (operand,))}
        return days | self.computed(spec.fact, frozenset(bound for bound in bounds if isinstance(bound, int)))

    def _around(self, operands: Iterable[object], spec: FactTest) -> Days:
        """The day of the decision itself, held against days."""
        if spec.fact != DAY:
            return set()
        days = [parse_date(operand) for operand in operands if isinstance(operand, str)]
        return {*days, *map(after, days)}

    def computed(self, name: str, counts: frozenset[int]) -> Days:
        """Days on which a computed fact can change: birthdays, ends of validity, rows of the key, members of the group.

        counts: the numbers that it is tested against, where it counts days or years.
        """
        fact = self._book.facts.get(name)
        if fact is None or fact.origin != "computed":
            return set()
        inner = counts if fact.function != "lookup" else _keys(self._book.tables[fact.table or ""].rows)
        days: Days = set()
        for argument in arguments_of(fact):
            days |= self.computed(argument, inner)
        match fact.function:
            case "years_between" | "days_between" | "on_or_before" if DAY in fact.of:
                days |= _counted(fact, [date for name in fact.of if name != DAY for date in self._dates(name)], counts)
            case "lookup":
                days |= edges(row.window for row in self._rows(fact))
            case "any_of_group":
                days |= edges(window for _, window in self._book.groups[fact.of[1]].members)
            case "month_end_after" if fact.of[0] == DAY:
                days |= _months(parse_date(str(self._truth.value(DAY))))
        return days

    def _rows(self, fact: Fact) -> list[Row]:
        """The rows that a lookup can find: those of its key, or all where the key itself is computed."""
        rows = self._book.tables[fact.table or ""].rows
        if any(self._book.facts[name].origin == "computed" for name in fact.of):
            return list(rows)
        key = tuple(str(self._truth.value(name)) for name in fact.of)
        return [row for row in rows if row.key == key]

    def _dates(self, name: str) -> Days:
        """Every date that a fact can be, whatever the day."""
        if name == DAY:
            return set()
        fact = self._book.facts[name]
        if fact.origin != "computed":
            return _as_dates((self._told.get(name),))
        if fact.function == "lookup":
            table = self._book.tables[fact.table or ""]
            return _as_dates(cell(table, row, fact.column or "") for row in self._rows(fact))
        if fact.function == "month_end_after":
            return {month_end_after(date, fact.months or 0) for date in self._dates(fact.of[0])}
        return set()


def _keys(rows: Iterable[Row]) -> frozenset[int]:
    """The numbers among the keys of rows: a computed number may be looked up."""
    return frozenset(int(part) for row in rows for part in row.key if part.isdecimal() and len(part) < SLACK)


def _months(around: datetime.date) -> Days:
    """The first days of the months near a day: what is computed from the end of its month changes then."""
    years = range(max(1, around.year - LIFETIME), min(9999, around.year + LIFETIME) + 1)
    return {datetime.date(year, month, 1) for year in years for month in range(1, 13)}


def _as_dates(values: Iterable[Told | None]) -> Days:
    return {parse_date(value) for value in values if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-"}


def _thresholds(date: datetime.date, operator: str, duration: str) -> Days:
    """The days on which a date passes a duration: counted from it, or (`within`) counted up to it."""
    if operator != "within":
        end = add(date, parse_duration(duration))
        return {end, after(end)}
    span = parse_duration(duration)
    first = after(date, (date - add(date, span)).days - SLACK)
    while add(first, span) < date:
        first += NEXT
    return {first, after(date)}


def _counted(fact: Fact, dates: Iterable[datetime.date], counts: frozenset[int]) -> Days:
    """Days on which what lies between the day of the decision and a date reaches or leaves one of the counts."""
    steps = {shifted for count in counts for shifted in (count, count + 1)}
    match fact.function:
        case "years_between":
            moved = ((date, sign * years) for date in dates for years in steps for sign in (-1, 1))
            birthdays = [_birthday(date, years) for date, years in moved]
            return {*birthdays, *map(after, birthdays)} if fact.of[0] == DAY else set(birthdays)
        case "days_between":
            return {
                after(date, sign * days) for date in dates for days in {*steps, *(1 - step for step in steps)} for sign in (-1, 1)
            }
        case _:
            return {day for date in dates for day in (date, after(date))}


def _birthday(born: datetime.date, years: int) -> datetime.date:
    """A birthday of 29 February falls on 1 March in other years."""
    year = min(max(born.year + years, 1), 9999)
    try:
        return born.replace(year=year)
    except ValueError:
        return datetime.date(year, 3, 1)
