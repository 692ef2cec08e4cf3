"""What is written of each profile.

In: names, a rulebook. Out: `Field`s: which can be read off the rails of whole columns, and which need the decision itself.
Newly guaranteed: every name is known; a wrong one is told with the nearest right one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from engine.batch.model import ROW
from engine.batch.needs import refused
from engine.decision.decide import COMPLETE
from engine.decision.model import Decision, RequirementFound
from engine.decision.settled import OUTCOME
from engine.ground.nearest import nearest
from engine.ground.records import dataclass
from engine.linked.model import HERE, LAW, Rulebook

AT_OFFICE = "@here"
REQUIREMENTS = "requirements"
NEED, NEEDS = "need:", "needs"
"""Whether one paper is required; the same of every paper, a column each."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the result. kind: enum, boolean, text, list, date or json.

    fact: the derived fact that it shows, in a reading, read off the rails. read: how it is taken from a decision.
    slow: only a decision has it. paper: the requirement of which it says whether it is required.
    """

    name: str
    kind: str
    read: Callable[[Decision], object]
    fact: str | None = None
    reading: str = LAW
    labels: tuple[str, ...] = ()
    slow: bool = False
    paper: str | None = None


def _attributes(decision: Decision) -> object:
    """What each attribute of each paper asked must be."""
    found = {item.id: {name: need.is_ for name, need in item.attributes} for item in decision.requirements if item.required}
    return json.dumps(found, ensure_ascii=False)


def _required(wanted: bool | None) -> Callable[[Decision], object]:
    def read(decision: Decision) -> object:
        return _ids(item for item in decision.requirements if item.required is wanted)

    return read


def _needed(paper: str) -> Callable[[Decision], object]:
    def read(decision: Decision) -> object:
        if any(gap.kind == "period" for gap in decision.gaps):
            return None
        return next((item.required for item in decision.requirements if item.id == paper), False)

    return read


def _ids(items: object) -> tuple[str, ...]:
    return tuple(item.id for item in items if isinstance(item, RequirementFound))  # type: ignore[attr-defined]


SLOW: Mapping[str, tuple[str, Callable[[Decision], object]]] = {
    "entitled_from": ("date", lambda found: found.entitled_from),
    "as_of": ("date", lambda found: found.as_of),
    "settled": ("text", lambda found: found.settled.by),
    "office": ("text", lambda found: found.office.code),
    "confidence": ("text", lambda found: found.confidence),
    "complete": ("boolean", lambda found: found.complete),
    "open_requirements": ("list", _required(None)),
    "not_required": ("list", lambda found: tuple(item.id for item in found.not_required)),
    "attributes": ("json", _attributes),
    "steps": ("list", lambda found: tuple(item.id for item in found.steps)),
    "notes": ("list", lambda found: tuple(item.id for item in found.notes)),
    "open": ("list", lambda found: tuple(item.fact for item in found.open)),
    "conflicts": ("list", lambda found: tuple(item.what for item in found.conflicts)),
    "gaps": ("list", lambda found: tuple(dict.fromkeys(fact for gap in found.gaps for fact in gap.facts))),
    "presumed": ("list", lambda found: tuple(item.fact for item in found.presumed)),
}
"""What only a decision tells, and how it is taken from one."""


def fields_of(names: tuple[str, ...], book: Rulebook) -> tuple[Field, ...]:
    """The fields that are asked for; raises `Rejected`."""
    every = [f"{NEED}{paper}" for paper in book.requirements]
    spread = [found for name in names for found in (every if name == NEEDS else (name,))]
    return tuple(_field(name, book) for name in dict.fromkeys(spread))


def _field(name: str, book: Rulebook) -> Field:
    if name in ("ground", "procedure") and name not in book.facts:
        return Field(name, "text", lambda found: None)  # policies without them have none
    if name in SLOW:
        kind, read = SLOW[name]
        return Field(name, kind, read, slow=True)
    if name == REQUIREMENTS:
        return Field(name, "list", _required(True))
    if name == COMPLETE:
        return Field(name, "boolean", lambda found: found.complete, slow=True)
    paper = name.removeprefix(NEED)
    if paper != name and paper in book.requirements:
        return Field(name, "boolean", _needed(paper), paper=paper)
    base = name.removesuffix(AT_OFFICE)
    fact = book.facts.get(base)
    if fact is None or fact.origin != "derived" or (base != name and not fact.varies):
        known = [*SLOW, REQUIREMENTS, NEEDS, *(NEED + each for each in book.requirements)]
        known += [derived.name for derived in book.derived()]
        raise refused("PE863", name=name, nearest=nearest(name, known), known=[*OUTCOME, *SLOW, REQUIREMENTS, NEEDS])
    kind = "boolean" if fact.type.kind == "boolean" else "enum"
    reading = LAW if base == name else HERE
    return Field(name, kind, _reader(base, reading), base, reading, fact.values)


def _reader(fact: str, reading: str) -> Callable[[Decision], object]:
    if fact in OUTCOME:
        return lambda found: getattr(found, fact)
    return lambda found: dict(found.here if reading == HERE else found.facts).get(fact)


def check_ids(ids: str | None, fields: tuple[Field, ...]) -> None:
    """A column carried through has a name of its own."""
    taken = {ROW, "problem", *(field.name for field in fields)}
    if ids in taken:
        raise refused("PE864", name=ids)
