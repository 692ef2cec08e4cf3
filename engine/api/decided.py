"""What was decided, with what is needed to explain it.

In: readings with and without presumptions, firings. Out: the decision, its claim, its proofs.
Newly guaranteed: everything is computed from the same outcome, and only when asked for.
"""

from __future__ import annotations

from functools import cached_property

from engine.decision.decide import before_the_period, decide
from engine.decision.model import Decision
from engine.facts.lanes import Reads
from engine.run.outcome import Firing
from engine.run.reading import Reading


class Decided:
    """One case, decided."""

    def __init__(
        self,
        with_them: Reading,
        without: Reading,
        reads: Reads,
        firings: tuple[Firing, ...],
        executor: str,
        *,
        decides: bool = True,
    ) -> None:
        self.reading, self.without, self.firings, self.executor = with_them, without, firings, executor
        self._reads, self._decides = reads, decides

    @cached_property
    def decision(self) -> Decision:
        """The decision as values."""
        if not self._decides:
            return before_the_period(self.reading.book, self.reading.case)
        return decide(self.reading, self.without, self._reads)
