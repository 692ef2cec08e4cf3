"""Matchers against the calendar: durations are compared as dates, never as counts."""

from __future__ import annotations

import datetime
from calendar import monthrange

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.case import Case, Told
from engine.facts.truth import Truth
from engine.ground.dates import Duration, add, month_end_after, years_between
from engine.linked.model import Operand
from tests.semantics.rulebooks import assemble

BOOK = assemble([], [])
DATES = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))
MONTHS = st.integers(0, 40)


def holds(fact: str, value: Told, day: str, **checks: Operand) -> bool | None:
    """The verdict of a test when one fact is told."""
    case = Case(datetime.date.fromisoformat(day), {fact: value})
    return Truth(BOOK, case).test(fact, tuple((name.rstrip("_"), operand) for name, operand in checks.items()))


@pytest.mark.parametrize(
    ("since", "duration", "day", "more", "least"),
    [
        ("2021-02-03", "P3M", "2021-05-02", False, False),
        ("2021-02-03", "P3M", "2021-05-03", False, True),
        ("2021-02-03", "P3M", "2021-05-04", True, True),
        ("2020-11-30", "P3M", "2021-02-27", False, False),  # there is no 30 February: the last day of the month
        ("2020-11-30", "P3M", "2021-02-28", False, True),
        ("2020-11-30", "P3M", "2021-03-01", True, True),
        ("2019-11-30", "P3M", "2020-02-28", False, False),
        ("2019-11-30", "P3M", "2020-02-29", False, True),
        ("2021-01-31", "P1M", "2021-02-28", False, True),
        ("2021-01-28", "P1M", "2021-02-28", False, True),
        ("2020-02-29", "P1Y", "2021-02-28", False, True),
        ("2020-02-29", "P1Y", "2021-03-01", True, True),
        ("2020-02-29", "P4Y", "2024-02-28", False, False),
        ("2020-02-29", "P4Y", "2024-02-29", False, True),
        ("2021-01-31", "P1M1D", "2021-03-01", False, True),  # months first, then days
        ("2021-06-20", "P15D", "2021-07-05", False, True),
        ("2021-06-20", "P2W", "2021-07-05", True, True),
        ("2021-05-01", "P0D", "2021-05-01", False, True),
    ],
)
def test_ago_moves_the_date(since: str, duration: str, day: str, more: bool, least: bool) -> None:
    assert holds("since", since, day, more_than_ago=duration) is more
    assert holds("since", since, day, at_least_ago=duration) is least
    assert holds("since", since, day, at_most_ago=duration) is not more
    assert holds("since", since, day, less_than_ago=duration) is not least


@pytest.mark.parametrize(
    ("told", "day", "inside"),
    [
        ("2021-02-27", "2021-02-28", False),
        ("2021-02-28", "2021-02-28", True),
        ("2021-03-31", "2021-01-31", False),
        ("2021-02-28", "2021-01-31", True),  # one month after 31 January
        ("2021-03-01", "2021-01-31", False),
    ],
)
def test_within_is_still_to_come_both_ends_included(told: str, day: str, inside: bool) -> None:
    assert holds("since", told, day, within="P1M") is inside


@pytest.mark.parametrize(
    ("checks", "day", "expected"),
    [
        ({"before": "2021-05-03"}, "2021-05-02", True),
        ({"before": "2021-05-03"}, "2021-05-03", False),
        ({"from": "2021-05-03"}, "2021-05-02", False),
        ({"from": "2021-05-03"}, "2021-05-03", True),
        ({"until": "2021-05-03"}, "2021-05-03", True),
        ({"until": "2021-05-03"}, "2021-05-04", False),
        ({"from": "2021-05-01", "until": "2021-05-31"}, "2021-05-31", True),
        ({"is": "2021-05-31"}, "2021-05-31", True),
    ],
)
def test_borders_of_dates(checks: dict[str, Operand], day: str, expected: bool) -> None:
    assert holds("since", day, "2021-07-01", **checks) is expected


@pytest.mark.parametrize(
    ("number", "checks", "expected"),
    [
        (2, {"at_least": 2}, True),
        (2, {"more_than": 2}, False),
        (2, {"at_most": 2}, True),
        (2, {"less_than": 2}, False),
        (2, {"more_than": 1, "less_than": 3}, True),
        (2, {"at_least": 0, "not_in": (2,)}, False),
        (0, {"is": 0}, True),
    ],
)
def test_borders_of_numbers(number: int, checks: dict[str, Operand], expected: bool) -> None:
    assert holds("number", number, "2021-07-01", **checks) is expected


@pytest.mark.parametrize(
    ("day", "age"),
    [("2003-02-28", 2), ("2003-03-01", 3), ("2004-02-28", 3), ("2004-02-29", 4), ("2018-02-28", 17), ("2018-03-01", 18)],
)
def test_a_birthday_of_29_february_falls_on_1_march(day: str, age: int) -> None:
    case = Case(datetime.date.fromisoformat(day), {"birth": "2000-02-29"})
    assert Truth(BOOK, case).value("age") == age


@pytest.mark.parametrize(
    ("since", "renewal"),
    [("2020-08-31", "2021-02-28"), ("2019-08-01", "2020-02-29"), ("2021-12-15", "2022-06-30"), ("2021-06-30", "2021-12-31")],
)
def test_the_end_of_the_month_six_months_later(since: str, renewal: str) -> None:
    assert Truth(BOOK, Case(datetime.date(2021, 1, 1), {"since": since})).value("renewal") == renewal


# properties -----------------------------------------------------------------------------------------------------------


def by_hand(day: datetime.date, months: int) -> datetime.date:
    """The same day n months later, or the last day of that month: counted month by month."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return datetime.date(year, month, min(day.day, monthrange(year, month)[1]))


@given(DATES, MONTHS, DATES)
def test_ago_against_a_calendar_counted_by_hand(since: datetime.date, months: int, day: datetime.date) -> None:
    for today in (day, by_hand(since, months), by_hand(since, months) + datetime.timedelta(1)):
        told, iso, length = since.isoformat(), today.isoformat(), f"P{months}M"
        assert holds("since", told, iso, more_than_ago=length) is (by_hand(since, months) < today)
        assert holds("since", told, iso, at_most_ago=length) is (by_hand(since, months) >= today)


@given(DATES, MONTHS, MONTHS)
def test_moving_keeps_order_and_ends_in_the_right_month(day: datetime.date, months: int, more: int) -> None:
    moved = add(day, Duration(months=months))
    assert moved == by_hand(day, months) <= by_hand(day, months + more)
    assert month_end_after(day, months) == moved.replace(day=monthrange(moved.year, moved.month)[1])


@given(DATES, DATES)
def test_completed_years_grow_on_birthdays_only(birth: datetime.date, day: datetime.date) -> None:
    years, tomorrow = years_between(birth, day), day + datetime.timedelta(1)
    feast = (3, 1) if (birth.month, birth.day) == (2, 29) and monthrange(tomorrow.year, 2)[1] == 28 else (birth.month, birth.day)
    assert years_between(birth, tomorrow) - years == ((tomorrow.month, tomorrow.day) == feast)
    assert years_between(birth, birth) == 0
