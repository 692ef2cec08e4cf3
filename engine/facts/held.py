"""Papers held tell of records: their attributes fill what the profile leaves untold.

In: papers in hand, told facts. Out: held items; told facts grow. Newly guaranteed: what is told of a record and what is told of
the paper in hand do not contradict each other.
"""

from __future__ import annotations

from engine.facts.case import HeldItem, Told
from engine.facts.items import Paper
from engine.ground.problems import Problems
from engine.ground.spans import Span
from engine.linked.domains import accepts_value, shown
from engine.linked.model import Rulebook


def fill_from_held(
    held: list[Paper] | None, told: dict[str, Told], spans: dict[str, Span], book: Rulebook, problems: Problems
) -> tuple[HeldItem, ...] | None:
    """Fill untold facts from the papers held; contradictions are reported at the paper."""
    if held is None:
        return None
    from_profile = frozenset(told)
    for paper in held:
        document = book.documents.get(paper.item.document)
        if document is None or document.facts is None:
            continue
        for attribute, value in paper.item.attributes.items():
            name, place, path = f"{document.facts}.{attribute}", paper.places[attribute], f"{paper.path}.{attribute}"
            fact = book.facts.get(name)
            if fact is None or fact.origin != "input" or not accepts_value(fact, value):
                continue
            if name in from_profile and told[name] != value:
                stated = told[name]
                before = list(stated) if isinstance(stated, tuple) else shown(stated)
                problems.add("PE509", place, path, fact=name, told=before, item=path, held=shown(value))
            elif name not in told:
                told[name] = value
                spans[name] = place
    return tuple(paper.item for paper in held)
