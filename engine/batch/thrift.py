"""Records as Parquet describes itself: the compact protocol of Thrift.

In: values by the number of their field. Out: bytes. Newly guaranteed: nothing (what the fields mean is `engine.batch.pages`').
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Thrift: TypeAlias = "int | Wide | bytes | str | list[Thrift] | Mapping[int, Thrift]"
INT, LONG, BINARY, LIST, STRUCT = 5, 6, 8, 9, 12


class Wide(int):
    """A number of 64 bits; any other has 32."""


def varint(value: int) -> bytes:
    """A number that is not negative, seven bits a byte."""
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    found.append(value)
    return bytes(found)


def zigzag(value: int) -> bytes:
    """A number of either sign."""
    return varint(value << 1 if value >= 0 else (-value << 1) - 1)


def record(fields: Mapping[int, Thrift]) -> bytes:
    """A record: its fields by number, ascending."""
    found, last = bytearray(), 0
    for number, value in sorted(fields.items()):
        found.append(number - last << 4 | _kind(value))
        found += _value(value)
        last = number
    return bytes(found) + b"\0"


def _kind(value: Thrift) -> int:
    if isinstance(value, Wide):
        return LONG
    if isinstance(value, int):
        return INT
    if isinstance(value, bytes | str):
        return BINARY
    return LIST if isinstance(value, list) else STRUCT


def _value(value: Thrift) -> bytes:
    if isinstance(value, int):
        return zigzag(value)
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, bytes):
        return varint(len(value)) + value
    if isinstance(value, list):
        kind = _kind(value[0]) if value else STRUCT
        head = bytes((len(value) << 4 | kind,)) if len(value) < 15 else bytes((0xF0 | kind,)) + varint(len(value))
        return head + b"".join(map(_value, value))
    return record(value)
