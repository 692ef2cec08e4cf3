"""Papers held tell of records: their attributes fill what the profile leaves untold.

In: held items, told facts. Out: held items; told facts grow. Newly guaranteed: what is told of a record and what is told of
the paper in hand do not contradict each other.
"""

from __future__ import annotations

from engine.facts.case import HeldItem, Told
from engine.ground.problems import Problems
from engine.ground.spans import Span
from engine.linked.domains import accepts_value
from engine.linked.model import Rulebook


def fill_from_held(
    held: list[tuple[HeldItem, Span]] | None,
    told: dict[str, Told],
    spans: dict[str, Span],
    book: Rulebook,
    problems: Problems,
) -> tuple[HeldItem, ...] | None:
    """Fill untold facts from the papers held; contradictions are reported at the paper."""
    if held is None:
        return None
    from_profile = frozenset(told)
    for item, span in held:
        document = book.documents.get(item.document)
        if document is None or document.facts is None:
            continue
        for attribute, value in item.attributes.items():
            name = f"{document.facts}.{attribute}"
            fact = book.facts.get(name)
            if fact is None or fact.origin != "input" or not accepts_value(fact, value):
                continue
            if name in from_profile and told[name] != value:
                problems.add("PE509", span, f"held.{attribute}", fact=name, told=told[name], held=value)
            elif name not in told:
                told[name] = value
                spans[name] = span
    return tuple(item for item, _ in held)
