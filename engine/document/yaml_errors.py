"""Errors of the YAML parser in words a caseworker can act on. In: a PyYAML error. Out: one problem, well placed."""

from __future__ import annotations

import re

import yaml

from engine.document.nodes import MAX_DEPTH
from engine.ground.problems import Problems
from engine.ground.spans import Span

# What PyYAML or libyaml says -> our code. The first that matches, so the order matters.
_SAYINGS: tuple[tuple[str, str], ...] = (
    (r"exceeded maximum nesting depth", "PE106"),
    (r"undefined alias|duplicate anchor|expected alphabetic or numeric character", "PE141"),
    (r"undefined tag handle|expected tag|tag URI|expected '!'|parsing the tag|URI escape", "PE142"),
    (r"directive|'%'", "PE154"),
    (r"unknown escape|expected escape sequence|hexdecimal|Unicode character code", "PE153"),
    (r"unexpected end of stream|document separator", "PE149"),
    (r"mapping values are not allowed", "PE147"),
    (r"could not find expected ':'", "PE152"),
    (r"'\\t'|tab character", "PE140"),
    (r"cannot start any token", "PE151"),
    (r"',' or|expected (?:the )?node content|exceeded maximum depth", "PE150"),
    (r"expected key|<block|'-' indicator|sequence entries|indentation|<document start>", "PE148"),
)
_WHOLE_LINE = frozenset({"PE148", "PE152", "PE155", "PE159"})


def explain(error: yaml.MarkedYAMLError, text: str, file: str, problems: Problems) -> None:
    """Add the problem that the parser stumbled on."""
    said = str(error.problem or "")
    code = next((code for pattern, code in _SAYINGS if re.search(pattern, said)), "PE159")
    lines = re.split(r"\r\n|\n|\r", text)
    if code == "PE106":
        problems.add(code, _too_deep(error.problem_mark, text, file), "", limit=MAX_DEPTH)
        return
    if code == "PE148" and _after_quote(error.problem_mark, lines):
        code = "PE155"
    at_context = code in ("PE149", "PE150", "PE152") and error.context_mark is not None
    mark = error.context_mark if at_context else error.problem_mark
    if mark is None:
        problems.add(code, Span(file, 1, 1, 1, 1), reason=said)
        return
    span = _span(file, lines, mark.line, mark.column, to_the_end=code in _WHOLE_LINE)
    problems.add(code, span, "", **_details(code, lines, span, said))


def _too_deep(mark: yaml.Mark | None, text: str, file: str) -> Span:
    """The bracket that opens one level too many: parsers that limit depth themselves stop before we have counted."""
    depth = 0
    for at, char in enumerate(text):
        depth += (char in "[{") - (char in "]}")
        if depth > MAX_DEPTH:
            line, column = text.count("\n", 0, at), at - text.rfind("\n", 0, at) - 1
            return Span(file, line + 1, column + 1, line + 1, column + 2)
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    return Span(file, line + 1, column + 1, line + 1, column + 2)


def _after_quote(mark: yaml.Mark | None, lines: list[str]) -> bool:
    """Does the parser stumble on what follows a closing quote, as in `'it's'`?"""
    before = lines[mark.line][: mark.column].rstrip() if mark is not None and mark.line < len(lines) else ""
    return before.endswith(('"', "'"))


def _span(file: str, lines: list[str], line: int, column: int, to_the_end: bool) -> Span:
    """A character, or the rest of its line; a place after the last line is moved to the end of the text."""
    past = False
    while line > 0 and (line >= len(lines) or not lines[line].strip()):
        line, past = line - 1, True
    text = lines[line].rstrip() if line < len(lines) else ""
    column = max(0, len(text) - 1) if past else min(column, len(text))
    end = max(column + 1, len(text)) if to_the_end else column + 1
    return Span(file, line + 1, column + 1, line + 1, end + 1)


def _details(code: str, lines: list[str], span: Span, said: str) -> dict[str, object]:
    line = lines[span.line - 1] if span.line <= len(lines) else ""
    char = line[span.column - 1 : span.column] or None
    if code == "PE147":
        return {"text": line[: span.column].strip()}
    details: dict[str, dict[str, object]] = {
        "PE150": {"opened": char},
        "PE151": {"char": char},
        "PE152": {"text": line.strip()},
    }
    return details.get(code, {"reason": said})
