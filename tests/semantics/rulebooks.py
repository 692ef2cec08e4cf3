"""Random rulebooks, built without text.

In: draws of hypothesis. Out: `Rulebook`s of every construct of the language over the vocabulary beside this module. Newly
guaranteed: what the linker guarantees (order and the two readings are its own functions at work); shrinking leads to few
rules with plain conditions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from engine.ground.problems import Problems
from engine.linked.model import (
    HERE,
    NATIONAL,
    Alternative,
    And,
    AtLeast,
    Condition,
    Fact,
    Is,
    Not,
    Office,
    Or,
    Requirement,
    Rule,
    Rulebook,
    Test,
)
from engine.linked.order import order
from engine.linked.rules import _twice
from engine.policy.model import FactType, Step, Text, Value, Window
from tests.semantics.vocabulary import CODES, COMPUTED, GROUPS, INPUTS, ROUTED, ROWS, SPAN, TESTS, TEXT, fact, tables

LAYERS = CODES[:2]
REQUIREMENTS = ("paper", "proof")
STEPS = ("call", "wait")
WINDOWS = (
    Window(), Window(), Window(), Window(None, "2020-12-31"), Window("2021-01-01", None), Window("2020-02-29", "2021-03-01"),
)  # fmt: skip
ENUMS = (("one", "two"), ("none", "some", "more"), ("none", *CODES))


def domain(fact: Fact) -> tuple[Value, ...]:
    """The values of a derived fact."""
    return (True, False) if fact.type.kind == "boolean" else fact.values


@st.composite
def derived_facts(draw: st.DrawFn) -> list[Fact]:
    """One to four derived facts and, often, the one that routes; in the order in which they are concluded."""
    facts = []
    for number in range(draw(st.integers(1, 4))):
        shape = draw(st.integers(0, len(ENUMS)))
        varies = draw(st.integers(0, 2)) > 0
        if shape == 0:
            default: Value = draw(st.sampled_from((False, False, False, True)))
            facts.append(fact(f"d{number}", "derived", FactType("boolean"), default=default, varies=varies))
            continue
        values = ENUMS[shape - 1]
        kind = FactType("enum", table="offices" if values[-1] == CODES[-1] else None)
        facts.append(fact(f"d{number}", "derived", kind, values, default=draw(st.sampled_from(values)), varies=varies))
    if draw(st.booleans()):
        routed = fact(ROUTED, "derived", FactType("enum", table="offices"), ("none", *CODES), default="none")
        facts.insert(draw(st.integers(0, len(facts))), routed)
    return facts


@dataclass
class Maker:
    """Draws the rules of one book; what a rule reads or is excepted by was drawn before it."""

    draw: st.DrawFn
    facts: list[Fact]
    tests: Sequence[Test]
    rules: list[Rule] = field(default_factory=list)

    # conditions ------------------------------------------------------------------------------------------------------

    def condition(self, readable: Sequence[Fact], depth: int = 2) -> Condition:
        """A condition that reads inputs and the given derived facts."""
        leaves = ("test", "is", "is") if readable else ("test",)
        shape = self.draw(st.sampled_from((*leaves, *(("and", "or", "not", "count") if depth else ()))))
        match shape:
            case "test":
                return self.draw(st.sampled_from(self.tests))
            case "is":
                return self._is(self.draw(st.sampled_from(readable)))
            case "not":
                return Not(self.condition(readable, depth - 1), SPAN)
            case "count":
                children = self._children(readable, depth, 1)
                return AtLeast(self.draw(st.integers(1, len(children))), children, SPAN)
            case _:
                children = self._children(readable, depth, 0)
                return And(children, SPAN) if shape == "and" else Or(children, SPAN)

    def _children(self, readable: Sequence[Fact], depth: int, least: int) -> tuple[Condition, ...]:
        return tuple(self.condition(readable, depth - 1) for _ in range(self.draw(st.integers(least, 3))))

    def _is(self, read: Fact) -> Is:
        """One value mostly, as `is`; any others, in the order of the domain, as `in`."""
        values = domain(read)
        if self.draw(st.integers(0, 2)):
            return Is(read.name, (self.draw(st.sampled_from(values)),), SPAN)
        return Is(read.name, tuple(value for value in values if self.draw(st.booleans())), SPAN)

    # rules -----------------------------------------------------------------------------------------------------------

    def add(self, kind: str, readable: Sequence[Fact], layer: str = NATIONAL, **more: Any) -> Rule:
        """One more rule of the book."""
        plain: dict[str, Any] = {
            "then": (), "says": (), "require": (), "not_required": (), "advise": (), "gap_facts": (), "exceptions": (),
            "case": False,
        }  # fmt: skip
        when: Condition = And((), SPAN) if self.draw(st.integers(0, 5)) == 5 else self.condition(readable)
        rule = Rule(
            id=f"r{len(self.rules)}", layer=layer, kind=kind, title=TEXT, when=when,
            applies=self.draw(st.sampled_from(WINDOWS)), cites=(), force="law", demand="must", confidence="high",
            evidence=None, twice=False, span=SPAN, **{**plain, **more},
        )  # fmt: skip
        self.rules.append(rule)
        return rule

    def some(self, among: Sequence[str], most: int = 2) -> tuple[str, ...]:
        """A few of the names, each once."""
        return tuple(self.draw(st.lists(st.sampled_from(among), max_size=most, unique=True))) if among else ()

    def exceptions(self, kind: str) -> tuple[str, ...]:
        """Earlier national rules of the same kind."""
        return self.some([rule.id for rule in self.rules if rule.kind == kind and rule.layer == NATIONAL])

    def value(self, concluded: Fact) -> tuple[str, Value]:
        """The fact and a value of it."""
        values = LAYERS * 2 if concluded.name == ROUTED else ()
        return concluded.name, self.draw(st.sampled_from((*domain(concluded), *values)))

    def choose(self, target: Fact, readable: Sequence[Fact], layer: str) -> None:
        """Cases, each excepted by all earlier ones; a national case perhaps by an outside rule too."""
        cases: list[str] = []
        outside = self.exceptions("fact") if layer == NATIONAL else ()
        for _ in range(self.draw(st.integers(2, 3))):
            excepting = (*cases, *(outside if self.draw(st.booleans()) else ()))
            rule = self.add("fact", readable, layer, then=(self.value(target),), exceptions=excepting, case=True)
            cases.append(rule.id)

    def level(self, number: int) -> None:
        """The rules that conclude one fact, and perhaps a later one; perhaps a gap, or what a source says."""
        target, readable = self.facts[number], self.facts[:number]
        later = [other for other in self.facts[number + 1 :] if self.draw(st.integers(0, 3)) == 3]
        shape = self.draw(st.sampled_from(("rules", "rules", "choose", "gap", "says")))
        if shape == "choose":
            self.choose(target, readable, NATIONAL)
        for _ in range(self.draw(st.integers(0, 1) if shape == "choose" else st.integers(1, 3))):
            conclusions = tuple(self.value(concluded) for concluded in (target, *later[:1]))
            then = conclusions if self.draw(st.integers(0, 5)) < 5 else ()  # without: it only excepts
            self.add("fact", readable, then=then, exceptions=self.exceptions("fact"))
        if shape == "gap":
            kept = (target.name, *(concluded.name for concluded in later[:1]))
            self.add("gap", readable, gap_facts=kept, exceptions=self.exceptions("fact"))
        elif shape == "says":
            self.add("says", readable, says=(self.value(target),), exceptions=self.exceptions("fact"))

    def papers(self) -> None:
        """National rules on requirements and steps."""
        varying = [concluded for concluded in self.facts if concluded.varies]
        for _ in range(self.draw(st.integers(1, 4))):
            self.add("paper", (*self.facts, *varying, *varying), exceptions=self.exceptions("paper"), **self._asks())

    def _asks(self) -> dict[str, Any]:
        asked, lifted = self.draw(st.sampled_from(((1, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2), (0, 0))))
        names = self.draw(st.permutations(REQUIREMENTS))
        require, lift = tuple(names[:asked]), tuple(names[asked : asked + lifted])
        return {"require": require, "not_required": lift, "advise": self.some(STEPS, 1)}

    def office(self, code: str) -> None:
        """The layer of an office: what varies, requirements, what it says."""
        varying = [concluded for concluded in self.facts if concluded.varies]
        shapes = ("papers", "says", "fact", "fact", "choose") if varying else ("papers", "says")
        for _ in range(self.draw(st.integers(1, 3))):
            shape = self.draw(st.sampled_from(shapes))
            target = self.draw(st.sampled_from(varying)) if varying else self.facts[0]
            if shape == "papers":
                self.add("paper", self.facts, code, **self._asks())
            elif shape == "choose":
                self.choose(target, self.facts, code)
            elif shape == "fact":
                self.add("fact", self.facts, code, then=(self.value(target),))
            else:
                self.add("says", self.facts, code, says=(self.value(target),))


@st.composite
def rulebooks(draw: st.DrawFn) -> Rulebook:
    """A rulebook of any construct, of moderate size."""
    facts = draw(derived_facts())
    tests = draw(st.lists(st.sampled_from(TESTS), min_size=2, max_size=6, unique=True))
    maker = Maker(draw, facts, tests)
    for number in range(len(facts)):
        maker.level(number)
    maker.papers()
    layers = LAYERS[: draw(st.sampled_from((0, 1, 2, 2)))]
    for code in layers:
        maker.office(code)
    alternatives = tuple(
        Alternative("document", maker.condition(facts, 1) if draw(st.booleans()) else None, None)
        for _ in range(draw(st.integers(0, 2)))
    )
    rows = tuple(row for row in ROWS if draw(st.integers(0, 4)) < 4)
    book = assemble(facts, draw(st.permutations(maker.rules)), alternatives, layers)
    return replace(book, tables=tables(rows))


def assemble(
    derived: Sequence[Fact], rules: Sequence[Rule], alternatives: tuple[Alternative, ...] = (), layers: Sequence[str] = LAYERS
) -> Rulebook:
    """The rulebook of these rules, put in order as the linker does."""
    facts = {found.name: found for found in (*INPUTS, *derived, *COMPUTED)}
    problems = Problems()
    ordered, strata = order(_twice({rule.id: rule for rule in rules}, facts), facts, problems)
    assert not len(problems), problems.sorted()
    return Rulebook(
        name="generated", version="1.0.0", title=TEXT, digest="", root="", decides=Window("2016-01-01", None), facts=facts,
        combinations=(), rules=ordered,
        requirements={name: Requirement(name, TEXT, alternatives if name == "paper" else (), (), SPAN) for name in REQUIREMENTS},
        documents={}, satisfies=(), steps={name: _step(name) for name in STEPS}, events={}, sources={}, groups=dict(GROUPS),
        tables=tables(ROWS), offices={code: Office(code, "1.0.0", TEXT, None, None) for code in layers}, strata=strata,
    )  # fmt: skip


def every_test() -> Rulebook:
    """A book in which each test of the vocabulary is the condition of a rule."""
    concluded = fact("d0", "derived", FactType("boolean"), default=False)
    rules = [
        Rule(
            id=f"r{at}", layer=NATIONAL, kind="fact", title=TEXT, when=test, then=(("d0", True),), says=(), require=(),
            not_required=(), advise=(), gap_facts=(), applies=WINDOWS[at % len(WINDOWS)], exceptions=(), case=False, cites=(),
            force="law", demand="must", confidence="high", evidence=None, twice=False, span=SPAN,
        )
        for at, test in enumerate(TESTS)
    ]  # fmt: skip
    return assemble([concluded], rules)


def _step(name: str) -> Step:
    return Step(name, False, Text(name, name), None, None, None, None, (), SPAN)


def read_in(rule: Rule) -> tuple[str, ...]:
    """The readings in which a rule is evaluated."""
    return ("law", HERE) if rule.kind == "paper" and rule.layer == NATIONAL else ("law",)
