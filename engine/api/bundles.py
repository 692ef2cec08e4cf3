"""Policy sets written to bundles, and bundles to folders.

In: policies that compile. Out: bundles. Newly guaranteed: a bundle holds exactly the files that the manifest names, of policies
without errors; a store that has a set keeps the day on which it was published.
"""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING

from engine.api.policyset import load
from engine.document.bundle import SUFFIX, Head, bundle_at, head_at, head_of, write_bundle
from engine.ground.files import write_bytes_atomically
from engine.ground.problems import Problems, Rejected
from engine.ground.records import dataclass

if TYPE_CHECKING:
    from pathlib import Path

DIGITS = 12
"""Digits of the digest in a file name."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a bundle. new: False where the same set was there before, which keeps its day of publication."""

    path: str
    head: Head
    new: bool


def make_bundle(place: str | Path | None = None, published_on: str | None = None) -> tuple[Head, bytes]:
    """A policy set as a bundle. published_on: an ISO date; the day of the commit for a revision, today for anything else.

    Raises `Rejected` (border "policies") when the policies have errors.
    """
    from engine.document.bundle import BundleSource
    from engine.document.git_files import GitSource
    from engine.document.sources import read_place, source_of

    policies = load(place)
    problems = Problems()
    read = read_place(policies.place, problems)
    if read is None or problems.errors:
        raise Rejected(problems.sorted(), "policies")
    source = source_of(policies.place)
    if isinstance(source, BundleSource):
        published_on = published_on or head_at(source.place).published_on
    elif isinstance(source, GitSource):
        published_on = published_on or source.committed_on
    day = published_on or datetime.date.today().isoformat()
    head = head_of(policies.book.name, policies.book.version, day, read.contents, read.tests)
    return head, write_bundle(head, read.contents)


def save_bundle(place: str | Path | None, target: str | Path, published_on: str | None = None) -> Written:
    """Write the bundle of a policy set to a file, or into a folder under NAME-VERSION-DIGEST.bundle.

    A store that has the set keeps the day on which it was first published, unless another is stated.
    """
    head, data = make_bundle(place, published_on)
    path = os.fspath(target)
    if os.path.isdir(path) or path.endswith(("/", os.sep)):
        os.makedirs(path, exist_ok=True)
        path = os.path.join(path, f"{head.name}-{head.version}-{head.digest.removeprefix('sha256:')[:DIGITS]}{SUFFIX}")
    if published_on is None and os.path.isfile(path):
        known = head_at(path)
        if known.tree == head.tree:
            return Written(path, bundle_at(path).head, new=False)
        if known.digest == head.digest:  # other tests of the same set
            head, data = make_bundle(place, known.published_on)
    write_bytes_atomically(path, data)
    return Written(path, head, new=True)


def unpack(path: str | Path, folder: str | Path) -> tuple[str, ...]:
    """Write the files of a bundle to a folder that is empty or new; the paths written."""
    bundle = bundle_at(os.fspath(path))
    root = os.path.realpath(folder)
    if os.path.isdir(root) and os.listdir(root):
        problems = Problems()
        problems.add("PE195", None, str(folder), folder=str(folder))
        raise Rejected(problems.sorted(), "usage")
    for file, data in bundle.files.items():
        os.makedirs(os.path.dirname(os.path.join(root, file)), exist_ok=True)
        write_bytes_atomically(os.path.join(root, file), data)
    return tuple(bundle.files)
