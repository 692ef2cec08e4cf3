"""The words of JSON. In: text and a position. Out: strings, numbers and constants, one at a time.

Mistakes that leave no doubt about what was meant are reported and passed over; the others raise `Halt` once reported.
"""

from __future__ import annotations

import math
import re
from typing import NoReturn

from engine.document.nodes import MAX_NUMBER
from engine.document.text import Places
from engine.ground.problems import Problems, Term

_BLANK = re.compile(r"[ \t\n\r]*")
_COMMENT = re.compile(r"//[^\n\r]*|/\*.*?\*/|#[^\n\r]*", re.DOTALL)
_PLAIN = {'"': re.compile(r'[^"\\\x00-\x1f]*'), "'": re.compile(r"[^'\\\x00-\x1f]*")}
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HEX = re.compile(r"[0-9a-fA-F]{4}")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORD = re.compile(r"[-+]?[\w.$]+(?:(?<=[eE])[-+]\w+)?")
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_MEANT = {"True": "true", "TRUE": "true", "False": "false", "FALSE": "false", "None": "null", "nil": "null",
          "undefined": "null", "Null": "null", "NULL": "null"}  # fmt: skip
_END, _VALUE, _KEY = Term("json.end"), Term("json.value"), Term("json.key")
_NOT_FINITE = frozenset({"nan", "inf", "infinity"})


class Halt(Exception):  # noqa: N818  no error of ours: the problem is already reported
    """Reading cannot go on."""


class Scanner:
    """A position in a text, and what is read there."""

    def __init__(self, text: str, places: Places, problems: Problems) -> None:
        self._text = text
        self._places = places
        self._problems = problems
        self.position = 0
        self.last_end = 0

    def blank(self) -> None:
        """Pass blanks, and comments with a problem each."""
        while True:
            found = _BLANK.match(self._text, self.position)
            self.position = found.end() if found else self.position
            comment = _COMMENT.match(self._text, self.position)
            if comment is None:
                return
            self._report("PE123", self.position, comment.end())
            self.position = comment.end()

    def char(self) -> str:
        """The character here, or nothing at the end."""
        return self._text[self.position : self.position + 1]

    def peek(self) -> str:
        """The next character that is not blank."""
        self.blank()
        return self.char()

    def after(self, end: int) -> int:
        """The end of a span that begins where something is missing: one character, none at the end of a line."""
        return end if self._text[end : end + 1] in ("", "\n", "\r") else end + 1

    def rest(self) -> str:
        """What stands here, to be quoted."""
        return self._text[self.position : self.position + 200].split("\n")[0]

    def fail(self, code: str, length: int, **args: object) -> NoReturn:
        """Report a problem here and stop."""
        self._report(code, self.position, min(len(self._text), self.position + length), **args)
        raise Halt

    def _report(self, code: str, start: int, end: int, **args: object) -> None:
        self._problems.add(code, self._places.span(start, end), "", **args)

    def scalar(self, char: str) -> bool | int | float | str | None:
        """A string, a number or a constant."""
        if char in ('"', "'") and char:
            return self._string(char)
        start = self.position
        word = _WORD.match(self._text, start)
        if word is None:
            self._no_value(char)
        self.position = self.last_end = word.end()
        text = word[0]
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        number = _NUMBER.fullmatch(text)
        if number is not None:
            return self._number(text, start, whole=number[1] is None and number[2] is None)
        self._bad_word(text, start)
        return None

    def _no_value(self, char: str) -> NoReturn:
        if not char:
            self.position = len(self._text.rstrip())
            self.fail("PE132", 1, expected=_VALUE, found=_END)
        self.fail("PE132", 1, expected=_VALUE, found=f"`{char}`")

    def _number(self, text: str, start: int, whole: bool) -> int | float:
        if whole and len(text) <= 17:
            value: int | float = int(text)
        else:
            value = float(text)
        if not math.isfinite(value) or abs(value) > MAX_NUMBER:
            self._report("PE109", start, self.position, value=text)
            return 0
        return value

    def _bad_word(self, text: str, start: int) -> None:
        bare = text.lstrip("+-")
        if bare.lower() in _NOT_FINITE:
            self._report("PE110", start, self.position, value=text)
        elif text in _MEANT:
            self._report("PE133", start, self.position, found=text, expected=_MEANT[text], nearest=_MEANT[text])
        elif bare[:1].isdigit() or bare[:1] == "." or text[0] in "+-":
            self._report("PE126", start, self.position, value=text)
        else:
            self._report("PE134", start, self.position, found=text)

    def key(self) -> str:
        """A key: text in double quotes."""
        char = self.peek()
        if char in ('"', "'") and char:
            return self._string(char)
        word = _WORD.match(self._text, self.position)
        if word is None:
            self._no_key(char)
        self._report("PE129", self.position, word.end(), key=word[0])
        self.position = self.last_end = word.end()
        return word[0]

    def _no_key(self, char: str) -> NoReturn:
        if char == ",":
            self.fail("PE132", 1, expected=_KEY, found=f"`{char}`")
        self.position = self.position if char else len(self._text.rstrip())
        self.fail("PE132", 1, expected=_KEY, found=f"`{char}`" if char else _END)

    def colon(self, key: str) -> None:
        """The colon between a key and its value."""
        end = self.last_end
        if self.peek() == ":":
            self.position += 1
            return
        if self.char() == "=":
            self.fail("PE128", 1, key=key)
        self._report("PE128", end, self.after(end), key=key)
        raise Halt

    def _string(self, quote: str) -> str:
        start = self.position
        self.position += 1
        parts: list[str] = []
        plain = _PLAIN[quote]
        while True:
            found = plain.match(self._text, self.position)
            if found:
                parts.append(found[0])
                self.position = found.end()
            char = self.char()
            if char == quote:
                break
            if char == "\\":
                parts.append(self._escape())
            elif char and char not in "\n\r":
                self._report("PE105", self.position, self.position + 1, char=f"U+{ord(char):04X}")
                self.position += 1
            else:
                self._report("PE124", start, self.position)
                raise Halt
        self.position += 1
        self.last_end = self.position
        if quote == "'":
            self._report("PE122", start, self.position)
        return "".join(parts)

    def _escape(self) -> str:
        start = self.position
        kind = self._text[start + 1 : start + 2]
        if kind in _ESCAPES and kind:
            self.position += 2
            return _ESCAPES[kind]
        unit = self._hex(start) if kind == "u" else None
        if unit is None:
            self.position += 2 if kind not in ("", "\n", "\r") else 1
            self._report("PE125", start, self.position, escape=self._text[start : self.position])
            return ""
        self.position += 6
        if 0xD800 <= unit < 0xDC00:
            return self._pair(start, unit)
        if 0xDC00 <= unit < 0xE000:
            self._report("PE111", start, self.position, escape=self._text[start : self.position])
            return ""
        return chr(unit)

    def _pair(self, start: int, high: int) -> str:
        low = self._hex(self.position) if self._text.startswith("\\u", self.position) else None
        if low is None or not 0xDC00 <= low < 0xE000:
            self._report("PE111", start, self.position, escape=self._text[start : self.position])
            return ""
        self.position += 6
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))

    def _hex(self, start: int) -> int | None:
        found = _HEX.match(self._text, start + 2)
        return int(found[0], 16) if found else None
