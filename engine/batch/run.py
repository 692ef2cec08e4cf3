"""A batch from its input to its output.

In: a `Job`. Out: the files, and a `Summary`. Newly guaranteed: one result a profile, in order, whatever the number of processes;
memory holds a few chunks; what was finished before an interruption is kept.
"""

from __future__ import annotations

import datetime
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import get_context

import numpy as np

from engine.api.policyset import PolicySet, load
from engine.batch.columns import EMPTY, Chunk, Column
from engine.batch.joining import Joining
from engine.batch.kernel import Decider
from engine.batch.model import Done, Job, Summary, Unit
from engine.batch.needs import refused
from engine.batch.parts import Parts, clear
from engine.batch.rejects import reject_lines
from engine.batch.results import Coded, Decisions
from engine.batch.selection import check_ids, fields_of
from engine.batch.source import Source
from engine.batch.write import schema_of, table_of, write_part
from engine.decision.model import UNDETERMINED
from engine.ground.records import replace

Tell = Callable[[int, int], None]
"""Told rows done, of rows in all."""
SLOW_ROWS = 1_024
"""Profiles of a part where each needs a decision of its own: what an interruption can lose, and when progress is told."""
EVERY = 0.2
"""Seconds between looks at what other processes have finished."""
PATIENCE, WORTH = 0.5, 3.0
"""Seconds for which one process decides before it asks whether others would help; seconds of work left from which they do."""


class Worker:
    """Decides units of one input."""

    def __init__(self, path: str, job: Job, policies: PolicySet | None = None) -> None:
        self._job = job
        self.policies = load(job.deciding.policies) if policies is None else policies
        fields = fields_of(job.select, self.policies.book)
        check_ids(job.ids, fields)
        self._decider = Decider(self.policies, job.deciding, fields)
        self.source = Source(path, self.policies.book, job)
        self.schema = schema_of(fields, job, self.source.ids)

    def work(self, unit: Unit, parts: Parts, chunk: Chunk) -> Done:
        """Decide a unit and keep its part."""
        if self._job.nulls == "unknown":
            chunk = _asked(chunk)
        decisions = self._decider.decide(chunk)
        table = table_of(chunk, decisions, self.schema, self._job)
        done = Done(unit.number, chunk.rows, len(decisions.wrong), outcomes_of(decisions, chunk.rows))
        parts.keep(done, lambda out: write_part(table, self._job, out), reject_lines(chunk, decisions, self._job))
        return done


def _asked(chunk: Chunk) -> Chunk:
    """Empty cells as answers "I do not know"."""
    columns = {}
    for name, column in chunk.columns.items():
        codes = np.where(column.codes == EMPTY, len(column.values), column.codes).astype(np.int32)
        columns[name] = Column(codes, [*column.values, None])
    return replace(chunk, columns=columns)


def outcomes_of(decisions: Decisions, rows: int) -> dict[str, int]:
    """Rows by entitlement, where that was asked."""
    for coded in decisions.columns:
        if coded.field.name == "entitlement" and isinstance(coded, Coded):
            counts = np.bincount(coded.codes.astype(np.int32) + 1, minlength=len(coded.labels) + 1).tolist()
            return {str(label): count for label, count in zip(coded.labels, counts[1:], strict=False) if count}
    return {}


def run_batch(
    job: Job, path: str, folder: str, policies: PolicySet, *, jobs: int = 1, resume: bool = False, tell: Tell | None = None
) -> Summary:
    """Decide the file at `path` (which `job` calls its source); parts are kept in `folder`."""
    began = time.monotonic()
    if any(field.slow for field in fields_of(job.select, policies.book)):
        job = replace(job, rows=min(job.rows, SLOW_ROWS))
    clear(job.target, job.rejects)
    parts = Parts(folder, job)
    job = _same_day(job, parts) if resume else job
    worker = Worker(path, job, policies)
    units, digest = worker.source.cut()
    finished = parts.begin(_manifest(job, worker.policies.digest, digest, units), resume=resume)
    total = sum(unit.rows for unit in units)
    with Joining(parts, worker.schema, [unit.number for unit in units]) as joining:
        for number in finished:
            joining.ready(number)
        waiting = [unit for unit in units if unit.number not in finished]
        found = _alone(worker, parts, waiting, joining, total, tell, _help_pays if jobs > 1 else None)
        if rest := waiting[len(found) :]:
            found += _several(job, path, rest, jobs, parts, joining, tell, total)
    done = [*finished.values(), *found]
    outcomes: Counter[str] = Counter()
    for one in done:
        outcomes.update(one.outcomes)
    order = [*_values(worker.policies), UNDETERMINED]
    counted = {name: outcomes[name] for name in order if outcomes[name]}
    return Summary(total, sum(one.rejected for one in done), counted, time.monotonic() - began, len(finished))


def _values(policies: PolicySet) -> tuple[str, ...]:
    fact = policies.book.facts.get("entitlement")
    return fact.values if fact is not None else ()


def _same_day(job: Job, parts: Parts) -> Job:
    """A run that goes on keeps the day on which it began, for profiles that tell none."""
    kept = parts.kept()
    if kept is None:
        return job
    try:
        today = datetime.date.fromisoformat(str(kept.get("today")))
    except ValueError:
        raise refused("PE871", folder=parts.folder, differing=["today"]) from None
    return replace(job, deciding=replace(job.deciding, today=today))


def _manifest(job: Job, policies: str, digest: str, units: list[Unit]) -> dict[str, object]:
    deciding = job.deciding
    return {
        "input": digest,
        "policies": policies,
        "today": deciding.today.isoformat(),
        "as_of": deciding.as_of.isoformat() if deciding.as_of else None,
        "office": deciding.office,
        "presume": deciding.presume,
        "read_as": job.read_as,
        "write_as": job.write_as,
        "select": list(job.select),
        "id": job.ids,
        "nulls": job.nulls,
        "ignore": job.ignore,
        "lang": job.lang,
        "units": len(units),
        "rows": job.rows,
    }


def _help_pays(seconds: float, rows: int, left: int) -> bool:
    """Whether what is left takes long enough for other processes to be started: each reads the policies anew."""
    return seconds >= PATIENCE and left * seconds > WORTH * rows


def _alone(
    worker: Worker, parts: Parts, units: list[Unit], joining: Joining, total: int, tell: Tell | None,
    leave: Callable[[float, int, int], bool] | None = None,
) -> list[Done]:  # fmt: skip
    """Decide in this process, while the next unit is read and the last ones are written. leave: whether to stop between units,
    from the seconds taken, the rows decided and those left.
    """
    found: list[Done] = []
    before = rows = total - sum(unit.rows for unit in units)
    began = time.monotonic()
    with ThreadPoolExecutor(1) as reading:
        coming = reading.submit(worker.source.chunk, units[0]) if units else None
        for at, unit in enumerate(units):
            assert coming is not None
            chunk = coming.result()
            coming = reading.submit(worker.source.chunk, units[at + 1]) if at + 1 < len(units) else None
            found.append(worker.work(unit, parts, chunk))
            rows += unit.rows
            if tell is not None:
                tell(rows, total)
            joining.ready(unit.number)
            if leave is not None and leave(time.monotonic() - began, rows - before, total - rows):
                break
    return found


# several processes -----------------------------------------------------------------------------------------------------

_worker: tuple[Worker, Parts] | None = None


def _ready(path: str, job: Job, folder: str) -> None:
    global _worker
    _worker = Worker(path, job), Parts(folder, job)


def _stretch(units: list[Unit]) -> list[Done]:
    assert _worker is not None
    worker, parts = _worker
    return [worker.work(unit, parts, worker.source.chunk(unit)) for unit in units]


def _several(
    job: Job, path: str, units: list[Unit], jobs: int, parts: Parts, joining: Joining, tell: Tell | None, total: int
) -> list[Done]:
    """Each process takes stretches of units that follow one another."""
    tasks, found = list(_stretches(units, jobs)), []
    with _pool(ProcessPoolExecutor(jobs, get_context("spawn"), _ready, (path, job, parts.folder))) as pool:
        waiting = {pool.submit(_stretch, task) for task in tasks}
        while waiting:
            finished, waiting = wait(waiting, EVERY, FIRST_COMPLETED)
            for done in (done for future in finished for done in future.result()):
                found.append(done)
                joining.ready(done.number)
            if tell is not None:
                tell(parts.count(), total)
    return found


@contextmanager
def _pool(pool: ProcessPoolExecutor) -> Iterator[ProcessPoolExecutor]:
    """A pool that does not begin what waits once something went wrong."""
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    pool.shutdown()


def _stretches(units: list[Unit], jobs: int) -> Iterator[list[Unit]]:
    """A few stretches for each process, of units of one row group."""
    size = max(1, -(-len(units) // (jobs * 4)))
    for start in range(0, len(units), size):
        yield units[start : start + size]
