"""Sources and citations.

In: a context. Out: PE401 rules without source, PE402 sources never checked, PE404 versions cited that were not in force while the
rule is, PE405 days of a rule on which no law that it cites is in force; notes: PE451 undated sources, PE452 rules that begin
before the versions they cite.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from engine.analysis.lint.context import BEGINNING, FOREVER, Context, overlap
from engine.ground.spans import Span
from engine.policy.model import Rule, Source, Window

ONE_DAY = datetime.timedelta(days=1)
SHOWN = 3


def check_sources(context: Context) -> None:
    """Report everything about sources."""
    undated: dict[str, list[Source]] = {}
    for source in context.policies.sources:
        if source.checked_on is None:
            context.problems.add("PE402", source.span, source=source.id)
        if _undated(source):
            undated.setdefault(source.span.file, []).append(source)
    for found in undated.values():
        context.problems.add("PE451", found[0].span, n=len(found), names=first_names([source.id for source in found]))
    for file in context.policies.files:
        early = [rule for rule in file.rules if _rule(context, rule)]
        if early:
            context.problems.add("PE452", early[0].span, n=len(early), names=first_names([rule.id for rule in early]))


def _undated(source: Source) -> bool:
    if source.kind == "law":
        return source.in_force.start is None and source.in_force.end is None and source.published_on is None
    return source.published_on is None


def first_names(names: Sequence[str]) -> list[str]:
    """A few names, for a summary."""
    return [*names[:SHOWN], "…"] if len(names) > SHOWN else list(names)


def _rule(context: Context, rule: Rule) -> bool:
    """Report what is wrong with the citations of a rule; whether it begins before every law that it cites."""
    if not rule.cites:
        context.problems.add("PE401", rule.span, rule=rule.id)
        return False
    laws = []
    for cite in rule.cites:
        source = context.book.sources[cite.source]
        if source.kind == "law":
            laws.append(source.in_force)
            if not overlap(source.in_force, rule.applies):
                _outside(context, rule, source, cite.span)
    if not laws:
        return False
    start, end = context.days(rule.applies)
    first, ends = min(law.start or BEGINNING for law in laws), _first_day_without(laws, start)
    if ends <= end:
        context.problems.add("PE405", rule.span, rule=rule.id, day=ends, end=None if end == FOREVER else end)
    return first > start


def _outside(context: Context, rule: Rule, source: Source, span: Span) -> None:
    context.problems.add(
        "PE404", span, rule=rule.id, source=source.id,
        start=source.in_force.start or "…", end=source.in_force.end or "…",
        first=rule.applies.start or "…", last=rule.applies.end or "…",
    )  # fmt: skip


def _first_day_without(laws: Sequence[Window], start: str) -> str:
    """The first day on which no law is in force after one was; "never" where there is none."""
    day = max(start, min(law.start or BEGINNING for law in laws))
    for law in sorted(laws, key=lambda law: law.start or BEGINNING):
        if (law.start or BEGINNING) > day:
            break
        if law.end is None:
            return "never"
        day = max(day, next_day(law.end))
    return day


def next_day(day: str) -> str:
    """The day after an ISO date."""
    return (datetime.date.fromisoformat(day) + ONE_DAY).isoformat()
