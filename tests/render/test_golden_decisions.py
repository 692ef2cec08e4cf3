"""Decisions of the small policies, word for word; `GOLDEN=rewrite` writes the files anew: read the difference."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import engine
from engine.api.schemas import shipped_schema
from engine.render.compare import compare_text
from engine.render.layout import Page
from engine.render.names import Names
from tests.analysis.small import SMALL
from tests.render.test_findings import golden

DAY = "2026-11-23"
ADULT = {
    "person": {"birth_date": "1990-05-02", "nationalities": ["US"]},
    "residence": {"since": "2026-03-01", "postcode": "75019"},
}
PROFILES: dict[str, dict[str, Any]] = {
    "entitled": {
        **ADULT,
        "stay": {"document": "visa", "validated": True},
        "birth_record": {"country": "US"},
        "held": [{"document": "identity"}, {"document": "birth-record", "translation": "plain"}],
    },
    "waiting": {**ADULT, "stay": {"document": "card"}, "residence": {"since": "2026-11-01"}},
    "refused": {**ADULT, "stay": {"document": "none"}},
    "unknown": {},
}


@pytest.fixture(scope="module")
def policies() -> engine.PolicySet:
    return engine.load(SMALL)


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_text(name: str, lang: str, policies: engine.PolicySet) -> None:
    golden(f"decision.{name}.{lang}.txt", policies.decide(PROFILES[name], as_of=DAY).as_text(lang))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_plain(lang: str, policies: engine.PolicySet) -> None:
    golden(f"decision.plain.{lang}.txt", policies.decide(PROFILES["entitled"], as_of=DAY).as_text(lang, plain=True))


def test_json(policies: engine.PolicySet) -> None:
    found = policies.decide(PROFILES["entitled"], as_of=DAY).as_json("en")
    Draft202012Validator(shipped_schema("decision")).validate(json.loads(json.dumps(found)))
    golden("decision.json", json.dumps({**found, "trace": {}}, indent=2, ensure_ascii=False))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_comparison(lang: str, policies: engine.PolicySet) -> None:
    decided = [(code, policies.decide(PROFILES["entitled"], as_of=DAY, office=code).decision) for code in ("751", "691")]
    golden(f"compare.{lang}.txt", compare_text(Page(lang), Names(policies.book, lang, DAY), tuple(decided)))
