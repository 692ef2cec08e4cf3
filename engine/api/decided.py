"""What was decided, with what is needed to explain it.

In: readings with and without presumptions, firings. Out: the decision, its claim, its proofs.
Newly guaranteed: everything is computed from the same outcome, and only when asked for.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from engine import __version__
from engine.decision.decide import before_the_period, decide
from engine.decision.model import Decision, Question, RequirementFound
from engine.decision.questions import questions, unknown
from engine.decision.settled import Completions, cells, missing, read_by_cells, settle
from engine.facts.lanes import Reads
from engine.policy.model import Value
from engine.run.outcome import Firing
from engine.run.reading import Reading

if TYPE_CHECKING:  # what explains is imported when an explanation is wanted
    import datetime
    from collections.abc import Mapping, Sequence

    from engine.analysis.timeline import Timeline
    from engine.analysis.whatif import WhatIf
    from engine.analysis.whatif_papers import FilePlan
    from engine.api.policyset import PolicySet
    from engine.api.whatif import Redecide
    from engine.trace.cells import Tried
    from engine.trace.claim import Redaction
    from engine.trace.model import FactLine


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
        policies: PolicySet | None = None,
        presume: bool = True,
    ) -> None:
        self.reading, self.without, self.firings, self.executor = with_them, without, firings, executor
        self._reads, self._decides = reads, decides
        self._policies, self._presume = policies, presume
        self._about: dict[int, tuple[Question, ...]] = {}

    @property
    def known_at(self) -> str | None:
        """The day (ISO) that chose the policies, where one did."""
        return self._policies.known_at if self._policies is not None else None

    @cached_property
    def decision(self) -> Decision:
        """The decision as values."""
        if not self._decides:
            return before_the_period(self.reading.book, self.reading.case)
        return decide(self.reading, self.without, self._reads, self._completions)

    @cached_property
    def unasked(self) -> Decision:
        """The decision without its open questions: in half the time, for whoever decides many."""
        if not self._decides:
            return before_the_period(self.reading.book, self.reading.case)
        return decide(self.reading, self.without, self._reads, self._completions, asking=False)

    @cached_property
    def _completions(self) -> Completions:
        return Completions(self.reading, self._reads)

    @property
    def entitlement(self) -> str:
        """entitled, waiting, case_by_case, not_entitled or undetermined."""
        return self.decision.entitlement

    @property
    def ground(self) -> Value | None:
        """On which ground; None while open."""
        return self.decision.ground

    @property
    def procedure(self) -> Value | None:
        """By which procedure; None while open."""
        return self.decision.procedure

    @property
    def entitled_from(self) -> str | None:
        """From which day (ISO), where that is known."""
        return self.decision.entitled_from

    @property
    def requirements(self) -> tuple[RequirementFound, ...]:
        """Papers that are asked (`required` is True) or that answers may add (None)."""
        return self.decision.requirements

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is still worth asking, the most useful first."""
        return self.decision.open

    def questions_about(self, rank: int) -> tuple[Question, ...]:
        """What is worth asking about one of `engine.decision.goals.RANKS`, next steps among them."""
        if rank not in self._about:
            found = questions(self.reading, self._completions, self._by_cases, (rank,)) if self._decides else ()
            self._about[rank] = found
        return self._about[rank]

    @cached_property
    def unknown(self) -> tuple[str, ...]:
        """What was answered "I do not know" and can still decide the outcome, in the order of the vocabulary."""
        return unknown(self.reading, self._completions, self._by_cases) if self._decides else ()

    @cached_property
    def _by_cases(self) -> Mapping[str, Value]:
        return settle(self.reading, self._completions)[1]

    def as_text(self, lang: str = "en", *, width: int = 80, plain: bool = False) -> str:
        """The decision as people read it."""
        from engine.render.decision_text import decision_text
        from engine.render.layout import PLAIN, TEXT, Page

        return decision_text(self.decision, self.reading, Page(lang, PLAIN if plain else TEXT, width=width))

    def as_json(self, lang: str = "en", *, redact: bool = False) -> dict[str, object]:
        """The decision as JSON values, with its trace (`schemas/decision.schema.json`)."""
        from engine.render.decision_json import decision_json

        return decision_json(self.decision, self.reading.book, lang, self.trace(redact=redact)[0])

    def explain(self, fact: str, reading: str = "law") -> FactLine:
        """The proof of a derived fact, true or false, or what keeps it open; of a requirement, by its id.

        reading: "law", or "here" for what varies. Raises `KeyError` for a name that is neither.
        """
        from engine.trace.explain import Explainer

        explainer = Explainer(self.reading)
        if fact in self.reading.book.requirements and fact not in self.reading.book.facts:
            return explainer.need(fact)
        return explainer.fact(fact, reading)

    def explain_not(self, fact: str, value: Value) -> FactLine | None:
        """The proof that a derived fact does not have a value; None where it has it, or where that is open."""
        from engine.trace.explain import Explainer

        literal = self.reading.compiled.value(fact, value)
        if literal is None or not self.reading.sound[literal ^ 1]:
            return None
        return Explainer(self.reading).refuted(literal)

    def what_if(
        self,
        fact: str = "entitlement",
        to: Value | Sequence[Value] | None = None,
        *,
        anything: bool = False,
        most: int = 3,
        limit: int = 10,
    ) -> WhatIf:
        """The smallest sets of other answers that lead to another outcome, cheapest first; each was decided anew.

        fact, to: what is sought (by default a better entitlement; for who is entitled, what would end it). anything: also what
        nobody can change. most: changes together, up to 3. limit: how many sets. Raises `KeyError` for a fact that no rule
        concludes, `ValueError` for a value that it cannot have and for other numbers of changes.
        """
        from engine.analysis.whatif_run import MOST_CHANGES, Asked, what_if
        from engine.api.whatif import goal, others

        if not 1 <= most <= MOST_CHANGES or limit < 1:
            raise ValueError(f"most is from 1 to {MOST_CHANGES}, limit 1 or more: {most!r}, {limit!r}")
        asked = Asked(goal(self, fact, to), anything, most, limit, others(self, fact, to))
        return what_if(self, self._reads, self._again(), asked)

    def file_plan(self) -> FilePlan:
        """The fewest papers, or attributes of papers in hand, that complete the file; decided anew with them."""
        from engine.analysis.whatif_papers import file_plan

        return file_plan(self, self._again())

    def _again(self) -> Redecide:
        from engine.api.whatif import Redecide

        if self._policies is None:
            raise ValueError("decided without a policy set: it cannot be decided again")
        return Redecide(self._policies, self.without.case, presume=self._presume)

    def timeline(self, *, since: datetime.date | None = None, until: datetime.date | None = None) -> Timeline:
        """Every day on which the decision changes, and why; the facts told are held, only the day moves."""
        from engine.analysis.timeline import timeline

        return timeline(self.reading, self._reads, decides=self._decides).between(since, until)

    def trace(self, *, redact: bool = False) -> tuple[dict[str, object], dict[str, str]]:
        """The trace, and (under `redact`) the salts of the withheld values, for the person to keep."""
        from engine.trace.record import new_salts, trace_of

        redaction = new_salts(self.reading.case, self.reading.book) if redact else None
        tried = self._tried(self._hidden(redaction))
        trace = trace_of(self.reading, self.firings, self.executor, __version__, redaction, tried)
        if self.known_at is not None:
            trace["envelope"] = {**cast("dict[str, object]", trace["envelope"]), "known_at": self.known_at}
        return trace, dict(redaction.salts) if redaction is not None else {}

    def claim(self, redaction: Redaction | None) -> dict[str, object]:
        """What the decision asserts: the part of a trace that is replayed."""
        from engine.trace.record import claim_of

        return claim_of(self.reading, redaction, self._tried(self._hidden(redaction)))

    def _hidden(self, redaction: Redaction | None) -> frozenset[str]:
        case, book = self.reading.case, self.reading.book
        told = case.told.keys() - case.presumed.keys() if redaction is not None else frozenset[str]()
        return frozenset(case.withheld) | {name for name in told if book.facts[name].sensitive}

    def _tried(self, hidden: frozenset[str]) -> Tried | None:
        """The completions that settle what nothing derives; values that are hidden are not used, nor told by those tried."""
        if not self._decides or not missing(self.reading):
            return None
        from engine.trace.cells import Table, Tried

        completions = Completions(self.reading, self._reads, hidden) if hidden else self._completions
        tables = tuple(Table(found.over, found.settles, found.rows) for found in cells(self.reading, completions))
        return Tried(tables, tuple(sorted(read_by_cells(self.reading, completions)))) if tables else None

    def verdicts(self, *, redact: bool = False) -> list[dict[str, object]]:
        """The verdict of every condition of every rule."""
        from engine.trace.verdicts import verdict_table

        return verdict_table(self.reading, redact=redact)
