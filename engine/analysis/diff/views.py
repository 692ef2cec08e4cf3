"""What a person sees of a decision, as lines to compare.

In: a decision. Out: values by name. Newly guaranteed: two decisions with equal views tell a person the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.decision.model import Decision

OUTCOME = ("entitlement", "ground", "procedure", "entitled_from")
View = Mapping[str, object]


def view(decision: Decision) -> dict[str, object]:
    """The outcome, the office, the papers with what they must be like, the steps, cautions, derived facts, sources."""
    found: dict[str, object] = {name: getattr(decision, name) for name in OUTCOME}
    found["office"] = decision.office.code
    found["confidence"] = decision.confidence
    for item in decision.requirements:
        at = f"paper {item.id}"
        found[at] = "required" if item.required else "open"
        found[f"{at} confidence"] = item.confidence
        found[f"{at} demand"], found[f"{at} force"] = item.demand, item.force
        found[f"{at} any_of"] = sorted((other.document, other.months, other.sure) for other in item.any_of)
        found[f"{at} cites"] = sorted((cite.source, cite.item or "") for cite in item.cites)
        for name, need in item.attributes:
            found[f"{at} {name}"] = need.is_
            found[f"{at} {name} law"] = need.law
            found[f"{at} {name} asked"] = (need.demand, need.force, need.law_demand, need.law_force)
    found |= {f"not_required {item.id}": True for item in decision.not_required}
    for step in (*decision.steps, *decision.notes):
        found[f"step {step.id}"] = step.force
        found[f"step {step.id} cites"] = sorted((cite.source, cite.item or "") for cite in step.cites)
    found |= {f"fact {name}": value for name, value in decision.facts}
    found |= {f"here {name}": value for name, value in decision.here}
    found |= {f"conflict {item.what}": True for item in decision.conflicts}
    found |= {f"difference {item.fact}": item.kind for item in decision.differences}
    return found


def differing(before: View, after: View) -> tuple[str, ...]:
    """The names in which two views differ: the outcome first."""
    names = dict.fromkeys((*before, *after))
    return tuple(name for name in names if before.get(name) != after.get(name))
