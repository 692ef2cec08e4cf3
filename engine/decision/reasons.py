"""Why an outcome stands: the rules on its proof.

In: a reading and a literal. Out: rules, from the conclusion down. Newly guaranteed: every rule listed is effective and its
conclusion is used; the proof is the first in program order, so every run lists the same.
"""

from __future__ import annotations

from engine.linked.model import Rule
from engine.run.reading import Reading


def reasons(reading: Reading, literals: list[int]) -> tuple[Rule, ...]:
    """Effective rules that support the literals, nearest first."""
    program, by_head, index = reading.compiled.program, reading.compiled.by_head, reading.book.index
    found: dict[str, Rule] = {}
    seen: set[int] = set()
    level = list(literals)
    while level:
        below: list[int] = []
        for literal in level:
            if literal in seen:
                continue
            seen.add(literal)
            clauses = by_head.get(literal, ())
            first = next((clause for clause in clauses if all(reading.established[premise] for premise in clause.body)), None)
            if first is None:
                continue
            origin = program.origins[first.why]
            if origin.kind == "rule" and literal % 2 == 0 and program.names[literal // 2].startswith("rule:"):
                found.setdefault(origin.name, index.rule(origin.name))
            below.extend(premise for premise in first.body if premise % 2 == 0)
        level = below
    return tuple(found.values())
