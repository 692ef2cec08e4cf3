"""From when: the first day of the unbroken run of days on which the same profile is entitled.

In: a reading. Out: an ISO date or None. Newly guaranteed: the decision was made again, as lanes, on every day at which
something can change (told dates and the thresholds on them, windows of rules, of groups and of table rows).
"""

from __future__ import annotations

import datetime

from engine.decision.moments import change_days, from_the_start
from engine.facts.lanes import Reads, Variant, rails
from engine.ground.dates import parse_date
from engine.run import lanes
from engine.run.reading import Reading

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
    found = change_days(reading, reads, reading.compiled.atoms_below(literal))
    days = from_the_start((*found, *floors), reading.book)
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
