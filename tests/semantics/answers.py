"""What the three executors say of a case, in the same words.

In: a rulebook and cases. Out: pairs (established true, established false) by key, from the definition and from an outcome.
Newly guaranteed: a key stands for every literal of the language: each value of each derived fact, each rule, requirement,
step, alternative and office, in every reading that it has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.clauses.compiled import Compiled, PlaceIs
from engine.clauses.lower import live_values, lower
from engine.clauses.program import Program, positive
from engine.facts.case import Case
from engine.facts.truth import Truth, Verdict, initial
from engine.linked.model import HERE, LAW, NATIONAL, And, AtLeast, Condition, Fact, Is, Not, Or, Rule, Rulebook, Test
from engine.policy.model import Window
from engine.run import lanes
from engine.run.definition import Definition, Pair
from engine.run.outcome import Outcome
from tests.semantics.rulebooks import domain, read_in

Key = tuple[object, ...]
REFUTED: Pair = (False, True)


def pair(verdict: Verdict) -> Pair:
    """The rails of an atom."""
    return verdict is True, verdict is False


def define(book: Rulebook, case: Case) -> Definition:
    """The definition of the book for the case."""
    truth, day = Truth(book, case), case.as_of.isoformat()
    return Definition(
        book,
        test=lambda test: pair(truth.test(test.fact, test.checks)),
        in_force=lambda window: window.covers(day),
        place=lambda code: pair(truth.atom(PlaceIs(code))),
        forced=case.forced,
    )


def by_definition(book: Rulebook, case: Case) -> dict[Key, Pair]:
    """Every key, as the definition has it."""
    meaning = define(book, case)
    found: dict[Key, Pair] = {}
    for fact in book.derived():
        for reading in readings(fact):
            found |= {("fact", fact.name, value, reading): p for value, p in meaning.fact(fact.name, reading).items()}
    for rule in book.rules:
        found |= {("rule", rule.id, reading): meaning.rule(rule.id, reading) for reading in read_in(rule)}
    for name, needed in book.requirements.items():
        found |= {("need", name, reading): meaning.need(name, reading) for reading in (LAW, HERE)}
        for at, other in enumerate(needed.any_of):
            if other.when is not None:
                found["alternative", name, at] = meaning.condition(other.when, HERE)
    found |= {("step", step): meaning.step(step) for step in book.steps}
    found |= {("here", code): meaning.here(code) for code in offices(book)}
    return found


def readings(fact: Fact) -> tuple[str, ...]:
    """The readings of a derived fact."""
    return (LAW, HERE) if fact.varies else (LAW,)


def offices(book: Rulebook) -> list[str]:
    """The offices that have rules."""
    return sorted({rule.layer for rule in book.rules} - {NATIONAL})


@dataclass(frozen=True)
class Lowered:
    """A rulebook and its program."""

    book: Rulebook
    compiled: Compiled

    @property
    def program(self) -> Program:
        """The clauses."""
        return self.compiled.program

    def initial(self, case: Case) -> list[int]:
        """The literals that the case establishes."""
        return list(initial(self.compiled, Truth(self.book, case)))

    def run(self, cases: Sequence[Case]) -> Outcome:
        """All cases at once."""
        masks: dict[int, int] = {}
        for lane, case in enumerate(cases):
            for literal in self.initial(case):
                masks[literal] = masks.get(literal, 0) | 1 << lane
        return lanes.run(self.program, masks, len(cases))

    def literals(self) -> Iterator[tuple[Key, int | None]]:
        """Every key with its positive literal; None for a value that the lowering left out."""
        compiled = self.compiled
        for fact in self.book.derived():
            for reading in readings(fact):
                for value in domain(fact):
                    yield ("fact", fact.name, value, reading), compiled.value(fact.name, value, reading)
        for rule in self.book.rules:
            yield from ((("rule", rule.id, reading), _plus(compiled.rule(rule.id, reading))) for reading in read_in(rule))
        for name, needed in self.book.requirements.items():
            yield from ((("need", name, reading), _plus(compiled.need(name, reading))) for reading in (LAW, HERE))
            for at, other in enumerate(needed.any_of):
                if other.when is not None:
                    yield ("alternative", name, at), _plus(compiled.proposition(f"alternative:{name}/{at}"))
        yield from ((("step", step), _plus(compiled.proposition(f"step:{step}"))) for step in self.book.steps)
        yield from ((("here", code), _plus(compiled.proposition(f"here={code}"))) for code in offices(self.book))

    def by_outcome(self, outcome: Outcome, lane: int = 0) -> dict[Key, Pair]:
        """Every key, as an executor has it."""
        found: dict[Key, Pair] = {}
        for key, literal in self.literals():
            if literal is None:
                assert key[0] == "fact" and key[2] not in live_values(self.book, str(key[1])), f"{key} has no proposition"
                found[key] = REFUTED
            else:
                found[key] = outcome.holds(literal, lane), outcome.holds(literal ^ 1, lane)
        return found


def _plus(proposition: int | None) -> int | None:
    return None if proposition is None else positive(proposition)


def lowered(book: Rulebook) -> Lowered:
    """The rulebook and its program."""
    return Lowered(book, lower(book))


def conflicts(pairs: dict[Key, Pair]) -> set[Key]:
    """Keys in conflict: values of a fact of which two are established, and requirements with both rails."""
    established: dict[Key, list[Key]] = {}
    for key, (true, _) in pairs.items():
        if key[0] == "fact" and true:
            established.setdefault((key[1], key[3]), []).append(key)
    found = {key for values in established.values() if len(values) > 1 for key in values}
    return found | {key for key, rails in pairs.items() if key[0] == "need" and rails == (True, True)}


def show(book: Rulebook) -> str:
    """The rules of a book, for a failing example."""
    return "\n".join((*map(_show_fact, book.derived()), *map(_show_rule, book.rules)))


def _show_fact(fact: Fact) -> str:
    return f"{fact.name}: {'|'.join(map(str, domain(fact)))} = {fact.default}{' varies' * fact.varies}"


def _show_rule(rule: Rule) -> str:
    stated = {
        name: getattr(rule, name)
        for name in ("then", "says", "require", "not_required", "advise", "gap_facts", "exceptions")
        if getattr(rule, name)
    }
    window = f" [{rule.applies.start or ''}, {rule.applies.end or ''}]" if rule.applies != Window() else ""
    return f"{rule.id} {rule.layer} {rule.kind}{' twice' * rule.twice}{window}: {_show_condition(rule.when)} -> {stated}"


def _show_condition(condition: Condition) -> str:
    match condition:
        case Test():
            return f"{condition.fact} {dict(condition.checks)}"
        case Is():
            return f"{condition.fact} in {condition.values}"
        case Not():
            return f"not {_show_condition(condition.child)}"
        case And() | Or() | AtLeast():
            name = "and" if isinstance(condition, And) else "or" if isinstance(condition, Or) else f"at least {condition.count}"
            return f"{name}({', '.join(map(_show_condition, condition.children))})"
