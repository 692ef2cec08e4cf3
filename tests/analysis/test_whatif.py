"""What if, on policies: what is found, that it is so when decided, what completes a file."""

from __future__ import annotations

import json
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import engine
from engine.analysis import whatif_search
from engine.analysis.whatif import WAIT, ChangeSet, WhatIf
from engine.api.schemas import shipped_schema
from engine.api.whatif import profile_of
from engine.render.layout import PLAIN, TEXT, Page
from engine.render.names import Names
from engine.render.what_if import what_if_text
from engine.render.what_if_json import what_if_json
from tests.analysis.small import FACTS, changed
from tests.render.test_findings import golden

DAY = "2026-11-23"
EXAMPLES = Path(__file__).parents[2] / "examples"
CHANGEABLE = tuple(
    (FACTS, f"  {name}:{rest}", f"  {name}:{rest}{more}")
    for name, rest, more in (
        ("stay.document", "\n    type: enum", "\n    changeable: with_time"),
        ("stay.validated", " {type: boolean, ", 'changeable: "yes", '),
        ("stay.diplomatic", " {type: boolean, ", 'changeable: "no", '),
    )
)
WAITING = {
    "person": {"birth_date": "1990-05-02", "nationalities": ["US"]},
    "stay": {"document": "card"},
    "residence": {"since": "2026-11-01"},
}
NO_DOCUMENT = {**WAITING, "stay": {"document": "none"}, "residence": {"since": "2026-01-01"}}
HELD = [{"document": "identity"}, {"document": "birth-record", "translation": "plain"}]
ENTITLED = {
    **WAITING,
    "stay": {"document": "visa", "validated": True},
    "residence": {"since": "2026-03-01", "postcode": "75019"},
    "birth_record": {"country": "US"},
    "held": HELD,
}
Decided = Any


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> engine.PolicySet:
    """The small policies, some of whose facts can change."""
    return engine.load(changed(tmp_path_factory.mktemp("small"), *CHANGEABLE))


@pytest.fixture(scope="module")
def bundled() -> engine.PolicySet:
    """The policies of this repository."""
    return engine.load()


def told(sets: tuple[ChangeSet, ...]) -> list[tuple[dict[str, tuple[object, ...]], object]]:
    """The changes and where they lead."""
    return [({change.fact: change.values for change in item.changes}, item.result.value) for item in sets]


def test_time_is_a_change(small: engine.PolicySet) -> None:
    found = small.decide(WAITING, as_of=DAY).what_if()
    assert told(found.sets) == [({WAIT: ("2027-02-01",)}, "entitled")]
    assert found.now.entitlement == "waiting" and not found.losing and not found.searched.cut
    assert found.sets[0].result.entitled_from == "2027-02-01"
    assert found.sets[0].result.because[0] == "entitled-when-stable"


def test_answers_that_are_not_told_come_with_what_would_change(small: engine.PolicySet) -> None:
    found = small.decide(NO_DOCUMENT, as_of=DAY).what_if()
    assert told(found.sets) == [
        ({"stay.document": ("card",)}, "entitled"),
        ({"stay.document": ("visa",), "stay.validated": (True,)}, "entitled"),
    ]
    assert [change.kind for change in found.sets[1].changes] == ["change", "tell"]
    assert found.sets[0].cost == (1, 2) and found.sets[1].cost == (2, 2)


def test_what_is_not_told_is_told_apart(small: engine.PolicySet) -> None:
    profile = {**NO_DOCUMENT, "stay": {"document": "visa"}}
    found = small.decide(profile, as_of=DAY).what_if()
    assert told(found.tells)[0] == ({"stay.validated": (True,)}, "entitled")
    assert {"stay.document": ("card",)} in [changes for changes, _ in told(found.sets)]


def test_what_may_settle_it_either_way_is_told(small: engine.PolicySet) -> None:
    """Where nothing is settled, each answer that settles it is told, the good ones first; unless one outcome is sought."""
    decided = small.decide({**WAITING, "stay": {"document": "visa", "validated": None}}, as_of=DAY)
    assert decided.entitlement == "undetermined"
    found = decided.what_if(most=1)
    assert told(found.tells) == [({"stay.validated": (True,)}, "waiting"), ({"stay.validated": (False,)}, "not_entitled")]
    assert all(change.asked for item in found.tells for change in item.changes)
    assert told(decided.what_if(to="waiting", most=1).tells) == told(found.tells[:1])


def test_impossible_combinations_are_not_offered(small: engine.PolicySet) -> None:
    """Without a document no visa is validated: both answers change, or neither."""
    found = small.decide({**ENTITLED, "held": []}, as_of=DAY).what_if(to="not_entitled")
    facts = [changes for changes, _ in told(found.sets)]
    assert {"stay.document": ("none",)} not in facts
    assert {"stay.validated": (False,)} in facts


@pytest.mark.parametrize(("anything", "expected"), [(False, False), (True, True)])
def test_what_nobody_can_change(anything: bool, expected: bool, small: engine.PolicySet) -> None:
    found = small.decide(ENTITLED, as_of=DAY).what_if(anything=anything, most=1)
    assert found.losing
    assert ("stay.diplomatic" in {change.fact for item in found.sets for change in item.changes}) is expected


def test_another_conclusion(small: engine.PolicySet) -> None:
    decided = small.decide(NO_DOCUMENT, as_of=DAY)
    assert told(decided.what_if("stay.lawful", True).sets)[0] == ({"stay.document": ("card",)}, True)
    assert decided.what_if("stay.lawful", False).reached
    with pytest.raises(KeyError):
        decided.what_if("stay.document", "card")
    with pytest.raises(ValueError, match="maybe"):
        decided.what_if("entitlement", "maybe")
    with pytest.raises(ValueError, match="4"):
        decided.what_if(most=4)


def test_a_search_that_was_cut_says_so(bundled: engine.PolicySet, monkeypatch: pytest.MonkeyPatch) -> None:
    profile = json.loads((EXAMPLES / "eu-citizen-not-working.json").read_text("utf-8"))
    whole = bundled.decide(profile).what_if(most=2, limit=50).searched
    assert whole.size == 2 and not whole.cut
    monkeypatch.setattr(whatif_search, "MOST_LANES", 60)
    short = bundled.decide(profile).what_if(most=2, limit=50).searched
    assert short.cut and short.size == 1 and short.lanes < whole.lanes


def test_before_the_period_nothing_is_promised(small: engine.PolicySet) -> None:
    found = small.decide(WAITING, as_of="2015-01-01").what_if()
    assert found.sets == () and found.tells == ()


@pytest.mark.parametrize(
    ("fact", "changeable"),
    [
        ("person.birth_date", "no"),
        ("person.birth_country", "no"),
        ("person.nationalities", "no"),
        ("residence.since", "no"),  # it is in the past; time passes by itself
        ("stay.document", "with_time"),
        ("number.status", "with_time"),
        ("stay.validated", "yes"),
        ("activity.status", "yes"),
    ],
)
def test_what_people_can_change(fact: str, changeable: str, bundled: engine.PolicySet) -> None:
    assert bundled.book.facts[fact].changeable == changeable


def test_a_file_is_no_conclusion_of_rules(bundled: engine.PolicySet) -> None:
    with pytest.raises(KeyError):
        bundled.decide({}).what_if("dossier.complete", True)


# every set is so when it is decided ----------------------------------------------------------------------------------


def profiles() -> list[Any]:
    """The examples, and people who are refused."""
    found = [pytest.param(json.loads(path.read_text("utf-8")), id=path.stem) for path in sorted(EXAMPLES.glob("*.json"))]
    refused = {
        "person": {"birth_date": "1990-05-02", "nationalities": ["US"]},
        "stay": {"document": "visa_c", "expires_on": "2026-12-31"},
        "residence": {"country": "FR", "territory": "metropole", "since": "2026-01-01", "home_in_france": True},
        "activity": {"status": "inactive"},
        "cover": {"rights_open": False, "other_state": False, "s1": False},
        "family": {"link": "none"},
    }
    return [*found, pytest.param(refused, id="refused"), pytest.param({"activity": {"status": "student"}}, id="little told")]


@pytest.mark.parametrize("profile", profiles())
def test_sets_are_so_and_minimal(profile: dict[str, Any], bundled: engine.PolicySet) -> None:
    decided = bundled.decide(profile, as_of=profile.get("as_of", DAY))
    found = decided.what_if(most=2, limit=4)
    assert found.sets or found.searched.size == 2 or found.searched.cut

    def value(pairs: tuple[tuple[str, Any], ...]) -> str:
        answers = {name: answer for name, answer in pairs if name != WAIT}
        day = dict(pairs).get(WAIT, decided.reading.case.as_of.isoformat())
        try:
            return bundled.decide(profile_of(decided.without.case, answers), as_of=day).entitlement
        except engine.Rejected:
            return "refused"

    for item in (*found.sets, *found.tells):
        facts = [change.fact for change in item.changes]
        choices = product(*(change.values for change in item.changes))
        for pairs in [tuple(zip(facts, values, strict=True)) for values in choices][:6]:
            assert value(pairs) == item.result.entitlement
            parts = [part for size in range(1, len(pairs)) for part in combinations(pairs, size)]
            assert all(value(part) not in found.goal.values for part in parts)


def test_the_answer_has_its_schema(bundled: engine.PolicySet) -> None:
    validator = Draft202012Validator(shipped_schema("whatif"))
    for path in sorted(EXAMPLES.glob("*.json"))[:4]:
        decided = bundled.decide(json.loads(path.read_text("utf-8")))
        names = Names(bundled.book, "fr", decided.decision.as_of)
        values = what_if_json(names, decided.what_if(most=1), decided.file_plan())
        validator.validate(json.loads(json.dumps(values)))


# the file ------------------------------------------------------------------------------------------------------------


def test_what_completes_a_file(small: engine.PolicySet) -> None:
    """The record needs a sworn translation in Paris, and there is no proof of residence."""
    decided = small.decide(ENTITLED, as_of=DAY)
    plan = decided.file_plan()
    assert plan.told and plan.verified and plan.complete is True and plan.stuck == ()
    shown = [
        (step.requirements, step.options[0].document, step.options[0].at, dict(step.options[0].attributes)) for step in plan.steps
    ]
    assert sorted(shown) == [
        (("birth-record",), "birth-record", 1, {"translation": "sworn"}),
        (("proof-of-residence",), "lease", None, {}),
    ]
    held = [HELD[0], {**HELD[1], "translation": "sworn"}, {"document": "lease"}]
    assert small.decide({**ENTITLED, "held": held}, as_of=DAY).decision.complete is True
    assert small.decide({**ENTITLED, "held": held[:2]}, as_of=DAY).decision.complete is False
    assert small.decide({**ENTITLED, "held": [*HELD, held[2]]}, as_of=DAY).decision.complete is False


def test_a_file_of_which_nothing_is_told(small: engine.PolicySet) -> None:
    decided = small.decide({key: value for key, value in ENTITLED.items() if key != "held"}, as_of=DAY)
    plan = decided.file_plan()
    assert not plan.told and plan.verified and len(plan.steps) == 3
    assert decided.decision.complete is None


@pytest.mark.parametrize("name", [path.stem for path in sorted(EXAMPLES.glob("*.json"))])
def test_files_of_the_bundled_policies(name: str, bundled: engine.PolicySet) -> None:
    """With the first option of each step every paper that must be given is in hand; without one of them, not."""
    decided = bundled.decide(json.loads((EXAMPLES / f"{name}.json").read_text("utf-8")))
    plan = decided.file_plan()
    in_hand = [{"document": item.document, **item.attributes} for item in decided.reading.case.held or ()]

    def lacking(options: list[Any]) -> set[str]:
        held, answers = [dict(item) for item in in_hand], {}
        for option in options:
            if option.at is None:
                held.append({"document": option.document, **option.attributes})
            else:
                held[option.at] |= option.attributes
            facts = bundled.book.documents[option.document].facts
            answers |= {f"{facts}.{key}": value for key, value in option.attributes.items() if facts}
        answers = {key: value for key, value in answers.items() if key in decided.without.case.told}
        profile = profile_of(decided.without.case, answers, [(str(i.pop("document")), i) for i in held])
        again = bundled.decide(profile, as_of=decided.reading.case.as_of)
        return {item.id for item in again.requirements if item.required and item.demand == "must" and item.status != "held"}

    firsts = [step.options[0] for step in plan.steps]
    assert lacking(firsts) == set(plan.stuck)
    for at in range(len(firsts)):
        assert lacking(firsts[:at] + firsts[at + 1 :])


# text ----------------------------------------------------------------------------------------------------------------


def text(found: WhatIf, decided: Decided, lang: str, form: str, *, file: bool) -> str:
    """What is printed."""
    names = Names(decided.reading.book, lang, decided.decision.as_of)
    return what_if_text(
        Page(lang, form), names, found, decided.file_plan() if file else None, tuple(decided.reading.case.presumed)
    )


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_text(lang: str, small: engine.PolicySet) -> None:
    for name, profile, file in (("refused", NO_DOCUMENT, False), ("entitled", ENTITLED, True)):
        decided = small.decide(profile, as_of=DAY)
        golden(f"whatif.{name}.{lang}.txt", text(decided.what_if(anything=file), decided, lang, TEXT, file=file))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_plain_text_has_no_symbols(lang: str, small: engine.PolicySet) -> None:
    decided = small.decide(ENTITLED, as_of=DAY)
    shown = text(decided.what_if(), decided, lang, PLAIN, file=True)
    assert not set("─•→✓✗+") & set(shown)
