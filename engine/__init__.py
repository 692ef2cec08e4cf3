"""policy-eval: policies as data, decisions as proofs.

In: profiles. Out: decisions. `engine.load()` gives a `PolicySet`, which decides:

    import engine

    policies = engine.load()                      # the bundled policies; or a folder
    decision = policies.decide(profile, as_of="2026-11-23", office="751")
    decision.entitlement, decision.requirements, decision.explain("residence.stable")

A wrong profile, or policies with errors, raise `engine.Rejected`, whose `problems` say what, where and what to do.
Importing this package costs nothing: the engine is loaded with the first policies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from engine.api.decided import Decided
    from engine.api.policyset import PolicySet
    from engine.ground.problems import Problem, Rejected

__version__ = "0.1.0"
__all__ = ["Decided", "PolicySet", "Problem", "Rejected", "__version__", "load"]

_HOMES = {
    "Decided": "engine.api.decided",
    "PolicySet": "engine.api.policyset",
    "Problem": "engine.ground.problems",
    "Rejected": "engine.ground.problems",
}


def load(path: str | Path | None = None) -> PolicySet:
    """The policies of a folder, or the bundled ones. Raises `Rejected` (border "policies") when they have errors."""
    from engine.api.policyset import load as load_policies

    return load_policies(path)


def __getattr__(name: str) -> object:
    """The public classes, imported when they are first named."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
