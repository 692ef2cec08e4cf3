"""A program with what its propositions mean.

In: nothing (made by `engine.clauses.lower`). Out: `Compiled`, which finds the literal of any proposition by name.
Newly guaranteed: every atom has a specification that `engine.facts` can settle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from engine.clauses.program import Clause, Program, negative, positive
from engine.ground.records import dataclass
from engine.linked.model import HERE, LAW, Operand
from engine.policy.model import Value


@dataclass(frozen=True, slots=True)
class FactTest:
    """An atom: the candidates of an input or computed fact against checks."""

    fact: str
    checks: tuple[tuple[str, Operand], ...]


@dataclass(frozen=True, slots=True)
class InForce:
    """An atom: the day of the decision lies in the window."""

    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class PlaceIs:
    """An atom: the place where the person lives belongs to the office."""

    office: str


@dataclass(frozen=True, slots=True)
class OfficeSet:
    """An atom: the competent office was set outright, to `office` (None: to any)."""

    office: str | None


AtomSpec = FactTest | InForce | PlaceIs | OfficeSet


@dataclass(frozen=True)  # without slots: what is found out about a program is kept with it
class Compiled:
    """A program, the specification of each of its atoms, and its names.

    atoms: parallel to `program.atoms`. index: name -> proposition. aliases: the name of a proposition in one reading ->
    the name of the proposition that stands for it, where both readings are the same.
    """

    program: Program
    atoms: tuple[AtomSpec, ...]
    index: Mapping[str, int]
    aliases: Mapping[str, str]

    @cached_property
    def by_head(self) -> Mapping[int, tuple[Clause, ...]]:
        """The clauses that conclude each literal, in their order."""
        found: dict[int, list[Clause]] = {}
        for clause in self.program.clauses:
            found.setdefault(clause.head, []).append(clause)
        return {head: tuple(clauses) for head, clauses in found.items()}

    @cached_property
    def specs(self) -> Mapping[int, AtomSpec]:
        """The specification of each atom, by its proposition."""
        return dict(zip(self.program.atoms, self.atoms, strict=True))

    @cached_property
    def _below(self) -> dict[int, frozenset[int]]:
        return {}

    def atoms_below(self, literal: int) -> frozenset[int]:
        """Positions of the atoms that some derivation of the literal could use; found once."""
        if literal not in self._below:
            at = {proposition: position for position, proposition in enumerate(self.program.atoms)}
            found = (at.get(below // 2) for below in self.below((literal,)))
            self._below[literal] = frozenset(position for position in found if position is not None)
        return self._below[literal]

    def below(self, literals: Iterable[int]) -> frozenset[int]:
        """Every literal that some derivation of the given ones could use, themselves included."""
        seen: set[int] = set()
        waiting = list(literals)
        while waiting:
            literal = waiting.pop()
            if literal not in seen:
                seen.add(literal)
                for clause in self.by_head.get(literal, ()):
                    waiting.extend(clause.body)
        return frozenset(seen)

    def proposition(self, name: str) -> int | None:
        """The proposition of that name, aliases followed; None where the program has none."""
        while name in self.aliases:
            name = self.aliases[name]
        return self.index.get(name)

    def value(self, fact: str, value: Value, reading: str = LAW) -> int | None:
        """The literal "`fact` is `value`", established."""
        if isinstance(value, bool):
            found = self.proposition(fact_name(fact, True, reading))
            return None if found is None else (positive(found) if value else negative(found))
        found = self.proposition(fact_name(fact, value, reading))
        return None if found is None else positive(found)

    def rule(self, rule: str, reading: str = LAW) -> int | None:
        """The proposition "the rule is effective"."""
        return self.proposition(rule_name(rule, reading))

    def need(self, requirement: str, reading: str = HERE) -> int | None:
        """The proposition "the requirement is required"."""
        return self.proposition(f"need:{requirement}@{reading}")


def fact_name(fact: str, value: Value, reading: str = LAW) -> str:
    """The name of the proposition "fact is value" (a boolean has one proposition)."""
    suffix = "@here" if reading == HERE else ""
    return f"{fact}{suffix}" if isinstance(value, bool) else f"{fact}={value}{suffix}"


def rule_name(rule: str, reading: str = LAW) -> str:
    """The name of the proposition "rule is effective"."""
    return f"rule:{rule}{'@here' if reading == HERE else ''}"


def set_name(fact: str, inside: tuple[Value, ...], reading: str = LAW) -> str:
    """The name of the proposition "fact is one of"; the values in the order of the domain."""
    return f"{fact} in {{{', '.join(map(str, inside))}}}{'@here' if reading == HERE else ''}"
