"""What is called impossible never happens: on random rulebooks, rules effective in some case may hold, alone and together."""

from __future__ import annotations

import datetime
from itertools import combinations

import pytest
from hypothesis import given

from engine.analysis.satisfiable import Satisfiable
from engine.clauses.lower import lower
from engine.facts.case import Case
from engine.facts.truth import Truth, initial
from engine.ground.spans import Span
from engine.linked import model
from engine.linked.model import And, Condition, Not, Or, Rulebook
from engine.policy.model import Window
from engine.run import lanes
from tests.semantics.cases import batches
from tests.semantics.rulebooks import every_test, rulebooks

PLACE = Span("rules.yaml", 1, 1, 1, 1)
BOOK = every_test()
TODAY = datetime.date(2026, 11, 23)


@given(rulebooks(), batches(complete=True))
def test_effective_rules_are_possible(book: Rulebook, batch: list[Case]) -> None:
    compiled = lower(book)
    masks: dict[int, int] = {}
    for lane, case in enumerate(batch):
        for literal in initial(compiled, Truth(book, case)):
            masks[literal] = masks.get(literal, 0) | 1 << lane
    outcome = lanes.run(compiled.program, masks, len(batch))
    for lane, case in enumerate(batch):
        both = [p for p in range(len(compiled.program.names)) if outcome.holds(2 * p, lane) and outcome.holds(2 * p + 1, lane)]
        if both:
            continue  # what stands on a conflict holds and does not
        satisfiable = Satisfiable(book, case.as_of)
        day = case.as_of.isoformat()
        effective = [rule for rule in book.rules if _holds(compiled.rule(rule.id), outcome, lane)]
        for first, second in combinations(effective[:12], 2):
            assert satisfiable.together((first.when, second.when), Window(day, day))
        for rule in effective:
            assert satisfiable.together((rule.when,), rule.applies)


def _holds(proposition: int | None, outcome: lanes.Outcome, lane: int) -> bool:
    return proposition is not None and outcome.holds(2 * proposition, lane)


def age(**checks: int) -> Condition:
    return model.Test("age", tuple(checks.items()), PLACE)


@pytest.mark.parametrize(
    ("conditions", "possible"),
    [
        ([age(at_least=18), age(less_than=18)], False),
        ([age(at_least=18), age(at_most=18)], True),
        ([Or((age(less_than=3), age(more_than=80)), PLACE), age(at_least=18)], True),
        ([Or((age(less_than=3), age(less_than=9)), PLACE), age(at_least=18)], False),
        ([age(at_least=18), Not(Or((age(more_than=17), age(less_than=3)), PLACE), PLACE)], False),
        ([And((), PLACE)], True),
        ([Or((), PLACE)], False),
    ],
)
def test_by_hand(conditions: list[Condition], possible: bool) -> None:
    assert Satisfiable(BOOK, TODAY).together(conditions) is possible
