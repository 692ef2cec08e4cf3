"""What answers can still settle while something is not known: held against every answer, over small random rulebooks."""

from __future__ import annotations

import itertools

from hypothesis import assume, event, given, note
from hypothesis import strategies as st

from engine.clauses.compiled import Compiled
from engine.decision import questions as asking
from engine.decision import settled as settling
from engine.decision.settled import Completions, settle
from engine.facts.case import Case, Told
from engine.facts.lanes import Reads
from engine.ground.records import replace
from engine.linked.model import Rulebook
from engine.policy.model import Value
from tests.decision.test_cells import FEW, UNTOLD, can_be, every_completion, outcome_of, reading_of, situations
from tests.semantics.answers import lowered, show


def settled_in(book: Rulebook, compiled: Compiled, case: Case) -> dict[str, Value]:
    """What is settled of the outcome, by derivation or by cases."""
    reading = reading_of(book, compiled, case)
    found = {name: value for name in settling.OUTCOME if name in book.facts and (value := reading.value(name)) is not None}
    return found if reading.conflicts else {**found, **settle(reading, Completions(reading, Reads(book, compiled)))[1]}


@FEW
@given(situations(), st.sets(st.sampled_from(UNTOLD)))
def test_what_no_answers_settle_is_not_asked_for_and_the_rest_is(situation: tuple[Rulebook, Case], unknown: set[str]) -> None:
    """Of the untold inputs some are not known. Each answer that settles an open goal, and would not be missed, has a question."""
    book, case = situation
    case = replace(case, asked=frozenset(unknown - case.told.keys()))
    assume(can_be(book, case))
    note(show(book))
    compiled = lowered(book).compiled
    reading = reading_of(book, compiled, case)
    completions = Completions(reading, Reads(book, compiled))
    every = every_completion(book, compiled, case, completions)
    assume(every and not any(completed.conflicts for completed in every.values()))
    with outcome_of(book):
        by_cases = settle(reading, completions)[1]
        questions = asking.questions(reading, completions, by_cases)
        open_ = [name for name in settling.missing(reading) if name not in by_cases]
        assume(open_)
        names = [name for name in UNTOLD if name not in case.told and name not in case.asked]
        values = [completions.values(name) for name in names]
        assume(None not in values)
        settles = {name: {question.fact for question in questions if name in question.settles} for name in open_}
        event(f"asked in vain: {len(case.asked)}, hope: {sum(map(bool, settles.values()))} of {len(open_)}")
        for chosen in itertools.islice(itertools.product(*(found or () for found in values)), 80):
            told: dict[str, Told] = dict(zip(names, chosen, strict=True))
            answered = replace(case, told={**case.told, **told})
            if not can_be(book, answered):
                continue
            whole = settled_in(book, compiled, answered)
            for goal in open_:
                asked_for = {name: value for name, value in told.items() if name in settles[goal]}
                if goal in whole:
                    fewer = settled_in(book, compiled, replace(case, told={**case.told, **asked_for}))
                    assert fewer.get(goal) == whole[goal], (goal, told, asked_for)
