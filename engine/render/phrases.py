"""Tests in words.

In: a test as a trace has it, names in a language. Out: a phrase ("more than 3 months ago", "il y a plus de 3 mois").
Newly guaranteed: every operator of the policy language has a phrase in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.ground.dates import parse_duration
from engine.policy.model import Value
from engine.render.names import Names
from engine.render.words import count

PHRASES: Final[Mapping[str, tuple[str, str]]] = {
    "is": ("{0}", "{0}"),
    "in": ("one of: {0}", "au choix : {0}"),
    "not_in": ("none of: {0}", "aucun de : {0}"),
    "at_least": ("at least {0}", "au moins {0}"),
    "more_than": ("more than {0}", "plus de {0}"),
    "at_most": ("at most {0}", "au plus {0}"),
    "less_than": ("less than {0}", "moins de {0}"),
    "before": ("before {0}", "avant le {0}"),
    "from": ("from {0}", "à partir du {0}"),
    "until": ("until {0} included", "jusqu'au {0} inclus"),
    "more_than_ago": ("more than {0} ago", "il y a plus de {0}"),
    "at_least_ago": ("at least {0} ago", "il y a au moins {0}"),
    "at_most_ago": ("at most {0} ago", "il y a au plus {0}"),
    "less_than_ago": ("less than {0} ago", "il y a moins de {0}"),
    "within": ("within the next {0}", "dans les {0} à venir"),
    "has_any": ("at least one of: {0}", "au moins l'un de : {0}"),
    "has_all": ("all of: {0}", "tous : {0}"),
}
UNITS: Final = (("years", "year", "an"), ("months", "month", "mois"), ("days", "day", "jour"))
DATES: Final = ("before", "from", "until")
LISTED = 6
"""Values named in a phrase; the others are counted."""


def phrase(names: Names, fact: str, test: object) -> str:
    """The test of a fact in words; several checks are joined by a comma."""
    if not isinstance(test, Mapping):
        return _value(names, fact, test)
    parts = []
    for operator, operand in test.items():
        form = PHRASES.get(str(operator), ("{0}", "{0}"))[names.lang == "fr"]
        parts.append(form.format(_operand(names, fact, str(operator), operand)))
    return ", ".join(parts)


def _operand(names: Names, fact: str, operator: str, operand: object) -> str:
    if operator in PHRASES and (operator.endswith("_ago") or operator == "within"):
        return duration(str(operand), names.lang)
    if operator in DATES:
        return names.day(str(operand))
    if isinstance(operand, list | tuple):
        return _listed(names, [_value(names, fact, item) for item in operand], "and" if operator == "has_all" else "or")
    group = names.book.groups.get(str(operand)) if operator in ("in", "not_in", "has_any", "has_all") else None
    return names.text(group.title) if group is not None else _value(names, fact, operand)


def _listed(names: Names, shown: list[str], joint: str) -> str:
    """Values with an *or* (or *and*) between them, since labels have commas of their own; a long list is cut."""
    more = len(shown) - LISTED if len(shown) > LISTED + 1 else 0
    kept = names.word(f"joint.{joint}").join(shown[: len(shown) - more])
    return f"{kept} ({count('more', more, names.lang)})" if more else kept


def _value(names: Names, fact: str, value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_value(names, fact, item) for item in value) or names.word("none")
    known: Value | None = value if isinstance(value, str | int) else None
    return str(value) if known is None and value is not None else names.value(fact, known)


def duration(iso: str, lang: str) -> str:
    """`P3M` as "3 months" or "3 mois"; text that is no duration is returned as it is."""
    try:
        found = parse_duration(iso)
    except ValueError:
        return iso
    parts = []
    for attribute, english, french in UNITS:
        count = getattr(found, attribute)
        if count:
            name = french if lang == "fr" else english
            plural = "s" if count > 1 and not name.endswith("s") else ""
            parts.append(f"{count} {name}{plural}")
    return " ".join(parts) or iso
