"""Lines on a screen.

In: headings, paragraphs, labelled lines. Out: text. Newly guaranteed: lines fit the width (`text`), or stand one sentence a line
without boxes, symbols or colours (`plain`, for screen readers); French punctuation never begins a line.
"""

from __future__ import annotations

import re

from engine.ground.records import dataclass, field
from engine.render.dates import MONTHS
from engine.render.words import word

TEXT, PLAIN = "text", "plain"
_STYLES = {"bold": "1", "dim": "2", "good": "1;32", "wait": "1;33", "bad": "1;31", "open": "1;36", "warn": "33"}
_MONTHS_EN, _MONTHS_FR = ("|".join(MONTHS[lang]) for lang in ("en", "fr"))
_NARROW = re.compile(r" (?=[;!?])")
_OPENING, _CLOSING = re.compile("« ?"), re.compile(" ?»")
_TOGETHER = r"|(?<=\+\d\d) |(?<=\d) (?=(?:\d{2,3})\b(?!\d))|(?<=\bart\.) |(?<=\bCedex) (?=\d)"
"""Figures of one number (36 46), an article and a Cedex with its number stand on one line."""
_ENGLISH = re.compile(rf"(?<=\b\d) (?={_MONTHS_EN})|(?<=\b\d\d) (?={_MONTHS_EN}){_TOGETHER}")
_WIDE = re.compile(
    rf"(?<=«) | (?=[:»])|(?<=[LRD]\.) (?=\d)|(?<=\bn°) |(?<=\b\d) (?={_MONTHS_FR})|(?<=\b\d\d) (?={_MONTHS_FR})"
    rf"|(?<=\b1er) (?={_MONTHS_FR}){_TOGETHER}"
)


def french(text: str) -> str:
    """No-break spaces where French typography wants them."""
    return _WIDE.sub("\u00a0", _NARROW.sub("\u202f", text))


def english(text: str) -> str:
    """Quotation marks of English; no-break spaces in dates and numbers."""
    return _ENGLISH.sub("\u00a0", _CLOSING.sub("”", _OPENING.sub("“", text)))


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """The text on lines of a width; `first` and `rest` stand before the first and the other lines."""
    rest = " " * len(first) if rest is None else rest
    lines, line, empty = [], first, True
    for token in text.split(" "):  # not at no-break spaces, which split() would take too
        if not empty and len(line) + 1 + len(token) > width:
            lines.append(line)
            line, empty = rest, True
        line = line + token if empty else f"{line} {token}"
        empty = False
    lines.append(line)
    return [found.rstrip() for found in lines]


@dataclass(slots=True)
class Page:
    """Collects lines."""

    lang: str
    format: str = TEXT
    color: bool = False
    width: int = 80
    lines: list[str] = field(default_factory=list)

    @property
    def plain(self) -> bool:
        """Whether it is read aloud."""
        return self.format == PLAIN

    def paint(self, text: str, style: str) -> str:
        """Coloured, where colours are wanted."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.color and text else text

    def heading(self, text: str) -> None:
        """A heading, after an empty line."""
        if self.lines and self.lines[-1]:
            self.lines.append("")
        text = self._typed(text)
        self.lines.append(self.paint(text, "bold"))
        if not self.plain:
            self.lines.append(self.paint("─" * min(len(text), self.width), "dim"))

    def line(self, text: str, indent: int = 0, style: str | None = None, bullet: str = "") -> None:
        """A paragraph."""
        text = self._typed(text)
        if self.plain:
            self.lines.append(f"{bullet.strip('•- ')} {text}".strip())
            return
        found = wrapped(text, self.width, " " * indent + bullet)
        self.lines += [self.paint(line, style) if style else line for line in found]

    def beside(self, text: str, mark: str, rest: str, style: str | None = None) -> None:
        """A paragraph beside a line that is drawn: `mark` stands before its first line, `rest` before the others."""
        text = self._typed(text)
        if self.plain:
            self.lines.append(text)
            return
        found = wrapped(text, self.width, mark, rest)
        self.lines += [self.paint(line, style) if style else line for line in found]

    def labelled(self, label: str, text: str, indent: int = 0, column: int = 0, style: str | None = None) -> None:
        """`label: text`; with a column, the text stands in it."""
        if self.plain or not column:
            self.line(word("colon", self.lang, label=label, text=text), indent, style)
            return
        label = self._typed(label)
        first = " " * indent + label.ljust(column)
        found = wrapped(self._typed(text), self.width, first, " " * (indent + column))
        head = found[0][: indent + len(label)]
        self.lines.append(self.paint(head, "dim") + found[0][len(head) :])
        self.lines += found[1:]

    def gap(self) -> None:
        """An empty line."""
        if not self.plain:
            self.lines.append("")

    def text(self) -> str:
        """Everything."""
        return "\n".join(self.lines)

    def _typed(self, text: str) -> str:
        return french(text) if self.lang == "fr" else english(text)
