"""The timeline against decisions made one by one: every change found, each for a reason that is one."""

from __future__ import annotations

import datetime
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.standing import Standing, impossible, outcome_of
from engine.analysis.timeline import Timeline, readings_of
from engine.api.decided import Decided
from engine.api.policyset import PolicySet, load
from engine.clauses.compiled import FactTest, InForce
from tests.analysis.small import BASE, SMALL, changed

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))
ONE = datetime.timedelta(days=1)
BUNDLED, LITTLE = load(), load(SMALL)
dates = st.dates(datetime.date(2017, 1, 1), datetime.date(2021, 12, 31)).map(datetime.date.isoformat)


def profiles() -> st.SearchStrategy[dict[str, Any]]:
    """Profiles of the small set; anything may be untold."""
    births = st.dates(datetime.date(1999, 1, 1), datetime.date(2003, 12, 31)).map(datetime.date.isoformat)
    nationalities = st.lists(st.sampled_from(("GB", "FR", "US")), max_size=2, unique=True)
    person = st.fixed_dictionaries({}, optional={"birth_date": births, "nationalities": nationalities})
    stay = st.sampled_from(
        ({}, {"document": "card"}, {"document": "visa"}, {"document": "visa", "validated": True}, {"document": "none"})
    )
    residence = st.fixed_dictionaries({}, optional={"since": dates, "postcode": st.just("75001")})
    record = st.fixed_dictionaries({}, optional={"country": st.sampled_from(("FR", "US"))})
    return st.fixed_dictionaries({"person": person, "stay": stay, "residence": residence, "birth_record": record})


def same(policies: PolicySet, profile: dict[str, Any], line: Timeline, day: datetime.date) -> None:
    """The line says of a day what a decision of that day says."""
    standing, decision = line.at(day), policies.decide(profile, as_of=day, executor="lanes").decision
    outcome = standing.outcome
    assert (outcome.entitlement, outcome.ground, outcome.procedure) == (
        decision.entitlement,
        decision.ground,
        decision.procedure,
    ), day
    assert standing.advice.steps == tuple(step.id for step in decision.steps), day
    assert standing.advice.notes == tuple(note.id for note in decision.notes), day
    assert [(paper.id, paper.required, paper.status) for paper in standing.advice.papers] == [
        (item.id, item.required, item.status) for item in decision.requirements
    ], day
    assert [[value for _, _, value in paper.attributes] for paper in standing.advice.papers] == [
        [need.is_ for _, need in item.attributes] for item in decision.requirements
    ], day


@settings(max_examples=settings().max_examples // 25)
@given(profiles())
def test_deciding_every_day_of_six_years_finds_the_same_changes(profile: dict[str, Any]) -> None:
    first, last = datetime.date(2016, 12, 1), datetime.date(2022, 4, 30)
    line = LITTLE.decide(profile, as_of="2019-06-30").timeline()
    days = [first + shift * ONE for shift in range((last - first).days + 1)]
    marked = {change.day for change in line.changes}
    for day in days:
        if (day.toordinal() % 3 == 0 or {day, day + ONE} & marked) and not line.at(day).impossible:
            same(LITTLE, profile, line, day)
    for change in line.changes:
        assert change.before != change.after


@given(profiles(), dates)
def test_entitled_from_lies_on_the_line(profile: dict[str, Any], as_of: str) -> None:
    decided = LITTLE.decide(profile, as_of=as_of)
    check_entitled_from(decided.timeline(), decided.entitled_from, decided.entitlement)


def check_entitled_from(line: Timeline, stated: str | None, entitlement: str) -> None:
    """The run of entitled days with the day of the decision begins on it, unless it was cut; the first later one, for waiting."""
    if entitlement == "waiting":
        later = [
            change.day for change in line.changes if change.day > line.as_of and change.after.outcome.entitlement == "entitled"
        ]
        assert (later[0].isoformat() if later else None) == stated
    elif entitlement == "entitled" and stated is not None:
        start = line.begins
        for change in line.changes:
            if change.day <= line.as_of and change.after.outcome.entitlement != change.before.outcome.entitlement:
                start = change.day
        assert start is not None and line.floor is not None
        assert stated == max(start, line.floor).isoformat()


def rule(name: str, when: str) -> tuple[str, str, str]:
    """One more way to be stable."""
    text = f"{{id: {name}, title: {{en: x, fr: x}}, when: {when}, then: {{residence.stable: true}}, cites: [act-1]}}"
    return (BASE, "", f"\n  - {text}\n")


@pytest.fixture(scope="module")
def covering(tmp_path_factory: pytest.TempPathFactory) -> PolicySet:
    """A set in which every arrival is a stable one, until 1 March 2018 lies a year back: then some in between is not."""
    changes = (
        (BASE, "residence.since: {at_least_ago: P3M}", "residence.since: {before: 2018-03-01}"),
        rule("recent", "{residence.since: {less_than_ago: P1Y}}"),
        rule("ahead", "{residence.since: {from: 2019-06-01}}"),
        rule("grown-up", "{person.birth_date: {before: 2000-01-01}, person.age: {less_than: 20}}"),
    )
    return load(changed(tmp_path_factory.mktemp("covering"), *changes))


@settings(max_examples=settings().max_examples // 12)
@given(profiles())
def test_what_cases_settle_is_on_the_line_to_the_day(covering: PolicySet, profile: dict[str, Any]) -> None:
    """What only all possible answers together settle changes on days that no answer told names."""
    decided = covering.decide(profile, as_of="2018-06-30")
    line = decided.timeline()
    days = [datetime.date(2017, 6, 1) + shift * ONE for shift in range(1200)]
    every = standings_of(decided, days)
    for day, standing in zip(days, every, strict=True):
        assert line.at(day).outcome == standing.outcome, day
    for change in line.changes:
        if "outcome" in change.aspects and not (change.after.impossible or change.before.impossible):
            assert change.because
    check_entitled_from(line, decided.entitled_from, decided.entitlement)


def standings_of(decided: Decided, days: list[datetime.date]) -> list[Standing]:
    """How each of the days stands, every one of them read on its own."""
    return [
        Standing(impossible=wrong)
        if (wrong := impossible(found.truth, found.book))
        else Standing(outcome_of(found, decided._reads))
        for found in readings_of(decided.reading, decided._reads, days)
    ]


def test_an_untold_date_has_its_day(covering: PolicySet) -> None:
    decided = covering.decide({"stay": {"document": "card"}}, as_of="2018-06-30")
    assert (decided.entitlement, decided.decision.settled.by) == ("entitled", "cases")
    change = next(change for change in decided.timeline().changes if "outcome" in change.aspects)
    assert (change.day.isoformat(), change.after.outcome.entitlement) == ("2019-03-01", "undetermined")
    (cause,) = change.because
    assert (cause.kind, cause.before, cause.after) == ("untold", True, False)
    assert isinstance(cause.test, FactTest) and cause.test.fact == "residence.since"
    before, day = (
        covering.decide({"stay": {"document": "card"}}, as_of=text).entitlement for text in ("2019-02-28", "2019-03-01")
    )
    assert (before, day) == ("entitled", "undetermined")


def test_nobody_is_entitled_since_a_day_before_coming() -> None:
    """Where the day since when the person lives here lies ahead, no day is said."""
    profile = json.loads((ROOT / "examples" / "american-spouse.json").read_text("utf-8"))
    profile["residence"]["since"] = "2020-12-01"
    decided = BUNDLED.decide(profile, as_of="2020-08-09")
    assert decided.entitled_from is None or decided.entitled_from >= "2020-12-01"


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_examples(path: Path) -> None:
    profile = json.loads(path.read_text("utf-8"))
    decided = BUNDLED.decide(profile, as_of=profile.get("as_of", "2026-11-27"))
    line = decided.timeline()
    assert line.at(line.as_of) == line.now
    check_entitled_from(line, decided.entitled_from, decided.entitlement)
    marks = [change.day for change in line.changes if not change.after.impossible and not change.before.impossible]
    for day in {*marks, *(day - ONE for day in marks), line.as_of}:
        same(BUNDLED, profile, line, day)
    for change in line.changes:
        if not (change.after.impossible or change.before.impossible):
            assert change.because, f"{change.day} changes without a reason"


def test_reasons_are_what_changed() -> None:
    profile = json.loads((ROOT / "examples" / "visitor-waiting.json").read_text("utf-8"))
    line = BUNDLED.decide(profile).timeline()
    entitled, ended = [change for change in line.changes if "outcome" in change.aspects][:2]
    assert entitled.day.isoformat() == "2027-01-02" and entitled.after.outcome.entitlement == "entitled"
    assert {cause.test.fact for cause in entitled.because if isinstance(cause.test, FactTest)} == {"residence.since"}
    assert ended.day.isoformat() == "2027-09-21" and ended.after.outcome.entitlement == "not_entitled"
    (cause,) = ended.because
    assert (cause.kind, cause.values, cause.of) == ("fact", (True, False), (("stay.expires_on", "2027-09-20"),))


def test_a_group_and_a_rule_are_named() -> None:
    profile = {"person": {"nationalities": ["GB"]}, "stay": {"document": "none"}, "residence": {"since": "2018-01-01"}}
    line = LITTLE.decide(profile, as_of="2019-01-01").timeline()
    change = next(change for change in line.changes if change.day.isoformat() == "2020-02-01")
    (cause,) = change.because
    assert (cause.kind, cause.group, cause.members, cause.rules) == ("member", "eu", ("GB",), ("lawful-with-document",))
    profile = json.loads((ROOT / "examples" / "eu-citizen-not-working.json").read_text("utf-8"))
    changes = BUNDLED.decide(profile).timeline().changes
    ruled = next(change for change in changes if change.day.isoformat() == "2024-11-25")
    assert all(isinstance(cause.test, InForce) and cause.rules for cause in ruled.because)


def test_a_part_of_the_line() -> None:
    profile = json.loads((ROOT / "examples" / "visitor-waiting.json").read_text("utf-8"))
    line = BUNDLED.decide(profile).timeline()
    since, until = datetime.date(2027, 1, 2), datetime.date(2027, 9, 20)
    part = line.between(since, until)
    assert part.changes == tuple(change for change in line.changes if since < change.day <= until)
    assert part.first == line.at(since) and part.begins == since
    assert all(first.day < second.day and first.after == second.before for first, second in pairwise(line.changes))


def test_a_day_before_the_policies() -> None:
    profile = {"stay": {"document": "card"}, "residence": {"since": "2015-01-01"}}
    line = LITTLE.decide(profile, as_of="2015-06-01").timeline()
    assert line.begins == datetime.date(2016, 1, 1) and line.now.outcome.entitlement == "undetermined"
    assert line.first.outcome.entitlement == "entitled"


@pytest.mark.parametrize("as_of", ["0001-01-01", "0003-02-28", "2016-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar(as_of: str) -> None:
    """No day asked for, however far, is too far for the days around untold dates."""
    for profile in ({}, {"stay": {"document": "card"}}):
        line = BUNDLED.decide(profile, as_of=as_of).timeline() if not profile else LITTLE.decide(profile, as_of=as_of).timeline()
        assert line.as_of.isoformat() == as_of and line.begins == datetime.date(2016, 1, 1)


def test_a_paper_held_becomes_too_old() -> None:
    profile = json.loads((ROOT / "examples" / "american-spouse.json").read_text("utf-8"))
    profile["held"] = [{"document": "utility-bills", "months": 3, "issued_on": "2020-07-01"}]
    line = BUNDLED.decide(profile).timeline()
    for change in line.changes:
        if not (change.after.impossible or change.before.impossible):
            same(BUNDLED, profile, line, change.day - ONE)
            same(BUNDLED, profile, line, change.day)


def test_a_step_before_a_told_day_has_a_last_day() -> None:
    profile = json.loads((ROOT / "examples" / "american-spouse.json").read_text("utf-8"))
    profile["cover"]["rights_open"], profile["travel"] = True, {"europe_on": "2020-12-10"}
    line = BUNDLED.decide(profile).timeline()
    assert [(due.step, due.day.isoformat(), due.takes, due.fact) for due in line.deadlines] == [
        ("order-european-card", "2020-11-20", "P20D", "travel.europe_on")
    ]
    assert line.between(datetime.date(2020, 11, 21), None).deadlines == ()
    untold = BUNDLED.decide({**profile, "travel": {}}).timeline()
    assert untold.deadlines == ()


def test_a_step_that_nobody_advises_has_none() -> None:
    profile = json.loads((ROOT / "examples" / "student.json").read_text("utf-8"))
    line = BUNDLED.decide({**profile, "travel": {"europe_on": "2027-03-01"}}).timeline()
    advised = {*line.now.advice.steps, *(step for due in line.deadlines for step in line.at(due.day).advice.steps)}
    assert {due.step for due in line.deadlines} <= advised
