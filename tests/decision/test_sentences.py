"""Sentences of the language, each on a small set of policies that is changed to show it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from engine.api.decided import Decided
from engine.api.policyset import load
from tests.analysis.small import BASE, FACTS, PARIS, changed

Change = tuple[str, str, str]
TODAY = datetime.date(2026, 11, 24)
LAWFUL = {"stay": {"document": "card"}}


def rule(name: str, rest: str) -> Change:
    """A rule more, at the end of the national file."""
    return (BASE, "", f"\n  - {{id: {name}, title: {{en: a, fr: a}}, {rest}}}\n")


def derived(declared: str) -> Change:
    """A derived fact more."""
    return (FACTS, "derived:\n", f"derived:\n  {declared}\n")


def computed(declared: str) -> Change:
    """A computed fact more."""
    return (FACTS, "computed:\n", f"computed:\n  {declared}\n")


def decide(folder: Path, profile: dict[str, Any], *changes: Change, **options: Any) -> Decided:
    """The profile, decided by the changed set on 24 November 2026."""
    return load(changed(folder, *changes)).decide(profile, today=TODAY, **options)


EITHER_WAY = (
    rule("validated", "when: {stay.validated: true}, then: {residence.stable: true}, cites: [act-1]"),
    rule("unvalidated", "when: {stay.validated: false}, then: {residence.stable: true}, cites: [act-1]"),
)


def test_a_gap_on_routing_leaves_every_office_open(tmp_path: Path) -> None:
    """Nobody knows that another office than the one of the place is not competent: what it would ask stays open."""
    routed = derived("office.routed: {type: enum from table offices, default: none, label: {en: routed, fr: dirigé}}")
    gap = rule("unread", "gap: {facts: [office.routed], from: 2026-01-01, cites: [act-1]}")
    profile = {**LAWFUL, "birth_record": {"country": "US"}, "residence": {"postcode": "69001"}}
    decision = decide(tmp_path, profile, routed, gap).decision
    assert decision.office.code is None
    assert dict(decision.here)["birth_record.translation_needed"] is None


def test_entitled_from_lies_in_the_period_decided(tmp_path: Path) -> None:
    """Before the period every decision is undetermined: nobody is entitled there."""
    at_once = (BASE, "residence.since: {at_least_ago: P3M}", "residence.since: {at_least_ago: P0D}")
    decision = decide(tmp_path, {**LAWFUL, "residence": {"since": "2010-05-01"}}, at_once).decision
    assert (decision.entitlement, decision.entitled_from) == ("entitled", "2016-01-01")


def test_entitled_from_counts_days(tmp_path: Path) -> None:
    """A count of days from a told date to the day of the decision passes its bound on a day."""
    days = "type: integer, min: 0, max: 40000, function: days_between, of: [residence.since, as_of], label: {en: d, fr: j}"
    changes = (
        computed(f"residence.days: {{{days}}}"),
        (BASE, "residence.since: {at_least_ago: P3M}", "residence.days: {more_than: 90}"),
    )
    decision = decide(tmp_path, {**LAWFUL, "residence": {"since": "2026-05-01"}}, *changes).decision
    assert (decision.entitlement, decision.entitled_from) == ("entitled", "2026-07-31")
    waiting = load(tmp_path / "policies").decide({**LAWFUL, "residence": {"since": "2026-11-01"}}, today=TODAY).decision
    assert (waiting.entitlement, waiting.entitled_from) == ("waiting", "2027-01-31")


def test_what_the_person_does_not_know_is_a_case_too(tmp_path: Path) -> None:
    """Asked and not known, yet the same whatever it is: settled by cases."""
    profile = {"stay": {"document": "card", "validated": None}, "residence": {"since": "2026-11-01"}}
    decision = decide(tmp_path, profile, *EITHER_WAY).decision
    assert decision.entitlement == "entitled"
    assert (decision.settled.by, decision.settled.over) == ("cases", ("stay.validated",))
    assert dict(decision.facts)["entitlement"] is None
    assert "stay.validated" not in {question.fact for question in decision.open}


def test_what_cases_settle_is_not_asked(tmp_path: Path) -> None:
    """No answer can change what every completion has in common."""
    decision = decide(tmp_path, {**LAWFUL, "residence": {"since": "2026-11-01"}}, *EITHER_WAY).decision
    assert decision.settled.by == "cases"
    assert "stay.validated" not in {question.fact for question in decision.open}


def test_a_conflict_that_rests_on_a_presumption_says_so(tmp_path: Path) -> None:
    """The run without presumptions has no conflict: what was presumed is told beside it."""
    contrary = rule("contrary", "when: {stay.diplomatic: false}, then: {entitlement: not_entitled}, cites: [act-1]")
    decision = decide(tmp_path, {**LAWFUL, "residence": {"since": "2020-01-01"}}, contrary).decision
    assert [found.what for found in decision.conflicts] == ["entitlement"]
    assert decision.entitlement == "undetermined"
    assert [found.fact for found in decision.presumed] == ["stay.diplomatic"]


def test_evidence_is_stale_after_five_years_to_the_day(tmp_path: Path) -> None:
    """Seen on 29 November 2021: five years are over on 30 November 2026."""
    profile = {"stay": {"document": "visa"}, "residence": {"postcode": "75019"}, "birth_record": {"country": "US"}}
    policies = load(changed(tmp_path, (PARIS, "observed_on: 2025-06-01", "observed_on: 2021-11-29")))
    stale = {
        day: policies.decide(profile, as_of=day).decision.differences[0].said[0].stale for day in ("2026-11-29", "2026-11-30")
    }
    assert stale == {"2026-11-29": False, "2026-11-30": True}


def test_the_day_of_the_decision_is_never_asked(tmp_path: Path) -> None:
    """An age that is open waits for the date of birth alone: the day is known."""
    decision = decide(tmp_path, {"stay": {"document": "visa"}}).decision
    asked = {question.fact for question in decision.open}
    assert "person.birth_date" in asked and "as_of" not in asked


def test_confidence_is_that_of_the_row_below_what_is_computed_from_it(tmp_path: Path) -> None:
    """The weakest link is a row of a table, also where a group is asked about what was looked up."""
    changes = (
        computed(
            "birth_record.foreign: {type: boolean, function: any_of_group, of: [birth_record.language, foreign],"
            " label: {en: foreign, fr: étranger}}"
        ),
        ("groups.yaml", "", "\n  foreign: {title: {en: foreign, fr: étranger}, of: birth_record.language, members: [other]}\n"),
        ("tables/countries.csv", "US,other,,,act-1,high", "US,other,,,act-1,low"),
        (BASE, "require: [identity, proof-of-residence]", "require: [identity]"),
        rule("foreign", "when: {birth_record.foreign: true}, require: [proof-of-residence], cites: [act-1]"),
    )
    decision = decide(tmp_path, {**LAWFUL, "birth_record": {"country": "US"}}, *changes).decision
    assert {item.id: item.confidence for item in decision.requirements} == {"identity": "high", "proof-of-residence": "low"}


def test_whatever_rests_on_a_presumption_names_it(tmp_path: Path) -> None:
    """A paper that is lifted, an attribute, a step: each would be open without the presumption."""
    resting = "when: {stay.diplomatic: false}, cites: [act-1]"
    told = {"stay": {"document": "card", "validated": True}, "birth_record": {"country": "FR"}}
    asked = (BASE, "when: {stay.document: card}\n    not_required", "when: {stay.document: none}\n    not_required")
    lifted = (rule("lifted", f"{resting}, not_required: [birth-record]"), asked)
    form = (
        rule("sworn", f"{resting}, then: {{birth_record.translation_needed: sworn}}"),
        asked,
        (BASE, "when: {person.age: {at_least: 18}}", "when: {stay.document: card}"),
    )
    unasked = (BASE, "advise: [call]", "advise: [scams]")
    advised = (rule("advised", f"{resting}, advise: [call]"), unasked)
    lawful = (BASE, "exception_to: [lawful-with-document]", "exception_to: [stable-after-three-months]")  # rests on nothing
    for at, changes in enumerate((lifted, form, advised)):
        found = decide(tmp_path / str(at), {**told, "residence": {"since": None}}, lawful, *changes).decision.presumed
        assert [item.fact for item in found] == ["stay.diplomatic"], at
    assert decide(tmp_path / "none", {**told, "residence": {"since": None}}, lawful).decision.presumed == ()


def test_before_the_period_no_answer_is_said_to_change_anything(tmp_path: Path) -> None:
    """Undetermined, for a reason that lies with the policies: nothing is asked, and nothing promised."""
    text = decide(tmp_path, LAWFUL, as_of="2015-12-31").as_text()
    assert "no answer can settle it" in text and "can still change" not in text
