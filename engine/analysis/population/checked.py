"""Weights held against the vocabulary.

In: a population, a rulebook. Out: problems, each at its place. Newly guaranteed where there is none: what is drawn is an input
or a helper, every value lies in its domain, and whatever a draw looks at was drawn before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.ground.nearest import nearest
from engine.ground.problems import Problems
from engine.linked.domains import accepts_value
from engine.linked.model import Fact, Rulebook
from engine.policy.model import Ref, Value
from engine.policy.population import Choice, Draw, Population

SUITS = {
    "boolean": ("weights", "share", "same_as", "map"),
    "integer": ("bands", "weights", "same_as", "map"),
    "date": ("days_ago", "days_ahead", "aged", "same_as"),
}
"""Ways to draw a fact of a kind; the others take any but these of days."""
PLAIN = ("weights", "same_as", "map", "place")


def check(population: Population, book: Rulebook, problems: Problems) -> None:
    """Report everything that is wrong with the weights."""
    drawn: dict[str, Draw] = {}
    for draw in population.draws:
        fact = book.facts.get(draw.name)
        if (fact is None and "." in draw.name) or (fact is not None and (fact.origin != "input" or draw.name == "as_of")):
            inputs = book.index.facts("input")
            problems.add("PE881", draw.span, draw.name, name=draw.name, nearest=nearest(draw.name, inputs))
        for cite in draw.cites:
            if cite not in population.sources:
                problems.add("PE884", draw.span, draw.name, name=cite, nearest=nearest(cite, population.sources))
        for named in _names(draw):
            if named.name not in drawn:
                problems.add("PE882", named.span, draw.name, name=draw.name, other=named.name, nearest=nearest(named.name, drawn))
        for choice in draw.choices:
            _check_choice(draw, choice, fact, book, problems)
        drawn[draw.name] = draw


def _names(draw: Draw) -> Iterator[Ref]:
    yield from (*draw.after, *draw.before)
    for choice in draw.choices:
        yield from (name for name, _, _ in choice.when)
        if choice.of is not None:
            yield choice.of


def _check_choice(draw: Draw, choice: Choice, fact: Fact | None, book: Rulebook, problems: Problems) -> None:
    if choice.table is not None and choice.table.name not in ("postcodes", "communes"):
        problems.add("PE883", choice.table.span, draw.name, name=draw.name, value=choice.table.name, nearest=None)
    if fact is None:
        return
    suited = PLAIN if fact.type.many else SUITS.get(fact.type.kind, PLAIN)
    if choice.how is not None and choice.how not in suited:
        problems.add("PE885", draw.span, draw.name, name=draw.name, how=choice.how, allowed=list(suited))
        return
    for key, _, span in choice.weights:
        _check_value(draw, fact, key, span, problems)
    for value, span in choice.to.values():
        _check_value(draw, fact, value, span, problems)
    for low, high, _ in choice.bands if fact.type.kind == "integer" else ():
        if not (accepts_value(fact, low) and accepts_value(fact, high)):
            problems.add("PE883", draw.span, draw.name, name=draw.name, value=f"{low}-{high}", nearest=None)


def _check_value(draw: Draw, fact: Fact, value: object, span: object, problems: Problems) -> None:
    found = valued(fact, value)
    for one in found if isinstance(found, tuple) else (found,):
        if not accepts_value(fact, one):
            near = nearest(str(one), fact.values) if fact.values else None
            problems.add("PE883", span, draw.name, name=draw.name, value=str(one), nearest=near)  # type: ignore[arg-type]


def valued(fact: Fact | None, value: object) -> Value | tuple[Value, ...]:
    """A value as written in the weights, by the type of its fact: a set is its members with spaces between."""
    if fact is not None and fact.type.many:
        members = value if isinstance(value, list) else str(value).split()
        return tuple(sorted(map(str, members)))
    if fact is not None and fact.type.kind == "boolean" and isinstance(value, str):
        return {"true": True, "True": True, "false": False, "False": False}.get(value, value)
    if fact is not None and fact.type.kind == "integer" and isinstance(value, str):
        return int(value) if value.lstrip("-").isdigit() else value
    return value if isinstance(value, str | int | bool) else str(value)
