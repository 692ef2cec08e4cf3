"""Files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.ground.files import write_atomically


def test_mode_and_content(tmp_path: Path) -> None:
    """The mode of an existing file stays; nothing is left beside."""
    path = tmp_path / "profile.json"
    path.write_text("old")
    path.chmod(0o640)
    write_atomically(path, "né\n")
    assert path.read_bytes() == "né\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["profile.json"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """The file behind a link is written, not the link."""
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_atomically(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_text() == "new"


def test_a_failure_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full at the last moment, nothing has changed."""
    path = tmp_path / "f"
    path.write_text("old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError):
        write_atomically(path, "new")
    assert path.read_text() == "old" and os.listdir(tmp_path) == ["f"]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    """No folder is made."""
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "no" / "f", "x")
