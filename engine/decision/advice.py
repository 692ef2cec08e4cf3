"""Steps and cautions that are advised, and what sources say beside the law.

In: a reading. Out: steps, notes, differences. Newly guaranteed: what is said never counts as what is concluded; every line has
its rules and sources.
"""

from __future__ import annotations

from engine.decision.model import Difference, RequirementFound, Said, StepFound
from engine.decision.support import cites, force, stale
from engine.linked.model import HERE, LAW, NATIONAL, Rule, Rulebook
from engine.policy.model import Satisfies, Value
from engine.run.reading import Reading


def advice(reading: Reading) -> tuple[tuple[StepFound, ...], tuple[StepFound, ...]]:
    """Steps in the order of their events, and notes (cautions)."""
    book = reading.book
    events = {name: at for at, name in enumerate(book.events)}
    found = []
    for at, step in enumerate(book.steps.values()):
        if reading.step(step.id):
            rules = reading.effective(book.index.advising(step.id), HERE)
            evidence = tuple(rule.evidence for rule in rules if rule.evidence is not None)
            place = (events.get(step.event.name, -1) + (0.5 if step.relation == "after" else 0)) if step.event else -1
            line = StepFound(
                step.id,
                force(rules) or "report",
                tuple(rule.id for rule in rules),
                cites(rules) or step.cites,
                evidence,
            )
            found.append((step.caution, place, at, line))
    found.sort(key=lambda entry: entry[:3])
    steps = tuple(line for caution, _, _, line in found if not caution)
    return steps, tuple(line for caution, _, _, line in found if caution)


def differences(reading: Reading, requirements: tuple[RequirementFound, ...]) -> tuple[Difference, ...]:
    """Facts of which some effective source says, or the office asks, something other than the law concludes."""
    mattering = {need.fact for item in requirements for _, need in item.attributes}
    attributes = {fact for item in reading.book.requirements.values() for _, fact in item.attributes}
    found = []
    for fact in reading.book.derived():
        if fact.name in attributes and fact.name not in mattering:
            continue
        law = reading.value(fact.name, LAW)
        if law is None:
            continue
        said = tuple(entry for entry in _said(reading, fact.name) if entry.is_ != law)
        if said:
            rules = reading.concluding(fact.name, law, LAW)
            kind = _kind(reading.book, fact.name, law, [entry.is_ for entry in said])
            because = tuple(rule.id for rule in rules)
            found.append(Difference(fact.name, kind, law, force(rules), because, cites(rules), said))
    return tuple(found)


def _said(reading: Reading, fact: str) -> list[Said]:
    """What effective `says` rules hold, and what effective rules of the office conclude, about a fact."""
    index = reading.book.index
    names = sorted({*index.saying(fact), *index.concluding(fact)}, key=index.order)
    return [
        _entry(reading, rule, value)
        for rule in reading.effective(names)
        for name, value in rule.says + (rule.then if rule.layer != NATIONAL else ())
        if name == fact
    ]


def _entry(reading: Reading, rule: Rule, value: Value) -> Said:
    evidence = rule.evidence
    return Said(
        is_=value,
        force=rule.force,
        by=rule.layer,
        rule=rule.id,
        concludes=bool(rule.then),
        grade=evidence.grade if evidence else None,
        observed_on=evidence.observed_on if evidence else None,
        stale=evidence is not None and stale(evidence, reading.case.as_of),
        desk=evidence.desk if evidence else None,
        cites=rule.cites,
    )


def _kind(book: Rulebook, fact: str, law: Value, said: list[Value]) -> str:
    kinds = {compare(book, fact, law, value) for value in said}
    return kinds.pop() if len(kinds) == 1 else "other_value"


def compare(book: Rulebook, fact: str, law: Value, said: Value) -> str:
    """Whether the said value asks more or less than the law's: fewer held values satisfy a more demanding one."""
    for requirement in book.requirements.values():
        for attribute, name in requirement.attributes:
            if name != fact:
                continue
            first, second = _entry_of(book, attribute, law), _entry_of(book, attribute, said)
            if first is None or second is None:
                break
            if _narrower(second, first):
                return "asks_more"
            if _narrower(first, second):
                return "asks_less"
    return "other_value"


def _entry_of(book: Rulebook, attribute: str, value: Value) -> Satisfies | None:
    return next((entry for entry in book.satisfies if (entry.attribute, entry.needed) == (attribute, value)), None)


def _narrower(first: Satisfies, second: Satisfies) -> bool:
    """Whether strictly fewer held values satisfy the first."""
    if first.held is None:
        return False
    return second.held is None or set(first.held) < set(second.held)
