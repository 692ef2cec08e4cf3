"""The part of a program that some conclusions rest on.

In: a compiled program, its rulebook, propositions. Out: the program with the clauses that they need. Newly guaranteed: both
rails of every proposition that is kept, and every value of its fact, are as in the whole program; so are its conflicts.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.clauses.compiled import Compiled
from engine.clauses.program import Program
from engine.ground.records import replace
from engine.linked.model import HERE, LAW, Fact, Rulebook


def values_of(compiled: Compiled, fact: Fact, reading: str = LAW) -> list[tuple[object, int]]:
    """Each value of a derived fact with its literal, where it has one."""
    domain = (True, False) if fact.type.kind == "boolean" else fact.values
    pairs = ((value, compiled.value(fact.name, value, reading if fact.varies else LAW)) for value in domain)
    return [(value, literal) for value, literal in pairs if literal is not None]


def families(compiled: Compiled, book: Rulebook) -> list[list[int]]:
    """The literals of the values of each enum, of which at most one may hold, in each reading."""
    found = []
    for fact in book.derived():
        if fact.type.kind == "enum":
            for reading in (LAW, HERE) if fact.varies else (LAW,):
                found.append([literal for _, literal in values_of(compiled, fact, reading)])
    return found


def sliced(compiled: Compiled, book: Rulebook, wanted: Iterable[int]) -> tuple[Compiled, frozenset[int]]:
    """The program below the propositions, and every proposition in it."""
    siblings: dict[int, list[int]] = {}
    for family in families(compiled, book):
        for literal in family:
            siblings.setdefault(literal // 2, []).extend(other // 2 for other in family)
    seen: set[int] = set()
    waiting = list(wanted)
    while waiting:
        proposition = waiting.pop()
        if proposition in seen:
            continue
        seen.add(proposition)
        waiting += siblings.get(proposition, ())
        for literal in (2 * proposition, 2 * proposition + 1):
            for clause in compiled.by_head.get(literal, ()):
                waiting += (premise // 2 for premise in clause.body)
    program = compiled.program
    kept = tuple(clause for clause in program.clauses if clause.head // 2 in seen)
    return replace(compiled, program=Program(program.names, program.atoms, kept, program.origins)), frozenset(seen)
