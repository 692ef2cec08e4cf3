"""The profile that the README shows is decided, and so is the way it tells to begin."""

from __future__ import annotations

import re
from pathlib import Path

import engine
from engine.cli.profiles import read_profile

ROOT = Path(__file__).parents[2]


def test_the_profile_of_the_readme_is_decided(tmp_path: Path) -> None:
    found = re.search(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    assert found is not None
    profile = tmp_path / "profile.yaml"
    profile.write_text(found.group(1), "utf-8")
    policies = engine.load()
    decision = policies.decide(read_profile(str(profile)), as_of="2026-11-24").decision
    assert (decision.entitlement, decision.ground, decision.office.code) == ("entitled", "activity", "691")
    assert {item.id: item.status for item in decision.requirements}["identity"] == "held"


def test_an_empty_profile_is_a_beginning() -> None:
    decision = engine.load().decide({})
    assert decision.entitlement == "undetermined" and decision.questions
