"""Layers of offices and their evidence.

In: a context. Out: PE441 rules of grade B that ask for less than the default, PE442 rules of grade B with high confidence; note:
PE450 stale evidence, by office.
"""

from __future__ import annotations

from engine.analysis.lint.context import Context
from engine.decision.advice import compare
from engine.decision.support import stale
from engine.linked.model import NATIONAL, Rule


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
        default = context.book.facts[name].default
        if default is not None and compare(context.book, name, default, value) == "asks_less":
            context.problems.add("PE441", rule.span, rule=rule.id, fact=name, value=value, default=default)
