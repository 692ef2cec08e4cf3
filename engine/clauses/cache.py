"""The user's cache folder.

In: a key and lines of bytes. Out: the same lines, later. Newly guaranteed: what is read was written by this version
of the engine under exactly that key; a file that is corrupt, foreign or older is ignored; writing never fails a
decision and never leaves half a file; old files are cleared away.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from functools import cache

from engine.clauses.program import FORMAT
from engine.ground.files import write_bytes_atomically

ENVIRONMENT = "POLICY_EVAL_CACHE"
"""Names the cache folder; an empty value turns the cache off."""
STAGES = ("policy", "linked", "clauses", "run")
"""Packages whose code decides what is stored."""
KEPT = 40
"""Files that a cache folder holds; the ones written longest ago go first."""


def folder() -> str | None:
    """The cache folder, or None where there is none to use."""
    stated = os.environ.get(ENVIRONMENT)
    if stated is not None:
        return stated or None
    home = os.path.expanduser("~")
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.join(home, ".cache")
    return os.path.join(base, "policy-eval") if os.path.isabs(base) else None


@cache
def stamp() -> str:
    """A digest of the code that compiles policies: another version never reads what this one wrote."""
    sizes = []
    root = os.path.dirname(os.path.dirname(__file__))
    for stage in STAGES:
        with contextlib.suppress(OSError):
            for entry in sorted(os.scandir(os.path.join(root, stage)), key=lambda found: found.name):
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    sizes.append(f"{stage}/{entry.name}:{status.st_size}:{status.st_mtime_ns}")
    return hashlib.sha256("\n".join([str(FORMAT), *sizes]).encode()).hexdigest()[:16]


def read(key: str) -> list[bytes] | None:
    """The lines kept under a key, or None."""
    path = _path(key)
    if path is None:
        return None
    try:
        with open(path, "rb") as file:
            if hasattr(os, "getuid") and os.fstat(file.fileno()).st_uid != os.getuid():
                return None
            data = file.read()
    except OSError:
        return None
    head, _, body = data.partition(b"\n")
    return body.split(b"\n") if hashlib.sha256(body).hexdigest().encode() == head else None


def write(key: str, lines: Iterable[bytes]) -> None:
    """Keep lines (that hold no line break) under a key; a folder that cannot be written is no error."""
    path = _path(key)
    if path is None:
        return
    body = b"\n".join(lines)
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        write_bytes_atomically(path, hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        _clear(os.path.dirname(path))


def _path(key: str) -> str | None:
    base = folder()
    return None if base is None else os.path.join(base, f"{key}-{stamp()}.cache")


def _clear(base: str) -> None:
    """Delete our files beyond the newest ones."""
    found = [(entry.stat().st_mtime_ns, entry.path) for entry in os.scandir(base) if entry.name.endswith(".cache")]
    for _, path in sorted(found, reverse=True)[KEPT:]:
        with contextlib.suppress(OSError):
            os.unlink(path)
