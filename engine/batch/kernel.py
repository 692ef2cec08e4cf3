"""Decisions of a whole chunk: one pass over the clauses, one bit a profile.

In: a chunk of profiles as columns. Out: `Decisions`. Newly guaranteed: every row has what deciding its profile alone gives;
rows that columns cannot settle (open outcomes that cases may settle, contradictions, odd values) were decided alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from engine.api.policyset import PolicySet
from engine.batch.classes import Group, Judge, grouped, packed, unpacked
from engine.batch.columns import EMPTY, Chunk, Codes
from engine.batch.exact import Exact
from engine.batch.model import Deciding
from engine.batch.probes import Possible, atom_probes
from engine.batch.selection import REQUIREMENTS, Field
from engine.batch.slices import families, sliced, values_of
from engine.batch.values import Values
from engine.decision.model import UNDETERMINED
from engine.decision.settled import OUTCOME
from engine.facts.lanes import DAY
from engine.ground.problems import Problem
from engine.ground.records import dataclass
from engine.run.lanes import Lanes

MOST_VALUES = 400_000
"""Distinct values of one column that are remembered from chunk to chunk."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of results: what codes stand for, and one a row (-1: nothing)."""

    field: Field
    labels: list[object]
    codes: Codes


@dataclass(frozen=True, slots=True)
class Decisions:
    """The results of a chunk. wrong: the problems of rows that are no profile; nothing is concluded there."""

    columns: tuple[Coded, ...]
    wrong: Mapping[int, tuple[Problem, ...]]


class Decider:
    """A policy set ready for the columns of one input."""

    def __init__(self, policies: PolicySet, deciding: Deciding, fields: tuple[Field, ...]) -> None:
        self.policies, self.fields, self._deciding = policies, fields, deciding
        self._exact = Exact(policies, deciding, fields)
        self._alone = any(field.slow for field in fields)
        self._values: dict[str, Values] = {}
        self._groups: list[tuple[Group, list[int]]] = []
        self._columns: frozenset[str] | None = None
        self._prepare()

    def _prepare(self) -> None:
        """The slice of the program that the fields need, and its questions."""
        book, whole = self.policies.book, self.policies.compiled
        outcome = [name for name in OUTCOME if name in book.facts]
        self._shown = {field.fact: field.reading for field in self.fields if field.fact is not None}
        self._settles = [name for name in outcome if name in self._shown] and outcome
        goals = [(book.facts[field.fact], field.reading) for field in self.fields if field.fact is not None]
        goals += [(book.facts[name], "law") for name in self._settles]
        wanted = [literal // 2 for fact, reading in goals for _, literal in values_of(whole, fact, reading)]
        self._needs = []
        if any(field.name == REQUIREMENTS for field in self.fields):
            found = ((name, whole.need(name)) for name in book.requirements)
            self._needs = [(name, need) for name, need in found if need is not None]
            wanted += [need for _, need in self._needs]
        self._compiled, self._kept = sliced(whole, book, wanted)
        self._families = [family for family in families(whole, book) if family and family[0] // 2 in self._kept]
        self._lanes = Lanes(self._compiled.program)
        atoms = [atom for atom in whole.program.atoms if atom in self._kept]
        self._atoms = atoms
        self._possible = Possible(book, whole)
        found_atoms = atom_probes(whole, self.policies.reads, atoms)
        self._probes = [*(found_atoms[atom] for atom in atoms), *self._possible.tests, *self._possible.wrong]

    def decide(self, chunk: Chunk) -> Decisions:
        """Decide a chunk."""
        self._expect(frozenset(chunk.columns))
        ids = {name: self._values[name].ids(column) for name, column in chunk.columns.items()}
        for name in self._values.keys() - ids.keys():
            ids[name] = np.full(chunk.rows, EMPTY, np.int32)
        if self._alone:
            alone = np.ones(chunk.rows, np.bool_)
            columns = [Coded(field, [], np.full(chunk.rows, EMPTY, np.int32)) for field in self.fields]
        else:
            columns, alone = self._together(chunk, ids)
        wrong = self._settle_alone(chunk, ids, columns, alone)
        return Decisions(tuple(columns), wrong)

    def _expect(self, columns: frozenset[str]) -> None:
        """Make ready for these columns; forget values where they are too many."""
        full = any(len(values) > MOST_VALUES for values in self._values.values())
        columns |= self._columns or frozenset()
        if columns != self._columns or full:
            self._columns = columns
            self._exact.forget()
            facts = self.policies.book.facts
            self._values = {name: Values(facts[name]) for name in sorted(columns)}
            judge = Judge(
                self.policies.book, lambda: self.policies.places, self._deciding.as_of or self._deciding.today,
                self._deciding.office, self._deciding.presume,
            )  # fmt: skip
            read = columns - {DAY} if self._deciding.as_of is not None else columns
            self._groups = grouped(self._probes, read, judge)

    # whole columns -----------------------------------------------------------------------------------------------------

    def _together(self, chunk: Chunk, ids: dict[str, Codes]) -> tuple[list[Coded], npt.NDArray[np.bool_]]:
        """The results that columns settle, and the rows that are to be decided alone."""
        rows, full = chunk.rows, (1 << chunk.rows) - 1
        verdicts: list[tuple[int, int]] = [(0, 0)] * len(self._probes)
        for group, members in self._groups:
            for at, found in zip(members, group.rails(ids, self._values, rows), strict=True):
                verdicts[at] = found
        initial = {}
        for atom, (true, false) in zip(self._atoms, verdicts, strict=False):
            initial[2 * atom], initial[2 * atom + 1] = true, false
        rails = self._lanes.run(initial, rows).rails
        alone = self._contradicting(rails) | self._impossible(verdicts[len(self._atoms) :], full)
        early = self._before(ids, rows)
        if self._settles:
            alone |= self._open(rails, full) & ~early
        flags = unpacked(alone, rows)
        for name, values in self._values.items():
            if values.any_doubtful:
                flags |= values.doubtful(ids[name])
        for row in chunk.odd:
            flags[row] = True
        return [self._read(field, rails, full & ~early, rows) for field in self.fields], flags

    def _contradicting(self, rails: tuple[int, ...]) -> int:
        """Rows in which some proposition is both, or a fact has two values."""
        found = 0
        for proposition in self._kept:
            found |= rails[2 * proposition] & rails[2 * proposition + 1]
        for family in self._families:
            seen = 0
            for literal in family:
                found |= seen & rails[literal]
                seen |= rails[literal]
        return found

    def _impossible(self, verdicts: list[tuple[int, int]], full: int) -> int:
        """Rows whose answers cannot be together."""
        tests, wrong = verdicts[: len(self._possible.tests)], verdicts[len(self._possible.tests) :]
        found = 0
        for condition in self._possible.conditions:
            found |= self._possible.rails(condition, tests, full)[0]
        for true, _ in wrong:
            found |= true
        return found

    def _before(self, ids: Mapping[str, Codes], rows: int) -> int:
        """Rows whose day lies before what the policies decide: nothing is concluded there."""
        start = self.policies.book.decides.start
        if start is None:
            return 0
        constant = self._deciding.as_of or self._deciding.today
        if self._deciding.as_of is not None or DAY not in ids:
            return (1 << rows) - 1 if constant.isoformat() < start else 0
        days = [told if isinstance(told, str) else constant.isoformat() for told in self._values[DAY].told]
        return packed(np.array([day < start for day in (*days, constant.isoformat())])[ids[DAY]])

    def _open(self, rails: tuple[int, ...], full: int) -> int:
        """Rows in which some part of the outcome has no value."""
        found = 0
        for name in self._settles:
            known = 0
            for _, literal in values_of(self._compiled, self.policies.book.facts[name]):
                known |= rails[literal]
            found |= full & ~known
        return found

    def _read(self, field: Field, rails: tuple[int, ...], where: int, rows: int) -> Coded:
        if field.fact is None:
            return self._papers(field, rails, where, rows)
        fact = self.policies.book.facts[field.fact]
        labels: list[object] = [True, False] if field.kind == "boolean" else list(field.labels)
        codes = np.full(rows, EMPTY, np.int32)
        for value, literal in values_of(self._compiled, fact, field.reading):
            if rails[literal] & where:
                codes[unpacked(rails[literal] & where, rows)] = labels.index(value)
        if field.name == "entitlement":
            labels = [*labels, UNDETERMINED]
            codes[codes == EMPTY] = len(labels) - 1
        return Coded(field, labels, codes)

    def _papers(self, field: Field, rails: tuple[int, ...], where: int, rows: int) -> Coded:
        """The lists of papers required: each distinct list once."""
        if field.name != REQUIREMENTS:
            return Coded(field, [], np.full(rows, EMPTY, np.int32))
        if not self._needs:
            return Coded(field, [()], np.zeros(rows, np.int32))
        bits = np.zeros((rows, len(self._needs)), np.bool_)
        for at, (_, need) in enumerate(self._needs):
            bits[:, at] = unpacked(rails[2 * need] & where, rows)
        distinct, inverse = _distinct(np.packbits(bits, axis=1, bitorder="little"))
        labels: list[object] = []
        for pattern in distinct:
            told = np.unpackbits(pattern, count=len(self._needs), bitorder="little")
            labels.append(tuple(name for (name, _), bit in zip(self._needs, told.tolist(), strict=True) if bit))
        return Coded(field, labels, inverse)

    # rows alone --------------------------------------------------------------------------------------------------------

    def _settle_alone(
        self, chunk: Chunk, ids: Mapping[str, Codes], columns: list[Coded], alone: npt.NDArray[np.bool_]
    ) -> dict[int, tuple[Problem, ...]]:
        wrong: dict[int, tuple[Problem, ...]] = {}
        index: list[dict[object, int]] = [{label: code for code, label in enumerate(coded.labels)} for coded in columns]
        for row in chunk.broken:
            alone[row] = False
            wrong[row] = chunk.broken[row]
            for coded in columns:
                coded.codes[row] = EMPTY
        for row, key, profile in self._profiles(chunk, ids, np.flatnonzero(alone)):
            found, problems = self._exact.answer(key, profile)
            if found is None:
                wrong[row] = problems
            for at, coded in enumerate(columns):
                value = None if found is None else found[at]
                coded.codes[row] = EMPTY if value is None else _code(coded, index[at], value)
        return wrong

    def _profiles(
        self, chunk: Chunk, ids: Mapping[str, Codes], rows: npt.NDArray[np.intp]
    ) -> Iterator[tuple[int, bytes, Mapping[str, object] | bytes]]:
        """The rows to decide alone, each with a key and its profile."""
        names = sorted(self._values)
        table = np.stack([ids[name][rows] for name in names], axis=1) if names else np.zeros((len(rows), 0), np.int32)
        for at, row in enumerate(rows.tolist()):
            if row in chunk.odd:
                yield row, b"odd" + chunk.odd[row], chunk.odd[row]
            else:
                told = {
                    name: self._values[name].raw[code] for name, code in zip(names, table[at].tolist(), strict=True) if code >= 0
                }
                yield row, table[at].tobytes(), nested(told)


def nested(told: Mapping[str, object]) -> dict[str, object]:
    """A profile from facts named with dots."""
    found: dict[str, object] = {}
    for name, value in told.items():
        *groups, last = name.split(".")
        inside = found
        for group in groups:
            inside = inside.setdefault(group, {})  # type: ignore[assignment]
        inside[last] = value
    return found


def _distinct(patterns: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.uint8], Codes]:
    """The distinct rows of a table of bytes, and which each row is."""
    flat = np.ascontiguousarray(patterns).view(np.dtype((np.void, patterns.shape[1]))).reshape(-1)
    _, first, inverse = np.unique(flat, return_index=True, return_inverse=True)
    return patterns[first], inverse.reshape(-1).astype(np.int32)


def _code(coded: Coded, index: dict[object, int], value: object) -> int:
    found = index.get(value)
    if found is None:
        found = index[value] = len(coded.labels)
        coded.labels.append(value)
    return found
