"""Requirements that two rules treat in opposite ways.

In: a context. Out: PE436 where a rule requires what another says is not required, both may be effective, and neither excepts the
other.
"""

from __future__ import annotations

from engine.analysis.lint.context import Context, overlap
from engine.linked.model import NATIONAL, And, Condition, Is, Or, Rule
from engine.policy.model import Window

DEPTH = 2
"""How far derived facts are followed to the rules that conclude them."""


def check_papers(context: Context) -> None:
    """Report pairs of rules that may contradict each other."""
    rules = [rule for rule in context.book.rules if rule.layer == NATIONAL]
    for lifting in rules:
        for name in lifting.not_required:
            for asking in rules:
                if name in asking.require and _both(context, asking, lifting):
                    context.problems.add("PE436", lifting.span, rule=lifting.id, other=asking.id, requirement=name)


def _both(context: Context, asking: Rule, lifting: Rule) -> bool:
    """Whether both rules may be effective together, as far as one fact at a time can tell."""
    if lifting.id in asking.exceptions or asking.id in lifting.exceptions or not overlap(asking.applies, lifting.applies):
        return False
    starts = [day for day in (asking.applies.start, lifting.applies.start) if day is not None]
    ends = [day for day in (asking.applies.end, lifting.applies.end) if day is not None]
    window = Window(max(starts, default=None), min(ends, default=None))
    needed = [condition for rule in (asking, lifting) for condition in _necessary(context, rule.when, DEPTH)]
    return context.satisfiable.together((asking.when, lifting.when, *needed), window)


def _necessary(context: Context, condition: Condition, depth: int) -> list[Condition]:
    """What must hold besides, for the derived facts that a conjunction reads: the condition of some rule that concludes them."""
    found: list[Condition] = []
    for part in condition.children if isinstance(condition, And) else (condition,):
        if not isinstance(part, Is) or depth == 0:
            continue
        fact = context.book.facts[part.fact]
        if fact.default in part.values:
            continue
        rules = [rule for rule in context.book.rules if any((part.fact, value) in rule.then for value in part.values)]
        whens = [And((rule.when, *_necessary(context, rule.when, depth - 1)), part.span) for rule in rules]
        found.append(Or(tuple(whens), part.span))
    return found
