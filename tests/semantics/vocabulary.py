"""The vocabulary that the random rulebooks share: inputs, computed facts, tables, groups, and tests of them.

In: nothing. Out: facts by name, tables, groups, tests to draw conditions from, values to tell. Newly guaranteed: what the
linker guarantees of these parts; the values to tell of a small domain are all its values, and those of a date or a country
lie on both sides of every border that a test draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from engine.facts.case import UNLISTED, Told
from engine.ground.spans import Span
from engine.linked.model import Fact, Group, Operand, Test
from engine.policy.model import Column, FactType, Row, Table, Text, Value, Window

SPAN = Span("generated.yaml", 1, 1, 1, 2)
TEXT = Text("generated", "engendré")
ROUTED = "office.routed"
CODES = ("751", "691", "061")
"""Funds of the table of offices; layers are drawn for the first two."""


def fact(name: str, origin: str, kind: FactType, values: tuple[str, ...] = (), **stated: Any) -> Fact:
    """A fact with nothing but what means something."""
    plain: dict[str, Any] = {
        "labels": (), "label": None, "question": None, "help": None, "sensitive": False, "changeable": "no",
        "presumed": None, "presumed_because": None, "function": None, "of": (), "table": None, "column": None,
        "months": None, "default": None, "varies": False, "span": SPAN,
    }  # fmt: skip
    return Fact(name=name, origin=origin, type=kind, values=values, **{**plain, **stated})


def _input(name: str, kind: str, *values: str, many: bool = False, presumed: Value | None = None) -> Fact:
    return fact(name, "input", FactType(kind, many), values, presumed=presumed)


def _computed(name: str, kind: FactType, function: str, *of: str, column: str | None = None, **more: Any) -> Fact:
    values = ("low", "mid", "high") if kind.kind == "enum" else ()
    table = "rates" if column else None
    return fact(name, "computed", kind, values, function=function, of=of, table=table, column=column, **more)


BOOLEAN, DATE, ENUM = FactType("boolean"), FactType("date"), FactType("enum")
INPUTS = (
    _input("as_of", "date"),
    _input("flag", "boolean"),
    _input("odd", "boolean", presumed=False),
    _input("kind", "enum", "a", "b", "c"),
    _input("mood", "enum", "calm", "tense", "unknown", presumed="calm"),
    fact("number", "input", FactType("integer", minimum=0, maximum=4)),
    fact("amount", "input", FactType("integer", minimum=0, maximum=5_000)),
    _input("birth", "date"),
    _input("since", "date"),
    _input("country", "country"),
    _input("marks", "enum", "x", "y", many=True),
    _input("homes", "country", many=True),
)
COMPUTED = (
    _computed("age", FactType("integer", minimum=0, maximum=130), "years_between", "birth", "as_of"),
    _computed("early", BOOLEAN, "on_or_before", "birth", "since"),
    _computed("near", BOOLEAN, "any_of_group", "country", "union"),
    _computed("nearby", BOOLEAN, "any_of_group", "homes", "union"),
    _computed("renewal", DATE, "month_end_after", "since", months=6),
    _computed("rate", ENUM, "lookup", "country", column="rate"),
    _computed("open", BOOLEAN, "lookup", "country", column="open"),
    _computed("share", FactType("integer", minimum=0, maximum=100), "lookup", "country", column="share"),
    _computed("treaty", DATE, "lookup", "country", column="treaty"),
    _computed("before_treaty", BOOLEAN, "on_or_before", "birth", "treaty"),
    _computed("treaty_age", FactType("integer", minimum=0, maximum=200), "years_between", "treaty", "as_of"),
)
"""The last six can be without a row; the last two are computed from one that can."""

GROUPS: Mapping[str, Group] = {
    "union": Group("union", TEXT, (("FR", Window()), ("GB", Window(None, "2020-01-31")), ("HR", Window("2013-07-01", None)))),
    "nobody": Group("nobody", TEXT, (("US", Window(None, "2019-12-31")),)),
}
"""`nobody` is empty on the later days."""

_CELLS = (("rate", "enum", ("low", "mid", "high")), ("open", "boolean", ()), ("share", "integer", ()), ("treaty", "date", ()))


def _row(country: str, cells: tuple[str, ...], start: str | None = None, end: str | None = None) -> Row:
    return Row((country,), cells, Window(start, end), None, None, 1)


ROWS = (
    _row("FR", ("low", "true", "0", "1950-01-01")),
    _row("GB", ("mid", "true", "40", "1973-01-01"), None, "2020-12-31"),
    _row("GB", ("high", "false", "70", "2021-01-01"), "2021-01-01"),
    _row("HR", ("mid", "false", "100", "2013-07-01"), "2021-06-01"),
)
"""US never has a row; HR has none before June 2021."""
DAYS = ("2019-06-30", "2020-02-29", "2020-12-31", "2021-03-01", "2021-07-31", "2024-05-31")
"""Days of decision."""


def table(name: str, columns: tuple[tuple[str, str, tuple[str, ...]], ...], rows: tuple[Row, ...]) -> Table:
    """A table of one key."""
    return Table(name, TEXT, f"{name}.csv", (("key", "text"),), tuple(Column(*column) for column in columns), rows, SPAN)


def tables(rows: tuple[Row, ...]) -> dict[str, Table]:
    """The table of rates with some of its rows, and that of the offices."""
    offices = table("offices", (("name", "text", ()),), tuple(_row(code, ("",)) for code in CODES))
    return {"rates": table("rates", _CELLS, rows), "offices": offices}


def _test(name: str, **checks: Operand) -> Test:
    return Test(name, tuple((operator.rstrip("_"), operand) for operator, operand in checks.items()), SPAN)


TESTS = (
    _test("flag", is_=True),
    _test("flag", is_=False),
    _test("odd", is_=True),
    _test("odd", is_=False),
    _test("kind", is_="a"),
    _test("kind", in_=("a", "b")),
    _test("kind", not_in=("c",)),
    _test("kind", in_=("a", "b", "c")),
    _test("kind", in_=()),
    _test("mood", is_="tense"),
    _test("mood", in_=("calm", "tense")),
    _test("number", at_least=2),
    _test("number", more_than=0, less_than=3),
    _test("number", at_most=4),
    _test("number", in_=(1, 3)),
    _test("amount", at_least=1_000),
    _test("birth", before="2002-03-01"),
    _test("birth", from_="2002-03-01", until="2010-12-31"),
    _test("since", more_than_ago="P3M"),
    _test("since", at_least_ago="P1M"),
    _test("since", at_most_ago="P1Y"),
    _test("since", less_than_ago="P1M", at_least_ago="P15D"),
    _test("since", within="P2M"),
    _test("country", is_="FR"),
    _test("country", in_="union"),
    _test("country", not_in="nobody"),
    _test("marks", has_any=("x",)),
    _test("marks", has_all=("x", "y")),
    _test("marks", has_any=()),
    _test("marks", has_all=()),
    _test("homes", has_any="union"),
    _test("homes", has_all="nobody"),
    _test("homes", has_any="nobody"),
    _test("age", at_least=18),
    _test("age", less_than=16),
    _test("age", at_least=0),
    _test("early", is_=True),
    _test("early", is_=False),
    _test("near", is_=True),
    _test("nearby", is_=False),
    _test("renewal", before="2021-08-31"),
    _test("rate", is_="low"),
    _test("rate", in_=("low", "mid", "high")),
    _test("rate", not_in=("high",)),
    _test("open", is_=True),
    _test("open", is_=False),
    _test("share", at_least=0),
    _test("share", less_than=50),
    _test("treaty", before="2000-01-01"),
    _test("before_treaty", is_=True),
    _test("before_treaty", is_=False),
    _test("treaty_age", at_least=0),
    _test("treaty_age", less_than=20),
)
_COUNTRIES = ("FR", "GB", "HR", "US")
VALUES: Mapping[str, tuple[Told, ...]] = {
    "flag": (False, True),
    "odd": (False, True),
    "kind": ("a", "b", "c"),
    "mood": ("calm", "tense"),
    "number": (0, 1, 2, 3, 4),
    "amount": (0, 999, 1_000, 5_000),
    "birth": ("1960-02-29", "2002-02-28", "2002-03-01", "2003-07-31", "2010-12-31", "2018-01-01"),
    "since": ("2018-05-31", "2019-11-29", "2019-11-30", "2020-12-31", "2021-02-01", "2021-04-30", "2024-05-31", "2024-07-31"),
    "country": _COUNTRIES,
    "marks": ((), ("x",), ("y",), ("x", "y")),
    "homes": tuple(some for size in range(3) for some in combinations(_COUNTRIES, size)),
}
"""What is told of each input but the day."""
PLACES: tuple[frozenset[str], ...] = tuple(frozenset((place,)) for place in (*CODES, UNLISTED))
"""Every place where one fund, or none, is competent."""
