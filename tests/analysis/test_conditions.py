"""Coverage of conditions: what is counted, and that it is what the rules see."""

from __future__ import annotations

from pathlib import Path

from engine.analysis.conditions import Seen
from engine.analysis.policytests import Subject, decide_all, run_tests
from engine.api.policyset import load
from engine.api.testing import read_tests, run_policy_tests
from engine.clauses.program import negative, positive
from engine.facts.lanes import Reads
from engine.linked.model import HERE, LAW, NATIONAL
from engine.policy.model import Window
from tests.analysis.small import BASE, SMALL, changed


def test_what_is_not_seen_is_listed(tmp_path: Path) -> None:
    added = "\n  - {id: minors, title: {en: A, fr: B}, when: {not: {person.age: {less_than: 3}}, any: [{stay.document: visa}, {stay.document: card}]}, advise: [call], cites: [act-1]}\n"  # noqa: E501
    report = run_policy_tests(changed(tmp_path, (BASE, "", added)), conditions=True)
    assert report.conditions is not None
    own = {found.at: found for found in report.conditions.conditions if found.rule == "minors"}
    assert list(own) == ["", "0", "1", "1/0", "1/1"]
    assert own["0"].missing == ("true",) and own["0"].text == "person.age: {less_than: 3}"
    assert (own["1/0"].true, own["1/0"].false) == (1, 2)
    assert 0 < report.percent < 100 and not report.passed(100) and report.passed(90)


def test_conditions_hold_where_their_rules_do() -> None:
    """A national rule with nothing but a condition is effective exactly in the lanes of its condition, in both readings."""
    policies = load()
    subject = Subject(policies.book, policies.compiled, Reads(policies.book, policies.compiled), lambda: policies.places)
    outcome = decide_all(subject, run_tests(subject, read_tests(policies.root)).cases)
    seen, compared = Seen(subject, outcome), 0
    spoken = 0
    for at in policies.compiled.program.atoms:
        spoken |= outcome.rails[positive(at)] | outcome.rails[negative(at)]
    for rule in policies.book.rules:
        if rule.exceptions or rule.applies != Window() or rule.layer != NATIONAL or rule.kind == "gap":
            continue
        for reading in (LAW, HERE) if rule.twice else (LAW,):
            at = policies.compiled.rule(rule.id, reading)
            assert at is not None
            true, false = seen.masks(rule.when, reading)
            assert (true & spoken, false & spoken) == (outcome.rails[positive(at)], outcome.rails[negative(at)]), rule.id
            compared += 1
    assert compared > 100


def test_the_small_set() -> None:
    report = run_policy_tests(SMALL, conditions=True)
    assert report.conditions is not None
    assert [(found.rule, found.at, found.missing) for found in report.conditions.missing] == [
        ("lawful-with-document", "", ("false",)),
        ("lawful-with-document", "2/1", ("false",)),
    ]
