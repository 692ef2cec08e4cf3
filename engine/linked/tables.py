"""Tables and groups, checked.

In: the tables and groups of a policy set. Out: linked groups; problems of tables.
Newly guaranteed: cells lie in the domain of their column; no two rows of a key overlap in time; group members are of the
group's kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

from engine.ground.iso import COUNTRIES, LANGUAGES
from engine.ground.nearest import nearest
from engine.ground.problems import Problems
from engine.ground.spans import Span
from engine.linked.domains import PATTERNS, is_date
from engine.linked.model import Group
from engine.policy import model as written

KNOWN: Mapping[str, frozenset[str]] = {"country": COUNTRIES, "language": LANGUAGES}


def check_tables(policies: written.Policies, problems: Problems) -> None:
    """Report cells outside their domain, dates that do not exist, unknown sources and overlapping rows."""
    sources = {source.id for source in policies.sources}
    for table in policies.tables:
        by_key: dict[tuple[str, ...], list[written.Row]] = defaultdict(list)
        for row in table.rows:
            _check_row(table, row, sources, problems)
            by_key[row.key].append(row)
        for rows in by_key.values():
            _check_overlap(table, rows, problems)


def _at(table: written.Table, row: written.Row) -> Span:
    return Span(table.file, row.line, 1, row.line, 1)


def _check_row(table: written.Table, row: written.Row, sources: set[str], problems: Problems) -> None:
    for (name, kind), cell in zip(table.keys, row.key, strict=True):
        if not _fits(kind, cell):
            problems.add("PE323", _at(table, row), column=name, value=cell, expected=kind)
    for column, cell in zip(table.columns, row.values, strict=True):
        if column.values and cell and cell not in column.values:
            guess = nearest(cell, column.values)
            expected = ", ".join(column.values)
            problems.add("PE323", _at(table, row), column=column.name, value=cell, expected=expected, nearest=guess)
    for day in (row.window.start, row.window.end):
        if day is not None and not is_date(day):
            problems.add("PE323", _at(table, row), column="valid_from", value=day, expected="YYYY-MM-DD")
    if row.source and row.source not in sources:
        problems.add("PE303", _at(table, row), name=row.source, nearest=nearest(row.source, sources))


def _fits(kind: str, cell: str) -> bool:
    if kind in KNOWN:
        return cell in KNOWN[kind]
    if kind in PATTERNS:
        return PATTERNS[kind].match(cell) is not None
    return cell != ""


def _check_overlap(table: written.Table, rows: list[written.Row], problems: Problems) -> None:
    ordered = sorted(rows, key=lambda row: row.window.start or "")
    for first, second in pairwise(ordered):
        if first.window.end is None or (second.window.start or "") <= first.window.end:
            key = ", ".join(second.key)
            problems.add("PE322", _at(table, second), key=key, line=str(first.line), table=table.id)


def link_groups(policies: written.Policies, problems: Problems) -> dict[str, Group]:
    """Groups by id; members outside the group's kind are reported."""
    values = {fact.name: {value for value, _ in fact.values} for fact in policies.facts}
    groups: dict[str, Group] = {}
    for group in policies.groups:
        allowed = KNOWN.get(group.of.name) or values.get(group.of.name)
        if allowed is None:
            problems.add("PE301", group.of.span, name=group.of.name, nearest=nearest(group.of.name, values))
            continue
        for member in group.members:
            if member.value not in allowed:
                guess = nearest(member.value, allowed)
                problems.add("PE311", group.span, value=member.value, fact=group.id, expected=group.of.name, nearest=guess)
        groups[group.id] = Group(group.id, group.title, tuple((member.value, member.window) for member in group.members))
    return groups
