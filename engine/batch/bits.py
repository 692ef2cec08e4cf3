"""Flags of rows as the bits of one number.

In: flags, codes. Out: numbers, and back. Newly guaranteed: bit k stands for row k.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
NARROW = 127
"""Positions that a signed byte tells apart."""


def packed(flags: npt.NDArray[Any]) -> int:
    """Flags of rows as the bits of a number; any byte but zero is a flag that is set."""
    return int.from_bytes(np.packbits(flags, bitorder="little").data, "little")


def unpacked(mask: int, rows: int) -> Flags:
    """The bits of a number as flags of rows."""
    return _bits(mask, rows)[:rows].view(np.bool_)


def _bits(mask: int, rows: int) -> npt.NDArray[np.uint8]:
    """The bits as bytes, filled up to whole words."""
    return np.unpackbits(np.frombuffer(mask.to_bytes((rows + 7) // 8, "little"), np.uint8), bitorder="little")


def numbered(masks: Sequence[int], rows: int) -> npt.NDArray[Any]:
    """For each row the position of the mask that has its bit, -1 where none has: as many passes as the positions have digits."""
    if len(masks) >= NARROW:
        wide = np.full(rows, -1, np.int16)
        for at, mask in enumerate(masks):
            wide[unpacked(mask, rows)] = at
        return wide
    gap = int(reduce(or_, masks, 0) != (1 << rows) - 1)
    found = np.zeros((rows + 7) // 8, np.uint64)
    for digit in range((len(masks) - 1 + gap).bit_length()):
        plane = 0
        for at, mask in enumerate(masks, gap):
            if at >> digit & 1:
                plane |= mask
        if plane:
            found |= _bits(plane, rows).view(np.uint64) << np.uint64(digit)  # eight rows at once
    codes = found.view(np.int8)[:rows]
    return codes - np.int8(1) if gap else codes


class Planes:
    """Rows by a number of each: the rows whose number is one of some, from the digits of the numbers."""

    def __init__(self, digits: Sequence[int], full: int) -> None:
        self._digits, self._others, self._full = digits, [full ^ digit for digit in digits], full
        self._known: dict[bytes, int] = {}

    def where(self, wanted: bytes) -> int:
        """The rows whose number is at a position that is not zero; numbers that the digits cannot make do not matter."""
        size = 1 << len(self._digits)
        return self._where(wanted[:size].ljust(size, b"\0"), len(self._digits) - 1)

    def _where(self, wanted: bytes, digit: int) -> int:
        if not wanted.count(1):
            return 0
        if not wanted.count(0):
            return self._full
        found = self._known.get(wanted)
        if found is None:
            half = len(wanted) // 2
            low, high = self._where(wanted[:half], digit - 1), self._where(wanted[half:], digit - 1)
            found = self._known[wanted] = self._chosen(digit, low, high)
        return found

    def _chosen(self, digit: int, low: int, high: int) -> int:
        if low == high:
            return low
        ones, zeros = self._digits[digit], self._others[digit]
        return (ones if high == self._full else high & ones) | (zeros if low == self._full else low & zeros)


def planes(numbers: npt.NDArray[np.uint8], count: int, full: int) -> Planes:
    """The digits of numbers below a count."""
    return Planes([packed(numbers & np.uint8(1 << digit)) for digit in range((count - 1).bit_length())], full)
