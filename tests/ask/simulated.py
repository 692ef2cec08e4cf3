"""An interview answered from a profile.

In: policies, a profile as plain values, a day. Out: `Simulated`: what was asked and what came out. What the profile does not
tell is answered "I do not know".
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.api.interview import Asking, Interview
from engine.api.policyset import PolicySet
from engine.facts.profile import Options


@dataclass(frozen=True)
class Simulated:
    """asked: the facts, in order. told: facts that the profile tells. interview: as it ended."""

    asked: tuple[str, ...]
    told: frozenset[str]
    interview: Interview


def flat(profile: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Facts and their values."""
    for key, value in profile.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def simulate(policies: PolicySet, profile: Mapping[str, Any], as_of: str | None = None) -> Simulated:
    """Answer every question from the profile until none is left."""
    facts = dict(flat(profile))
    day = datetime.date.fromisoformat(as_of) if as_of else None
    interview = Interview(policies, {}, Asking(Options(today=datetime.date(2026, 11, 23), as_of=day)))
    while (question := interview.question()) is not None:
        value = facts.get(question.fact)
        interview.answer(question.fact, tuple(value) if isinstance(value, list) else value)
        assert len(interview.asked) <= 200, "it does not end"
    return Simulated(interview.asked, frozenset(facts), interview)
