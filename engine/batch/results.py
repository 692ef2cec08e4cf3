"""Results of a chunk, column by column.

In: rails, and the answers of rows decided alone. Out: `Coded` and `Bits` columns. Newly guaranteed: nothing (they are filled by
the kernel).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.batch.bits import packed, unpacked
from engine.batch.columns import EMPTY
from engine.batch.selection import Field
from engine.ground.problems import Problem
from engine.ground.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of results: what codes stand for, and one a row (-1: nothing)."""

    field: Field
    labels: list[object]
    codes: npt.NDArray[Any]

    def values(self) -> list[object]:
        """The value of each row."""
        return [self.labels[code] if code >= 0 else None for code in self.codes.tolist()]

    def patched(self, rows: Sequence[int], values: Sequence[object]) -> Coded:
        """The same with other values in some rows."""
        labels = list(self.labels)
        index: dict[object, int] = {label: code for code, label in enumerate(labels)}
        found = np.empty(len(rows), np.int32)
        for at, value in enumerate(values):
            code = EMPTY if value is None else index.get(value)
            if code is None:
                code = index[value] = len(labels)
                labels.append(value)
            found[at] = code
        codes = self.codes if len(labels) < 127 else self.codes.astype(np.int32)
        codes[np.asarray(rows, np.intp)] = found
        return replace(self, labels=labels, codes=codes)


@dataclass(frozen=True, slots=True)
class Bits:
    """A column of truth: the rows in which it is true, and in which it is false."""

    field: Field
    rows: int
    true: int
    false: int

    def values(self) -> list[object]:
        """The value of each row."""
        pairs = zip(unpacked(self.true, self.rows).tolist(), unpacked(self.false, self.rows).tolist(), strict=True)
        return [True if true else False if false else None for true, false in pairs]

    def patched(self, rows: Sequence[int], values: Sequence[object]) -> Bits:
        """The same with other values in some rows."""
        flags = [unpacked(mask, self.rows).copy() for mask in (self.true, self.false)]
        at = np.asarray(rows, np.intp)
        for flag, wanted in zip(flags, (True, False), strict=True):
            flag[at] = [value is wanted for value in values]
        return replace(self, true=packed(flags[0]), false=packed(flags[1]))


@dataclass(frozen=True, slots=True)
class Decisions:
    """The results of a chunk. wrong: the problems of rows that are no profile; nothing is concluded there."""

    columns: tuple[Coded | Bits, ...]
    wrong: Mapping[int, tuple[Problem, ...]]


def nothing(field: Field, rows: int) -> Coded | Bits:
    """A column still empty."""
    return Bits(field, rows, 0, 0) if field.kind == "boolean" else Coded(field, [], np.full(rows, EMPTY, np.int32))
