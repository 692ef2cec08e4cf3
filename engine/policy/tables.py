"""Lookup tables: the description in YAML and the rows in CSV.

In: a document of kind table and the CSV it names. Out: `Table`, or None with problems.
Newly guaranteed: every key and value column of the description is a column of the CSV, and no other column is there but
`valid_from`, `valid_until`, `source` and `confidence`.
"""

from __future__ import annotations

from engine.document.csv_text import Table as Csv
from engine.document.nodes import Mapping
from engine.ground.nearest import nearest
from engine.ground.problems import Problems
from engine.policy.model import Column, Row, Table, Window
from engine.policy.nodes import entries, items, mapping, string, text

EXTRA = ("valid_from", "valid_until", "source", "confidence")


def table(root: Mapping, csv: Csv | None, problems: Problems) -> Table | None:
    """The table that the description and its CSV make together."""
    if csv is None:
        return None  # its absence was reported where the file was looked for
    name = root.get("table")
    assert name is not None
    keys = tuple((key, string(mapping(node).get("type"))) for key, _, node in entries(root.get("keys")))
    columns = tuple(_column(key, mapping(node)) for key, _, node in entries(root.get("columns")))
    if not _same_columns(root, csv, problems):
        return None
    rows = _rows(csv, [key for key, _ in keys], [column.name for column in columns])
    return Table(string(name), text(root.get("title")), csv.file, keys, columns, rows, name.span)


def _same_columns(root: Mapping, csv: Csv, problems: Problems) -> bool:
    """Whether the CSV has the columns of the description, and no other; reports those of either side."""
    wanted = {key: span for part in ("keys", "columns") for key, span, _ in entries(root.get(part))}
    missing = [column for column in wanted if column not in csv.columns]
    extra = [column for column in csv.columns if column not in wanted and column not in EXTRA]
    for column in missing:
        problems.add("PE338", wanted[column], name=column, file=csv.file, nearest=nearest(column, extra))
    problems.source(csv.file, csv.text)
    for column in extra:
        guess = nearest(column, [*missing, *(name for name in EXTRA if name not in csv.columns)])
        problems.add("PE339", csv.column_span(column), name=column, file=csv.file, nearest=guess)
    return not missing and not extra


def _column(name: str, node: Mapping) -> Column:
    return Column(name, string(node.get("type")), tuple(string(value) for value in items(node.get("values"))))


def _rows(csv: Csv, keys: list[str], columns: list[str]) -> tuple[Row, ...]:
    at = {name: position for position, name in enumerate(csv.columns)}
    key_at, value_at = [at[name] for name in keys], [at[name] for name in columns]
    start, end, source, confidence = (at.get(name) for name in EXTRA)

    def cell(cells: tuple[str, ...], position: int | None) -> str | None:
        return None if position is None or cells[position] == "" else cells[position]

    return tuple(
        Row(
            tuple(row.cells[position] for position in key_at),
            tuple(row.cells[position] for position in value_at),
            Window(cell(row.cells, start), cell(row.cells, end)),
            cell(row.cells, source),
            cell(row.cells, confidence),
            row.line,
        )
        for row in csv.rows
    )
