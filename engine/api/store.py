"""A folder that keeps the published policy sets as bundles.

In: a folder. Out: its bundles. Newly guaranteed: a set found by its digest or by a day is the only one that answers; a bundle
that cannot be read is never passed over in silence.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from engine.document.bundle import SUFFIX, Head, head_at
from engine.ground.problems import Problem, Problems, Rejected
from engine.ground.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ENVIRONMENT = "POLICY_EVAL_STORE"


@dataclass(frozen=True, slots=True)
class Entry:
    """One bundle: where it is, what it says of itself."""

    path: str
    head: Head


class Store:
    """A folder of bundles."""

    def __init__(self, folder: str | Path | None = None) -> None:
        self.folder = os.fspath(folder) if folder is not None else default_store()

    def entries(self) -> tuple[Entry, ...]:
        """Every bundle, oldest first. Raises `Rejected` when one has a head that cannot be read: it might be the one."""
        found, problems = self.survey()
        if problems:
            raise Rejected(problems, "policies")
        return found

    def survey(self) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
        """The bundles whose head can be read, oldest first, and what is wrong with the others."""
        found, wrong = [], Problems()
        names = sorted(os.listdir(self.folder)) if os.path.isdir(self.folder) else []
        for path in (os.path.join(self.folder, name) for name in names if name.endswith(SUFFIX) and not name.startswith(".")):
            try:
                found.append(Entry(path, head_at(path)))
            except Rejected as rejected:
                wrong.extend(rejected.problems)
        return tuple(sorted(found, key=_age)), wrong.sorted()

    def with_digest(self, digest: str) -> Entry | None:
        """The bundle of the set with that digest (the one published first), or None."""
        return next((entry for entry in self.entries() if entry.head.digest == digest), None)

    def known_at(self, day: str) -> Entry:
        """The newest bundle published on or before a day (ISO). Raises `Rejected` where there is none, or no single one."""
        entries = self.entries()
        self._check_one_name(entries)
        known = [entry for entry in entries if entry.head.published_on <= day]
        problems = Problems()
        if not known:
            first = entries[0].head.published_on if entries else None
            problems.add("PE193", None, self.folder, folder=self.folder, day=day, first=first)
            raise Rejected(problems.sorted(), "policies")
        newest = known[-1]
        rivals = {entry.head.digest for entry in known if _age(entry)[:2] == _age(newest)[:2]}
        if len(rivals) > 1:
            problems.add("PE194", None, self.folder, folder=self.folder, names=sorted(rivals))
            raise Rejected(problems.sorted(), "policies")
        return newest

    def _check_one_name(self, entries: Iterable[Entry]) -> None:
        names = {entry.head.name for entry in entries}
        if len(names) > 1:
            problems = Problems()
            problems.add("PE194", None, self.folder, folder=self.folder, names=sorted(names))
            raise Rejected(problems.sorted(), "policies")


def default_store() -> str:
    """POLICY_EVAL_STORE, else a folder for the user's data."""
    stated = os.environ.get(ENVIRONMENT)
    if stated:
        return stated
    home = os.path.join(os.path.expanduser("~"), ".local", "share")
    base = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA") or home
    return os.path.join(base, "policy-eval", "bundles")


def _age(entry: Entry) -> tuple[str, tuple[tuple[int, str], ...], str]:
    """By day of publication, then by version (1.10 after 1.9)."""
    parts = entry.head.version.replace("-", ".").split(".")
    version = tuple((int(part), "") if part.isascii() and part.isdigit() else (-1, part) for part in parts)
    return entry.head.published_on, version, entry.head.digest
