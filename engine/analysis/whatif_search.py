"""The smallest sets of choices that reach a goal, found by lanes.

In: a reading and its choices. Out: sets of choices, size by size. Newly guaranteed: each set found is a lane in which the goal is
established and which no combination forbids, and no part of it is another; while nothing was cut, no set of its size is missing.

Answers only add (no answer withdraws what was established), so where the goal is refuted with some facts untold, no values of
them can reach it: one lane a set of facts prunes all of their values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice, product

from engine.analysis.whatif import WAIT
from engine.analysis.whatif_choices import Choice, Choices
from engine.facts.computed import inputs_below
from engine.facts.lanes import Reads, Variant, rails
from engine.facts.truth import Truth
from engine.ground.dates import parse_date
from engine.linked.walk import facts_read
from engine.run import lanes

PASS = 16_384
"""Lanes of one pass."""
MOST_LANES = 4 * PASS
"""Lanes of one size; beyond them the search says that it was cut."""
MOST_TOLD = PASS
"""The same of sets that only tell more: what is best asked is found otherwise (`engine.decision.questions`)."""
Chosen = tuple[Choice, ...]
Pair = tuple[str, object]


class Search:
    """Runs choices as lanes."""

    def __init__(self, choices: Choices, reads: Reads) -> None:
        self._choices, self._reads, self._reading = choices, reads, choices.reading
        book = self._reading.book
        self._never = tuple(
            (found.never, frozenset().union(*(inputs_below(book, name) for name in facts_read(found.never))))
            for found in book.combinations
        )
        self._forbidden: dict[tuple[int, tuple[Pair, ...]], bool] = {}
        self._found: set[tuple[Pair, ...]] = set()
        self._sizes: set[int] = set()
        self.lanes = 0
        self.cut: int | None = None
        self._open: list[Chosen] = [()] if self.state([Variant()])[1] else []

    # one size ----------------------------------------------------------------------------------------------------------

    def size(self, size: int, most: int) -> list[Chosen]:
        """The sets of that many choices that reach the goal and have no smaller one in them; sizes are asked in order."""
        tried = [*self._changed(size), *self._told_more(size)]
        found: list[Chosen] = []
        still_open: list[Chosen] = []
        for start in range(0, len(tried), PASS):
            part = tried[start : start + PASS]
            reached, opened = self.state([variant(chosen) for chosen in part])
            for chosen in _picked(part, reached):
                if self.possible(chosen) and not self._has_found(chosen):
                    found.append(chosen)
            if size < most:
                still_open += [chosen for chosen in _picked(part, opened) if self.possible(chosen)]
        self._found |= {pairs(chosen) for chosen in found}
        self._sizes |= {size} if found else set()
        self._open = still_open
        return found

    def forget(self, chosen: Chosen) -> None:
        """Take back a set that no profile may have: larger ones may do."""
        self._found.discard(pairs(chosen))

    def _changed(self, size: int) -> list[Chosen]:
        """Other values of so many told facts (time among them) of which it is not excluded that they reach the goal."""
        every = self._choices.changes
        sets = list(combinations(every, size)) if size else []
        kept = [product(*(every[name] for name in names)) for names in self._not_refuted([(names, None) for names in sets])]
        smaller = list(combinations(every, size - 1))
        timed = [(names, day) for day in self._choices.days for names in smaller]
        for (names, day), alive in zip(timed, self._alive(timed), strict=True):
            if alive:
                kept.append(product(*(every[name] for name in names), (day,)))
        fresh = (chosen for several in kept for chosen in several if not self._has_found(chosen))
        return self._most(fresh, size, MOST_LANES)

    def _not_refuted(self, sets: Sequence[tuple[tuple[str, ...], Choice | None]]) -> Iterator[tuple[str, ...]]:
        for (names, _), alive in zip(sets, self._alive(sets), strict=True):
            if alive:
                yield names

    def _alive(self, sets: Sequence[tuple[tuple[str, ...], Choice | None]]) -> Iterator[bool]:
        """Whether the goal is not refuted once the facts are untold, on that day."""
        for start in range(0, len(sets), PASS):
            part = sets[start : start + PASS]
            variants = [
                Variant(untold=frozenset(names), as_of=None if day is None else parse_date(str(day.value))) for names, day in part
            ]
            reached, opened = self.state(variants)
            yield from (bool((reached | opened) >> lane & 1) for lane in range(len(part)))

    def _told_more(self, size: int) -> list[Chosen]:
        """What was still open, each with one more answer."""
        pure = [chosen for chosen in self._open if all(choice.kind == "tell" for choice in chosen)]
        mixed = [chosen for chosen in self._open if chosen and chosen[0].kind != "tell"]
        return [*self._most(self._and_told(mixed), size, MOST_LANES), *self._most(self._and_told(pure), size, MOST_TOLD)]

    def _and_told(self, several: Iterable[Chosen]) -> Iterator[Chosen]:
        tells = self._choices.tells
        order = {name: at for at, name in enumerate(tells)}
        for chosen in several:
            last = max((order[other.fact] for other in chosen if other.kind == "tell"), default=-1)
            for name, values in tells.items():
                if order[name] > last:
                    more = ((*chosen, choice) for choice in values)
                    yield from (found for found in more if not self._has_found(found))

    def _most(self, several: Iterable[Chosen], size: int, most: int) -> list[Chosen]:
        kept = list(islice(several, most + 1))
        if len(kept) > most and self.cut is None:
            self.cut = size
        return kept[:most]

    def _has_found(self, chosen: Chosen) -> bool:
        """Whether a part of the set (or all of it) was found."""
        sizes = (size for size in self._sizes if size <= len(chosen))
        return any(pairs(part) in self._found for size in sizes for part in combinations(chosen, size))

    # lanes -------------------------------------------------------------------------------------------------------------

    def state(self, variants: Sequence[Variant]) -> tuple[int, int]:
        """The lanes in which the goal is established, and those in which it is open."""
        if not variants:
            return 0, 0
        self.lanes += len(variants)
        reading, literals = self._reading, self._choices.literals
        atoms = self._choices.atoms
        initial = rails(reading.book, reading.compiled, self._reads, reading.case, variants, atoms, reading.established)
        found = lanes.run(reading.compiled.program, initial, len(variants)).rails
        every = (1 << len(variants)) - 1
        reached, refuted = 0, every
        for literal in literals:
            reached |= found[literal]
            refuted &= found[literal ^ 1]
        return reached, every & ~reached & ~refuted

    def possible(self, chosen: Chosen) -> bool:
        """Whether no combination forbids the set."""
        return not any(self._forbids(at, chosen) for at in range(len(self._never)))

    def _forbids(self, at: int, chosen: Chosen) -> bool:
        """Whether one combination does; only what it reads matters, so few are looked at twice."""
        never, reads = self._never[at]
        part = tuple(choice for choice in chosen if choice.fact in reads or choice.fact == WAIT)
        key = (at, tuple((choice.fact, choice.value) for choice in part))
        if key not in self._forbidden:
            truth = Truth(self._reading.book, variant(part).of(self._reading.case))
            self._forbidden[key] = truth.holds(never) is True
        return self._forbidden[key]


def variant(chosen: Sequence[Choice]) -> Variant:
    """The lane of some choices."""
    day = next((parse_date(str(choice.value)) for choice in chosen if choice.fact == WAIT), None)
    return Variant({choice.fact: choice.value for choice in chosen if choice.fact != WAIT}, as_of=day)


def pairs(chosen: Sequence[Choice]) -> tuple[Pair, ...]:
    """The facts with their values. Choices stand in one order: changed ones, the day, then what is told besides."""
    return tuple([(choice.fact, choice.value) for choice in chosen])


def _picked(several: Sequence[Chosen], mask: int) -> Iterator[Chosen]:
    while mask:
        bit = mask & -mask
        yield several[bit.bit_length() - 1]
        mask ^= bit
