"""Our JSON reader. In: the bytes of a JSON file. Out: a `Document`, or problems that each point at a character.

Strict RFC 8259, without recursion. After a mistake it understands (a comma too many, single quotes, NaN, a repeated
key...) it goes on, so that every such mistake is reported at once; after one it does not, it stops.
"""

from __future__ import annotations

import re
from contextlib import suppress

from engine.document.json_scan import Halt, Scanner
from engine.document.nodes import MAX_DEPTH, Document, Entry, Mapping, Node, Scalar, Sequence
from engine.document.text import PROFILE_LIMIT, Places, decode
from engine.ground.problems import ONE_FILE, Problems
from engine.ground.records import dataclass, field
from engine.ground.spans import Span

_CLOSING = {"{": "}", "[": "]"}
_VALUE_START = re.compile(r"[\[{\"'\-+.0-9A-Za-z]")


def read_json(data: bytes, file: str, problems: Problems, limit: int = PROFILE_LIMIT) -> Document | None:
    """Read a JSON file. None, and at least one problem, where it is not JSON."""
    own = Problems(ONE_FILE)
    text = decode(data, file, own, limit)
    root = None
    if text is not None:
        with suppress(Halt):
            root = _Reader(text, file, own).read()
    problems.extend(own)
    return None if text is None or root is None or own.errors else Document(file, text, root)


@dataclass(slots=True)
class _Frame:
    """An object or a list still open."""

    bracket: str
    start: int
    items: list[Node] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    seen: dict[str, Span] = field(default_factory=dict)
    key: Scalar | None = None


class _Reader:
    def __init__(self, text: str, file: str, problems: Problems) -> None:
        self._places = Places(file, text)
        self._scan = Scanner(text, self._places, problems)
        self._problems = problems
        self._stack: list[_Frame] = []

    def read(self) -> Node:
        """The one value of the text, and nothing after it."""
        node = self._value()
        while self._stack:
            node = self._continue(node)
        self._scan.blank()
        if self._scan.char():
            self._scan.fail("PE127", 1, found=self._scan.rest())
        assert node is not None
        return node

    def _continue(self, node: Node | None) -> Node | None:
        """One move inside the innermost open bracket: take in a value, then a next one, or close."""
        frame = self._stack[-1]
        if node is not None:
            self._take(frame, node)
            if not self._separated(frame):
                return self._close()
        elif self._scan.peek() == _CLOSING[frame.bracket]:
            return self._close()
        if frame.bracket == "{":
            self._key(frame)
        return self._value()

    def _value(self) -> Node | None:
        """The next value; None if a bracket was opened instead."""
        char = self._scan.peek()
        if char in _CLOSING and char:
            if len(self._stack) == MAX_DEPTH:
                self._scan.fail("PE106", 1, limit=MAX_DEPTH)
            self._stack.append(_Frame(char, self._scan.position))
            self._scan.position += 1
            return None
        start = self._scan.position
        value = self._scan.scalar(char)
        return Scalar(value, self._places.span(start, self._scan.position))

    def _key(self, frame: _Frame) -> None:
        self._scan.blank()
        start = self._scan.position
        name = self._scan.key()
        frame.key = Scalar(name, self._places.span(start, self._scan.position))
        if name in frame.seen:
            self._problems.add("PE107", frame.key.span, key=name, first=frame.seen[name].line)
        frame.seen.setdefault(name, frame.key.span)
        self._scan.colon(name)

    def _take(self, frame: _Frame, node: Node) -> None:
        if frame.key is not None:
            frame.entries.append(Entry(frame.key, node))
        else:
            frame.items.append(node)

    def _separated(self, frame: _Frame) -> bool:
        """Pass the comma; False where the bracket closes instead."""
        closing = _CLOSING[frame.bracket]
        char = self._scan.peek()
        if char == closing:
            return False
        comma = self._scan.position
        if char == ",":
            self._scan.position += 1
            after = self._scan.peek()
            if after == closing:
                self._problems.add("PE121", self._places.span(comma, comma + 1), closing=closing)
            return after != closing
        if char in ("}", "]"):
            self._mismatch(frame, closing, char)
        if not _VALUE_START.match(char):
            self._unfinished(frame, closing, char)
        end = self._scan.last_end
        self._problems.add("PE120", self._places.span(end, self._scan.after(end)))
        return True

    def _mismatch(self, frame: _Frame, closing: str, char: str) -> None:
        opened = self._places.span(frame.start, frame.start + 1)
        self._scan.fail("PE131", 1, found=char, expected=closing, opened=frame.bracket, line=opened.line)

    def _unfinished(self, frame: _Frame, closing: str, char: str) -> None:
        if char:
            self._scan.fail("PE132", 1, found=f"`{char}`", expected=f"`,` / `{closing}`")
        opened = self._places.span(frame.start, frame.start + 1)
        self._problems.add("PE130", opened, opened=frame.bracket, closing=closing)
        raise Halt

    def _close(self) -> Node:
        frame = self._stack.pop()
        self._scan.position += 1
        self._scan.last_end = self._scan.position
        span = self._places.span(frame.start, self._scan.position)
        if frame.bracket == "{":
            return Mapping(tuple(frame.entries), span)
        return Sequence(tuple(frame.items), span)
