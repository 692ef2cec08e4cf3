"""Schemas of single values. In: the shape of a fact. Out: the schema of its values, and of tests on it.

Country, language and date schemas are definitions shared within one generated schema (`DEFINITIONS`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from engine.ground.iso import COUNTRIES, LANGUAGES
from engine.ground.records import dataclass, field

Schema = dict[str, Any]
Origin = Literal["input", "computed", "derived"]
_AGO = ("more_than_ago", "at_least_ago", "at_most_ago", "less_than_ago", "within")
_BOUNDS = ("at_least", "more_than", "at_most", "less_than")
_DAYS = ("before", "from", "until")

# A pattern ends with (?!\n) because `$` also matches before a last line break in Python.
DEFINITIONS: Mapping[str, Schema] = {
    "country_code": {"type": "string", "enum": sorted(COUNTRIES), "x-form": "country"},
    "language_code": {"type": "string", "enum": sorted(LANGUAGES), "x-form": "language"},
    "postcode": {"type": "string", "pattern": r"^[0-9]{5}$(?!\n)", "x-form": "postcode", "examples": ["75019"]},
    "commune": {"type": "string", "pattern": r"^([0-9]{2}|2A|2B)[0-9]{3}$(?!\n)", "x-form": "commune", "examples": ["75056"]},
    "date": {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$(?!\n)", "examples": ["2026-11-23"]},
}
_SHARED = {"country": "country_code", "language": "language_code", "postcode": "postcode", "commune": "commune"}


@dataclass(frozen=True, slots=True)
class FactShape:
    """What a schema needs to know of a fact.

    type: as the vocabulary writes it, `enum from table x` included; values: of an enum, each with its label (or "");
    title and question are shown by editors.
    """

    type: str
    origin: Origin = "input"
    values: Mapping[str, str] = field(default_factory=dict)
    minimum: int | None = None
    maximum: int | None = None
    title: str = ""
    question: str = ""

    @property
    def many(self) -> bool:
        """Is it a set or a list?"""
        return self.type.startswith(("set of ", "list of "))

    @property
    def kind(self) -> str:
        """The type of one value: enum, country, boolean..."""
        return self.type.removeprefix("set of ").removeprefix("list of ").split(" ", 1)[0]


def one_of(values: Mapping[str, str]) -> Schema:
    """A schema that lists values, with their labels for editors that show them."""
    schema: Schema = {"type": "string", "enum": list(values)}
    if any(values.values()):
        schema["enumDescriptions"] = [values[value] for value in values]
    return schema


def value_schema(fact: FactShape) -> Schema:
    """The schema of one value of a fact (one member, for a set)."""
    if fact.kind == "boolean":
        return {"type": "boolean"}
    if fact.kind == "integer":
        return {"type": "integer", **_bounds(fact)}
    if fact.kind == "date":
        return {"$ref": "#/$defs/date"}
    if fact.kind == "enum":
        return one_of(fact.values)
    if fact.kind in _SHARED:
        return {"$ref": f"#/$defs/{_SHARED[fact.kind]}"}
    return {"type": "string"}


def _bounds(fact: FactShape) -> Schema:
    bounds = {"minimum": fact.minimum, "maximum": fact.maximum}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def matcher_schema(fact: FactShape, groups: list[str], tests: Mapping[str, Schema]) -> Schema | None:
    """The schema of what a condition may ask of a fact; None for facts that rules never test.

    groups: names of the groups whose members are values of the fact; tests: the general schema of each test, by name.
    """
    kind = fact.kind
    if kind in ("text", "document"):
        return None
    value = value_schema(fact)
    if fact.many:
        return _tests(("has_any", "has_all"), value, groups, tests)
    if kind == "boolean":
        return value
    if kind == "date":
        return _tests((*_DAYS, *_AGO), value, [], tests)
    names = ("in", "not_in", *(_BOUNDS if kind == "integer" and fact.origin != "derived" else ()))
    return {"anyOf": [value, _tests(names, value, groups, tests)]}


def _tests(names: tuple[str, ...], value: Schema, groups: list[str], tests: Mapping[str, Schema]) -> Schema:
    """A closed object of tests; those that take values take this fact's values, or one of the groups."""
    properties: Schema = {}
    for name in names:
        general = tests[name]
        if name in ("in", "not_in", "has_any", "has_all"):
            listed: Schema = {"type": "array", "minItems": 1, "uniqueItems": True, "items": value}
            choices = [listed, {"type": "string", "enum": groups}] if groups else [listed]
            described = general.get("description", "")
            properties[name] = {"description": described, **(listed if not groups else {"anyOf": choices})}
        else:
            properties[name] = general
    return {"type": "object", "minProperties": 1, "properties": properties, "additionalProperties": False}
