"""The tests of a policy folder against changes of its policies; tests proposed for its thresholds.

In: a policy folder, a choice. Out: `MutationReport`, `GeneratedReport`. Newly guaranteed: a folder with errors raises
`Rejected`, and so does one whose tests do not pass, because what they say of a change would mean nothing.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from engine.analysis.generate import generate
from engine.analysis.mutation import Choice, run_mutants
from engine.analysis.mutationreport import GeneratedReport, MutationReport
from engine.analysis.parallel import Progress, silent
from engine.analysis.policytests import Subject, run_tests
from engine.analysis.testfiles import WrittenTest
from engine.api.policyset import PolicySet, load
from engine.api.testing import read_tests
from engine.clauses.lower import lower
from engine.document.sources import read_place
from engine.facts.lanes import Reads
from engine.ground.problems import Problems, Rejected
from engine.ground.records import replace
from engine.linked.model import Rulebook


def mutate(path: str | Path | None = None, choice: Choice | None = None, progress: Progress = silent) -> MutationReport:
    """Run the tests of a policy folder (the bundled one by default) on mutants of its policies."""
    policies = load(path)
    subject, tests = _ready(policies)
    run = run_mutants(subject, tests, choice or Choice(), datetime.date.today(), progress)
    problems = Problems()
    files = read_place(policies.place, problems)
    lines = {document.file: tuple(document.text.splitlines()) for document in files.documents} if files is not None else {}
    book = subject.book
    titles = {rule.id: rule.title for rule in book.rules} | {name: table.title for name, table in book.tables.items()}
    return MutationReport(book.name, book.version, policies.digest, policies.place, run, titles, lines)


def propose_tests(path: str | Path | None = None, pattern: str = "") -> GeneratedReport:
    """Propose tests on both sides of the thresholds and windows of a policy folder (the bundled one by default)."""
    policies = load(path)
    subject, tests = _ready(policies)
    found = generate(subject, tests, pattern)
    return GeneratedReport(subject.book.name, subject.book.version, policies.digest, policies.place, found)


def _ready(policies: PolicySet) -> tuple[Subject, tuple[WrittenTest, ...]]:
    """The subject, read whole, and its tests; raises `Rejected` where some fail."""
    book = _whole(policies.book)
    compiled = lower(book)
    subject = Subject(book, compiled, Reads(book, compiled), lambda: policies.places)
    tests = read_tests(policies.place)
    failed = run_tests(subject, tests).failed
    if failed:
        problems = Problems()
        for result in failed:
            problems.add("PE811", result.test.span, "", name=result.test.id)
        raise Rejected(problems.sorted(), "policies")
    return subject, tests


def _whole(book: Rulebook) -> Rulebook:
    """A rulebook whose parts are all decoded: a changed one shares them."""
    return replace(
        book, rules=tuple(book.rules), facts=dict(book.facts), requirements=dict(book.requirements), steps=dict(book.steps),
        documents=dict(book.documents), sources=dict(book.sources), groups=dict(book.groups), tables=dict(book.tables),
    )  # fmt: skip
