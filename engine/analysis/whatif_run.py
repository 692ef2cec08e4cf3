"""What if: the smallest sets of changes, each decided anew.

In: a decision, a way to decide again, what is sought. Out: `WhatIf`. Newly guaranteed: every set shown was decided as a profile
of its own, which reached what is sought; every part of it was too, or is refuted in its lane, and did not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby, islice, product

from engine.analysis.whatif import WAIT, Again, Change, ChangeSet, Decides, Goal, Searched, WhatIf
from engine.analysis.whatif_choices import Choice, Choices, listed, nearest
from engine.analysis.whatif_rows import Row, merged, result_of, value_of
from engine.analysis.whatif_search import Chosen, Search, variant
from engine.decision.settled import OUTCOME
from engine.facts.case import Told
from engine.facts.lanes import Reads
from engine.ground.dates import parse_date
from engine.ground.records import dataclass, replace
from engine.policy.model import Value

MOST_DECISIONS = 300
"""Profiles decided anew for one answer."""
MOST_MEMBERS = 40
"""Alternatives of one set that are decided."""
MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """anything: also what nobody can change. most: changes together. limit: sets shown.

    also: other values that a single answer not given yet may settle, worth telling beside the goal.
    """

    goal: Goal
    anything: bool = False
    most: int = MOST_CHANGES
    limit: int = 10
    also: tuple[Value, ...] = ()


def what_if(decided: Decides, reads: Reads, again: Again, asked: Asked) -> WhatIf:
    """The answer for one decision."""
    found = _Run(decided, reads, again, asked).answer()
    if found.reached or not asked.also:
        return found
    goal = Goal(asked.goal.fact, asked.also)
    besides = _Run(decided, reads, again, Asked(goal, asked.anything, 1, asked.limit), tells_only=True).answer()
    tells = (*found.tells, *besides.tells)[: asked.limit]
    return replace(found, tells=tells, more=found.more or len(found.tells) + len(besides.tells) > asked.limit)


class _Run:
    def __init__(self, decided: Decides, reads: Reads, again: Again, asked: Asked, *, tells_only: bool = False) -> None:
        self._decided, self._asked, self._again, self._reads = decided, asked, again, reads
        self._choices = Choices(decided.reading, reads, asked.goal, anything=asked.anything, tells_only=tells_only)
        self._search = Search(self._choices, reads)
        self._known: dict[tuple[object, ...], Decides | None] = {}
        self._order = {name: at for at, name in enumerate((*decided.reading.book.facts, WAIT))}
        self._rows: list[Row] = []
        self._more = False

    def answer(self) -> WhatIf:
        """Everything."""
        goal, now = self._asked.goal, value_of(self._decided, self._asked.goal.fact, self._reads)
        reached, size = now in goal.values, 0
        while not reached and size < self._asked.most and not self._enough():
            size += 1
            self._take(self._search.size(size, self._asked.most))
        rows = sorted(merged(self._rows), key=self._rank)
        sets = [row for row in rows if not row.told_only]
        tells = [row for row in rows if row.told_only]
        limit = self._asked.limit
        return WhatIf(
            now=result_of([self._decided], goal.fact, now, self._reads),
            goal=goal,
            losing=now == "entitled" and goal.fact == "entitlement" and not reached,
            reached=reached,
            sets=tuple(self._set(row) for row in sets[:limit]),
            tells=tuple(self._set(row) for row in tells[:limit]),
            more=self._more or len(sets) > limit or len(tells) > limit,
            searched=self._searched(size),
        )

    def _searched(self, size: int) -> Searched:
        cut = self._search.cut
        return Searched(
            size if cut is None else cut - 1,
            self._asked.most,
            self._search.lanes,
            len(self._known),
            cut is not None,
            self._asked.anything,
            tuple(self._choices.untried),
        )

    def _enough(self) -> bool:
        return len({row.group for row in self._rows if not row.told_only}) >= self._asked.limit

    # deciding ----------------------------------------------------------------------------------------------------------

    def _take(self, found: Sequence[Chosen]) -> None:
        """Decide the sets, the cheapest first, all values of the same facts together."""
        ranked = sorted(found, key=lambda chosen: (_cost(chosen), self._at(chosen)))
        for _, several in groupby(ranked, key=lambda chosen: tuple(choice.fact for choice in chosen)):
            told_only = False
            rests: set[tuple[object, ...]] = set()
            for chosen in several:
                told_only = all(choice.kind == "tell" for choice in chosen)
                if self._full(told_only) or len(self._known) >= MOST_DECISIONS:
                    self._more = True
                    break
                rest = tuple((choice.fact, choice.value) for choice in chosen if choice.fact != WAIT)
                if len(rest) < len(chosen) and rest in rests:
                    continue  # on an earlier day already
                rows = list(self._decide(chosen))
                if not rows:
                    self._search.forget(chosen)
                    continue
                rests.add(rest)
                self._rows += rows

    def _full(self, told_only: bool) -> bool:
        return len({row.group for row in self._rows if row.told_only == told_only}) > self._asked.limit

    def _decide(self, chosen: Chosen) -> Iterator[Row]:
        if self._part_reaches(chosen):
            return
        for values in islice(product(*(choice.members for choice in chosen)), MOST_MEMBERS):
            decided = self._decision(chosen, values)
            row = self._row(chosen, values, decided)
            if row is not None:
                yield row

    def _row(self, chosen: Chosen, values: Sequence[Told], decided: Decides | None) -> Row | None:
        """The set as decided; None where it is refused, or does not reach what is sought."""
        value = None if decided is None else value_of(decided, self._asked.goal.fact, self._reads)
        if decided is None or value not in self._asked.goal.values:
            return None
        known = (name for name in OUTCOME[:2] if name in decided.reading.book.facts)
        outcome = (value, *(decided.reading.value(name) for name in known))
        return Row(chosen, tuple((told,) for told in values), (decided,), outcome)

    def _part_reaches(self, chosen: Chosen) -> bool:
        """Whether a part of the set is enough: where lanes leave that open, the part is decided (cases may settle it)."""
        parts = [part for size in range(1, len(chosen)) for part in combinations(chosen, size)]
        _, opened = self._search.state([variant(part) for part in parts])
        for lane, part in enumerate(parts):
            if opened >> lane & 1 and self._search.possible(part):
                values = tuple(choice.value for choice in part)
                row = self._row(part, values, self._decision(part, values))
                if row is not None:
                    self._rows += [row] if all(row.chosen != other.chosen for other in self._rows) else []
                    return True
        return False

    def _decision(self, chosen: Chosen, values: Sequence[Told]) -> Decides | None:
        told = {choice.fact: value for choice, value in zip(chosen, values, strict=True) if choice.fact != WAIT}
        day = next((str(choice.value) for choice in chosen if choice.fact == WAIT), None)
        key = (day, *sorted(told.items(), key=lambda pair: pair[0]))
        if key not in self._known:
            self._known[key] = self._again(told, None if day is None else parse_date(day))
        return self._known[key]

    def _rank(self, row: Row) -> tuple[object, ...]:
        """Fewest changes first, then the least cost, then the better outcome, then as the vocabulary has them."""
        value = row.outcome[0]
        better = self._asked.goal.values.index(value) if value in self._asked.goal.values else 0
        return len(row.chosen), _cost(row.chosen), better, self._at(row.chosen)

    # showing -----------------------------------------------------------------------------------------------------------

    def _at(self, chosen: Iterable[Choice]) -> tuple[object, ...]:
        return tuple(self._order[choice.fact] for choice in chosen)

    def _set(self, row: Row) -> ChangeSet:
        reading = self._decided.reading
        changes = tuple(
            Change(
                choice.fact,
                choice.kind,
                self._shown(choice, values),
                reading.case.told.get(choice.fact),
                choice.changeable,
                asked=choice.fact in reading.case.asked,
                example=choice.kind != "wait" and not listed(reading.book.facts[choice.fact]),
            )
            for choice, values in zip(row.chosen, row.values, strict=True)
        )
        return ChangeSet(changes, result_of(row.decided, self._asked.goal.fact, row.outcome[0], self._reads, self._decided))

    def _shown(self, choice: Choice, values: tuple[Told, ...]) -> tuple[Told, ...]:
        """Of several days the one nearest to what is told: the others are examples of the same."""
        fact = self._decided.reading.book.facts.get(choice.fact)
        if choice.kind == "wait" or fact is None or listed(fact):
            return values
        case = self._decided.reading.case
        return tuple(nearest(list(values), fact, case.told.get(choice.fact), case.as_of))


def _cost(chosen: Iterable[Choice]) -> int:
    return sum(Change(choice.fact, choice.kind, (), None, choice.changeable).cost for choice in chosen)
