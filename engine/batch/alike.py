"""Open rows that cases settle alike.

In: the classes of a chunk. Out: for rows whose outcome is open, a key. Newly guaranteed: rows with one key differ in nothing
that cases depend on: every atom, every test of an impossible combination and every bound comes out the same, the same facts are
told, asked and untold, and facts that are computed from several others, or the day, have the same values.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from engine.batch.classes import Told
from engine.batch.columns import Codes
from engine.batch.probes import PLACE_FACTS, Probe
from engine.batch.values import ASKED
from engine.facts.lanes import DAY

TOLD, ASKED_IN_VAIN, UNTOLD = 0, 1, 2


class Alike:
    """What keys are made of, for some columns."""

    def __init__(self, probes: Iterable[Probe], columns: frozenset[str]) -> None:
        read: set[str] = set()
        exact: set[str] = {DAY}
        for probe in probes:
            read |= probe.reads
            if probe.reads != PLACE_FACTS and len(probe.reads - {DAY}) > 1:
                exact |= probe.reads
        self._read, self._exact = sorted(read & columns), sorted(exact & columns)

    def keys(self, told: Told, rows: npt.NDArray[np.intp]) -> tuple[list[int], Codes, list[bytes]]:
        """The first row of each kind, which kind each row is, and the key of each kind."""
        parts = [classes(rows).astype(np.int32) for classes in told.classes]
        parts += [_status(told, name, rows) for name in self._read]
        parts += [told.ids(name, rows) for name in self._exact]
        table = np.ascontiguousarray(np.stack(parts, axis=1)) if parts else np.zeros((len(rows), 1), np.int32)
        flat = table.view(np.dtype((np.void, table.shape[1] * 4))).reshape(-1)
        distinct, first, inverse = np.unique(flat, return_index=True, return_inverse=True)
        return rows[first].tolist(), inverse.reshape(-1).astype(np.int32), [bytes(key) for key in distinct]


def _status(told: Told, name: str, rows: npt.NDArray[np.intp]) -> Codes:
    answers = [ASKED_IN_VAIN if answer is ASKED else TOLD for answer in told.values[name].told]
    return np.array([*answers, UNTOLD], np.int32)[told.ids(name, rows)]
