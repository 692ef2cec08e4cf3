"""Explanations without sensitive values.

In: an explanation and a rulebook. Out: the same tree. Newly guaranteed: no value of a sensitive fact, told or
computed, is left in it; the verdicts stay.
"""

from __future__ import annotations

from engine.ground.records import replace
from engine.linked.model import Rulebook
from engine.trace.model import ComputedLine, FactLine, Line, TestLine
from engine.trace.verdicts import WITHHELD


def hidden(line: Line, book: Rulebook) -> Line:
    """The line and all that is below it, sensitive values withheld."""
    if isinstance(line, TestLine):
        return _test(line, book)
    return replace(line, because=tuple(hidden(below, book) for below in line.because))


def hidden_fact(line: FactLine, book: Rulebook) -> FactLine:
    """A whole explanation, sensitive values withheld."""
    return replace(line, because=tuple(hidden(below, book) for below in line.because))


def _test(line: TestLine, book: Rulebook) -> TestLine:
    computed = None if line.computed is None else _computed(line.computed, book)
    value = WITHHELD if line.value is not None and _sensitive(line.fact, book) else line.value
    return replace(line, value=value, computed=computed)


def _computed(line: ComputedLine, book: Rulebook) -> ComputedLine:
    of = tuple(
        (fact, WITHHELD if value is not None and _sensitive(fact, book) else value, origin) for fact, value, origin in line.of
    )
    if not _sensitive(line.fact, book):
        return replace(line, of=of)
    return replace(line, of=of, value=WITHHELD, row=None)  # the line of a row would tell its key


def _sensitive(name: str, book: Rulebook) -> bool:
    fact = book.facts.get(name)
    return fact is not None and fact.sensitive
