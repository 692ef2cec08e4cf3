"""Policy tests of a folder, run.

In: a policy folder. Out: `PolicyTestReport`. Newly guaranteed: a folder with errors raises `Rejected`; a sample of the tests was
also decided by the forward executor, and any difference is in the report.
"""

from __future__ import annotations

from pathlib import Path

from engine.analysis.conditions import conditions as conditions_seen
from engine.analysis.coverage import coverage
from engine.analysis.policytests import PolicyTestResult, Subject, run_tests
from engine.analysis.testfiles import WrittenTest, written_tests
from engine.analysis.testreport import PolicyTestReport
from engine.api.policyset import PolicySet, load
from engine.document.sources import read_place
from engine.ground.problems import Problems, Rejected

SAMPLE = 20
"""Tests decided by both executors, spread over the set."""


def run_policy_tests(path: str | Path | None = None, pattern: str = "", *, conditions: bool = False) -> PolicyTestReport:
    """Run the tests of a policy folder (the bundled one by default) whose id, title or file contains `pattern`.

    conditions: report what the tests saw of each condition, too.
    """
    policies = load(path)
    tests = [test for test in read_tests(policies.place) if _matches(test, pattern)]
    subject = Subject(policies.book, policies.compiled, policies.reads, lambda: policies.places)
    run = run_tests(subject, tests)
    sample = _sample(tuple(result for result in run.results if result.case is not None))
    return PolicyTestReport(
        name=policies.book.name,
        version=policies.book.version,
        digest=policies.digest,
        root=policies.place,
        run=run,
        coverage=coverage(subject, run.outcome),
        compared=len(sample),
        disagreements=tuple(result.test.id for result in sample if not _agree(policies, result)),
        conditions=conditions_seen(subject, run.outcome) if conditions else None,
    )


def read_tests(root: str | Path) -> tuple[WrittenTest, ...]:
    """The tests of a folder; raises `Rejected` when they cannot be read."""
    problems = Problems()
    files = read_place(str(root), problems)
    tests = written_tests(files.documents, problems) if files is not None else ()
    if problems.errors:
        raise Rejected(problems.sorted(), "policies")
    return tests


def _matches(test: WrittenTest, pattern: str) -> bool:
    return any(pattern in text for text in (test.id, test.title, test.span.file))


def _sample(results: tuple[PolicyTestResult, ...]) -> tuple[PolicyTestResult, ...]:
    step = max(1, -(-len(results) // SAMPLE))
    return results[::step]


def _agree(policies: PolicySet, result: PolicyTestResult) -> bool:
    """Whether both executors establish the same literals."""
    assert result.case is not None
    compiled = policies.selected(result.case)
    forward, lanes = (policies.run(compiled, result.case, executor)[0] for executor in ("forward", "lanes"))
    return forward.rails == lanes.rails
