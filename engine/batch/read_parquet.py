"""Parquet: columns named by fact, or records within records.

In: row groups. Out: chunks. Newly guaranteed: no more than a chunk of rows is decoded at once; an empty cell tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine.batch.columns import Chunk, Column, Met, whole
from engine.batch.layout import facts_among, inputs_of
from engine.batch.model import Job, Unit
from engine.batch.needs import refused
from engine.ground.problems import Rejected
from engine.linked.model import Rulebook


class ParquetTable:
    """A Parquet file whose schema has been read."""

    def __init__(self, path: str, book: Rulebook, job: Job) -> None:
        self._job = job
        self._path = path
        schema, self._groups = self._described()
        inputs = inputs_of(book)
        names = [name for field in schema for name in _leaves(field, "", inputs, job.ids)]
        self._facts = facts_among(names, book, job)
        self.id_type = schema.field(job.ids).type if job.ids is not None else pa.string()
        roots = {field.name for field in schema}
        wanted = (*self._facts, *((job.ids,) if job.ids is not None else ()))
        self._roots = sorted({name if name in roots else name.split(".")[0] for name in wanted})
        text = {field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)}
        self._coded = sorted(text & set(self._facts))
        self._file: Any = None
        self._met = Met()
        self._at: tuple[int, int] = (-1, 0)
        self._batches: Iterator[Any] = iter(())

    def _described(self) -> tuple[Any, list[int]]:
        try:
            with pq.ParquetFile(self._path) as file:
                meta = file.metadata
                return file.schema_arrow, [meta.row_group(at).num_rows for at in range(meta.num_row_groups)]
        except (pa.ArrowInvalid, OSError) as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: BaseException) -> Rejected:
        detail = (str(error).splitlines() or [type(error).__name__])[0]
        return refused("PE868", name=self._job.source, detail=detail)

    @property
    def columns(self) -> frozenset[str]:
        """The facts that the file tells."""
        return frozenset(self._facts)

    def units(self, rows: int) -> Iterator[Unit]:
        """Stretches of row groups."""
        first, number = 1, 0
        for group, size in enumerate(self._groups):
            for start in range(0, size, rows):
                end = min(start + rows, size)
                yield Unit(number, first, end - start, start, end, group)
                first, number = first + end - start, number + 1

    def chunk(self, unit: Unit) -> Chunk:
        """The profiles of a stretch; stretches that follow one another are read on."""
        try:
            batch = self._batch(unit)
        except (pa.ArrowException, OSError) as error:
            raise self._unreadable(error) from error
        columns: dict[str, Column] = {}
        ids = None
        for root in batch.schema.names:
            array = batch.column(root)
            if root == self._job.ids:
                ids = array
            else:
                columns |= {name: self._met.column(name, found) for name, found in _flat(root, array, self._facts)}
        return Chunk(unit.first, unit.rows, columns, ids)

    def _batch(self, unit: Unit) -> Any:
        if self._at != (unit.group, unit.start):
            self._open(unit)
        parts, rows = [], 0
        while rows < unit.rows:
            part = next(self._batches)
            parts.append(part)
            rows += part.num_rows
        if rows != unit.rows:
            raise AssertionError("stretches are read in the steps in which they were cut")
        self._at = (unit.group, unit.end)
        return pa.Table.from_batches(parts)

    def _open(self, unit: Unit) -> None:
        if self._file is None:
            self._file = pq.ParquetFile(self._path, read_dictionary=self._coded, memory_map=True)
        step = self._job.rows
        self._batches = self._file.iter_batches(batch_size=step, row_groups=[unit.group], columns=self._roots)
        for _ in range(unit.start // step):
            next(self._batches)


def _leaves(field: Any, prefix: str, inputs: frozenset[str], ids: str | None) -> Iterator[str]:
    """The facts that a column tells: itself, or the columns within."""
    name = prefix + field.name
    if pa.types.is_struct(field.type) and name not in inputs and name != ids:
        for at in range(field.type.num_fields):
            yield from _leaves(field.type.field(at), f"{name}.", inputs, ids)
    else:
        yield name


def _flat(name: str, array: Any, facts: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    if name in facts:
        yield name, array
    elif pa.types.is_struct(array.type):
        inside = whole(array).flatten()
        for at in range(array.type.num_fields):
            yield from _flat(f"{name}.{array.type.field(at).name}", inside[at], facts)
