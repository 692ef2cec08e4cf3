"""Representative values of untold inputs: one for each way in which the tests of the program can tell them apart.

In: a reading and an input. Out: values, or None where there are too many. Newly guaranteed: any two values that some atom
tells apart are represented apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from engine.clauses.compiled import FactTest
from engine.decision.days import candidate_days
from engine.facts.case import Told
from engine.facts.lanes import DAY, Reads, Variant
from engine.facts.matching import operand_set, ready, satisfies
from engine.facts.truth import Truth, domain
from engine.linked.model import Fact
from engine.run.reading import Reading

CLASSES = 6
"""Members of an untold set that tests tell apart, beyond which its subsets are too many."""


def representatives(name: str, reading: Reading, reads: Reads) -> tuple[Told, ...] | None:
    """Values of an untold input such that every verdict pattern of its atoms occurs; None when that cannot be shown."""
    fact = reading.book.facts[name]
    atoms = reads.touching.get(name, [])
    specs = [spec for at in atoms if isinstance(spec := reading.compiled.atoms[at], FactTest)]
    if any(len(reads.atoms[at] - {name, DAY} - set(reading.case.told)) > 0 for at in atoms):
        return None
    candidates = _candidates(fact, specs, reading)
    if candidates is None:
        return None
    day, groups = reading.case.as_of, reading.book.groups
    prepared = [(spec, ready(spec.checks, day, groups)) for spec in specs]
    patterns: dict[tuple[object, ...], Told] = {}
    for value in candidates:
        truth = Truth(reading.book, Variant({name: value}).of(reading.case))
        if not _in_domains(truth, reads, name, reading):
            continue
        verdicts = []
        for spec, checks in prepared:
            told = truth.value(spec.fact)
            verdicts.append(truth.atom(spec) if told is None else satisfies(told, checks, day, groups))
        patterns.setdefault(tuple(verdicts), value)
    return tuple(patterns.values())


def _candidates(fact: Fact, specs: list[FactTest], reading: Reading) -> Iterable[Told] | None:
    if fact.type.many:
        return _sets(specs, reading)
    closed = domain(fact)
    if closed is not None:
        return closed
    if fact.type.kind == "date":
        return candidate_days(fact.name, specs, reading)
    if fact.type.kind == "integer":
        bounds = {operand for spec in specs for _, operand in spec.checks if isinstance(operand, int)}
        return sorted({bound + shift for bound in bounds for shift in (-1, 0, 1)})
    return None


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


def _in_domains(truth: Truth, reads: Reads, name: str, reading: Reading) -> bool:
    """Whether computed numbers stay in their domains (no age below zero): the same test as for a told profile."""
    for fact in (reading.book.facts[number] for number in reading.book.index.facts("number")):
        if name in reads.fact(fact.name):
            value = truth.value(fact.name)
            low, high = fact.type.minimum, fact.type.maximum
            if isinstance(value, int) and not ((low is None or low <= value) and (high is None or value <= high)):
                return False
    return True
