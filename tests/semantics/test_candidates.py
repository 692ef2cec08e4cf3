"""The truth of atoms: an untold fact stands for its whole domain, a told one for itself."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.clauses.compiled import InForce, OfficeSet, PlaceIs
from engine.facts.case import UNLISTED, Case, Told
from engine.facts.computed import NO_ROW
from engine.facts.truth import Truth
from engine.ground.iso import COUNTRIES
from engine.linked import model
from engine.linked.model import Operand
from tests.semantics.cases import cases
from tests.semantics.rulebooks import assemble
from tests.semantics.vocabulary import CODES, TESTS, VALUES

BOOK = assemble([], [])
DAY = datetime.date(2021, 3, 1)


def verdict(fact: str, checks: dict[str, Operand], day: datetime.date = DAY, **told: Told) -> bool | None:
    """The verdict of a test."""
    return Truth(BOOK, Case(day, told)).test(fact, tuple(checks.items()))


@pytest.mark.parametrize(
    ("fact", "checks", "expected"),
    [
        ("flag", {"is": True}, None),
        ("kind", {"in": ("a", "b", "c")}, True),
        ("kind", {"in": ("a", "b")}, None),
        ("kind", {"in": ()}, False),
        ("kind", {"not_in": ()}, True),
        ("kind", {"not_in": ("a", "b", "c")}, False),
        ("kind", {"in": ("a", "b"), "not_in": ("a", "b")}, False),  # the checks of one test, on one candidate
        ("mood", {"in": ("calm", "tense")}, True),  # `unknown` is no candidate
        ("mood", {"is": "unknown"}, False),
        ("number", {"at_most": 4}, True),
        ("number", {"more_than": 4}, False),
        ("number", {"at_least": 1}, None),
        ("number", {"at_least": 3, "less_than": 3}, False),
        ("amount", {"at_least": 0}, None),  # too wide to try: unknown is always right
        ("since", {"before": "2021-01-01"}, None),
        ("country", {"in": tuple(sorted(COUNTRIES))}, True),
        ("country", {"in": tuple(sorted(COUNTRIES - {"FR"}))}, None),
        ("country", {"not_in": "nobody"}, True),
        ("marks", {"has_any": ()}, False),
        ("marks", {"has_all": ()}, True),
        ("marks", {"has_any": ("x", "y")}, None),
        ("marks", {"has_any": (), "has_all": ("x",)}, False),
        ("marks", {"has_all": (), "has_any": ("x",)}, None),
        ("homes", {"has_any": "nobody"}, False),
        ("homes", {"has_all": "nobody"}, True),
        ("age", {"at_least": 0}, True),
        ("early", {"is": True}, None),
        ("rate", {"in": ("low", "mid", "high")}, None),  # `no_row` is a candidate
        ("open", {"is": False}, None),
        ("share", {"at_least": 0}, None),
        ("treaty_age", {"at_least": 0}, None),
        ("rate", {"in": ()}, False),
    ],
)
def test_an_untold_fact(fact: str, checks: dict[str, Operand], expected: bool | None) -> None:
    assert verdict(fact, checks) is expected


@pytest.mark.parametrize(
    ("told", "checks", "expected"),
    [
        ((), {"has_any": ("x",)}, False),
        ((), {"has_all": ("x",)}, False),
        ((), {"has_all": ()}, True),
        ((), {"has_any": ()}, False),
        (("x",), {"has_any": ("x", "y")}, True),
        (("x",), {"has_all": ("x", "y")}, False),
        (("x", "y"), {"has_all": ("x",)}, True),
        (("x", "y"), {"has_any": ()}, False),
    ],
)
def test_a_told_set_is_the_complete_set(told: Told, checks: dict[str, Operand], expected: bool) -> None:
    assert verdict("marks", checks, marks=told) is expected


def test_a_group_has_the_members_of_the_day() -> None:
    assert verdict("country", {"in": "union"}, datetime.date(2020, 1, 31), country="GB") is True
    assert verdict("country", {"in": "union"}, datetime.date(2020, 2, 1), country="GB") is False
    assert verdict("near", {"is": True}, datetime.date(2013, 6, 30), country="HR") is False
    assert verdict("near", {"is": True}, datetime.date(2013, 7, 1), country="HR") is True
    assert verdict("nearby", {"is": True}, homes=("US", "FR")) is True
    assert verdict("nearby", {"is": False}, homes=()) is True


def test_a_key_without_a_row_on_the_day() -> None:
    before, after = datetime.date(2021, 5, 31), datetime.date(2021, 6, 1)
    assert Truth(BOOK, Case(before, {"country": "HR"})).value("rate") == NO_ROW
    assert Truth(BOOK, Case(after, {"country": "HR"})).value("rate") == "mid"
    assert Truth(BOOK, Case(after, {"country": "HR"})).value("share") == 100
    assert Truth(BOOK, Case(datetime.date(2020, 12, 31), {"country": "GB"})).value("open") is True
    assert Truth(BOOK, Case(datetime.date(2021, 1, 1), {"country": "GB"})).value("open") is False
    for name in ("rate", "open", "share", "treaty", "treaty_age"):
        assert Truth(BOOK, Case(after, {"country": "US"})).value(name) == NO_ROW


def test_what_is_computed_is_unknown_while_any_argument_is() -> None:
    assert Truth(BOOK, Case(DAY, {"country": "US"})).value("before_treaty") is None
    assert Truth(BOOK, Case(DAY, {"birth": "1960-02-29"})).value("before_treaty") is None
    assert Truth(BOOK, Case(DAY, {"country": "US", "birth": "1960-02-29"})).value("before_treaty") == NO_ROW
    assert Truth(BOOK, Case(DAY, {"country": "FR", "birth": "1960-02-29"})).value("before_treaty") is False


@pytest.mark.parametrize(
    ("fact", "checks", "expected"),
    [
        ("rate", {"in": ("low", "mid", "high")}, False),
        ("rate", {"not_in": ("low",)}, True),
        ("open", {"is": True}, False),
        ("open", {"is": False}, False),
        ("share", {"at_least": 0}, False),
        ("share", {"at_most": 100}, False),
        ("treaty_age", {"at_least": 0}, False),
    ],
)
def test_no_row_is_a_value_that_only_not_in_accepts(fact: str, checks: dict[str, Operand], expected: bool) -> None:
    assert verdict(fact, checks, country="US") is expected


@pytest.mark.parametrize(
    ("place", "forced", "expected"),
    [
        (None, None, (None, None, None)),
        (frozenset(CODES[:2]), None, (None, None, False)),
        (frozenset(CODES[:1]), None, (True, False, False)),
        (frozenset((UNLISTED,)), None, (False, False, False)),
        (frozenset(CODES[:1]), CODES[1], (True, False, False)),
    ],
)
def test_the_place(place: frozenset[str] | None, forced: str | None, expected: tuple[bool | None, ...]) -> None:
    truth = Truth(BOOK, Case(DAY, {}, place=place, forced=forced))
    assert tuple(truth.atom(PlaceIs(code)) for code in CODES) == expected
    assert truth.atom(OfficeSet(None)) is (forced is not None)
    assert tuple(truth.atom(OfficeSet(code)) for code in CODES) == tuple(code == forced for code in CODES)


@pytest.mark.parametrize(
    ("day", "inside"), [("2020-02-28", False), ("2020-02-29", True), ("2021-03-01", True), ("2021-03-02", False)]
)
def test_days_in_force_are_both_inclusive(day: str, inside: bool) -> None:
    truth = Truth(BOOK, Case(datetime.date.fromisoformat(day), {}))
    assert truth.atom(InForce("2020-02-29", "2021-03-01")) is inside
    assert truth.atom(InForce(None, None)) is True


@given(st.sampled_from(TESTS), cases())
def test_what_is_settled_while_untold_is_so_of_every_value(test: model.Test, case: Case) -> None:
    found = Truth(BOOK, case).test(test.fact, test.checks)
    for name in VALUES:
        if name not in case.told:
            answers = [
                Truth(BOOK, replace(case, told={**case.told, name: value})).test(test.fact, test.checks) for value in VALUES[name]
            ]
            assert found is None or all(answer is found for answer in answers), name
