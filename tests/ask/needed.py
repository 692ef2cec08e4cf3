"""Was a question needed: two people alike but for its answer, whose outcomes differ.

In: an interview at the moment of a question. Out: their profiles, and what comes out for each. Nothing here is taken from the
module that chooses questions: completions are drawn anew, and both profiles are decided like any other.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import engine
from engine.api.interview import Interview, told
from engine.api.policyset import PolicySet
from engine.decision.completions import Classes
from engine.decision.grid import Spread
from engine.decision.settled import OUTCOME, Completions, literals_of, settle
from tests.ask.simulated import flat, options

DRAWN = 512
ROUNDS = 24
TRIED = 12
NUMBERS = ("2850578006084", "7000000000000", "3000000000000", "1")
"""Values of `number.value`, a text: in the form of a permanent number, of a fund's, of a migrant's, of none."""
Profile = Mapping[str, Any]


@dataclass(frozen=True)
class Twins:
    """Two profiles that differ in one answer, and what they come to."""

    profiles: tuple[Profile, Profile]
    outcomes: tuple[tuple[object, ...], tuple[object, ...]]


def twins(interview: Interview, fact: str, goals: Sequence[str] = OUTCOME) -> Twins | None:
    """Two profiles that go on from the interview and differ in the fact alone and in one of the goals; None if none was found.

    What the person does not know is known to both, or still unknown to both: an answer can tell by ruling out what is not known.
    """
    as_of = interview.decided.decision.as_of
    for first, second in chain(*(_pairs(interview, fact, goals, known=known) for known in (True, False))):
        outcomes = tuple(outcome(interview.policies, profile, as_of) for profile in (first, second))
        if outcomes[0] is not None and outcomes[1] is not None and outcomes[0] != outcomes[1]:
            return Twins((first, second), (outcomes[0], outcomes[1]))
    return None


def outcome(
    policies: PolicySet, profile: Profile, as_of: str | None, goals: Sequence[str] = OUTCOME
) -> tuple[object, ...] | None:
    """What a profile comes to; None where it is refused."""
    try:
        case = policies.case(profile, options(as_of))
    except engine.Rejected:
        return None
    decided = policies.decide_case(case, executor="lanes")
    by_cases = settle(decided.reading, Completions(decided.reading, policies.reads_of(decided.reading.compiled)))[1]
    return tuple(by_cases.get(name, decided.reading.value(name)) for name in goals)


def least(policies: PolicySet, profile: Profile, as_of: str | None, goals: Sequence[str]) -> frozenset[str] | None:
    """Facts of a profile that settle what it comes to, of which none can be left out; None where it does not settle the goals."""
    kept = {name: value for name, value in flat(profile) if name in policies.book.facts and value is not None}
    wanted = outcome(policies, nested(kept), as_of, goals)
    if wanted is None or None in wanted:
        return None
    for name in list(kept):
        fewer = {other: value for other, value in kept.items() if other != name}
        if outcome(policies, nested(fewer), as_of, goals) == wanted:
            kept = fewer
    return frozenset(kept)


def nested(facts: Mapping[str, object]) -> Profile:
    """A profile of facts."""
    profile: Profile = {}
    for name, value in facts.items():
        profile = told(profile, name, list(value) if isinstance(value, tuple) else value)
    return profile


# completions ---------------------------------------------------------------------------------------------------------


def _pairs(interview: Interview, fact: str, goals: Sequence[str], *, known: bool) -> Iterator[tuple[Profile, Profile]]:
    """Profiles that differ in the fact: in lanes their goals differ too (of a text, whose values have no lanes, they may)."""
    reading = interview.decided.reading
    completions = Completions(reading, interview.policies.reads_of(reading.compiled))
    open_ = [name for name in goals if name in reading.book.facts and reading.value(name) is None]
    propositions = [literal // 2 for name in open_ for literal in literals_of(reading, name).values()]
    inputs = sorted(completions.relevance.inputs(propositions, asked=known) | {fact})
    columns = {name: found for name in inputs if (found := completions.classes(name)) is not None and found.values}
    drawn = random.Random(fact)
    for _ in range(ROUNDS):
        if fact in columns:
            yield from _differing(interview, completions, columns, fact, open_, drawn)
        else:
            chosen = {name: drawn.choice(column.values) for name, column in columns.items()}
            for number in NUMBERS[1:]:
                yield tuple(_laid(interview, {**chosen, fact: value}) for value in (NUMBERS[0], number))  # type: ignore[misc]


def _differing(
    interview: Interview,
    completions: Completions,
    columns: Mapping[str, Classes],
    fact: str,
    goals: Sequence[str],
    drawn: random.Random,
) -> Iterator[tuple[Profile, Profile]]:
    values = columns[fact].values
    every = (1 << DRAWN) - 1
    chosen = {name: [drawn.randrange(len(column.values)) for _ in range(DRAWN)] for name, column in columns.items()}
    places = []
    for name, column in columns.items():
        if name == fact:
            places.append([every << at * DRAWN for at in range(len(values))])
            continue
        masks = [0] * len(column.values)
        for lane, at in enumerate(chosen[name]):
            masks[at] |= 1 << lane
        places.append([sum(mask << at * DRAWN for at in range(len(values))) for mask in masks])
    spread = Spread(completions.residue, list(columns.values()), places, DRAWN * len(values), completions.never)
    rails = spread.derived()
    literals = [literal for name in goals for literal in literals_of(completions.reading, name).values()]
    tried = 0
    for first in range(len(values)):
        for second in range(first + 1, len(values)):
            shift = (second - first) * DRAWN
            both = spread.possible & spread.possible >> shift & every << first * DRAWN
            differs = 0
            for literal in literals:
                differs |= (rails[literal] ^ rails[literal] >> shift) & both
            while differs and tried < TRIED:
                tried += 1
                lane = (differs & -differs).bit_length() - 1
                differs &= differs - 1
                base = {name: column.values[chosen[name][lane % DRAWN]] for name, column in columns.items()}
                yield _laid(interview, {**base, fact: values[first]}), _laid(interview, {**base, fact: values[second]})


def _laid(interview: Interview, values: Mapping[str, object]) -> Profile:
    """The profile of the interview with more answers."""
    profile: Profile = interview.profile
    for name, value in values.items():
        profile = told(profile, name, list(value) if isinstance(value, tuple) else value)
    return profile
