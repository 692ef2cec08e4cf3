"""The decision: everything a person is told, from two readings of the same program.

In: the reading with presumptions, the reading without, and what each atom depends on. Out: `Decision`.
Newly guaranteed: before the period that the policies decide, nothing is concluded; what depends on a conflict is open.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.decision import advice as advising
from engine.decision.dates import entitled_from
from engine.decision.gaps import gaps
from engine.decision.model import (
    UNDETERMINED,
    ConflictFound,
    Decision,
    Gap,
    OfficeFound,
    Presumed,
    RequirementFound,
    Settled,
)
from engine.decision.office import competent
from engine.decision.papers import Papers, complete
from engine.decision.questions import questions
from engine.decision.settled import OUTCOME, Completions, settle
from engine.decision.support import Confidence, presumed_below
from engine.facts.case import Case
from engine.facts.lanes import Reads
from engine.ground.records import dataclass
from engine.linked.model import HERE, LAW, Rulebook
from engine.policy.model import Value
from engine.run.reading import Reading

COMPLETE = "dossier.complete"
"""A derived fact that no rule concludes: it is read off the papers held."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The first of a decision: the outcome, from when, and how it is settled. by_cases: what only cases settle."""

    entitlement: str
    ground: Value | None
    procedure: Value | None
    entitled_from: str | None
    settled: Settled
    by_cases: Mapping[str, Value]


def answer(reading: Reading, reads: Reads, completions: Completions) -> Answer:
    """The answer alone, without papers, steps and questions."""
    settled, by_cases = settle(reading, completions)
    outcome = {name: by_cases.get(name, reading.value(name)) for name in OUTCOME if name in reading.book.facts}
    entitlement = str(outcome.get("entitlement") or UNDETERMINED)
    since = entitled_from(reading, reads, entitlement)
    return Answer(entitlement, outcome.get("ground"), outcome.get("procedure"), since, settled, by_cases)


def decide(
    with_them: Reading, without: Reading, reads: Reads, completions: Completions | None = None, *, asking: bool = True
) -> Decision:
    """The decision of one case. completions: those of the reading with presumptions, where they were begun before.

    asking: with the questions that are open, which take as long as all the rest.
    """
    reading, book = with_them, with_them.book
    completions = completions or Completions(reading, reads)
    answered = answer(reading, reads, completions)
    confidence = Confidence(reading)
    papers = Papers(reading, confidence)
    requirements = papers.requirements()
    steps, notes = advising.advice(reading)
    finished = complete(requirements, reading)
    return Decision(
        as_of=reading.case.as_of.isoformat(),
        entitlement=answered.entitlement,
        ground=answered.ground,
        procedure=answered.procedure,
        entitled_from=answered.entitled_from,
        settled=answered.settled,
        office=competent(reading),
        confidence=confidence.of(_literal(reading, "entitlement")),
        complete=finished,
        requirements=requirements,
        not_required=papers.not_required(requirements),
        steps=steps,
        notes=notes,
        differences=advising.differences(reading, requirements),
        open=questions(reading, completions, answered.by_cases) if asking else (),
        facts=_facts(reading, finished),
        here=tuple((fact.name, reading.value(fact.name, HERE)) for fact in book.derived() if fact.varies),
        conflicts=tuple(ConflictFound(found.what, found.values, found.rules) for found in reading.conflicts),
        gaps=gaps(reading),
        presumed=_presumed(with_them, without, requirements),
    )


def before_the_period(book: Rulebook, case: Case) -> Decision:
    """The decision on a day before the policies begin: undetermined, for that reason."""
    nothing = tuple((fact.name, None) for fact in book.derived())
    return Decision(
        as_of=case.as_of.isoformat(), entitlement=UNDETERMINED, ground=None, procedure=None, entitled_from=None,
        settled=Settled("no"), office=OfficeFound(None, None, None, None, None), confidence="high", complete=None,
        requirements=(), not_required=(), steps=(), notes=(), differences=(), open=(), facts=nothing,
        here=tuple((fact.name, None) for fact in book.derived() if fact.varies), conflicts=(),
        gaps=(Gap("period", OUTCOME),), presumed=(),
    )  # fmt: skip


def _literal(reading: Reading, fact: str) -> int | None:
    value = reading.value(fact) if fact in reading.book.facts else None
    return None if value is None else reading.compiled.value(fact, value)


def _contradicting(reading: Reading, what: str) -> list[int]:
    """Every literal of a fact or a requirement in conflict, in both readings."""
    compiled = reading.compiled
    if what in reading.book.facts:
        fact = reading.book.facts[what]
        values = fact.values if fact.type.kind == "enum" else (True, False)
        found = [compiled.value(what, value, at) for value in values for at in ((LAW, HERE) if fact.varies else (LAW,))]
    else:
        needs = [compiled.need(what, at) for at in (LAW, HERE)]
        found = [rail for need in needs if need is not None for rail in (2 * need, 2 * need + 1)]
    return [literal for literal in found if literal is not None]


def _facts(reading: Reading, finished: bool | None) -> tuple[tuple[str, Value | None], ...]:
    return tuple(
        (fact.name, finished if fact.name == COMPLETE else reading.value(fact.name, LAW)) for fact in reading.book.derived()
    )


def _presumed(with_them: Reading, without: Reading, requirements: tuple[RequirementFound, ...]) -> tuple[Presumed, ...]:
    """Presumed inputs on which something that is shown rests, in the order of the vocabulary."""
    roots = [literal for name in OUTCOME if (literal := _literal(with_them, name)) is not None]
    roots += [literal for item in requirements if item.required for literal in _shown(with_them, item)]
    lifted = [need for name in with_them.book.index.positions.not_required if (need := with_them.compiled.need(name)) is not None]
    advised = [step for name in with_them.book.steps if (step := with_them.compiled.proposition(f"step:{name}")) is not None]
    roots += [2 * need + 1 for need in lifted] + [2 * step for step in advised]
    roots += [literal for conflict in with_them.conflicts for literal in _contradicting(with_them, conflict.what)]
    found = presumed_below(with_them, without, roots)
    return tuple(Presumed(name, with_them.case.presumed[name]) for name in with_them.book.facts if name in found)


def _shown(reading: Reading, item: RequirementFound) -> list[int]:
    """The literals of a required paper: that it is required, and what its attributes must be."""
    need = reading.compiled.need(item.id)
    values = [(fact.fact, reading.value(fact.fact, HERE)) for _, fact in item.attributes]
    found = [reading.compiled.value(fact, value, HERE) for fact, value in values if value is not None]
    return [literal for literal in (None if need is None else 2 * need, *found) if literal is not None]
