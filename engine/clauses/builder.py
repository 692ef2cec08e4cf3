"""Propositions and clauses as they are made.

In: names, literals, origins. Out: a `Compiled` program. Newly guaranteed: names are unique; identical atoms are one atom;
clauses keep the order in which they were added.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.clauses.compiled import AtomSpec, Compiled, FactTest, InForce, OfficeSet, PlaceIs
from engine.clauses.program import Clause, Origin, Program, negative, positive

Signed = tuple[int, int]
"""The two literals of a proposition: (established true, established false); swapped under a negation."""


def swap(signed: Signed) -> Signed:
    """The negation."""
    return signed[1], signed[0]


class Builder:
    """Collects propositions, atoms and clauses. rowless: facts that can be `no_row`, which is neither true nor false."""

    def __init__(self, rowless: frozenset[str] = frozenset()) -> None:
        self.rowless = rowless
        self._names: list[str] = []
        self._index: dict[str, int] = {}
        self._clauses: list[Clause] = []
        self._origins: dict[Origin, int] = {}
        self._atoms: dict[AtomSpec, int] = {}
        self._last: tuple[Origin | None, int] = (None, 0)
        self.aliases: dict[str, str] = {}

    def new(self, name: str) -> Signed:
        """A new proposition; its name must not be taken."""
        if name in self._index:
            raise ValueError(f"proposition {name} exists already")
        number = len(self._names)
        self._index[name] = number
        self._names.append(name)
        return positive(number), negative(number)

    def find(self, name: str) -> Signed | None:
        """The proposition of that name, if it was made."""
        while name in self.aliases:
            name = self.aliases[name]
        number = self._index.get(name)
        return None if number is None else (positive(number), negative(number))

    def get(self, name: str) -> Signed:
        """The proposition of that name, which must exist."""
        found = self.find(name)
        if found is None:
            raise KeyError(name)
        return found

    def atom(self, spec: AtomSpec) -> Signed:
        """The atom with that specification, made at its first use."""
        number = self._atoms.get(spec)
        if number is None:
            number = self.new(atom_name(spec))[0] // 2
            self._atoms[spec] = number
        return positive(number), negative(number)

    def clause(self, head: int, body: Iterable[int], origin: Origin) -> None:
        """Add `head <- body`."""
        if origin is not self._last[0]:  # clauses of one construct follow each other
            self._last = origin, self._origins.setdefault(origin, len(self._origins))
        why = self._last[1]
        self._clauses.append(Clause(head, tuple(dict.fromkeys(body)), why))

    def done(self) -> Compiled:
        """The compiled program."""
        program = Program(tuple(self._names), tuple(self._atoms.values()), tuple(self._clauses), tuple(self._origins))
        return Compiled(program, tuple(self._atoms), self._index, self.aliases)


def atom_name(spec: AtomSpec) -> str:
    """A readable, unique name for an atom."""
    match spec:
        case FactTest():
            if spec.checks == (("is", True),):
                return f"?{spec.fact}"
            checks = ", ".join(f"{operator}: {_operand(operand)}" for operator, operand in spec.checks)
            return f"?{spec.fact} {{{checks}}}"
        case InForce():
            return f"?as_of in [{spec.start or ''}, {spec.end or ''}]"
        case PlaceIs():
            return f"?office.place={spec.office}"
        case OfficeSet():
            return "?office set" if spec.office is None else f"?office set={spec.office}"


def _operand(operand: object) -> str:
    if isinstance(operand, tuple):
        return "[" + ", ".join(map(repr, operand)) + "]"
    return repr(operand)
