"""Policy tests run: every test of a set in one pass, one lane a test.

In: a rulebook, its whole program, written tests. Out: `PolicyTestRun`: what each test expected, what it got, and the rules
that matter for the difference. Newly guaranteed: each result is the one that a decision of the profile alone gives; a test with
a wrong profile or a wrong expectation has failed, and the problem points at its file.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.analysis.expectations import Expectation, Expectations
from engine.analysis.judging import Failure, judge
from engine.analysis.testfiles import WrittenTest
from engine.analysis.testview import View
from engine.clauses.compiled import Compiled
from engine.facts.case import Case
from engine.facts.lanes import Reads
from engine.facts.places import LoadPlaces
from engine.facts.profile import Options, read_case, with_presumptions
from engine.facts.truth import Truth, initial
from engine.ground.problems import Problem, Problems
from engine.ground.records import dataclass
from engine.linked.model import Rulebook
from engine.run import lanes
from engine.run.outcome import Outcome
from engine.run.reading import Reading


@dataclass(frozen=True, slots=True)
class PolicyTestResult:
    """One test. case: None where the profile is wrong. failures: expectations not met. problems: what is wrong in its file."""

    test: WrittenTest
    case: Case | None
    failures: tuple[Failure, ...]
    problems: tuple[Problem, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not self.failures and not self.problems


@dataclass(frozen=True, slots=True)
class PolicyTestRun:
    """A run. outcome: one lane for each case of `cases`, in order, over the whole program with all offices."""

    results: tuple[PolicyTestResult, ...]
    cases: tuple[Case, ...]
    outcome: Outcome

    @property
    def failed(self) -> tuple[PolicyTestResult, ...]:
        """The tests that failed."""
        return tuple(result for result in self.results if not result.passed)


@dataclass(frozen=True, slots=True)
class Ready:
    """A test read: its case, what it expects, what is wrong in its file."""

    test: WrittenTest
    case: Case | None
    expected: tuple[Expectation, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is tested."""

    book: Rulebook
    compiled: Compiled
    reads: Reads
    places: LoadPlaces


def run_tests(subject: Subject, tests: Sequence[WrittenTest]) -> PolicyTestRun:
    """Run tests."""
    ready = [prepare(subject, test) for test in tests]
    cases = tuple(found.case for found in ready if found.case is not None)
    outcome = decide_all(subject, cases)
    results, lane = [], 0
    for found in ready:
        failures: tuple[Failure, ...] = ()
        if found.case is not None:
            failures = failures_of(subject, found, outcome, lane)
            lane += 1
        results.append(PolicyTestResult(found.test, found.case, failures, found.problems))
    return PolicyTestRun(tuple(results), cases, outcome)


def decide_all(subject: Subject, cases: Sequence[Case]) -> Outcome:
    """Every case in one pass over the whole program."""
    masks: dict[int, int] = {}
    for lane, case in enumerate(cases):
        if not decides(subject.book, case):
            continue
        for literal in initial(subject.compiled, Truth(subject.book, case), dict(case.settled)):
            masks[literal] = masks.get(literal, 0) | 1 << lane
    outcome = lanes.run(subject.compiled.program, masks, max(1, len(cases)))
    silent = sum(1 << lane for lane, case in enumerate(cases) if not decides(subject.book, case))
    return Outcome(tuple(rail & ~silent for rail in outcome.rails), outcome.lanes) if silent else outcome


def decides(book: Rulebook, case: Case) -> bool:
    """Whether the day of the case lies in the period of the policies."""
    return book.decides.start is None or case.as_of.isoformat() >= book.decides.start


def prepare(subject: Subject, test: WrittenTest) -> Ready:
    """Read one test."""
    problems = Problems()
    expected = Expectations(subject.book, problems).read(test.expect)
    options = Options(today=test.as_of, as_of=test.as_of, office=test.office, presume=test.presume)
    wrong = Problems()
    case = read_case(test.profile, subject.book, subject.places, options, wrong)
    problems.extend(wrong)
    if case is not None and test.presume:
        case = with_presumptions(case, subject.book)
    return Ready(test, case, expected, problems.sorted())


def failures_of(subject: Subject, found: Ready, outcome: Outcome, lane: int) -> tuple[Failure, ...]:
    """What one lane does otherwise than expected."""
    assert found.case is not None
    reading = Reading(subject.book, subject.compiled, found.case, outcome, lane)
    view = View(reading, subject.reads, decides=decides(subject.book, found.case))
    judged = (judge(expectation, view) for expectation in found.expected)
    return tuple(failure for failure in judged if failure is not None)
