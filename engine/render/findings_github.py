"""A check of policies as annotations of GitHub workflows.

In: a `CheckReport`. Out: one workflow command a problem. Newly guaranteed: no text can break out of its command.
"""

from __future__ import annotations

from engine.analysis.checkreport import CheckReport
from engine.ground import codes
from engine.ground.problems import Problem
from engine.render.findings_places import placed

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def findings_github(report: CheckReport, lang: str) -> str:
    """The report as workflow commands."""
    return "\n".join(_command(placed(problem, report.root), lang) for problem in report.problems)


def _command(problem: Problem, lang: str) -> str:
    named: dict[str, object] = {}
    if problem.span is not None:
        span = problem.span
        named = {"file": span.file, "line": span.line, "col": span.column, "endLine": span.end_line}
        if span.end_line == span.line:  # a column of another line would be refused
            named["endColumn"] = span.end_column
    named["title"] = f"{problem.code} {codes.entry(problem.code).text(lang).title}"
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in named.items())
    text = problem.message(lang) + (f"\n{problem.help(lang)}" if problem.help(lang) else "")
    return f"::{COMMANDS[problem.severity]} {properties}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
