"""Settled by cases: said only when every completion was tried, and true when it is said."""

from __future__ import annotations

import datetime
import random
from typing import Any

import pytest

from engine.api.policyset import PolicySet, load
from engine.decision.completions import representatives
from engine.facts.lanes import Reads, Variant
from engine.facts.truth import Truth
from tests.trace.test_claims import AS_OF, PROFILE


@pytest.fixture(scope="module")
def policies() -> PolicySet:
    """The bundled policies."""
    return load()


def without(profile: dict[str, Any], *names: str) -> dict[str, Any]:
    """The profile, some facts untold."""
    copy = {group: dict(facts) for group, facts in profile.items()}
    for name in names:
        group, fact = name.split(".")
        copy[group].pop(fact, None)
    return copy


DATES = ("person.birth_date", "stay.expires_on", "residence.since", "activity.since", "stay.entered_on")


@pytest.mark.parametrize("name", DATES)
def test_every_day_is_represented(policies: PolicySet, name: str) -> None:
    """No day of three centuries gives tests a pattern that no representative has."""
    reading = policies.decide(without(PROFILE, name), as_of=AS_OF).reading
    reads = Reads(policies.book, reading.compiled)
    values = representatives(name, reading, reads)
    assert values is not None
    specs = [reading.compiled.atoms[at] for at in reads.touching.get(name, [])]

    def pattern(value: object) -> tuple[object, ...]:
        truth = Truth(policies.book, Variant({name: str(value)}).of(reading.case))
        return tuple(truth.atom(spec) for spec in specs)

    known = {pattern(value) for value in values}
    drawn = random.Random(name)
    first = datetime.date(1900, 1, 1).toordinal()
    last = datetime.date.fromisoformat(AS_OF).toordinal() + (0 if name == "person.birth_date" else 2000)
    near = range(last - 4000, last + 1)
    for day in [*near, *(drawn.randint(first, last) for _ in range(500))]:
        iso = datetime.date.fromordinal(day).isoformat()
        assert pattern(iso) in known, iso


@pytest.mark.parametrize("name", ["family.settling", "stay.mention", "residence.since", "birth_record.languages"])
def test_settled_by_derivation_is_settled(policies: PolicySet, name: str) -> None:
    """When the outcome is derived without an answer, no value of the answer changes it."""
    partial = policies.decide(without(PROFILE, name), as_of=AS_OF)
    if partial.decision.settled.by == "no":
        return
    values = representatives(name, partial.reading, Reads(policies.book, partial.reading.compiled)) or ()
    for value in values:
        group, fact = name.split(".")
        profile = without(PROFILE, name)
        profile[group][fact] = list(value) if isinstance(value, tuple) else value
        again = policies.decide(profile, as_of=AS_OF).decision
        assert again.entitlement == partial.decision.entitlement, value
