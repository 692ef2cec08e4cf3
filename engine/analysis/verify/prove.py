"""Goals proved: no profile has it, or here is one that was run.

In: a subject, goals, a limit of time for each question. Out: an answer to every goal. Newly guaranteed: "none" is the verdict of
the solver on a formula of which every possible complete profile is a model; "shown" was run.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import z3

from engine.analysis.policytests import Subject
from engine.analysis.verify.encode import Formula, Model
from engine.analysis.verify.goals import Goals, height
from engine.analysis.verify.inputs import inputs_of
from engine.analysis.verify.model import NONE, SHOWN, TABLES, Answer, Goal, Progress, Witness
from engine.analysis.verify.parts import parts
from engine.analysis.verify.questioner import Questioner, Shows
from engine.analysis.verify.witness import Rails, Runner, shows
from engine.clauses.program import negative

MOST_CONFLICTS = 8
"""Conflicts shown about one fact."""
Expr = Any


class Prover:
    """One formula, asked again and again."""

    def __init__(self, subject: Subject, runner: Runner, today: datetime.date, seconds: float) -> None:
        self._subject, self._runner, self._today, self._seconds = subject, runner, today, seconds
        self._questions = Questioner(subject, runner, today, seconds)
        self.formula = self._questions.formula
        self._goals = Goals(subject.book, subject.compiled)
        self._seen: list[Rails] = []
        self._sound: list[tuple[int, Expr]] = []

    def answers(self, goals: Sequence[Goal], seen: Iterable[Rails] = (), progress: Progress | None = None) -> list[Answer]:
        """Every goal in turn. seen: what earlier runs established; what they show of a goal that is wanted counts.

        What must not be is looked for where what it rests on has no conflict, which is a finding of its own.
        """
        self._seen = list(seen)
        found: list[Answer] = []
        for at, goal in enumerate(goals):
            if progress is not None:
                progress(goal.kind, at, len(goals))
            found += self._conflicts(goal) if goal.kind == "conflict" else [self.answer(goal)]
        return found

    def _conflicts(self, goal: Goal) -> list[Answer]:
        """The conflicts about one fact, one answer for each set of rules."""
        found: list[Answer] = []
        apart: list[Expr] = []
        while len(found) < MOST_CONFLICTS:
            answer = self.answer(goal, apart)
            if answer.verdict != SHOWN and found:
                break
            found.append(answer)
            rules = answer.witness.rules if answer.witness is not None else ()
            if not rules:
                break
            apart.append(z3.Not(z3.And([self.formula.effective(rule) for rule in rules])))
        if "fact" in goal.about and found[0].verdict == SHOWN:
            self._sound.append((height(goal, self._subject.book), z3.Not(self._asked(goal))))
        return found

    def answer(self, goal: Goal, more: Sequence[Expr] = ()) -> Answer:
        """The answer to one goal. more: what must hold besides."""
        if goal.wanted and any(shows(goal, rails) for rails in self._seen):
            return Answer(goal, SHOWN)
        own = height(goal, self._subject.book)
        more = (*more, *(sound for below, sound in self._sound if below < own))
        asked = [self._asked(goal), *more]
        ask = self._questions.search if goal.wanted else self._questions.everyday
        verdict, model = ask(asked, self._showing(goal))
        if verdict == SHOWN and model is not None and not goal.wanted:
            return Answer(goal, SHOWN, self._smallest(goal, model))
        if verdict == NONE and goal.kind == "dead":
            return self._dead(goal)
        if verdict == NONE and goal.kind == "exception":
            return Answer(goal, TABLES) if self._by_tables(goal) else Answer(goal, NONE, parts=self._clash(self._meeting(goal)))
        return Answer(goal, verdict)

    def _meeting(self, goal: Goal) -> tuple[int, ...]:
        """What an exception asks for, and what the rule that it excepts asks for."""
        exception, rule = (self._subject.book.index.rule(name) for name in goal.rules)
        return (*goal.any_of[0][-1:], *self._goals.premises(exception), *self._goals.premises(rule))

    def _clash(self, literals: Sequence[int]) -> tuple[str, ...]:
        """The parts that exclude each other: without any of them, the others can be."""
        left = parts(self._subject.compiled, literals)
        if self._possible(left):
            return ()
        for part in list(left):
            fewer = {other: text for other, text in left.items() if other != part}
            left = left if self._possible(fewer) else fewer
        return tuple(left.values())

    def _possible(self, literals: Iterable[int]) -> bool:
        solver = self.formula.solver
        solver.push()
        solver.add(self.formula.all_of(tuple(literals)))
        found = solver.check()
        solver.pop()
        return bool(found != z3.unsat)

    def _dead(self, goal: Goal) -> Answer:
        """Why a rule never fires: its condition never holds, or an exception applies whenever it does."""
        if not goal.rules:
            return Answer(goal, NONE, None, "never", self._clash(goal.any_of[0]))
        rule = self._subject.book.index.rule(goal.rules[0])
        proposition, premises = self._subject.compiled.rule(rule.id), self._goals.premises(rule)
        held = self._search(Goal("dead", goal.what, True, (premises,)), ())[0]
        if held == NONE or rule.kind == "gap" or proposition is None:
            return Answer(goal, NONE, None, "never", self._clash(premises))
        defeated = Goal("dead", goal.what, True, ((*premises, negative(proposition)),), rules=(*rule.exceptions, rule.id))
        model = self._search(defeated, self._questions.plain)[1] or self._search(defeated, ())[1]
        return Answer(goal, NONE, None if model is None else self._smallest(defeated, model), "excepted")

    def _smallest(self, goal: Goal, model: Model) -> Witness | None:
        return self._runner.smallest(goal, model.told_all(), model.as_of, model.spot.forced)

    @cached_property
    def _anything_looked_up(self) -> Formula:
        subject = self._subject
        inputs = inputs_of(subject.book, subject.compiled, subject.places(), self._today, tables=False)
        found = Formula(subject.book, subject.compiled, inputs)
        found.solver.set("timeout", max(1, int(self._seconds * 1000)))
        return found

    def _asked(self, goal: Goal, formula: Formula | None = None) -> Expr:
        formula = formula or self.formula
        found = z3.Or([formula.all_of(literals) for literals in goal.any_of])
        return z3.And(found, formula.window(goal.window))

    def _by_tables(self, goal: Goal) -> bool:
        """Whether only the rows of the tables prevent it."""
        formula = self._anything_looked_up
        return bool(formula.solver.check(self._asked(goal, formula)) != z3.unsat)

    def _search(self, goal: Goal, more: Sequence[Expr]) -> tuple[str, Model | None]:
        return self._questions.search([self._asked(goal), *more], self._showing(goal))

    def _showing(self, goal: Goal) -> Shows:
        def shown(_: Model, rails: Rails) -> bool:
            self._seen.append(rails)
            return shows(goal, rails)

        return shown
