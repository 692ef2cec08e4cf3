"""What is missing on our side: tables without a row, law that could not be read.

In: a reading. Out: `Gap` values. Newly guaranteed: a gap is never shown as a question to the person.
"""

from __future__ import annotations

from engine.decision.model import Gap
from engine.facts.computed import NO_ROW, arguments_of
from engine.linked.model import LAW
from engine.run.reading import Reading


def gaps(reading: Reading) -> tuple[Gap, ...]:
    """Lookups that found no row on the day, and gap rules that keep a fact open."""
    return (*_tables(reading), *_law(reading))


def _tables(reading: Reading) -> list[Gap]:
    found = []
    for fact in (reading.book.facts[name] for name in reading.book.index.facts("lookup")):
        if reading.truth.value(fact.name) == NO_ROW:
            key = tuple(str(reading.truth.value(name)) for name in arguments_of(fact))
            found.append(Gap("table", (fact.name,), table=fact.table, key=key))
    return found


def _law(reading: Reading) -> list[Gap]:
    found = []
    for name in reading.book.index.gaps():
        if reading.verdict(name) is False:
            continue
        rule = reading.book.index.rule(name)
        facts = tuple(name for name in rule.gap_facts if reading.value(name, LAW) is None)
        if facts:
            found.append(Gap("law", facts, rule=rule.id))
    return found
