"""A report on a policy set.

In: nothing (made by `engine.api.checking`). Out: `CheckReport`. Newly guaranteed: nothing.
"""

from __future__ import annotations

from engine.analysis.search import Search
from engine.analysis.sizes import Size
from engine.ground.problems import Problem
from engine.ground.records import dataclass


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Problems by place; sizes and search are missing where the policies could not be linked (or were not asked for)."""

    name: str
    version: str
    root: str
    problems: tuple[Problem, ...]
    sizes: tuple[Size, ...]
    search: Search | None

    def count(self, severity: str) -> int:
        """How many problems of a severity: error, warning or note."""
        return sum(1 for problem in self.problems if problem.severity == severity)

    def passed(self, *, strict: bool) -> bool:
        """No error; when strict, no warning either. Notes never fail a check."""
        return not self.count("error") and not (strict and self.count("warning"))
