"""Samples: lanes in which each column has one of its values, as good as drawn.

In: columns. Out: places for `Spread`. Newly guaranteed: the same columns have the same places, on every machine; each value of a
column has about as many lanes as every other.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache

BITS = 8
"""Binary places of a share."""


@lru_cache(maxsize=512)
def places(size: int, seed: str, lanes: int) -> tuple[int, ...]:
    """The lanes of each of so many values. seed: what tells the column from the others."""
    drawn = random.Random(f"{seed} {size}")
    found = [0] * size
    _share(found, 0, size, (1 << lanes) - 1, lanes, drawn)
    return tuple(found)


def _share(found: list[int], start: int, end: int, mask: int, lanes: int, drawn: random.Random) -> None:
    """Share the lanes of a mask out among the values from start to end."""
    if end - start <= 1:
        found[start:end] = [mask] * (end - start)
        return
    middle = (start + end) // 2
    some = _bits((middle - start) / (end - start), lanes, drawn)
    _share(found, start, middle, mask & some, lanes, drawn)
    _share(found, middle, end, mask & ~some, lanes, drawn)


def _bits(share: float, lanes: int, drawn: random.Random) -> int:
    """Lanes of which each is in with that probability: the binary places of the share, last one first."""
    found, number = 0, round(share * 2**BITS)
    for place in range(BITS):
        some = drawn.getrandbits(lanes)
        found = found | some if number >> place & 1 else found & some
    return found


def single(sizes: Sequence[int]) -> tuple[list[list[int]], int]:
    """Places where each lane tells one value of one column and nothing else; and the number of lanes."""
    found, lane = [], 0
    for size in sizes:
        found.append([1 << at for at in range(lane, lane + size)])
        lane += size
    return found, lane
