"""Linking: a policy set as written becomes a rulebook.

In: `Policies` and a collector of problems. Out: `Rulebook`, or None when there are errors (all reported at once).
Newly guaranteed: what `engine.linked.model` says of a rulebook.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.ground.problems import Problems
from engine.linked.catalogue import check_documents, check_steps, link_offices, link_requirements
from engine.linked.conditions import Linker
from engine.linked.facts import link_facts
from engine.linked.model import Combination, Fact, Rulebook
from engine.linked.names import Names, collect
from engine.linked.order import order
from engine.linked.rules import RuleLinker
from engine.linked.tables import check_tables, link_groups
from engine.linked.walk import leaves
from engine.policy import model as written


def link(policies: written.Policies, problems: Problems) -> Rulebook | None:
    """The rulebook of the policies; None when any name, kind or order is wrong."""
    names = collect(policies, problems)
    facts = link_facts(policies, names, problems)
    groups = link_groups(policies, facts, problems)
    check_tables(policies, problems)
    members = {name: frozenset(member for member, _ in group.members) for name, group in groups.items()}
    linker = Linker(facts, members, names)
    sources = {source.id: source for source in policies.sources}
    papers = frozenset(
        rule.id for file in policies.files for rule in file.rules if rule.require or rule.not_required or rule.advise
    )
    rules = RuleLinker(facts, sources, linker, names, problems, papers).rules(policies.files)
    ordered, strata = order(rules, facts, problems)
    requirements = link_requirements(policies, facts, linker, names)
    check_steps(policies, names)
    check_documents(policies, problems)
    combinations = _combinations(policies, facts, linker, names)
    offices = link_offices(policies, names)
    if problems.errors:
        return None
    manifest = policies.manifest
    return Rulebook(
        name=manifest.name,
        version=manifest.version,
        title=manifest.title,
        digest=policies.digest,
        root=policies.root,
        decides=manifest.decides,
        facts=facts,
        combinations=combinations,
        rules=ordered,
        requirements=requirements,
        documents={item.id: item for item in policies.documents},
        satisfies=policies.satisfies,
        steps={step.id: step for step in policies.steps},
        events={event.id: event for event in policies.events},
        sources=sources,
        groups=groups,
        tables={table.id: table for table in policies.tables},
        offices=offices,
        strata=strata,
    )


def _combinations(policies: written.Policies, facts: Mapping[str, Fact], linker: Linker, names: Names) -> tuple[Combination, ...]:
    found = []
    for item in policies.combinations:
        never = linker.condition(item.never)
        if never is None:
            continue
        for leaf in leaves(never):
            if facts[leaf.fact].origin == "derived":
                names.problems.add("PE324", leaf.span, fact=leaf.fact)
        found.append(Combination(item.id, never, item.message, item.span))
    return tuple(found)
