"""The decision of `tests/bench/peers`, written by hand in other tools: each gives what the policies give."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.batch.memory import decide_table
from engine.batch.pages import Pages
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


def test_they_are_read_from_parquet_as_they_were_decided(found: pa.Table) -> None:
    out = io.BytesIO()
    with Pages(out, found.schema) as pages:
        pages.write_table(found.unify_dictionaries())
    again = pq.read_table(io.BytesIO(out.getvalue()))
    assert again.to_pylist() == found.to_pylist()
