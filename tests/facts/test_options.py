"""What a program passes beside the profile: wrong days, offices and objects are problems too, in words."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from engine.api.policyset import PolicySet, load
from engine.ground.problems import Problem, Rejected


@pytest.fixture(scope="module")
def policies() -> PolicySet:
    """The bundled policies."""
    return load()


def refused(policies: PolicySet, profile: Any, **options: Any) -> Problem:
    """The one problem of a decision."""
    with pytest.raises(Rejected) as rejected:
        policies.decide(profile, **options)
    (problem,) = rejected.value.problems
    assert rejected.value.border == "profile"
    return problem


@pytest.mark.parametrize(
    ("day", "code", "message"),
    [
        ("23/11/2026", "PE505", "`23/11/2026` is not a day written year-month-day"),
        ("2026-02-30", "PE519", "2026-02-30 is not a day of the calendar"),
        (20261123, "PE505", "`20261123` is not a day written year-month-day"),
    ],
)
def test_day_of_the_decision(policies: PolicySet, day: object, code: str, message: str) -> None:
    """A day that is none."""
    problem = refused(policies, {}, as_of=day)
    assert (problem.code, problem.path, problem.message()) == (code, "as_of", message)


def test_moment_of_the_decision(policies: PolicySet) -> None:
    """A moment stands for its day."""
    moment = datetime.datetime(2026, 11, 23, 17, 30)
    assert policies.decide({}, as_of=moment).reading.case.as_of == datetime.date(2026, 11, 23)


def test_office_unknown(policies: PolicySet) -> None:
    """An office that the table does not have."""
    problem = refused(policies, {}, office="750")
    assert (problem.code, problem.message("fr")) == ("PE515", "il n'y a pas de caisse « 750 »")


@pytest.mark.parametrize(
    ("profile", "detail"),
    [
        ({"person": object()}, "object"),
        ({("a",): 1}, "keys must be str, int, float, bool or None, not tuple"),
        ({"person": {"nationalities": b"US"}}, "bytes"),
    ],
)
def test_object_that_is_no_json(policies: PolicySet, profile: Any, detail: str) -> None:
    """The kind of what cannot be written is named."""
    problem = refused(policies, profile)
    assert problem.code == "PE520" and problem.message().startswith(f"this profile cannot be written as JSON: {detail}")


def test_more_problems_than_anybody_reads(policies: PolicySet) -> None:
    """The first hundred are told, and that there are more."""
    with pytest.raises(Rejected) as rejected:
        policies.decide({f"key{n}": n for n in range(120)})
    codes = [problem.code for problem in rejected.value.problems]
    assert len(codes) == 101 and set(codes) == {"PE501", "PE522"}
