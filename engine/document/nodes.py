"""The located tree. In: what the readers found. Out: `Document`: every key and value with its span, in file order.

Guaranteed by the readers: keys are text and stand once in a mapping; numbers are finite and within ±10**15; the depth
is at most `MAX_DEPTH`, so walking a tree by recursion is safe.
"""

from __future__ import annotations

import re
from typing import TypeAlias, cast

from engine.ground.records import dataclass
from engine.ground.spans import Span

MAX_DEPTH = 64
MAX_NUMBER = 10**15
_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value."""

    value: bool | int | float | str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value. The key is always text."""

    key: Scalar
    value: Node

    @property
    def name(self) -> str:
        """The key as text."""
        return cast(str, self.key.value)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Entries in file order."""

    entries: tuple[Entry, ...]
    span: Span

    def get(self, key: str) -> Node | None:
        """The value under a key."""
        found = self.entry(key)
        return found.value if found else None

    def entry(self, key: str) -> Entry | None:
        """The entry of a key, for the span of the key itself."""
        for entry in self.entries:
            if entry.key.value == key:
                return entry
        return None

    def keys(self) -> tuple[str, ...]:
        """The keys, in file order."""
        return tuple(entry.name for entry in self.entries)


Node: TypeAlias = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its name, its text and its tree."""

    file: str
    text: str
    root: Node

    def excerpt(self, span: Span) -> str:
        """The source text under a span."""
        starts = [0, *(found.end() for found in _BREAK.finditer(self.text))]
        if not 0 < span.line <= span.end_line <= len(starts):
            return ""
        return self.text[starts[span.line - 1] + span.column - 1 : starts[span.end_line - 1] + span.end_column - 1]


def plain(node: Node) -> object:
    """The tree as plain Python values, without places."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {entry.name: plain(entry.value) for entry in node.entries}


def first_key(node: Node) -> Scalar | None:
    """The first key of a mapping, which tells the kind of a policy file."""
    return node.entries[0].key if isinstance(node, Mapping) and node.entries else None
