"""Settled or not: can an answer still change the outcome, and which answers matter most.

In: a reading, and lanes over completions of what is untold. Out: `Settled`, values settled by cases, questions.
Newly guaranteed: "by cases" is said only when every possible completion was tried and gave the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from engine.decision.completions import representatives
from engine.decision.model import Question, Settled
from engine.decision.relevance import Relevance
from engine.facts.case import Told
from engine.facts.computed import inputs_below
from engine.facts.lanes import Reads, Variant, rails
from engine.facts.truth import Truth
from engine.linked.model import HERE
from engine.linked.walk import facts_read
from engine.policy.model import Value
from engine.run import lanes
from engine.run.reading import Reading

OUTCOME = ("entitlement", "ground", "procedure")
MOST_LANES = 16_384
MOST_VALUES = 12
"""Values of one input tried when questions are ranked."""


class Completions:
    """Runs completions of one reading as lanes."""

    def __init__(self, reading: Reading, reads: Reads) -> None:
        self._reading, self._reads = reading, reads
        self.relevance = Relevance(reading)
        self._values: dict[str, tuple[Told, ...] | None] = {}
        self._possible: dict[frozenset[tuple[str, Told]], bool] = {}
        book = reading.book
        read = {name for combination in book.combinations for name in facts_read(combination.never)}
        self._combined = frozenset().union(*(inputs_below(book, name) for name in read))

    def values(self, fact: str) -> tuple[Told, ...] | None:
        """Representative values of an untold input, found once."""
        if fact not in self._values:
            self._values[fact] = representatives(fact, self._reading, self._reads)
        return self._values[fact]

    def outcomes(self, variants: Sequence[Variant], literals: Iterable[int]) -> dict[int, int]:
        """For each literal, the lanes (one a variant) in which it is established."""
        reading = self._reading
        initial = rails(reading.book, reading.compiled, self._reads, reading.case, variants, known=reading.established)
        outcome = lanes.run(reading.compiled.program, initial, len(variants))
        return {literal: outcome.rails[literal] for literal in literals}

    def possible(self, variant: Variant) -> bool:
        """Whether a completion is no impossible combination."""
        key = frozenset((name, value) for name, value in variant.told.items() if name in self._combined)
        if key not in self._possible:
            truth = Truth(self._reading.book, Variant(dict(key)).of(self._reading.case))
            self._possible[key] = not any(truth.holds(combination.never) for combination in self._reading.book.combinations)
        return self._possible[key]


def literals_of(reading: Reading, fact: str) -> dict[Value, int]:
    """The literal of each value of a derived fact that has one."""
    found = reading.book.facts[fact]
    domain: tuple[Value, ...] = (True, False) if found.type.kind == "boolean" else found.values
    pairs = ((value, reading.compiled.value(fact, value)) for value in domain)
    return {value: literal for value, literal in pairs if literal is not None}


def settle(reading: Reading, completions: Completions) -> tuple[Settled, dict[str, Value]]:
    """How the outcome is settled, and the values that cases settle though nothing derives them."""
    names = [name for name in OUTCOME if name in reading.book.facts]
    missing = [name for name in names if reading.value(name) is None]
    if not missing:
        return Settled("derivation"), {}
    if reading.conflicts:
        return Settled("no"), {}
    goals = {name: literals_of(reading, name) for name in missing}
    propositions = [literal // 2 for table in goals.values() for literal in table.values()]
    inputs = sorted(completions.relevance.inputs(propositions, asked=True))
    variants = _all(inputs, completions)
    if variants is None:
        return Settled("no"), {}
    found = completions.outcomes(variants, [literal for table in goals.values() for literal in table.values()])
    every = (1 << len(variants)) - 1
    by_cases = {name: value for name, table in goals.items() for value, literal in table.items() if found[literal] == every}
    settled = all(name in by_cases for name in missing)
    return (Settled("cases", tuple(inputs)) if settled else Settled("no")), by_cases


def _all(inputs: list[str], completions: Completions) -> list[Variant] | None:
    """Every completion of the inputs, one value a class; None when there are too many or some cannot be listed."""
    total, choices = 1, []
    for name in inputs:
        values = completions.values(name)
        if values is None:
            return None
        total *= max(1, len(values))
        if total > MOST_LANES:
            return None
        choices.append(values)
    combined = (Variant(dict(zip(inputs, values, strict=True))) for values in product(*choices))
    return [variant for variant in combined if completions.possible(variant)] or None


def questions(reading: Reading, completions: Completions, by_cases: Iterable[str] = ()) -> tuple[Question, ...]:
    """Untold inputs that can still decide something, the one that settles most first. by_cases: what no answer can change."""
    goals = {name: found for name, found in _open_goals(reading).items() if name not in by_cases}
    decides: dict[str, list[str]] = {}
    for name, propositions in goals.items():
        for fact in completions.relevance.inputs(propositions):
            decides.setdefault(fact, []).append(name)
    scores = _scores(reading, completions, list(decides), goals)
    order = {name: at for at, name in enumerate(reading.book.facts)}
    ranked = sorted(decides, key=lambda fact: (*(-score for score in scores[fact]), order[fact]))
    return tuple(Question(fact, tuple(decides[fact])) for fact in ranked)


def _open_goals(reading: Reading) -> dict[str, list[int]]:
    """Open facts of the outcome, then open requirements, then open attributes at the office."""
    goals: dict[str, list[int]] = {}
    for name in OUTCOME:
        if name in reading.book.facts and reading.value(name) is None:
            goals[name] = [literal // 2 for literal in literals_of(reading, name).values()]
    for requirement in reading.book.requirements.values():
        needed = reading.need(requirement.id)
        proposition = reading.compiled.need(requirement.id)
        if needed is None and proposition is not None:
            goals[requirement.id] = [proposition]
        if needed is not False:
            for _, fact in requirement.attributes:
                if reading.value(fact, HERE) is None:
                    values = reading.book.facts[fact].values
                    found = [reading.compiled.value(fact, value, HERE) for value in values]
                    goals[fact] = [literal // 2 for literal in found if literal is not None]
    return goals


def _scores(
    reading: Reading, completions: Completions, facts: list[str], goals: dict[str, list[int]]
) -> dict[str, tuple[float, ...]]:
    """For each input: the share of its values that settle the entitlement, then the outcome, then any goal."""
    variants: list[Variant] = []
    lanes_of: dict[str, int] = {}
    for fact in facts:
        mask = 0
        for value in (completions.values(fact) or ())[:MOST_VALUES]:
            mask |= 1 << len(variants)
            variants.append(Variant({fact: value}))
        lanes_of[fact] = mask
    weights = {name: [2 * p for p in propositions] for name, propositions in goals.items()}
    found = completions.outcomes(variants, [rail for rails_ in weights.values() for lit in rails_ for rail in (lit, lit ^ 1)])
    settled = {
        name: _union(found, rails_ if name in reading.book.facts else [rail for lit in rails_ for rail in (lit, lit ^ 1)])
        for name, rails_ in weights.items()
    }
    outcome = [settled[name] for name in OUTCOME if name in settled]
    return {
        fact: (
            _share(settled.get("entitlement", 0), mask),
            sum(_share(lanes_, mask) for lanes_ in outcome),
            sum(_share(lanes_, mask) for lanes_ in settled.values()),
        )
        for fact, mask in lanes_of.items()
    }


def _union(found: dict[int, int], literals: Iterable[int]) -> int:
    total = 0
    for literal in literals:
        total |= found[literal]
    return total


def _share(lanes_: int, mask: int) -> float:
    return (lanes_ & mask).bit_count() / mask.bit_count() if mask else 0.0
