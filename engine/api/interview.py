"""An interview: the question that settles most, asked until no answer can settle anything more.

In: policies, the profile to start from, answers. Out: the next question, the profile, the decision. Newly guaranteed: a question
is asked only while its answer can help to settle something wanted; what decides the entitlement is asked first, then the outcome,
papers, next steps; an answer that the profile check refuses changes nothing; "I do not know" is kept as such, and is not asked
again.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from engine.api.decided import Decided
from engine.api.policyset import PolicySet
from engine.decision.model import Question
from engine.decision.ranking import CLOSE
from engine.facts.case import Told
from engine.facts.profile import Options
from engine.ground.records import dataclass

Profile = dict[str, Any]


STAGES: Final[Mapping[str, range]] = MappingProxyType(
    {"entitlement": range(1), "outcome": range(1, 3), "papers": range(3, 4), "everything": range(4, 5)}
)
"""What is asked about, one after the other, with its ranks (`engine.decision.goals.RANKS`)."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How to ask. until: the last of `STAGES` that is wanted."""

    options: Options
    until: str = "everything"


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
        """The questions to ask now, the first first: about the entitlement, else about the ground, else ...; () at the end."""
        found = next((found for rank in self._ranks() if (found := self._about(rank))), ())
        first = _first(found, self.asked[-1] if self.asked else None)
        return found if first is None else (first, *(question for question in found if question is not first))

    def question(self) -> Question | None:
        """The question to ask now; None when no answer can settle what is wanted."""
        return next(iter(self.open()), None)

    def stage(self) -> str | None:
        """The stage of the question to ask now."""
        return next(
            (name for name, ranks in STAGES.items() if any(rank in self._ranks() and self._about(rank) for rank in ranks)), None
        )

    def left(self) -> frozenset[str]:
        """Every fact that may still be asked for."""
        return frozenset(question.fact for rank in self._ranks() for question in self._about(rank))

    def beyond(self) -> frozenset[str]:
        """Facts that could change the outcome, but cannot settle it while the answers in `unknown` are not known."""
        found = (question for rank in range(STAGES["outcome"].stop) for question in self._decided.questions_about(rank))
        return frozenset(question.fact for question in found if not question.settles)

    def unknown(self) -> tuple[str, ...]:
        """What was answered "I do not know" and can still decide the outcome, in the order of the vocabulary."""
        return self._decided.unknown

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

    def _ranks(self) -> range:
        return range(STAGES[self.asking.until].stop)

    def _about(self, rank: int) -> tuple[Question, ...]:
        return tuple(question for question in self._decided.questions_about(rank) if question.settles)

    def _decide(self, profile: Profile) -> Decided:
        case = self.policies.case(profile, self.asking.options)
        return self.policies.decide_case(case, presume=self.asking.options.presume, executor="lanes")


def _first(found: Sequence[Question], before: str | None) -> Question | None:
    """The question that settles most, or one on the same subject as the last that settles nearly as much."""
    subject = (before or "").partition(".")[0]
    close = (
        question for question in found if question.fact.partition(".")[0] == subject and question.left <= found[0].left + CLOSE
    )
    return next(close, next(iter(found), None))


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
