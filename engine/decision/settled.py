"""Settled or not: can an answer still change the outcome.

In: a reading, and grids over completions of what is untold. Out: `Settled`, values settled by cases, the cells that show it.
Newly guaranteed: "by cases" is said only when every possible completion was tried and gave the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from math import prod

from engine.clauses.compiled import FactTest
from engine.decision.completions import Classes, barring, classes, excluding
from engine.decision.grid import Grid, Residue
from engine.decision.model import Settled
from engine.decision.relevance import Relevance
from engine.facts.case import Told
from engine.facts.computed import inputs_below
from engine.facts.lanes import Reads
from engine.ground.records import dataclass
from engine.linked.model import Combination
from engine.linked.walk import leaves
from engine.policy.model import Value
from engine.run.reading import Reading

OUTCOME = ("entitlement", "ground", "procedure")
MOST_LANES = 16_384


class Completions:
    """Completions of one reading: classes of its untold inputs, and what is left of its program. hidden: see `classes`."""

    def __init__(self, reading: Reading, reads: Reads, hidden: frozenset[str] = frozenset()) -> None:
        self.reading, self.reads, self.hidden = reading, reads, hidden
        self.relevance = Relevance(reading)
        self._classes: dict[tuple[str, frozenset[int] | None], Classes | None] = {}

    @cached_property
    def never(self) -> tuple[Combination, ...]:
        """The impossible combinations that exclude completions."""
        return excluding(self.reading, self.hidden)

    @cached_property
    def _barred(self) -> dict[str, list[FactTest]]:
        return barring(self.reading, self.never)

    @cached_property
    def residue(self) -> Residue:
        """What is left of the program."""
        return Residue(self.reading)

    def classes(self, fact: str, only: frozenset[int] | None = None) -> Classes | None:
        """The classes of an untold input, found once."""
        key = fact, only
        if key not in self._classes:
            self._classes[key] = classes(fact, self.reading, self.reads, only, self.hidden, self._barred)
        return self._classes[key]

    def values(self, fact: str, only: frozenset[int] | None = None) -> tuple[Told, ...] | None:
        """Representative values of an untold input."""
        found = self.classes(fact, only)
        return None if found is None else found.values

    def grid(self, inputs: Iterable[str], only: frozenset[int] | None = None) -> Grid | None:
        """Every completion of the inputs; None where some cannot be listed, there are too many, or none is possible."""
        columns: list[Classes] = []
        names = list(inputs)
        if 2 ** len(names) > MOST_LANES:  # what can still decide something has two classes or more
            return None
        for name in names:
            found = self.classes(name, only)
            if found is None or prod(len(column.values) for column in (*columns, found)) > MOST_LANES:
                return None
            columns.append(found)
        grid = Grid(self.residue, columns, self.never)
        return grid if grid.possible else None


@dataclass(frozen=True, slots=True)
class Cells:
    """Completions that were tried.

    settles: what is the same in every one. rows: the values of `over`, and the literals of the outcome established with them.
    """

    over: tuple[str, ...]
    settles: tuple[tuple[str, Value], ...]
    rows: tuple[tuple[tuple[Told, ...], tuple[str, ...]], ...]


def literals_of(reading: Reading, fact: str) -> dict[Value, int]:
    """The literal of each value of a derived fact that has one."""
    found = reading.book.facts[fact]
    domain: tuple[Value, ...] = (True, False) if found.type.kind == "boolean" else found.values
    pairs = ((value, reading.compiled.value(fact, value)) for value in domain)
    return {value: literal for value, literal in pairs if literal is not None}


def settle(reading: Reading, completions: Completions) -> tuple[Settled, dict[str, Value]]:
    """How the outcome is settled, and the values that cases settle though nothing derives them."""
    names = missing(reading)
    if not names:
        return Settled("derivation"), {}
    tried = _tried(reading, completions, names)
    by_cases = {name: value for _, by in tried for name, value in by.items()}
    if not all(name in by_cases for name in names):
        return Settled("no"), by_cases
    over = tuple(sorted({column.fact for grid, _ in tried for column in grid.columns}))
    return Settled("cases", over, sum(grid.possible.bit_count() for grid, _ in tried)), by_cases


def cells(reading: Reading, completions: Completions) -> tuple[Cells, ...]:
    """The cells behind what cases settle; none where nothing is settled so."""
    found = []
    for grid, by in _tried(reading, completions, missing(reading)):
        shown = [literal for name in OUTCOME if name in reading.book.facts for literal in _both(reading, name)]
        established = _by_lane(grid, grid.rails(shown), reading)
        rows = tuple((grid.values(lane), established(lane)) for lane in range(grid.lanes) if grid.possible >> lane & 1)
        found.append(Cells(tuple(column.fact for column in grid.columns), tuple(by.items()), rows))
    return tuple(found)


def read_by_cells(reading: Reading, completions: Completions) -> frozenset[str]:
    """The told inputs that the cells of a reading can depend on: enough to make the same cells again."""
    book, compiled = reading.book, reading.compiled
    goals = missing(reading)
    atoms = {at for name in goals for literal in _both(reading, name) for at in compiled.atoms_below(literal)}
    found = {name for at in atoms for name in completions.reads.atoms[at]}
    for test in (leaf for combination in book.combinations for leaf in leaves(combination.never)):
        found |= inputs_below(book, test.fact)
    for number in book.index.facts("number"):
        found |= inputs_below(book, number)
    return frozenset(found & (reading.case.told.keys() | reading.case.withheld.keys()))


def missing(reading: Reading) -> list[str]:
    """The facts of the outcome that nothing derives."""
    return [name for name in OUTCOME if name in reading.book.facts and reading.value(name) is None]


def _tried(reading: Reading, completions: Completions, names: list[str]) -> list[tuple[Grid, dict[str, Value]]]:
    """Grids in which something comes out the same everywhere: of all that is missing at once, else of each fact."""
    if reading.conflicts or not names:
        return []
    together = _try(reading, completions, names)
    found = [together] if together or len(names) == 1 else [_try(reading, completions, [name]) for name in names]
    return [entry for entry in found if entry is not None and entry[1]]


def _try(reading: Reading, completions: Completions, names: list[str]) -> tuple[Grid, dict[str, Value]] | None:
    """The grid over what the facts wait for, and what comes out the same everywhere; None where it cannot be made."""
    goals = {name: literals_of(reading, name) for name in names}
    propositions = frozenset(literal // 2 for table in goals.values() for literal in table.values())
    inputs = sorted(completions.relevance.inputs(propositions, asked=True))
    grid = completions.grid(inputs, completions.relevance.atoms(propositions)) if inputs else None
    if grid is None:
        return None
    found = grid.rails([literal for table in goals.values() for literal in table.values()])
    possible = grid.possible
    same = {n: value for n, table in goals.items() for value, literal in table.items() if found[literal] & possible == possible}
    return grid, same


def _both(reading: Reading, name: str) -> list[int]:
    return [literal ^ rail for literal in literals_of(reading, name).values() for rail in (0, 1)]


def _by_lane(grid: Grid, rails_: dict[int, int], reading: Reading) -> Callable[[int], tuple[str, ...]]:
    """For a lane, the names of the literals established in it."""
    names = {literal: reading.compiled.program.literal_name(literal) for literal in rails_}
    columns = sorted((names[literal], f"{mask:0{grid.lanes}b}") for literal, mask in rails_.items())
    return lambda lane: tuple(name for name, bits in columns if bits[grid.lanes - 1 - lane] == "1")
