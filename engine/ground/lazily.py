"""Values decoded when they are first read.

In: encoded items (the bytes of a JSON value each) and what decodes one. Out: a mapping or a sequence that looks like any other.
Newly guaranteed: an item is decoded once at most, however often it is read; names and lengths cost nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")
Decode = Callable[[Any], T]


class LazySequence(Sequence[T], Generic[T]):
    """A sequence over encoded items."""

    def __init__(self, items: Sequence[bytes], decode: Decode[T]) -> None:
        self._items, self._decode = items, decode
        self._made: dict[int, T] = {}

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        if isinstance(at, slice):
            return tuple(self[place] for place in range(*at.indices(len(self))))
        found = self._made.get(at)
        if found is None:
            place = range(len(self._items))[at]  # from the end, or an IndexError
            found = self._made[place] = self._decode(json.loads(self._items[place]))
        return found

    def __iter__(self) -> Iterator[T]:
        return (self[at] for at in range(len(self._items)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # as a list has none


class LazyMapping(Mapping[str, T], Generic[T]):
    """A mapping over encoded items, in the order of its names."""

    def __init__(self, names: Sequence[str], items: Sequence[bytes], decode: Decode[T]) -> None:
        self._at = {name: at for at, name in enumerate(names)}
        self._items, self._decode = items, decode
        self._made: dict[str, T] = {}

    def __len__(self) -> int:
        return len(self._at)

    def __iter__(self) -> Iterator[str]:
        return iter(self._at)

    def __contains__(self, name: object) -> bool:
        return name in self._at

    def __getitem__(self, name: str) -> T:
        found = self._made.get(name)
        if found is None:
            found = self._made[name] = self._decode(json.loads(self._items[self._at[name]]))
        return found
