"""Changed policy sets decided for many cases at once.

In: a subject, cases, the verdicts of its atoms. Out: a `Trial` of any changed rulebook: every case in one pass.
Newly guaranteed: lane k is what a decision of case k alone gives with the changed rulebook; only atoms that the first rulebook
did not have are settled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from engine.analysis.mutants import RowOf
from engine.analysis.policytests import Subject, decides
from engine.analysis.testview import View
from engine.clauses.compiled import AtomSpec, Compiled, FactTest
from engine.clauses.lower import lower
from engine.clauses.program import negative, positive
from engine.facts.case import Case
from engine.facts.computed import arguments_of
from engine.facts.lanes import Reads
from engine.facts.truth import Truth
from engine.linked.model import Rulebook
from engine.run import lanes
from engine.run.outcome import Outcome
from engine.run.reading import Reading

Masks = tuple[int, int]
"""The lanes in which something is true, and false."""
NOTHING: Mapping[AtomSpec, Masks] = {}


class Trial:
    """A changed rulebook, decided for every case of the bench."""

    def __init__(self, book: Rulebook, compiled: Compiled, outcome: Outcome, cases: Sequence[Case]) -> None:
        self.book, self.compiled, self.outcome, self._cases = book, compiled, outcome, cases

    @cached_property
    def reads(self) -> Reads:
        """What each atom depends on."""
        return Reads(self.book, self.compiled)

    @cached_property
    def public(self) -> dict[str, Masks]:
        """The rails of everything that is read off an outcome, by name."""
        rails = self.outcome.rails
        names = (name for name in (*self.compiled.index, *self.compiled.aliases) if public(name))
        named = ((name, self.compiled.proposition(name)) for name in names)
        return {name: (rails[positive(at)], rails[negative(at)]) for name, at in named if at is not None}

    def view(self, lane: int) -> View:
        """The answers of one lane."""
        case = self._cases[lane]
        return View(Reading(self.book, self.compiled, case, self.outcome, lane), self.reads, decides=decides(self.book, case))


class Trials:
    """Cases ready to be decided with changed rulebooks."""

    def __init__(self, subject: Subject, cases: Sequence[Case], verdicts: Mapping[AtomSpec, Masks]) -> None:
        self.subject, self.cases = subject, tuple(cases)
        self._verdicts: dict[AtomSpec, Masks] = dict(verdicts)
        self._silent = sum(1 << lane for lane, case in enumerate(cases) if not decides(subject.book, case))

    @cached_property
    def truths(self) -> tuple[Truth, ...]:
        """The truth of each case."""
        return tuple(Truth(self.subject.book, case) for case in self.cases)

    def trial(self, book: Rulebook, row: RowOf | None = None, using: int = 0) -> Trial:
        """A changed rulebook, decided. Without a row, a rule has changed; with it, nothing but that row, which lanes use."""
        compiled = lower(book) if row is None else self.subject.compiled
        lost = {} if row is None else self._without(book, row, using)
        return self.decided(book, compiled, lost)

    @cached_property
    def first(self) -> Trial:
        """The rulebook as it is."""
        return self.decided(self.subject.book, self.subject.compiled)

    def decided(self, book: Rulebook, compiled: Compiled, lost: Mapping[AtomSpec, Masks] = NOTHING) -> Trial:
        """A rulebook and its program, decided. lost: verdicts that stand instead of those that are kept."""
        initial: dict[int, int] = {}
        for proposition, spec in zip(compiled.program.atoms, compiled.atoms, strict=True):
            true, false = lost.get(spec) or self.verdict(spec)
            initial[positive(proposition)], initial[negative(proposition)] = true, false
        outcome = lanes.Lanes(compiled.program).run(initial, max(1, len(self.cases)))  # not `run`, which keeps programs
        return Trial(book, compiled, self._spoken(outcome), self.cases)

    def _spoken(self, outcome: Outcome) -> Outcome:
        """Nothing is concluded before the period of the policies."""
        return Outcome(tuple(rail & ~self._silent for rail in outcome.rails), outcome.lanes) if self._silent else outcome

    def verdict(self, spec: AtomSpec) -> Masks:
        """The lanes in which an atom is true, and false; settled at its first use."""
        found = self._verdicts.get(spec)
        if found is None:
            verdicts = [truth.atom(spec) for truth in self.truths]
            found = self._verdicts[spec] = _mask(verdicts, True), _mask(verdicts, False)
        return found

    def _without(self, book: Rulebook, row: RowOf, using: int) -> dict[AtomSpec, Masks]:
        """The verdicts of the atoms that read a table, without one of its rows."""
        found: dict[AtomSpec, Masks] = {}
        truths = {lane: Truth(book, self.cases[lane]) for lane in bits(using)}
        for spec in self.subject.compiled.atoms:
            if not isinstance(spec, FactTest) or not looks_up(book, spec.fact, row.table):
                continue
            true, false = self.verdict(spec)
            for lane, truth in truths.items():
                bit, verdict = 1 << lane, truth.atom(spec)
                true = true | bit if verdict else true & ~bit
                false = false | bit if verdict is False else false & ~bit
            found[spec] = true, false
        return found


def difference(before: Trial, after: Trial, wanted: Callable[[str], bool] = bool) -> int:
    """The lanes in which something that can be read off an outcome has changed; wanted: of which names."""
    found, rails, index = 0, after.outcome.rails, after.compiled.index
    for name, (true, false) in before.public.items():
        if not wanted(name):
            continue
        at = after.compiled.proposition(name)
        if at is None:
            found |= true  # a rule or a value that is no more
        else:
            found |= (true ^ rails[positive(at)]) | (false ^ rails[negative(at)])
    for name in index.keys() - before.public.keys():
        found |= rails[positive(index[name])] if public(name) and wanted(name) else 0
    return found


def public(name: str) -> bool:
    """Whether a proposition is read off an outcome: no part of a condition, no atom, no set of values."""
    return not name.startswith(("when:", "?")) and "/when" not in name and " in {" not in name


def bits(mask: int) -> Iterator[int]:
    """The lanes of a mask, in order."""
    while mask:
        bit = mask & -mask
        mask ^= bit
        yield bit.bit_length() - 1


def _mask(verdicts: Sequence[bool | None], wanted: bool) -> int:
    digits = "".join("1" if verdict is wanted else "0" for verdict in reversed(verdicts))
    return int(digits or "0", 2)


def looks_up(book: Rulebook, name: str, table: str) -> bool:
    """Whether an input or computed fact is made of a lookup in the table."""
    fact = book.facts.get(name)
    if fact is None or fact.origin != "computed":
        return False
    return fact.table == table or any(looks_up(book, argument, table) for argument in arguments_of(fact))
