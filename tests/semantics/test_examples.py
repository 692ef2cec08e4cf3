"""The sentences of the language that a random search meets seldom, one small book each; all three executors answer."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from engine.facts.case import UNLISTED, Case
from engine.linked import model
from engine.linked.model import HERE, LAW, NATIONAL, Alternative, And, Condition, Fact, Is, Not, Rule, Rulebook
from engine.policy.model import FactType, Window
from engine.run.definition import Pair
from engine.run.forward import Forward
from tests.semantics.answers import Key, by_definition, lowered
from tests.semantics.rulebooks import assemble
from tests.semantics.vocabulary import CODES, ROUTED, SPAN, TEXT, fact

PARIS, LYON = CODES[:2]
Expectations = tuple[tuple[dict[str, Any], Pair], ...]
YES, NO, OPEN, BOTH = (True, False), (False, True), (False, False), (True, True)
ALWAYS = And((), SPAN)
TRANSLATION = fact("translation", "derived", FactType("enum"), ("not_needed", "needed"), default="not_needed", varies=True)
RIGHT = fact("right", "derived", FactType("boolean"), default=False)
GROUND = fact("ground", "derived", FactType("enum"), ("none", "work", "study", "home"), default="none")
ROUTING = fact(ROUTED, "derived", FactType("enum", table="offices"), ("none", *CODES), default="none")


def flag(name: str = "flag", value: bool = True) -> Condition:
    """A boolean input."""
    return model.Test(name, (("is", value),), SPAN)


def rule(name: str, when: Condition = ALWAYS, layer: str = NATIONAL, **more: Any) -> Rule:
    """A rule; its kind is seen from what it does."""
    kind = "fact" if "then" in more else "gap" if "gap_facts" in more else "paper"
    plain: dict[str, Any] = {
        "then": (), "says": (), "require": (), "not_required": (), "advise": (), "gap_facts": (), "exceptions": (),
        "applies": Window(), "case": False,
    }  # fmt: skip
    return Rule(
        id=name, layer=layer, kind=more.pop("kind", kind), title=TEXT, when=when, cites=(), force="law", demand="must",
        confidence="high", evidence=None, twice=False, span=SPAN, **{**plain, **more},
    )  # fmt: skip


def book(*rules: Rule, facts: tuple[Fact, ...] = (TRANSLATION, RIGHT, GROUND)) -> Rulebook:
    """A rulebook of a few facts."""
    return assemble(facts, rules)


def answers(rulebook: Rulebook, place: str | None = PARIS, forced: str | None = None, **told: Any) -> dict[Key, Pair]:
    """What the three executors agree on."""
    case = Case(datetime.date(2021, 3, 1), told, place=None if place is None else frozenset((place,)), forced=forced)
    program = lowered(rulebook)
    meaning = by_definition(rulebook, case)
    outcome, _ = Forward(program.program).run(program.initial(case))
    assert outcome == program.run([case])
    assert program.by_outcome(outcome) == meaning
    return meaning


def test_an_office_asks_for_more_than_the_law() -> None:
    asks = rule("asks", flag(), PARIS, then=(("translation", "needed"),))
    for place, expected in ((PARIS, YES), (LYON, NO), (UNLISTED, NO), (None, OPEN)):
        found = answers(book(asks), place, flag=True)
        assert found["fact", "translation", "needed", HERE] == expected
        assert found["fact", "translation", "not_needed", LAW] == YES  # what the law says is said anywhere
    assert answers(book(asks), None, flag=False)["fact", "translation", "not_needed", HERE] == YES


def test_two_readings_of_rules_on_requirements() -> None:
    asks = rule("asks", ALWAYS, PARIS, then=(("translation", "needed"),))
    needed = Is("translation", ("needed",), SPAN)
    wants = rule("wants", needed, require=("paper",), advise=("call",))
    for place, expected in ((PARIS, YES), (LYON, NO), (None, OPEN)):
        found = answers(book(asks, wants), place)
        assert found["need", "paper", LAW] == NO
        assert found["need", "paper", HERE] == found["step", "call"] == found["rule", "wants", HERE] == expected


def test_a_rule_that_lifts_reads_the_office_too() -> None:
    asks = rule("asks", ALWAYS, PARIS, then=(("translation", "needed"),))
    wants = rule("wants", require=("paper",), exceptions=("lifts",))
    lifts = rule("lifts", Is("translation", ("needed",), SPAN), not_required=("paper",))
    found = answers(book(asks, wants, lifts))
    assert (found["need", "paper", LAW], found["need", "paper", HERE]) == (YES, NO)
    found = answers(book(asks, lifts, rule("wants", flag(), require=("paper",))))
    assert (found["need", "paper", LAW], found["need", "paper", HERE]) == (OPEN, NO)


def test_lifting_is_no_exception_unless_it_says_so() -> None:
    wants, lifts = rule("wants", require=("paper",)), rule("lifts", flag(), not_required=("paper",))
    assert answers(book(wants, lifts), flag=True)["need", "paper", LAW] == BOTH
    assert answers(book(wants, lifts))["need", "paper", LAW] == YES
    excepted = rule("wants", require=("paper",), exceptions=("lifts",))
    assert answers(book(excepted, lifts), flag=True)["need", "paper", LAW] == NO
    assert answers(book(excepted, lifts))["need", "paper", LAW] == OPEN


def test_an_office_over_the_base_of_a_requirement() -> None:
    wants = rule("wants", require=("paper",))
    spares = rule("spares", flag(), PARIS, not_required=("paper",))
    expected = ((PARIS, True, NO), (PARIS, False, YES), (LYON, True, YES), (None, True, OPEN))
    for place, told, here in expected:
        found = answers(book(wants, spares), place, flag=told)
        assert (found["need", "paper", LAW], found["need", "paper", HERE]) == (YES, here)


def test_cases_are_tried_in_turn() -> None:
    work = rule("work", flag(), then=(("ground", "work"),), exceptions=("barred",), case=True)
    study = rule("study", flag("odd"), then=(("ground", "study"),), exceptions=("work",), case=True)
    home = rule("home", then=(("ground", "home"),), exceptions=("work", "study"), case=True)
    barred = rule("barred", model.Test("kind", (("is", "a"),), SPAN), then=(), kind="fact")
    choice = book(work, study, home, barred)
    for told, value in (
        ({"flag": True, "odd": True, "kind": "b"}, "work"),
        ({"flag": True, "odd": True, "kind": "a"}, "study"),  # a case defeated from outside falls through
        ({"flag": False, "odd": False}, "home"),
        ({"odd": True, "kind": "b"}, None),  # an open earlier case leaves the later ones open
        ({"flag": True, "kind": "b"}, "work"),
    ):
        found = answers(choice, **told)
        assert [key[2] for key in found if key[:2] == ("fact", "ground") and found[key][0]] == [value] * (value is not None)
    assert answers(choice, odd=True)["fact", "ground", "none", LAW] == OPEN


def test_exceptions_to_exceptions() -> None:
    base = rule("base", then=(("right", True),), exceptions=("unless",))
    unless = rule("unless", flag(), then=(), kind="fact", exceptions=("still",))
    still = rule("still", flag("odd"), then=(), kind="fact")
    expectations: Expectations = (
        ({}, OPEN), ({"flag": False}, YES), ({"flag": True}, OPEN), ({"odd": True}, YES), ({"flag": True, "odd": False}, NO),
    )  # fmt: skip
    for told, expected in expectations:
        assert answers(book(base, unless, still), **told)["fact", "right", True, LAW] == expected


def test_a_gap_keeps_its_facts_open_unless_another_rule_settles_them() -> None:
    gap = rule("gap", Not(flag("odd"), SPAN), gap_facts=("right", "ground"), applies=Window("2021-01-01", None))
    work = rule("work", flag(), then=(("right", True),))
    expectations: Expectations = (
        ({}, OPEN), ({"flag": True}, YES), ({"flag": False}, OPEN), ({"flag": False, "odd": True}, NO), ({"odd": True}, OPEN),
    )  # fmt: skip
    for told, expected in expectations:
        assert answers(book(gap, work), **told)["fact", "right", True, LAW] == expected
    found = answers(book(gap, work), flag=False)
    assert found["rule", "gap", LAW] == found["fact", "ground", "study", LAW] == OPEN
    past = rule("gap", gap_facts=("right",), applies=Window(None, "2020-12-31"))
    assert answers(book(past, work), flag=False)["fact", "right", True, LAW] == NO


@pytest.mark.parametrize(
    ("place", "forced", "told", "paris", "lyon"),
    [
        (PARIS, None, False, YES, NO),
        (PARIS, None, True, NO, YES),
        (PARIS, None, None, OPEN, OPEN),
        (LYON, None, None, NO, YES),  # both ways lead there
        (None, None, True, NO, YES),
        (None, None, False, OPEN, OPEN),
        (UNLISTED, None, True, NO, YES),
        (UNLISTED, None, False, NO, NO),
        (LYON, PARIS, True, YES, NO),  # set outright, routing included
        (None, CODES[2], None, NO, NO),
    ],
)
def test_routing(place: str | None, forced: str | None, told: bool | None, paris: Pair, lyon: Pair) -> None:
    sent = rule("sent", flag(), then=((ROUTED, LYON),))
    layers = [rule(f"of-{code}", ALWAYS, code, require=("proof",)) for code in (PARIS, LYON)]
    facts: dict[str, Any] = {} if told is None else {"flag": told}
    found = answers(book(sent, *layers, facts=(ROUTING,)), place, forced, **facts)
    assert (found["here", PARIS], found["here", LYON]) == (paris, lyon)
    assert found["need", "proof", LAW] == NO


def test_an_alternative_reads_the_office() -> None:
    asks = rule("asks", ALWAYS, PARIS, then=(("translation", "needed"),))
    needed = Alternative("document", Is("translation", ("needed",), SPAN), None)
    rulebook = assemble((TRANSLATION,), (asks,), (needed,))
    for place, expected in ((PARIS, YES), (LYON, NO), (None, OPEN)):
        assert answers(rulebook, place)["alternative", "paper", 0] == expected


def test_an_alternative_tests_a_value_that_no_rule_names() -> None:
    found = fact("fund", "derived", FactType("enum", table="offices"), ("none", *CODES), default="none")
    rulebook = assemble((found,), (), (Alternative("document", Is("fund", (CODES[2],), SPAN), None),))
    assert answers(rulebook)["alternative", "paper", 0] == NO


def test_two_values_are_a_conflict_and_what_stands_on_it_shows_both_rails() -> None:
    work, study = (rule(name, then=(("ground", name),)) for name in ("work", "study"))
    uses = rule("uses", Is("ground", ("work",), SPAN), then=(("right", True),))
    found = answers(book(work, study, uses))
    assert found["fact", "ground", "work", LAW] == found["fact", "ground", "study", LAW] == BOTH
    assert found["rule", "uses", LAW] == found["fact", "right", True, LAW] == BOTH
    assert found["fact", "ground", "home", LAW] == NO
