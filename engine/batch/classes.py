"""Rows by how they answer: values that no question tells apart are one class.

In: columns as numbers of values, probes. Out: for each probe the rows in which it is true and those in which it is false, as
bits. Newly guaranteed: each distinct value (or combination of values, where a probe reads several columns) was judged once, by
the truth that decides a profile alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.batch.bits import Flags, packed
from engine.batch.columns import EMPTY, Chunk, Codes
from engine.batch.probes import MISPLACED, Probe
from engine.batch.values import ASKED, Answer, Values
from engine.facts.case import Case
from engine.facts.case import Told as ToldValue
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
BYTES = 256
"""Values, the empty cell among them, that a byte tells apart; -1 becomes the last of them."""
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

    def cases(self, answers: Mapping[str, ToldValue | Answer]) -> tuple[Case, Case]:
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


class Told:
    """The answers of a chunk, and what is known of their values."""

    def __init__(self, chunk: Chunk, values: Mapping[str, Values]) -> None:
        self.rows, self.values, self._columns = chunk.rows, values, chunk.columns
        self._tables: dict[str, Codes] = {}
        self.classes: list[npt.NDArray[Any]] = []
        """The class of each row, group by group."""

    def table(self, name: str) -> Codes:
        """For each value of a column, and last for none, its number."""
        if name not in self._tables:
            column = self._columns.get(name)
            self._tables[name] = self.values[name].table(column.values if column is not None else ())
        return self._tables[name]

    def ids(self, name: str) -> Codes:
        """The number of the value in each row, -1 where there is none."""
        column = self._columns.get(name)
        return np.full(self.rows, EMPTY, np.int32) if column is None else self.table(name)[column.codes]

    def doubtful(self, name: str) -> Flags | None:
        """The rows whose value is left to the reading of the whole profile; None where there is none."""
        found = self.values[name].doubtful(self.table(name))
        return None if found is None else found[self._columns[name].codes]

    def looked_up(self, name: str, classes: Callable[[list[int]], list[int]]) -> npt.NDArray[Any]:
        """The class of the value in each row."""
        found = classes(self.table(name).tolist())
        column = self._columns.get(name)
        if column is None:
            return np.full(self.rows, found[-1], np.int32)
        if len(found) > BYTES or max(found) >= BYTES:
            wide: Codes = np.array(found, np.int32)[column.codes]
            return wide
        table = bytes((*found[:-1], *(found[-1] for _ in range(BYTES - len(found) + 1))))
        return np.frombuffer(column.codes.astype(np.uint8).tobytes().translate(table), np.uint8)


class Group:
    """Probes that read the same columns, and the classes of values that they tell apart."""

    def __init__(self, names: tuple[str, ...], probes: Sequence[Probe], judge: Judge) -> None:
        self.names, self._probes, self._judge = names, probes, judge
        self._patterns: dict[tuple[Verdict, ...], int] = {}
        self._known: dict[tuple[int, ...], int] = {}

    def rails(self, told: Told) -> list[Rails]:
        """The rails of each probe."""
        if not self.names:
            self._class_of((), told.values)
            return [_constant(verdict, told.rows) for verdict in next(iter(self._patterns))]
        classes = self._classes(told)
        told.classes.append(classes)
        return self._masks(classes)

    def _classes(self, told: Told) -> npt.NDArray[Any]:
        if len(self.names) == 1:
            return told.looked_up(self.names[0], lambda ids: [self._class_of((at,), told.values) for at in ids])
        ids, sizes = [told.ids(name) for name in self.names], [len(told.values[name]) + 1 for name in self.names]
        joint, combinations = combined(ids, sizes)
        found = [self._class_of(combination, told.values) for combination in combinations]
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
            self._known[combination] = found
        return found

    def _masks(self, classes: npt.NDArray[Any]) -> list[Rails]:
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
