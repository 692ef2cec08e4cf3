"""Compiled policy sets on disk.

In: a rulebook, its compiled program, its tests and places. Out: files in the user's cache folder, found again by the digest
of the policy folder. Newly guaranteed: what is loaded was written by this version of the engine for exactly that digest; a
file that is corrupt, foreign or older is ignored; writing never fails a decision and never leaves half a file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engine.clauses.compiled import Compiled
from engine.clauses.program import FORMAT
from engine.ground.codec import Codec
from engine.ground.files import write_atomically
from engine.linked.model import Rulebook

ENVIRONMENT = "POLICY_EVAL_CACHE"
"""Names the cache folder; an empty value turns the cache off."""
STAGES = ("policy", "linked", "clauses")
"""Packages whose code decides what is stored."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A policy set, ready to decide."""

    book: Rulebook
    compiled: Compiled


def load(key: str) -> Stored | None:
    """The stored policy set of a folder digest, or None."""
    data = _read(_path(key))
    if data is None:
        return None
    try:
        stored = Codec(Stored).decode(data)
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        return None
    return stored if isinstance(stored, Stored) else None


def save(key: str, stored: Stored) -> None:
    """Store a policy set; a folder that cannot be written is no error."""
    _write(_path(key), Codec(Stored).encode(stored))


def load_plain(key: str) -> dict[str, dict[str, str]] | None:
    """Stored maps of places (see `engine.facts.places`), or None."""
    data = _read(_path(key))
    return data if isinstance(data, dict) else None


def save_plain(key: str, data: dict[str, dict[str, str]]) -> None:
    """Store maps of places."""
    _write(_path(key), data)


def folder() -> Path | None:
    """The cache folder, or None where there is none to use."""
    stated = os.environ.get(ENVIRONMENT)
    if stated is not None:
        return Path(stated) if stated else None
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    with contextlib.suppress(RuntimeError):
        return Path(base) / "policy-eval" if base else Path.home() / ".cache" / "policy-eval"
    return None


@cache
def stamp() -> str:
    """A digest of the code that compiles policies: another version never reads what this one wrote."""
    sizes = []
    root = Path(__file__).parent.parent
    for stage in STAGES:
        with contextlib.suppress(OSError):
            for entry in sorted(os.scandir(root / stage), key=lambda found: found.name):
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    sizes.append(f"{stage}/{entry.name}:{status.st_size}:{status.st_mtime_ns}")
    return hashlib.sha256("\n".join([str(FORMAT), *sizes]).encode()).hexdigest()[:16]


def _path(key: str) -> Path | None:
    base = folder()
    return None if base is None else base / f"{key.removeprefix('sha256:')[:32]}-{stamp()}.json"


def _read(path: Path | None) -> object:
    """The value in a cache file whose first line is the digest of the rest; None for anything else."""
    if path is None:
        return None
    try:
        if hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
            return None
        head, _, body = path.read_bytes().partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != head:
            return None
        parsed: object = json.loads(body)
        return parsed
    except (OSError, ValueError, RecursionError):
        return None


def _write(path: Path | None, data: object) -> None:
    if path is None:
        return
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(body.encode()).hexdigest()
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(path, f"{digest}\n{body}")
