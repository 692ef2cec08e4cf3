"""The inputs that tests read, as values that the tests can tell apart.

In: a rulebook, its program, the places. Out: `Inputs`: choices among values, sets of members, dates, where the person lives; and
for each test how it is settled by them. Newly guaranteed: a class of values is told apart from another exactly by some test on
some day of the period, so that nothing a told profile can do is left out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

from engine.analysis.verify.places import Spot, spots
from engine.clauses.compiled import Compiled, FactTest
from engine.facts.case import Case, Told
from engine.facts.computed import arguments_of, inputs_below
from engine.facts.matching import operand_set
from engine.facts.places import Places
from engine.facts.truth import UNKNOWN, Truth, domain
from engine.ground.dates import parse_date
from engine.ground.iso import COUNTRIES, LANGUAGES
from engine.ground.records import dataclass
from engine.linked.model import Fact, Operand, Rulebook
from engine.linked.walk import leaves
from engine.policy.model import Window

Checks = tuple[tuple[str, Operand], ...]
Days = tuple[tuple[str, str], ...]
"""Runs of days, first and last of each."""
DAY = "as_of"
BY_VALUE = ("lookup", "any_of_group", "number_form")
BY_DATE = ("years_between", "days_between", "on_or_before", "month_end_after")
SAMPLES = ("184057501900111", "7840575019001", "3840575019001", "0")
"""Numbers of each form."""
MOST_VALUES = 4_000
LISTED = ("in", "not_in", "has_any", "has_all")
YEARS_BEYOND = 10
"""Years looked at beyond the last day on which something in the policies changes."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of several, None for an answer left out. whole: no two values were merged.

    holds, fails: for each test, the days on which it is true, and false, of each value; neither while the value is unknown.
    """

    name: str
    values: tuple[Told | None, ...]
    holds: Mapping[FactTest, tuple[Days, ...]]
    fails: Mapping[FactTest, tuple[Days, ...]]
    whole: bool


@dataclass(frozen=True, slots=True)
class Members:
    """A set: members of which tests see no difference are one class; `inside`: the days on which a class is in an operand."""

    name: str
    members: tuple[str, ...]
    inside: Mapping[Operand, tuple[Days, ...]]


@dataclass(frozen=True, slots=True)
class Inputs:
    """All of them. tests: every test of the program, of combinations that cannot be and of the domains of computed numbers.

    free: tests that are not expressed by the inputs: they may come out either way.
    """

    first: datetime.date
    last: datetime.date
    choices: Mapping[str, Choice]
    sets: Mapping[str, Members]
    dates: tuple[str, ...]
    spots: tuple[Spot, ...]
    by_choice: Mapping[FactTest, str]
    by_set: Mapping[FactTest, str]
    by_date: frozenset[FactTest]
    domains: tuple[FactTest, ...]
    free: frozenset[FactTest]

    def names(self) -> tuple[str, ...]:
        """The inputs that a complete profile tells."""
        return (*self.choices, *self.sets, *self.dates)


def period(book: Rulebook, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The days looked at: all that are decided, to some years beyond the last change."""
    windows = [rule.applies for rule in book.rules]
    windows += [window for group in book.groups.values() for _, window in group.members]
    windows += [row.window for table in book.tables.values() for row in table.rows]
    days = {day for window in windows for day in (window.start, window.end) if day is not None}
    latest = max([today, *(parse_date(day) for day in days if day < "9000")])
    first = parse_date(book.decides.start) if book.decides.start else datetime.date(1900, 1, 1)
    beyond = datetime.date(min(latest.year + YEARS_BEYOND, 9000), 12, 31)
    last = min(beyond, parse_date(book.decides.end)) if book.decides.end else beyond
    return first, max(first, last)


def inputs_of(book: Rulebook, compiled: Compiled, places: Places, today: datetime.date, *, tables: bool = True) -> Inputs:
    """The inputs of a program; without tables, what is looked up in one may be anything."""
    return _Maker(book, compiled, today, BY_VALUE if tables else BY_VALUE[1:]).made(places)


class _Maker:
    def __init__(self, book: Rulebook, compiled: Compiled, today: datetime.date, by_value: tuple[str, ...]) -> None:
        self.book, self.by_value = book, by_value
        self.first, self.last = period(book, today)
        tests = [spec for spec in compiled.atoms if isinstance(spec, FactTest)]
        for combination in book.combinations:
            tests += [FactTest(leaf.fact, leaf.checks) for leaf in leaves(combination.never) if hasattr(leaf, "checks")]
        read = frozenset().union(*(inputs_below(book, test.fact) for test in tests)) | {DAY}
        self.domains = tuple(self._domains(read))
        self.tests = tuple(dict.fromkeys((*tests, *self.domains)))
        combined = (leaf.fact for combination in book.combinations for leaf in leaves(combination.never))
        self.optional = frozenset().union(*(inputs_below(book, name) for name in combined))
        self.below = {test: inputs_below(book, test.fact) for test in self.tests}

    def _domains(self, read: frozenset[str]) -> Iterator[FactTest]:
        """Computed numbers stay in their domains (no age below zero), or the profile is refused."""
        for fact in (self.book.facts[name] for name in self.book.index.facts("number")):
            checks: Checks = tuple(
                (operator, bound) for operator, bound in (("at_least", fact.type.minimum), ("at_most", fact.type.maximum))
                if bound is not None
            )  # fmt: skip
            if checks and inputs_below(self.book, fact.name) <= read and self._functions(fact.name) <= set(BY_DATE):
                yield FactTest(fact.name, checks)

    def made(self, places: Places) -> Inputs:
        choosing, listing, dated, free = self._sorted()
        names = sorted({name for test in self.tests for name in self.below[test]} - {DAY}, key=list(self.book.facts).index)
        loose = {name for test in free for name in self.below[test]}
        choices, sets, dates = {}, {}, []
        for name in names:
            fact = self.book.facts[name]
            if fact.type.kind == "date" and not fact.type.many:
                dates.append(name)
            elif fact.type.many:
                sets[name] = self._set(fact, [test for test, found in listing.items() if found == name])
            else:
                own = [test for test, found in choosing.items() if found == name]
                choices[name] = self._choice(fact, own, merge=name not in loose)
        found = spots(self.book, places)
        return Inputs(
            self.first, self.last, choices, sets, tuple(dates), found, choosing, listing, frozenset(dated), self.domains,
            frozenset(free),
        )  # fmt: skip

    def _sorted(self) -> tuple[dict[FactTest, str], dict[FactTest, str], set[FactTest], set[FactTest]]:
        """Tests of one choice, of one set, of dates, and the others."""
        choosing: dict[FactTest, str] = {}
        listing: dict[FactTest, str] = {}
        dated, free = set(), set()
        for test in self.tests:
            below, functions = self.below[test] - {DAY}, self._functions(test.fact)
            kinds = {(self.book.facts[name].type.kind == "date", self.book.facts[name].type.many) for name in below}
            ago = any(operator.endswith("_ago") or operator == "within" for operator, _ in test.checks)
            if kinds <= {(True, False)} and functions <= set(BY_DATE):
                dated.add(test)
            elif len(below) == 1 and kinds == {(False, True)} and functions <= {"any_of_group"}:
                listing[test] = next(iter(below))
            elif len(below) == 1 and kinds == {(False, False)} and functions <= set(self.by_value) and not ago:
                choosing[test] = next(iter(below))
            else:
                free.add(test)
        return choosing, listing, dated, free

    def _functions(self, name: str) -> set[str]:
        fact = self.book.facts.get(name)
        if fact is None or fact.origin != "computed":
            return set()
        return {fact.function or ""}.union(*(self._functions(argument) for argument in arguments_of(fact)))

    # choices ---------------------------------------------------------------------------------------------------------

    def _choice(self, fact: Fact, tests: list[FactTest], *, merge: bool) -> Choice:
        groups = self._group_windows(tests)
        found: dict[object, tuple[Told | None, list[tuple[Days, Days]]]] = {}
        candidates, whole = self._candidates(fact, tests)
        for value in (*candidates, *((None,) if self._optional(fact) else ())):
            days = self._days(value, fact.name, tests, groups)
            found.setdefault(tuple(days) if merge else (value,), (value, days))
        values = tuple(value for value, _ in found.values())
        holds = {test: tuple(days[at][0] for _, days in found.values()) for at, test in enumerate(tests)}
        fails = {test: tuple(days[at][1] for _, days in found.values()) for at, test in enumerate(tests)}
        return Choice(fact.name, values, holds, fails, whole and not merge)

    def _optional(self, fact: Fact) -> bool:
        """An answer may be left out for good where one can say that one does not know, and where none may be possible."""
        return fact.presumed is None and (UNKNOWN in fact.values or fact.name in self.optional)

    def _candidates(self, fact: Fact, tests: list[FactTest]) -> tuple[Iterable[Told], bool]:
        """Values that stand for all, and whether they are all."""
        closed = domain(fact)
        if closed is not None:
            return (sorted(closed) if fact.type.kind in ("country", "language") else closed), True
        operands = {
            member
            for test in tests
            for _, operand in test.checks
            for member in (operand if isinstance(operand, tuple) else (operand,))
        }
        if fact.type.kind == "integer":
            low, high = fact.type.minimum, fact.type.maximum
            near = {bound + shift for bound in operands if isinstance(bound, int) for shift in (-1, 0, 1)} | {low or 0}
            return sorted(n for n in near if (low is None or low <= n) and (high is None or n <= high)), False
        return self._texts(fact, [str(operand) for operand in operands])

    def _texts(self, fact: Fact, operands: list[str]) -> tuple[Iterable[Told], bool]:
        """Texts that tests or tables name, one of each form of number, and one more."""
        forms = [name for name in self.book.facts if self.book.facts[name].function == "number_form"]
        samples = [text for text in SAMPLES if any(fact.name in self.book.facts[name].of for name in forms)]
        lookups = [self.book.facts[name] for name in self.book.index.facts("lookup")]
        keys = {
            row.key[found.of.index(fact.name)]
            for found in lookups if fact.name in found.of for row in self.book.tables[found.table or ""].rows
        }  # fmt: skip
        other = {"postcode": "00000", "commune": "00000"}.get(fact.type.kind, "?")
        named = operands if fact.type.kind not in ("text",) else []
        return list(dict.fromkeys([*samples, *sorted(keys)[:MOST_VALUES], *named, other])), False

    def _days(self, value: Told | None, name: str, tests: list[FactTest], groups: set[str]) -> list[tuple[Days, Days]]:
        """For each test, the days of the period on which it is true of the value, and false."""
        points = sorted({self.first.isoformat(), *self._edges(value, name, tests), *groups})
        points = [day for day in points if self.first.isoformat() <= day <= self.last.isoformat()]
        told = {} if value is None else {name: value}
        truths = [Truth(self.book, Case(as_of=parse_date(day), told=told)) for day in points]
        verdicts = [[truth.atom(test) for truth in truths] for test in tests]
        return [
            (self._runs(points, [v is True for v in found]), self._runs(points, [v is False for v in found]))
            for found in verdicts
        ]

    def _runs(self, points: list[str], verdicts: list[bool]) -> Days:
        """Runs of days: a point holds until the day before the next."""
        runs: list[tuple[str, str]] = []
        for at, (day, holds) in enumerate(zip(points, verdicts, strict=True)):
            until = _before(points[at + 1]) if at + 1 < len(points) else self.last.isoformat()
            if holds and runs and runs[-1][1] == _before(day):
                runs[-1] = (runs[-1][0], until)
            elif holds:
                runs.append((day, until))
        return tuple(runs)

    def _edges(self, value: Told | None, name: str, tests: list[FactTest]) -> set[str]:
        """Days on which the rows of the tables that the tests read change for the value."""
        days: set[str] = set()
        for fact in self._lookups({test.fact for test in tests}):
            direct = fact.of == (name,) and value is not None
            for row in self.book.tables[fact.table or ""].rows:
                if not direct or row.key == (str(value),):
                    days |= edges(row.window)
        return days

    def _lookups(self, names: Iterable[str]) -> list[Fact]:
        found: dict[str, Fact] = {}
        waiting = list(names)
        while waiting:
            fact = self.book.facts.get(waiting.pop())
            if fact is not None and fact.origin == "computed":
                waiting += arguments_of(fact)
                if fact.function == "lookup":
                    found[fact.name] = fact
        return list(found.values())

    def _group_windows(self, tests: list[FactTest]) -> set[str]:
        named = {str(operand) for test in tests for operator, operand in test.checks
                 if operator in LISTED and not isinstance(operand, tuple)}  # fmt: skip
        waiting = [test.fact for test in tests]
        while waiting:
            fact = self.book.facts.get(waiting.pop())
            if fact is not None and fact.origin == "computed":
                waiting += arguments_of(fact)
                named |= {fact.of[1]} if fact.function == "any_of_group" else set()
        return {day for group in named for _, window in self.book.groups[group].members for day in edges(window)}

    # sets ------------------------------------------------------------------------------------------------------------

    def _set(self, fact: Fact, tests: list[FactTest]) -> Members:
        operands = dict.fromkeys(operand for test in tests for operand in self.operands(test))
        exact = {operand for test in tests for operator, operand in test.checks if operator == "has_all"}
        kinds: dict[str, Iterable[str]] = {"country": sorted(COUNTRIES), "language": sorted(LANGUAGES)}
        classes: dict[object, tuple[str, list[Days]]] = {}
        for member in kinds.get(fact.type.kind, fact.values):
            if member == UNKNOWN:
                continue
            days = [self._inside(member, operand) for operand in operands]
            alone = any(operand in exact and found for operand, found in zip(operands, days, strict=True))
            classes.setdefault((tuple(days), member if alone else None), (member, days))
        members = tuple(member for member, _ in classes.values())
        inside = {operand: tuple(days[at] for _, days in classes.values()) for at, operand in enumerate(operands)}
        return Members(fact.name, members, inside)

    def operands(self, test: FactTest) -> list[Operand]:
        """The lists and groups that a test holds a set against."""
        fact = self.book.facts[test.fact]
        return [fact.of[1]] if fact.origin == "computed" else [operand for _, operand in test.checks]

    def _inside(self, member: str, operand: Operand) -> Days:
        if isinstance(operand, tuple):
            return ((self.first.isoformat(), self.last.isoformat()),) if member in operand else ()
        windows = (window for _, window in self.book.groups[str(operand)].members)
        points = sorted({self.first.isoformat(), *(day for window in windows for day in edges(window))})
        points = [day for day in points if self.first.isoformat() <= day <= self.last.isoformat()]
        return self._runs(points, [member in operand_set(operand, parse_date(day), self.book.groups) for day in points])


def edges(window: Window) -> set[str]:
    """The first day of a window, and the first after it."""
    after = None if window.end is None or window.end >= "9999-12-31" else parse_date(window.end) + datetime.timedelta(days=1)
    return {day for day in (window.start, after.isoformat() if after else None) if day is not None}


def _before(day: str) -> str:
    return (parse_date(day) - datetime.timedelta(days=1)).isoformat()
