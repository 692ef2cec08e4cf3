"""Lowering: a rulebook becomes Horn clauses over two rails, exactly as the policy language defines them.

In: a `Rulebook`. Out: `Compiled`. Newly guaranteed: clauses are in topological order; no negation is left; every clause
points at the construct that it came from.
"""

from __future__ import annotations

from engine.clauses.builder import Builder, Signed
from engine.clauses.compiled import Compiled, InForce, OfficeSet, PlaceIs, fact_name, rule_name, set_name
from engine.clauses.conditions import lower as lower_condition
from engine.clauses.program import Origin
from engine.linked.domains import can_lack_row
from engine.linked.model import HERE, LAW, NATIONAL, READINGS, Fact, Is, Rule, Rulebook
from engine.linked.walk import leaves
from engine.policy.model import Value


def lower(book: Rulebook) -> Compiled:
    """The program of a rulebook: rules in their order, each fact closed before it is first read."""
    lowering = _Lowering(book)
    for rule in book.rules:
        lowering.rule(rule)
    for fact in book.derived():
        lowering.close(fact, HERE if fact.varies else LAW)
    for requirement in book.requirements:
        lowering.requirement(requirement)
    for step in book.steps:
        lowering.step(step)
    lowering.alternatives()
    return lowering.builder.done()


def live_values(book: Rulebook, name: str) -> tuple[Value, ...]:
    """The values of a derived fact that get a proposition.

    A value that no rule concludes, that is not the default and that nothing tests is refuted without condition. It is left
    out where the values come from a table, which may have a hundred rows, and no gap keeps the fact open.
    """
    fact = book.facts[name]
    if fact.type.table is None or any(name in rule.gap_facts for rule in book.rules):
        return fact.values
    used = {value for rule in book.rules for other, value in (*rule.then, *rule.says) if other == name}
    conditions = [rule.when for rule in book.rules]
    conditions += [other.when for needed in book.requirements.values() for other in needed.any_of if other.when is not None]
    used |= {
        value
        for condition in conditions
        for leaf in leaves(condition)
        if leaf.fact == name and isinstance(leaf, Is)
        for value in leaf.values
        if len(leaf.values) <= len(fact.values) // 2
    }
    if name == "office.routed":
        used |= set(book.offices)
    return tuple(value for value in fact.values if value in used or value == fact.default)


class _Lowering:
    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.builder = Builder(frozenset(name for name, fact in book.facts.items() if can_lack_row(fact, book.facts)))
        self._closed: set[tuple[str, str]] = set()
        self._concluding: dict[str, list[tuple[Rule, Value]]] = {}
        self._gaps: dict[str, list[Rule]] = {}
        for rule in book.rules:
            for name, value in rule.then:
                self._concluding.setdefault(name, []).append((rule, value))
            for name in rule.gap_facts:
                self._gaps.setdefault(name, []).append(rule)
        self._live = {fact.name: live_values(book, fact.name) for fact in book.derived()}

    # rules -----------------------------------------------------------------------------------------------------------

    def rule(self, rule: Rule) -> None:
        """r+ and r- in the readings that can differ."""
        papers = rule.kind == "paper" and rule.layer == NATIONAL
        for reading in READINGS if rule.twice else (LAW,):
            self._rule(rule, reading)
        if papers and not rule.twice:
            self.builder.aliases[rule_name(rule.id, HERE)] = rule_name(rule.id, LAW)

    def _rule(self, rule: Rule, reading: str) -> None:
        name = rule_name(rule.id, reading)
        condition = lower_condition(rule.when, f"when:{name[5:]}", reading, self.builder, self._of_fact)
        premises: list[Signed] = [condition]
        if rule.applies.start is not None or rule.applies.end is not None:
            premises.append(self.builder.atom(InForce(rule.applies.start, rule.applies.end)))
        if rule.layer != NATIONAL:
            premises.append(self.here(rule.layer))
        others = [self.builder.get(rule_name(other, reading)) for other in rule.exceptions]
        node, origin = self.builder.new(name), Origin("gap" if rule.kind == "gap" else "rule", rule.id)
        if rule.kind != "gap":
            self.builder.clause(node[0], [premise[0] for premise in premises] + [other[1] for other in others], origin)
        for premise in premises:
            self.builder.clause(node[1], [premise[1]], origin)
        for other in others:
            self.builder.clause(node[1], [other[0]], origin)

    def _effective(self, rule: Rule, reading: str = LAW) -> Signed:
        return self.builder.get(rule_name(rule.id, reading))

    # facts -----------------------------------------------------------------------------------------------------------

    def _of_fact(self, test: Is, reading: str) -> Signed:
        fact = self.book.facts[test.fact]
        reading = reading if fact.varies else LAW
        self.close(fact, reading)
        domain = self._domain(fact)
        allowed = set(test.values)
        if len(allowed) == 1:
            return self._value(fact, test.values[0], reading)
        return self._value_set(fact, tuple(value for value in domain if value in allowed), domain, reading)

    def _domain(self, fact: Fact) -> tuple[Value, ...]:
        return (True, False) if fact.type.kind == "boolean" else self._live[fact.name]

    def _value(self, fact: Fact, value: Value, reading: str) -> Signed:
        node = self.builder.get(fact_name(fact.name, value, reading))
        return (node[1], node[0]) if value is False else node

    def _value_set(self, fact: Fact, inside: tuple[Value, ...], domain: tuple[Value, ...], reading: str) -> Signed:
        """(f in S)+ <- f=w- for all w outside S; (f in S)- <- f=v- for all v in S."""
        name = set_name(fact.name, inside, reading)
        found = self.builder.find(name)
        if found is not None:
            return found
        node, origin = self.builder.new(name), Origin("value_set", fact.name)
        outside = [value for value in domain if value not in inside]
        self.builder.clause(node[0], [self._value(fact, value, reading)[1] for value in outside], origin)
        self.builder.clause(node[1], [self._value(fact, value, reading)[1] for value in inside], origin)
        return node

    def close(self, fact: Fact, reading: str) -> None:
        """Conclude the values of a fact in a reading, once; all rules that conclude it there were lowered before."""
        if (fact.name, reading) in self._closed:
            return
        self._closed.add((fact.name, reading))
        if reading == HERE:
            self.close(fact, LAW)
            self._close_here(fact)
        else:
            self._close_law(fact)

    def _close_law(self, fact: Fact) -> None:
        rules = [(rule, value) for rule, value in self._concluding.get(fact.name, []) if rule.layer == NATIONAL]
        for value in self._domain(fact)[:1] if fact.type.kind == "boolean" else self._domain(fact):
            self.builder.new(fact_name(fact.name, value))
        self._conclude(fact, rules)
        self._default(fact, rules)
        self._refute(fact, rules)

    def _conclude(self, fact: Fact, rules: list[tuple[Rule, Value]]) -> None:
        for rule, value in rules:
            self.builder.clause(self._value(fact, value, LAW)[0], [self._effective(rule)[0]], Origin("rule", rule.id))

    def _gap_refuted(self, fact: Fact) -> list[int]:
        return [self._effective(gap)[1] for gap in self._gaps.get(fact.name, [])]

    def _default(self, fact: Fact, rules: list[tuple[Rule, Value]]) -> None:
        """f=d+ <- r- of every rule concluding another value, g- of every gap."""
        if fact.default is None:
            return
        body = [self._effective(rule)[1] for rule, value in rules if value != fact.default] + self._gap_refuted(fact)
        self.builder.clause(self._value(fact, fact.default, LAW)[0], body, Origin("default", fact.name))

    def _refute(self, fact: Fact, rules: list[tuple[Rule, Value]]) -> None:
        """f=v- <- r- of every rule concluding v, g- of every gap (v not the default); f=v- <- f=w+."""
        if fact.type.kind == "boolean":
            return  # one proposition: refuting true is concluding false, which the default does
        for value in self._live[fact.name]:
            node = self._value(fact, value, LAW)
            if value != fact.default:
                body = [self._effective(rule)[1] for rule, other in rules if other == value] + self._gap_refuted(fact)
                self.builder.clause(node[1], body, Origin("closed", fact.name))
            for other in self._live[fact.name]:
                if other != value:
                    self.builder.clause(node[1], [self._value(fact, other, LAW)[0]], Origin("other_value", fact.name))

    # readings at the office ------------------------------------------------------------------------------------------

    def _close_here(self, fact: Fact) -> None:
        rules = [(rule, value) for rule, value in self._concluding.get(fact.name, []) if rule.layer != NATIONAL]
        domain = self._domain(fact)
        if not rules:
            for value in domain:
                self.builder.aliases[fact_name(fact.name, value, HERE)] = fact_name(fact.name, value, LAW)
            return
        for value in domain[:1] if fact.type.kind == "boolean" else domain:
            self.builder.new(fact_name(fact.name, value, HERE))
        values = [(value, self._value(fact, value, HERE), self._value(fact, value, LAW)) for value in domain]
        self._layer(fact.name, values, [(self._effective(rule), rule.id, value) for rule, value in rules])

    def _layer(self, name: str, values: list[tuple[Value, Signed, Signed]], rules: list[tuple[Signed, str, Value]]) -> None:
        """The four clauses of a reading at the office over the reading of the law (or of the base)."""
        layered = Origin("office", name)
        for value, here, law in values:
            for rule, rule_id, concluded in rules:
                if concluded == value:
                    self.builder.clause(here[0], [rule[0]], Origin("rule", rule_id))
            others = [rule[1] for rule, _, concluded in rules if concluded != value]
            self.builder.clause(here[0], [law[0], *others], layered)
        for value, here, law in values:
            if isinstance(value, bool):
                continue  # one proposition: the clauses of the other value set this rail
            own = [rule[1] for rule, _, concluded in rules if concluded == value]
            self.builder.clause(here[1], [law[1], *own], layered)
            for other, other_here, _ in values:
                if other != value:
                    self.builder.clause(here[1], [other_here[0]], Origin("other_value", name))

    def here(self, code: str) -> Signed:
        """The proposition "this office is competent", with its clauses at its first use."""
        found = self.builder.find(f"here={code}")
        if found is not None:
            return found
        origin = Origin("routing", code)
        place, forced = self.builder.atom(PlaceIs(code)), self.builder.atom(OfficeSet(None))
        set_here = self.builder.atom(OfficeSet(code))
        routed = self.book.facts.get("office.routed")
        targets: dict[Value, Signed] = {}
        unrouted: list[Signed] = []
        if routed is not None:
            self.close(routed, LAW)
            live = self._live[routed.name]
            targets = {value: self._value(routed, value, LAW) for value in live}
            inside = tuple(value for value in live if value in (routed.default, code))
            unrouted = [self._value_set(routed, inside, live, LAW)]
        node = self.builder.new(f"here={code}")
        self.builder.clause(node[0], [set_here[0]], origin)
        self.builder.clause(node[1], [forced[0], set_here[1]], origin)
        if code in targets:
            self.builder.clause(node[0], [forced[1], targets[code][0]], origin)
        self.builder.clause(node[0], [forced[1], place[0], *(signed[0] for signed in unrouted)], origin)
        for other, signed in targets.items():
            if other not in (code, routed.default if routed else None):
                self.builder.clause(node[1], [forced[1], signed[0]], origin)
        elsewhere = [targets[code][1]] if code in targets else []
        self.builder.clause(node[1], [forced[1], place[1], *elsewhere], origin)
        return node

    # requirements, steps ---------------------------------------------------------------------------------------------

    def requirement(self, requirement: str) -> None:
        """R@law, R@base and R@here."""
        national = [rule for rule in self.book.rules if rule.layer == NATIONAL]
        asking = [rule for rule in national if requirement in rule.require]
        lifting = [rule for rule in national if requirement in rule.not_required]
        office = [
            (self._effective(rule), rule.id, requirement in rule.require)
            for rule in self.book.rules
            if rule.layer != NATIONAL and requirement in (*rule.require, *rule.not_required)
        ]
        twice = any(rule.twice for rule in (*asking, *lifting))
        self._need(requirement, LAW, asking, lifting, LAW)
        base = "base" if office else HERE
        if twice:
            self._need(requirement, base, asking, lifting, HERE)
        else:
            self.builder.aliases[f"need:{requirement}@{base}"] = f"need:{requirement}@{LAW}"
        if office:
            law, here = self.builder.get(f"need:{requirement}@base"), self.builder.new(f"need:{requirement}@here")
            pairs: list[tuple[Value, Signed, Signed]] = [(True, here, law), (False, here[::-1], law[::-1])]
            self._layer(requirement, pairs, [(signed, name, asks) for signed, name, asks in office])

    def _need(self, requirement: str, name: str, asking: list[Rule], lifting: list[Rule], reading: str) -> None:
        node, origin = self.builder.new(f"need:{requirement}@{name}"), Origin("requirement", requirement)
        for rule in asking:
            self.builder.clause(node[0], [self._effective(rule, reading)[0]], Origin("rule", rule.id))
        self.builder.clause(node[1], [self._effective(rule, reading)[1] for rule in asking], origin)
        for rule in lifting:
            self.builder.clause(node[1], [self._effective(rule, reading)[0]], Origin("rule", rule.id))

    def step(self, step: str) -> None:
        """A step is advised when some rule advising it is effective, at the office."""
        node, origin = self.builder.new(f"step:{step}"), Origin("requirement", step)
        advising = [rule for rule in self.book.rules if step in rule.advise]
        signed = [self._effective(rule, HERE if rule.layer == NATIONAL else LAW) for rule in advising]
        for rule, effective in zip(advising, signed, strict=True):
            self.builder.clause(node[0], [effective[0]], Origin("rule", rule.id))
        self.builder.clause(node[1], [effective[1] for effective in signed], origin)

    def alternatives(self) -> None:
        """The conditions under which an alternative of a requirement is one."""
        for requirement in self.book.requirements.values():
            for at, alternative in enumerate(requirement.any_of):
                if alternative.when is not None:
                    name = f"alternative:{requirement.id}/{at}"
                    signed = lower_condition(alternative.when, f"{name}/when", HERE, self.builder, self._of_fact)
                    node, origin = self.builder.new(name), Origin("condition", name)
                    self.builder.clause(node[0], [signed[0]], origin)
                    self.builder.clause(node[1], [signed[1]], origin)
