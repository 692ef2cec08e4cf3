"""Tables in memory: every row as `eval` decides it, in order, however the table is cut and whoever decides the parts."""

from __future__ import annotations

import datetime

import pyarrow as pa
import pytest

from engine.api.policyset import load
from engine.batch.memory import decide_table
from tests.analysis.small import SMALL

DAY = datetime.date(2026, 11, 23)
SINCE = ["2026-11-01", "2025-07-01", "2026-08-23", None, "2026-08-22"] * 41
NATIONALITIES = [["DE"], ["US"], ["DE", "US"], [], None, ["FR"], ["DZ"]]
PEOPLE = pa.table(
    {
        "residence.since": pa.array(SINCE),
        "stay.document": pa.array([("none", "card", None)[at % 3] for at in range(len(SINCE))]),
        "person.nationalities": pa.array([NATIONALITIES[at % 7] for at in range(len(SINCE))], pa.list_(pa.string())),
    }
)


def alone(row: dict[str, object]) -> list[object]:
    profile: dict[str, dict[str, object]] = {}
    for name, value in row.items():
        group, _, fact = name.partition(".")
        if value is not None:
            profile.setdefault(group, {})[fact] = value
    decision = load(SMALL).decide(profile, as_of=DAY).decision
    return [decision.entitlement, decision.ground, decision.procedure]


@pytest.mark.parametrize(("rows", "threads"), [(1_000, 1), (7, 1), (7, 3)])
def test_tables_are_decided_row_by_row(rows: int, threads: int) -> None:
    found = decide_table(SMALL, today=DAY, rows=rows, threads=threads)(PEOPLE)
    assert found.column("row").to_pylist() == list(range(1, PEOPLE.num_rows + 1))
    names = ("entitlement", "ground", "procedure")
    shown = list(zip(*(found.column(name).to_pylist() for name in names), strict=True))
    for at, row in enumerate(PEOPLE.slice(0, 21).to_pylist()):
        assert list(shown[at]) == alone(row), row
    assert found.combine_chunks().equals(decide_table(SMALL, today=DAY)(PEOPLE).combine_chunks())


def test_an_empty_table_has_its_columns() -> None:
    found = decide_table(SMALL, today=DAY, threads=2)(PEOPLE.slice(0, 0))
    assert found.num_rows == 0 and "entitlement" in found.column_names
