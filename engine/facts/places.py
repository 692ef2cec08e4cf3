"""From the place where a person lives to the offices that may be competent.

In: told facts and the tables of places. Out: candidate offices and the fact that told them.
Newly guaranteed: a told office stands alone; otherwise the most precise told place decides; a place that no fund of the table
covers gives `unlisted`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence

from engine.facts.case import UNLISTED, Told
from engine.ground.records import dataclass, field

PLACE_TABLES = ("communes", "postcodes", "departments")
"""Tables that find the offices of a place."""
OUTSIDE = frozenset(("975", "977", "986", "987", "988"))
"""Departments-like codes whose inhabitants belong to schemes of their own."""


@dataclass(frozen=True, slots=True)
class Places:
    """Which offices cover a commune, a postcode, a department: key -> codes joined by `|` (empty: no fund of the table)."""

    communes: Mapping[str, str] = field(default_factory=dict)
    postcodes: Mapping[str, str] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)


class PlaceLines(Mapping[str, str]):
    """Places kept as sorted lines `key TAB codes`: looked up without reading them all."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._lines = lines

    def __getitem__(self, key: str) -> str:
        wanted = key.encode() + b"\t"
        at = bisect_left(self._lines, wanted)
        if at == len(self._lines) or not self._lines[at].startswith(wanted):
            raise KeyError(key)
        return self._lines[at][len(wanted) :].decode()

    def __iter__(self) -> Iterator[str]:
        return (line.partition(b"\t")[0].decode() for line in self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    @staticmethod
    def of(places: Mapping[str, str]) -> list[bytes]:
        """The lines of a map."""
        return sorted(f"{key}\t{codes}".encode() for key, codes in places.items())


LoadPlaces = Callable[[], Places]


def candidates(told: Mapping[str, Told], places: LoadPlaces) -> tuple[frozenset[str] | None, str | None]:
    """Offices that may be competent for the told place, and the fact that told it; (None, None) when no place is told."""
    abroad = told.get("residence.country")
    for fact, find in (
        ("residence.commune", _commune),
        ("residence.postcode", _postcode),
        ("residence.department", _department),
    ):
        value = told.get(fact)
        if isinstance(value, str):
            found = find(value, places())
            if found is not None:
                return found, fact
    if isinstance(abroad, str) and abroad != "FR":
        return frozenset((UNLISTED,)), "residence.country"
    return None, None


def place_of(told: Mapping[str, Told], places: LoadPlaces) -> tuple[frozenset[str] | None, str | None, frozenset[str] | None]:
    """The candidate offices and the fact that told them; then, where a told office contradicts the place, the place's own."""
    found, by = candidates(told, places)
    code = told.get("office.code")
    if not isinstance(code, str):
        return found, by, None
    return frozenset((code,)), "office.code", found if found is not None and code not in found else None


def _codes(joined: str | None) -> frozenset[str] | None:
    if joined is None:
        return None
    return frozenset(joined.split("|")) if joined else frozenset((UNLISTED,))


def _commune(code: str, places: Places) -> frozenset[str] | None:
    found = _codes(places.communes.get(code))
    return found if found is not None else _department(_department_of(code), places)


def _postcode(code: str, places: Places) -> frozenset[str] | None:
    """A postcode that the table does not have (a CEDEX, say) is placed by its department."""
    found = _codes(places.postcodes.get(code))
    return found if found is not None else _department(_department_of(code), places)


def _department(code: str, places: Places) -> frozenset[str] | None:
    found = _codes(places.departments.get(code))
    if found is None and code in OUTSIDE:
        return frozenset((UNLISTED,))
    return found


def _department_of(code: str) -> str:
    return code[:3] if code.startswith(("97", "98")) else code[:2]
