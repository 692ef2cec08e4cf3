"""CSV: a header of facts, then one profile a row.

In: stretches of a file. Out: chunks. Newly guaranteed: an empty cell tells nothing; `null` is "asked, and not known"; other
texts are values of the type of their fact, or left as they stand for the reading of the profile to refuse; a row with too many
or too few cells is odd, and the others keep their numbers.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from engine.batch.columns import EMPTY, Chunk, Codes, Column, whole
from engine.batch.layout import facts_among
from engine.batch.model import Job, Unit
from engine.batch.needs import refused
from engine.batch.read_text import BOM
from engine.ground.problems import Problem, Problems, Term
from engine.linked.model import Fact, Rulebook

DELIMITERS = (",", ";", "\t", "|")
MEMBERS = "|"
"""Between the members of a set."""
NULL = "null"
TRUTH = {"true": True, "false": False}
LONGEST_HEADER = 1 << 20


class CsvTable:
    """A CSV file whose header has been read."""

    def __init__(self, path: str, book: Rulebook, job: Job) -> None:
        self._path, self._job = path, job
        with open(path, "rb") as file:
            line = file.readline(LONGEST_HEADER)
        self.start = len(line)
        text = line.removeprefix(BOM).decode("utf-8", "replace").rstrip("\r\n")
        if not text.strip():
            raise refused("PE868", name=job.source, detail=Term("input.no_header"))
        self._delimiter = max(DELIMITERS, key=text.count)
        self._names = [name.strip() for name in next(csv.reader([text], delimiter=self._delimiter))]
        wanted = facts_among(self._names, book, job)
        self._facts = {name: book.facts[name] for name in wanted}

    @property
    def columns(self) -> frozenset[str]:
        """The facts that the file tells."""
        return frozenset(self._facts)

    def chunk(self, unit: Unit) -> Chunk:
        """The profiles of a stretch."""
        with open(self._path, "rb") as file:
            file.seek(unit.start)
            data = file.read(unit.end - unit.start)
        bad: list[tuple[int, int]] = []
        table = self._parsed(data, bad) if data.strip() else None
        good = table.num_rows if table is not None else 0
        if good + len(bad) != unit.rows:
            raise refused("PE869", first=unit.first, last=unit.first + unit.rows - 1, name=self._job.source)
        places = _places(unit.rows, [row for row, _ in bad])
        columns = {name: self._column(table, name, places, unit.rows) for name in self._facts}
        broken = {row: self._cells(cells) for row, cells in bad}
        ids = self._ids(table, places, unit.rows)
        return Chunk(unit.first, unit.rows, columns, ids, broken=broken)

    def _cells(self, cells: int) -> tuple[Problem, ...]:
        problems = Problems()
        problems.add("PE870", None, "", cells=cells, columns=len(self._names))
        return problems.sorted()

    def _parsed(self, data: bytes, bad: list[tuple[int, int]]) -> Any:
        def odd(row: Any) -> str:
            bad.append((row.number - 1, row.actual_columns))
            return "skip"

        kinds = {f"{at}": pa.binary() for at in range(len(self._names))}
        try:
            return pa_csv.read_csv(
                pa.BufferReader(data),
                read_options=pa_csv.ReadOptions(use_threads=False, block_size=len(data) + 16, column_names=list(kinds)),
                parse_options=pa_csv.ParseOptions(
                    delimiter=self._delimiter, newlines_in_values=True, invalid_row_handler=odd
                ),
                convert_options=pa_csv.ConvertOptions(
                    column_types=kinds, check_utf8=False, strings_can_be_null=True, null_values=[""]
                ),
            )  # fmt: skip
        except pa.ArrowInvalid:
            return None

    def _column(self, table: Any, name: str, places: Codes | None, rows: int) -> Column:
        if table is None:
            return Column(np.full(rows, EMPTY, np.int32), [])
        found = _encoded(table.column(self._names.index(name)))
        convert = reader_of(self._facts[name])
        codes, values = found.codes, [convert(str(text)) for text in found.values]
        return Column(_spread(codes, places, rows), values)

    def _ids(self, table: Any, places: Codes | None, rows: int) -> Any:
        if self._job.ids is None or table is None:
            return None if self._job.ids is None else pa.nulls(rows, pa.string())
        found = _encoded(table.column(self._names.index(self._job.ids)))
        codes = _spread(found.codes, places, rows)
        labels = pa.array([str(value) for value in found.values], pa.string())
        return labels.take(pa.array(codes, mask=codes < 0))


def _encoded(column: Any) -> Column:
    encoded = whole(column).dictionary_encode()
    codes = encoded.indices.cast(pa.int32()).fill_null(EMPTY).to_numpy(zero_copy_only=False)
    return Column(codes, [value.decode("utf-8", "surrogateescape") for value in encoded.dictionary.to_pylist()])


def _places(rows: int, odd: list[int]) -> Codes | None:
    """Where the parsed rows stand among all; None where none is odd."""
    if not odd:
        return None
    kept = np.ones(rows, np.bool_)
    kept[odd] = False
    return np.flatnonzero(kept).astype(np.int32)


def _spread(codes: Codes, places: Codes | None, rows: int) -> Codes:
    if places is None:
        return codes
    found = np.full(rows, EMPTY, np.int32)
    found[places] = codes
    return found


def reader_of(fact: Fact) -> Callable[[str], object]:
    """How a cell is read: as the type of its fact, or left as text."""
    single = _boolean if fact.type.kind == "boolean" else _integer if fact.type.kind == "integer" else str
    if fact.type.kind == "document":
        return _told_as_json
    if fact.type.many:
        return lambda text: _members(text, single)
    return lambda text: None if text == NULL else single(text.strip())


def _boolean(text: str) -> object:
    return TRUTH.get(text.lower(), text)


def _integer(text: str) -> object:
    body = text[1:] if text.startswith("-") else text
    whole = body[:-2] if body.endswith(".0") else body
    return int(text.removesuffix(".0")) if whole.isascii() and whole.isdigit() and len(whole) < 16 else text


def _members(text: str, single: Callable[[str], object]) -> object:
    if text == NULL:
        return None
    if text.startswith("["):
        return _told_as_json(text)
    return [single(part.strip()) for part in text.split(MEMBERS)]


def _told_as_json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
