"""Where a person can live, as far as rules can tell.

In: a rulebook and the maps of places. Out: `Spot`s. Newly guaranteed: each office with rules of its own is reached by a told
place where the vocabulary has one, and by being set outright; so is an office without rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.facts.case import UNLISTED, Told
from engine.facts.places import PLACE_TABLES, Places, candidates
from engine.ground.records import dataclass
from engine.linked.model import Rulebook

FACTS = {"communes": "residence.commune", "postcodes": "residence.postcode", "departments": "residence.department"}
ABROAD = "residence.country"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place. place: the office that is competent there (None: told by nothing). forced: set outright. told: what tells it."""

    place: str | None
    forced: str | None
    told: tuple[tuple[str, Told], ...] = ()


def spots(book: Rulebook, places: Places) -> tuple[Spot, ...]:
    """One for each office with rules and one for all others, by place and set outright; nowhere, where no place can be told."""
    table = book.tables.get("offices")
    known = [row.key[0] for row in table.rows] if table is not None else []
    others = [code for code in known if code not in book.offices]
    wanted = [*book.offices, *others[:1]]
    told = [Spot(code, None, found) for code in wanted if (found := _telling(book, places, code)) is not None]
    elsewhere = [] if others else [Spot(UNLISTED, None, found) for found in _unlisted(book, places)][:1]
    forced = [Spot(None, code) for code in wanted]
    return (*(told + elsewhere or [Spot(None, None)]), *forced)


def _telling(book: Rulebook, places: Places, code: str) -> tuple[tuple[str, Told], ...] | None:
    """What to tell so that the office is the only one that can be competent."""
    for fact, key in _keys(book, places, code):
        if candidates({fact: key}, lambda: places)[0] == frozenset((code,)):
            return ((fact, key),)
    return (("office.code", code),) if "office.code" in book.facts else None


def _keys(book: Rulebook, places: Places, codes: str) -> Iterator[tuple[str, str]]:
    for name in PLACE_TABLES:
        found: Mapping[str, str] = getattr(places, name)
        if FACTS[name] in book.facts:
            yield from ((FACTS[name], key) for key, value in found.items() if value == codes)


def _unlisted(book: Rulebook, places: Places) -> Iterator[tuple[tuple[str, Told], ...]]:
    yield from (((fact, key),) for fact, key in _keys(book, places, ""))
    if ABROAD in book.facts:
        yield ((ABROAD, "CI"),)
