"""Rows that are no profile, with what is wrong.

In: a chunk and its decisions. Out: one JSON line a row. Newly guaranteed: each line names its row and has a code, a path and a
message.
"""

from __future__ import annotations

import json

from engine.batch.columns import Chunk
from engine.batch.model import ROW, Job
from engine.batch.results import Decisions
from engine.ground.problems import Problem

SAID = ("code", "path", "message", "help", "nearest")


def reject_lines(chunk: Chunk, decisions: Decisions, job: Job) -> bytes:
    """The rejected rows of a chunk, in order."""
    lines = []
    for row in sorted(decisions.wrong):
        found: dict[str, object] = {ROW: chunk.first + row}
        if job.ids is not None:
            found[job.ids] = chunk.ids[row].as_py() if chunk.ids is not None else None
        found["problems"] = [_said(problem, job.lang) for problem in decisions.wrong[row]]
        lines.append(json.dumps(found, ensure_ascii=False, default=str) + "\n")
    return "".join(lines).encode("utf-8", "replace")


def _said(problem: Problem, lang: str) -> dict[str, object]:
    whole = problem.as_dict(lang)
    return {name: whole[name] for name in SAID if whole[name]}
