"""Layers of offices and their evidence.

In: a context. Out: PE441 rules of grade B that ask for less than the law does anywhere, PE442 rules of grade B with high
confidence; note: PE450 stale evidence, by office.
"""

from __future__ import annotations

from engine.analysis.lint.context import Context
from engine.decision.advice import compare
from engine.decision.support import stale
from engine.linked.model import NATIONAL, Rule
from engine.policy.model import Value


def check_offices(context: Context) -> None:
    """Report doubtful office rules."""
    old: dict[str, list[Rule]] = {}
    for rule in context.book.rules:
        if rule.layer == NATIONAL or rule.evidence is None:
            continue
        if stale(rule.evidence, context.today):
            old.setdefault(rule.layer, []).append(rule)
        if rule.evidence.grade == "B":
            _institution(context, rule)
    for code, rules in old.items():
        context.problems.add("PE450", rules[0].span, office=code, n=len(rules))


def _institution(context: Context, rule: Rule) -> None:
    written = context.written.get(rule.id)
    if rule.then and written is not None and written.confidence == "high":
        context.problems.add("PE442", rule.span, rule=rule.id)
    for name, value in rule.then:
        lawful = _lawful(context, name)
        kinds = [compare(context.book, name, other, value) for other in lawful]
        if "asks_less" in kinds and "asks_more" not in kinds:
            more = lawful[kinds.index("asks_less")]
            context.problems.add("PE441", rule.span, rule=rule.id, fact=name, value=value, default=more)


def _lawful(context: Context, name: str) -> list[Value]:
    """The values that a fact can have in the law: its default, and what national rules conclude."""
    default = context.book.facts[name].default
    rules = (rule for rule in context.book.rules if rule.layer == NATIONAL)
    found = [value for rule in rules for fact, value in rule.then if fact == name]
    return list(dict.fromkeys([*([] if default is None else [default]), *found]))
