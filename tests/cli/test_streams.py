"""Streams, files and exit codes of several profiles at once."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.cli.main import main

ROOT = Path(__file__).parents[2]
GOOD = ROOT / "examples" / "american-spouse.json"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    out = capsys.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, out.out, out.err


def test_an_invalid_profile_is_worse_than_any_outcome(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong, nothing = tmp_path / "wrong.json", tmp_path / "nothing.json"
    wrong.write_text('{"nobody": 1}', "utf-8")
    nothing.write_text("{}", "utf-8")
    assert run(capsys, str(wrong), str(nothing), "--exit-code")[0] == 3
    assert run(capsys, str(GOOD), str(nothing), "--exit-code")[0] == 13


def test_no_trace_is_written_where_nothing_was_decided(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong, trace = tmp_path / "wrong.json", tmp_path / "trace.json"
    wrong.write_text('{"nobody": 1}', "utf-8")
    assert run(capsys, str(wrong), "--trace", str(trace))[0] == 3
    assert not trace.exists()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_that_lacks_a_letter_is_no_bug(encoding: str) -> None:
    """Text does without the letter; JSON is always UTF-8."""
    env = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = (sys.executable, "-c", "from engine.cli.main import main; main()", str(GOOD), "--lang", "fr", "--format")
    for form in ("text", "json"):
        done = subprocess.run([*command, form], cwd=ROOT, env=env, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.startswith(b"DROIT ACQUIS") or json.loads(done.stdout.decode("utf-8"))


def test_a_file_with_the_name_of_a_command_does_not_hide_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "schema").write_text("{}", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "schema")[0] == 2


def test_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(GOOD.read_bytes())

    monkeypatch.setattr(sys, "stdin", Stdin())
    code, out, err = run(capsys, "-", "--lang", "en", "--format", "plain")
    assert (code, err) == (0, "") and out.startswith("Entitled.")
