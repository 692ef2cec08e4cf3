"""Mutants: each operator makes what it says, the bench judges as a whole run would, a proposed test really kills."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from engine.analysis.bench import Bench
from engine.analysis.mutants import changed as mutated
from engine.analysis.mutants import mutants
from engine.analysis.mutation import Choice, MutationRun, run_mutants
from engine.analysis.policytests import Subject, run_tests
from engine.api.mutating import mutate, propose_tests
from engine.api.policyset import PolicySet, load
from engine.api.testing import read_tests, run_policy_tests
from engine.clauses.lower import lower
from engine.facts.lanes import Reads
from engine.ground.problems import Rejected
from engine.linked.model import Rulebook
from engine.render.generated import generated_yaml
from engine.render.mutation import killing_test, title_of
from tests.analysis.small import BASE, PARIS, SMALL, TESTS, TODAY, changed

COUNT = "\n  - {id: two-of-three, title: {en: A, fr: B}, when: {count: {at_least: 2, of: [{person.eu: true}, {stay.document: card}, {stay.validated: true}]}}, advise: [call], cites: [act-1], applies: {from: 2016-01-01, until: 2026-12-31}}\n"  # noqa: E501


def subject_of(policies: PolicySet, book: Rulebook | None = None) -> Subject:
    book = book or policies.book
    compiled = lower(book)
    return Subject(book, compiled, Reads(book, compiled), lambda: policies.places)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("lawful-with-document:when/1:flip", "stay.document: card", "not stay.document: card"),
        ("lawful-with-document:when/2/1:drop", "stay.validated: true", ""),
        ("lawful-with-document:when/1:value(stay.document: none)", "stay.document: card", "stay.document: none"),
        (
            "record-of-adults:when:threshold(person.age: {at_least: 19})",
            "person.age: {at_least: 18}",
            "person.age: {at_least: 19}",
        ),
        (
            "stable-after-three-months:when:duration(residence.since: {at_least_ago: P3M1D})",
            "residence.since: {at_least_ago: P3M}",
            "residence.since: {at_least_ago: P3M1D}",
        ),
        ("entitled-when-stable:then(entitlement: waiting)", "entitlement: entitled", "entitlement: waiting"),
        ("record-of-adults:exception(card-is-enough)", "card-is-enough", ""),
        ("waiting-when-lawful:exception(entitled-when-stable)", "entitled-when-stable", ""),
        ("two-of-three:applies(until: 2027-01-01)", "applies until: 2026-12-31", "applies until: 2027-01-01"),
        ("two-of-three:when:count(at_least: 3)", "at_least: 2", "at_least: 3"),
        ("papers-of-all:rule", "papers-of-all", ""),
    ],
)
def test_each_operator_makes_what_it_says(name: str, before: str, after: str, tmp_path: Path) -> None:
    book = load(changed(tmp_path, (BASE, "", COUNT))).book
    found = {mutant.name: mutant for mutant in mutants(book)}
    mutant = found[name]
    assert (mutant.before, mutant.after) == (before, after)
    old, new = ({rule.id: rule for rule in some.rules} for some in (book, mutated(book, mutant)))
    differing = {rule for rule in old.keys() | new.keys() if old.get(rule) != new.get(rule)}
    assert differing == {mutant.rule}


def test_names_are_unique_and_stable() -> None:
    book = load().book
    names = [[mutant.name for mutant in mutants(book)] for _ in range(2)]
    assert names[0] == names[1] and len(set(names[0])) == len(names[0]) > 4000


def _judged_alone(policies: PolicySet, book: Rulebook) -> bool:
    return bool(run_tests(subject_of(policies, book), read_tests(policies.root)).failed)


def test_the_bench_judges_as_a_whole_run_does(tmp_path: Path) -> None:
    """Every mutant of the small set, against all tests read and run anew; one rule of an office only says something."""
    then, says = (f"    {key}: {{birth_record.translation_needed: sworn}}\n" for key in ("then", "says"))
    here = "      here: {birth_record.translation_needed: {is: sworn, because: paris-sworn-translation}}\n"
    listed = "      differences: [birth_record.translation_needed]\n"
    said = "      said: {birth_record.translation_needed: sworn}\n"
    changes = ((BASE, "", COUNT), (PARIS, then, says), (TESTS, here, ""), (TESTS, listed, said))
    policies = load(changed(tmp_path, *changes))
    bench = Bench(subject_of(policies), read_tests(policies.root))
    rows = sorted(bench.rows, key=lambda row: (row.table, row.at))
    assert [row.table for row in rows] == ["countries", "countries"]
    for mutant in mutants(policies.book, rows):
        assert (bench.failing(mutant) is not None) == _judged_alone(policies, mutated(policies.book, mutant)), mutant.name


def test_bundled_policies_sampled() -> None:
    """The same on a few mutants of the bundled policies."""
    policies = load()
    subject, tests = subject_of(policies), read_tests(policies.root)
    choice = Choice(sample=4, seed=7, search=False)
    run = run_mutants(subject, tests, choice, TODAY)
    assert len(run.results) == 4 and run.total > 4000
    for result in run.results:
        assert (result.killed_by is not None) == _judged_alone(policies, mutated(policies.book, result.mutant)), (
            result.mutant.name
        )


def test_one_or_several_processes_say_the_same() -> None:
    one, two = (mutate(SMALL, Choice(jobs=jobs)).run.results for jobs in (1, 2))
    assert [(result.killed_by, result.found) for result in one] == [(result.killed_by, result.found) for result in two]


def small_run(root: Path, pattern: str = "") -> MutationRun:
    return mutate(root, Choice(pattern=pattern)).run


THRESHOLD = "record-of-adults:when:threshold(person.age: {at_least: 19})"


def test_a_survivor_comes_with_a_test_that_kills_it(tmp_path: Path) -> None:
    """No test of the small set knows an eighteen-year-old. The proposed test, put in the file as it is printed, does."""
    report = mutate(SMALL, Choice(pattern="record-of-adults"))
    (survivor,) = [result for result in report.run.survivors if result.mutant.name == THRESHOLD]
    assert survivor.found is not None
    printed = killing_test(survivor.mutant, survivor.found, title_of(report, survivor.mutant))
    root = changed(tmp_path, (TESTS, "", "\n" + printed + "\n"))
    assert run_policy_tests(root).passed()
    killed = {result.mutant.name: result.killed_by for result in small_run(root, "record-of-adults").results}
    assert killed[THRESHOLD] == "record-of-adults-threshold"


def test_every_survivor_of_the_small_set_is_explained() -> None:
    """A test that kills it, or why there is none: of a country whose record is in French anyway."""
    run = small_run(SMALL)
    assert [result.mutant.name for result in run.survivors if result.found is None] == []
    assert [(result.mutant.name, result.same) for result in run.same] == [("countries:row(FR)", "same_as_no_row")]
    assert 70 < run.score < 100


def test_the_bundled_tests_notice_nearly_every_slip() -> None:
    """Of mutants taken at random: killed, or the same; what is left is less than one in twenty."""
    run = mutate(None, Choice(sample=120, seed=11, search=False)).run
    assert len(run.results) == 120 and run.score >= 95


def test_a_weaker_set_of_tests_scores_less(tmp_path: Path) -> None:
    text = (SMALL / TESTS).read_text("utf-8")
    start, stop = text.index("  - id: european"), text.index("  - id: visa-just")
    assert small_run(changed(tmp_path, (TESTS, text[start:stop], ""))).score < small_run(SMALL).score - 10


@pytest.mark.parametrize(
    ("added", "name", "reason"),
    [
        ("applies: {from: 2016-01-01}, when: {stay.document: card}", ":applies(from: 2015-12-31)", "before_period"),
        ("when: {person.age: {at_least: 18, less_than: 10}}", ":rule", "never_holds"),
        ("when: {stay.document: card, stay.validated: true, not: {stay.document: visa}}", ":when/2:drop", "same_cases"),
        ("when: {stay.document: visa, person.age: {at_least: 18}}, exception_to: [other]", "", "never_together"),
    ],
)
def test_what_means_the_same_is_told_apart(added: str, name: str, reason: str, tmp_path: Path) -> None:
    other = "\n  - {id: other, title: {en: A, fr: B}, when: {stay.document: card}, advise: [call], cites: [act-1]}"
    rule = f"\n  - {{id: one, title: {{en: A, fr: B}}, {added}, advise: [call], cites: [act-1]}}\n"
    report = mutate(changed(tmp_path, (BASE, "", other + rule)))
    wanted = f"one{name}" if name else "other:exception(one)"
    assert {result.mutant.name: result.same for result in report.run.results}[wanted] == reason


def test_tests_that_fail_judge_nothing(tmp_path: Path) -> None:
    root = changed(tmp_path, (TESTS, "entitlement: waiting", "entitlement: entitled"))
    for ask in (mutate, propose_tests):
        with pytest.raises(Rejected) as rejected:
            ask(root)
        assert [problem.code for problem in rejected.value.problems] == ["PE811"]


def test_proposed_boundary_tests_pass_and_are_seen(tmp_path: Path) -> None:
    """Put beside the others as printed, they pass; then nothing is proposed, and no threshold moves unnoticed."""
    book = load(SMALL).book
    report = propose_tests(SMALL)
    assert [(proposal.edge.text, len(proposal.sides)) for proposal in report.generated.proposals] == [
        ("residence.since: {at_least_ago: P3M}", 3),
        ("person.age: {at_least: 18}", 3),
    ]
    root = changed(tmp_path)
    (root / "tests" / "boundaries.yaml").write_text(generated_yaml(report, book, "fr") + "\n", "utf-8")
    assert run_policy_tests(root).passed()
    assert propose_tests(root).generated.proposals == ()
    assert not [result for result in small_run(root).survivors if result.mutant.operator in ("threshold", "duration")]


def test_windows_are_proposed_on_both_days(tmp_path: Path) -> None:
    window = "applies: {from: 2020-03-01}, when: {stay.document: card}"
    rule = f"\n  - {{id: late, title: {{en: A, fr: B}}, {window}, advise: [call], cites: [act-1]}}\n"
    never = changed(tmp_path, (BASE, "", rule), (BASE, "    advise: [call]\n", ""), (TESTS, "      steps: [call]\n", ""))
    (proposal,) = propose_tests(never, "late").generated.proposals
    days = [datetime.date.fromisoformat(str(side.value)) for side in proposal.sides]
    assert days == [datetime.date(2020, 2, 29), datetime.date(2020, 3, 1)]
    assert [("steps" in side.draft.expect, "not_advised" in side.draft.expect) for side in proposal.sides] == [
        (False, True),
        (True, False),
    ]
