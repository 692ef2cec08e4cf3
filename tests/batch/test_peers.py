"""The decision of `tests/bench/peers`, written by hand in other tools: each gives what the policies give."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from engine.api.policyset import load
from engine.batch.memory import decide_table
from engine.batch.model import Deciding, Job
from engine.batch.pages import Pages
from engine.batch.run import run_batch
from engine.facts.nesting import nested
from tests.bench import bench_batch as bench
from tests.bench.peers.by_numpy import answers, decided, inputs
from tests.bench.peers.people import people

ROWS = 4_000


@pytest.fixture(scope="module")
def found() -> pa.Table:
    return decide_table(bench.FOLDER, bench.SELECT, today=datetime.date(2026, 11, 23), rows=1_024, threads=2)(people(ROWS))


def test_numpy_by_hand_gives_the_same(found: pa.Table) -> None:
    outcomes, papers = decided(inputs(people(ROWS)))
    assert bench._rows(found) == answers(outcomes, papers, ROWS)
    assert {row[1] for row in bench._rows(found)} == {"eligible", "elsewhere", "refused", "pending"}


@pytest.mark.parametrize(
    ("library", "measure"),
    [("polars", bench.polars), ("duckdb", bench.duckdb), ("openfisca_core", bench.openfisca), ("zen", bench.zen)],
)
def test_others_give_the_same(
    library: str, measure: Callable[[int], dict[str, list[object]]], found: pa.Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where they are installed."""
    pytest.importorskip(library)
    monkeypatch.setattr(bench, "best", lambda work: (0.0, 0.0))
    first = measure(ROWS)["first"]
    assert len(first) >= 2_000 and first == bench._rows(found)[: len(first)]


def test_empty_cells_of_every_kind_can_be_answers_that_nobody_knows(tmp_path: Path) -> None:
    """Truth, numbers and texts: as a profile whose facts are asked and not known."""
    told = people(40)
    gone = [pa.array([(row + at) % 5 == 0 for row in range(40)]) for at in range(len(told.columns))]
    told = pa.table(
        [pc.if_else(hole, pa.scalar(None, one.type), one) for hole, one in zip(gone, told.columns, strict=True)],
        names=told.column_names,
    )
    source, target = str(tmp_path / "in.parquet"), str(tmp_path / "out.parquet")
    pq.write_table(told, source)
    deciding = Deciding(str(bench.FOLDER), datetime.date(2026, 11, 23))
    job = Job(source, target, "parquet", "parquet", deciding, ("route", "status"), nulls="unknown", rejects=f"{target}.rejects")
    policies = load(bench.FOLDER)
    run_batch(job, source, f"{target}.parts", policies)
    for row, one in zip(told.to_pylist(), pq.read_table(target).to_pylist(), strict=True):
        facts = dict(policies.decide(nested(row), today=deciding.today).decision.facts)
        assert (one["route"], one["status"], one["problem"]) == (facts.get("route"), facts.get("status"), None), row


def test_they_are_read_from_parquet_as_they_were_decided(found: pa.Table) -> None:
    out = io.BytesIO()
    with Pages(out, found.schema) as pages:
        pages.write_table(found.unify_dictionaries())
    again = pq.read_table(io.BytesIO(out.getvalue()))
    assert again.to_pylist() == found.to_pylist()
