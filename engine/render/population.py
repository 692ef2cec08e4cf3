"""Rows of a synthetic population as text, and what is said of them.

In: rows. Out: lines of JSON or CSV, bytes. Newly guaranteed: the mark stands first in every row.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from engine.analysis.population.rows import Row
from engine.facts.case import Told
from engine.facts.synthetic import KEY

TOGETHER = 512
"""Rows written at once."""
MEMBERS = "|"
"""Between the members of a set in a cell."""


def json_lines(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[bytes]:
    """A profile a line, nested as profiles are, the mark under `id`."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    place = {name: (group, fact) for name in columns for group, _, fact in [name.rpartition(".")]}
    lines: list[str] = []
    for row in rows:
        profile: dict[str, object] = {KEY: row.id}
        for name, value in row.told.items():
            group, fact = place[name]
            if group:
                inner = profile.get(group)
                if inner is None:
                    profile[group] = {fact: value}
                else:
                    inner[fact] = value  # type: ignore[index]  # groups are made here
            else:
                profile[fact] = value
        lines.append(encode(profile))
        if len(lines) == TOGETHER:
            yield ("\n".join(lines) + "\n").encode()
            lines.clear()
    if lines:
        yield ("\n".join(lines) + "\n").encode()


def csv_lines(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[bytes]:
    """A table: the mark, then a column a fact; an empty cell tells nothing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((KEY, *columns))
    for number, row in enumerate(rows, 1):
        get = row.told.get
        writer.writerow((row.id, *[_cell(get(name)) for name in columns]))
        if number % TOGETHER == 0:
            yield _taken(text)
    if text.tell():
        yield _taken(text)


def _cell(value: Told | None) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return MEMBERS.join(map(str, value)) if value else "[]"
    return value


def _taken(text: io.StringIO) -> bytes:
    found = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return found


WRITERS: dict[str, Callable[[Iterable[Row], Sequence[str]], Iterator[bytes]]] = {"jsonl": json_lines, "csv": csv_lines}
