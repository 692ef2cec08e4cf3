"""Decisions of a whole chunk: one pass over the clauses, one bit a profile.

In: a chunk of profiles as columns. Out: `Decisions`. Newly guaranteed: every row has what deciding its profile alone gives;
rows that columns cannot settle (open outcomes that cases may settle, contradictions, odd values) were decided alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, reduce
from operator import or_

import numpy as np
import numpy.typing as npt

from engine.api.policyset import PolicySet
from engine.batch.alike import Alike
from engine.batch.bits import Flags, numbered, packed, unpacked
from engine.batch.classes import Group, Judge, Rails, Told, grouped
from engine.batch.columns import Chunk, Codes
from engine.batch.exact import Exact
from engine.batch.model import Deciding
from engine.batch.passes import Pass
from engine.batch.probes import PLACE_FACTS, Possible
from engine.batch.refute import Refuter
from engine.batch.results import Bits, Coded, Decisions, nothing
from engine.batch.selection import REQUIREMENTS, Field, fields_of
from engine.batch.slices import values_of
from engine.batch.values import Values
from engine.decision.model import UNDETERMINED
from engine.decision.settled import OUTCOME
from engine.facts.lanes import DAY
from engine.facts.nesting import nested
from engine.ground.problems import Problem
from engine.ground.records import dataclass

MOST_VALUES = 400_000
"""Distinct values of one column that are remembered from chunk to chunk."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that columns do not settle. alone: each by itself; open: alike, as far as cases can tell."""

    alone: Flags
    open: Flags


class Decider:
    """A policy set ready for the columns of one input."""

    def __init__(self, policies: PolicySet, deciding: Deciding, fields: tuple[Field, ...]) -> None:
        self.policies, self.fields, self._deciding = policies, fields, deciding
        self._exact = Exact(policies, deciding, fields)
        self._nothing: tuple[object, ...] = (None,) * len(fields)
        self._alone = any(field.slow for field in fields)
        self._values: dict[str, Values] = {}
        self._groups: list[tuple[Group, list[int]]] = []
        self._rest: tuple[list[int], list[tuple[Group, list[int]]]] | None = None
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
        every = any(field.name == REQUIREMENTS for field in self.fields)
        papers = book.requirements if every else [field.paper for field in self.fields if field.paper is not None]
        self._needs = {name: need for name in papers if (need := whole.need(name)) is not None}
        wanted += self._needs.values()
        self._pass = Pass(book, whole, self.policies.reads, wanted)
        self._possible = Possible(book, whole)
        self._probes = [*self._pass.probes.values(), *self._possible.tests, *self._possible.wrong]

    @cached_property
    def _whole(self) -> Pass:
        """The whole program, for rows that cases may settle: a contradiction anywhere forbids that."""
        return Pass(self.policies.book, self.policies.compiled, self.policies.reads)

    @cached_property
    def _refuter(self) -> Refuter:
        """What tries completions of open rows, as rows of their own."""
        book, outcome = self.policies.book, fields_of(tuple(self._settles), self.policies.book)
        trial = Decider(self.policies, self._deciding, outcome)
        names = frozenset[str]().union(*(probe.reads for probe in trial._pass.probes.values()))
        day = self._deciding.as_of or self._deciding.today
        return Refuter(book, names - {DAY} - PLACE_FACTS, day, presume=self._deciding.presume, tries=trial.by_columns)

    def by_columns(self, chunk: Chunk) -> tuple[list[Coded | Bits], Flags]:
        """What columns alone settle, and the rows that are for another judge."""
        self._expect(frozenset(chunk.columns))
        columns, rows = self._together(chunk, Told(chunk, self._values))
        return columns, rows.alone

    def decide(self, chunk: Chunk) -> Decisions:
        """Decide a chunk."""
        self._expect(frozenset(chunk.columns))
        told = Told(chunk, self._values)
        if self._alone:
            columns = [nothing(field, chunk.rows) for field in self.fields]
            rows = Rows(np.ones(chunk.rows, np.bool_), np.zeros(chunk.rows, np.bool_))
        else:
            columns, rows = self._together(chunk, told)
        return self._settle_alone(chunk, told, columns, rows)

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
            self._alike, self._judge, self._reading = Alike(self._probes, read), judge, read
            self._rest = None

    @property
    def decided_alone(self) -> int:
        """Profiles that were decided one by one so far, and are remembered."""
        return len(self._exact)

    # whole columns -----------------------------------------------------------------------------------------------------

    def _together(self, chunk: Chunk, told: Told) -> tuple[list[Coded | Bits], Rows]:
        """The results that columns settle, and the rows that they do not."""
        rows, full = chunk.rows, (1 << chunk.rows) - 1
        verdicts = _answered(self._groups, told, len(self._probes))
        atoms = dict(zip(self._pass.probes, verdicts, strict=False))
        rails = self._pass.run(atoms, rows)
        early = self._before(told)
        alone = self._pass.contradicting(rails) | self._impossible(verdicts[len(atoms) :], full)
        waiting = (self._open(rails, full) if self._settles else 0) & ~early & ~alone
        if waiting:
            alone |= waiting & self._whole.contradicting(self._whole.run(self._every(atoms, told), rows))
        flags = unpacked(alone, rows).copy()
        for name in chunk.columns:
            if (doubtful := told.doubtful(name)) is not None:
                flags |= doubtful
        flags[[*chunk.odd, *chunk.broken]] = True
        found = [self._read(field, rails, full & ~early, rows) for field in self.fields]
        return found, Rows(flags, unpacked(waiting, rows) & ~flags)

    def _every(self, atoms: Mapping[int, Rails], told: Told) -> dict[int, Rails]:
        """The verdicts of the atoms of the whole program."""
        if self._rest is None:
            rest = [atom for atom in self._whole.probes if atom not in atoms]
            self._rest = rest, grouped([self._whole.probes[atom] for atom in rest], self._reading, self._judge)
        rest, groups = self._rest
        kept = list(told.classes)
        found = {**atoms, **dict(zip(rest, _answered(groups, told, len(rest)), strict=True))}
        told.classes = kept
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

    def _before(self, told: Told) -> int:
        """Rows whose day lies before what the policies decide: nothing is concluded there."""
        start = self.policies.book.decides.start
        if start is None:
            return 0
        constant = (self._deciding.as_of or self._deciding.today).isoformat()
        if self._deciding.as_of is not None or DAY not in self._values:
            return (1 << told.rows) - 1 if constant < start else 0
        days = [answer if isinstance(answer, str) else constant for answer in self._values[DAY].told]
        return packed(np.array([day < start for day in (*days, constant)])[told.ids(DAY)])

    def _open(self, rails: tuple[int, ...], full: int) -> int:
        """Rows in which some part of the outcome has no value."""
        found = 0
        for name in self._settles:
            known = 0
            for _, literal in values_of(self._pass.compiled, self.policies.book.facts[name]):
                known |= rails[literal]
            found |= full & ~known
        return found

    def _read(self, field: Field, rails: tuple[int, ...], where: int, rows: int) -> Coded | Bits:
        if field.paper is not None:
            need = self._needs.get(field.paper)
            return (
                nothing(field, rows) if need is None else Bits(field, rows, rails[2 * need] & where, rails[2 * need + 1] & where)
            )
        if field.fact is None:
            return self._papers(field, rails, where, rows)
        fact = self.policies.book.facts[field.fact]
        pairs = values_of(self._pass.compiled, fact, field.reading)
        masks = {value: rails[literal] & where for value, literal in pairs}
        if field.kind == "boolean":
            return Bits(field, rows, masks.get(True, 0), masks.get(False, 0))
        labels: list[object] = list(field.labels)
        if field.name == "entitlement":
            masks[UNDETERMINED] = ((1 << rows) - 1) & ~reduce(or_, masks.values(), 0)
            labels.append(UNDETERMINED)
        return Coded(field, labels, numbered([masks.get(label, 0) for label in labels], rows))

    def _papers(self, field: Field, rails: tuple[int, ...], where: int, rows: int) -> Coded | Bits:
        """The lists of papers required: each distinct list once."""
        if field.name != REQUIREMENTS:
            return nothing(field, rows)
        if not self._needs:
            return Coded(field, [()], np.zeros(rows, np.int32))
        bits = np.zeros((rows, len(self._needs)), np.bool_)
        for at, need in enumerate(self._needs.values()):
            bits[:, at] = unpacked(rails[2 * need] & where, rows)
        distinct, inverse = _distinct(np.packbits(bits, axis=1, bitorder="little"))
        labels: list[object] = []
        for pattern in distinct:
            found = np.unpackbits(pattern, count=len(self._needs), bitorder="little")
            labels.append(tuple(name for name, bit in zip(self._needs, found.tolist(), strict=True) if bit))
        return Coded(field, labels, inverse)

    # rows alone --------------------------------------------------------------------------------------------------------

    def _settle_alone(self, chunk: Chunk, told: Told, columns: list[Coded | Bits], which: Rows) -> Decisions:
        """Decide the rows that stand alone, and one of each kind of open rows; put the answers where they belong."""
        wrong: dict[int, tuple[Problem, ...]] = dict(chunk.broken)
        rows, answers = list(chunk.broken), [self._nothing] * len(chunk.broken)
        if which.open.any():
            self._settle_open(chunk, told, which, rows, answers)
        which.alone[list(chunk.broken)] = False
        for row, key, profile in self._profiles(chunk, told, np.flatnonzero(which.alone)):
            found, problems = self._exact.answer(key, profile)
            if found is None:
                wrong[row] = problems
            rows.append(row)
            answers.append(self._nothing if found is None else found)
        if rows:
            columns = [column.patched(rows, values) for column, values in zip(columns, zip(*answers, strict=True), strict=True)]
        return Decisions(tuple(columns), wrong)

    def _settle_open(self, chunk: Chunk, told: Told, which: Rows, rows: list[int], answers: list[tuple[object, ...]]) -> None:
        """One decision for open rows of one kind."""
        places = np.flatnonzero(which.open)
        first, kinds, keys = self._alike.keys(told, places)
        order = np.argsort(kinds, kind="stable")
        members = np.split(places[order], np.cumsum(np.bincount(kinds, minlength=len(first)))[:-1])
        at = {row: kind for kind, row in enumerate(first)}
        searched = np.array(sorted(first), np.intp)
        wanted = [name for name in self._settles if name in self._shown]
        searched = searched[~self._refuter.refuted(told, searched, wanted)]
        for row, _, profile in self._profiles(chunk, told, searched):
            kind = at[row]
            found, _ = self._exact.answer(b"open" + keys[kind], profile)
            if found is None:
                which.alone[members[kind]] = True
                continue
            rows += members[kind].tolist()
            answers += [found] * len(members[kind])

    def _profiles(
        self, chunk: Chunk, told: Told, rows: npt.NDArray[np.intp]
    ) -> Iterator[tuple[int, bytes, Mapping[str, object] | bytes]]:
        """The rows to decide alone, each with a key and its profile."""
        if not len(rows):
            return
        names = sorted(self._values)
        table = np.stack([told.ids(name, rows) for name in names], axis=1) if names else np.zeros((len(rows), 0), np.int32)
        for at, row in enumerate(rows.tolist()):
            if row in chunk.odd:
                yield row, b"odd" + chunk.odd[row], chunk.odd[row]
            else:
                pairs = zip(names, table[at].tolist(), strict=True)
                answers = {name: self._values[name].raw[code] for name, code in pairs if code >= 0}
                yield row, table[at].tobytes(), nested(answers)


def _answered(groups: list[tuple[Group, list[int]]], told: Told, count: int) -> list[Rails]:
    """The rails of probes, in their order."""
    verdicts: list[Rails] = [(0, 0)] * count
    for group, members in groups:
        for at, found in zip(members, group.rails(told), strict=True):
            verdicts[at] = found
    return verdicts


def _distinct(patterns: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.uint8], Codes]:
    """The distinct rows of a table of bytes, and which each row is."""
    flat = np.ascontiguousarray(patterns).view(np.dtype((np.void, patterns.shape[1]))).reshape(-1)
    _, first, inverse = np.unique(flat, return_index=True, return_inverse=True)
    return patterns[first], inverse.reshape(-1).astype(np.int32)
