"""What every lint reads.

In: nothing (made by the caller). Out: `Context`. Newly guaranteed: nothing.
"""

from __future__ import annotations

import datetime
from functools import cached_property

from engine.analysis.satisfiable import Satisfiable
from engine.document.nodes import Document
from engine.ground.problems import Problems
from engine.ground.records import dataclass
from engine.linked.model import Rulebook
from engine.policy.model import Policies, Rule, Window

FOREVER = "9999-12-31"
BEGINNING = "0001-01-01"


@dataclass
class Context:
    """Policies as read, as written and as linked; the day of the check; where problems go."""

    documents: tuple[Document, ...]
    policies: Policies
    book: Rulebook
    today: datetime.date
    problems: Problems

    @cached_property
    def satisfiable(self) -> Satisfiable:
        """Reasoning about conditions."""
        return Satisfiable(self.book, self.today)

    @cached_property
    def written(self) -> dict[str, Rule]:
        """Rules as their authors wrote them, by id."""
        return {rule.id: rule for file in self.policies.files for rule in file.rules}

    def days(self, window: Window) -> tuple[str, str]:
        """First and last day of a window within the period that is decided."""
        start = max(window.start or BEGINNING, self.book.decides.start or BEGINNING)
        return start, min(window.end or FOREVER, self.book.decides.end or FOREVER)


def overlap(first: Window, second: Window) -> bool:
    """Whether two windows share a day."""
    return max(first.start or BEGINNING, second.start or BEGINNING) <= min(first.end or FOREVER, second.end or FOREVER)


def covers(first: Window, second: Window) -> bool:
    """Whether every day of the second window lies in the first."""
    starts = (first.start or BEGINNING) <= (second.start or BEGINNING)
    return starts and (second.end or FOREVER) <= (first.end or FOREVER)
