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
COMMON = "common"


@cache
def raw(name: str) -> Schema:
    """The schema file as written."""
    path = bundled.schemas() / f"{name}.schema.json"
    loaded: Schema = json.loads(path.read_text("utf-8"))
    return loaded


@cache
def resolved(name: str) -> Schema:
    """The schema with every reference replaced by its target."""
    return _Resolver().resolve(name)


def standalone(name: str) -> Schema:
    """A copy of a schema that needs no other file: the shared definitions are put in it."""
    made: Schema = _localised(raw(name))
    shared: Schema = _localised(raw(COMMON)["$defs"])
    own: Schema = made.get("$defs", {})
    if shared.keys() & own.keys():
        raise ValueError(f"{name}: a definition hides a shared one: {sorted(shared.keys() & own.keys())}")
    made["$defs"] = {**own, **shared}
    return made


def _localised(value: Any) -> Any:
    """A deep copy in which references to the shared file are local."""
    if isinstance(value, list):
        return [_localised(item) for item in value]
    if not isinstance(value, dict):
        return value.removeprefix(f"{COMMON}.schema.json") if isinstance(value, str) else value
    return {key: _localised(item) for key, item in value.items()}


class _Resolver:
    """Replaces references. Targets are made once and filled afterwards, which is what lets them contain themselves."""

    def __init__(self) -> None:
        self._made: dict[str, Schema] = {}
        self._waiting: list[tuple[Schema, Schema]] = []  # a schema beside a reference, and what the reference names

    def resolve(self, name: str) -> Schema:
        """A whole schema file. Schemas beside a reference take over its target last, once every target is complete."""
        made = self.schema(raw(name), name)
        changed = True
        while changed:
            changed = False
            for beside, target in self._waiting:
                missing = {key: item for key, item in target.items() if key not in beside}
                beside.update(missing)
                changed = changed or bool(missing)
        return made

    def schema(self, value: Mapping[str, Any], file: str) -> Schema:
        """A schema object with its references replaced."""
        made: Schema = {}
        self._fill(made, value, file)
        return made

    def _fill(self, made: Schema, value: Mapping[str, Any], file: str) -> None:
        reference = value.get("$ref")
        if isinstance(reference, str):
            self._waiting.append((made, self._target(reference, file)))
        for key, item in value.items():
            if key not in ("$ref", "$defs"):
                made[key] = _to_the_end(item) if key == "pattern" else self._value(item, file)
        if "patternProperties" in made:
            made["patternProperties"] = {_to_the_end(key): item for key, item in made["patternProperties"].items()}

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


def _to_the_end(pattern: str) -> str:
    """`$` also matches before a last line break in Python; schemas mean the very end."""
    return pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern


def _at(schema: Schema, pointer: str) -> Schema:
    found: Any = schema
    for part in pointer.split("/")[1:]:
        found = found[part]
    result: Schema = found
    return result
