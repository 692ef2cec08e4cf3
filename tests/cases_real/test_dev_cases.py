"""Real cases against the bundled policies, both readings. A difference needs a legal reason in the reviewed file."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

import engine
from engine.api.policyset import PolicySet
from tests.cases_real.scoring import CASES, failing, read_cases

REVIEWED = yaml.safe_load((CASES / "exceptions.yaml").read_text("utf-8"))
LISTED: dict[str, Any] = {item["case"]: item for part in ("wrong", "contested") for item in REVIEWED[part]}
ALL = read_cases()


@pytest.fixture(scope="module")
def policies() -> PolicySet:
    return engine.load()


@pytest.mark.parametrize("case", ALL, ids=lambda case: str(case["id"]))
def test_case(case: dict[str, Any], policies: PolicySet) -> None:
    found = failing(case, policies)
    listed = LISTED.get(case["id"], {"checks": []})
    assert sorted(found) == sorted(listed["checks"]), found


def test_the_reviewed_file_is_about_these_cases() -> None:
    contested = {case["id"]: case["contested"] for case in ALL}
    assert {item["case"] for item in REVIEWED["wrong"]} <= {name for name, is_so in contested.items() if not is_so}
    assert {item["case"] for item in REVIEWED["contested"]} <= {name for name, is_so in contested.items() if is_so}
    assert all(item["checks"] and len(item["reason"]["en"]) > 40 and len(item["reason"]["fr"]) > 40 for item in LISTED.values())
