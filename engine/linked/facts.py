"""Facts with their domains, computed facts in order.

In: the facts, tables and groups of a policy set. Out: linked facts by name.
Newly guaranteed: an enum has its values; a computed fact has a known function with fitting arguments and stands after them;
a derived fact has a default in its domain; `sensitive` reaches what is computed from a sensitive fact.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.ground.nearest import nearest
from engine.ground.problems import Problems
from engine.ground.records import replace
from engine.ground.spans import Span
from engine.linked.domains import accepts_value, describe, wrong_value
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
    facts = {fact.name: _fact(fact, tables, names) for fact in policies.facts}
    checker = _FactCheck(facts, tables, names, problems)
    for fact in policies.facts:
        checker.check(fact)
    return _ordered(facts)


def _fact(fact: written.Fact, tables: Mapping[str, written.Table], names: Names) -> Fact:
    values = tuple(value for value, _ in fact.values)
    if fact.type.table is not None:
        values = _table_values(fact, tables, names)
    elif fact.function == "lookup" and not values:
        values = _column_values(fact, tables)
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
        names.known("table", fact.type.table or "", fact.places["type"])
        return ()
    keys = tuple(dict.fromkeys(row.key[0] for row in table.rows))
    default = (str(fact.default),) if fact.default is not None and fact.default not in keys else ()
    return (*default, *keys)


def _column_values(fact: written.Fact, tables: Mapping[str, written.Table]) -> tuple[str, ...]:
    """The values of the column that a lookup reads: a fact need not repeat them."""
    table = tables.get(fact.table.name) if fact.table else None
    return next((column.values for column in table.columns if column.name == fact.column), ()) if table else ()


class _FactCheck:
    """Checks facts as written against all the others."""

    def __init__(self, facts: Mapping[str, Fact], tables: Mapping[str, written.Table], names: Names, problems: Problems) -> None:
        self._facts, self._tables, self._names, self._problems = facts, tables, names, problems
        self._groups = {name[:at] for name in facts for at, char in enumerate(name) if char == "."}

    def check(self, fact: written.Fact) -> None:
        """Report what is wrong with one fact."""
        if fact.name in self._groups:
            self._problems.add("PE346", fact.span, fact=fact.name)
        linked = self._facts[fact.name]
        for key, stated in (("default", fact.default), ("presumed", fact.presumed)):
            if stated is not None and not accepts_value(linked, stated):
                self._problems.add("PE311", fact.places[key], "", **wrong_value(linked, stated))
        if fact.origin == "derived":
            self._default(fact)
        elif fact.origin == "computed":
            self._function(fact)

    def _default(self, fact: written.Fact) -> None:
        if fact.type.kind == "enum" and fact.default is None:
            self._problems.add("PE328", fact.span, fact=fact.name)
        if fact.default is True:
            self._problems.add("PE349", fact.places["default"], fact=fact.name)

    def _function(self, fact: written.Fact) -> None:
        """The schema knows the names of the functions, and asks for months, table and column where they are needed."""
        kinds, result = FUNCTIONS[fact.function or ""]
        table = self._tables.get(fact.table.name) if fact.table else None
        if fact.function == "lookup":
            assert fact.table is not None
            if table is None:
                self._names.known("table", fact.table.name, fact.table.span)
                return
            kinds, result = tuple(kind for _, kind in table.keys), self._column(fact, table)
        if len(fact.of) != len(kinds):
            self._arguments(fact, kinds, fact.places["of"])
        for ref, kind in zip(fact.of, kinds, strict=False):
            self._argument(fact, ref, kind, kinds)
        if result not in ("*", fact.type.kind):
            self._problems.add(
                "PE348", fact.places["type"], fact=fact.name, function=fact.function, kind=fact.type.kind, expected=result
            )

    def _argument(self, fact: written.Fact, ref: written.Ref, kind: str, kinds: tuple[str, ...]) -> None:
        if kind == "group":
            self._group(fact, ref)
        elif self._names.known("fact", ref.name, ref.span):
            argument = self._facts[ref.name]
            if argument.origin == "derived":
                self._problems.add("PE347", ref.span, fact=fact.name, argument=ref.name)
            elif kind not in ("*", argument.type.kind) or (argument.type.many and kind != "*"):
                self._arguments(fact, kinds, ref.span)

    def _group(self, fact: written.Fact, ref: written.Ref) -> None:
        """The group of `any_of_group` has members that can be values of the fact beside it."""
        tested = self._facts.get(fact.of[0].name)
        if not self._names.known("group", ref.name, ref.span) or tested is None or tested.origin == "derived":
            return
        members = self._names.members[ref.name]
        if members and not any(accepts_value(tested, member) for member in members):
            self._problems.add("PE342", ref.span, group=ref.name, fact=tested.name, expected=describe(tested))

    def _arguments(self, fact: written.Fact, kinds: tuple[str, ...], span: Span) -> None:
        given = [self._facts[ref.name].type for ref in fact.of if ref.name in self._facts]
        found = [f"set of {kind.kind}" if kind.many else kind.kind for kind in given]
        if len(found) == len(fact.of) or fact.function == "any_of_group":
            expected = ["fact" if kind == "*" else kind for kind in kinds]
            found += ["group"] * (len(fact.of) - len(found))
            self._problems.add("PE321", span, fact=fact.name, function=fact.function, expected=expected, found=found)

    def _column(self, fact: written.Fact, table: written.Table) -> str:
        """The kind of the column that a lookup reads; its values lie in the domain of the fact."""
        column = next((column for column in table.columns if column.name == fact.column), None)
        if column is None:
            known = [column.name for column in table.columns]
            guess = nearest(fact.column or "", known)
            self._problems.add("PE340", fact.places["column"], name=fact.column, table=table.id, expected=known, nearest=guess)
            return "*"
        declared = [value for value, _ in fact.values]
        missing = [value for value in column.values if declared and value not in declared]
        if missing:
            self._problems.add("PE336", fact.places["values"], fact=fact.name, column=column.name, values=missing)
        return column.kind


def _ordered(facts: dict[str, Fact]) -> dict[str, Fact]:
    """Inputs and derived facts as written, then computed facts after their arguments. Those of a cycle, which is reported with
    the order of the rules, come last."""
    ordered = {name: fact for name, fact in facts.items() if fact.origin != "computed"}
    left = {name: fact for name, fact in facts.items() if fact.origin == "computed"}
    while ready := [name for name, fact in left.items() if not any(argument in left for argument in fact.of)]:
        for name in ready:
            fact = left.pop(name)
            sensitive = fact.sensitive or any(argument in ordered and ordered[argument].sensitive for argument in fact.of)
            ordered[name] = replace(fact, sensitive=sensitive)
    return {**ordered, **left}
