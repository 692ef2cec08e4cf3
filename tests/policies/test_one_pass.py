"""All policy tests in one pass give what a decision of each profile gives: every field a test can expect, in a sample."""

from __future__ import annotations

from engine.analysis.policytests import Subject, run_tests
from engine.analysis.testview import View
from engine.api.policyset import PolicySet, load
from engine.api.testing import read_tests
from engine.decision.model import Decision
from engine.document.nodes import plain
from engine.linked.model import HERE
from engine.run.reading import Reading

EVERY = 9


def test_a_lane_says_what_the_decision_says() -> None:
    policies = load()
    tests = read_tests(policies.root)
    run = run_tests(Subject(policies.book, policies.compiled, policies.reads, lambda: policies.places), tests)
    assert len(run.cases) == len(tests)
    for lane in range(0, len(tests), EVERY):
        test = tests[lane]
        view = View(Reading(policies.book, policies.compiled, run.cases[lane], run.outcome, lane), policies.reads)
        profile = plain(test.profile)
        assert isinstance(profile, dict)
        presume = "listed" if test.presume else "none"
        decided = policies.decide(profile, as_of=test.as_of, office=test.office, presume=presume, executor="lanes")
        assert _of_view(view, policies) == _of_decision(decided.decision), test.id


def _of_view(view: View, policies: PolicySet) -> dict[str, object]:
    advised = {name for name in policies.book.steps if view.reading.step(name)}
    derived = policies.book.derived()
    return {
        "entitlement": view.entitlement,
        "ground": view.fact("ground"),
        "procedure": view.fact("procedure"),
        "here": {fact.name: view.fact(fact.name, HERE) for fact in derived if fact.varies},
        "needs": {name: view.reading.need(name) for name in policies.book.requirements if view.reading.need(name) is not False},
        "advised": advised,
        "office": view.office,
        "conflicts": set(view.conflicts),
        "gaps": set(view.gaps),
        "differences": set(view.differences),
        "entitled_from": view.entitled_from,
    }


def _of_decision(decision: Decision) -> dict[str, object]:
    return {
        "entitlement": decision.entitlement,
        "ground": decision.ground,
        "procedure": decision.procedure,
        "here": dict(decision.here),
        "needs": {item.id: item.required for item in decision.requirements},
        "advised": {step.id for step in (*decision.steps, *decision.notes)},
        "office": decision.office.code,
        "conflicts": {found.what for found in decision.conflicts},
        "gaps": {fact for gap in decision.gaps for fact in gap.facts},
        "differences": {found.fact for found in decision.differences},
        "entitled_from": decision.entitled_from,
    }
