"""Small edits of a condition: what a slip of the author could have written instead.

In: a linked condition. Out: `Edit` values, each the whole condition with one place changed. Newly guaranteed: what an edit
makes is a condition of the same facts whose values and thresholds lie in their domains; no edit is the condition itself written
otherwise.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from engine.ground.dates import Duration, parse_date, parse_duration
from engine.ground.iso import COUNTRIES, LANGUAGES
from engine.ground.records import dataclass, replace
from engine.ground.spans import Span
from engine.linked import domains
from engine.linked.model import And, AtLeast, Condition, Fact, Is, Not, Operand, Or, Rulebook, Test
from engine.policy.model import Value

MOST_SWAPPED = 6
"""Values of one test that are swapped: of a longer list, these many spread over it."""
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Edit:
    """One place changed. kind: flip, drop, threshold, duration, date, count or value. at: where in the condition (`0/1`)."""

    kind: str
    at: str
    before: str
    after: str
    span: Span
    made: Condition


def edits(condition: Condition, book: Rulebook, at: str = "") -> Iterator[Edit]:
    """Every edit of a condition, in source order."""
    match condition:
        case Test():
            yield Edit(
                "flip", at, written(condition), f"not {written(condition)}", condition.span, Not(condition, condition.span)
            )
            yield from _of_test(condition, book.facts[condition.fact], at)
        case Is():
            yield Edit(
                "flip", at, written(condition), f"not {written(condition)}", condition.span, Not(condition, condition.span)
            )
            yield from _of_is(condition, book.facts[condition.fact], at)
        case Not():
            for edit in edits(condition.child, book, at):
                yield replace(edit, made=Not(edit.made, condition.span))
        case And() | Or() | AtLeast():
            yield from _of_several(condition, book, at)


def _of_several(condition: And | Or | AtLeast, book: Rulebook, at: str) -> Iterator[Edit]:
    children = condition.children
    if len(children) > 1:
        yield Edit("flip", at, written(condition), f"not {written(condition)}", condition.span, Not(condition, condition.span))
    for place, child in enumerate(children):
        inner = f"{at}/{place}" if at else str(place)
        if len(children) > 1 or isinstance(condition, And):  # an alternative less than one is no rule, which is an edit of rules
            yield Edit("drop", inner, written(child), "", child.span, _without(condition, place))
        for edit in edits(child, book, inner):
            made = (*children[:place], edit.made, *children[place + 1 :])
            yield replace(edit, made=replace(condition, children=made))
    if isinstance(condition, AtLeast):
        for count in (condition.count - 1, condition.count + 1):
            if 1 <= count <= len(children):
                changed = replace(condition, count=count)
                yield Edit("count", at, f"at_least: {condition.count}", f"at_least: {count}", condition.span, changed)


def _without(condition: And | Or | AtLeast, place: int) -> Condition:
    children = (*condition.children[:place], *condition.children[place + 1 :])
    if isinstance(condition, AtLeast):
        return replace(condition, children=children, count=min(condition.count, len(children)))
    return replace(condition, children=children)


# leaves ------------------------------------------------------------------------------------------------------------------------


def _of_test(test: Test, fact: Fact, at: str) -> Iterator[Edit]:
    for place, (operator, operand) in enumerate(test.checks):
        for kind, changed in _operands(operator, operand, fact):
            checks = (*test.checks[:place], (operator, changed), *test.checks[place + 1 :])
            made = replace(test, checks=checks)
            yield Edit(kind, at, written(test), written(made), test.span, made)


def _operands(operator: str, operand: Operand, fact: Fact) -> Iterator[tuple[str, Operand]]:
    """Other operands of a check, with the kind of the edit."""
    if operator in domains.BOUNDS and isinstance(operand, int):
        low, high = fact.type.minimum, fact.type.maximum
        for number in (operand - 1, operand + 1):
            if (low is None or number >= low) and (high is None or number <= high):
                yield "threshold", number
    elif operator in domains.AGO:
        for duration in _near(parse_duration(str(operand))):
            yield "duration", str(duration)
    elif operator in domains.DAYS:
        for shift in (-ONE_DAY, ONE_DAY):
            yield "date", (parse_date(str(operand)) + shift).isoformat()
    elif isinstance(operand, tuple):
        for changed in swapped(operand, fact):
            yield "value", changed
    elif operator == "is" and not isinstance(operand, bool):
        for (other,) in swapped((operand,), fact):
            yield "value", other


def _near(duration: Duration) -> Iterator[Duration]:
    """A day more, and one of the smallest unit less."""
    yield replace(duration, days=duration.days + 1)
    if duration.days:
        yield replace(duration, days=duration.days - 1)
    elif duration.months:
        yield replace(duration, months=duration.months - 1)
    elif duration.years:
        yield replace(duration, years=duration.years - 1)


def _of_is(test: Is, fact: Fact, at: str) -> Iterator[Edit]:
    if fact.type.kind == "boolean":
        return  # the other value is the negation
    for values in swapped(test.values, fact):
        kept = tuple(value for value in fact.values if value in values)
        made = replace(test, values=kept)
        yield Edit("value", at, written(test), written(made), test.span, made)


def swapped(values: tuple[Value, ...], fact: Fact) -> Iterator[tuple[Value, ...]]:
    """The values with one of them exchanged for another of the domain."""
    step = max(1, -(-len(values) // MOST_SWAPPED))
    for place in range(0, len(values), step):
        other = other_value(values[place], fact, values)
        if other is not None:
            yield (*values[:place], other, *values[place + 1 :])


def other_value(value: Value, fact: Fact, taken: Sequence[Value]) -> Value | None:
    """The next value of the domain that is not taken; None where there is none."""
    match fact.type.kind:
        case "boolean":
            return not value
        case "enum":
            domain: Sequence[Value] = [found for found in fact.values if found != "unknown"]
        case "country" | "language":
            domain = sorted(COUNTRIES if fact.type.kind == "country" else LANGUAGES)
        case "integer":
            domain = [number for number in (int(value), int(value) + 1, int(value) - 1) if domains.accepts_value(fact, number)]
        case "date":
            domain = [str(value), (parse_date(str(value)) + ONE_DAY).isoformat()]
        case _:
            return None  # postcodes and communes: no list to take another from
    start = domain.index(value) if value in domain else 0
    turned = [*domain[start:], *domain[:start]]
    return next((found for found in turned if found not in taken), None)


# as written --------------------------------------------------------------------------------------------------------------------


def written(condition: Condition) -> str:
    """A condition on one line, as the policies write it."""
    match condition:
        case Test():
            if len(condition.checks) == 1 and condition.checks[0][0] == "is":
                return f"{condition.fact}: {_value(condition.checks[0][1])}"
            checks = ", ".join(f"{operator}: {_value(operand)}" for operator, operand in condition.checks)
            return f"{condition.fact}: {{{checks}}}"
        case Is():
            one = len(condition.values) == 1
            return f"{condition.fact}: {_value(condition.values[0]) if one else '{in: ' + _value(condition.values) + '}'}"
        case Not():
            return f"not {written(condition.child)}"
        case And():
            return f"all: [{', '.join(map(written, condition.children))}]"
        case Or():
            return f"any: [{', '.join(map(written, condition.children))}]"
        case AtLeast():
            return f"count: {{at_least: {condition.count}, of: [{', '.join(map(written, condition.children))}]}}"


def _value(value: Operand) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def meaning(condition: Condition) -> str:
    """The same for conditions that differ only in how they are written: one child alone, negations twice."""
    match condition:
        case Not(child=Not(child=child)):
            return meaning(child)
        case Not():
            return f"not({meaning(condition.child)})"
        case And() | Or() if len(condition.children) == 1:
            return meaning(condition.children[0])
        case And() | Or():
            return f"{type(condition).__name__}({','.join(sorted(map(meaning, condition.children)))})"
        case AtLeast():
            return f"{condition.count}({','.join(sorted(map(meaning, condition.children)))})"
        case _:
            return written(condition)
