"""The rulebook: a whole policy set with every name resolved.

In: nothing (made by `engine.linked.link`). Out: `Rulebook`, the input of the definition and of the lowering.
Newly guaranteed: every name exists and is of the right kind; the dependency graph is acyclic; rules stand in an order in
which what a rule reads is concluded before it; every force, demand and confidence is settled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from engine.ground.records import dataclass
from engine.ground.spans import Span
from engine.linked.index import RuleIndex, positions_of
from engine.policy.model import (
    Cite,
    DocumentKind,
    Event,
    Evidence,
    FactType,
    Mail,
    Satisfies,
    Source,
    Step,
    Table,
    Text,
    Value,
    Window,
)

NATIONAL = "national"
LAW, HERE = "law", "here"
READINGS = (LAW, HERE)
FORCES = ("law", "guidance", "practice", "report")
"""Strongest first."""
DEMANDS = ("must", "should", "may")
CONFIDENCES = ("high", "medium", "low")
Operand = Value | tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """A test of an input or computed fact: one atom, settled before the clauses run."""

    fact: str
    checks: tuple[tuple[str, Operand], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Is:
    """A test of a derived fact: its value is one of `values` (for a boolean: exactly one of true, false)."""

    fact: str
    values: tuple[Value, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class And:
    """Every child holds."""

    children: tuple[Condition, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Or:
    """Some child holds."""

    children: tuple[Condition, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Not:
    """The child does not hold."""

    child: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the children hold."""

    count: int
    children: tuple[Condition, ...]
    span: Span


Condition = Test | Is | And | Or | Not | AtLeast


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the rulebook.

    layer: "national" or the code of an office. kind: "fact" (concludes facts), "paper" (requirements and advice),
    "says" (concludes nothing) or "gap". then, says: (fact, value) pairs. exceptions: ids of the rules that except this one,
    earlier cases of its `choose` included. twice: the two readings of the rule can differ.
    """

    id: str
    layer: str
    kind: str
    title: Text
    when: Condition
    then: tuple[tuple[str, Value], ...]
    says: tuple[tuple[str, Value], ...]
    require: tuple[str, ...]
    not_required: tuple[str, ...]
    advise: tuple[str, ...]
    gap_facts: tuple[str, ...]
    applies: Window
    exceptions: tuple[str, ...]
    case: bool
    cites: tuple[Cite, ...]
    force: str
    demand: str
    confidence: str
    evidence: Evidence | None
    twice: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with its domain. `values`: the values of an enum (or of a set's members), in order; empty for open domains."""

    name: str
    origin: str
    type: FactType
    values: tuple[str, ...]
    labels: tuple[tuple[str, Text], ...]
    label: Text | None
    question: Text | None
    help: Text | None
    sensitive: bool
    changeable: str
    presumed: Value | None
    presumed_because: Text | None
    function: str | None
    of: tuple[str, ...]
    table: str | None
    column: str | None
    months: int | None
    default: Value | None
    varies: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Combination:
    """Inputs that cannot be together."""

    id: str
    never: Condition
    message: Text
    span: Span


@dataclass(frozen=True, slots=True)
class Alternative:
    """One document that satisfies a requirement."""

    document: str
    when: Condition | None
    months: int | None


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement; `attributes` pairs an attribute's name with the derived fact that says what is needed."""

    id: str
    title: Text
    any_of: tuple[Alternative, ...]
    attributes: tuple[tuple[str, str], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Group:
    """A named set: (member, window) pairs."""

    id: str
    title: Text
    members: tuple[tuple[str, Window], ...]


@dataclass(frozen=True, slots=True)
class Office:
    """What a layer file says of its office besides rules."""

    code: str
    version: str
    title: Text
    mail: Mail | None
    page: str | None


@dataclass(frozen=True)  # without slots: what is found out about the rules is kept with them
class Rulebook:
    """A linked policy set.

    facts: by name; computed facts stand after what they are computed from.
    rules: topologically ordered, national and office rules together. strata: level of each derived fact.
    places: tables that find an office, by name (`offices`, `departments`, `postcodes`, `communes`), are in `tables`.
    """

    name: str
    version: str
    title: Text
    digest: str
    root: str
    decides: Window
    facts: Mapping[str, Fact]
    combinations: tuple[Combination, ...]
    rules: Sequence[Rule]
    requirements: Mapping[str, Requirement]
    documents: Mapping[str, DocumentKind]
    satisfies: tuple[Satisfies, ...]
    steps: Mapping[str, Step]
    events: Mapping[str, Event]
    sources: Mapping[str, Source]
    groups: Mapping[str, Group]
    tables: Mapping[str, Table]
    offices: Mapping[str, Office]
    strata: Mapping[str, int]

    def derived(self) -> tuple[Fact, ...]:
        """The derived facts, in the order of the vocabulary."""
        return self._derived

    @cached_property
    def _derived(self) -> tuple[Fact, ...]:
        return tuple(self.facts[name] for name in self.index.facts("derived"))

    @cached_property
    def index(self) -> RuleIndex:
        """The rules by what they do."""
        return RuleIndex(self.rules, positions_of(self.rules, self.facts.values()))
