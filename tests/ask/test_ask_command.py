"""`policy-eval ask` as people use it: piped answers, files that are kept, both languages."""

from __future__ import annotations

import json
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
