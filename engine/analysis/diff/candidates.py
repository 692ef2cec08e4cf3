"""Profiles on which two policy sets may differ.

In: two subjects, changes, cases to start from. Out: for each change, cases that are worth deciding on both sides. Newly
guaranteed: nothing is claimed of them: they are decided before they are shown.

From every case, one answer at a time takes every value that a test of either side tells apart, a few change together, the days
and offices that changes name are tried. Each is a lane of one pass on each side.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence

from engine.analysis.diff.meaning import Change, Part
from engine.analysis.policytests import Subject, decide_all
from engine.analysis.search import boundary
from engine.facts.case import Case, Told
from engine.facts.computed import inputs_below
from engine.facts.lanes import DAY, Variant, rails
from engine.facts.profile import with_presumptions
from engine.ground.dates import parse_date
from engine.ground.records import dataclass, replace
from engine.linked.domains import accepts_value
from engine.linked.model import HERE, LAW, NATIONAL, Group, Rule, Rulebook
from engine.linked.walk import facts_read
from engine.policy.model import Table, Window
from engine.run import lanes

BASES = 8
"""Cases varied for one change: so many that it speaks of, and so many that tell what it reads."""
TOGETHER, AT_RANDOM = 3, 60
KEPT = 6
"""Candidates kept for one change."""
ROWS = 40
"""Rows of a changed table that are tried."""
SEED = 2016
SPEAKING = {"rule": "rule", "requirement": "paper", "step": "step"}
Key = tuple[str, str]
OUTCOME_KEYS = frozenset(("fact", name) for name in ("entitlement", "ground", "procedure"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is told, on which day, before which office."""

    told: Mapping[str, Told]
    as_of: datetime.date
    office: str | None


class Candidates:
    """Searches both sides at once."""

    def __init__(self, before: Subject, after: Subject, cases: Sequence[Case]) -> None:
        self._sides = (before, after)
        self._cases = cases
        self._outputs = tuple(_outputs(side) for side in self._sides)
        self._random = random.Random(SEED)
        self._boundary: dict[tuple[int, datetime.date, frozenset[str]], Mapping[str, tuple[Told, ...]]] = {}
        own = [[_own(case, side.book) for case in cases] for side in self._sides]
        self._decided = [decide_all(side, several).rails for side, several in zip(self._sides, own, strict=True)]
        self.lanes = len(cases)

    def of(self, change: Change) -> Iterator[Candidate]:
        """Cases that may show a change, the likeliest first: those that differ as they stand, variants, those it speaks of."""
        keys = _keys(change)
        found: list[Candidate] = []
        mask = self._differing(self._decided, keys)
        self._keep(self._cases, mask & self._differing(self._decided, OUTCOME_KEYS), found, KEPT)
        self._keep(self._cases, mask, found, KEPT)
        yield from found
        spoken = self._effective(change)
        for base in self._bases(change, spoken):
            variants = (Variant(), *self._variants(base, change))
            self.lanes += len(variants)
            rails_of = [self._established(side, base, variants) for side in self._sides]
            seen: list[Candidate] = []
            tried, mask = [variant.of(base) for variant in variants], self._differing(rails_of, keys)
            self._keep(tried, mask & self._differing(rails_of, OUTCOME_KEYS), seen, 1)
            self._keep(tried, mask, seen, 2)
            yield from seen
        named: list[Candidate] = []
        self._keep(self._cases, spoken, named, KEPT)
        yield from named

    def _bases(self, change: Change, spoken: int) -> list[Case]:
        """Cases to vary: those that the changed rule speaks of, then those that tell most of what it reads."""
        read = {name for side in self._sides for name in _read(change, side.book)}
        ranked = sorted(self._cases, key=lambda case: -len(read & case.told.keys()))
        effective = [case for lane, case in enumerate(self._cases) if spoken >> lane & 1]
        found = {id(case): case for case in (*effective[:BASES], *ranked[:BASES])}
        return list(found.values())

    def _effective(self, change: Change) -> int:
        """The cases that a changed part speaks of on either side: a rule that is effective, a paper that is required."""
        if change.kind not in SPEAKING:
            return (1 << min(KEPT, len(self._cases))) - 1
        mask = 0
        for rails_of, outputs in zip(self._decided, self._outputs, strict=True):
            for proposition in outputs.get((SPEAKING[change.kind], change.id), {}).values():
                mask |= rails_of[2 * proposition]
        return mask

    def _differing(self, rails_of: Sequence[Sequence[int]], keys: frozenset[Key] | None) -> int:
        """The lanes in which some of the outputs differ between the sides."""
        first, second = self._outputs
        mask = 0
        for key in keys if keys is not None else {key for key in first.keys() | second.keys() if key[0] != "rule"}:
            one, other = first.get(key, {}), second.get(key, {})
            for name in one.keys() | other.keys():
                for rail in (0, 1):
                    before = rails_of[0][2 * one[name] + rail] if name in one else 0
                    after = rails_of[1][2 * other[name] + rail] if name in other else 0
                    mask |= before ^ after
        return mask

    def _variants(self, base: Case, change: Change) -> Iterator[Variant]:
        values = self._values(base.as_of, change)
        days, offices = _days([change]), _offices([change])
        for name, several in values.items():
            yield from (Variant({name: value}) for value in several if base.told.get(name) != value)
        yield from (Variant(as_of=day) for day in days)
        yield from (Variant(forced=code) for code in offices)
        names = list(values)
        for _ in range(AT_RANDOM if names else 0):
            told = {name: self._random.choice(values[name]) for name in self._random.sample(names, min(TOGETHER, len(names)))}
            day = self._random.choice(days) if days and self._random.random() < 0.5 else None
            yield Variant(told, as_of=day, forced=self._random.choice(offices) if offices else None)

    def _values(self, day: datetime.date, change: Change) -> dict[str, tuple[Told, ...]]:
        """Answers that tests tell apart, of the inputs that a changed part reads; with the keys of changed rows and members."""
        every: dict[str, dict[Told, None]] = {}
        for at, side in enumerate(self._sides):
            focus = frozenset(_read(change, side.book))
            known = self._boundary.get((at, day, focus))
            if known is None:
                known = self._boundary[at, day, focus] = boundary(side, day, focus)
            for name, several in known.items():
                every.setdefault(name, {}).update(dict.fromkeys(several))
        for name, value in _named_values(change, self._sides):
            every.setdefault(name, {})[value] = None
        return {name: tuple(several) for name, several in every.items() if name != DAY}

    def _keep(self, cases: Sequence[Case], mask: int, found: list[Candidate], most: int) -> None:
        while mask and len(found) < most:
            bit = mask & -mask
            mask ^= bit
            case = cases[bit.bit_length() - 1]
            found.append(Candidate(dict(case.told), case.as_of, case.forced))

    def _established(self, side: Subject, base: Case, variants: Sequence[Variant]) -> tuple[int, ...]:
        own = _own(base, side.book)
        theirs = [replace(variant, told=_known(variant.told, side.book), forced=variant.forced) for variant in variants]
        initial = rails(side.book, side.compiled, side.reads, own, theirs)
        return lanes.run(side.compiled.program, initial, len(variants)).rails


def _own(case: Case, book: Rulebook) -> Case:
    """A case as a side reads it."""
    return with_presumptions(replace(case, told=_known(case.told, book)), book)


def _known(told: Mapping[str, Told], book: Rulebook) -> dict[str, Told]:
    """What a side's vocabulary takes of what is told."""
    found: dict[str, Told] = {}
    for name, value in told.items():
        fact = book.facts.get(name)
        if fact is not None and fact.origin == "input" and name != DAY:
            values = value if isinstance(value, tuple) else (value,)
            if isinstance(value, tuple) == fact.type.many and all(accepts_value(fact, item) for item in values):
                found[name] = value
    return found


def _outputs(side: Subject) -> dict[Key, dict[str, int]]:
    """The propositions of what a decision shows: values of derived facts, requirements, steps, rules."""
    found: dict[Key, dict[str, int]] = {}
    compiled = side.compiled
    for fact in side.book.derived():
        for reading in (LAW, HERE) if fact.varies else (LAW,):
            for value in (True,) if fact.type.kind == "boolean" else fact.values:
                literal = compiled.value(fact.name, value, reading)
                if literal is not None:
                    found.setdefault(("fact", fact.name), {})[f"{reading} {value}"] = literal // 2
    for name in side.book.requirements:
        for reading in (LAW, HERE):
            need = compiled.need(name, reading)
            if need is not None:
                found.setdefault(("paper", name), {})[reading] = need
    for name in side.book.steps:
        step = compiled.proposition(f"step:{name}")
        if step is not None:
            found[("step", name)] = {"": step}
    for rule in side.book.rules:
        for reading in (LAW, HERE):
            effective = compiled.rule(rule.id, reading)
            if effective is not None:
                found.setdefault(("rule", rule.id), {})[reading] = effective
    return found


def _keys(change: Change) -> frozenset[Key] | None:
    """The outputs in which a change should show; None: any."""
    sides = [side for side in (change.before, change.after) if side is not None]
    rules = [side for side in sides if isinstance(side, Rule)]
    if rules:
        facts = {name for rule in rules for name, _ in (*rule.then, *rule.says)} | {n for rule in rules for n in rule.gap_facts}
        papers = {name for rule in rules for name in (*rule.require, *rule.not_required)}
        steps = {name for rule in rules for name in rule.advise}
        shown = [("fact", n) for n in facts] + [("paper", n) for n in papers] + [("step", n) for n in steps]
        return frozenset([*shown, ("rule", change.id)])
    return None


def _read(change: Change, book: Rulebook) -> set[str]:
    """The inputs that a changed part reads."""
    facts: set[str] = set()
    for side in (change.before, change.after):
        if isinstance(side, Rule):
            facts |= _through(side.when, book)
        never = getattr(side, "never", None)
        if never is not None:
            facts |= facts_read(never)
    if change.kind == "fact":
        facts.add(change.id)
    if change.kind in ("table", "group"):
        facts |= {fact.name for fact in book.facts.values() if fact.table == change.id or change.id in fact.of}
        facts |= {fact.name for fact in book.facts.values() if fact.origin == "input" and change.kind == "group"}
    return {below for name in facts if name in book.facts for below in inputs_below(book, name)}


def _through(condition: object, book: Rulebook) -> set[str]:
    """Facts that a condition reads, derived ones replaced by what the rules that conclude them read, one floor down."""
    found = facts_read(condition)  # type: ignore[arg-type]
    deeper = {name for name in found if name in book.facts and book.facts[name].origin == "derived"}
    for name in deeper:
        for rule in map(book.index.rule, book.index.concluding(name)):
            found |= facts_read(rule.when)
    return found


def _named_values(change: Change, sides: Sequence[Subject]) -> Iterator[tuple[str, Told]]:
    """Answers that changed rows and members name."""
    for side in sides:
        book = side.book
        if change.kind == "table":
            keyed = [fact for fact in book.facts.values() if fact.table == change.id]
            for row in list(_rows(change))[:ROWS]:
                for fact in keyed:
                    yield from ((name, value) for name, value in zip(fact.of, row, strict=False) if _input(book, name))
        if change.kind == "group":
            changed = _members(change.before) ^ _members(change.after)
            for member in sorted({value for value, _ in changed}):
                for fact in book.facts.values():
                    if fact.origin == "input" and fact.name in side.reads.touching and accepts_value(fact, member):
                        yield fact.name, (member,) if fact.type.many else member


def _input(book: Rulebook, name: str) -> bool:
    return name in book.facts and book.facts[name].origin == "input"


def _rows(change: Change) -> Iterator[tuple[str, ...]]:
    parts: Iterable[Part] = change.parts
    for part in parts:
        row = part.before if part.before is not None else part.after
        yield from ((row.key,) if hasattr(row, "key") else ())
    if change.what != "changed":
        table = change.before or change.after
        assert isinstance(table, Table)
        yield from (row.key for row in table.rows)


def _members(group: object) -> set[tuple[str, Window]]:
    return set(group.members) if isinstance(group, Group) else set()


def _windows(change: Change) -> Iterator[Window]:
    for side in (change.before, change.after):
        if isinstance(side, Rule):
            yield side.applies
        yield from (window for _, window in (side.members if isinstance(side, Group) else ()))
    for part in change.parts:
        for row in (part.before, part.after):
            found = row if isinstance(row, Window) else getattr(row, "window", None)
            if isinstance(found, Window):
                yield found


def _days(changes: Sequence[Change]) -> list[datetime.date]:
    """The days around which windows of changed parts open and close."""
    found: set[datetime.date] = set()
    for change in changes:
        for window in _windows(change):
            for iso in (window.start, window.end):
                if iso is not None:
                    day = parse_date(iso)
                    found |= {day + datetime.timedelta(days=shift) for shift in (-1, 0, 1)}
    return sorted(found)[:60]


def _offices(changes: Sequence[Change]) -> list[str]:
    layers = {side.layer for change in changes for side in (change.before, change.after) if isinstance(side, Rule)}
    return sorted(layers - {NATIONAL}) + sorted(change.id for change in changes if change.kind == "office")
