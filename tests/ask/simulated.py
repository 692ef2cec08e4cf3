"""An interview answered from a profile.

In: policies, a profile as plain values, a day. Out: `Simulated`: what was asked, when what was settled, what came out. What the
profile does not tell is answered "I do not know".
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.api.interview import STAGES, Asking, Interview
from engine.api.policyset import PolicySet
from engine.facts.profile import Options

TODAY = datetime.date(2026, 11, 23)
Watch = Callable[[Interview], None]


@dataclass(frozen=True)
class Simulated:
    """asked: the facts, in order. told: facts of the profile. by_stage: questions asked when nothing was left of a stage."""

    asked: tuple[str, ...]
    told: frozenset[str]
    by_stage: Mapping[str, int]
    interview: Interview

    @property
    def answered(self) -> int:
        """Questions that the profile had an answer to."""
        return sum(1 for fact in self.asked if fact in self.told)


def flat(profile: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Facts and their values."""
    for key, value in profile.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def simulate(
    policies: PolicySet,
    profile: Mapping[str, Any],
    as_of: str | None = None,
    until: str = "outcome",
    watch: Watch = lambda _: None,
) -> Simulated:
    """Answer every question from the profile until none is left. watch: called before each answer."""
    facts = dict(flat(profile))
    interview = Interview(policies, {}, Asking(options(as_of), until))
    stages, by_stage = list(STAGES), dict[str, int]()
    while True:
        stage, question = interview.stage(), interview.question()
        over = stages if stage is None else stages[: stages.index(stage)]
        by_stage |= {name: len(interview.asked) for name in over if name not in by_stage}
        if question is None:
            told = frozenset(name for name, value in facts.items() if value is not None)
            return Simulated(interview.asked, told, by_stage, interview)
        watch(interview)
        value = facts.get(question.fact)
        interview.answer(question.fact, tuple(value) if isinstance(value, list) else value)
        assert len(interview.asked) <= 200, "it does not end"


def options(as_of: str | None) -> Options:
    """Options of the day."""
    return Options(today=TODAY, as_of=datetime.date.fromisoformat(as_of) if as_of else None)
