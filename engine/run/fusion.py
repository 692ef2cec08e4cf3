"""Which clauses fire together.

In: a `Program`. Out: `Fused`: fewer, larger joins that conclude what the clauses conclude, and the chains of one-premise
clauses that follow from a literal at once. Newly guaranteed: a literal is concluded by the joins and their chains exactly
when the clauses conclude it, but for `hidden` literals, which the joins pass through; every firing of a join is a chain of
clauses of the program.

Three facts make the program smaller. A clause of one premise needs no join: it follows whenever its premise does. A literal
whose only clause has one premise is another name of that premise. A literal with one clause that is a premise of one clause
only can be put in its place; this is done to the nodes of conditions and to nothing that an author named, so that a rule
that takes effect is always seen to fire.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from engine.clauses.program import Program
from engine.run.problems import Limit, origin_of

WIDEST = 16
"""Premises of a fused join: as many as the library joins without a helper."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """`clauses` in the order they take effect; the last concludes `head`."""

    head: int
    clauses: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """When all premises are established, so are the conclusions. Premises are distinct."""

    premises: tuple[int, ...]
    conclusions: tuple[Conclusion, ...]


@dataclass(frozen=True, slots=True)
class Fused:
    """joins: those of two premises or more, those of an atom's literal, and one without premises.

    follow: literal -> (head, clause) for each clause of which it is the only premise.
    hidden: literals that hold in a decision although no join need have concluded them; a pass over the clauses does.
    """

    joins: tuple[Join, ...]
    follow: tuple[tuple[tuple[int, int], ...], ...]
    hidden: frozenset[int]


def check(program: Program) -> None:
    """Refuse clauses that use a premise before it is concluded, or that conclude an atom."""
    atoms = set(program.atoms)
    last = {clause.head: index for index, clause in enumerate(program.clauses)}
    for index, clause in enumerate(program.clauses):
        if clause.head // 2 in atoms:
            raise Limit("PE605", f"a clause concludes the atom {program.literal_name(clause.head)}",
                        origin_of(program, index))
        for premise in clause.body:
            if last.get(premise, -1) >= index:
                raise Limit("PE605", f"{program.literal_name(premise)} is used before it is concluded",
                            origin_of(program, index))


def reachable(program: Program) -> list[int]:
    """Indexes of the clauses that can fire in some decision: a premise that nothing concludes rules a clause out."""
    can = {literal for atom in program.atoms for literal in (2 * atom, 2 * atom + 1)}
    live = []
    for index, clause in enumerate(program.clauses):
        if can.issuperset(clause.body):
            can.add(clause.head)
            live.append(index)
    return live


def fuse(program: Program, *, inline: bool = True) -> Fused:
    """Fuse the clauses of a program; `inline=False` keeps every literal of several premises a fact of its own."""
    check(program)
    return _Fusion(program).result(inline)


class _Fusion:
    """Works clause by clause, in topological order: what a premise stands for is known before it is used."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.live = reachable(program)
        self.body = {index: tuple(dict.fromkeys(program.clauses[index].body)) for index in self.live}
        self.head = {index: program.clauses[index].head for index in self.live}
        self.concluding: dict[int, list[int]] = defaultdict(list)
        self.follow: list[list[tuple[int, int]]] = [[] for _ in range(2 * len(program.names))]
        for index in self.live:
            self.concluding[self.head[index]].append(index)
            if len(self.body[index]) == 1:
                self.follow[self.body[index][0]].append((self.head[index], index))
        self.root, self.path = self._roots()

    def _roots(self) -> tuple[dict[int, int], dict[int, tuple[int, ...]]]:
        """literal -> the literal it is another name of, and the clauses that lead from that one to it."""
        root: dict[int, int] = {}
        path: dict[int, tuple[int, ...]] = {}
        for index in self.live:
            head, body = self.head[index], self.body[index]
            if len(body) == 1 and len(self.concluding[head]) == 1:
                root[head] = root.get(body[0], body[0])
                path[head] = (*path.get(body[0], ()), index)
        return root, path

    def result(self, inline: bool) -> Fused:
        joins = [index for index in self.live if len(self.body[index]) > 1]
        place = self._inlinable(joins) if inline else {}
        kept: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        gone: set[int] = set()
        for index in joins:
            premises, clauses, used = self._expand(index, place, kept)
            kept[index] = (premises, clauses)
            gone |= used
        hidden = {name for clause in gone for name in self._names(self.head[clause])}
        by_premises: dict[frozenset[int], list[Conclusion]] = defaultdict(list)
        order: dict[frozenset[int], tuple[int, ...]] = {}
        for index in joins:
            if index not in gone:
                premises, clauses = kept[index]
                order.setdefault(frozenset(premises), premises)
                by_premises[frozenset(premises)].append(Conclusion(self.head[index], clauses))
        found = [Join(order[key], tuple(value)) for key, value in by_premises.items()]
        follow = tuple(map(tuple, self.follow))
        return Fused((self._always(), *self._atoms(), *found), follow, frozenset(hidden))

    def _always(self) -> Join:
        empty = [index for index in self.live if not self.body[index]]
        return Join((), tuple(Conclusion(self.head[index], (index,)) for index in empty))

    def _atoms(self) -> Iterable[Join]:
        for atom in self.program.atoms:
            for literal in (2 * atom, 2 * atom + 1):
                if self.follow[literal]:
                    yield Join((literal,), tuple(Conclusion(head, (index,)) for head, index in self.follow[literal]))

    def _names(self, literal: int) -> set[int]:
        """The literal and all its other names."""
        found, todo = {literal}, [literal]
        while todo:
            for head, _ in self.follow[todo.pop()]:
                found.add(head)
                todo.append(head)
        return found

    def _inlinable(self, joins: list[int]) -> dict[int, int]:
        """literal -> its only clause, where one join alone needs it (under whatever name)."""
        uses: dict[int, int] = defaultdict(int)
        for index in joins:
            for literal in {self.root.get(premise, premise) for premise in self.body[index]}:
                uses[literal] += 1
        only = {}
        for index in joins:
            head = self.head[index]
            if uses[head] == 1 and len(self.concluding[head]) == 1 and self._anonymous(head, index):
                only[head] = index
        return only

    def _anonymous(self, literal: int, clause: int) -> bool:
        """Whether the clause makes a node of a condition, and all that follows from it alone is other names of the node."""
        why = self.program.clauses[clause].why
        if self.program.origins[why].kind != "condition":
            return False
        return all(head in self.root and self._anonymous(head, index) for head, index in self.follow[literal])

    def _expand(self, index: int, place: dict[int, int],
                kept: dict[int, tuple[tuple[int, ...], tuple[int, ...]]]
                ) -> tuple[tuple[int, ...], tuple[int, ...], set[int]]:
        """A join's premises and chain once inlinable premises are replaced by what concludes them."""
        roots = {self.root.get(premise, premise): premise for premise in self.body[index]}
        premises = list(roots)
        clauses: list[int] = []
        used: set[int] = set()
        for literal in sorted((name for name in roots if name in place), key=lambda name: len(kept[place[name]][0])):
            inner, chain = kept[place[literal]]
            wider = list(dict.fromkeys([*(name for name in premises if name != literal), *inner]))
            if len(wider) <= WIDEST:
                premises, used = wider, used | {place[literal]}
                clauses += [*chain]
        # The other names of a premise are concluded with it, except those of an inlined one.
        for premise in self.body[index]:
            literal = self.root.get(premise, premise)
            if place.get(literal) in used:
                clauses += [step for step in self.path.get(premise, ()) if step not in clauses]
        return tuple(premises), (*clauses, index), used
