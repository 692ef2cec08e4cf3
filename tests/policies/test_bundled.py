"""The bundled policies: nothing wrong in them, their tests pass and see every rule."""

from __future__ import annotations

import datetime

import pytest

from engine.analysis.checkreport import CheckReport
from engine.analysis.testreport import PolicyTestReport
from engine.api.checking import check_policies
from engine.api.testing import run_policy_tests


@pytest.fixture(scope="module")
def checked() -> CheckReport:
    return check_policies(today=datetime.date(2026, 11, 23))


@pytest.fixture(scope="module")
def tested() -> PolicyTestReport:
    return run_policy_tests()


def test_no_error(checked: CheckReport) -> None:
    errors = [problem for problem in checked.problems if problem.severity == "error"]
    assert not errors, "\n".join(f"{problem.span}: {problem.code} {problem.message()}" for problem in errors)


def test_no_conflict_found(checked: CheckReport) -> None:
    assert checked.search is not None and checked.search.lanes > 10_000
    assert checked.search.found == ()


def test_within_the_budget(checked: CheckReport) -> None:
    assert checked.sizes and all(problem.code != "PE460" for problem in checked.problems)


def test_every_policy_test_passes(tested: PolicyTestReport) -> None:
    failed = [f"{result.test.span}: {result.test.id}: {result.failures or result.problems}" for result in tested.run.failed]
    assert not failed, "\n".join(failed)
    assert tested.compared and not tested.disagreements


def test_every_rule_is_seen(tested: PolicyTestReport) -> None:
    missing = [f"{rule.span}: {rule.rule}: never {' nor '.join(rule.missing)}" for rule in tested.coverage.missing]
    assert not missing, "\n".join(missing)
