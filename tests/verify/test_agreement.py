"""The proof agrees with trying everything: on random rulebooks, and on the calendar."""

from __future__ import annotations

import datetime
import random

import pytest
import z3
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from engine.analysis.policytests import Subject
from engine.analysis.verify.calendar import Calendar
from engine.analysis.verify.goals import Goals, height
from engine.analysis.verify.inputs import SAMPLES
from engine.analysis.verify.model import NONE, SHOWN, TABLES, UNSHOWN
from engine.analysis.verify.prove import Prover
from engine.analysis.verify.witness import Runner, shows
from engine.facts.lanes import Reads
from engine.facts.number import FORMS, number_form
from engine.facts.places import Places
from engine.ground.dates import Duration, add, days_between, month_end_after, years_between
from engine.linked.model import Rulebook
from tests.semantics.answers import lowered, show
from tests.semantics.cases import completions, random_case
from tests.semantics.rulebooks import every_test, rulebooks

TODAY = datetime.date(2024, 5, 31)
RANDOM = st.integers(0, 2**32 - 1).map(random.Random)


def subject_of(book: Rulebook) -> Subject:
    compiled = lowered(book).compiled
    return Subject(book, compiled, Reads(book, compiled), Places)


@settings(suppress_health_check=list(HealthCheck), max_examples=60, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(rulebooks(), RANDOM)
def test_what_is_proved_never_happens_and_what_is_found_does(book: Rulebook, rng: random.Random) -> None:
    """Brute force over completions of cases never meets what was proved to be impossible, nor misses a dead rule."""
    note(show(book))
    program, subject = lowered(book), subject_of(book)
    runner = Runner(subject)
    goals = Goals(book, subject.compiled).all()
    answers = Prover(subject, runner, TODAY, 60).answers(goals)
    batch = [case for _ in range(6) for case in completions(book, random_case(rng), rng)[:400]]
    rails = program.run(batch).rails
    conflicts = [goal for goal in goals if goal.kind == "conflict" and "fact" in goal.about]
    for answer in answers:
        days = [lane for lane, case in enumerate(batch) if answer.goal.window.covers(case.as_of.isoformat())]
        below = [goal for goal in conflicts if height(goal, book) < height(answer.goal, book)]
        days = [lane for lane in days if not any(shows(goal, _only(rails, lane, goal.any_of)) for goal in below)]
        met = any(shows(answer.goal, _only(rails, lane, answer.goal.any_of)) for lane in days)
        if answer.verdict in (NONE, TABLES):
            assert not met, answer.goal
        elif answer.verdict == SHOWN and answer.witness is not None:
            witness = answer.witness
            found = runner.run(_flat(witness.profile), witness.as_of, witness.office)
            assert found is not None and shows(answer.goal, found)
        else:
            assert answer.verdict in (SHOWN, UNSHOWN), answer


def _only(rails: tuple[int, ...], lane: int, any_of: tuple[tuple[int, ...], ...]) -> dict[int, int]:
    return {literal: rails[literal] >> lane & 1 for literals in any_of for literal in literals}


def _flat(profile: object) -> dict[str, object]:
    assert isinstance(profile, dict)
    return {name: tuple(value) if isinstance(value, list) else value for name, value in profile.items() if name != "as_of"}


def test_every_matcher_is_encoded_as_it_runs() -> None:
    """Models of a book with each test of the language, run: every test comes out as in the model, unless it was left free."""
    subject = subject_of(every_test())
    prover = Prover(subject, Runner(subject), TODAY, 20)
    formula = prover.formula
    seen = 0
    for proposition in subject.compiled.specs:
        for literal in (2 * proposition, 2 * proposition + 1):
            formula.solver.push()
            formula.solver.add(formula.literals[literal])
            if formula.solver.check() == z3.sat:
                solved = formula.solver.model()
                model = formula.model(solved)
                rails = Runner(subject).run(model.told_all(), model.as_of, model.spot.forced)
                assert rails is not None
                for other, tested in subject.compiled.specs.items():
                    if tested not in formula.inputs.free:
                        holds = z3.is_true(solved.eval(formula.literals[2 * other], model_completion=True))
                        assert bool(rails[2 * other]) == holds, (tested, model)
                        seen += 1
            formula.solver.pop()
    assert seen > 1_000
    assert {spec.fact for spec in formula.inputs.free} <= {"before_treaty", "treaty_age", "treaty"}  # dates looked up


DAYS = st.dates(datetime.date(1890, 1, 1), datetime.date(2110, 12, 31)) | st.sampled_from(
    [
        datetime.date(2024, 2, 29),
        datetime.date(2023, 2, 28),
        datetime.date(2100, 2, 28),
        datetime.date(2021, 1, 31),
        datetime.date(2021, 12, 31),
    ]
)
DURATIONS = st.builds(Duration, st.integers(0, 3), st.integers(0, 30), st.sampled_from([0, 0, 0, 1, 15, 92]))


@given(DAYS, DAYS, DURATIONS, st.integers(0, 40))
def test_the_calendar_is_the_one_of_the_engine(
    first: datetime.date, second: datetime.date, length: Duration, number: int
) -> None:
    solver = z3.Solver()
    calendar = Calendar(solver)
    one, two = calendar.named("one"), calendar.named("two")
    for day, value in ((one, first), (two, second)):
        solver.add(day.year == value.year, day.month == value.month - 1, day.day == value.day)
    end = calendar.month_end(one, number)
    expected = [
        (calendar.before(one, length, two), add(first, length) < second),
        (calendar.not_after(one, length, two), add(first, length) <= second),
        (calendar.years(one, two, number), years_between(first, second) >= number),
        (calendar.days(one, two, number), days_between(first, second) >= number),
        (end.order < two.order, month_end_after(first, number) < second),
        (two.order <= end.order, second <= month_end_after(first, number)),
    ]
    for formula, holds in expected:
        solver.push()
        solver.add(formula != holds)
        assert solver.check() == z3.unsat
        solver.pop()


def test_every_date_is_one_of_the_calendar() -> None:
    solver = z3.Solver()
    calendar = Calendar(solver)
    day = calendar.named("day")
    solver.add(day.year == 2023, day.month == 1, day.day >= 29)
    assert solver.check() == z3.unsat


def test_samples_of_numbers_have_each_form() -> None:
    assert tuple(number_form(text) for text in SAMPLES) == FORMS


def test_a_limit_of_time_leaves_a_question_open(monkeypatch: pytest.MonkeyPatch) -> None:
    subject = subject_of(every_test())
    prover = Prover(subject, Runner(subject), TODAY, 5)
    monkeypatch.setattr(prover.formula.solver, "check", lambda *_: z3.unknown)
    goals = [goal for goal in Goals(subject.book, subject.compiled).all() if goal.kind == "conflict"]
    assert {answer.verdict for answer in prover.answers(goals)} == {"unknown"}
