"""A policy set verified: by proof where z3 is installed, else by search.

In: a subject, the cases of its policy tests, a day. Out: `Verified`. Newly guaranteed: every question of the six kinds has an
answer, and the answer says how sure it is.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from engine.analysis.policytests import Subject, decide_all
from engine.analysis.verify.goals import Goals
from engine.analysis.verify.inputs import period
from engine.analysis.verify.model import Progress, Verified
from engine.analysis.verify.rows import check_rows
from engine.analysis.verify.searched import search_answers
from engine.analysis.verify.witness import Runner
from engine.facts.case import Case


def can_prove() -> bool:
    """Whether the solver is installed, and can be loaded."""
    try:
        if find_spec("z3") is None:
            return False
        import_module("z3")
    except Exception:  # an installation without its library raises errors of its own
        return False
    return True


def verify(
    subject: Subject,
    cases: Sequence[Case],
    today: datetime.date,
    *,
    prove: bool,
    seconds: float = 10.0,
    progress: Progress | None = None,
) -> Verified:
    """Answer every question. seconds: for one question, beyond which it stays open."""
    runner = Runner(subject)
    first, last = period(subject.book, today)
    goals = Goals(subject.book, subject.compiled).all()
    seen = [decide_all(subject, cases).rails] if cases else []
    tried = len(cases)
    if prove:
        from engine.analysis.verify.prove import Prover

        answers = Prover(subject, runner, today, seconds).answers(goals, seen, progress)
    else:
        answers, more = search_answers(runner, goals, cases, seen, today, progress)
        tried += more
    answers += check_rows(runner, first, last)
    return Verified(prove, first, last, tuple(answers), tried + runner.count)
