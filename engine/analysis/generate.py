"""Boundary tests proposed: each threshold and each window of the rules, on both sides.

In: a subject, its tests, a pattern. Out: `Proposal` values by file and rule. Newly guaranteed: each proposed test was run, and
passes; where the tests already stand on both sides of an edge, nothing is proposed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from engine.analysis.around import Neighbours, silent
from engine.analysis.bench import Bench
from engine.analysis.conditions import Seen
from engine.analysis.drafts import Draft, draft, result_of
from engine.analysis.edges import Edge, edges, on_the_edge, values_at
from engine.analysis.observed import Line, gathered, lines_apart, outcome_lines
from engine.analysis.policytests import Subject
from engine.analysis.testfiles import WrittenTest
from engine.analysis.testview import View
from engine.analysis.trials import Trials
from engine.decision.model import UNDETERMINED
from engine.facts.case import Case, Told
from engine.ground.records import dataclass, replace
from engine.linked.model import NATIONAL, Rule

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Side:
    """One test of an edge. value: what the input is, or the day."""

    value: Told
    draft: Draft


@dataclass(frozen=True, slots=True)
class Proposal:
    """The tests of an edge. input: the answer that changes from one to the next; None: the day. base: the test they come from."""

    edge: Edge
    rule: Rule
    input: str | None
    base: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Generated:
    """proposals: what is proposed. edges: how many there are; seen: those that tests stand on both sides of; left: those where no
    test's profile, changed in one answer, shows a difference."""

    proposals: tuple[Proposal, ...]
    edges: int
    seen: int
    left: tuple[Edge, ...]


def generate(subject: Subject, tests: Sequence[WrittenTest], pattern: str = "") -> Generated:
    """Propose boundary tests for the rules whose id or file contains the pattern."""
    maker = _Maker(Bench(subject, tests))
    rules = [rule for rule in subject.book.rules if pattern in rule.id or pattern in rule.span.file]
    rules.sort(key=lambda rule: (rule.span.file, rule.span.line))
    found = [(edge, rule) for rule in rules for edge in edges(rule)]
    made = [(edge, maker.proposal(edge, rule)) for edge, rule in found if not maker.seen(edge, rule)]
    proposals = tuple(proposal for _, proposal in made if proposal is not None)
    return Generated(proposals, len(found), len(found) - len(made), tuple(edge for edge, proposal in made if proposal is None))


class _Maker:
    def __init__(self, bench: Bench) -> None:
        self._bench, self._subject = bench, bench.subject
        self._neighbours = Neighbours(bench, bench.subject)
        self._made: list[Case] = []

    def seen(self, edge: Edge, rule: Rule) -> bool:
        """Whether tests stand on both sides of an edge."""
        return {True, False} <= set(self._sides(edge, rule))

    def _sides(self, edge: Edge, rule: Rule) -> Iterator[bool | None]:
        cases = [*self._bench.trials.cases, *self._made]
        if edge.test is not None:
            test = edge.test
            yield from (on_the_edge(test, self._subject.book, case) for case in cases)
            return
        assert edge.day is not None
        near = [case for case in cases if case.as_of in (edge.day - ONE_DAY, edge.day)]
        holds, _ = Seen(self._subject, Trials(self._subject, near, {}).first.outcome).masks(rule.when)
        yield from (case.as_of == edge.day for lane, case in enumerate(near) if holds >> lane & 1)

    def proposal(self, edge: Edge, rule: Rule) -> Proposal | None:
        """Tests on both sides of an edge, from the nearest test whose outcome changes there."""
        for lane in self._neighbours.nearest(rule):
            base = self._bench.trials.cases[lane]
            if rule.layer != NATIONAL and base.forced is None:
                base = replace(base, forced=rule.layer)
            name, values, cases = self._cases(edge, base)
            sides = self._drafts(values, cases, self._bench.tests[lane].test.presume) if len(cases) > 1 else ()
            if sides:
                self._made += cases
                return Proposal(edge, rule, name, self._bench.tests[lane].test.id, sides)
        return None

    def _cases(self, edge: Edge, base: Case) -> tuple[str | None, tuple[Told, ...], list[Case]]:
        book = self._subject.book
        if edge.day is not None:
            days = [edge.day - ONE_DAY, edge.day]
            cases = [
                replace(base, as_of=day, told={**base.told, **self._neighbours.moved(base, day - base.as_of)}) for day in days
            ]
            return None, tuple(day.isoformat() for day in days), [case for case in cases if self._neighbours.possible(case)]
        found = values_at(book, edge, base, silent(self._subject, base))
        if found is None:
            return None, (), []
        name, values = found
        made = [(value, replace(base, told={**base.told, name: value})) for value in values]
        kept = [(value, case) for value, case in made if self._neighbours.possible(case)]
        return name, tuple(value for value, _ in kept), [case for _, case in kept]

    def _drafts(self, values: Sequence[Told], cases: Sequence[Case], presume: bool) -> tuple[Side, ...]:
        """The tests of the cases, each expecting what it does not share with its neighbours; none where all come out alike."""
        trials = Trials(self._subject, cases, {})
        views = [trials.first.view(lane) for lane in range(len(cases))]
        if any(view.reading.conflicts for view in views) or not lines_apart(views[0], views[1]):
            return ()
        found = []
        for at, (value, case, view) in enumerate(zip(values, cases, views, strict=True)):
            expect = _expected(view, views[1] if at == 0 else views[0])
            side = Side(value, draft(case, expect, presume=presume))
            if not result_of(self._subject, side.draft).passed:
                return ()
            found.append(side)
        return tuple(found)


def _expected(view: View, other: View) -> dict[str, object]:
    """The outcome, and what the other does not have."""
    apart = lines_apart(view, other)
    lines: list[Line] = [(name, "", value) for name, value in outcome_lines(view).items()]
    told = {name for name, _, _ in lines}
    return gathered([*lines, *(line for line in apart if line[0] not in told)]) or {"entitlement": UNDETERMINED}
