"""Open rows of which it is quickly seen that no cases settle them.

In: open rows of a chunk, what tries completions of them. Out: those that cases cannot settle. Newly guaranteed: of each of them
two possible completions were decided that differ in every part of the outcome that is missing; the others are left to a proper
search.

Completions are drawn at random and decided as rows like any other, some hundreds for the price of one search.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.batch.bits import Flags
from engine.batch.classes import Told
from engine.batch.columns import EMPTY, Chunk, Column
from engine.batch.results import Bits, Coded
from engine.batch.values import ASKED
from engine.decision.model import UNDETERMINED
from engine.facts.truth import domain
from engine.linked.model import Fact, Rulebook

Tries = Callable[[Chunk], tuple[Sequence[Coded | Bits], Flags]]
"""Decides rows by their columns alone: the parts of the outcome; which rows cannot be, or are not settled by columns."""
ROUNDS = (32, 224)
"""Completions of a row: at first, and where those are all alike."""
ROWS = 1 << 17
"""Completions decided at once."""
QUIET = 0.5
"""How often an answer is the one that says nothing (no, none): most answers of most people."""
MEMBERS = {"country": ("FR", "DE", "US", "DZ", "CH", "GB", "CN", "UA", "MA", "SN"), "language": ("fr", "en", "ar")}
DAYS = (-20_000, -12_000, -9_000, -7_300, -5_000, -3_000, -1_500, -700, -400, -200, -120, -95, -60, -30, -10, -1, 0, 30, 100, 400)
NUMBERS = (0, 1, 2, 5, 12, 40, 100)
SEED = 2016


class Refuter:
    """Tries completions of open rows. names: the inputs that decide; presume: what is presumed is open only if it was asked."""

    def __init__(self, book: Rulebook, names: Iterable[str], day: datetime.date, *, presume: bool, tries: Tries) -> None:
        facts = {name: book.facts[name] for name in sorted(names) if name in book.facts}
        self._tries = tries
        self._pools = {name: found for name, fact in facts.items() if fact.origin == "input" and (found := answers(fact, day))}
        self._presumed = {name for name, fact in facts.items() if presume and fact.presumed is not None}
        self._random = np.random.default_rng(SEED)

    def refuted(self, told: Told, rows: npt.NDArray[np.intp], wanted: Sequence[str]) -> Flags:
        """Which of the rows no cases settle. wanted: the parts of the outcome of which that is asked."""
        found = np.zeros(len(rows), np.bool_)
        for copies in ROUNDS:
            left = np.flatnonzero(~found)
            size = max(1, ROWS // copies)
            for start in range(0, len(left), size):
                part = left[start : start + size]
                found[part] = self._round(told, rows[part], copies, wanted)
        return found

    def _round(self, told: Told, rows: npt.NDArray[np.intp], copies: int, wanted: Sequence[str]) -> Flags:
        """The first copy of a row is as it is told, and shows what is missing."""
        columns, useless = self._tries(self._completed(told, rows, copies))
        useless = useless.reshape(len(rows), copies)
        found = np.ones(len(rows), np.bool_)
        for column in columns:
            if column.field.name in wanted:
                codes = _known(column).reshape(len(rows), copies)
                missing = codes[:, 0] < 0
                codes = np.where(useless, EMPTY, codes)
                least = np.where(codes < 0, np.iinfo(np.int32).max, codes).min(axis=1)
                found &= ~missing | (least < codes.max(axis=1))
        return found

    def _completed(self, told: Told, rows: npt.NDArray[np.intp], copies: int) -> Chunk:
        names = sorted({*told.values, *self._pools})
        return Chunk(1, len(rows) * copies, {name: self._column(told, name, rows, copies) for name in names}, None)

    def _column(self, told: Told, name: str, rows: npt.NDArray[np.intp], copies: int) -> Column:
        ids = told.ids(name, rows) if name in told.values else np.full(len(rows), EMPTY, np.int32)
        met, codes = np.unique(ids, return_inverse=True)
        known = [code for code in met.tolist() if code >= 0]
        values = [told.values[name].raw[code] for code in known]
        codes = np.repeat((codes.reshape(-1) - (len(met) - len(known))).astype(np.int32), copies)
        pool = self._pools.get(name)
        if pool is None:
            return Column(codes, values)
        unsettled = [*(told.values[name].told[code] is ASKED for code in known), name not in self._presumed]
        fill = np.array(unsettled)[codes]
        fill[::copies] = False
        drawn = len(values) + self._drawn(pool, len(codes))
        return Column(np.where(fill, drawn, codes).astype(np.int32), [*values, *pool])

    def _drawn(self, pool: Sequence[object], count: int) -> npt.NDArray[Any]:
        found = self._random.integers(0, len(pool), count)
        quiet = next((at for at, value in enumerate(pool) if value in ("none", False)), None)
        return found if quiet is None else np.where(self._random.random(count) < QUIET, quiet, found)


def answers(fact: Fact, day: datetime.date) -> list[object] | None:
    """Answers to draw from, all of its domain; None for texts."""
    kind = fact.type.kind
    if fact.type.many:
        members = MEMBERS.get(kind, tuple(domain(fact) or ()))
        return [[], *([member] for member in members)] if members else None
    if kind == "date":
        return [(day + datetime.timedelta(days=shift)).isoformat() for shift in DAYS]
    if kind in MEMBERS:
        return list(MEMBERS[kind])
    if kind == "integer":
        low, high = fact.type.minimum, fact.type.maximum
        near = {*NUMBERS, *((low,) if low is not None else ()), *((high,) if high is not None else ())}
        return sorted(number for number in near if (low is None or low <= number) and (high is None or number <= high))
    return list(domain(fact) or ()) or None


def _known(column: Coded | Bits) -> npt.NDArray[np.int32]:
    """Codes of values; -1 where there is none."""
    assert isinstance(column, Coded)  # the outcome is made of enums
    count = len(column.labels)
    told = np.array([*(label is not None and label != UNDETERMINED for label in column.labels), False])
    codes = column.codes.astype(np.int32)
    return np.where(told[np.where((codes >= 0) & (codes < count), codes, count)], codes, EMPTY).astype(np.int32)
