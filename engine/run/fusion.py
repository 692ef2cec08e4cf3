"""Which clauses fire together.

In: a `Program`. Out: `Fused`: joins to be fired by a rule engine, and what follows from each literal without a join.
Newly guaranteed: a literal is concluded by the joins and by what follows from them exactly when the clauses conclude
it, each clause in its own right; no premise of a join is only another name of one that a fact exists for.

A clause of one premise needs no join: it follows at once whenever its premise does. Clauses with the same premises
fire as one. A literal whose only clause has one premise is another name of that premise. On programs shaped like a
policy, this leaves two fifths of the premises. (Putting the nodes of conditions in the place of their only use as
well gained another tenth of the time, and cost the firings of the nodes: not worth it.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from engine.clauses.program import Program
from engine.ground.records import dataclass
from engine.run.problems import EngineBug, origin_of


@dataclass(frozen=True, slots=True)
class Join:
    """When all premises (distinct literals) are established, so are the heads of the clauses."""

    premises: tuple[int, ...]
    clauses: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fused:
    """How to reach the fixpoint with as few joins as will do.

    always: clauses without premises. joins: those of several. follow: literal -> the clauses of which it is the only premise.
    """

    always: tuple[int, ...]
    joins: tuple[Join, ...]
    follow: tuple[tuple[int, ...], ...]


def check(program: Program) -> None:
    """Refuse clauses that use a premise before it is concluded, or that conclude an atom."""
    atoms = frozenset(program.atoms)
    last = {clause.head: index for index, clause in enumerate(program.clauses)}
    for index, clause in enumerate(program.clauses):
        if clause.head // 2 in atoms:
            raise EngineBug("PE904", f"{origin_of(program, index)} concludes an atom")
        for premise in clause.body:
            if last.get(premise, -1) >= index:
                name = program.literal_name(premise)
                raise EngineBug("PE904", f"{origin_of(program, index)} uses {name} before it is concluded")


def fuse(program: Program) -> Fused:
    """Sort the clauses by how they fire; those that nothing can ever establish are left out."""
    check(program)
    live = _reachable(program)
    follow: list[list[int]] = [[] for _ in range(2 * len(program.names))]
    always, joins = [], []
    for index in live:
        body = frozenset(program.clauses[index].body)
        if not body:
            always.append(index)
        elif len(body) == 1:
            follow[next(iter(body))].append(index)
        else:
            joins.append(index)
    return Fused(
        tuple(always),
        _grouped(program, joins, _roots(program, live)),
        tuple(map(tuple, follow)),
    )


def _atom_literals(program: Program) -> Iterator[int]:
    return (2 * atom + rail for atom in program.atoms for rail in (0, 1))


def _reachable(program: Program) -> list[int]:
    """Indexes of the clauses that can fire in some decision: a premise that nothing concludes rules a clause out."""
    can = set(_atom_literals(program))
    live = []
    for index, clause in enumerate(program.clauses):
        if can.issuperset(clause.body):
            can.add(clause.head)
            live.append(index)
    return live


def _roots(program: Program, live: list[int]) -> dict[int, int]:
    """literal -> the literal that it is another name of."""
    concluding: dict[int, int] = defaultdict(int)
    for index in live:
        concluding[program.clauses[index].head] += 1
    roots: dict[int, int] = {}
    for index in live:
        clause = program.clauses[index]
        if len(set(clause.body)) == 1 and concluding[clause.head] == 1:
            roots[clause.head] = roots.get(clause.body[0], clause.body[0])
    return roots


def _grouped(program: Program, joins: list[int], roots: dict[int, int]) -> tuple[Join, ...]:
    """One join for all clauses with the same premises, whatever their names and order."""
    grouped: dict[frozenset[int], list[int]] = defaultdict(list)
    order: dict[frozenset[int], tuple[int, ...]] = {}
    for index in joins:
        premises = tuple(dict.fromkeys(roots.get(premise, premise) for premise in program.clauses[index].body))
        order.setdefault(frozenset(premises), premises)
        grouped[frozenset(premises)].append(index)
    return tuple(Join(order[key], tuple(clauses)) for key, clauses in grouped.items())
