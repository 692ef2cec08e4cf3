"""Tables and groups, checked.

In: the tables and groups of a policy set. Out: linked groups; problems of tables.
Newly guaranteed: cells lie in the domain of their column; no two rows of a key overlap in time; group members are of the
group's kind; no window ends before it begins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from itertools import pairwise

from engine.document.csv_text import Row as CsvRow
from engine.document.csv_text import Table as Csv
from engine.ground.nearest import nearest
from engine.ground.problems import Problems, Term
from engine.linked.domains import CODES, PATTERNS, SHAPES, is_date, meant
from engine.linked.model import Fact, Group
from engine.policy import model as written

CONFIDENCES = ("high", "medium", "low")
AT_MOST = 20
"""Problems reported for one table: beyond, it is another kind of table."""


def check_tables(policies: written.Policies, problems: Problems) -> None:
    """Report cells outside their domain, dates that do not exist, unknown sources and overlapping rows."""
    sources = {source.id for source in policies.sources}
    for table in policies.tables:
        own = Problems()
        checker = _TableCheck(table, policies.sheets[table.file], sources, own)
        for row in table.rows:
            checker.row(row)
            if len(own) >= AT_MOST:
                break
        checker.overlaps()
        problems.extend(own.sorted()[:AT_MOST])


class _TableCheck:
    """Checks the rows of one table."""

    def __init__(self, table: written.Table, sheet: Csv, sources: Collection[str], problems: Problems) -> None:
        self._table, self._sheet, self._sources, self._problems = table, sheet, sources, problems
        self._columns: list[tuple[str, str, tuple[str, ...]]] = [(name, kind, ()) for name, kind in table.keys]
        self._columns += [(column.name, column.kind, column.values) for column in table.columns]
        self._keys = len(table.keys)
        self._by_key: dict[tuple[str, ...], list[written.Row]] = defaultdict(list)

    def row(self, row: written.Row) -> None:
        """Check the cells of a row."""
        for at, ((name, kind, values), cell) in enumerate(zip(self._columns, (*row.key, *row.values), strict=True)):
            if at < self._keys or cell:
                self._cell(row, name, kind, values, cell)
        days = (("valid_from", row.window.start), ("valid_until", row.window.end))
        wrong = [name for name, day in days if day is not None and not is_date(day)]
        for name, day in days:
            if name in wrong:
                self._report("PE323", row, name, value=day, expected=Term("form.date"))
        if not wrong and row.window.is_empty():
            self._report("PE331", row, "valid_until", start=row.window.start, end=row.window.end)
        if row.source and row.source not in self._sources:
            self._report("PE303", row, "source", name=row.source, nearest=nearest(row.source, self._sources))
        if row.confidence:
            self._cell(row, "confidence", "enum", CONFIDENCES, row.confidence)
        if not wrong:
            self._by_key[row.key].append(row)

    def overlaps(self) -> None:
        """Report rows of one key that share a day."""
        for rows in self._by_key.values():
            for first, second in pairwise(sorted(rows, key=lambda row: row.window.start or "")):
                if first.window.end is None or (second.window.start or "") <= first.window.end:
                    key = ", ".join(second.key)
                    self._report("PE322", second, self._table.keys[0][0], key=key, line=first.line, table=self._table.id)

    def _cell(self, row: written.Row, name: str, kind: str, values: tuple[str, ...], cell: str) -> None:
        if values and cell not in values:
            self._report("PE323", row, name, value=cell, expected=list(values), nearest=nearest(cell, values))
        elif not values and not _fits(kind, cell):
            guess = meant(cell, CODES.get(kind, ()))
            self._report("PE323", row, name, value=cell, expected=Term(SHAPES.get(kind, "type.string")), nearest=guess)

    def _report(self, code: str, row: written.Row, column: str, **args: object) -> None:
        self._problems.source(self._sheet.file, self._sheet.text)
        self._problems.add(code, self._sheet.span(CsvRow(row.line, ()), column), "", column=column, **args)


def _fits(kind: str, cell: str) -> bool:
    if kind in CODES:
        return cell in CODES[kind]
    if kind in PATTERNS:
        return PATTERNS[kind].match(cell) is not None
    match kind:
        case "boolean":
            return cell in ("true", "false")
        case "integer":
            return cell.lstrip("-").isascii() and cell.removeprefix("-").isdigit() and len(cell) < 16
        case "date":
            return is_date(cell)
        case _:
            return cell != ""


def link_groups(policies: written.Policies, facts: Mapping[str, Fact], problems: Problems) -> dict[str, Group]:
    """Groups by id; members outside the group's kind are reported."""
    groups: dict[str, Group] = {}
    for group in policies.groups:
        fact = facts.get(group.of.name)
        allowed: Collection[str] = CODES.get(group.of.name) or (fact.values if fact else ())
        if not allowed:
            options = [*CODES, *(name for name, other in facts.items() if other.values)]
            problems.add("PE343", group.of.span, name=group.of.name, group=group.id, nearest=nearest(group.of.name, options))
            continue
        for member in group.members:
            if member.value not in allowed:
                expected = Term(SHAPES[group.of.name]) if group.of.name in CODES else list(allowed)
                problems.add(
                    "PE344", member.span, value=member.value, group=group.id, expected=expected,
                    nearest=meant(member.value, allowed),
                )  # fmt: skip
            if member.window.is_empty():
                problems.add("PE331", member.span, start=member.window.start, end=member.window.end)
        groups[group.id] = Group(group.id, group.title, tuple((member.value, member.window) for member in group.members))
    return groups
