"""Policy tests: what they expect, how they fail, and that they see what a decision says."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.analysis.judging import Failure
from engine.analysis.testreport import PolicyTestReport
from engine.api.policyset import load
from engine.api.testing import read_tests, run_policy_tests
from engine.document.nodes import plain
from engine.render.findings_words import spoken
from tests.analysis.small import BASE, SMALL, TESTS, changed

EUROPEAN = "european-after-three-months"


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_EVAL_CACHE", "")


def run(folder: Path, *changes: tuple[str, str, str]) -> PolicyTestReport:
    return run_policy_tests(changed(folder, *changes))


def failures(report: PolicyTestReport, test: str) -> list[Failure]:
    return [failure for result in report.run.failed if result.test.id == test for failure in result.failures]


def problems(report: PolicyTestReport) -> list[tuple[str, int, str | None]]:
    found = [problem for result in report.run.failed for problem in result.problems]
    return [(problem.code, problem.span.line if problem.span else 0, problem.arg("nearest")) for problem in found]


def test_the_small_set_passes_and_is_covered() -> None:
    report = run_policy_tests(SMALL)
    assert report.passed(100) and report.coverage.percent == 100
    assert report.compared == 4 and report.disagreements == ()


@pytest.mark.parametrize(
    ("old", "new", "path", "expected", "got"),
    [
        ("entitlement: waiting", "entitlement: entitled", "entitlement", "entitled", "waiting"),
        ("entitlement: waiting", "entitlement: undetermined", "entitlement", "open", "waiting"),
        ('office: "691"', 'office: "751"', "office", "751", "691"),
        ("entitled_from: 2027-02-01", "entitled_from: null", "entitled_from", "open", "2027-02-01"),
        ("translation_needed: not_required}", "translation_needed: sworn}", "here.birth_record.translation_needed", "sworn",
         "not_required"),
        ("entitlement: waiting", "requirements: {not_required: [identity]}", "requirements.not_required: identity",
         "not required", "required"),
        ("entitlement: waiting", "notes: [scams]", "notes: scams", "advised", "not advised"),
        ("entitlement: waiting", "not_advised: [call]", "not_advised: call", "not advised", "advised"),
        ("entitlement: waiting", "advised_exactly: []", "not_advised: call", "not advised", "advised"),
        ("entitlement: waiting", "requirements: {exactly: [identity, birth-record]}",
         "requirements.not_required: proof-of-residence", "not required", "required"),
        ("entitlement: waiting", "gaps: [stay.lawful]", "gaps: stay.lawful", "listed", "nothing"),
        ("entitlement: waiting", "conflicts: [entitlement]", "conflicts: entitlement", "listed", "nothing"),
        ("entitlement: waiting", "differences: [birth_record.translation_needed]",
         "differences: birth_record.translation_needed", "listed", "nothing"),
        ("entitlement: waiting", "rules: {effective: [entitled-when-stable]}", "rules.effective: entitled-when-stable",
         "effective", "defeated"),
        ("entitlement: waiting", "rules: {defeated: [waiting-when-lawful]}", "rules.defeated: waiting-when-lawful",
         "defeated", "effective"),
        ("entitlement: waiting", "rules: {open: [waiting-when-lawful]}", "rules.open: waiting-when-lawful", "open", "effective"),
        ("entitlement: waiting", "said: {birth_record.translation_needed: sworn}", "said.birth_record.translation_needed",
         "sworn", "nothing"),
        ("entitlement: waiting", "residence.stable: true", "residence.stable", "true", "false"),
        ("entitlement: waiting", "entitlement: {is: waiting, because: entitled-when-stable}", "entitlement (because)",
         "entitled-when-stable", "waiting-when-lawful"),
    ],
)  # fmt: skip
def test_failures_say_what_came_out(old: str, new: str, path: str, expected: str, got: str, tmp_path: Path) -> None:
    report = run(tmp_path, (TESTS, old, new))
    assert [
        (found.path, spoken(found.expected, "en"), spoken(found.got, "en")) for found in failures(report, "visa-just-arrived")
    ] == [(path, expected, got)]
    assert not report.passed()


def test_a_failure_names_the_rules_that_matter(tmp_path: Path) -> None:
    report = run(tmp_path, (TESTS, "entitlement: waiting", "entitlement: entitled"))
    (found,) = failures(report, "visa-just-arrived")
    assert [(rule.rule, rule.state) for rule in found.rules] == [
        ("entitled-when-stable", "defeated"),
        ("waiting-when-lawful", "effective"),
    ]
    assert (found.span.file, found.span.line) == (TESTS, 22)


def test_an_open_fact_names_what_is_untold(tmp_path: Path) -> None:
    report = run(tmp_path, (TESTS, "stay.lawful: null", "stay.lawful: true"))
    (found,) = failures(report, "nothing-told")
    assert spoken(found.got, "fr") == "ouvert"
    assert found.untold == ("person.nationalities", "stay.document", "stay.validated", "stay.diplomatic")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("entitlement: waiting", "entitlment: waiting", ("PE301", 22, "entitlement")),
        ("entitlement: waiting", "stay.document: visa", ("PE801", 22, None)),
        ("entitlement: waiting", "stay.lawful: maybe", ("PE311", 22, None)),
        ("entitlement: waiting", "steps: [cal]", ("PE305", 22, "call")),
        ("entitlement: waiting", "steps: [scams]", ("PE802", 22, None)),
        ("entitlement: waiting", "rules: {effective: [waiting-when-lawfull]}", ("PE302", 22, "waiting-when-lawful")),
        ("entitlement: waiting", "requirements: {required: [identit]}", ("PE304", 22, "identity")),
        (
            "entitlement: waiting",
            "entitlement: {is: waiting, because: waiting-when-lawfull}",
            ("PE302", 22, "waiting-when-lawful"),
        ),
        ("translation_needed: not_required}", "translation_needed: not_required, stay.lawful: true}", ("PE803", 25, None)),
        ("stay: {document: visa, validated: true}", "stay: {document: vsa}", ("PE503", 19, "visa")),
        ("residence: {since: 2026-11-01, postcode", "residence: {sinse: 2026-11-01, postcode", ("PE501", 19, "residence.since")),
    ],
)
def test_what_is_wrong_in_a_test_is_shown_there(
    old: str, new: str, expected: tuple[str, int, str | None], tmp_path: Path
) -> None:
    change = (TESTS, "entitlement: waiting", new) if old == "entitlement: waiting" else (TESTS, old, new)
    assert problems(run(tmp_path, change)) == [expected]


def test_one_lane_is_one_decision() -> None:
    policies = load(SMALL)
    for test in read_tests(SMALL):
        profile = plain(test.profile)
        assert isinstance(profile, dict)
        presume = "listed" if test.presume else "none"
        decision = policies.decide(profile, as_of=test.as_of, office=test.office, presume=presume).decision
        expect = plain(test.expect)
        assert isinstance(expect, dict)
        wanted = expect["entitlement"]["is"] if isinstance(expect["entitlement"], dict) else expect["entitlement"]
        assert decision.entitlement == wanted


def test_before_the_period_nothing_is_decided(tmp_path: Path) -> None:
    head = "\n  - id: too-early\n    profile: {person: {nationalities: [DE]}}\n    as_of: 2015-06-01\n    expect: "
    expect = (
        "{entitlement: undetermined, stay.lawful: null, gaps: [entitlement], office: null, requirements: {open: [identity]}}\n"
    )
    assert run(tmp_path, (TESTS, "", head + expect)).passed()


def test_a_pattern_chooses_tests() -> None:
    report = run_policy_tests(SMALL, "German")
    assert [result.test.id for result in report.run.results] == [EUROPEAN]


def test_coverage_misses_what_no_test_shows(tmp_path: Path) -> None:
    added = "\n  - {id: minors, title: {en: A, fr: B}, when: {person.age: {less_than: 3}}, advise: [call], cites: [act-1]}\n"
    report = run(tmp_path, (BASE, "", added))
    assert [(rule.rule, rule.missing) for rule in report.coverage.missing] == [("minors", ("effective",))]
    assert report.passed() and not report.passed(100)


def test_nothing_else_may_be_said(tmp_path: Path) -> None:
    report = run(
        tmp_path, (TESTS, "differences: [birth_record.translation_needed]", "not_differing: [birth_record.translation_needed]")
    )
    assert [(found.path, spoken(found.got, "en")) for found in failures(report, EUROPEAN)] == [
        ("not_differing: birth_record.translation_needed", "listed")
    ]
