"""What durable_rules does badly, and what the door does about it: one test a trap."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from engine.clauses.program import Program
from engine.run import durable_door, forward, layout
from engine.run.forward import EngineBug, Forward, Limit
from tests.run import programs as shapes
from tests.run.agreeing import agree

ROOT = Path(__file__).parents[2]


def test_an_empty_program() -> None:
    outcome, firings = Forward(Program((), (), (), ())).run(())
    assert (outcome.rails, firings) == ((), ())


def test_nothing_fires() -> None:
    program = shapes.program(3, 2, [(4, [0, 2])])
    for _ in range(3):  # deleting a session in which nothing fired would abort the process
        assert agree(program, {0})[1] == ()


def test_an_atom_that_no_clause_uses() -> None:
    outcome, _ = agree(shapes.program(3, 2, [(4, [0])]), {0, 2, 3})
    assert outcome.rails == (1, 0, 1, 1, 1, 0)


def test_a_clause_without_premises_starts_a_chain() -> None:
    outcome, firings = agree(shapes.program(4, 1, [(2, []), (4, [2, 0]), (6, [4])]), {0})
    assert outcome.holds(6)
    assert [firing.head for firing in firings] == [2, 4, 6]


@pytest.mark.parametrize("width", [2, 12, 15, 16, 17, 31, 32, 33, 40, 300])
def test_joins_of_any_width(width: int) -> None:
    literals = [2 * atom for atom in range(width)]
    program = shapes.program(width + 1, width, [(2 * width, literals)])
    executor = Forward(program)
    assert agree(program, set(literals), executor)[0].holds(2 * width)
    for missing in (0, width // 2, width - 1):
        assert not agree(program, set(literals) - {2 * missing}, executor)[0].holds(2 * width)


@pytest.mark.parametrize("users", [199, 200, 201, 255, 256, 257, 600])
def test_one_literal_used_by_hundreds_of_clauses(users: int) -> None:
    clauses = [(2 * (users + 1 + user), [0, 2 * (1 + user)]) for user in range(users)]
    program = shapes.program(2 * users + 1, users + 1, clauses)
    _, firings = agree(program, {0, *(2 * (1 + user) for user in range(users))})
    assert len(firings) == users


def test_a_derived_literal_used_by_hundreds_of_clauses() -> None:
    clauses = [(800, [0, 2])] + [(802 + 2 * user, [800, 4 + 2 * (user % 300)]) for user in range(600)]
    program = shapes.program(1100, 400, clauses)
    assert len(agree(program, set(range(0, 800, 2)))[1]) == 601


def test_seven_hundred_first_tests() -> None:
    clauses = [(1400 + 2 * pair, [2 * pair, 1398 - 2 * pair]) for pair in range(350)]
    program = shapes.program(1100, 700, clauses)
    assert len(agree(program, set(range(0, 1400, 2)))[1]) == 350


def test_many_conclusions_at_once() -> None:
    clauses = [(2 * head, [0, 2]) for head in range(2, 400)]
    assert len(agree(shapes.program(400, 2, clauses), {0, 2})[1]) == 398


def test_a_literal_twice_in_a_body() -> None:
    assert agree(shapes.program(4, 2, [(4, [0, 0]), (6, [0, 2, 0])]), {0, 2})[0].holds(6)


def test_two_names_of_one_literal_in_a_body() -> None:
    assert agree(shapes.program(4, 1, [(2, [0]), (4, [0]), (6, [2, 4])]), {0})[0].holds(6)


def test_a_head_that_is_set_already_is_not_set_again() -> None:
    program = shapes.program(5, 3, [(6, [0, 2]), (6, [2, 4]), (6, [0]), (8, [6, 2])])
    firings = agree(program, {0, 2, 4})[1]
    assert sorted(firing.head for firing in firings) == [6, 8]


def test_too_many_rules_are_refused_with_the_rule() -> None:
    bodies = [[number % 199, 199 - number % 91, number % 83, number % 71] for number in range(5000)]
    clauses = [(200 + 2 * number, body) for number, body in enumerate(bodies)]
    with pytest.raises(Limit, match=r"PE601.*4096.*rule c\d+") as refused:
        Forward(shapes.program(5200, 100, clauses))
    assert refused.value.code == "PE601"
    assert refused.value.named["origin"].startswith("rule c4")


def test_as_many_rules_as_there_can_be() -> None:
    clauses = [(400 + 2 * number, [2 * (number % 63), 128 + 2 * (number // 63)]) for number in range(layout.RULES - 1)]
    program = shapes.program(200 + layout.RULES, 200, clauses)
    executor = Forward(program)
    assert len(executor._rules) == layout.RULES
    assert len(agree(program, set(range(0, 400, 2)), executor)[1]) == layout.RULES - 1


def test_facts_that_cannot_be_told_apart_are_refused() -> None:
    program = shapes.program(4, 3, [(6, [0, 2, 4])])
    with pytest.raises(Limit, match=r"PE602.*\+"):
        Forward(program, hashing=lambda text: 7 if "+" in text else layout.fnv1a(text))
    with pytest.raises(Limit, match=r"PE602.*group"):
        Forward(program, hashing=lambda text: 7 if text in ("p", "g0") else layout.fnv1a(text))


def test_the_hash_is_the_library_s() -> None:
    """Two names that our copy of the hash says collide are one fact to the library."""
    pair = ("field_2c4565addb", "field_d871caa045")
    assert layout.fnv1a(pair[0]) == layout.fnv1a(pair[1])
    both = durable_door.Ruleset("pair", {"r0": {"all": [{"a": {"p": "x"}}]}})
    with pytest.raises(EngineBug, match="asserted before"):
        both.decide("1", '{"id":"s","p":"x"', lambda _: [f'{{"id":"{name}","p":"x"' for name in pair])


def test_two_literals_that_the_library_takes_for_one() -> None:
    assert layout.fnv1a("94735-") == layout.fnv1a("106168+")
    program = shapes.program(106_170, 106_169, [(212_338, [189_471, 212_336])])
    executor = Forward(program)
    assert agree(program, {189_471, 212_336}, executor)[0].holds(212_338)
    assert not agree(program, {189_471}, executor)[0].holds(212_338)
    assert not agree(program, {212_336}, executor)[0].holds(212_338)


def test_a_session_never_looks_like_a_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    program = shapes.program(3, 2, [(4, [0, 2])])
    monkeypatch.setattr(forward, "_numbers", iter([1, 2, 3]))
    executor = Forward(program, hashing=lambda text: layout.fnv1a("0+") if text == "sid-1" else layout.fnv1a(text))
    assert executor._sid() == "2"


def test_an_action_that_fails_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    program = shapes.program(4, 2, [(4, [0, 2]), (6, [4])])
    executor = Forward(program)

    def fail(*_: object) -> None:
        raise ZeroDivisionError("boom")

    with monkeypatch.context() as patch:
        patch.setattr(forward._Decision, "_fire", fail)
        with pytest.raises(ZeroDivisionError, match="boom"):
            executor.run([0, 2])
    agree(program, {0, 2}, executor)  # the session is gone and the lock is free


def test_a_fact_that_the_library_refuses_is_heard() -> None:
    ruleset = durable_door.Ruleset("refuses", {"r0": {"all": [{"a": {"p": "x"}}]}})
    with pytest.raises(EngineBug, match=r"PE902.*no rule uses"):
        ruleset.decide("1", '{"id":"s","p":"x"', lambda _: ['{"id":"t","p":"y"'])


def test_a_rule_that_the_library_loses_is_missed() -> None:
    """An incomplete answer is an error, never an answer."""
    program = shapes.program(4, 2, [(4, [0, 2]), (6, [4, 0])])
    executor = Forward(program)
    executor._facts = {literal: texts for literal, texts in executor._facts.items() if literal != 4}
    with pytest.raises(EngineBug, match=r"PE901.*p3\+"):
        executor.run([0, 2])


def test_a_rule_that_fires_without_its_premises_is_caught() -> None:
    program = shapes.program(4, 2, [(4, [0, 2]), (6, [4, 0])])
    executor = Forward(program)
    executor._facts = {**executor._facts, 0: executor._facts[0] + executor._facts[2]}
    with pytest.raises(EngineBug, match="PE903"):
        executor.run([0])


def test_clauses_out_of_order_are_refused() -> None:
    with pytest.raises(EngineBug, match=r"PE904.*rule c0 uses p2\+"):
        Forward(shapes.program(3, 1, [(2, [4]), (4, [0])]))
    with pytest.raises(EngineBug, match="PE904"):
        Forward(shapes.program(2, 1, [(2, [2])]))
    with pytest.raises(EngineBug, match=r"PE904.*atom"):
        Forward(shapes.program(2, 2, [(2, [0])]))


def test_only_atoms_are_asserted() -> None:
    with pytest.raises(EngineBug, match="PE905"):
        Forward(shapes.program(2, 1, [(2, [0])])).run([2])


def test_the_library_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    with pytest.raises(Limit, match=r"PE604.*not installed"):
        Forward(shapes.program(2, 1, [(2, [0])]))


def test_no_thread_is_started() -> None:
    code = """
        import threading
        from engine.clauses.program import Clause, Origin, Program
        from engine.run.forward import Forward
        program = Program(("a", "b"), (0,), (Clause(2, (0,), 0),), (Origin("rule", "r"),))
        Forward(program).run([0])
        assert threading.active_count() == 1
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, check=True)


@pytest.mark.parametrize("compile_each", [False, True])
def test_memory_stays_flat(compile_each: bool) -> None:
    """20,000 decisions of one program; or 1,500 programs that come and go."""
    code = f"""
        import random, resource
        from tests.run import programs
        from engine.run.forward import Forward
        rng = random.Random(1)
        program = programs.policy_like(rng, 5)
        case = sorted(programs.facts(rng, program))
        compile_each, steady = {compile_each}, Forward(program)
        used = []
        for number in range(1_500 if compile_each else 20_000):
            (Forward(program) if compile_each else steady).run(case)
            if number in (300, 1_499, 19_999):
                used.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        assert used[-1] - used[0] < 8_000, used
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, check=True)
