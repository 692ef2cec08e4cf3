"""The input of a batch, whatever its format.

In: a file. Out: its stretches, its digest, its chunks. Newly guaranteed: stretches cover the file, in order, with the numbers
of their rows.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from engine.batch.model import Job, Unit
from engine.batch.needs import refused
from engine.batch.read_text import BLOCK, stretches
from engine.ground.problems import Term
from engine.linked.model import Rulebook

if TYPE_CHECKING:
    from engine.batch.columns import Chunk
    from engine.batch.read_csv import CsvTable
    from engine.batch.read_json import JsonLines
    from engine.batch.read_parquet import ParquetTable

BYTES = 512
"""Of a profile as text, more or less."""
PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ")
"""How files packed by gzip, zip, zstd, bzip2 and xz begin."""


class Source:
    """An input that is open. path: where its bytes are (standard input was copied there)."""

    def __init__(self, path: str, book: Rulebook, job: Job) -> None:
        self._path, self._job = path, job
        with open(path, "rb") as file:
            if file.read(6).startswith(PACKED):
                raise refused("PE868", name=job.source, detail=Term("input.packed"))
        self._table: CsvTable | JsonLines | ParquetTable
        if job.read_as == "parquet":
            from engine.batch.read_parquet import ParquetTable

            self._table = ParquetTable(path, book, job)
        elif job.read_as == "csv":
            from engine.batch.read_csv import CsvTable

            self._table = CsvTable(path, book, job)
        else:
            from engine.batch.read_json import JsonLines

            self._table = JsonLines(path, book, job)

    def cut(self) -> tuple[list[Unit], str]:
        """The stretches, and the digest of all bytes."""
        digest = hashlib.sha256()
        if self._job.read_as == "parquet":
            with open(self._path, "rb") as file:
                digest = hashlib.file_digest(file, "sha256")
            units = list(self._table.units(self._job.rows))  # type: ignore[union-attr]
        else:
            quotes, start = self._job.read_as == "csv", self._table.start  # type: ignore[union-attr]
            units = list(stretches(self._path, start, quotes, digest.update, min(BLOCK, BYTES * self._job.rows)))
        return units, f"sha256:{digest.hexdigest()}"

    def chunk(self, unit: Unit) -> Chunk:
        """The profiles of a stretch."""
        return self._table.chunk(unit)

    @property
    def ids(self) -> Any:
        """The type of the column carried through."""
        if self._job.read_as == "parquet" and self._job.ids is not None:
            return self._table.id_type  # type: ignore[union-attr]
        return pa.string()
