"""A synthetic population as Parquet.

In: rows, the facts that they may tell, an open file. Out: the file, written group by group. Newly guaranteed: the mark is the
first column and stands in the metadata of the file too; dates are days, sets are lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine.analysis.population.rows import Row
from engine.facts.synthetic import KEY
from engine.linked.model import Fact, Rulebook

GROUP = 65_536
"""Rows written at once."""
KINDS = {"boolean": pa.bool_(), "integer": pa.int64(), "date": pa.date32()}


def write(file: IO[bytes], rows: Iterable[Row], columns: Iterable[str], book: Rulebook, metadata: Mapping[str, str]) -> None:
    """Write the rows."""
    facts = {name: book.facts[name] for name in columns}
    fields = [pa.field(name, _type(fact)) for name, fact in facts.items()]
    told = {f"policy-eval.{key}": value for key, value in {"synthetic": "true", **metadata}.items()}
    schema = pa.schema([pa.field(KEY, pa.string(), nullable=False), *fields], metadata=told)
    waiting = iter(rows)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(islice(waiting, GROUP)):
            arrays = [pa.array([row.id for row in group], pa.string())]
            arrays += [_array([row.told.get(name) for row in group], fact) for name, fact in facts.items()]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _type(fact: Fact) -> Any:
    return pa.list_(pa.string()) if fact.type.many else KINDS.get(fact.type.kind, pa.string())


def _array(values: list[Any], fact: Fact) -> Any:
    if fact.type.kind == "date" and not fact.type.many:
        return pa.array(values, pa.string()).cast(pa.date32())
    return pa.array(values, _type(fact))
