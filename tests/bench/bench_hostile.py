"""How long hostile input takes, and how much memory: `python -m tests.bench.bench_hostile`.

Every input of `tests/hostile` in a process of its own; the aim is two seconds of the processor and 500 MB for each.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
SLOWEST = 12


def main() -> None:
    """Print the slowest inputs."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.hostile.child", folder]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    found.sort(key=lambda line: -float(line["seconds"]))
    print(f"{len(found)} inputs; the slowest:")
    for line in found[:SLOWEST]:
        print(f"{line['seconds']:7.2f} s {line['memory'] / 1e6:7.0f} MB  {line['name']}")


if __name__ == "__main__":
    main()
