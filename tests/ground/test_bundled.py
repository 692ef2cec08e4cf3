"""Where the shipped folders are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import bundled


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of nothing but the place of the package."""
    (tmp_path / "engine").mkdir()
    monkeypatch.setattr(bundled, "__file__", str(tmp_path / "engine" / "bundled.py"))
    return tmp_path / "engine"


def test_this_checkout() -> None:
    """Both folders are beside the engine."""
    assert (bundled.policies() / "vocabulary").is_dir() and (bundled.schemas() / "policy.schema.json").is_file()


def test_an_installed_wheel_comes_first(package: Path) -> None:
    """Even with a folder of the same name beside it."""
    (package / "_bundled" / "policies").mkdir(parents=True)
    (package.parent / "policies").mkdir()
    (package.parent / "pyproject.toml").write_text('[project]\nname = "policy-eval"\n')
    assert bundled.policies() == package / "_bundled" / "policies"


@pytest.mark.parametrize("pyproject", [None, '[project]\nname = "another"\n', 'names = "policy-eval"\n'])
def test_a_stranger_s_folder_is_never_used(package: Path, pyproject: str | None) -> None:
    """A `policies` folder beside counts only in our own checkout."""
    (package.parent / "policies").mkdir()
    if pyproject is not None:
        (package.parent / "pyproject.toml").write_text(pyproject)
    with pytest.raises(FileNotFoundError):
        bundled.policies()
    (package.parent / "pyproject.toml").write_text('[project]\nname = "policy-eval"\n')
    assert bundled.policies() == package.parent / "policies"
