"""The libraries of columns, where they are installed.

In: nothing. Out: nothing. Newly guaranteed: numpy and pyarrow can be imported, or `Rejected` (border "usage") says how to get
them.
"""

from __future__ import annotations

from engine.ground.problems import Problems, Rejected


def columns_installed() -> None:
    """Raises `Rejected` where numpy or pyarrow is missing."""
    missing = []
    for name in ("numpy", "pyarrow"):
        try:
            __import__(name)
        except ImportError:
            missing.append(name)
    if missing:
        raise refused("PE860", libraries=missing)


def refused(code: str, **arguments: object) -> Rejected:
    """A problem of how the command was used, to raise."""
    problems = Problems()
    problems.add(code, None, "", **arguments)
    return Rejected(problems.sorted(), "usage")
