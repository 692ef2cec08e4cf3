"""Results of a chunk as a part of the output.

In: a chunk and its decisions. Out: a part, written: lines of CSV or of JSON, or an Arrow stream that becomes Parquet. Newly
guaranteed: every chunk has the same columns of the same types, one row a profile, in the order of the input.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from engine.batch.columns import EMPTY, Chunk
from engine.batch.model import PROBLEM, ROW, Job
from engine.batch.results import Bits, Coded, Decisions
from engine.batch.selection import Field

MEMBERS = "|"
KINDS = {"boolean": pa.bool_(), "date": pa.date32(), "list": pa.list_(pa.string())}


def schema_of(fields: tuple[Field, ...], job: Job, ids: Any) -> Any:
    """The columns of the output. ids: the type of the column carried through."""
    found = [pa.field(ROW, pa.int64())]
    if job.ids is not None:
        found.append(pa.field(job.ids, ids))
    found += [pa.field(field.name, _type(field)) for field in fields]
    return pa.schema([*found, pa.field(PROBLEM, pa.string())])


def _type(field: Field) -> Any:
    return pa.dictionary(_index(field), pa.string()) if field.kind == "enum" else KINDS.get(field.kind, pa.string())


def table_of(chunk: Chunk, decisions: Decisions, schema: Any, job: Job) -> Any:
    """The results as an Arrow table."""
    arrays = [pa.array(np.arange(chunk.first, chunk.first + chunk.rows, dtype=np.int64))]
    if job.ids is not None:
        arrays.append(chunk.ids if chunk.ids is not None else pa.nulls(chunk.rows, schema.field(job.ids).type))
    arrays += [_array(coded) for coded in decisions.columns]
    arrays.append(_problems(chunk, decisions))
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(column: Coded | Bits) -> Any:
    if isinstance(column, Bits):
        return _truth(column)
    empty = column.codes == EMPTY
    codes = pa.array(column.codes, mask=empty) if empty.any() else pa.array(column.codes)
    if column.field.kind == "enum":
        return pa.DictionaryArray.from_arrays(codes.cast(_index(column.field)), pa.array(column.labels, pa.string()), safe=False)
    labels: list[object] = column.labels
    if column.field.kind == "date":
        labels = [datetime.date.fromisoformat(str(label)) for label in labels]
    elif column.field.kind == "list":
        labels = [list(label) for label in labels if isinstance(label, tuple)]
    return pa.array(labels, _type(column.field)).take(codes)


def _truth(column: Bits) -> Any:
    """The bits as Arrow holds them."""
    size, full = (column.rows + 7) // 8, (1 << column.rows) - 1
    known = column.true | column.false
    valid = None if known == full else pa.py_buffer(known.to_bytes(size, "little"))
    return pa.Array.from_buffers(pa.bool_(), column.rows, [valid, pa.py_buffer(column.true.to_bytes(size, "little"))])


def _index(field: Field) -> Any:
    return pa.int8() if len(field.labels) < 126 else pa.int16()


def _problems(chunk: Chunk, decisions: Decisions) -> Any:
    """The codes of what is wrong with a row; empty where nothing is."""
    if not decisions.wrong:
        return pa.nulls(chunk.rows, pa.string())
    codes = np.full(chunk.rows, EMPTY, np.int32)
    labels: dict[str, int] = {}
    for row, problems in decisions.wrong.items():
        codes[row] = labels.setdefault(" ".join(dict.fromkeys(problem.code for problem in problems)), len(labels))
    return pa.array(list(labels), pa.string()).take(pa.array(codes, mask=codes == EMPTY))


def write_part(table: Any, job: Job, out: IO[bytes]) -> None:
    """Write a part of the output."""
    if job.write_as == "csv":
        pa_csv.write_csv(_flat(table), out, pa_csv.WriteOptions(include_header=False, quoting_style="needed"))
    elif job.write_as == "jsonl":
        out.writelines(f"{json.dumps(row, ensure_ascii=False, default=str)}\n".encode() for row in _rows(table))
    else:
        with pa.ipc.new_stream(out, table.schema) as stream:
            stream.write_table(table)


def head_bytes(schema: Any, job: Job) -> bytes:
    """What stands before the parts: the header of CSV."""
    if job.write_as != "csv":
        return b""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(schema.names)
    return out.getvalue().encode()


def _flat(table: Any) -> Any:
    """Lists as one text, coded texts as texts: what CSV can hold."""
    arrays = []
    for column in table.columns:
        if pa.types.is_list(column.type):
            column = pc.binary_join(column, MEMBERS)
        elif pa.types.is_dictionary(column.type):
            column = column.cast(pa.string())
        arrays.append(column)
    return pa.table(arrays, names=table.column_names)


def _rows(table: Any) -> list[dict[str, object]]:
    """The rows as JSON objects; attributes, which are JSON themselves, as they are."""
    rows: list[dict[str, object]] = table.to_pylist()
    for row in rows:
        if isinstance(attributes := row.get("attributes"), str):
            row["attributes"] = json.loads(attributes)
        if row[PROBLEM] is None:
            del row[PROBLEM]
    return rows
