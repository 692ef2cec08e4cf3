"""Checks of policies as text, JSON, SARIF and annotations, against golden files; `GOLDEN=rewrite` writes them anew."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.analysis.checkreport import CheckReport
from engine.api.schemas import shipped_schema
from engine.ground import codes
from engine.render.findings_github import findings_github
from engine.render.findings_json import findings_json
from engine.render.findings_sarif import findings_sarif
from engine.render.findings_text import findings_text
from tests.analysis.small import BASE, FACTS, PARIS, report

GOLDEN = Path(__file__).parent.parent / "data" / "golden"
CHANGES = (
    (BASE, "    exception_to: [record-of-adults]\n", ""),
    (
        FACTS,
        "  held:",
        '  bank.name: {type: text, label: {en: bank, fr: banque}, question: {en: "Which?", fr: "Laquelle ?"}}\n  held:',
    ),
    (PARIS, "observed_on: 2025-06-01", "observed_on: null"),
)
CONFLICT = (BASE, "is: waiting, cites: [act-1]}", "is: waiting, cites: [act-1]}\n" + (
    "  - {id: cards, title: {en: Cards, fr: Cartes}, when: {stay.document: card}, then: {entitlement: waiting}, cites: [act-1]}\n"
))  # fmt: skip


@pytest.fixture
def doubtful(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CheckReport:
    monkeypatch.chdir(tmp_path)
    return report(tmp_path, *CHANGES)


def golden(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("GOLDEN") == "rewrite":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + "\n", "utf-8")
    assert text + "\n" == path.read_text("utf-8")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_text(lang: str, doubtful: CheckReport) -> None:
    golden(f"check.{lang}.txt", findings_text(doubtful, lang, False, stats=True))


def test_colours_change_nothing_else(doubtful: CheckReport) -> None:
    painted = findings_text(doubtful, "en", True, stats=False)
    for mark in ("\x1b[1;33m", "\x1b[1;34m", "\x1b[1m", "\x1b[36m", "\x1b[2m", "\x1b[0m"):
        assert mark in painted
        painted = painted.replace(mark, "")
    assert painted == findings_text(doubtful, "en", False, stats=False)


def test_json(doubtful: CheckReport) -> None:
    Draft202012Validator(shipped_schema("check")).validate(json.loads(json.dumps(findings_json(doubtful, "en"))))
    golden("check.json", json.dumps(findings_json(doubtful, "en"), indent=2, ensure_ascii=False))


def test_github(doubtful: CheckReport) -> None:
    golden("check.github.txt", findings_github(doubtful, "en"))


def test_annotations_stay_on_their_line(tmp_path: Path) -> None:
    found = report(tmp_path, (BASE, "id: lawful-with-document", 'id: "lawful,with:document%"'))
    lines = findings_github(found, "en").splitlines()
    assert len(lines) == len(found.problems) and all(line.startswith("::error file=") for line in lines)


def test_sarif(doubtful: CheckReport) -> None:
    golden("check.sarif", json.dumps(findings_sarif(doubtful, "en", "0.0.0"), indent=2, ensure_ascii=False))


def test_sarif_has_the_structure_of_the_standard(doubtful: CheckReport) -> None:
    log: Any = findings_sarif(doubtful, "fr", "")
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-schema-2.1.0.json") and len(log["runs"]) == 1
    run = log["runs"][0]
    assert set(run) <= {"tool", "language", "columnKind", "results"}
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    driver = run["tool"]["driver"]
    assert driver["name"] and "version" not in driver
    rules = [rule["id"] for rule in driver["rules"]]
    assert len(set(rules)) == len(rules)
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"] and rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    assert len(run["results"]) == len(doubtful.problems)
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error") and result["message"]["text"]
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
        for location in result["locations"]:
            place = location["physicalLocation"]
            assert not place["artifactLocation"]["uri"].startswith("/") and " " not in place["artifactLocation"]["uri"]
            region = place["region"]
            assert min(region.values()) >= 1 and region["endLine"] >= region["startLine"]


def test_a_fingerprint_outlives_a_move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for name, change in (("one", ()), ("other", ((BASE, "policy:", "# A comment\npolicy:"),))):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        log: Any = findings_sarif(report(Path("."), *change, *CHANGES), "en", "")
        found.append([result["partialFingerprints"] for result in log["runs"][0]["results"]])
    assert found[0] == found[1] and found[0]


def test_a_conflict_is_found_and_shown(tmp_path: Path) -> None:
    found = report(tmp_path, CONFLICT, conflicts=True)
    assert [problem.code for problem in found.problems] == ["PE810"]
    (problem,) = found.problems
    assert problem.arg("rules") == "cards, entitled-when-stable" and problem.arg("what") == "entitlement"
    assert '"stay.document": "card"' in (problem.arg("profile") or "") and "residence.since" in (problem.arg("profile") or "")
    assert not found.passed(strict=False)
    assert found.search is not None and len(found.search.found) == 1


def test_every_code_used_has_a_page_in_both_languages() -> None:
    used = [entry for entry in codes.all_codes() if entry.code.startswith(("PE4", "PE8"))]
    assert len(used) > 20
    for entry in used:
        for lang in ("en", "fr"):
            text = entry.text(lang)
            assert text.title and text.message and text.help and text.page, entry.code
        assert entry.text("en").page != entry.text("fr").page
