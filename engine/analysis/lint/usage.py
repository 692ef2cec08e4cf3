"""What is declared and never used, or used and never concluded.

In: a context. Out: PE407 derived facts that no rule concludes, PE408 derived facts that nothing reads, PE410 other names
declared and never used; note: PE453 sources that nothing cites, by file.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.analysis.lint.context import Context
from engine.analysis.lint.sources import first_names
from engine.decision.dates import FLOORS
from engine.decision.decide import COMPLETE
from engine.decision.office import ROUTED
from engine.decision.relevance import PLACE_FACTS
from engine.decision.settled import OUTCOME
from engine.document.nodes import Mapping, Node, Scalar, Sequence
from engine.facts.computed import arguments_of
from engine.ground.problems import Term
from engine.ground.spans import Span
from engine.linked.model import Condition, Rulebook, Test
from engine.linked.walk import facts_read, leaves
from engine.policy.model import Source

SHOWN_FACTS = frozenset((*OUTCOME, ROUTED, COMPLETE))
"""Derived facts that a decision shows whoever reads them."""
TOLD_FACTS = frozenset((*PLACE_FACTS, *FLOORS, "office.code", "residence.country", "as_of", "held"))
"""Inputs that the engine itself reads."""
ENGINE_TABLES = frozenset(("offices", "communes", "postcodes", "departments", "country-names"))
"""Tables that the engine itself reads: to find an office, to name a country."""


def check_usage(context: Context) -> None:
    """Report everything that is unused."""
    read = _facts_read(context.book)
    _check_facts(context, read)
    for kind, name, span in _unused(context, read):
        context.problems.add("PE410", span, kind=Term(f"unused.{kind}"), name=name)
    _check_sources(context)


def _facts_read(book: Rulebook) -> set[str]:
    conditions: list[Condition] = [rule.when for rule in book.rules]
    conditions += [combination.never for combination in book.combinations]
    needs = [alternative for need in book.requirements.values() for alternative in need.any_of]
    conditions += [alternative.when for alternative in needs if alternative.when is not None]
    read = set().union(*(facts_read(condition) for condition in conditions)) if conditions else set()
    read |= {fact for need in book.requirements.values() for _, fact in need.attributes}
    waiting = list(read)
    while waiting:
        fact = book.facts.get(waiting.pop())
        if fact is not None and fact.origin == "computed":
            new = set(arguments_of(fact)) - read
            read |= new
            waiting += new
    return read


def _check_facts(context: Context, read: set[str]) -> None:
    concluded = {name for rule in context.book.rules for name, _ in rule.then}
    said = {name for rule in context.book.rules for name, _ in rule.says}
    for fact in context.book.derived():
        if fact.name not in concluded | said and fact.name != COMPLETE:
            context.problems.add("PE407", fact.span, fact=fact.name)
        elif fact.name not in read | said | SHOWN_FACTS:
            context.problems.add("PE408", fact.span, fact=fact.name)


def _unused(context: Context, read: set[str]) -> Iterator[tuple[str, str, Span]]:
    book, policies = context.book, context.policies
    filled = tuple(f"{document.facts}." for document in policies.documents if document.facts is not None)
    for fact in book.facts.values():
        known = fact.name in read | TOLD_FACTS or fact.type.kind == "document"
        if fact.origin == "input" and not known and not fact.name.startswith(filled):
            yield "input", fact.name, fact.span
        if fact.origin == "computed" and fact.name not in read:
            yield "computed", fact.name, fact.span
    yield from _declared("group", {group.id: group.span for group in policies.groups}, _groups_read(book))
    looked_up = {fact.table for fact in book.facts.values() if fact.table} | {
        fact.type.table for fact in book.facts.values() if fact.type.table
    }
    yield from _declared("table", {table.id: table.span for table in policies.tables}, looked_up | ENGINE_TABLES)
    papers = {alternative.document for need in book.requirements.values() for alternative in need.any_of}
    yield from _declared("document", {item.id: item.span for item in policies.documents}, papers)
    required = {name for rule in book.rules for name in (*rule.require, *rule.not_required)}
    yield from _declared("requirement", {item.id: item.span for item in policies.requirements}, required)
    advised = {name for rule in book.rules for name in rule.advise}
    yield from _declared("step", {step.id: step.span for step in policies.steps}, advised)


def _declared(
    kind: str, declared: dict[str, Span], used: set[str | None] | set[str] | frozenset[str]
) -> Iterator[tuple[str, str, Span]]:
    for name, span in declared.items():
        if name not in used:
            yield kind, name, span


def _groups_read(book: Rulebook) -> set[str]:
    conditions: list[Condition] = [rule.when for rule in book.rules]
    conditions += [combination.never for combination in book.combinations]
    needs = [alternative for need in book.requirements.values() for alternative in need.any_of]
    conditions += [alternative.when for alternative in needs if alternative.when is not None]
    tests = [leaf for condition in conditions for leaf in leaves(condition) if isinstance(leaf, Test)]
    operands = {operand for test in tests for _, operand in test.checks if isinstance(operand, str)}
    return operands | {fact.of[1] for fact in book.facts.values() if fact.function == "any_of_group"}


def _check_sources(context: Context) -> None:
    cited = _cited(context)
    unused: dict[str, list[Source]] = {}
    for source in context.policies.sources:
        if source.id not in cited:
            unused.setdefault(source.span.file, []).append(source)
    for found in unused.values():
        context.problems.add("PE453", found[0].span, n=len(found), names=first_names([source.id for source in found]))


def _cited(context: Context) -> set[str]:
    """Sources named anywhere: after `cites` or `source` in a document, or in the source column of a table."""
    found = {row.source for table in context.policies.tables for row in table.rows if row.source}
    for document in context.documents:
        found |= set(_named(document.root))
    return found


def _named(node: Node) -> Iterator[str]:
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _named(item)
    elif isinstance(node, Mapping):
        for entry in node.entries:
            if entry.name == "source" and isinstance(entry.value, Scalar):
                yield str(entry.value.value)
            elif entry.name == "cites" and isinstance(entry.value, Sequence):
                yield from (str(item.value) for item in entry.value.items if isinstance(item, Scalar))
            yield from _named(entry.value)
