"""Schemas for editors and callers, with the names of a policy set in them.

In: a rulebook, or the policies as written. Out: JSON Schemas as plain values. Newly guaranteed: the profile schema
lists every fact that can be told, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.facts.items import ITEM_KEYS, MOST_MONTHS
from engine.linked.model import Fact, Rulebook
from engine.policy.model import Text
from engine.schema.generate import Names, policy_schema, profile_schema
from engine.schema.load import standalone
from engine.schema.results import RESULTS, result_schema
from engine.schema.shapes import FactShape, Schema


def schema_of_profiles(book: Rulebook, lang: str) -> Schema:
    """The schema of profiles."""
    shapes = {name: shape(fact, lang) for name, fact in book.facts.items()}
    return profile_schema(shapes, book.documents, _held(shapes))


def schema_of_policies(book: Rulebook, lang: str) -> Schema:
    """The schema of policy files, completed with the names of the set."""
    shapes = {name: shape(fact, lang) for name, fact in book.facts.items()}
    names = Names(
        sources={name: _text(source.title, lang) for name, source in book.sources.items()},
        requirements={name: _text(item.title, lang) for name, item in book.requirements.items()},
        advice={name: _text(step.title, lang) for name, step in book.steps.items()},
        rules={rule.id: _text(rule.title, lang) for rule in book.rules},
        offices=_offices(book),
        groups={name: _group_of([member for member, _ in group.members], book) for name, group in book.groups.items()},
    )
    return policy_schema(standalone("policy"), shapes, names)


def shipped_schema(kind: str) -> Schema:
    """A schema as shipped: of a kind of policy file, or of what a command prints."""
    return result_schema(kind) if kind in RESULTS else standalone(kind)


def shape(fact: Fact, lang: str) -> FactShape:
    """What a schema needs to know of a fact."""
    kind = fact.type.kind
    if fact.type.many:
        kind = f"list of {kind}" if kind == "document" else f"set of {kind}"
    origin = fact.origin
    assert origin in ("input", "computed", "derived")
    return FactShape(
        type=kind,
        origin=origin,  # type: ignore[arg-type]  # one of the three, as asserted
        values=_values(fact, lang),
        minimum=fact.type.minimum,
        maximum=fact.type.maximum,
        title=_text(fact.label, lang),
        question=_text(fact.question, lang),
    )


def _values(fact: Fact, lang: str) -> Mapping[str, str]:
    labels = dict(fact.labels)
    return {value: _text(labels.get(value), lang) for value in fact.values}


def _held(shapes: Mapping[str, FactShape]) -> dict[str, FactShape]:
    """Attributes of a held item."""
    found: dict[str, FactShape] = {}
    for name, expected in ITEM_KEYS.items():
        if isinstance(expected, tuple):
            found[name] = FactShape("enum", values=dict.fromkeys(expected, ""), title=name)
        elif expected == "date":
            found[name] = FactShape("date", title=name)
        elif expected == "months":
            found[name] = FactShape("integer", minimum=0, maximum=MOST_MONTHS, title=name)
        elif f"birth_record.{name}" in shapes:
            found[name] = shapes[f"birth_record.{name}"]
    return found


def _offices(book: Rulebook) -> dict[str, str]:
    table = book.tables.get("offices")
    if table is None:
        return {code: code for code in book.offices}
    at = next((at for at, column in enumerate(table.columns) if column.name == "name"), 0)
    return {row.key[0]: row.values[at] for row in table.rows}


_CODES = {"country": re.compile("[A-Z]{2}"), "language": re.compile("[a-z]{2,3}")}


def _group_of(members: list[str], book: Rulebook) -> str:
    """What a group is of, told from its members: a list of values of a fact, else countries or languages."""
    of_enum = (name for name, fact in book.facts.items() if fact.values and members and set(members) <= set(fact.values))
    of_codes = (kind for kind, code in _CODES.items() if all(code.fullmatch(member) for member in members))
    return next(of_enum, None) or next(of_codes, "")


def _text(text: Text | None, lang: str) -> str:
    return "" if text is None else text.in_language(lang)
