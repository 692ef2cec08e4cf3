"""Rules that cannot do what they seem to say.

In: a context. Out: PE430 cases shadowed by earlier ones, PE431 rules said twice, PE432 conditions that never hold, PE433
tests that always hold, PE434 values that nothing concludes, PE435 exceptions that never apply, PE437 defaults restated.
"""

from __future__ import annotations

from engine.analysis.lint.context import Context, covers, overlap
from engine.linked.model import And, AtLeast, Condition, Is, Not, Or, Rule, Test
from engine.linked.walk import leaves
from engine.policy.model import Window

ALWAYS = Window()


def check_logic(context: Context) -> None:
    """Report doubtful rules."""
    rules = {rule.id: rule for rule in context.book.rules}
    for rule in context.book.rules:
        if not _never(context, rule.when, rule.applies):
            _constant(context, rule.when, rule.applies)
            if rule.case:
                _shadowed(context, rule, rules)
        _exceptions(context, rule, rules)
        _restated(context, rule)
    _conditions(context)
    _twice(context)


def _conditions(context: Context) -> None:
    """Conditions outside rules: alternatives of papers, impossible combinations."""
    needs = [alternative for need in context.book.requirements.values() for alternative in need.any_of]
    found = [alternative.when for alternative in needs if alternative.when is not None]
    for condition in [*found, *(combination.never for combination in context.book.combinations)]:
        if not _never(context, condition, ALWAYS):
            _constant(context, condition, ALWAYS)


def _never(context: Context, condition: Condition, window: Window) -> bool:
    """Report the smallest parts that can never hold; whether there are any."""
    if isinstance(condition, Is):
        return _unconcluded(context, condition)
    if isinstance(condition, Test):
        return _impossible(context, condition, window)
    children = (condition.child,) if isinstance(condition, Not) else condition.children
    found = [_never(context, child, window) for child in children]
    if any(found) or isinstance(condition, Not | Or | AtLeast) or not children:
        return any(found)
    return _impossible(context, condition, window)


def _unconcluded(context: Context, condition: Is) -> bool:
    missing = set(condition.values) - context.satisfiable.concluded[condition.fact]
    if not missing or condition.values == (False,) or len(missing) < len(condition.values):
        return False
    context.problems.add("PE434", condition.span, fact=condition.fact, values=sorted(map(_word, missing)))
    return True


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _impossible(context: Context, condition: Condition, window: Window) -> bool:
    if context.satisfiable.together((condition,), window):
        return False
    facts = sorted({leaf.fact for leaf in leaves(condition)})
    context.problems.add("PE432", condition.span, facts=facts)
    return True


def _constant(context: Context, condition: Condition, window: Window) -> None:
    """Report tests that say nothing: they hold whatever the answer."""
    for leaf in leaves(condition):
        if isinstance(leaf, Test) and not context.satisfiable.together((Not(leaf, leaf.span),), window):
            context.problems.add("PE433", leaf.span, fact=leaf.fact)


def _shadowed(context: Context, rule: Rule, rules: dict[str, Rule]) -> None:
    earlier = [rules[name] for name in _earlier(context, rule) if name in rules and covers(rules[name].applies, rule.applies)]
    if not earlier:
        return
    for other in earlier:
        if not context.satisfiable.together((rule.when, _not(other)), rule.applies):
            context.problems.add("PE430", rule.span, rule=rule.id, other=other.id)
            return
    if not context.satisfiable.together((rule.when, *map(_not, earlier)), rule.applies):
        context.problems.add("PE430", rule.span, rule=rule.id, other=", ".join(other.id for other in earlier))


def _earlier(context: Context, rule: Rule) -> tuple[str, ...]:
    written = context.written.get(rule.id)
    return written.earlier if written is not None else ()


def _not(rule: Rule) -> Condition:
    return Not(rule.when, rule.span)


def _exceptions(context: Context, rule: Rule, rules: dict[str, Rule]) -> None:
    """Exceptions that this rule makes and that never meet the rule they except."""
    written = context.written.get(rule.id)
    for ref in written.exception_to if written is not None else ():
        other = rules.get(ref.name)
        if other is None:
            continue
        if not overlap(rule.applies, other.applies) or not context.satisfiable.together((rule.when, other.when), rule.applies):
            context.problems.add("PE435", ref.span, rule=rule.id, other=other.id)


def _restated(context: Context, rule: Rule) -> None:
    """A rule that concludes nothing but defaults, and excepts nothing."""
    written = context.written.get(rule.id)
    if rule.case or not rule.then or rule.layer != "national" or (written is not None and written.exception_to):
        return
    facts = context.book.facts
    defaults = [facts[name].default for name, _ in rule.then]
    if all(value == default and type(value) is type(default) for (_, value), default in zip(rule.then, defaults, strict=True)):
        context.problems.add("PE437", rule.span, rule=rule.id, fact=rule.then[0][0], value=_word(rule.then[0][1]))


def _twice(context: Context) -> None:
    """Rules with the same condition and the same result on common days."""
    seen: dict[tuple[object, ...], list[Rule]] = {}
    for rule in sorted(context.book.rules, key=lambda rule: (rule.span.file, rule.span.line)):
        result = (rule.kind, rule.layer, rule.then, rule.says, rule.require, rule.not_required, rule.advise, rule.gap_facts)
        key = (*result, _shape(rule.when), rule.evidence.desk if rule.evidence else None)
        for other in seen.setdefault(key, []):
            if overlap(rule.applies, other.applies) and rule.exceptions == other.exceptions:
                context.problems.add("PE431", rule.span, rule=rule.id, other=other.id)
        seen[key].append(rule)


def _shape(condition: Condition) -> tuple[object, ...]:
    """A condition without its places; the order of parts does not matter."""
    match condition:
        case Test():
            return ("test", condition.fact, condition.checks)
        case Is():
            return ("is", condition.fact, condition.values)
        case Not():
            return ("not", _shape(condition.child))
        case And() | Or():
            parts = sorted((_shape(child) for child in condition.children), key=repr)
            return (type(condition).__name__, *parts)
        case AtLeast():
            parts = sorted((_shape(child) for child in condition.children), key=repr)
            return ("count", condition.count, *parts)
