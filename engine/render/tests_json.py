"""Results of policy tests as JSON values.

In: a `PolicyTestReport`. Out: plain values. Newly guaranteed: nothing is lost that the text shows.
"""

from __future__ import annotations

from engine.analysis.coverage import Coverage
from engine.analysis.judging import Failure
from engine.analysis.policytests import PolicyTestResult
from engine.analysis.testreport import PolicyTestReport
from engine.ground.spans import Span
from engine.render.conditions import conditions_json
from engine.render.findings_places import place, placed
from engine.render.findings_words import spoken


def tests_json(report: PolicyTestReport, lang: str, *, with_coverage: bool) -> dict[str, object]:
    """The report; coverage on request."""
    found: dict[str, object] = {
        "policy_set": {"name": report.name, "version": report.version, "digest": report.digest},
        "summary": {"tests": len(report.run.results), "failed": len(report.run.failed)},
        "compared": {"tests": report.compared, "disagreements": list(report.disagreements)},
        "tests": [_test(report, result, lang) for result in report.run.results],
    }
    if with_coverage:
        found["coverage"] = _coverage(report, report.coverage)
    if report.conditions is not None:
        found["conditions"] = conditions_json(report.conditions, report.root)
    return found


def _test(report: PolicyTestReport, result: PolicyTestResult, lang: str) -> dict[str, object]:
    return {
        "id": result.test.id,
        "title": result.test.title,
        **_place(report, result.test.span),
        "passed": result.passed,
        "failures": [_failure(report, failure, lang) for failure in result.failures],
        "problems": [placed(problem, report.root).as_dict(lang) for problem in result.problems],
    }


def _failure(report: PolicyTestReport, failure: Failure, lang: str) -> dict[str, object]:
    return {
        "path": failure.path,
        **_place(report, failure.span),
        "expected": spoken(failure.expected, lang),
        "got": spoken(failure.got, lang),
        "untold": list(failure.untold),
        "rules": [{"id": rule.rule, "state": rule.state, **_place(report, rule.span)} for rule in failure.rules],
    }


def _coverage(report: PolicyTestReport, coverage: Coverage) -> dict[str, object]:
    return {
        "percent": round(coverage.percent, 2),
        **{verdict: dict(zip(("seen", "rules"), coverage.share(verdict), strict=True)) for verdict in ("effective", "defeated")},
        "rules": [
            {"id": rule.rule, **_place(report, rule.span), "effective": rule.effective, "defeated": rule.defeated,
             "missing": list(rule.missing)}
            for rule in coverage.rules
        ],
    }  # fmt: skip


def _place(report: PolicyTestReport, span: Span) -> dict[str, object]:
    return {"file": place(report.root, span.file), "line": span.line}
