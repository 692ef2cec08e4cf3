"""Profiles at random: whole, with gaps, contradictory, wrong. In: a seed. Out: profiles, flat and nested."""

from __future__ import annotations

import random
from collections.abc import Mapping

from engine.batch.kernel import nested
from engine.linked.model import Fact, Rulebook

DAYS = (
    "1950-01-31",
    "1990-05-02",
    "2004-02-29",
    "2008-11-24",
    "2020-06-30",
    "2026-05-03",
    "2026-08-23",
    "2026-08-24",
    "2027-05-01",
)
POSTCODES = ("75019", "69003", "06000", "97600", "20000", "13001", "98800", "75116")
COUNTRIES = ("FR", "US", "DE", "GB", "DZ", "CH", "CA")
TEXTS = ("1900575123456", "x", "")
WRONG: tuple[object, ...] = ("nonsense", 3.5, [], {"a": 1}, -4, "2026-02-30", True)


def value_of(fact: Fact, rng: random.Random) -> object:
    """A value of the fact, now and then unknown, rarely wrong."""
    turn = rng.random()
    if turn < 0.04:
        return None
    if turn < 0.045:
        return rng.choice(WRONG)
    if fact.type.many:
        return rng.sample(_domain(fact), rng.choice((0, 1, 1, 2)))
    return rng.choice(_domain(fact))


def _domain(fact: Fact) -> list[object]:
    match fact.type.kind:
        case "boolean":
            return [True, False]
        case "enum":
            return list(fact.values)
        case "integer":
            return [fact.type.minimum or 0, 1, 3, 6, min(fact.type.maximum or 12, 12)]
        case "date":
            return list(DAYS)
        case "country":
            return list(COUNTRIES)
        case "language":
            return ["fr", "en", "de"]
        case "postcode":
            return list(POSTCODES)
        case "commune":
            return ["75119", "69383", "2A004"]
        case _:
            return list(TEXTS)


def person(
    book: Rulebook, rng: random.Random, start: Mapping[str, object], columns: list[str], share: float
) -> dict[str, object]:
    """Facts told of one person: a start, some of it taken away or changed, some added."""
    told = dict(start)
    for name in list(told):
        if rng.random() < 0.12:
            del told[name]
    for name in columns:
        if rng.random() < share:
            told[name] = value_of(book.facts[name], rng)
    return told


def flat(profile: Mapping[str, object], book: Rulebook, prefix: str = "") -> dict[str, object]:
    """A nested profile by the names of facts."""
    found: dict[str, object] = {}
    for key, value in profile.items():
        name = prefix + key
        if isinstance(value, dict) and name not in book.facts:
            found |= flat(value, book, f"{name}.")
        else:
            found[name] = value
    return found


__all__ = ["flat", "nested", "person", "value_of"]
