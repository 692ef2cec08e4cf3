"""Tables in memory: Arrow columns in, decision columns out.

In: a policy folder and what to select. Out: a function of tables. Newly guaranteed: the result has one row for each of the
table, in order, with the columns of a file of results.
"""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa

from engine.api.policyset import PolicySet, load
from engine.batch.columns import Chunk, Met
from engine.batch.kernel import Decider
from engine.batch.layout import facts_among
from engine.batch.model import CHEAP, Deciding, Job
from engine.batch.selection import fields_of
from engine.batch.write import schema_of, table_of


def decide_table(
    policies: PolicySet | str | Path | None = None,
    select: tuple[str, ...] = CHEAP,
    *,
    as_of: datetime.date | None = None,
    office: str | None = None,
    presume: bool = True,
    today: datetime.date | None = None,
    rows: int = 262_144,
    threads: int = 1,
) -> Callable[[Any], Any]:
    """What decides tables whose columns are named by fact. rows: profiles decided at once; threads: how many such stretches."""
    found = policies if isinstance(policies, PolicySet) else load(policies)
    deciding = Deciding(None, today or datetime.date.today(), as_of, office, presume)
    job = Job("", "", "parquet", "parquet", deciding, select)
    fields = fields_of(select, found.book)
    schema = schema_of(fields, job, pa.string())
    own = threading.local()  # what a decider keeps of one stretch helps it with the next: each thread has its own

    def stretch(table: Any, names: Iterable[str], start: int) -> Any:
        if not hasattr(own, "decider"):
            own.decider, own.met = Decider(found, deciding, fields), Met()
        some = table.slice(start, rows)
        columns = {name: own.met.column(name, some.column(name)) for name in names}
        chunk = Chunk(start + 1, some.num_rows, columns, None)
        return table_of(chunk, own.decider.decide(chunk), schema, job)

    workers = ThreadPoolExecutor(threads) if threads > 1 else None

    def decide(table: Any) -> Any:
        names = tuple(facts_among(table.column_names, found.book, job))
        starts = range(0, table.num_rows, rows)
        parts = (workers.map if workers is not None else map)(lambda start: stretch(table, names, start), starts)
        return pa.concat_tables(parts) if starts else schema.empty_table()

    return decide
