"""People, one after the other.

In: a checked population, a rulebook, maps of places, a seed, a day. Out: rows without end, in constant memory. Newly guaranteed:
the same weights, seed and day give the same rows; every profile could be told (`Possible`); every row carries the mark.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterator

from engine.analysis.population.possible import Possible
from engine.analysis.population.sampler import State, sampler
from engine.facts.case import Told
from engine.facts.places import Places
from engine.facts.synthetic import mark
from engine.ground.problems import Problems, Rejected
from engine.ground.records import dataclass
from engine.linked.model import Rulebook
from engine.policy.population import Population

TRIES = 1_000
"""Draws of one person before the weights are said to give nobody who can be."""


@dataclass(frozen=True, slots=True)
class Row:
    """A person who does not exist. id: says so. told: the profile, fact by fact."""

    id: str
    told: dict[str, Told]


class People:
    """The stream of one seed and one day."""

    def __init__(self, population: Population, book: Rulebook, places: Places, seed: int, day: datetime.date) -> None:
        self._seed, self._day, self._possible = seed, day, Possible(book, day)
        self._draws = population.draws
        source = random.Random(f"policy-eval population {population.name} {seed} {day.isoformat()}").random
        makes = sampler(population, book, places, day, source)
        helpers = [draw.name not in book.facts for draw in self._draws]
        dates = [draw.name in book.facts and book.facts[draw.name].type.kind == "date" for draw in self._draws]
        self._steps = [
            (draw.name, make, None if helper else draw.told, date)
            for draw, make, helper, date in zip(self._draws, makes, helpers, dates, strict=True)
        ]
        self._random, self._iso = source, _isos()
        self.columns = ("as_of", *(draw.name for draw, helper in zip(self._draws, helpers, strict=True) if not helper))
        """The facts that a row may tell."""
        self.tried = 0
        """People drawn, those who cannot be included."""

    def __iter__(self) -> Iterator[Row]:
        number = 0
        while True:
            number += 1
            yield Row(mark(self._seed, number), self._someone())

    def _someone(self) -> dict[str, Told]:
        for _ in range(TRIES):
            self.tried += 1
            told = self._draw()
            if self._possible(told):
                return told
        problems = Problems()
        problems.add("PE886", None, "", tries=TRIES)
        raise Rejected(problems.sorted(), "policies")

    def _draw(self) -> dict[str, Told]:
        state: State = {}
        told: dict[str, Told] = {"as_of": self._day.isoformat()}
        chance, iso = self._random, self._iso
        for name, make, share, date in self._steps:
            value = state[name] = make(state)
            if share is None or value is None:
                continue
            if share < 1 and chance() >= share:
                continue
            told[name] = iso(value) if date else value  # type: ignore[arg-type, assignment]
        return told


def _isos() -> Callable[[int], str]:
    """Ordinals as ISO dates, the usual ones kept."""
    known: dict[int, str] = {}

    def iso(day: int) -> str:
        found = known.get(day)
        if found is None:
            found = datetime.date.fromordinal(day).isoformat()
            if len(known) < 60_000:
                known[day] = found
        return found

    return iso
