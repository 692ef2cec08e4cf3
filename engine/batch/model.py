"""What a batch is asked to do, and what came of it.

In: nothing (made by the command and by `engine.batch.run`). Out: frozen values that cross processes.
Newly guaranteed: nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from engine.ground.records import dataclass

CHEAP = ("entitlement", "ground", "procedure")
"""What is written of each profile unless something else is asked."""
ROW, PROBLEM = "row", "problem"
FORMATS = ("csv", "jsonl", "parquet")
ENDINGS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
}


@dataclass(frozen=True, slots=True)
class Deciding:
    """How each profile is decided, as for one: office and as_of prevail over the profile; today stands in for a missing day."""

    policies: str | None
    today: datetime.date
    as_of: datetime.date | None = None
    office: str | None = None
    presume: bool = True


@dataclass(frozen=True, slots=True)
class Job:
    """One batch. ids: the column to carry through. nulls: what an empty cell means, "missing" or "unknown".

    ignore: columns that are no facts are left out instead of refused. rows: profiles decided at once.
    """

    source: str
    target: str
    read_as: str
    write_as: str
    deciding: Deciding
    select: tuple[str, ...] = CHEAP
    ids: str | None = None
    nulls: str = "missing"
    ignore: bool = False
    rejects: str = ""
    lang: str = "en"
    rows: int = 131_072


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of the input: bytes of a text (start, end), or rows of a row group (group, start, end)."""

    number: int
    first: int
    rows: int
    start: int
    end: int
    group: int = -1


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a unit: rows, rows rejected, rows by outcome."""

    number: int
    rows: int
    rejected: int
    outcomes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a batch."""

    rows: int
    rejected: int
    outcomes: Mapping[str, int]
    seconds: float
    resumed: int
    """Units that an earlier run had finished."""

    def as_json(self, job: Job, digest: str) -> dict[str, object]:
        """The summary as JSON values."""
        return {
            "input": job.source,
            "output": job.target,
            "rejects": job.rejects,
            "policies": digest,
            "as_of": job.deciding.as_of.isoformat() if job.deciding.as_of else None,
            "today": job.deciding.today.isoformat(),
            "office": job.deciding.office,
            "presume": "listed" if job.deciding.presume else "none",
            "select": list(job.select),
            "rows": self.rows,
            "rejected": self.rejected,
            "outcomes": dict(self.outcomes),
            "seconds": round(self.seconds, 3),
            "parts_resumed": self.resumed,
        }


def form_of(name: str) -> str | None:
    """The format that the ending of a file names."""
    return next((form for ending, form in ENDINGS.items() if name.lower().endswith(ending)), None)
