"""A report on the mutants of a set.

In: nothing (made by `engine.api.mutating`). Out: `MutationReport`, `GeneratedReport`. Newly guaranteed: nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.analysis.generate import Generated
from engine.analysis.mutation import MutationRun
from engine.ground.records import dataclass
from engine.policy.model import Text


@dataclass(frozen=True, slots=True)
class MutationReport:
    """A run, with what it takes to show it: titles of rules, lines of files."""

    name: str
    version: str
    digest: str
    root: str
    run: MutationRun
    titles: Mapping[str, Text]
    lines: Mapping[str, tuple[str, ...]]

    def passed(self, fail_under: float | None) -> bool:
        """Whether the score is high enough."""
        return fail_under is None or self.run.score >= fail_under


@dataclass(frozen=True, slots=True)
class GeneratedReport:
    """Proposed tests, with where the set stands."""

    name: str
    version: str
    digest: str
    root: str
    generated: Generated
