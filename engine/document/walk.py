"""The files of a policy folder, named and digested without being understood. In: a folder. Out: paths, one digest.

Light on purpose: a decision whose policies are compiled already needs only this to find them in the cache.
"""

from __future__ import annotations

import hashlib
import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILES_LIMIT = 5_000
FOLDER_LIMIT = 64_000_000
SETTLED_NS = 2_000_000_000
"""The coarsest clock of a file system in use, in nanoseconds."""
SUFFIXES = (".yaml", ".yml", ".csv")


def policy_paths(root: str | Path) -> list[str]:
    """Relative paths of the .yaml, .yml and .csv files, sorted; ValueError where there are too many.

    Linked folders are not entered; hidden files and folders are passed over.
    """
    found: list[str] = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        base = os.path.relpath(folder, root).replace(os.sep, "/")
        prefix = "" if base == "." else base + "/"
        found += [prefix + name for name in names if name.endswith(SUFFIXES) and not name.startswith(".")]
        if len(found) > FILES_LIMIT:
            raise ValueError(f"{root}: more than {FILES_LIMIT} policy files")
    return sorted(file for file in found if os.path.isfile(os.path.join(root, file)))


def folder_stamp(root: str | Path) -> str | None:
    """A digest of the names, sizes and times of the same files: equal stamps mean equal contents.

    None where that is not sure: a file that was changed a moment ago may change again within the same tick of the clock.
    """
    total, newest = hashlib.sha256(os.fsencode(os.path.realpath(root))), 0
    for file in policy_paths(root):
        status = os.stat(os.path.join(root, file))
        newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
        shown = f"{file}\0{status.st_size}\0{status.st_mtime_ns}\0{status.st_ctime_ns}\0{status.st_ino}\n"
        total.update(shown.encode("utf-8", "surrogateescape"))
    return total.hexdigest() if newest < time.time_ns() - SETTLED_NS else None


def folder_digest(root: str | Path) -> str:
    """`sha256:<hex>` over the paths and bytes of all policy files under a folder; ValueError for a folder too large."""
    hashes: dict[str, str] = {}
    size = 0
    for file in policy_paths(root):
        path = os.path.join(root, file)
        size += os.stat(path).st_size
        if size > FOLDER_LIMIT:
            raise ValueError(f"{root}: more than {FOLDER_LIMIT} bytes of policy files")
        hashes[file] = hashlib.sha256(_bytes(path)).hexdigest()
    return files_digest(hashes)


def files_digest(hashes: Mapping[str, str]) -> str:
    """The same over files wherever they are: the SHA-256 (hex) of each by its path."""
    total = hashlib.sha256()
    for file, found in sorted(hashes.items()):
        total.update(f"{file}\0{found}\n".encode("utf-8", "surrogateescape"))
    return "sha256:" + total.hexdigest()


def file_stamp(path: str | Path) -> str | None:
    """As `folder_stamp`, for one file that holds a set."""
    status = os.stat(path)
    told = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    found = hashlib.sha256(os.fsencode(os.path.realpath(path)) + repr(told).encode())
    return found.hexdigest() if max(told[1:3]) < time.time_ns() - SETTLED_NS else None


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
