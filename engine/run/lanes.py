"""Many decisions in one pass: a rail is an integer with one bit a lane.

In: a `Program` and the lanes in which each literal of an atom is established. Out: the `Outcome`, lane by lane. Newly
guaranteed: lane `k` is the least fixpoint of the clauses over what lane `k` was given, whatever the other lanes hold.

The clauses stand in topological order: one pass, a conjunction is an AND, alternatives are ORed. A program that is
run again and again is turned into straight-line Python, which takes as long as some sixty passes and halves those to
come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from engine.clauses.program import Program
from engine.run.outcome import Outcome
from engine.run.problems import EngineBug

HOT = 64
"""Passes after which straight-line code pays for itself."""
WIDEST = 64
"""Premises in one expression: the Python compiler descends into each."""

Pass = Callable[[list[int], int], tuple[int, ...]]


def run(program: Program, initial: Mapping[int, int], lanes: int) -> Outcome:
    """Decide `lanes` cases; `initial` maps literals of atoms to the lanes in which they hold."""
    return _prepared(_Same(program)).run(initial, lanes)


class Lanes:
    """A program prepared for passes. (`run` keeps the last few of them.)"""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._atoms = frozenset(literal for atom in program.atoms for literal in (2 * atom, 2 * atom + 1))
        self._size = 2 * len(program.names)
        self._passes = 0
        self._pass: Pass = _interpreter(program)

    def run(self, initial: Mapping[int, int], lanes: int) -> Outcome:
        """Decide `lanes` cases; bits beyond them are ignored."""
        if not self._atoms.issuperset(initial):
            raise EngineBug("PE905", f"literals {sorted(initial.keys() - self._atoms)}")
        full = (1 << lanes) - 1
        rails = [0] * self._size
        for literal, mask in initial.items():
            rails[literal] = mask & full
        self._passes += 1
        if self._passes == HOT:
            self._pass = straight_line(self.program)
        return Outcome(self._pass(rails, full), lanes)


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
        for head, body in plan:
            mask = full
            for premise in body:
                mask &= rails[premise]
                if not mask:
                    break
            else:
                rails[head] |= mask
        return tuple(rails)

    return clauses_in_order


def straight_line(program: Program) -> Pass:
    """A pass without a loop: a local variable for each literal, a statement for each clause."""
    names: dict[int, str] = {}
    lines = ["def straight(rails, full):", *_statements(program, names)]
    every = (names.get(literal, f"rails[{literal}]") for literal in range(2 * len(program.names)))
    lines.append(f" return ({''.join(name + ',' for name in every)})")
    space: dict[str, Pass] = {}
    exec(compile("\n".join(lines), "<program>", "exec"), space)  # made of integers alone
    return space["straight"]


def _statements(program: Program, names: dict[int, str]) -> Iterator[str]:
    for clause in program.clauses:
        for premise in clause.body:
            if premise not in names:
                names[premise] = f"v{premise}"
                yield f" v{premise}=rails[{premise}]"
        terms = [names[premise] for premise in clause.body] or ["full"]
        while len(terms) > WIDEST:
            yield f" wide={'&'.join(terms[:WIDEST])}"
            terms = ["wide", *terms[WIDEST:]]
        assign = "|=" if clause.head in names else "="
        names[clause.head] = f"v{clause.head}"
        yield f" v{clause.head}{assign}{'&'.join(terms)}"
