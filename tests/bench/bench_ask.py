"""How many questions an interview asks, over the real cases; beside the facts that profiles tell, and the fewest that settle it.

Run: `python tests/bench/bench_ask.py [--least] [--in-vain] [--by-case]`. What a profile does not tell is unknown. "fewest": facts
of the profile of which none can be left out without changing the outcome; found afterwards, knowing every answer.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import engine
from engine.api.interview import Interview
from engine.decision.settled import OUTCOME
from tests.ask.needed import least, twins
from tests.ask.simulated import simulate
from tests.cases_real.scoring import merged, read_cases


def main() -> None:
    policies, cases = engine.load(), read_cases()
    total, times, vain = Counter[str](), list[float](), list[str]()
    for case in cases:
        start = time.process_time()
        done = simulate(policies, merged(case), case["as_of"])
        times.append((time.process_time() - start) / max(1, len(done.asked)))
        settled = done.interview.decided.decision.settled.by != "no"
        fewest = least(policies, merged(case), case["as_of"], OUTCOME) if "--least" in sys.argv and settled else None
        row = {
            "told": len(done.told), "entitlement": done.by_stage["entitlement"], "asked": len(done.asked),
            "answered": done.answered, "fewest": len(fewest or ()),
        }  # fmt: skip
        total.update(row)
        total.update({f"{name} (settled)": number for name, number in {"cases": 1, **row}.items() if settled})
        if "--by-case" in sys.argv:
            print(case["id"], *(f"{name} {number}" for name, number in row.items()))
        if "--in-vain" in sys.argv:
            simulate(policies, merged(case), case["as_of"], watch=lambda interview: vain.extend(_vain(interview)))
    print(f"cases {len(cases)}; the outcome comes out settled in {total['cases (settled)']}: the second column is of these")
    for name in ("told", "entitlement", "asked", "answered", "fewest"):
        print(f"  {name:12} {total[name]:5} {total[f'{name} (settled)']:5}")
    print(
        f"a question takes {1000 * statistics.median(times):.0f} ms (median of the cases; the slowest {1000 * max(times):.0f} ms)"
    )
    if "--in-vain" in sys.argv:
        print(f"questions for which no two people alike but for the answer were found: {len(vain)} {Counter(vain)}")


def _vain(interview: Interview) -> list[str]:
    question = interview.question()
    return [] if question is None or twins(interview, question.fact) is not None else [question.fact]


if __name__ == "__main__":
    main()
