"""`policy-eval bundle`, `--policies FILE` and `--known-at` as their users run them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SMALL = str(ROOT / "tests" / "data" / "small")


def run(*arguments: str, stdin: str = "{}") -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        [sys.executable, "-m", "engine", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        input=stdin,
        check=False,
        timeout=120,
    )


def test_write_list_decide_replay_and_unpack(tmp_path: Path) -> None:
    store = tmp_path / "store"
    made = run("bundle", SMALL, "--out", f"{store}/", "--published-on", "2026-01-15", "--format", "json")
    path = json.loads(made.stdout)["path"]
    assert made.returncode == 0 and made.stderr == "" and Path(path).parent == store
    listed = run("bundle", "--list", str(store), "--lang", "fr")
    assert listed.returncode == 0 and listed.stdout.startswith("2026-01-15  ") and path in listed.stdout
    trace = str(tmp_path / "trace.json")
    then = run("--known-at", "2026-02-01", "--store", str(store), "--as-of", "2026-11-23", "--trace", trace, "-")
    assert then.returncode == 0 and "as they were known on 1\u00a0February 2026" in then.stdout
    assert json.loads(Path(trace).read_text("utf-8"))["envelope"]["known_at"] == "2026-02-01"
    assert run("replay", trace, "--store", str(store)).returncode == 0
    assert run("bundle", path, "--unpack", str(tmp_path / "out")).returncode == 0
    assert run("check", "--policies", path).returncode == run("check", "--policies", SMALL).returncode
    assert run("test", "--policies", path).returncode == 0


def test_what_goes_wrong_is_told(tmp_path: Path) -> None:
    assert run("--known-at", "2026-02-01", "--policies", SMALL, "-").returncode == 2
    nothing = run("--known-at", "2026-02-01", "--store", str(tmp_path), "-")
    assert nothing.returncode == 4 and "PE193" in nothing.stderr
    assert run("bundle", "--unpack", str(tmp_path / "x")).returncode == 2
    (tmp_path / "bad.bundle").write_text("{}\n")
    listed = run("bundle", "--list", str(tmp_path))
    assert listed.returncode == 1 and "PE190" in listed.stderr
    assert run("--policies", str(tmp_path / "bad.bundle"), "-").returncode == 4
    assert run("bundle", SMALL, "--out", str(tmp_path / "no" / "x.bundle")).returncode == 2
