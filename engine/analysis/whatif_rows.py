"""Sets of changes that were decided, and those alike together.

In: decided sets. Out: rows, each of facts with the values that do; the outcome of each, with the rules that make the difference.
Newly guaranteed: every combination of the values of a row was decided, with the same outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from engine.analysis.whatif import Decides, Result
from engine.analysis.whatif_search import Chosen
from engine.decision.model import UNDETERMINED
from engine.decision.reasons import reasons
from engine.decision.settled import OUTCOME, Completions, settle
from engine.decision.support import cites
from engine.facts.case import Told
from engine.facts.lanes import Reads
from engine.ground.records import dataclass
from engine.linked.model import Rule
from engine.policy.model import Value
from engine.run.reading import Reading


@dataclass(frozen=True, slots=True)
class Row:
    """A set of choices; values: for each of them, the alternatives; decided: with each of the alternatives."""

    chosen: Chosen
    values: tuple[tuple[Told, ...], ...]
    decided: tuple[Decides, ...]
    outcome: tuple[Value | None, ...]

    @property
    def told_only(self) -> bool:
        """Whether it only gives answers that were not given."""
        return all(choice.kind == "tell" for choice in self.chosen)

    @property
    def group(self) -> tuple[object, ...]:
        """Rows that may be told together have the same."""
        return (*((choice.fact, choice.kind) for choice in self.chosen), *self.outcome)


def merged(rows: Sequence[Row]) -> list[Row]:
    """Rows that differ in the value of one fact and lead to the same, together."""
    found = list(rows)
    for at in range(max((len(row.values) for row in rows), default=0)):
        alike: dict[tuple[object, ...], list[Row]] = {}
        for row in found:
            others = tuple(values for position, values in enumerate(row.values) if position != at)
            alike.setdefault((row.group, others), []).append(row)
        found = [_joined(several, at) for several in alike.values()]
    return found


def _joined(rows: Sequence[Row], at: int) -> Row:
    first = rows[0]
    if at >= len(first.values):
        return first
    together = tuple(dict.fromkeys(value for row in rows for value in row.values[at]))
    values = tuple(together if position == at else values for position, values in enumerate(first.values))
    return Row(first.chosen, values, tuple(decided for row in rows for decided in row.decided), first.outcome)


def value_of(decided: Decides, fact: str, reads: Reads) -> Value | None:
    """The value of a fact, also where only cases settle it; None while it is open."""
    found = decided.reading.value(fact)
    if found is not None or fact not in OUTCOME:
        return found
    return settle(decided.reading, Completions(decided.reading, reads))[1].get(fact)


def result_of(several: Sequence[Decides], fact: str, value: Value | None, before: Decides | None = None) -> Result:
    """The outcome, and the rules that make the difference from before; what differs between several is left open."""
    decisions, first = [decided.decision for decided in several], several[0]
    gained: tuple[Rule, ...] = ()
    lost: tuple[Rule, ...] = ()
    if before is not None:
        gained = tuple(rule for rule in _carrying(first.reading, fact) if not before.reading.verdict(rule.id))
        lost = tuple(rule for rule in _carrying(before.reading, fact) if not first.reading.verdict(rule.id))
    return Result(
        value=value,
        entitlement=_same([decision.entitlement for decision in decisions]) or UNDETERMINED,
        ground=_same([decision.ground for decision in decisions]),
        procedure=_same([decision.procedure for decision in decisions]),
        entitled_from=_same([decision.entitled_from for decision in decisions]),
        because=tuple(rule.id for rule in gained),
        no_longer=tuple(rule.id for rule in lost),
        cites=cites(gained or lost),
    )


T = TypeVar("T")


def _same(values: Sequence[T]) -> T | None:
    """The value that all have; None where they differ."""
    return values[0] if len(set(values)) == 1 else None


def _carrying(reading: Reading, fact: str) -> Iterable[Rule]:
    """The rules on the proof of the fact, and of the ground where the entitlement is asked about."""
    literals = []
    for name in (fact, "ground") if fact == "entitlement" else (fact,):
        value = reading.value(name) if name in reading.book.facts else None
        literal = None if value is None else reading.compiled.value(name, value)
        literals += [literal] if literal is not None else []
    return reasons(reading, literals)
