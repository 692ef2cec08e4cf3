"""Every lint, in one call.

In: a context. Out: its problems grow. Newly guaranteed: lints never stop each other.
"""

from __future__ import annotations

from engine.analysis.lint.context import Context
from engine.analysis.lint.logic import check_logic
from engine.analysis.lint.offices import check_offices
from engine.analysis.lint.papers import check_papers
from engine.analysis.lint.sources import check_sources
from engine.analysis.lint.tables import check_tables
from engine.analysis.lint.texts import check_texts
from engine.analysis.lint.usage import check_usage

LINTS = (check_sources, check_usage, check_texts, check_logic, check_papers, check_offices, check_tables)


def lint(context: Context) -> None:
    """Run every lint."""
    for check in LINTS:
        check(context)
