"""Flags of rows as the bits of one number.

In: flags, codes. Out: numbers, and back. Newly guaranteed: bit k stands for row k.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]


def packed(flags: npt.NDArray[Any]) -> int:
    """Flags of rows as the bits of a number."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def unpacked(mask: int, rows: int) -> Flags:
    """The bits of a number as flags of rows."""
    return _bits(mask, rows).view(np.bool_)


def _bits(mask: int, rows: int) -> npt.NDArray[np.uint8]:
    data = np.frombuffer(mask.to_bytes((rows + 7) // 8, "little"), np.uint8)
    return np.unpackbits(data, count=rows, bitorder="little")


def numbered(masks: Sequence[int], rows: int) -> npt.NDArray[Any]:
    """For each row the position of the mask that has its bit, -1 where none has: as many passes as the positions have digits."""
    few = len(masks) < 127
    found: npt.NDArray[Any] = np.zeros(rows, np.uint8 if few else np.uint16)
    for digit in range(len(masks).bit_length()):
        plane = 0
        for at, mask in enumerate(masks, 1):
            if at >> digit & 1:
                plane |= mask
        if plane:
            found += _bits(plane, rows).astype(found.dtype, copy=False) << digit
    codes: npt.NDArray[Any] = found.view(np.int8 if few else np.int16) - 1
    return codes
