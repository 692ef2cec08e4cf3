"""A profile decided again with other answers.

In: a policy set and the case that was decided. Out: a way to decide it with other answers, on another day, with other papers.
Newly guaranteed: the changed profile takes the whole way of a profile, so what no profile may say is refused here too.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from engine.analysis.whatif import Goal, Held, goal_of, settling
from engine.decision.decide import COMPLETE
from engine.facts.case import Case, Told
from engine.facts.nesting import nested
from engine.facts.profile import Options
from engine.ground.problems import Rejected
from engine.policy.model import Value

if TYPE_CHECKING:
    from engine.api.decided import Decided
    from engine.api.policyset import PolicySet


class Redecide:
    """Decides one case again."""

    def __init__(self, policies: PolicySet, case: Case, *, presume: bool) -> None:
        self._policies, self._case, self._presume = policies, case, presume

    def __call__(self, told: Mapping[str, Told], as_of: datetime.date | None = None, held: Held | None = None) -> Decided | None:
        """The decision; None where such a profile is refused."""
        case, day = self._case, as_of or self._case.as_of
        profile = profile_of(case, told, held)
        try:
            changed = self._policies.case(profile, Options(today=day, as_of=day, office=case.forced))
        except Rejected:
            return None
        return self._policies.decide_case(changed, presume=self._presume, executor="lanes")


def profile_of(case: Case, told: Mapping[str, Told] | None = None, held: Held | None = None) -> dict[str, object]:
    """The profile that tells a case, with other answers and other papers."""
    answers: dict[str, object] = dict.fromkeys(case.asked)
    answers |= {**case.told, **(told or {})}
    profile = nested(answers)
    papers = [(item.document, item.attributes) for item in case.held] if held is None and case.held is not None else held
    if papers is not None:
        profile["held"] = [{"document": document, **attributes} for document, attributes in papers]
    return profile


def goal(decided: Decided, fact: str, to: Value | Sequence[Value] | None) -> Goal:
    """What is sought: those values of the fact; by default a better entitlement than now, or any other value of another fact.

    Raises `KeyError` for a fact that no rule concludes, `ValueError` for a value that it cannot have.
    """
    book = decided.reading.book
    found = book.facts.get(fact)
    if found is None or found.origin != "derived" or fact == COMPLETE:
        raise KeyError(fact)
    domain: tuple[Value, ...] = (True, False) if found.type.kind == "boolean" else found.values
    if to is None:
        if fact == "entitlement":
            return goal_of(decided.decision, found.values)
        now = decided.reading.value(fact)
        return Goal(fact, tuple(value for value in domain if value != now))
    wanted: tuple[Value, ...] = tuple(to) if isinstance(to, list | tuple) else (to,)  # type: ignore[assignment]
    for value in wanted:
        if value not in domain:
            raise ValueError(f"{fact} is one of {domain}: {value!r}")
    return Goal(fact, wanted)


def others(decided: Decided, fact: str, to: object) -> tuple[Value, ...]:
    """Values beside the goal that answers may settle: where nothing is settled, and nothing in particular is sought."""
    if fact != "entitlement" or to is not None:
        return ()
    return settling(decided.decision, decided.reading.book.facts[fact].values)
