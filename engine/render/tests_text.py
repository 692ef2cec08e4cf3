"""Results of policy tests as text.

In: a `PolicyTestReport`. Out: lines for a terminal. Newly guaranteed: each failure names its place, what was expected, what came
out and the rules that matter.
"""

from __future__ import annotations

from engine.analysis.coverage import Coverage
from engine.analysis.judging import Failure
from engine.analysis.policytests import PolicyTestResult
from engine.analysis.testreport import PolicyTestReport
from engine.ground.show import show
from engine.ground.spans import Span
from engine.render.conditions import conditions_text
from engine.render.findings_places import place, placed
from engine.render.findings_words import say, spoken


def tests_text(report: PolicyTestReport, lang: str, color: bool, *, with_coverage: bool) -> str:
    """The report; coverage on request."""
    lines: list[str] = []
    for result in report.run.failed:
        lines += [*_failed(report, result, lang, color), ""]
    if with_coverage:
        lines += _coverage(report, report.coverage, lang)
    lines.append(_summary(report, lang))
    if with_coverage:
        lines.append(coverage_line(report.coverage, lang))
    if report.conditions is not None:
        lines += ["", conditions_text(report.conditions, report.root, lang)]
    return "\n".join(lines)


def coverage_line(coverage: Coverage, lang: str) -> str:
    """Percentages in one line."""
    effective, defeated = coverage.share("effective"), coverage.share("defeated")
    return say(
        "coverage", lang, percent=f"{coverage.percent:.1f}",
        effective=f"{effective[0]}/{effective[1]}", defeated=f"{defeated[0]}/{defeated[1]}",
    )  # fmt: skip


def _summary(report: PolicyTestReport, lang: str) -> str:
    if not report.run.results:
        return say("tests.none", lang)
    lines = [say("tests.summary", lang, n=len(report.run.results), failed=len(report.run.failed))]
    if report.compared:
        names = ", ".join(report.disagreements)
        verdict = say("compared.differ", lang, names=names) if names else say("compared.same", lang)
        lines.append(say("compared", lang, n=report.compared, verdict=verdict))
    return "\n".join(lines)


def _failed(report: PolicyTestReport, result: PolicyTestResult, lang: str, color: bool) -> list[str]:
    head = f"{_at(report, result.test.span)}: {say('failed', lang)} {result.test.id}"
    lines = [f"\x1b[1;31m{head}\x1b[0m" if color else head]
    for problem in result.problems:
        lines += [f"  {line}" for line in show(placed(problem, report.root), lang, color).splitlines()]
    for failure in result.failures:
        lines += _failure(report, failure, lang)
    return lines


def failure_line(failure: Failure, lang: str) -> str:
    """What was expected and what came out, in one line."""
    return say("expected", lang, path=failure.path, expected=spoken(failure.expected, lang), got=spoken(failure.got, lang))


def _failure(report: PolicyTestReport, failure: Failure, lang: str) -> list[str]:
    lines = [f"  {failure_line(failure, lang)}"]
    if failure.untold:
        lines.append(f"      {say('untold', lang, names=', '.join(failure.untold))}")
    for rule in failure.rules:
        lines.append(f"      {say(rule.state, lang):9} {rule.rule}  {_at(report, rule.span)}")
    return lines


def _coverage(report: PolicyTestReport, coverage: Coverage, lang: str) -> list[str]:
    if not coverage.missing:
        return []
    lines = [say("coverage.missing", lang)]
    for rule in coverage.missing:
        verdicts = say("nor", lang).join(say(verdict, lang) for verdict in rule.missing)
        lines.append(f"  {_at(report, rule.span)}: {rule.rule}: {say('coverage.never', lang, verdicts=verdicts)}")
    return [*lines, ""]


def _at(report: PolicyTestReport, span: Span) -> str:
    return f"{place(report.root, span.file)}:{span.line}"
