"""The one graph: rules stand after what they read, strata rise, and a cycle is reported as a path."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, note

from engine.ground.problems import Problems
from engine.linked.model import HERE, LAW, NATIONAL, Condition, Fact, Is, Rule, Rulebook
from engine.linked.order import order
from engine.linked.walk import facts_read
from engine.policy.model import FactType, Value
from tests.semantics.answers import readings, show
from tests.semantics.rulebooks import every_test, rulebooks
from tests.semantics.vocabulary import CODES, ROUTED, SPAN, fact


def reads(rule: Rule, facts: dict[str, Fact]) -> set[tuple[str, str]]:
    """The derived facts that a rule depends on, each in every reading that it needs."""
    here = rule.kind == "paper" and rule.layer == NATIONAL
    found = {
        (name, side)
        for name in facts_read(rule.when)
        if facts[name].origin == "derived"
        for side in (readings(facts[name]) if here else (LAW,))
    }
    return found | ({(ROUTED, LAW)} if rule.layer != NATIONAL and ROUTED in facts else set())


def concluded(rule: Rule) -> set[tuple[str, str]]:
    """What a rule concludes or keeps open, in its reading."""
    side = LAW if rule.layer == NATIONAL else HERE
    return {(name, side) for name, _ in rule.then} | {(name, LAW) for name in rule.gap_facts}


@given(rulebooks())
def test_rules_stand_after_what_they_read(book: Rulebook) -> None:
    note(show(book))
    for at, rule in enumerate(book.rules):
        later = book.rules[at:]
        assert not set(rule.exceptions) & {other.id for other in later}
        assert not reads(rule, book.facts) & {what for other in later for what in concluded(other)}


@given(rulebooks())
def test_strata_rise_from_what_a_rule_reads_to_what_it_concludes(book: Rulebook) -> None:
    for rule in book.rules:
        if rule.layer == NATIONAL and rule.kind in ("fact", "gap"):
            for below in reads(rule, book.facts):
                assert all(book.strata[below[0]] < book.strata[above] for above, _ in concluded(rule))


FIRST, SECOND = (fact(name, "derived", FactType("boolean"), default=False, varies=True) for name in ("first", "second"))
ROUTING = fact(ROUTED, "derived", FactType("enum", table="offices"), ("none", *CODES), default="none")
FACTS = {found.name: found for found in (FIRST, SECOND, ROUTING)}
PLAIN = every_test().rules[0]


def rule(name: str, when: Condition, *then: tuple[str, Value], layer: str = NATIONAL, exceptions: tuple[str, ...] = ()) -> Rule:
    """A rule that reads one condition."""
    return replace(PLAIN, id=name, when=when, then=then, layer=layer, exceptions=exceptions)


def read(name: str, value: Value = True) -> Condition:
    """A test of a derived fact."""
    return Is(name, (value,), SPAN)


@pytest.mark.parametrize(
    "rules",
    [
        (rule("a", read("first"), ("first", True)),),
        (rule("a", read("first"), ("second", True)), rule("b", read("second"), ("first", False))),
        (rule("a", PLAIN.when, ("first", True), exceptions=("b",)), rule("b", read("first"))),
        (rule("a", PLAIN.when, exceptions=("b",)), rule("b", PLAIN.when, exceptions=("a",))),
        (replace(PLAIN, id="g", kind="gap", when=read("first"), then=(), gap_facts=("first",)),),
    ],
)
def test_a_cycle_is_reported(rules: tuple[Rule, ...]) -> None:
    problems = Problems()
    order(rules, FACTS, problems)
    assert [problem.code for problem in problems.sorted()] == ["PE317"]
    assert all(rule.id in str(problems.sorted()[0].arg("cycle")) for rule in rules)


@pytest.mark.parametrize(
    "rules",
    [
        (rule("o", read("first"), ("first", True), layer="751"),),  # the office over the law is no cycle
        (rule("o", read("first"), ("second", True), layer="751"), rule("p", read("second"), ("first", True), layer="751")),
        (rule("o", read(ROUTED, "none"), ("first", True), layer="751"), rule("n", read("first"), (ROUTED, "691"))),
    ],
)
def test_what_the_office_concludes_never_feeds_the_law(rules: tuple[Rule, ...]) -> None:
    problems = Problems()
    ordered, _ = order(rules, FACTS, problems)
    assert not len(problems) and {found.id for found in ordered} == {found.id for found in rules}
