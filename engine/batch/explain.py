"""The profile of one row, to look at it alone.

In: a batch and the number of a row. Out: the profile as it would stand in a file of its own. Newly guaranteed: deciding it
gives what the batch gave.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.batch.columns import Chunk
from engine.batch.kernel import nested
from engine.batch.model import Job
from engine.batch.needs import refused
from engine.batch.source import Source
from engine.document.json_text import read_json
from engine.document.nodes import Document
from engine.ground.problems import Problems, Rejected
from engine.linked.model import Rulebook


def profile_of(job: Job, path: str, row: int, book: Rulebook) -> Mapping[str, object] | Document:
    """The profile in a row, from 1; raises `Rejected` where there is no such row, or where it is no profile."""
    source = Source(path, book, job)
    units, _ = source.cut()
    for unit in units:
        if unit.first <= row < unit.first + unit.rows:
            return _row(source.chunk(unit), row - unit.first, job)
    raise refused("PE872", row=row, rows=sum(unit.rows for unit in units))


def _row(chunk: Chunk, at: int, job: Job) -> Mapping[str, object] | Document:
    if at in chunk.broken:
        raise Rejected(chunk.broken[at], "profile")
    if at in chunk.odd:
        problems = Problems()
        document = read_json(chunk.odd[at], "profile.json", problems)
        if document is None:
            raise Rejected(problems.sorted(), "profile")
        return document
    told: dict[str, object] = {}
    for name in sorted(chunk.columns):
        column = chunk.columns[name]
        code = int(column.codes[at])
        if code >= 0:
            told[name] = column.values[code]
        elif job.nulls == "unknown":
            told[name] = None
    return nested(told)
