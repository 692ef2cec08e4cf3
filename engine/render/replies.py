"""What a person types, understood as an answer.

In: a fact of the vocabulary and a line of text. Out: a value of the fact, or `Unclear`. Newly guaranteed: a value lies in the
domain of its fact. Labels of both languages, numbers of the list, names of countries and local dates are understood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from engine.facts.case import Told
from engine.facts.truth import UNKNOWN
from engine.ground.dates import parse_date
from engine.ground.iso import COUNTRIES, LANGUAGES
from engine.ground.nearest import nearest
from engine.ground.records import dataclass
from engine.linked.domains import accepts_value
from engine.linked.model import Fact
from engine.policy.model import Value
from engine.render.dates import MONTHS
from engine.render.languages import NAMES
from engine.render.names import Names

YES = ("yes", "y", "oui", "o", "true", "vrai", "1")
NO = ("no", "n", "non", "false", "faux", "2")
SHOWN = 4
"""Answers that begin like the text and are proposed."""
EMPTY = ("none", "aucun", "aucune", "neant", "[]", "-")
"""What stands for an empty set."""
ASIDE = re.compile(r"\s*\([^()]*\)\Z")
"""What stands in brackets at the end of a label: nobody types it."""
LOCAL = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})\Z")
WORDS = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?\s+([^\W\d_]+)\.?\s+(\d{4})\Z")


@dataclass(frozen=True, slots=True)
class Unclear:
    """Text that is no value of the fact. nearest: the answers probably meant, as the person would type them."""

    text: str
    nearest: tuple[str, ...] = ()


def read_reply(names: Names, fact: Fact, text: str) -> Told | Unclear:
    """The value that a line of text tells."""
    if not fact.type.many:
        return _one(names, fact, text)
    if plain(text) in EMPTY:
        return ()
    found: list[str] = []
    for part in (part.strip() for part in re.split(r"[,;]", text)):
        value = _one(names, fact, part) if part else Unclear(text)
        if isinstance(value, Unclear):
            return value
        found.append(str(value))
    return tuple(sorted(set(found)))


def choices(fact: Fact) -> tuple[Value, ...]:
    """The values that are shown with numbers; none where the domain is open or comes from a table."""
    if fact.type.kind == "boolean":
        return (True, False)
    return () if fact.type.table is not None else tuple(value for value in fact.values if value != UNKNOWN)


def plain(text: str) -> str:
    """Text without case, accents and outer spaces, for comparison."""
    bare = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(char for char in bare if not unicodedata.combining(char)).replace("’", "'")


def _one(names: Names, fact: Fact, text: str) -> Value | Unclear:
    text = text.strip()
    match fact.type.kind:
        case "boolean":
            return True if plain(text) in YES else False if plain(text) in NO else Unclear(text)
        case "integer":
            number = int(text) if re.fullmatch(r"-?\d{1,9}", text, re.ASCII) else None
            return number if number is not None and accepts_value(fact, number) else Unclear(text)
        case "date":
            return _date(names, text)
        case "country" | "language":
            return _named(text, _codes(names, fact))
        case "enum":
            return _listed(names, fact, text)
        case _:
            joined = text.replace(" ", "").upper() if fact.type.kind in ("postcode", "commune") else text
            return joined if joined and accepts_value(fact, joined) else Unclear(text)


def _listed(names: Names, fact: Fact, text: str) -> Value | Unclear:
    shown = choices(fact)
    if text.isascii() and text.isdigit() and 1 <= int(text) <= len(shown):
        return shown[int(text) - 1]
    said = {value: (value, *_labels(names, fact, value)) for value in fact.values if value != UNKNOWN}
    return _named(text, said)


def _labels(names: Names, fact: Fact, value: str) -> tuple[str, ...]:
    label = dict(fact.labels).get(value)
    written = (label.en, label.fr) if label is not None else ()
    office = names.cell("offices", value, "name") if fact.type.table == "offices" else None
    short = (ASIDE.sub("", text) for text in written)
    return tuple(dict.fromkeys((*written, *short, *((office,) if office else ()))))


def _codes(names: Names, fact: Fact) -> Mapping[str, tuple[str, ...]]:
    if fact.type.kind == "language":
        return {code: (code, *NAMES.get(code, ())) for code in LANGUAGES}
    table = names.book.tables.get("country-names")
    rows = {row.key[0]: row.values for row in table.rows} if table is not None else {}
    return {code: (code, *rows.get(code, ())) for code in COUNTRIES}


def _named(text: str, said: Mapping[str, Iterable[str]]) -> Value | Unclear:
    """The value that is called so; of no value, or of several, none."""
    wanted = plain(text)
    found = {value for value, several in said.items() for name in several if plain(name) == wanted}
    if len(found) == 1:
        return found.pop()
    if len(wanted) < 3:
        return Unclear(text)
    longer = [name for several in said.values() for name in several if len(name) > 2]
    begun = list(dict.fromkeys(name for name in longer if plain(name).startswith(wanted)))
    return Unclear(text, tuple(begun[:SHOWN]) or tuple(name for name in (nearest(text, longer),) if name is not None))


def _date(names: Names, text: str) -> Value | Unclear:
    for iso in _isos(names.lang, text):
        try:
            return parse_date(iso).isoformat()
        except ValueError:
            continue
    return Unclear(text)


def _isos(lang: str, text: str) -> Iterator[str]:
    """The ISO dates that the text may mean: as typed, day/month/year (in English 3/4/2026 may be two days), month in letters."""
    yield text
    if found := LOCAL.match(text):
        day, month, year = found.groups()
        if lang == "fr" or int(day) > 12 or day == month:
            yield f"{year}-{int(month):02}-{int(day):02}"
    if found := WORDS.match(text):
        day, word, year = found.groups()
        months = [at for several in MONTHS.values() for at, name in enumerate(several, 1) if plain(name) == plain(word)]
        if months:
            yield f"{year}-{months[0]:02}-{int(day):02}"
