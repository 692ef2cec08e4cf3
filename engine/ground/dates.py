"""Days and durations. In: text `YYYY-MM-DD` and `P3M`. Out: dates, and dates moved by months and days.

Guaranteed: strict reading (ValueError otherwise); a moved date never fails: it is clamped to the last day of the
month, and to the last day of the calendar beyond the year 9999.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from engine.ground.records import dataclass

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_DURATION = re.compile(r"P(?=\d)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Duration:
    """So many years, months and days; never turned into a count of days."""

    years: int = 0
    months: int = 0
    days: int = 0

    def __str__(self) -> str:
        parts = (f"{self.years}Y" if self.years else "", f"{self.months}M" if self.months else "")
        days = f"{self.days}D" if self.days or not any(parts) else ""
        return "P" + "".join(parts) + days


def parse_date(text: str) -> date:
    """A day of the calendar written YYYY-MM-DD."""
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(f"not a date written YYYY-MM-DD: {text[:40]!r}")
    return date(int(found[1]), int(found[2]), int(found[3]))


def parse_duration(text: str) -> Duration:
    """An ISO 8601 duration of years, months, weeks and days: P1Y, P3M, P2W, P15D, P1Y6M."""
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError(f"not a duration such as P3M or P15D: {text[:40]!r}")
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    return Duration(years, months, weeks * 7 + days)


def add(day: date, duration: Duration) -> date:
    """The day that much later: months first, to the last day of the month where there is no such day; then days."""
    moved = _add_months(day, duration.years * 12 + duration.months)
    try:
        return moved + timedelta(days=duration.days)
    except OverflowError:
        return date.max


def years_between(birth: date, day: date) -> int:
    """Completed years from `birth` to `day`. A birthday of 29 February falls on 1 March in other years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def days_between(first: date, second: date) -> int:
    """Days from the first date to the second; negative if the second is earlier."""
    return (second - first).days


def month_end_after(day: date, months: int) -> date:
    """The last day of the month that lies `months` months after the month of `day`."""
    moved = _add_months(day.replace(day=1), months)
    return moved.replace(day=monthrange(moved.year, moved.month)[1])


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
