"""Where a value comes from and how a test is written down.

In: a reading, an atom. Out: plain values for traces: the test, the value read, its origin.
Newly guaranteed: an untold value is never invented: it is None with the origin "untold".
"""

from __future__ import annotations

from engine.clauses.compiled import AtomSpec, FactTest, InForce, OfficeSet, PlaceIs
from engine.facts.case import Told
from engine.linked.model import Operand
from engine.run.reading import Reading

Plain = str | int | bool | None | list[str] | dict[str, object]


def test_of(spec: AtomSpec) -> tuple[str, Plain]:
    """(fact, test) of an atom, as a policy would write it."""
    match spec:
        case FactTest():
            return spec.fact, plain_checks(spec.checks)
        case InForce():
            window = {"from": spec.start, "until": spec.end}
            return "as_of", {key: day for key, day in window.items() if day is not None}
        case PlaceIs():
            return "office.place", spec.office
        case OfficeSet():
            return "office.set", spec.office


def plain_checks(checks: tuple[tuple[str, Operand], ...]) -> Plain:
    """A matcher: a literal alone, or a mapping of operators."""
    if len(checks) == 1 and checks[0][0] == "is":
        operand = checks[0][1]
        return list(map(str, operand)) if isinstance(operand, tuple) else operand
    return {operator: list(operand) if isinstance(operand, tuple) else operand for operator, operand in checks}


def read(reading: Reading, fact: str) -> tuple[Plain, str]:
    """The value of a fact and its origin: told, held, presumed, computed, asked, untold, or the circumstances."""
    case = reading.case
    match fact:
        case "as_of":
            return case.as_of.isoformat(), "circumstances"
        case "office.place":
            return (sorted(case.place) if case.place is not None else None), case.found_by or "untold"
        case "office.set":
            return case.forced, "circumstances"
    value = reading.truth.value(fact)
    if value is None:
        return None, "asked" if fact in case.asked else "untold"
    if reading.book.facts[fact].origin == "computed":
        return plain(value), "computed"
    return plain(value), "presumed" if fact in case.presumed else "told"


def plain(value: Told) -> Plain:
    """A told value as JSON has it."""
    return list(map(str, value)) if isinstance(value, tuple) else value
