"""Interviews end, ask only what matters, and come to what the whole profile comes to."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

import engine
from engine.api.interview import Asking, Interview
from engine.decision.settled import OUTCOME
from engine.facts.profile import Options
from tests.ask.simulated import flat, simulate
from tests.cases_real.scoring import merged, read_cases

POLICIES = engine.load()
RULED_OUT = "FRENCHLY-US-c"
"""Its tie is not told: the birth date decides, because no adult is a minor child."""
CASES = [case for at, case in enumerate(read_cases()) if at % 12 == 0 or case["id"] == RULED_OUT]
TODAY = Options(today=datetime.date(2026, 11, 23))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_an_interview_comes_to_the_outcome_of_the_whole_profile(case: dict) -> None:  # type: ignore[type-arg]
    profile = merged(case)
    done = simulate(POLICIES, profile, case["as_of"])
    presumed = done.interview.decided.reading.case.presumed
    if any(presumed.get(name, value) != value for name, value in flat(profile)):
        return  # what is presumed is not asked: the person corrects it at the end
    whole = POLICIES.decide(profile, as_of=case["as_of"], executor="lanes").decision
    got = done.interview.decided.decision
    assert [getattr(got, name) for name in OUTCOME] == [getattr(whole, name) for name in OUTCOME]
    assert len(set(done.asked)) == len(done.asked)


def test_fewer_questions_than_the_profiles_tell() -> None:
    """Over the sample: what was asked and answered, beside all that was told."""
    done = [simulate(POLICIES, merged(case), case["as_of"]) for case in CASES[:6]]
    answered = sum(len(set(found.asked) & found.told) for found in done)
    assert answered < sum(len(found.told) for found in done)


def test_every_question_can_change_the_outcome_when_it_is_asked() -> None:
    interview = Interview(POLICIES, {}, Asking(TODAY))
    while (question := interview.question()) is not None and len(interview.asked) < 8:
        assert set(question.decides) & set(OUTCOME)
        interview.answer(question.fact, None)


def test_back_is_as_if_it_had_not_been_answered() -> None:
    interview = Interview(POLICIES, {"person": {"birth_country": "US"}}, Asking(TODAY))
    before = interview.profile, interview.question()
    assert before[1] is not None
    interview.answer(before[1].fact, None)
    assert interview.profile != before[0]
    assert interview.back() == before[1].fact
    assert (interview.profile, interview.question()) == before
    assert interview.back() is None


def test_a_contradiction_changes_nothing() -> None:
    start = {"person": {"birth_date": "1980-01-01"}}
    interview = Interview(POLICIES, start, Asking(TODAY))
    with pytest.raises(engine.Rejected):
        interview.answer("family.link", "minor_child")
    assert interview.profile == start and interview.asked == ()


def test_unknown_is_kept_apart_from_untold(tmp_path: Path) -> None:
    interview = Interview(POLICIES, {}, Asking(TODAY))
    question = interview.question()
    assert question is not None
    interview.answer(question.fact, None)
    assert dict(flat(json.loads(json.dumps(interview.profile)))) == {question.fact: None}
    assert question.fact not in [found.fact for found in interview.open()]
