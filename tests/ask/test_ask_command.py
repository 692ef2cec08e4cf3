"""`policy-eval ask` as people use it: piped answers, files that are kept, both languages."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_commands import EXAMPLES, run


def test_piped_answers_are_kept_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "me.json"
    first = run("ask", str(file), stdin="inactive\nwhat\n-\n")
    assert first.returncode == 0 and "is not understood" in first.stdout and "Traceback" not in first.stderr
    told = json.loads(file.read_text("utf-8"))
    assert told["activity"]["status"] == "inactive"
    again = run("ask", str(file), stdin="")
    assert "1 answer read" in again.stdout or "Stopped" in again.stdout
    assert json.loads(file.read_text("utf-8")) == told
    assert run(str(file)).returncode == 0


@pytest.mark.parametrize("ending", ["json", "yaml"])
def test_a_file_that_is_gone_on_with_keeps_its_answers(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"me.{ending}"
    file.write_text('{"person": {"birth_country": "US", "nationalities": ["US"]}, "held": [{"document": "identity"}]}', "utf-8")
    assert run("ask", str(file), stdin="inactive\n").returncode == 0
    text = file.read_text("utf-8")
    assert run(str(file)).returncode == 0
    assert "US" in text and "identity" in text and "inactive" in text


def test_comments_are_not_lost(tmp_path: Path) -> None:
    file = tmp_path / "me.yaml"
    file.write_text("# mine\nperson: {birth_country: US}\n", "utf-8")
    done = run("ask", str(file), stdin="inactive\n")
    assert done.returncode == 2 and "--out" in done.stderr
    assert file.read_text("utf-8").startswith("# mine")
    other = tmp_path / "other.json"
    assert run("ask", str(file), "--out", str(other), stdin="inactive\n").returncode == 0
    assert json.loads(other.read_text("utf-8"))["person"] == {"birth_country": "US"}


def test_a_settled_profile_is_asked_nothing(tmp_path: Path) -> None:
    done = run("ask", str(EXAMPLES / "american-spouse.json"), "--until", "outcome", "--out", str(tmp_path / "me.json"), stdin="")
    assert done.returncode == 0 and "Question 1" not in done.stdout and "No answer can change" in done.stdout


def test_in_french_and_as_json() -> None:
    done = run("ask", "--lang", "fr", "--format", "json", stdin="<\nsans activité professionnelle\n!\n")
    found = json.loads(done.stdout)
    assert found["profile"] == {"activity": {"status": "inactive"}} and found["asked"] == ["activity.status"]
    assert "Question 1" in done.stderr and "rien avant" in done.stderr


def test_a_wrong_profile_is_said(tmp_path: Path) -> None:
    file = tmp_path / "me.json"
    file.write_text('{"person": {"birth_contry": "US"}}', "utf-8")
    done = run("ask", str(file), stdin="inactive\n")
    assert done.returncode == 3 and "birth_country" in done.stderr
    assert file.read_text("utf-8") == '{"person": {"birth_contry": "US"}}'


def test_a_file_that_was_not_read_is_not_overwritten(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text('{"person": {"birth_country": "US"}}', "utf-8")
    for before in ((), (str(EXAMPLES / "american-spouse.json"),)):
        done = run("ask", *before, "--out", str(other), stdin="inactive\n")
        assert done.returncode == 2 and "other.json" in done.stderr
        assert other.read_text("utf-8") == '{"person": {"birth_country": "US"}}'
    assert run("ask", str(other), "--out", str(other), stdin="inactive\n").returncode == 0
    assert json.loads(other.read_text("utf-8"))["activity"] == {"status": "inactive"}


def test_comments_are_not_lost_where_the_same_file_is_named_twice(tmp_path: Path) -> None:
    file = tmp_path / "me.yaml"
    file.write_text("# mine\nperson: {birth_country: US}\n", "utf-8")
    assert run("ask", str(file), "--out", str(file), stdin="inactive\n").returncode == 2
    assert file.read_text("utf-8").startswith("# mine")


def _interruptible() -> None:
    """Whoever runs the tests in the background may have had Ctrl-C ignored, which children inherit."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("kept", [False, True])
def test_ctrl_c_loses_no_answer(tmp_path: Path, kept: bool) -> None:
    file = tmp_path / "me.json"
    command = [sys.executable, "-m", "engine", "ask", "--lang", "en", *([str(file)] if kept else [])]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=_interruptible
    ) as asking:
        assert asking.stdin is not None and asking.stdout is not None
        asking.stdin.write("inactive\n")
        asking.stdin.flush()
        for line in asking.stdout:
            if line.startswith("Question 2"):
                break
        os.kill(asking.pid, signal.SIGINT)
        out, _ = asking.communicate(timeout=60)
    assert asking.returncode == 130
    if kept:
        assert json.loads(file.read_text("utf-8")) == {"activity": {"status": "inactive"}}
    else:
        assert json.loads(out[out.index("{") :]) == {"activity": {"status": "inactive"}}


def test_answers_are_shown_where_their_file_cannot_be_written(tmp_path: Path) -> None:
    done = run("ask", str(tmp_path / "nowhere" / "me.json"), "--lang", "en", stdin="inactive\n")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert json.loads(done.stdout[done.stdout.index("{") :]) == {"activity": {"status": "inactive"}}


def test_a_line_that_is_too_long_is_no_answer_and_does_not_spill_over() -> None:
    done = run("ask", "--lang", "en", "--format", "json", stdin=f"inactive{' ' * 200_000}1\nstudent\n\x1b[A\x00\n!\n")
    assert done.returncode == 0 and json.loads(done.stdout)["profile"] == {"activity": {"status": "student"}}
    assert "\x1b" not in done.stderr and "\x00" not in done.stderr and len(done.stderr) < 20_000


def test_until_what_to_ask() -> None:
    for until, left in (("entitlement", False), ("everything", True)):
        done = run("ask", "--lang", "en", "--until", until, stdin="inactive\noutside France\n" + "-\n" * 80)
        assert done.returncode == 0 and ("· next steps" in done.stdout) is left, until
        assert ("No answer can change your right" in done.stdout) is not left
    assert run("ask", "--until", "never", stdin="").returncode == 2


def test_what_is_not_known_is_named_and_can_be_told_at_the_end() -> None:
    """Everything is answered "I do not know"; then the first line of the review is completed."""
    done = run("ask", "--lang", "en", "--until", "entitlement", stdin="-\n" * 60)
    assert "it matters" in done.stdout and "could narrow it" in done.stdout
    asked = done.stdout.count("Question ")
    again = run("ask", "--lang", "en", "--format", "json", "--until", "entitlement", stdin="-\n" * asked + "1\ninactive\n")
    assert json.loads(again.stdout)["profile"]["activity"]["status"] == "inactive"
