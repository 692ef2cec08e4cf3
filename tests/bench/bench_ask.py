"""How many questions an interview asks, over the real cases: beside the facts that their profiles tell.

Run: `python tests/bench/bench_ask.py`. What a profile does not tell is answered "I do not know".
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import engine
from tests.ask.simulated import simulate
from tests.cases_real.scoring import merged, read_cases


def main() -> None:
    policies = engine.load()
    asked, answered, told, times = [], [], [], []
    for case in read_cases():
        start = time.perf_counter()
        done = simulate(policies, merged(case), case["as_of"])
        times.append((time.perf_counter() - start) / max(1, len(done.asked)))
        asked.append(len(done.asked))
        answered.append(len(set(done.asked) & done.told))
        told.append(len(done.told))
    print(f"cases {len(asked)}, facts told {sum(told)}")
    print(f"questions asked {sum(asked)} (median {statistics.median(asked)} a case), of which answered {sum(answered)}")
    print(f"answered against told: {sum(answered) / sum(told):.2f}; a question takes {1000 * statistics.median(times):.0f} ms")


if __name__ == "__main__":
    main()
