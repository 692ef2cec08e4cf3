"""With everything told, the definition is classical logic: rules fire or do not, and what nothing concludes is the default."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from hypothesis import event, given, note

from engine.facts.case import Case
from engine.linked.model import HERE, LAW, Rulebook
from engine.policy.model import Value
from tests.semantics.answers import Key, by_definition, conflicts, offices, readings, show
from tests.semantics.cases import batches
from tests.semantics.classical import Classical, Conflict, Open
from tests.semantics.rulebooks import domain, read_in, rulebooks

Answer = Callable[[], bool]


def questions(book: Rulebook, world: Classical) -> Iterator[tuple[Key, Answer]]:
    """How to answer each key classically."""
    for fact in book.derived():
        for reading in readings(fact):
            for value in domain(fact):
                yield ("fact", fact.name, value, reading), partial(_is, world, fact.name, value, reading)
    for rule in book.rules:
        if rule.kind != "gap":
            yield from ((("rule", rule.id, reading), partial(world.effective, rule, reading)) for reading in read_in(rule))
    for name, needed in book.requirements.items():
        yield from ((("need", name, reading), partial(world.needed, name, reading)) for reading in (LAW, HERE))
        for at, other in enumerate(needed.any_of):
            if other.when is not None:
                yield ("alternative", name, at), partial(world.holds, other.when, HERE)
    yield from ((("step", step), partial(world.advised, step)) for step in book.steps)
    yield from ((("here", code), partial(world.here, code)) for code in offices(book))


def _is(world: Classical, fact: str, value: Value, reading: str) -> bool:
    return world.value(fact, reading) == value


@given(rulebooks(), batches(complete=True))
def test_the_definition_is_classical_on_complete_cases(book: Rulebook, batch: list[Case]) -> None:
    note(show(book))
    for case in batch:
        meaning = by_definition(book, case)
        clash = gap = False
        for key, answer in questions(book, Classical(book, case)):
            try:
                expected = answer()
            except Conflict:
                clash = True
            except Open:
                gap = True
            else:
                assert meaning[key] == (expected, not expected), key
        event(f"conflict: {clash}, gap in effect: {gap}")
        if not gap:
            assert clash == bool(conflicts(meaning))
