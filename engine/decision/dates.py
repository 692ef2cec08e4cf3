"""From when: the first day of the unbroken run of days on which the same profile is entitled.

In: a reading. Out: an ISO date or None. Newly guaranteed: the decision was made again, as lanes, on every day at which
something can change (told dates and the thresholds on them, windows of rules, of groups and of table rows, what untold dates
can be); a day on which only cases settle the outcome counts like any other.
"""

from __future__ import annotations

import datetime

from engine.decision.horizons import horizon_days
from engine.decision.moments import change_days, from_the_start
from engine.decision.settled import Completions, settle
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
    if entitlement == "entitled" and not any(day <= as_of for day in floors):
        return None  # since when the person lives or works here is not told, or lies ahead: a date would speak of the rules alone
    found = change_days(reading, reads, reading.compiled.atoms_below(literal))
    days = from_the_start((*found, *floors), reading.book)
    if entitlement == "waiting":
        return _first_later([day for day in days if day > as_of], reading, reads, literal)
    floor = max([days[0], *(day for day in floors if day <= as_of)])
    earlier = [floor, *(day for day in days if floor < day < as_of)] if floor < as_of else []
    return _first_of_run(earlier, reading, reads, literal).isoformat()


def _first_later(later: list[datetime.date], reading: Reading, reads: Reads, literal: int) -> str | None:
    """The first of the days, all after the day of the decision, that is an entitled one."""
    entitled, open_days = _entitled(reading, reads, later, literal)
    first = next((day for day in later if day in entitled), None)
    if _open(reading, literal) or any(first is None or day < first for day in open_days):
        untold = horizon_days(reading, reads)
        later = sorted({*later, *(day for day in untold if day > reading.case.as_of)})
        entitled, open_days = _entitled(reading, reads, later, literal)
        first = next((day for day in later if day in entitled or (day in open_days and _by_cases(reading, reads, day))), None)
    return first.isoformat() if first is not None else None


def _first_of_run(earlier: list[datetime.date], reading: Reading, reads: Reads, literal: int) -> datetime.date:
    """The first of the days from which every following one is entitled; the day of the decision where the last is not."""
    as_of = reading.case.as_of
    entitled, open_days = _entitled(reading, reads, earlier, literal)
    broken = max((day for day in earlier if day not in entitled and day not in open_days), default=None)
    if earlier and (_open(reading, literal) or any(broken is None or day > broken for day in open_days)):
        untold = horizon_days(reading, reads)
        earlier = sorted({*earlier, *(day for day in untold if earlier[0] < day < as_of)})
        entitled, open_days = _entitled(reading, reads, earlier, literal)
    start = as_of
    for day in reversed(earlier):
        if day not in entitled and not (day in open_days and _by_cases(reading, reads, day)):
            break
        start = day
    return start


def _open(reading: Reading, literal: int) -> bool:
    """Whether only cases settle the day of the decision itself."""
    return not (reading.established[literal] or reading.established[literal ^ 1])


Days = set[datetime.date]


def _entitled(reading: Reading, reads: Reads, days: list[datetime.date], literal: int) -> tuple[Days, Days]:
    """The days on which entitlement is derived, and those on which it is open."""
    variants = [Variant(as_of=day) for day in days]
    if not variants:
        return set(), set()
    only = reading.compiled.atoms_below(literal)
    initial = rails(reading.book, reading.compiled, reads, reading.case, variants, only, reading.established)
    found = lanes.run(reading.compiled.program, initial, len(variants)).rails
    entitled, refused = found[literal], found[literal ^ 1]
    derived = {day for lane, day in enumerate(days) if entitled >> lane & 1}
    return derived, {day for lane, day in enumerate(days) if not (entitled | refused) >> lane & 1}


def _by_cases(reading: Reading, reads: Reads, day: datetime.date) -> bool:
    """Whether every answer that can still be given leads to an entitlement on that day."""
    book, compiled, variant = reading.book, reading.compiled, Variant(as_of=day)
    outcome = lanes.run(compiled.program, rails(book, compiled, reads, reading.case, [variant], known=reading.established), 1)
    found = Reading(book, compiled, variant.of(reading.case), outcome)
    return settle(found, Completions(found, reads))[1].get("entitlement") == "entitled"
