"""The commands of the READMEs do what they show. `GOLDEN=rewrite` writes the outputs of examples/README.md anew."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = ROOT / "examples" / "README.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.S)
COMMAND = re.compile(r"^\$ (.*)$", re.M)


def bash(command: str, home: Path) -> str:
    """What a command prints, with `policy-eval` of this checkout."""
    script = f'policy-eval() {{ "{sys.executable}" -m engine "$@"; }}\n{command.replace("/tmp/", f"{home}/")}'
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "POLICY_EVAL_LANG", "NO_COLOR"))
    }
    done = subprocess.run(["bash", "-c", script], cwd=ROOT, capture_output=True, env={**clean, "LC_ALL": "C.UTF-8"}, check=False)
    assert done.stderr == b"", done.stderr.decode()
    return done.stdout.decode()


def made(block: str, home: Path) -> str:
    """The block with what its commands print now."""
    return "".join(f"$ {command}\n{bash(command, home)}" for command in COMMAND.findall(block))


def test_outputs_of_the_examples(tmp_path: Path) -> None:
    text = README.read_text("utf-8")
    again = BLOCK.sub(lambda found: f"```console\n{made(found[1], tmp_path)}```", text)
    if os.environ.get("GOLDEN") == "rewrite":
        README.write_text(again, "utf-8")
        text = again
    assert again == text


def shell_blocks() -> list[str]:
    return re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)


def test_the_first_command_sets_up_and_decides() -> None:
    setup = shell_blocks()[0].strip()
    assert "\n" not in setup and setup.startswith("python3 -m venv .venv && .venv/bin/pip install")
    assert setup.endswith(".venv/bin/policy-eval examples/american-spouse.json")
    done = subprocess.run(
        [sys.executable, "-m", "engine", "examples/american-spouse.json"], cwd=ROOT, capture_output=True, check=True
    )
    assert done.stdout


def test_continuous_integration_runs_the_test_command() -> None:
    command = shell_blocks()[1].strip()
    script = ROOT / ".ci" / "run"
    assert script.read_text("utf-8").splitlines()[-1] == command
    assert script.stat().st_mode & stat.S_IXUSR


@pytest.mark.parametrize("line", [line for line in shell_blocks()[2].splitlines() if line.startswith("policy-eval")])
def test_usage_of_the_readme(line: str) -> None:
    command = line.split("#")[0].replace("profile.json", "examples/american-spouse.json")
    done = subprocess.run(
        ["bash", "-c", f'policy-eval() {{ "{sys.executable}" -m engine "$@"; }}\n{command}'],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0 and done.stdout and done.stderr == b""


def test_python_of_the_readme() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("undetermined")


def test_every_command_is_in_the_readme() -> None:
    import click

    from engine.cli.program import program

    table = (ROOT / "README.md").read_text("utf-8")
    assert not [name for name in program.list_commands(click.Context(program)) if f"| `{name}" not in table]
