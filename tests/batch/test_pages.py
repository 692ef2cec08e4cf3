"""Parquet written page by page: every reader finds what was written."""

from __future__ import annotations

import datetime
import io
import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.batch.pages import Pages, can_write


def column(kind: str, rows: int, nulls: float, rng: random.Random) -> pa.Array:
    """Values at random."""
    empty = [rng.random() < nulls for _ in range(rows)]

    def told(make: object) -> list[object]:
        return [None if gone else make() for gone in empty]  # type: ignore[operator]

    if kind == "truth":
        return pa.array(told(lambda: rng.random() < 0.5), pa.bool_())
    if kind == "date":
        return pa.array(told(lambda: datetime.date(2026, 1, 1) + datetime.timedelta(rng.randrange(-9_999, 9_999))), pa.date32())
    if kind == "number":
        return pa.array(told(lambda: rng.randrange(-(2**40), 2**40)), pa.int64())
    if kind == "text":
        return pa.array(told(lambda: rng.choice(["PE101", "", "é PE102", "x" * 300])), pa.string())
    many = int(kind)
    labels = [f"label {at} é" for at in range(many)]
    codes = pa.array(told(lambda: rng.randrange(many)), pa.int8() if many < 126 else pa.int16())
    return pa.DictionaryArray.from_arrays(codes, pa.array(labels, pa.string()))


KINDS = ("truth", "date", "number", "text", "1", "5", "16", "17", "125", "300")


@pytest.mark.parametrize("rows", [[1], [7, 8, 9], [1_000, 1, 129], [0, 130, 0], [0]])
@pytest.mark.parametrize("nulls", [0, 0.2, 1])
def test_tables_are_read_as_they_were_written(rows: list[int], nulls: float) -> None:
    rng, first, tables = random.Random(f"{rows} {nulls}"), 1, []
    for size in rows:
        arrays = [pa.array(range(first, first + size), pa.int64())]
        tables.append(pa.table([*arrays, *(column(kind, size, nulls, rng) for kind in KINDS)], names=["row", *KINDS]))
        first += size
    schema = tables[0].schema
    assert can_write(schema)
    out = io.BytesIO()
    with Pages(out, schema) as pages:
        for table in tables:
            pages.write_table(table)
    file = pq.ParquetFile(io.BytesIO(out.getvalue()))
    found, expected = file.read(), pa.concat_tables(tables)
    found.validate(full=True)
    assert found.schema.equals(schema)
    assert found.to_pylist() == expected.to_pylist()
    assert file.metadata.num_row_groups == sum(1 for size in rows if size)
    if file.metadata.num_row_groups and rows[0] > 1:
        statistics = file.metadata.row_group(0).column(0).statistics
        assert (statistics.min, statistics.max) == (1, rows[0])


def test_slices_of_tables_and_columns_in_parts() -> None:
    rng, out = random.Random(1), io.BytesIO()
    parts = pa.concat_tables([pa.table([column(kind, 50, 0.1, rng) for kind in KINDS], names=list(KINDS)) for _ in range(3)])
    table = parts.unify_dictionaries().slice(3, 120)
    with Pages(out, table.schema) as pages:
        pages.write_table(table)
    assert pq.read_table(io.BytesIO(out.getvalue())).to_pylist() == table.to_pylist()


def test_other_readers() -> None:
    """polars and DuckDB, where they are installed."""
    rng, out = random.Random(2), io.BytesIO()
    names = [f"c{kind}" for kind in KINDS]
    table = pa.table([pa.array(range(5, 1_005)), *(column(kind, 1_000, 0.3, rng) for kind in KINDS)], names=["row", *names])
    with Pages(out, table.schema) as pages:
        pages.write_table(table)
    polars = pytest.importorskip("polars")
    assert polars.read_parquet(io.BytesIO(out.getvalue())).rows() == [tuple(row.values()) for row in table.to_pylist()]


def test_what_it_cannot_write_is_left_to_arrow() -> None:
    assert not can_write(pa.schema([("row", pa.int64()), ("requirements", pa.list_(pa.string()))]))
    assert not can_write(pa.schema([("row", pa.int64()), ("id", pa.int32())]))
