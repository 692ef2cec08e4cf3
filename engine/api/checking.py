"""A policy folder checked: valid, well made, consistent as far as a search can tell.

In: a policy folder and a day. Out: `CheckReport` with every problem. Newly guaranteed: nothing is raised for what is wrong in the
policies; a folder with errors is checked as far as it can be read.
"""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from engine import bundled
from engine.analysis.checkreport import CheckReport
from engine.analysis.lint.context import Context
from engine.analysis.lint.run import lint
from engine.analysis.policytests import Subject, run_tests
from engine.analysis.search import Found, Search, search
from engine.analysis.sizes import Size, check_sizes, largest, sizes
from engine.analysis.testfiles import written_tests
from engine.api.compile import places_in
from engine.clauses.compiled import Compiled
from engine.clauses.lower import lower
from engine.clauses.select import keep_offices
from engine.document.folder import PolicyFiles
from engine.document.sources import read_place
from engine.facts.lanes import Reads
from engine.facts.places import Places
from engine.ground.problems import Problems, Whole
from engine.linked.link import link
from engine.linked.model import Rulebook
from engine.policy.model import Policies
from engine.policy.read import read
from engine.schema.validate import validate


def check_policies(path: str | Path | None = None, *, today: datetime.date | None = None, conflicts: bool = True) -> CheckReport:
    """Check a policy folder (the bundled one by default); `conflicts` searches for rules that contradict each other."""
    root = bundled.policies() if path is None else Path(path)
    problems = Problems()
    files = read_place(str(root), problems)
    policies = _policies(files, problems) if files is not None else None
    book = link(policies, problems) if policies is not None and not problems.errors else None
    name, version = (policies.manifest.name, policies.manifest.version) if policies is not None else (root.name, "")
    if files is None or policies is None or book is None or problems.errors:
        return CheckReport(name, version, str(root), problems.sorted(), (), None)
    day = today or datetime.date.today()
    lint(Context(files.documents, policies, book, day, problems))
    compiled = lower(book)
    found_sizes = sizes(book, compiled)
    check_sizes(found_sizes, problems)
    _check_executor(found_sizes, book, compiled, problems)
    searched = _tests_and_search(files, book, compiled, day, problems, conflicts=conflicts)
    return CheckReport(name, version, str(root), problems.sorted(), found_sizes, searched)


def _policies(files: PolicyFiles, problems: Problems) -> Policies | None:
    for document in files.documents:
        problems.source(document.file, document.text)
    valid = [validate(document, problems) for document in files.documents]
    if problems.errors or not all(valid):
        return None
    return read(files.documents, files.tables, files.digest, files.root, problems)


def _tests_and_search(
    files: PolicyFiles, book: Rulebook, compiled: Compiled, day: datetime.date, problems: Problems, *, conflicts: bool
) -> Search | None:
    """What is wrong in the files of tests, and conflicts around their profiles."""
    places = Places(**places_in(book))
    subject = Subject(book, compiled, Reads(book, compiled), lambda: places)
    run = run_tests(subject, written_tests(files.documents, problems))
    for result in run.results:
        problems.extend(result.problems)
    if not conflicts:
        return None
    searched = search(subject, run.cases, day)
    for found in searched.found:
        _add_conflict(found, book, problems)
    return searched


def _add_conflict(found: Found, book: Rulebook, problems: Problems) -> None:
    rules = {rule.id: rule for rule in book.rules}
    named = [rules[name] for name in found.conflict.rules if name in rules]
    problems.add(
        "PE810", named[0].span if named else None, found.conflict.what, rules=[rule.id for rule in named],
        what=found.conflict.what, values=list(found.conflict.values), as_of=found.as_of.isoformat(),
        profile=Whole(json.dumps(found.told, ensure_ascii=False, sort_keys=True)),
    )  # fmt: skip


def _check_executor(found: tuple[Size, ...], book: Rulebook, compiled: Compiled, problems: Problems) -> None:
    """Whether the forward executor takes the largest selection."""
    from engine.run.forward import Forward, Limit

    code = largest(found).selection
    try:
        Forward(keep_offices(compiled, book, frozenset((code,)) & frozenset(book.offices)).program)
    except Limit as limit:
        problems.add(limit.code, None, "policies", **limit.named)
