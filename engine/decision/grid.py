"""Lanes: completions of a case side by side; a grid is every combination of the classes of some untold inputs.

In: a reading and classes. Out: for each literal, the lanes in which it is established. Newly guaranteed: a lane is exactly what
the case with those values told would give; only clauses that such values can still fire are run; what depends on a conflict in a
lane is not established there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod

from engine.clauses.compiled import FactTest
from engine.decision.completions import Classes
from engine.facts.case import Told
from engine.facts.truth import Verdict
from engine.linked.model import HERE, LAW, And, AtLeast, Combination, Condition, Is, Not, Or
from engine.run.lanes import fire
from engine.run.reading import Reading

Pair = tuple[int, int]
"""The lanes in which a condition holds, and those in which it does not."""


class Residue:
    """What is left of a program once a case is told: the clauses that something untold can still fire, premises held left out."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        established, compiled = reading.established, reading.compiled
        can = bytearray(established)
        for atom in compiled.program.atoms:
            if not established[2 * atom] and not established[2 * atom + 1]:
                can[2 * atom] = can[2 * atom + 1] = 1
        clauses = []
        for clause in compiled.program.clauses:
            if not established[clause.head] and all(can[premise] for premise in clause.body):
                can[clause.head] = 1
                clauses.append((clause.head, tuple(premise for premise in clause.body if not established[premise])))
        self.clauses = tuple(clauses)
        self.opposed = tuple({head // 2 for head, _ in clauses if can[head ^ 1]})
        """Propositions that may come to have both rails."""
        self.rivals = tuple(self._rivals(can))
        """Literals of values of one fact of which several may come to be established."""

    def _rivals(self, can: bytearray) -> Iterable[tuple[int, ...]]:
        for fact in self.reading.book.derived():
            if fact.type.kind == "enum":
                for reading in (LAW, HERE) if fact.varies else (LAW,):
                    found = (self.reading.compiled.value(fact.name, value, reading) for value in fact.values)
                    literals = tuple(literal for literal in found if literal is not None and can[literal])
                    if len(literals) > 1:
                        yield literals


class Spread:
    """Columns spread over lanes. places: for each column and each of its values, the lanes that have it.

    A lane in which a column has no value leaves that input untold. never: combinations that make a lane impossible.
    """

    def __init__(
        self,
        residue: Residue,
        columns: Sequence[Classes],
        places: Sequence[Sequence[int]],
        lanes: int,
        never: Iterable[Combination] = (),
    ) -> None:
        self._residue, self.columns, self.places, self.lanes = residue, tuple(columns), places, lanes
        self.full = (1 << lanes) - 1
        self.possible = self.full if lanes else 0
        for combination in never if lanes else ():
            self.possible &= ~self._holds(combination.never)[0]

    def lanes_of(self, at: int, value: int) -> int:
        """The lanes in which the input at a position has the value at another."""
        return self.places[at][value]

    def rails(self, literals: Iterable[int]) -> dict[int, int]:
        """For each literal, the lanes in which it is soundly established."""
        rails = self.derived()
        tainted = self._tainted(rails)
        every = self._sound(rails, tainted) if tainted else rails
        return {literal: every[literal] for literal in literals}

    def derived(self) -> list[int]:
        """The lanes in which each literal of the program is established, what depends on a conflict too."""
        full = self.full
        rails = [full if held else 0 for held in self._residue.reading.established]
        for literal, mask in self.initial().items():
            rails[literal] = mask
        fire(self._residue.clauses, rails, full)
        return rails

    def initial(self) -> dict[int, int]:
        """The lanes in which each atom that reads an input of the columns is settled."""
        atoms, found = self._residue.reading.compiled.program.atoms, dict[int, int]()
        for column, places in zip(self.columns, self.places, strict=True):
            for key, verdicts in column.verdicts.items():
                if isinstance(key, int):
                    found[2 * atoms[key]], found[2 * atoms[key] + 1] = _spread(places, verdicts)
        return found

    def _tainted(self, rails: Sequence[int]) -> dict[int, int]:
        """The lanes in which a proposition is in conflict: both rails, or two values of its fact."""
        found: dict[int, int] = {}
        for proposition in self._residue.opposed:
            if mask := rails[2 * proposition] & rails[2 * proposition + 1]:
                found[proposition] = mask
        for literals in self._residue.rivals:
            seen = several = 0
            for literal in literals:
                several |= seen & rails[literal]
                seen |= rails[literal]
            for literal in literals if several else ():
                if mask := several & rails[literal]:
                    found[literal // 2] = found.get(literal // 2, 0) | mask
        return found

    def _sound(self, rails: Sequence[int], tainted: dict[int, int]) -> list[int]:
        """The pass again, without what is in conflict."""
        program = self._residue.reading.compiled.program
        sound = [0] * len(rails)
        for atom in program.atoms:
            sound[2 * atom], sound[2 * atom + 1] = rails[2 * atom], rails[2 * atom + 1]
        for clause in program.clauses:
            mask = self.full & ~tainted.get(clause.head // 2, 0)
            for premise in clause.body:
                mask &= sound[premise]
            sound[clause.head] |= mask
        return sound

    # impossible combinations -----------------------------------------------------------------------------------------

    def _holds(self, condition: Condition) -> Pair:
        match condition:
            case Not():
                true, false = self._holds(condition.child)
                return false, true
            case And():
                return self._count([self._holds(child) for child in condition.children], len(condition.children))
            case Or():
                return self._count([self._holds(child) for child in condition.children], 1)
            case AtLeast():
                return self._count([self._holds(child) for child in condition.children], condition.count)
            case Is():
                raise TypeError(f"{condition.fact} is derived: linking refuses it here")
            case _:
                return self._test(FactTest(condition.fact, condition.checks))

    def _test(self, test: FactTest) -> Pair:
        for column, places in zip(self.columns, self.places, strict=True):
            if test in column.verdicts:
                return _spread(places, column.verdicts[test])
        verdict = self._residue.reading.truth.atom(test)
        return (self.full if verdict is True else 0), (self.full if verdict is False else 0)

    def _count(self, children: Sequence[Pair], least: int) -> Pair:
        """The lanes in which so many children hold; and in which too many do not."""
        true = _at_least([pair[0] for pair in children], least, self.full)
        return true, _at_least([pair[1] for pair in children], len(children) - least + 1, self.full)


class Grid(Spread):
    """The lanes of one product of classes; the last input varies fastest. never: combinations that make a lane impossible."""

    def __init__(self, residue: Residue, columns: Sequence[Classes], never: Iterable[Combination] = ()) -> None:
        sizes = [len(column.values) for column in columns]
        self.strides = [prod(sizes[at + 1 :]) for at in range(len(sizes))]
        lanes = prod(sizes)
        every, places = (1 << lanes) - 1, []
        for size, stride in zip(sizes, self.strides if lanes else (), strict=bool(lanes)):
            repeated = every // ((1 << stride * size) - 1)
            places.append([(((1 << stride) - 1) << value * stride) * repeated for value in range(size)])
        super().__init__(residue, columns, places or [[0] * size for size in sizes], lanes, never)

    def values(self, lane: int) -> tuple[Told, ...]:
        """The values told in a lane."""
        found = zip(self.columns, self.strides, strict=True)
        return tuple(column.values[lane // stride % len(column.values)] for column, stride in found)


def _spread(places: Sequence[int], verdicts: Sequence[Verdict]) -> Pair:
    true = false = 0
    for lanes, verdict in zip(places, verdicts, strict=True):
        if verdict is True:
            true |= lanes
        elif verdict is False:
            false |= lanes
    return true, false


def _at_least(masks: Sequence[int], least: int, full: int) -> int:
    """The lanes in which at least so many of the masks are set."""
    counts = [full] + [0] * max(0, least)
    for mask in masks:
        for number in range(len(counts) - 1, 0, -1):
            counts[number] |= counts[number - 1] & mask
    return counts[max(0, least)]
