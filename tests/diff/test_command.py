"""`policy-eval diff` as its users run it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from tests.analysis.small import BASE, SMALL, changed

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    command = [sys.executable, "-m", "engine", "diff", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def test_exit_codes_and_forms(tmp_path: Path) -> None:
    other = str(changed(tmp_path, (BASE, "at_least_ago: P3M", "at_least_ago: P6M")))
    text, french = run(str(SMALL), other), run(str(SMALL), other, "--lang", "fr")
    assert text.returncode == french.returncode == 1 and text.stderr == ""
    assert "at least 3 months ago" in text.stdout.replace("\u00a0", " ") and "at least 6" in text.stdout
    assert "1 changement de fond" in french.stdout
    assert run(str(SMALL), str(SMALL)).returncode == 0
    found = json.loads(run(str(SMALL), other, "--format", "json").stdout)
    assert found["meaning_changed"] and found["witnesses"] and found["changes"][0]["witness"] == 0
    assert run(str(SMALL), other, "--format", "markdown").stdout.startswith("## ")


def test_a_picture_needs_a_population(tmp_path: Path) -> None:
    other = str(changed(tmp_path, (BASE, "at_least_ago: P3M", "at_least_ago: P6M")))
    (tmp_path / "people.jsonl").write_text('{"stay": {"document": "card"}}\n')
    assert run(str(SMALL), other, "--format", "svg").returncode == 2
    drawn = run(str(SMALL), other, "--format", "svg", "--population", str(tmp_path / "people.jsonl"))
    assert drawn.returncode == 1 and ElementTree.fromstring(drawn.stdout).tag.endswith("svg")


def test_what_is_no_policy_set_is_told(tmp_path: Path) -> None:
    assert run(str(SMALL), str(tmp_path)).returncode == 4
    assert run(str(SMALL), "git:no-such-revision").returncode == 4
    (tmp_path / "people.jsonl").write_text("{nonsense\n")
    assert run(str(SMALL), str(SMALL), "--population", str(tmp_path / "people.jsonl")).returncode == 3
