"""Mutants told apart by the solver: what is proved to be the same never differs, what is found does."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings

from engine.analysis.mutants import changed, mutants
from engine.analysis.mutation import Choice
from engine.analysis.trials import Trials, difference
from engine.analysis.verify.apart import Apart
from engine.analysis.verify.model import NONE, SHOWN, UNSHOWN
from engine.api.mutating import mutate
from engine.linked.model import Rulebook
from tests.analysis.small import BASE
from tests.analysis.small import changed as changed_set
from tests.semantics.answers import show
from tests.semantics.cases import completions, random_case
from tests.semantics.rulebooks import rulebooks
from tests.verify.test_agreement import RANDOM, TODAY, subject_of

IMPLIED = "\n  - {id: one, title: {en: A, fr: B}, when: {all: [{stay.lawful: true}, {any: [{person.eu: true}, {stay.document: {in: [card, visa]}}]}]}, advise: [call], cites: [act-1]}\n"  # noqa: E501


@settings(suppress_health_check=list(HealthCheck), max_examples=40, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(rulebooks(), RANDOM)
def test_what_is_proved_the_same_never_differs(book: Rulebook, rng: random.Random) -> None:
    """Trying the completions of random cases never tells apart what was proved to be the same."""
    note(show(book))
    subject, every = subject_of(book), list(mutants(book))
    picked = rng.sample(every, min(6, len(every)))
    apart = Apart(subject, picked, TODAY, 60)
    cases = [case for _ in range(4) for case in completions(book, random_case(rng), rng)[:300]]
    trials = Trials(subject, cases, {})
    for mutant in picked:
        verdict, case = apart.case(mutant)
        note(f"{mutant.name}: {verdict}")
        assert verdict in (NONE, SHOWN, UNSHOWN)
        assert (case is not None) == (verdict == SHOWN)
        if verdict == NONE:
            assert not difference(trials.first, trials.trial(changed(book, mutant)))


@pytest.mark.parametrize("prove", [True, False])
def test_a_condition_that_another_rule_implies(prove: bool, tmp_path: Path) -> None:
    """Whoever stays lawfully is European or has a document: only the solver sees it through the rules."""
    root = changed_set(tmp_path, (BASE, "", IMPLIED))
    run = mutate(root, Choice(pattern="one", prove=prove)).run
    found = {result.mutant.name: (result.same, result.found) for result in run.results}
    assert found["one:when/1:drop"] == ("none_apart" if prove else None, None)
    assert found["one:when/1/1:drop"][0] is None
