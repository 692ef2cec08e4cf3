"""Mutants run: whether the tests of a set notice slips in its policies.

In: a subject, its tests, a choice of mutants. Out: `MutationRun`: which mutants the tests kill, which survive, with a test that
would kill each, and which mean the same. Newly guaranteed: a mutant is killed only when a test was seen to fail with it; a
proposed test was run with both; the same choice gives the same result, whatever the number of processes.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping, Sequence

from engine.analysis.bench import Bench
from engine.analysis.drafts import Draft
from engine.analysis.equivalent import NONE_APART, Equivalence
from engine.analysis.killing import Killer, Killing
from engine.analysis.mutants import Mutant, RowOf, by_rule, mutants
from engine.analysis.parallel import Progress, silent, spread
from engine.analysis.policytests import Subject
from engine.analysis.testfiles import WrittenTest
from engine.ground.records import dataclass

SEED = 2016
MOST_ROWS = 60
"""Rows of one table that are left out, of those that tests look up: of more, a sample."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which mutants. pattern: in the id or the file of the rule. sample: how many at most, taken at random from a fixed seed.

    search: for tests that kill the survivors. prove: ask the solver where the search finds none.
    """

    pattern: str = ""
    sample: int | None = None
    seed: int = SEED
    search: bool = True
    prove: bool = False
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class MutantResult:
    """One mutant. killed_by: a test that fails. same: why it means the same. found: a test that would kill it. lanes: tried."""

    mutant: Mutant
    killed_by: str | None
    same: str | None = None
    found: Draft | None = None
    lanes: int = 0

    @property
    def survived(self) -> bool:
        """Whether no test fails, though it is not known to mean the same."""
        return self.killed_by is None and self.same is None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table: how many there are, how many the tests look up, how many were left out in turn."""

    table: str
    rows: int
    used: int
    tried: int


@dataclass(frozen=True, slots=True)
class MutationRun:
    """A run. total: mutants there are; results: those that were tried."""

    results: tuple[MutantResult, ...]
    total: int
    seed: int
    rows: tuple[Rows, ...]
    searched: bool

    @property
    def killed(self) -> int:
        """How many were killed."""
        return sum(1 for result in self.results if result.killed_by is not None)

    @property
    def survivors(self) -> tuple[MutantResult, ...]:
        """Those that no test notices."""
        return tuple(result for result in self.results if result.survived)

    @property
    def same(self) -> tuple[MutantResult, ...]:
        """Those that mean the same."""
        return tuple(result for result in self.results if result.same is not None)

    @property
    def score(self) -> float:
        """Killed, of those that do not mean the same, in percent."""
        counted = len(self.results) - len(self.same)
        return 100.0 * self.killed / counted if counted else 100.0


def run_mutants(
    subject: Subject, tests: Sequence[WrittenTest], choice: Choice, today: datetime.date, progress: Progress = silent
) -> MutationRun:
    """Run the tests, which pass, on mutants of the policies."""
    bench = Bench(subject, tests)
    rows, kept = _rows(bench, choice.seed)
    every = [mutant for mutant in mutants(subject.book, rows) if _matches(mutant, choice.pattern)]
    chosen = every
    if choice.sample is not None and choice.sample < len(every):
        places = sorted(random.Random(choice.seed).sample(range(len(every)), choice.sample))
        chosen = [every[at] for at in places]
    killed = dict(zip((mutant.name for mutant in chosen), spread(bench.failing, chosen, choice.jobs, progress), strict=True))
    survived = [mutant for mutant in chosen if killed[mutant.name] is None]
    equivalence = Equivalence(subject.book, subject.compiled, today)
    same = {mutant.name: reason for mutant in survived if (reason := equivalence.reason(mutant)) is not None}
    left = [mutant for mutant in survived if mutant.name not in same]
    searched: dict[str, Killing] = {}
    if choice.search and left:
        killer = Killer(bench, every)
        searched = _searched(killer, left, choice.jobs, progress)
        if choice.prove:
            searched, proven = _proven(subject, killer, searched, left, today, choice.jobs, progress)
            same |= proven
    results = tuple(_result(mutant, killed[mutant.name], same.get(mutant.name), searched.get(mutant.name)) for mutant in chosen)
    return MutationRun(results, len(every), choice.seed, kept, choice.search)


def _searched(killer: Killer, surviving: Sequence[Mutant], jobs: int, progress: Progress) -> dict[str, Killing]:
    """What the search found for each surviving mutant; the mutants of a rule follow each other."""
    ordered = [mutant for several in by_rule(surviving).values() for mutant in several]
    found = spread(killer.kill, ordered, jobs, progress)
    return {mutant.name: killing for mutant, killing in zip(ordered, found, strict=True)}


def _proven(
    subject: Subject,
    killer: Killer,
    searched: Mapping[str, Killing],
    left: Sequence[Mutant],
    today: datetime.date,
    jobs: int,
    progress: Progress,
) -> tuple[dict[str, Killing], dict[str, str]]:
    """For mutants that the search did not tell apart: a test from a profile that a solver found, or that there is none."""
    from engine.analysis.verify.apart import Apart
    from engine.analysis.verify.model import NONE

    asked = [mutant for mutant in left if searched[mutant.name].found is None]
    found, same = dict(searched), dict[str, str]()
    if not asked:
        return found, same
    apart = Apart(subject, asked, today)

    def answer(mutant: Mutant) -> tuple[str, Draft | None]:
        verdict, case = apart.case(mutant)
        return verdict, None if case is None else killer.kill_in(mutant, case)

    for mutant, (verdict, draft) in zip(asked, spread(answer, asked, jobs, progress), strict=True):
        if verdict == NONE:
            same[mutant.name] = NONE_APART
        found[mutant.name] = Killing(draft, searched[mutant.name].lanes)
    return found, same


def _result(mutant: Mutant, killed_by: str | None, same: str | None, killing: Killing | None) -> MutantResult:
    if killed_by is not None or same is not None:
        return MutantResult(mutant, killed_by, same)
    return MutantResult(mutant, None, None, killing.found, killing.lanes) if killing is not None else MutantResult(mutant, None)


def _matches(mutant: Mutant, pattern: str) -> bool:
    return pattern in mutant.name or pattern in mutant.span.file


def _rows(bench: Bench, seed: int) -> tuple[list[RowOf], tuple[Rows, ...]]:
    """The rows to leave out, and what is said about it."""
    tables: dict[str, list[RowOf]] = {}
    for row in sorted(bench.rows, key=lambda row: (row.table, row.at)):
        tables.setdefault(row.table, []).append(row)
    chosen: list[RowOf] = []
    said: list[Rows] = []
    for name, used in tables.items():
        kept = used if len(used) <= MOST_ROWS else random.Random(seed).sample(used, MOST_ROWS)
        chosen += kept
        said.append(Rows(name, len(bench.subject.book.tables[name].rows), len(used), len(kept)))
    return chosen, tuple(said)
