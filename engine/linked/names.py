"""Names: one place where every reference of a policy set is looked up.

In: policies and a collector of problems. Out: `Names`, which answers whether a name exists and reports it when it does not.
Newly guaranteed: an unknown name is reported with its place and the nearest right one; a name declared twice is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.ground.nearest import nearest
from engine.ground.problems import Problems, Term
from engine.ground.records import dataclass
from engine.ground.spans import Span
from engine.policy.model import Policies, Ref


@dataclass(frozen=True, slots=True)
class Names:
    """Known names by kind; `kinds[kind]` maps a name to where it was declared. members: of each group, at whatever time."""

    kinds: Mapping[str, Mapping[str, Span | None]]
    members: Mapping[str, frozenset[str]]
    problems: Problems

    def known(self, kind: str, name: str, span: Span) -> bool:
        """Whether the name exists; reports it when it does not."""
        table = self.kinds[kind]
        if name in table:
            return True
        self.problems.add(f"PE3{CODE[kind]:02}", span, name=name, nearest=nearest(name, table))
        return False

    def all_known(self, kind: str, refs: Iterable[Ref]) -> tuple[str, ...]:
        """The names of the references that exist; the others are reported."""
        return tuple(ref.name for ref in refs if self.known(kind, ref.name, ref.span))


CODE = {
    "fact": 1,
    "rule": 2,
    "source": 3,
    "requirement": 4,
    "step": 5,
    "document": 6,
    "group": 7,
    "table": 8,
    "event": 9,
    "office": 33,
}


def collect(policies: Policies, problems: Problems) -> Names:
    """Every declared name, with duplicates reported at their second place."""
    rules = [rule for file in policies.files for rule in file.rules]
    offices = next((table for table in policies.tables if table.id == "offices"), None)
    declared: dict[str, Iterable[tuple[str, Span | None]]] = {
        "fact": [(fact.name, fact.span) for fact in policies.facts],
        "rule": [(rule.id, rule.span) for rule in rules],
        "source": [(source.id, source.span) for source in policies.sources],
        "requirement": [(item.id, item.span) for item in policies.requirements],
        "step": [(step.id, step.span) for step in policies.steps],
        "document": [(item.id, item.span) for item in policies.documents],
        "group": [(group.id, group.span) for group in policies.groups],
        "table": [(table.id, table.span) for table in policies.tables],
        "event": [(event.id, event.span) for event in policies.events],
        "office": [(row.key[0], None) for row in offices.rows] if offices else [],
        "file": [(file.id, file.span) for file in policies.files],
        "test": [(test.id, test.span) for test in policies.tests],
        "combination": [(item.id, item.span) for item in policies.combinations],
    }
    members = {group.id: frozenset(member.value for member in group.members) for group in policies.groups}
    return Names({kind: _unique(kind, pairs, problems) for kind, pairs in declared.items()}, members, problems)


def _unique(kind: str, pairs: Iterable[tuple[str, Span | None]], problems: Problems) -> dict[str, Span | None]:
    table: dict[str, Span | None] = {}
    for name, span in pairs:
        first = table.get(name)
        if name in table and span is not None:
            where = f"{first.file}:{first.line}" if first else None
            problems.add("PE310", span, kind=Term(f"kind.{kind}"), name=name, first=where)
            continue
        table[name] = span
    return table
