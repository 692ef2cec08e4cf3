"""Problems found in what people give us. In: a code, a place and arguments. Out: frozen `Problem`s, sorted, each once.

Guaranteed: a value quoted from a user's file is shortened and its control characters are escaped, so a message is
safe to print; texts are looked up only when somebody reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal

from engine.ground import codes
from engine.ground.records import dataclass
from engine.ground.spans import Span

Severity = Literal["error", "warning", "note"]
Border = Literal["policies", "profile", "trace", "usage"]

QUOTE_LIMIT = 60
EXCERPT_LINE_LIMIT = 200
EXCERPT_LEAD = 60  # characters kept before the column when a long line is cut
_LISTED = 20
ONE_FILE = 100
"""Problems kept of one file."""
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Term(str):
    """An argument that is a word of the glossary: shown in the language of the reader."""

    __slots__ = ()


class Whole(str):
    """An argument that is shown whole, such as a sentence of the policies: escaped, never shortened."""

    __slots__ = ()


def quoted(value: object, limit: int = QUOTE_LIMIT) -> str:
    """A value as a message may show it: one line, shortened, control and direction characters escaped."""
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        shown = [quoted(item) for item in list(items)[:_LISTED]]
        return ", ".join([*shown, "…"] if len(value) > _LISTED else shown)
    text = _plain_text(value)
    kept = text if len(text) <= limit else text[: limit - 1] + "…"
    return escaped(kept)


def escaped(text: str) -> str:
    """Control characters, lone surrogates and direction marks as visible escapes."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}" if ord(found[0]) > 0xFF else _short(found[0]), text)


def _short(char: str) -> str:
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(char, f"\\x{ord(char):02x}")


def _plain_text(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) > 10**300:
        return "±10^300…"  # turning a huge integer into digits is slow, and refused by Python
    return str(value)


def fill(template: str, args: Mapping[str, str], lang: str) -> str:
    """Put arguments in a template. Only `{name}` is special: no attribute, no index, no format can be reached."""

    def word(found: re.Match[str]) -> str:
        value = args.get(found[1], "?")
        return codes.term(value, lang) if isinstance(value, Term) else value

    return _PLACEHOLDER.sub(word, template)


def placeholders(template: str) -> frozenset[str]:
    """The argument names a template uses."""
    return frozenset(_PLACEHOLDER.findall(template))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, where, and enough to say it in any language."""

    code: str
    args: tuple[tuple[str, str], ...]
    span: Span | None
    path: str
    severity: Severity
    excerpt: str | None

    def message(self, lang: str = "en") -> str:
        """What is wrong, in a sentence."""
        template = codes.entry(self.code).text(lang).message
        return fill(template, dict(self.args), lang) if template != self.code else self._bare()

    def help(self, lang: str = "en") -> str | None:
        """What to do about it. A line of the template whose argument was not given is left out."""
        args = dict(self.args)
        lines = codes.entry(self.code).text(lang).help.splitlines()
        kept = [fill(line, args, lang) for line in lines if placeholders(line) <= args.keys()]
        return "\n".join(kept).strip() or None

    def arg(self, name: str) -> str | None:
        """One argument, as it would be shown."""
        return dict(self.args).get(name)

    def as_dict(self, lang: str = "en") -> dict[str, object]:
        """The problem as JSON values."""
        place = self.span
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message(lang),
            "help": self.help(lang),
            "nearest": self.arg("nearest"),
            "path": self.path,
            "file": place.file if place else None,
            "line": place.line if place else None,
            "column": place.column if place else None,
            "end_line": place.end_line if place else None,
            "end_column": place.end_column if place else None,
            "excerpt": self.excerpt,
        }

    def _bare(self) -> str:
        return f"{self.code} " + ", ".join(f"{name}: {value}" for name, value in self.args)

    def _order(self) -> tuple[object, ...]:
        place = self.span or Span("", 0, 0, 0, 0)
        return (place.file, place.line, place.column, self.code, self.path, self.args)


class _Source:
    """The text of a file, cut into lines the first time one is wanted."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def lines(self) -> list[str]:
        return _LINE_BREAK.split(self._text)


class Problems:
    """Collects problems. Files whose text is told with `source` get excerpts. reported: how often one was, repeats included.

    at_most: those beyond are counted, not kept. Nobody reads on, and a hostile file must not fill the memory with them.
    """

    def __init__(self, at_most: int | None = None) -> None:
        self._at_most = at_most
        self._found: dict[Problem, None] = {}
        self._sources: dict[str, _Source] = {}
        self.errors = False
        self.reported = 0

    def source(self, file: str, text: str) -> None:
        """Tell the text of a file, so that problems in it can show the line."""
        self._sources[file] = _Source(text)

    def add(self, code: str, span: Span | None = None, path: str = "", **args: object) -> None:
        """Record a problem. Arguments that are None are left out; lists are shown with commas."""
        if self._at_most is not None and len(self._found) >= self._at_most:
            self.reported += 1
            return
        shown = tuple(sorted((name, _shown(value)) for name, value in args.items() if value is not None))
        self._keep(Problem(code, shown, span, path, codes.severity_of(code), self._excerpt(span)))

    def extend(self, others: Problems | Iterable[Problem]) -> None:
        """Take over problems found elsewhere, and the sources another collector knows."""
        if isinstance(others, Problems):
            self._sources.update(others._sources)
        for problem in others.sorted() if isinstance(others, Problems) else others:
            self._keep(problem)

    def sorted(self) -> tuple[Problem, ...]:
        """By file, line, column and code; each once."""
        return tuple(sorted(self._found, key=Problem._order))

    def __len__(self) -> int:
        return len(self._found)

    def _keep(self, problem: Problem) -> None:
        self._found[problem] = None
        self.reported += 1
        self.errors = self.errors or problem.severity == "error"

    def _excerpt(self, span: Span | None) -> str | None:
        source = self._sources.get(span.file) if span else None
        if span is None or source is None or not 0 < span.line <= len(source.lines):
            return None
        return excerpt_of(source.lines[span.line - 1], span.column)


def excerpt_of(line: str, column: int) -> str:
    """The line a problem shows. Of a very long one, a window in which the column stands at a fixed place."""
    if len(line) <= EXCERPT_LINE_LIMIT:
        return line
    start = column - 1 - EXCERPT_LEAD
    if start <= 1:
        return line[: EXCERPT_LINE_LIMIT - 50] + "…"
    window = line[start : start + EXCERPT_LEAD + 80]
    return "…" + window + ("…" if start + EXCERPT_LEAD + 80 < len(line) else "")


def _shown(value: object) -> str:
    if isinstance(value, Term):
        return value
    return escaped(value) if isinstance(value, Whole) else quoted(value)


class Rejected(Exception):  # noqa: N818  the name says what happened to the input
    """What was given cannot be used: the problems say why, the border says whose it is."""

    def __init__(self, problems: tuple[Problem, ...], border: Border) -> None:
        super().__init__(problems, border)
        self.problems = problems
        self.border: Border = border

    def __str__(self) -> str:
        if not self.problems:
            return f"{self.border}: rejected"
        first = self.problems[0]
        place = f"{first.span}: " if first.span else ""
        more = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        return f"{self.border}: {place}{first.code} {first.message()}{more}"
