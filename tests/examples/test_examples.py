"""The examples: each decides as its story says, validates against the published schemas, and its README tells no lies."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.api.policyset import PolicySet, load
from engine.api.schemas import schema_of_profiles, shipped_schema
from engine.ground.problems import Rejected
from engine.render.decision_json import decision_json

EXAMPLES = Path(__file__).parents[2] / "examples"
TODAY = datetime.date(2026, 11, 24)
EXPECTED: dict[str, dict[str, Any]] = {
    "american-spouse": {
        "outcome": ("entitled", "family", "reactivation"),
        "from": "2020-07-20",
        "office": "751",
        "required": {"form-s1106", "identity", "stay-document", "vls-ts-validation", "marriage-certificate", "sponsor-rights"},
        "not_required": {"birth-record", "entry-stamp", "ofii-medical"},
        "complete": True,
    },
    "american-spouse-first-number": {
        "outcome": ("entitled", "family", "s1106"),
        "from": "2026-10-20",
        "office": "751",
        "required": {"birth-record", "marriage-certificate", "sponsor-rights"},
        "not_required": {"entry-stamp"},
        "attributes": {"authentication": "apostille", "translation": "sworn"},
    },
    "english-record-lyon": {
        "outcome": ("entitled", "activity", "s1106"),
        "from": "2026-09-07",
        "office": "691",
        "required": {"birth-record", "employment-proof"},
        "attributes": {"translation": "required"},
    },
    "visitor-waiting": {"outcome": ("waiting", "residence", "s1106"), "from": "2027-01-02", "office": "061"},
    "eu-citizen-not-working": {"outcome": ("case_by_case", "residence", "s1106"), "required": {"s1-refusal", "means-proof"}},
    "student": {"outcome": ("entitled", "student", "student_portal"), "required": {"enrolment-certificate"}},
    "refugee": {"outcome": ("entitled", "asylum", "s1106"), "office": "931", "required": {"asylum-document"}},
    "minor-child": {"outcome": ("entitled", "child", "child_attachment"), "required": {"form-s3705"}},
    "s1-pensioner": {"outcome": ("entitled", "s1", "s1_registration"), "office": "241", "required": {"s1"}},
}


@pytest.fixture(scope="module")
def policies() -> PolicySet:
    return load()


def profile(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
    return found


def test_every_example_is_expected() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.json")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_decision(name: str, policies: PolicySet) -> None:
    expected = EXPECTED[name]
    decision = policies.decide(profile(name), today=TODAY).decision
    assert (decision.entitlement, decision.ground, decision.procedure) == expected["outcome"]
    assert decision.entitled_from == expected.get("from", decision.entitled_from)
    assert decision.office.code == expected.get("office", decision.office.code)
    required = {item.id: item for item in decision.requirements if item.required}
    assert expected.get("required", set()) <= required.keys()
    assert expected.get("not_required", set()) <= {item.id for item in decision.not_required}
    assert decision.complete is expected.get("complete", decision.complete)
    if "attributes" in expected:
        birth = dict(required["birth-record"].attributes)
        assert {key: birth[key].is_ for key in expected["attributes"]} == expected["attributes"]
    assert decision.conflicts == () and decision.settled.by == "derivation"


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", EXPECTED)
def test_output_follows_its_schema(name: str, lang: str, policies: PolicySet) -> None:
    decided = policies.decide(profile(name), today=TODAY)
    found = decision_json(decided.decision, policies.book, lang, decided.trace()[0])
    Draft202012Validator(shipped_schema("decision")).validate(json.loads(json.dumps(found)))


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("redact", [False, True])
@pytest.mark.parametrize("options", [{}, {"office": "691", "presume": "none"}, {"as_of": "2010-01-01"}, {"executor": "lanes"}])
def test_trace_follows_its_schema(name: str, redact: bool, options: dict[str, str], policies: PolicySet) -> None:
    try:
        decided = policies.decide(profile(name), today=TODAY, **options)
    except Rejected:
        return  # nobody is born yet
    Draft202012Validator(shipped_schema("trace")).validate(json.loads(json.dumps(decided.trace(redact=redact)[0])))


@pytest.mark.parametrize("name", EXPECTED)
def test_profile_follows_its_schema(name: str, policies: PolicySet) -> None:
    Draft202012Validator(schema_of_profiles(policies.book, "en")).validate(profile(name))


def test_birth_record_of_the_first_number_says_how_hard_and_by_whom(policies: PolicySet) -> None:
    """The apostille and the sworn translation are asked by the office, the translation alone by the code."""
    decision = policies.decide(profile("american-spouse-first-number"), today=TODAY).decision
    birth = dict(next(item for item in decision.requirements if item.id == "birth-record").attributes)
    assert birth["translation"].law == "required" and birth["translation"].because
    assert birth["authentication"].demand == "should" and birth["authentication"].because


def test_three_offices_ask_three_lists(policies: PolicySet) -> None:
    """The same person at Paris, Lyon and Nice: the law is the same, what is asked and said of the record is not."""
    seen = set()
    for code in ("751", "691", "061"):
        decision = policies.decide(profile("english-record-lyon"), office=code).decision
        assert (decision.entitlement, decision.ground) == ("entitled", "activity")
        birth = next(item for item in decision.requirements if item.id == "birth-record")
        seen.add((tuple((name, need.is_, need.because) for name, need in birth.attributes), tuple(n.id for n in decision.notes)))
        assert all(need.law is not None for _, need in birth.attributes)
    assert len(seen) == 3
