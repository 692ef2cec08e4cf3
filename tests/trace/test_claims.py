"""Claims, digests, redaction, replay."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from engine.api.policyset import PolicySet, load
from engine.api.replay import replay
from engine.ground.canonical import digest
from engine.ground.problems import Rejected
from engine.render.explain_json import explanation_json
from engine.trace.hide import hidden_fact
from tests.analysis.small import FACTS, changed

PROFILE: dict[str, Any] = {
    "person": {"birth_date": "1990-05-02", "birth_country": "US", "nationalities": ["US"]},
    "number": {"status": "none"},
    "stay": {"document": "vls_ts", "mention": "visiteur", "validated": True, "expires_on": "2027-05-01"},
    "residence": {
        "country": "FR", "territory": "metropole", "postcode": "75019", "since": "2026-05-03", "home_in_france": True,
        "housing": "hosted",
    },
    "activity": {"status": "inactive"},
    "asylum": {"status": "none"},
    "cover": {"rights_open": False, "other_state": False, "s1": False},
    "family": {"link": "spouse", "sponsor_rights_open": True, "sponsor_in_france": True, "settling": True},
    "birth_record": {"issuing_country": "US", "languages": ["en"], "kind": "full_copy"},
}  # fmt: skip
AS_OF = "2026-11-23"


@pytest.fixture(scope="module")
def policies() -> PolicySet:
    """The bundled policies."""
    return load()


def traced(policies: PolicySet, *, redact: bool = False) -> dict[str, Any]:
    """A trace as it is read back from its file."""
    trace, _ = policies.decide(PROFILE, as_of=AS_OF).trace(redact=redact)
    read: dict[str, Any] = json.loads(json.dumps(trace))
    return read


def test_a_trace_replays_identical(policies: PolicySet) -> None:
    """Every executor makes the same claim again."""
    found = replay(policies, traced(policies))
    assert found.identical, found.difference
    assert found.firings > 0


def test_executors_give_the_same_claim(policies: PolicySet) -> None:
    """The digest does not depend on the executor."""
    digests = {
        policies.decide(PROFILE, as_of=AS_OF, executor=executor).trace()[0]["claim_digest"] for executor in ("forward", "lanes")
    }
    assert len(digests) == 1


def test_steps_refer_backwards(policies: PolicySet) -> None:
    """A step stands only on steps before it, and every step number exists once."""
    claim = traced(policies)["claim"]
    steps = sorted([*claim["steps"], *claim["refuted"]], key=lambda step: int(step["n"]))
    assert [step["n"] for step in steps] == list(range(1, len(steps) + 1))
    for step in steps:
        for line in step["from"]:
            assert line.get("step", 0) < step["n"]


@pytest.mark.parametrize("path", ["outcome", "steps", "inputs"])
def test_tampering_is_detected(policies: PolicySet, path: str) -> None:
    """A changed claim no longer has its digest."""
    trace = traced(policies)
    if path == "outcome":
        trace["claim"]["outcome"]["entitlement"] = "not_entitled"
    elif path == "steps":
        trace["claim"]["steps"][0]["rule"] = "another-rule"
    else:
        trace["claim"]["inputs"][0]["is"] = "other"
    with pytest.raises(Rejected) as caught:
        replay(policies, trace)
    assert [problem.code for problem in caught.value.problems] == ["PE702"]


def test_tampering_with_a_new_digest_differs(policies: PolicySet) -> None:
    """A forger who also writes a new digest is caught by deciding again; the difference is placed."""
    trace = traced(policies)
    trace["claim"]["outcome"]["entitlement"] = "not_entitled"
    trace["claim_digest"] = digest(trace["claim"])
    found = replay(policies, trace)
    assert not found.identical
    assert found.difference == ("forward", "claim.outcome.entitlement", "not_entitled", "entitled")


def test_a_forged_firing_is_detected(policies: PolicySet) -> None:
    """A firing that is no clause of the program is refused."""
    trace = traced(policies)
    trace["envelope"]["firings"][0] = ["entitlement=entitled+", "stay.lawful-"]
    with pytest.raises(Rejected) as caught:
        replay(policies, trace)
    assert [problem.code for problem in caught.value.problems] == ["PE705"]


def test_another_policy_set_is_a_clear_error(policies: PolicySet) -> None:
    """A trace of policies that are not loaded is refused, not compared."""
    trace = traced(policies)
    trace["claim"]["policy_set"]["digest"] = "sha256:" + "0" * 64
    trace["claim_digest"] = digest(trace["claim"])
    with pytest.raises(Rejected) as caught:
        replay(policies, trace)
    assert [problem.code for problem in caught.value.problems] == ["PE703"]


@pytest.mark.parametrize("nonsense", [None, [], {}, {"claim": {}}, {"claim": {}, "claim_digest": "x", "envelope": {}}])
def test_what_is_no_trace_is_refused(policies: PolicySet, nonsense: object) -> None:
    """Anything else ends in a problem of the trace, never a crash."""
    with pytest.raises(Rejected) as caught:
        replay(policies, nonsense)
    assert caught.value.border == "trace"
    assert {problem.code for problem in caught.value.problems} <= {"PE701", "PE702"}


def test_redaction_keeps_values_out_and_still_verifies(policies: PolicySet) -> None:
    """No sensitive value stands anywhere in a redacted trace, which replays identical."""
    trace = traced(policies, redact=True)
    assert "1990-05-02" not in json.dumps(trace)
    assert replay(policies, trace).identical


def test_salts_prove_withheld_values(policies: PolicySet) -> None:
    """With the salts, the digests are shown to be those of the person's values, or not."""
    trace, salts = policies.decide(PROFILE, as_of=AS_OF).trace(redact=True)
    values = {"person.birth_date": "1990-05-02", "asylum.status": "none"}
    used = [str(entry["fact"]) for entry in traced(policies, redact=True)["claim"]["inputs"] if "digest" in entry]
    found = replay(policies, copy.deepcopy(trace), salts, values)
    assert set(found.verified) == set(used) & set(values)
    assert found.verified
    name = found.verified[0]
    with pytest.raises(Rejected) as caught:
        replay(policies, trace, salts, {name: "1991-01-01"})
    assert [problem.code for problem in caught.value.problems] == ["PE706"]


def test_redaction_keeps_back_the_row_of_a_table(tmp_path: Path) -> None:
    """The line of a row would tell the key that was looked up."""
    secret = (FACTS, "birth_record.country: {type: country,", "birth_record.country: {type: country, sensitive: true,")
    decided = load(changed(tmp_path, secret)).decide({"birth_record": {"country": "US"}}, as_of=AS_OF)
    line = decided.explain("birth_record.translation_needed")
    book = decided.reading.book
    assert '"row": {' in json.dumps(explanation_json(line))
    assert '"row": {' not in json.dumps(explanation_json(hidden_fact(line, book)))
    trace = json.dumps(decided.trace(redact=True)[0])
    assert '"row"' not in trace and '"US"' not in trace
