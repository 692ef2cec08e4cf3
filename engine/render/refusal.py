"""Why not: what each route to an entitlement lacks.

In: a reading in which the entitlement is refused. Out: lines of a page. Newly guaranteed: every route is named with
answers that close it, told ones first; nothing is said where the refusal is not derived.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.render.layout import Page
from engine.render.names import Names
from engine.render.phrases import phrase
from engine.run.reading import Reading
from engine.trace.explain import Explainer
from engine.trace.model import FactLine, Line, RuleLine, TestLine

ENTITLED = ("entitlement", "entitled")
SHOWN = 2
"""Answers shown of each route."""
SURE = ("told", "held", "computed", "presumed")


def refusal(page: Page, names: Names, reading: Reading) -> None:
    """The routes, and what closes each."""
    literal = reading.compiled.value(*ENTITLED)
    if literal is None or not reading.sound[literal ^ 1]:
        return
    found = [(rule, closing(rule)) for rule in routes(Explainer(reading).refuted(literal))]
    shown = [(rule, tests) for rule, tests in found if tests]
    if not shown:
        return
    page.heading(names.word("why_not"))
    for rule, tests in shown:
        said = names.join(_said(names, test) for test in tests[:SHOWN])
        page.line(names.word("colon", label=names.text(rule.rule.title), text=said), bullet="• ")
        page.line(names.cites(rule.rule.cites), indent=2, style="dim")


def _said(names: Names, test: TestLine) -> str:
    return names.word("colon", label=names.fact(test.fact), text=phrase(names, test.fact, test.value))


def routes(line: FactLine) -> list[RuleLine]:
    """The rules that could have led there: of the first fact on the way down that several rules could have concluded."""
    rules = [below for below in line.because if isinstance(below, RuleLine)]
    if len(rules) == 1:
        facts = [below for below in rules[0].because if isinstance(below, FactLine)]
        if len(facts) == len(rules[0].because) == 1:
            return routes(facts[0]) or rules
    return rules


def closing(line: Line) -> list[TestLine]:
    """The answers below a line that fail, each fact once: told ones first, presumed ones only where there is no other."""
    found: dict[str, TestLine] = {}
    for test in _failing(line):
        found.setdefault(test.fact, test)
    sure = [test for test in found.values() if test.origin != "presumed"]
    return sorted(sure or found.values(), key=lambda test: SURE.index(test.origin))


def _failing(line: Line) -> Iterator[TestLine]:
    if isinstance(line, TestLine):
        if line.verdict is False and line.origin in SURE:
            yield line
        return
    for below in line.because:
        yield from _failing(below)
