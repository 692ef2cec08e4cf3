"""Results of policy tests as text, JSON and JUnit, against golden files; `GOLDEN=rewrite` writes them anew."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from engine.analysis.testreport import PolicyTestReport
from engine.api.schemas import shipped_schema
from engine.api.testing import run_policy_tests
from engine.render.findings_words import WORDS
from engine.render.tests_json import tests_json as as_json
from engine.render.tests_junit import tests_junit as as_junit
from engine.render.tests_text import tests_text as as_text
from tests.analysis.small import BASE, TESTS, changed
from tests.render.test_findings import golden

CHANGES = (
    (TESTS, "entitlement: waiting", "entitlement: entitled"),
    (TESTS, "stay.lawful: null", "stay.lawful: true"),
    (TESTS, "steps: [call]", "steps: [cal]"),
    (BASE, "", "\n  - {id: minors, title: {en: A, fr: B}, when: {person.age: {less_than: 3}}, advise: [call], cites: [act-1]}\n"),
)


@pytest.fixture
def tested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PolicyTestReport:
    monkeypatch.setenv("POLICY_EVAL_CACHE", "")
    monkeypatch.chdir(tmp_path)
    return run_policy_tests(changed(tmp_path, *CHANGES))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_text(lang: str, tested: PolicyTestReport) -> None:
    golden(f"test.{lang}.txt", as_text(tested, lang, False, with_coverage=True))


def test_json(tested: PolicyTestReport) -> None:
    found = as_json(tested, "en", with_coverage=True)
    assert str(found["policy_set"]).count("sha256:") == 1
    Draft202012Validator(shipped_schema("test-results")).validate(json.loads(json.dumps(found)))
    golden("test.json", json.dumps({**found, "policy_set": "small"}, indent=2, ensure_ascii=False))


def test_junit(tested: PolicyTestReport) -> None:
    text = as_junit(tested, "en")
    golden("test.junit.xml", text)
    suites = ElementTree.fromstring(text.encode("utf-8"))
    assert suites.tag == "testsuites"
    for suite in suites:
        cases = suite.findall("testcase")
        assert int(suite.attrib["tests"]) == len(cases)
        assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
        assert int(suite.attrib["errors"]) == len(suite.findall("testcase/error"))


def test_words_have_the_same_arguments_in_both_languages() -> None:
    for key, (english, french) in WORDS.items():
        assert _arguments(english) == _arguments(french), key


def _arguments(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}
