"""Our CSV reader. In: the bytes of a CSV file. Out: a `Table` whose cells can be located, or problems.

RFC 4180 with commas: a header of distinct names, then rows of as many cells; empty lines are passed over. Cells are
kept as text and located only when asked, so tables of tens of thousands of rows stay cheap.
"""

from __future__ import annotations

import re

from engine.document.text import Places, decode, report_each
from engine.ground.problems import Problems
from engine.ground.records import dataclass
from engine.ground.spans import Span

TABLE_LIMIT = 20_000_000
_AT_MOST = 20
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_BREAK = re.compile(r"\r\n|\n|\r")
_CELL = re.compile(r'(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(?=(,|\r\n|\n|\r|\Z))')


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the line it begins on and its cells, as many as there are columns."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file that was read."""

    file: str
    text: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    header: Row

    def span(self, row: Row, column: str) -> Span:
        """Where the cell of a row stands; the whole line for a column that is not there."""
        lines = _BREAK.split(self.text)
        if column not in self.columns:
            return Span(self.file, row.line, 1, row.line, len(lines[row.line - 1]) + 1)
        return self.span_at(row, self.columns.index(column))

    def span_at(self, row: Row, index: int) -> Span:
        """Where a cell of a row stands, by its number from 0."""
        offset = sum(len(found[0]) for found in _kept_lines(self.text, row.line - 1))
        cells = _cells(self.text, offset)
        if index >= len(cells):
            return Span(self.file, row.line, 1, row.line, 1)
        return Places(self.file, self.text).span(cells[index].start(), cells[index].end())

    def column_span(self, column: str) -> Span:
        """Where a column is named in the header."""
        return self.span(self.header, column)


def read_csv(data: bytes, file: str, problems: Problems, limit: int = TABLE_LIMIT) -> Table | None:
    """Read a CSV file. None, and at least one problem, where it is not a table."""
    own = Problems()
    text = decode(data, file, own, limit)
    table = None
    if text is not None and not report_each(_CONTROL, text, file, own, "PE105"):
        table = _read(text, file, own)
    problems.extend(own)
    return None if own.errors else table


def _kept_lines(text: str, count: int) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for match in re.finditer(r"[^\r\n]*(?:\r\n|\n|\r)", text):
        if len(found) == count:
            break
        found.append(match)
    return found


def _cells(text: str, offset: int) -> list[re.Match[str]]:
    """The cells of the row that begins at an offset of a text that was read without problem."""
    found = []
    while (cell := _CELL.match(text, offset)) is not None:
        found.append(cell)
        if cell[3] != ",":
            break
        offset = cell.end() + 1
    return found


def _read(text: str, file: str, problems: Problems) -> Table | None:
    rows = _quoted_rows(text, file, problems) if '"' in text else _simple_rows(text)
    rows = [row for row in rows if row.cells != ("",)]
    if not rows and not problems.errors:
        problems.add("PE104", Span(file, 1, 1, 1, 1))
    if problems.errors:
        return None
    header, body = rows[0], rows[1:]
    table = Table(file, text, header.cells, tuple(body), header)
    _check_header(table, problems)
    width = len(header.cells)
    wrong = [row for row in body if len(row.cells) != width]
    for row in wrong[:_AT_MOST]:
        problems.add("PE160", table.span(row, ""), found=len(row.cells), expected=width, columns=header.cells)
    return table


def _simple_rows(text: str) -> list[Row]:
    return [Row(number, tuple(line.split(","))) for number, line in enumerate(_BREAK.split(text), 1)]


def _quoted_rows(text: str, file: str, problems: Problems) -> list[Row]:
    places = Places(file, text)
    rows: list[Row] = []
    cells: list[str] = []
    offset, line = 0, 1
    while offset <= len(text):
        cell = _CELL.match(text, offset)
        if cell is None:
            _bad_quote(text, offset, places, problems)
            return []
        cells.append(cell[2] if cell[1] is None else cell[1].replace('""', '"'))
        offset = cell.end() + len(cell[3])
        if cell[3] != ",":
            rows.append(Row(line, tuple(cells)))
            cells, line = [], places.span(offset, offset).line
            if not cell[3]:
                break
    return rows


def _bad_quote(text: str, offset: int, places: Places, problems: Problems) -> None:
    if text[offset] != '"':
        at = text.index('"', offset)
        problems.add("PE165", places.span(at, at + 1))
        return
    closing = re.compile(r'"[^"]*(?:""[^"]*)*"').match(text, offset)
    if closing is None:
        problems.add("PE162", places.span(offset, offset + 1))
    else:
        problems.add("PE163", places.span(closing.end(), closing.end() + 1))


def _check_header(table: Table, problems: Problems) -> None:
    seen: set[str] = set()
    if len(table.columns) == 1 and (";" in table.columns[0] or "\t" in table.columns[0]):
        problems.add("PE166", table.column_span(table.columns[0]), char=";" if ";" in table.columns[0] else "tab")
    for index, name in enumerate(table.columns):
        place = table.span_at(table.header, index)
        if not name.strip() or name != name.strip():
            problems.add("PE164", place, name=name)
        if name in seen:
            problems.add("PE161", place, name=name)
        seen.add(name)
