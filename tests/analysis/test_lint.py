# ruff: noqa: E501 - a change of a policy stands on one line
"""Each lint, on the small set with one thing made doubtful. The set as it stands has no finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analysis.small import BASE, FACTS, PARIS, findings, report

TITLE = "title: {en: Added, fr: Ajoutée}"
LAW = "sources/law.yaml"


def rule(text: str) -> str:
    """A rule to append to the national file."""
    return f"\n  - {text.strip()}\n"


CASES: dict[str, tuple[list[tuple[str, str, str]], list[str]]] = {
    "gap without source": (
        [(BASE, "", rule(f"{{id: unread, {TITLE}, gap: {{facts: [stay.lawful], from: 2016-01-01, until: 2016-12-31}}}}"))],
        ["PE401 national/base.yaml:53"],
    ),
    "source never checked": ([(LAW, "    checked_on: 2026-11-23\n", "")], ["PE402 sources/law.yaml:2"]),
    "version not in force with the rule": (
        [(BASE, "cites: [act-2-2016, act-2]", "applies: {from: 2020-01-01}\n    cites: [act-2-2016, act-2]")],
        ["PE404 national/base.yaml:22"],
    ),
    "rule that outlives its law": (
        [(BASE, "cites: [act-2-2016, act-2]", "cites: [act-2-2016]")],
        ["PE405 national/base.yaml:17", "PE453 sources/law.yaml:13"],
    ),
    "fact that nothing concludes": (
        [(FACTS, "  residence.stable:", "  stay.odd: {type: boolean, label: {en: odd, fr: étrange}}\n  residence.stable:")],
        ["PE407 vocabulary/facts.yaml:33"],
    ),
    "fact that nothing reads": (
        [
            (FACTS, "  residence.stable:", "  stay.odd: {type: boolean, label: {en: odd, fr: étrange}}\n  residence.stable:"),
            (BASE, "", rule(f"{{id: odd, {TITLE}, when: {{stay.document: card}}, then: {{stay.odd: true}}, cites: [act-1]}}")),
        ],
        ["PE408 vocabulary/facts.yaml:33"],
    ),
    "input that nothing reads": (
        [
            (
                FACTS,
                "  held:",
                '  bank.name: {type: text, label: {en: bank, fr: banque}, question: {en: "Bank?", fr: "Banque ?"}}\n  held:',
            )
        ],
        ["PE410 vocabulary/facts.yaml:26"],
    ),
    "group that nothing reads": (
        [("groups.yaml", "", "  south: {title: {en: South, fr: Sud}, of: country, members: [ES]}\n")],
        ["PE410 groups.yaml:3"],
    ),
    "requirement and document that nothing asks for": (
        [
            (
                "documents.yaml",
                "requirements:",
                "  bill: {title: {en: bill, fr: facture}}\nrequirements:\n  bill: {title: {en: bill, fr: facture}, any_of: [bill]}",
            )
        ],
        ["PE410 documents.yaml:7"],
    ),
    "step that nothing advises": (
        [("steps.yaml", "cautions:", "  write: {title: {en: Write, fr: Écrire}}\ncautions:")],
        ["PE410 steps.yaml:5"],
    ),
    "sources that nothing cites": (
        [
            (
                LAW,
                "",
                "  act-9:\n    kind: law\n    title: {en: 'Act, art. 9', fr: 'Loi, art. 9'}\n    in_force: {from: 2016-01-01}\n    checked_on: 2026-11-23\n",
            )
        ],
        ["PE453 sources/law.yaml:23"],
    ),
    "undated source": ([(LAW, "    in_force: {from: 2016-01-01}\n", "")], ["PE451 sources/law.yaml:2"]),
    "rules that begin before their law": (
        [(BASE, "cites: [act-2-2016, act-2]", "cites: [act-2]"), (LAW, "until: 2019-12-31", "until: 2019-12-30")],
        ["PE452 national/base.yaml:17", "PE453 sources/law.yaml:8"],
    ),
    "values without label": (
        [(FACTS, "values: {french: {en: French, fr: français}, other: {en: another, fr: une autre}}, ", "")],
        ["PE421 vocabulary/facts.yaml:30"],
    ),
    "text not translated": (
        [(BASE, "fr: Un titre de séjour est détenu", "fr: A residence document is held")],
        ["PE422 national/base.yaml:5"],
    ),
    "case never reached": (
        [
            (
                BASE,
                "is: waiting, cites: [act-1]}",
                f"is: waiting, cites: [act-1]}}\n      - {{id: last, {TITLE}, when: {{stay.lawful: true, stay.validated: true}}, is: waiting, cites: [act-1]}}",
            )
        ],
        ["PE430 national/base.yaml:27"],
    ),
    "rule said twice": (
        [
            (
                BASE,
                "",
                rule(
                    f"{{id: again, {TITLE}, when: {{residence.since: {{at_least_ago: P3M}}}}, then: {{residence.stable: true}}, cites: [act-1]}}"
                ),
            )
        ],
        ["PE431 national/base.yaml:53"],
    ),
    "condition that never holds": (
        [
            (
                BASE,
                "when: {person.age: {at_least: 18}}",
                "when: {all: [{person.age: {at_least: 18}}, {person.age: {less_than: 16}}]}",
            )
        ],
        ["PE432 national/base.yaml:42", "PE435 national/base.yaml:50"],
    ),
    "dates that never meet": (
        [
            (
                BASE,
                "when: {residence.since: {at_least_ago: P3M}}",
                "when: {all: [{residence.since: {at_least_ago: P3M}}, {residence.since: {less_than_ago: P1M}}]}",
            )
        ],
        ["PE432 national/base.yaml:19"],
    ),
    "test that always holds": (
        [(BASE, "when: {person.age: {at_least: 18}}", "when: {person.age: {at_least: 0}}")],
        ["PE433 national/base.yaml:42"],
    ),
    "value that nothing concludes": (
        [
            (
                BASE,
                "",
                rule(f"{{id: odd, {TITLE}, when: {{birth_record.translation_needed: sworn}}, advise: [call], cites: [act-1]}}"),
            )
        ],
        [],  # the layer of Paris concludes it
    ),
    "value that no rule concludes": (
        [
            (PARIS, "birth_record.translation_needed: sworn", "birth_record.translation_needed: required"),
            (
                BASE,
                "",
                rule(f"{{id: odd, {TITLE}, when: {{birth_record.translation_needed: sworn}}, advise: [call], cites: [act-1]}}"),
            ),
        ],
        ["PE434 national/base.yaml:53"],
    ),
    "exception that never applies": (
        [
            (
                BASE,
                "when: {stay.document: card}\n    not_required",
                "when: {stay.document: card, person.age: {less_than: 10}}\n    not_required",
            )
        ],
        ["PE435 national/base.yaml:50"],
    ),
    "exception of other days": (
        [
            (BASE, "exception_to: [record-of-adults]", "exception_to: [record-of-adults]\n    applies: {until: 2019-12-31}"),
            (BASE, "require: [birth-record]", "require: [birth-record]\n    applies: {from: 2020-01-01}"),
        ],
        ["PE435 national/base.yaml:51"],
    ),
    "required and not required": (
        [(BASE, "    exception_to: [record-of-adults]\n", "")],
        ["PE436 national/base.yaml:46"],
    ),
    "not required elsewhere": (
        [
            (BASE, "    exception_to: [record-of-adults]\n", ""),
            (BASE, "when: {person.age: {at_least: 18}}", "when: {person.age: {at_least: 18}, stay.document: visa}"),
        ],
        [],
    ),
    "default restated": (
        [(BASE, "", rule(f"{{id: odd, {TITLE}, when: {{stay.document: none}}, then: {{stay.lawful: false}}, cites: [act-1]}}"))],
        ["PE437 national/base.yaml:53"],
    ),
    "table without rows": (
        [("tables/countries.csv", "US,other,,,act-1,high\n", "US,other,2020-01-01,,act-1,high\n")],
        ["PE440 tables/countries.yaml:1"],
    ),
    "institution that asks for less than a rule": (
        [(PARIS, "birth_record.translation_needed: sworn", "birth_record.translation_needed: not_required")],
        ["PE441 offices/751-paris.yaml:6"],
    ),
    "institution that asks for less": (
        [
            (PARIS, "birth_record.translation_needed: sworn", "birth_record.translation_needed: not_required"),
            (FACTS, "default: not_required", "default: required"),
            (BASE, "translation_needed: required", "translation_needed: sworn"),
        ],
        ["PE441 offices/751-paris.yaml:6"],
    ),
    "institution with high confidence": ([(PARIS, "confidence: medium", "confidence: high")], ["PE442 offices/751-paris.yaml:6"]),
    "evidence that has aged": (
        [(PARIS, "observed_on: 2025-06-01", "observed_on: null")],
        ["PE450 offices/751-paris.yaml:6"],
    ),
}


def test_the_small_set_has_no_finding(tmp_path: Path) -> None:
    found = report(tmp_path, conflicts=True)
    assert found.problems == () and found.passed(strict=True)
    assert found.search is not None and found.search.lanes > 1000 and found.search.found == ()


@pytest.mark.parametrize("name", CASES)
def test_lint(name: str, tmp_path: Path) -> None:
    changes, expected = CASES[name]
    assert findings(tmp_path, *changes) == expected


def test_severities_decide(tmp_path: Path) -> None:
    note = report(tmp_path / "note", (PARIS, "observed_on: 2025-06-01", "observed_on: null"))
    warning = report(tmp_path / "warning", (PARIS, "confidence: medium", "confidence: high"))
    error = report(tmp_path / "error", (BASE, "stay.document: card", "stay.document: cart"))
    assert note.passed(strict=True)
    assert warning.passed(strict=False) and not warning.passed(strict=True)
    assert not error.passed(strict=False) and error.sizes == ()
