"""Facts with their domains, computed facts in order.

In: the facts, tables and groups of a policy set. Out: linked facts by name.
Newly guaranteed: an enum has its values; a computed fact has a known function with fitting arguments and stands after them;
a derived fact has a default in its domain; `sensitive` reaches what is computed from a sensitive fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.ground.problems import Problems
from engine.linked.domains import accepts_value, describe
from engine.linked.model import Fact
from engine.linked.names import Names
from engine.policy import model as written

FUNCTIONS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "years_between": (("date", "date"), "integer"),
    "days_between": (("date", "date"), "integer"),
    "on_or_before": (("date", "date"), "boolean"),
    "any_of_group": (("*", "group"), "boolean"),
    "number_form": (("text",), "enum"),
    "month_end_after": (("date",), "date"),
    "lookup": (("*",), "*"),
}
"""name -> kinds of the arguments, kind of the result; `*` stands for what the table or the group says."""


def link_facts(policies: written.Policies, names: Names, problems: Problems) -> dict[str, Fact]:
    """The facts of the vocabulary, linked; computed facts last, in an order in which they can be computed."""
    tables = {table.id: table for table in policies.tables}
    facts = {fact.name: _fact(fact, tables, names, problems) for fact in policies.facts}
    for fact in facts.values():
        _check(fact, facts, tables, names, problems)
    return _ordered(facts, problems)


def _fact(fact: written.Fact, tables: Mapping[str, written.Table], names: Names, problems: Problems) -> Fact:
    values = tuple(value for value, _ in fact.values)
    if fact.type.table is not None:
        values = _table_values(fact, tables, names)
    if fact.origin == "derived" and fact.type.kind == "enum" and fact.default is None:
        problems.add("PE328", fact.span, fact=fact.name)
    return Fact(
        name=fact.name,
        origin=fact.origin,
        type=fact.type,
        values=values,
        labels=tuple((value, label) for value, label in fact.values if label is not None),
        label=fact.label,
        question=fact.question,
        help=fact.help,
        sensitive=fact.sensitive,
        changeable=fact.changeable,
        presumed=fact.presumed,
        presumed_because=fact.presumed_because,
        function=fact.function,
        of=tuple(ref.name for ref in fact.of),
        table=fact.table.name if fact.table else None,
        column=fact.column,
        months=fact.months,
        default=fact.default,
        varies=fact.varies,
        span=fact.span,
    )


def _table_values(fact: written.Fact, tables: Mapping[str, written.Table], names: Names) -> tuple[str, ...]:
    table = tables.get(fact.type.table or "")
    if table is None:
        names.known("table", fact.type.table or "", fact.span)
        return ()
    keys = tuple(dict.fromkeys(row.key[0] for row in table.rows))
    default = (str(fact.default),) if fact.default is not None and fact.default not in keys else ()
    return (*default, *keys)


def _check(fact: Fact, facts: Mapping[str, Fact], tables: Mapping[str, written.Table], names: Names, problems: Problems) -> None:
    for stated in (fact.default, fact.presumed):
        if stated is not None and not accepts_value(fact, stated):
            problems.add("PE311", fact.span, value=str(stated), fact=fact.name, expected=describe(fact))
    if fact.origin == "computed":
        _check_function(fact, facts, tables, names, problems)
    if fact.origin == "derived" and fact.type.kind not in ("boolean", "enum"):
        problems.add("PE328", fact.span, fact=fact.name)


def _check_function(
    fact: Fact, facts: Mapping[str, Fact], tables: Mapping[str, written.Table], names: Names, problems: Problems
) -> None:
    if fact.function is None or fact.function not in FUNCTIONS:
        problems.add("PE321", fact.span, fact=fact.name, function=str(fact.function), expected=", ".join(FUNCTIONS))
        return
    kinds, result = FUNCTIONS[fact.function]
    keys = (
        len(tables[fact.table].keys)
        if fact.function == "lookup" and fact.table is not None and fact.table in tables
        else len(kinds)
    )
    expected = kinds if fact.function != "lookup" else ("*",) * keys
    if len(fact.of) != len(expected) or result not in ("*", fact.type.kind):
        problems.add("PE321", fact.span, fact=fact.name, function=fact.function, expected=", ".join(expected))
        return
    for name, kind in zip(fact.of, expected, strict=True):
        _check_argument(fact, name, kind, facts, names, problems)
    if fact.function == "month_end_after" and fact.months is None:
        problems.add("PE321", fact.span, fact=fact.name, function=fact.function, expected="months")
    if fact.function == "lookup":
        _check_lookup(fact, tables, names, problems)


def _check_argument(fact: Fact, name: str, kind: str, facts: Mapping[str, Fact], names: Names, problems: Problems) -> None:
    if kind == "group":
        names.known("group", name, fact.span)
        return
    if not names.known("fact", name, fact.span):
        return
    argument = facts[name]
    if argument.origin == "derived" or kind not in ("*", argument.type.kind):
        problems.add("PE321", fact.span, fact=fact.name, function=str(fact.function), expected=kind)


def _check_lookup(fact: Fact, tables: Mapping[str, written.Table], names: Names, problems: Problems) -> None:
    if not names.known("table", fact.table or "", fact.span):
        return
    columns = {column.name: column for column in tables[fact.table or ""].columns}
    column = columns.get(fact.column or "")
    if column is None:
        problems.add("PE308", fact.span, name=f"{fact.table}.{fact.column}", nearest=", ".join(columns))
    elif column.values and fact.values and not set(column.values) <= set(fact.values):
        missing = ", ".join(sorted(set(column.values) - set(fact.values)))
        problems.add("PE311", fact.span, value=missing, fact=fact.name, expected=describe(fact))


def _ordered(facts: dict[str, Fact], problems: Problems) -> dict[str, Fact]:
    """Inputs and derived facts as written, then computed facts after their arguments; a cycle among them is reported."""
    ordered = {name: fact for name, fact in facts.items() if fact.origin != "computed"}
    left = {name: fact for name, fact in facts.items() if fact.origin == "computed"}
    while left:
        ready = [name for name, fact in left.items() if not any(argument in left for argument in fact.of)]
        if not ready:
            first = next(iter(left.values()))
            problems.add("PE317", first.span, cycle=" -> ".join([*left, next(iter(left))]))
            return {**ordered, **left}
        for name in ready:
            fact = left.pop(name)
            sensitive = fact.sensitive or any(argument in ordered and ordered[argument].sensitive for argument in fact.of)
            ordered[name] = replace(fact, sensitive=sensitive)
    return ordered
