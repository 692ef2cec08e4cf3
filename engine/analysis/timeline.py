"""Every day on which a decision changes, past and future, while the answers stay as they are.

In: a reading, and what each atom depends on. Out: `Timeline`. Newly guaranteed: the profile was decided on every day at which
something can change, all of them as lanes of one pass; between two neighbouring changes every day is decided alike.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from engine.analysis.flips import UNTOLD, Cause, cause, causes
from engine.analysis.standing import NOTHING, Advice, Outcome, Standing, advice_of, impossible, outcome_of
from engine.clauses.compiled import Compiled, FactTest
from engine.decision.dates import FLOORS
from engine.decision.held import days_of_age
from engine.decision.horizons import days_of_untold, horizon_days
from engine.decision.moments import change_days, days_of, from_the_start, last_day_before
from engine.decision.settled import OUTCOME, Completions, literals_of, settle
from engine.facts.lanes import DAY, Reads, Variant, rails
from engine.ground.dates import parse_date
from engine.ground.records import dataclass, replace
from engine.linked.model import HERE, Test
from engine.linked.walk import leaves
from engine.run import lanes
from engine.run.reading import Reading

Day = datetime.date
ASPECTS = ("outcome", "papers", "open", "steps")
"""What can change: the outcome, the papers that are required, those that answers may add, steps and cautions."""


@dataclass(frozen=True, slots=True)
class Change:
    """A day from which the decision is another one. aspects: of what; because: which tests came out otherwise, for the first."""

    day: Day
    before: Standing
    after: Standing
    aspects: tuple[str, ...]
    because: tuple[Cause, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a step that comes before an event whose date is told. fact: what tells it; takes: how long it takes."""

    day: Day
    step: str
    event: str
    fact: str
    date: Day
    takes: str | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The changes in order.

    floor: since when the person lives or works here, where that is told (entitlement never begins before it). begins: the first
    day told of (None: always). first: how the decision stands from then on. now: how it stands on `as_of`.
    """

    as_of: Day
    floor: Day | None
    begins: Day | None
    until: Day | None
    first: Standing
    now: Standing
    changes: tuple[Change, ...]
    deadlines: tuple[Deadline, ...] = ()

    def at(self, day: Day) -> Standing:
        """How the decision stands on a day; before the line begins, nothing is said."""
        if self.begins is not None and day < self.begins:
            return NOTHING
        return next((change.after for change in reversed(self.changes) if change.day <= day), self.first)

    def between(self, since: Day | None, until: Day | None) -> Timeline:
        """The part of the line from one day to another, both included."""
        earlier = [change for change in self.changes if since is not None and change.day <= since]
        kept = tuple(
            change for change in self.changes if (since is None or change.day > since) and (until is None or change.day <= until)
        )
        begins = self.begins if since is None or (self.begins is not None and since < self.begins) else since
        first = earlier[-1].after if earlier else self.first
        due = tuple(
            found for found in self.deadlines
            if (since is None or found.day >= since) and (until is None or found.day <= until)
        )  # fmt: skip
        return replace(self, begins=begins, until=until, first=first, changes=kept, deadlines=due)


def timeline(reading: Reading, reads: Reads, *, decides: bool = True) -> Timeline:
    """The whole line. decides: the day of the reading lies in the period of the policies, so that it established something."""
    days = moments(reading, reads)
    readings = readings_of(reading, reads, days, known=decides)
    standings = _standings(readings, reads)
    changes = []
    for at in range(1, len(days)):
        if standings[at] != standings[at - 1]:
            before, after = standings[at - 1], standings[at]
            aspects = tuple(aspect for aspect in ASPECTS if _aspect(before, aspect) != _aspect(after, aspect))
            because, rules = _why(readings[at - 1], readings[at], before, after, aspects, reads)
            changes.append(Change(days[at], before, after, aspects, because, rules))
    as_of = reading.case.as_of
    now = next((standings[at] for at in reversed(range(len(days))) if days[at] <= as_of), NOTHING)
    begins = days[0] if days[0] > Day.min else None
    floors = [parse_date(str(reading.case.told[name])) for name in FLOORS if name in reading.case.told]
    floor = max((day for day in floors if day <= as_of), default=None)
    line = Timeline(as_of, floor, begins, None, standings[0], now, tuple(changes))
    return replace(line, deadlines=_deadlines(reading, line))


def _deadlines(reading: Reading, line: Timeline) -> tuple[Deadline, ...]:
    """The last days of steps that come before a told date, advised on that day or on the day of the decision."""
    found = []
    for step in reading.book.steps.values():
        event = reading.book.events.get(step.event.name) if step.event is not None else None
        told = reading.case.told.get(event.date.name) if event is not None and event.date is not None else None
        if event is None or event.date is None or step.relation != "before" or not isinstance(told, str):
            continue
        date, takes = parse_date(told), (step.takes.longest or step.takes.shortest) if step.takes is not None else None
        day = date if takes is None else last_day_before(date, takes)
        advised = {*line.now.advice.steps, *line.at(day).advice.steps}
        if step.id in advised:
            found.append(Deadline(day, step.id, event.id, event.date.name, date, takes))
    return tuple(sorted(found, key=lambda deadline: deadline.day))


def moments(reading: Reading, reads: Reads) -> list[Day]:
    """Days at which anything that is told can change: tests, ages of papers held, and whether the profile can be at all."""
    book = reading.book
    days = {*change_days(reading, reads), *days_of_age(reading), *horizon_days(reading, reads)}
    tests = [leaf for combination in book.combinations for leaf in leaves(combination.never) if isinstance(leaf, Test)]
    specs = [FactTest(test.fact, test.checks) for test in tests]
    for name in book.index.facts("number"):
        kind = book.facts[name].type
        bounds = tuple(bound for bound in (kind.minimum, kind.maximum) if bound is not None)
        specs.append(FactTest(name, (("in", bounds),)))
    for spec in specs:
        if DAY in reads.fact(spec.fact) or any(isinstance(operand, str) for _, operand in spec.checks):
            days |= _guarded(spec, reading)
    return from_the_start(days, book)


def _guarded(spec: FactTest, reading: Reading) -> set[Day]:
    """Days of a test that stands in no rule: a text operand of `is` names no group."""
    kept = tuple(
        check for check in spec.checks if not isinstance(check[1], str) or check[1] in reading.book.groups or check[0] != "is"
    )
    return days_of(FactTest(spec.fact, kept), reading)


def readings_of(reading: Reading, reads: Reads, days: Sequence[Day], *, known: bool = True) -> list[Reading]:
    """The reading of the same profile on each of the days, from one pass."""
    book, compiled, case = reading.book, reading.compiled, reading.case
    variants = [Variant(as_of=day) for day in days]
    initial = rails(book, compiled, reads, case, variants, known=reading.established if known else None)
    outcome = lanes.run(compiled.program, initial, len(variants))
    return [Reading(book, compiled, variant.of(case), outcome, lane) for lane, variant in enumerate(variants)]


def _standings(readings: Sequence[Reading], reads: Reads) -> list[Standing]:
    """How the decision stands on each day; what rests on the same literals is read once."""
    found: list[Standing] = []
    ages = days_of_age(readings[0])
    before: Reading | None = None
    advice = Advice()
    for reading in readings:
        wrong = impossible(reading.truth, reading.book)
        if before is None or before.established != reading.established or reading.case.as_of in ages:
            advice = advice_of(reading)
        found.append(Standing(impossible=wrong) if wrong else Standing(outcome_of(reading, reads), advice))
        before = reading
    return found


def _aspect(standing: Standing, aspect: str) -> object:
    match aspect:
        case "outcome":
            return standing.outcome, standing.impossible
        case "papers" | "open":
            return tuple(paper for paper in standing.advice.papers if (paper.required is None) == (aspect == "open"))
        case _:
            return standing.advice.steps, standing.advice.notes


# why -----------------------------------------------------------------------------------------------------------------


def _why(
    before: Reading, after: Reading, first: Standing, then: Standing, aspects: tuple[str, ...], reads: Reads
) -> tuple[tuple[Cause, ...], tuple[str, ...]]:
    """The causes of the first aspect that changes, and the rules that now conclude what changed of the outcome."""
    if first.impossible or then.impossible:
        return (), ()
    if aspects[0] == "outcome":
        roots = _of_facts(after.compiled, after, [name for name in OUTCOME if name in after.book.facts])
        return causes(before, after, roots) or _by_cases(before, after, reads), _concluding(after, first.outcome, then.outcome)
    return causes(before, after, _of_advice(after, first.advice, then.advice, aspects[0])), ()


def _of_facts(compiled: Compiled, reading: Reading, names: Iterable[str], which: str = "law") -> list[int]:
    """Both rails of every value of the facts."""
    found = []
    for name in names:
        fact = reading.book.facts[name]
        domain = (True,) if fact.type.kind == "boolean" else fact.values
        literals = (compiled.value(name, value, which) for value in domain)
        found += [rail for literal in literals if literal is not None for rail in (literal, literal ^ 1)]
    return found


def _by_cases(before: Reading, after: Reading, reads: Reads) -> tuple[Cause, ...]:
    """What no derivation carries, cases settled or unsettled: every test below the outcome that changes with the day.

    Where none does, it is what untold answers can be that changed.
    """
    compiled = after.compiled
    literals = [literal for name in OUTCOME if name in after.book.facts for literal in literals_of(after, name).values()]
    positions = sorted(set().union(*(compiled.atoms_below(rail) for literal in literals for rail in (literal, literal ^ 1))))
    specs = (compiled.atoms[at] for at in positions)
    flipped = [spec for spec in specs if before.truth.atom(spec) != after.truth.atom(spec)]
    return tuple(cause(before, after, spec) for spec in flipped) or _untold(before, after, reads)


def _untold(before: Reading, after: Reading, reads: Reads) -> tuple[Cause, ...]:
    first, then = (settle(reading, Completions(reading, reads))[0] for reading in (before, after))
    over, day = dict.fromkeys((*first.over, *then.over)), after.case.as_of
    dates = [name for name in over if after.book.facts[name].type.kind == "date"]
    over = dict.fromkeys(name for name in dates if day in days_of_untold(name, after, reads)) or over
    return tuple(Cause(UNTOLD, FactTest(name, ()), first.by == "cases", then.by == "cases") for name in over)


def _concluding(after: Reading, first: Outcome, then: Outcome) -> tuple[str, ...]:
    """The rules that conclude the first fact of the outcome that is new; a default has none."""
    for name in OUTCOME:
        value = getattr(then, name)
        if name in after.book.facts and getattr(first, name) != value and value is not None:
            return tuple(rule.id for rule in after.concluding(name, value))
    return ()


def _of_advice(reading: Reading, first: Advice, then: Advice, aspect: str) -> list[int]:
    """Both rails of what changed among papers, or among steps and cautions."""
    compiled = reading.compiled
    if aspect == "steps":
        changed = {*first.steps, *first.notes} ^ {*then.steps, *then.notes}
        propositions = [compiled.proposition(f"step:{step}") for step in changed]
        return [rail for p in propositions if p is not None for rail in (2 * p, 2 * p + 1)]
    papers = {paper for paper in {*first.papers, *then.papers} if not (paper in first.papers and paper in then.papers)}
    facts = {fact for paper in papers for _, fact, _ in paper.attributes}
    found = _of_facts(compiled, reading, sorted(facts), HERE) + _of_facts(compiled, reading, sorted(facts))
    names = [f"need:{paper.id}@here" for paper in papers]
    names += [f"alternative:{paper.id}/{at}" for paper in papers for at in range(len(reading.book.requirements[paper.id].any_of))]
    propositions = [compiled.proposition(name) for name in sorted(set(names))]
    return found + [rail for p in propositions if p is not None for rail in (2 * p, 2 * p + 1)]
