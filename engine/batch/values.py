"""What each distinct value of a column tells.

In: the values of columns. Out: for each, a number that stays the same from chunk to chunk, and the told value. Newly guaranteed:
a value is told here exactly where a profile of its own would tell it; any other is left to the reading of the whole profile.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from engine.batch.bits import Flags
from engine.batch.columns import EMPTY, Codes, key_of
from engine.facts.case import Told
from engine.facts.truth import UNKNOWN
from engine.linked.domains import accepts_value
from engine.linked.model import Fact
from engine.policy.model import Value


class Answer:
    """An answer that is no value."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


ASKED: Final = Answer("asked")
"""The person was asked and does not know."""
DOUBTFUL: Final = Answer("doubtful")
"""Wrong, or not understood here."""


def told_of(fact: Fact, value: object) -> Told | Answer:
    """What a value of JSON tells of a fact."""
    if value is None or (value == UNKNOWN and fact.type.kind == "enum" and not fact.type.many):
        return ASKED
    if fact.type.kind == "document":
        return DOUBTFUL
    if not fact.type.many:
        single = _single(fact, value)
        return DOUBTFUL if single is None else single
    if not isinstance(value, list):
        return DOUBTFUL
    members = [_single(fact, item) for item in value]
    texts = {str(member) for member in members}
    return DOUBTFUL if None in members or len(texts) < len(members) else tuple(sorted(texts))


def _single(fact: Fact, value: object) -> Value | None:
    if isinstance(value, float):
        value = int(value) if value.is_integer() else None
    return value if isinstance(value, bool | int | str) and accepts_value(fact, value) else None


class Values:
    """The values of one fact that were met."""

    def __init__(self, fact: Fact) -> None:
        self.fact = fact
        self.raw: list[object] = []
        self.told: list[Told | Answer] = []
        self._index: dict[object, int] = {}
        self._doubtful: list[bool] = []
        self._last: tuple[Sequence[object], Codes, Flags | None] | None = None

    def __len__(self) -> int:
        return len(self.raw)

    def table(self, values: Sequence[object]) -> Codes:
        """The numbers of values, and last -1 for the empty cell. Values that were the last ones asked cost nothing."""
        last = self._last
        if last is None or not (last[0] is values or (type(values) is range and last[0] == values)):
            table = np.array([*map(self._id, values), EMPTY], np.int32)
            found = np.array([*self._doubtful, False])[table]
            self._last = last = values, table, found if found.any() else None
        return last[1]

    def _id(self, value: object) -> int:
        key = key_of(value)
        found = self._index.get(key)
        if found is None:
            found = self._index[key] = len(self.raw)
            told = told_of(self.fact, value)
            self.raw.append(value)
            self.told.append(told)
            self._doubtful.append(told is DOUBTFUL)
        return found

    def doubtful(self, table: Codes) -> Flags | None:
        """Which of some values are left to the reading of the whole profile; None where none is."""
        if self._last is not None and self._last[1] is table:
            return self._last[2]
        found = np.array([*self._doubtful, False])[table]
        return found if found.any() else None
