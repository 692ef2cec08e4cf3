"""Texts cut into stretches that stand alone: whole lines, never inside a quoted cell.

In: the bytes of a CSV or JSON Lines file. Out: `Unit`s with the number of their first row. Newly guaranteed: rows are counted
as the reading of a stretch counts them; memory holds one stretch at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.batch.model import Unit
from engine.batch.needs import refused

BLOCK = 4 << 20
"""Bytes of a stretch, more or less."""
LONGEST = 64 << 20
"""Bytes in which a line must end."""
BOM = b"\xef\xbb\xbf"


def csv_lines(data: bytes) -> int:
    """The rows in whole lines of CSV, empty lines apart."""
    if b'"' in data:
        data = b'"'.join(data.split(b'"')[::2])
    return json_lines(data)


def json_lines(data: bytes) -> int:
    """The lines that are not empty."""
    return sum(1 for line in data.split(b"\n") if line.strip())


def stretches(path: str, start: int, quotes: bool, seen: Callable[[bytes], object], size: int = BLOCK) -> Iterator[Unit]:
    """The file from an offset in whole lines; `seen` gets every byte of it, the part before the offset included.

    size: bytes of a stretch, more or less.
    """
    counted = csv_lines if quotes else json_lines
    with open(path, "rb") as file:
        seen(file.read(start))
        first, number, waiting = 1, 0, b""
        while True:
            block = file.read(size)
            seen(block)
            waiting += block
            cut = _last_line(waiting, quotes) if block else len(waiting)
            if cut:
                rows = counted(waiting[:cut])
                if rows:
                    yield Unit(number, first, rows, start, start + cut)
                    number += 1
                first, start, waiting = first + rows, start + cut, waiting[cut:]
            if not block:
                return
            if len(waiting) > LONGEST:
                raise refused("PE867", row=first, limit=LONGEST >> 20)


def _last_line(data: bytes, quotes: bool) -> int:
    """The end of the last whole line; a line break inside quotes ends none."""
    end = len(data)
    while True:
        end = data.rfind(b"\n", 0, end)
        if end < 0:
            return 0
        if not quotes or data.count(b'"', 0, end) % 2 == 0:
            return end + 1
