"""When two parts of two policy sets mean the same.

In: values of a rulebook. Out: plain keys. Newly guaranteed: equal keys mean the same; places in files, order and grouping that
mean nothing make no difference.
"""

from __future__ import annotations

from engine.ground.records import fields, is_dataclass
from engine.linked.model import And, AtLeast, Condition, Is, Not, Or, Test

PLACES = frozenset({"span", "places", "source_at", "facts_at", "line"})


def condition_key(condition: Condition) -> object:
    """A condition without its places; children of *and* and *or* in one order, each once, nested ones opened."""
    match condition:
        case Test():
            return ("test", condition.fact, _sorted(_check(*check) for check in condition.checks))
        case Is():
            return ("is", condition.fact, _sorted(condition.values))
        case Not():
            return ("not", condition_key(condition.child))
        case AtLeast():
            return ("at_least", condition.count, tuple(sorted(map(condition_key, condition.children), key=repr)))
        case And() | Or():
            return _joined(condition)


def key(value: object) -> object:
    """Any value without its places; a tuple is taken as a set: no list of a rulebook that is compared so has an order."""
    if isinstance(value, Test | Is | And | Or | Not | AtLeast):
        return condition_key(value)
    if is_dataclass(value) and not isinstance(value, type):
        return tuple((field.name, key(getattr(value, field.name))) for field in fields(value) if field.name not in PLACES)
    if isinstance(value, tuple | list):
        return _sorted(key(item) for item in value)
    return value


def _joined(condition: And | Or) -> object:
    kind = type(condition)
    children: list[object] = []
    waiting = list(condition.children)
    while waiting:
        child = waiting.pop(0)
        if isinstance(child, kind):
            waiting = [*child.children, *waiting]
        else:
            children.append(condition_key(child))
    found = _sorted(children)
    return found[0] if len(found) == 1 else ("all" if kind is And else "any", found)


def _check(operator: str, operand: object) -> object:
    return (operator, _sorted(operand) if isinstance(operand, tuple) else operand)


def _sorted(items: object) -> tuple[object, ...]:
    found = {repr(item): item for item in items}  # type: ignore[attr-defined]
    return tuple(found[name] for name in sorted(found))
