"""Gaps of tables.

In: a context. Out: PE440, once a lookup: keys that people can tell and that have no row on some day of the period decided.
"""

from __future__ import annotations

from engine.analysis.lint.context import BEGINNING, FOREVER, Context
from engine.analysis.lint.sources import next_day
from engine.facts.truth import domain
from engine.linked.model import Fact
from engine.policy.model import Table, Window

SHOWN = 8
KINDS = ("country", "language", "enum", "boolean")


def check_tables(context: Context) -> None:
    """Report reachable gaps, one summary a table and key."""
    done: set[tuple[str, tuple[str, ...]]] = set()
    for fact in context.book.facts.values():
        if fact.function != "lookup" or fact.table is None or len(fact.of) != 1 or (fact.table, fact.of) in done:
            continue
        done.add((fact.table, fact.of))
        _lookup(context, fact, context.book.facts[fact.of[0]])


def _lookup(context: Context, fact: Fact, key: Fact) -> None:
    table = next(found for found in context.policies.tables if found.id == fact.table)
    values = domain(key) if key.type.kind in KINDS else None
    if values is None:
        return
    start, end = context.days(Window())
    gaps = [(str(value), gap) for value in values if (gap := _gap(table, str(value), start, end))]
    if gaps:
        shown = [f"{value} ({gap})" for value, gap in gaps[:SHOWN]] + (["…"] if len(gaps) > SHOWN else [])
        context.problems.add("PE440", table.span, table=table.id, fact=fact.name, n=len(gaps), names=", ".join(shown))


def _gap(table: Table, key: str, start: str, end: str) -> str | None:
    """The first day without a row, or None."""
    day = start
    for row in sorted((row for row in table.rows if row.key == (key,)), key=lambda row: row.window.start or BEGINNING):
        if (row.window.start or BEGINNING) > day:
            return day
        if (row.window.end or FOREVER) >= end:
            return None
        day = max(day, next_day(row.window.end or FOREVER))
    return day
