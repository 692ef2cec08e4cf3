"""Bytes to text. In: the bytes of a file. Out: text, and the line and column of any offset in it.

Guaranteed: valid UTF-8 within the size limit, without a byte order mark. Lines end at LF, CR LF or CR.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from engine.ground.problems import Problems
from engine.ground.spans import Span

if TYPE_CHECKING:
    from pathlib import Path

PROFILE_LIMIT = 1_000_000
POLICY_LIMIT = 2_000_000
_NOT_A_FILE = {
    False: ("there is no such file", "ce fichier n'existe pas"),
    True: ("it is a folder, or another thing that is no file", "c'est un dossier, ou autre chose qu'un fichier"),
}
_BREAK = re.compile(r"\r\n|\n|\r")
_OTHER_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}
_AT_MOST = 20  # problems of one sort reported for one file


class Places:
    """Line and column of offsets in a text."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]

    def span(self, start: int, end: int) -> Span:
        """The span between two offsets, the end exclusive."""
        starts = self._starts
        line, end_line = bisect_right(starts, start), bisect_right(starts, end)
        return Span(self._file, line, start - starts[line - 1] + 1, end_line, end - starts[end_line - 1] + 1)


def decode(data: bytes, file: str, problems: Problems, limit: int) -> str | None:
    """The text of a file, told to `problems` as a source of excerpts; None with a problem if it is not text."""
    if len(data) > limit:
        problems.add("PE101", Span(file, 1, 1, 1, 1), size=_grouped(len(data)), limit=_grouped(limit))
        return None
    for mark, encoding in _OTHER_MARKS.items():
        if data.startswith(mark):
            problems.add("PE103", Span(file, 1, 1, 1, 1), encoding=encoding)
            return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _not_utf8(data, error, file, problems)
        return None
    problems.source(file, text)
    if not text.strip():
        problems.add("PE104", Span(file, 1, 1, 1, 1))
        return None
    return text


def read_bytes(path: str | Path, file: str, problems: Problems, limit: int) -> bytes | None:
    """The bytes of a file, its size looked at first: a file over the limit is never read whole."""
    try:
        if not os.path.isfile(path):
            reason, french = _NOT_A_FILE[os.path.exists(path)]
            problems.add("PE108", None, file, file=file, reason=reason, reason_fr=french)
            return None
        with open(path, "rb") as stream:
            data = stream.read(limit + 1)
        size = max(len(data), os.stat(path).st_size)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problems.add("PE108", None, file, file=file, reason=reason, reason_fr=reason)
        return None
    if size > limit:
        problems.add("PE101", Span(file, 1, 1, 1, 1), size=_grouped(size), limit=_grouped(limit))
        return None
    return data


def report_each(pattern: re.Pattern[str], text: str, file: str, problems: Problems, code: str) -> bool:
    """A problem at each match of a pattern, the first twenty; True if there was one."""
    places: Places | None = None
    for number, found in enumerate(pattern.finditer(text)):
        if number == _AT_MOST:
            break
        places = places or Places(file, text)
        start = found.start("at") if "at" in pattern.groupindex else found.start()
        char = ord(text[start])
        problems.add(code, places.span(start, start + 1), char=f"U+{char:04X}")
    return places is not None


def _not_utf8(data: bytes, error: UnicodeDecodeError, file: str, problems: Problems) -> None:
    text = data[: error.start].decode("utf-8-sig", "replace")
    problems.source(file, data.decode("utf-8-sig", "replace"))
    place = Places(file, text).span(len(text), len(text))
    span = Span(file, place.line, place.column, place.line, place.column + 1)
    problems.add("PE102", span, byte=f"0x{data[error.start]:02X}", offset=error.start + 1)


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", " ")
