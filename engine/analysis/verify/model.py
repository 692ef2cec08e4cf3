"""What verification asks and answers.

In: nothing (made by the modules beside this one). Out: `Goal`, `Witness`, `Answer`, `Verified`. Newly guaranteed: nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from engine.ground.records import dataclass, field
from engine.policy.model import Window

KINDS = ("conflict", "dead", "exception", "default", "versions", "rows")
"""What is verified, in the order of the report."""
Progress = Callable[[str, int, int], None]
"""Told at each step: the kind being verified, how many of its questions are done, how many there are."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One question: is there a profile in which one of some sets of literals is established?

    wanted: the policies are well made when there is one (a rule that fires); else when there is none (a conflict).
    any_of: sets of literals of the program. window: the days looked at, beyond the period as a whole. about: what it is about, by
    role (fact, rule, other, ...). rules: ids of the rules concerned, the one to look at first.
    """

    kind: str
    what: str
    wanted: bool
    any_of: tuple[tuple[int, ...], ...]
    window: Window = field(default_factory=Window)
    rules: tuple[str, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Witness:
    """A profile that was run and has what the goal asks. office: set outright, as by --office. rules: effective there."""

    profile: Mapping[str, object]
    as_of: datetime.date
    office: str | None
    rules: tuple[str, ...] = ()


SHOWN, NONE, TABLES, UNSHOWN, UNKNOWN = "shown", "none", "tables", "unshown", "unknown"
"""Shown: a profile was run that has it. None: sure that no profile has it. Tables: none has it with the rows that the tables have
today. Unshown: the solver had profiles, and no run confirmed one. Unknown: no answer in time, or nothing found by search."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a goal.

    why: of a dead rule, "never" (its condition never holds) or "excepted" (the witness then shows it defeated). parts: as
    little of what was asked as no profile meets.
    """

    goal: Goal
    verdict: str
    witness: Witness | None = None
    why: str = ""
    parts: tuple[str, ...] = ()

    @property
    def finding(self) -> bool:
        """Whether something is wrong, and sure."""
        return self.verdict == (NONE if self.goal.wanted else SHOWN)

    @property
    def settled(self) -> bool:
        """Whether the question is answered at all."""
        return self.verdict in (SHOWN, NONE, TABLES)


@dataclass(frozen=True)
class Verified:
    """All answers. proved: by proof; else by search. first, last: the days looked at. profiles: how many were run."""

    proved: bool
    first: datetime.date
    last: datetime.date
    answers: tuple[Answer, ...]
    profiles: int

    @property
    def findings(self) -> tuple[Answer, ...]:
        """What is wrong, and sure."""
        return tuple(answer for answer in self.answers if answer.finding)

    @property
    def open(self) -> tuple[Answer, ...]:
        """Questions without an answer."""
        return tuple(answer for answer in self.answers if not answer.settled)
