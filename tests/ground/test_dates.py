"""Days, durations and ages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ground.dates import Duration, add, days_between, month_end_after, parse_date, parse_duration, years_between


@pytest.mark.parametrize(
    "text",
    ["2026-2-03", "20260203", "2026-02-30", "26-02-03", "2026-02-03T00:00", " 2026-02-03", "2026-02-03\n", "٢٠٢٦-02-03", ""],
)
def test_a_date_is_strict(text: str) -> None:
    """Only YYYY-MM-DD, in plain digits, of a day that exists."""
    with pytest.raises(ValueError):
        parse_date(text)


@given(st.dates())
def test_a_date_reads_back(day: date) -> None:
    """What is written in ISO form is read as the same day."""
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("P3M", Duration(months=3)),
        ("P1Y6M", Duration(1, 6)),
        ("P2W", Duration(days=14)),
        ("P1W1D", Duration(days=8)),
        ("P0D", Duration()),
    ],
)
def test_durations(text: str, duration: Duration) -> None:
    """Years, months, weeks and days."""
    assert parse_duration(text) == duration
    assert parse_duration(str(duration)) == duration


@pytest.mark.parametrize("text", ["P", "3M", "PT3H", "P3", "P-3M", "P3M1Y", "P1.5M", "p3m", "P3M ", "P9999999D", "P3H", "P3MT"])
def test_durations_that_are_none(text: str) -> None:
    """No time of day, no sign, no fraction, units in order."""
    with pytest.raises(ValueError):
        parse_duration(text)


@pytest.mark.parametrize(
    ("day", "duration", "later"),
    [
        ("2026-02-03", "P3M", "2026-05-03"),
        ("2026-01-31", "P1M", "2026-02-28"),
        ("2024-01-31", "P1M", "2024-02-29"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2026-01-31", "P1M1D", "2026-03-01"),
        ("2025-12-31", "P2M", "2026-02-28"),
        ("9999-12-01", "P1M", "9999-12-31"),
        ("9999-12-01", "P999999Y", "9999-12-31"),
        ("2026-01-01", "P999999D", "4763-11-28"),
        ("9998-01-01", "P999999D", "9999-12-31"),
    ],
)
def test_adding(day: str, duration: str, later: str) -> None:
    """Months first, clamped to the month, then days; clamped to the end of the calendar."""
    assert add(parse_date(day), parse_duration(duration)) == parse_date(later)


@given(st.dates(), st.integers(0, 2000), st.integers(0, 100000))
def test_adding_never_fails_and_never_goes_back(day: date, months: int, days: int) -> None:
    """A later day, whatever the duration, and more months are never earlier."""
    later = add(day, Duration(0, months, days))
    assert later >= day
    assert add(day, Duration(0, months + 1, days)) >= later


@pytest.mark.parametrize(
    ("birth", "day", "years"),
    [
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-28", 19),
        ("2008-02-29", "2028-02-29", 20),
        ("2008-11-23", "2026-11-22", 17),
        ("2008-11-23", "2026-11-23", 18),
        ("2026-11-24", "2026-11-23", -1),
    ],
)
def test_ages(birth: str, day: str, years: int) -> None:
    """Completed years; a birthday of 29 February falls on 1 March."""
    assert years_between(parse_date(birth), parse_date(day)) == years


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(0, 100))
def test_age_grows_by_one_a_year(birth: date, years: int) -> None:
    """On the birthday the age is reached, the day before it is not."""
    leap_day = (birth.month, birth.day) == (2, 29)
    birthday = (
        date(birth.year + years, 3, 1) if leap_day and not _leap(birth.year + years) else birth.replace(year=birth.year + years)
    )
    assert years_between(birth, birthday) == years
    assert years_between(birth, birthday - timedelta(days=1)) == years - 1


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def test_month_ends_and_days_between() -> None:
    """The last day of the month n months on; days are signed."""
    assert month_end_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert month_end_after(date(2026, 8, 15), 6) == date(2027, 2, 28)
    assert month_end_after(date(2026, 8, 15), 0) == date(2026, 8, 31)
    assert month_end_after(date(9999, 8, 15), 6) == date.max
    assert days_between(date(2026, 3, 1), date(2026, 2, 28)) == -1
