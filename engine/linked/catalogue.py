"""Requirements, steps and offices with names resolved.

In: the catalogues of a policy set. Out: linked requirements and offices; problems of steps.
Newly guaranteed: alternatives name documents, attributes name derived facts whose every value has an entry in `satisfies`,
steps name events, offices name funds of the table, documents that fill facts name a group of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.ground.nearest import nearest
from engine.ground.problems import Problems, Term
from engine.linked.conditions import Linker
from engine.linked.model import Alternative, Fact, Office, Requirement
from engine.linked.names import Names
from engine.policy import model as written


def link_requirements(
    policies: written.Policies, facts: Mapping[str, Fact], linker: Linker, names: Names
) -> dict[str, Requirement]:
    """Requirements by id."""
    satisfied = {(entry.attribute, entry.needed) for entry in policies.satisfies}
    found = {}
    for requirement in policies.requirements:
        alternatives = [_alternative(item, linker, names) for item in requirement.any_of]
        for attribute, ref in requirement.attributes:
            if names.known("fact", ref.name, ref.span):
                _check_attribute(attribute, ref, facts[ref.name], satisfied, names.problems)
        found[requirement.id] = Requirement(
            requirement.id,
            requirement.title,
            tuple(item for item in alternatives if item is not None),
            tuple((attribute, ref.name) for attribute, ref in requirement.attributes if ref.name in facts),
            requirement.span,
        )
    return found


def _alternative(item: written.Alternative, linker: Linker, names: Names) -> Alternative | None:
    known = names.known("document", item.document.name, item.document.span)
    when = None if item.when is None else linker.condition(item.when)
    return Alternative(item.document.name, when, item.months) if known else None


def _check_attribute(attribute: str, ref: written.Ref, fact: Fact, satisfied: set[tuple[str, str]], problems: Problems) -> None:
    if fact.origin != "derived" or fact.type.kind != "enum":
        kind = Term(f"origin.{fact.origin}") if fact.origin != "derived" else fact.type.kind
        problems.add("PE341", ref.span, fact=fact.name, attribute=attribute, kind=kind)
        return
    lacking = [value for value in fact.values if (attribute, value) not in satisfied]
    if lacking:
        problems.add("PE325", ref.span, fact=fact.name, attribute=attribute, value=lacking[0], values=lacking)


def check_steps(policies: written.Policies, names: Names) -> None:
    """Report steps whose event or source does not exist, and events that no date tells."""
    facts = {fact.name: fact for fact in policies.facts}
    for event in policies.events:
        if event.date is not None and names.known("fact", event.date.name, event.date.span):
            fact = facts[event.date.name]
            if fact.origin != "input" or fact.type.kind != "date" or fact.type.many:
                kind = Term(f"origin.{fact.origin}") if fact.origin != "input" else fact.type.kind
                names.problems.add("PE350", event.date.span, fact=fact.name, event=event.id, kind=kind)
    for step in policies.steps:
        if step.event is not None:
            names.known("event", step.event.name, step.event.span)
        for cite in (*step.cites, *(step.takes.cites if step.takes else ())):
            names.known("source", cite.source, cite.span)


def check_documents(policies: written.Policies, problems: Problems) -> None:
    """Report documents that would fill facts of a group that has none."""
    groups = {fact.name.rpartition(".")[0] for fact in policies.facts if fact.origin == "input"} - {""}
    for document in policies.documents:
        if document.facts is not None and document.facts not in groups:
            guess = nearest(document.facts, groups)
            problems.add("PE345", document.facts_at, name=document.facts, document=document.id, nearest=guess)


def link_offices(policies: written.Policies, names: Names) -> dict[str, Office]:
    """What each layer file says of its office, by code."""
    offices: dict[str, Office] = {}
    for file in policies.files:
        if file.mail is not None:
            names.known("source", file.mail.source, file.mail.source_at)
        if file.office is None or not names.known("office", file.office.name, file.office.span):
            continue
        offices[file.office.name] = Office(file.office.name, file.version, file.title, file.mail, file.page)
    return offices
