"""Whether conditions can hold together, by reasoning about one fact at a time.

In: linked conditions. Out: verdicts. Newly guaranteed: "impossible" is sure (no value of some fact, on any day that matters,
passes all its tests); "possible" is not: facts depend on each other in ways that are not looked at.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from itertools import product

from engine.decision.decide import COMPLETE
from engine.facts.case import Told
from engine.facts.computed import NO_ROW
from engine.facts.matching import operand_set, ready, satisfies
from engine.facts.truth import domain
from engine.ground.dates import add, parse_date, parse_duration
from engine.linked.domains import can_lack_row
from engine.linked.model import And, AtLeast, Condition, Is, Not, Operand, Or, Rulebook, Test
from engine.policy.model import Value, Window

MOST = 256
"""Alternatives looked at; beyond them a condition counts as possible."""
ONE_DAY = datetime.timedelta(days=1)
ELSE = "\x00"
"""A text that no condition names."""
Literal = tuple[Test | Is, bool]
Checks = tuple[tuple[str, Operand], ...]
ALWAYS = Window()


class Satisfiable:
    """Answers for one rulebook."""

    def __init__(self, book: Rulebook, today: datetime.date) -> None:
        self._book, self._today = book, today
        self._known: dict[tuple[object, ...], bool] = {}
        self.concluded: dict[str, frozenset[Value]] = {fact.name: self._concluded(fact.name) for fact in book.derived()}

    def together(self, conditions: Sequence[Condition], window: Window = ALWAYS) -> bool:
        """Whether the conditions may hold together on some day of the window."""
        parts = sorted((_alternatives(condition, True) for condition in conditions), key=len)
        while math.prod(map(len, parts)) > MOST:
            parts.pop()  # leaving a part out only makes more possible
        return any(self._conjunction([literal for part in chosen for literal in part], window) for chosen in product(*parts))

    def _conjunction(self, literals: Sequence[Literal], window: Window) -> bool:
        by_fact: dict[str, list[Literal]] = {}
        for literal in literals:
            by_fact.setdefault(literal[0].fact, []).append(literal)
        return all(self._fact(name, tuple(found), window) for name, found in by_fact.items())

    def _fact(self, name: str, literals: tuple[Literal, ...], window: Window) -> bool:
        key = (name, window, *(_key(literal) for literal in literals))
        if key not in self._known:
            derived = self._book.facts[name].origin == "derived"
            tests = [(leaf.checks, positive) for leaf, positive in literals if isinstance(leaf, Test)]
            self._known[key] = self._derived(name, literals) if derived else self._told(name, tests, window)
        return self._known[key]

    def _concluded(self, name: str) -> frozenset[Value]:
        fact = self._book.facts[name]
        found = {value for rule in self._book.rules for concluded, value in rule.then if concluded == name}
        default = fact.default
        found |= {True} if name == COMPLETE else set()
        return frozenset(found | ({default} if default is not None else set()))

    def _derived(self, name: str, literals: tuple[Literal, ...]) -> bool:
        left = set(self.concluded[name])
        for leaf, positive in literals:
            if isinstance(leaf, Is):
                left = {value for value in left if (value in leaf.values) == positive}
        return bool(left)

    def _told(self, name: str, tests: list[tuple[Checks, bool]], window: Window) -> bool:
        days = self._days([checks for checks, _ in tests], window)
        if self._book.facts[name].type.many:
            return any(self._set(tests, day) for day in days)
        return any(self._value(name, tests, day) for day in days)

    def _value(self, name: str, tests: list[tuple[Checks, bool]], day: datetime.date) -> bool:
        groups = self._book.groups
        settled = [(ready(checks, day, groups), positive) for checks, positive in tests]
        candidates = self._candidates(name, [checks for checks, _ in tests], day)
        return any(
            all(satisfies(candidate, checks, day, groups) == positive for checks, positive in settled) for candidate in candidates
        )

    def _set(self, tests: list[tuple[Checks, bool]], day: datetime.date) -> bool:
        """Sets: the smallest set that has what must be there, without anything that may not be."""
        barred: set[object] = set()
        wanted: list[frozenset[object]] = []
        for checks, positive in tests:
            for operator, operand in checks:
                members = operand_set(operand, day, self._book.groups)
                if positive:
                    wanted += [frozenset((member,)) for member in members] if operator == "has_all" else [members]
                elif operator == "has_any" and len(checks) == 1:
                    barred |= members
        return all(members - barred for members in wanted)

    def _days(self, checks: Iterable[Checks], window: Window) -> list[datetime.date]:
        """Days that matter: today, the edges of the window, and those of the groups that the checks name."""
        book = self._book
        days = {self._today.isoformat(), window.start, window.end, book.decides.start}
        for operator, operand in (check for several in checks for check in several):
            if isinstance(operand, str) and operator in ("in", "not_in", "has_any", "has_all"):
                for _, member in book.groups[operand].members:
                    days |= {member.start, member.end}
        low, high = window.start or book.decides.start or "", window.end or "9999"
        chosen = sorted(day for day in days if day is not None and low <= day <= high)
        return [parse_date(day) for day in chosen] or [self._today]

    def _candidates(self, name: str, checks: list[Checks], day: datetime.date) -> Iterable[Told]:
        fact = self._book.facts[name]
        closed = domain(fact)
        if closed is not None:
            return (*closed, NO_ROW) if can_lack_row(fact, self._book.facts) else closed
        operands = [operand for several in checks for _, operand in several]
        if fact.type.kind == "integer":
            bounds = {operand for operand in operands if isinstance(operand, int)}
            return sorted({bound + shift for bound in bounds for shift in (-1, 0, 1)})
        if fact.type.kind == "date":
            return _dates([check for several in checks for check in several], day)
        named = {str(member) for operand in operands for member in (operand if isinstance(operand, tuple) else (operand,))}
        return (*sorted(named), ELSE)


def _dates(checks: list[tuple[str, Operand]], day: datetime.date) -> list[Told]:
    """Dates around every threshold of the checks."""
    days = {day}
    for operator, operand in checks:
        if operator.endswith("_ago") or operator == "within":
            length = add(day, parse_duration(str(operand))) - day
            sign = 1 if operator == "within" else -1
            days |= {day + sign * length + shift * ONE_DAY for shift in range(-4, 5)}
        elif isinstance(operand, str):
            days.add(parse_date(operand))
    return [found.isoformat() for found in sorted({near + shift * ONE_DAY for near in days for shift in (-1, 0, 1)})]


def _key(literal: Literal) -> tuple[object, ...]:
    leaf, positive = literal
    return (leaf.checks if isinstance(leaf, Test) else leaf.values, positive)


def _alternatives(condition: Condition, positive: bool) -> list[list[Literal]]:
    """The condition (or its negation) as alternatives of literals; one empty alternative where there are too many."""
    match condition:
        case Test() | Is():
            return [[(condition, positive)]]
        case Not():
            return _alternatives(condition.child, not positive)
        case And():
            return _joined(condition.children, positive, every=positive)
        case Or():
            return _joined(condition.children, positive, every=not positive)
        case AtLeast():
            if condition.count == len(condition.children):
                return _joined(condition.children, positive, every=positive)
            return _joined(condition.children, positive, every=not positive) if condition.count == 1 else [[]]


def _joined(children: Sequence[Condition], positive: bool, *, every: bool) -> list[list[Literal]]:
    parts = [_alternatives(child, positive) for child in children]
    if not every:
        found = [alternative for part in parts for alternative in part]
        return found if len(found) <= MOST else [[]]
    joined: list[list[Literal]] = [[]]
    for part in parts:
        if len(joined) * len(part) > MOST:
            continue  # leaving a part out only makes more possible
        joined = [[*left, *right] for left in joined for right in part]
    return joined
