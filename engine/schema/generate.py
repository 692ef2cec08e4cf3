"""Schemas with a vocabulary in them. In: shapes of facts and names of a policy set. Out: schemas as plain values.

`policy_schema` is what an editor uses: it completes and underlines fact names, values, sources, requirements, steps and
rule ids. `profile_schema` is what callers validate profiles with. Pure: the same arguments give the same schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.ground.records import dataclass, field
from engine.schema.shapes import DEFINITIONS, FactShape, Schema, matcher_schema, one_of, value_schema

DRAFT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a policy set that rules refer to, each with the title that editors show.

    groups: name -> what it is of (country, language or the name of an enum fact). An empty mapping leaves its names open.
    """

    sources: Mapping[str, str] = field(default_factory=dict)
    requirements: Mapping[str, str] = field(default_factory=dict)
    advice: Mapping[str, str] = field(default_factory=dict)  # steps and cautions
    rules: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)


def policy_schema(base: Schema, facts: Mapping[str, FactShape], names: Names) -> Schema:
    """The policy schema for one policy set. base: `load.standalone("policy")`, which is not changed."""
    definitions: Schema = {**base["$defs"], **DEFINITIONS}
    tests = definitions["tests_of_a_fact"]["properties"]
    definitions["condition"] = _condition(definitions["condition"], facts, names.groups, tests)
    derived = {name: fact for name, fact in facts.items() if fact.origin == "derived"}
    definitions["rule"] = _rule(definitions["rule"], derived)
    definitions["choice"] = _choice(definitions["choice"], derived)
    definitions["fact_ref"] = one_of({name: fact.title for name, fact in derived.items()})
    listed = {
        "source_id": names.sources,
        "requirement_ref": names.requirements,
        "advice_ref": names.advice,
        "rule_ref": names.rules,
        "office": names.offices,
    }
    definitions.update({name: one_of(values) for name, values in listed.items() if values})
    return {**base, "$defs": definitions}


def _condition(general: Schema, facts: Mapping[str, FactShape], groups: Mapping[str, str], tests: Schema) -> Schema:
    properties = dict(general["properties"])
    for name, fact in facts.items():
        schema = matcher_schema(fact, _groups_of(name, fact, facts, groups), tests)
        if schema is not None:
            properties[name] = _described(fact, schema)
    closed = {key: value for key, value in general.items() if key not in ("patternProperties", "examples")}
    return {**closed, "properties": properties}


def _groups_of(name: str, fact: FactShape, facts: Mapping[str, FactShape], groups: Mapping[str, str]) -> list[str]:
    """The groups whose members can be values of the fact."""
    wanted = set(fact.values)
    of_enum = {group for group, of in groups.items() if of in facts and fact.values and wanted & set(facts[of].values)}
    return sorted(group for group, of in groups.items() if of in (fact.kind, name) or group in of_enum)


def _described(fact: FactShape, schema: Schema) -> Schema:
    return {"title": fact.title, **schema} if fact.title else schema


def _rule(general: Schema, derived: Mapping[str, FactShape]) -> Schema:
    properties = dict(general["properties"])
    values = {name: _described(fact, value_schema(fact)) for name, fact in derived.items()}
    for key in ("then", "says"):
        closed = {k: v for k, v in properties[key].items() if k not in ("patternProperties", "examples")}
        properties[key] = {**closed, "properties": values}
    return {**general, "properties": properties}


def _choice(general: Schema, derived: Mapping[str, FactShape]) -> Schema:
    """A value for each case that suits the fact chosen."""

    def suited(name: str, fact: FactShape) -> Schema:
        cases = {"items": {"properties": {"is": value_schema(fact)}}}
        return {
            "if": {"properties": {"choose": {"const": name}}, "required": ["choose"]},
            "then": {"properties": {"cases": cases}},
        }

    return {**general, "allOf": [suited(name, fact) for name, fact in derived.items()]}


def profile_schema(
    facts: Mapping[str, FactShape], documents: Iterable[str] = (), held: Mapping[str, FactShape] | None = None
) -> Schema:
    """The schema of profiles: input facts nested by their dots, every one optional, null wherever the answer is unknown.

    documents: ids that a held item may name; held: the attributes it may have.
    """
    root: Schema = {
        "$schema": DRAFT,
        "title": "Profile",
        "description": "What is known of one person. Every field is optional: what is missing is unknown.",
        "type": "object",
        "properties": {},
        "additionalProperties": False,
        "$defs": {name: dict(schema) for name, schema in DEFINITIONS.items()},
    }
    for name, fact in facts.items():
        if fact.origin == "input":
            schema = _held(documents, held or {}) if fact.kind == "document" else _told(fact)
            _place(root, name.split("."), schema)
    return root


def _place(root: Schema, parts: list[str], schema: Schema) -> None:
    """Put the schema of a fact under the groups that its name spells."""
    at = root
    for part in parts[:-1]:
        group = {"type": ["object", "null"], "properties": {}, "additionalProperties": False}
        at = at["properties"].setdefault(part, group)
        if "properties" not in at:
            raise ValueError(f"{'.'.join(parts)}: {part} is a fact and a group")
    if parts[-1] in at["properties"]:
        raise ValueError(f"{'.'.join(parts)} is a fact and a group")
    at["properties"][parts[-1]] = schema


def _told(fact: FactShape) -> Schema:
    """An answer: a value or null; of an enum, `unknown` too."""
    value = value_schema(fact)
    texts = {"title": fact.title, "description": fact.question}
    shown = {key: text for key, text in texts.items() if text}
    if fact.many:
        return {**shown, "type": ["array", "null"], "items": value, "uniqueItems": True}
    return {**shown, **_or_unknown(value, word=fact.kind == "enum")}


def _or_unknown(value: Schema, word: bool) -> Schema:
    """The schema of a value that may be unknown: null, and the word `unknown` where words are the values."""
    if "enum" in value:
        extra = [option for option in (["unknown"] if word else []) if option not in value["enum"]]
        labels = value.get("enumDescriptions")
        widened = {**value, "type": ["string", "null"], "enum": [*value["enum"], *extra, None]}
        if labels:
            widened["enumDescriptions"] = [*labels, *["not known"] * (len(extra) + 1)]
        return widened
    if "$ref" in value or word:
        options = [value, {"const": "unknown"}, {"type": "null"}] if word else [value, {"type": "null"}]
        return {"anyOf": options}
    return {**value, "type": [value["type"], "null"]}


def _held(documents: Iterable[str], attributes: Mapping[str, FactShape]) -> Schema:
    """Papers in hand: each names its document and what it is like."""
    listed = sorted(documents)
    document: Schema = {"type": "string", "enum": listed} if listed else {"type": "string"}
    properties: Schema = {"document": {"description": "Which paper it is.", **document}}
    for name, fact in attributes.items():
        value = value_schema(fact)
        unknown: list[Schema] = [{"const": "unknown"}, {"type": "null"}]
        properties[name] = {"description": fact.question or fact.title, "anyOf": [value, *unknown]}
    item = {"type": "object", "required": ["document"], "properties": properties, "additionalProperties": False}
    return {"description": "The papers in hand.", "type": ["array", "null"], "items": item}
