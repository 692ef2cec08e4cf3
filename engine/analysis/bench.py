"""A test bench: the tests of a set, kept ready, against changed versions of the set.

In: a subject and its tests, which pass. Out: for any mutant, the first test that fails. Newly guaranteed: the answer is the one
of all tests run anew; a lane in which no fact, rule or requirement has changed is judged again only for what depends on more
than it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from engine.analysis.expectations import Expectation
from engine.analysis.judging import judge
from engine.analysis.mutants import Mutant, RowOf, changed
from engine.analysis.policytests import Ready, Subject, decide_all, prepare
from engine.analysis.testfiles import WrittenTest
from engine.analysis.testview import View
from engine.analysis.trials import Trial, Trials, bits, public
from engine.clauses.compiled import Compiled, rule_name
from engine.clauses.program import negative, positive
from engine.decision.decide import COMPLETE
from engine.decision.settled import OUTCOME
from engine.facts.computed import arguments_of
from engine.linked.model import HERE, LAW, Rulebook
from engine.policy.model import Value
from engine.run.reading import Reading


class Bench:
    """Tests ready to run. Only tests with a right profile take part."""

    def __init__(self, subject: Subject, tests: Sequence[WrittenTest]) -> None:
        self.subject = subject
        found = [ready for ready in (prepare(subject, test) for test in tests) if ready.case is not None]
        self.tests: tuple[Ready, ...] = tuple(found)
        cases = tuple(ready.case for ready in found if ready.case is not None)
        rails = decide_all(subject, cases).rails
        atoms = zip(subject.compiled.program.atoms, subject.compiled.atoms, strict=True)
        self.trials = Trials(subject, cases, {spec: (rails[positive(at)], rails[negative(at)]) for at, spec in atoms})

    def failing(self, mutant: Mutant) -> str | None:
        """The id of a test that fails with the mutant; None where all pass."""
        using = self.rows.get(mutant.row, 0) if mutant.row is not None else 0
        trial = self.trials.trial(changed(self.subject.book, mutant), mutant.row, using)
        touched = self._touched(mutant, trial) | using
        for lane in bits(touched):
            if fails(trial.view(lane), self.tests[lane].expected):
                return self.tests[lane].test.id
        for lane, expected in self._beyond:
            if not touched >> lane & 1 and fails(trial.view(lane), expected):
                return self.tests[lane].test.id
        return None

    def _touched(self, mutant: Mutant, trial: Trial) -> int:
        """The lanes in which what their test expects may have changed; every lane that has come into conflict."""
        watched, broad = self._watched
        touched, rails = in_conflict(trial), trial.outcome.rails
        for name, (true, false) in self.trials.first.public.items():
            at = trial.compiled.proposition(name)
            changed_ = true | false if at is None else (true ^ rails[positive(at)]) | (false ^ rails[negative(at)])
            touched |= changed_ & (watched.get(name, 0) | broad) if changed_ else 0
        for name in trial.compiled.index.keys() - self.trials.first.public.keys():
            touched |= rails[positive(trial.compiled.index[name])] if public(name) else 0
        for own in (rule_name(mutant.rule), rule_name(mutant.rule, HERE)):  # what it says may change though it alone is as before
            effective, _ = self.trials.first.public.get(own, (0, 0))
            touched |= watched.get(own, 0) | (effective & broad)
        return touched

    @cached_property
    def _watched(self) -> tuple[dict[str, int], int]:
        """For each proposition, the lanes whose test expects something of it; and the lanes that expect more than those."""
        first, found = self.trials.first, dict[str, int]()
        broad = in_conflict(first)
        for lane, ready in enumerate(self.tests):
            for expected in ready.expected:
                names = _names(expected, first.compiled, first.book)
                broad |= 0 if names else 1 << lane
                for name in names:
                    found[name] = found.get(name, 0) | 1 << lane
        return found, broad | sum(1 << lane for lane, _ in self._beyond)

    @cached_property
    def _beyond(self) -> tuple[tuple[int, tuple[Expectation, ...]], ...]:
        """Expectations that depend on more than their lane: on other days, on completions of what is untold."""
        found = []
        for lane, ready in enumerate(self.tests):
            reading = self.trials.first.view(lane).reading
            kept = tuple(expected for expected in ready.expected if _beyond(expected, reading))
            found += [(lane, kept)] if kept else []
        return tuple(found)

    @cached_property
    def rows(self) -> dict[RowOf, int]:
        """The rows of tables that the tests look up, with the lanes that do."""
        book, trials = self.subject.book, self.trials
        found: dict[RowOf, int] = {}
        for fact in (book.facts[name] for name in book.index.facts("lookup")):
            table = fact.table or ""
            places: dict[tuple[str, ...], list[int]] = {}
            for at, row in enumerate(book.tables[table].rows):
                places.setdefault(row.key, []).append(at)
            for lane, (truth, case) in enumerate(zip(trials.truths, trials.cases, strict=True)):
                key = tuple(str(truth.value(name)) for name in arguments_of(fact))
                for at in places.get(key, ()):
                    if book.tables[table].rows[at].window.covers(case.as_of.isoformat()):
                        found[RowOf(table, at)] = found.get(RowOf(table, at), 0) | 1 << lane
        return found


def _names(expected: Expectation, compiled: Compiled, book: Rulebook) -> list[str]:
    """The propositions that decide an expectation; none where other things do too."""
    names = compiled.program.names
    if expected.kind == "need":
        found = compiled.need(expected.name)
        return [] if found is None else [names[found]]
    if expected.kind in ("step", "note", "not_advised"):
        return [f"step:{expected.name}"]
    if expected.kind == "rule":
        return [rule_name(expected.name), rule_name(expected.name, HERE)]
    if expected.kind != "fact" or expected.name == COMPLETE:
        return []
    fact = book.facts[expected.name]
    values: tuple[Value, ...] = (True,) if fact.type.kind == "boolean" else fact.values
    literals = [compiled.value(fact.name, value, expected.reading if fact.varies else LAW) for value in values]
    because = [] if expected.because is None else [rule_name(expected.because)]
    return [*(names[literal // 2] for literal in literals if literal is not None), *because]


def in_conflict(trial: Trial) -> int:
    """The lanes in which some proposition is established both true and false."""
    rails, found = trial.outcome.rails, 0
    for proposition in range(len(trial.compiled.program.names)):
        found |= rails[positive(proposition)] & rails[negative(proposition)]
    return found


def fails(view: View, expected: Sequence[Expectation]) -> bool:
    """Whether some expectation is not met."""
    return any(judge(expectation, view) is not None for expectation in expected)


def _beyond(expected: Expectation, reading: Reading) -> bool:
    if expected.kind == "entitled_from":
        return expected.is_ is not None
    return expected.kind == "fact" and expected.name in OUTCOME and reading.value(expected.name) is None
