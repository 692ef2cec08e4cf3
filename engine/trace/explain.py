"""Why, why not, and what keeps it open: proof trees.

In: a reading and its proofs. Out: `FactLine` trees. Newly guaranteed: a true fact shows the rule that concluded it with the
conditions that carried it; a false one every rule that could have concluded it, each with the smallest set of conditions that
failed; an open one the rules that are open and the tests they wait for.
"""

from __future__ import annotations

from engine.clauses.compiled import FactTest
from engine.clauses.program import negative, positive
from engine.facts.computed import arguments_of, find_row
from engine.ground.spans import Span
from engine.linked.model import HERE, LAW, NATIONAL, Fact, Is, Rule, Test
from engine.linked.walk import leaves
from engine.policy.model import Value
from engine.run.reading import Reading
from engine.trace.model import ComputedLine, FactLine, Line, RuleLine, TestLine
from engine.trace.names import Meaning, Meanings
from engine.trace.proof import Proofs
from engine.trace.smallest import Leaf
from engine.trace.values import Plain, read, test_of


class Explainer:
    """Explains one reading. `seen` facts are shown once in full, then named."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.book = reading, reading.book
        self.proofs = Proofs(reading)
        self.meanings = Meanings(reading.compiled, reading.book)
        self._seen: set[int] = set()
        self._open_seen: set[tuple[str, str]] = set()

    def fact(self, name: str, reading: str = LAW) -> FactLine:
        """The explanation of a derived fact: of its value, or of its being open."""
        self._forget()
        fact = self.book.facts[name]
        reading = reading if fact.varies else LAW
        value = self.reading.value(name, reading)
        if value is None:
            return self._open(fact, reading)
        literal = self.reading.compiled.value(name, value, reading)
        return self._literal_line(literal) if literal is not None else self._open(fact, reading)

    def need(self, requirement: str, reading: str = HERE) -> FactLine:
        """The explanation of a requirement: required or not; its rules while open."""
        self._forget()
        proposition = self.reading.compiled.need(requirement, reading)
        verdict = self.reading.need(requirement, reading)
        if proposition is None or verdict is None:
            rules = [rule for rule in self.book.rules if requirement in (*rule.require, *rule.not_required)]
            because = tuple(self.rule(rule, reading) for rule in rules if self.reading.rule(rule, reading) is None)
            return FactLine("need", requirement, None, None, reading, "open", because)
        return self._literal_line(positive(proposition) if verdict else negative(proposition))

    def _forget(self) -> None:
        """Begin a new explanation: nothing was shown above it."""
        self._seen, self._open_seen = set(), set()

    # established literals ----------------------------------------------------------------------------------------------

    def refuted(self, literal: int) -> FactLine:
        """The explanation of why a literal does not hold: of the literal on its other rail."""
        self._seen = set()
        return self._literal_line(literal ^ 1)

    def _literal_line(self, literal: int) -> FactLine:
        """A fact, a requirement, a step or a set of values, established on one of its rails."""
        meaning = self.meanings.of(literal // 2)
        true = literal % 2 == 0
        value: Value | None = meaning.value if meaning.kind == "fact" else True
        is_not: Value | None = None
        if meaning.kind == "fact" and value is not True:
            value, is_not = (value, None) if true else (None, value)
        else:
            value = true
        clause = self.proofs.chosen.get(literal)
        how = self.proofs.program.origins[clause.why].kind if clause is not None else "told"
        if literal in self._seen:
            return FactLine(meaning.kind, meaning.name, value, is_not, meaning.reading, "seen", ())
        self._seen.add(literal)
        because = tuple(self._line(leaf) for leaf in self.proofs.premises(literal))
        return FactLine(meaning.kind, meaning.name, value, is_not, meaning.reading, how, because)

    def _line(self, leaf: Leaf) -> Line:
        """A premise, with the place of its test in the policy."""
        literal = leaf.literal
        meaning = self.meanings.of(literal // 2)
        if meaning.kind == "atom":
            return self._atom(meaning, literal % 2 == 0, leaf.span)
        if meaning.kind == "rule" and meaning.rule is not None:
            return self._rule_literal(meaning.rule, meaning.reading, literal)
        if meaning.kind == "set":
            known = self._known_value(meaning)
            if known is not None:
                return self._literal_line(known)
        return self._literal_line(literal)

    def _known_value(self, meaning: Meaning) -> int | None:
        """A test "is one of" is explained by the value itself where there is one."""
        value = self.reading.value(meaning.name, meaning.reading)
        return None if value is None else self.reading.compiled.value(meaning.name, value, meaning.reading)

    def _rule_literal(self, rule: Rule, reading: str, literal: int) -> RuleLine:
        effective = literal % 2 == 0
        if literal in self._seen:
            return RuleLine(rule, reading, effective, ())
        self._seen.add(literal)
        because = tuple(self._line(leaf) for leaf in self.proofs.premises(literal))
        return RuleLine(rule, reading, effective, because)

    def _atom(self, meaning: Meaning, verdict: bool | None, span: Span | None) -> TestLine:
        assert meaning.atom is not None
        fact, test = test_of(meaning.atom)
        value, origin = read(self.reading, fact)
        return TestLine(fact, test, value, origin, verdict, span, self.computed(fact))

    def computed(self, name: str) -> ComputedLine | None:
        """How a computed fact came about; None for a told one."""
        fact = self.book.facts.get(name)
        if fact is None or fact.origin != "computed":
            return None
        of = tuple((argument, *read(self.reading, argument)) for argument in arguments_of(fact))
        row = None
        if fact.function == "lookup" and fact.table is not None and all(value is not None for _, value, _ in of):
            key = tuple(str(self.reading.truth.value(argument)) for argument in arguments_of(fact))
            row = find_row(self.book.tables[fact.table], key, self.reading.case.as_of)
        value: Plain = read(self.reading, name)[0]
        return ComputedLine(name, str(fact.function), value, of, fact.table, row)

    # open --------------------------------------------------------------------------------------------------------------

    def _open(self, fact: Fact, reading: str) -> FactLine:
        self._open_seen.add((fact.name, reading))
        conflict = any(found.what == fact.name for found in self.reading.conflicts)
        layers = (NATIONAL,) if reading == LAW else None
        rules = [
            rule
            for rule in self.book.rules
            if (any(name == fact.name for name, _ in rule.then) or fact.name in rule.gap_facts)
            and (layers is None or rule.layer in layers)
        ]
        shown = [rule for rule in rules if self.reading.rule(rule) is not False]
        because = tuple(self.rule(rule, LAW) for rule in shown)
        return FactLine("fact", fact.name, None, None, reading, "conflict" if conflict else "open", because)

    def _open_below(self, fact: Fact, reading: str) -> FactLine:
        """An open fact that keeps a rule open: explained in full the first time."""
        if (fact.name, reading) in self._open_seen:
            return FactLine("fact", fact.name, None, None, reading, "seen", ())
        return self._open(fact, reading)

    def rule(self, rule: Rule, reading: str = LAW) -> RuleLine:
        """A rule with its verdict: what carries it, what failed, or what it waits for."""
        reading = reading if rule.twice else LAW
        proposition = self.reading.compiled.rule(rule.id, reading)
        verdict = self.reading.rule(rule, reading)
        if proposition is not None and verdict is not None:
            return self._rule_literal(rule, reading, positive(proposition) if verdict else negative(proposition))
        return RuleLine(rule, reading, None, self._waiting(rule, reading))

    def _waiting(self, rule: Rule, reading: str) -> tuple[Line, ...]:
        """The tests of an open rule that have no verdict yet, and exceptions to it that are open."""
        found: list[Line] = []
        for leaf in leaves(rule.when):
            if isinstance(leaf, Test) and self.reading.truth.test(leaf.fact, leaf.checks) is None:
                _, test = test_of(FactTest(leaf.fact, leaf.checks))
                value, origin = read(self.reading, leaf.fact)
                found.append(TestLine(leaf.fact, test, value, origin, None, leaf.span, self.computed(leaf.fact)))
            elif isinstance(leaf, Is):
                fact = self.book.facts[leaf.fact]
                wanted = reading if fact.varies else LAW
                if self.reading.value(leaf.fact, wanted) is None:
                    found.append(self._open_below(fact, wanted))
        for other in map(self.book.index.rule, rule.exceptions):
            if self.reading.rule(other, reading) is None:
                found.append(RuleLine(other, reading, None, ()))
        return tuple(found)
