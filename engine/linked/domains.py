"""Domains of facts: which values a fact can have and which checks suit its type.

In: a linked fact and a value or an operator as written. Out: verdicts, and what a message says of a value. Newly guaranteed:
nothing (pure questions).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from engine.ground.dates import parse_date
from engine.ground.iso import COUNTRIES, LANGUAGES
from engine.ground.nearest import nearest
from engine.ground.problems import Term
from engine.linked.model import Fact
from engine.policy.model import Value

AGO = ("more_than_ago", "at_least_ago", "at_most_ago", "less_than_ago", "within")
BOUNDS = ("at_least", "more_than", "at_most", "less_than")
DAYS = ("before", "from", "until")
LISTS = ("in", "not_in")
SETS = ("has_any", "has_all")
OPERATORS: Mapping[str, tuple[str, ...]] = {
    "boolean": ("is",),
    "enum": ("is", *LISTS),
    "country": ("is", *LISTS),
    "language": ("is", *LISTS),
    "postcode": ("is", *LISTS),
    "commune": ("is", *LISTS),
    "integer": ("is", *LISTS, *BOUNDS),
    "date": ("is", *DAYS, *AGO),
    "text": (),
    "document": (),
}
PATTERNS = {"postcode": re.compile(r"\d{5}\Z", re.ASCII), "commune": re.compile(r"(\d{2}|2A|2B)\d{3}\Z", re.ASCII)}


def operators(fact: Fact) -> tuple[str, ...]:
    """The operators that suit tests of the fact."""
    if fact.type.many:
        return SETS if fact.type.kind != "document" else ()
    if fact.origin == "derived":
        return ("is", *LISTS) if fact.type.kind == "enum" else ("is",)
    return OPERATORS[fact.type.kind]


def can_lack_row(fact: Fact, facts: Mapping[str, Fact]) -> bool:
    """Whether a fact can be `no_row`: it is looked up in a table, or computed from one that is."""
    if fact.origin != "computed":
        return False
    return fact.function == "lookup" or any(name in facts and can_lack_row(facts[name], facts) for name in fact.of)


def accepts_value(fact: Fact, value: Value) -> bool:
    """Whether one value (for a set: one member) lies in the domain of the fact."""
    kind = fact.type.kind
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool) and _between(fact, value)
    if not isinstance(value, str):
        return False
    return _accepts_text(fact, kind, value)


def _between(fact: Fact, value: int) -> bool:
    low, high = fact.type.minimum, fact.type.maximum
    return (low is None or low <= value) and (high is None or value <= high)


def _accepts_text(fact: Fact, kind: str, value: str) -> bool:
    match kind:
        case "enum":
            return value in fact.values or not fact.values  # of a table that is not there, which was reported: nothing follows
        case "country" | "language":
            return value in CODES[kind]
        case "date":
            return is_date(value)
        case "postcode" | "commune":
            return PATTERNS[kind].match(value) is not None
        case _:
            return kind == "text"


def is_date(value: object) -> bool:
    """Whether the value is an ISO date that exists."""
    try:
        parse_date(str(value))
    except ValueError:
        return False
    return True


def describe(fact: Fact) -> str | list[str]:
    """What one value of the fact looks like, as an argument of a message."""
    kind, low, high = fact.type.kind, fact.type.minimum, fact.type.maximum
    if kind == "enum":
        return list(fact.values)
    if kind == "integer" and low is not None and high is not None:
        return f"{low} … {high}"
    return Term(SHAPES.get(kind, "type.string"))


def wrong_value(fact: Fact, value: Value) -> dict[str, object]:
    """The arguments of a message about a value outside the domain of the fact."""
    meant = guess(fact, value)
    return {"value": shown(value), "fact": fact.name, "expected": expected(fact, meant), "nearest": meant}


def expected(fact: Fact, meant: str | None) -> str | list[str] | None:
    """What a message says that the fact can be; a long list is left out where the value that was meant is named."""
    return None if meant is not None and len(fact.values) > LONG else describe(fact)


def guess(fact: Fact, value: Value) -> str | None:
    """The value of the fact that was probably meant."""
    if fact.type.kind == "boolean":
        return MEANT.get(str(value).casefold())
    if fact.type.kind == "integer":
        text = str(value).strip()
        return text if text.isascii() and text.isdigit() and len(text) < 16 and _between(fact, int(text)) else None
    return meant(str(value), CODES.get(fact.type.kind, fact.values))


def meant(text: str, values: Collection[str]) -> str | None:
    """The value that was probably meant. Codes of two letters lie too near each other for spelling to tell: AUT is not AU."""
    if values not in CODES.values():
        return nearest(text, values)
    likely = (SAID_FOR.get(text.upper()), text.strip().upper(), text.strip().lower())
    return next((code for code in likely if code in values), None)


def shown(value: Value) -> str:
    """A value as a message quotes it: text that reads as another kind of value stands in quotes."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    alike = isinstance(value, str) and (value in ("true", "false", "null", "") or re.fullmatch(r"[-+]?\d+", value))
    return f'"{text}"' if alike else text


LONG = 12
CODES: Mapping[str, frozenset[str]] = {"country": COUNTRIES, "language": LANGUAGES}
SAID_FOR = {"UK": "GB", "EL": "GR"}
"""Codes in wide use for other ones."""
MEANT = {"yes": "true", "oui": "true", "true": "true", "no": "false", "non": "false", "false": "false"}
SHAPES = {
    "boolean": "type.boolean",
    "enum": "form.listed",
    "integer": "type.integer",
    "date": "form.date",
    "country": "form.country",
    "language": "form.language",
    "postcode": "form.postcode",
    "commune": "form.commune",
}
"""Words of the glossary for kinds whose values are not listed."""
