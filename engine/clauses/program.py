"""The compiled form of a policy set: propositions, Horn clauses over their two rails, and a map back to the source.

In: nothing (the values are made by `engine.clauses.lower`). Out: `Program`, frozen, serialisable, versioned by `FORMAT`.
Newly guaranteed: clauses stand in an order in which every premise is concluded before it is used, so that one pass
over them reaches the least fixpoint.

A *literal* is an integer: proposition `p` has the literal `2 * p` ("established true", written `p+`) and the literal
`2 * p + 1` ("established false", written `p-`).
"""

from __future__ import annotations

from engine.ground.records import dataclass

FORMAT = 1


def positive(proposition: int) -> int:
    """The literal that says the proposition is established true."""
    return 2 * proposition


def negative(proposition: int) -> int:
    """The literal that says the proposition is established false."""
    return 2 * proposition + 1


@dataclass(frozen=True, slots=True)
class Clause:
    """`head <- body[0], body[1], ...`: all literals. An empty body holds unconditionally.

    `why` names the construct that the clause was lowered from: an index in `Program.origins`.
    """

    head: int
    body: tuple[int, ...]
    why: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a clause comes from: the kind of construct and the id that its author gave it.

    kind is one of: condition, rule, default, closed, other_value, value_set, requirement, office, routing, gap.
    """

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Program:
    """A policy set as Horn clauses.

    names: proposition -> its name, unique (`stay.lawful`, `office.routed=751`, `rule:stable-after-three-months@law`).
    atoms: the propositions whose truth comes from the facts; no clause concludes them.
    clauses: in topological order.
    origins: what `Clause.why` points at.
    """

    names: tuple[str, ...]
    atoms: tuple[int, ...]
    clauses: tuple[Clause, ...]
    origins: tuple[Origin, ...]

    def literal_name(self, literal: int) -> str:
        """`stay.lawful+` or `stay.lawful-`."""
        return self.names[literal // 2] + ("-" if literal % 2 else "+")
