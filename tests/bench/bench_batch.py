"""How fast populations are decided, beside the same decision by hand in polars: `python -m tests.bench.bench_batch [ROWS...]`.

In: numbers of rows. Out: a table. Numbers of different runs are not comparable; the ratios within one are. Each line is the
best of some runs in a process of its own, so that its peak of memory is its own (of several processes, that of the first). The
answers of both are compared on the first rows.
"""

from __future__ import annotations

import datetime
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "peers"
SELECT = ("route", "status", "certificate.form", "certificate.authentication", "certificate.copy", "filing.channel", "needs")
COMPARED = 20_000
REPEATS = 3


def best(work: Callable[[], object]) -> tuple[float, float]:
    """The shortest of some runs, and the least processor time (of all threads and processes), in seconds."""
    taken = []
    for _ in range(REPEATS):
        start, used = time.perf_counter(), sum(os.times()[:4])
        work()
        taken.append((time.perf_counter() - start, sum(os.times()[:4]) - used))
    return min(wall for wall, _ in taken), min(used for _, used in taken)


def ours(rows: int) -> dict[str, Any]:
    """Arrow columns in, decision columns out."""
    from engine.batch.memory import decide_table
    from tests.bench.peers.people import people

    table = people(rows)
    threads = os.cpu_count() or 1
    stretch = min(262_144, -(-rows // threads))
    decide = decide_table(FOLDER, SELECT, today=datetime.date(2026, 11, 23), rows=stretch, threads=threads)
    decide(table)  # each thread has then made what it keeps
    return {"seconds": best(lambda: decide(table)), "first": _rows(decide(table.slice(0, COMPARED)))}


def _rows(found: Any) -> list[list[object]]:
    from tests.bench.peers.by_hand import OUTCOMES, PAPERS

    columns = [found.column(name).to_pylist() for name in OUTCOMES]
    bits = [found.column(f"need:{paper}").to_pylist() for paper in PAPERS]
    masks = [sum(1 << at for at, bit in enumerate(row) if bit) for row in zip(*bits, strict=True)]
    return [list(row) for row in zip(*columns, masks, strict=True)]


def polars(rows: int) -> dict[str, Any]:
    """The same by hand, texts as Enum (which suits it best)."""
    from tests.bench.peers.by_hand import OUTCOMES, decided, frame
    from tests.bench.peers.people import people

    coded = frame(people(rows))
    plan = decided(coded)
    first = decided(coded.head(COMPARED)).collect()
    columns = [first[name].cast(str).to_list() for name in OUTCOMES]
    answers = [list(row) for row in zip(*columns, first["papers"].to_list(), strict=True)]
    return {"seconds": best(plan.collect), "first": answers}


def ours_files(rows: int) -> dict[str, Any]:
    """Parquet in, Parquet out, one process for each core."""
    return _files(rows, os.cpu_count() or 1)


def ours_files_one(rows: int) -> dict[str, Any]:
    """The same in one process."""
    return _files(rows, 1)


def _files(rows: int, jobs: int) -> dict[str, Any]:
    from engine.api.policyset import load
    from engine.batch.model import Deciding, Job
    from engine.batch.run import run_batch

    with tempfile.TemporaryDirectory() as folder:
        source, target = _written(rows, folder), f"{folder}/out.parquet"
        deciding = Deciding(str(FOLDER), datetime.date(2026, 11, 23))
        job = Job(source, target, "parquet", "parquet", deciding, SELECT, rejects=f"{target}.rejects")
        policies = load(FOLDER)
        return {"seconds": best(lambda: run_batch(job, source, f"{target}.parts", policies, jobs=jobs))}


def polars_files(rows: int) -> dict[str, Any]:
    """Parquet in, Parquet out, by hand."""
    import polars as pl

    from tests.bench.peers.by_hand import decided

    with tempfile.TemporaryDirectory() as folder:
        source, target = _written(rows, folder), f"{folder}/out.parquet"
        return {"seconds": best(lambda: decided(pl.read_parquet(source), coded=False).collect().write_parquet(target))}


def _written(rows: int, folder: str) -> str:
    """The people as a file of plain texts, in another process so that its memory does not count here."""
    path = f"{folder}/in.parquet"
    code = (
        "import sys, pyarrow as pa, pyarrow.parquet as pq\nfrom tests.bench.peers.people import people\n"
        "t = people(int(sys.argv[1]))\n"
        "plain = [c.cast(pa.string()) if pa.types.is_dictionary(c.type) else c for c in t.columns]\n"
        "t = pa.table(plain, names=t.column_names)\n"
        "pq.write_table(t, sys.argv[2], row_group_size=1 << 18)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(rows), path], check=True)
    return path


MEASURES = {
    "policy-eval, in memory": ours, "polars, in memory": polars, "policy-eval, Parquet to Parquet": ours_files,
    "policy-eval, the same, one process": ours_files_one, "polars, Parquet to Parquet": polars_files,
}  # fmt: skip


def main(arguments: list[str]) -> None:
    """Print the table."""
    if arguments[:1] == ["--one"]:
        found = MEASURES[arguments[1]](int(arguments[2]))
        print(json.dumps({**found, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
        return
    print(f"{'':36}{'rows':>11}{'seconds':>10}{'ns a row':>10}{'processor ns':>15}{'rows a second':>15}{'peak MB':>9}")
    for rows in [int(word) for word in arguments] or [10_000, 100_000, 1_000_000]:
        first: dict[str, object] = {}
        for name in MEASURES:
            if name.startswith("polars") and not _installed("polars"):
                continue
            command = [sys.executable, "-m", "tests.bench.bench_batch", "--one", name, str(rows)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(name, done.stderr[-2000:])
                continue
            found = json.loads(done.stdout)
            if "first" in found:
                first[name] = found["first"]
            (seconds, used), memory = found["seconds"], found["memory"] // 1024
            rates = f"{1e9 * seconds / rows:>10.0f}{1e9 * used / rows:>15.0f}{rows / seconds:>15,.0f}"
            print(f"{name:36}{rows:>11,}{seconds:>10.3f}{rates}{memory:>9}")
        answers = list(first.values())
        print("the answers are the same" if all(one == answers[0] for one in answers) else "THE ANSWERS DIFFER")


def _installed(name: str) -> bool:
    try:
        __import__(name)
    except ImportError:
        return False
    return True


if __name__ == "__main__":
    main(sys.argv[1:])
