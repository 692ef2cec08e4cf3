"""How fast lanes are, for 1 to 16,384 cases and 60 to 5,000 rules: `python -m tests.bench.bench_lanes [--quick]`.

In: nothing. Out: two tables. Times are the median of passes of one process, in microseconds; numbers of different runs are not
comparable, the ratios within one are.

clauses: the pass that reads the clauses. straight: the same as straight-line code, which a program gets once it pays; one lane
has code of its own.
forward: durable_rules, one case at a time, beside one lane (programs of up to 1,000 rules). The last line is a decision of as
many rules as that on which other engines are compared: one case, both rails of every fact, from its facts to its outcome.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable

from engine.clauses.program import Program
from engine.run.forward import Forward
from engine.run.lanes import Lanes, straight_line
from tests.run.programs import facts, policy_like

LANES = (1, 64, 1_024, 16_384)
RULES = (60, 250, 1_000, 5_000)
PEERS = 83
MOST_FORWARD = 1_000
SECONDS = 0.4


def microseconds(work: Callable[[], object], seconds: float = SECONDS) -> float:
    """The median of as many runs as fit in some time, five at least."""
    work()
    taken: list[float] = []
    end = time.perf_counter() + seconds
    while len(taken) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return 1e6 * statistics.median(taken)


def told(program: Program, lanes: int) -> dict[int, int]:
    """Facts of so many cases: of most atoms one rail, of some none."""
    rng = random.Random(lanes)
    found: dict[int, int] = {}
    for atom in program.atoms:
        true, known = rng.getrandbits(lanes), rng.getrandbits(lanes) | rng.getrandbits(lanes)
        for literal, mask in ((2 * atom, true & known), (2 * atom + 1, ~true & known)):
            if mask:
                found[literal] = mask
    return found


def passes(program: Program, lanes: int) -> tuple[float, float]:
    """One pass that reads the clauses, and one of straight-line code."""
    initial, slow, fast = told(program, lanes), Lanes(program, hot=float("inf")), Lanes(program, hot=1)
    assert slow.run(initial, lanes) == fast.run(initial, lanes) == fast.run(initial, lanes)
    return microseconds(lambda: slow.run(initial, lanes)), microseconds(lambda: fast.run(initial, lanes))


def forward(program: Program) -> float | None:
    """One case by durable_rules."""
    executor, case = Forward(program), sorted(facts(random.Random(1), program, 0.8))
    return microseconds(lambda: executor.run(case))


def measure(rules: int, counts: tuple[int, ...]) -> None:
    """The rows of one program."""
    program = policy_like(random.Random(rules), rules)
    start = time.perf_counter()
    straight_line(program, single=True)
    making = 1e6 * (time.perf_counter() - start)
    beside = forward(program) if rules <= MOST_FORWARD else None
    single = 0.0
    for lanes in counts:
        slow, fast = passes(program, lanes)
        single = single or min(slow, fast)
        shown = "" if lanes != 1 else f"{beside:>10.0f} {beside / single:>9.0f}" if beside else f"{'-':>10} {'-':>9}"
        per_lane, gained = fast / lanes, single * lanes / fast
        times = f"{slow:>10.1f} {fast:>10.1f} {slow / fast:>8.2f} {per_lane:>11.4f} {gained:>12.1f}"
        print(f"{rules:>6} {len(program.clauses):>8} {lanes:>7,} {times} {shown}".rstrip())
        if lanes == 1:
            repaid = making / max(slow - fast, 0.01)
            print(f"{'':>24} its code is made in {making:.0f}, which {repaid:.0f} passes repay")


def peers() -> None:
    """One decision of 83 rules, from facts told to both rails of every fact."""
    program = policy_like(random.Random(PEERS), PEERS)
    initial, prepared = told(program, 1), Lanes(program, hot=1)
    once = microseconds(lambda: prepared.run(initial, 1))
    many = told(program, 1_000)
    thousand = microseconds(lambda: prepared.run(many, 1_000))
    print(f"\n{PEERS} rules, {len(program.clauses)} clauses: one case {once:.1f}, 1,000 cases {thousand:.1f}")


def main(counts: tuple[int, ...], sizes: tuple[int, ...]) -> None:
    """Print the tables."""
    print(" rules  clauses   lanes    clauses   straight    ratio  each lane  single/lane    forward  /one lane")
    for rules in sizes:
        measure(rules, counts)
    peers()


if __name__ == "__main__":
    quick = "--quick" in sys.argv
    main(LANES[:3] if quick else LANES, RULES[:2] if quick else RULES)
