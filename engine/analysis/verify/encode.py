"""The program of a policy set and all complete profiles, as a formula.

In: a rulebook, its program, its inputs. Out: `Formula`: a solver that knows when each literal is established, and profiles read
off its models. Newly guaranteed: every complete, possible profile on a day of the period is a model (so what has no model has no
profile); a model is one of them, tests in `Inputs.free` apart.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import z3

from engine.analysis.verify.calendar import Calendar, Day, any_of, order_of
from engine.analysis.verify.inputs import DAY, Days, Inputs
from engine.analysis.verify.places import Spot
from engine.clauses.compiled import AtomSpec, Compiled, FactTest, InForce, OfficeSet, PlaceIs
from engine.clauses.program import negative, positive
from engine.facts.case import Told
from engine.facts.computed import inputs_below
from engine.ground.dates import parse_duration
from engine.ground.records import dataclass
from engine.linked.model import READINGS, And, AtLeast, Condition, Fact, Is, Not, Operand, Or, Rulebook, Test
from engine.policy.model import Window

Expr = Any
Rails = tuple[Expr, Expr]
"""Established true, established false; neither where an answer is left out."""


@dataclass(frozen=True, slots=True)
class Model:
    """A profile of the formula: the day, the place, everything told."""

    as_of: datetime.date
    spot: Spot
    told: Mapping[str, Told]

    def told_all(self) -> dict[str, Told]:
        """What is told, the place included."""
        return {**self.told, **dict(self.spot.told)}


class Formula:
    """The solver, and what stands in it."""

    def __init__(self, book: Rulebook, compiled: Compiled, inputs: Inputs) -> None:
        self.book, self.compiled, self.inputs = book, compiled, inputs
        self.solver = z3.SolverFor("QF_LIA")
        self.solver.set("ctrl_c", False)  # Python stops the work, not the solver one question of it
        self.calendar = Calendar(self.solver)
        self._tests: dict[FactTest, Rails] = {}
        self._true, self._false = z3.BoolVal(True), z3.BoolVal(False)
        self._declare()
        for test in inputs.domains:
            self.solver.add(self.test(test)[0])
        for combination in book.combinations:
            self.solver.add(z3.Not(self._holds(combination.never)[0]))
        self.literals: dict[int, Expr] = {}
        self._atoms()
        self._clauses()

    # inputs ----------------------------------------------------------------------------------------------------------

    def _declare(self) -> None:
        inputs = self.inputs
        self.dates: dict[str, Day] = {name: self.calendar.named(name) for name in (DAY, *inputs.dates)}
        self.as_of = self.dates[DAY]
        first, last = order_of(inputs.first.isoformat()), order_of(inputs.last.isoformat())
        self.solver.add(self.as_of.order >= first, self.as_of.order <= last)
        self.choices = {name: self._one_of(name, len(found.values)) for name, found in inputs.choices.items()}
        self.spot = self._one_of("where", len(inputs.spots))
        self.members = {
            name: [z3.Bool(f"{name}/{member}") for member in found.members] for name, found in inputs.sets.items()
        }  # fmt: skip

    def _one_of(self, name: str, count: int) -> list[Expr]:
        if count == 1:
            return [self._true]
        if count == 2:
            first = z3.Bool(name)
            return [first, z3.Not(first)]
        found = [z3.Bool(f"{name}={at}") for at in range(count)]
        self.solver.add(z3.Or(found), z3.AtMost(*found, 1))
        return found

    def window(self, window: Window) -> Expr:
        """The day of the decision lies in the window."""
        parts = []
        if window.start is not None and window.start > self.inputs.first.isoformat():
            parts.append(self.as_of.order >= order_of(window.start))
        if window.end is not None and window.end < self.inputs.last.isoformat():
            parts.append(self.as_of.order <= order_of(window.end))
        return z3.And(parts) if parts else self._true

    def _on(self, runs: Days) -> Expr:
        return any_of(self.window(Window(first, last)) for first, last in runs)

    # tests -----------------------------------------------------------------------------------------------------------

    def test(self, test: FactTest) -> Rails:
        """A test is true, is false."""
        if test not in self._tests:
            self._tests[test] = self._test(test)
        return self._tests[test]

    def _test(self, test: FactTest) -> Rails:
        inputs = self.inputs
        if test in inputs.by_choice:
            choice = inputs.choices[inputs.by_choice[test]]
            picked = self.choices[choice.name]
            true, false = (
                any_of(z3.And(picked[at], self._on(days)) for at, days in enumerate(found[test]) if days)
                for found in (choice.holds, choice.fails)
            )
            return true, false
        if test in inputs.by_set:
            found = self._of_set(test)
        elif test in inputs.by_date:
            found = z3.And([self._of_dates(self.book.facts.get(test.fact), test.fact, *check) for check in test.checks])
        else:
            return self._free(test)
        return found, z3.Not(found)

    def _free(self, test: FactTest) -> Rails:
        """Either, and neither only where an answer that it reads is left out."""
        true, false = z3.Bool(f"free/{len(self._tests)}+"), z3.Bool(f"free/{len(self._tests)}-")
        choices = [self.inputs.choices[name] for name in inputs_below(self.book, test.fact) if name in self.inputs.choices]
        left_out = [self.choices[found.name][found.values.index(None)] for found in choices if None in found.values]
        self.solver.add(z3.Not(z3.And(true, false)), z3.Or(true, false, *left_out))
        return true, false

    def _of_set(self, test: FactTest) -> Expr:
        name, fact = self.inputs.by_set[test], self.book.facts[test.fact]
        held, inside = self.members[name], self.inputs.sets[name].inside
        if fact.origin == "computed":
            found = any_of(z3.And(held[at], self._on(days)) for at, days in enumerate(inside[fact.of[1]]) if days)
            return _verdict(found, test)
        parts = []
        for operator, operand in test.checks:
            days = [(held[at], self._on(runs)) for at, runs in enumerate(inside[operand]) if runs]
            if operator == "has_any":
                parts.append(any_of(z3.And(member, on) for member, on in days))
            else:
                parts.append(z3.And([z3.Implies(on, member) for member, on in days]))
        return z3.And(parts)

    def _of_dates(self, fact: Fact | None, name: str, operator: str, operand: Operand) -> Expr:
        if fact is None or fact.origin != "computed" or fact.function == "month_end_after":
            return self._date_check(self._date(name), operator, str(operand))
        first, second = (self._date(argument) for argument in fact.of)
        if fact.function == "on_or_before":
            return _boolean(first.order <= second.order, operator, operand)
        least = self.calendar.years if fact.function == "years_between" else self.calendar.days
        return self._number_check(lambda bound: least(first, second, bound), operator, operand)

    def _date(self, name: str) -> Day:
        if name not in self.dates:
            fact = self.book.facts[name]
            self.dates[name] = self.calendar.month_end(self._date(fact.of[0]), fact.months or 0)
        return self.dates[name]

    def _date_check(self, date: Day, operator: str, operand: str) -> Expr:
        today, calendar = self.as_of, self.calendar
        match operator:
            case "is":
                return date.order == order_of(operand)
            case "before":
                return date.order < order_of(operand)
            case "from":
                return date.order >= order_of(operand)
            case "until":
                return date.order <= order_of(operand)
            case "within":
                return z3.And(today.order <= date.order, z3.Not(calendar.before(today, parse_duration(operand), date)))
            case "more_than_ago":
                return calendar.before(date, parse_duration(operand), today)
            case "at_least_ago":
                return calendar.not_after(date, parse_duration(operand), today)
            case "at_most_ago":
                return z3.Not(calendar.before(date, parse_duration(operand), today))
            case _:
                return z3.Not(calendar.not_after(date, parse_duration(operand), today))

    def _number_check(self, least: Any, operator: str, operand: Operand) -> Expr:
        if isinstance(operand, tuple):
            found = any_of(self._number_check(least, "is", value) for value in operand)
            return found if operator == "in" else z3.Not(found)
        bound = int(operand)
        match operator:
            case "is":
                return z3.And(least(bound), z3.Not(least(bound + 1)))
            case "at_least":
                return least(bound)
            case "more_than":
                return least(bound + 1)
            case "at_most":
                return z3.Not(least(bound + 1))
            case _:
                return z3.Not(least(bound))

    def _holds(self, condition: Condition) -> Rails:
        """A condition over what is told is true, is false."""
        match condition:
            case Test():
                return self.test(FactTest(condition.fact, condition.checks))
            case Not():
                return self._holds(condition.child)[::-1]
            case And():
                found = [self._holds(child) for child in condition.children]
                return z3.And([true for true, _ in found]), z3.Or([false for _, false in found])
            case Or():
                found = [self._holds(child) for child in condition.children]
                return z3.Or([true for true, _ in found]), z3.And([false for _, false in found])
            case AtLeast():
                found = [self._holds(child) for child in condition.children]
                others = len(found) - condition.count + 1
                return _at_least([true for true, _ in found], condition.count), _at_least([false for _, false in found], others)
            case Is():
                raise TypeError(f"{condition.fact} is derived: linking refuses it here")

    # the program -----------------------------------------------------------------------------------------------------

    def _atoms(self) -> None:
        for proposition, spec in self.compiled.specs.items():
            true, false = self.atom(spec)
            self.literals[positive(proposition)], self.literals[negative(proposition)] = true, false

    def atom(self, spec: AtomSpec) -> Rails:
        """An atom is true, is false."""
        match spec:
            case FactTest():
                return self.test(spec)
            case InForce():
                found = self.window(Window(spec.start, spec.end))
            case PlaceIs():
                spots = self.inputs.spots
                here = any_of(self.spot[at] for at, spot in enumerate(spots) if spot.place == spec.office)
                return here, any_of(self.spot[at] for at, spot in enumerate(spots) if spot.place not in (spec.office, None))
            case OfficeSet():
                found = any_of(self.spot[at] for at, spot in enumerate(self.inputs.spots) if _set(spot, spec.office))
        return found, z3.Not(found)

    def _clauses(self) -> None:
        """A literal is established exactly when the premises of one of its clauses are."""
        heads: dict[int, list[tuple[int, ...]]] = {}
        for clause in self.compiled.program.clauses:
            heads.setdefault(clause.head, []).append(clause.body)
        names = self.compiled.program
        for head in heads:
            self.literals[head] = z3.Bool(f"{names.literal_name(head)}#{head}")
        for head, bodies in heads.items():
            self.solver.add(self.literals[head] == any_of(self.all_of(body) for body in bodies))

    def all_of(self, literals: tuple[int, ...]) -> Expr:
        """All of the literals are established."""
        found = [self.literals.get(literal, self._false) for literal in literals]
        return found[0] if len(found) == 1 else z3.And(found)

    def effective(self, rule: str) -> Expr:
        """The rule is effective, in some reading."""
        readings = {self.compiled.rule(rule, reading) for reading in READINGS}
        return any_of(self.all_of((positive(found),)) for found in readings if found is not None)

    # models ----------------------------------------------------------------------------------------------------------

    def model(self, model: Expr) -> Model:
        """The profile that a model describes."""
        inputs, told = self.inputs, dict[str, Told]()
        for name, picked in self.choices.items():
            value = inputs.choices[name].values[_picked(model, picked)]
            told |= {} if value is None else {name: value}
        for name, held in self.members.items():
            found = [member for member, has in zip(inputs.sets[name].members, held, strict=True) if _true(model, has)]
            told[name] = tuple(sorted(found))
        for name in inputs.dates:
            told[name] = self.calendar.value(model, self.dates[name]).isoformat()
        return Model(self.calendar.value(model, self.as_of), inputs.spots[_picked(model, self.spot)], told)

    def plain(self, today: datetime.date) -> list[Expr]:
        """What makes a profile one of everyday life: days near the present, an office found by the place."""
        found = []
        for name, day in self.dates.items():
            years = (1950, today.year + 5) if name != DAY else (min(2024, today.year), today.year + 1)
            found += [day.year >= years[0], day.year <= years[1]]
        if any(spot.forced is None and spot.place is not None for spot in self.inputs.spots):
            found += [z3.Not(self.spot[at]) for at, spot in enumerate(self.inputs.spots) if spot.forced is not None]
        return found

    def same(self, model: Model, names: frozenset[str]) -> Expr | None:
        """A told profile has the values of the model in these inputs; None where its classes hide them."""
        parts = []
        for name in names:
            if name in self.inputs.choices and self.inputs.choices[name].whole:
                parts.append(self.choices[name][self.inputs.choices[name].values.index(model.told.get(name))])
            elif name in self.dates:
                told = model.as_of.isoformat() if name == DAY else str(model.told[name])
                parts.append(self.dates[name].order == order_of(told))
            else:
                return None
        return z3.And(parts)


def _set(spot: Spot, office: str | None) -> bool:
    return spot.forced is not None if office is None else spot.forced == office


def _at_least(parts: list[Expr], count: int) -> Expr:
    return z3.BoolVal(count <= 0) if count <= 0 or count > len(parts) else z3.AtLeast(*parts, count)


def _verdict(found: Expr, test: FactTest) -> Expr:
    return z3.And([_boolean(found, operator, operand) for operator, operand in test.checks])


def _boolean(found: Expr, operator: str, operand: Operand) -> Expr:
    """A check of a boolean."""
    values = operand if isinstance(operand, tuple) else (operand,)
    parts = [found if value else z3.Not(found) for value in values]
    return z3.Not(any_of(parts)) if operator == "not_in" else any_of(parts)


def _picked(model: Expr, picked: list[Expr]) -> int:
    return next(at for at, found in enumerate(picked) if _true(model, found))


def _true(model: Expr, found: Expr) -> bool:
    return bool(z3.is_true(model.eval(found, model_completion=True)))
