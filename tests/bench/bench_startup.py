"""Start-up of the command, as ratios within one run: `python tests/bench/bench_startup.py [examples/american-spouse.json]`.

In: a profile. Out: a table: the whole process against `python -c "import click, yaml, jsonschema"`, with a warm and
with a cold cache of compiled policies, and the time of one decision in process. Times are processor times, the best
of several runs, so that other work on the machine matters little. Bytecode is compiled before the first measurement,
as it is after an installation.
"""

from __future__ import annotations

import compileall
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUNS = 15
LIBRARIES = "import click, yaml, jsonschema"


def processor_time(arguments: list[str], environment: dict[str, str]) -> float:
    """Milliseconds of one run of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(arguments, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def best(arguments: list[str], environment: dict[str, str], runs: int = RUNS) -> float:
    """The best of several runs."""
    return min(processor_time(arguments, environment) for _ in range(runs))


def in_process(profile: dict[str, object]) -> dict[str, float]:
    """Milliseconds of one decision where the policies are loaded: bare, with its text, with its JSON and trace."""
    import engine

    policies = engine.load()
    timed: dict[str, float] = {}
    jobs = {
        "decide": lambda: policies.decide(profile).decision,
        "decide, text": lambda: policies.decide(profile).as_text(),
        "decide, JSON with trace": lambda: json.dumps(policies.decide(profile).as_json()),
        "decide (lanes)": lambda: policies.decide(profile, executor="lanes").decision,
    }
    for name, job in jobs.items():
        job()
        timed[name] = min(_once(job) for _ in range(RUNS))
    return timed


def _once(job) -> float:  # type: ignore[no-untyped-def]
    start = time.process_time()
    job()
    return (time.process_time() - start) * 1000


def main(profile: str) -> None:
    """Measure and print."""
    compileall.compile_dir(str(ROOT / "engine"), quiet=2)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    engine_command = [sys.executable, "-m", "engine"]
    with tempfile.TemporaryDirectory() as cache:
        environment |= {"POLICY_EVAL_CACHE": cache, "PYTHONPATH": str(ROOT)}
        libraries = best([sys.executable, "-c", LIBRARIES], environment)
        python = best([sys.executable, "-c", "pass"], environment)
        cold = best([*engine_command, profile], {**environment, "POLICY_EVAL_CACHE": ""}, 3)
        best([*engine_command, profile], environment, 2)
        rows = {
            "eval, text": best([*engine_command, profile], environment),
            "eval, text, with an option": best([*engine_command, "--lang", "fr", profile], environment),
            "eval, JSON with trace": best([*engine_command, "--format", "json", profile], environment),
        }
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; processor time, best of {RUNS}\n")
    print(f"{'python -c pass':<34}{python:7.0f} ms {python / libraries:6.2f}")
    print(f"{LIBRARIES:<34}{libraries:7.0f} ms {1:6.2f}")
    for name, value in rows.items():
        print(f"{name:<34}{value:7.0f} ms {value / libraries:6.2f}")
    print(f"{'eval, no cache':<34}{cold:7.0f} ms {cold / libraries:6.2f}\n")
    for name, value in in_process(json.loads(Path(ROOT / profile).read_text("utf-8"))).items():
        print(f"{'in process: ' + name:<34}{value:7.1f} ms")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(sys.argv[1] if len(sys.argv) > 1 else "examples/american-spouse.json")
