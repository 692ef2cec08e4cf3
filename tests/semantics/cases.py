"""Random cases, and the completions of a case.

In: a rulebook or a case. Out: strategies of `Case`; completions as lists of cases. Newly guaranteed: told values lie in their
domains; a complete case tells every input and one place.
"""

from __future__ import annotations

import datetime
import itertools
import random
from collections.abc import Mapping

from hypothesis import strategies as st

from engine.facts.case import Case, Told
from engine.facts.computed import arguments_of
from engine.linked.model import Rulebook, Test
from engine.linked.walk import leaves
from tests.semantics.vocabulary import CODES, DAYS, PLACES, VALUES

MOST = 256
"""Completions that are looked at; beyond, a sample of so many."""
EVERY = {name: st.sampled_from(values) for name, values in VALUES.items()}
SEVERAL = (None, None, frozenset(CODES[:2]), frozenset(CODES[1:]), *PLACES, *PLACES[:2])
FORCED = st.sampled_from((None, None, None, *CODES))
AS_OF = st.sampled_from(DAYS).map(datetime.date.fromisoformat)


def cases() -> st.SearchStrategy[Case]:
    """Some inputs told, some answered "I do not know", a place of any kind, sometimes an office set outright."""
    told = st.fixed_dictionaries({}, optional=EVERY)
    asked = st.frozensets(st.sampled_from(tuple(VALUES)), max_size=3)
    return st.builds(_case, AS_OF, told, asked, st.sampled_from(SEVERAL), FORCED)


def complete_cases() -> st.SearchStrategy[Case]:
    """Everything told."""
    told = st.fixed_dictionaries(EVERY)
    return st.builds(_case, AS_OF, told, st.just(frozenset[str]()), st.sampled_from(PLACES), FORCED)


def any_cases() -> st.SearchStrategy[Case]:
    """Cases, one in some complete."""
    return st.one_of(cases(), cases(), complete_cases())


def batches(*, complete: bool = False) -> st.SearchStrategy[list[Case]]:
    """A few cases that shrink well, and mostly six at random."""
    drawn = st.lists(complete_cases() if complete else any_cases(), min_size=1, max_size=3)
    more = st.sampled_from((0, 6, 6, 6))
    return st.builds(_and_random, drawn, more, st.integers(0, 2**32 - 1), st.just(complete))


def _and_random(drawn: list[Case], more: int, seed: int, complete: bool) -> list[Case]:
    rng = random.Random(seed)
    return drawn + [random_case(rng, complete=complete) for _ in range(more)]


def random_case(rng: random.Random, *, complete: bool = False) -> Case:
    """A case drawn at once, for the many lanes of one example."""
    share = 1.0 if complete else rng.choice((0.0, 0.3, 0.7, 1.0, 1.0))
    told = {name: rng.choice(values) for name, values in VALUES.items() if rng.random() < share}
    day = datetime.date.fromisoformat(rng.choice(DAYS))
    return Case(day, told, place=rng.choice(PLACES if complete else SEVERAL), forced=rng.choice((None, None, *CODES)))


def _case(
    day: datetime.date, told: dict[str, Told], asked: frozenset[str], place: frozenset[str] | None, forced: str | None
) -> Case:
    return Case(as_of=day, told=told, asked=asked - told.keys(), place=place, forced=forced)


def inputs_read(book: Rulebook) -> list[str]:
    """The inputs (but the day) that some rule or alternative reads, computed facts taken apart."""
    conditions = [rule.when for rule in book.rules]
    conditions += [other.when for needed in book.requirements.values() for other in needed.any_of if other.when is not None]
    waiting = [leaf.fact for condition in conditions for leaf in leaves(condition) if isinstance(leaf, Test)]
    found: dict[str, None] = {}
    while waiting:
        fact = book.facts[waiting.pop()]
        if fact.origin == "computed":
            waiting.extend(arguments_of(fact))
        elif fact.name in VALUES:
            found[fact.name] = None
    return list(found)


def completions(book: Rulebook, case: Case, rng: random.Random) -> list[Case]:
    """The completions of a case over what its rulebook reads (other inputs stay untold), or a sample of them."""
    untold = [name for name in inputs_read(book) if name not in case.told]
    places = [place for place in PLACES if case.place is None or place <= case.place]
    choices: list[tuple[object, ...]] = [tuple(places), *(VALUES[name] for name in untold)]
    size = 1
    for options in choices:
        size *= len(options)
    if size <= MOST:
        return [_completed(case, untold, chosen) for chosen in itertools.product(*choices)]
    return [_completed(case, untold, tuple(rng.choice(options) for options in choices)) for _ in range(MOST)]


def _completed(case: Case, untold: list[str], chosen: tuple[object, ...]) -> Case:
    place, *values = chosen
    told: Mapping[str, Told] = {**case.told, **dict(zip(untold, values, strict=True))}  # type: ignore[arg-type]
    assert place is None or isinstance(place, frozenset)
    return Case(as_of=case.as_of, told=told, place=place, forced=case.forced)


def chain(case: Case, rng: random.Random) -> list[Case]:
    """From nothing told to all that the case tells, one answer more at a time; a place among several first, then settled."""
    answers: list[str | None] = [*case.told, None]
    rng.shuffle(answers)
    told: dict[str, Told] = {}
    place: frozenset[str] | None = None
    found = [Case(case.as_of, {}, forced=case.forced)]
    for answer in answers:
        if answer is not None:
            told = {**told, answer: case.told[answer]}
        elif case.place is not None:
            found.append(Case(case.as_of, told, place=case.place | {CODES[2]}, forced=case.forced))
            place = case.place
        found.append(Case(case.as_of, told, place=place, forced=case.forced))
    return found
