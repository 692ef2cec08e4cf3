"""Mutants: a policy set with one slip in it.

In: a rulebook, and the rows of tables that the tests look up. Out: `Mutant` values, in the order of the files; `changed` makes
the rulebook of one. Newly guaranteed: each has one place changed, a name of its own that stays the same from run to run, and
another meaning than every other of its rule.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from engine.analysis.edits import edits, meaning, other_value
from engine.ground.dates import parse_date
from engine.ground.records import dataclass, replace
from engine.ground.spans import Span
from engine.linked.model import Rule, Rulebook
from engine.policy.model import Window

OPERATORS = (
    "flip", "drop", "threshold", "duration", "date", "count", "value", "conclusion", "exception", "applies", "rule", "row",
)  # fmt: skip
"""What a mutant changes, in the order in which they are reported."""
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RowOf:
    """A row of a table, by its place."""

    table: str
    at: int


@dataclass(frozen=True, slots=True)
class Mutant:
    """A slip. name: unique, stable. rule: its id, or the table's. made: the rule instead (None: none). row: the one left out."""

    name: str
    operator: str
    rule: str
    before: str
    after: str
    span: Span
    made: Rule | None
    row: RowOf | None = None


def mutants(book: Rulebook, rows: Sequence[RowOf] = ()) -> tuple[Mutant, ...]:
    """Every mutant of a rulebook."""
    found = [mutant for rule in book.rules for mutant in _of_rule(rule, book)]
    found += [_of_row(row, book) for row in rows]
    return tuple(sorted(found, key=lambda mutant: (mutant.span.file, mutant.span.line, mutant.span.column)))


def changed(book: Rulebook, mutant: Mutant) -> Rulebook:
    """The rulebook with the slip in it."""
    if mutant.row is not None:
        table = book.tables[mutant.row.table]
        rows = (*table.rows[: mutant.row.at], *table.rows[mutant.row.at + 1 :])
        return replace(book, tables={**book.tables, table.id: replace(table, rows=rows)})
    if mutant.made is not None:
        return replace(book, rules=tuple(mutant.made if rule.id == mutant.rule else rule for rule in book.rules))
    rules = (_without_exception(rule, mutant.rule) for rule in book.rules if rule.id != mutant.rule)
    return replace(book, rules=tuple(rules))


def says_otherwise(book: Rulebook, mutant: Mutant) -> bool:
    """Whether a mutant changes what a rule says, which concludes nothing: no proposition tells them apart."""
    return mutant.made is not None and mutant.made.says != book.index.rule(mutant.rule).says


def _of_rule(rule: Rule, book: Rulebook) -> Iterator[Mutant]:
    seen = {meaning(rule.when)}
    for edit in edits(rule.when, book):
        key = meaning(edit.made)
        if key not in seen:
            seen.add(key)
            made = replace(rule, when=edit.made)
            name = f"{rule.id}:when{'/' if edit.at else ''}{edit.at}:{edit.kind}"
            name += f"({edit.after})" if edit.kind not in ("flip", "drop") else ""
            yield Mutant(name, edit.kind, rule.id, edit.before, edit.after, edit.span, made)
    yield from _conclusions(rule, book)
    for other in rule.exceptions:
        yield Mutant(f"{rule.id}:exception({other})", "exception", rule.id, other, "", rule.span, _without_exception(rule, other))
    yield from _windows(rule)
    yield Mutant(f"{rule.id}:rule", "rule", rule.id, rule.id, "", rule.span, None)


def _conclusions(rule: Rule, book: Rulebook) -> Iterator[Mutant]:
    for key, pairs in (("then", rule.then), ("says", rule.says)):
        for place, (name, value) in enumerate(pairs):
            other = other_value(value, book.facts[name], (value,))
            if other is None:
                continue
            changed_ = (*pairs[:place], (name, other), *pairs[place + 1 :])
            before, after = (f"{name}: {str(shown).lower() if isinstance(shown, bool) else shown}" for shown in (value, other))
            made = replace(rule, then=changed_) if key == "then" else replace(rule, says=changed_)
            yield Mutant(f"{rule.id}:{key}({after})", "conclusion", rule.id, before, after, rule.span, made)


def _windows(rule: Rule) -> Iterator[Mutant]:
    window = rule.applies
    for key, edge in (("from", window.start), ("until", window.end)):
        if edge is None:
            continue
        for shift in (-ONE_DAY, ONE_DAY):
            day = (parse_date(edge) + shift).isoformat()
            made = Window(day, window.end) if key == "from" else Window(window.start, day)
            if not made.is_empty():
                name = f"{rule.id}:applies({key}: {day})"
                before, after = f"applies {key}: {edge}", f"applies {key}: {day}"
                yield Mutant(name, "applies", rule.id, before, after, rule.span, replace(rule, applies=made))


def _without_exception(rule: Rule, other: str) -> Rule:
    if other not in rule.exceptions:
        return rule
    return replace(rule, exceptions=tuple(name for name in rule.exceptions if name != other))


def _of_row(row: RowOf, book: Rulebook) -> Mutant:
    table = book.tables[row.table]
    found = table.rows[row.at]
    key = ", ".join(found.key)
    since = f" from {found.window.start}" if found.window.start else ""
    span = Span(table.file, found.line, 1, found.line, 1 + len(key))
    return Mutant(f"{table.id}:row({key}{since})", "row", table.id, f"{table.id}: {key}{since}", "", span, None, row)


def by_rule(found: Sequence[Mutant]) -> Mapping[str, tuple[Mutant, ...]]:
    """The mutants of each rule or table."""
    groups: dict[str, list[Mutant]] = {}
    for mutant in found:
        groups.setdefault(mutant.rule, []).append(mutant)
    return {name: tuple(several) for name, several in groups.items()}
