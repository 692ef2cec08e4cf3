"""Conflicts searched at boundary values.

In: a subject and the cases of its policy tests. Out: `Search`: how many profiles were tried, and the conflicts found, each with a
profile that has it. Newly guaranteed: a conflict found is one; finding none proves nothing ("searched, not proven").

From the empty profile and from every case, one answer at a time takes every value that some test tells apart, every office is
tried, and three answers at random change together. Each is a lane.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Container, Iterator, Mapping, Sequence

from engine.analysis.policytests import Subject, decides
from engine.clauses.compiled import Compiled
from engine.clauses.program import negative, positive
from engine.decision.completions import representatives
from engine.facts.case import Case, Told
from engine.facts.lanes import DAY, Variant, rails
from engine.facts.profile import with_presumptions
from engine.facts.truth import Truth
from engine.ground.records import dataclass
from engine.run import lanes
from engine.run.outcome import Outcome
from engine.run.reading import Conflict, Reading

MOST_LANES = 60_000
MOST_TRIED = 50
"""Lanes in conflict looked at for one base: the others show the same."""
AT_RANDOM, TOGETHER = 120, 3
FROM_NOTHING = 4_000
SEED = 2016
FALLBACK_DAYS = (-4000, -400, -100, -91, -1, 0, 1, 100)

Values = Mapping[str, tuple[Told, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """A conflict, and the smallest change seen of a case that has it: what is told, and on which day."""

    conflict: Conflict
    as_of: datetime.date
    told: Mapping[str, Told]


@dataclass(frozen=True, slots=True)
class Search:
    """The result of a search."""

    lanes: int
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """A case, variants of it, and what a pass establishes of each."""

    base: Case
    variants: tuple[Variant, ...]
    outcome: Outcome


def search(subject: Subject, cases: Sequence[Case], today: datetime.date) -> Search:
    """Search for conflicts."""
    found: dict[tuple[str, tuple[str, ...]], Found] = {}
    tried = 0
    for batch in batches(subject, cases, today):
        tried += len(batch.variants)
        for item in _conflicts(subject, batch):
            found.setdefault((item.conflict.what, item.conflict.rules), item)
    return Search(tried, tuple(found.values()))


def batches(subject: Subject, cases: Sequence[Case], today: datetime.date, days: Sequence[datetime.date] = ()) -> Iterator[Batch]:
    """Variants of nothing told (today, and on other days) and of each case, until enough were tried."""
    tried = 0
    by_day: dict[datetime.date, Values] = {}
    generator = random.Random(SEED)
    empty = (with_presumptions(Case(as_of=day, told={}), subject.book) for day in (today, *days))
    for base in (*empty, *_distinct(subject, cases)):
        if tried >= MOST_LANES:
            break
        values = by_day.setdefault(base.as_of, {}) or boundary(subject, base.as_of)
        by_day[base.as_of] = values
        variants = (Variant(), *_variants(subject, base, values, generator))
        tried += len(variants)
        initial = rails(subject.book, subject.compiled, subject.reads, base, variants)
        yield Batch(base, variants, lanes.run(subject.compiled.program, initial, len(variants)))


def _distinct(subject: Subject, cases: Sequence[Case]) -> Iterator[Case]:
    """Cases of the period decided, those that tell most first."""
    kept = [case for case in cases if decides(subject.book, case)]
    return iter(sorted(kept, key=lambda case: -len(case.told)))


def boundary(subject: Subject, day: datetime.date, names: Container[str] | None = None) -> Values:
    """For each input that rules test (of those named): a value for every verdict that tests of it can have."""
    nothing = Case(as_of=day, told={})
    silent = Outcome(tuple(0 for _ in range(2 * len(subject.compiled.program.names))))
    reading = Reading(subject.book, subject.compiled, nothing, silent)
    found: dict[str, tuple[Told, ...]] = {}
    for fact in subject.book.facts.values():
        wanted = (names is None or fact.name in names) and fact.name != DAY
        if wanted and fact.origin == "input" and fact.name in subject.reads.touching:
            values = representatives(fact.name, reading, subject.reads)
            if values is None and fact.type.kind == "date":
                values = tuple((day + datetime.timedelta(days=shift)).isoformat() for shift in FALLBACK_DAYS)
            if values:
                found[fact.name] = values
    return found


def _variants(subject: Subject, base: Case, values: Values, generator: random.Random) -> Iterator[Variant]:
    for name, several in values.items():
        for value in several:
            if base.told.get(name) != value:
                yield Variant({name: value})
    for code in subject.book.offices:
        yield Variant(forced=code)
    names = list(values)
    empty = len(base.told) == len(base.presumed)
    for _ in range((FROM_NOTHING if empty else AT_RANDOM) if names else 0):
        several_names = names if empty and generator.random() < 0.5 else generator.sample(names, min(TOGETHER, len(names)))
        yield Variant({name: generator.choice(values[name]) for name in several_names})


def _conflicts(subject: Subject, batch: Batch) -> Iterator[Found]:
    base, variants, outcome = batch.base, batch.variants, batch.outcome
    waiting, tried = _in_conflict(subject.compiled, outcome), 0
    while waiting and tried < MOST_TRIED:
        bit = waiting & -waiting
        waiting, tried = waiting ^ bit, tried + 1
        lane = bit.bit_length() - 1
        case = variants[lane].of(base)
        truth = Truth(subject.book, case)
        if any(truth.holds(combination.never) for combination in subject.book.combinations):
            continue
        told = {name: value for name, value in case.told.items() if base.presumed.get(name) != value}
        for conflict in Reading(subject.book, subject.compiled, case, outcome, lane).conflicts:
            yield Found(conflict, case.as_of, told)


def _in_conflict(compiled: Compiled, outcome: Outcome) -> int:
    """The lanes in which some proposition has both rails."""
    both = 0
    for proposition in range(len(compiled.program.names)):
        both |= outcome.rails[positive(proposition)] & outcome.rails[negative(proposition)]
    return both
