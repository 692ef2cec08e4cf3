"""Scores a real case. In: a case of `tests/data/cases`, a policy set. Out: the checks that fail, by name, with what came out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.analysis.testview import View
from engine.api.policyset import PolicySet
from engine.decision.model import Decision
from engine.ground.problems import Rejected

CASES = Path(__file__).parent.parent / "data" / "cases"
ATTRIBUTES = {
    "authentication": "birth_record.authentication_needed",
    "translation": "birth_record.translation_needed",
    "form": "birth_record.form_needed",
}
Case = Mapping[str, Any]


def read_cases() -> list[dict[str, Any]]:
    """Every case, in order."""
    return [json.loads(line) for line in (CASES / "dev.jsonl").read_text("utf-8").splitlines()]


def merged(case: Case) -> dict[str, Any]:
    """The profile laid over its background."""
    return _over(case["background"], case["profile"])


def _over(low: Mapping[str, Any], high: Mapping[str, Any]) -> dict[str, Any]:
    both = dict(low)
    for key, value in high.items():
        below = low.get(key)
        both[key] = _over(below, value) if isinstance(value, dict) and isinstance(below, dict) else value
    return both


def failing(case: Case, policies: PolicySet) -> dict[str, str]:
    """The checks that fail in either reading: name -> what was expected and what came out."""
    try:
        decision = policies.decide(merged(case), as_of=case["as_of"], executor="lanes").decision
    except Rejected as rejected:
        return {"profile": str(rejected)}
    found = {name: text for name, met, text in _checks(case["expect"], decision) if not met}
    if decision.conflicts:
        found["conflicts"] = ", ".join(conflict.what for conflict in decision.conflicts)
    return {**found, **_alone(case, policies)}


def _alone(case: Case, policies: PolicySet) -> dict[str, str]:
    """The profile without its background: an accepted value or undetermined."""
    try:
        decided = policies.decide(case["profile"], as_of=case["as_of"], executor="lanes")
    except Rejected as rejected:
        return {"alone": str(rejected)}
    got = View(decided.reading, policies.reads).entitlement
    accepted = [*case["expect"].get("entitlement", [got]), "undetermined"]
    return {} if got in accepted else {"alone": f"expected {accepted}, got {got}"}


def _checks(expect: Mapping[str, Any], decision: Decision) -> list[tuple[str, bool, str]]:
    found = [
        _one_of(name, expect[name], getattr(decision, name)) for name in ("entitlement", "ground", "procedure") if name in expect
    ]
    facts, here = dict(decision.facts), dict(decision.here)
    for name, fact in ATTRIBUTES.items():
        if name in expect:
            found.append(_one_of(name, expect[name], facts.get(fact) if here.get(fact) is None else here[fact]))
    if "office" in expect:
        found.append(_one_of("office", [expect["office"]], decision.office.code))
    found += [_one_of(f"facts.{name}", [value], facts.get(name)) for name, value in expect.get("facts", {}).items()]
    return found + _papers(expect, decision) + _steps(expect, decision)


def _one_of(name: str, accepted: list[object], got: object) -> tuple[str, bool, str]:
    met = any(got == value and type(got) is type(value) for value in accepted)
    return name, met, f"expected {accepted}, got {got}"


def _papers(expect: Mapping[str, Any], decision: Decision) -> list[tuple[str, bool, str]]:
    """Papers required (alone or as an alternative), and papers not asked for as the only alternative."""
    lenient = decision.entitlement == "undetermined" or "entitlement" not in expect
    asked = [item for item in decision.requirements if item.required or lenient]
    names = {item.id for item in asked} | {paper.document for item in asked for paper in item.any_of}
    missing = [name for name in expect.get("required", []) if name not in names]
    only = [[paper.document for paper in item.any_of] for item in decision.requirements if item.required]
    asked_for = [name for name in expect.get("not_required", []) if [name] in only]
    return [("required", not missing, f"missing {missing}"), ("not_required", not asked_for, f"asked {asked_for}")]


def _steps(expect: Mapping[str, Any], decision: Decision) -> list[tuple[str, bool, str]]:
    advised = {step.id for step in (*decision.steps, *decision.notes)}
    missing = [name for name in expect.get("steps", []) if name not in advised]
    return [("steps", not missing, f"missing {missing}")]
