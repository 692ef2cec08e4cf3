"""JSON Lines: one profile a line, nested as profiles are, or with dots in its keys.

In: stretches of a file. Out: chunks. Newly guaranteed: a line that is no plain profile of known facts is odd, and goes to the
reader of profiles as it stands; a missing key tells nothing, `null` is "asked, and not known".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from engine.batch.columns import Chunk, from_python
from engine.batch.layout import inputs_of
from engine.batch.model import Job, Unit
from engine.linked.model import Rulebook

DEEPEST = 8
"""Records within records."""


class Odd(Exception):  # noqa: N818  not an error: the line is read another way
    """A line that is not plainly a profile."""


class JsonLines:
    """A JSON Lines file."""

    def __init__(self, path: str, book: Rulebook, job: Job) -> None:
        self._path, self._job = path, job
        self._inputs = inputs_of(book)
        self._groups = frozenset(name[:at] for name in self._inputs for at, char in enumerate(name) if char == ".")
        with open(path, "rb") as file:
            self.start = 3 if file.read(3) == b"\xef\xbb\xbf" else 0

    @property
    def columns(self) -> frozenset[str] | None:
        """Not known before the lines are read."""
        return None

    def chunk(self, unit: Unit) -> Chunk:
        """The profiles of a stretch."""
        with open(self._path, "rb") as file:
            file.seek(unit.start)
            data = file.read(unit.end - unit.start)
        told: dict[str, list[tuple[int, object]]] = {}
        ids: list[object] = []
        odd: dict[int, bytes] = {}
        row = 0
        for line in data.split(b"\n"):
            if not line.strip():
                continue
            try:
                found = _object(line)
                ids.append(found.pop(self._job.ids, None) if self._job.ids is not None else None)
                for name, value in self._flat(found).items():
                    told.setdefault(name, []).append((row, value))
            except (ValueError, RecursionError, Odd) as error:
                if len(ids) == row:
                    ids.append(None)
                odd[row] = self._text(line, error)
            row += 1
        columns = {name: from_python(values, row) for name, values in told.items()}
        carried = None if self._job.ids is None else pa.array([_id(value) for value in ids], pa.string())
        return Chunk(unit.first, row, columns, carried, odd)

    def _text(self, line: bytes, error: Exception) -> bytes:
        """The odd line as a profile: without the column carried through, nested where it was written with dots."""
        if isinstance(error, Odd) and error.args:
            return json.dumps(self._undotted(error.args[0]), ensure_ascii=False).encode("utf-8", "surrogatepass")
        return line

    def _undotted(self, found: Mapping[str, object]) -> dict[str, object]:
        """Facts named with dots as records within records, as far as nothing stands there."""
        plain = {key: value for key, value in found.items() if key not in self._inputs or "." not in key}
        for key, value in found.items():
            if key not in plain:
                *groups, last = key.split(".")
                inside: Any = plain
                for group in groups:
                    inside = inside.setdefault(group, {}) if isinstance(inside, dict) else inside
                if isinstance(inside, dict) and last not in inside:
                    inside[last] = value
                else:
                    plain[key] = value
        return plain

    def _flat(self, found: Mapping[str, object]) -> dict[str, object]:
        flat: dict[str, object] = {}
        strange = self._walk(found, "", flat, 0)
        if strange:
            raise Odd(found)
        return flat

    def _walk(self, found: Mapping[str, object], prefix: str, flat: dict[str, object], depth: int) -> bool:
        """Take in an object; whether something in it is not understood here."""
        for key, value in found.items():
            name = prefix + key
            if name in self._inputs:
                if name in flat:
                    return True
                flat[name] = value
            elif name in self._groups and isinstance(value, dict) and depth < DEEPEST:
                if self._walk(value, f"{name}.", flat, depth + 1):
                    return True
            elif not (name in self._groups and value is None) and not self._job.ignore:
                return True
        return False


def _object(line: bytes) -> dict[str, Any]:
    found = json.loads(line, object_pairs_hook=_once, parse_constant=_refused)
    if not isinstance(found, dict):
        raise Odd
    return found


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Odd
    return found


def _refused(name: str) -> object:
    raise Odd


def _id(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)
