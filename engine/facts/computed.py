"""Computed facts: a closed list of total functions of told values.

In: a computed fact and the values of its arguments. Out: its value. Newly guaranteed: a function never fails on values of
its types; a lookup without a row on the day gives `NO_ROW`.
"""

from __future__ import annotations

import datetime

from engine.facts.case import Told
from engine.facts.matching import members
from engine.facts.number import number_form
from engine.ground.dates import days_between, month_end_after, parse_date, years_between
from engine.linked.model import Fact, Rulebook
from engine.policy.model import Row, Table

NO_ROW = "no_row"
"""The value of a lookup whose key has no row on the day."""


def compute(fact: Fact, arguments: tuple[Told, ...], book: Rulebook, day: datetime.date) -> Told:
    """The value of a computed fact whose arguments are all known."""
    first = arguments[0]
    match fact.function:
        case "years_between":
            return years_between(parse_date(str(first)), parse_date(str(arguments[1])))
        case "days_between":
            return days_between(parse_date(str(first)), parse_date(str(arguments[1])))
        case "on_or_before":
            return str(first) <= str(arguments[1])
        case "any_of_group":
            told = first if isinstance(first, tuple) else (first,)
            return not members(book.groups[fact.of[1]], day).isdisjoint(map(str, told))
        case "number_form":
            return number_form(str(first))
        case "month_end_after":
            return month_end_after(parse_date(str(first)), fact.months or 0).isoformat()
        case _:
            row = find_row(book.tables[fact.table or ""], tuple(map(str, arguments)), day)
            return NO_ROW if row is None else cell(book.tables[fact.table or ""], row, fact.column or "")


def arguments_of(fact: Fact) -> tuple[str, ...]:
    """The facts that a computed fact reads (the second argument of `any_of_group` is a group)."""
    return fact.of[:1] if fact.function == "any_of_group" else fact.of


def find_row(table: Table, key: tuple[str, ...], day: datetime.date) -> Row | None:
    """The row of a key on a day."""
    iso = day.isoformat()
    return next((row for row in table.rows if row.key == key and row.window.covers(iso)), None)


def cell(table: Table, row: Row, column: str) -> Told:
    """The value of a column in a row: an integer or a boolean where the column says so."""
    position = next(at for at, found in enumerate(table.columns) if found.name == column)
    kind, text = table.columns[position].kind, row.values[position]
    if kind == "integer":
        return int(text)
    return text == "true" if kind == "boolean" else text


def inputs_below(book: Rulebook, name: str) -> frozenset[str]:
    """The inputs that an input or computed fact is made of."""
    fact = book.facts.get(name)
    if fact is None or fact.origin != "computed":
        return frozenset((name,))
    return frozenset().union(*(inputs_below(book, argument) for argument in arguments_of(fact)))
