"""The theorems of the language, as properties of random rulebooks."""

from __future__ import annotations

import random

from hypothesis import event, given, note
from hypothesis import strategies as st

from engine.clauses.program import Program
from engine.facts.case import Case
from engine.facts.profile import with_presumptions
from engine.linked.model import Rulebook
from engine.run.outcome import Outcome
from tests.semantics.answers import Lowered, by_definition, conflicts, define, lowered, show
from tests.semantics.cases import any_cases, batches, cases, chain, completions
from tests.semantics.rulebooks import rulebooks

RANDOM = st.integers(0, 2**32 - 1).map(random.Random)


def established(outcome: Outcome, lane: int = 0) -> set[int]:
    """The literals established in a lane."""
    return {literal for literal, rail in enumerate(outcome.rails) if rail >> lane & 1}


def fixpoint(program: Program, told: list[int], rng: random.Random) -> set[int]:
    """The least fixpoint, with the clauses in any order, fired until nothing is added."""
    known, clauses, grown = set(told), list(program.clauses), True
    while grown:
        rng.shuffle(clauses)
        before = len(known)
        for clause in clauses:
            if known.issuperset(clause.body):
                known.add(clause.head)
        grown = len(known) > before
    return known


@given(rulebooks(), cases(), RANDOM)
def test_the_least_fixpoint_is_unique_whatever_the_order(book: Rulebook, case: Case, rng: random.Random) -> None:
    note(show(book))
    program = lowered(book)
    assert fixpoint(program.program, program.initial(case), rng) == established(program.run([case]))


@given(rulebooks(), any_cases(), RANDOM)
def test_an_answer_never_withdraws_an_established_literal(book: Rulebook, case: Case, rng: random.Random) -> None:
    note(show(book))
    program = lowered(book)
    steps = chain(case, rng)
    outcome = program.run(steps)
    for lane in range(1, len(steps)):
        withdrawn = established(outcome, lane - 1) - established(outcome, lane)
        assert not withdrawn, (steps[lane], [program.program.literal_name(literal) for literal in withdrawn])


@given(rulebooks(), cases())
def test_presumptions_only_add(book: Rulebook, case: Case) -> None:
    note(show(book))
    program = lowered(book)
    outcome = program.run([case, with_presumptions(case, book)])
    assert established(outcome, 0) <= established(outcome, 1)


@given(rulebooks(), batches())
def test_both_rails_only_at_or_above_a_conflict(book: Rulebook, batch: list[Case]) -> None:
    note(show(book))
    program = lowered(book)
    outcome = program.run(batch)
    for lane in range(len(batch)):
        roots = conflicting(program, outcome, lane)
        event("conflict" if roots else "no conflict")
        tainted = above(program.program, roots)
        both = {p for p in range(len(program.program.names)) if outcome.holds(2 * p, lane) and outcome.holds(2 * p + 1, lane)}
        assert both <= tainted, [program.program.names[p] for p in both - tainted]


def conflicting(program: Lowered, outcome: Outcome, lane: int) -> set[int]:
    """Propositions of a fact with two values, or of a requirement with both rails, in any reading."""
    clashing = conflicts(program.by_outcome(outcome, lane))
    found = {literal // 2 for key, literal in program.literals() if key in clashing and literal is not None}
    for name in program.book.requirements:
        base = program.compiled.proposition(f"need:{name}@base")
        if base is not None and outcome.holds(2 * base, lane) and outcome.holds(2 * base + 1, lane):
            found.add(base)
    return found


def above(program: Program, roots: set[int]) -> set[int]:
    """The propositions whose clauses read one of the roots, and so on; clauses stand in order, so one pass finds them."""
    found = set(roots)
    for clause in program.clauses:
        if any(premise // 2 in found for premise in clause.body):
            found.add(clause.head // 2)
    return found


@given(rulebooks(), cases(), RANDOM)
def test_what_is_established_holds_in_every_completion_without_conflict(book: Rulebook, case: Case, rng: random.Random) -> None:
    note(show(book))
    program = lowered(book)
    ways = completions(book, case, rng)
    outcome = program.run([case, *ways])
    told = program.by_outcome(outcome)
    for lane in range(1, len(ways) + 1):
        completed = program.by_outcome(outcome, lane)
        if conflicts(completed):
            continue
        for key, (true, false) in told.items():
            assert not true or completed[key] == (True, False), (key, ways[lane - 1])
            assert not false or completed[key] == (False, True), (key, ways[lane - 1])


@given(rulebooks(), batches(complete=True))
def test_with_everything_told_and_no_gap_every_fact_has_a_value(book: Rulebook, batch: list[Case]) -> None:
    note(show(book))
    program = lowered(book)
    outcome = program.run(batch)
    for lane, case in enumerate(batch):
        meaning = define(book, case)
        pairs = program.by_outcome(outcome, lane)
        if any(not meaning.rule(rule.id)[1] for rule in book.rules if rule.kind == "gap"):
            event("gap in effect")
            continue
        assert all(pair != (False, False) for pair in pairs.values())
        values: dict[tuple[object, object], list[object]] = {}
        for key, (true, _) in pairs.items():
            if key[0] == "fact" and true:
                values.setdefault((key[1], key[3]), []).append(key[2])
        everything = {(key[1], key[3]) for key in pairs if key[0] == "fact"}
        assert values.keys() == everything
        if not conflicts(pairs):
            assert all(len(found) == 1 for found in values.values())


@given(rulebooks(), any_cases())
def test_every_literal_has_a_derivation(book: Rulebook, case: Case) -> None:
    note(show(book))
    program = lowered(book)
    found, told = established(program.run([case])), set(program.initial(case))
    derived: set[int] = set()
    for clause in program.program.clauses:
        if (told | derived).issuperset(clause.body):
            derived.add(clause.head)
    assert found == told | derived
    assert not derived & {literal for atom in program.program.atoms for literal in (2 * atom, 2 * atom + 1)}


@given(rulebooks(), cases())
def test_an_answer_of_unknown_is_as_good_as_none(book: Rulebook, case: Case) -> None:
    silent = Case(case.as_of, case.told, place=case.place, forced=case.forced)
    assert by_definition(book, case) == by_definition(book, silent)
