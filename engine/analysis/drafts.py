"""Proposed tests: a profile, a day, and what came out.

In: a case and what is to be expected of it. Out: `Draft`; as a test that can be run. Newly guaranteed: what is proposed says
nothing that was not told: presumed answers come back by themselves.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from engine.analysis.policytests import PolicyTestResult, Subject, run_tests
from engine.analysis.testfiles import WrittenTest
from engine.document.json_text import read_json
from engine.document.nodes import Mapping as MappingNode
from engine.document.nodes import Node
from engine.facts.case import Case
from engine.facts.nesting import nested
from engine.ground.dates import parse_date
from engine.ground.problems import Problems
from engine.ground.records import dataclass
from engine.ground.spans import Span

Plain = Mapping[str, object]
"""Values as JSON has them."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A test to be confirmed. presume: presumptions apply. expect: as the file of tests writes it."""

    profile: Plain
    as_of: str
    office: str | None
    presume: bool
    expect: Plain

    def written(self, name: str = "draft") -> WrittenTest:
        """The draft as a test that was read."""
        profile, expect = _node(self.profile), _node(self.expect)
        assert isinstance(expect, MappingNode)
        span = Span("draft", 1, 1, 1, 2)
        return WrittenTest(name, "", profile, parse_date(self.as_of), self.office, self.presume, expect, span)


def draft(case: Case, expect: Plain, *, presume: bool = True) -> Draft:
    """The draft of a case."""
    return Draft(profile_of(case), case.as_of.isoformat(), case.forced, presume, expect)


def profile_of(case: Case) -> dict[str, object]:
    """The profile that tells a case, presumed answers apart."""
    told = {name: value for name, value in case.told.items() if case.presumed.get(name) != value}
    answers: dict[str, object] = {**told, **{name: None for name in case.asked if name not in told}}
    profile = nested({name: answers[name] for name in sorted(answers)})
    if case.held is not None:
        profile["held"] = [{"document": item.document, **item.attributes} for item in case.held]
    return profile


def result_of(subject: Subject, found: Draft) -> PolicyTestResult:
    """The draft run as a test."""
    return run_tests(subject, [found.written()]).results[0]


def _node(value: Plain) -> Node:
    document = read_json(json.dumps(value).encode(), "draft", Problems())
    assert document is not None
    return document.root
