"""Many decisions in one pass: a rail is an integer with one bit a lane.

In: a `Program` and the lanes in which each literal of an atom is established. Out: the `Outcome`, lane by lane. Newly
guaranteed: lane `k` is the least fixpoint of the clauses over what lane `k` was given, whatever the other lanes hold.

The clauses stand in topological order: one pass, a conjunction is an AND, alternatives are ORed. A program that is run
again and again is turned into straight-line Python, twice: for one case, where a conjunction stops at its first premise that does
not hold, and for many.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby

from engine.clauses.program import Program
from engine.run.outcome import Outcome
from engine.run.problems import EngineBug

PAYS = 35e-6
"""Seconds spent on passes, for each clause, from which straight-line code pays: making it takes two thirds of that, and each pass
that follows takes less than half of what it took."""
WIDEST = 64
"""Premises in one expression: the Python compiler descends into each."""

Pass = Callable[[list[int], int], tuple[int, ...]]


def run(program: Program, initial: Mapping[int, int], lanes: int) -> Outcome:
    """Decide `lanes` cases; `initial` maps literals of atoms to the lanes in which they hold."""
    return _prepared(_Same(program)).run(initial, lanes)


class Lanes:
    """A program prepared for passes. (`run` keeps the last few of them.)

    hot: passes after which straight-line code is made; by default as soon as that has paid.
    """

    def __init__(self, program: Program, hot: float | None = None) -> None:
        self.program, self._hot = program, hot
        self._atoms = frozenset(literal for atom in program.atoms for literal in (2 * atom, 2 * atom + 1))
        self._size = 2 * len(program.names)
        self._read: Pass = _interpreter(program)
        self._code: dict[bool, Pass] = {}
        self._spent = {True: 0.0, False: 0.0}

    def run(self, initial: Mapping[int, int], lanes: int) -> Outcome:
        """Decide `lanes` cases; bits beyond them are ignored."""
        if not self._atoms.issuperset(initial):
            raise EngineBug("PE905", f"literals {sorted(initial.keys() - self._atoms)}")
        full = (1 << lanes) - 1
        rails = [0] * self._size
        for literal, mask in initial.items():
            rails[literal] = mask & full
        code = self._code.get(lanes == 1)
        return Outcome(code(rails, full) if code is not None else self._cold(rails, full), lanes)

    def _cold(self, rails: list[int], full: int) -> tuple[int, ...]:
        """A pass that reads the clauses; straight-line code for the next, once it pays."""
        single, start = full == 1, time.perf_counter()
        found = self._read(rails, full)
        self._spent[single] += 1 if self._hot is not None else time.perf_counter() - start
        if self._spent[single] >= (len(self.program.clauses) * PAYS if self._hot is None else self._hot):
            self._code[single] = straight_line(self.program, single=single)
        return found


class _Same:
    """A key by identity: hashing a program would cost more than a pass over it."""

    __slots__ = ("program",)

    def __init__(self, program: Program) -> None:
        self.program = program

    def __hash__(self) -> int:
        return id(self.program)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.program is self.program


@lru_cache(maxsize=8)
def _prepared(same: _Same) -> Lanes:
    return Lanes(same.program)


def _interpreter(program: Program) -> Pass:
    """A pass that reads the clauses."""
    plan = tuple((clause.head, clause.body) for clause in program.clauses)

    def clauses_in_order(rails: list[int], full: int) -> tuple[int, ...]:
        fire(plan, rails, full)
        return tuple(rails)

    return clauses_in_order


def fire(clauses: Iterable[tuple[int, tuple[int, ...]]], rails: list[int], full: int) -> None:
    """Add to the rails what clauses (head, body) conclude from them, in their order. full: every lane."""
    for head, body in clauses:
        mask = full
        for premise in body:
            mask &= rails[premise]
            if not mask:
                break
        else:
            rails[head] |= mask


def straight_line(program: Program, *, single: bool = False) -> Pass:
    """A pass without a loop: a local variable for each literal, a statement for what concludes it. single: of one lane."""
    names: dict[int, str] = {}
    lines = ["def straight(rails, full):", *_statements(program, names, single)]
    every = (names.get(literal, f"rails[{literal}]") for literal in range(2 * len(program.names)))
    lines.append(f" return ({''.join(name + ',' for name in every)})")
    space: dict[str, Pass] = {}
    exec(compile("\n".join(lines), "<program>", "exec"), space)  # made of integers alone
    return space["straight"]


def _statements(program: Program, names: dict[int, str], single: bool) -> Iterator[str]:
    both, either = (" and ", " or ") if single else ("&", "|")
    for head, clauses in groupby(program.clauses, key=lambda clause: clause.head):
        terms: list[str] = []
        room = WIDEST
        for clause in clauses:
            for premise in clause.body:
                if premise not in names:
                    names[premise] = f"v{premise}"
                    yield f" v{premise}=rails[{premise}]"
            parts = [names[premise] for premise in clause.body] or ["full"]
            while len(parts) > WIDEST:
                yield f" wide={both.join(parts[:WIDEST])}"
                parts = ["wide", *parts[WIDEST:]]
            if terms and (room < len(parts) or parts[0] == "wide"):
                yield _assigned(head, terms, either, names)
                terms, room = [], WIDEST
            terms.append(both.join(parts))
            room -= len(parts)
            if parts[0] == "wide":
                yield _assigned(head, terms, either, names)
                terms, room = [], WIDEST
        if terms:
            yield _assigned(head, terms, either, names)


def _assigned(head: int, terms: list[str], either: str, names: dict[int, str]) -> str:
    """The statement that concludes a literal; beside what was concluded before."""
    before = [names[head]] if head in names else []
    names[head] = f"v{head}"
    return f" v{head}={either.join([*before, *terms])}"
