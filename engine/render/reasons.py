"""Why an outcome stands: the rules on its proof.

In: a reading and a literal. Out: rules, from the conclusion down. Newly guaranteed: every rule listed is effective and its
conclusion is used; the proof is the first in program order, so every run lists the same.
"""

from __future__ import annotations

from engine.clauses.program import Clause
from engine.linked.model import Rule
from engine.run.reading import Reading


def reasons(reading: Reading, literals: list[int]) -> tuple[Rule, ...]:
    """Effective rules that support the literals, nearest first."""
    program = reading.compiled.program
    rules = {rule.id: rule for rule in reading.book.rules}
    first: dict[int, Clause] = {}
    for clause in program.clauses:
        if clause.head not in first and all(reading.established[premise] for premise in clause.body):
            first[clause.head] = clause
    found: dict[str, Rule] = {}
    seen: set[int] = set()
    level = list(literals)
    while level:
        below: list[int] = []
        for literal in level:
            clause_of = first.get(literal)
            if literal in seen or clause_of is None:
                continue
            seen.add(literal)
            origin = program.origins[clause_of.why]
            if origin.kind == "rule" and literal % 2 == 0 and program.names[literal // 2].startswith("rule:"):
                found.setdefault(origin.name, rules[origin.name])
            below.extend(premise for premise in clause_of.body if premise % 2 == 0)
        level = below
    return tuple(found.values())
