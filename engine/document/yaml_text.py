"""Our YAML reader. In: the bytes of a YAML file. Out: a `Document`, or problems that each point at a character.

A small, safe part of YAML 1.2: core scalars (only `true` and `false` are booleans; `NO`, `yes` and dates stay text;
whatever is quoted is text), no anchors, aliases, tags, merge keys or second documents. Built from events, without
recursion, so that no file can exhaust the memory or the stack.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

import yaml

from engine.document.nodes import MAX_DEPTH, Document, Entry, Mapping, Node, Scalar, Sequence
from engine.document.text import POLICY_LIMIT, decode, report_each
from engine.document.yaml_errors import explain
from engine.document.yaml_scalars import BadNumber, resolve
from engine.ground.problems import ONE_FILE, Problems
from engine.ground.records import dataclass, field
from engine.ground.spans import Span

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_BREAK = re.compile(r"\r\n|\n|\r")
_WORD = re.compile(r"[^\s,\[\]{}]+")
_TAB = re.compile(r"(?m)^ *(?P<at>\t)[ \t]*[^\s]")


class _Stop(Exception):  # noqa: N818  no error of ours: the problem is already reported
    """Reading cannot go on."""


def read_yaml(data: bytes, file: str, problems: Problems, limit: int = POLICY_LIMIT) -> Document | None:
    """Read a YAML file. None, and at least one problem, where it is not the YAML we accept."""
    own = Problems(ONE_FILE)
    text = decode(data, file, own, limit)
    root = _read(text, file, own) if text is not None else None
    problems.extend(own)
    return None if text is None or root is None or own.errors else Document(file, text, root)


def _read(text: str, file: str, problems: Problems) -> Node | None:
    refused = report_each(_CONTROL, text, file, problems, "PE105")
    if report_each(_TAB, text, file, problems, "PE140") or refused:
        return None
    builder = _Builder(file, text, problems)
    loader = _Loader(text)
    try:
        with suppress(_Stop):
            while loader.check_event():
                builder.take(loader.get_event())
    except yaml.MarkedYAMLError as error:
        explain(error, text, file, problems)
        return None
    except yaml.YAMLError as error:
        problems.add("PE159", Span(file, 1, 1, 1, 1), reason=str(error))
        return None
    finally:
        loader.dispose()
    if builder.root is None and not len(problems):
        problems.add("PE104", Span(file, 1, 1, 1, 1))
    return builder.root


@dataclass(slots=True)
class _Frame:
    """A list or a mapping still open. `key` is the key whose value comes next."""

    mapping: bool
    flow: bool
    line: int
    column: int
    items: list[Node] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    key: Scalar | None = None


class _Builder:
    """Builds the tree from parser events."""

    def __init__(self, file: str, text: str, problems: Problems) -> None:
        self._file = file
        self._text = text
        self._lines: list[str] = []  # split when a problem asks
        self._problems = problems
        self._stack: list[_Frame] = []
        self._documents = 0
        self.root: Node | None = None
        self._moves: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }

    def take(self, event: yaml.Event) -> None:
        """Take in the next event; nobody reads on where there are that many problems."""
        if len(self._problems) >= ONE_FILE:
            raise _Stop
        move = self._moves.get(type(event))
        if move is not None:
            move(event)

    def _span(self, event: yaml.Event) -> Span:
        start, end = cast(yaml.Mark, event.start_mark), cast(yaml.Mark, event.end_mark)
        return Span(self._file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def _word(self, span: Span) -> Span:
        """The word that begins a span."""
        self._lines = self._lines or _BREAK.split(self._text)
        line = self._lines[span.line - 1]
        found = _WORD.match(line, span.column - 1)
        return Span(self._file, span.line, span.column, span.line, found.end() + 1 if found else span.column + 1)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        span = self._span(event)
        if event.anchor is not None or event.tag is not None:
            self._refuse(event, span)
        plain = not event.style
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.mapping and frame.key is None:
            self._key(frame, event.value, plain, span)
            return
        value: bool | int | float | str | None = event.value
        if plain:
            try:
                value = resolve(event.value)
            except BadNumber as error:
                self._problems.add(error.code, span, value=event.value)
                value = 0
        self._put(Scalar(value, span))

    def _key(self, frame: _Frame, text: str, plain: bool, span: Span) -> None:
        if plain and text == "<<":
            self._problems.add("PE143", span)
        elif plain and not _is_text(text):
            self._problems.add("PE145", span, key=text or "~")
        if text in frame.seen:
            self._problems.add("PE107", span, key=text, first=frame.seen[text])
        frame.seen.setdefault(text, span.line)
        frame.key = Scalar(text, span)

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        span = self._span(event)
        if event.anchor is not None or event.tag is not None:
            self._refuse(event, span)
        if self._stack and self._stack[-1].mapping and self._stack[-1].key is None:
            self._problems.add("PE146", self._word(span))
            raise _Stop
        if len(self._stack) == MAX_DEPTH:
            self._problems.add("PE106", span, limit=MAX_DEPTH)
            raise _Stop
        mapping = isinstance(event, yaml.MappingStartEvent)
        self._stack.append(_Frame(mapping, bool(event.flow_style), span.line, span.column))

    def _close(self, event: yaml.Event) -> None:
        frame = self._stack.pop()
        end = self._span(event)
        end_line, end_column = end.end_line, end.end_column
        if not frame.flow:  # in block style the parser ends at the next word, which may be lines below
            last = frame.entries[-1].value if frame.entries else frame.items[-1] if frame.items else None
            if last is not None:
                end_line, end_column = last.span.end_line, last.span.end_column
        span = Span(self._file, frame.line, frame.column, end_line, end_column)
        self._put(Mapping(tuple(frame.entries), span) if frame.mapping else Sequence(tuple(frame.items), span))

    def _put(self, node: Node) -> None:
        if not self._stack:
            self.root = node if not isinstance(node, Scalar) or node.value is not None else None
            return
        frame = self._stack[-1]
        if frame.key is None:
            frame.items.append(node)
            return
        frame.entries.append(Entry(frame.key, node))
        frame.key = None

    def _refuse(self, event: yaml.NodeEvent, span: Span) -> None:
        """An anchor or a tag: reported, and passed over."""
        place = self._word(span)
        if event.anchor is not None:
            self._problems.add("PE141", place, name=f"&{event.anchor}")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._problems.add("PE142", place, name=tag.replace("tag:yaml.org,2002:", "!!"))

    def _alias(self, event: yaml.AliasEvent) -> None:
        self._problems.add("PE141", self._span(event), name=f"*{event.anchor}")
        raise _Stop

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        span = self._span(event)
        if event.version is not None or event.tags:
            self._problems.add("PE154", self._word(span))
        if self._documents > 1:
            self._problems.add("PE144", span)
            raise _Stop


def _is_text(text: str) -> bool:
    try:
        return isinstance(resolve(text), str)
    except BadNumber:
        return False
