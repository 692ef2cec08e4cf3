"""What is finished of a batch, kept beside the output until all is.

In: results of units. Out: files in a folder; the output in one piece. Newly guaranteed: a part counts only once it is whole; a
run goes on only from parts of the same input, policies and options; the output appears complete or not at all.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine.batch.model import ROW, Done, Job
from engine.batch.needs import refused
from engine.batch.pages import Pages, can_write
from engine.batch.write import head_bytes
from engine.ground.files import write_atomically

FORMAT = 1
MANIFEST = "manifest.json"
GROUP = 1 << 17
"""Rows of a row group of the output."""


class Parts:
    """The folder of the parts."""

    def __init__(self, folder: str, job: Job) -> None:
        self.folder, self._job = folder, job

    def begin(self, manifest: Mapping[str, object], *, resume: bool) -> dict[int, Done]:
        """What an earlier run finished; without resuming, nothing (what is there is thrown away)."""
        wanted = {"format": FORMAT, **manifest}
        path = os.path.join(self.folder, MANIFEST)
        if resume and os.path.isdir(self.folder):
            found = _read(path)
            if found is not None:
                differing = sorted(name for name in {*found, *wanted} if found.get(name) != wanted.get(name))
                if differing:
                    raise refused("PE871", folder=self.folder, differing=differing)
                return self._finished()
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        write_atomically(path, json.dumps(wanted, indent=2, ensure_ascii=False) + "\n")
        return {}

    def kept(self) -> dict[str, Any] | None:
        """The manifest of an earlier run, if there is one."""
        return _read(os.path.join(self.folder, MANIFEST))

    def _finished(self) -> dict[int, Done]:
        found = {}
        for name in os.listdir(self.folder):
            if name.endswith(".done.json"):
                known = _read(os.path.join(self.folder, name))
                if known is not None and self._whole(known):
                    found[known["number"]] = Done(known["number"], known["rows"], known["rejected"], known["outcomes"])
        return found

    def _whole(self, known: dict[str, Any]) -> bool:
        """Whether the files of a unit are as long as they were written (nothing is flushed to the disk on the way)."""
        with contextlib.suppress(OSError, KeyError):
            sizes = [os.path.getsize(self._path(known["number"], kind)) for kind in ("part", "rejects")]
            return bool(sizes == known["sizes"])
        return False

    def count(self) -> int:
        """Rows finished so far (by whatever process)."""
        return sum(int(name.split(".")[1]) for name in os.listdir(self.folder) if name.endswith(".done.json"))

    def keep(self, done: Done, part: Callable[[IO[bytes]], object], rejects: bytes) -> None:
        """Keep the results of a unit, which `part` writes; its last file makes it count."""
        sizes = [_write(self._path(done.number, "part"), part)]
        sizes.append(_write(self._path(done.number, "rejects"), lambda file: file.write(rejects)))
        known: dict[str, object] = {
            "number": done.number,
            "rows": done.rows,
            "rejected": done.rejected,
            "outcomes": dict(done.outcomes),
        }
        known["sizes"] = sizes
        text = json.dumps(known).encode()
        _write(os.path.join(self.folder, f"{done.number:07d}.{done.rows}.done.json"), lambda file: file.write(text))

    def _path(self, number: int, kind: str) -> str:
        return os.path.join(self.folder, f"{number:07d}.{kind}")

    def finish(self, numbers: Iterable[int], schema: Any) -> None:
        """Put the parts together as their numbers come, then the rejects, and remove the parts."""
        seen: list[int] = []

        def following() -> Iterator[int]:
            for number in numbers:
                seen.append(number)
                yield number

        with beside(self._job.target) as out:
            if self._job.write_as == "parquet":
                self._parquet(following(), schema, out)
            else:
                out.write(head_bytes(schema, self._job))
                self._join(following(), "part", out)
            with beside(self._job.rejects) as rejects:
                self._join(seen, "rejects", rejects)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _join(self, numbers: Iterable[int], kind: str, out: IO[bytes]) -> None:
        for number in numbers:
            with open(self._path(number, kind), "rb") as part:
                shutil.copyfileobj(part, out)

    def _parquet(self, numbers: Iterable[int], schema: Any, out: IO[bytes]) -> None:
        with _writer(out, schema) as writer:
            waiting: list[Any] = []
            for number in numbers:
                with pa.memory_map(self._path(number, "part")) as source, pa.ipc.open_stream(source) as stream:
                    waiting.append(stream.read_all())
                if sum(table.num_rows for table in waiting) >= GROUP:
                    writer.write_table(_together(waiting))
                    waiting = []
            writer.write_table(_together(waiting) if waiting else schema.empty_table())


def _writer(out: IO[bytes], schema: Any) -> Any:
    """What writes the file: our own pages where the columns are those of decisions, else Arrow."""
    if can_write(schema):
        return Pages(out, schema)
    coded = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    return pq.ParquetWriter(
        out, schema, compression="zstd", use_dictionary=coded, column_encoding={ROW: "DELTA_BINARY_PACKED"},
        write_statistics=[ROW],
    )  # fmt: skip


def _together(tables: list[Any]) -> Any:
    return tables[0] if len(tables) == 1 else pa.concat_tables(tables).unify_dictionaries()


def _read(path: str) -> dict[str, Any] | None:
    with contextlib.suppress(OSError, ValueError), open(path, encoding="utf-8") as file:
        found = json.load(file)
        return found if isinstance(found, dict) else None
    return None


def _write(path: str, content: Callable[[IO[bytes]], object]) -> int:
    """Write beside and rename; the size."""
    beside_it = f"{path}.tmp"
    with open(beside_it, "wb") as file:
        content(file)
        size = file.tell()
    os.replace(beside_it, path)
    return size


def clear(*paths: str) -> None:
    """Remove what killed runs have left beside these files."""
    for path in paths:
        target = os.path.realpath(path)
        folder, name = os.path.split(target)
        for found in os.listdir(folder) if os.path.isdir(folder) else ():
            number = found.removeprefix(f"{name}.").removesuffix(".tmp")
            if found == f"{name}.{number}.tmp" and number.isdecimal() and not _runs(int(number)):
                with contextlib.suppress(OSError):
                    os.unlink(os.path.join(folder, found))


def _runs(process: int) -> bool:
    """Whether a process exists, as far as that can be told (on Windows, signal 0 is no question)."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


@contextlib.contextmanager
def beside(path: str) -> Iterator[IO[bytes]]:
    """A file that takes the name when it is complete; `-` is standard output."""
    if path == "-":
        import sys

        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = os.path.realpath(path)
    temporary = f"{target}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
