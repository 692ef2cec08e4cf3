"""Representative values of untold inputs: one for each way in which the tests of the program can tell them apart.

In: a reading and an input. Out: `Classes`, or None where there are too many or they cannot be listed. Newly guaranteed: any two
values that some atom, or some test of an impossible combination, tells apart are represented apart; no value is outside the
domain of a number computed from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any
from weakref import WeakKeyDictionary

from engine.clauses.compiled import FactTest
from engine.decision.days import candidate_days
from engine.facts.case import Told
from engine.facts.computed import inputs_below
from engine.facts.lanes import DAY, Reads, Variant
from engine.facts.matching import operand_set, ready, satisfies
from engine.facts.truth import Truth, Verdict, domain
from engine.ground.records import dataclass
from engine.linked.model import Combination, Fact, Operand, Test
from engine.linked.walk import leaves
from engine.run.reading import Reading

CLASSES = 6
"""Members of an untold set that tests tell apart, beyond which its subsets are too many."""

Key = int | FactTest
"""A test: the position of an atom, or a test of an impossible combination."""

MOST_KEPT = 4_000
"""Classes that are kept for each program; an interview asks for the same ones again and again."""


@dataclass(frozen=True, slots=True)
class Classes:
    """Values of an untold input, one a class; the verdict of every test that reads it, value by value."""

    fact: str
    values: tuple[Told, ...]
    verdicts: Mapping[Key, tuple[Verdict, ...]]


KEPT: WeakKeyDictionary[Reads, dict[tuple[Any, ...], Classes | None]] = WeakKeyDictionary()
"""Classes by all that they depend on: the input, the day, the tests, and what is told of other inputs that the tests read."""


def representatives(name: str, reading: Reading, reads: Reads) -> tuple[Told, ...] | None:
    """Values of an untold input such that every verdict pattern of its atoms occurs; None when that cannot be shown."""
    found = classes(name, reading, reads)
    return None if found is None else found.values


def classes(
    name: str,
    reading: Reading,
    reads: Reads,
    only: frozenset[int] | None = None,
    hidden: frozenset[str] = frozenset(),
    barred: Mapping[str, Sequence[FactTest]] | None = None,
) -> Classes | None:
    """The classes of an untold input; None when they cannot be listed, a test reading another untold input as well.

    only: positions of the atoms that count; all of them by default. hidden: told facts whose values may not be used.
    barred: what `barring` gives, where it was asked before.
    """
    book, case = reading.book, reading.case
    known = case.told.keys() - hidden
    atoms = [at for at in reads.touching.get(name, []) if only is None or at in only]
    if any(reads.atoms[at] - {name, DAY} - known for at in atoms):
        return None
    tests: dict[Key, FactTest] = {at: spec for at in atoms if isinstance(spec := reading.compiled.atoms[at], FactTest)}
    found = barring(reading, excluding(reading, hidden)) if barred is None else barred
    tests |= {test: test for test in found.get(name, ())}
    bounds = bounds_of(name, reading, reads)
    if any(reads.fact(bound.fact) & hidden for bound in bounds):
        return None
    beside = frozenset[str]().union(*(reads.fact(test.fact) for test in (*tests.values(), *bounds))) - {name, DAY}
    kept = KEPT.setdefault(reads, {})
    key = (name, case.as_of, tuple(tests), tuple((other, case.told.get(other)) for other in sorted(beside)))
    if key not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        candidates = candidates_of(book.facts[name], [*tests.values(), *bounds], reading)
        kept[key] = None if candidates is None else _classes(name, tests, candidates, reading, reads)
    return kept[key]


def _classes(name: str, tests: dict[Key, FactTest], candidates: Iterable[Told], reading: Reading, reads: Reads) -> Classes:
    day, groups = reading.case.as_of, reading.book.groups
    prepared = [(spec, ready(spec.checks, day, groups)) for spec in tests.values()]
    patterns: dict[tuple[Verdict, ...], Told] = {}
    for value in candidates:
        truth = Truth(reading.book, Variant({name: value}).of(reading.case))
        if not in_domains(truth, reads, name, reading):
            continue
        verdicts = []
        for spec, checks in prepared:
            told = truth.value(spec.fact)
            verdicts.append(truth.atom(spec) if told is None else satisfies(told, checks, day, groups))
        patterns.setdefault(tuple(verdicts), value)
    columns = zip(*patterns, strict=True) if patterns else ((),) * len(tests)
    return Classes(name, tuple(patterns.values()), dict(zip(tests, columns, strict=True)))


def excluding(reading: Reading, hidden: frozenset[str] = frozenset()) -> tuple[Combination, ...]:
    """The impossible combinations that classes can be held against: no test of them reads two untold inputs, or a hidden one.

    One that is left out excludes no completion, which at worst leaves open what is settled.
    """
    found, told = [], reading.case.told.keys()
    for combination in reading.book.combinations:
        read = [inputs_below(reading.book, test.fact) - {DAY} for test in _tests(combination)]
        if all(not names & hidden and len(names - told) <= 1 for names in read):
            found.append(combination)
    return tuple(found)


def barring(reading: Reading, never: Iterable[Combination]) -> dict[str, list[FactTest]]:
    """For each input, the tests of the combinations that read it."""
    found: dict[str, list[FactTest]] = {}
    for test in (test for combination in never for test in _tests(combination)):
        for name in inputs_below(reading.book, test.fact):
            found.setdefault(name, []).append(test)
    return found


def _tests(combination: Combination) -> list[FactTest]:
    return [FactTest(leaf.fact, leaf.checks) for leaf in leaves(combination.never) if isinstance(leaf, Test)]


def bounds_of(name: str, reading: Reading, reads: Reads) -> list[FactTest]:
    """The domains of numbers computed from the input, as tests."""
    found = []
    for fact in (reading.book.facts[number] for number in reading.book.index.facts("number")):
        if name in reads.fact(fact.name) and fact.name != name:
            limits = (("at_least", fact.type.minimum), ("at_most", fact.type.maximum))
            found.append(FactTest(fact.name, tuple((operator, limit) for operator, limit in limits if limit is not None)))
    return found


def candidates_of(fact: Fact, specs: list[FactTest], reading: Reading) -> Iterable[Told] | None:
    """Values of an untold input among which every verdict of the tests occurs; None for texts and for too many."""
    if fact.type.many:
        return _sets(specs, reading)
    closed = domain(fact)
    if closed is not None:
        return closed
    if fact.type.kind == "date":
        return candidate_days(fact.name, specs, reading)
    if fact.type.kind == "integer":
        bounds = {bound for spec in specs for _, operand in spec.checks for bound in _numbers(operand)}
        low, high = fact.type.minimum, fact.type.maximum
        around = {bound + shift for bound in bounds for shift in (-1, 0, 1)} or {low or 0}
        return sorted(number for number in around if (low is None or low <= number) and (high is None or number <= high))
    return None


def _numbers(operand: Operand) -> list[int]:
    return [number for number in (operand if isinstance(operand, tuple) else (operand,)) if isinstance(number, int)]


def _sets(specs: list[FactTest], reading: Reading) -> list[Told] | None:
    """Subsets of members, one member for each class that the operands tell apart, besides one outside of all."""
    operands: list[frozenset[object]] = []
    exact: set[object] = set()
    for spec in specs:
        found = _operands(spec, reading)
        if found is None:
            return None
        operands += found
        exact |= {member for (operator, _), members in zip(spec.checks, found, strict=True) for member in members
                  if operator == "has_all"}  # fmt: skip
    classes: dict[tuple[object, ...], str] = {}
    for member in sorted({str(member) for operand in operands for member in operand}):
        key = (*(member in operand for operand in operands), member if member in exact else None)
        classes.setdefault(key, member)
    if len(classes) > CLASSES:
        return None
    members = list(classes.values())
    return [subset for size in range(len(members) + 1) for subset in combinations(members, size)]


def _operands(spec: FactTest, reading: Reading) -> list[frozenset[object]] | None:
    """The sets that a test holds an untold set against, itself or through `any_of_group`; None for another function."""
    book, day = reading.book, reading.case.as_of
    fact = book.facts[spec.fact]
    if fact.origin != "computed":
        return [operand_set(operand, day, book.groups) for _, operand in spec.checks]
    if fact.function != "any_of_group" or book.facts[fact.of[0]].origin == "computed":
        return None
    return [operand_set(fact.of[1], day, book.groups) for _ in spec.checks]


def in_domains(truth: Truth, reads: Reads, name: str, reading: Reading) -> bool:
    """Whether computed numbers stay in their domains (no age below zero): the same test as for a told profile."""
    for fact in (reading.book.facts[number] for number in reading.book.index.facts("number")):
        if name in reads.fact(fact.name):
            value = truth.value(fact.name)
            low, high = fact.type.minimum, fact.type.maximum
            if isinstance(value, int) and not ((low is None or low <= value) and (high is None or value <= high)):
                return False
    return True
