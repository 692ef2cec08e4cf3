"""A check of policies as JSON values.

In: a `CheckReport`. Out: plain values. Newly guaranteed: nothing is lost that the text shows.
"""

from __future__ import annotations

from dataclasses import asdict

from engine.analysis.checkreport import CheckReport
from engine.render.findings_places import placed


def findings_json(report: CheckReport, lang: str) -> dict[str, object]:
    """The report."""
    searched = report.search
    return {
        "policy_set": {"name": report.name, "version": report.version},
        "summary": {f"{severity}s": report.count(severity) for severity in ("error", "warning", "note")},
        "problems": [placed(problem, report.root).as_dict(lang) for problem in report.problems],
        "sizes": [asdict(size) for size in report.sizes],
        "conflict_search": None if searched is None else {"profiles": searched.lanes, "conflicts": len(searched.found)},
    }
