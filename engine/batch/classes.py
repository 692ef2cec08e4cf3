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
import pyarrow.compute as pc

from engine.batch.bits import Flags, Sets, digits_of, packed
from engine.batch.columns import EMPTY, Chunk, Codes, Truths
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
BYTES, WORDS = 1 << 8, 1 << 16
"""Values, the empty cell among them, that one or two bytes tell apart; -1 becomes the last of them."""
Kinds = Callable[[npt.NDArray[np.intp]], npt.NDArray[Any]]
"""The class of each of some rows."""


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
        self.full = (1 << chunk.rows) - 1
        self.classes: list[Kinds] = []
        """The classes of rows, group by group."""

    def table(self, name: str) -> Codes:
        """For each value of a column, and last for none, its number. The same object as long as the values stay the same."""
        column = self._columns.get(name)
        return self.values[name].table(column.values if column is not None else ())

    def ids(self, name: str, rows: npt.NDArray[np.intp] | None = None) -> Codes:
        """The number of the value in each row (or in some), -1 where there is none."""
        column = self._columns.get(name)
        if column is None:
            return np.full(self.rows if rows is None else len(rows), EMPTY, np.int32)
        found: Codes = self.table(name)[column.codes if rows is None else column.codes[rows]]
        return found

    def doubtful(self, name: str) -> Flags | None:
        """The rows whose value is left to the reading of the whole profile; None where there is none."""
        found = self.values[name].doubtful(self.table(name))
        return None if found is None else found[self._columns[name].codes]

    def truths(self, name: str) -> list[int] | None:
        """Where a column holds truth: the digits of what it says in each row, false (0), true (1) or nothing (2)."""
        column = self._columns.get(name)
        if not isinstance(column, Truths):
            return None
        true, empty = column.masks()
        return [true, empty] if empty else [true]

    def looked_up(self, name: str, table: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """What a table has for the value in each row; what it has for the empty cell stands last."""
        column = self._columns.get(name)
        if column is None:
            return np.full(self.rows, table[-1], table.dtype)
        codes, small = column.codes, len(table) <= BYTES
        if len(table) > WORDS or table.dtype != np.uint8:
            wide: npt.NDArray[Any] = table[codes]
            return wide
        filled = np.full(BYTES if small else WORDS, table[-1])  # any code that the type can hold finds its place
        filled[: len(table) - 1] = table[:-1]
        return _taken(filled, codes.astype(np.uint8 if small else np.uint16, copy=False))


class Group:
    """Probes that read the same columns, and the classes of values that they tell apart."""

    def __init__(self, names: tuple[str, ...], probes: Sequence[Probe], judge: Judge) -> None:
        self.names, self._probes, self._judge = names, probes, judge
        self._patterns: dict[tuple[Verdict, ...], int] = {}
        self._known: dict[tuple[int, ...], int] = {}
        self._last: tuple[Codes, npt.NDArray[Any]] | None = None
        self._sets: dict[tuple[int, bytes], Sets] = {}

    def rails(self, told: Told) -> list[Rails]:
        """The rails of each probe."""
        if not self.names:
            self._class_of((), told.values)
            return [_constant(verdict, told.full) for verdict in next(iter(self._patterns))]
        if len(self.names) == 1:
            return self._single(self.names[0], told)
        classes = self._joint(told)
        told.classes.append(classes.__getitem__)
        return self._masks(classes, told.full)

    def _single(self, name: str, told: Told) -> list[Rails]:
        """Of one column: each value has its class."""
        table = told.table(name)
        if self._last is None or self._last[0] is not table:
            found = [self._class_of((at,), told.values) for at in table.tolist()]
            self._last = table, np.array(found, np.uint8 if len(self._patterns) <= BYTES else np.int32)
        of_value = self._last[1]
        truths = told.truths(name)
        if truths is not None:
            told.classes.append(lambda rows: told.ids(name, rows))
            return self._from(truths, of_value, told.full)
        classes = told.looked_up(name, of_value)
        told.classes.append(classes.__getitem__)
        return self._masks(classes, told.full)

    def _joint(self, told: Told) -> npt.NDArray[Any]:
        ids, sizes = [told.ids(name) for name in self.names], [len(told.values[name]) + 1 for name in self.names]
        joint, combinations = combined(ids, sizes)
        found = [self._class_of(combination, told.values) for combination in combinations]
        if len(self._patterns) > BYTES or len(found) > WORDS:
            return np.array(found, np.int32)[joint]
        return _taken(np.array(found, np.uint8), joint)

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

    def _masks(self, classes: npt.NDArray[Any], full: int) -> list[Rails]:
        patterns = list(self._patterns)
        if classes.dtype == np.uint8:
            return self._from(digits_of(classes, len(patterns)), np.arange(len(patterns), dtype=np.uint8), full)
        found = []
        for probe in range(len(self._probes)):
            verdicts = [pattern[probe] for pattern in patterns]
            true, false = (np.array([verdict is wanted for verdict in verdicts]) for wanted in (True, False))
            found.append((packed(true[classes]), packed(false[classes])))
        return found

    def _from(self, digits: list[int], classes: npt.NDArray[Any], full: int) -> list[Rails]:
        """From the digits of a number in each row, and the class that each number stands for."""
        key = (len(digits), classes.tobytes())
        sets = self._sets.get(key)
        if sets is None:
            patterns = list(self._patterns)
            by_number = [patterns[at] for at in classes.tolist()]
            wanted = [
                bytes(verdicts[at] is rail for verdicts in by_number) for at in range(len(self._probes)) for rail in (True, False)
            ]
            sets = self._sets[key] = Sets(wanted, len(digits))
        found = sets.rows(digits, full)
        return list(zip(found[::2], found[1::2], strict=True))


def _taken(table: npt.NDArray[np.uint8], codes: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """What a table has for each code, which lies within it: without numpy's look at each, several times faster."""
    found = pc.take(pa.array(table), pa.array(codes), boundscheck=False)
    return np.frombuffer(found.buffers()[1], np.uint8, len(codes))


def _constant(verdict: Verdict, full: int) -> Rails:
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
