"""The CSV reader agrees with csv, and its cells can be found again."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from engine.document.csv_text import read_csv
from engine.ground.problems import Problems

CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"), max_size=6
)
CELL_WITH_BREAKS = CELL | st.sampled_from(["a\nb", 'say "x"', "1,2", "\r\n", ""])


@given(
    st.lists(st.tuples(CELL_WITH_BREAKS, CELL_WITH_BREAKS, CELL), min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_reads_what_csv_writes(rows: list[tuple[str, str, str]], end: str, quote_all: bool) -> None:
    """The same cells; the span of a cell holds the cell."""
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(out, lineterminator=end, quoting=quoting).writerows([("key", "value", "note"), *rows])
    problems = Problems()
    table = read_csv(out.getvalue().encode(), "t.csv", problems)
    assert table is not None, problems.sorted()
    assert table.columns == ("key", "value", "note")
    assert [row.cells for row in table.rows] == rows
    for row in table.rows:
        for index, column in enumerate(table.columns):
            assert _under(out.getvalue(), table.span(row, column)) in (
                row.cells[index],
                '"' + row.cells[index].replace('"', '""') + '"',
            )


@given(st.binary(max_size=60) | st.text(st.sampled_from('ab,"\n\r;é'), max_size=30).map(str.encode))
def test_any_bytes(data: bytes) -> None:
    """A table without problem, or a problem; never an exception."""
    problems = Problems()
    assert (read_csv(data, "t.csv", problems) is None) == problems.errors


def test_lines_are_counted_through_quoted_breaks() -> None:
    """A row says the line it begins on."""
    problems = Problems()
    table = read_csv(b'a,b\n"1\n2",x\n\n3,y\n', "t.csv", problems)
    assert table is not None and [row.line for row in table.rows] == [2, 5]
    assert str(table.span(table.rows[1], "b")) == "t.csv:5:3" and str(table.column_span("b")) == "t.csv:1:3"


def _under(text: str, span: object) -> str:
    import re

    starts = [0, *(found.end() for found in re.finditer(r"\r\n|\n|\r", text))]
    return text[starts[span.line - 1] + span.column - 1 : starts[span.end_line - 1] + span.end_column - 1]  # type: ignore[attr-defined]
