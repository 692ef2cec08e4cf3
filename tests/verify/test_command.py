"""`policy-eval verify` as its users run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.api.verifying import verify_policies
from tests.analysis.small import BASE, SMALL, changed

ROOT = Path(__file__).parents[2]
PLANTED = (
    BASE, "",
    "\n  - {id: card-waits, title: {en: Card, fr: Carte}, when: {stay.document: card, residence.since: {more_than_ago: P1Y}},"
    " then: {entitlement: waiting}, cites: [act-1]}\n",
)  # fmt: skip


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "POLICY_EVAL"))}
    command = [sys.executable, "-m", "engine", "verify", *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", env=clean, check=False, timeout=300
    )


def test_a_sound_set_exits_with_0() -> None:
    done = run("--policies", str(SMALL), "--as-of", "2026-11-23")
    assert (done.returncode, done.stderr) == (0, "")
    assert "none: proved (7 of 7)" in done.stdout and "31 December 2036" in done.stdout


def test_a_finding_exits_with_1_and_shows_its_profile(tmp_path: Path) -> None:
    policies = str(changed(tmp_path, PLANTED))
    done = run("--policies", policies, "--lang", "fr")
    assert (done.returncode, done.stderr) == (1, "")
    assert "PE820" in done.stdout and "entitlement peut être conclu dans les deux sens" in done.stdout
    found = json.loads(run("--policies", policies, "--format", "json").stdout)
    assert found["mode"] == "proved" and [item["code"] for item in found["findings"]] == ["PE820"]
    witness = tmp_path / "witness.json"
    witness.write_text(json.dumps(found["findings"][0]["witness"]["profile"]))
    again = subprocess.run(
        [sys.executable, "-m", "engine", str(witness), "--policies", policies, "--format", "json"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert again.returncode == 4
    assert [conflict["fact"] for conflict in json.loads(again.stdout)["conflicts"]] == ["entitlement"]


@pytest.mark.parametrize("form", ["sarif", "github"])
def test_forges_read_findings(tmp_path: Path, form: str) -> None:
    done = run("--policies", str(changed(tmp_path, PLANTED)), "--format", form)
    assert done.returncode == 1 and "PE820" in done.stdout
    if form == "sarif":
        [result] = json.loads(done.stdout)["runs"][0]["results"]
        assert result["ruleId"] == "PE820" and result["locations"]


def test_a_search_says_that_it_is_one() -> None:
    done = run("--policies", str(SMALL), "--no-prove")
    assert done.returncode == 0 and "Searched, not proven" in done.stdout and "proved (" not in done.stdout
    assert run("--policies", str(SMALL), "--no-prove", "--strict").returncode == 1


def test_a_bundle_is_verified_as_its_folder_is(tmp_path: Path) -> None:
    policies, bundle = changed(tmp_path, PLANTED), tmp_path / "policies.bundle"
    command = [sys.executable, "-m", "engine", "bundle", str(policies), "--out", str(bundle)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    folder, bundled = (json.loads(run("--policies", str(place), "--format", "json").stdout) for place in (policies, bundle))
    assert folder["findings"] == bundled["findings"] and folder["kinds"] == bundled["kinds"]


def test_policies_with_errors_are_refused(tmp_path: Path) -> None:
    policies = changed(tmp_path, (BASE, "stay.lawful: true}\n    cites", "stay.lawfull: true}\n    cites"))
    done = run("--policies", str(policies))
    assert (done.returncode, done.stdout) == (4, "") and "stay.lawfull" in done.stderr
    assert run("--policies", str(tmp_path / "nowhere")).returncode == 4
    assert run("--timeout", "0").returncode == 2


def test_the_bundled_policies_are_sound() -> None:
    report = verify_policies(seconds=300)
    assert report.problems == () and report.verified.proved and report.verified.open == ()


ABSENT = "import sys; sys.modules['z3'] = None; from engine.cli.main import main; main()"
BROKEN = """
import sys
class Broken:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "z3":
            raise RuntimeError("libz3.so not found")
sys.meta_path.insert(0, Broken())
from engine.cli.main import main
main()
"""


@pytest.mark.parametrize("start", [ABSENT, BROKEN], ids=["absent", "broken"])
def test_without_the_solver_it_searches(tmp_path: Path, start: str) -> None:
    """In a process that cannot import z3: it says so, and finds what a profile shows."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "POLICY_EVAL"))}

    def without(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", start, "verify", *arguments]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", env=clean, check=False)

    done = without("--policies", str(SMALL))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Searched, not proven" in done.stdout and "policy-eval[verify]" in done.stdout
    found = json.loads(without("--policies", str(changed(tmp_path, PLANTED)), "--format", "json").stdout)
    assert found["mode"] == "searched" and found["findings"][0]["code"] == "PE820" and found["findings"][0]["witness"]
