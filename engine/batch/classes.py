"""Rows by how they answer: values that no question tells apart are one class.

In: columns as numbers of values, probes. Out: for each probe the rows in which it is true and those in which it is false, as
bits. Newly guaranteed: each distinct value (or combination of values, where a probe reads several columns) was judged once, by
the truth that decides a profile alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.batch.columns import Codes
from engine.batch.probes import MISPLACED, Probe
from engine.batch.values import ASKED, Answer, Values
from engine.facts.case import Case, Told
from engine.facts.lanes import DAY
from engine.facts.places import LoadPlaces, place_of
from engine.facts.profile import with_presumptions
from engine.facts.truth import Truth, Verdict
from engine.ground.dates import parse_date
from engine.ground.records import dataclass
from engine.linked.model import Rulebook

Rails = tuple[int, int]
"""The rows in which something is true, and in which it is false: bit k for row k."""
WIDEST = 2**62
"""Combinations of values that one number can tell apart."""
CHEAPER = 2
"""Masks of classes are made one by one while they are fewer than this many times the probes."""


@dataclass(frozen=True, slots=True)
class Judge:
    """What verdicts need besides the answers. day: of rows that tell none."""

    book: Rulebook
    places: LoadPlaces
    day: datetime.date
    office: str | None
    presume: bool

    def cases(self, answers: Mapping[str, Told | Answer]) -> tuple[Case, Case]:
        """The case that some answers make, with presumptions and as told."""
        told = {name: answer for name, answer in answers.items() if not isinstance(answer, Answer)}
        asked = frozenset(name for name, answer in answers.items() if answer is ASKED)
        day = told.pop(DAY, None)
        place, by, elsewhere = place_of(told, self.places)
        bare = Case(
            as_of=parse_date(day) if isinstance(day, str) else self.day, told=told, asked=asked, place=place, forced=self.office,
            found_by=by if elsewhere is None else MISPLACED,
        )  # fmt: skip
        return (with_presumptions(bare, self.book) if self.presume else bare), bare


class Group:
    """Probes that read the same columns, and the classes of values that they tell apart."""

    def __init__(self, names: tuple[str, ...], probes: Sequence[Probe], judge: Judge) -> None:
        self.names, self._probes, self._judge = names, probes, judge
        self._patterns: dict[tuple[Verdict, ...], int] = {}
        self._known: dict[tuple[int, ...], int] = {}
        self._table = np.zeros(0, np.int32)

    def rails(self, ids: Mapping[str, Codes], values: Mapping[str, Values], rows: int) -> list[Rails]:
        """The rails of each probe."""
        if not self.names:
            self._class_of((), values)
            return [_constant(verdict, rows) for verdict in next(iter(self._patterns))]
        classes = self._classes(ids, values, rows)
        return self._masks(classes)

    def _classes(self, ids: Mapping[str, Codes], values: Mapping[str, Values], rows: int) -> Codes:
        if len(self.names) == 1:
            name = self.names[0]
            wanted = len(values[name]) + 1
            if len(self._table) < wanted:
                first = len(self._table) - 1 if len(self._table) else 0
                old = self._table[:-1] if len(self._table) else self._table
                fresh = [self._class_of((at,), values) for at in (*range(first, wanted - 1), -1)]
                self._table = np.concatenate([old, np.array(fresh, np.int32)])
            return self._table[ids[name]]
        joint, combinations = combined([ids[name] for name in self.names], [len(values[name]) + 1 for name in self.names])
        found = [self._class_of(combination, values) for combination in combinations]
        return np.array(found, np.int32)[joint]

    def _class_of(self, combination: tuple[int, ...], values: Mapping[str, Values]) -> int:
        found = self._known.get(combination)
        if found is None:
            answers = {name: values[name].told[at] for name, at in zip(self.names, combination, strict=True) if at >= 0}
            shown, bare = self._judge.cases(answers)
            book = self._judge.book
            truth_shown, truth_bare = Truth(book, shown), Truth(book, bare)
            pattern = tuple(probe.verdict(truth_shown, truth_bare, bare) for probe in self._probes)
            found = self._patterns.setdefault(pattern, len(self._patterns))
            if len(self.names) != 1:
                self._known[combination] = found
        return found

    def _masks(self, classes: Codes) -> list[Rails]:
        patterns = list(self._patterns)
        if len(patterns) <= CHEAPER * len(self._probes):
            masks = [packed(classes == at) for at in range(len(patterns))]
            every = range(len(self._probes))
            return [(_union(masks, patterns, probe, True), _union(masks, patterns, probe, False)) for probe in every]
        found = []
        for probe in range(len(self._probes)):
            verdicts = [pattern[probe] for pattern in patterns]
            true, false = (np.array([verdict is wanted for verdict in verdicts]) for wanted in (True, False))
            found.append((packed(true[classes]), packed(false[classes])))
        return found


def _union(masks: list[int], patterns: list[tuple[Verdict, ...]], probe: int, wanted: bool) -> int:
    found = 0
    for mask, pattern in zip(masks, patterns, strict=True):
        if pattern[probe] is wanted:
            found |= mask
    return found


def _constant(verdict: Verdict, rows: int) -> Rails:
    full = (1 << rows) - 1
    return (full if verdict is True else 0, full if verdict is False else 0)


def packed(flags: npt.NDArray[np.bool_]) -> int:
    """Flags of rows as the bits of a number."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def unpacked(mask: int, rows: int) -> npt.NDArray[np.bool_]:
    """The bits of a number as flags of rows."""
    data = np.frombuffer(mask.to_bytes((rows + 7) // 8, "little"), np.uint8)
    return np.unpackbits(data, count=rows, bitorder="little").view(np.bool_)


def combined(codes: Sequence[Codes], sizes: Sequence[int]) -> tuple[Codes, list[tuple[int, ...]]]:
    """Several columns as one: for each row the number of its combination, and the combinations."""
    product = 1
    for size in sizes:
        product *= size
    if product >= WIDEST:
        distinct, inverse = np.unique(np.stack(codes, axis=1), axis=0, return_inverse=True)
        return inverse.reshape(-1).astype(np.int32), [tuple(row) for row in distinct.tolist()]
    mixed = np.zeros(len(codes[0]), np.int64)
    for column, size in zip(codes, sizes, strict=True):
        mixed = mixed * size + (column + 1)
    encoded = pa.array(mixed).dictionary_encode()
    found = encoded.dictionary.to_numpy()
    parts = []
    for size in reversed(sizes):
        parts.append((found % size - 1).tolist())
        found = found // size
    joint: Codes = encoded.indices.to_numpy()
    return joint, list(zip(*reversed(parts), strict=True))


def grouped(probes: Sequence[Probe], columns: frozenset[str], judge: Judge) -> list[tuple[Group, list[int]]]:
    """The probes by the columns of the file that they read, with the position of each."""
    found: dict[tuple[str, ...], list[int]] = {}
    for at, probe in enumerate(probes):
        found.setdefault(tuple(sorted(probe.reads & columns)), []).append(at)
    return [(Group(names, [probes[at] for at in members], judge), members) for names, members in found.items()]
