"""What an unquoted YAML word means. In: the word. Out: null, a boolean, a number or text (YAML 1.2 core schema).

Two narrowings: digits after a leading zero stay text (`011`, a postcode), and so do hexadecimal and octal numbers.
"""

from __future__ import annotations

import math
import re

from engine.document.nodes import MAX_NUMBER

_CONSTANTS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_FIRST = frozenset("-+.0123456789")
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


class BadNumber(Exception):  # noqa: N818  caught by the reader, which reports its code
    """A number we do not accept: `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def resolve(word: str) -> bool | int | float | str | None:
    """The value of an unquoted word."""
    if word in _CONSTANTS:
        return _CONSTANTS[word]
    if word[0] not in _FIRST:
        return word
    if _INTEGER.fullmatch(word):
        return _integer(word)
    if _FLOAT.fullmatch(word):
        return _float(word)
    if _NOT_FINITE.fullmatch(word):
        raise BadNumber("PE110")
    return word


def _integer(word: str) -> int:
    if len(word) > 17 or abs(int(word)) > MAX_NUMBER:
        raise BadNumber("PE109")
    return int(word)


def _float(word: str) -> float:
    value = float(word)
    if not math.isfinite(value) or abs(value) > MAX_NUMBER:
        raise BadNumber("PE109")
    return value
