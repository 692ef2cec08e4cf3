"""What would have to be otherwise: the values of an answer to "what if".

In: nothing (made by `engine.analysis.whatif_run`). Out: frozen values that rendering shows. Newly guaranteed: nothing by
themselves; whoever makes them promises that every set was decided anew.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Protocol

from engine.decision.model import UNDETERMINED, Decision
from engine.facts.case import Told
from engine.ground.records import dataclass
from engine.policy.model import Cite, Value
from engine.run.reading import Reading

WAIT = "as_of"
"""The fact of a change that lets time pass."""
COSTS: Mapping[str, int] = {"tell": 0, "yes": 1, "with_time": 2, "no": 3}
BETTER = ("entitled", "waiting", "case_by_case", "not_entitled")
"""Entitlements, the best first."""
HOPED = ("entitled", "waiting")
"""What an open outcome may become for the better."""


class Decides(Protocol):
    """A decision that was made (`engine.api.decided.Decided`)."""

    reading: Reading

    @property
    def decision(self) -> Decision:
        """Everything that is decided."""


Held = Sequence[tuple[str, Mapping[str, Value]]]
"""Papers in hand: a document, and what is told of it."""


class Again(Protocol):
    """Decides the profile anew with other answers, on another day, with other papers; None where such a profile is refused."""

    def __call__(self, told: Mapping[str, Told], as_of: datetime.date | None = None, held: Held | None = None) -> Decides | None:
        """The decision."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The values of a fact that are wanted."""

    fact: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that would be otherwise. values: alternatives, each of which does. now: what is told; None where nothing is.

    kind: "change" (another answer), "tell" (an answer that was not given), "wait" (another day). asked: the person does not know.
    changeable: yes, with_time or no, as the vocabulary has it. example: a day, a number, a set, a country stands for its like.
    """

    fact: str
    kind: str
    values: tuple[Told, ...]
    now: Told | None
    changeable: str
    example: bool = False
    asked: bool = False

    @property
    def cost(self) -> int:
        """What it takes: nothing for an answer to give, more where time has to pass."""
        return COSTS["tell" if self.kind == "tell" else self.changeable]


@dataclass(frozen=True, slots=True)
class Result:
    """An outcome. value: of the fact that is asked about. because: rules of its proof that did not apply before.

    no_longer: rules that carried the outcome before and do not apply any more.
    """

    value: Value | None
    entitlement: str
    ground: Value | None
    procedure: Value | None
    entitled_from: str | None
    because: tuple[str, ...] = ()
    no_longer: tuple[str, ...] = ()
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Changes that together lead to an outcome; without one of them, none of the others does."""

    changes: tuple[Change, ...]
    result: Result

    @property
    def cost(self) -> tuple[int, int]:
        """How many changes, then what they take."""
        return len(self.changes), sum(change.cost for change in self.changes)


@dataclass(frozen=True, slots=True)
class Searched:
    """How far was searched.

    size: most changes together that were all tried. lanes, decisions: how many were run. cut: not everything up to `most` was
    tried. anything: what nobody can change was tried too. untried: facts that matter and whose values cannot be listed.
    """

    size: int
    most: int
    lanes: int
    decisions: int
    cut: bool
    anything: bool
    untried: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The answer: what is now, what was sought, the sets of changes and the answers to give, cheapest first.

    losing: the sets lead away from an entitlement. reached: what was sought is already so. more: sets found and not shown.
    """

    now: Result
    goal: Goal
    losing: bool
    reached: bool
    sets: tuple[ChangeSet, ...]
    tells: tuple[ChangeSet, ...]
    more: bool
    searched: Searched


def settling(decision: Decision, values: Sequence[str]) -> tuple[Value, ...]:
    """The other entitlements that an answer may settle, where nothing is settled yet."""
    if decision.entitlement != UNDETERMINED:
        return ()
    return tuple(value for value in BETTER if value in values and value not in HOPED)


def goal_of(decision: Decision, values: Sequence[str]) -> Goal:
    """Any better entitlement than now; for who is entitled, any other."""
    known = tuple(value for value in BETTER if value in values)
    if decision.entitlement == UNDETERMINED:
        return Goal("entitlement", tuple(value for value in known if value in HOPED))
    at = BETTER.index(decision.entitlement)
    return Goal("entitlement", tuple(v for v in known if (BETTER.index(v) < at or at == 0) and v != decision.entitlement))
