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


class Sets:
    """Sets of small numbers, as choices by the digits of a number: which rows have a number of each set.

    sets: for each set, for each number whether it belongs to it. Numbers that the digits cannot make do not matter.
    """

    def __init__(self, sets: Sequence[bytes], digits: int) -> None:
        self._plan: list[tuple[int, int, int]] = []
        self._slots: dict[bytes, int] = {}
        size = 1 << digits
        self._found = [self._slot(numbers[:size].ljust(size, b"\0"), digits - 1) for numbers in sets]

    def _slot(self, numbers: bytes, digit: int) -> int:
        """Where the rows of a set will be: 0 for none, 1 for all, then in the order of the plan."""
        if not numbers.count(1):
            return 0
        if not numbers.count(0):
            return 1
        found = self._slots.get(numbers)
        if found is None:
            half = len(numbers) // 2
            low, high = self._slot(numbers[:half], digit - 1), self._slot(numbers[half:], digit - 1)
            found = low
            if low != high:
                self._plan.append((digit, low, high))
                found = len(self._plan) + 1
            self._slots[numbers] = found
        return found

    def rows(self, digits: Sequence[int], full: int) -> list[int]:
        """The rows of each set, from the rows in which a digit is 1."""
        others = [full ^ digit for digit in digits]
        known = [0, full]
        for digit, low, high in self._plan:
            if not low:
                known.append(digits[digit] if high == 1 else known[high] & digits[digit])
            elif not high:
                known.append(others[digit] if low == 1 else known[low] & others[digit])
            else:
                ones = digits[digit] if high == 1 else known[high] & digits[digit]
                known.append(ones | (others[digit] if low == 1 else known[low] & others[digit]))
        return [known[slot] for slot in self._found]


def digits_of(numbers: npt.NDArray[np.uint8], count: int) -> list[int]:
    """The digits of numbers below a count: for each the rows in which it is 1."""
    return [packed(numbers & np.uint8(1 << digit)) for digit in range((count - 1).bit_length())]
