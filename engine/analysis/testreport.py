"""A report on the policy tests of a set.

In: nothing (made by `engine.api.testing`). Out: `PolicyTestReport`. Newly guaranteed: nothing.
"""

from __future__ import annotations

from engine.analysis.conditions import Conditions
from engine.analysis.coverage import Coverage
from engine.analysis.policytests import PolicyTestRun
from engine.ground.records import dataclass


@dataclass(frozen=True, slots=True)
class PolicyTestReport:
    """Results, coverage, and the tests on which executors disagreed (of `compared` tests tried on both).

    conditions: what the tests saw of each condition, where that was asked.
    """

    name: str
    version: str
    digest: str
    root: str
    run: PolicyTestRun
    coverage: Coverage
    compared: int
    disagreements: tuple[str, ...]
    conditions: Conditions | None = None

    def passed(self, fail_under: float | None = None) -> bool:
        """Whether every test passed, executors agree, and enough rules (or conditions, where these were asked) were seen."""
        enough = fail_under is None or self.percent >= fail_under
        return not self.run.failed and not self.disagreements and enough

    @property
    def percent(self) -> float:
        """The share seen of what was asked."""
        return self.coverage.percent if self.conditions is None else self.conditions.percent
