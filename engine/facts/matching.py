"""Matchers against values: one candidate, all checks.

In: a told value, checks, the day, the groups. Out: a verdict. Newly guaranteed: nothing (pure questions).

A day n months after d is the same day n months later, or the last day of that month; durations are compared as dates.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from engine.facts.case import Told
from engine.ground.dates import add, parse_date, parse_duration
from engine.linked.model import Group, Operand

Day = datetime.date
Ready = Operand | frozenset[object]
"""An operand as written, or the values that its list or group names on the day."""


def members(group: Group, day: Day) -> frozenset[str]:
    """The members of a group on a day."""
    iso = day.isoformat()
    return frozenset(member for member, window in group.members if window.covers(iso))


def ready(checks: tuple[tuple[str, Operand], ...], day: Day, groups: Mapping[str, Group]) -> tuple[tuple[str, Ready], ...]:
    """Checks with lists and groups looked up once, for many candidates."""
    return tuple((operator, operand_set(operand, day, groups) if operator in LISTED else operand) for operator, operand in checks)


def satisfies(value: Told, checks: tuple[tuple[str, Ready], ...], day: Day, groups: Mapping[str, Group]) -> bool:
    """Whether a value passes every check on the day."""
    return all(_passes(value, operator, operand, day, groups) for operator, operand in checks)


def operand_set(operand: Ready, day: Day, groups: Mapping[str, Group]) -> frozenset[object]:
    """The values that a list or a group names on the day."""
    if isinstance(operand, frozenset):
        return operand
    return frozenset(operand) if isinstance(operand, tuple) else members(groups[str(operand)], day)


def _passes(value: Told, operator: str, operand: Ready, day: Day, groups: Mapping[str, Group]) -> bool:
    match operator:
        case "is":
            return value == operand
        case "in":
            return value in operand_set(operand, day, groups)
        case "not_in":
            return value not in operand_set(operand, day, groups)
        case "has_any":
            return not operand_set(operand, day, groups).isdisjoint(_many(value))
        case "has_all":
            return operand_set(operand, day, groups) <= set(_many(value))
        case "at_least" | "more_than" | "at_most" | "less_than":
            return isinstance(value, int) and isinstance(operand, int) and ORDER[operator](value, operand)
        case "before" | "from" | "until":
            return isinstance(value, str) and ON[operator](value, str(operand))
        case _:
            return isinstance(value, str) and _ago(parse_date(value), operator, str(operand), day)


LISTED = ("in", "not_in", "has_any", "has_all")
"""Operators whose operand is a list or a group."""
ORDER: Mapping[str, Callable[[int, int], bool]] = {
    "at_least": int.__ge__,
    "more_than": int.__gt__,
    "at_most": int.__le__,
    "less_than": int.__lt__,
}
ON: Mapping[str, Callable[[str, str], bool]] = {"before": str.__lt__, "from": str.__ge__, "until": str.__le__}


def _many(value: Told) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _ago(date: Day, operator: str, duration: str, day: Day) -> bool:
    if operator == "within":
        return day <= date <= add(day, parse_duration(duration))
    later = add(date, parse_duration(duration))
    match operator:
        case "more_than_ago":
            return later < day
        case "at_least_ago":
            return later <= day
        case "at_most_ago":
            return later >= day
        case _:
            return later > day
