"""Results as Parquet, page by page: what the kernel has as bits and small numbers is what Parquet stores.

In: tables of results. Out: a Parquet file. Newly guaranteed: readers find the columns, types and values of the tables; one row
group a table. (Arrow's writer takes bits and codes apart value by value, which costs more than deciding.)
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from types import TracebackType
from typing import IO, Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.batch.columns import whole
from engine.batch.thrift import Thrift, Wide, record, varint, zigzag
from engine.ground.records import dataclass

MAGIC: Final = b"PAR1"
BOOLEAN, INT32, INT64, BYTES = 0, 1, 2, 6
PLAIN, RLE, DELTA, CODED = 0, 3, 5, 8
OPTIONAL, UTF8, DATE = 1, 0, 6
DATA_PAGE, DICTIONARY_PAGE = 0, 2
CODEC, CODEC_NUMBER = "snappy", 1
BLOCK, BLOCK_OF_ONES = 128, zigzag(1) + bytes(4)
"""Values of a block of differences, and a block in which each is 1."""


def can_write(schema: Any) -> bool:
    """Whether the columns are such as decisions have."""
    return all(_physical(field.type) is not None for field in schema)


def _physical(kind: Any) -> int | None:
    if pa.types.is_dictionary(kind):
        return BYTES if pa.types.is_string(kind.value_type) and pa.types.is_signed_integer(kind.index_type) else None
    known = {pa.bool_(): BOOLEAN, pa.date32(): INT32, pa.int64(): INT64, pa.string(): BYTES}
    return known.get(kind)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A column of a row group. labels: its dictionary; levels: which rows are told; data: the values of those."""

    rows: int
    encoding: int
    levels: bytes
    data: bytes
    labels: tuple[bytes, ...] = ()
    statistics: Mapping[int, Thrift] | None = None


class Pages:
    """A Parquet file that is being written."""

    def __init__(self, out: IO[bytes], schema: Any) -> None:
        self._out, self._schema = out, schema
        self._at, self._rows = 0, 0
        self._groups: list[Thrift] = []
        self._put(MAGIC)

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self._finish()

    def _put(self, data: bytes) -> None:
        self._out.write(data)
        self._at += len(data)

    def write_table(self, table: Any) -> None:
        """Write a row group; a table without rows has none."""
        if not table.num_rows:
            return
        start, chunks, sizes = self._at, [], 0
        for field, column in zip(self._schema, table.columns, strict=True):
            found, size = self._column(field, encoded(_plain(whole(column))))
            chunks.append(found)
            sizes += size
        group: dict[int, Thrift] = {
            1: chunks, 2: Wide(sizes), 3: Wide(table.num_rows), 5: Wide(start), 6: Wide(self._at - start),
        }  # fmt: skip
        self._groups.append(group)
        self._rows += table.num_rows

    def _column(self, field: Any, column: Encoded) -> tuple[Thrift, int]:
        """Write a column; how the file describes it, and its size before it was compressed."""
        start, size, encodings = self._at, 0, [column.encoding, RLE]
        meta: dict[int, Thrift] = {1: _physical(field.type) or 0, 3: [field.name], 4: CODEC_NUMBER, 5: Wide(column.rows)}
        if column.labels:
            meta[11] = Wide(start)
            encodings.append(PLAIN)
            texts = b"".join(len(label).to_bytes(4, "little") + label for label in column.labels)
            size += self._page(texts, DICTIONARY_PAGE, {7: {1: len(column.labels), 2: PLAIN}})
        meta[9] = Wide(self._at)
        head: Mapping[int, Thrift] = {5: {1: column.rows, 2: column.encoding, 3: RLE, 4: RLE}}
        size += self._page(len(column.levels).to_bytes(4, "little") + column.levels + column.data, DATA_PAGE, head)
        meta |= {2: list(encodings), 6: Wide(size), 7: Wide(self._at - start)}
        if column.statistics is not None:
            meta[12] = column.statistics
        return {2: Wide(start), 3: meta}, size

    def _page(self, data: bytes, kind: int, head: Mapping[int, Thrift]) -> int:
        small = pa.compress(data, CODEC, asbytes=True)
        header = record({1: kind, 2: len(data), 3: len(small), **head})
        self._put(header)
        self._put(small)
        return len(header) + len(data)

    def _finish(self) -> None:
        names: list[Thrift] = [{4: "schema", 5: len(self._schema)}, *(_element(field) for field in self._schema)]
        arrow = base64.b64encode(self._schema.serialize().to_pybytes())
        orders: list[Thrift] = [{1: {}} for _ in self._schema]
        footer = record({
            1: 2, 2: names, 3: Wide(self._rows), 4: self._groups, 5: [{1: "ARROW:schema", 2: arrow}],
            6: "policy-eval version 0.1.0", 7: orders,
        })  # fmt: skip
        self._put(footer + len(footer).to_bytes(4, "little") + MAGIC)


def _element(field: Any) -> Thrift:
    """A column in the schema."""
    kind = _physical(field.type) or 0
    found: dict[int, Thrift] = {1: kind, 3: OPTIONAL, 4: field.name}
    if kind == BYTES:
        found |= {6: UTF8, 10: {1: {}}}
    elif kind == INT32:
        found |= {6: DATE, 10: {6: {}}}
    return found


def _plain(array: Any) -> Any:
    """The same from its first bit on; texts coded."""
    if array.offset:
        array = pa.concat_arrays([array.slice(0, 0), array])
    return array.dictionary_encode() if pa.types.is_string(array.type) else array


def encoded(array: Any) -> Encoded:
    """A column as Parquet stores it."""
    rows, kind = len(array), array.type
    if array.null_count == rows:
        return Encoded(rows, PLAIN, varint(rows << 1) + b"\0", b"")
    told = np.unpackbits(np.frombuffer(array.buffers()[0], np.uint8), count=rows, bitorder="little") if array.null_count else None
    levels = varint(rows << 1) + b"\1" if told is None else _packed_run(np.packbits(told, bitorder="little").tobytes(), rows)
    where = None if told is None else told.view(np.bool_)
    if pa.types.is_boolean(kind):
        return Encoded(rows, PLAIN, levels, _bits(array.buffers()[1], where, rows))
    if pa.types.is_dictionary(kind):
        labels = tuple(label.encode() for label in array.dictionary.to_pylist())
        codes = np.frombuffer(array.indices.buffers()[1], np.dtype(array.indices.type.to_pandas_dtype()), rows)
        return Encoded(rows, CODED, levels, _codes(codes if where is None else codes[where], len(labels)), labels)
    values = np.frombuffer(array.buffers()[1], np.dtype("<i8" if pa.types.is_int64(kind) else "<i4"), rows)
    if where is None and pa.types.is_int64(kind) and rows > 1 and bool((np.diff(values) == 1).all()):
        return _counted(values, levels)
    return Encoded(rows, PLAIN, levels, (values if where is None else values[where]).tobytes())


def _packed_run(data: bytes, rows: int) -> bytes:
    """Numbers of so many rows, packed: one run of groups of eight."""
    return varint((rows + 7) // 8 << 1 | 1) + data


def _bits(buffer: Any, where: npt.NDArray[np.bool_] | None, rows: int) -> bytes:
    """Truth, a bit a row that is told."""
    bits = np.frombuffer(buffer, np.uint8)[: (rows + 7) // 8]
    if where is None:
        return bits.tobytes()
    return np.packbits(np.unpackbits(bits, count=rows, bitorder="little")[where], bitorder="little").tobytes()


def _codes(codes: npt.NDArray[Any], labels: int) -> bytes:
    """The width of a code, and codes: half a byte, one, two or four."""
    width, kind = next((width, kind) for width, kind in ((4, "u1"), (8, "u1"), (16, "<u2"), (32, "<u4")) if labels <= 1 << width)
    filled = np.zeros((len(codes) + 7) // 8 * 8, np.dtype(kind))
    filled[: len(codes)] = codes
    if width == 4:
        pairs = filled.view("<u2")
        filled = (pairs | pairs >> np.uint16(4)).astype(np.uint8)
    return bytes((width,)) + _packed_run(filled.tobytes(), len(codes))


def _counted(values: npt.NDArray[np.int64], levels: bytes) -> Encoded:
    """Numbers that count up by one, as differences."""
    rows = len(values)
    blocks = -(-(rows - 1) // BLOCK)
    data = varint(BLOCK) + varint(4) + varint(rows) + zigzag(int(values[0])) + BLOCK_OF_ONES * blocks
    least, most = (int(value).to_bytes(8, "little", signed=True) for value in (values[0], values[-1]))
    return Encoded(rows, DELTA, levels, data, (), {3: Wide(0), 5: most, 6: least})
