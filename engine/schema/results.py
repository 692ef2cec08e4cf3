"""Schemas of what commands print. In: a name of `RESULTS`. Out: its schema, whole.

Newly guaranteed: nothing refers to another file: what a schema takes from the others (parts of a decision, what results
share) is among its definitions, and nothing else of them is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.schema.load import Schema, raw

RESULTS = (
    "decision", "trace", "explain", "ask", "whatif", "timeline", "compare", "compare-all", "offices", "check", "test-results",
    "test-mutants", "test-proposals", "verify", "batch", "batch-rejects", "replay", "diff", "bundle", "explain-code",
)  # fmt: skip
_ENDING = ".schema.json"


def result_schema(name: str) -> Schema:
    """The schema of one output."""
    return _Gatherer(name).schema


class _Gatherer:
    """Takes over the definitions that references to other files name, and those that these need."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._own: frozenset[str] = frozenset(raw(name).get("$defs", {}))
        self._names: dict[tuple[str, str], str] = {}
        self._taken: Schema = {}
        self.schema: Schema = self._value(raw(name), name)
        if self._taken:
            self.schema["$defs"] = {**self.schema.get("$defs", {}), **self._taken}

    def _value(self, value: Any, file: str) -> Any:
        if isinstance(value, list):
            return [self._value(item, file) for item in value]
        if not isinstance(value, Mapping):
            return value
        return {key: self._reference(item, file) if key == "$ref" else self._value(item, file) for key, item in value.items()}

    def _reference(self, reference: str, file: str) -> str:
        other, _, pointer = reference.partition("#")
        file = other.removesuffix(_ENDING) or file
        return f"#{pointer}" if file == self._name else f"#/$defs/{self._taken_over(file, pointer)}"

    def _taken_over(self, file: str, pointer: str) -> str:
        """The name that a definition of another file has here; it is its own, unless that is taken."""
        known = self._names.get((file, pointer))
        if known is not None:
            return known
        name = pointer.rpartition("/")[2]
        if name in self._own or name in self._taken:
            name = f"{file}.{name}"
        self._names[file, pointer] = name
        self._taken[name] = {}  # its place, before what it refers to
        found: Any = raw(file)
        for key in pointer.split("/")[1:]:
            found = found[key]
        self._taken[name] = self._value(found, file)
        return name
