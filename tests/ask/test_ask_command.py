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
    first = run("ask", str(file), stdin="no\nwhat\n-\n")
    assert first.returncode == 0 and "is not understood" in first.stdout and "Traceback" not in first.stderr
    told = json.loads(file.read_text("utf-8"))
    assert told["cover"]["rights_open"] is False
    again = run("ask", str(file), stdin="")
    assert "1 answer read" in again.stdout or "Stopped" in again.stdout
    assert json.loads(file.read_text("utf-8")) == told
    assert run(str(file)).returncode == 0


@pytest.mark.parametrize("ending", ["json", "yaml"])
def test_a_file_that_is_gone_on_with_keeps_its_answers(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"me.{ending}"
    file.write_text('{"person": {"birth_country": "US", "nationalities": ["US"]}, "held": [{"document": "identity"}]}', "utf-8")
    assert run("ask", str(file), stdin="no\n").returncode == 0
    text = file.read_text("utf-8")
    assert run(str(file)).returncode == 0
    assert "US" in text and "identity" in text and "rights_open" in text


def test_comments_are_not_lost(tmp_path: Path) -> None:
    file = tmp_path / "me.yaml"
    file.write_text("# mine\nperson: {birth_country: US}\n", "utf-8")
    done = run("ask", str(file), stdin="no\n")
    assert done.returncode == 2 and "--out" in done.stderr
    assert file.read_text("utf-8").startswith("# mine")
    other = tmp_path / "other.json"
    assert run("ask", str(file), "--out", str(other), stdin="no\n").returncode == 0
    assert json.loads(other.read_text("utf-8"))["person"] == {"birth_country": "US"}


def test_a_settled_profile_is_asked_nothing(tmp_path: Path) -> None:
    done = run("ask", str(EXAMPLES / "american-spouse.json"), "--out", str(tmp_path / "me.json"), stdin="")
    assert done.returncode == 0 and "Question 1" not in done.stdout and "No answer can change" in done.stdout


def test_in_french_and_as_json() -> None:
    done = run("ask", "--lang", "fr", "--format", "json", stdin="<\noui\n!\n")
    found = json.loads(done.stdout)
    assert found["profile"] == {"cover": {"rights_open": True}} and found["asked"] == ["cover.rights_open"]
    assert "Question 1" in done.stderr and "rien avant" in done.stderr


def test_a_wrong_profile_is_said(tmp_path: Path) -> None:
    file = tmp_path / "me.json"
    file.write_text('{"person": {"birth_contry": "US"}}', "utf-8")
    done = run("ask", str(file), stdin="no\n")
    assert done.returncode == 3 and "birth_country" in done.stderr
    assert file.read_text("utf-8") == '{"person": {"birth_contry": "US"}}'


def test_a_file_that_was_not_read_is_not_overwritten(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text('{"person": {"birth_country": "US"}}', "utf-8")
    for before in ((), (str(EXAMPLES / "american-spouse.json"),)):
        done = run("ask", *before, "--out", str(other), stdin="no\n")
        assert done.returncode == 2 and "other.json" in done.stderr
        assert other.read_text("utf-8") == '{"person": {"birth_country": "US"}}'
    assert run("ask", str(other), "--out", str(other), stdin="no\n").returncode == 0
    assert json.loads(other.read_text("utf-8"))["cover"] == {"rights_open": False}


def test_comments_are_not_lost_where_the_same_file_is_named_twice(tmp_path: Path) -> None:
    file = tmp_path / "me.yaml"
    file.write_text("# mine\nperson: {birth_country: US}\n", "utf-8")
    assert run("ask", str(file), "--out", str(file), stdin="no\n").returncode == 2
    assert file.read_text("utf-8").startswith("# mine")


@pytest.mark.parametrize("kept", [False, True])
def test_ctrl_c_loses_no_answer(tmp_path: Path, kept: bool) -> None:
    file = tmp_path / "me.json"
    command = [sys.executable, "-m", "engine", "ask", "--lang", "en", *([str(file)] if kept else [])]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as asking:
        assert asking.stdin is not None and asking.stdout is not None
        asking.stdin.write("no\n")
        asking.stdin.flush()
        for line in asking.stdout:
            if line.startswith("Question 2"):
                break
        os.kill(asking.pid, signal.SIGINT)
        out, _ = asking.communicate(timeout=60)
    assert asking.returncode == 130
    if kept:
        assert json.loads(file.read_text("utf-8")) == {"cover": {"rights_open": False}}
    else:
        assert json.loads(out[out.index("{") :]) == {"cover": {"rights_open": False}}


def test_answers_are_shown_where_their_file_cannot_be_written(tmp_path: Path) -> None:
    done = run("ask", str(tmp_path / "nowhere" / "me.json"), "--lang", "en", stdin="no\n")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert json.loads(done.stdout[done.stdout.index("{") :]) == {"cover": {"rights_open": False}}
