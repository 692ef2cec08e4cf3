"""Policies of a revision of git: read as they were committed, nothing checked out."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from engine.api.bundles import make_bundle
from engine.api.policyset import load
from engine.ground.problems import Rejected

SMALL = Path(__file__).parent.parent / "data" / "small"
IDENTITY = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
DATES = {"GIT_AUTHOR_DATE": "2026-03-04T12:00:00Z", "GIT_COMMITTER_DATE": "2026-03-04T12:00:00Z"}


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder."""
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **IDENTITY, **DATES},
    )
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a policies folder, changed since it was committed."""
    shutil.copytree(SMALL, tmp_path / "policies")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    git(tmp_path, "tag", "v1")
    (tmp_path / "policies" / "national" / "base.yaml").write_text("not: policies\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("place", ["git:HEAD", "git:v1", "git:main", "git:HEAD:policies", "git:v1:policies/"])
def test_a_revision_is_read_without_a_checkout(place: str, repository: Path) -> None:
    before = git(repository, "status", "--porcelain")
    found = load(place)
    assert found.digest == load(SMALL).digest
    assert found.decide({}, as_of="2026-11-23").decision.entitlement
    assert git(repository, "status", "--porcelain") == before == " M policies/national/base.yaml\n"


def test_the_day_of_the_commit_is_that_of_publication(repository: Path) -> None:
    assert make_bundle("git:v1")[0].published_on == "2026-03-04"


@pytest.mark.parametrize(
    "place", ["git:v9", "git:", "git:--help", "git:HEAD:nothing", "git:HEAD:policies/manifest.yaml", "git:a b"]
)
def test_what_is_no_revision_is_refused(place: str, repository: Path) -> None:
    with pytest.raises(Rejected) as found:
        _ = load(place).book
    assert [problem.code for problem in found.value.problems] == ["PE192"]


def test_links_are_refused(repository: Path) -> None:
    os.symlink("/etc/passwd", repository / "policies" / "national" / "link.yaml")
    git(repository, "add", "policies/national/link.yaml")
    git(repository, "commit", "-q", "-m", "link")
    with pytest.raises(Rejected) as found:
        _ = load("git:HEAD").book
    assert [problem.code for problem in found.value.problems] == ["PE183"]


def test_without_git_it_is_said(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Rejected) as found:
        _ = load("git:HEAD").book
    assert "git is not installed" in found.value.problems[0].message("en")
