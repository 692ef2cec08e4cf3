"""The executors agree on every literal, and every firing is a derivation."""

from __future__ import annotations

import random
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.clauses.program import Program
from engine.run import lanes
from engine.run.forward import EngineBug, Forward
from tests.run import programs as shapes
from tests.run.agreeing import agree


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shapes.programs(), st.randoms(use_true_random=False))
def test_forward_and_lanes_agree_on_every_literal(program: Program, rng: random.Random) -> None:
    forward = Forward(program)
    for share in (0.0, 0.5, 1.0):
        agree(program, shapes.facts(rng, program, share), forward)


@settings(max_examples=100, deadline=None)
@given(shapes.programs(), st.randoms(use_true_random=False))
def test_each_lane_is_a_run_of_its_own(program: Program, rng: random.Random) -> None:
    cases = [shapes.facts(rng, program, rng.random()) for _ in range(9)]
    initial = {literal: sum(1 << lane for lane, case in enumerate(cases) if literal in case) for literal in set().union(*cases)}
    together = lanes.run(program, initial, len(cases))
    for lane, case in enumerate(cases):
        alone = lanes.run(program, dict.fromkeys(case, 1), 1)
        assert tuple(rail >> lane & 1 for rail in together.rails) == alone.rails


@pytest.mark.parametrize("rules", [1, 20, 120])
def test_a_program_shaped_like_a_policy(rules: int) -> None:
    rng = random.Random(rules)
    program = shapes.policy_like(rng, rules)
    forward = Forward(program)
    for share in (0.0, 0.3, 0.9, 1.0):
        agree(program, shapes.facts(rng, program, share), forward)


def test_lanes_hold_sixteen_thousand_cases() -> None:
    rng = random.Random(3)
    program = shapes.policy_like(rng, 30)
    initial = {literal: rng.getrandbits(16_384) for atom in program.atoms for literal in (2 * atom, 2 * atom + 1)}
    together = lanes.run(program, initial, 16_384)
    for lane in rng.sample(range(16_384), 20):
        alone = lanes.run(program, {literal: mask >> lane & 1 for literal, mask in initial.items()}, 1)
        assert tuple(rail >> lane & 1 for rail in together.rails) == alone.rails


@settings(max_examples=100, deadline=None)
@given(shapes.programs(), st.randoms(use_true_random=False))
def test_straight_line_code_is_the_same_pass(program: Program, rng: random.Random) -> None:
    prepared = lanes.Lanes(program, hot=3)
    literals = [literal for atom in program.atoms for literal in (2 * atom, 2 * atom + 1)]
    first = {literal: rng.getrandbits(70) for literal in literals}
    expected = prepared.run(first, 70)
    for _ in range(4):
        assert prepared.run(first, 70) == expected
    second = {literal: rng.getrandbits(3) for literal in literals}
    assert prepared.run(second, 3) == lanes.Lanes(program).run(second, 3)
    for _ in range(5):  # one lane has code of its own
        third = {literal: rng.getrandbits(1) for literal in literals}
        assert prepared.run(third, 1) == lanes.Lanes(program).run(third, 1)


def test_straight_line_code_of_the_widest_programs() -> None:
    wide = [(4000, list(range(0, 4000, 2)))] + [(4002, [literal]) for literal in range(0, 4000, 2)]
    program = shapes.program(2003, 2000, wide)
    for single in (False, True):
        code = lanes.straight_line(program, single=single)
        rails = [1, 0] * 2000 + [0] * 6
        assert code(list(rails), 1)[4000:4003] == (1, 0, 1)
        rails[2000] = 0
        assert code(list(rails), 1)[4000:4003] == (0, 0, 1)


def test_straight_line_code_is_made_once_it_pays() -> None:
    prepared = lanes.Lanes(shapes.policy_like(random.Random(1), 4))
    first = prepared.run({}, 1)
    for _ in range(3_000):
        assert prepared.run({}, 1) == first
    assert list(prepared._code) == [True]


def test_lanes_take_facts_of_atoms_only() -> None:
    with pytest.raises(EngineBug, match="PE905"):
        lanes.run(shapes.program(2, 1, [(2, [0])]), {2: 1}, 1)


def test_a_mask_beyond_the_lanes_is_cut() -> None:
    program = shapes.program(2, 1, [(2, [0])])
    assert lanes.run(program, {0: 0b1111}, 2).rails[2] == 0b11


def test_threads_share_a_ruleset() -> None:
    rng = random.Random(5)
    program = shapes.policy_like(rng, 25)
    forward = Forward(program)
    cases = [sorted(shapes.facts(rng, program)) for _ in range(10)]
    expected = [forward.run(case) for case in cases]
    wrong: list[int] = []

    def work(seed: int) -> None:
        mine = random.Random(seed)
        for _ in range(50):
            case = mine.randrange(len(cases))
            if forward.run(cases[case]) != expected[case]:
                wrong.append(case)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_two_rulesets_take_turns() -> None:
    rng = random.Random(6)
    both = [shapes.policy_like(rng, 15) for _ in range(2)]
    forwards = [Forward(program) for program in both]
    for _ in range(10):
        for program, forward in zip(both, forwards, strict=True):
            agree(program, shapes.facts(rng, program), forward)
