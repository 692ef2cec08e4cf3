"""A test that would kill a mutant, searched around its rule.

In: a bench, the mutants of a set. Out: for a surviving mutant a `Draft`, or None. Newly guaranteed: the draft was run with both
rulebooks: it passes with the policies as they are and fails with the mutant. Finding none proves nothing ("searched, not
proven").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from engine.analysis.around import Around, Neighbours, probed
from engine.analysis.bench import Bench, fails
from engine.analysis.drafts import Draft, draft, result_of
from engine.analysis.expectations import Expectations
from engine.analysis.mutants import Mutant, RowOf, changed, says_otherwise
from engine.analysis.observed import told_apart
from engine.analysis.policytests import Subject
from engine.analysis.trials import Trial, Trials, bits, difference, looks_up
from engine.clauses.compiled import rule_name
from engine.decision.settled import OUTCOME
from engine.facts.case import Case
from engine.ground.problems import Problems
from engine.ground.records import dataclass, replace
from engine.linked.model import READINGS, Test
from engine.linked.walk import leaves

TRIED = 6
"""Cases looked at closely in each class of differences."""
PLACE = ("residence.postcode", "residence.commune", "residence.department", "office.code")


@dataclass(frozen=True, slots=True)
class Killing:
    """A search. found: a test that kills the mutant. lanes: how many profiles were tried."""

    found: Draft | None
    lanes: int


class Killer:
    """Searches tests that kill mutants."""

    def __init__(self, bench: Bench, mutants: Sequence[Mutant]) -> None:
        self._bench, subject = bench, bench.subject
        self._neighbours = Neighbours(bench, probed(subject, (mutant.made for mutant in mutants)))
        self._around: tuple[str, Around] | None = None
        fixed = [f"{name}=" for name in OUTCOME]
        self._classes: tuple[Callable[[str], bool], ...] = (
            lambda name: name.startswith(tuple(fixed)),
            lambda name: name.startswith(("need:", "step:")) or name.endswith("@here"),
            lambda name: not name.startswith("rule:"),
            bool,
        )

    def kill(self, mutant: Mutant) -> Killing:
        """A test that passes with the policies and fails with the mutant. Ask for the mutants of a rule one after another."""
        trials = self._of_rule(mutant.rule).trials if mutant.row is None else self._of_row(mutant.row)
        trial = self._trial(trials, mutant)
        for lane in self._lanes(trials, trial, mutant):
            found = self._try(mutant, trials, trial, lane)
            if found is not None:
                return Killing(found, len(trials.cases))
        return Killing(None, len(trials.cases))

    def kill_in(self, mutant: Mutant, case: Case) -> Draft | None:
        """The same, in one case that tells the mutant apart."""
        trials = Trials(self._bench.subject, [case], {})
        return self._try(mutant, trials, self._trial(trials, mutant), 0)

    def _trial(self, trials: Trials, mutant: Mutant) -> Trial:
        using = 0 if mutant.row is None else (1 << len(trials.cases)) - 1
        return trials.trial(changed(self._bench.subject.book, mutant), mutant.row, using)

    def _of_row(self, row: RowOf) -> Trials:
        """The cases that look up a row, and cases beside them that rules over the table tell apart."""
        book = self._bench.subject.book
        reading = [
            rule
            for rule in book.rules
            if any(isinstance(leaf, Test) and looks_up(book, leaf.fact, row.table) for leaf in leaves(rule.when))
        ]
        return self._neighbours.beside(list(bits(self._bench.rows.get(row, 0))), reading)

    def _of_rule(self, name: str) -> Around:
        """The cases around a rule; the last are kept, because its mutants follow each other."""
        if self._around is None or self._around[0] != name:
            self._around = name, self._neighbours.around(self._bench.subject.book.index.rule(name))
        return self._around[1]

    def _lanes(self, trials: Trials, trial: Trial, mutant: Mutant) -> Iterator[int]:
        """Lanes with a difference, those that differ in what a person is told first."""
        seen: set[int] = set()
        for lane in bits(self._saying(trials, mutant)):  # most of them tell nobody what it says: that is seen at once
            seen.add(lane)
            yield lane
        for wanted in self._classes:
            fresh = (lane for lane in bits(difference(trials.first, trial, wanted)) if lane not in seen)
            for _, lane in zip(range(TRIED), fresh, strict=False):
                seen.add(lane)
                yield lane

    def _saying(self, trials: Trials, mutant: Mutant) -> int:
        """The lanes in which a rule that says something else is effective: no proposition tells what it says."""
        if not says_otherwise(self._bench.subject.book, mutant):
            return 0
        found = (trials.first.public.get(rule_name(mutant.rule, reading), (0, 0))[0] for reading in READINGS)
        return next(found) | next(found)

    def _try(self, mutant: Mutant, trials: Trials, trial: Trial, lane: int) -> Draft | None:
        """The draft of a lane, with no more told than it takes, where it kills."""
        before = trials.first.view(lane)
        if before.reading.conflicts:
            return None
        expect = told_apart(before, trial.view(lane))
        if not expect:
            return None
        document = draft(trials.cases[lane], expect)
        expected = Expectations(self._bench.subject.book, Problems()).read(document.written().expect)

        def kills(case: Case) -> bool:
            alone = Trials(self._bench.subject, [case], {})
            after = alone.decided(trial.book, trial.compiled) if mutant.row is None else alone.trial(trial.book, mutant.row, 1)
            return not fails(alone.first.view(0), expected) and fails(after.view(0), expected)

        case = trials.cases[lane]
        if not kills(case):
            return None
        presume = bool(case.presumed) or not self._bench.subject.book.index.facts("presumed")
        small = smallest(self._presuming(case) if presume else case, kills)
        for found in (draft(small, expect, presume=presume), draft(case, expect, presume=presume)):
            if self.verified(found, trial):
                return found
        return None

    def _presuming(self, case: Case) -> Case:
        """The same case; what is told as it would be presumed counts as presumed."""
        facts = self._bench.subject.book.facts
        same = {
            name: value for name, value in case.told.items() if not isinstance(value, tuple) and facts[name].presumed == value
        }
        return replace(case, presumed={**case.presumed, **same})

    def verified(self, found: Draft, trial: Trial) -> bool:
        """Whether a draft, read as a file is, passes with the policies and fails with the mutant."""
        subject = self._bench.subject
        mutated = Subject(trial.book, trial.compiled, trial.reads, subject.places)
        return result_of(subject, found).passed and not result_of(mutated, found).passed  # a rule that is no more cannot be named


def smallest(case: Case, wanted: Callable[[Case], bool]) -> Case:
    """The case with every answer left out that `wanted` does not need, tried one after another."""
    for name in [name for name in case.told if name not in PLACE and case.presumed.get(name) != case.told[name]]:
        told = {other: value for other, value in case.told.items() if other != name}
        case = _kept(replace(case, told=told), case, wanted)
    told = {name: value for name, value in case.told.items() if name not in PLACE}
    case = _kept(replace(case, told=told, place=None, found_by=None), case, wanted)
    case = _kept(replace(case, held=None), case, wanted)
    return _kept(replace(case, asked=frozenset()), case, wanted)


def _kept(smaller: Case, case: Case, wanted: Callable[[Case], bool]) -> Case:
    return smaller if smaller != case and wanted(smaller) else case
