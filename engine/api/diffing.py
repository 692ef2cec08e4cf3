"""Two policy sets compared: what changed in meaning, and on whom they differ.

In: two places (folders, bundles, revisions). Out: `DiffReport`. Newly guaranteed: both compile (else `Rejected`); each profile
shown was decided by both sides, and the two decisions differ.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from engine.analysis.diff.candidates import Candidate, Candidates
from engine.analysis.diff.meaning import Change, changes, comparable
from engine.analysis.diff.report import DiffReport, Flow, Side, Witness
from engine.analysis.diff.views import differing, view
from engine.analysis.policytests import Subject
from engine.analysis.verify.model import NONE
from engine.analysis.verify.verify import can_prove
from engine.api.compile import linked_book
from engine.api.policyset import PolicySet, load
from engine.api.testing import read_tests
from engine.decision.model import Decision
from engine.facts.case import Case
from engine.facts.nesting import nested
from engine.facts.profile import Options, read_case
from engine.ground.problems import Problems, Rejected
from engine.ground.records import replace
from engine.linked.model import Rulebook

Both = tuple[Decision | None, Decision | None, tuple[str, ...]]
CHANGES_SHOWN = 40
"""Changes for which a profile is looked for, unless more are wanted."""


def diff_policies(
    before: str | Path,
    after: str | Path | None = None,
    *,
    today: datetime.date | None = None,
    witnesses: bool = True,
    most: int = CHANGES_SHOWN,
    population: Callable[[PolicySet, PolicySet], Flow] | None = None,
) -> DiffReport:
    """Compare two policy sets; `after` is the bundled one by default. most: changes for which a profile is looked for."""
    sets = (load(before), load(after))
    if sets[0].digest == sets[1].digest:
        one, other = (Side(policies.place, policies.book) for policies in sets)
        return DiffReport(one, other, (), (), None, population(*sets) if population is not None else None)
    old, new = (Side(policies.place, _whole(policies.place)) for policies in sets)
    found = changes(old.book, new.book)
    report = DiffReport(old, new, found, (), None, None)
    if witnesses and report.meaning:
        pair = _Pair(*sets, today or datetime.date.today())
        looked_for = report.meaning[:most]
        shown, tried, proved = pair.witnesses(looked_for, provable=comparable(report.meaning))
        report = replace(report, witnesses=shown, tried=tried, proved=proved, searched=len(looked_for))
    return replace(report, flow=population(*sets)) if population is not None else report


def _whole(place: str) -> Rulebook:
    """The rulebook with every table: what is cached leaves the largest out."""
    problems = Problems()
    book = linked_book(place, problems)
    if book is None or problems.errors:
        raise Rejected(problems.sorted(), "policies")
    return book


class _Pair:
    """Both sides, deciding."""

    def __init__(self, before: PolicySet, after: PolicySet, today: datetime.date) -> None:
        self._sets, self._today = (before, after), today
        self.both = lru_cache(maxsize=2_000)(self._both)

    def witnesses(self, meaning: Sequence[Change], *, provable: bool) -> tuple[tuple[Witness, ...], int, tuple[str, ...]]:
        """For each change, a profile that shows it, where one is found; how many were tried; what none can show.

        provable: the sets read answers in the same way, as far as all their changes go.
        """
        subjects = [_subject(policies) for policies in self._sets]
        search = Candidates(subjects[0], subjects[1], self._cases())
        found: dict[object, Witness] = {}
        left: list[Change] = []
        for change in meaning:
            witness = self._first(change, search.of(change))
            left += [change] if witness is None else []
            _keep(found, change, witness)
        proved: list[str] = []
        if left and provable and can_prove():
            from engine.analysis.diff.proved import Proved

            solver = Proved(subjects[0], subjects[1], self._today)
            for change in left:
                verdict, candidate = solver.of(change)
                proved += [_name(change)] if verdict == NONE else []
                _keep(found, change, None if candidate is None else self._first(change, [candidate]))
        return tuple(found.values()), search.lanes, tuple(proved)

    def _first(self, change: Change, candidates: Iterable[Candidate]) -> Witness | None:
        return next(filter(None, (self._witness(_name(change), item) for item in candidates)), None)

    def _cases(self) -> list[Case]:
        """Nothing told, then the cases of the tests of both sides."""
        found: list[Case] = []
        for policies in self._sets:
            for test in read_tests(policies.place):
                options = Options(today=test.as_of, as_of=test.as_of, office=test.office)
                case = read_case(test.profile, policies.book, lambda held=policies: held.places, options, Problems())  # type: ignore[misc]
                if case is not None and case.as_of.isoformat() >= (policies.book.decides.start or ""):
                    found.append(replace(case, held=None, asked=frozenset()))
        found.sort(key=lambda case: len(case.told))
        return [Case(as_of=self._today, told={}), *found]

    def _witness(self, name: str, candidate: Candidate) -> Witness | None:
        told = dict(candidate.told)
        presumed = [fact for fact, value in told.items() if self._presumed(fact) == value]
        told = {fact: value for fact, value in told.items() if fact not in presumed}
        goal = self._differs(told, candidate)
        if not goal:
            return None
        first, outcome = goal[0], self._outcome(told, candidate)
        for fact in list(told):
            fewer = {other: value for other, value in told.items() if other != fact}
            if first in self._differs(fewer, candidate) and self._outcome(fewer, candidate) == outcome:
                told = fewer
        before, after, refused = self.both(_frozen(told), candidate.as_of, candidate.office)
        differs = self._differs(told, candidate)
        profile = nested(told)
        return Witness((name,), profile, candidate.as_of.isoformat(), candidate.office, before, after, refused, differs)

    def _outcome(self, told: Mapping[str, object], candidate: Candidate) -> object:
        """Outcome, ground and procedure on both sides."""
        before, after, _ = self.both(_frozen(told), candidate.as_of, candidate.office)
        return [None if side is None else (side.entitlement, side.ground, side.procedure) for side in (before, after)]

    def _presumed(self, fact: str) -> object:
        book = self._sets[0].book
        return book.facts[fact].presumed if fact in book.facts else None

    def _differs(self, told: Mapping[str, object], candidate: Candidate) -> tuple[str, ...]:
        before, after, refused = self.both(_frozen(told), candidate.as_of, candidate.office)
        if before is None and after is None:
            return ()
        if before is None or after is None:
            return ("refused", *refused)
        return differing(view(before), view(after))

    def _both(self, told: tuple[tuple[str, object], ...], as_of: datetime.date, office: str | None) -> Both:
        profile = nested(dict(told))
        found: list[Decision | None] = []
        codes: list[str] = []
        for policies in self._sets:
            try:
                found.append(policies.decide(profile, as_of=as_of, office=office, executor="lanes").unasked)
            except Rejected as rejected:
                found.append(None)
                codes += [problem.code for problem in rejected.problems]
        return found[0], found[1], tuple(dict.fromkeys(codes))


def _name(change: Change) -> str:
    return f"{change.kind}:{change.id}"


def _keep(found: dict[object, Witness], change: Change, witness: Witness | None) -> None:
    """A profile that shows several changes is kept once."""
    if witness is not None:
        same = (repr(witness.profile), witness.as_of, witness.office)
        known = found.get(same)
        found[same] = witness if known is None else replace(known, changes=(*known.changes, _name(change)))


def _subject(policies: PolicySet) -> Subject:
    return Subject(policies.book, policies.compiled, policies.reads, lambda: policies.places)


def _frozen(told: Mapping[str, object]) -> tuple[tuple[str, object], ...]:
    return tuple(told.items())
