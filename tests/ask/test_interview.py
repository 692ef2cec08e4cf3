"""Interviews end, ask only what matters, and come to what the whole profile comes to."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

import engine
from engine.api.interview import STAGES, Asking, Interview
from engine.decision.goals import rank_of
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
    assert sum(found.answered for found in done) < sum(len(found.told) for found in done)


@pytest.mark.parametrize("case", CASES[:4], ids=lambda case: case["id"])
def test_the_right_first_then_the_outcome_papers_steps(case: dict) -> None:  # type: ignore[type-arg]
    """No question of an earlier stage follows one of a later stage, and each stage is over where it is said to be."""
    reached: list[int] = []

    def watch(interview: Interview) -> None:
        question, stage = interview.question(), interview.stage()
        assert question is not None and stage is not None
        ranks = STAGES[stage]
        assert any(rank_of(POLICIES.book, goal) in ranks for goal in question.settles)
        reached.append(ranks.start)
        if stage != "entitlement":
            assert not interview.decided.questions_about(0) or all(not q.settles for q in interview.decided.questions_about(0))

    done = simulate(POLICIES, merged(case), case["as_of"], until="everything", watch=watch)
    assert reached == sorted(reached) and set(done.by_stage) == set(STAGES)
    assert done.by_stage["entitlement"] <= done.by_stage["outcome"] <= done.by_stage["papers"] <= len(done.asked)
    short = simulate(POLICIES, merged(case), case["as_of"], until="entitlement")
    assert short.asked == done.asked[: done.by_stage["entitlement"]]


def test_who_knows_nothing_is_soon_asked_nothing_more() -> None:
    """What answers cannot settle any more is not asked, and it is said on what it depends."""
    interview = Interview(POLICIES, {}, Asking(TODAY, "outcome"))
    while (question := interview.question()) is not None:
        interview.answer(question.fact, None)
    assert interview.decided.decision.entitlement == "undetermined"
    assert 0 < len(interview.asked) < 30 and set(interview.unknown()) <= set(interview.asked) and interview.unknown()
    assert interview.beyond() and not interview.beyond() & set(interview.asked)


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
