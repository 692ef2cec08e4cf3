"""Weights made ready to draw from: one function a draw.

In: a checked population, a rulebook, maps of places, a day, a source of randomness. Out: functions that draw. Newly guaranteed:
a drawn value lies in the domain of its fact and within the dates that it must lie between; the same numbers give the same values.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate

from engine.analysis.population.checked import valued
from engine.facts.places import Places
from engine.linked.model import Fact, Rulebook
from engine.policy.model import Value
from engine.policy.population import Choice, Draw, Population

State = dict[str, object]
"""What was drawn of one person so far; dates as ordinals, None where the draw gives nothing."""
Make = Callable[[State], object]
Random = Callable[[], float]
EARLIEST, LATEST = datetime.date(1000, 1, 1).toordinal(), datetime.date(9999, 12, 31).toordinal()


def sampler(population: Population, book: Rulebook, places: Places, day: datetime.date, random: Random) -> list[Make]:
    """A function for each draw, in order."""
    maker = _Maker(book, places, day, random)
    return [maker.draw(draw) for draw in population.draws]


class _Maker:
    """Turns draws into functions."""

    def __init__(self, book: Rulebook, places: Places, day: datetime.date, random: Random) -> None:
        self._book, self._places, self._day, self._random = book, places, day, random
        self._keys: dict[str, dict[str, list[str]]] = {}

    def draw(self, draw: Draw) -> Make:
        """The function of one draw."""
        fact = self._book.facts.get(draw.name)
        makes = [self._choice(choice, fact, draw) for choice in draw.choices]
        names = tuple(dict.fromkeys(name.name for choice in draw.choices for name, _, _ in choice.when))
        if not names:
            return makes[0]
        return _chosen(draw.choices, makes, names)

    def _choice(self, choice: Choice, fact: Fact | None, draw: Draw) -> Make:
        random, name = self._random, choice.of.name if choice.of is not None else ""
        match choice.how:
            case "weights":
                return _weighted([valued(fact, key) for key, _, _ in choice.weights], [w for _, w, _ in choice.weights], random)
            case "share":
                share = choice.share
                return lambda state: random() < share
            case "bands":
                return _banded(choice.bands, random)
            case "days_ago" | "days_ahead":
                return self._days(choice, draw)
            case "aged":
                return self._aged(name, draw)
            case "same_as":
                return _same(name, fact is not None and fact.type.many)
            case "map":
                table = {key: valued(fact, value) for key, (value, _) in choice.to.items()}
                return lambda state: table.get(str(state[name]))
            case "place":
                return self._place(choice.table.name if choice.table is not None else "", name)
            case _:
                return lambda state: None

    # dates -----------------------------------------------------------------------------------------------------------

    def _days(self, choice: Choice, draw: Draw) -> Make:
        sign, today = (-1 if choice.how == "days_ago" else 1), self._day.toordinal()
        ends = [sorted((today + sign * low, today + sign * high)) for low, high, _ in choice.bands]
        cumulated, random = _cumulated([weight for _, _, weight in choice.bands]), self._random
        within = _within(draw)

        def make(state: State) -> object:
            low, high = ends[bisect_right(cumulated, random())]
            return within(state, low, high, random())

        return make

    def _aged(self, name: str, draw: Draw) -> Make:
        """A birth date that makes the person as old as was drawn."""
        random, within = self._random, _within(draw)
        bounds = [(self._back(age + 1) + 1, self._back(age) - (1 if age else 0)) for age in range(131)]

        def make(state: State) -> object:
            age = state[name]
            if not isinstance(age, int) or not 0 <= age <= 130:
                return None
            low, high = bounds[age]
            return within(state, low, high, random())

        return make

    def _back(self, years: int) -> int:
        return _years_before(self._day, years).toordinal()

    # places ----------------------------------------------------------------------------------------------------------

    def _place(self, table: str, name: str) -> Make:
        by, random = self._by_department(table), self._random

        def make(state: State) -> object:
            keys = by.get(str(state[name]))
            return keys[int(random() * len(keys))] if keys else None

        return make

    def _by_department(self, table: str) -> dict[str, list[str]]:
        """The keys of a map of places that some fund of the table covers, by département."""
        if table not in self._keys:
            found: dict[str, list[str]] = {}
            places: Mapping[str, str] = self._places.postcodes if table == "postcodes" else self._places.communes
            for key, offices in places.items():
                if offices:
                    found.setdefault(key[:3] if key.startswith(("97", "98")) else key[:2], []).append(key)
            self._keys[table] = {department: sorted(keys) for department, keys in found.items()}
        return self._keys[table]


def _years_before(day: datetime.date, years: int) -> datetime.date:
    year = day.year - years
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _within(draw: Draw) -> Callable[[State, int, int, float], int | None]:
    """A day between two, cut to the dates that the draw must lie between; None where nothing is left."""
    after, before = tuple(name.name for name in draw.after), tuple(name.name for name in draw.before)

    def within(state: State, low: int, high: int, at: float) -> int | None:
        for name in after:
            other = state[name]
            if isinstance(other, int) and other > low:
                low = other
        for name in before:
            other = state[name]
            if isinstance(other, int) and other < high:
                high = other
        low, high = max(low, EARLIEST), min(high, LATEST)
        return low + int(at * (high - low + 1)) if low <= high else None

    return within


def _weighted(values: Sequence[Value | tuple[Value, ...]], weights: Iterable[float], random: Random) -> Make:
    cumulated = _cumulated(list(weights))
    return lambda state: values[bisect_right(cumulated, random())]


def _banded(bands: Sequence[tuple[int, int, float]], random: Random) -> Make:
    cumulated = _cumulated([weight for _, _, weight in bands])

    def make(state: State) -> object:
        low, high, _ = bands[bisect_right(cumulated, random())]
        return low + int(random() * (high - low + 1))

    return make


def _cumulated(weights: Sequence[float]) -> list[float]:
    """The shares, added up; the last is left out, so that rounding never points past the end."""
    total = sum(weights)
    return [weight / total for weight in accumulate(weights)][:-1]


def _same(name: str, many: bool) -> Make:
    def make(state: State) -> object:
        found = state[name]
        return (found,) if many and isinstance(found, str) else found

    return make


def _chosen(choices: Sequence[Choice], makes: Sequence[Make], names: tuple[str, ...]) -> Make:
    """The first choice that fits; which one that is, is found once for each combination of what it depends on."""
    known: dict[tuple[object, ...], Make] = {}

    def nothing(state: State) -> None:
        return None

    def find(state: State) -> Make:
        for choice, make in zip(choices, makes, strict=True):
            if all(_fits(state[name.name], values, between) for name, values, between in choice.when):
                return make
        return nothing

    def make(state: State) -> object:
        key = tuple([state[name] for name in names])
        found = known.get(key)
        if found is None:
            if len(known) > 50_000:
                known.clear()
            found = known[key] = find(state)
        return found(state)

    return make


def _fits(value: object, values: tuple[Value, ...], between: tuple[int, int] | None) -> bool:
    if between is not None:
        return isinstance(value, int) and between[0] <= value <= between[1]
    if isinstance(value, tuple):
        return any(member in values for member in value)
    return value in values and any(value == other and type(value) is type(other) for other in values)
