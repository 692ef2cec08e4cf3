"""A report on the policy tests of a set.

In: nothing (made by `engine.api.testing`). Out: `PolicyTestReport`. Newly guaranteed: nothing.
"""

from __future__ import annotations

from engine.analysis.coverage import Coverage
from engine.analysis.policytests import PolicyTestRun
from engine.ground.records import dataclass


@dataclass(frozen=True, slots=True)
class PolicyTestReport:
    """Results, coverage, and the tests on which executors disagreed (of `compared` tests tried on both)."""

    name: str
    version: str
    digest: str
    root: str
    run: PolicyTestRun
    coverage: Coverage
    compared: int
    disagreements: tuple[str, ...]

    def passed(self, fail_under: float | None = None) -> bool:
        """Whether every test passed, executors agree, and enough rules were seen."""
        enough = fail_under is None or self.coverage.percent >= fail_under
        return not self.run.failed and not self.disagreements and enough
