"""Days on which tests can change: deciding day by day over years finds no other day on which a literal changes."""

from __future__ import annotations

import datetime

from hypothesis import given, note, settings
from hypothesis import strategies as st

from engine.analysis.timeline import readings_of, timeline
from engine.clauses.compiled import FactTest
from engine.decision.moments import change_days, days_of, last_day_before
from engine.facts.case import Case
from engine.facts.lanes import Reads
from engine.facts.truth import Truth
from engine.ground.dates import add, parse_duration
from engine.linked.model import Rulebook, Test
from engine.run.reading import Reading
from tests.semantics.answers import Lowered, lowered, show
from tests.semantics.cases import any_cases
from tests.semantics.rulebooks import every_test, rulebooks
from tests.semantics.vocabulary import SPAN

EVERYTHING = every_test()
FIRST = datetime.date(2016, 1, 1)
EVERY_DAY = [FIRST + datetime.timedelta(days=day) for day in range(9 * 366)]
DURATIONS = st.builds("P{}Y{}M{}D".format, st.integers(0, 2), st.integers(0, 14), st.integers(0, 40))


def reading_of(program: Lowered, case: Case) -> Reading:
    """The reading of a case on its own day."""
    return Reading(program.book, program.compiled, case, program.run([case]))


@settings(max_examples=settings().max_examples // 5)
@given(rulebooks(), any_cases())
def test_no_literal_changes_on_another_day(book: Rulebook, case: Case) -> None:
    note(show(book))
    program = lowered(book)
    reads = Reads(book, program.compiled)
    reading = reading_of(program, case)
    found = set(change_days(reading, reads))
    days = EVERY_DAY
    readings = readings_of(reading, reads, days)
    changed = {days[at] for at in range(1, len(days)) if readings[at].established != readings[at - 1].established}
    assert changed <= found


@settings(max_examples=settings().max_examples // 20)
@given(any_cases())
def test_no_test_of_the_vocabulary_changes_on_another_day(case: Case) -> None:
    program = lowered(EVERYTHING)
    reading = reading_of(program, case)
    reads = Reads(EVERYTHING, program.compiled)
    found = set(change_days(reading, reads))
    before = None
    for day in EVERY_DAY:
        truth = Truth(EVERYTHING, Case(day, case.told, place=case.place))
        verdicts = [truth.atom(spec) for spec in program.compiled.atoms]
        assert before is None or verdicts == before or day in found
        before = verdicts


OPERATORS = st.sampled_from(("more_than_ago", "at_least_ago", "at_most_ago", "less_than_ago", "within"))


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 12, 31)), OPERATORS, DURATIONS)
def test_durations_of_any_length(date: datetime.date, operator: str, duration: str) -> None:
    """A direct test of a told date changes on no day but those found, and on each side of them."""
    program = lowered(EVERYTHING)
    spec = FactTest("since", ((operator, duration),))
    found = days_of(spec, reading_of(program, Case(date, {"since": date.isoformat()})))
    near = {day + datetime.timedelta(days=shift) for day in found for shift in range(-40, 41)}
    verdicts = {day: Truth(EVERYTHING, Case(day, {"since": date.isoformat()})).atom(spec) for day in near}
    for day in near:
        earlier = day - datetime.timedelta(days=1)
        if earlier in verdicts and verdicts[day] != verdicts[earlier]:
            assert day in found
    assert len(set(verdicts.values())) == 2


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 12, 31)), DURATIONS)
def test_the_last_day_of_a_step(date: datetime.date, duration: str) -> None:
    found, span = last_day_before(date, duration), parse_duration(duration)
    assert add(found, span) <= date < add(found + datetime.timedelta(days=1), span)


@settings(max_examples=settings().max_examples // 5)
@given(rulebooks(), any_cases())
def test_the_line_is_what_each_day_says(book: Rulebook, case: Case) -> None:
    """Requirements and steps on the line, day by day, are those of the reading of that day."""
    note(show(book))
    program = lowered(book)
    reads = Reads(book, program.compiled)
    reading = reading_of(program, case)
    line = timeline(reading, reads)
    days = EVERY_DAY[::17]
    for day, alone in zip(days, readings_of(reading, reads, days), strict=True):
        standing = next((change.after for change in reversed(line.changes) if change.day <= day), line.first)
        if standing.impossible:
            assert not _possible(alone)
            continue
        assert {paper.id: paper.required for paper in standing.advice.papers} == {
            name: alone.need(name) for name in book.requirements if alone.need(name) is not False
        }
        assert set(standing.advice.steps) == {name for name in book.steps if alone.step(name)}
        assert set(standing.outcome.conflicts) == {found.what for found in alone.conflicts}


def _possible(reading: Reading) -> bool:
    ages = [reading.truth.value(name) for name in reading.book.index.facts("number")]
    limits = [(reading.book.facts[name].type.minimum, reading.book.facts[name].type.maximum)
              for name in reading.book.index.facts("number")]  # fmt: skip
    return all(
        not isinstance(age, int) or (low or 0) <= age <= (high or 10**6) for age, (low, high) in zip(ages, limits, strict=True)
    )


def test_a_day_of_the_decision_is_tested_like_a_date() -> None:
    program = lowered(EVERYTHING)
    reading = reading_of(program, Case(FIRST, {}))
    spec = FactTest("as_of", Test("as_of", (("from", "2020-02-29"), ("until", "2021-03-01")), SPAN).checks)
    assert days_of(spec, reading) >= {datetime.date(2020, 2, 29), datetime.date(2021, 3, 2)}
