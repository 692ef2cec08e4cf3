"""Tables in memory: every row as `eval` decides it, in order, however the table is cut and whoever decides the parts."""

from __future__ import annotations

import datetime
import random
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from engine.api.policyset import load
from engine.batch.bits import Sets, digits_of, numbered
from engine.batch.columns import EMPTY, Truths, from_arrow
from engine.batch.kernel import nested
from engine.batch.memory import decide_table
from tests.analysis.small import SMALL
from tests.bench.peers.people import people

PEERS = Path(__file__).parents[1] / "bench" / "peers"
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


@pytest.mark.parametrize(("start", "rows"), [(0, 4_000), (3, 64), (1_237, 77)])
@pytest.mark.parametrize("gaps", [False, True])
def test_every_kind_of_column(start: int, rows: int, gaps: bool) -> None:
    """Truth, small numbers and coded texts, with and without gaps, wherever a stretch begins."""
    rng, told = random.Random(rows), people(1_500).slice(start, rows)
    if gaps:
        holes = [pa.array([rng.random() < 0.2 for _ in range(told.num_rows)]) for _ in told.columns]
        told = pa.table(
            [pc.if_else(hole, pa.scalar(None, one.type), one) for hole, one in zip(holes, told.columns, strict=True)],
            names=told.column_names,
        )
    policies, select = load(PEERS), ("route", "status", "certificate.copy", "filing.channel", "needs")
    found = decide_table(policies, select, today=DAY, rows=50)(told)
    papers = [name for name in found.column_names if name.startswith("need:")]
    for row, one in zip(told.to_pylist()[:60], found.to_pylist(), strict=False):
        profile = nested({name: value for name, value in row.items() if value is not None})
        decision = policies.decide(profile, today=DAY).decision
        facts = dict(decision.facts)
        assert [one[name] for name in select[:-1]] == [facts.get(name) for name in select[:-1]], row
        required = {item.id: item.required for item in decision.requirements}
        assert [one[name] for name in papers] == [required.get(name.removeprefix("need:"), False) for name in papers], row


def test_numbers_near_each_other_are_told_as_they_are() -> None:
    for kind in (pa.int8(), pa.uint8(), pa.int16(), pa.uint32(), pa.int64()):
        for values in ([3, 5, None, 4], [0, 100, 7], [120, None, 127], [None, 9, 9]):
            column = from_arrow(pa.array(values, kind))
            assert [column.values[code] if code != EMPTY else None for code in column.codes.tolist()] == values
    for low in (-100, -3, -128):
        column = from_arrow(pa.array([low, 100, None], pa.int16()))
        assert [column.values[code] if code != EMPTY else None for code in column.codes.tolist()] == [low, 100, None]


def test_truth_in_bits_is_truth_in_codes() -> None:
    rng = random.Random(3)
    for start in (0, 1, 8, 13):
        for gaps in (0, 0.3):
            whole = pa.array([None if rng.random() < gaps else rng.random() < 0.5 for _ in range(101)], pa.bool_())
            column = from_arrow(whole.slice(start))
            assert isinstance(column, Truths)
            values = [column.values[code] if code != EMPTY else None for code in column.codes.tolist()]
            assert values == whole.to_pylist()[start:]
            true, empty = column.masks()
            assert [bool(true >> at & 1) for at in range(len(values))] == [value is True for value in values]
            assert [bool(empty >> at & 1) for at in range(len(values))] == [value is None for value in values]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 40, 256])
def test_rows_by_number(count: int) -> None:
    rng, rows = random.Random(count), 333
    numbers = [rng.randrange(count) for _ in range(rows)]
    digits = digits_of(np.array(numbers, np.uint8), count)
    sets = [bytes(rng.random() < 0.5 for _ in range(count)) for _ in range(20)] + [bytes(count), b"\1" * count]
    for wanted, found in zip(sets, Sets(sets, len(digits)).rows(digits, (1 << rows) - 1), strict=True):
        assert [found >> row & 1 for row in range(rows)] == [wanted[number] for number in numbers]
    masks = [sum(1 << row for row, number in enumerate(numbers) if number == at) for at in range(count)]
    assert numbered(masks, rows).tolist() == numbers
    assert numbered(masks[1:], rows).tolist() == [number - 1 for number in numbers]


def test_an_empty_table_has_its_columns() -> None:
    found = decide_table(SMALL, today=DAY, threads=2)(PEOPLE.slice(0, 0))
    assert found.num_rows == 0 and "entitlement" in found.column_names
