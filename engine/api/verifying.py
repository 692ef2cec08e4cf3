"""A policy set verified, from its folder.

In: a policy folder. Out: `VerifyReport`. Newly guaranteed: a folder with errors raises `Rejected`; findings point at its files;
without z3 the search says that it is one.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from engine.analysis.policytests import Subject, run_tests
from engine.analysis.testfiles import written_tests
from engine.analysis.verify.model import Progress
from engine.analysis.verify.report import VerifyReport, report_of
from engine.analysis.verify.verify import can_prove, verify
from engine.api.policyset import load
from engine.document.sources import read_place
from engine.facts.case import Case
from engine.ground.problems import Problems, Rejected


def verify_policies(
    path: str | Path | None = None,
    *,
    today: datetime.date | None = None,
    prove: bool = True,
    seconds: float = 10.0,
    progress: Progress | None = None,
) -> VerifyReport:
    """Verify a policy folder, a bundle or a revision (the bundled policies by default).

    prove: with z3, where it is installed; else search. seconds: for one question. progress: called as questions are answered.
    """
    policies = load(path)
    subject = Subject(policies.book, policies.compiled, policies.reads, lambda: policies.places)
    cases, sources = _files(str(policies.root if path is None else path), subject)
    day = today or datetime.date.today()
    verified = verify(subject, cases, day, prove=prove and can_prove(), seconds=seconds, progress=progress)
    return report_of(policies.book, verified, sources, z3=can_prove(), seconds=seconds)


def _files(place: str, subject: Subject) -> tuple[tuple[Case, ...], dict[str, str]]:
    """The cases of the policy tests, and the texts of the files."""
    problems = Problems()
    files = read_place(place, problems)
    if files is None or problems.errors:
        raise Rejected(problems.sorted(), "policies")
    tests = written_tests(files.documents, problems)
    return run_tests(subject, tests).cases, {document.file: document.text for document in files.documents}
