"""The definition: what a rulebook means, recursively, on pairs (established true, established false).

In: a linked `Rulebook` and the truth of each test of an input (a pair too). Out: pairs of rules, facts and requirements.
Newly guaranteed: nothing but the meaning; it is written to be read aloud beside the policy language, and the executors are
compared with it on generated rulebooks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.linked.model import HERE, LAW, NATIONAL, And, AtLeast, Condition, Fact, Is, Not, Or, Rule, Rulebook, Test
from engine.policy.model import Value, Window

Pair = tuple[bool, bool]
"""(established true, established false)."""


def both(pairs: Iterable[Pair]) -> Pair:
    """And: true when all are, false when one is."""
    listed = list(pairs)
    return all(pair[0] for pair in listed), any(pair[1] for pair in listed)


def flip(pair: Pair) -> Pair:
    """Not: the rails swapped."""
    return pair[1], pair[0]


class Definition:
    """The meaning of a rulebook for one case.

    test: the truth of a test of an input or computed fact. in_force: whether a window covers the day of the decision.
    place: whether the person's place belongs to an office. forced: the office set outright, or None.
    """

    def __init__(
        self,
        book: Rulebook,
        test: Callable[[Test], Pair],
        in_force: Callable[[Window], bool],
        place: Callable[[str], Pair],
        forced: str | None,
    ) -> None:
        self._book, self._test, self._in_force, self._place, self._forced = book, test, in_force, place, forced
        self._rules = {rule.id: rule for rule in book.rules}
        self._known: dict[tuple[str, str, str], dict[Value, Pair] | Pair] = {}

    def condition(self, condition: Condition, reading: str = LAW) -> Pair:
        """The pair of a condition."""
        match condition:
            case Test():
                return self._test(condition)
            case Is():
                return self._is(condition, reading)
            case Not():
                return flip(self.condition(condition.child, reading))
            case And():
                return both(self.condition(child, reading) for child in condition.children)
            case Or():
                return flip(both(flip(self.condition(child, reading)) for child in condition.children))
            case AtLeast():
                pairs = [self.condition(child, reading) for child in condition.children]
                failing = sum(pair[1] for pair in pairs)
                return sum(pair[0] for pair in pairs) >= condition.count, len(pairs) - failing < condition.count

    def _is(self, condition: Is, reading: str) -> Pair:
        values = self.fact(condition.fact, reading)
        if len(condition.values) == 1:
            return values[condition.values[0]]
        outside = [value for value in values if value not in condition.values]
        return all(values[value][1] for value in outside), all(values[value][1] for value in condition.values)

    def rule(self, name: str, reading: str = LAW) -> Pair:
        """Effective and defeated. A gap is never effective."""
        key = ("rule", name, reading)
        if key not in self._known:
            rule = self._rules[name]
            premises = [self.condition(rule.when, reading), self._window(rule.applies)]
            if rule.layer != NATIONAL:
                premises.append(self.here(rule.layer))
            premises += [flip(self.rule(other, reading)) for other in rule.exceptions]
            true, false = both(premises)
            self._known[key] = (true and rule.kind != "gap", false)
        pair = self._known[key]
        assert isinstance(pair, tuple)
        return pair

    def _window(self, window: Window) -> Pair:
        inside = self._in_force(window)
        return inside, not inside

    def fact(self, name: str, reading: str = LAW) -> dict[Value, Pair]:
        """The pair of each value of a derived fact."""
        fact = self._book.facts[name]
        key = ("fact", name, reading if fact.varies else LAW)
        if key not in self._known:
            self._known[key] = self._here_fact(fact) if key[2] == HERE else self._law_fact(fact)
        values = self._known[key]
        assert isinstance(values, dict)
        return values

    def _law_fact(self, fact: Fact) -> dict[Value, Pair]:
        rules = self._concluding(fact.name, office=False)
        gaps_out = all(self.rule(rule.id)[1] for rule in self._book.rules if fact.name in rule.gap_facts)
        true = {value: any(self.rule(rule.id)[0] for rule, v in rules if v == value) for value in _domain(fact)}
        others = [self.rule(rule.id)[1] for rule, value in rules if value != fact.default]
        if fact.default is not None:
            true[fact.default] |= all(others) and gaps_out
        refuted = {
            value: value != fact.default and gaps_out and all(self.rule(rule.id)[1] for rule, v in rules if v == value)
            for value in true
        }
        return _exclusive(true, refuted)

    def _here_fact(self, fact: Fact) -> dict[Value, Pair]:
        rules = [(self.rule(rule.id), value) for rule, value in self._concluding(fact.name, office=True)]
        return _layered(self.fact(fact.name, LAW), rules)

    def _concluding(self, fact: str, *, office: bool) -> list[tuple[Rule, Value]]:
        return [
            (rule, value)
            for rule in self._book.rules
            if (rule.layer != NATIONAL) == office
            for name, value in rule.then
            if name == fact
        ]

    def need(self, requirement: str, reading: str = HERE) -> Pair:
        """Whether a requirement is required, in a reading."""
        national = [rule for rule in self._book.rules if rule.layer == NATIONAL]
        asking = [self.rule(rule.id, reading) for rule in national if requirement in rule.require]
        lifting = [self.rule(rule.id, reading) for rule in national if requirement in rule.not_required]
        base = any(pair[0] for pair in asking), all(p[1] for p in asking) or any(p[0] for p in lifting)
        if reading == LAW:
            return base
        office = [
            (self.rule(rule.id), requirement in rule.require)
            for rule in self._book.rules
            if rule.layer != NATIONAL and requirement in (*rule.require, *rule.not_required)
        ]
        return _layered({True: base, False: flip(base)}, list(office))[True]

    def step(self, step: str) -> Pair:
        """Whether a step is advised."""
        rules = [rule for rule in self._book.rules if step in rule.advise]
        pairs = [self.rule(rule.id, HERE if rule.layer == NATIONAL else LAW) for rule in rules]
        return flip(both(flip(pair) for pair in pairs))

    def here(self, code: str) -> Pair:
        """Whether an office is the competent one."""
        if self._forced is not None:
            return self._forced == code, self._forced != code
        routed = self._book.facts.get("office.routed")
        place = self._place(code)
        if routed is None:
            return place
        values = self.fact("office.routed")
        here = values.get(code, (False, True))
        free = self._is(Is(routed.name, tuple(v for v in values if v in (routed.default, code)), routed.span), LAW)
        elsewhere = any(pair[0] for value, pair in values.items() if value not in (code, routed.default))
        return here[0] or (place[0] and free[0]), elsewhere or (place[1] and here[1])


def _domain(fact: Fact) -> tuple[Value, ...]:
    return (True, False) if fact.type.kind == "boolean" else fact.values


def _exclusive(true: dict[Value, bool], refuted: dict[Value, bool]) -> dict[Value, Pair]:
    """f=v- also comes of f=w+ for another w; for two values this makes true+ and false- one proposition."""
    pairs = {value: (true[value], refuted[value] or any(true[other] for other in true if other != value)) for value in true}
    if set(pairs) == {True, False}:
        pairs = {True: (pairs[True][0], pairs[False][0] or pairs[True][1])}
        pairs[False] = flip(pairs[True])
    return pairs


def _layered(law: dict[Value, Pair], rules: list[tuple[Pair, Value]]) -> dict[Value, Pair]:
    """The reading at the office: what its rules conclude, else what the law says where they do not say otherwise."""
    true = {
        value: any(pair[0] for pair, concluded in rules if concluded == value)
        or (law[value][0] and all(pair[1] for pair, concluded in rules if concluded != value))
        for value in law
    }
    refuted = {value: law[value][1] and all(pair[1] for pair, concluded in rules if concluded == value) for value in law}
    return _exclusive(true, refuted)
