"""How large a program is, by selection of offices.

In: a compiled set. Out: `Size` values; PE460 where one decision would exceed the budget. Newly guaranteed: what is counted is
what an executor loads.
"""

from __future__ import annotations

from engine.clauses.compiled import Compiled
from engine.clauses.select import keep_offices
from engine.ground.problems import Problems
from engine.ground.records import dataclass
from engine.linked.model import NATIONAL, Rulebook
from engine.run.fusion import fuse

BUDGET_RULES = 450
BUDGET_CLAUSES = 3_000
"""National rules and one office: beyond this a decision by the forward executor is slow."""
ALL = "all"


@dataclass(frozen=True, slots=True)
class Size:
    """A selection: "all" offices, the national rules alone ("national"), or those with one office (its code).

    fused: what is left of the clauses when those that fire together are one; the budget is about these.
    """

    selection: str
    rules: int
    clauses: int
    fused: int
    propositions: int
    atoms: int
    literals: int


def sizes(book: Rulebook, compiled: Compiled) -> tuple[Size, ...]:
    """All offices, none, then each."""
    found = [_size(ALL, frozenset(book.offices), book, compiled), _size(NATIONAL, frozenset(), book, compiled)]
    found += [_size(code, frozenset((code,)), book, compiled) for code in sorted(book.offices)]
    return tuple(found)


def _size(selection: str, offices: frozenset[str], book: Rulebook, compiled: Compiled) -> Size:
    program = keep_offices(compiled, book, offices).program
    fused = fuse(program)
    used = {literal // 2 for clause in program.clauses for literal in (clause.head, *clause.body)}
    return Size(
        selection,
        rules=sum(1 for rule in book.rules if rule.layer in (NATIONAL, *offices)),
        clauses=len(program.clauses),
        fused=len(fused.joins),
        propositions=len(used),
        atoms=len(used.intersection(program.atoms)),
        literals=sum(1 + len(clause.body) for clause in program.clauses),
    )


def largest(found: tuple[Size, ...]) -> Size:
    """The largest selection with one office at most."""
    return max((size for size in found if size.selection != ALL), key=lambda size: (size.fused, size.rules))


def check_sizes(found: tuple[Size, ...], problems: Problems) -> None:
    """Report a selection beyond the budget."""
    size = largest(found)
    if size.rules > BUDGET_RULES or size.fused > BUDGET_CLAUSES:
        problems.add(
            "PE460", None, "policies", selection=size.selection, rules=size.rules, clauses=size.fused,
            most_rules=BUDGET_RULES, most_clauses=BUDGET_CLAUSES,
        )  # fmt: skip
