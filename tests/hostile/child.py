"""Runs hostile inputs, each in a process of its own within limits. In: a folder to work in. Out: a line of JSON for each input.

Run as `python -m tests.hostile.child FOLDER`. The engine is loaded once, then every input gets a fork: one that exhausts its
process leaves the others alone.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from engine.api.policyset import PolicySet, load
from engine.cli.profiles import read_profile
from engine.ground.problems import Rejected
from engine.ground.show import show_all
from tests.hostile.inputs import FILES, FOLDERS, OBJECTS, write_folder

MEMORY = 1_000_000_000
"""Address space, well over what may be used: a backstop, as are the seconds."""
SECONDS = 10


def main(folder: Path) -> None:
    """Every input, one after another."""
    policies = load()
    for at, name in enumerate([*FILES, *OBJECTS, *FOLDERS]):
        own = folder / str(at) / "set"
        own.mkdir(parents=True)
        print(json.dumps({"name": name, **forked(name, own, policies)}), flush=True)


def forked(name: str, folder: Path, policies: PolicySet) -> dict[str, object]:
    """What a child process finds, or how it ended."""
    result = folder.parent / "result.json"
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        result.write_text(json.dumps(measured(prepared(name, folder, policies))), "utf-8")
        os._exit(0)
    _, status = os.waitpid(child, 0)
    ended = {"ended": os.waitstatus_to_exitcode(status)}
    return {**ended, **(json.loads(result.read_text("utf-8")) if result.exists() else {})}


def measured(run: Callable[[], object]) -> dict[str, object]:
    """The codes of the problems, the seconds of the processor and the memory that it took."""
    start = time.process_time()
    found: dict[str, object] = {"codes": [], "shown": 0}
    try:
        run()
    except Rejected as rejected:
        shown = show_all(rejected.problems, "en") + show_all(rejected.problems, "fr")
        found = {"codes": [problem.code for problem in rejected.problems], "shown": len(shown)}
    except Exception as error:
        found["error"] = repr(type(error))
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {**found, "seconds": time.process_time() - start, "memory": used}


def prepared(name: str, folder: Path, policies: PolicySet) -> Callable[[], object]:
    """The input, ready to be given: making it is not measured."""
    if name in FOLDERS:
        write_folder(FOLDERS[name], folder)
        return lambda: load(folder)
    if name in OBJECTS:
        profile = OBJECTS[name]()
        return lambda: decided(policies, profile)
    suffix, data = FILES[name]()
    path = folder / f"profile.{suffix}"
    path.write_bytes(data)
    return lambda: decided(policies, read_profile(str(path)))


def decided(policies: PolicySet, profile: object) -> None:
    """Decide, and look at the decision."""
    assert policies.decide(profile, as_of="2026-11-23").decision.entitlement  # type: ignore[arg-type]  # that is the point


if __name__ == "__main__":
    main(Path(sys.argv[1]))
