"""Goals searched: what some profile has that was tried.

In: a subject, goals, the cases of its policy tests. Out: an answer to every goal. Newly guaranteed: "shown" was run; "none" is
sure, by reasoning about one fact at a time; everything else is unknown, since a search proves nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from engine.analysis.policytests import Subject
from engine.analysis.satisfiable import Satisfiable
from engine.analysis.search import MOST_LANES, MOST_TRIED, Batch, batches
from engine.analysis.verify.goals import height
from engine.analysis.verify.model import NONE, SHOWN, UNKNOWN, Answer, Goal, Progress, Witness
from engine.analysis.verify.witness import Rails, Runner, lanes_showing, shows
from engine.facts.case import Case
from engine.facts.truth import Truth
from engine.ground.dates import parse_date
from engine.linked.model import Rulebook

MOST_DAYS = 6


def search_answers(
    runner: Runner,
    goals: Sequence[Goal],
    cases: Sequence[Case],
    seen: Sequence[Rails],
    today: datetime.date,
    progress: Progress | None,
) -> tuple[list[Answer], int]:
    """An answer to every goal, and how many profiles were tried. seen: what runs of the cases established."""
    subject = runner.subject
    by_tests = {at for at, goal in enumerate(goals) if goal.wanted and any(shows(goal, rails) for rails in seen)}
    answers: dict[int, Answer] = {at: Answer(goals[at], SHOWN) for at in by_tests}
    open_goals = {at: goal for at, goal in enumerate(goals) if at not in by_tests}
    tried = 0
    days = sorted({parse_date(goal.window.start) for goal in goals if goal.window.start is not None})[:MOST_DAYS]
    for batch in batches(subject, cases, today, days):
        tried += len(batch.variants)
        if progress is not None:
            progress("search", min(tried, MOST_LANES), MOST_LANES)
        conflicts = _conflicted(subject.book, goals, batch)
        for at, goal in list(open_goals.items()):
            own, barred = height(goal, subject.book), 0
            for below, lanes in conflicts:
                barred |= lanes if below < own else 0
            found = _in_batch(subject, runner, goal, batch, barred)
            if found is not None:
                answers[at] = found
                del open_goals[at]
    satisfiable = Satisfiable(subject.book, today)
    for at, goal in open_goals.items():
        answers[at] = _unseen(subject, goal, satisfiable)
    return [answers[at] for at in range(len(goals))], tried


def _conflicted(book: Rulebook, goals: Sequence[Goal], batch: Batch) -> list[tuple[int, int]]:
    """The lanes with a conflict about a fact, by stratum."""
    every = (1 << len(batch.variants)) - 1
    facts = [goal for goal in goals if goal.kind == "conflict" and "fact" in goal.about]
    return [(height(goal, book), lanes) for goal in facts if (lanes := lanes_showing(goal, batch.outcome.rails, every))]


def _in_batch(subject: Subject, runner: Runner, goal: Goal, batch: Batch, barred: int) -> Answer | None:
    if not goal.window.covers(batch.base.as_of.isoformat()):
        return None
    waiting = lanes_showing(goal, batch.outcome.rails, (1 << len(batch.variants)) - 1) & ~barred
    tried = 0
    while waiting and tried < MOST_TRIED:
        bit = waiting & -waiting
        waiting, tried = waiting ^ bit, tried + 1
        case = batch.variants[bit.bit_length() - 1].of(batch.base)
        if any(Truth(subject.book, case).holds(combination.never) for combination in subject.book.combinations):
            continue
        if goal.wanted:
            return Answer(goal, SHOWN)
        witness = _run(runner, goal, case, batch.base)
        if witness is not None:
            return Answer(goal, SHOWN, witness)
    return None


def _run(runner: Runner, goal: Goal, case: Case, base: Case) -> Witness | None:
    told = {name: value for name, value in case.told.items() if base.presumed.get(name) != value}
    return runner.smallest(goal, told, case.as_of, case.forced)


def _unseen(subject: Subject, goal: Goal, satisfiable: Satisfiable) -> Answer:
    """What was never seen is sure only where no value of some fact allows it."""
    if not goal.wanted:
        return Answer(goal, UNKNOWN)
    rules = [subject.book.index.rule(name) for name in goal.rules]
    windows = [rule.applies for rule in rules]
    conditions = [rule.when for rule in rules]
    start = subject.book.decides.start
    decided = all(start is None or window.end is None or window.end >= start for window in windows)
    possible = decided and all(satisfiable.together(conditions, window) for window in windows)
    return Answer(goal, UNKNOWN) if possible else Answer(goal, NONE, None, "never")
