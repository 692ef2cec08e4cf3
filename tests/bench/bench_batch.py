"""How fast populations are decided, beside the same decision in other tools: `python -m tests.bench.bench_batch [ROWS...]`.

In: numbers of rows. Out: a table. Numbers of different runs are not comparable; the ratios within one are ("times": what ours
takes, in memory or from file to file, goes into it so many times). Each line is the best of some runs in a process of its own,
so that its peak of memory is its own. The answers of all are compared on the first rows.

Peers are optional; what is missing is said. They may be installed in another environment, whose interpreter `BENCH_PYTHON` names:
`python -m venv peers; peers/bin/pip install polars duckdb openfisca-core zen-engine pyarrow`.
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
EXPLAINED = 200
REPEATS = 5
PYTHONS = [sys.executable, *([os.environ["BENCH_PYTHON"]] if os.environ.get("BENCH_PYTHON") else [])]


def best(work: Callable[[], object]) -> tuple[float, float]:
    """The shortest of some runs, and the least processor time (of all threads), in seconds."""
    taken = []
    for _ in range(REPEATS):
        start, used = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - start, time.process_time() - used))
    return min(wall for wall, _ in taken), min(used for _, used in taken)


def ours(rows: int) -> dict[str, Any]:
    """Arrow columns in, decision columns out."""
    from engine.batch.memory import decide_table
    from tests.bench.peers.people import people

    table = people(rows)
    threads = os.cpu_count() or 1
    stretch = min(262_144, max(65_536, -(-rows // threads)))  # smaller ones cost more than a second thread saves
    decide = decide_table(FOLDER, SELECT, today=datetime.date(2026, 11, 23), rows=stretch, threads=threads)
    decide(table)  # each thread has then made what it keeps
    return {"seconds": best(lambda: decide(table)), "first": _rows(decide(table.slice(0, COMPARED)))}


def _rows(found: Any) -> list[list[object]]:
    from tests.bench.peers.by_hand import OUTCOMES, PAPERS

    columns = [found.column(name).to_pylist() for name in OUTCOMES]
    bits = [found.column(f"need:{paper}").to_pylist() for paper in PAPERS]
    masks = [sum(1 << at for at, bit in enumerate(row) if bit) for row in zip(*bits, strict=True)]
    return [list(row) for row in zip(*columns, masks, strict=True)]


def explained(rows: int) -> dict[str, Any]:
    """One profile after the other, each with its whole trace; so many as a second or two allow."""
    from engine.api.policyset import load
    from engine.facts.nesting import nested
    from tests.bench.peers.people import people

    policies, few = load(FOLDER), min(rows, EXPLAINED)
    profiles = [nested(row) for row in people(few).to_pylist()]

    def work() -> None:
        for profile in profiles:
            policies.decide(profile, today=datetime.date(2026, 11, 23)).as_json("en")

    return {"seconds": [taken * rows / few for taken in best(work)]}


def zen(rows: int) -> dict[str, Any]:
    """One after the other, each with its trace."""
    from tests.bench.peers.by_zen import answer, decision, inputs
    from tests.bench.peers.people import people

    few = min(rows, 10 * EXPLAINED)
    told, ready = list(inputs(people(few).to_pylist())), decision()
    taken = best(lambda: [ready.evaluate(one, {"trace": True}) for one in told])
    return {"seconds": [one * rows / few for one in taken], "first": [answer(ready.evaluate(one)["result"]) for one in told]}


def polars(rows: int) -> dict[str, Any]:
    """The same by hand, texts as Enum (which suits it best)."""
    from tests.bench.peers.by_hand import decided, frame
    from tests.bench.peers.people import people

    coded = frame(people(rows))
    plan = decided(coded)
    return {"seconds": best(plan.collect), "first": _first(decided(coded.head(COMPARED)).collect())}


def _first(found: Any) -> list[list[object]]:
    from tests.bench.peers.by_hand import OUTCOMES

    found = found.head(COMPARED)
    columns = [found[name].cast(str).to_list() for name in OUTCOMES]
    return [list(row) for row in zip(*columns, found["papers"].to_list(), strict=True)]


def numpy(rows: int) -> dict[str, Any]:
    """By hand, from codes to codes: no peer that reads or writes words."""
    from tests.bench.peers.by_numpy import answers, decided, inputs
    from tests.bench.peers.people import people

    columns = inputs(people(rows))
    outcomes, papers = decided(columns)
    return {"seconds": best(lambda: decided(columns)), "first": answers(outcomes, papers, COMPARED)}


def openfisca(rows: int) -> dict[str, Any]:
    """One simulation, from codes to codes."""
    return _openfisca(rows, trace=False)


def openfisca_traced(rows: int) -> dict[str, Any]:
    """The same, keeping what it tells of each calculation."""
    return _openfisca(rows, trace=True)


def _openfisca(rows: int, *, trace: bool) -> dict[str, Any]:
    import numpy as np

    from tests.bench.peers.by_hand import PAPERS
    from tests.bench.peers.by_numpy import answers, inputs
    from tests.bench.peers.by_openfisca import decided, system
    from tests.bench.peers.people import people

    columns = inputs(people(rows))
    variables = system(columns)
    outcomes, papers = decided(variables, columns, trace=trace)
    mask = sum(papers[name][:COMPARED].astype(np.uint32) << np.uint32(at) for at, name in enumerate(PAPERS))
    first = answers(outcomes, mask, COMPARED)
    del outcomes, papers
    return {"seconds": best(lambda: decided(variables, columns, trace=trace)), "first": first}


def duckdb(rows: int) -> dict[str, Any]:
    """A query, texts as ENUM."""
    import pyarrow as pa

    from tests.bench.peers.by_sql import query
    from tests.bench.peers.people import people

    link = _duckdb()
    table = people(rows).append_column("rid", pa.array(range(rows), pa.int64()))
    kinds = []
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_dictionary(column.type):
            words = ", ".join(repr(word) for word in column.chunk(0).dictionary.to_pylist())
            link.execute(f'CREATE TYPE "kind {name}" AS ENUM ({words})')
            kinds.append(f'"{name}"::VARCHAR::"kind {name}" AS "{name}"')
        else:
            kinds.append(f'"{name}"')
    link.register("source", table)
    link.execute(f"CREATE TABLE people AS SELECT {', '.join(kinds)} FROM source")
    link.unregister("source")
    del table
    work = f"CREATE OR REPLACE TABLE answers AS {query('people', 'rid')}"
    link.execute(work)
    found = link.execute(f"SELECT * EXCLUDE (rid) FROM answers WHERE rid < {COMPARED} ORDER BY rid").fetchall()
    return {"seconds": best(lambda: link.execute(work)), "first": [list(row) for row in found]}


def duckdb_files(rows: int) -> dict[str, Any]:
    """Parquet in, Parquet out, as one query."""
    from tests.bench.peers.by_sql import query

    link = _duckdb()
    with tempfile.TemporaryDirectory() as folder:
        source, target = _written(rows, folder), f"{folder}/out.parquet"
        asked = query(f"read_parquet('{source}')")
        work = f"COPY ({asked}) TO '{target}' (FORMAT parquet)"
        return {"seconds": best(lambda: link.execute(work))}


def _duckdb() -> Any:
    import duckdb as engine
    import pyarrow as pa

    from tests.bench.peers.people import countries

    link = engine.connect()
    link.execute(f"PRAGMA threads={os.cpu_count() or 1}")
    known = pa.table({
        "country": [row["country"] for row in countries()], "zone": [row["zone"] for row in countries()],
        "authentication": [row["authentication"] for row in countries()],
        "multilingual": [row["multilingual"] == "true" for row in countries()],
    })  # fmt: skip
    link.register("known", known)
    link.execute("CREATE TABLE countries AS SELECT * FROM known")
    return link


def ours_files(rows: int) -> dict[str, Any]:
    """Parquet in, Parquet out: a word for each outcome, a column for each paper."""
    import pyarrow.parquet as pq

    from engine.api.policyset import load
    from engine.batch.model import Deciding, Job
    from engine.batch.run import run_batch

    with tempfile.TemporaryDirectory() as folder:
        source, target = _written(rows, folder), f"{folder}/out.parquet"
        deciding = Deciding(str(FOLDER), datetime.date(2026, 11, 23))
        job = Job(source, target, "parquet", "parquet", deciding, SELECT, rejects=f"{target}.rejects")
        policies = load(FOLDER)
        taken = best(lambda: run_batch(job, source, f"{target}.parts", policies))
        with pq.ParquetFile(target) as file:
            return {"seconds": taken, "first": _rows(file.read_row_group(0).slice(0, COMPARED))}


def polars_files(rows: int) -> dict[str, Any]:
    """Parquet in, Parquet out, by hand."""
    import polars as pl

    from tests.bench.peers.by_hand import decided

    with tempfile.TemporaryDirectory() as folder:
        source, target = _written(rows, folder), f"{folder}/out.parquet"
        taken = best(lambda: decided(pl.read_parquet(source), coded=False).collect().write_parquet(target))
        return {"seconds": taken, "first": _first(pl.read_parquet(target, n_rows=COMPARED))}


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


MEASURES: dict[str, tuple[Callable[[int], dict[str, Any]], str]] = {
    "policy-eval, in memory": (ours, "pyarrow"), "polars by hand, in memory": (polars, "polars"),
    "numpy by hand, codes in memory": (numpy, "pyarrow"), "OpenFisca, codes in memory": (openfisca, "openfisca_core"),
    "the same, traced": (openfisca_traced, "openfisca_core"), "DuckDB, in memory": (duckdb, "duckdb"),
    "policy-eval, Parquet to Parquet": (ours_files, "pyarrow"), "polars, Parquet to Parquet": (polars_files, "polars"),
    "DuckDB, Parquet to Parquet": (duckdb_files, "duckdb"), "policy-eval, one by one, traced": (explained, "pyarrow"),
    "ZEN, one by one, traced": (zen, "zen"),
}  # fmt: skip
"""What is measured, and the library that it needs."""


def main(arguments: list[str]) -> None:
    """Print the table."""
    if arguments[:1] == ["--one"]:
        found = MEASURES[arguments[1]][0](int(arguments[2]))
        print(json.dumps({**found, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
        return
    print(
        f"{'':34}{'rows':>11}{'seconds':>10}{'ns a row':>11}{'processor ns':>14}{'rows a second':>15}{'peak MB':>9}{'times':>8}"
    )
    for rows in [int(word) for word in arguments] or [10_000, 100_000, 1_000_000]:
        _measure(rows)


def _measure(rows: int) -> None:
    first: dict[str, list[object]] = {}
    ours_took: dict[str, float] = {}
    for name, (_, library) in MEASURES.items():
        python = next((python for python in PYTHONS if _installed(library, python)), None)
        if python is None:
            print(f"{name:34} {library} is not installed")
            continue
        command = [python, "-m", "tests.bench.bench_batch", "--one", name, str(rows)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{name:34} failed: {done.stderr[-2000:]}")
            continue
        found = json.loads(done.stdout)
        (seconds, used), memory = found["seconds"], found["memory"] // 1024
        if "first" in found:
            first[name] = found["first"][: min(rows, COMPARED)]
        base = ours_took.setdefault("files" if "Parquet" in name else "memory", seconds)
        rates = f"{1e9 * seconds / rows:>11,.0f}{1e9 * used / rows:>14,.0f}{rows / seconds:>15,.0f}"
        print(f"{name:34}{rows:>11,}{seconds:>10.3f}{rates}{memory:>9}{seconds / base:>8.1f}", flush=True)
    expected = next(iter(first.values()))
    differing = [name for name, answers in first.items() if answers != expected[: len(answers)]]
    print(f"the answers of {len(first)} are the same" if not differing else f"THE ANSWERS DIFFER: {', '.join(differing)}")


def _installed(name: str, python: str) -> bool:
    code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({name!r}) is None)"
    return not subprocess.run([python, "-c", code], check=False).returncode


if __name__ == "__main__":
    main(sys.argv[1:])
