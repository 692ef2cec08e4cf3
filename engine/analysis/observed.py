"""What can be told apart in two outcomes of one case, as a policy test would expect it.

In: the views of one lane before and after a change. Out: expectations that the first meets and the second does not.
Newly guaranteed: each is a line that a file of tests can hold; what a person is told (outcome, papers, steps) comes before what
it is derived from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.analysis.drafts import Plain
from engine.analysis.testview import View
from engine.decision.model import UNDETERMINED
from engine.decision.settled import OUTCOME
from engine.linked.model import HERE
from engine.policy.model import Value

MOST_LINES = 3
"""Lines that tell two outcomes apart; the others say the same."""
NEEDS: Mapping[bool | None, str] = {True: "required", False: "not_required", None: "open"}
Line = tuple[str, str, object]
"""Where a line stands (the key of `expect`, a key in it or an empty text) and its value; lists are gathered."""


def told_apart(before: View, after: View) -> dict[str, object]:
    """Expectations that tell the second from the first; empty where none does."""
    lines = lines_apart(before, after)
    return gathered([*_entitlement(before), *lines]) if lines else {}


def lines_apart(before: View, after: View) -> list[Line]:
    """Lines that the first meets and the second does not: of what is derived only where what a person is told is the same."""
    lines: list[Line] = []
    for found in (_outcome, _needs, _here, _steps, _facts, _differences, _because, _rules):
        lines += list(found(before, after))[: MOST_LINES - len(lines)]
        if lines and found in (_steps, _facts, _differences, _because, _rules):
            break
    return lines


def gathered(lines: list[Line]) -> dict[str, object]:
    """Lines as the mapping of a file of tests; a value in a list is written `[value]`."""
    expect: dict[str, object] = {}
    for key, inner, value in lines:
        if not inner:
            held = expect.get(key)
            expect[key] = [*held, *value] if isinstance(held, list) and isinstance(value, list) else value
            continue
        place = expect.setdefault(key, {})
        assert isinstance(place, dict)
        held = place.get(inner)
        place[inner] = [*held, *value] if isinstance(held, list) and isinstance(value, list) else value
    return expect


def outcome_lines(view: View) -> Plain:
    """The outcome as a file of tests expects it, as far as it is known."""
    facts = view.reading.book.facts
    found = {name: view.fact(name) for name in OUTCOME if name in facts}
    return {name: value for name, value in found.items() if value is not None}


def _entitlement(view: View) -> Iterator[Line]:
    if "entitlement" in view.reading.book.facts and view.fact("entitlement") is not None:
        yield "entitlement", "", view.entitlement


def _said(name: str, value: Value | None) -> Value | None:
    return UNDETERMINED if name == "entitlement" and value is None else value


def _outcome(before: View, after: View) -> Iterator[Line]:
    for name in OUTCOME:
        if name in before.reading.book.facts and before.fact(name) != after.fact(name):
            yield name, "", _said(name, before.fact(name))


def _needs(before: View, after: View) -> Iterator[Line]:
    for name in before.reading.book.requirements:
        needed = before.reading.need(name)
        if needed is not after.reading.need(name):
            yield "requirements", NEEDS[needed], [name]


def _here(before: View, after: View) -> Iterator[Line]:
    for fact in before.reading.book.derived():
        if fact.varies:
            value = before.reading.value(fact.name, HERE)
            if value != after.reading.value(fact.name, HERE):
                yield "here", fact.name, value


def _steps(before: View, after: View) -> Iterator[Line]:
    for step in before.reading.book.steps.values():
        advised = before.reading.step(step.id)
        if advised is None or advised is after.reading.step(step.id):
            continue  # a test cannot expect that advice stays open
        yield ("not_advised" if not advised else "notes" if step.caution else "steps"), "", [step.id]


def _facts(before: View, after: View) -> Iterator[Line]:
    for fact in before.reading.book.derived():
        if fact.name not in OUTCOME:
            value = before.reading.value(fact.name)
            if value != after.reading.value(fact.name):
                yield fact.name, "", value


def _because(before: View, after: View) -> Iterator[Line]:
    for fact in before.reading.book.derived():
        value = before.reading.value(fact.name)
        if value is None:
            continue
        first, second = ({rule.id for rule in view.reading.concluding(fact.name, value)} for view in (before, after))
        for rule in sorted(first - second)[:1]:
            yield fact.name, "", {"is": value, "because": rule}


def _rules(before: View, after: View) -> Iterator[Line]:
    """Rules that come out otherwise: why a paper is asked, a step advised, something else said at an office."""
    for rule in before.reading.book.rules:
        later = after.reading.book.index
        state = before.state(rule)
        if rule.id not in later or after.state(later.rule(rule.id)) != state:
            yield "rules", state, [rule.id]


def _differences(before: View, after: View) -> Iterator[Line]:
    first, second = before.differences, after.differences
    yield from (("differences", "", [name]) for name in first if name not in second)
    yield from (("not_differing", "", [name]) for name in second if name not in first)
    for name in first:
        missing = [value for value in before.said(name) if value not in after.said(name)]
        yield from (("said", name, value) for value in missing[:1] if name in second)
