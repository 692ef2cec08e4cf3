"""A case: what one person has told, on one day, before one office.

In: nothing (made by `engine.facts.profile`). Out: `Case`. Newly guaranteed: told values lie in the domains of their facts.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from engine.ground.records import dataclass, field
from engine.policy.model import Value

Told = Value | tuple[Value, ...]
"""A told value; a set is a tuple, sorted and without repetition; dates are ISO strings."""

UNLISTED = "unlisted"
"""The place is known and no fund of the table is competent there."""


@dataclass(frozen=True, slots=True)
class HeldItem:
    """A paper in hand: the document, and the attributes told of it (form, issued_on, authentication, ...)."""

    document: str
    attributes: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Case:
    """Facts told, and the circumstances of the decision.

    told: fact -> value. asked: facts answered with "I do not know". place: offices that may be competent for the place
    where the person lives (None: the place is not told). forced: the office set outright by the caller. found_by: the
    fact that told the place. settled: for a redacted trace, the verdicts of tests on withheld values, by name of the atom;
    withheld: the digest that stands for each such value.
    """

    as_of: datetime.date
    told: Mapping[str, Told]
    asked: frozenset[str] = frozenset()
    held: tuple[HeldItem, ...] | None = None
    place: frozenset[str] | None = None
    forced: str | None = None
    found_by: str | None = None
    presumed: Mapping[str, Value] = field(default_factory=dict)
    settled: Mapping[str, bool] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)
