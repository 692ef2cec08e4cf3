"""No question is asked in vain: over real cases and people who do not exist, beside the fewest facts that settle the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

import pytest

import engine
from engine.api.interview import Interview
from engine.decision.settled import OUTCOME
from engine.facts.synthetic import KEY
from tests.ask.needed import least, outcome, twins
from tests.ask.simulated import TODAY, flat, simulate
from tests.cases_real.scoring import merged, read_cases

POLICIES = engine.load()
CASES = read_cases()
PEOPLE = [
    {name: value for name, value in person.items() if name != KEY}
    for person in islice(POLICIES.population(seed=20261127, as_of=TODAY), 5)
]


def in_vain(profiles: Iterable[tuple[Mapping[str, Any], str | None]]) -> tuple[int, list[str]]:
    """The number of questions asked, and those for which no two people alike but for the answer were found."""
    asked, found = 0, list[str]()

    def watch(interview: Interview) -> None:
        nonlocal asked
        asked += 1
        question = interview.question()
        assert question is not None and question.settles
        pair = twins(interview, question.fact)
        if pair is None:
            found.append(question.fact)
            return
        told, other = (dict(flat(profile)) for profile in pair.profiles)
        assert {name for name in told.keys() | other.keys() if told.get(name) != other.get(name)} == {question.fact}

    for profile, as_of in profiles:
        simulate(POLICIES, profile, as_of, watch=watch)
    return asked, found


def test_no_question_of_a_real_case_is_in_vain() -> None:
    asked, found = in_vain((merged(case), case["as_of"]) for case in CASES[3::17])
    assert asked > 50 and not found


def test_hardly_a_question_to_a_person_is_in_vain() -> None:
    """Where completions are too many to try them all, a question may be left of which nobody knows; such questions come last."""
    asked, found = in_vain((person, None) for person in PEOPLE)
    assert asked > 40 and len(found) <= 0.12 * asked, found


def test_hardly_more_is_asked_than_the_fewest_facts_that_settle_it() -> None:
    """The fewest are found knowing every answer; an interview does not know them before it asks."""
    asked = fewest = 0
    for case in CASES[::11]:
        found = least(POLICIES, merged(case), case["as_of"], OUTCOME)
        if found is not None:
            fewest += len(found)
            asked += simulate(POLICIES, merged(case), case["as_of"]).answered
    assert fewest > 30 and fewest <= asked <= 1.35 * fewest


@pytest.mark.parametrize("case", CASES[5::23], ids=lambda case: case["id"])
def test_what_is_not_asked_would_not_have_settled_it(case: dict) -> None:  # type: ignore[type-arg]
    """The rest of the profile, told after the interview, settles nothing of the outcome that was open."""
    done = simulate(POLICIES, merged(case), case["as_of"])
    whole = merged(case)
    presumed = done.interview.decided.reading.case.presumed
    if any(presumed.get(name, value) != value for name, value in flat(whole)):
        return  # what is presumed is corrected at the end, not asked
    assert outcome(POLICIES, done.interview.profile, case["as_of"]) == outcome(POLICIES, whole, case["as_of"])
