"""The order of questions: what decides the entitlement first, steps last; among equals, the one that settles most.

In: completions, the inputs worth asking with what they decide. Out: `Question`s in order. Newly guaranteed: a question that can
settle something stands before one that cannot; nothing but the rules is weighed: every answer to a question counts the same.

Two things are measured for each input. How many questions each of its answers leaves (of all that could matter before): one pass
downwards over the clauses, a lane for each answer. And how much it tells of where the goal comes out, in samples of completions:
an answer that halves the possible ends makes questions cheaper that are not asked yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import inf, log2

from engine.decision.goals import rank_of, told_by
from engine.decision.grid import Spread
from engine.decision.model import Question
from engine.decision.samples import places, single
from engine.decision.settled import Completions
from engine.decision.twins import differ

LANES = 256
"""Sampled completions."""
BIT = 8.0
"""Questions that one bit about the goal is worth. Measured on real cases: from 4 to 20 makes no difference to speak of."""
CLOSE = 1.0
"""How much less a question may settle that goes on with the subject of the one before."""

Goals = Mapping[str, Sequence[int]]


def ranked(
    completions: Completions, decides: Mapping[str, Sequence[str]], goals: Goals, settles: Mapping[str, frozenset[str]]
) -> tuple[Question, ...]:
    """The questions in order. decides: the goals that answers can change; settles: those that they can help to settle."""
    book = completions.reading.book
    hoped = {fact: tuple(goal for goal in names if goal in settles.get(fact, ())) for fact, names in decides.items()}
    rank = {fact: min(rank_of(book, goal) for goal in hoped[fact] or names) for fact, names in decides.items()}
    found: list[tuple[bool, int, float, int, Question]] = []
    order = {name: at for at, name in enumerate(book.facts)}
    for at in set(rank.values()):
        facts = [fact for fact in order if rank.get(fact) == at]
        left = _Measured(completions, {name: goals[name] for name in goals if rank_of(book, name) == at}).left(facts)
        for fact in facts:
            question = Question(fact, tuple(decides[fact]), hoped[fact], left[fact])
            found.append((not hoped[fact], at, left[fact], order[fact], question))
    return tuple(question for *_, question in sorted(found, key=lambda entry: entry[:4]))


class _Measured:
    """Every answer to every input that goals wait for, and samples of answers to all of them."""

    def __init__(self, completions: Completions, goals: Goals) -> None:
        self._completions, self._goals = completions, goals
        propositions = [p for found in goals.values() for p in found]
        every, only = completions.relevance.inputs(propositions, asked=True), completions.relevance.atoms(propositions)
        known = ((name, completions.classes(name, only)) for name in sorted(every))
        columns = [column for _, column in known if column is not None and column.values]
        self._at = {column.fact: at for at, column in enumerate(columns)}
        residue = completions.residue
        alone, lanes = single([len(column.values) for column in columns])
        self._answers = Spread(residue, columns, alone, lanes, completions.never)
        self._open = self._answers.derived()
        drawn = [places(len(column.values), column.fact, LANES) for column in columns]
        self._samples = Spread(residue, columns, drawn, LANES, completions.never)
        self._ends = self._samples.derived()

    def left(self, facts: Sequence[str]) -> dict[str, float]:
        """For each fact, the questions about the goals that are expected to be left after its answer; `inf` where it is last."""
        open_ = self._still_open()
        parts = [self._parts(goal) for goal in self._goals]
        before = sum(_entropy([part.bit_count() for part in ends]) for ends in parts)
        found = dict.fromkeys(facts, inf)
        for fact in facts:
            if (at := self._at.get(fact)) is not None:
                answers = sum(self._answers.places[at]) & self._answers.possible
                count = sum((mask & answers).bit_count() for mask in open_) / max(1, answers.bit_count())
                found[fact] = round(count - BIT * (before - self._uncertain(at, parts)), 3)
        return found | dict.fromkeys(self._in_doubt(found), inf)

    def _in_doubt(self, left: Mapping[str, float]) -> Iterator[str]:
        """Of the first ones, those that tell no sampled twins apart: they wait until every completion can be tried."""
        literals = [literal for goal, found in self._goals.items() for literal in told_by(self._completions.reading, goal, found)]
        best: float | None = None
        for fact in sorted(left, key=left.__getitem__):
            if fact not in self._at or (best is not None and left[fact] > best + CLOSE):
                return
            if not differ(self._completions, self._samples.columns, fact, literals):
                yield fact
            elif best is None:
                best = left[fact]

    def _still_open(self) -> list[int]:
        """For each input that may be asked, the answers after which it can still matter to one of the goals."""
        rails, reading, full = self._open, self._completions.reading, self._answers.full
        wanted: dict[int, int] = {}
        for goal in self._goals:
            start = full
            for literal in told_by(reading, goal, self._goals[goal]):
                start &= ~rails[literal]
            for proposition in self._goals[goal]:
                wanted[proposition] = wanted.get(proposition, 0) | start
        for head, body in reversed(self._completions.residue.clauses):
            mask = wanted.get(head // 2, 0) & ~(rails[head] | rails[head ^ 1])
            for premise in body:
                mask &= ~rails[premise ^ 1]
            for premise in body if mask else ():
                wanted[premise // 2] = wanted.get(premise // 2, 0) | mask & ~rails[premise]
        return list(self._of_inputs(wanted).values())

    def _of_inputs(self, wanted: Mapping[int, int]) -> dict[str, int]:
        reading, found = self._completions.reading, dict[str, int]()
        for atom in reading.compiled.program.atoms:
            mask = wanted.get(atom, 0) & ~(self._open[2 * atom] | self._open[2 * atom + 1])
            for name in self._completions.relevance.read_by(atom) if mask else ():
                if name not in reading.case.asked:
                    found[name] = found.get(name, 0) | mask
        return found

    def _parts(self, goal: str) -> list[int]:
        """The samples parted by where the goal comes out."""
        found, rest = [], self._samples.possible
        for literal in told_by(self._completions.reading, goal, self._goals[goal]):
            if part := self._ends[literal] & rest:
                found.append(part)
                rest &= ~part
        return [*found, rest]

    def _uncertain(self, at: int, parts: Sequence[Sequence[int]]) -> float:
        """Bits that are missing about the goals once the input is answered."""
        total, possible = 0.0, self._samples.possible
        for lanes in self._samples.places[at]:
            if size := (lanes & possible).bit_count():
                total += (
                    size / possible.bit_count() * sum(_entropy([(part & lanes).bit_count() for part in ends]) for ends in parts)
                )
        return total


def _entropy(counts: Sequence[int]) -> float:
    total = sum(counts)
    return -sum(count / total * log2(count / total) for count in counts if count)
