"""What a decision says of one day, as far as days can be compared.

In: the reading of a day. Out: `Standing`. Newly guaranteed: two days with equal standings are told the same outcome, papers
and steps; a day on which the profile itself cannot be has a standing that says so.
"""

from __future__ import annotations

from engine.decision.advice import advice
from engine.decision.model import UNDETERMINED, RequirementFound
from engine.decision.papers import Papers
from engine.decision.settled import OUTCOME, Completions, settle
from engine.decision.support import Confidence
from engine.facts.lanes import Reads
from engine.facts.truth import Truth
from engine.ground.records import dataclass
from engine.linked.model import Rulebook
from engine.policy.model import Value
from engine.run.reading import Reading

OUT_OF_DOMAIN = "out-of-domain"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper on one day: required (None: open), by which documents, in which form, and what is held of it."""

    id: str
    required: bool | None
    any_of: tuple[str, ...]
    attributes: tuple[tuple[str, str, Value | None], ...]
    status: str | None


@dataclass(frozen=True, slots=True)
class Advice:
    """Papers, steps and cautions of one day."""

    papers: tuple[Paper, ...] = ()
    steps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The three facts of the outcome, and what is in conflict."""

    entitlement: str = UNDETERMINED
    ground: Value | None = None
    procedure: Value | None = None
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """One day. impossible: the combination that makes the profile impossible then (or `OUT_OF_DOMAIN` and the fact)."""

    outcome: Outcome = Outcome()
    advice: Advice = Advice()
    impossible: tuple[str, ...] = ()


NOTHING = Standing()


def outcome_of(reading: Reading, reads: Reads) -> Outcome:
    """The outcome, settled by derivation or by cases, as a decision has it."""
    book = reading.book
    names = [name for name in OUTCOME if name in book.facts]
    values = {name: reading.value(name) for name in names}
    if None in values.values() and not reading.conflicts:
        by_cases = settle(reading, Completions(reading, reads))[1]
        values = {name: by_cases.get(name, value) for name, value in values.items()}
    conflicts = tuple(found.what for found in reading.conflicts)
    return Outcome(
        str(values.get("entitlement") or UNDETERMINED), values.get("ground"), values.get("procedure"), conflicts
    )  # fmt: skip


def advice_of(reading: Reading) -> Advice:
    """Papers, steps and cautions."""
    papers = Papers(reading, Confidence(reading)).requirements()
    steps, notes = advice(reading)
    return Advice(tuple(map(_paper, papers)), tuple(line.id for line in steps), tuple(line.id for line in notes))


def _paper(item: RequirementFound) -> Paper:
    attributes = tuple((name, need.fact, need.is_) for name, need in item.attributes)
    return Paper(item.id, item.required, tuple(other.document for other in item.any_of), attributes, item.status)


def impossible(truth: Truth, book: Rulebook) -> tuple[str, ...]:
    """Why a profile would be refused on the day: a computed number outside its domain, or a combination that cannot be."""
    for name in book.index.facts("number"):
        value, kind = truth.value(name), book.facts[name].type
        if isinstance(value, int) and not (
            (kind.minimum is None or kind.minimum <= value) and (kind.maximum is None or value <= kind.maximum)
        ):
            return OUT_OF_DOMAIN, name
    return next(((found.id,) for found in book.combinations if truth.holds(found.never)), ())
