"""How fast the executors are, side by side within one run: `python -m tests.bench.bench_run`.

In: nothing. Out: a table. Numbers of different runs are not comparable; the ratios within one are.

naive: one durable_rules rule for each clause, no fusing. forward: as shipped. lanes: one pass over the clauses,
before and after it is turned into straight-line code.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from unittest import mock

from engine.clauses.program import Program
from engine.run import forward as forward_module
from engine.run.forward import Forward
from engine.run.fusion import Fused, Join
from engine.run.lanes import Lanes
from tests.run.programs import facts, policy_like

SIZES = (60, 250, 600)


def milliseconds(work: Callable[[], object], times: int = 15) -> float:
    """The median of some runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return 1000 * statistics.median(taken)


def naive(program: Program) -> Fused:
    """Every clause a join of its own."""
    always = tuple(index for index, clause in enumerate(program.clauses) if not clause.body)
    joins = tuple(
        Join(tuple(dict.fromkeys(clause.body)), (index,)) for index, clause in enumerate(program.clauses) if clause.body
    )
    return Fused(always, (), joins, ((),) * (2 * len(program.names)))


def compiled_naively(program: Program) -> Forward | None:
    """None when durable_rules cannot hold it."""
    with mock.patch.object(forward_module, "fuse", naive):
        try:
            return Forward(program)
        except forward_module.Limit:
            return None


def passes(program: Program, lanes: int, hot: bool) -> float:
    """One pass over the clauses."""
    rng = random.Random(lanes)
    initial = {2 * atom: rng.getrandbits(lanes) for atom in program.atoms}
    initial |= {literal + 1: ~mask & ((1 << lanes) - 1) & rng.getrandbits(lanes) for literal, mask in initial.items()}
    prepared = Lanes(program, hot=1 if hot else float("inf"))
    prepared.run(initial, lanes)
    return milliseconds(lambda: prepared.run(initial, lanes))


def measure(rules: int) -> None:
    """One row of the table."""
    rng = random.Random(rules)
    program = policy_like(rng, rules)
    cases = [sorted(facts(rng, program, share)) for share in (0.5, 1.0)]
    plain, fused = compiled_naively(program), Forward(program)
    compiling = milliseconds(lambda: Forward(program), 3)

    def decide(executor: Forward) -> float:
        return statistics.mean(milliseconds(lambda case=case: executor.run(case)) for case in cases)  # type: ignore[misc]

    slow, fast = decide(plain) if plain else float("nan"), decide(fused)
    single = [passes(program, 1, hot) for hot in (False, True)]
    wide = [passes(program, 16_384, hot) for hot in (False, True)]
    print(
        f"{rules:>5} {len(program.clauses):>7} {compiling:>8.1f} {slow:>8.2f} {fast:>8.2f} {fast / single[0]:>9.0f}"
        f" {single[0]:>8.3f} {single[1]:>8.3f} {wide[0]:>9.2f} {wide[1]:>9.2f} {16.384 / wide[1]:>10.1f}"
    )


def main() -> None:
    """Print the table; milliseconds, but where it says otherwise."""
    print("rules clauses  compile    naive  forward  to 1 lane  1 lane      hot   16,384       hot  M cases/s")
    for rules in SIZES:
        measure(rules)


if __name__ == "__main__":
    main()
