"""A check of policies as text.

In: a `CheckReport`. Out: lines for a terminal. Newly guaranteed: each problem shows its file, line and what to do; the summary
stands last.
"""

from __future__ import annotations

from engine.analysis.checkreport import CheckReport
from engine.analysis.sizes import ALL, BUDGET_CLAUSES, BUDGET_RULES, Size, largest
from engine.ground.show import show_all
from engine.linked.model import NATIONAL
from engine.render.findings_places import placed
from engine.render.findings_words import say

COLUMNS = ("rules", "clauses", "fused", "propositions", "atoms", "literals")


def findings_text(report: CheckReport, lang: str, color: bool, *, stats: bool) -> str:
    """The report; sizes on request."""
    parts = []
    if report.problems:
        parts.append(show_all((placed(problem, report.root) for problem in report.problems), lang, color))
    if stats and report.sizes:
        parts.append("\n".join(_stats(report, lang)))
    parts.append("\n".join(_summary(report, lang)))
    return "\n\n".join(parts)


def _summary(report: CheckReport, lang: str) -> list[str]:
    counts = {f"{severity}s": report.count(severity) for severity in ("error", "warning", "note")}
    key = "check.summary" if report.problems else "check.clean"
    lines = [say(key, lang, name=f"{report.name} {report.version}".strip(), **counts)]
    if report.search is not None:
        lines.append(say("check.searched", lang, lanes=report.search.lanes, found=len(report.search.found)))
    return lines


def _stats(report: CheckReport, lang: str) -> list[str]:
    heads = [say("stats.selection", lang), *(say(f"stats.{name}", lang) for name in COLUMNS)]
    rows = [[_selection(size, lang), *(str(getattr(size, name)) for name in COLUMNS)] for size in report.sizes]
    widths = [max(len(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
    lines = [_row(row, widths) for row in [heads, *rows]]
    most = largest(report.sizes)
    shares = {"rules_share": _share(most.rules, BUDGET_RULES), "clauses_share": _share(most.fused, BUDGET_CLAUSES)}
    return [*lines, "", say("stats.budget", lang, rules=BUDGET_RULES, clauses=BUDGET_CLAUSES, **shares)]


def _row(cells: list[str], widths: list[int]) -> str:
    numbers = [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
    return "  ".join([cells[0].ljust(widths[0]), *numbers])


def _selection(size: Size, lang: str) -> str:
    return say(f"stats.{size.selection}", lang) if size.selection in (ALL, NATIONAL) else size.selection


def _share(part: int, whole: int) -> str:
    return str(round(100 * part / whole))
