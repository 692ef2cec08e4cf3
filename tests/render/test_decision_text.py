"""Decisions as people read them: the order of the screen, what is to be done first, typography, what fits the width."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import engine
from engine.render.answers import EXAMPLES as WRITTEN
from engine.render.answers import answer_form
from engine.render.layout import english, french
from engine.render.names import Names

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))


@pytest.fixture(scope="module")
def policies() -> engine.PolicySet:
    return engine.load()


def text(policies: engine.PolicySet, name: str, lang: str = "en", **options: Any) -> str:
    profile = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
    return policies.decide(profile).as_text(lang, **options)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", NAMES)
def test_labels_never_touch_their_text(name: str, lang: str, policies: engine.PolicySet) -> None:
    head = text(policies, name, lang).split("\n\n")[1].splitlines()
    column = len(re.match(r"(\S+ )*\S+ {2,}", head[0]).group())  # type: ignore[union-attr]  # a label, then its text
    assert all(line[column - 2 : column] == "  " and line[column] != " " for line in head), head


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("name", NAMES)
def test_lines_fit(name: str, width: int, lang: str, policies: engine.PolicySet) -> None:
    assert all(len(line) <= width or "://" in line for line in text(policies, name, lang, width=width).splitlines())


def test_what_to_do_first(policies: engine.PolicySet) -> None:
    assert "To do first  the file is complete: follow the next steps below" in text(policies, "american-spouse")
    assert re.search(r"To do first  gather the \d+ papers", text(policies, "american-spouse-first-number"))
    assert re.search(r"À faire d'abord  Préparer le dossier", text(policies, "visitor-waiting", "fr"))
    assert "To do first  answer the questions below" in policies.decide({}).as_text()


def test_a_refusal_with_answers_missing_asks_for_them_first(policies: engine.PolicySet) -> None:
    """Whether State medical aid is open to the person, for one."""
    profile = {
        "as_of": "2026-11-23",
        "person": {"birth_date": "1990-01-01", "nationalities": ["BR"]},
        "stay": {"document": "none", "application_pending": False},
        "residence": {"country": "FR", "territory": "metropole", "postcode": "75019", "since": "2025-01-01"},
        "activity": {"status": "inactive"},
        "cover": {"rights_open": False, "other_state": False, "s1": False},
        "family": {"link": "none"},
    }
    found = policies.decide(profile)
    assert found.entitlement == "not_entitled" and found.questions
    assert "To do first  answer the questions below" in found.as_text()


def test_what_is_missing_is_named_at_once(policies: engine.PolicySet) -> None:
    profile = json.loads((EXAMPLES / "american-spouse.json").read_text("utf-8"))
    profile["held"] = [item for item in profile["held"] if item["document"] != "identity"]
    found = policies.decide(profile).as_text()
    assert "To do first  get or complete: identity document" in found
    assert found.index("The file is not complete yet. To obtain or complete: identity document.") < found.index(" 1. ")


def test_questions_come_first_while_nothing_is_decided(policies: engine.PolicySet) -> None:
    found = policies.decide({}).as_text()
    assert found.index("Questions still open") < found.index("Papers that may be asked")
    assert "activity.status — " in found
    assert re.search(r"decides: the answer, [^:]* and\s+\d+\s+more", found)
    assert "Confidence" not in found  # of what?
    student = {"activity": {"status": "student"}, "person": {"nationalities": ["US"]}, "residence": {"territory": "metropole"}}
    assert "activity.enrolled_in_france — true (oui) ou false (non)" in policies.decide(student).as_text("fr")


def test_every_input_says_how_its_answer_is_written(policies: engine.PolicySet) -> None:
    for lang in ("en", "fr"):
        names = Names(policies.book, lang, "2026-11-23")
        forms = {fact.name: answer_form(names, fact) for fact in policies.book.facts.values() if fact.origin == "input"}
        assert all(forms.values())
    assert forms["person.nationalities"] == f"une liste : un pays, comme {WRITTEN['country']}"


def test_attributes_say_how_hard_and_by_whom(policies: engine.PolicySet) -> None:
    found = text(policies, "american-spouse-first-number")
    assert "Translation: required, by a sworn translator, at this office (usually asked,\n    by the practice of funds)" in found
    assert "      The law: required (required, by law)" in found
    assert "Authentication: apostille (usually asked, resting on the law)\n      Source: Convention" in found


def test_one_other_is_singular(policies: engine.PolicySet) -> None:
    for name in NAMES:
        assert not re.search(r"\bet 1 autres", text(policies, name, "fr"))


def test_typography() -> None:
    assert french("« a » : le 1er janvier 2026, art. R. 113-5 ; 12 000 !") == (
        "«\u00a0a\u00a0»\u00a0: le 1er\u00a0janvier 2026, art.\u00a0R.\u00a0113-5\u202f; 12\u00a0000\u202f!"
    )
    assert english("« a » on 3 May 2026, +33 1 84 90 36 46") == (
        "“a” on 3\u00a0May 2026, +33\u00a01\u00a084\u00a090\u00a036\u00a046"
    )
    assert english("2 to 9 months, 48 hours") == "2 to 9 months, 48 hours"


def test_a_post_office_code_stays_with_its_place() -> None:
    assert english("75948 Paris Cedex 19") == french("75948 Paris Cedex 19") == "75948 Paris Cedex\u00a019"
