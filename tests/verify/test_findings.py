"""Planted defects are found, each with a profile that really shows it; a set without defects is proved to have none."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

import engine
from engine.analysis.verify.model import NONE, SHOWN, Answer
from engine.analysis.verify.report import VerifyReport, code_of
from engine.api.verifying import verify_policies
from engine.clauses.program import negative, positive
from engine.facts.computed import NO_ROW
from tests.analysis.small import BASE, FACTS, SMALL, TODAY, changed

Change = tuple[str, str, str]
COUNTRIES = "tables/countries.csv"
RULE = "title: {en: A planted rule, fr: Une règle ajoutée}, cites: [act-1]"


def rule(name: str, rest: str) -> Change:
    """One more national rule."""
    return (BASE, "", f"\n  - {{id: {name}, {RULE}, {rest}}}\n")


OUTCOME: list[Change] = [
    (
        FACTS, "  birth_record.translation_needed:\n",
        "  ground:\n    type: enum\n    default: none\n"
        "    values: {none: {en: none, fr: aucun}, residence: {en: residence, fr: résidence}}\n"
        "    label: {en: ground, fr: fondement}\n  birth_record.translation_needed:\n",
    ),
]  # fmt: skip


def verified(folder: Path, *changes: Change, prove: bool = True) -> VerifyReport:
    return verify_policies(changed(folder, *changes), today=TODAY, prove=prove)


def only(report: VerifyReport) -> Answer:
    assert [code_of(found) for found in report.verified.findings] == [problem.code for problem in report.problems]
    [found] = report.verified.findings
    return found


def decide(folder: Path, found: Answer) -> engine.Decided:
    """The witness decided as anyone would."""
    assert found.witness is not None
    policies = engine.load(folder / "policies")
    profile = json.loads(json.dumps(found.witness.profile))
    return policies.decide(profile, office=found.witness.office)


def test_a_set_without_defects_is_proved_to_have_none() -> None:
    report = verify_policies(SMALL, today=TODAY)
    assert report.passed and report.verified.proved
    assert report.verified.open == ()
    assert {answer.verdict for answer in report.verified.answers if answer.goal.wanted} == {SHOWN}
    assert {answer.verdict for answer in report.verified.answers if not answer.goal.wanted} == {NONE}


@pytest.mark.parametrize("prove", [True, False])
def test_a_conflict_between_facts(tmp_path: Path, prove: bool) -> None:
    planted = rule(
        "card-waits", "when: {stay.document: card, residence.since: {more_than_ago: P1Y}}, then: {entitlement: waiting}"
    )
    found = only(verified(tmp_path, planted, prove=prove))
    assert code_of(found) == "PE820" and found.goal.what == "entitlement"
    assert found.witness is not None and set(found.witness.rules) == {"card-waits", "entitled-when-stable"}
    [conflict] = decide(tmp_path, found).decision.conflicts
    assert conflict.what == "entitlement" and set(conflict.values) == {"entitled", "waiting"}
    told = {name for part in found.witness.profile.values() if isinstance(part, dict) for name in part}
    assert told == {"document", "since"}  # and nothing that the conflict does not need


def test_each_pair_of_rules_is_found_and_what_rests_on_a_conflict_is_not(tmp_path: Path) -> None:
    """Papers that rest on stay.lawful are not reported besides."""
    planted = [
        rule("no-card", "when: {stay.document: card}, then: {stay.lawful: false}"),
        rule("no-minor", "when: {person.age: {less_than: 18}}, then: {stay.lawful: false}"),
        rule("lawful-paper", "when: {stay.lawful: true}, require: [birth-record]"),
        rule("unlawful-paper", "when: {stay.lawful: false}, not_required: [birth-record], exception_to: [record-of-adults]"),
    ]
    report = verified(tmp_path, *planted)
    found = [answer for answer in report.verified.findings if answer.goal.kind == "conflict"]
    assert {answer.goal.what for answer in found} == {"stay.lawful"}
    rules = {frozenset(answer.witness.rules) for answer in found if answer.witness is not None}
    assert {frozenset({"lawful-with-document", name}) for name in ("no-card", "no-minor")} <= rules


def test_a_conflict_about_a_paper(tmp_path: Path) -> None:
    planted = rule("minors-give-none", "when: {person.age: {less_than: 19}}, not_required: [birth-record]")
    found = only(verified(tmp_path, planted))
    assert code_of(found) == "PE820"
    [conflict] = decide(tmp_path, found).decision.conflicts
    assert conflict.what == "birth-record" and set(conflict.rules) == {"minors-give-none", "record-of-adults"}
    born = datetime.date.fromisoformat(str(found.witness.profile["person"]["birth_date"]))  # type: ignore[index]
    assert found.witness is not None and engine.ground.dates.years_between(born, found.witness.as_of) == 18


def test_a_rule_whose_condition_never_holds(tmp_path: Path) -> None:
    planted = rule("lawful-without-document", "when: {stay.lawful: true, stay.document: none, person.eu: false}, advise: [call]")
    found = only(verified(tmp_path, planted))
    assert (code_of(found), found.goal.what, found.witness) == ("PE821", "lawful-without-document", None)
    assert set(found.parts) == {"stay.lawful", "stay.document {is: 'none'}", "not: person.eu"}  # all three are needed


def test_a_document_that_nobody_can_give_instead(tmp_path: Path) -> None:
    never = "any_of: [{document: identity, when: {stay.document: none, stay.validated: true}}, lease]"
    report = verified(tmp_path, ("documents.yaml", "any_of: [lease]", never))
    found = only(report)
    assert (code_of(found), found.goal.what) == ("PE821", "proof-of-residence / identity")
    assert set(found.parts) == {"stay.document {is: 'none'}", "stay.validated"}
    assert report.problems[0].span is not None and report.problems[0].span.file == "documents.yaml"


@pytest.mark.parametrize("prove", [True, False])
def test_a_rule_of_days_that_are_never_decided(tmp_path: Path, prove: bool) -> None:
    early = rule("before-all", "when: {stay.document: card}, advise: [call], applies: {until: 2015-12-31}")
    found = only(verified(tmp_path, early, prove=prove))
    assert (code_of(found), found.goal.what) == ("PE821", "before-all")


def test_a_rule_that_is_always_excepted(tmp_path: Path) -> None:
    case = f"- {{id: waiting-as-visitor, {RULE}, when: {{stay.lawful: true, stay.document: visa}}, is: waiting}}"
    report = verified(tmp_path, (BASE, "is: waiting, cites: [act-1]}\n", f"is: waiting, cites: [act-1]}}\n      {case}\n"))
    found = only(report)
    assert (code_of(found), found.goal.what) == ("PE822", "waiting-as-visitor")
    decided = decide(tmp_path, found)
    compiled = decided.reading.compiled
    rails = {name: compiled.rule(name) for name in ("waiting-as-visitor", "waiting-when-lawful", "entitled-when-stable")}
    established = decided.reading.established
    assert established[negative(rails["waiting-as-visitor"] or 0)]
    assert any(established[positive(rails[name] or 0)] for name in ("waiting-when-lawful", "entitled-when-stable"))
    assert "excepted by" in (report.problems[0].help("en") or "")


def test_an_exception_that_never_applies(tmp_path: Path) -> None:
    planted = rule(
        "minors-with-card", "when: {person.age: {less_than: 18}}, not_required: [identity], exception_to: [papers-of-all]"
    )
    idle = rule(
        "minor-record", "when: {person.age: {less_than: 16}}, not_required: [birth-record], exception_to: [record-of-adults]"
    )
    found = only(verified(tmp_path, planted, idle))
    assert (code_of(found), found.goal.what) == ("PE823", "minor-record / record-of-adults")
    assert set(found.parts) == {"person.age {less_than: 16}", "person.age {at_least: 18}"}


def test_an_exception_that_only_a_table_keeps_idle_is_no_finding(tmp_path: Path) -> None:
    planted = rule(
        "french-records", "when: {birth_record.language: french, birth_record.country: DE}, exception_to: [papers-of-all]"
    )
    report = verified(tmp_path, planted)
    assert [code_of(found) for found in report.verified.findings] == ["PE821"]  # but the rule itself never applies
    excepting = rule("records-of-belgium", "when: {birth_record.country: BE}, exception_to: [records-in-another-language]")
    report = verified(tmp_path / "other", excepting)
    assert report.passed
    assert [answer.goal.what for answer in report.verified.answers if answer.verdict == "tables"] == [
        "records-of-belgium / records-in-another-language"
    ]


def test_an_outcome_left_to_its_default(tmp_path: Path) -> None:
    planted = rule("ground-residence", "when: {residence.stable: true}, then: {ground: residence}")
    report = verified(tmp_path, *OUTCOME, planted)
    found = {code_of(answer): answer for answer in report.verified.findings}
    assert set(found) == {"PE824"} and len(report.problems) == 2  # a ground without right; waiting on no ground
    decided = decide(tmp_path, next(answer for answer in report.verified.findings if answer.goal.what == "entitlement"))
    assert (decided.entitlement, decided.ground) == ("not_entitled", "residence")


def test_days_between_two_versions(tmp_path: Path) -> None:
    until = (
        BASE,
        "    then: {residence.stable: true}\n",
        "    then: {residence.stable: true}\n    applies: {until: 2019-12-31}\n",
    )
    again = rule(
        "stable-again",
        "when: {residence.since: {at_least_ago: P6M}}, then: {residence.stable: true}, applies: {from: 2020-02-01}",
    )
    found = only(verified(tmp_path, until, again))
    assert code_of(found) == "PE825" and found.witness is not None
    assert datetime.date(2020, 1, 1) <= found.witness.as_of <= datetime.date(2020, 1, 31)
    assert decide(tmp_path, found).reading.value("residence.stable") is False


def test_a_gap_rule_says_that_the_days_are_known(tmp_path: Path) -> None:
    until = (
        BASE,
        "    then: {residence.stable: true}\n",
        "    then: {residence.stable: true}\n    applies: {until: 2019-12-31}\n",
    )
    again = rule(
        "stable-again",
        "when: {residence.since: {at_least_ago: P6M}}, then: {residence.stable: true}, applies: {from: 2020-02-01}",
    )
    gap = "title: {en: Unread, fr: Non lu}, gap: {facts: [residence.stable], from: 2020-01-01, until: 2020-01-31, cites: [act-1]}"
    assert verified(tmp_path, until, again, (BASE, "", f"\n  - {{id: january-unread, {gap}}}\n")).passed


def test_successive_versions_have_no_hole(tmp_path: Path) -> None:
    until = (
        BASE,
        "    then: {residence.stable: true}\n",
        "    then: {residence.stable: true}\n    applies: {until: 2019-12-31}\n",
    )
    again = rule(
        "stable-again",
        "when: {residence.since: {at_least_ago: P6M}}, then: {residence.stable: true}, applies: {from: 2020-01-01}",
    )
    assert verified(tmp_path, until, again).passed


@pytest.mark.parametrize("prove", [True, False])
def test_days_between_two_rows(tmp_path: Path, prove: bool) -> None:
    rows = (COUNTRIES, "BE,french,,,act-1,high\n", "BE,french,,2019-12-31,act-1,high\nBE,other,2020-03-01,,act-1,high\n")
    report = verified(tmp_path, rows, prove=prove)
    found = only(report)
    assert code_of(found) == "PE826" and found.witness is not None
    decided = decide(tmp_path, found)
    assert decided.reading.truth.value("birth_record.language") == NO_ROW
    assert [gap.facts for gap in decided.decision.gaps] == [("birth_record.language",)]
    assert "BE (2020-01-01 … 2020-02-29)" in report.problems[0].message("en")


def test_without_a_proof_the_report_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.analysis.verify import verify as module
    from engine.api import verifying
    from engine.render.verify import verify_text

    for where in (module, verifying):
        monkeypatch.setattr(where, "can_prove", lambda: False)
    report = verify_policies(SMALL, today=TODAY)
    assert not report.verified.proved and report.passed
    text = verify_text(report, "en", color=False)
    assert "Searched, not proven" in text and "pip install 'policy-eval[verify]'" in text
    assert "proved" not in text
