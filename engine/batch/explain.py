"""The profiles of rows, to look at each alone.

In: a batch and the number of a row, or a file. Out: profiles as they would stand in files of their own. Newly guaranteed:
deciding one gives what the batch gave.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from engine.batch.columns import Chunk
from engine.batch.model import ENDINGS, Deciding, Job
from engine.batch.needs import refused
from engine.batch.source import Source
from engine.document.json_text import read_json
from engine.document.nodes import Document
from engine.facts.nesting import nested
from engine.ground.problems import Problems, Rejected
from engine.ground.records import replace
from engine.linked.model import Rulebook


def profile_of(job: Job, path: str, row: int, book: Rulebook) -> Mapping[str, object] | Document:
    """The profile in a row, from 1; raises `Rejected` where there is no such row, or where it is no profile."""
    source = Source(path, book, job)
    units, _ = source.cut()
    for unit in units:
        if unit.first <= row < unit.first + unit.rows:
            return _row(source.chunk(unit), row - unit.first, job)
    raise refused("PE872", row=row, rows=sum(unit.rows for unit in units))


def profiles_in(path: str, book: Rulebook) -> Iterator[tuple[int, Mapping[str, object] | Document | Rejected]]:
    """The rows of a file, of the format that its ending names: number, and profile or why it is none. `id` is passed over."""
    source, job = _opened(path, book)
    for unit in source.cut()[0]:
        chunk = source.chunk(unit)
        for at in range(unit.rows):
            try:
                yield unit.first + at, _row(chunk, at, job)
            except Rejected as rejected:
                yield unit.first + at, rejected


def _opened(path: str, book: Rulebook) -> tuple[Source, Job]:
    form = next((form for ending, form in ENDINGS.items() if path.endswith(ending)), "jsonl")
    job = Job(path, "", form, form, Deciding(None, datetime.date.today()), ids="id")
    try:
        return Source(path, book, job), job
    except Rejected as rejected:
        if [problem.code for problem in rejected.problems] != ["PE865"]:
            raise
    job = replace(job, ids=None)
    return Source(path, book, job), job


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
