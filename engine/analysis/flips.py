"""Why a decision is not the same on two days: the tests that came out otherwise, and that the change rests on.

In: the readings of the two days, and the literals in which they differ. Out: `Cause`s. Newly guaranteed: only tests below a
clause that carried the change on one of the days are named; what flipped beside it is not.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.clauses.compiled import AtomSpec, FactTest, InForce
from engine.facts.case import Told
from engine.facts.computed import arguments_of, find_row, inputs_below
from engine.facts.lanes import DAY
from engine.facts.matching import members
from engine.ground.records import dataclass
from engine.linked.model import READINGS, Rule, Rulebook, Test
from engine.linked.walk import leaves
from engine.run.reading import Reading

UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Cause:
    """A test that comes out otherwise from the day on.

    kind: rule (a window opens or closes), row, member (of a group), duration (of a told date), fact, or untold: no test, but
    whether every answer that can still be given leads to the same.
    before, after: the verdicts. values: the value read, on both days. of: what a computed fact is computed from.
    rules: those that read the test (or have the window) and carry the change. group, members: who enters or leaves.
    """

    kind: str
    test: AtomSpec
    before: bool | None
    after: bool | None
    values: tuple[Told | None, Told | None] = (None, None)
    of: tuple[tuple[str, Told], ...] = ()
    rules: tuple[str, ...] = ()
    group: str | None = None
    members: tuple[str, ...] = ()
    rows: tuple[int | None, int | None] = (None, None)


def causes(before: Reading, after: Reading, roots: Iterable[int]) -> tuple[Cause, ...]:
    """What the change of the literals rests on, in the order of the program."""
    compiled = after.compiled
    above = _below(before, after, roots)
    readers = _readers(after, above)
    specs = compiled.specs
    ordered = [proposition for proposition in compiled.program.atoms if proposition in above]
    return tuple(cause(before, after, specs[at], tuple(readers.get(specs[at], ()))) for at in ordered)


def _readers(reading: Reading, above: set[int]) -> dict[AtomSpec, dict[str, None]]:
    """For each test, the rules that read it themselves and carry the change; a window is read by the rule that has it."""
    found: dict[AtomSpec, dict[str, None]] = {}
    for rule in reading.book.rules:
        if not any(reading.compiled.rule(rule.id, which) in above for which in READINGS):
            continue
        for spec in (InForce(rule.applies.start, rule.applies.end), *_tests(rule)):
            found.setdefault(spec, {})[rule.id] = None
    return found


def _tests(rule: Rule) -> list[AtomSpec]:
    """The tests of a rule as atoms; `is: false` may be the other rail of `is: true`."""
    found: list[AtomSpec] = []
    for leaf in leaves(rule.when):
        if isinstance(leaf, Test):
            found.append(FactTest(leaf.fact, leaf.checks))
            found += [FactTest(leaf.fact, (("is", not stated),)) for _, stated in leaf.checks if isinstance(stated, bool)]
    return found


def _below(before: Reading, after: Reading, roots: Iterable[int]) -> set[int]:
    """Propositions that differ and carry the change: by the premises, failing on the other day, of clauses that apply on one."""
    by_head = after.compiled.by_head
    seen: set[int] = set()
    waiting = list(roots)
    while waiting:
        literal = waiting.pop()
        here, there = (after, before) if after.established[literal] else (before, after)
        if literal in seen or not here.established[literal] or there.established[literal]:
            continue
        seen.add(literal)
        for clause in by_head.get(literal, ()):
            if all(here.established[premise] for premise in clause.body):
                waiting += [premise for premise in clause.body if not there.established[premise]]
    return {literal // 2 for literal in seen}


def cause(before: Reading, after: Reading, spec: AtomSpec, rules: tuple[str, ...] = ()) -> Cause:
    """What is told of one test that came out otherwise."""
    verdicts = before.truth.atom(spec), after.truth.atom(spec)
    if not isinstance(spec, FactTest):
        return Cause("rule", spec, *verdicts, rules=rules)
    book = after.book
    values = before.truth.value(spec.fact), after.truth.value(spec.fact)
    fact = book.facts[spec.fact]
    of = () if fact.origin != "computed" else _arguments(after, spec.fact)
    row = _rows(before, after, spec.fact)
    if row is not None:
        return Cause("row", spec, *verdicts, values, of, rules, rows=row)
    moved = _moved(before, after, spec)
    if moved is not None:
        return Cause("member", spec, *verdicts, values, of, rules, group=moved[0], members=moved[1])
    kind = "duration" if fact.origin != "computed" else "fact"
    return Cause(kind, spec, *verdicts, values, of, rules)


def _arguments(reading: Reading, name: str) -> tuple[tuple[str, Told], ...]:
    inputs = sorted(inputs_below(reading.book, name) - {DAY})
    pairs = ((argument, reading.truth.value(argument)) for argument in inputs)
    return tuple((argument, value) for argument, value in pairs if value is not None)


def _rows(before: Reading, after: Reading, name: str) -> tuple[int | None, int | None] | None:
    """The lines of the rows that a lookup below the fact finds on the two days, where they differ."""
    book = after.book
    fact = book.facts.get(name)
    if fact is None or fact.origin != "computed":
        return None
    if fact.function == "lookup" and fact.table is not None:
        lines = _line(before, name, fact.table), _line(after, name, fact.table)
        return lines if lines[0] != lines[1] else None
    return next((found for inner in arguments_of(fact) if (found := _rows(before, after, inner)) is not None), None)


def _line(reading: Reading, name: str, table: str) -> int | None:
    key = tuple(str(reading.truth.value(argument)) for argument in reading.book.facts[name].of)
    row = find_row(reading.book.tables[table], key, reading.case.as_of)
    return row.line if row is not None else None


def _moved(before: Reading, after: Reading, spec: FactTest) -> tuple[str, tuple[str, ...]] | None:
    """The group whose membership changed between the days, and those of its members that matter here."""
    book = after.book
    fact = book.facts[spec.fact]
    groups = [str(operand) for operator, operand in spec.checks if operator in ("in", "not_in", "has_any", "has_all")
              and isinstance(operand, str)]  # fmt: skip
    read = spec.fact
    if fact.function == "any_of_group":
        groups, read = [fact.of[1]], fact.of[0]
    value = after.truth.value(read)
    told = set(map(str, value)) if isinstance(value, tuple) else set() if value is None else {str(value)}
    for group in groups:
        changed = _members(book, group, before) ^ _members(book, group, after)
        if changed:
            return group, tuple(sorted(changed & told or changed))
    return None


def _members(book: Rulebook, group: str, reading: Reading) -> frozenset[str]:
    return members(book.groups[group], reading.case.as_of)
