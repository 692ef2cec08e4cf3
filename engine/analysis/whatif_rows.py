"""Sets of changes that were decided, and those alike together.

In: decided sets. Out: rows, each of facts with the values that do; the outcome of each, with the rules that make the difference.
Newly guaranteed: every combination of the values of a row was decided, with the same outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.analysis.whatif import Decides, Result
from engine.analysis.whatif_search import Chosen
from engine.decision.dates import entitled_from
from engine.decision.decide import Answer, answer
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

MOST_DAYS = 16
"""Alternatives of which it is asked whether they are entitled from the same day."""


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


def result_of(several: Sequence[Decides], goal: str, value: Value | None, reads: Reads, before: Decides | None = None) -> Result:
    """The outcome, and the rules that make the difference from before; what differs between several is left open."""
    first = several[0]
    found = answer(first.reading, reads, Completions(first.reading, reads))
    gained: tuple[Rule, ...] = ()
    lost: tuple[Rule, ...] = ()
    if before is not None:
        gained = tuple(rule for rule in _carrying(first.reading, goal) if not before.reading.verdict(rule.id))
        lost = tuple(rule for rule in _carrying(before.reading, goal) if not first.reading.verdict(rule.id))
    return Result(
        value=value,
        entitlement=found.entitlement if _alike(several, "entitlement") else UNDETERMINED,
        ground=found.ground if _alike(several, "ground") else None,
        procedure=found.procedure if _alike(several, "procedure") else None,
        entitled_from=found.entitled_from if _same_day(several, found, reads) else None,
        because=tuple(rule.id for rule in gained),
        no_longer=tuple(rule.id for rule in lost),
        cites=cites(gained or lost),
    )


def _alike(several: Sequence[Decides], fact: str) -> bool:
    """Whether all of them have one value, or there is but one of them (then cases may settle it)."""
    if len(several) == 1 or fact not in several[0].reading.book.facts:
        return True
    return len({decided.reading.value(fact) for decided in several}) == 1 and several[0].reading.value(fact) is not None


def _same_day(several: Sequence[Decides], found: Answer, reads: Reads) -> bool:
    """Whether all are entitled from the same day; of many that is not asked."""
    if len(several) == 1:
        return True
    if len(several) > MOST_DAYS or not _alike(several, "entitlement"):
        return False
    days = (entitled_from(decided.reading, reads, found.entitlement) for decided in several)
    return all(day == found.entitled_from for day in days)


def _carrying(reading: Reading, fact: str) -> Iterable[Rule]:
    """The rules on the proof of the fact, and of the ground where the entitlement is asked about."""
    literals = []
    for name in (fact, "ground") if fact == "entitlement" else (fact,):
        value = reading.value(name) if name in reading.book.facts else None
        literal = None if value is None else reading.compiled.value(name, value)
        literals += [literal] if literal is not None else []
    return reasons(reading, literals)
