"""The competent office: set outright, routed, or found from the place.

In: a reading. Out: `OfficeFound`. Newly guaranteed: one code only when it is sure; otherwise the candidates.
"""

from __future__ import annotations

from engine.decision.model import OfficeFound
from engine.facts.case import UNLISTED
from engine.linked.model import Rulebook
from engine.run.reading import Reading

ROUTED = "office.routed"
NONE = "none"


def competent(reading: Reading) -> OfficeFound:
    """The office that decides the file, as far as it is known."""
    case, book = reading.case, reading.book
    if case.forced is not None:
        return _found(book, case.forced, "option")
    routed = reading.value(ROUTED) if ROUTED in book.facts else NONE
    if routed is not None and routed != NONE:
        return _found(book, str(routed), "routing")
    place = case.place
    if place is None:
        return OfficeFound(None, None, None, None, None)
    if routed == NONE and len(place) == 1:
        return _found(book, next(iter(place)), case.found_by)
    return OfficeFound(None, None, case.found_by, None, None, tuple(sorted(place)))


def _found(book: Rulebook, code: str, by: str | None) -> OfficeFound:
    layer = book.offices.get(code)
    name = None if code == UNLISTED else office_name(book, code)
    return OfficeFound(code, name, by, layer.mail if layer else None, layer.page if layer else None)


def office_name(book: Rulebook, code: str) -> str | None:
    """The name of a fund in the table of offices."""
    table = book.tables.get("offices")
    if table is None:
        return None
    at = next((at for at, column in enumerate(table.columns) if column.name == "name"), None)
    row = next((row for row in table.rows if row.key[0] == code), None)
    return row.values[at] if row is not None and at is not None else None
