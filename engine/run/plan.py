"""What the forward executor needs of a program, as plain data that can be kept.

In: a `Program`. Out: `Plan`: the rules of durable_rules as JSON text, which clauses each fires, which facts each literal asserts.
Newly guaranteed: a plan made again from what was kept of it is equal; a program beyond a limit of the library is refused here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine.clauses.program import Program
from engine.ground.records import dataclass
from engine.run.hashing import Hash, fnv1a

Firing = tuple[tuple[int, ...], tuple[str, ...]]
"""What a rule does: indexes of the clauses that it fires, and the facts (parts of wide joins) that it asserts besides."""


@dataclass(frozen=True, slots=True)
class Plan:
    """definitions: for the library. start: the fact that begins a decision. rules: by name. facts: literal -> facts to assert.

    follow: literal -> clauses of which it is the only premise. hashes: what the state of a session must not hash to.
    """

    definitions: str
    start: str
    rules: Mapping[str, Firing]
    facts: Mapping[int, tuple[str, ...]]
    follow: Mapping[int, tuple[int, ...]]
    hashes: frozenset[int]

    def kept(self) -> list[object]:
        """The plan as JSON values, the definitions apart."""
        rules = {name: [list(clauses), list(parts)] for name, (clauses, parts) in self.rules.items()}
        facts = [[literal, *facts] for literal, facts in self.facts.items()]
        follow = [[literal, *clauses] for literal, clauses in self.follow.items()]
        return [self.start, rules, facts, follow, sorted(self.hashes)]


def plan(program: Program, hashing: Hash = fnv1a) -> Plan:
    """Lay a program out for the library, or raise `Limit`."""
    from engine.run.fusion import fuse  # here: a plan that was kept needs neither
    from engine.run.layout import START, lay_out

    fused = fuse(program)
    layout = lay_out(program, fused, hashing)
    return Plan(
        definitions=json.dumps(layout.definitions, separators=(",", ":")),
        start=layout.facts[START],
        rules={name: (rule.clauses, tuple(layout.facts[part] for part in rule.parts)) for name, rule in layout.rules.items()},
        facts={literal: tuple(layout.facts[key] for key in keys) for literal, keys in layout.keys.items()},
        follow={literal: clauses for literal, clauses in enumerate(fused.follow) if clauses},
        hashes=layout.hashes,
    )


def planned(definitions: str, kept: Any) -> Plan:
    """The plan that was kept; ValueError, TypeError or KeyError where it is none."""
    start, rules, facts, follow, hashes = kept
    return Plan(
        definitions,
        str(start),
        {name: (tuple(clauses), tuple(parts)) for name, (clauses, parts) in rules.items()},
        {literal: tuple(texts) for literal, *texts in facts},
        {literal: tuple(clauses) for literal, *clauses in follow},
        frozenset(hashes),
    )
