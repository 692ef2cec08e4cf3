"""What maintainers wrote, typed: the values of the policy stage.

In: nothing (made by the readers beside this module). Out: frozen values that mirror the files of a policy set.
Newly guaranteed: every value has its type and its place in a file; names are not yet resolved.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.ground.records import dataclass, field
from engine.ground.spans import Span

if TYPE_CHECKING:
    from engine.document.csv_text import Table as Csv

Value = str | int | bool
"""A single told or concluded value; dates are ISO strings until a case compares them."""


@dataclass(frozen=True, slots=True)
class Text:
    """The same text in the two languages of the project."""

    en: str
    fr: str

    def in_language(self, lang: str) -> str:
        """The text in `lang` ("en" or "fr")."""
        return self.fr if lang == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Ref:
    """A name as written, with its place."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Window:
    """Days in force, both inclusive, ISO dates; None is open."""

    start: str | None = None
    end: str | None = None

    def covers(self, day: str) -> bool:
        """Whether the ISO date lies in the window."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def is_empty(self) -> bool:
        """Whether it ends before it begins."""
        return self.start is not None and self.end is not None and self.start > self.end


@dataclass(frozen=True, slots=True)
class Cite:
    """A source cited, perhaps down to an item of it."""

    source: str
    item: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an office rule stands on: grade A to D, when it was seen (ISO date or None), where, how many reports, which desk."""

    grade: str
    observed_on: str | None
    url: str | None
    n: int | None
    desk: str | None


@dataclass(frozen=True, slots=True)
class Test:
    """One fact against one matcher: `checks` are (operator, operand) pairs that one candidate value must pass together.

    places: for each check, where its operator stands, then where each value of its operand does.
    """

    fact: str
    checks: tuple[tuple[str, Value | tuple[Value, ...]], ...]
    span: Span
    places: tuple[tuple[Span, tuple[Span, ...]], ...]


@dataclass(frozen=True, slots=True)
class All:
    """A conjunction; without children it always holds."""

    children: tuple[Condition, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A disjunction."""

    children: tuple[Condition, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Not:
    """A negation."""

    child: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class Count:
    """At least `at_least` of the children hold."""

    at_least: int
    children: tuple[Condition, ...]
    span: Span


Condition = Test | All | AnyOf | Not | Count


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A derived fact and the value that a rule gives it (or says of it)."""

    fact: str
    value: Value
    span: Span
    value_span: Span


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, a case of a `choose`, or a gap, as written.

    kind: "rule", "case" or "gap". For a gap `gap_facts` are the facts that it keeps open.
    `earlier` holds the ids of the earlier cases of the same `choose`. Places: applies_at is that of the window, grade_at
    that of the grade of the evidence.
    """

    id: str
    kind: str
    title: Text
    when: Condition
    then: tuple[Conclusion, ...]
    says: tuple[Conclusion, ...]
    require: tuple[Ref, ...]
    not_required: tuple[Ref, ...]
    advise: tuple[Ref, ...]
    gap_facts: tuple[Ref, ...]
    applies: Window
    exception_to: tuple[Ref, ...]
    earlier: tuple[str, ...]
    cites: tuple[Cite, ...]
    force: str | None
    demand: str | None
    confidence: str | None
    evidence: Evidence | None
    note: str | None
    span: Span
    applies_at: Span
    grade_at: Span


@dataclass(frozen=True, slots=True)
class Mail:
    """A postal address of a fund, shown only with its source."""

    lines: tuple[str, ...]
    source: str
    observed_on: str | None
    source_at: Span


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A file of national rules (`office` None) or one office's layer."""

    id: str
    version: str
    title: Text
    office: Ref | None
    rules: tuple[Rule, ...]
    mail: Mail | None
    page: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class FactType:
    """kind: boolean, integer, date, enum, country, language, postcode, commune, text, document; many: a set (or list) of them."""

    kind: str
    many: bool = False
    table: str | None = None
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the vocabulary, of any origin: "input", "computed" or "derived". places: where the value of each key stands."""

    name: str
    origin: str
    type: FactType
    values: tuple[tuple[str, Text | None], ...]
    label: Text | None
    question: Text | None
    help: Text | None
    sensitive: bool
    changeable: str
    presumed: Value | None
    presumed_because: Text | None
    function: str | None
    of: tuple[Ref, ...]
    table: Ref | None
    column: str | None
    months: int | None
    default: Value | None
    varies: bool
    span: Span
    places: Mapping[str, Span]


@dataclass(frozen=True, slots=True)
class Combination:
    """A combination of inputs that cannot be."""

    id: str
    never: Condition
    message: Text
    span: Span


@dataclass(frozen=True, slots=True)
class Source:
    """What rules cite. kind: law, guidance, practice or report."""

    id: str
    kind: str
    title: Text
    version: str | None
    url: str | None
    in_force: Window
    published_on: str | None
    checked_on: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A document of the catalogue; `facts` is the prefix of the facts that a held item of this kind fills."""

    id: str
    title: Text
    help: Text | None
    facts: str | None
    span: Span
    facts_at: Span | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """One document that satisfies a requirement, perhaps under a condition and for a number of months."""

    document: Ref
    when: Condition | None
    months: int | None


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement, its alternatives, and the derived facts that say what its documents must be like."""

    id: str
    title: Text
    any_of: tuple[Alternative, ...]
    attributes: tuple[tuple[str, Ref], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Satisfies:
    """For an attribute and a needed value: the held values that satisfy it; None: whatever is held."""

    attribute: str
    needed: str
    held: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Takes:
    """How long a step takes, as ISO durations, with the day it was seen and the sources that say so."""

    shortest: str
    longest: str | None
    observed_on: str | None
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step or a caution of the catalogue. relation: "after" or "before" the event, or None."""

    id: str
    caution: bool
    title: Text
    text: Text | None
    relation: str | None
    event: Ref | None
    takes: Takes | None
    cites: tuple[Cite, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """An event that steps stand before or after. date: the answer that tells when it is."""

    id: str
    title: Text
    date: Ref | None
    span: Span


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a group, perhaps for a time."""

    value: str
    window: Window
    span: Span


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of countries, languages or values of an enum fact."""

    id: str
    title: Text
    of: Ref
    members: tuple[Member, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Column:
    """A value column of a table."""

    name: str
    kind: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A dated row: the values stand in the order of the columns."""

    key: tuple[str, ...]
    values: tuple[str, ...]
    window: Window
    source: str | None
    confidence: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A lookup table with dated rows."""

    id: str
    title: Text
    file: str
    keys: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class PolicyTest:
    """A policy test as written; `profile` and `expect` are plain values, checked when the test runs."""

    id: str
    title: Text | None
    profile: object
    as_of: str | None
    office: str | None
    presume: str
    expect: dict[str, object]
    span: Span


@dataclass(frozen=True, slots=True)
class Manifest:
    """Name, version and period of a policy set."""

    name: str
    version: str
    title: Text
    decides: Window
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policies:
    """A whole policy set as written. sheets: the CSV behind each table, by file, for the places of its cells."""

    manifest: Manifest
    digest: str
    root: str
    facts: tuple[Fact, ...]
    combinations: tuple[Combination, ...]
    sources: tuple[Source, ...]
    documents: tuple[DocumentKind, ...]
    requirements: tuple[Requirement, ...]
    satisfies: tuple[Satisfies, ...]
    events: tuple[Event, ...]
    steps: tuple[Step, ...]
    groups: tuple[Group, ...]
    tables: tuple[Table, ...]
    files: tuple[PolicyFile, ...]
    sheets: Mapping[str, Csv]
    tests: tuple[PolicyTest, ...] = field(default=())
