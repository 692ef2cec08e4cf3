"""Papers held against what is asked: a status from the best paper, and what it lacks."""

from __future__ import annotations

from typing import Any

import pytest

from engine.api.policyset import PolicySet, load
from engine.decision.model import RequirementFound
from tests.trace.test_claims import AS_OF, PROFILE


@pytest.fixture(scope="module")
def policies() -> PolicySet:
    """The bundled policies."""
    return load()


def found(policies: PolicySet, held: list[dict[str, Any]], requirement: str, **changes: Any) -> RequirementFound:
    """A requirement of the decision for a person who holds these papers (in Paris, unless an office is set)."""
    office = changes.pop("office", None)
    profile = {**PROFILE, "held": held, **changes}
    decision = policies.decide(profile, as_of=AS_OF, office=office).decision
    return next(item for item in decision.requirements if item.id == requirement)


def test_papers_not_told_have_no_status(policies: PolicySet) -> None:
    """Without a list of papers held, nothing is said to be missing."""
    decision = policies.decide(PROFILE, as_of=AS_OF).decision
    assert {item.status for item in decision.requirements} == {None}
    assert decision.complete is None


def test_an_absent_paper_is_missing(policies: PolicySet) -> None:
    """A list that does not name it makes it missing."""
    assert found(policies, [], "identity").status == "missing"


def test_an_untold_attribute_is_unclear(policies: PolicySet) -> None:
    """What is not told of the paper is never held against it, nor for it."""
    item = found(policies, [{"document": "birth-record", "form": "copy"}], "birth-record")
    assert (item.status, set(item.lacking)) == ("unclear", {"authentication", "translation"})


def test_falling_short_of_a_must_is_deficient(policies: PolicySet) -> None:
    """R.114-7 makes the translation a must: without one the record falls short, though the office's sworn one is a should."""
    held = [{"document": "birth-record", "form": "copy", "authentication": "apostille", "translation": "none"}]
    item = found(policies, held, "birth-record")
    assert (item.status, item.lacking) == ("deficient", ("translation",))


def test_falling_short_of_a_should_is_a_caution(policies: PolicySet) -> None:
    """A plain translation satisfies the law; the office that asks for a sworn one makes it a caution."""
    held = [{"document": "birth-record", "form": "copy", "authentication": "none", "translation": "plain"}]
    item = found(policies, held, "birth-record")
    assert (item.status, set(item.cautions)) == ("held", {"authentication", "translation"})


def test_the_best_paper_counts(policies: PolicySet) -> None:
    """Of two papers, the one that satisfies decides."""
    held: list[dict[str, Any]] = [
        {"document": "birth-record", "form": "copy", "authentication": "none", "translation": "none"},
        {"document": "birth-record", "form": "copy", "authentication": "apostille", "translation": "sworn"},
    ]
    changes = {"birth_record": {"issuing_country": "US", "languages": ["en"], "kind": "full_copy"}}
    assert found(policies, held, "birth-record", **changes).status == "held"


def test_months_are_counted_from_what_the_proof_covers(policies: PolicySet) -> None:
    """Rent receipts need three months: told as a number, or as the days they cover."""
    visitor = {"family": {"link": "none"}}
    for told, status in (
        ({"months": 3}, "held"),
        ({"months": 2}, "deficient"),
        ({"covers_from": "2026-07-01", "covers_until": "2026-10-01"}, "held"),
        ({"covers_from": "2026-07-01", "covers_until": "2026-09-30"}, "deficient"),
        ({}, "unclear"),
    ):
        held = [{"document": "rent-receipts", **told}]
        assert found(policies, held, "residence-over-three-months", **visitor).status == status, told
