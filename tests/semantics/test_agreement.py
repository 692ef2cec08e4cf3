"""The project's most important test: the definition, the lanes and the forward executor agree on every literal."""

from __future__ import annotations

import datetime
import random

from hypothesis import given, note
from hypothesis import strategies as st

from engine.clauses.select import keep_offices
from engine.facts.case import Case
from engine.facts.lanes import Reads, Variant, rails
from engine.linked.model import Rulebook
from engine.run import lanes
from engine.run.firings import check_firings
from engine.run.forward import Forward
from tests.semantics.answers import Key, by_definition, lowered, offices, show
from tests.semantics.cases import any_cases, batches, random_case
from tests.semantics.rulebooks import LAYERS, every_test, rulebooks
from tests.semantics.vocabulary import CODES, DAYS, VALUES

EVERYTHING = every_test()
RANDOM = st.integers(0, 2**32 - 1).map(random.Random)


@given(rulebooks(), batches())
def test_definition_and_lanes_agree(book: Rulebook, batch: list[Case]) -> None:
    note(show(book))
    program = lowered(book)
    outcome = program.run(batch)
    for lane, case in enumerate(batch):
        assert program.by_outcome(outcome, lane) == by_definition(book, case)


@given(rulebooks(), batches())
def test_forward_agrees_and_derives_every_literal(book: Rulebook, batch: list[Case]) -> None:
    note(show(book))
    program = lowered(book)
    forward = Forward(program.program)
    for case in batch:
        told = program.initial(case)
        outcome, firings = forward.run(told)
        assert outcome == program.run([case])
        assert check_firings(program.program, told, firings, outcome) is None
        derived = {literal for literal, rail in enumerate(outcome.rails) if rail} - set(told)
        assert {firing.head for firing in firings} == derived
        assert program.by_outcome(outcome) == by_definition(book, case)


@given(rulebooks(), RANDOM)
def test_sixty_four_cases_at_once_are_sixty_four_runs(book: Rulebook, rng: random.Random) -> None:
    note(show(book))
    program = lowered(book)
    batch = [random_case(rng) for _ in range(64)]
    together = program.run(batch)
    for lane, case in enumerate(batch):
        assert tuple(rail >> lane & 1 for rail in together.rails) == program.run([case]).rails


@given(rulebooks(), any_cases(), RANDOM)
def test_variants_as_lanes_are_cases_of_their_own(book: Rulebook, case: Case, rng: random.Random) -> None:
    note(show(book))
    program = lowered(book)
    variants = [_variant(rng) for _ in range(8)]
    found = rails(book, program.compiled, Reads(book, program.compiled), case, variants)
    outcome = lanes.run(program.program, found, len(variants))
    assert outcome == program.run([variant.of(case) for variant in variants])


@given(any_cases(), RANDOM)
def test_variants_of_a_book_with_every_matcher(case: Case, rng: random.Random) -> None:
    program = lowered(EVERYTHING)
    variants = [_variant(rng) for _ in range(24)]
    found = rails(EVERYTHING, program.compiled, Reads(EVERYTHING, program.compiled), case, variants)
    outcome = lanes.run(program.program, found, len(variants))
    assert outcome == program.run([variant.of(case) for variant in variants])


@given(rulebooks(), any_cases(), RANDOM)
def test_days_and_offices_mixed_in_one_pass_are_what_the_definition_and_forward_say(
    book: Rulebook, case: Case, rng: random.Random
) -> None:
    """Every lane another day, another office, or both; each against the meaning and against a run alone by rules that fire."""
    note(show(book))
    program = lowered(book)
    forward, reads = Forward(program.program), Reads(book, program.compiled)
    days = [None, *map(datetime.date.fromisoformat, DAYS)]
    variants = [Variant(as_of=day, forced=office) for day in days for office in (None, *CODES)]
    rng.shuffle(variants)
    shown, _ = forward.run(program.initial(case))
    known = [rail & 1 for rail in shown.rails]
    outcome = lanes.run(program.program, rails(book, program.compiled, reads, case, variants, known=known), len(variants))
    for lane, variant in enumerate(variants):
        alone = variant.of(case)
        assert program.by_outcome(outcome, lane) == by_definition(book, alone), variant
        assert tuple(rail >> lane & 1 for rail in outcome.rails) == forward.run(program.initial(alone))[0].rails, variant


def _variant(rng: random.Random) -> Variant:
    told = {name: rng.choice(values) for name, values in VALUES.items() if rng.random() < 0.2}
    day = datetime.date.fromisoformat(rng.choice(DAYS)) if rng.random() < 0.5 else None
    untold = frozenset(name for name in VALUES if name not in told and rng.random() < 0.2)
    return Variant(told, day, rng.choice((None, None, *CODES)), untold)


@given(rulebooks(), batches(), st.sampled_from(((), LAYERS[:1], LAYERS[1:])))
def test_layers_of_offices_that_are_not_competent_can_be_left_out(
    book: Rulebook, batch: list[Case], kept: tuple[str, ...]
) -> None:
    note(show(book))
    program = lowered(book)
    chosen = keep_offices(program.compiled, book, frozenset(kept))
    dropped = set(offices(book)) - set(kept)
    for case in batch:
        meaning = by_definition(book, case)
        if any(meaning["here", code] != (False, True) for code in dropped):
            continue
        outcome = lanes.run(chosen.program, dict.fromkeys(program.initial(case), 1), 1)
        gone: set[Key] = {("rule", rule.id, "law") for rule in book.rules if rule.layer in dropped}
        found = program.by_outcome(outcome)
        assert {key: found[key] for key in found if key not in gone} == {key: meaning[key] for key in meaning if key not in gone}
