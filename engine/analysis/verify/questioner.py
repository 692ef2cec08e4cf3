"""Questions put to the solver, and what their answers are worth.

In: a subject, a limit of time for each question. Out: a verdict, with the profile that shows it. Newly guaranteed: "none" is the
verdict of the solver on a formula of which every possible complete profile is a model; "shown" was run.

A model whose run does not show what was asked is learned from where a test was left free, and the solver asked again.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

import z3

from engine.analysis.policytests import Subject
from engine.analysis.verify.encode import Formula, Model
from engine.analysis.verify.inputs import DAY, inputs_of
from engine.analysis.verify.model import NONE, SHOWN, UNKNOWN, UNSHOWN
from engine.analysis.verify.witness import Rails, Runner
from engine.clauses.program import negative, positive
from engine.facts.computed import inputs_below

RETRIES = 30
Expr = Any
Shows = Callable[[Model, Rails], bool]
"""Whether a profile that was run shows what was asked."""


class Questioner:
    """One formula, asked again and again."""

    def __init__(self, subject: Subject, runner: Runner, today: datetime.date, seconds: float) -> None:
        self._subject, self._runner, self._seconds = subject, runner, seconds
        self.formula = Formula(subject.book, subject.compiled, inputs_of(subject.book, subject.compiled, subject.places(), today))
        self.plain = self.formula.plain(today)

    def everyday(self, asked: Sequence[Expr], shows: Shows) -> tuple[str, Model | None]:
        """The same as `search`; the model is one of everyday life where there is one."""
        verdict, model = self.search(asked, shows)
        plain = self.search([*self.plain, *asked], shows)[1] if verdict == SHOWN else None
        return verdict, plain or model

    def search(self, asked: Sequence[Expr], shows: Shows) -> tuple[str, Model | None]:
        """The verdict on what is asked together: a model of it that a run shows, none, or why neither."""
        solver = self.formula.solver
        learned: list[Expr] = []
        solver.push()
        try:
            solver.set("timeout", max(1, int(self._seconds * 1000)))
            solver.add(*asked)
            for _ in range(RETRIES):
                found = solver.check()
                if found != z3.sat:
                    return (NONE if found == z3.unsat else UNKNOWN), None
                model = self.formula.model(solver.model())
                rails = self._runner.run(model.told_all(), model.as_of, model.spot.forced)
                if rails is not None and shows(model, rails):
                    return SHOWN, model
                lessons = self._lessons(model, rails)
                if not lessons:
                    return UNSHOWN, None
                learned += lessons
                solver.add(*lessons)
            return UNSHOWN, None
        finally:
            solver.pop()
            solver.add(*learned)

    def _lessons(self, model: Model, rails: Rails | None) -> list[Expr]:
        """For each free test: what it gives for the values of the model."""
        if rails is None:
            return []
        lessons, compiled = [], self._subject.compiled
        for proposition, spec in compiled.specs.items():
            if spec not in self.formula.inputs.free:
                continue
            names = inputs_below(self._subject.book, spec.fact) | {DAY}
            same = self.formula.same(model, names)
            if same is not None:
                true, false = self.formula.test(spec)
                given = rails[positive(proposition)], rails[negative(proposition)]
                lessons.append(z3.Implies(same, z3.And(true == bool(given[0]), false == bool(given[1]))))
        return lessons
