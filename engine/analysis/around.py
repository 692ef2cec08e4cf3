"""Cases around a rule: those of the tests nearest to it, and what small changes make of them.

In: a bench and a rule. Out: `Trials` of many cases. Newly guaranteed: each case is possible (no combination that cannot be),
and its atoms are settled as alone; the choice is the same from run to run.

From the nearest cases, one answer at a time takes every value that some test (of the rules, or of a mutant) tells apart, two
answers that the rule itself reads change together, and the day moves to the edges of the windows of the rule, with the dates
told or without them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from engine.analysis.bench import Bench
from engine.analysis.conditions import Seen
from engine.analysis.policytests import Subject, decides
from engine.analysis.trials import Masks, Trials, bits
from engine.clauses.compiled import AtomSpec
from engine.clauses.lower import lower
from engine.clauses.program import negative, positive
from engine.decision.completions import representatives
from engine.facts.case import Case, Told
from engine.facts.computed import inputs_below
from engine.facts.lanes import Reads, Variant, rails
from engine.facts.truth import Truth
from engine.ground.dates import parse_date
from engine.ground.records import dataclass, replace
from engine.linked.model import NATIONAL, And, Is, Or, Rule, Rulebook, Test
from engine.linked.walk import leaves
from engine.run.outcome import Outcome
from engine.run.reading import Reading

NEAREST, IN_PAIRS = 10, 4
"""Cases from which one answer changes, and two."""
MOST_VALUES, MOST_PAIRS = 24, 1_500
PLACES = ("residence.postcode", "residence.commune", "residence.department", "office.code", "as_of", "held")
"""Inputs that tell more than their tests: where a person lives finds the office."""
NEXT = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Around:
    """Cases, and for each the test that it comes from."""

    trials: Trials
    origins: tuple[int, ...]


class Neighbours:
    """Makes the cases around rules. probe: the subject, with every test that some mutant has (see `probed`)."""

    def __init__(self, bench: Bench, probe: Subject) -> None:
        self._bench, self._probe = bench, probe
        self._seen = Seen(bench.subject, bench.trials.first.outcome)
        self._values: dict[tuple[str, datetime.date], tuple[Told, ...]] = {}
        self._concluding: dict[str, list[Rule]] = {}
        for rule in bench.subject.book.rules:
            for name, _ in rule.then:
                self._concluding.setdefault(name, []).append(rule)

    def around(self, rule: Rule) -> Around:
        """The cases around a rule."""
        direct, wider = self._inputs(rule)
        cases: list[Case] = []
        origins: list[int] = []
        verdicts: dict[AtomSpec, Masks] = {}
        for place, lane in enumerate(self.nearest(rule)):
            base = self._bench.trials.cases[lane]
            if rule.layer != NATIONAL and base.forced is None:
                base = replace(base, forced=rule.layer)
            variants = [Variant(), *self._single(base, wider), *self._days(rule, base)]
            if place < IN_PAIRS:
                variants += self._pairs(base, direct)
            variants = [variant for variant in variants if self.possible(variant.of(base))]
            if not variants:
                continue
            found = rails(self._probe.book, self._probe.compiled, self._probe.reads, base, variants)
            for at, spec in zip(self._probe.compiled.program.atoms, self._probe.compiled.atoms, strict=True):
                true, false = verdicts.get(spec, (0, 0))
                shifted = found.get(positive(at), 0) << len(cases), found.get(negative(at), 0) << len(cases)
                verdicts[spec] = true | shifted[0], false | shifted[1]
            cases += [variant.of(base) for variant in variants]
            origins += [lane] * len(variants)
        return Around(Trials(self._bench.subject, cases, verdicts), tuple(origins))

    def beside(self, lanes: Sequence[int], rules: Sequence[Rule]) -> Trials:
        """The cases of some tests, and what one answer changes of them, of those that some rules test."""
        names = self._tested(rules)
        cases = []
        for lane in lanes[:NEAREST]:
            base = self._bench.trials.cases[lane]
            variants = (variant.of(base) for variant in (Variant(), *self._single(base, names)))
            cases += [case for case in variants if self.possible(case)]
        return Trials(self._bench.subject, cases, {})

    # where to begin ----------------------------------------------------------------------------------------------------------

    def nearest(self, rule: Rule) -> list[int]:
        """The tests in which the fewest conditions of a rule fail; among equals, those that tell least."""
        parts = rule.when.children if isinstance(rule.when, And) else (rule.when,)
        scores = [0] * len(self._bench.trials.cases)
        for part in parts:
            true, false = self._seen.masks(part)
            for lane in bits(false):
                scores[lane] += 3
            for lane in bits(~(true | false) & ((1 << len(scores)) - 1)):
                scores[lane] += 1
        iso = [case.as_of.isoformat() for case in self._bench.trials.cases]
        kept = [lane for lane, case in enumerate(self._bench.trials.cases) if decides(self._bench.subject.book, case)]
        rank = {
            lane: (scores[lane] + 2 * (not rule.applies.covers(iso[lane])), len(self._bench.trials.cases[lane].told))
            for lane in kept
        }
        return sorted(kept, key=lambda lane: (rank[lane], lane))[:NEAREST]

    def _inputs(self, rule: Rule) -> tuple[list[str], list[str]]:
        """The inputs that a rule tests, and those that rules one and two steps below it test."""
        direct = self._tested([rule])
        below = [other for leaf in leaves(rule.when) if isinstance(leaf, Is) for other in self._concluding.get(leaf.fact, ())]
        deeper = [
            other
            for one in below
            for leaf in leaves(one.when)
            if isinstance(leaf, Is)
            for other in self._concluding.get(leaf.fact, ())
        ]
        excepting = [self._bench.subject.book.index.rule(name) for name in rule.exceptions]
        wider = self._tested([rule, *excepting, *below, *deeper])
        return direct, wider

    def _tested(self, rules: Sequence[Rule]) -> list[str]:
        book = self._bench.subject.book
        found: dict[str, None] = {}
        for rule in rules:
            for leaf in leaves(rule.when):
                if isinstance(leaf, Test):
                    found |= dict.fromkeys(sorted(inputs_below(book, leaf.fact)))
        return [name for name in found if name not in PLACES and name in book.facts]

    # what to change ----------------------------------------------------------------------------------------------------------

    def _single(self, base: Case, names: Sequence[str]) -> Iterator[Variant]:
        for name in names:
            for value in self._of(name, base.as_of):
                if base.told.get(name) != value:
                    yield Variant({name: value})

    def _pairs(self, base: Case, names: Sequence[str]) -> list[Variant]:
        found: list[Variant] = []
        for first, second in combinations(names, 2):
            values = product(self._of(first, base.as_of), self._of(second, base.as_of))
            found += [Variant({first: one, second: other}) for one, other in values]
        step = max(1, -(-len(found) // MOST_PAIRS))
        return found[::step]

    def _days(self, rule: Rule, base: Case) -> Iterator[Variant]:
        """The edges of the windows of a rule and of those that except it, and the days beside them."""
        index = self._bench.subject.book.index
        for window in (other.applies for other in (rule, *map(index.rule, rule.exceptions))):
            for edge in (window.start, window.end):
                for day in () if edge is None else (parse_date(edge) + shift * NEXT for shift in (-2, -1, 0, 1, 2)):
                    yield Variant(self.moved(base, day - base.as_of), as_of=day)
                    yield Variant(as_of=day)

    def moved(self, base: Case, shift: datetime.timedelta) -> Mapping[str, Told]:
        """The dates told, moved with the day of the decision."""
        facts = self._bench.subject.book.facts
        dates = {name: value for name, value in base.told.items() if isinstance(value, str) and facts[name].type.kind == "date"}
        return {name: (parse_date(value) + shift).isoformat() for name, value in dates.items() if _exists(value, shift)}

    def _of(self, name: str, day: datetime.date) -> tuple[Told, ...]:
        """Values of an input that tests tell apart."""
        key = name, day
        if key not in self._values:
            self._values[key] = boundary(self._probe, name, day)[:MOST_VALUES]
        return self._values[key]

    def possible(self, case: Case) -> bool:
        """Whether a case is no combination that cannot be, on a day that the policies decide."""
        book = self._bench.subject.book
        truth = Truth(book, case)
        return decides(book, case) and not any(truth.holds(combination.never) for combination in book.combinations)


def boundary(subject: Subject, name: str, day: datetime.date) -> tuple[Told, ...]:
    """A value of an input for every verdict that tests of it can have, on a day."""
    reading = silent(subject, Case(as_of=day, told={}))
    values = representatives(name, reading, subject.reads)
    if values is None and subject.book.facts[name].type.kind == "date":
        values = tuple((day + shift * NEXT).isoformat() for shift in (-4000, -400, -100, -91, -1, 0, 1, 100))
    return values or ()


def silent(subject: Subject, case: Case) -> Reading:
    """A reading of a case in which nothing was concluded."""
    return Reading(
        subject.book, subject.compiled, case, Outcome(tuple(0 for _ in range(2 * len(subject.compiled.program.names))))
    )


def probed(subject: Subject, rules: Iterable[Rule | None]) -> Subject:
    """The subject with the tests of other rules too (None: none), of which it concludes nothing: they are told apart."""
    book = _with_tests(subject.book, [*subject.book.rules, *(rule for rule in rules if rule is not None)])
    compiled = lower(book)
    return Subject(book, compiled, Reads(book, compiled), subject.places)


def _with_tests(book: Rulebook, rules: Sequence[Rule]) -> Rulebook:
    """The rulebook with a rule more, which concludes nothing and has every test of the given rules."""
    tests: dict[tuple[object, ...], Test] = {}
    for rule in rules:
        for leaf in leaves(rule.when):
            if isinstance(leaf, Test):
                tests.setdefault((leaf.fact, leaf.checks), leaf)
    if not tests:
        return book
    first = book.rules[0]
    probe = replace(
        first, id="probe-of-all-tests", layer=NATIONAL, kind="says", when=Or(tuple(tests.values()), first.span), then=(), says=(),
        require=(), not_required=(), advise=(), gap_facts=(), exceptions=(), case=False, twice=False,
    )  # fmt: skip
    return replace(book, rules=(*book.rules, probe))


def _exists(value: str, shift: datetime.timedelta) -> bool:
    try:
        parse_date(value) + shift
    except OverflowError:
        return False
    return True
