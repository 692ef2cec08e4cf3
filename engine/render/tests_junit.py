"""Results of policy tests as JUnit XML, which build servers read.

In: a `PolicyTestReport`. Out: XML text, one suite for each file of tests. Newly guaranteed: well-formed XML 1.0, whatever the
texts hold.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from engine.analysis.policytests import PolicyTestResult
from engine.analysis.testreport import PolicyTestReport
from engine.ground.show import show
from engine.render.findings_places import place, placed
from engine.render.tests_text import failure_line

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tests_junit(report: PolicyTestReport, lang: str) -> str:
    """The report as a JUnit document."""
    files: dict[str, list[PolicyTestResult]] = {}
    for result in report.run.results:
        files.setdefault(result.test.span.file, []).append(result)
    root = ElementTree.Element("testsuites", _counts(report.run.results) | {"name": report.name})
    for file, results in files.items():
        suite = ElementTree.SubElement(root, "testsuite", _counts(tuple(results)) | {"name": place(report.root, file)})
        for result in results:
            _case(suite, report, result, lang)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _counts(results: tuple[PolicyTestResult, ...]) -> dict[str, str]:
    """Wrong files are errors, expectations not met are failures."""
    errors = sum(1 for result in results if result.problems)
    failures = sum(1 for result in results if not result.passed) - errors
    return {"tests": str(len(results)), "failures": str(failures), "errors": str(errors)}


def _case(suite: ElementTree.Element, report: PolicyTestReport, result: PolicyTestResult, lang: str) -> None:
    file = place(report.root, result.test.span.file)
    attributes = {"classname": file, "name": result.test.id, "file": file, "line": str(result.test.span.line)}
    case = ElementTree.SubElement(suite, "testcase", attributes)
    if result.passed:
        return
    lines = [failure_line(found, lang) for found in result.failures]
    shown = [show(placed(problem, report.root), lang) for problem in result.problems]
    first = shown[0].splitlines()[0] if shown else lines[0]
    outcome = ElementTree.SubElement(case, "error" if result.problems else "failure", {"message": _safe(first)})
    outcome.text = _safe("\n".join([*shown, *lines]))


def _safe(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
