"""What-if lanes of one profile: `python -m tests.bench.bench_whatif`.

In: nothing. Out: a table. A thousand variants of a profile, two answers changed in each, settled and run as lanes, beside
deciding them one by one. Numbers of different runs are not comparable; the ratios within one are.
"""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import engine
from engine.api.decided import Decided
from engine.decision.completions import representatives
from engine.facts.case import Case
from engine.facts.lanes import Reads, Variant, rails
from engine.ground.records import replace
from engine.run import lanes
from engine.run.reading import Reading

EXAMPLES = Path(__file__).parents[2] / "examples"
LANES = 1_000
ONE_BY_ONE = 20


def milliseconds(work: Callable[[], object], times: int = 25) -> float:
    """The median of some runs, in processor time."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return 1000 * statistics.median(taken)


def variants(reading: Reading, reads: Reads) -> list[Variant]:
    """Two facts, told or not, with other values."""
    single = []
    for name, fact in reading.book.facts.items():
        if fact.origin == "input" and name in reads.touching:
            case = replace(reading.case, told={key: value for key, value in reading.case.told.items() if key != name})
            without = Reading(reading.book, reading.compiled, case, lanes.run(reading.compiled.program, {}, 1))
            single += [Variant({name: value}) for value in representatives(name, without, reads) or ()]
    rng = random.Random(LANES)
    pairs = (rng.sample(single, 2) for _ in range(LANES))
    return [Variant({**first.told, **second.told}) for first, second in pairs]


def one_by_one(policies: engine.PolicySet, cases: Sequence[Case]) -> None:
    """Decided without sharing anything."""
    for case in cases:
        policies.decide_case(case, executor="lanes")


def main() -> None:
    """Print the table."""
    policies = engine.load()
    print(f"{'profile':32} {'atoms settled':>14} {'program run':>12} {'1,000 lanes':>12} {'one by one':>11} {'ratio':>6}")
    for path in sorted(EXAMPLES.glob("*.json")):
        decided: Decided = policies.decide(json.loads(path.read_text("utf-8")))
        reading, reads = decided.reading, Reads(policies.book, decided.reading.compiled)
        tried = variants(reading, reads)

        def settled(reading: Reading = reading, reads: Reads = reads, tried: list[Variant] = tried) -> dict[int, int]:
            return rails(reading.book, reading.compiled, reads, reading.case, tried, known=reading.established)

        atoms = milliseconds(settled)
        initial = settled()
        program = milliseconds(lambda i=initial, p=reading.compiled.program: lanes.run(p, i, LANES))  # type: ignore[misc]
        cases = [variant.of(reading.case) for variant in tried[:ONE_BY_ONE]]
        single = milliseconds(lambda c=cases: one_by_one(policies, c), 3) * LANES / ONE_BY_ONE  # type: ignore[misc]
        total = atoms + program
        row = f"{atoms:11.2f} ms {program:9.2f} ms {total:9.2f} ms {single:8.0f} ms"
        print(f"{path.stem:32} {row} {single / total:5.0f}x")


if __name__ == "__main__":
    main()
