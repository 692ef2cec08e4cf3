"""Columns as codes: each distinct value once, and one small number a row.

In: Arrow arrays, or Python values. Out: `Column`. Newly guaranteed: codes lie in the list of values, or are -1 where a cell is
empty; values are those of JSON (dates as ISO text, sets as lists).
"""

from __future__ import annotations

import datetime
import decimal
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.ground.problems import Problem
from engine.ground.records import dataclass, field

Codes: TypeAlias = npt.NDArray[np.int32]
EMPTY = -1
TRUTH = (False, True)
NEAR = 250
"""Integers between the least and the greatest that are worth listing."""
SPLIT = "\x1f"


@dataclass(frozen=True, slots=True)
class Column:
    """codes: one a row, -1 where nothing is told. values: what the codes stand for; None is "asked, and not known"."""

    codes: npt.NDArray[Any]
    values: Sequence[object]


class Truths(Column):
    """A column of truth that holds the bits of Arrow; codes are made when something asks for them."""

    __slots__ = ("_array",)

    def __init__(self, array: Any) -> None:
        object.__setattr__(self, "_array", array)
        object.__setattr__(self, "values", TRUTH)

    def __getattr__(self, name: str) -> Any:
        if name != "codes":
            raise AttributeError(name)
        codes = self._array.cast(pa.uint8()).fill_null(255).to_numpy(zero_copy_only=False).view(np.int8)
        object.__setattr__(self, "codes", codes)
        return codes

    def masks(self) -> tuple[int, int]:
        """The rows in which it is true, and those in which it is empty."""
        full = (1 << len(self._array)) - 1
        valid, data = self._array.buffers()
        known = full if valid is None else self._mask(valid) & full
        return self._mask(data) & known, full ^ known

    def _mask(self, buffer: Any) -> int:
        start: int = self._array.offset
        some = memoryview(buffer)[start // 8 : (start + len(self._array) + 7) // 8]
        return int.from_bytes(some, "little") >> start % 8


@dataclass(frozen=True, slots=True)
class Chunk:
    """Profiles side by side. first: the number of the first row, from 1. ids: the column carried through.

    odd: rows that are no plain profile, with the text of each; broken: rows that are none at all. The columns are empty there.
    """

    first: int
    rows: int
    columns: dict[str, Column]
    ids: Any
    odd: dict[int, bytes] = field(default_factory=dict)
    broken: dict[int, tuple[Problem, ...]] = field(default_factory=dict)


def key_of(value: object) -> object:
    """A key that tells values apart as JSON does (1 is not true); text is its own key."""
    return value if type(value) is str else (type(value).__name__, json.dumps(value, sort_keys=True, default=str))


def from_python(values: Iterable[tuple[int, object]], rows: int) -> Column:
    """Values told in some rows."""
    codes = np.full(rows, EMPTY, np.int32)
    index: dict[object, int] = {}
    distinct: list[object] = []
    for row, value in values:
        key = key_of(value)
        code = index.get(key)
        if code is None:
            code = index[key] = len(distinct)
            distinct.append(value)
        codes[row] = code
    return Column(codes, distinct)


class Met:
    """Columns that come stretch by stretch: the values of a dictionary that comes again are the same object."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[Any, list[object]]] = {}

    def column(self, name: str, array: Any) -> Column:
        """The next stretch of a column."""
        return from_arrow(array, lambda found: self._values(name, found))

    def _values(self, name: str, dictionary: Any) -> list[object]:
        last = self._last.get(name)
        if last is None or not (last[0].type == dictionary.type and last[0].equals(dictionary)):
            self._last[name] = last = dictionary, plain_values(dictionary)
        return last[1]


def plain_values(array: Any) -> list[object]:
    """The values of an array as JSON has them."""
    return [_plain(value) for value in array.to_pylist()]


def from_arrow(array: Any, values: Callable[[Any], list[object]] = plain_values) -> Column:
    """An Arrow array of any kind of value."""
    array = whole(array)
    kind = array.type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _lists(array)
    if pa.types.is_nested(kind):
        return from_python(_told(array.to_pylist()), len(array))
    if pa.types.is_floating(kind):
        array = pc.if_else(pc.is_nan(array), pa.scalar(None, kind), array)  # how some libraries write what is missing
    if pa.types.is_timestamp(kind):
        array = array.cast(pa.date32(), safe=False)
    if pa.types.is_boolean(kind):
        return Truths(array)
    if pa.types.is_integer(kind) and (near := _near(array)) is not None:
        return near
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    return Column(_indices(array), values(array.dictionary))


def whole(array: Any) -> Any:
    """One array of the parts of a column."""
    if not isinstance(array, pa.ChunkedArray):
        return array
    if array.num_chunks == 1:
        return array.chunk(0)
    return pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)


def _near(array: Any) -> Column | None:
    """Integers that lie near one another, without looking for distinct ones."""
    ends = pc.min_max(array).as_py()
    low, high = ends["min"], ends["max"]
    if low is None or high - low >= NEAR or abs(low) > 2**31 or abs(high) > 2**31:
        return None
    told = array.fill_null(low) if array.null_count else array
    codes = told.to_numpy(zero_copy_only=False).astype(np.uint8, copy=False) - np.uint8(low % 256)  # wraps around, and comes out
    if array.null_count:
        codes = np.where(array.is_null().to_numpy(zero_copy_only=False), EMPTY, codes.astype(np.int16))
    return Column(codes, range(low, high + 1))


def _indices(array: Any) -> npt.NDArray[Any]:
    indices = array.indices
    if indices.null_count or not pa.types.is_signed_integer(indices.type):
        indices = indices.cast(pa.int32()).fill_null(EMPTY)
    found: npt.NDArray[Any] = indices.to_numpy(zero_copy_only=False)
    return found


def _lists(array: Any) -> Column:
    """Lists of text, joined so that Arrow can tell them apart; any other list value by value."""
    inside = array.type.value_type
    if pa.types.is_string(inside) or pa.types.is_large_string(inside):
        joined = pc.binary_join(array, SPLIT)
        if joined.null_count == array.null_count and not pc.any(pc.match_substring(array.flatten(), SPLIT)).as_py():
            empty = pc.equal(pc.list_value_length(array), 0)
            joined = pc.if_else(empty, pa.scalar(SPLIT * 2, joined.type), joined)  # apart from a list of one empty text
            found = from_arrow(joined)
            split = [[] if value == SPLIT * 2 else str(value).split(SPLIT) for value in found.values]
            return Column(found.codes, split)
    return from_python(_told(array.to_pylist()), len(array))


def _told(values: Sequence[object]) -> Iterable[tuple[int, object]]:
    return ((row, _deep(value)) for row, value in enumerate(values) if value is not None)


def _deep(value: object) -> object:
    """A nested value without the empty cells of its records: what is not there is not told."""
    if isinstance(value, dict):
        return {name: _deep(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [_deep(item) for item in value]
    return _plain(value)


def _plain(value: object) -> object:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, decimal.Decimal):
        return int(value) if value.is_finite() and value == value.to_integral_value() else float(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    return str(value)
