"""Whatever it is given, the engine answers with problems, within 500 MB, and does not fall over.

How long each input takes is measured by `tests.bench.bench_hostile`, never asserted here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.inputs import FILES, FOLDERS, OBJECTS

ROOT = Path(__file__).parents[2]
BYTES = 500_000_000
FINE = {
    "set and dates, which are fine",
    "papers by the ten thousand",
    "a social security number of a megabyte",
    "policies: deep conditions",
    "policies: a device",  # what is no regular file is not one of the policies
    "policies: a pipe",
    "policies: a link to itself",
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What came of each input."""
    command = [sys.executable, "-m", "tests.hostile.child", str(tmp_path_factory.mktemp("hostile"))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False, env=dict(os.environ))
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["name"]: line for line in lines}


@pytest.mark.parametrize("name", [*FILES, *OBJECTS, *FOLDERS])
def test_hostile_input_ends_in_problems(name: str, results: dict[str, dict[str, Any]]) -> None:
    """Problems, as many as somebody can read, within the limits."""
    found = results[name]
    assert found["ended"] == 0 and "error" not in found, found
    assert bool(found["codes"]) == (name not in FINE), found["codes"]
    assert len(found["codes"]) <= 300 and found["shown"] < 500_000
    assert found["memory"] < BYTES
