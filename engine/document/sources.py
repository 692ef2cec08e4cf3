"""Where the files of a policy set come from: a folder, a bundle, or a revision of git.

In: a place as people name it. Out: a `Source`. Newly guaranteed: the same files have the same digest wherever they come from, and
nothing is unpacked or checked out to read them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from engine.document.walk import folder_digest, folder_stamp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from engine.document.folder import PolicyFiles
    from engine.ground.problems import Problems

GIT = "git:"


class Source(Protocol):
    """Files that may be a policy set."""

    place: str

    def stamp(self) -> str | None:
        """What is cheap to find and changes with the files; None where that is not sure."""

    def digest(self) -> str:
        """The digest of every policy file, tests too."""


class FolderSource:
    """A policy set in a folder."""

    def __init__(self, place: str) -> None:
        self.place = place

    def stamp(self) -> str | None:
        """See `folder_stamp`."""
        return folder_stamp(self.place)

    def digest(self) -> str:
        """See `folder_digest`."""
        return folder_digest(self.place)


class Held(Source, Protocol):
    """A source whose files are held in memory."""

    def files(self, problems: Problems) -> Mapping[str, bytes] | None:
        """Every file by its path; None with a problem where it cannot be read."""


def source_of(place: str) -> FolderSource | Held:
    """The source that a place names: `git:REV` or `git:REV:PATH`, a file (a bundle), else a folder."""
    if place.startswith(GIT):
        from engine.document.git_files import GitSource

        return GitSource(place)
    if os.path.isfile(place):
        from engine.document.bundle import BundleSource

        return BundleSource(place)
    return FolderSource(place)


def read_place(place: str | Path, problems: Problems) -> PolicyFiles | None:
    """The policy files at a place; None with a problem where there are none. What is damaged raises `Rejected`."""
    from pathlib import Path

    from engine.document.folder import read_files, read_folder

    place = os.fspath(place)
    source = source_of(place)
    if isinstance(source, FolderSource):
        return read_folder(Path(place), problems)
    files = source.files(problems)
    return read_files(files, place, problems) if files is not None else None
