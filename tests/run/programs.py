"""Programs to run: random ones for the tests, and ones shaped like a policy for the benchmark.

In: a source of randomness. Out: a `Program` whose clauses stand in topological order. Newly guaranteed: nothing about
what they mean; only that they are shaped like what an executor may be given.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import strategies as st

from engine.clauses.program import Clause, Origin, Program

KINDS = ("condition", "rule", "default", "closed", "other_value", "requirement", "office")


def program(propositions: int, atoms: int, clauses: Sequence[tuple[int, Sequence[int]]], kind: str = "rule") -> Program:
    """A program from (head, body) pairs; the first propositions are the atoms, and each clause has its own origin."""
    return Program(
        names=tuple(f"p{number}" for number in range(propositions)),
        atoms=tuple(range(atoms)),
        clauses=tuple(Clause(head, tuple(body), why) for why, (head, body) in enumerate(clauses)),
        origins=tuple(Origin(kind, f"c{number}") for number in range(len(clauses))),
    )


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Small acyclic programs with empty bodies, aliases, alternatives, shared and single-use nodes, and wide joins."""
    rng = random.Random(draw(st.integers(0, 2**48)))
    return scattered(
        rng, atoms=draw(st.integers(0, 8)), derived=draw(st.integers(0, 30)), widest=draw(st.sampled_from((2, 3, 5, 18, 40)))
    )


def scattered(rng: random.Random, atoms: int, derived: int, widest: int) -> Program:
    """Each derived literal gets up to three clauses over literals that are concluded before it."""
    known = list(range(2 * atoms))
    clauses: list[Clause] = []
    origins: list[Origin] = []
    for proposition in range(atoms, atoms + derived):
        for head in rng.sample((2 * proposition, 2 * proposition + 1), 2):
            recent = known[-12:] if rng.random() < 0.6 else known
            for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
                width = rng.choice((0, 1, 1, 1, 2, 2, 3, widest)) if recent else 0
                body = [rng.choice(recent) for _ in range(width)]
                clauses.append(Clause(head, tuple(body), len(origins)))
                origins.append(Origin(rng.choice(KINDS), f"{rng.choice('xyz')}{len(origins)}"))
            known.append(head)
    names = tuple(f"p{number}" for number in range(atoms + derived))
    return Program(names, tuple(range(atoms)), tuple(clauses), tuple(origins))


def facts(rng: random.Random, program: Program, share: float = 0.7) -> set[int]:
    """What a profile may establish: of most atoms one rail, of a few (never in practice) both."""
    return {
        2 * atom + rail for atom in program.atoms for rail in rng.choice(((0,), (1,), (0,), (1,), (0, 1))) if rng.random() < share
    }


class _Writer:
    """Writes clauses by the patterns of the policy language."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.clauses: list[Clause] = []
        self.origins: list[Origin] = []

    def proposition(self, name: str) -> int:
        self.names.append(f"{name}:{len(self.names)}")
        return 2 * (len(self.names) - 1)

    def clause(self, head: int, body: Sequence[int], kind: str) -> None:
        self.clauses.append(Clause(head, tuple(body), len(self.origins)))
        self.origins.append(Origin(kind, f"{kind}{len(self.origins)}"))

    def conjunction(self, children: Sequence[int], name: str = "node") -> int:
        node = self.proposition(name)
        self.clause(node, children, "condition")
        for child in children:
            self.clause(node + 1, [child ^ 1], "condition")
        return node


def policy_like(rng: random.Random, rules: int) -> Program:
    """A program of so many rules, by the clauses of the language: conditions, exceptions, defaults, enums of values."""
    write = _Writer()
    atoms = [write.proposition("atom") for _ in range(rules)]
    pool = list(atoms)
    left = rules
    while left > 0:
        group = min(left, rng.randint(2, 6))
        left -= group
        pool += _fact(rng, write, pool, group)
    return Program(tuple(write.names), tuple(atom // 2 for atom in atoms), tuple(write.clauses), tuple(write.origins))


def _condition(rng: random.Random, write: _Writer, pool: list[int], depth: int = 2) -> int:
    """The positive literal of a condition: a matcher, its negation, a conjunction or (swapped rails) a disjunction."""
    if depth == 0 or rng.random() < 0.45:
        recent = pool[-60:] if rng.random() < 0.35 else pool
        return rng.choice(recent) ^ (rng.random() < 0.2)
    children = [_condition(rng, write, pool, depth - 1) for _ in range(rng.randint(2, 4))]
    children = list(dict.fromkeys(children))
    if rng.random() < 0.3:
        return write.conjunction([child ^ 1 for child in children]) ^ 1
    return write.conjunction(children)


def _fact(rng: random.Random, write: _Writer, pool: list[int], group: int) -> list[int]:
    """A derived fact with some rules: their values, the default, and what each value says of the others."""
    values = [write.proposition("value") for _ in range(1 if rng.random() < 0.5 else rng.randint(2, 5))]
    concluding: dict[int, list[int]] = {value: [] for value in values}
    earlier: list[int] = []
    for _ in range(group):
        condition = _condition(rng, write, pool)
        parts = [condition]
        if rng.random() < 0.2:
            parts.append(rng.choice(pool))
        parts += [rule ^ 1 for rule in earlier if rng.random() < 0.25]
        rule = write.proposition("rule")
        write.clause(rule, parts, "rule")
        for part in parts:
            write.clause(rule + 1, [part ^ 1], "rule")
        earlier.append(rule)
        concluding[rng.choice(values)].append(rule)
    _values(write, values, concluding)
    return values


def _values(write: _Writer, values: list[int], concluding: dict[int, list[int]]) -> None:
    default = values[0] if len(values) > 1 else None
    for value in values:
        for rule in concluding[value]:
            write.clause(value, [rule], "rule")
    if default is not None:
        others = [rule + 1 for value in values[1:] for rule in concluding[value]]
        write.clause(default, others, "default")
    for value in values:
        if value != default:
            write.clause(value + 1, [rule + 1 for rule in concluding[value]], "closed")
        for other in values:
            if other != value:
                write.clause(value + 1, [other], "other_value")
