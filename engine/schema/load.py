"""The shipped schemas, ready to validate with. In: the name of a schema. Out: a schema without references.

References are replaced by what they name, so validating follows no link: a condition inside a condition is the same
Python object again. Guaranteed: the objects are shared and must not be changed; `raw` gives the file as written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from engine import bundled

Schema = dict[str, Any]


@cache
def raw(name: str) -> Schema:
    """The schema file as written."""
    path = bundled.schemas() / f"{name}.schema.json"
    loaded: Schema = json.loads(path.read_text("utf-8"))
    return loaded


@cache
def resolved(name: str) -> Schema:
    """The schema with every reference replaced by its target."""
    return _Resolver(name).schema(raw(name), name)


class _Resolver:
    """Replaces references. Targets are made once and filled afterwards, which is what lets them contain themselves."""

    def __init__(self, name: str) -> None:
        self._made: dict[str, Schema] = {}
        self._name = name

    def schema(self, value: Mapping[str, Any], file: str) -> Schema:
        """A schema object with its references replaced."""
        made: Schema = {}
        self._fill(made, value, file)
        return made

    def _fill(self, made: Schema, value: Mapping[str, Any], file: str) -> None:
        reference = value.get("$ref")
        if isinstance(reference, str):
            made.update(self._target(reference, file))
        for key, item in value.items():
            if key not in ("$ref", "$defs"):
                made[key] = self._value(item, file)

    def _value(self, value: object, file: str) -> object:
        if isinstance(value, list):
            return [self._value(item, file) for item in value]
        if not isinstance(value, dict):
            return value
        if set(value) == {"$ref"}:
            return self._target(value["$ref"], file)
        return self.schema(value, file)

    def _target(self, reference: str, file: str) -> Schema:
        other, _, pointer = reference.partition("#")
        file = other.removesuffix(".schema.json") or file
        place = f"{file}#{pointer}"
        if place not in self._made:
            self._made[place] = {}
            self._fill(self._made[place], _at(raw(file), pointer), file)
        return self._made[place]


def _at(schema: Schema, pointer: str) -> Schema:
    found: Any = schema
    for part in pointer.split("/")[1:]:
        found = found[part]
    result: Schema = found
    return result
