"""A wheel built from the source works elsewhere: in a fresh environment, in another folder, with its bundled policies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("hatchling", reason="builds the wheel without the network")
ROOT = Path(__file__).parent.parent
PROFILE = ROOT / "examples" / "american-spouse.json"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a fresh environment with the wheel; libraries are those of this one, by their path."""
    home = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(home, with_pip=False)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(home)}))
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(wheel)],
        check=True,
        capture_output=True,
    )
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(python: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    folder = python.parent.parent
    environment = {**clean, "POLICY_EVAL_CACHE": str(folder / "cache"), "LC_ALL": "C.UTF-8"}
    return subprocess.run([str(python), *arguments], cwd=folder, capture_output=True, text=True, env=environment, check=False)


def test_what_it_holds(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"engine/py.typed", "engine/_bundled/policies/manifest.yaml", "engine/_bundled/schemas/decision.schema.json"} <= names
    assert "engine/ground/codes/pe1.toml" in names and any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "policies/")) for name in names)


def test_it_decides_elsewhere(python: Path) -> None:
    place = run(python, "-c", "import engine, sys; sys.stdout.write(engine.__file__)").stdout
    assert Path(place).is_relative_to(python.parent.parent)
    for _ in range(2):  # compiled, then from the cache
        done = run(python, "-m", "engine", "--format", "json", str(PROFILE))
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["decision"]["procedure"] == "reactivation"
    assert run(python, "-m", "engine", "schema", "policy").returncode == 0
    assert "PE101" in run(python, "-m", "engine", "explain-code", "PE101").stdout


def test_its_command(python: Path) -> None:
    command = next(python.parent.parent.glob("lib/**/bin/policy-eval"))
    done = run(python, str(command), str(PROFILE))
    assert done.returncode == 0 and done.stdout.startswith("ENTITLED"), done.stderr
