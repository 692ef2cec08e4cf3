"""The Python interface, as its documentation shows it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import engine
from engine.api.schemas import shipped_schema

ROOT = Path(__file__).parent.parent
PROFILE = json.loads((ROOT / "examples" / "american-spouse.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def policies() -> engine.PolicySet:
    return engine.load()


def test_decides_as_documented(policies: engine.PolicySet) -> None:
    decision = policies.decide(PROFILE, as_of="2020-08-09", office="751")
    assert decision.entitlement == "entitled"
    assert decision.ground == "family" and decision.procedure == "reactivation"
    assert decision.entitled_from == "2020-07-20"
    assert any(item.id == "marriage-certificate" and item.required for item in decision.requirements)
    assert decision.questions == ()
    line = decision.explain("residence.stable")
    assert line.value is True and line.because


def test_renders_in_both_languages(policies: engine.PolicySet) -> None:
    decision = policies.decide(PROFILE)
    assert decision.as_text().startswith("ENTITLED")
    assert decision.as_text("fr").startswith("DROIT ACQUIS")
    assert decision.as_text(plain=True).startswith("Entitled.")
    assert max(map(len, decision.as_text("fr", width=60).splitlines())) <= 100  # addresses of pages cannot be cut
    Draft202012Validator(shipped_schema("decision")).validate(json.loads(json.dumps(decision.as_json("fr"))))


def test_a_wrong_profile_is_rejected_with_every_problem(policies: engine.PolicySet) -> None:
    with pytest.raises(engine.Rejected) as caught:
        policies.decide({"person": {"nationality": ["US"], "birth_date": "1990-02-30"}, "stay": {"document": "visa"}})
    assert caught.value.border == "profile"
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize("option", [{"presume": "nothing"}, {"executor": "backward"}])
def test_options_are_words_of_a_list(option: dict[str, str], policies: engine.PolicySet) -> None:
    with pytest.raises(ValueError, match=next(iter(option.values()))):
        policies.decide(PROFILE, **option)


def test_importing_costs_nothing() -> None:
    code = "import sys, engine; sys.exit(any(name.startswith('engine.') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_public_names() -> None:
    assert all(getattr(engine, name) is not None for name in engine.__all__)
    with pytest.raises(AttributeError):
        _ = engine.nothing  # type: ignore[attr-defined]
