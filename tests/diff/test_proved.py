"""Changed rules put to the solver: what is proved to be the same is, and what the search misses is shown."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings

from engine.analysis.diff.meaning import changes
from engine.analysis.diff.proved import Proved
from engine.analysis.mutants import changed as mutated
from engine.analysis.mutants import mutants
from engine.analysis.trials import Trials
from engine.analysis.verify.model import NONE, SHOWN
from engine.api.diffing import diff_policies
from engine.linked.model import Rulebook
from engine.render.diff_json import diff_json
from engine.render.diff_text import diff_text
from engine.render.layout import Page
from tests.analysis.small import BASE, changed
from tests.semantics.answers import show
from tests.semantics.cases import completions, random_case
from tests.semantics.rulebooks import rulebooks
from tests.verify.test_agreement import RANDOM, TODAY, subject_of

GROUPS = "groups.yaml"
IMPLIED = "\n  - {id: one, title: {en: A, fr: B}, when: {all: [{stay.lawful: true}, {any: [{person.eu: true}, {stay.document: {in: [card, visa]}}]}]}, advise: [call], cites: [act-1]}\n"  # noqa: E501
LEANER = "\n  - {id: one, title: {en: A, fr: B}, when: {stay.lawful: true}, advise: [call], cites: [act-1]}\n"


def test_a_condition_that_another_rule_implies_may_go(tmp_path: Path) -> None:
    sides = [changed(tmp_path / name, (BASE, "", rule)) for name, rule in (("a", IMPLIED), ("b", LEANER))]
    report = diff_policies(*sides)
    assert (report.proved, report.same, report.witnesses) == (("rule:one",), True, ())
    assert "Proved: the two sets conclude the same for every complete profile." in diff_text(Page("en", 100, False), report)
    (change,) = diff_json(report, "en")["changes"]  # type: ignore[misc]
    assert change["proved_same"] and change["witness"] is None


def test_no_profile_was_looked_for_beyond_the_first_changes(tmp_path: Path) -> None:
    """That is said, and nothing is proved of what was not looked at, nor beside a group that changed."""
    edits = (
        (BASE, "", LEANER),
        (BASE, "at_least_ago: P3M", "at_least_ago: P6M"),
        (GROUPS, "members: [FR, DE,", "members: [FR, US,"),
    )
    sides = changed(tmp_path / "a", (BASE, "", IMPLIED)), changed(tmp_path / "b", *edits)
    report = diff_policies(*sides, most=2)
    assert (len(report.meaning), report.searched, report.proved) == (3, 2, ())
    text = diff_text(Page("en", 120, False), report)
    assert text.count("no profile was looked for (only for the first 2 changes: --changes)") == 1
    assert diff_json(report, "en")["changes_searched"] == 2
    assert "no profile was looked for" not in diff_text(Page("en", 120, False), diff_policies(*sides))


@pytest.mark.parametrize("what", ["cites: [act-2]", "confidence: low, cites: [act-1]"])
def test_what_is_told_beside_a_rule_is_not_proved(what: str, tmp_path: Path) -> None:
    """The solver knows conclusions: other sources or another confidence are for the search."""
    sides = [
        changed(tmp_path / name, (BASE, "", rule))
        for name, rule in (("a", IMPLIED), ("b", LEANER.replace("cites: [act-1]", what)))
    ]
    assert diff_policies(*sides).proved == ()


@settings(suppress_health_check=list(HealthCheck), max_examples=40, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(rulebooks(), RANDOM)
def test_what_is_proved_is_never_seen(book: Rulebook, rng: random.Random) -> None:
    """No completion of random cases gives what the changed rule concludes on one side only, once that is proved."""
    note(show(book))
    mutant = rng.choice([found for found in mutants(book) if found.operator != "rule"])
    other = mutated(book, mutant)
    found = [change for change in changes(book, other) if change.means and change.kind == "rule"]
    if not found:
        return
    (change,) = found
    note(mutant.name)
    subjects = subject_of(book), subject_of(other)
    verdict, candidate = Proved(*subjects, TODAY, 60).of(change)
    assert (candidate is not None) == (verdict == SHOWN)
    if verdict != NONE:
        return
    cases = [case for _ in range(4) for case in completions(book, random_case(rng), rng)[:300]]
    trials = [Trials(subject, cases, {}).first for subject in subjects]
    rules = [trial.book.index.rule(mutant.rule) for trial in trials]
    for lane in range(len(cases)):
        views = [trial.view(lane) for trial in trials]
        states = [view.state(rule) for view, rule in zip(views, rules, strict=True)]
        assert states[0] == states[1]
        for name in {name for rule in rules for name, _ in rule.then}:
            assert views[0].reading.value(name) == views[1].reading.value(name)
