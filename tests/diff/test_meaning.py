"""Each kind of change is reported, wording apart; a witness differs on both sides; form is no change."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from engine.analysis.diff.report import DiffReport
from engine.api.affected import Line, flow_of
from engine.api.diffing import diff_policies
from engine.api.policyset import PolicySet, load
from engine.batch.explain import profiles_in
from engine.render.diff_flow import flow_svg
from engine.render.diff_json import diff_json
from engine.render.diff_markdown import diff_markdown
from engine.render.diff_text import diff_text
from engine.render.layout import Page
from tests.analysis.small import BASE, FACTS, PARIS, SMALL, changed

STEPS, DOCUMENTS, GROUPS = "steps.yaml", "documents.yaml", "groups.yaml"
Change = tuple[str, str, str]


def compared(folder: Path, *edits: Change) -> DiffReport:
    """The small set against itself with edits."""
    return diff_policies(SMALL, changed(folder, *edits))


MEANING: dict[str, tuple[Change, tuple[str, str, str, tuple[str, ...]]]] = {
    "condition": ((BASE, "at_least_ago: P3M", "at_least_ago: P6M"), ("rule", "stable-after-three-months", "changed", ("when",))),
    "conclusion": (
        (BASE, "then: {birth_record.translation_needed: required}", "then: {birth_record.translation_needed: sworn}"),
        ("rule", "records-in-another-language", "changed", ("then",)),
    ),
    "paper": ((BASE, "require: [identity, proof-of-residence]", "require: [identity]"),
              ("rule", "papers-of-all", "changed", ("require",))),
    "step": ((BASE, "advise: [call]", "advise: [scams]"), ("rule", "papers-of-all", "changed", ("advise",))),
    "exception": ((BASE, "exception_to: [lawful-with-document]",
                   "exception_to: [lawful-with-document, stable-after-three-months]"),
                  ("rule", "stable-after-three-months", "changed", ("exceptions",))),
    "sources": ((BASE, "cites: [act-2-2016, act-2]", "cites: [act-2]"),
                ("rule", "stable-after-three-months", "changed", ("cites",))),
    "confidence": ((PARIS, "confidence: medium", "confidence: low"),
                   ("rule", "paris-sworn-translation", "changed", ("confidence",))),
    "default": ((FACTS, "default: not_required", "default: required"),
                ("fact", "birth_record.translation_needed", "changed", ("default",))),
    "presumed": ((FACTS, "presumed: false", "presumed: true"), ("fact", "stay.diplomatic", "changed", ("presumed",))),
    "row": (("tables/countries.csv", "US,other", "US,french"), ("table", "countries", "changed", ("rows",))),
    "row removed": (("tables/countries.csv", "US,other,,,act-1,high\n", ""), ("table", "countries", "changed", ("rows",))),
    "group": ((GROUPS, "members: [FR, DE,", "members: [FR, DE, US,"), ("group", "eu", "changed", ("members",))),
    "requirement": ((DOCUMENTS, "any_of: [lease]", "any_of: [lease, identity]"),
                    ("requirement", "proof-of-residence", "changed", ("any_of",))),
    "attributes": ((DOCUMENTS, "    attributes: {translation: birth_record.translation_needed}\n", ""),
                   ("requirement", "birth-record", "changed", ("attributes",))),
    "satisfies": ((DOCUMENTS, "required: [plain, sworn]", "required: [sworn]"),
                  ("satisfies", "translation: required", "changed", ("held",))),
}  # fmt: skip
UNSEEN = ("confidence", "sources")
"""What shows only in proofs."""


@pytest.mark.parametrize("name", MEANING)
def test_a_change_of_meaning_is_reported_with_a_profile(name: str, tmp_path: Path) -> None:
    edit, (kind, item, what, parts) = MEANING[name]
    report = compared(tmp_path, edit)
    found = [(change.kind, change.id, change.what, tuple(dict.fromkeys(part.name for part in change.parts)))
             for change in report.meaning]  # fmt: skip
    assert (kind, item, what, parts) in found and len(found) == 1 and not report.wording
    assert (report.witness(report.meaning[0]) is None) == (name in UNSEEN), name


@pytest.mark.parametrize("name", [name for name in MEANING if name not in UNSEEN])
def test_a_witness_differs_when_it_is_decided_again(name: str, tmp_path: Path) -> None:
    report = compared(tmp_path, MEANING[name][0])
    for witness in report.witnesses:
        sides = [load(side.place) for side in (report.before, report.after)]
        first, second = (
            side.decide(witness.profile, as_of=witness.as_of, office=witness.office, executor="forward").as_json()
            for side in sides
        )
        first.pop("trace"), second.pop("trace")
        assert first != second


RULE = """
  - id: another
    title: {en: Another, fr: Une autre}
    when: {stay.document: visa}
    advise: [scams]
    cites: [act-1]
"""


def test_rules_added_and_removed(tmp_path: Path) -> None:
    report = compared(tmp_path, (BASE, "", RULE))
    assert [(change.id, change.what) for change in report.meaning] == [("another", "added")] and report.witnesses
    back = diff_policies(tmp_path / "policies", SMALL)
    assert [(change.id, change.what) for change in back.meaning] == [("another", "removed")] and back.witnesses


@pytest.mark.parametrize(
    ("edit", "part"),
    [
        ((BASE, "title: {en: Base, fr: Base}", "title: {en: Basis, fr: Base}"), None),
        ((BASE, "en: Resident for three months", "en: Three months"), "title"),
        ((FACTS, 'en: "On which day?"', 'en: "Which day?"'), "question"),
        ((STEPS, "title: {en: Call, fr: Appeler}", "title: {en: Phone, fr: Appeler}"), "title"),
    ],
)
def test_wording_stands_apart(edit: Change, part: str | None, tmp_path: Path) -> None:
    report = compared(tmp_path, edit)
    assert report.meaning == () and report.witnesses == ()
    assert [found.name for change in report.wording for found in change.wording] == ([part] if part else [])


@pytest.mark.parametrize(
    "edit",
    [
        (BASE, "when: {stay.lawful: true, residence.stable: true}", "when: {residence.stable: true, stay.lawful: true}"),
        (BASE, "{any: [{person.eu: true}, {stay.document: card},", "{any: [{stay.document: card}, {person.eu: true},"),
        (BASE, "rules:\n", "# a remark\n\nrules:\n"),
        (BASE, "require: [identity, proof-of-residence]", "require: [proof-of-residence, identity]"),
        (GROUPS, "members: [FR, DE,", "members: [DE, FR,"),
        (BASE, "when: {stay.diplomatic: true}", "when: {all: [{stay.diplomatic: true}]}"),
    ],
)
def test_order_and_form_are_no_change(edit: Change, tmp_path: Path) -> None:
    assert compared(tmp_path, edit).changes == ()


def test_a_set_against_itself(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "copy")
    assert diff_policies(SMALL, tmp_path / "copy").changes == ()


# forms -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_form_tells_every_change(lang: str, tmp_path: Path) -> None:
    report = compared(tmp_path, *(edit for edit, _ in list(MEANING.values())[:3]), (BASE, "", RULE), (GROUPS, "DE, {", "{"))
    told = diff_json(report, lang)
    json.dumps(told)
    for text in (diff_text(Page(lang), report), diff_text(Page(lang, "plain"), report), diff_markdown(report, lang)):
        assert all(change.id in text.replace("\\", "") for change in report.meaning)
    assert [entry["id"] for entry in told["changes"]] == [change.id for change in report.meaning]  # type: ignore[union-attr, index, attr-defined]


# populations -------------------------------------------------------------------------------------------------------------

PARIS_19, LYON_1 = "75019", "69001"
PEOPLE = [
    {
        "person": {"nationalities": ["DE"]},
        "stay": {"document": "none"},
        "residence": {"since": "2026-07-01", "postcode": "75019"},
    },
    {
        "person": {"nationalities": ["DE"]},
        "stay": {"document": "none"},
        "residence": {"since": "2025-07-01", "postcode": "69001"},
    },
    {"person": {"nationalities": ["US"]}, "stay": {"document": "none"}, "residence": {"since": "2025-07-01"}},
    {"stay": {"document": "no such document"}},
]


@pytest.mark.parametrize(("jobs", "batch"), [(1, 20_000), (1, 2), (2, 3)])
def test_a_population_is_counted_once(jobs: int, batch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.api.affected.BATCH", batch)
    other = changed(tmp_path, MEANING["condition"][0])
    file = tmp_path / "people.jsonl"
    file.write_text("\n".join(json.dumps(person) for person in PEOPLE) + "\n\n")
    flow = flow_of(load(SMALL), load(other), str(file), "2026-11-23", jobs=jobs)
    assert flow.total == 3 and flow.shown == 2  # one of them is entitled from a later day
    assert flow.outcomes == {("entitled", "waiting"): 1, ("entitled", "entitled"): 1, ("not_entitled", "not_entitled"): 1}
    assert flow.examples == {("entitled", "waiting"): (1,)} and flow.rejected == ((4, ("PE503",)),)
    assert flow.offices["751"] == (1, 1) and flow.offices["691"] == (1, 1) and flow.offices[""] == (0, 1)
    picture = flow_svg(flow, load(other).book, "fr")
    assert picture.count("<path") == 3 and picture.count("Droit acquis") >= 2 and picture.endswith("</svg>")


def test_a_population_may_be_a_table(tmp_path: Path) -> None:
    """Rows are numbered from 1 in every format, and a line that cannot be read is refused alone."""
    other = changed(tmp_path, MEANING["condition"][0])
    sets = load(SMALL), load(other)
    lines = tmp_path / "people.jsonl"
    lines.write_text("\n".join([*(json.dumps(person) for person in PEOPLE), "{nonsense"]) + "\n")
    wanted = flow_of(*sets, str(lines), "2026-11-23")
    assert [line for line, _ in wanted.rejected] == [4, 5]
    table = tmp_path / "people.csv"
    table.write_text(
        "id,person.nationalities,stay.document,residence.since,residence.postcode\n"
        "a,DE,none,2026-07-01,75019\nb,DE,none,2025-07-01,69001\nc,US,none,2025-07-01,\nd,,no such document,,\n"
    )
    found = flow_of(*sets, str(table), "2026-11-23", profiles_of)
    assert (found.outcomes, found.grounds, found.offices) == (wanted.outcomes, wanted.grounds, wanted.offices)
    assert found.examples == wanted.examples and found.rejected[0] == wanted.rejected[0]


def profiles_of(path: str, policies: PolicySet) -> Iterable[Line]:
    return profiles_in(path, policies.book)


def test_a_new_name_is_no_change_of_meaning(tmp_path: Path) -> None:
    """A rule that says the same under another name is neither removed nor added."""
    report = compared(tmp_path, (BASE, "id: records-in-another-language", "id: foreign-records"))
    assert not report.meaning
    (change,) = report.wording
    assert (change.id, [(part.name, part.before, part.after) for part in change.wording]) == (
        "foreign-records", [("id", "records-in-another-language", "foreign-records")],
    )  # fmt: skip
    for lang in ("en", "fr"):
        assert "records-in-another-language" in diff_markdown(report, lang)


def test_a_new_name_with_another_meaning_is_one(tmp_path: Path) -> None:
    """Renamed and changed at once: one rule went, another came."""
    report = compared(
        tmp_path, (BASE, "id: records-in-another-language", "id: foreign-records"),
        (BASE, "then: {birth_record.translation_needed: required}", "then: {birth_record.translation_needed: sworn}"),
    )  # fmt: skip
    assert [(change.id, change.what) for change in report.meaning] == [
        ("records-in-another-language", "removed"), ("foreign-records", "added"),
    ]  # fmt: skip
