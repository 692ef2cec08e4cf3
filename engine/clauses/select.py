"""The national program and some offices alone.

In: a compiled program, its rulebook, the offices to keep. Out: the program without the clauses of the other layers.
Newly guaranteed: where the other offices are not competent, every literal of the kept propositions is as before (their rules
are all defeated, so what waited for that waits no more). Propositions keep their numbers.
"""

from __future__ import annotations

from engine.clauses.compiled import Compiled, rule_name
from engine.clauses.program import Clause, Program, negative
from engine.ground.records import replace
from engine.linked.model import NATIONAL, Rulebook


def keep_offices(compiled: Compiled, book: Rulebook, offices: frozenset[str]) -> Compiled:
    """The program with the layers of these offices only."""
    dropped = {rule.id for rule in book.rules if rule.layer not in (NATIONAL, *offices)}
    if not dropped:
        return compiled
    program = compiled.program
    defeated = {negative(compiled.index[rule_name(rule)]) for rule in dropped}
    gone = {at for at, origin in enumerate(program.origins) if _belongs(origin.kind, origin.name, dropped)}
    kept = tuple(
        Clause(clause.head, tuple(literal for literal in clause.body if literal not in defeated), clause.why)
        for clause in program.clauses
        if clause.why not in gone and clause.head not in defeated
    )
    return replace(compiled, program=Program(program.names, program.atoms, kept, program.origins))


def _belongs(kind: str, name: str, dropped: set[str]) -> bool:
    if kind == "rule":
        return name in dropped
    if kind != "condition" or not name.startswith("when:"):
        return False
    return name.removeprefix("when:").split("/", 1)[0] in dropped
