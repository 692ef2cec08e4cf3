"""Checks on a recorded trace that need no decision.

In: the JSON of a trace. Out: its claim, or problems. Newly guaranteed: the digest is that of the claim; the shape is ours.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.ground.canonical import digest
from engine.ground.problems import Problems
from engine.ground.records import dataclass

NEEDED = {
    "policy_set": Mapping,
    "as_of": str,
    "office": Mapping,
    "inputs": list,
    "presumptions": list,
    "steps": list,
    "refuted": list,
    "outcome": Mapping,
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """A trace that is whole: its claim and its envelope."""

    claim: Mapping[str, object]
    envelope: Mapping[str, object]


def recorded(trace: object, problems: Problems) -> Recorded | None:
    """The claim and envelope of a trace; None when it is no trace, or its digest does not match."""
    claim = trace.get("claim") if isinstance(trace, Mapping) else None
    envelope = trace.get("envelope") if isinstance(trace, Mapping) else None
    stated = trace.get("claim_digest") if isinstance(trace, Mapping) else None
    if not isinstance(claim, Mapping) or not isinstance(envelope, Mapping) or not isinstance(stated, str):
        problems.add("PE701", None, "", detail="claim, claim_digest, envelope")
        return None
    for name, kind in NEEDED.items():
        if not isinstance(claim.get(name), kind):
            problems.add("PE701", None, f"claim.{name}", detail=f"claim.{name}")
    if problems.errors:
        return None
    found = digest(claim)
    if found != stated:
        problems.add("PE702", None, "claim_digest", stated=stated, found=found)
        return None
    return Recorded(claim, envelope)


def first_difference(old: object, new: object, path: str = "claim") -> tuple[str, object, object] | None:
    """Where two claims first differ: (path, recorded, decided again)."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*old, *(key for key in new if key not in old)]:
            found = first_difference(old.get(key), new.get(key), f"{path}.{key}")
            if found is not None:
                return found
        return None
    if isinstance(old, list) and isinstance(new, list):
        for at, (first, second) in enumerate(zip(old, new, strict=False)):
            found = first_difference(first, second, f"{path}[{at}]")
            if found is not None:
                return found
        return None if len(old) == len(new) else (f"{path}.length", len(old), len(new))
    return None if old == new and type(old) is type(new) else (path, old, new)
