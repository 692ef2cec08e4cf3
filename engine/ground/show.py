"""Problems as plain text. In: `Problem`s. Out: lines a person can act on, in English or French, coloured on request."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from engine.ground import codes
from engine.ground.problems import EXCERPT_LEAD, EXCERPT_LINE_LIMIT, Problem
from engine.ground.spans import Span

_COLORS = {
    "error": "\x1b[1;31m", "warning": "\x1b[1;33m", "note": "\x1b[1;34m",
    "place": "\x1b[1m", "help": "\x1b[36m", "quiet": "\x1b[2m",
}  # fmt: skip
_WIDTH = 76
"""Columns of help, beside its mark."""
_RESET = "\x1b[0m"


def show(problem: Problem, lang: str = "en", color: bool = False) -> str:
    """One problem: place, code and message; the line with carets under it; did you mean; help."""
    place = f"{problem.span}: " if problem.span else f"{problem.path}: " if problem.path else ""
    severity = codes.term(f"severity.{problem.severity}", lang)
    head = _paint(place, "place", color) + _paint(f"{severity} {problem.code}", problem.severity, color)
    colon = "\u00a0: " if lang == "fr" else ": "
    lines = [f"{head}{colon}{problem.message(lang)}", *_excerpt(problem, color), *_advice(problem, lang, color)]
    return "\n".join(lines)


def show_all(problems: Iterable[Problem], lang: str = "en", color: bool = False) -> str:
    """Problems one after another, with an empty line between."""
    return "\n\n".join(show(problem, lang, color) for problem in problems)


def _paint(text: str, name: str, color: bool) -> str:
    return f"{_COLORS[name]}{text}{_RESET}" if color and text else text


def _advice(problem: Problem, lang: str, color: bool) -> list[str]:
    lines = []
    nearest = problem.arg("nearest")
    if nearest:
        lines.append(_paint(f"  = {codes.term('did_you_mean', lang).replace('%', nearest)}", "help", color))
    for number, line in enumerate(_wrapped(problem.help(lang) or "")):
        lines.append(_paint(f"  {'=' if number == 0 else ' '} {line}", "help", color))
    return lines


def _wrapped(text: str) -> list[str]:
    """Lines of help; a paragraph too long for a screen is folded, an indented example stands as it is."""
    if all(len(line) <= _WIDTH for line in text.splitlines()):
        return text.splitlines()
    from textwrap import wrap

    found: list[str] = []
    for line in text.splitlines():
        kept = line.startswith(" ") or len(line) <= _WIDTH
        found += [line] if kept else wrap(line, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return found


def _excerpt(problem: Problem, color: bool) -> list[str]:
    if problem.span is None or problem.excerpt is None:
        return []
    line = "".join(_visible(char) for char in problem.excerpt.rstrip())
    start, stop = _caret_columns(problem.span, problem.excerpt)
    gutter = str(problem.span.line)
    blank = " " * len(gutter)
    carets = " " * _width(line[:start]) + "^" * max(1, _width(line[start:stop]))
    return [
        _paint(f"{blank} |", "quiet", color),
        _paint(f"{gutter} | ", "quiet", color) + line,
        _paint(f"{blank} | ", "quiet", color) + _paint(carets, problem.severity, color),
    ]


def _caret_columns(span: Span, excerpt: str) -> tuple[int, int]:
    """Where to underline within the excerpt, which may be a window of a long line (see `problems.excerpt_of`)."""
    cut = excerpt.startswith("…") and span.column - 1 > EXCERPT_LEAD and len(excerpt) < EXCERPT_LINE_LIMIT
    start = EXCERPT_LEAD + 1 if cut else span.column - 1
    length = span.end_column - span.column if span.end_line == span.line else len(excerpt)
    return start, max(start + 1, min(start + length, len(excerpt.rstrip())))


def _visible(char: str) -> str:
    if char == "\t":
        return " "
    return "\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char


def _width(text: str) -> int:
    """Columns of a terminal: wide characters take two, combining ones none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
