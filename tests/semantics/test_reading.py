"""What is told of an outcome: the values of the definition, and null for what stands on a conflict."""

from __future__ import annotations

from hypothesis import event, given, note

from engine.facts.case import Case
from engine.linked.model import HERE, LAW, Rulebook
from engine.run.definition import Pair
from engine.run.reading import Reading
from tests.semantics.answers import Key, conflicts, lowered, readings, show
from tests.semantics.cases import batches
from tests.semantics.rulebooks import domain, read_in, rulebooks


def told(book: Rulebook, reading: Reading) -> dict[Key, object]:
    """What the reading says, by key; the value of a fact has the key of the fact."""
    found: dict[Key, object] = {}
    for fact in book.derived():
        found |= {("fact", fact.name, side): reading.value(fact.name, side) for side in readings(fact)}
    for rule in book.rules:
        found |= {("rule", rule.id, side): reading.rule(rule, side) for side in read_in(rule)}
    for name in book.requirements:
        found |= {("need", name, side): reading.need(name, side) for side in (LAW, HERE)}
    return found | {("step", step): reading.step(step) for step in book.steps}


def meant(book: Rulebook, pairs: dict[Key, Pair]) -> dict[Key, object]:
    """The same, of pairs without conflict."""
    found: dict[Key, object] = {}
    for fact in book.derived():
        for side in readings(fact):
            values = [value for value in domain(fact) if pairs["fact", fact.name, value, side][0]]
            found["fact", fact.name, side] = values[0] if values else None
    singles = {key: pair for key, pair in pairs.items() if key[0] in ("rule", "need", "step")}
    return found | {key: None if pair[0] == pair[1] else pair[0] for key, pair in singles.items()}


@given(rulebooks(), batches())
def test_reading_tells_what_is_established_and_nothing_in_conflict(book: Rulebook, batch: list[Case]) -> None:
    note(show(book))
    program = lowered(book)
    outcome = program.run(batch)
    for lane, case in enumerate(batch):
        reading = Reading(book, program.compiled, case, outcome, lane)
        check(book, reading, program.by_outcome(outcome, lane))


def check(book: Rulebook, reading: Reading, pairs: dict[Key, Pair]) -> None:
    """Without a conflict all is told; with one, it is named, and neither what is in conflict nor anything else is wrong."""
    said, clashing = told(book, reading), conflicts(pairs)
    event("conflict" if clashing else "no conflict")
    if not clashing:
        assert not reading.conflicts
        assert said == meant(book, pairs)
        return
    assert reading.conflicts and {conflict.what for conflict in reading.conflicts} <= {key[1] for key in clashing}
    lowest = min((book.strata[str(key[1])] for key in clashing if key[0] == "fact"), default=None)
    if lowest is not None:
        assert {conflict.stratum for conflict in reading.conflicts} == {lowest}
    for key, value in meant(book, pairs).items():
        assert said[key] is None or said[key] == value, key
    for key in clashing:
        assert said[key[0], key[1], key[-1]] is None, key
