"""A decision: what is told to a person.

In: nothing (made by `engine.decision.decide`). Out: frozen values that mirror the decision format.
Newly guaranteed: values are those of the vocabulary; texts are left to rendering.
"""

from __future__ import annotations

from engine.ground.records import dataclass
from engine.policy.model import Cite, Evidence, Mail, Value

UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Settled:
    """Whether an answer can still change the outcome. by: derivation, cases or no; over: the facts tried, in so many cells."""

    by: str
    over: tuple[str, ...] = ()
    cells: int = 0


@dataclass(frozen=True, slots=True)
class OfficeFound:
    """The competent office. found_by: the fact that told the place, `routing`, or `option`. candidates: when several remain."""

    code: str | None
    name: str | None
    found_by: str | None
    mail: Mail | None
    page: str | None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttributeNeed:
    """What an attribute of a paper must be: at the office (`is_`) and in the law, each with how hard it is asked."""

    fact: str
    is_: Value | None
    law: Value | None
    demand: str | None
    force: str | None
    law_demand: str | None
    law_force: str | None
    because: tuple[str, ...]
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class AlternativeDocument:
    """A document that satisfies a requirement; `sure` is False while its condition is open."""

    document: str
    months: int | None
    sure: bool


@dataclass(frozen=True, slots=True)
class RequirementFound:
    """A requirement that is required (True), or may be (None: open).

    status: held, deficient, missing or unclear; None when no list of papers held was told. lacking: the attributes in which
    the best paper held falls short. law: whether the law reading requires it.
    """

    id: str
    required: bool | None
    law: bool | None
    any_of: tuple[AlternativeDocument, ...]
    demand: str | None
    force: str | None
    status: str | None
    lacking: tuple[str, ...]
    cautions: tuple[str, ...]
    attributes: tuple[tuple[str, AttributeNeed], ...]
    because: tuple[str, ...]
    cites: tuple[Cite, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class NotRequired:
    """A paper that some rule says is not needed, or (without rules) a paper held that nothing asks for."""

    id: str
    because: tuple[str, ...]
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class StepFound:
    """A step or a caution, with the rules that advise it."""

    id: str
    force: str
    because: tuple[str, ...]
    cites: tuple[Cite, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a source or an office holds about a fact."""

    is_: Value
    force: str
    by: str
    rule: str
    concludes: bool
    grade: str | None
    observed_on: str | None
    stale: bool
    desk: str | None
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What the law concludes about a fact, beside what is said (or asked) otherwise. kind: asks_more, asks_less, other_value."""

    fact: str
    kind: str
    is_: Value
    force: str | None
    because: tuple[str, ...]
    cites: tuple[Cite, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """An untold input that can still decide something; `decides` names what.

    settles: what of it answers can still settle although other answers are not known. left: how many questions are expected to
    be left after it, for comparison with other questions about the same.
    """

    fact: str
    decides: tuple[str, ...]
    settles: tuple[str, ...]
    left: float


@dataclass(frozen=True, slots=True)
class ConflictFound:
    """Rules that contradict each other."""

    what: str
    values: tuple[Value, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing for this case: a table without a row (`table`, `key`), law that could not be read (`rule`), or the period."""

    kind: str
    facts: tuple[str, ...]
    table: str | None = None
    key: tuple[str, ...] = ()
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Presumed:
    """An untold input taken to be so, on which the outcome rests."""

    fact: str
    is_: Value


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything that is decided for one case."""

    as_of: str
    entitlement: str
    ground: Value | None
    procedure: Value | None
    entitled_from: str | None
    settled: Settled
    office: OfficeFound
    confidence: str
    complete: bool | None
    requirements: tuple[RequirementFound, ...]
    not_required: tuple[NotRequired, ...]
    steps: tuple[StepFound, ...]
    notes: tuple[StepFound, ...]
    differences: tuple[Difference, ...]
    open: tuple[Question, ...]
    facts: tuple[tuple[str, Value | None], ...]
    here: tuple[tuple[str, Value | None], ...]
    conflicts: tuple[ConflictFound, ...]
    gaps: tuple[Gap, ...]
    presumed: tuple[Presumed, ...]
