"""Papers held against what is needed.

In: a requirement and the papers held. Out: a status, what the best paper lacks, cautions.
Newly guaranteed: an attribute that is not told makes the status unclear, never held or deficient.
"""

from __future__ import annotations

import datetime

from engine.decision.model import AttributeNeed, RequirementFound
from engine.facts.case import HeldItem
from engine.ground.dates import add, parse_date, parse_duration
from engine.policy.model import Value
from engine.run.reading import Reading

RANK = ("held", "unclear", "deficient", "missing")
"""Best first."""
Judgement = tuple[str, tuple[str, ...], tuple[str, ...]]
MONTHS_OF = {"three": "P3M", "six": "P6M"}


def judge(requirement: RequirementFound, reading: Reading) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """(status, attributes lacking, attributes that fall short of a *should*) of the best paper held; None: not told."""
    held = reading.case.held
    if held is None:
        return None, (), ()
    alternatives = {alternative.document: alternative for alternative in requirement.any_of}
    judged = []
    for item in held:
        alternative = alternatives.get(item.document)
        if alternative is not None:
            judged.append(judge_item(item, requirement, alternative.months, reading))
    return min(judged, key=lambda found: (RANK.index(found[0]), len(found[1])), default=("missing", (), ()))


def judge_item(item: HeldItem, requirement: RequirementFound, months: int | None, reading: Reading) -> Judgement:
    """What one paper is worth for a requirement."""
    lacking: list[str] = []
    unclear: list[str] = []
    cautions: list[str] = []
    for name, need in requirement.attributes:
        verdict = _satisfies(name, need.is_, item, reading)
        if verdict is None:
            unclear.append(name)
        elif not verdict:
            (lacking if _must(name, need, item, reading) else cautions).append(name)
    if months is not None:
        covered = _months(item)
        if covered is None:
            unclear.append("months")
        elif covered < months:
            lacking.append("months")
    status = "deficient" if lacking else "unclear" if unclear else "held"
    return status, tuple(lacking or unclear), tuple(cautions)


def _must(name: str, need: AttributeNeed, item: HeldItem, reading: Reading) -> bool:
    """Whether falling short of what the office asks is falling short of a *must*: the office's own, or the law's below it."""
    if need.demand in (None, "must"):
        return True
    return need.law_demand in (None, "must") and _satisfies(name, need.law, item, reading) is False


def _satisfies(name: str, needed: Value | None, item: HeldItem, reading: Reading) -> bool | None:
    if needed is None:
        return None
    if needed in MONTHS_OF:
        return _recent(item, MONTHS_OF[str(needed)], reading)
    for entry in reading.book.satisfies:
        if entry.attribute == name and entry.needed == needed:
            if entry.held is None:
                return True
            value = _told(name, item, reading)
            return None if value is None else value in entry.held
    return None


def _told(name: str, item: HeldItem, reading: Reading) -> Value | None:
    """The attribute of the item itself, else of the record that the paper is about."""
    if name in item.attributes:
        return item.attributes[name]
    document = reading.book.documents.get(item.document)
    told = reading.case.told.get(f"{document.facts}.{name}") if document and document.facts else None
    return None if isinstance(told, tuple) else told


def _recent(item: HeldItem, duration: str, reading: Reading) -> bool | None:
    issued = _told("issued_on", item, reading)
    if issued is None:
        return None
    return add(parse_date(str(issued)), parse_duration(duration)) >= reading.case.as_of


def days_of_age(reading: Reading) -> set[datetime.date]:
    """Days on which a paper held becomes too old for one that must be recent."""
    issued = {_told("issued_on", item, reading) for item in reading.case.held or ()}
    ends = {add(parse_date(str(day)), parse_duration(span)) for day in issued - {None} for span in MONTHS_OF.values()}
    return {end + datetime.timedelta(days=1) for end in ends if end < datetime.date.max}


def _months(item: HeldItem) -> int | None:
    stated = item.attributes.get("months")
    if isinstance(stated, int):
        return stated
    start, end = item.attributes.get("covers_from"), item.attributes.get("covers_until")
    if start is None or end is None:
        return None
    first, last, months = parse_date(str(start)), parse_date(str(end)), 0
    while add(first, parse_duration(f"P{months + 1}M")) <= last and months < 1200:
        months += 1
    return months
