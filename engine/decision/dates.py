"""From when: the first day of the unbroken run of days on which the same profile is entitled.

In: a reading. Out: an ISO date or None. Newly guaranteed: the decision was made again, as lanes, on every day at which
something can change (told dates and the thresholds on them, windows of rules, of groups and of table rows).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from engine.clauses.compiled import FactTest, InForce
from engine.facts.computed import arguments_of, inputs_below
from engine.facts.lanes import DAY, Reads, Variant, rails
from engine.ground.dates import add, parse_date, parse_duration
from engine.linked.model import Rulebook
from engine.policy.model import Window
from engine.run import lanes
from engine.run.reading import Reading

NEXT = datetime.timedelta(days=1)
FLOORS = ("residence.since", "activity.since")
"""Entitlement never begins before these, when they are told."""


def entitled_from(reading: Reading, reads: Reads, entitlement: str) -> str | None:
    """The first entitled day of the present run (entitled), or the first later entitled day (waiting)."""
    literal = reading.compiled.value("entitlement", "entitled")
    if literal is None or entitlement not in ("entitled", "waiting") or reading.conflicts:
        return None
    as_of = reading.case.as_of
    floors = [parse_date(str(reading.case.told[name])) for name in FLOORS if name in reading.case.told]
    if entitlement == "entitled" and not floors:
        return None  # since when the person lives or works here is not told: a date would speak of the rules alone
    days = change_days(reading, reads, reading.compiled.atoms_below(literal))
    if entitlement == "waiting":
        later = [day for day in days if day > as_of]
        entitled = _entitled(reading, reads, later, literal)
        return next((day.isoformat() for day in later if day in entitled), None)
    floor = max([days[0], *(day for day in floors if day <= as_of)])
    earlier = [floor, *(day for day in days if floor < day)] if floor < as_of else []
    return _first_of_run([day for day in earlier if day < as_of], as_of, reading, reads, literal).isoformat()


def _first_of_run(
    earlier: list[datetime.date], as_of: datetime.date, reading: Reading, reads: Reads, literal: int
) -> datetime.date:
    """The first of the days from which every following one is entitled; the day of the decision where the last is not."""
    entitled = _entitled(reading, reads, earlier, literal)
    start = as_of
    for day in reversed(earlier):
        if day not in entitled:
            break
        start = day
    return start


def _entitled(reading: Reading, reads: Reads, days: list[datetime.date], literal: int) -> set[datetime.date]:
    variants = [Variant(as_of=day) for day in days]
    if not variants:
        return set()
    only = reading.compiled.atoms_below(literal)
    initial = rails(reading.book, reading.compiled, reads, reading.case, variants, only, reading.established)
    found = lanes.run(reading.compiled.program, initial, len(variants)).rails[literal]
    return {day for lane, day in enumerate(days) if found >> lane & 1}


def change_days(reading: Reading, reads: Reads, only: frozenset[int] | None = None) -> list[datetime.date]:
    """Every day from the start of the period decided on at which an atom of this case can change, in order.

    only: positions of the atoms to look at; all of them by default. There is always one day: the first of the period.
    """
    book, told = reading.book, reading.case.told
    days: set[datetime.date] = set()
    for at in reads.touching.get(DAY, ()):
        if only is not None and at not in only:
            continue
        spec = reading.compiled.atoms[at]
        if isinstance(spec, InForce):
            days |= _edges([Window(spec.start, spec.end)])
        elif isinstance(spec, FactTest):
            days |= _of_test(spec, reading)
    for name in FLOORS:
        if isinstance(value := told.get(name), str):
            days.add(parse_date(value))
    start = parse_date(book.decides.start) if book.decides.start else datetime.date.min
    return sorted(day for day in {*days, start} if day >= start)


def _of_test(spec: FactTest, reading: Reading) -> set[datetime.date]:
    days: set[datetime.date] = set()
    value = reading.truth.value(spec.fact)
    for operator, operand in spec.checks:
        if isinstance(operand, str) and operator in ("in", "not_in", "has_any", "has_all"):
            days |= _edges(window for _, window in reading.book.groups[operand].members)
        elif isinstance(value, str) and (operator.endswith("_ago") or operator == "within"):
            days |= _thresholds(parse_date(value), operator, str(operand))
    bounds = {bound for _, operand in spec.checks for bound in (operand if isinstance(operand, tuple) else (operand,))}
    counts = frozenset(bound for bound in bounds if isinstance(bound, int))
    return days | _of_computed(reading.book, spec.fact, reading, counts)


def _thresholds(date: datetime.date, operator: str, duration: str) -> set[datetime.date]:
    if operator == "within":
        day = date - (add(date, parse_duration(duration)) - date)
        return {date, date + NEXT, *(day + shift * NEXT for shift in range(-3, 4))}
    end = add(date, parse_duration(duration))
    return {end, end + NEXT}


def _of_computed(book: Rulebook, name: str, reading: Reading, counts: frozenset[int]) -> set[datetime.date]:
    """Days on which a computed fact can change: birthdays, ends of validity, rows of the key, members of the group.

    counts: the numbers that it is tested against, where it counts days.
    """
    fact = book.facts.get(name)
    if fact is None or fact.origin != "computed":
        return set()
    days: set[datetime.date] = set()
    for argument in arguments_of(fact):
        days |= _of_computed(book, argument, reading, frozenset())
    known = {*inputs_below(book, name), *arguments_of(fact)} - {DAY}
    dates = [value for inner in known if isinstance(value := reading.truth.value(inner), str) and _is_iso(value)]
    match fact.function:
        case "years_between":
            days |= {_birthday(parse_date(date), years) for date in dates for years in range(1, 111)}
        case "on_or_before" | "month_end_after":
            value = reading.truth.value(name)
            told = [*dates, *([value] if isinstance(value, str) and _is_iso(value) else [])]
            days |= {day for date in told for day in (parse_date(date), parse_date(date) + NEXT)}
        case "days_between":
            moved = (shift * NEXT for count in counts for shift in (count, count + 1, -count, 1 - count))
            days |= {parse_date(date) + shift for shift in list(moved) for date in dates}
        case "lookup":
            key = tuple(str(reading.truth.value(argument)) for argument in fact.of)
            days |= _edges(row.window for row in book.tables[fact.table or ""].rows if row.key == key)
        case "any_of_group":
            days |= _edges(window for _, window in book.groups[fact.of[1]].members)
    return days


def _is_iso(text: str) -> bool:
    return len(text) == 10 and text[4] == "-" and text[7] == "-"


def _birthday(born: datetime.date, years: int) -> datetime.date:
    """A birthday of 29 February falls on 1 March in other years."""
    year = min(born.year + years, 9999)
    try:
        return born.replace(year=year)
    except ValueError:
        return datetime.date(year, 3, 1)


def _edges(windows: Iterable[Window]) -> set[datetime.date]:
    days: set[datetime.date] = set()
    for window in windows:
        if window.start:
            days.add(parse_date(window.start))
        if window.end:
            days.add(parse_date(window.end) + NEXT)
    return days
