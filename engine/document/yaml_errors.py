"""Errors of the YAML parser in words a caseworker can act on. In: a PyYAML error. Out: one problem, well placed."""

from __future__ import annotations

import re

import yaml

from engine.ground.problems import Problems
from engine.ground.spans import Span

# What PyYAML or libyaml says -> our code. The first that matches, so the order matters.
_SAYINGS: tuple[tuple[str, str], ...] = (
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


def explain(error: yaml.MarkedYAMLError, text: str, file: str, problems: Problems) -> None:
    """Add the problem that the parser stumbled on."""
    said = str(error.problem or "")
    code = next((code for pattern, code in _SAYINGS if re.search(pattern, said)), "PE159")
    lines = re.split(r"\r\n|\n|\r", text)
    if code == "PE148" and _after_quote(error.problem_mark, lines):
        code = "PE155"
    at_context = code in ("PE149", "PE150", "PE152") and error.context_mark is not None
    mark = error.context_mark if at_context else error.problem_mark
    if mark is None:
        problems.add(code, Span(file, 1, 1, 1, 1), reason=said)
        return
    problems.add(code, _span(file, lines, mark.line, mark.column), "", **_details(code, lines, mark, said))


def _after_quote(mark: yaml.Mark | None, lines: list[str]) -> bool:
    """Does the parser stumble on what follows a closing quote, as in `'it's'`?"""
    before = lines[mark.line][: mark.column].rstrip() if mark is not None and mark.line < len(lines) else ""
    return before.endswith(('"', "'"))


def _span(file: str, lines: list[str], line: int, column: int) -> Span:
    """A one-character span; a place after the last line is moved to the end of the text."""
    while line > 0 and (line >= len(lines) or not lines[line].strip()):
        line, column = line - 1, 10**9
    width = len(lines[line]) if line < len(lines) else 0
    column = min(column, max(0, width - 1) if column == 10**9 else width)
    return Span(file, line + 1, column + 1, line + 1, column + 2)


def _details(code: str, lines: list[str], mark: yaml.Mark, said: str) -> dict[str, object]:
    line = lines[mark.line] if mark.line < len(lines) else ""
    if code == "PE147":
        return {"text": line[: mark.column + 1].strip()}
    if code == "PE150":
        return {"opened": line[mark.column : mark.column + 1] or None}
    if code == "PE151":
        return {"char": line[mark.column : mark.column + 1]}
    if code == "PE152":
        return {"text": line.strip()}
    return {"reason": said}
