"""An interview: the question that settles most, asked until no answer can change the outcome.

In: policies, the profile to start from, answers. Out: the next question, the profile, the decision. Newly guaranteed: a question
is asked only while its answer can change something wanted; an answer that the profile check refuses changes nothing; "I do not
know" is kept as such, and is not asked again.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from engine.api.decided import Decided
from engine.api.policyset import PolicySet
from engine.decision.model import Question
from engine.decision.settled import OUTCOME
from engine.facts.case import Told
from engine.facts.profile import Options
from engine.ground.records import dataclass

Profile = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asking:
    """How to ask. everything: papers and their attributes too, not the outcome alone."""

    options: Options
    everything: bool = False


class Interview:
    """The state of an interview. Raises `Rejected` where the profile to start from is wrong."""

    def __init__(self, policies: PolicySet, profile: Mapping[str, Any], asking: Asking) -> None:
        self.policies, self.asking = policies, asking
        self._before: list[tuple[str, Profile, Decided]] = []
        self._profile: Profile = copy.deepcopy(dict(profile))
        self._decided = self._decide(self._profile)

    @property
    def profile(self) -> Profile:
        """What was told so far, as a profile; `None` stands for "I do not know"."""
        return copy.deepcopy(self._profile)

    @property
    def decided(self) -> Decided:
        """The decision of what was told so far."""
        return self._decided

    @property
    def asked(self) -> tuple[str, ...]:
        """The facts answered in this interview, in their order."""
        return tuple(name for name, _, _ in self._before)

    def open(self) -> tuple[Question, ...]:
        """Questions still worth asking, the first to be asked now."""
        wanted = self._decided.questions
        return wanted if self.asking.everything else tuple(found for found in wanted if set(found.decides) & set(OUTCOME))

    def question(self) -> Question | None:
        """The question to ask now; None when no answer can change what is wanted."""
        return next(iter(self.open()), None)

    def answer(self, fact: str, value: Told | None) -> None:
        """Take an answer (None: the person does not know). Raises `Rejected` where it is wrong, and nothing has changed."""
        changed = told(self._profile, fact, list(value) if isinstance(value, tuple) else value)
        decided = self._decide(changed)
        self._before.append((fact, self._profile, self._decided))
        self._profile, self._decided = changed, decided

    def back(self) -> str | None:
        """Take the last answer back; the fact that it was about, or None where there is none."""
        if not self._before:
            return None
        fact, self._profile, self._decided = self._before.pop()
        return fact

    def _decide(self, profile: Profile) -> Decided:
        case = self.policies.case(profile, self.asking.options)
        return self.policies.decide_case(case, presume=self.asking.options.presume, executor="lanes")


def told(profile: Mapping[str, Any], fact: str, value: object) -> Profile:
    """The profile with one more answer: the nesting is the dots of the fact's name."""
    changed: Profile = copy.deepcopy(dict(profile))
    *groups, last = fact.split(".")
    inner = changed
    for group in groups:
        if not isinstance(inner.get(group), dict):
            inner[group] = {}
        inner = inner[group]
    inner[last] = value
    return changed
