"""All offices in one pass against decisions made office by office."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from engine.api.policyset import PolicySet, load
from engine.ground.problems import Rejected
from engine.ground.records import replace
from engine.render.everywhere import departures, following
from engine.render.offices import office_codes
from tests.analysis.small import SMALL

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))
EVERY = 16
"""Of the offices without a file, so many are passed over between two that are decided alone."""


@pytest.fixture(scope="module")
def policies() -> PolicySet:
    return load()


def example(name: str) -> dict[str, Any]:
    found = json.loads((ROOT / "examples" / name).read_text("utf-8"))
    assert isinstance(found, dict)
    return {"as_of": "2026-11-27", **found}


@pytest.mark.parametrize("presume", ["listed", "none"])
@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_each_office_is_told_what_it_is_told_alone(path: Path, presume: str, policies: PolicySet) -> None:
    profile = example(path.name)
    groups = policies.at_offices(profile, presume=presume)
    told = {code: decided.decision for codes, decided in groups for code in codes}
    assert sorted(told) == sorted(office_codes(policies.book)) and sum(len(codes) for codes, _ in groups) == len(told)
    others = [code for code in told if code not in policies.book.offices][:: EVERY if presume == "listed" else 4 * EVERY]
    for code in (*policies.book.offices, *others):
        alone = policies.decide(profile, office=code, presume=presume, executor="lanes").decision
        assert replace(told[code], office=alone.office) == alone, code


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_offices_without_a_file_are_one_group(path: Path, policies: PolicySet) -> None:
    groups = policies.at_offices(example(path.name))
    fileless = [codes for codes, _ in groups if any(code not in policies.book.offices for code in codes)]
    assert len(fileless) == 1 and len(fileless[0]) >= 96
    everywhere = [(codes, decided.decision) for codes, decided in groups]
    found = departures(everywhere, policies.book)
    assert set(fileless[0]) <= set(following(everywhere, found))
    assert all(departure.because for departure in found if departure.kind != "open")


def test_who_asks_more_stands_with_the_rule_and_its_evidence(policies: PolicySet) -> None:
    everywhere = [(codes, decided.decision) for codes, decided in policies.at_offices(example("english-record-lyon.json"))]
    found = departures(everywhere, policies.book)
    assert {(departure.kind, departure.codes, departure.value) for departure in found} == {
        ("asks_more", ("061",), "sworn"), ("asks_more", ("751",), "sworn"),
    }  # fmt: skip
    grades = [policies.book.index.rule(rule).evidence for departure in found for rule in departure.because]
    assert [evidence.grade for evidence in grades if evidence is not None] == ["B", "B"]


def test_what_a_paper_would_have_to_be_that_is_not_asked_is_no_departure(policies: PolicySet) -> None:
    everywhere = [(codes, decided.decision) for codes, decided in policies.at_offices(example("american-spouse.json"))]
    facts = {departure.row.fact for departure in departures(everywhere, policies.book)}
    assert "birth_record.translation_needed" not in facts


def test_some_offices_of_a_small_set() -> None:
    small = load(SMALL)
    profile = {"birth_record": {"country": "US"}, "person": {"birth_date": "1990-01-01"}}
    groups = small.at_offices(profile, ["751"], as_of="2026-01-01")
    assert [codes for codes, _ in groups] == [("751",)]
    assert dict(groups[0][1].decision.here)["birth_record.translation_needed"] == "sworn"


def test_wrong_use(policies: PolicySet) -> None:
    with pytest.raises(Rejected, match="PE515"):
        policies.at_offices({}, ["999"])
    with pytest.raises(ValueError, match="presume"):
        policies.at_offices({}, presume="some")
    with pytest.raises(ValueError, match="office"):
        policies.at_offices({}, [])


def test_before_the_policies_begin_every_office_says_nothing(policies: PolicySet) -> None:
    groups = policies.at_offices({}, as_of=datetime.date(2015, 6, 1))
    assert len(groups) == 1 and groups[0][1].decision.gaps[0].kind == "period"
