"""Where conditions change: thresholds of numbers, durations and dates, and the windows of rules.

In: a rulebook and cases. Out: `Edge` values; for an edge, values of one input just before, at and after it.
Newly guaranteed: the values follow each other by one (a day, a unit), and the test changes between two of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from engine.analysis.edits import written
from engine.clauses.compiled import FactTest
from engine.decision.days import candidate_days
from engine.facts.case import Case, Told
from engine.facts.computed import inputs_below
from engine.facts.truth import Truth
from engine.ground.dates import parse_date
from engine.ground.records import dataclass, replace
from engine.ground.spans import Span
from engine.linked import domains
from engine.linked.model import Rule, Rulebook, Test
from engine.linked.walk import leaves
from engine.run.reading import Reading

ONE_DAY = datetime.timedelta(days=1)
DATED = (*domains.AGO, *domains.DAYS)


@dataclass(frozen=True, slots=True)
class Edge:
    """A threshold of a rule. test: the check alone; None for an edge of its window, the first day beyond which is `day`."""

    rule: str
    text: str
    span: Span
    test: Test | None
    day: datetime.date | None = None


def edges(rule: Rule) -> Iterator[Edge]:
    """The edges of a rule, in source order; one written twice is one."""
    seen: set[object] = set()
    for leaf in leaves(rule.when):
        for check in leaf.checks if isinstance(leaf, Test) else ():
            if check[0] in (*domains.BOUNDS, *DATED) and (leaf.fact, check) not in seen:
                seen.add((leaf.fact, check))
                alone = Test(leaf.fact, (check,), leaf.span)
                yield Edge(rule.id, written(alone), leaf.span, alone)
    window = rule.applies
    if window.start is not None:
        yield Edge(rule.id, f"applies from: {window.start}", rule.span, None, parse_date(window.start))
    if window.end is not None:
        yield Edge(rule.id, f"applies until: {window.end}", rule.span, None, parse_date(window.end) + ONE_DAY)


def values_at(book: Rulebook, edge: Edge, case: Case, reading: Reading) -> tuple[str, tuple[Told, ...]] | None:
    """An input of the case, and its values before, at and after the edge; None where one input alone does not reach it."""
    assert edge.test is not None
    for name in sorted(inputs_below(book, edge.test.fact), key=lambda name: name not in case.told):
        kind = book.facts[name].type.kind if name in book.facts else ""
        if kind == "date":
            candidates: list[Told] = [*candidate_days(name, [FactTest(edge.test.fact, edge.test.checks)], reading)]
        elif kind == "integer" and name == edge.test.fact:
            candidates = [bound + shift for _, bound in edge.test.checks if isinstance(bound, int) for shift in (-1, 0, 1)]
            candidates = [
                value for value in candidates if isinstance(value, int) and domains.accepts_value(book.facts[name], value)
            ]
        else:
            continue
        found = _around(book, edge.test, case, name, candidates)
        if found is not None:
            return name, found
    return None


def _around(book: Rulebook, test: Test, case: Case, name: str, candidates: list[Told]) -> tuple[Told, ...] | None:
    """The first two neighbours between which the test changes, and the one after them."""
    for value in candidates:
        after = moved(value)
        if after is None or after not in candidates:
            continue
        first, second = (verdict(book, test, case, name, told) for told in (value, after))
        if first is not None and second is not None and first is not second:
            beyond = moved(after)
            inside = beyond is not None and verdict(book, test, case, name, beyond) is second
            return (value, after, beyond) if inside and beyond is not None else (value, after)
    return None


def verdict(book: Rulebook, test: Test, case: Case, name: str, told: Told) -> bool | None:
    """The test of a case that tells another value."""
    return Truth(book, replace(case, told={**case.told, name: told})).test(test.fact, test.checks)


def moved(value: Told, steps: int = 1) -> Told | None:
    """The next value: a day later, a unit more."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    if isinstance(value, int):
        return value + steps
    try:
        return (parse_date(value) + steps * ONE_DAY).isoformat()
    except (ValueError, OverflowError):
        return None


def on_the_edge(test: Test, book: Rulebook, case: Case) -> bool | None:
    """The verdict of a case that stands beside the edge: one step of one answer would change it. None for any other case."""
    own = Truth(book, case).test(test.fact, test.checks) if inputs_below(book, test.fact) & case.told.keys() else None
    if own is None:
        return None
    for name in inputs_below(book, test.fact):
        told = case.told.get(name)
        for near in (moved(told, steps) for steps in (-1, 1)) if told is not None else ():
            if near is not None and verdict(book, test, case, name, near) is (not own):
                return own
    return None
