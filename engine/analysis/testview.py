"""What one test got.

In: the reading of one lane. Out: answers in the words of the decision format, found only when asked for.
Newly guaranteed: each answer is the one that the decision of the same case gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from engine.decision.advice import differences
from engine.decision.dates import entitled_from
from engine.decision.decide import COMPLETE
from engine.decision.gaps import gaps
from engine.decision.model import UNDETERMINED, Difference, Gap, RequirementFound
from engine.decision.office import competent
from engine.decision.papers import Papers, complete
from engine.decision.settled import OUTCOME, Completions, settle
from engine.decision.support import Confidence
from engine.facts.lanes import Reads
from engine.linked.model import HERE, LAW, Rule
from engine.policy.model import Value
from engine.run.reading import Reading

STATE_OF: Mapping[bool | None, str] = {True: "effective", False: "defeated", None: "open"}
"""The state of a rule, by its verdict."""


class View:
    """The answers of one test. `decides`: the day is not before the period of the policies."""

    def __init__(self, reading: Reading, reads: Reads, *, decides: bool = True) -> None:
        self.reading, self.reads, self.decides = reading, reads, decides

    @cached_property
    def completions(self) -> Completions:
        """Completions of what is untold."""
        return Completions(self.reading, self.reads)

    def fact(self, name: str, reading: str = LAW) -> Value | None:
        """The value of a derived fact; of the outcome, also where only cases settle it."""
        if name == COMPLETE and self.decides:
            return complete(self.requirements, self.reading)
        found = self.reading.value(name, reading)
        if name not in OUTCOME or found is not None or not self.decides:
            return found
        return self._by_cases.get(name)

    @cached_property
    def _by_cases(self) -> dict[str, Value]:
        return settle(self.reading, self.completions)[1]

    @property
    def entitlement(self) -> str:
        """The entitlement as the decision says it."""
        return str(self.fact("entitlement") or UNDETERMINED) if "entitlement" in self.reading.book.facts else UNDETERMINED

    @cached_property
    def requirements(self) -> tuple[RequirementFound, ...]:
        """The requirements of the decision."""
        return Papers(self.reading, Confidence(self.reading)).requirements() if self.decides else ()

    @property
    def office(self) -> str | None:
        """The code of the competent office."""
        return competent(self.reading).code if self.decides else None

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Facts and requirements in conflict."""
        return tuple(found.what for found in self.reading.conflicts)

    @property
    def gaps(self) -> tuple[str, ...]:
        """Facts that a gap keeps open."""
        found = gaps(self.reading) if self.decides else (Gap("period", OUTCOME),)
        return tuple(dict.fromkeys(fact for gap in found for fact in gap.facts))

    @property
    def differences(self) -> tuple[str, ...]:
        """Facts of which something else is said."""
        return tuple(found.fact for found in self._differing)

    def said(self, name: str) -> tuple[Value, ...]:
        """What else is said of a fact, each value once."""
        entries = (entry.is_ for found in self._differing if found.fact == name for entry in found.said)
        return tuple(dict.fromkeys(entries))

    @cached_property
    def _differing(self) -> tuple[Difference, ...]:
        return differences(self.reading, self.requirements) if self.decides else ()

    @property
    def entitled_from(self) -> str | None:
        """The first day of entitlement."""
        by_cases = self.reading.value("entitlement") is None if "entitlement" in self.reading.book.facts else False
        return entitled_from(self.reading, self.reads, self.entitlement) if self.decides and not by_cases else None

    def state(self, rule: Rule) -> str:
        """Effective, defeated or open, as read at the office."""
        return STATE_OF[self.reading.rule(rule, HERE)]

    def untold(self, propositions: list[int]) -> tuple[str, ...]:
        """The untold inputs that keep propositions open, in the order of the vocabulary."""
        waiting = self.completions.relevance.inputs(propositions)
        return tuple(name for name in self.reading.book.facts if name in waiting)
