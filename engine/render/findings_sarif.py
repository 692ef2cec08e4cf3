"""A check of policies as SARIF 2.1.0, which code forges and editors read.

In: a `CheckReport`. Out: plain values of a SARIF log. Newly guaranteed: what the standard requires is there (version, tool, a
message for each result, a rule for each code used); places are relative to the current directory, columns count characters.
"""

from __future__ import annotations

from urllib.parse import quote

from engine.analysis.checkreport import CheckReport
from engine.ground import codes
from engine.ground.canonical import digest
from engine.ground.problems import Problem
from engine.render.findings_places import placed

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
Json = dict[str, object]


def findings_sarif(report: CheckReport, lang: str, engine: str) -> Json:
    """The report as a log; `engine` is the version of the program."""
    used = sorted({problem.code for problem in report.problems})
    driver: Json = {"name": "policy-eval", "rules": [_rule(code, lang) for code in used]}
    if engine:
        driver["version"] = engine
    run: Json = {
        "tool": {"driver": driver},
        "language": "fr" if lang == "fr" else "en",
        "columnKind": "unicodeCodePoints",
        "results": [_result(placed(problem, report.root), used, lang) for problem in report.problems],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, lang: str) -> Json:
    entry = codes.entry(code)
    text = entry.text(lang)
    found: Json = {
        "id": code,
        "shortDescription": {"text": text.title},
        "defaultConfiguration": {"level": entry.severity},
    }
    page = "\n\n".join(part for part in (text.page, text.help) if part)
    if page:
        found["help"] = {"text": page}
    return found


def _result(problem: Problem, used: list[str], lang: str) -> Json:
    found: Json = {
        "ruleId": problem.code,
        "ruleIndex": used.index(problem.code),
        "level": problem.severity,
        "message": {"text": "\n".join(part for part in (problem.message(lang), problem.help(lang)) if part)},
        "partialFingerprints": {"problem/v1": _fingerprint(problem)},
    }
    if problem.span is not None:
        span = problem.span
        region = {"startLine": span.line, "startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column}
        place = {"artifactLocation": {"uri": quote(span.file)}, "region": region}
        found["locations"] = [{"physicalLocation": place}]
    return found


def _fingerprint(problem: Problem) -> str:
    """The same problem has the same one when lines above it move."""
    file = problem.span.file if problem.span is not None else ""
    return digest([problem.code, file, problem.path, [list(pair) for pair in problem.args]])
