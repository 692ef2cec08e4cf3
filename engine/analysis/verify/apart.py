"""Profiles in which a changed policy set concludes something else, or the proof that there is none.

In: a subject and mutants of it. Out: for a mutant a `Case` that was run with both, or a verdict. Newly guaranteed: "none" is the
verdict of the solver on two programs over the same answers: no possible complete profile on a day of the period, with the rows
that the tables have today, tells them apart.

Both programs share what they derive in the same way; only what the change reaches is written twice (a miter).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import z3

from engine.analysis.around import probed
from engine.analysis.mutants import Mutant, changed, says_otherwise
from engine.analysis.policytests import Subject
from engine.analysis.trials import Trials, difference, public
from engine.analysis.verify.calendar import any_of
from engine.analysis.verify.encode import Formula, Model
from engine.analysis.verify.model import UNKNOWN
from engine.analysis.verify.questioner import Questioner
from engine.analysis.verify.witness import Runner
from engine.clauses.compiled import Compiled
from engine.clauses.lower import live_values, lower
from engine.clauses.program import negative, positive
from engine.facts.case import Case
from engine.policy.model import Value

Expr = Any


class Apart:
    """Answers for mutants of one rulebook; all whose tests it knows."""

    def __init__(self, subject: Subject, mutants: Sequence[Mutant], today: datetime.date, seconds: float = 10.0) -> None:
        self._subject, self._probed = subject, probed(subject, (mutant.made for mutant in mutants))
        self._runner = Runner(self._probed)
        self._questions = Questioner(self._probed, self._runner, today, seconds)

    def case(self, mutant: Mutant) -> tuple[str, Case | None]:
        """A case that tells the mutant apart (one of everyday life where there is one), or the verdict."""
        if mutant.row is not None:
            return UNKNOWN, None
        verdict, model = self._questions.everyday(
            [self._differing(mutant)], lambda model, _: self._apart(self._case(model), mutant)
        )
        return verdict, None if model is None else self._case(model)

    def _case(self, model: Model) -> Case | None:
        return self._runner.case(model.told_all(), model.as_of, model.spot.forced)

    def _differing(self, mutant: Mutant) -> Expr:
        formula, compiled = self._questions.formula, self._probed.compiled
        if not says_otherwise(self._probed.book, mutant):
            return differing(formula, compiled, lower(changed(self._probed.book, mutant)))
        return z3.And([formula.effective(mutant.rule), *self._heard(self._probed.book.index.rule(mutant.rule).says)])

    def _heard(self, says: Sequence[tuple[str, Value]]) -> Iterator[Expr]:
        """What is said differs from what is concluded, of a paper that is required: else nobody is told."""
        formula, compiled, book = self._questions.formula, self._probed.compiled, self._probed.book
        for name, value in says:
            others = (compiled.value(name, other) for other in live_values(book, name) if other != value)
            yield any_of(formula.all_of((found,)) for found in others if found is not None)
            needs = [item.id for item in book.requirements.values() if name in {fact for _, fact in item.attributes}]
            if needs:
                required = (compiled.need(need) for need in needs)
                yield any_of(formula.all_of((positive(found),)) for found in required if found is not None)

    def _apart(self, case: Case | None, mutant: Mutant) -> bool:
        """Whether a run of both tells them apart; what a rule says is judged by the test that is made of it."""
        if case is None:
            return False
        if says_otherwise(self._subject.book, mutant):
            return True
        alone = Trials(self._subject, [case], {})
        return bool(difference(alone.first, alone.trial(changed(self._subject.book, mutant))))


def differing(formula: Formula, first: Compiled, second: Compiled, wanted: Callable[[str], bool] = public) -> Expr:
    """Something named (by default: all that can be read off an outcome) is established by one program and not by the other.

    formula: that of the first program, with every test of the second.
    """
    after = _written(formula, first, second)
    parts = []
    names = {name for compiled in (first, second) for name in (*compiled.index, *compiled.aliases) if wanted(name)}
    for name in sorted(names):
        ours, theirs = first.proposition(name), second.proposition(name)
        for rail in (positive, negative):
            one: Expr = _false() if ours is None else formula.literals.get(rail(ours), _false())
            other: Expr = _false() if theirs is None else after.get(rail(theirs), _false())
            if (ours is None or theirs is None) and rail is negative:
                continue  # a value or a rule that is no more says nothing by being false
            if not one.eq(other):
                parts.append(z3.Xor(one, other))
    return any_of(parts)


def _written(formula: Formula, first: Compiled, second: Compiled) -> dict[int, Expr]:
    """The literals of the second program; those of the first where they are derived in the same way."""
    found: dict[int, Expr] = {}
    own = {spec: proposition for proposition, spec in first.specs.items()}
    for proposition, spec in second.specs.items():
        if spec in own:
            true, false = formula.literals[positive(own[spec])], formula.literals[negative(own[spec])]
        else:
            true, false = formula.atom(spec)
        found[positive(proposition)], found[negative(proposition)] = true, false
    last = {clause.head: at for at, clause in enumerate(second.program.clauses)}
    for head in sorted(last, key=last.__getitem__):
        bodies = [[found.get(premise, _false()) for premise in clause.body] for clause in second.by_head[head]]
        kept = first.proposition(second.program.names[head // 2])
        same = -1 if kept is None else positive(kept) + head % 2
        if kept is not None and _shape(bodies) == _shape(_bodies(formula, first, same)):
            found[head] = formula.literals[same]
        else:
            found[head] = any_of(z3.And(body) if len(body) != 1 else body[0] for body in bodies)
    return found


def _bodies(formula: Formula, compiled: Compiled, literal: int) -> list[list[Expr]]:
    clauses = compiled.by_head.get(literal, ())
    return [[formula.literals.get(premise, _false()) for premise in clause.body] for clause in clauses]


def _shape(bodies: list[list[Expr]]) -> frozenset[frozenset[int]]:
    return frozenset(frozenset(premise.get_id() for premise in body) for body in bodies)


def _false() -> Expr:
    return z3.BoolVal(False)
