"""Mutants that mean the same as the policies.

In: a rulebook and a mutant. Out: why no complete profile can tell them apart, or None. Newly guaranteed: a reason given is a
proof (as far as facts are told completely); None says nothing.
"""

from __future__ import annotations

import datetime

from engine.analysis.mutants import Mutant, RowOf, changed, says_otherwise
from engine.analysis.satisfiable import Satisfiable
from engine.clauses.compiled import Compiled, FactTest
from engine.clauses.lower import lower
from engine.facts.case import Told
from engine.facts.computed import NO_ROW, cell
from engine.facts.matching import ready, satisfies
from engine.linked.model import And, Condition, Not, Rule, Rulebook
from engine.policy.model import Window

SAME_PROGRAM, BEFORE_PERIOD, SAME_CASES, NEVER_TOGETHER, NEVER_HOLDS, SAME_AS_NO_ROW, NONE_APART = (
    "same_program", "before_period", "same_cases", "never_together", "never_holds", "same_as_no_row", "none_apart",
)  # fmt: skip
"""The last one is the verdict of a solver (see `engine.analysis.verify.apart`)."""


class Equivalence:
    """Answers for one rulebook."""

    def __init__(self, book: Rulebook, compiled: Compiled, today: datetime.date) -> None:
        self._book, self._compiled, self._today = book, compiled, today
        self._satisfiable = Satisfiable(book, today)

    def reason(self, mutant: Mutant) -> str | None:
        """Why a mutant means the same; None where that is not shown."""
        if mutant.row is not None:
            return SAME_AS_NO_ROW if self._says_nothing(mutant.row) else None
        rule = next(rule for rule in self._book.rules if rule.id == mutant.rule)
        found = self._of_rule(rule, mutant)
        if found is not None or says_otherwise(self._book, mutant):
            return found
        return SAME_PROGRAM if lower(changed(self._book, mutant)).program == self._compiled.program else None

    def _says_nothing(self, row: RowOf) -> bool:
        """Whether no test of a value looked up comes out otherwise than without the row."""
        table = self._book.tables[row.table]
        for fact in (self._book.facts[name] for name in self._book.index.facts("lookup")):
            if fact.table != row.table:
                continue
            used = any(fact.name in other.of for other in self._book.facts.values())
            if used or fact.type.kind not in ("enum", "boolean", "integer"):
                return False
            value = cell(table, table.rows[row.at], fact.column or "")
            if any(self._passes(value, test) is not self._passes(NO_ROW, test) for test in self._tests(fact.name)):
                return False
        return True

    def _tests(self, name: str) -> list[FactTest]:
        return [spec for spec in self._compiled.atoms if isinstance(spec, FactTest) and spec.fact == name]

    def _passes(self, value: Told, test: FactTest) -> bool:
        checks = ready(test.checks, self._today, self._book.groups)
        return satisfies(value, checks, self._today, self._book.groups)

    def _of_rule(self, rule: Rule, mutant: Mutant) -> str | None:
        made = mutant.made
        if made is None:
            return None if self._together((rule.when,), self._decided(rule.applies)) else NEVER_HOLDS
        if made.applies != rule.applies:
            return BEFORE_PERIOD if self._decided(made.applies) == self._decided(rule.applies) else None
        if made.exceptions != rule.exceptions:
            return None if self._can_except(rule, mutant.before) else NEVER_TOGETHER
        if made.when != rule.when:
            one = And((rule.when, Not(made.when, rule.span)), rule.span)
            other = And((made.when, Not(rule.when, rule.span)), rule.span)
            window = self._decided(rule.applies)
            return None if self._together((one,), window) or self._together((other,), window) else SAME_CASES
        return None

    def _together(self, conditions: tuple[Condition, ...], window: Window) -> bool:
        return not window.is_empty() and self._satisfiable.together(conditions, window)

    def _can_except(self, rule: Rule, name: str) -> bool:
        other = next(found for found in self._book.rules if found.id == name)
        first, second = self._decided(rule.applies), self._decided(other.applies)
        starts = [day for day in (first.start, second.start) if day is not None]
        ends = [day for day in (first.end, second.end) if day is not None]
        both = Window(max(starts, default=None), min(ends, default=None))
        return self._together((rule.when, other.when), both)

    def _decided(self, window: Window) -> Window:
        """The days of a window that the policies decide."""
        first = self._book.decides.start
        if first is None or (window.start is not None and window.start >= first):
            return window
        return Window(first, window.end)
